//! Values of one field each: languages, zones, addresses, page sizes.

use super::fields::{bad_value, shorten};
use super::model::PageSize;
use crate::date::{Day, Moment, Zone};
use crate::diagnostic::{Diagnostics, Spanned, codes};
use crate::language::Lang;

/// A language tag of the form of BCP 47 (RFC 5646, 2.1), as given.
pub(super) fn language(text: Spanned<String>, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if is_language(&text.value) {
        return Some(text);
    }
    bad_value(&text, name, "give a BCP 47 tag such as `en`, `ar-IQ` or `ckb`", diagnostics);
    None
}

/// Whether a tag is well-formed: [`Lang`] also takes blanks around it and `_`, which are slips in a manifest.
pub(super) fn is_language(tag: &str) -> bool {
    !tag.contains(|c: char| c == '_' || c.is_whitespace()) && Lang::parse(tag).is_some()
}

/// A zone of the IANA database.
pub(super) fn zone(text: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if Zone::parse(&text.value).is_some() {
        return Some(text);
    }
    let help = match Zone::suggest(&text.value) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "give a name of the IANA database such as `Asia/Baghdad` or `UTC`".to_owned(),
    };
    let message = format!("`{}` is no time zone", shorten(&text.value));
    diagnostics.error(codes::BAD_VALUE, text.span, message).help(help);
    None
}

/// A date, or a date and a time.
pub(super) fn date(text: Spanned<String>, zone: Zone, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let Err(error) = Moment::parse(&text.value, zone) else { return Some(text) };
    let message = format!("`{}`: {error}", shorten(&text.value));
    diagnostics.error(codes::BAD_DATE, text.span, message).help(error.help());
    None
}

/// Whether a text is an address that may become a link.
pub(super) fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let clean = !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    let host =
        |rest: &str| rest.strip_prefix("//").is_some_and(|rest| !rest.starts_with(['/', '?', '#']) && !rest.is_empty());
    clean
        && match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => host(rest),
            "mailto" | "tel" => !rest.is_empty(),
            _ => false,
        }
}

/// An address that may become a link.
pub(super) fn web(text: Spanned<String>, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if is_web(&text.value) {
        return Some(text);
    }
    let help = if text.value.contains(':') || text.value.contains(char::is_whitespace) {
        "give an address that begins with `https://`, `http://`, `mailto:` or `tel:`".to_owned()
    } else {
        format!("write `https://{}`", shorten(&text.value))
    };
    bad_value(&text, name, &help, diagnostics);
    None
}

/// A part of the names of artefacts; `what` says which: "slug".
pub(super) fn file_stem(text: Spanned<String>, what: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let reason = if text.value.contains(['/', '\\']) {
        "it names files, so it cannot hold a path separator; `-o` chooses the folder"
    } else if text.value.starts_with('.') {
        "it names files, so it cannot begin with a dot"
    } else if text.value.contains(is_unseen) {
        "it names files, so it cannot hold control characters, nor marks that turn text around"
    } else if text.value.len() > 200 {
        "it names files, so it cannot be longer than 200 bytes"
    } else {
        return Some(text);
    };
    let message = format!("`{}` is no {what}", shorten(&text.value));
    diagnostics.error(codes::BAD_VALUE, text.span, message).help(reason);
    None
}

/// What a file's name may not hold: it would be read as another name than it is.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Sizes by name: width and height in millimetres, or in inches.
const PAGES: &[(&str, f64, f64, Unit)] = &[
    ("A3", 297.0, 420.0, Unit::Mm),
    ("A4", 210.0, 297.0, Unit::Mm),
    ("A5", 148.0, 210.0, Unit::Mm),
    ("A6", 105.0, 148.0, Unit::Mm),
    ("B5", 176.0, 250.0, Unit::Mm),
    ("Letter", 8.5, 11.0, Unit::In),
    ("Legal", 8.5, 14.0, Unit::In),
    ("HalfLetter", 5.5, 8.5, Unit::In),
];

/// The names of page sizes.
pub(super) fn page_names() -> Vec<&'static str> {
    PAGES.iter().map(|page| page.0).collect()
}

/// A page of so many points as `page` writes it: by name where it has one, else in millimetres.
pub fn page_name(width: f64, height: f64) -> String {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    let named = PAGES.iter().find(|(_, w, h, unit)| near(unit.points(*w), width) && near(unit.points(*h), height));
    let mm = |points: f64| (points / Unit::Mm.points(1.0) * 10.0).round() / 10.0;
    named.map_or_else(|| format!("{}x{}mm", mm(width), mm(height)), |(name, ..)| (*name).to_owned())
}

/// The units of a page size.
pub(super) fn unit_names() -> [&'static str; 4] {
    Unit::ALL.map(|(name, _)| name)
}

/// The least and the most that a page may measure, in millimetres.
const PAGE_MM: (f64, f64) = (50.0, 2000.0);

#[derive(Clone, Copy)]
enum Unit {
    Mm,
    Cm,
    In,
    Pt,
}

impl Unit {
    const ALL: [(&'static str, Self); 4] = [("mm", Self::Mm), ("cm", Self::Cm), ("in", Self::In), ("pt", Self::Pt)];

    fn points(self, length: f64) -> f64 {
        match self {
            Self::Mm => length * 72.0 / 25.4,
            Self::Cm => length * 72.0 / 2.54,
            Self::In => length * 72.0,
            Self::Pt => length,
        }
    }
}

/// A page size: a name in any case, or `WIDTHxHEIGHT` with a unit.
pub(super) fn page(text: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<PageSize>> {
    let Some(size) = page_size(&text.value) else {
        let names: Vec<&str> = PAGES.iter().map(|page| page.0).collect();
        let long = text.value.chars().count() > 3;
        let help = match crate::diagnostic::did_you_mean(&text.value, names.iter().copied()) {
            Some(name) if long => format!("did you mean `{name}`?"),
            _ => format!("give {}, or a size such as `170mm x 240mm`", names.join(", ")),
        };
        bad_value(text, "page", &help, diagnostics);
        return None;
    };
    let bounds = Unit::Mm.points(PAGE_MM.0) - 0.01..=Unit::Mm.points(PAGE_MM.1) + 0.01;
    if !bounds.contains(&size.width) || !bounds.contains(&size.height) {
        let help = format!("width and height lie between {} mm and {} mm", PAGE_MM.0, PAGE_MM.1);
        bad_value(text, "page", &help, diagnostics);
        return None;
    }
    Some(Spanned::new(size, text.span.clone()))
}

fn page_size(text: &str) -> Option<PageSize> {
    if let Some((_, width, height, unit)) = PAGES.iter().find(|page| page.0.eq_ignore_ascii_case(text)) {
        return Some(PageSize { width: unit.points(*width), height: unit.points(*height) });
    }
    let (width, height) = text.split_once(['x', 'X', '×'])?;
    let (width, width_unit) = length(width)?;
    let (height, height_unit) = length(height)?;
    let height_unit = height_unit?;
    Some(PageSize { width: width_unit.unwrap_or(height_unit).points(width), height: height_unit.points(height) })
}

/// A length and its unit, if it has one.
fn length(text: &str) -> Option<(f64, Option<Unit>)> {
    let text = text.trim().to_ascii_lowercase();
    let unit = Unit::ALL.iter().find(|(name, _)| text.ends_with(name));
    let number = unit.map_or(text.as_str(), |(name, _)| text[..text.len() - name.len()].trim_end());
    let plain = !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number = number.parse::<f64>().ok().filter(|_| plain)?;
    Some((number, unit.map(|(_, unit)| *unit)))
}

/// Whether a date field of a dispatch can be read at all.
pub(super) fn day(text: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if Day::parse_loose(&text.value).is_ok() { Some(text) } else { date(text, Zone::utc(), diagnostics) }
}

/// Whether an identifier is what its form says: a UUID, or an ISBN with a right check digit. Others are taken as they are.
pub(super) fn is_identifier(id: &Spanned<String>, diagnostics: &mut Diagnostics) -> bool {
    let lower = id.value.to_ascii_lowercase();
    let fault = match (lower.strip_prefix("urn:uuid:"), lower.strip_prefix("urn:isbn:")) {
        (Some(uuid), _) if uuid.len() != 36 || uuid::Uuid::try_parse(uuid).is_err() => {
            "expected `urn:uuid:` and a UUID, such as `urn:uuid:123e4567-e89b-12d3-a456-426614174000`"
        }
        (_, Some(isbn)) if !is_isbn(isbn) => {
            "expected `urn:isbn:` and an ISBN of 10 or 13 digits; check its last digit"
        }
        _ => return true,
    };
    let message = format!("`{}` is not an identifier", id.value);
    diagnostics.error(codes::BAD_VALUE, id.span.clone(), message).help(fault);
    false
}

/// ISO 2108: thirteen digits weighted 1 and 3, or ten weighted 10 to 1 of which the last may be X.
fn is_isbn(text: &str) -> bool {
    let digits: Vec<u32> =
        text.chars().filter(|c| *c != '-').map(|c| if c == 'x' { 10 } else { c.to_digit(10).unwrap_or(99) }).collect();
    let all_below = |digits: &[u32]| digits.iter().all(|d| *d < 10);
    match digits.len() {
        13 => all_below(&digits) && digits.iter().zip([1, 3].iter().cycle()).map(|(d, w)| d * w).sum::<u32>() % 10 == 0,
        10 => {
            all_below(&digits[..9])
                && digits[9] <= 10
                && digits.iter().zip((1..=10).rev()).map(|(d, w)| d * w).sum::<u32>() % 11 == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags() {
        for tag in [
            "en",
            "ar-IQ",
            "ckb",
            "zh-Hant-TW",
            "zh-cmn-Hans-CN",
            "de-1996",
            "sl-rozaj-biske",
            "en-u-co-phonebk",
            "x-mine",
            "es-419",
        ] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in [
            "",
            "e",
            "en_US",
            "english language",
            "en-",
            "-en",
            "en-x",
            "en-u",
            "123",
            "en-abcdefghi",
            "é",
            "en-US-US",
            "x",
        ] {
            assert!(!is_language(tag), "{tag}");
        }
    }

    #[test]
    fn page_sizes() {
        let points = |text| page_size(text).map(|page| (page.width, page.height));
        let mm = |n: f64| n * 72.0 / 25.4;
        assert_eq!(points("A5"), Some((mm(148.0), mm(210.0))));
        assert_eq!(points("halfletter"), Some((396.0, 612.0)));
        assert_eq!(points("170mm x 240mm"), Some((mm(170.0), mm(240.0))));
        assert_eq!(points("170x240mm"), points("170 mm × 240 MM"));
        assert_eq!(points("6in x 9in"), Some((432.0, 648.0)));
        assert_eq!(points("6in x 500pt"), Some((432.0, 500.0)));
        assert_eq!(points("15.5cmx20cm"), Some((15.5 * 72.0 / 2.54, 20.0 * 72.0 / 2.54)));
        for bad in [
            "A7",
            "170x240",
            "170mm x 240",
            "170mm",
            "x",
            "-1mm x 5mm",
            "1e3mm x 5mm",
            "infmm x 5mm",
            "1..2mm x 3mm",
            "170 240mm",
        ] {
            assert_eq!(points(bad), None, "{bad}");
        }
    }

    #[test]
    fn addresses() {
        for url in ["https://apnews.com/", "HTTP://x", "mailto:a@b.org", "tel:+964"] {
            assert!(is_web(url), "{url}");
        }
        for url in [
            "apnews.com",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "http://a b",
            "https://x/\"",
            "/a",
            "data:x",
            "mailto:",
        ] {
            assert!(!is_web(url), "{url}");
        }
    }
}
