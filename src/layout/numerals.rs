//! Numbers as lists and pages write them.

use crate::language::Lang;
use crate::language::numerals::{self, in_digits, roman};
use crate::style::ListStyle;

/// Letters: a to z, then aa, ab (CSS Counter Styles 3, 3.1.4: alphabetic). Zero is written as a digit.
fn alphabetic(number: u64) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'a' + letter));
        rest /= 26;
    }
    if letters.is_empty() { number.to_string() } else { letters.iter().rev().collect() }
}

/// The marker of a list item, with its full stop, decimal numbers in the language's digits; `None` for a list without
/// markers.
pub(super) fn marker(style: ListStyle, lang: &Lang, number: u64) -> Option<String> {
    let counter = match style {
        ListStyle::None => return None,
        ListStyle::Disc => return Some("•".to_owned()),
        ListStyle::Circle => return Some("◦".to_owned()),
        ListStyle::Square => return Some("▪".to_owned()),
        ListStyle::Decimal => numerals::number(lang, number),
        ListStyle::LowerAlpha => alphabetic(number),
        ListStyle::UpperAlpha => alphabetic(number).to_ascii_uppercase(),
        ListStyle::LowerRoman => roman(number),
        ListStyle::UpperRoman => roman(number).to_ascii_uppercase(),
        ListStyle::ArabicIndic => in_digits('٠', &number.to_string()),
    };
    Some(format!("{counter}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_of_every_style() {
        let of = |style, number| marker(style, &Lang::english(), number).unwrap_or_default();
        assert_eq!(of(ListStyle::LowerAlpha, 26), "z.");
        assert_eq!(of(ListStyle::LowerAlpha, 27), "aa.");
        assert_eq!(of(ListStyle::UpperAlpha, 703), "AAA.");
        assert_eq!(of(ListStyle::UpperRoman, 8), "VIII.");
        assert_eq!(of(ListStyle::ArabicIndic, 120), "١٢٠.");
        assert_eq!(of(ListStyle::Decimal, u64::MAX), "18446744073709551615.");
        assert_eq!(of(ListStyle::LowerAlpha, 0), "0.");
        assert_eq!(marker(ListStyle::None, &Lang::english(), 1), None);
    }
}
