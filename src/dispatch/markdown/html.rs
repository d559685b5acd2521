//! Raw HTML in Markdown: cut into tags and text, and what becomes of each tag. Nothing of it is ever copied out.

use std::borrow::Cow;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text between tags, as written.
    Text(&'a str),
    /// An opening tag, its name in lower case; `void` where it closes itself.
    Open { name: String, void: bool },
    /// A closing tag.
    Close { name: String },
    /// A comment; whether it ends.
    Comment { closed: bool },
    /// A declaration or processing instruction.
    Other,
}

/// What an inline tag means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Harmless {
    Emphasis,
    Strong,
    Strike,
    Sub,
    Super,
    Code,
    Quote,
    Break,
    /// `wbr`: a place where a line may break.
    Opportunity,
}

/// The meaning of a tag that is kept.
pub(super) fn harmless(name: &str) -> Option<Harmless> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Harmless::Emphasis,
        "strong" | "b" => Harmless::Strong,
        "del" | "s" | "strike" => Harmless::Strike,
        "sub" => Harmless::Sub,
        "sup" => Harmless::Super,
        "code" | "kbd" | "samp" | "tt" => Harmless::Code,
        "q" => Harmless::Quote,
        "br" => Harmless::Break,
        "wbr" => Harmless::Opportunity,
        _ => return None,
    })
}

/// Whether what stands inside a tag is not text for readers, and goes with it.
pub(super) fn hides_content(name: &str) -> bool {
    const HIDING: [&str; 20] = [
        "script", "style", "iframe", "object", "embed", "noscript", "noembed", "noframes", "template", "svg", "math",
        "textarea", "select", "title", "head", "xmp", "applet", "canvas", "audio", "video",
    ];
    HIDING.contains(&name)
}

/// Whether a tag begins or ends a paragraph.
pub(super) fn breaks_paragraph(name: &str) -> bool {
    const BLOCKS: [&str; 39] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tr",
        "ul",
        "caption",
    ];
    BLOCKS.contains(&name)
}

/// Whether a tag never has content.
pub(super) fn is_void(name: &str) -> bool {
    ["br", "wbr", "hr", "img", "embed", "input", "link", "meta", "source", "track", "col", "area", "base", "param"]
        .contains(&name)
}

/// Cuts HTML into tokens, in one pass from left to right. A tag that never ends is text.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some((token, end)) = markup(html, start) else {
            at = start + 1;
            continue;
        };
        if text_start < start {
            out.push(Token::Text(&html[text_start..start]));
        }
        let Some(end) = end else {
            // Unterminated: scanning again from the next `<` could take quadratic time.
            match token {
                Token::Open { .. } | Token::Close { .. } => out.push(Token::Text(&html[start..])),
                comment => out.push(comment),
            }
            return out;
        };
        out.push(token);
        at = end;
        text_start = end;
    }
    if text_start < html.len() {
        out.push(Token::Text(&html[text_start..]));
    }
    out
}

/// The markup that begins at `start`, if any, and where it ends, if it does.
fn markup(html: &str, start: usize) -> Option<(Token<'_>, Option<usize>)> {
    let rest = &html[start + 1..];
    let until = |from: usize, what: &str| {
        rest.get(from..).and_then(|r| r.find(what)).map(|i| start + 1 + from + i + what.len())
    };
    if rest.starts_with("!--") {
        // `<!-->` and `<!--->` are whole comments (HTML, 13.2.5.43).
        let end = until(1, "-->");
        return Some((Token::Comment { closed: end.is_some() }, end));
    }
    if rest.starts_with("![CDATA[") {
        return Some((Token::Other, until(1, "]]>")));
    }
    if rest.starts_with('!') {
        return Some((Token::Other, until(1, ">")));
    }
    if rest.starts_with('?') {
        return Some((Token::Other, until(1, "?>")));
    }
    let (closing, name_at) = if rest.starts_with('/') { (true, 1) } else { (false, 0) };
    let name_len =
        rest[name_at..].find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(rest.len() - name_at);
    let name = &rest[name_at..name_at + name_len];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let end = tag_end(rest, name_at + name_len);
    let self_closing = end.is_some_and(|end| rest[..end - 1].ends_with('/'));
    let token =
        if closing { Token::Close { name } } else { Token::Open { void: self_closing || is_void(&name), name } };
    Some((token, end.map(|end| start + 1 + end)))
}

/// Where a tag ends: after its first `>` that stands in no quoted value.
fn tag_end(text: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    let mut previous = b' ';
    for (i, &byte) in text.as_bytes().iter().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(i + 1),
            (None, b'"' | b'\'') if previous == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
        }
    }
    None
}

/// Resolves `&amp;`, `&#1605;` and the like.
pub(super) fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|b| b == b';').map(|i| i + 1);
        let whole = end.filter(|&end| rest[1..end - 1].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#'));
        if let Some(end) = whole {
            out.push_str(&entity(&rest[..end]));
            rest = &rest[end..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// One entity, by the table that the Markdown parser has already.
fn entity(text: &str) -> String {
    pulldown_cmark::Parser::new(text)
        .filter_map(|event| match event {
            pulldown_cmark::Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(name: &str) -> Token<'_> {
        Token::Open { name: name.to_owned(), void: false }
    }

    #[test]
    fn cuts_tags_and_text() {
        assert_eq!(
            tokens("a <B class='x>y'>b</b > c<br/><!-- <i> --><!doctype x>d"),
            [
                Token::Text("a "),
                open("b"),
                Token::Text("b"),
                Token::Close { name: "b".to_owned() },
                Token::Text(" c"),
                Token::Open { name: "br".to_owned(), void: true },
                Token::Comment { closed: true },
                Token::Other,
                Token::Text("d"),
            ]
        );
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(tokens("1 < 2 <3"), [Token::Text("1 < 2 <3")]);
        assert_eq!(tokens("<"), [Token::Text("<")]);
        assert_eq!(tokens("x<!-- y"), [Token::Text("x"), Token::Comment { closed: false }]);
        assert_eq!(tokens("x<!-->y"), [Token::Text("x"), Token::Comment { closed: true }, Token::Text("y")]);
    }

    #[test]
    fn unterminated_tags_take_linear_time() {
        let html = "<a b=\"".repeat(100_000);
        assert!(tokens(&html).len() <= 100_001);
    }

    #[test]
    fn entities_become_text() {
        assert_eq!(
            decode_entities("a &amp; b &lt;script&gt; &#x645;&eacute; & &nope; &"),
            "a & b <script> مé & &nope; &"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_without_panic(html in "[<>!/?a-c\"'= \\-é&;#]{0,60}") {
            tokens(&html);
            decode_entities(&html);
        }
    }
}
