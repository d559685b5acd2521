//! Typographic punctuation for text that is typed on a keyboard: what Markdown's smart punctuation does to a body, for
//! fields that are plain text.

use std::borrow::Cow;

/// A text with quotation marks and apostrophes in place of straight ones, dashes in place of hyphens in a row and an
/// ellipsis in place of three stops. Addresses stay as they are. What is typographic already is left alone, so that
/// doing it twice does no more.
pub fn smart(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) && !text.contains("--") && !text.contains("...") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for part in text.split_inclusive(char::is_whitespace) {
        if is_address(part) {
            out.push_str(part);
        } else {
            word(part, &mut out);
        }
    }
    Cow::Owned(out)
}

/// The same in place.
pub fn smarten(text: &mut String) {
    if let Cow::Owned(better) = smart(text) {
        *text = better;
    }
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.") || word.contains('@')
}

/// Adds what stands between two blanks, the blank after it included.
fn word(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let length = |c: char| rest.len() - rest.trim_start_matches(c).len();
        let (shown, taken) = match (c, length(c)) {
            ('"', _) if opens(out) => ("“", 1),
            ('"', _) => ("”", 1),
            // '90s: an apostrophe, though it begins a word.
            ('\'', _) if opens(out) && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) => ("‘", 1),
            ('\'', _) => ("’", 1),
            ('-', 2) => ("–", 2),
            ('-', 3) => ("—", 3),
            ('.', 3) => ("…", 3),
            ('-' | '.', n) => (&rest[..n], n),
            (c, _) => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        out.push_str(shown);
        rest = &rest[taken..];
    }
}

/// Whether a mark after this text begins a quotation.
fn opens(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '{' | '“' | '‘' | '«' | '‹' | '„' | '–' | '—' | '-' | '/' | '¿' | '¡')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_a_printer_sets_it() {
        for (typed, set) in [
            ("The \"old\" bridge", "The “old” bridge"),
            ("\"It's over,\" she said", "“It’s over,” she said"),
            ("the '90s, O'Neil's 'last' word", "the ’90s, O’Neil’s ‘last’ word"),
            ("(\"quoted\") \"'inner' outer\"", "(“quoted”) “‘inner’ outer”"),
            ("Mosul -- week one --- and then...", "Mosul – week one — and then…"),
            ("see https://example.org/a--b'c now", "see https://example.org/a--b'c now"),
            ("a ---- rule ..... and plain", "a ---- rule ..... and plain"),
            ("قال \"نعم\"", "قال “نعم”"),
            ("", ""),
        ] {
            assert_eq!(smart(typed), set);
            assert_eq!(smart(set), set, "twice is once");
        }
    }

    #[test]
    fn what_needs_nothing_is_not_copied() {
        assert!(matches!(smart("A plain-spoken title"), Cow::Borrowed(_)));
    }
}
