//! Markers of list items, and other words of the layout's own on a line.

use std::sync::Arc;

use crate::flow::{Child, Data, Element, NodeId};
use crate::language::Direction;
use crate::style::{ComputedStyle, Pt};
use crate::text::{Line, LineItem};

use super::super::numerals;
use super::super::pages::{Draw, Item, Part};
use super::super::set::{Words, unbroken};
use super::super::vertical::Ink;
use super::block::Collector;
use super::scene::Room;

/// A list item's bullet or number, ready for the item's first line.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    node: NodeId,
    line: Line,
    /// Left edge of `line`.
    x: Pt,
}

/// Between a marker and its item's text, of the text's size.
pub(super) const DISTANCE: f64 = 0.4;

impl Collector<'_> {
    /// The marker of a list item, set outside its content at the line's start (CSS Lists 3, 4).
    pub fn marker(&mut self, index: u32, style: &Arc<ComputedStyle>, room: Room) {
        let element = self.scene.element(index);
        let number = self.item_number(index);
        let Some(text) = numerals::marker(style.list_style, &element.lang, number) else { return };
        let Some(line) = self.short_line(index, &text, style) else { return };
        let distance = style.font_size * DISTANCE;
        let x = match element.dir {
            Direction::Ltr => room.x - distance - line.width - line.x,
            Direction::Rtl => room.x + room.width + distance - line.x,
        };
        self.markers.push(Marker { node: self.scene.node(index), line, x });
    }

    /// The number of a list item among its siblings. Items come in order, so each list is counted on from where it
    /// was left.
    fn item_number(&mut self, index: u32) -> u64 {
        let scene = self.scene;
        let Some(parent) = scene.element(index).parent else { return 1 };
        let list = scene.element(parent);
        let first = if let Data::List(first) = list.data { first } else { 1 };
        let (place, before) = self.counted.entry(parent).or_insert((0, 0));
        let is_item = |child: &Child| match child {
            Child::Element(other) => scene.visible.get(*other as usize) == Some(&true),
            Child::Text(_) => false,
        };
        while let Some(child) = list.children.get(*place).filter(|child| **child != Child::Element(index)) {
            *before += u64::from(is_item(child));
            *place += 1;
        }
        first.saturating_add(*before)
    }

    /// A few words of the layout's own on one line, in an element's style.
    pub fn short_line(&mut self, node: u32, text: &str, style: &Arc<ComputedStyle>) -> Option<Line> {
        let Element { dir, lang, .. } = self.scene.element(node);
        let words = Words { text, node, style: ComputedStyle::clone(style), direction: *dir, lang };
        unbroken(self.scene.setter, words, &mut self.missing).into_iter().next()
    }

    /// The markers that wait, for a piece whose baseline is `ascent` below its top, or for one without a line; and
    /// the height they need.
    pub fn take_markers(&mut self, ascent: Option<Pt>) -> (Ink, Pt) {
        let mut ink = Ink::default();
        let mut height = Pt::ZERO;
        for marker in std::mem::take(&mut self.markers) {
            let y = -ascent.unwrap_or(marker.line.ascent);
            height = height.max(marker.line.ascent + marker.line.descent);
            for item in marker.line.items {
                let LineItem::Run(run) = item else { continue };
                let draw = Draw::Glyphs { x: marker.x, y, run };
                ink.items.push(Item { node: Some(marker.node), part: Part::Marker, draw });
            }
        }
        (ink, height)
    }
}
