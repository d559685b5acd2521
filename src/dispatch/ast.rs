//! Blocks and inlines: what Markdown means, free of the parser that read it.

use std::ops::Range;
use std::sync::Arc;

/// Markdown as blocks, with the notes its marks refer to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// Top-level blocks.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first mark; [`Inline::NoteRef`] holds an index into it.
    pub notes: Vec<Note>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The label as written, for messages.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Where it stands: bytes of [`super::Dispatch::source`].
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of the body. Levels are closed up: 1 is the highest a body may have, below the dispatch's own.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The text.
        content: Vec<Inline>,
        /// An id given by the author.
        id: Option<String>,
        /// Classes given by the author, for styles.
        classes: Vec<String>,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Items hold bare inlines rather than paragraphs (they are given as paragraphs all the same).
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A callout: `> [!NOTE]`.
    Callout(CalloutKind, Vec<Block>),
    /// Preformatted text.
    Code {
        /// The info string's first word.
        language: Option<String>,
        /// The text, without a last line end.
        text: String,
    },
    /// A table; the first row is its head.
    Table {
        /// A column's alignment each.
        alignment: Vec<Alignment>,
        /// The head's cells.
        head: Vec<Vec<Inline>>,
        /// The rows' cells, as many as there are columns.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// An image alone in its paragraph; apart, so that blocks without one are small.
    Figure(Box<Image>),
    /// A thematic break.
    Rule,
    /// A definition list.
    Definitions(Vec<Definition>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// Whether a task is done, where the item is one.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A term and its definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means.
    pub details: Vec<Vec<Block>>,
}

/// Kinds of callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CalloutKind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Alignment {
    #[default]
    None,
    Left,
    Center,
    Right,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text. Its straight quotation marks and apostrophes are still to be set, in the language that only the edition
    /// knows; dashes and ellipses are.
    Text(String),
    /// Text that is set as it is: a straight mark that the author escaped.
    Literal(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Subscript.
    Sub(Vec<Inline>),
    /// Superscript.
    Super(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link that was found safe to keep.
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// What is read.
        content: Vec<Inline>,
        /// Where it stands.
        range: Range<usize>,
    },
    /// An image within a line; apart, so that inlines without one are small.
    Image(Box<Image>),
    /// A footnote's mark: an index into [`Body::notes`].
    NoteRef(usize),
    /// A line end in the source that is a space in the book.
    SoftBreak,
    /// A line end that is one in the book.
    HardBreak,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// http, https, mailto or tel.
    Url(String),
    /// A file, heading or id of the book, as written: the edition resolves it, or makes it plain text.
    Local(String),
}

/// An image, loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The data; `None` where it could not be loaded (already reported).
    pub data: Option<Arc<ImageData>>,
    /// Alternative text.
    pub alt: String,
    /// Marked as decorative: an empty alternative text given on purpose.
    pub decorative: bool,
    /// The caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Under which licence.
    pub license: Option<String>,
    /// Where it is named.
    pub range: Range<usize>,
}

/// An image's bytes, free of metadata, ready for both writers.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageData {
    /// The path relative to the manifest's folder.
    pub file: String,
    /// What the bytes are.
    pub format: ImageFormat,
    /// The bytes: metadata stripped, else as in the file; of a drawing what it was redrawn as.
    pub bytes: Vec<u8>,
    /// Width in pixels; of a drawing rounded, in CSS pixels.
    pub width: u32,
    /// Height, likewise.
    pub height: u32,
    /// Of a drawing: the text in it, which is drawn as paths. No edition holds it; it is for who must know what a
    /// picture says.
    pub words: String,
}

/// Formats that reach an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ImageFormat {
    Jpeg,
    Png,
    /// Of weekbook's own making ([`super::image::drawing`]).
    Svg,
}
