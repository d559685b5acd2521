//! Images: read once, checked, bounded, and freed of what they tell besides the picture.
//!
//! A JPEG keeps its compressed data: segments that may hold where and by whom it was taken are cut out (`jpeg`).
//! It is set anew only where that is not enough: turned by its EXIF orientation, or in CMYK. A PNG keeps its
//! critical chunks (`png`); one with 16 bits or interlaced is set anew as plain 8 bits. Of a GIF or WebP the first
//! frame is set anew (`still`); an SVG is redrawn ([`svg`]). The only room that knows the `image` crate; what the PDF
//! needs of pixels is [`ImageData::with_pixels`].

mod budget;
mod codec;
mod indexed;
mod jpeg;
mod pixels;
mod png;
mod still;
mod store;
pub(crate) mod svg;
#[cfg(test)]
mod tests;

use super::ast::ImageData;
use crate::diagnostic::{Code, Diagnostics, Span, codes};
pub use budget::{Budget, BudgetError, fit};
use codec::Codec;
pub(crate) use indexed::of_pixels;
pub use pixels::Pixels;
pub(crate) use store::ImageStore;
pub use svg::drawing;

/// How many pixels an image may have: decoded, the largest takes 200 MB, or 300 MB as a progressive JPEG.
pub const MAX_PIXELS: u64 = 50_000_000;

/// Why an image cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// No image at all, or of no format that books hold.
    #[error("is not an image that weekbook can read")]
    Unknown,
    /// A format that a later version may take.
    #[error("is {0}, which is not supported yet")]
    NotSupported(&'static str),
    /// More pixels than [`MAX_PIXELS`].
    #[error("has {width} × {height} pixels, more than the 50 megapixels that an image may have")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// A drawing that would take more time or memory than a bound allows.
    #[error("is too heavy: a drawing may have at most {0}")]
    TooHeavy(&'static str),
    /// Of a known format, but broken.
    #[error("is a damaged {format}: {why}")]
    Damaged {
        /// `JPEG`, `PNG` and so on.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl ImageError {
    /// Reports it at the place that names the file.
    pub fn report(&self, file: &str, span: &Span, diags: &mut Diagnostics) {
        let (code, help) = match self {
            Self::NotSupported(_) => (codes::NOT_SUPPORTED, "save it as PNG or JPEG"),
            Self::TooLarge { .. } => (codes::BAD_IMAGE, "make it smaller"),
            Self::TooHeavy(_) => (codes::BAD_IMAGE, "simplify the drawing, or save it as PNG"),
            Self::Unknown => (codes::BAD_IMAGE, "images are JPEG, PNG, GIF, WebP or SVG files"),
            Self::Damaged { .. } => (codes::BAD_IMAGE, "get it anew from where it comes from, or save it again"),
        };
        diags.error(code, span.clone(), format!("`{file}` {self}")).help(help);
    }
}

/// An image made ready, and what its author should know.
#[derive(Debug, PartialEq)]
pub struct Prepared {
    /// The image.
    pub image: ImageData,
    /// What of the file is not in it.
    pub findings: Vec<Finding>,
}

/// Something of an image's file that no edition shows: a warning.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    code: Code,
    /// In the image's own file, where it is text; else the place that names the image.
    span: Option<Span>,
    message: String,
    help: &'static str,
}

impl Finding {
    fn report(&self, named: &Span, diags: &mut Diagnostics) {
        let span = self.span.as_ref().unwrap_or(named);
        diags.warning(self.code, span.clone(), self.message.clone()).help(self.help);
    }
}

/// Makes an image of a file's bytes: checked, free of metadata.
pub fn prepare(file: &str, bytes: &[u8]) -> Result<Prepared, ImageError> {
    let plain = |image| Prepared { image, findings: Vec::new() };
    match sniff(bytes)? {
        Codec::Jpeg => jpeg::prepare(file, bytes).map(plain),
        Codec::Png => png::prepare(file, bytes).map(plain),
        Codec::Svg => svg::prepare(file, bytes),
        codec @ (Codec::Gif | Codec::WebP) => still::prepare(file, codec, bytes),
    }
}

/// The format, by what the bytes begin with: names of files are often wrong.
fn sniff(bytes: &[u8]) -> Result<Codec, ImageError> {
    let has = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    if has(0, b"\xFF\xD8\xFF") {
        return Ok(Codec::Jpeg);
    }
    if has(0, png::SIGNATURE) {
        return Ok(Codec::Png);
    }
    if has(0, b"GIF8") {
        return Ok(Codec::Gif);
    }
    if has(0, b"RIFF") && has(8, b"WEBP") {
        return Ok(Codec::WebP);
    }
    if is_svg(bytes) {
        return Ok(Codec::Svg);
    }
    Err(if has(4, b"ftypavif") || has(4, b"ftypheic") || has(4, b"ftypmif1") || has(4, b"ftypheix") {
        ImageError::NotSupported("an AVIF or HEIC")
    } else if has(0, b"II*\0") || has(0, b"MM\0*") {
        ImageError::NotSupported("a TIFF")
    } else if has(0, b"BM") {
        ImageError::NotSupported("a BMP")
    } else if has(0, b"\x1F\x8B") {
        ImageError::NotSupported("a compressed file (perhaps SVGZ)")
    } else {
        ImageError::Unknown
    })
}

fn is_svg(bytes: &[u8]) -> bool {
    // Licences and entities may stand before the root.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(16_384)]);
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    head.starts_with('<') && (head.contains("<svg") || head.contains(":svg"))
}
