//! The PDF writer: pages and structure through printpdf, finished on its lopdf document.
//!
//! ```text
//! pages ─► fonts in use ─► content (pages, parallel) ─► structure trees (sections, parallel) ─► numbers
//!                           operators, compressed        from the marks on the pages              │
//!                                                                                                  ▼
//! printpdf's document (fonts, page dictionaries) ───────► parts: front, sections (parallel), back ─► file
//! ```
//!
//! The file is PDF 1.7, tagged, and claims PDF/UA-1 and PDF/A-2a. Nothing is decided here: text, order, labels and
//! titles come from the flow and the pages. The same input gives the same bytes.
//!
//! - `font`, `unicode`, `cff`: subsets addressed by the whole font's glyph ids.
//! - `content`, `text`, `operators`, `codes`: what a page shows, down to its bytes; `image`, `drawing`, `shading`: its images.
//! - `roles`, `structure`, `elements`: what is tagged as what, the tree, its objects.
//! - `outline`, `labels`, `links`, `metadata`: what a reader finds the way by.
//! - `readback`: what a written file says, for those who must know.
//! - `numbers`, `trees`, `object`, `file`: PDF's own plumbing; `document` puts all together.

mod cff;
mod codes;
mod content;
mod document;
mod drawing;
mod elements;
mod file;
mod font;
mod headings;
mod image;
mod labels;
mod links;
mod metadata;
mod numbers;
mod object;
mod operators;
mod outline;
mod readback;
mod roles;
mod shading;
#[doc(hidden)]
pub mod stages;
mod structure;
mod text;
mod trees;
mod unicode;

#[cfg(test)]
mod tests;

use crate::flow::Flow;
use crate::fonts::{Face, FontStore};
use crate::layout::Pages;
pub use readback::readback;

/// The program that made the file, as the file says it.
pub const PRODUCER: &str = concat!("weekbook ", env!("CARGO_PKG_VERSION"));

/// Why a PDF cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font that cannot be subset or embedded.
    #[error("the font `{file}` cannot be embedded: {reason}")]
    Font {
        /// Its file.
        file: String,
        /// What the crate that reads it says.
        reason: String,
    },
    /// An image whose bytes are not what they should be.
    #[error("the image `{file}` cannot be embedded: {reason}")]
    Image {
        /// Its file.
        file: String,
        /// What the decoder says.
        reason: String,
    },
    /// A link, or an entry of the outline, to an anchor that stands on no page.
    #[error("`#{0}` is linked to but stands on no page")]
    NoDestination(String),
    /// More objects than PDF readers take.
    #[error("the book needs more than {0} PDF objects: split it")]
    TooManyObjects(u64),
    /// A larger file than its own tables can address.
    #[error("the PDF is larger than 4 GiB: use smaller images or split the book")]
    TooLarge,
    /// The pages do not fit the flow, or a crate gave what it never gives: a fault in weekbook.
    #[error("{0} (a fault in weekbook: please report it)")]
    Broken(String),
}

impl PdfError {
    fn font(face: &Face, reason: impl std::fmt::Display) -> Self {
        Self::Font { file: face.file.clone(), reason: reason.to_string() }
    }

    #[allow(clippy::needless_pass_by_value)] // for `map_err`
    fn skeleton(error: lopdf::Error) -> Self {
        Self::Broken(format!("printpdf's document is not as expected: {error}"))
    }
}

fn broken(what: impl Into<String>) -> PdfError {
    PdfError::Broken(what.into())
}

/// Writes a laid out book as a PDF file.
pub fn write(flow: &Flow, pages: &Pages, fonts: &FontStore) -> Result<Vec<u8>, PdfError> {
    document::write(flow, pages, fonts)
}
