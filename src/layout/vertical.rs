//! The vertical list: what a section is before it knows pages.
//!
//! As in TeX's main vertical list there are boxes ([`Piece`]), the glue and penalty before each (`margin`, `before`),
//! and insertions (`notes`). The boxes of blocks with a background or border are [`Frame`]s that span pieces, so that
//! a block that goes over pages is drawn on each of them.

use std::ops::Range;

use crate::flow::NodeId;
use crate::language::Direction;
use crate::style::{Border, Pt, Rgb, Sides};

use super::collect::LateLabel;
use super::draw;
use super::floats::{Float, Moved};
use super::pages::{Item, LinkArea};

/// Marks on paper with their links and anchors. In a piece `x` is from the text area's left edge and `y` from the
/// piece's top, upwards: so it is negative below the top.
#[derive(Debug, Clone, Default)]
pub(super) struct Ink {
    pub items: Vec<Item>,
    pub links: Vec<LinkArea>,
    /// Name, left edge and top of what the anchor names.
    pub anchors: Vec<(String, Pt, Pt)>,
}

impl Ink {
    /// Takes in other marks, moved.
    pub fn add(&mut self, mut other: Self, dx: Pt, dy: Pt) {
        for item in &mut other.items {
            item.draw.shift(dx, dy);
        }
        for link in &mut other.links {
            let [left, bottom, right, top] = link.rect;
            link.rect = [left + dx, bottom + dy, right + dx, top + dy];
        }
        for (_, x, y) in &mut other.anchors {
            *x += dx;
            *y += dy;
        }
        append(&mut self.items, other.items);
        append(&mut self.links, other.links);
        append(&mut self.anchors, other.anchors);
    }

    /// Takes over, before its own, the anchors of other marks in whose place it comes.
    pub fn keep_anchors(&mut self, other: &Self) {
        let own = |name: &String| self.anchors.iter().any(|(known, ..)| known == name);
        let waited: Vec<_> = other.anchors.iter().filter(|(name, ..)| !own(name)).cloned().collect();
        self.anchors.splice(0..0, waited);
    }

    /// The same marks as decoration: tied to no element, leading nowhere.
    pub fn as_artefact(&self) -> Self {
        let items = self.items.iter().map(|item| Item { node: None, ..item.clone() }).collect();
        Self { items, links: Vec::new(), anchors: Vec::new() }
    }
}

/// Adds one list to another, or puts it in the place of an empty one that has no room.
fn append<T>(list: &mut Vec<T>, mut more: Vec<T>) {
    if list.capacity() == 0 {
        *list = more;
    } else {
        list.append(&mut more);
    }
}

/// On which side a forced break goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Any,
    Left,
    Right,
    Recto,
    Verso,
}

/// Whether a page may end before a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum BreakHere {
    /// At a cost; [`FORBIDDEN`] is only done where nothing else fits.
    Cost(f64),
    /// A page must end here.
    Forced(Side),
    /// A column must end here.
    Column,
}

impl BreakHere {
    /// Whether style forbids that a page ends here.
    pub fn is_forbidden(self) -> bool {
        matches!(self, Self::Cost(cost) if cost >= FORBIDDEN)
    }

    /// Has it cost at least so much, unless the page or column must end here.
    pub fn raise(&mut self, least: f64) {
        if let Self::Cost(cost) = self {
            *cost = cost.max(least);
        }
    }
}

/// The cost of a break that style forbids (a widow, a heading at the foot): the last resort.
pub(super) const FORBIDDEN: f64 = 1e6;

/// Space between text and notes, the rule within it included.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteSpace {
    /// Between the text and the rule.
    pub above: Pt,
    /// Between the rule and the first note.
    pub below: Pt,
}

impl NoteSpace {
    pub const USUAL: Self = Self { above: Pt(6.0), below: Pt(4.0) };

    pub fn total(self) -> Pt {
        self.above + self.below
    }
}

/// A box that no page break divides: a line, an image, a table row.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub height: Pt,
    /// Collapsed margin before it: dropped at the top of a page that an unforced break begins.
    pub margin: Pt,
    /// Padding, borders and the margins within them before it, of blocks that open here: never dropped.
    pub head: Pt,
    /// The same after it, of blocks that close here.
    pub tail: Pt,
    pub before: BreakHere,
    /// The named page it wants; a change forces a break. Index into [`VerticalList::page_names`].
    pub page: Option<u32>,
    /// The columns it is set in, an index into [`VerticalList::columns`]; none where it stands across them.
    pub column: Option<u32>,
    pub ink: Ink,
    /// The page's label that is placed in it once pages are numbered.
    pub label: Option<Box<LateLabel>>,
    /// Notes marked in it.
    pub notes: Vec<u32>,
    /// Where it begins in the text, if it is running text of both editions.
    pub start: Option<(NodeId, usize)>,
    /// What is drawn again above it if a page begins with it: index into [`VerticalList::repeats`].
    pub repeat: Option<u32>,
    /// No figure moves in front of it: the table that it is of began before.
    pub keeps_out: bool,
    /// Named strings set here.
    pub strings: Vec<(String, String)>,
    /// It stands as low as its page lets it: what the page has to spare is before it.
    pub sinks: bool,
    /// It was moved on to the top of a page, past text that stands after it in the flow.
    pub floated: bool,
}

/// The drawn box of a block: background and borders around pieces.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub pieces: Range<usize>,
    /// As [`Piece::column`].
    pub column: Option<u32>,
    /// Whether it is the box around columns, so that a page has more than one stretch of it.
    pub is_around_columns: bool,
    /// Left edge and width of the border box.
    pub x: Pt,
    pub width: Pt,
    /// From the border box's top to the top of its first piece.
    pub above: Pt,
    /// From the bottom of its last piece to the border box's bottom.
    pub below: Pt,
    pub background: Option<Rgb>,
    pub border: Sides<Border>,
}

/// A table's head, drawn again on the pages its table goes on to.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub height: Pt,
    pub ink: Ink,
}

/// Columns of equal width, side by side (CSS Multi-column Layout 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Columns {
    pub count: usize,
    /// Of all of them, from the text area's left edge.
    pub x: Pt,
    pub full: Pt,
    /// Of each.
    pub width: Pt,
    pub gap: Pt,
    pub direction: Direction,
}

impl Columns {
    /// How far the one of this number in reading order is from the leftmost, which lines are set for.
    pub fn shift(&self, column: usize) -> Pt {
        let from_left = match self.direction {
            Direction::Ltr => column,
            Direction::Rtl => (self.count - 1).saturating_sub(column),
        };
        (self.width + self.gap) * from_left as f64
    }
}

/// Pieces in order with the frames around them.
#[derive(Debug, Clone, Default)]
pub(super) struct VerticalList {
    pub pieces: Vec<Piece>,
    /// In document order: a frame stands before those within it.
    pub frames: Vec<Frame>,
    pub repeats: Vec<Repeat>,
    pub page_names: Vec<String>,
    pub columns: Vec<Columns>,
    /// Figures that may move on to the top of the next page, in order.
    pub floats: Vec<Float>,
    /// What has moved so far.
    pub moved: Vec<Moved>,
    /// Frames that go on below what was composed last, and the first that did not begin yet.
    open_frames: Vec<usize>,
    next_frame: usize,
}

/// Pieces drawn below each other, from `y` = 0 downwards.
pub(super) struct Composed {
    pub ink: Ink,
    pub height: Pt,
    /// Boxes around columns, which other stretches of the page are in too: to be drawn once for all.
    pub around: Vec<FramePlace>,
}

/// Where a frame shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct FramePlace {
    /// Index into [`VerticalList::frames`].
    pub frame: usize,
    pub top: Pt,
    pub bottom: Pt,
    /// Whether it begins and ends here.
    pub opens: bool,
    pub closes: bool,
}

impl FramePlace {
    pub fn draw(&self, frame: &Frame, out: &mut Vec<Item>) {
        draw::boxed(frame, self.top, self.bottom, self.opens, self.closes, out);
    }

    /// The same box over a further stretch of a page.
    pub fn join(&mut self, other: &Self) {
        self.top = self.top.max(other.top);
        self.bottom = self.bottom.min(other.bottom);
        self.opens |= other.opens;
        self.closes |= other.closes;
    }
}

impl VerticalList {
    /// Where what begins with a piece and must stand together ends, at most at `end`.
    pub fn kept_from(&self, first: usize, end: usize) -> usize {
        (first + 1..end).find(|&piece| !self.pieces[piece].before.is_forbidden()).unwrap_or(end)
    }

    /// Space between two neighbours on one page.
    pub fn gap(&self, index: usize) -> Pt {
        let before = index.checked_sub(1).map_or(Pt::ZERO, |i| self.pieces[i].tail);
        before + self.pieces[index].margin + self.pieces[index].head
    }

    /// Draws some pieces below each other, from `y` = 0 downwards, frames before what they hold. Takes their ink, and
    /// must be called on one range after the other.
    /// `keep_margin`: the first one's margin counts (after a forced break). `room`: how high they may be altogether, for
    /// those that sink in it. `added`: space before pieces in addition.
    pub fn compose(&mut self, range: Range<usize>, keep_margin: bool, room: Pt, added: &[(usize, Pt)]) -> Composed {
        let mut out = Ink::default();
        out.items.reserve(self.pieces[range.clone()].iter().map(|piece| piece.ink.items.len()).sum());
        let mut around = Vec::new();
        let mut y = Pt::ZERO;
        let repeat = self.pieces.get(range.start).and_then(|first| first.repeat).filter(|_| !range.is_empty());
        let repeat = repeat.and_then(|index| self.repeats.get(index as usize));
        let lead = repeat.map_or(Pt::ZERO, |repeat| repeat.height);
        let mut repeat = repeat.map(|repeat| repeat.ink.as_artefact());
        y -= lead;
        let mut tops = self.tops(&range, keep_margin, added, &mut y);
        y -= self.sink(&range, room + y, &mut tops);
        let mut frames = self.frames_of(&range).into_iter().peekable();
        for index in range.clone() {
            while let Some(frame) = frames.next_if(|&f| self.frames[f].pieces.start.max(range.start) == index) {
                let place = self.place_frame(frame, &range, &tops, lead);
                let frame = &self.frames[frame];
                if frame.is_around_columns {
                    around.push(place);
                } else if frame.column == self.pieces[index].column {
                    place.draw(frame, &mut out.items);
                }
            }
            if index == range.start
                && let Some(repeat) = repeat.take()
            {
                out.add(repeat, Pt::ZERO, Pt::ZERO);
            }
            let ink = std::mem::take(&mut self.pieces[index].ink);
            out.add(ink, Pt::ZERO, tops[index - range.start]);
        }
        Composed { ink: out, height: -y, around }
    }

    /// The top of each piece of the range; moves `y` to the bottom.
    fn tops(&self, range: &Range<usize>, keep_margin: bool, added: &[(usize, Pt)], y: &mut Pt) -> Vec<Pt> {
        let mut tops = Vec::with_capacity(range.len());
        for index in range.clone() {
            let piece = &self.pieces[index];
            let space = if index > range.start {
                self.gap(index)
            } else if keep_margin {
                piece.margin + piece.head
            } else {
                piece.head
            };
            let more = added.iter().find(|known| known.0 == index).map_or(Pt::ZERO, |known| known.1);
            *y -= space + more;
            tops.push(*y);
            *y -= piece.height;
        }
        if let Some(last) = range.clone().next_back() {
            *y -= self.pieces[last].tail;
        }
        tops
    }

    /// Shares what there is to spare among the pieces that sink; gives how much they took.
    fn sink(&self, range: &Range<usize>, spare: Pt, tops: &mut [Pt]) -> Pt {
        let count = self.pieces[range.clone()].iter().filter(|piece| piece.sinks).count();
        if count == 0 || spare <= Pt::ZERO {
            return Pt::ZERO;
        }
        let mut sunk = Pt::ZERO;
        for (piece, top) in self.pieces[range.clone()].iter().zip(tops) {
            if piece.sinks {
                sunk += spare / count as f64;
            }
            *top -= sunk;
        }
        sunk
    }

    /// The frames that show on a page of these pieces, in document order.
    fn frames_of(&mut self, range: &Range<usize>) -> Vec<usize> {
        let mut shown = std::mem::take(&mut self.open_frames);
        while self.frames.get(self.next_frame).is_some_and(|frame| frame.pieces.start < range.end) {
            shown.push(self.next_frame);
            self.next_frame += 1;
        }
        self.open_frames = shown.iter().copied().filter(|&f| self.frames[f].pieces.end > range.end).collect();
        shown
    }

    fn place_frame(&self, index: usize, range: &Range<usize>, tops: &[Pt], lead: Pt) -> FramePlace {
        let frame = &self.frames[index];
        let first = frame.pieces.start.max(range.start);
        let last = frame.pieces.end.min(range.end) - 1;
        let opens = frame.pieces.start >= range.start;
        let closes = frame.pieces.end <= range.end;
        let above = if opens { frame.above } else { lead };
        let below = if closes { frame.below } else { Pt::ZERO };
        let top = tops[first - range.start] + above;
        let bottom = tops[last - range.start] - self.pieces[last].height - below;
        FramePlace { frame: index, top, bottom, opens, closes }
    }
}
