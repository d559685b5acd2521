//! Numbers as lists and pages write them.

use crate::style::ListStyle;

/// Roman numerals, lower case. Zero and what is above 3999 are written in digits.
pub(super) fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

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

/// The marker of a list item, with its full stop; `None` for a list without markers.
pub(super) fn marker(style: ListStyle, number: u64) -> Option<String> {
    let counter = match style {
        ListStyle::None => return None,
        ListStyle::Disc => return Some("•".to_owned()),
        ListStyle::Circle => return Some("◦".to_owned()),
        ListStyle::Square => return Some("▪".to_owned()),
        ListStyle::Decimal => number.to_string(),
        ListStyle::LowerAlpha => alphabetic(number),
        ListStyle::UpperAlpha => alphabetic(number).to_ascii_uppercase(),
        ListStyle::LowerRoman => roman(number),
        ListStyle::UpperRoman => roman(number).to_ascii_uppercase(),
        ListStyle::ArabicIndic => arabic_indic(number),
    };
    Some(format!("{counter}."))
}

fn arabic_indic(number: u64) -> String {
    const DIGITS: [char; 10] = ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_subtract() {
        let cases = [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1994, "mcmxciv")];
        for (number, expected) in cases {
            assert_eq!(roman(number), expected);
        }
        assert_eq!((roman(0), roman(3999), roman(4000)), ("0".into(), "mmmcmxcix".into(), "4000".into()));
    }

    #[test]
    fn markers_of_every_style() {
        let of = |style, number| marker(style, number).unwrap_or_default();
        assert_eq!(of(ListStyle::LowerAlpha, 26), "z.");
        assert_eq!(of(ListStyle::LowerAlpha, 27), "aa.");
        assert_eq!(of(ListStyle::UpperAlpha, 703), "AAA.");
        assert_eq!(of(ListStyle::UpperRoman, 8), "VIII.");
        assert_eq!(of(ListStyle::ArabicIndic, 120), "١٢٠.");
        assert_eq!(of(ListStyle::Decimal, u64::MAX), "18446744073709551615.");
        assert_eq!(of(ListStyle::LowerAlpha, 0), "0.");
        assert_eq!(marker(ListStyle::None, 1), None);
    }
}
