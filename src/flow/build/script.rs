//! Texts in another script than what is around them: which way they run, and in which language they are as far as
//! that is known.

use crate::language::{Direction, Lang, has_rtl, of_script, opposed, strong};

/// Language and direction of a text most of whose letters, two of three, run against what is `around` it: `own`'s if
/// that fits, else a language not known (`und`) with its script (BCP 47, 4.1). `None` where it runs along.
pub fn against(text: &str, around: &(Lang, Direction), own: (&Lang, Direction)) -> Option<(Lang, Direction)> {
    let direction = opposed(text, around.1)?;
    if direction == own.1 {
        Some((own.0.clone(), own.1))
    } else {
        Some((of_script(text, direction).unwrap_or_else(|| around.0.clone()), direction))
    }
}

/// Language and direction of what is in no language (`zxx`), such as an address or an identifier: in any book it runs
/// as its letters do. `None` where it runs along with the text around it.
pub fn code(text: &str, around: &(Lang, Direction)) -> Option<(Lang, Direction)> {
    let runs = |direction| text.chars().filter(|c| strong(*c) == Some(direction)).count();
    let right = has_rtl(text) && runs(Direction::Rtl) > runs(Direction::Ltr);
    let direction = if right { Direction::Rtl } else { Direction::Ltr };
    (around.1 != direction).then(|| (Lang::parse("zxx").unwrap_or_else(Lang::english), direction))
}

/// Whether a language is the one of [`against`] that nobody has named.
pub fn is_undetermined(lang: &Lang) -> bool {
    lang.primary() == "und"
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
