//! Digits, as a language writes them.

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
    text.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(u32::from(zero) + d)).unwrap_or(c)).collect()
}

/// A whole number in the language's digits, without grouping.
pub fn number(lang: &Lang, value: impl Into<u64>) -> String {
    digits(lang, &value.into().to_string())
}
