//! Characters in a source that no edition shows: control characters, and marks that turn text around unseen.
//!
//! [`super::walk::clean`] leaves them out wherever text is read; here they are told, once a file.

use std::sync::Arc;

use super::walk::{clean_char, is_suspect};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};

/// Reports the first of a file, and how many there are.
pub(super) fn check(source: &Arc<SourceText>, diags: &mut Diagnostics) {
    let mut found = suspects(&source.text).filter(|(_, c)| is_left_out(*c));
    let Some((at, first)) = found.next() else { return };
    let more = match found.count() {
        0 => String::new(),
        1 => ", and one more like it".to_owned(),
        more => format!(", and {more} more like it"),
    };
    let (what, help) = if is_override(first) {
        ("turns text around unseen", "text that runs the other way finds its direction by itself; remove the character")
    } else {
        ("is no text", "remove it; it may have come with something pasted")
    };
    let span = Span::new(source, at..at + first.len_utf8());
    let message = format!("the character U+{:04X} {what}: it is left out{more}", u32::from(first));
    diags.warning(codes::CONTROL_CHARACTER, span, message).help(help);
}

/// Characters that may be left out, and where they stand: far fewer than there are.
fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.bytes().enumerate().filter(|(_, b)| is_suspect(*b) && !matches!(b, b'\t' | b'\n' | b'\r'));
    // Suspect bytes are first bytes of characters.
    bytes.filter_map(|(at, _)| text[at..].chars().next().map(|c| (at, c)))
}

fn is_left_out(c: char) -> bool {
    // Line ends of any system are none.
    c != '\r' && clean_char(c).is_none()
}

/// Marks that make letters run against their nature (Unicode Standard Annex 9, 2.2).
pub(super) const fn is_override(c: char) -> bool {
    matches!(c, '\u{202D}' | '\u{202E}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let mut diags = Diagnostics::new();
        check(&SourceText::new("a.md", text), &mut diags);
        diags.iter().map(|d| format!("{} {}", d.span.as_ref().unwrap().position().column, d.message)).collect()
    }

    #[test]
    fn plain_text_of_any_script_is_none_of_them() {
        assert_eq!(
            messages("a\tb\r\nنهر\u{200F} \u{200D}\u{00AD}\u{2028} \u{2067}x\u{2069} \u{202B}y\u{202C} 👩\u{200D}🚒"),
            [""; 0]
        );
    }

    #[test]
    fn each_file_is_told_once() {
        assert_eq!(
            messages("ab\u{7}c\u{0}\u{202E}"),
            ["3 the character U+0007 is no text: it is left out, and 2 more like it"]
        );
        assert_eq!(messages("\u{202E}gnp.exe"), ["1 the character U+202E turns text around unseen: it is left out"]);
    }
}
