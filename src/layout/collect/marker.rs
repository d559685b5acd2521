//! Markers of list items, and other words of the layout's own on a line.

use std::sync::Arc;

use crate::flow::{Child, Data, Element, NodeId};
use crate::language::{Direction, numerals};
use crate::style::{ComputedStyle, ListStyle, Pt, TextAlign, WhiteSpace};
use crate::text::{Line, LineItem, Paragraph, TextSpan};

use super::super::numerals as counters;
use super::super::pages::{Draw, Item, Part};
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

/// What a list item is marked with.
pub(super) fn marker_text(item: &Element, style: &ComputedStyle, number: u64) -> Option<String> {
    match style.list_style {
        ListStyle::Decimal => Some(format!("{}.", numerals::number(&item.lang, number))),
        other => counters::marker(other, number),
    }
}

impl Collector<'_> {
    /// The marker of a list item, set outside its content at the line's start (CSS Lists 3, 4).
    pub fn marker(&mut self, index: u32, style: &Arc<ComputedStyle>, room: Room) {
        let element = self.scene.element(index);
        let number = self.item_number(index);
        let Some(text) = marker_text(element, style, number) else { return };
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
        let element = self.scene.element(node);
        let mut style = ComputedStyle::clone(style);
        style.text_indent = Pt::ZERO;
        style.text_align = TextAlign::Left;
        style.text_align_last = None;
        style.white_space = WhiteSpace::Nowrap;
        let style = Arc::new(style);
        let paragraph = Paragraph {
            text: text.to_owned(),
            spans: vec![TextSpan {
                range: 0..text.len(),
                style: Arc::clone(&style),
                lang: element.lang.clone(),
                node,
                note: None,
            }],
            objects: Vec::new(),
            direction: element.dir,
            style,
            lang: element.lang.clone(),
        };
        let lines = self.scene.setter.shape(&paragraph, &mut self.missing).lines(&|_| (Pt::ZERO, Pt(10_000.0)));
        lines.into_iter().next()
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
