//! Texts in another script than what is around them: which way they run, and in which language they are as far as
//! that is known.

use std::collections::BTreeMap;

use unicode_bidi::BidiClass;
use unicode_script::UnicodeScript as _;

use crate::language::{Direction, Lang};

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

/// Language and direction of a text most of whose letters, two of three, run against what is `around` it: `own`'s if
/// that fits, else a language not known (`und`) with its script (BCP 47, 4.1). `None` where it runs along.
pub fn against(text: &str, around: &(Lang, Direction), own: (&Lang, Direction)) -> Option<(Lang, Direction)> {
    let (left, right) = count(text);
    let direction = match around.1 {
        Direction::Ltr if right > 2 * left => Direction::Rtl,
        Direction::Rtl if left > 2 * right => Direction::Ltr,
        _ => return None,
    };
    if direction == own.1 {
        Some((own.0.clone(), own.1))
    } else {
        Some((undetermined(text, direction).unwrap_or_else(|| around.0.clone()), direction))
    }
}

/// Language and direction of what is in no language (`zxx`), such as an address or an identifier: in any book it runs
/// as its letters do. `None` where it runs along with the text around it.
pub fn code(text: &str, around: &(Lang, Direction)) -> Option<(Lang, Direction)> {
    let runs = |class: fn(BidiClass) -> bool| text.chars().filter(|c| class(unicode_bidi::bidi_class(*c))).count();
    let right = runs(|class| matches!(class, BidiClass::R | BidiClass::AL));
    let direction = if right > runs(|class| class == BidiClass::L) { Direction::Rtl } else { Direction::Ltr };
    (around.1 != direction).then(|| (Lang::parse("zxx").unwrap_or_else(Lang::english), direction))
}

/// Whether a language is the one of [`against`] that nobody has named.
pub fn is_undetermined(lang: &Lang) -> bool {
    lang.primary() == "und"
}

/// `und` with the script of most of the letters that run in a direction.
fn undetermined(text: &str, direction: Direction) -> Option<Lang> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> (Lang, Direction) {
        let lang = Lang::parse(tag).unwrap();
        let direction = lang.direction();
        (lang, direction)
    }

    fn said(text: &str, around: &str, own: &str) -> Option<String> {
        let own = lang(own);
        let (lang, direction) = against(text, &lang(around), (&own.0, own.1))?;
        Some(format!("{lang} {}", direction.as_str()))
    }

    #[test]
    fn two_of_three_letters_decide() {
        assert_eq!(said("123 – !", "ar", "en"), None);
        assert_eq!(said("مرحبا means hello, they said", "en", "ar"), None);
        assert_eq!(said("UNHCR: عاد الجسر", "en", "ar"), None);
        assert_eq!(said("UNHCR: عاد الجسر القديم", "en", "ar"), Some("ar rtl".into()));
        assert_eq!(said("انظر https://example.org/a/long/address", "ar", "en"), None);
    }

    #[test]
    fn codes_run_as_their_letters_do() {
        let code = |text: &str, around: &str| code(text, &lang(around)).map(|(l, d)| format!("{l} {}", d.as_str()));
        assert_eq!(code("https://e.org", "en"), None);
        assert_eq!(code("https://e.org", "ar"), Some("zxx ltr".into()));
        assert_eq!(code("1234 5678", "ar"), Some("zxx ltr".into()));
        assert_eq!(code("https://مثال.إختبار/نهر", "en"), Some("zxx rtl".into()));
    }

    #[test]
    fn a_language_is_named_only_where_it_is_known() {
        assert_eq!(said("Layla", "en", "ar"), None);
        assert_eq!(said("ليلى", "en", "ar"), Some("ar rtl".into()));
        assert_eq!(said("ليلى", "en", "en"), Some("und-Arab rtl".into()));
        assert_eq!(said("שלום", "en", "fr"), Some("und-Hebr rtl".into()));
        assert_eq!(said("Reuters", "ar", "ar"), Some("und-Latn ltr".into()));
        assert_eq!(said("Reuters", "ar", "en"), Some("en ltr".into()));
        assert_eq!(said("Привет", "ar", "ckb"), Some("und-Cyrl ltr".into()));
        assert_eq!(said("2017", "ar", "en"), None);
    }
}
