//! Paragraphs made into pieces, a line each, with their links, anchors, notes, underlines and list markers.

use std::sync::Arc;

use crate::diagnostic::codes;
use crate::flow::{Child, Data, Name, NodeId};
use crate::language::{Direction, numerals};
use crate::style::{ComputedStyle, Hyphens, ListStyle, Pt, TextAlign, WhiteSpace};
use crate::text::{GlyphRun, Line, LineItem, Paragraph, TextSpan};

use super::super::draw;
use super::super::numerals as counters;
use super::super::pages::{Draw, Item, LinkArea, Part};
use super::super::vertical::{FORBIDDEN, Ink};
use super::block::Collector;
use super::inline::{Inlines, gather};
use super::scene::Room;

/// A page that ends in a hyphen is a little worse than one that does not.
const HYPHEN_AT_FOOT: f64 = 30.0;

/// Lines may stick out by this much before anyone is told.
const TOLERANCE: Pt = Pt(0.5);

/// A list item's bullet or number, ready for the item's first line.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    node: NodeId,
    line: Line,
    /// Left edge of `line`.
    x: Pt,
}

/// A page's label at the end of a contents entry.
struct FlushLabel {
    line: Line,
    width: Pt,
}

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
            self.paragraph(block, &inlines, room);
        }
        end
    }

    /// What has no line of its own goes with the next piece.
    fn pending(&mut self, inlines: &Inlines) {
        for (_, anchor) in &inlines.anchors {
            self.anchor(anchor);
        }
        for &index in &inlines.strings {
            let style = Arc::clone(self.scene.style(index));
            self.set_strings(index, &style);
        }
    }

    fn paragraph(&mut self, block: u32, inlines: &Inlines, room: Room) {
        for &index in &inlines.strings {
            let style = Arc::clone(self.scene.style(index));
            self.set_strings(index, &style);
        }
        let paragraph = &inlines.paragraph;
        let label = inlines.flush_ref.and_then(|node| self.flush_label(block, node));
        let kept = label.as_ref().map_or(Pt::ZERO, |label| label.width + paragraph.style.font_size);
        let indent = if paragraph.direction == Direction::Rtl { kept } else { Pt::ZERO };
        let width = (room.width - kept).max(Pt(1.0));
        let lines = self.scene.setter.shape(paragraph, &mut self.missing).lines(&|_| (Pt::ZERO, width));
        let count = lines.len();
        let text_room = Room { x: room.x + indent, width, ..room };
        let mut hyphenated = false;
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                self.gap.cost(line_break_cost(&paragraph.style, index, count, hyphenated));
            }
            hyphenated = line.hyphenated;
            self.report_overfull(&line, &paragraph.text);
            let (end, ascent) = (line.x + line.width, line.ascent);
            let mut ink = self.line_ink(block, inlines, &line, text_room, index + 1 == count);
            if let (true, Some(label)) = (index + 1 == count, &label) {
                let text = if paragraph.direction == Direction::Rtl { line.x } else { end };
                self.place_label(block, label, room, text_room.x + text, ascent, &mut ink);
            }
            self.emit_line(block, inlines.flow_offset(line.text.start), line, ink);
        }
    }

    /// Adds a line's piece, with the markers that wait for it.
    fn emit_line(&mut self, block: u32, offset: usize, line: Line, ink: Ink) {
        let (mut all, _) = self.take_markers(Some(line.ascent));
        all.add(ink, Pt::ZERO, Pt::ZERO);
        let start = self.scene.shared[block as usize].then(|| (self.scene.node(block), offset));
        let piece = self.emit(line.ascent + line.descent, all);
        piece.notes = line.notes;
        piece.start = start;
    }

    fn report_overfull(&mut self, line: &Line, text: &str) {
        let Some(excess) = line.overfull.filter(|excess| *excess > TOLERANCE) else { return };
        let words: String = text.get(line.text.clone()).unwrap_or_default().trim().chars().take(60).collect();
        let title = &self.scene.section.title;
        self.diags
            .warning(
                codes::OVERFULL,
                None,
                format!("A line in “{title}” is {:.1} pt wider than its measure: “{words}”", excess.0),
            )
            .help("shorten the longest word, allow hyphens in it, or choose a larger page");
    }

    /// What a line draws, from the piece's top.
    fn line_ink(&mut self, block: u32, inlines: &Inlines, line: &Line, room: Room, last: bool) -> Ink {
        let mut ink = Ink::default();
        let baseline = -line.ascent;
        let bottom = -(line.ascent + line.descent);
        let extents = extents(line, &inlines.paragraph);
        let mut areas: Vec<(u32, Pt, Pt)> = Vec::new();
        for (item, &(left, right)) in line.items.iter().zip(&extents) {
            let node = self.draw_line_item(item, &inlines.paragraph, room.x, baseline, right - left, &mut ink.items);
            let Some(link) = self.scene.links.get(node as usize).copied().flatten() else { continue };
            match areas.iter_mut().find(|area| area.0 == link) {
                Some(area) => (area.1, area.2) = (area.1.min(left), area.2.max(right)),
                None => areas.push((link, left, right)),
            }
        }
        for (link, left, right) in areas {
            let Some((target, description)) = self.scene.link(link) else { continue };
            let rect = [room.x + left, bottom, room.x + right, Pt::ZERO];
            ink.links.push(LinkArea { node: self.scene.node(link), rect, target, description });
        }
        for (at, anchor) in &inlines.anchors {
            if line.text.contains(at) || (last && *at >= line.text.end) {
                ink.anchors.push((anchor.clone(), room.x, Pt::ZERO));
            }
        }
        debug_assert!(self.scene.visible[block as usize], "only what is visible is set");
        ink
    }

    /// Draws a part of a line; gives its element.
    fn draw_line_item(
        &self,
        item: &LineItem,
        paragraph: &Paragraph,
        x: Pt,
        baseline: Pt,
        width: Pt,
        out: &mut Vec<Item>,
    ) -> u32 {
        match item {
            LineItem::Run(run) => {
                decorate(run, x, baseline, width, out);
                let node = Some(self.scene.node(run.node));
                out.push(Item { node, part: Part::Body, draw: Draw::Glyphs { x, y: baseline, run: run.clone() } });
                run.node
            }
            LineItem::Object(index, left) => {
                let Some(object) = paragraph.objects.get(*index) else { return u32::MAX };
                if let Data::Image { image, .. } = self.scene.element(object.node).data {
                    let (width, height) = (object.width, object.height);
                    let draw = Draw::Image { image, x: x + *left, y: baseline, width, height };
                    out.push(Item { node: Some(self.scene.node(object.node)), part: Part::Body, draw });
                }
                object.node
            }
        }
    }

    /// Preformatted text: every line of it a paragraph, so that one that goes on is indented and marked.
    fn code(&mut self, block: u32, inlines: Inlines, room: Room) {
        let lines = inlines.split_lines();
        let total = lines.len();
        for (number, mut inlines) in lines.into_iter().enumerate() {
            let style = Arc::make_mut(&mut inlines.paragraph.style);
            style.white_space = WhiteSpace::PreWrap;
            style.hyphens = Hyphens::None;
            style.text_indent = Pt::ZERO;
            let (size, leading, color) = (style.font_size, style.line_height, style.color);
            for span in &mut inlines.paragraph.spans {
                Arc::make_mut(&mut span.style).white_space = WhiteSpace::PreWrap;
            }
            if number > 0 {
                let style = Arc::clone(self.scene.style(block));
                self.gap.cost(line_break_cost(&style, number, total, false));
            }
            if inlines.paragraph.text.trim().is_empty() {
                self.pending(&inlines);
                let (ink, _) = self.take_markers(Some(leading));
                self.emit(leading, ink);
                continue;
            }
            let rtl = inlines.paragraph.direction == Direction::Rtl;
            let indent = size * 1.5;
            let shaped = self.scene.setter.shape(&inlines.paragraph, &mut self.missing);
            let narrow = (room.width - indent).max(Pt(1.0));
            let lines = shaped.lines(&|index| (Pt::ZERO, if index == 0 { room.width } else { narrow }));
            drop(shaped);
            let count = lines.len();
            for (index, line) in lines.into_iter().enumerate() {
                let wrapped = index > 0;
                let x = if wrapped && !rtl { room.x + indent } else { room.x };
                let width = if wrapped { narrow } else { room.width };
                self.report_overfull(&line, &inlines.paragraph.text);
                let mut ink = Ink::default();
                if wrapped {
                    self.gap.cost(FORBIDDEN / 10.0);
                    turnover(room, indent, rtl, -line.ascent, size, color, &mut ink.items);
                }
                let text = self.line_ink(block, &inlines, &line, Room { x, width, ..room }, index + 1 == count);
                ink.add(text, Pt::ZERO, Pt::ZERO);
                self.emit_line(block, inlines.flow_offset(line.text.start), line, ink);
            }
        }
    }

    /// The marker of a list item, set outside its content at the line's start (CSS Lists 3, 4).
    pub fn marker(&mut self, index: u32, style: &Arc<ComputedStyle>, room: Room) {
        let element = self.scene.element(index);
        let number = self.item_number(index);
        let text = match style.list_style {
            ListStyle::Decimal => Some(format!("{}.", numerals::number(&element.lang, number))),
            other => counters::marker(other, number),
        };
        let Some(text) = text else { return };
        let Some(line) = self.short_line(index, &text, style) else { return };
        let distance = style.font_size * 0.4;
        let x = match element.dir {
            Direction::Ltr => room.x - distance - line.width - line.x,
            Direction::Rtl => room.x + room.width + distance - line.x,
        };
        self.markers.push(Marker { node: self.scene.node(index), line, x });
    }

    /// The number of a list item among its siblings.
    fn item_number(&self, index: u32) -> u64 {
        let Some(parent) = self.scene.element(index).parent else { return 1 };
        let list = self.scene.element(parent);
        let first = if let Data::List(first) = list.data { first } else { 1 };
        let before = list
            .children
            .iter()
            .take_while(|child| **child != Child::Element(index))
            .filter(|child| match child {
                Child::Element(other) => self.scene.visible.get(*other as usize) == Some(&true),
                Child::Text(_) => false,
            })
            .count();
        first.saturating_add(before as u64)
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

    fn flush_label(&mut self, block: u32, node: u32) -> Option<FlushLabel> {
        let Data::PageRef(anchor) = &self.scene.element(node).data else { return None };
        let style = self.scene.style(node);
        let line = self.short_line(node, self.scene.label(anchor), style)?;
        // Labels of up to three digits need the same room, so that most entries break alike.
        let usual = self.short_line(block, "000", style).map_or(Pt::ZERO, |line| line.width);
        Some(FlushLabel { width: line.width.max(usual), line })
    }

    /// Sets the label flush at the end of the line, with dots that lead to it from where the text ends.
    fn place_label(&self, block: u32, label: &FlushLabel, room: Room, text: Pt, ascent: Pt, ink: &mut Ink) {
        let style = self.scene.style(block);
        let rtl = self.scene.element(block).dir == Direction::Rtl;
        let x = if rtl { room.x } else { room.x + room.width - label.line.width };
        let space = style.font_size * 0.5;
        let (from, to) = if rtl { (x + label.line.width + space, text - space) } else { (text + space, x - space) };
        leader(from, to, -ascent, style, ink);
        let areas = ink.links.len();
        for item in &label.line.items {
            let LineItem::Run(run) = item else { continue };
            let draw = Draw::Glyphs { x: x - label.line.x, y: -ascent, run: run.clone() };
            ink.items.push(Item { node: Some(self.scene.node(run.node)), part: Part::Body, draw });
            // The entry's link goes on to its label.
            if let Some(link) = self.scene.links[run.node as usize]
                && let Some(area) = ink.links[..areas].iter_mut().find(|area| area.node.index == link)
            {
                area.rect[0] = area.rect[0].min(x);
                area.rect[2] = area.rect[2].max(x + label.line.width);
            }
        }
    }
}

/// Widows and orphans are forbidden (CSS Fragmentation 3, 3.3): a break after the first `index` of `count` lines.
fn line_break_cost(style: &ComputedStyle, index: usize, count: usize, hyphenated: bool) -> f64 {
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

/// The sign of a code line that goes on: a small hook in the indent.
fn turnover(room: Room, indent: Pt, rtl: bool, baseline: Pt, size: Pt, color: crate::style::Rgb, out: &mut Vec<Item>) {
    let thick = size * 0.06;
    let long = size * 0.55;
    let left = if rtl { room.x + room.width - indent * 0.75 } else { room.x + indent * 0.25 };
    let stem = if rtl { left + long - thick } else { left };
    let foot = baseline + size * 0.2;
    out.push(draw::rect(stem, foot, thick, size * 0.45, color));
    out.push(draw::rect(left, foot, long, thick, color));
}

/// Dots from one place to another, on a grid of the page so that they stand below each other.
fn leader(from: Pt, to: Pt, y: Pt, style: &ComputedStyle, ink: &mut Ink) {
    let step = style.font_size * 0.5;
    let dot = style.font_size * 0.08;
    let first = Pt((from.0 / step.0.max(0.1)).ceil() * step.0);
    if to - first < step * 2.0 {
        return;
    }
    ink.items.push(draw::artefact(Draw::Stroke {
        from: (first, y + dot / 2.0),
        to: (to, y + dot / 2.0),
        width: dot,
        color: style.color,
        dash: vec![dot, step - dot],
    }));
}
