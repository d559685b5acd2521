//! Names made of titles: for files, and for anchors.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a file's name that a title may take; file systems have 255 for the whole.
pub const MAX_FILE_NAME: usize = 120;
/// Characters of an anchor that a title may take.
pub const MAX_ANCHOR: usize = 48;

/// A file's name from a title: lower case, letters and digits of any script kept, each run of others one `-`; NFC.
/// Marks stay with their letter. `book` if nothing is left.
pub(crate) fn file_name(title: &str) -> String {
    let mut name = dashed(title.to_lowercase().nfc(), |c| c.is_alphanumeric() || is_combining_mark(c));
    if name.len() > MAX_FILE_NAME {
        name.truncate(name.floor_char_boundary(MAX_FILE_NAME));
        name.truncate(name.trim_end_matches(|c| c == '-' || is_combining_mark(c)).len());
    }
    if name.is_empty() { "book".to_owned() } else { name }
}

/// A name of ASCII letters, digits and `-` from any text. Letters lose their accents; where others are lost, a hash
/// of the text keeps names apart. May be empty, and may begin with a digit.
pub(crate) fn ascii_name(text: &str) -> String {
    let bare: String = text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
    let lost = bare.chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    let mut name = dashed(bare.chars(), |c| c.is_ascii_alphanumeric());
    if name.len() > MAX_ANCHOR {
        let end = name[..MAX_ANCHOR].rfind('-').filter(|end| *end > MAX_ANCHOR / 2).unwrap_or(MAX_ANCHOR);
        name.truncate(end);
    }
    if lost {
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&short_hash(text));
    }
    name
}

/// Whether a text is a name that both formats take as it is: ASCII, beginning with a letter.
pub(crate) fn is_plain_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// How links name a heading that has no id: lower case, blanks as `-`, other punctuation left out.
pub(crate) fn heading_key(text: &str) -> String {
    let kept = text.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn dashed(chars: impl Iterator<Item = char>, kept: impl Fn(char) -> bool) -> String {
    let mut name = String::new();
    let mut gap = false;
    for c in chars {
        if kept(c) && !(name.is_empty() && is_combining_mark(c)) {
            if gap && !name.is_empty() {
                name.push('-');
            }
            gap = false;
            name.push(c);
        } else {
            gap = true;
        }
    }
    name
}

/// Eight hexadecimal digits of a text's hash, the same for any of its Unicode forms.
fn short_hash(text: &str) -> String {
    let normal: String = text.nfc().collect();
    Sha256::digest(normal.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_files() {
        assert_eq!(file_name("Letters from the river"), "letters-from-the-river");
        assert_eq!(file_name("  “Été” — 1984!/..\\x "), "été-1984-x");
        assert_eq!(file_name("E\u{301}te\u{301}"), "été");
        assert_eq!(file_name("رسائل من النهر"), "رسائل-من-النهر");
        assert_eq!(file_name("हिन्दी पत्र"), "हिन्दी-पत्र");
        assert_eq!(file_name("!?"), "book");
        assert_eq!(file_name(""), "book");
        assert_eq!(file_name("\u{301}a"), "a");
        assert!(file_name(&"ن".repeat(500)).len() <= MAX_FILE_NAME);
    }

    #[test]
    fn anchors_are_ascii() {
        assert_eq!(ascii_name("The Old Bridge, again"), "the-old-bridge-again");
        assert_eq!(ascii_name("Čápová & Łódź"), format!("capova-odz-{}", short_hash("Čápová & Łódź")));
        assert_eq!(ascii_name("نهر").len(), 8);
        assert_ne!(ascii_name("نهر"), ascii_name("نهم"));
        assert_eq!(ascii_name("E\u{301}é"), "ee");
        assert_eq!(ascii_name("—"), "");
        assert!(ascii_name(&"word ".repeat(40)).len() <= MAX_ANCHOR);
    }

    #[test]
    fn plain_names() {
        for name in ["wells", "a.b-c_1", "A"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in ["", "1a", "a b", "é", "-a", "a:b", "a#"] {
            assert!(!is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn headings_are_named_as_on_the_web() {
        assert_eq!(heading_key("What's new? In 2017 – a_b"), "whats-new-in-2017--a_b");
        assert_eq!(heading_key("نهر دجلة"), "نهر-دجلة");
    }
}
