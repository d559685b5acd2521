//! A dispatch: front matter and Markdown made into blocks and inlines, sanitised. Knows nothing of weeks.
//!
//! ```text
//! entries of the manifest ─► load ─► front matter ─► metadata ─┐
//!                              └───► Markdown ─► blocks ───────┴─► Dispatch
//!                                       └─► images, checked and stripped
//! ```

pub mod ast;
mod characters;
mod front;
pub mod image;
pub(crate) mod link;
mod load;
pub(crate) mod markdown;
mod page;
#[cfg(test)]
mod tests;
pub(crate) mod url;
pub(crate) mod walk;

use std::sync::Arc;

use crate::diagnostic::{SourceText, Span};
use crate::language::Lang;
use crate::manifest::DispatchMeta;
pub use ast::*;
pub use image::{Budget, BudgetError, ImageError, Pixels};
pub use load::load;
pub(crate) use load::{cover, markdown_or_file};
pub(crate) use page::page;
pub use walk::{one_line, plain_text};

/// One dispatch, read and parsed, not yet dated or ordered.
#[derive(Debug, Clone)]
pub struct Dispatch {
    /// The file's path relative to the manifest's folder, or the manifest's own for an inline dispatch.
    pub file: String,
    /// The file's text (the manifest's for an inline dispatch).
    pub source: Arc<SourceText>,
    /// Place of the dispatch as a whole, for messages that concern no single field.
    pub span: Span,
    /// The fields, the manifest's over the front matter's.
    pub meta: DispatchMeta,
    /// The title: the field, else the body's first level-1 heading (which then has left the body).
    pub title: String,
    /// A day that begins the file's name, where `meta.date` is absent: used as the date.
    pub file_date: Option<String>,
    /// The language of the dispatch, where it gives one.
    pub language: Option<Lang>,
    /// The body.
    pub body: Body,
    /// `image` of the metadata, loaded.
    pub image: Option<Image>,
}
