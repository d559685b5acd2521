//! The EPUB 3.3 writer: the flow serialised, packed by epub-builder, finished with an XML writer.
//!
//! ```text
//! Flow ─► documents (one a section, long weeks split) ─► xhtml (serialised once) ─► markers spliced in at page breaks
//!                                                                                         │
//!      fonts (subset, scripts that readers lack), images, style sheet ────────────────────┤
//!                                                                    names │             │ contents
//!          epub-builder's skeleton ─► package, nav, ncx amended ◄──────────┘  ───────────┴─► archive, sorted, times fixed
//! ```
//!
//! Nothing is decided here: no text, label, order or number. Element names, roles and file names are the format's.

mod archive;
mod documents;
mod fonts;
mod nav;
mod package;
mod readback;
mod roles;
mod sfnt;
mod splice;
pub(crate) mod split;
mod tables;
#[cfg(test)]
mod tests;
mod xhtml;
mod xml;

use crate::dispatch::ImageData;
use crate::flow::{Flow, PageBreak};
use crate::fonts::FontStore;
use crate::manifest::EmbedFonts;
pub use readback::readback;

/// Why an EPUB could not be written. None of these is the book's fault: they are faults of ours or of a library.
#[derive(Debug, thiserror::Error)]
pub enum EpubError {
    /// epub-builder refused something.
    #[error("epub-builder: {0}")]
    Builder(String),
    /// The archive could not be read back or written.
    #[error("the archive: {0}")]
    Archive(String),
    /// XML could not be written or read back.
    #[error("XML: {0}")]
    Xml(String),
    /// A link's anchor that the flow does not have.
    #[error("no element has the anchor `{0}`")]
    Anchor(String),
}

/// What the EPUB is made with beside the flow.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The style sheet for reading systems.
    pub css: &'a str,
    /// Where the pages of the same edition's PDF begin; `None` where it has no PDF, and so no page list.
    pub page_breaks: Option<&'a [PageBreak]>,
    /// A picture of the cover, for stores and shelves, and to be shown instead of its words; `None` where the flow's
    /// cover is a picture itself.
    pub cover: Option<&'a ImageData>,
    /// The fonts to subset from.
    pub fonts: &'a FontStore,
    /// Which of them it carries.
    pub embed: EmbedFonts,
}

/// Writes the flow as an EPUB and gives its bytes: the same for the same flow and options.
///
/// # Errors
/// See [`EpubError`].
pub fn write(flow: &Flow, options: Options<'_>) -> Result<Vec<u8>, EpubError> {
    let plan = documents::plan(flow, options.cover);
    let breaks = options.page_breaks.map(|breaks| documents::place_breaks(flow, &plan, breaks));
    let documents = documents::finish(flow, &plan, breaks.as_deref().unwrap_or_default())?;
    let embedded = fonts::embed(flow, options.fonts, options.embed);
    let css = fonts::with_font_faces(options.css, &embedded);
    let contents = archive::Contents { flow, documents: &documents, css: &css, fonts: &embedded, cover: options.cover };
    archive::pack(contents, |files| {
        package::amend(files, flow, &plan, &documents, breaks.is_some())?;
        nav::write(files, flow, &plan, &documents, breaks.as_deref())
    })
}
