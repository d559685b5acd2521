//! When two names are the same.

use unicode_normalization::UnicodeNormalization;

/// A name as names are compared, be they of sources, places, tags or notes: the same in any case and Unicode normal
/// form (UAX 15), and with any blanks around and between its words.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_normal_forms_do_not_count() {
        assert_eq!(folded(" Ag\u{e9}nce\n\t FRANCE "), "ag\u{e9}nce france");
        assert_eq!(folded("AGE\u{301}NCE france"), folded("ag\u{e9}nce  France"));
        assert_ne!(folded("agence"), folded("ag\u{e9}nce"));
    }
}
