//! Digits, as a language writes them; Roman numerals, and letters that count.

use super::Lang;

/// Arabic-speaking countries that write European digits (CLDR, default numbering systems).
const EUROPEAN_DIGITS: &[&str] = &["DZ", "EH", "LY", "MA", "TN", "AE"];

/// The zero of a language's digits.
fn zero(lang: &Lang) -> char {
    match lang.primary() {
        "ar" if lang.region().is_some_and(|r| EUROPEAN_DIGITS.contains(&r)) => '0',
        "ar" | "ckb" | "sdh" => '٠',
        "fa" | "ps" | "prs" | "mzn" | "lrc" | "azb" | "glk" => '۰',
        _ => '0',
    }
}

/// Replaces the European digits of `text` by the language's own.
pub fn digits(lang: &Lang, text: &str) -> String {
    let zero = zero(lang);
    if zero == '0' {
        return text.to_owned();
    }
    in_digits(zero, text)
}

/// Replaces the European digits of `text` by those that begin with `zero`.
pub fn in_digits(zero: char, text: &str) -> String {
    text.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(u32::from(zero) + d)).unwrap_or(c)).collect()
}

/// A whole number in the language's digits, without grouping.
pub fn number(lang: &Lang, value: impl Into<u64>) -> String {
    digits(lang, &value.into().to_string())
}

/// The Arabic letters in the order in which they count (abjad).
const ABJAD: [char; 28] = [
    'ا', 'ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح', 'ط', 'ي', 'ك', 'ل', 'م', 'ن', 'س', 'ع', 'ف', 'ص', 'ق', 'ر', 'ش', 'ت', 'ث',
    'خ', 'ذ', 'ض', 'ظ', 'غ',
];
const LATIN: [char; 26] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z',
];

/// Whether a language is written in Arabic letters.
fn is_arabic_script(lang: &Lang) -> bool {
    match lang.script() {
        Some(script) => matches!(script, "Arab" | "Aran"),
        None => {
            let other = ["arc", "dv", "he", "iw", "nqo", "syr", "yi"].contains(&lang.primary());
            lang.direction() == super::Direction::Rtl && !other
        }
    }
}

/// The number of a page before the body, from 1: i, ii, iii, …; in languages that write Arabic letters, those.
pub fn front(lang: &Lang, number: u64) -> String {
    match usize::try_from(number) {
        Ok(n) if n > 0 && is_arabic_script(lang) => letters(lang, n - 1),
        _ => roman(number),
    }
}

/// The mark of the `number`th of many, from 0: a, b, … z, aa, ab, …; in languages that write Arabic letters, those.
pub fn letters(lang: &Lang, mut number: usize) -> String {
    let alphabet: &[char] = if is_arabic_script(lang) { &ABJAD } else { &LATIN };
    let mut out = Vec::new();
    loop {
        out.push(alphabet[number % alphabet.len()]);
        if number < alphabet.len() {
            break;
        }
        number = number / alphabet.len() - 1;
    }
    out.iter().rev().collect()
}

/// Roman numerals and what each is worth, those that subtract among them.
const ROMAN: [(u32, &str); 13] = [
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

/// Roman numerals, lower case. Zero and what is above 3999 are written in digits.
pub fn roman(number: u64) -> String {
    let Some(mut rest) = u32::try_from(number).ok().filter(|n| (1..4000).contains(n)) else {
        return number.to_string();
    };
    let mut out = String::new();
    for (worth, numeral) in ROMAN {
        while rest >= worth {
            out.push_str(numeral);
            rest -= worth;
        }
    }
    out
}

/// What Roman numerals, lower case, come to, below 4000. They need not be in the form that [`roman`] writes.
pub fn roman_value(text: &str) -> Option<u32> {
    let (mut rest, mut value) = (text, 0u32);
    while !rest.is_empty() {
        let (worth, numeral) = ROMAN.iter().find(|(_, numeral)| rest.starts_with(numeral))?;
        rest = &rest[numeral.len()..];
        value = value.checked_add(*worth).filter(|v| *v < 4000)?;
    }
    (value > 0).then_some(value)
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
    fn pages_before_the_body_are_numbered_in_the_letters_of_the_language() {
        let of = |tag, number| front(&Lang::parse(tag).expect("a tag"), number);
        assert_eq!([of("en", 4), of("uk", 4), of("he", 4)], ["iv", "iv", "iv"]);
        assert_eq!([of("ar", 1), of("fa", 4), of("ckb", 12), of("ar", 29)], ["ا", "د", "ل", "اا"]);
        assert_eq!([of("ar-Latn", 4), of("ar", 0)], ["iv", "0"]);
    }

    #[test]
    fn roman_numerals_go_both_ways() {
        for value in 1..4000 {
            assert_eq!(roman_value(&roman(value.into())), Some(value));
        }
        assert_eq!((roman_value(""), roman_value("abc"), roman_value("mmmm")), (None, None, None));
    }

    #[test]
    fn letters_count_on_beyond_the_alphabet() {
        let of = |tag: &str, n| letters(&Lang::parse(tag).unwrap(), n);
        let all: Vec<_> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(|n| of("en", n)).into();
        assert_eq!(all, ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
        assert_eq!([0, 2, 28].map(|n| of("ckb", n)), ["ا", "ج", "اا"]);
        assert_eq!([of("he", 1), of("ku-Arab", 1), of("uz-Latn", 1)], ["b", "ب", "b"]);
    }
}
