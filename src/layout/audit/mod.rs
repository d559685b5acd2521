//! What a page designer objects to, found in the layout's own output.
//!
//! Nothing here knows how pages are made: it reads [`Pages`] with the [`Flow`] that they show, so that it can judge any
//! way of making them. `marks` takes the pages apart into lines and images with what they belong to; `faults` looks at
//! each place where a page or a column ends; `spreads` compares facing pages; `ink` sees to it that nothing stands on
//! something else or out of where it belongs.
//!
//! What the words mean: a *widow* is the last line or lines of a paragraph alone at a page's head, an *orphan* its
//! first alone at a page's foot, fewer than its style's `widows` and `orphans` (CSS Fragmentation 3, 3.3). A *hard*
//! fault is one that no book may have: see [`Fault::is_hard`].

mod faults;
mod ink;
mod marks;
mod spreads;

use std::collections::BTreeMap;

use crate::flow::{Flow, NodeId};
use crate::fonts::{FontId, FontStore};
use crate::style::Pt;

use super::pages::Pages;
use marks::Marks;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// How many pages there are.
    pub pages: usize,
    /// How many lines the running text has: tables, captions and notes not counted.
    pub lines: usize,
    /// In the order of the pages.
    pub blemishes: Vec<Blemish>,
    /// How many spreads could be compared: neither page ends a chapter or holds a figure, a table or a note.
    pub spreads: usize,
    /// Those of them whose last lines are not level.
    pub uneven: Vec<Uneven>,
    /// The other spreads, by the first reason that holds for one of their pages.
    pub left_out: BTreeMap<LeftOut, usize>,
}

/// Why a spread is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// A page has no running text.
    Textless,
    /// A page ends a chapter, or another part of the book.
    ChapterEnd,
    /// A page holds a figure.
    Figure,
    /// A page holds a table.
    Table,
    /// A page holds a note.
    Note,
}

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The end of a paragraph is alone at a page's head.
    Widow,
    /// The beginning of a paragraph is alone at a page's foot.
    Orphan,
    /// A headline, or what belongs to it (kicker, credit, dates), stands last, and its text on the next page.
    HeadingAtFoot,
    /// A note does not begin on the page of its mark, or leaves a page out before it ends.
    NoteAwayFromMark,
    /// A figure and its caption are on two pages.
    FigureWithoutCaption,
    /// A table goes on to the next page after its head or caption, without a row.
    TableHeadAlone,
    /// Words, or a word and an image, stand on each other.
    Overlap,
    /// Words or an image stand out of the page.
    OutOfPage,
    /// Words or an image stand out of the text area, or of their column.
    OutOfColumn,
    /// A line is wider than its measure: it stands out of its cell, its box, its indent.
    Overfull,
}

/// A page at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blemish {
    /// What is wrong.
    pub fault: Fault,
    /// What forced it, of widows and orphans.
    pub cause: Option<Cause>,
    /// The page: index into [`Pages::pages`].
    pub page: usize,
    /// Its label.
    pub label: String,
    /// The element: the paragraph, the headline, the note, the figure, the table; `None` for a running head.
    pub node: Option<NodeId>,
    /// The first words of the line, or of what is alone.
    pub words: String,
}

/// Facing pages whose last lines are more than a line apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Uneven {
    /// Labels of both pages, in reading order.
    pub labels: [String; 2],
    /// The shorter one: index into [`Pages::pages`].
    pub short: usize,
    /// How far its last baseline is above the other's.
    pub by: Pt,
    /// The same in lines of running text.
    pub lines: f64,
    /// Why it ends early.
    pub cause: Cause,
    /// The first words of what stands first on the page after it.
    pub words: String,
}

/// Why a page ends before it is full: mostly what stands first on the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The style wants a new page there.
    Forced,
    /// A figure that did not fit.
    Figure,
    /// A table whose next row did not fit.
    Table,
    /// A line whose note did not fit.
    Note,
    /// A headline that is kept with its text.
    Headline,
    /// An item of a list.
    List,
    /// Code.
    Code,
    /// A callout.
    Callout,
    /// A quotation.
    Quotation,
    /// The last lines of a paragraph, which are kept together.
    Widows,
    /// The first lines of a paragraph, which are kept together.
    Orphans,
    /// Only the space between blocks: nothing else is to be seen.
    Spacing,
}

impl Fault {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Widow,
        Self::Orphan,
        Self::HeadingAtFoot,
        Self::NoteAwayFromMark,
        Self::FigureWithoutCaption,
        Self::TableHeadAlone,
        Self::Overlap,
        Self::OutOfPage,
        Self::OutOfColumn,
        Self::Overfull,
    ];

    /// Whether no book may have it, whatever forces it.
    pub fn is_hard(self) -> bool {
        !matches!(self, Self::Widow | Self::Orphan)
    }

    /// Its name in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Widow => "widow",
            Self::Orphan => "orphan",
            Self::HeadingAtFoot => "heading-at-foot",
            Self::NoteAwayFromMark => "note-away-from-mark",
            Self::FigureWithoutCaption => "figure-without-caption",
            Self::TableHeadAlone => "table-head-alone",
            Self::Overlap => "overlap",
            Self::OutOfPage => "out-of-page",
            Self::OutOfColumn => "out-of-column",
            Self::Overfull => "overfull",
        }
    }
}

impl LeftOut {
    /// Its name in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Textless => "textless",
            Self::ChapterEnd => "chapter-end",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Note => "note",
        }
    }
}

impl Cause {
    /// Its name in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forced => "forced",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Note => "note",
            Self::Headline => "headline",
            Self::List => "list",
            Self::Code => "code",
            Self::Callout => "callout",
            Self::Quotation => "quotation",
            Self::Widows => "widows",
            Self::Orphans => "orphans",
            Self::Spacing => "spacing",
        }
    }
}

impl Audit {
    /// How many blemishes are of a kind.
    pub fn count(&self, fault: Fault) -> usize {
        self.blemishes.iter().filter(|blemish| blemish.fault == fault).count()
    }

    /// Whether a page breaks a rule that no page may.
    pub fn has_hard_fault(&self) -> bool {
        self.blemishes.iter().any(|blemish| blemish.fault.is_hard())
    }

    /// The share of the compared spreads that are level; 1 where there are none.
    pub fn level(&self) -> f64 {
        if self.spreads == 0 {
            return 1.0;
        }
        (self.spreads - self.uneven.len()) as f64 / self.spreads as f64
    }
}

/// The rectangle around a glyph's ink in em: left, bottom, right, top. `None` for a blank.
pub(super) type GlyphBounds<'a> = dyn Fn(FontId, u16) -> Option<[f64; 4]> + 'a;

/// Looks at every page.
pub fn audit(pages: &Pages, flow: &Flow, fonts: &FontStore) -> Audit {
    audit_with(pages, flow, &|font, glyph| {
        let face = fonts.face(font);
        let em = f64::from(face.units_per_em.max(1));
        face.glyph_bounds(glyph).map(|bounds| bounds.map(|side| f64::from(side) / em))
    })
}

/// Looks at every page, whatever it is set in.
pub(super) fn audit_with(pages: &Pages, flow: &Flow, bounds: &GlyphBounds<'_>) -> Audit {
    let marks = Marks::of(pages, flow);
    let mut blemishes = faults::find(pages, flow, &marks);
    blemishes.extend(ink::find(pages, flow, bounds));
    blemishes.sort_by_key(|blemish| (blemish.page, blemish.fault, blemish.node));
    Audit {
        pages: pages.pages.len(),
        lines: marks.body().filter(|mark| mark.is_running_text()).count(),
        blemishes,
        ..spreads::compare(pages, flow, &marks)
    }
}
