//! Attributes after an image: `{credit="…" license=… .decorative}`.

/// How many bytes a list of attributes may take, so that braces that never close are not looked for forever.
const LONGEST: usize = 4096;

/// What stands in the braces.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// Names (in lower case) and values, in order.
    pub pairs: Vec<(String, String)>,
    /// Bare words and classes, without the dot.
    pub words: Vec<String>,
}

impl Attributes {
    /// Reads the braces that `text` begins with, on its first line; gives how many bytes they take.
    /// `None` where there are none, or what stands in them is no list of attributes: then they are text.
    pub(super) fn parse(text: &str) -> Option<(Self, usize)> {
        let bound = text.floor_char_boundary(LONGEST);
        let line = text[..bound].split('\n').next().unwrap_or_default();
        let mut rest = line.strip_prefix('{')?;
        rest = rest.strip_prefix(':').unwrap_or(rest);
        let mut found = Self::default();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                let empty = found.pairs.is_empty() && found.words.is_empty();
                return (!empty).then_some((found, line.len() - after.len()));
            }
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "-_.#:".contains(c)))?;
            let (name, after) = rest.split_at(end);
            if name.is_empty() {
                return None;
            }
            if let Some(after) = after.strip_prefix('=') {
                let (value, after) = value(after)?;
                found.pairs.push((name.to_lowercase(), value.to_owned()));
                rest = after;
            } else {
                found.words.push(name.trim_start_matches('.').to_lowercase());
                rest = after;
            }
        }
    }
}

/// A quoted or bare value and what follows it.
fn value(text: &str) -> Option<(&str, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &text[1..];
        let end = inner.find(quote)?;
        return Some((&inner[..end], &inner[end + 1..]));
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '}')?;
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_blogs_write() {
        let (found, len) = Attributes::parse("{credit=\"A. *Photo* {x}\" License='CC BY' .decorative} rest").unwrap();
        assert_eq!(
            found.pairs,
            [("credit".to_owned(), "A. *Photo* {x}".to_owned()), ("license".to_owned(), "CC BY".to_owned())]
        );
        assert_eq!(found.words, ["decorative"]);
        assert_eq!(len, "{credit=\"A. *Photo* {x}\" License='CC BY' .decorative}".len());
        assert!(Attributes::parse("{: width=50%}").is_some());
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["", "x", "{}", "{", "{a", "{a=", "{a=\"b", "{a=\"b\"", "{a, b}", "{a\n}", "{{ x }}", "{% x %}"] {
            assert_eq!(Attributes::parse(text), None, "{text}");
        }
    }
}
