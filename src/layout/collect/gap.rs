//! The space between two pieces: margins that collapse, padding and borders that do not, and whether a page may end.

use crate::style::{Break, Pt};

use super::super::vertical::{BreakHere, FORBIDDEN, Side};

/// Adjoining margins (CSS 2.2, 8.3.1): the largest positive one less the largest negative one.
#[derive(Debug, Clone, Copy, Default)]
struct Margins {
    positive: Pt,
    negative: Pt,
}

impl Margins {
    fn add(&mut self, margin: Pt) {
        self.positive = self.positive.max(margin);
        self.negative = self.negative.min(margin);
    }

    fn take(&mut self) -> Pt {
        let Self { positive, negative } = std::mem::take(self);
        positive + negative
    }
}

/// What stands between the last piece and the next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gap {
    margins: Margins,
    /// Of blocks that close after the last piece.
    pub tail: Pt,
    /// The margin that a page's edge swallows, once it is known.
    pub margin: Pt,
    /// Of blocks that open before the next piece.
    pub head: Pt,
    opened: bool,
    forced: Option<Side>,
    /// A column ends here.
    column: bool,
    cost: f64,
    /// The margins as they would be if the figure before did not stand here.
    without: Option<Margins>,
    /// See `without`, once it is known.
    pub joined: Option<Pt>,
}

/// The state before a figure that may move on to the next page.
#[derive(Debug, Clone, Copy)]
pub(super) struct BeforeFloat(Margins);

impl Gap {
    /// A block's margin.
    pub fn margin(&mut self, margin: Pt) {
        self.margins.add(margin);
        if let Some(without) = &mut self.without {
            without.add(margin);
        }
    }

    /// A figure opens: what must be known if it moves on. `None` where it opens right within another block.
    pub fn before_float(&self) -> Option<BeforeFloat> {
        (!self.opened && self.forced.is_none()).then_some(BeforeFloat(self.margins))
    }

    /// The figure has closed.
    pub fn after_float(&mut self, before: BeforeFloat) {
        self.without = Some(before.0);
    }

    /// Padding or border of a block that closes; gives the space that was added.
    pub fn close(&mut self, space: Pt) -> Pt {
        let added = self.margins.take() + space;
        self.without = None;
        self.tail += added;
        added
    }

    /// Padding or border of a block that opens; gives the margin before it.
    pub fn open(&mut self, space: Pt) -> Pt {
        let margin = self.settle();
        self.head += space;
        margin
    }

    /// A piece follows: gives the margin before it.
    pub fn piece(&mut self) -> Pt {
        self.settle()
    }

    fn settle(&mut self) -> Pt {
        let margin = self.margins.take();
        if self.opened {
            self.head += margin;
        } else {
            self.margin = margin;
            self.joined = self.without.take().map(|mut margins| margins.take());
            self.opened = true;
        }
        margin
    }

    /// `break-before` of what opens, or `break-after` of what closes. A forced break wins over any other, the later
    /// over the earlier (CSS Fragmentation 3, 3.1).
    pub fn breaks(&mut self, value: Break) {
        self.forced = match value {
            Break::Page => Some(self.forced.unwrap_or(Side::Any)),
            Break::Left => Some(Side::Left),
            Break::Right => Some(Side::Right),
            Break::Recto => Some(Side::Recto),
            Break::Verso => Some(Side::Verso),
            Break::Auto | Break::Column | Break::Avoid => self.forced,
        };
        self.column |= value == Break::Column;
        if value == Break::Avoid {
            self.cost(FORBIDDEN);
        }
    }

    /// A break here costs at least this.
    pub fn cost(&mut self, cost: f64) {
        self.cost = self.cost.max(cost);
    }

    /// Whether a page, or a column where there are `columns`, may end here.
    pub fn break_here(&self, columns: bool) -> BreakHere {
        match self.forced {
            Some(side) => BreakHere::Forced(side),
            None if columns && self.column => BreakHere::Column,
            None => BreakHere::Cost(self.cost),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjoining_margins_collapse_and_padding_parts_them() {
        let mut gap = Gap::default();
        gap.margin(Pt(6.0)); // a paragraph ends
        assert_eq!(gap.close(Pt(2.0)), Pt(8.0)); // its quotation has padding: the margin stays within
        gap.margin(Pt(10.0)); // the quotation's own margin
        gap.margin(Pt(14.0)); // the next block's
        gap.margin(Pt(-4.0));
        assert_eq!(gap.open(Pt(3.0)), Pt(10.0));
        gap.margin(Pt(5.0)); // of the first paragraph within
        gap.piece();
        assert_eq!((gap.tail, gap.margin, gap.head), (Pt(8.0), Pt(10.0), Pt(8.0)));
    }

    #[test]
    fn a_forced_break_wins_over_avoid() {
        let mut gap = Gap::default();
        gap.breaks(Break::Avoid);
        assert_eq!(gap.break_here(false), BreakHere::Cost(FORBIDDEN));
        gap.breaks(Break::Recto);
        gap.breaks(Break::Page);
        assert_eq!(gap.break_here(true), BreakHere::Forced(Side::Recto));
    }
}
