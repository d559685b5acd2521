//! Link annotations (ISO 32000-1, 12.5.6.5) and named destinations (12.3.2.3).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::PdfError;
use super::object::{bytes, name, number, reference, text};
use crate::flow::Target;
use crate::layout::{LinkArea, Place};

/// A link's annotation; `key` is its entry in the parent tree.
pub fn annotation(link: &LinkArea, key: u32, destinations: &BTreeMap<String, Place>) -> Result<Dictionary, PdfError> {
    const PRINT: i64 = 4;
    let [left, bottom, right, top] = link.rect.map(|side| side.0);
    let rect = [left.min(right), bottom.min(top), left.max(right), bottom.max(top)];
    // PDF/UA-1 (7.18.5) wants words for every link.
    let words = match (&*link.description, &link.target) {
        ("", Target::Anchor(target) | Target::Url(target)) => target,
        (words, _) => words,
    };
    let mut dict = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "F" => PRINT,
        "Rect" => whole(rect),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "Contents" => text(words),
        "StructParent" => key,
    };
    match &link.target {
        Target::Anchor(anchor) if !destinations.contains_key(anchor) => {
            return Err(PdfError::NoDestination(anchor.clone()));
        }
        Target::Anchor(anchor) => dict.set("Dest", bytes(anchor.as_bytes())),
        Target::Url(url) => dict.set("A", dictionary! { "S" => "URI", "URI" => bytes(ascii(url)) }),
    }
    Ok(dict)
}

/// A rectangle in whole points, which are as fine as anyone points; at least one wide and high.
fn whole([left, bottom, right, top]: [f64; 4]) -> Vec<Object> {
    let (x, y) = (left.round(), bottom.round());
    [x, y, right.round().max(x + 1.0), top.round().max(y + 1.0)].map(number).to_vec()
}

/// A URI in seven bits (12.6.4.7): what is beyond, percent-encoded (RFC 3987, 3.1).
fn ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if (0x21..0x7F).contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Where a name leads: the page, at its place, in the reader's zoom.
pub fn destination(page: u32, place: Place) -> Object {
    vec![reference(page), name("XYZ"), number(place.x.0), number(place.y.0), Object::Null].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_never_empty() {
        assert_eq!(whole([10.4, 20.6, 10.45, 40.5]), [10.0, 21.0, 11.0, 41.0].map(number));
    }

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(ascii("https://example.org/a?b=(c)&d#e"), "https://example.org/a?b=(c)&d#e");
        assert_eq!(ascii("https://example.org/أ b"), "https://example.org/%D8%A3%20b");
    }
}
