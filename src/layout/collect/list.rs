//! The room of a list's items, which its widest marker leaves them.

use std::sync::Arc;

use crate::flow::{Child, Data};
use crate::language::Direction;
use crate::style::{ComputedStyle, Display, ListStyle, Pt};

use super::super::{draw, numerals};
use super::block::{Collector, Geometry, geometry};
use super::marker::DISTANCE;
use super::scene::Room;

impl Collector<'_> {
    /// The room of a list's items: its content, narrower where a marker would else stand beyond the list's own room,
    /// upon what is beside it.
    pub fn beside_markers(&mut self, list: u32, style: &ComputedStyle, room: Room, place: Geometry) -> Room {
        let scene = self.scene;
        let (left, right) = bounds(style, room, place);
        let content = place.content;
        let first = if let Data::List(first) = scene.element(list).data { first } else { 1 };
        let (mut before, mut after) = (Pt::ZERO, Pt::ZERO);
        let mut last: Option<(Arc<ComputedStyle>, Direction)> = None;
        let items = scene.element(list).children.iter().filter_map(|child| match child {
            Child::Element(item) if scene.visible.get(*item as usize) == Some(&true) => Some(*item),
            _ => None,
        });
        for (item, before_it) in items.zip(0u64..) {
            let (element, style) = (scene.element(item), scene.style(item));
            if style.display != Display::ListItem {
                continue;
            }
            // Bullets of one style are alike.
            let bullet = matches!(style.list_style, ListStyle::Disc | ListStyle::Circle | ListStyle::Square);
            if bullet && last.as_ref().is_some_and(|(other, dir)| Arc::ptr_eq(other, style) && *dir == element.dir) {
                continue;
            }
            last = Some((Arc::clone(style), element.dir));
            let Some(text) = numerals::marker(style.list_style, &element.lang, first.saturating_add(before_it)) else {
                continue;
            };
            let Some(line) = self.short_line(item, &text, style) else { continue };
            let needed = line.width + style.font_size * DISTANCE;
            let text = geometry(element, style, content).content;
            match element.dir {
                Direction::Ltr => before = before.max(needed - (text.x - left)),
                Direction::Rtl => after = after.max(needed - (right - text.x - text.width)),
            }
        }
        let width = (content.width - before - after).max(Pt(1.0));
        Room { x: content.x + before, width, ..content }
    }
}

/// Between which edges a list's markers may stand: those of its frame, else those of what holds it.
fn bounds(style: &ComputedStyle, room: Room, place: Geometry) -> (Pt, Pt) {
    let end = place.border_x + place.border_width;
    let framed = |border| style.background.is_some() || draw::shows(border);
    let (left, right) = (&style.border.left, &style.border.right);
    let from = if framed(left) { place.border_x + draw::thickness(left) } else { room.x.min(place.border_x) };
    let to = if framed(right) { end - draw::thickness(right) } else { (room.x + room.width).max(end) };
    (from, to)
}
