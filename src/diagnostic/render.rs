//! Messages for people, with the line they concern, and for programs, as JSON.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use serde::Serialize;

use super::{Diagnostic, Position, Severity, Span};

/// The most characters of a source line that are handed on: more than any terminal shows.
const MOST_CHARACTERS: usize = 400;

/// The least width that messages are written for.
const NARROWEST: usize = 40;

/// A message with its source line, ending in a line end. `width` is that of the terminal, in columns: message and help
/// go on in further lines, and a source line that is longer is cut around what it is about.
pub fn human(diagnostic: &Diagnostic, color: bool, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let width = width.max(NARROWEST);
    let label = diagnostic.severity.name().len() + diagnostic.code.0.len() + "[]: ".len();
    let message = wrap(&one_line(&diagnostic.message), width.saturating_sub(label));
    let excerpt = diagnostic.span.as_ref().map(|span| Excerpt::of(span, width / 2));
    let mut group = Group::with_title(level.primary_title(&message).id(diagnostic.code.0));
    if let Some(excerpt) = &excerpt {
        let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
        let snippet = Snippet::source(&excerpt.text).path(&excerpt.name).line_start(excerpt.line);
        group = group.element(snippet.annotation(mark));
    }
    let gutter = excerpt.as_ref().map_or(0, |excerpt| excerpt.line.to_string().len());
    let room = width.saturating_sub(gutter + " = help: ".len());
    let help = diagnostic.help.as_deref().map(|help| wrap(&one_line(help), room));
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.term_width(width).decor_style(DecorStyle::Ascii).render(&[group]);
    let rendered = excerpt.map_or_else(|| rendered.clone(), |excerpt| excerpt.true_column(&rendered));
    format!("{}\n", rendered.trim_end())
}

/// A message as one JSON object, without a line end. What a message has not is null.
pub fn json(diagnostic: &Diagnostic) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        reason: &'static str,
        severity: &'static str,
        code: &'static str,
        message: &'a str,
        file: Option<&'a str>,
        line: Option<usize>,
        column: Option<usize>,
        help: Option<&'a str>,
    }
    let position = diagnostic.span.as_ref().map(Span::position);
    let line = Line {
        reason: "diagnostic",
        severity: diagnostic.severity.name(),
        code: diagnostic.code.0,
        message: &diagnostic.message,
        file: diagnostic.span.as_ref().map(|span| span.source.name.as_str()),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        help: diagnostic.help.as_deref(),
    };
    // Texts and numbers cannot fail to be written.
    escaped(&serde_json::to_string(&line).unwrap_or_default())
}

/// JSON with the characters that turn a terminal's line around as escapes: the same value, and harmless to look at.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7F}'..='\u{9F}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Puts messages in the order in which they are shown: those of a file together, files in the order of their names
/// with the manifest (`first`) before all, within a file by position, then by code; those without a place last.
pub fn sort(diagnostics: &mut [Diagnostic], first: &str) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.span.as_ref();
        let file = place.map(|span| (span.source.name != first, span.source.name.clone(), span.range.start));
        (file.is_none(), file, diagnostic.code)
    });
}

/// Leaves of messages that say the same of the same place the first, whatever their help: two editions find the same
/// fault.
pub fn dedup(diagnostics: &mut Vec<Diagnostic>) {
    let mut said = BTreeSet::new();
    diagnostics.retain(|diagnostic| {
        let place = diagnostic.span.as_ref();
        let place = place.map(|span| (span.source.name.clone(), span.range.start, span.range.end));
        said.insert((place, diagnostic.severity, diagnostic.code, diagnostic.message.clone()))
    });
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The part of a line that is shown.
struct Excerpt {
    name: String,
    line: usize,
    column: usize,
    text: String,
    mark: Range<usize>,
}

impl Excerpt {
    /// The line on which a span begins; of a longer span that line's part of it, of at most `most` characters.
    fn of(span: &Span, most: usize) -> Self {
        let position = span.position();
        let line = span.source.line(position.line);
        let line_start = span.source.offset(Position { line: position.line, column: 1 });
        let start = line.floor_char_boundary(span.range.start.saturating_sub(line_start));
        let end = line.floor_char_boundary(span.range.end.saturating_sub(line_start)).max(start);
        // Blanks at its end are not what is meant, unless they are all of it.
        let end = match line[start..end].trim_end().len() {
            0 => end,
            length => start + length,
        };
        let from = line[..start].char_indices().rev().nth(MOST_CHARACTERS / 2 - 1).map_or(0, |(i, _)| i);
        let to = line[end..].char_indices().nth(MOST_CHARACTERS / 2).map_or(line.len(), |(i, _)| end + i);
        // Of a very long span its beginning.
        let cut = line[start..end].char_indices().nth(most).map(|(length, _)| start + length);
        let mut text = visible(&line[from..start], false);
        let mark = text.len();
        text.push_str(&visible(&line[start..cut.unwrap_or(end)], true));
        let mark = mark..text.len();
        match cut {
            None => text.push_str(&visible(&line[end..to], false)),
            Some(_) => text.push_str("..."),
        }
        Self { name: one_line(&span.source.name), line: position.line, column: position.column, text, mark }
    }

    /// The rendered message with the column in the line as it is written instead of that in what is shown of it.
    fn true_column(&self, rendered: &str) -> String {
        let column = self.text[..self.mark.start].chars().count() + 1;
        let shown = format!("{}:{}:{column}", self.name, self.line);
        rendered.replacen(&shown, &format!("{}:{}:{}", self.name, self.line, self.column), 1)
    }
}

/// A text without what would move a terminal's cursor or turn its line around.
fn one_line(text: &str) -> String {
    normalize_untrusted_str(&visible(&text.replace(['\n', '\r', '\t'], " "), false))
}

/// A text in which characters that cannot be seen, or turn others around, are named: `<U+202E>`. Tabs are named in
/// what a message is about, else shown as blanks.
fn visible(text: &str, marked: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' if marked => out.push_str("<tab>"),
            '\t' => out.push(c),
            c if is_hidden(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character is a control, or has an effect on others and no form of its own. The joiners of Arabic, Indic
/// scripts and emoji are text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A text broken at blanks into lines of at most `width` columns. What has no blank stays whole: it is a path or a
/// value, and may be copied.
fn wrap(text: &str, width: usize) -> String {
    let width = width.max(NARROWEST / 2);
    let (mut out, mut column) = (String::with_capacity(text.len()), 0);
    for (n, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if n > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if n > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceText, codes};

    fn diagnostic(text: &str, range: Range<usize>) -> Diagnostic {
        let source = SourceText::new("posts/a.md", text);
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(codes::BAD_VALUE, Span::new(&source, range), "a mistake").help("mend it");
        diagnostics.into_vec().remove(0)
    }

    fn render(text: &str, range: Range<usize>, width: usize) -> String {
        human(&diagnostic(text, range), false, width)
    }

    #[test]
    fn a_message_shows_its_line() {
        let expected = "error[bad-value]: a mistake\n --> posts/a.md:2:3\n  |\n2 | b wrong c\n  |   ^^^^^\n  |\n  = help: mend it\n";
        assert_eq!(render("a\nb wrong c\n", 4..9, 80), expected);
        assert_eq!(render("a\r\nb wrong c\r\n", 5..10, 80), expected);
    }

    #[test]
    fn a_place_may_be_empty_or_at_the_end() {
        let line = |text: &str, range| render(text, range, 80).lines().skip(1).take(4).collect::<Vec<_>>().join("\n");
        assert_eq!(line("", 0..0), " --> posts/a.md:1:1\n  |\n1 |\n  | ^");
        assert_eq!(line("ab", 2..2), " --> posts/a.md:1:3\n  |\n1 | ab\n  |   ^");
        assert_eq!(line("ab\n", 3..3), " --> posts/a.md:2:1\n  |\n2 |\n  | ^");
        assert_eq!(line("ab\ncd", 1..4), " --> posts/a.md:1:2\n  |\n1 | ab\n  |  ^");
        assert_eq!(line("ab\n\ncd", 3..99), " --> posts/a.md:2:1\n  |\n2 |\n  | ^");
        assert_eq!(line("ab", 99..120), " --> posts/a.md:1:3\n  |\n1 | ab\n  |   ^");
        assert_eq!(line("é\u{301}x", 1..2), " --> posts/a.md:1:1\n  |\n1 | é\u{301}x\n  | ^");
    }

    #[test]
    fn tabs_wide_and_hidden_characters_stay_in_place() {
        let line = |text: &str, range| render(text, range, 80).lines().skip(1).take(4).collect::<Vec<_>>().join("\n");
        assert_eq!(line("\tab", 1..3), " --> posts/a.md:1:2\n  |\n1 |     ab\n  |     ^^");
        assert_eq!(line("\tab", 0..1), " --> posts/a.md:1:1\n  |\n1 | <tab>ab\n  | ^^^^^");
        assert_eq!(line("\u{202e}a b", 5..6), " --> posts/a.md:1:4\n  |\n1 | <U+202E>a b\n  |           ^");
        assert_eq!(line("日本 x", 7..8), " --> posts/a.md:1:4\n  |\n1 | 日本 x\n  |      ^");
        let text = "a\u{1b}[31mb\u{202e}c";
        let shown = render(text, 6..7, 80);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}wrong{}", "before ".repeat(40_000), " after".repeat(40_000));
        let at = "before ".len() * 40_000;
        let shown = render(&text, at..at + 5, 60);
        assert!(shown.lines().all(|line| line.chars().count() <= 60), "{shown}");
        assert!(shown.contains(&format!("posts/a.md:1:{}", at + 1)), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let column = lines[4].find('^').expect("a caret");
        assert_eq!(&lines[3][column..column + 5], "wrong", "{shown}");
        assert_eq!(lines[4].trim_start_matches([' ', '|']), "^^^^^");
        let all = render(&"x".repeat(100_000), 0..100_000, 60);
        assert!(all.lines().all(|line| line.chars().count() <= 60), "{all}");
    }

    #[test]
    fn messages_go_on_in_further_lines() {
        let mut long = diagnostic("wrong", 0..5);
        long.message = "a mistake that takes many words to say, more than a narrow terminal has".into();
        long.help = Some("mend it with as many words as were needed to say what it is".into());
        let expected = "error[bad-value]: a mistake that takes\n                  many words to say,\n                  more than a narrow\n                  terminal has\n";
        let shown = human(&long, false, 40);
        assert!(shown.starts_with(expected), "{shown}");
        assert!(
            shown.ends_with("  = help: mend it with as many words as\n          were needed to say what it is\n"),
            "{shown}"
        );
        assert!(shown.lines().all(|line| line.chars().count() <= 40), "{shown}");
        assert!(human(&long, false, 200).starts_with(&format!("error[bad-value]: {}\n", long.message)));
        assert_eq!(
            wrap("posts/a-very-long-name-without-a-blank.md is long", 20),
            "posts/a-very-long-name-without-a-blank.md\nis long"
        );
    }

    #[test]
    fn colours_only_where_asked() {
        let diagnostic = diagnostic("wrong", 0..5);
        let colored = human(&diagnostic, true, 80);
        assert!(colored.contains("\u{1b}["));
        assert!(!human(&diagnostic, false, 80).contains('\u{1b}'));
    }

    #[test]
    fn json_has_every_field() {
        let expected = r#"{"reason":"diagnostic","severity":"error","code":"bad-value","message":"a mistake","file":"posts/a.md","line":1,"column":2,"help":"mend it"}"#;
        assert_eq!(json(&diagnostic("éx", 2..3)), expected);
        let mut diagnostics = Diagnostics::new();
        diagnostics.note(codes::OUTPUT, None, "say \"x\"\n");
        let expected = r#"{"reason":"diagnostic","severity":"note","code":"output","message":"say \"x\"\n","file":null,"line":null,"column":null,"help":null}"#;
        assert_eq!(json(&diagnostics.clone().into_vec()[0]), expected);
        assert_eq!(human(&diagnostics.into_vec()[0], false, 80), "note[output]: say \"x\"\n");
    }

    #[test]
    fn order_is_by_file_and_place() {
        let mut diagnostics = Diagnostics::new();
        let [manifest, a, b] = ["manifest.yaml", "a.md", "b.md"].map(|name| SourceText::new(name, "0123456789"));
        diagnostics.error(codes::OUTPUT, None, "nowhere");
        diagnostics.error(codes::BAD_VALUE, Span::new(&b, 1..2), "b1");
        diagnostics.error(codes::BAD_VALUE, Span::new(&a, 5..6), "a5");
        diagnostics.error(codes::BAD_VALUE, Span::new(&a, 2..3), "a2");
        diagnostics.error(codes::BAD_DATE, Span::new(&a, 2..3), "a2 date");
        diagnostics.warning(codes::BAD_VALUE, Span::new(&manifest, 9..9), "m9");
        let mut all = diagnostics.into_vec();
        sort(&mut all, "manifest.yaml");
        let messages: Vec<&str> = all.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["m9", "a2 date", "a2", "a5", "b1", "nowhere"]);
    }

    #[test]
    fn what_is_said_by_turns_is_said_once() {
        let mut diagnostics = Diagnostics::new();
        for _ in 0..2 {
            let source = SourceText::new("a.md", "0123456789");
            diagnostics.warning(codes::BAD_VALUE, Span::new(&source, 1..3), "one");
            diagnostics.warning(codes::BAD_VALUE, Span::new(&source, 1..3), "other");
            diagnostics.error(codes::BAD_VALUE, Span::new(&source, 1..3), "one");
            diagnostics.warning(codes::BAD_VALUE, Span::new(&source, 1..2), "one");
            diagnostics.note(codes::OUTPUT, None, "nowhere");
        }
        let mut all = diagnostics.into_vec();
        sort(&mut all, "manifest.yaml");
        dedup(&mut all);
        let said: Vec<_> = all.iter().map(|d| (d.severity.name(), d.message.as_str())).collect();
        let warning = "warning";
        assert_eq!(
            said,
            [(warning, "one"), (warning, "other"), ("error", "one"), (warning, "one"), ("note", "nowhere")]
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(?s)[\\PC\n\r\t\u{1b}\u{202e}]{0,30}", from in 0usize..100, length in 0usize..100, width in 0usize..200) {
            let diagnostic = diagnostic(&text, from..from + length);
            human(&diagnostic, false, width);
            human(&diagnostic, true, width);
            json(&diagnostic);
        }
    }
}
