//! Paragraphs made into pieces, a line each, with their links, anchors, notes and underlines.

use std::sync::Arc;

use crate::flow::{Child, Data, Name};
use crate::language::Direction;
use crate::style::{ComputedStyle, Pt, WhiteSpace};
use crate::text::{GlyphRun, Line, LineItem, Paragraph};

use super::super::draw;
use super::super::pages::{Draw, Item, Overfull, Part, Tight};
use super::super::vertical::{FORBIDDEN, Ink};
use super::block::Collector;
use super::entry::{Entry, LateLabel};
use super::inline::{Inlines, gather};
use super::reset::Reset;
use super::scene::Room;
use super::wrap::balanced;

/// A page that ends in a hyphen is a little worse than one that does not.
const HYPHEN_AT_FOOT: f64 = 30.0;

/// Lines may stick out by this much before anyone is told.
const TOLERANCE: Pt = Pt(0.5);

impl Collector<'_> {
    /// Sets neighbouring inlines of a block; gives where the text after them begins in the block's.
    pub fn inline_content(&mut self, block: u32, children: &[&Child], offset: usize, room: Room) -> usize {
        if children.is_empty() {
            return offset;
        }
        let mut inlines = gather(self.scene, block, children, offset, room);
        if let Some(align) = self.align {
            Arc::make_mut(&mut inlines.paragraph.style).text_align = align;
        }
        let end = inlines.end();
        let pre = matches!(self.scene.style(block).white_space, WhiteSpace::Pre | WhiteSpace::PreWrap);
        if let Some(image) = inlines.lone_image() {
            self.block_image(block, image, inlines.flow_offset(0), room);
            self.pending(&inlines);
        } else if pre && self.scene.element(block).name == Name::Pre {
            self.code(block, inlines, room);
        } else if inlines.paragraph.text.trim().is_empty() && inlines.flush_ref.is_none() {
            self.pending(&inlines);
        } else {
            self.paragraph(block, &inlines, offset, room);
        }
        end
    }

    /// What has no line of its own goes with the next piece.
    pub fn pending(&mut self, inlines: &Inlines) {
        for (_, anchor) in &inlines.anchors {
            self.anchor(anchor);
        }
        self.named_strings(inlines);
    }

    /// Sets the strings that running heads show.
    pub fn named_strings(&mut self, inlines: &Inlines) {
        for &index in &inlines.strings {
            let style = Arc::clone(self.scene.style(index));
            self.set_strings(index, &style);
        }
    }

    fn paragraph(&mut self, block: u32, inlines: &Inlines, offset: usize, room: Room) {
        self.named_strings(inlines);
        let paragraph = &inlines.paragraph;
        let label = inlines.flush_ref.and_then(|node| self.flush_label(block, node));
        let kept = label.as_ref().map_or(Pt::ZERO, |label| label.width + paragraph.style.font_size);
        let indent = if paragraph.direction == Direction::Rtl { kept } else { Pt::ZERO };
        let width = (room.width - kept).max(Pt(1.0));
        let shaped = self.scene.setter.shape(paragraph, &mut self.missing);
        let measure = |_| width;
        let wanted = self.count.and_then(|count| shaped.lines_in(count, &measure));
        let (lines, moved) = match wanted {
            Some(lines) => (lines, Pt::ZERO),
            None => balanced(shaped.as_ref(), shaped.lines(&measure), width, &paragraph.style, paragraph.direction),
        };
        let first = self.piece_count();
        let (alone, plain) = (self.markers.is_empty(), label.is_none() && self.markers.is_empty());
        let count = lines.len();
        let text_room = Room { x: room.x + indent + moved, width, ..room };
        let last = lines.last().map(|line| (line.x, line.x + line.width, line.ascent));
        let filled = lines.last().map_or(0.0, |line| line.width.0 / width.0);
        self.set_lines(block, inlines, lines, text_room, &|_| ());
        if let (Some(label), Some((start, end, ascent))) = (label, last) {
            let text = text_room.x + if paragraph.direction == Direction::Rtl { start } else { end };
            let entry = alone.then(|| Entry { inlines: self.inlines.clone(), offset, lines: count });
            self.end_with_label(LateLabel { block, node: label.node, room, text, ascent, kept: label.width, entry });
        }
        if plain && self.columns.set.is_none() && !self.columns.never {
            let pieces = first..self.piece_count();
            self.paragraphs.push(Reset { block, inlines: self.inlines.clone(), offset, room, pieces, filled });
        }
    }

    /// Sets lines below each other; `mend` may change what one draws.
    pub fn set_lines(&mut self, block: u32, inlines: &Inlines, lines: Vec<Line>, room: Room, mend: &dyn Fn(&mut Ink)) {
        let count = lines.len();
        let mut hyphenated = false;
        for (index, mut line) in lines.into_iter().enumerate() {
            if index > 0 {
                self.gap.cost(line_break_cost(&inlines.paragraph.style, index, count, hyphenated));
            }
            hyphenated = line.hyphenated;
            self.note_overfull(block, &line, &inlines.paragraph.text);
            let mut ink = self.line_ink(block, inlines, &mut line, room, index + 1 == count);
            mend(&mut ink);
            self.emit_line(block, inlines.flow_offset(line.text.start), line, ink);
        }
    }

    /// Adds a line's piece, with the markers that wait for it.
    pub fn emit_line(&mut self, block: u32, offset: usize, line: Line, ink: Ink) {
        let (mut all, _) = self.take_markers(Some(line.ascent));
        all.add(ink, Pt::ZERO, Pt::ZERO);
        let start = self.scene.shared[block as usize].then(|| (self.scene.node(block), offset));
        let piece = self.emit(line.ascent + line.descent, all);
        piece.notes = line.notes;
        piece.start = start;
    }

    pub fn note_overfull(&mut self, block: u32, line: &Line, text: &str) {
        let Some(excess) = line.overfull.filter(|excess| *excess > TOLERANCE) else { return };
        let words = text.get(line.text.clone()).unwrap_or_default().trim().to_owned();
        self.overfull.push(Overfull { node: self.scene.node(block), words, excess, of: Tight::Line });
    }

    /// What a line draws, from the piece's top. Takes the line's items.
    pub fn line_ink(&mut self, block: u32, inlines: &Inlines, line: &mut Line, room: Room, last: bool) -> Ink {
        let mut ink = Ink::default();
        let baseline = -line.ascent;
        let bottom = -(line.ascent + line.descent);
        let extents = extents(line, &inlines.paragraph);
        let mut areas: Vec<(u32, Pt, Pt)> = Vec::new();
        ink.items.reserve_exact(line.items.len());
        for (item, (left, right)) in std::mem::take(&mut line.items).into_iter().zip(extents) {
            let node = self.draw_line_item(item, &inlines.paragraph, room.x, baseline, right - left, &mut ink.items);
            let Some(link) = self.scene.links.get(node as usize).copied().flatten() else { continue };
            match areas.iter_mut().find(|area| area.0 == link) {
                Some(area) => (area.1, area.2) = (area.1.min(left), area.2.max(right)),
                None => areas.push((link, left, right)),
            }
        }
        for (link, left, right) in areas {
            ink.links.extend(self.scene.link_area(link, [room.x + left, bottom, room.x + right, Pt::ZERO]));
        }
        let upto = |place: usize| inlines.anchors.partition_point(|(at, _)| *at < place);
        let end = if last { inlines.anchors.len() } else { upto(line.text.end) };
        for (_, anchor) in &inlines.anchors[upto(line.text.start).min(end)..end] {
            ink.anchors.push((anchor.clone(), room.x, Pt::ZERO));
        }
        debug_assert!(self.scene.visible[block as usize], "only what is visible is set");
        ink
    }

    /// Draws a part of a line; gives its element.
    fn draw_line_item(
        &self,
        item: LineItem,
        paragraph: &Paragraph,
        x: Pt,
        baseline: Pt,
        width: Pt,
        out: &mut Vec<Item>,
    ) -> u32 {
        match item {
            LineItem::Run(run) => {
                decorate(&run, x, baseline, width, out);
                let index = run.node;
                let node = Some(self.scene.node(index));
                out.push(Item { node, part: Part::Body, draw: Draw::Glyphs { x, y: baseline, run } });
                index
            }
            LineItem::Object(index, left) => {
                let Some(object) = paragraph.objects.get(index) else { return u32::MAX };
                if let Data::Image { image, .. } = self.scene.element(object.node).data {
                    let (width, height) = (object.width, object.height);
                    let draw = Draw::Image { image, x: x + left, y: baseline, width, height };
                    out.push(Item { node: Some(self.scene.node(object.node)), part: Part::Body, draw });
                }
                object.node
            }
        }
    }
}

/// Widows and orphans are forbidden (CSS Fragmentation 3, 3.3): a break after the first `index` of `count` lines.
pub(super) fn line_break_cost(style: &ComputedStyle, index: usize, count: usize, hyphenated: bool) -> f64 {
    let (orphans, widows) = (usize::from(style.orphans), usize::from(style.widows));
    match () {
        () if index < orphans || count - index < widows => FORBIDDEN,
        () if hyphenated => HYPHEN_AT_FOOT,
        () => 0.0,
    }
}

/// Left and right edge of each item of a line. A run ends where its neighbour on the page begins.
fn extents(line: &Line, paragraph: &Paragraph) -> Vec<(Pt, Pt)> {
    let left = |item: &LineItem| match item {
        LineItem::Run(run) => run.x,
        LineItem::Object(_, x) => *x,
    };
    let mut order: Vec<usize> = (0..line.items.len()).collect();
    order.sort_by(|&a, &b| left(&line.items[a]).0.total_cmp(&left(&line.items[b]).0));
    let mut out = vec![(Pt::ZERO, Pt::ZERO); line.items.len()];
    let mut right = line.x + line.width;
    for &index in order.iter().rev() {
        let item = &line.items[index];
        // Blanks that hang at either end are not ink.
        let x = left(item).max(line.x);
        let end = match item {
            LineItem::Run(_) => right.max(x),
            LineItem::Object(object, _) => paragraph.objects.get(*object).map_or(right, |o| x + o.width),
        };
        out[index] = (x, end);
        right = x;
    }
    out
}

/// Underline and strike-through, as artefacts beneath the glyphs.
fn decorate(run: &GlyphRun, x: Pt, baseline: Pt, width: Pt, out: &mut Vec<Item>) {
    let (left, size) = (x + run.x, run.size);
    let base = baseline + run.rise;
    let mut rule = |y: Pt| out.push(draw::rect(left, y, width, size * 0.05, run.color));
    if run.underline {
        rule(base - size * 0.15);
    }
    if run.line_through {
        rule(base + size * 0.25);
    }
}
