//! Paragraphs in a face whose characters are all half an em wide: lines one can count.

use std::sync::Arc;

use super::super::set::{SetParagraph, Setter};
use crate::fonts::FontId;
use crate::language::Direction;
use crate::style::{ComputedStyle, Pt, TextAlign, WhiteSpace};
use crate::text::{Glyph, GlyphRun, Line, LineItem, Paragraph, TextSpan};

/// Sets in the face of fixed width.
pub(super) struct Typewriter;

struct Typed(Paragraph);

impl Setter for Typewriter {
    fn shape(&self, paragraph: &Paragraph, missing: &mut Vec<char>) -> Box<dyn SetParagraph> {
        missing.extend(paragraph.text.chars().filter(|c| *c == '\u{10FFFF}'));
        Box::new(Typed(paragraph.clone()))
    }
}

fn is_drawn(c: char) -> bool {
    !matches!(c, '\u{2028}' | '\u{2066}' | '\u{2067}' | '\u{2069}')
}

impl Typed {
    fn span(&self, at: usize) -> &TextSpan {
        self.0.spans.iter().find(|span| span.range.contains(&at)).expect("spans cover the text")
    }

    fn char_width(&self, at: usize, c: char) -> Pt {
        match c {
            _ if !is_drawn(c) => Pt::ZERO,
            '\u{FFFC}' => self.0.objects[self.0.text[..at].matches('\u{FFFC}').count()].width,
            _ => self.span(at).style.font_size * 0.5,
        }
    }

    fn width(&self, from: usize, to: usize) -> Pt {
        let text = &self.0.text[from..to];
        text.char_indices().map(|(i, c)| self.char_width(from + i, c)).sum()
    }

    /// Where lines may end, and whether they must.
    fn breaks(&self) -> Vec<(usize, bool)> {
        let mut out: Vec<(usize, bool)> = Vec::new();
        for (i, c) in self.0.text.char_indices() {
            let after = i + c.len_utf8();
            match c {
                ' ' if self.0.style.white_space != WhiteSpace::Nowrap => out.push((after, false)),
                '\u{2028}' => out.push((after, true)),
                _ => {}
            }
        }
        if out.last().is_none_or(|last| last.0 != self.0.text.len()) {
            out.push((self.0.text.len(), true));
        }
        out
    }

    /// The range's end without the blanks that hang.
    fn ink_end(&self, from: usize, to: usize) -> usize {
        from + self.0.text[from..to].trim_end_matches([' ', '\u{2028}']).len()
    }

    /// Of the line that begins here.
    fn indent(&self, from: usize) -> Pt {
        if from == 0 { self.0.style.text_indent } else { Pt::ZERO }
    }

    fn line(&self, from: usize, to: usize, measure: Pt) -> Line {
        let width = self.width(from, self.ink_end(from, to));
        let style: &Arc<ComputedStyle> = &self.0.style;
        let rtl = self.0.direction == Direction::Rtl;
        let left = match style.text_align {
            TextAlign::Center => (measure - width) / 2.0,
            TextAlign::Right => measure - width,
            TextAlign::Start | TextAlign::Justify if rtl => measure - width,
            TextAlign::End if !rtl => measure - width,
            _ => Pt::ZERO,
        };
        let left = if rtl { left } else { left + self.indent(from) };
        let mut items = Vec::new();
        let mut at = left;
        for span in &self.0.spans {
            let (start, end) = (span.range.start.max(from), span.range.end.min(to));
            if start >= end {
                continue;
            }
            let run_width = self.width(start, end);
            let place = if rtl { left + width - (at - left) - run_width } else { at };
            self.push(span, start, end, place, rtl, &mut items);
            at += run_width;
        }
        let leading = style.line_height;
        let objects = self.0.objects.iter().skip(self.0.text[..from].matches('\u{FFFC}').count());
        let highest = objects.take(self.0.text[from..to].matches('\u{FFFC}').count()).map(|object| object.height);
        let ascent = highest.fold(leading * 0.75, Pt::max);
        let in_line = |span: &&TextSpan| span.range.start < to && span.range.start >= from;
        Line {
            text: from..to,
            items,
            x: left,
            width,
            ascent,
            descent: leading * 0.25,
            notes: self.0.spans.iter().filter(in_line).filter_map(|span| span.note).collect(),
            hyphenated: false,
            overfull: (width > measure).then(|| width - measure),
        }
    }

    fn push(&self, span: &TextSpan, start: usize, end: usize, x: Pt, rtl: bool, items: &mut Vec<LineItem>) {
        let text = &self.0.text[start..end];
        if text == "\u{FFFC}" {
            let index = self.0.text[..start].matches('\u{FFFC}').count();
            items.push(LineItem::Object(index, x));
            return;
        }
        let drawn: String = text.chars().filter(|c| is_drawn(*c)).collect();
        if drawn.is_empty() {
            return;
        }
        let step = span.style.font_size * 0.5;
        let glyphs = drawn.char_indices().enumerate().map(|(n, (i, c))| Glyph {
            id: 1,
            x: (step * n as f64).0 as f32,
            y: 0.0,
            start: i as u32,
            end: (i + c.len_utf8()) as u32,
        });
        items.push(LineItem::Run(GlyphRun {
            node: span.node,
            font: FontId(0),
            size: span.style.font_size,
            color: span.style.color,
            x,
            width: self.width(start, end),
            rise: Pt::ZERO,
            scale: 1.0,
            tracking: Pt::ZERO,
            rtl,
            glyphs: glyphs.collect(),
            text: drawn,
            underline: span.style.underline,
            line_through: span.style.line_through,
            soft_hyphen: false,
        }));
    }
}

impl SetParagraph for Typed {
    fn lines(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.0.text.is_empty() {
            return lines;
        }
        let mut from = 0;
        let mut end = 0;
        let measure = |line: usize| measure(line) - self.indent(line);
        for (at, forced) in self.breaks() {
            let width = measure(lines.len());
            if self.width(from, self.ink_end(from, at)) > width && end > from {
                lines.push(self.line(from, end, measure(lines.len())));
                from = end;
            }
            end = at;
            if forced {
                lines.push(self.line(from, end, measure(lines.len())));
                from = end;
            }
        }
        if from < end {
            lines.push(self.line(from, end, measure(lines.len())));
        }
        lines
    }

    /// Its last word may go to a line of its own.
    fn counts(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<(usize, f64)> {
        let lines = self.lines(measure);
        let Some(last) = lines.last() else { return Vec::new() };
        let longer = self.0.text[last.text.clone()].trim_end().contains(' ').then_some((lines.len() + 1, 1.0));
        std::iter::once((lines.len(), 0.0)).chain(longer).collect()
    }

    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> Pt) -> Option<Vec<Line>> {
        let mut lines = self.lines(measure);
        if lines.len() == count {
            return Some(lines);
        }
        let last = lines.pop().filter(|_| lines.len() + 2 == count)?;
        let text = &self.0.text[last.text.clone()];
        let word = last.text.start + text.trim_end().rfind(' ')? + 1;
        for (from, to) in [(last.text.start, word), (word, last.text.end)] {
            lines.push(self.line(from, to, measure(lines.len())));
        }
        Some(lines)
    }

    fn min_content(&self) -> Pt {
        let mut from = 0;
        let mut widest = Pt::ZERO;
        for (at, _) in self.breaks() {
            widest = widest.max(self.width(from, self.ink_end(from, at)));
            from = at;
        }
        widest
    }

    fn min_syllable(&self) -> Pt {
        self.min_content()
    }

    fn max_content(&self) -> Pt {
        self.width(0, self.ink_end(0, self.0.text.len()))
    }
}
