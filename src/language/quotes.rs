//! Which quotation marks a language has.
//!
//! From CLDR 48.2 (`delimiters`): the marks of a quotation, and of one within it. Where this page differs from it, it
//! says why.

use super::Lang;

/// The marks of a quotation, and of one within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    /// Before and after a quotation.
    pub outer: (char, char),
    /// Before and after one within it.
    pub inner: (char, char),
}

const fn quotes(open: char, close: char, inner_open: char, inner_close: char) -> Quotes {
    Quotes { outer: (open, close), inner: (inner_open, inner_close) }
}

/// CLDR's root, English, and every language that is not named below.
const ENGLISH: Quotes = quotes('“', '”', '‘', '’');
const GERMAN: Quotes = quotes('„', '“', '‚', '‘');
const GUILLEMETS: Quotes = quotes('«', '»', '“', '”');
const SWISS: Quotes = quotes('«', '»', '‹', '›');
const FRENCH: Quotes = quotes('«', '»', '«', '»');
const NORWEGIAN: Quotes = quotes('«', '»', '‘', '’');
const RUSSIAN: Quotes = quotes('«', '»', '„', '“');
const SWEDISH: Quotes = quotes('”', '”', '’', '’');
const POLISH: Quotes = quotes('„', '”', '«', '»');
const ARABIC: Quotes = quotes('”', '“', '’', '‘');
const CORNERS: Quotes = quotes('「', '」', '『', '』');

/// The marks of a language.
pub fn of(lang: &Lang) -> Quotes {
    let region = lang.region();
    match lang.primary() {
        // The Office québécois sets these within a quotation; CLDR has the pair the other way round.
        "fr" if region == Some("CA") => GUILLEMETS,
        "fr" if region == Some("CH") => SWISS,
        "fr" => FRENCH,
        // CLDR has English marks for all of Spanish. The Academy puts guillemets first (Ortografía, 2010, 3.4.8.2), which
        // printers in Spain do, and those in America do not.
        "es" if region.is_none_or(|region| region == "ES") => GUILLEMETS,
        "it" | "ca" | "eu" | "el" | "kk" => GUILLEMETS,
        "pt" if region.is_some_and(|region| region != "BR") => GUILLEMETS,
        "de" | "dsb" | "hsb" | "cs" | "sk" | "sl" | "hr" | "is" | "et" | "mk" => GERMAN,
        "nb" | "nn" | "no" => NORWEGIAN,
        "ru" | "uk" | "be" => RUSSIAN,
        "sv" | "fi" | "yi" => SWEDISH,
        // The same with a mark for each level (CLDR has ” and ’).
        "he" | "iw" => SWEDISH,
        "pl" | "ro" => POLISH,
        "hu" => quotes('„', '”', '»', '«'),
        "bs" => quotes('„', '”', '‘', '’'),
        "sr" => quotes('„', '”', '’', '’'),
        "bg" | "lt" => quotes('„', '“', '„', '“'),
        "ka" => quotes('„', '“', '«', '»'),
        "hy" => FRENCH,
        // CLDR has single marks for both; the Taalunie leaves the choice, so a writer's is kept.
        "nl" => ENGLISH,
        "fa" => SWISS,
        "ar" | "ur" => ARABIC,
        // CLDR has none of their own for these, and the root's lean the wrong way in a line that begins on the right.
        "arz" | "apc" | "acm" | "ary" | "ckb" | "ps" | "sd" | "sdh" => ARABIC,
        "ku" if lang.script() == Some("Arab") => ARABIC,
        "ja" => CORNERS,
        "zh" if lang.script() == Some("Hant") || region.is_some_and(|region| matches!(region, "TW" | "HK" | "MO")) => {
            CORNERS
        }
        "und" if lang.script() == Some("Arab") => ARABIC,
        _ => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        for (tag, set) in [
            ("en", "“”‘’"),
            ("en-GB", "“”‘’"),
            ("de-AT", "„“‚‘"),
            ("fr", "«»«»"),
            ("fr-CH", "«»‹›"),
            ("fr-CA", "«»“”"),
            ("es", "«»“”"),
            ("es-MX", "“”‘’"),
            ("it", "«»“”"),
            ("pt-PT", "«»“”"),
            ("pt", "“”‘’"),
            ("uk", "«»„“"),
            ("pl", "„”«»"),
            ("sv", "””’’"),
            ("da", "“”‘’"),
            ("nl", "“”‘’"),
            ("he", "””’’"),
            ("ar-IQ", "”“’‘"),
            ("ckb", "”“’‘"),
            ("ku", "“”‘’"),
            ("fa", "«»‹›"),
            ("und-Arab", "”“’‘"),
            ("zxx", "“”‘’"),
        ] {
            let Quotes { outer, inner } = of(&Lang::parse(tag).unwrap());
            assert_eq!([outer.0, outer.1, inner.0, inner.1].iter().collect::<String>(), set, "{tag}");
        }
    }
}
