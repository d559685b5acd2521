//! Texts that run against what is around them.

use std::collections::BTreeMap;

use unicode_bidi::BidiClass;
use unicode_script::UnicodeScript as _;

use super::{Direction, Lang};

/// Which way a character runs by itself: `None` of digits, blanks and punctuation.
pub fn strong(c: char) -> Option<Direction> {
    // Most letters of most books, which need no table.
    match c {
        'a'..='z' | 'A'..='Z' => return Some(Direction::Ltr),
        '\0'..='\u{7F}' | '\u{2010}'..='\u{2027}' => return None,
        _ => {}
    }
    match unicode_bidi::bidi_class(c) {
        BidiClass::L => Some(Direction::Ltr),
        BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
        _ => None,
    }
}

/// How many of a text's letters run from the left and from the right. Addresses in it do not count.
fn count(text: &str) -> (usize, usize) {
    let (mut left, mut right) = (0, 0);
    for c in text.split_whitespace().filter(|word| !word.contains("://")).flat_map(str::chars) {
        match strong(c) {
            Some(Direction::Ltr) => left += 1,
            Some(Direction::Rtl) => right += 1,
            None => {}
        }
    }
    (left, right)
}

/// Whether anything in a text can run from the right: nothing below U+0590 does, and no punctuation of [`strong`]'s.
pub fn has_rtl(text: &str) -> bool {
    // The first byte of U+0590 in UTF-8 is 0xD6; bytes within a character are below 0xC0.
    text.bytes().any(|b| b >= 0xD6) && text.chars().any(|c| c >= '\u{590}' && strong(c) == Some(Direction::Rtl))
}

/// The direction of a text most of whose letters, two of three, run against what is `around` it; `None` where it runs
/// along.
pub fn opposed(text: &str, around: Direction) -> Option<Direction> {
    if around == Direction::Ltr && !has_rtl(text) {
        return None;
    }
    let (left, right) = count(text);
    match around {
        Direction::Ltr if right > 2 * left => Some(Direction::Rtl),
        Direction::Rtl if left > 2 * right => Some(Direction::Ltr),
        _ => None,
    }
}

/// A language that nobody has named: `und` with the script of most of the letters that run in a direction.
pub fn of_script(text: &str, direction: Direction) -> Option<Lang> {
    let mut count: BTreeMap<&'static str, usize> = BTreeMap::new();
    for c in text.chars() {
        if strong(c) == Some(direction) {
            *count.entry(c.script().short_name()).or_default() += 1;
        }
    }
    let script = count.iter().max_by_key(|(_, n)| **n).map(|(script, _)| *script)?;
    Lang::parse(&format!("und-{script}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_table_runs_as_the_table_says() {
        for c in '\0'..='\u{2FFF}' {
            let table = match unicode_bidi::bidi_class(c) {
                BidiClass::L => Some(Direction::Ltr),
                BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
                _ => None,
            };
            assert_eq!(strong(c), table, "{c:?}");
            assert_eq!(has_rtl(c.encode_utf8(&mut [0; 4])), table == Some(Direction::Rtl), "{c:?}");
        }
    }
}
