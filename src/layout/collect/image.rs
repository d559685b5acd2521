//! Images as blocks: sized by style, scaled down to the measure and the page, kept with their captions.

use crate::flow::{Child, Data, Name};
use crate::language::Direction;
use crate::style::{Length, Pt, TextAlign};

use super::super::pages::{Draw, Item, Part};
use super::block::{Collector, vertical};
use super::scene::{Room, Scene};

/// CSS counts 96 pixels an inch (CSS Values 4, 6.2).
const PIXEL: Pt = Pt(0.75);

/// A figure's image is not made smaller than this to leave its caption room.
const LEAST_IMAGE: Pt = Pt(36.0);

/// An image's size as it is.
pub(super) fn natural_size(scene: &Scene<'_>, index: u32) -> Option<(Pt, Pt)> {
    let Data::Image { image, .. } = scene.element(index).data else { return None };
    let image = scene.flow.images.get(image as usize)?;
    Some((PIXEL * f64::from(image.width.max(1)), PIXEL * f64::from(image.height.max(1))))
}

/// The size of an image in a room: what its style wants, never larger than the room, its shape kept.
pub(super) fn fitted_size(scene: &Scene<'_>, index: u32, room: Room) -> Option<(Pt, Pt)> {
    let (natural_width, natural_height) = natural_size(scene, index)?;
    let style = scene.style(index);
    let ratio = natural_height.0 / natural_width.0;
    let mut width = match (style.width.of(room.width), style.height.of(room.height)) {
        (Some(width), _) => width,
        (None, Some(height)) => height / ratio,
        (None, None) => natural_width,
    };
    for most in [style.max_width.of(room.width), Some(room.width)].into_iter().flatten() {
        width = width.min(most);
    }
    for most in [style.max_height.of(room.height), Some(room.height)].into_iter().flatten() {
        width = width.min(most / ratio);
    }
    let width = width.max(Pt(0.1));
    Some((width, width * ratio))
}

impl Collector<'_> {
    /// An image that stands alone: a piece of its own.
    pub fn block_image(&mut self, block: u32, index: u32, offset: usize, room: Room) {
        let Data::Image { image, .. } = self.scene.element(index).data else { return };
        let Some((width, height)) = fitted_size(self.scene, index, room) else { return };
        let spare = room.width - width;
        let rtl = self.scene.element(block).dir == Direction::Rtl;
        let inner = self.scene.style(index);
        let shift = match self.scene.style(block).text_align {
            _ if inner.margin.left == Length::Auto && inner.margin.right == Length::Auto => spare / 2.0,
            TextAlign::Center => spare / 2.0,
            TextAlign::Right => spare,
            TextAlign::Left => Pt::ZERO,
            TextAlign::End => {
                if rtl {
                    Pt::ZERO
                } else {
                    spare
                }
            }
            TextAlign::Start | TextAlign::Justify => {
                if rtl {
                    spare
                } else {
                    Pt::ZERO
                }
            }
        };
        let x = room.x + shift;
        let (mut ink, _) = self.take_markers(None);
        let draw = Draw::Image { image, x, y: -height, width, height };
        ink.items.push(Item { node: Some(self.scene.node(index)), part: Part::Body, draw });
        if let Some(link) = self.scene.links[index as usize] {
            ink.links.extend(self.scene.link_area(link, [x, -height, x + width, Pt::ZERO]));
        }
        let start = self.scene.shared[block as usize].then(|| (self.scene.node(block), offset));
        let (top, bottom) = (inner.margin.top, inner.margin.bottom);
        self.gap.margin(vertical(top, room.width));
        self.emit(height, ink).start = start;
        self.gap.margin(vertical(bottom, room.width));
    }

    /// The room for the children of a figure: its image leaves the caption so much of the page that both fit on one.
    pub fn image_limit(&mut self, index: u32, room: Room, depth: usize) -> Room {
        let element = self.scene.element(index);
        if element.name != Name::Figure {
            return room;
        }
        let mut rest = Collector::new(self.scene);
        for child in &element.children {
            match child {
                Child::Element(inner) if rest.flows(*inner) && self.scene.element(*inner).name == Name::Figcaption => {
                    rest.block(*inner, room, depth + 1);
                }
                _ => {}
            }
        }
        let height = room.height - rest.whole_height() - self.inset();
        Room { height: height.max(LEAST_IMAGE.min(room.height)), ..room }
    }

    /// Everything below each other, margins included.
    pub fn whole_height(mut self) -> Pt {
        self.gap.close(Pt::ZERO);
        let tail = self.gap.tail;
        let pieces = &self.list.pieces;
        (0..pieces.len()).map(|i| self.list.gap(i) + pieces[i].height).sum::<Pt>() + tail
    }

    /// Padding and borders that opened and wait for the next piece.
    fn inset(&self) -> Pt {
        self.gap.head * 2.0
    }
}
