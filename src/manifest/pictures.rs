//! `images` and `cover`: what an edition's pictures may weigh, and the one on its cover.

use super::fields::{self, Fields};
use super::value::Node;
use crate::diagnostic::{Diagnostics, Span, Spanned};

/// What an edition's images may weigh.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageLimits {
    /// The longest side, in pixels.
    pub max_pixels: Option<Spanned<u32>>,
    /// Bytes of all images together.
    pub max_bytes: Option<Spanned<u64>>,
    /// Whether they lose their colours.
    pub greyscale: bool,
    /// Where they are set.
    pub span: Span,
}

/// The image on the cover.
#[derive(Debug, Clone, PartialEq)]
pub struct Cover {
    /// Its path, relative to the manifest.
    pub image: Spanned<String>,
    /// What it shows; empty where it is decorative.
    pub alt: Option<Spanned<String>>,
}

pub(super) const LIMITS: fields::Names = fields::Names {
    of: "`images`",
    known: &["max_pixels", "max_bytes", "greyscale"],
    refused: &[],
    other: &[("grayscale", "greyscale"), ("max_size", "max_bytes"), ("max_width", "max_pixels")],
};
pub(super) const COVER: fields::Names = fields::Names {
    of: "`cover`",
    known: &["image", "alt"],
    refused: &[],
    other: &[("file", "image"), ("src", "image"), ("description", "alt")],
};

/// The sides that may be asked for, in pixels: smaller ones show nothing, larger ones are no bound.
pub(super) const SIDES: std::ops::RangeInclusive<u64> = 64..=100_000;

pub(super) fn limits(node: &Node, diagnostics: &mut Diagnostics) -> Option<ImageLimits> {
    let expected = "a mapping such as `{max_pixels: 2400, max_bytes: 20MB}` for `images`";
    let fields = Fields::open(node, expected, diagnostics)?;
    fields.check(LIMITS, diagnostics);
    let max_pixels = fields.line("max_pixels", diagnostics).and_then(|text| {
        let side = text.value.parse().ok().filter(|side| SIDES.contains(side));
        let side = side.and_then(|side: u64| u32::try_from(side).ok());
        if side.is_none() {
            fields::bad_value(&text, "max_pixels", "give the longest side in pixels, 64 to 100000", diagnostics);
        }
        side.map(|side| Spanned::new(side, text.span))
    });
    let max_bytes = fields.line("max_bytes", diagnostics).and_then(|text| {
        let bytes = bytes(&text.value);
        if bytes.is_none() {
            let help = "give the bytes of all images together, such as `20MB`, `500kB` or `16MiB`";
            fields::bad_value(&text, "max_bytes", help, diagnostics);
        }
        bytes.map(|bytes| Spanned::new(bytes, text.span))
    });
    let greyscale = fields.get("greyscale").is_some_and(|node| {
        fields::boolean(node, false).unwrap_or_else(|| {
            fields::wrong_type(node, "true or false for `greyscale`", diagnostics);
            false
        })
    });
    Some(ImageLimits { max_pixels, max_bytes, greyscale, span: node.span.clone() })
}

pub(super) fn cover(node: &Node, diagnostics: &mut Diagnostics) -> Option<Cover> {
    let expected = "a mapping such as `{image: images/cover.jpg, alt: …}` for `cover`";
    let fields = Fields::open(node, expected, diagnostics)?;
    fields.check(COVER, diagnostics);
    let image = fields.required("image", "a cover", diagnostics)?;
    // An empty one says that it is decorative.
    let alt = fields.get("alt").and_then(|node| fields::text(node, "alt", diagnostics)).map(fields::one_line);
    Some(Cover { image, alt })
}

/// A number of bytes with its unit: `20MB` as makers of disks count, `16MiB` as machines do.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, size) in
            [("20MB", 20_000_000), ("500 kB", 500_000), ("16MiB", 16 << 20), ("7", 7), ("1g", 1_000_000_000)]
        {
            assert_eq!(bytes(text), Some(size), "{text}");
        }
        for text in ["", "MB", "-1MB", "1.5MB", "20 M B", "0", "0kB", "99999999999999999999", "20TB", "9999999999999GB"]
        {
            assert_eq!(bytes(text), None, "{text}");
        }
    }
}
