//! Gathering inline content: neighbouring text and inline elements become one paragraph for the text room.

mod lead;

use std::ops::Range;
use std::sync::Arc;

use crate::flow::{Child, Data, Name};
use crate::language::Direction;
use crate::style::{Display, Pt, WhiteSpace};
use crate::text::{Object, Paragraph, TextSpan};

use super::differences::Differences;
use super::image::fitted_size;
use super::scene::{Room, Scene};

/// Inline elements nested deeper than this are read as text of the outer one.
const DEEPEST: usize = 60;

/// Tabs of preformatted text stand at every fourth column.
const TAB: usize = 4;

/// Stands for an object in a paragraph's text.
const OBJECT: &str = "\u{FFFC}";

/// A paragraph with what the text room need not know.
#[derive(Debug, Clone)]
pub(super) struct Inlines {
    pub paragraph: Paragraph,
    /// Where the paragraph's text and the flow's differ, in order.
    differences: Differences,
    /// Where anchors stand: bytes of the paragraph's text, in order.
    pub anchors: Vec<(usize, String)>,
    /// Inline elements that set named strings.
    pub strings: Vec<u32>,
    /// A page reference that ends the paragraph and stands flush at the line's end: its element.
    pub flush_ref: Option<u32>,
    /// Where this text begins in its block's.
    base: usize,
}

impl Inlines {
    /// A position of the paragraph's text as a position of the block's text in the flow, all of which counts:
    /// what only one edition shows as well.
    pub fn flow_offset(&self, position: usize) -> usize {
        self.base + self.differences.in_flow(position)
    }

    /// Where the text after this one begins in the block's.
    pub fn end(&self) -> usize {
        self.flow_offset(self.paragraph.text.len())
    }

    /// The only thing it holds, if that is an image.
    pub fn lone_image(&self) -> Option<u32> {
        let [object] = self.paragraph.objects.as_slice() else { return None };
        (self.paragraph.text.trim() == OBJECT).then_some(object.node)
    }

    /// Whether they show nothing.
    pub fn is_blank(&self) -> bool {
        self.paragraph.text.trim_matches(is_blank).is_empty()
    }

    /// Puts text at the start, that no span is for yet.
    fn make_way(&mut self, text: &str) {
        let length = text.len();
        self.paragraph.text.insert_str(0, text);
        for span in &mut self.paragraph.spans {
            span.range = span.range.start + length..span.range.end + length;
        }
        self.differences.prepended(length);
        for (at, _) in &mut self.anchors {
            *at += length;
        }
    }

    /// Preformatted text as a paragraph for each of its lines, so that a line that must be broken can show it.
    pub fn split_lines(self) -> Vec<Self> {
        let text = &self.paragraph.text;
        let mut lines = Vec::new();
        let (mut start, mut objects) = (0, 0);
        let end = text.strip_suffix('\n').unwrap_or(text).len();
        for piece in text[..end].split('\n') {
            let here = objects + piece.matches(OBJECT).count();
            lines.push(self.part(start..start + piece.len(), objects..here));
            (start, objects) = (start + piece.len() + 1, here);
        }
        lines
    }

    /// A part of the text, and of the objects. What it costs depends on the part alone, however long the whole is.
    fn part(&self, text: Range<usize>, objects: Range<usize>) -> Self {
        let Range { start, end } = text;
        let Paragraph { spans, direction, style, lang, .. } = &self.paragraph;
        let clip = |position: usize| position.clamp(start, end) - start;
        let first = spans.partition_point(|span| span.range.end <= start);
        let spans = spans[first..].iter().take_while(|span| span.range.start < end);
        let anchors = &self.anchors[self.anchors.partition_point(|(at, _)| *at < start)..];
        Self {
            paragraph: Paragraph {
                text: self.paragraph.text[start..end].to_owned(),
                spans: spans
                    .map(|span| TextSpan { range: clip(span.range.start)..clip(span.range.end), ..span.clone() })
                    .collect(),
                objects: self.paragraph.objects.iter().skip(objects.start).take(objects.len()).cloned().collect(),
                direction: *direction,
                style: Arc::clone(style),
                lang: lang.clone(),
            },
            differences: self.differences.within(start, end),
            anchors: anchors
                .iter()
                .take_while(|(at, _)| *at <= end)
                .map(|(at, name)| (at - start, name.clone()))
                .collect(),
            strings: if start == 0 { self.strings.clone() } else { Vec::new() },
            flush_ref: None,
            base: self.flow_offset(start),
        }
    }
}

/// Gathers inline children of a block. `base` is where their text begins in the block's.
pub(super) fn gather(scene: &Scene<'_>, block: u32, children: &[&Child], base: usize, room: Room) -> Inlines {
    let element = scene.element(block);
    let style = Arc::clone(scene.style(block));
    let keeps_blanks = matches!(style.white_space, WhiteSpace::Pre | WhiteSpace::PreWrap);
    let mut gatherer = Gatherer {
        scene,
        room,
        keeps_blanks,
        out: Inlines {
            paragraph: Paragraph {
                text: String::new(),
                spans: Vec::new(),
                objects: Vec::new(),
                direction: element.dir,
                style,
                lang: element.lang.clone(),
            },
            differences: Differences::default(),
            anchors: Vec::new(),
            strings: Vec::new(),
            flush_ref: None,
            base,
        },
        last_ref: None,
    };
    for child in children {
        gatherer.child(block, child, None, 0);
    }
    gatherer.finish(block)
}

struct Gatherer<'s, 'a> {
    scene: &'s Scene<'a>,
    room: Room,
    keeps_blanks: bool,
    out: Inlines,
    /// The last page reference: its element and the bytes of its label.
    last_ref: Option<(u32, usize, usize)>,
}

impl Gatherer<'_, '_> {
    fn child(&mut self, parent: u32, child: &Child, note: Option<u32>, depth: usize) {
        match child {
            Child::Text(text) => self.text(parent, text, note, true),
            Child::Element(index) => self.element(parent, *index, note, depth),
        }
    }

    fn element(&mut self, parent: u32, index: u32, note: Option<u32>, depth: usize) {
        let at = index as usize;
        if at >= self.scene.section.elements.len() {
            return;
        }
        if !self.scene.visible[at] || self.scene.marked[at] {
            self.leave_out(index);
            return;
        }
        let element = self.scene.element(index);
        let style = self.scene.style(index);
        if let Some(anchor) = &element.anchor {
            self.out.anchors.push((self.out.paragraph.text.len(), anchor.clone()));
        }
        if !style.string_set.is_empty() {
            self.out.strings.push(index);
        }
        let note = match element.data {
            Data::NoteRef(aside) if self.scene.marked.get(aside as usize) == Some(&true) => Some(aside),
            _ => note,
        };
        let isolate = element.dir != self.scene.element(parent).dir || element.name == Name::Bdi;
        if isolate {
            let sign = if element.dir == Direction::Rtl { "\u{2067}" } else { "\u{2066}" };
            self.text(index, sign, None, false);
        }
        if let Some(before) = &style.before {
            self.text(index, before, note, false);
        }
        self.content(index, note, depth);
        if let Some(after) = &style.after {
            self.text(index, after, note, false);
        }
        if isolate {
            self.text(index, "\u{2069}", None, false);
        }
    }

    fn content(&mut self, index: u32, note: Option<u32>, depth: usize) {
        let element = self.scene.element(index);
        match &element.data {
            Data::Image { .. } => self.image(index),
            Data::PageRef(anchor) => {
                let start = self.out.paragraph.text.len();
                self.text(index, self.scene.label(anchor), note, false);
                self.last_ref = Some((index, start, self.out.paragraph.text.len()));
            }
            _ if element.name == Name::Br => self.text(index, "\u{2028}", note, true),
            _ => {
                for child in &element.children {
                    match child {
                        Child::Element(inner) if depth >= DEEPEST => self.leave_out(*inner),
                        _ => self.child(index, child, note, depth + 1),
                    }
                }
            }
        }
    }

    /// Counts an element's text although it is not set.
    fn leave_out(&mut self, index: u32) {
        let (at, left_out) = (self.out.paragraph.text.len(), self.scene.text_length(index));
        self.out.differences.left_out(at, left_out);
    }

    fn image(&mut self, index: u32) {
        // The first line has less room, and an image may be all of it.
        let indent = self.out.paragraph.style.text_indent.max(Pt::ZERO);
        let room = Room { width: (self.room.width - indent).max(Pt(1.0)), ..self.room };
        let Some((width, height)) = fitted_size(self.scene, index, room) else {
            self.leave_out(index);
            return;
        };
        self.out.paragraph.objects.push(Object { node: index, width, height });
        self.text(index, OBJECT, None, true);
    }

    /// Adds text of an element: the flow's own or the layout's.
    fn text(&mut self, node: u32, text: &str, note: Option<u32>, own: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.out.paragraph.text.len();
        if self.keeps_blanks && text.contains('\t') {
            self.text_with_tabs(text);
        } else {
            self.out.paragraph.text.push_str(text);
        }
        let end = self.out.paragraph.text.len();
        if !own {
            self.out.differences.added_to_end(start, end);
        }
        self.out.paragraph.spans.push(TextSpan {
            range: start..end,
            style: Arc::clone(self.scene.style(node)),
            lang: self.scene.element(node).lang.clone(),
            node,
            note,
        });
    }

    fn text_with_tabs(&mut self, text: &str) {
        let out = &mut self.out.paragraph.text;
        let line = out.rfind('\n').map_or(0, |at| at + 1);
        let mut column = out[line..].chars().count();
        for c in text.chars() {
            match c {
                '\t' => {
                    let blanks = TAB - column % TAB;
                    if blanks > 1 {
                        self.out.differences.added(out.len() + 1, blanks - 1);
                    }
                    out.extend(std::iter::repeat_n(' ', blanks));
                    column += blanks;
                }
                '\n' => {
                    out.push(c);
                    column = 0;
                }
                _ => {
                    out.push(c);
                    column += 1;
                }
            }
        }
    }

    fn finish(mut self, block: u32) -> Inlines {
        let style = self.scene.style(block);
        // `::before` and `::after` of a block stand in its first and last line.
        if style.display != Display::None {
            self.surround(block);
        }
        if let Some((element, start, end)) = self.last_ref
            && self.scene.in_nav[block as usize]
            && self.out.paragraph.text[end..].trim_matches(is_blank).is_empty()
            && !self.out.paragraph.text[..start].trim_matches(is_blank).is_empty()
        {
            self.out.flush_ref = Some(element);
            self.truncate(start);
        }
        if !self.keeps_blanks {
            self.trim();
        }
        self.out
    }

    fn surround(&mut self, block: u32) {
        let style = Arc::clone(self.scene.style(block));
        let element = self.scene.element(block);
        if style.before.is_none() && style.after.is_none() || element.children.is_empty() {
            return;
        }
        if let Some(after) = &style.after {
            self.text(block, after, None, false);
        }
        if let Some(before) = style.before.as_ref().filter(|_| self.out.base == 0) {
            self.prepend(block, before);
        }
    }

    fn prepend(&mut self, block: u32, text: &str) {
        let length = text.len();
        let out = &mut self.out;
        out.make_way(text);
        if let Some((_, start, end)) = &mut self.last_ref {
            *start += length;
            *end += length;
        }
        let style = Arc::clone(self.scene.style(block));
        let lang = self.scene.element(block).lang.clone();
        out.paragraph.spans.insert(0, TextSpan { range: 0..length, style, lang, node: block, note: None });
    }

    fn truncate(&mut self, length: usize) {
        let paragraph = &mut self.out.paragraph;
        let length = paragraph.text[..length].trim_end_matches(is_blank).len();
        paragraph.text.truncate(length);
        paragraph.spans.retain_mut(|span| {
            span.range.end = span.range.end.min(length);
            span.range.start < span.range.end
        });
        for (at, _) in &mut self.out.anchors {
            *at = (*at).min(length);
        }
    }

    /// Blanks at the edges of a paragraph show nothing; at its start they would indent it.
    fn trim(&mut self) {
        let blanks = self.out.paragraph.text.len() - self.out.paragraph.text.trim_start_matches(' ').len();
        if blanks == 0 {
            return;
        }
        let part = self.out.part(blanks..self.out.paragraph.text.len(), 0..self.out.paragraph.objects.len());
        let (flush_ref, strings, mut anchors) =
            (self.out.flush_ref, std::mem::take(&mut self.out.strings), std::mem::take(&mut self.out.anchors));
        for (at, _) in &mut anchors {
            *at = at.saturating_sub(blanks);
        }
        self.out = Inlines { flush_ref, strings, anchors, ..part };
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2066}' | '\u{2067}' | '\u{2069}')
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::language::Lang;
    use crate::style::ComputedStyle;

    /// Code of so many lines, a span, an anchor and a tab on each.
    fn code(lines: usize) -> Inlines {
        let (style, lang) = (Arc::new(ComputedStyle::initial()), Lang::english());
        let text = "let it = 1;    // be\n".repeat(lines);
        let length = text.len() / lines;
        let span = |line: usize| TextSpan {
            range: line * length..(line + 1) * length,
            style: Arc::clone(&style),
            lang: lang.clone(),
            node: line as u32,
            note: None,
        };
        let mut differences = Differences::default();
        (0..lines).for_each(|line| differences.added(line * length + 12, 3));
        Inlines {
            paragraph: Paragraph {
                spans: (0..lines).map(span).collect(),
                text,
                objects: Vec::new(),
                direction: Direction::Ltr,
                style: Arc::clone(&style),
                lang: lang.clone(),
            },
            differences,
            anchors: (0..lines).map(|line| (line * length, line.to_string())).collect(),
            strings: Vec::new(),
            flush_ref: None,
            base: 7,
        }
    }

    #[test]
    fn each_line_of_code_has_its_own() {
        let lines = code(50).split_lines();
        assert_eq!(lines.len(), 50);
        for (number, line) in lines.iter().enumerate() {
            assert_eq!(line.paragraph.text, "let it = 1;    // be");
            assert_eq!(
                line.paragraph.spans.iter().map(|span| (span.node, span.range.clone())).collect::<Vec<_>>(),
                [(number as u32, 0..20)]
            );
            assert_eq!(line.anchors, [(0, number.to_string())]);
            // A line is 18 bytes in the flow, whose tab is one.
            assert_eq!([0, 12, 15, 20].map(|at| line.flow_offset(at)), [0, 12, 12, 17].map(|at| 7 + number * 18 + at));
        }
    }

    /// How long it takes to split so many lines of code, in blocks of so many.
    fn time(lines: usize, block: usize) -> Duration {
        let blocks: Vec<Inlines> = (0..lines / block).map(|_| code(block)).collect();
        let start = Instant::now();
        let split: usize = blocks.into_iter().map(|code| code.split_lines().len()).sum();
        assert_eq!(split, lines);
        start.elapsed()
    }

    #[test]
    fn a_line_of_long_code_takes_no_longer_than_one_of_short_code() {
        // As many lines each time, so that what other programs take of the machine is the same for both.
        let least = |block| (0..15).map(|_| time(4_000, block)).min().unwrap_or_default();
        let (short, long) = (least(100), least(4_000));
        assert!(long < short * 5, "{short:?} in blocks of a hundred lines, {long:?} in one");
    }
}
