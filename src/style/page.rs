//! `@page`: size, margins and margin boxes.

use super::computed::{ComputedStyle, ContentItem, Pt, Sides};
use crate::diagnostic::Span;

/// Which of the ten margin boxes: those of the sixteen of CSS Paged Media 3 that stand above and below the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum MarginBoxName {
    TopLeftCorner,
    TopLeft,
    TopCenter,
    TopRight,
    TopRightCorner,
    BottomLeftCorner,
    BottomLeft,
    BottomCenter,
    BottomRight,
    BottomRightCorner,
}

/// A margin box that has content.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginBox {
    /// Where it stands.
    pub name: MarginBoxName,
    /// What it shows.
    pub content: Vec<ContentItem>,
    /// How.
    pub style: ComputedStyle,
    /// Where a book's own sheet says what it shows.
    pub place: Option<Span>,
}

/// The values of one kind of page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageStyle {
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
    /// Margins.
    pub margin: Sides<Pt>,
    /// Where a book's own sheet says the widest of the margins that it says.
    pub margin_place: Option<Span>,
    /// Margin boxes that have content, in the order of [`MarginBoxName`].
    pub boxes: Vec<MarginBox>,
}

/// What a page is, for the choice of its [`PageStyle`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct PageContext {
    /// The named page (`page` property), if any.
    pub name: Option<String>,
    /// First page of the book (`:first`).
    pub first: bool,
    /// A left page: the verso of a left-to-right book.
    pub left: bool,
    /// Left empty so that the next begins on its side (`:blank`).
    pub blank: bool,
    /// The book has a marking, which every page bears whatever its style says.
    pub marked: bool,
}

/// Margin boxes by their CSS names.
pub const MARGIN_BOXES: &[(&str, MarginBoxName)] = &[
    ("top-left-corner", MarginBoxName::TopLeftCorner),
    ("top-left", MarginBoxName::TopLeft),
    ("top-center", MarginBoxName::TopCenter),
    ("top-right", MarginBoxName::TopRight),
    ("top-right-corner", MarginBoxName::TopRightCorner),
    ("bottom-left-corner", MarginBoxName::BottomLeftCorner),
    ("bottom-left", MarginBoxName::BottomLeft),
    ("bottom-center", MarginBoxName::BottomCenter),
    ("bottom-right", MarginBoxName::BottomRight),
    ("bottom-right-corner", MarginBoxName::BottomRightCorner),
];

/// A margin box by its CSS name (lower case).
pub fn margin_box(name: &str) -> Option<MarginBoxName> {
    MARGIN_BOXES.iter().find(|(n, _)| *n == name).map(|(_, b)| *b)
}
