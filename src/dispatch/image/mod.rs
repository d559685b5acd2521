//! Images: read once, checked, bounded, and freed of what they tell besides the picture.
//!
//! A JPEG keeps its compressed data: segments that may hold where and by whom it was taken are cut out (`jpeg`).
//! It is set anew only where that is not enough: turned by its EXIF orientation, or in CMYK. A PNG keeps its
//! critical chunks (`png`); one with 16 bits or interlaced is set anew as plain 8 bits. The only room that knows
//! the `image` crate; what the PDF needs of pixels is [`ImageData::decode`].

mod codec;
mod jpeg;
mod pixels;
mod png;
mod store;
#[cfg(test)]
mod tests;

use super::ast::{ImageData, ImageFormat};
use crate::diagnostic::{Diagnostics, Span, codes};
pub use pixels::Pixels;
pub(crate) use store::ImageStore;

/// How many pixels an image may have.
pub const MAX_PIXELS: u64 = 100_000_000;

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
    #[error("has {width} × {height} pixels, more than the 100 megapixels that an image may have")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Of a known format, but broken.
    #[error("is a damaged {format}: {why}")]
    Damaged {
        /// `JPEG` or `PNG`.
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
            Self::Unknown => (codes::BAD_IMAGE, "images are JPEG or PNG files"),
            Self::Damaged { .. } => (codes::BAD_IMAGE, "get it anew from where it comes from, or save it again"),
        };
        diags.error(code, span.clone(), format!("`{file}` {self}")).help(help);
    }
}

/// Makes an image of a file's bytes: checked, free of metadata.
pub fn prepare(file: &str, bytes: &[u8]) -> Result<ImageData, ImageError> {
    match sniff(bytes)? {
        ImageFormat::Jpeg => jpeg::prepare(file, bytes),
        ImageFormat::Png => png::prepare(file, bytes),
    }
}

/// The format, by what the bytes begin with: names of files are often wrong.
fn sniff(bytes: &[u8]) -> Result<ImageFormat, ImageError> {
    let has = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    if has(0, b"\xFF\xD8\xFF") {
        return Ok(ImageFormat::Jpeg);
    }
    if has(0, png::SIGNATURE) {
        return Ok(ImageFormat::Png);
    }
    Err(if has(0, b"GIF8") {
        ImageError::NotSupported("a GIF")
    } else if has(0, b"RIFF") && has(8, b"WEBP") {
        ImageError::NotSupported("a WebP")
    } else if has(4, b"ftypavif") || has(4, b"ftypheic") || has(4, b"ftypmif1") || has(4, b"ftypheix") {
        ImageError::NotSupported("an AVIF or HEIC")
    } else if has(0, b"II*\0") || has(0, b"MM\0*") {
        ImageError::NotSupported("a TIFF")
    } else if has(0, b"BM") {
        ImageError::NotSupported("a BMP")
    } else if is_svg(bytes) {
        ImageError::NotSupported("an SVG")
    } else {
        ImageError::Unknown
    })
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    head.starts_with('<') && head.contains("<svg")
}
