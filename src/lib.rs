//! weekbook compiles a YAML manifest of dated dispatches into one book: chapters by week, every dispatch in
//! chronological order and credited to its source, set as an EPUB and as a PDF through one layout model.
//!
//! A book goes one way, and imports point one way (leftwards):
//!
//! ```text
//! manifest.yaml ─► manifest ─► dispatch ─► edition ─► flow ──────────────► epub ─► .epub
//!  *.md, images    typed,      Markdown    selected,  elements and runs      ▲
//!  *.css, fonts    with spans  to blocks   ordered,   with computed          │ page list
//!                                          by week    style  ─► layout ─► pages ─► pdf ─► .pdf
//! ```
//!
//! 1. [`manifest`] reads the manifest into typed values that remember where they stand; [`source`] is the only
//!    room that opens a file, bounded and confined to the book's folder.
//! 2. [`dispatch`] turns front matter and Markdown into a [`dispatch::Dispatch`]: blocks and inlines, sanitised.
//! 3. [`edition`] selects, orders, credits and groups by week: what one edition says, no matter how it looks.
//! 4. [`style`] cascades CSS into computed values; [`flow`] joins both into the shared layout model, a tree of
//!    elements with language, direction, anchor and computed style. Every word a reader sees is decided here.
//! 5. [`text`] shapes, hyphenates and breaks paragraphs; [`layout`] makes pages of them.
//! 6. [`cover`] draws the cover as a picture; [`epub`] and [`pdf`] render the flow and the pages; they decide nothing, and never import each other.
//! 7. [`build`] runs the whole and puts artefacts in place atomically; [`cli`] is the command line around it.
//!
//! [`limits`] gathers every bound.
//!
//! [`diagnostic`], [`redact`], [`date`], [`language`] and [`fonts`] are small rooms left of all others.

pub mod build;
pub mod cli;
pub mod cover;
pub mod date;
pub mod diagnostic;
pub mod dispatch;
pub mod edition;
pub mod epub;
pub mod flow;
pub mod fonts;
pub mod language;
pub mod layout;
pub mod limits;
pub mod manifest;
pub mod pdf;
pub mod redact;
pub mod source;
pub mod starter;
pub mod style;
pub mod text;

/// Who makes the artefacts, as their metadata say it.
pub const PRODUCER: &str = concat!("weekbook ", env!("CARGO_PKG_VERSION"));
