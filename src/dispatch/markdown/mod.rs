//! Markdown to blocks and inlines.
//!
//! ```text
//! text ─► pulldown-cmark's events ─► builder ─► Draft ─► take_title ─► finish ─► Body
//!              places in `text`        │ html, attributes, links, images
//! ```
//!
//! The builder keeps its own stack, so that no nesting of the input nests calls; it refuses what is nested deeper
//! than [`MAX_BLOCKS`] and [`MAX_INLINES`], so that everything after it may recurse. `finish` closes up the levels
//! of headings and numbers the notes by their first mark.

mod attributes;
mod builder;
mod close;
mod finish;
mod frame;
mod html;
mod images;
mod raw_html;
mod scripts;
mod template;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

use super::ast::{Block, Body, ImageData};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};
pub(crate) use builder::Builder;

/// How deep quotes, lists, definitions and notes may be nested.
pub const MAX_BLOCKS: usize = 32;
/// How deep emphasis, links and the like may be nested.
pub const MAX_INLINES: usize = 32;

/// The longest text, in bytes: four times the longest novel. It stands in memory as blocks, lines and glyphs.
pub const MAX_TEXT: usize = 4 << 20;
/// The most blocks of one text: paragraphs, items, rows, cells, notes.
pub const MAX_COUNT: usize = 100_000;
/// The most marked-up words of one text: emphasis, links, code, images, marks of notes, forced breaks.
pub const MAX_MARKED: usize = 25_000;
/// A block that cannot be cut, and is longer than this in bytes, is warned about: the EPUB's files are about as large.
pub const LONG_BLOCK: usize = 250_000;
/// The most columns of a table: no page is as wide.
pub const MAX_COLUMNS: usize = 1_000;

/// Where Markdown stands in a source file, so that a place in the one can be shown in the other.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file.
    pub source: Arc<SourceText>,
    /// Byte offsets of pieces in the Markdown, and where each stands in the file. Never empty, in order.
    pieces: Vec<(usize, usize)>,
}

impl Origin {
    /// Markdown that is the rest of a file from `start`.
    pub fn file(source: &Arc<SourceText>, start: usize) -> Self {
        Self { source: Arc::clone(source), pieces: vec![(0, start)] }
    }

    /// Markdown that is a value: `lines` as [`crate::manifest::value::Scalar::lines`] has them.
    pub fn scalar(source: &Arc<SourceText>, lines: &[(usize, usize)]) -> Self {
        let pieces = if lines.is_empty() { vec![(0, 0)] } else { lines.to_vec() };
        Self { source: Arc::clone(source), pieces }
    }

    /// A place of the Markdown in the file, at a character's start.
    pub fn offset(&self, offset: usize) -> usize {
        self.source.text.floor_char_boundary(self.raw_offset(offset))
    }

    fn raw_offset(&self, offset: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let (start, target) = self.pieces[piece];
        (target + offset.saturating_sub(start)).min(self.source.text.len())
    }

    /// A range of the Markdown in the file, of whole characters.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let last = range.end.max(range.start + 1) - 1;
        let end = if range.is_empty() { start } else { self.raw_offset(last) + 1 };
        start..self.source.text.ceil_char_boundary(end.max(start))
    }

    /// The same as a place for messages.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(&self.source, self.range(range))
    }
}

/// What the builder asks for the images that Markdown names.
pub(crate) trait ImageSource {
    /// Loads the image at `path`, as written in `file`; reports at `span` why it cannot.
    fn load(&self, file: &str, path: &str, span: &Span, diags: &mut Diagnostics) -> Option<Arc<ImageData>>;
}

/// For text in which images are left out.
pub(crate) struct NoImages;

impl ImageSource for NoImages {
    fn load(&self, _: &str, _: &str, _: &Span, _: &mut Diagnostics) -> Option<Arc<ImageData>> {
        None
    }
}

/// Markdown as built, before its title is taken and its notes are numbered.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Top-level blocks; headings have their written levels, marks of notes an index into `labels`.
    pub blocks: Vec<Block>,
    /// Notes as defined.
    pub notes: Vec<DraftNote>,
    /// Labels that are marked, as they are compared.
    pub labels: Vec<String>,
}

/// A note as defined.
#[derive(Debug)]
pub(crate) struct DraftNote {
    /// Its label as written.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands in the file.
    pub span: Span,
}

/// Parses Markdown that stands at `origin`.
pub(crate) fn parse(text: &str, origin: &Origin, images: &dyn ImageSource, diags: &mut Diagnostics) -> Draft {
    if text.len() > MAX_TEXT {
        let message = format!("this text has {} bytes, more than the {MAX_TEXT} it may have", text.len());
        diags.error(codes::TOO_MANY, origin.span(&(0..0)), message).help("divide it");
        return Draft::default();
    }
    let mut builder = Builder::new(text, origin, images, diags);
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        builder.event(event, range);
    }
    let mut draft = builder.end();
    scripts::apply(&mut draft);
    draft
}

/// Parses Markdown whose first heading is no title, such as the words on a week.
pub(crate) fn body(text: &str, origin: &Origin, images: &dyn ImageSource, diags: &mut Diagnostics) -> Body {
    parse(text, origin, images, diags).finish(diags)
}

/// The Markdown of the contract: CommonMark and what editors of dispatches write besides.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}
