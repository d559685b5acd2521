//! Runs of text made into shaped glyphs, break opportunities, hyphens and lines. Knows nothing of pages.
//!
//! ```text
//! Paragraph ─► itemise ─► units ─► Shaped ───────────────────────► fit ─► set ─► Lines
//!  one string   runs of    words     boxes, glue, penalties;       which   reordered, justified,
//!  with spans   one font   shaped    no width of a line            breaks  aligned glyph runs
//! ```
//!
//! [`Paragraph`] is the input: one string with spans. [`Shaper::shape`] gives boxes, glue and penalties that know no
//! width of a line; [`Shaped::lines`] breaks them to a measure, as often as one likes. A line knows no page.
//!
//! What the glyphs of a [`Line`] mean:
//! * the blanks at a line's end stay in its runs as glyphs that hang beyond the measure (after the ink of a
//!   left-to-right paragraph, before that of a right-to-left one), so that extracted text has its blank; a forced
//!   break that follows no blank leaves one such blank too;
//! * a hyphen that breaking added is a [`GlyphRun`] of its own with `soft_hyphen` and the text U+00AD;
//! * with `protrusion`, light characters stand out of the measure at both edges: `x` and `width` tell how far;
//! * a raised or lowered run has its `rise`, which is not in the glyphs' `y`;
//! * controls and soft hyphens that are not drawn are left out of the runs' text; zero width (non-)joiners stay;
//! * a character that no font has is a box with the character as its text.

use std::ops::Range;
use std::sync::Arc;

mod bidi;
mod breaks;
mod chars;
mod context;
mod cut;
mod emergency;
mod fallback;
mod fit;
mod hyphens;
mod itemise;
mod liang;
mod protrude;
mod set;
mod shaped;
mod shaper;
mod spare;
#[cfg(test)]
mod tests;
mod transform;
mod word;

pub use shaped::Shaped;
pub use shaper::Shaper;

use crate::fonts::FontId;
use crate::language::{Direction, Lang};
use crate::style::{ComputedStyle, Pt, Rgb};

/// Something wrong with a paragraph's text, for the caller to report with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No font has the character; a box is set in its place.
    MissingGlyph(char),
}

/// The content of a paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// All its text. An [`Object`] is one U+FFFC, a forced break one U+2028.
    pub text: String,
    /// Spans that cover the text without gap, in order.
    pub spans: Vec<TextSpan>,
    /// Inline images and the like, in order of their U+FFFC.
    pub objects: Vec<Object>,
    /// Base direction.
    pub direction: Direction,
    /// The block's own style: alignment, indent, leading, hyphenation.
    pub style: Arc<ComputedStyle>,
    /// The block's language.
    pub lang: Lang,
}

/// A stretch of a paragraph with one style.
#[derive(Debug, Clone)]
pub struct TextSpan {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// Its style.
    pub style: Arc<ComputedStyle>,
    /// Its language.
    pub lang: Lang,
    /// Innermost element it belongs to: index into the section's elements. Copied to the glyph runs.
    pub node: u32,
    /// The note that is marked here: copied to the line, so that the layout can set the note on its page.
    pub note: Option<u32>,
}

/// A box within a line.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its element.
    pub node: u32,
    /// Width.
    pub width: Pt,
    /// Height above the baseline.
    pub height: Pt,
}

/// A broken line. Coordinates are from the line's left edge and its baseline, y upwards.
#[derive(Debug, Clone)]
pub struct Line {
    /// Bytes of the paragraph's text, the blanks at its end included.
    pub text: Range<usize>,
    /// What is drawn, in logical order of the text.
    pub items: Vec<LineItem>,
    /// Where the ink begins and how wide it is: after alignment to the measure it was broken to.
    pub x: Pt,
    /// See `x`.
    pub width: Pt,
    /// Height above the baseline that its contents need (half-leading included: `ascent + descent` is the leading).
    pub ascent: Pt,
    /// Depth below the baseline, likewise.
    pub descent: Pt,
    /// Notes marked in it.
    pub notes: Vec<u32>,
    /// Ends in a hyphen that breaking added.
    pub hyphenated: bool,
    /// By how much it is wider than its measure.
    pub overfull: Option<Pt>,
}

/// What a line draws.
#[derive(Debug, Clone)]
pub enum LineItem {
    /// Glyphs.
    Run(GlyphRun),
    /// An [`Object`] of the paragraph: its index and left edge.
    Object(usize, Pt),
}

/// Glyphs of one font, size, colour, direction and element. Glyphs stand in visual order, left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// The element: index into the section's elements.
    pub node: u32,
    /// The font.
    pub font: FontId,
    /// Its size.
    pub size: Pt,
    /// Its colour.
    pub color: Rgb,
    /// Left edge, from the line's left edge.
    pub x: Pt,
    /// Advance of the glyphs: where what follows on them begins.
    pub width: Pt,
    /// Baseline shift upwards (super- and subscripts).
    pub rise: Pt,
    /// Horizontal scale of the glyphs: 1.0, or the line's font expansion.
    pub scale: f64,
    /// What the line's tracking adds after each cluster; the glyphs' `x` have it already.
    pub tracking: Pt,
    /// Whether the glyphs are of right-to-left text.
    pub rtl: bool,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The text they stand for, in logical order.
    pub text: String,
    /// Underline and strike-through.
    pub underline: bool,
    /// See `underline`.
    pub line_through: bool,
    /// The glyphs are a hyphen that breaking added: read as U+00AD.
    pub soft_hyphen: bool,
}

/// A placed glyph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Glyph id in the font.
    pub id: u16,
    /// Left edge of the glyph's origin from the run's `x`, in points: shaping offset, kerning, justification included.
    pub x: f32,
    /// Upwards from the run's baseline, in points.
    pub y: f32,
    /// The cluster it belongs to: bytes of the run's `text`, which is no longer than these can tell. Glyphs of one
    /// cluster have the same range.
    pub start: u16,
    /// See `start`.
    pub end: u16,
}
