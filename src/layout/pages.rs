//! What the layout gives: pages of placed glyph runs, rules, images, links and anchors, each tied to its element.

use std::sync::Arc;

use crate::flow::{NodeId, PageBreak};
use crate::style::{Pt, Rgb};
use crate::text::GlyphRun;

/// A laid out book.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// In order.
    pub pages: Vec<Page>,
    /// Where each anchor of the book stands.
    pub anchors: std::collections::BTreeMap<String, Place>,
    /// Anchors of what the style hides, and of no place therefore.
    pub hidden: std::collections::BTreeSet<String>,
    /// Lines that do not fit their measure, in the order of the sections.
    pub overfull: Vec<Overfull>,
}

/// A line that does not fit its measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Overfull {
    /// The block that it is a line of.
    pub node: NodeId,
    /// Its text.
    pub words: String,
    /// By how much it is too wide.
    pub excess: Pt,
    /// What is too wide.
    pub of: Tight,
}

/// What does not fit its measure, see [`Overfull`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tight {
    /// A line, which stands out.
    Line,
    /// A table, within whose columns words are broken; the words are those of its head.
    Table,
    /// Text that is beyond an edge of its page.
    Page,
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Index into [`Pages::pages`].
    pub page: usize,
    /// From the page's left edge.
    pub x: Pt,
    /// From the page's bottom edge, upwards: the top of what the anchor names.
    pub y: Pt,
}

/// A page. Coordinates are from its lower left corner, y upwards, in points.
#[derive(Debug, Clone)]
pub struct Page {
    /// What the page is called: `iv`, `12`. Empty for the cover's; no two others are alike.
    pub label: String,
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
    /// The section it belongs to.
    pub section: u32,
    /// Where its body was set: the text area, or columns and what spans them. Left, bottom, right, top.
    pub regions: Vec<[Pt; 4]>,
    /// The body, in logical reading order. Knows no page number but those that it refers to.
    pub items: Vec<Item>,
    /// Running heads, folios and the rules around: artefacts, apart from the body.
    pub furniture: Vec<Item>,
    /// Areas that lead somewhere.
    pub links: Vec<LinkArea>,
    /// Where in the flow the page's running text begins;
    /// `None` for a page without running text (cover, blank).
    pub start: Option<PageBreak>,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub struct Item {
    /// The element it belongs to; `None` for an artefact (a rule, a background, a repeated table head).
    pub node: Option<NodeId>,
    /// Which part of the element it is.
    pub part: Part,
    /// What.
    pub draw: Draw,
}

/// Which part of its element an [`Item`] is (ISO 32000-1, 14.8.4.3.3: `LI` holds `Lbl` and `LBody`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Part {
    /// Its content.
    #[default]
    Body,
    /// The marker of a list item: its bullet or number. The item's node is the `li`.
    Marker,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub enum Draw {
    /// Glyphs; their baseline's left end on the page is (`x + run.x`, `y + run.rise`).
    Glyphs {
        /// Left edge of the line.
        x: Pt,
        /// Baseline.
        y: Pt,
        /// The run.
        run: GlyphRun,
    },
    /// A filled rectangle: backgrounds, borders, rules, underlines.
    Rect {
        /// Left.
        x: Pt,
        /// Bottom.
        y: Pt,
        /// Width.
        width: Pt,
        /// Height.
        height: Pt,
        /// Fill.
        color: Rgb,
    },
    /// A stroked line (dashed and dotted borders).
    Stroke {
        /// From.
        from: (Pt, Pt),
        /// To.
        to: (Pt, Pt),
        /// Width.
        width: Pt,
        /// Colour.
        color: Rgb,
        /// Dash pattern: on, off; empty for solid.
        dash: Vec<Pt>,
    },
    /// An image in a rectangle.
    Image {
        /// Index into [`crate::flow::Flow::images`].
        image: u32,
        /// Left.
        x: Pt,
        /// Bottom.
        y: Pt,
        /// Width.
        width: Pt,
        /// Height.
        height: Pt,
    },
}

/// An area of a page that is a link. A link over two lines has two.
#[derive(Debug, Clone)]
pub struct LinkArea {
    /// The `a` element (or the contents entry).
    pub node: NodeId,
    /// Left, bottom, right, top.
    pub rect: [Pt; 4],
    /// Where it leads.
    pub target: crate::flow::Target,
    /// What it says, for who cannot see it: [`MAX_DESCRIPTION`] characters of it at most, the same for all its areas.
    pub description: Arc<str>,
}

/// Most characters of what a link says: each of its areas says them.
pub const MAX_DESCRIPTION: usize = 200;

impl Pages {
    /// Where each page with running text begins, in order: the EPUB's page list.
    pub fn page_breaks(&self) -> Vec<PageBreak> {
        self.pages.iter().filter_map(|page| page.start.clone()).collect()
    }

    /// The label of the page where an anchor stands.
    pub fn label_of(&self, anchor: &str) -> Option<&str> {
        let place = self.anchors.get(anchor)?;
        self.pages.get(place.page).map(|page| page.label.as_str())
    }
}

impl Draw {
    /// Moves what is drawn.
    pub(super) fn shift(&mut self, dx: Pt, dy: Pt) {
        match self {
            Self::Glyphs { x, y, .. } | Self::Rect { x, y, .. } | Self::Image { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
            Self::Stroke { from, to, .. } => {
                for end in [from, to] {
                    end.0 += dx;
                    end.1 += dy;
                }
            }
        }
    }
}
