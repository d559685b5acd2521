//! Texts that run against what is around them.

use std::collections::BTreeMap;

use unicode_bidi::BidiClass;
use unicode_script::UnicodeScript as _;

use super::{Direction, Lang};

/// How many of a text's letters run from the left and from the right. Addresses in it do not count.
fn count(text: &str) -> (usize, usize) {
    let (mut left, mut right) = (0, 0);
    for c in text.split_whitespace().filter(|word| !word.contains("://")).flat_map(str::chars) {
        match unicode_bidi::bidi_class(c) {
            BidiClass::L => left += 1,
            BidiClass::R | BidiClass::AL => right += 1,
            _ => {}
        }
    }
    (left, right)
}

/// The direction of a text most of whose letters, two of three, run against what is `around` it; `None` where it runs
/// along.
pub fn opposed(text: &str, around: Direction) -> Option<Direction> {
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
        let runs = match unicode_bidi::bidi_class(c) {
            BidiClass::L => Direction::Ltr,
            BidiClass::R | BidiClass::AL => Direction::Rtl,
            _ => continue,
        };
        if runs == direction {
            *count.entry(c.script().short_name()).or_default() += 1;
        }
    }
    let script = count.iter().max_by_key(|(_, n)| **n).map(|(script, _)| *script)?;
    Lang::parse(&format!("und-{script}"))
}
