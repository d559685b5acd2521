//! Figures that may move on to the next page, as collecting finds them.

use crate::flow::Name;
use crate::style::{BreakInside, ColumnSpan, ComputedStyle};

use super::super::floats::Float;
use super::block::{Collector, Open, vertical};
use super::gap::BeforeFloat;

impl Collector<'_> {
    /// Whether the figure that opens may move on to the next page: nothing that waits for a piece goes with it.
    pub fn may_float(&self, index: u32, style: &ComputedStyle) -> Option<BeforeFloat> {
        let lone = self.opening.is_empty() && self.anchors.is_empty() && self.strings.is_empty();
        let name = self.scene.element(index).name;
        let across = self.columns.never && style.column_span == ColumnSpan::All && name == Name::Table;
        let figure = across || name == Name::Figure && style.break_inside == BreakInside::Avoid;
        let free = figure && lone && self.markers.is_empty() && !self.list.pieces.is_empty();
        self.gap.before_float().filter(|_| free)
    }

    /// Notes the figure that has closed as one that may move on within its parent.
    pub fn float(&mut self, index: u32, style: &ComputedStyle, open: &Open) {
        let Some(before) = open.float else { return };
        let pieces = open.first..self.list.pieces.len();
        let marked = self.list.pieces[pieces.clone()].iter().any(|p| !p.notes.is_empty() || !p.strings.is_empty());
        if pieces.is_empty() || marked {
            return;
        }
        self.gap.after_float(before);
        let below = vertical(style.margin.bottom, open.room);
        let parent = self.scene.element(index).parent;
        self.list.floats.push(Float { pieces, parent, limit: None, joined: None, below });
    }

    /// The block has closed: the figures in it stay before what follows.
    pub fn bound_floats(&mut self, index: u32, first: usize) {
        let end = self.list.pieces.len();
        for float in self.list.floats.iter_mut().rev().take_while(|float| float.pieces.start >= first) {
            if float.parent == Some(index) {
                float.limit = Some(end);
            }
        }
    }
}
