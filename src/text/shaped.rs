//! A shaped paragraph: boxes, glue and penalties that know no width of a line.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use unicode_normalization::char::is_combining_mark;

use super::bidi::Levels;
use super::breaks::{self, Opportunity};
use super::hyphens;
use super::itemise::{self, Run, RunKind, SpanStyle};
use super::shaper::Shaper;
use super::spare::Spare;
use super::word::Word;
use super::{Line, Paragraph, Problem, cut, fit, protrude, set};
use crate::style::{Pt, TextAlign};

/// How many characters around a unit are looked at to see whether its letters join them.
const JOINED: usize = 5;
/// What a hyphen at a line's end costs, beside the demerits of two in a row.
const HYPHEN_PENALTY: f64 = 180.0;

/// A shaped paragraph, to be broken to any measure, any number of times.
pub struct Shaped {
    pub(super) shaper: Shaper,
    pub(super) paragraph: Paragraph,
    pub(super) styles: Vec<SpanStyle>,
    pub(super) runs: Vec<Run>,
    pub(super) pieces: Vec<Piece>,
    /// Sums of what stands before each piece, and of all.
    pub(super) sums: Vec<Sum>,
    opportunities: Vec<Opportunity>,
    /// The start, every place where a line may end without a hyphen being added, and the end.
    pub(super) whole: Vec<Break>,
    /// The same with hyphenation points. Most paragraphs need none.
    all: OnceCell<Vec<Break>>,
    /// Room for these.
    room: Cell<Vec<Break>>,
    pub(super) levels: Levels,
    /// Ascent and descent of a line without text.
    pub(super) strut: (f64, f64),
}

/// A part of a paragraph that is never cut, but for hyphenation and in need.
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub run: usize,
    pub kind: PieceKind,
    /// Natural width in points.
    pub width: f64,
}

/// See [`Piece`].
pub(super) enum PieceKind {
    /// A shaped unit.
    Word(Arc<Word>),
    /// One blank or no-break space: its glyph and how far it stretches and shrinks.
    Blank { glyph: u16, stretch: f64, shrink: f64, hangs: bool },
    /// An object of the paragraph.
    Object(usize),
    /// A forced break.
    Break,
}

/// Width, stretch and shrink so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub width: f64,
    pub stretch: f64,
    pub shrink: f64,
    /// By how much font expansion and tracking may widen, or narrow, the words.
    pub expand: f64,
}

/// Why a line may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// The paragraph's start: no line ends here.
    Start,
    /// After blanks, or where UAX 14 allows.
    Plain,
    /// After a hyphen of the text.
    Hyphen,
    /// At a hyphenation point: a hyphen is added.
    Soft,
    /// Inside a word that is wider than the measure.
    Emergency,
    /// A forced break, or the end.
    Forced,
}

/// A place where a line may end and the next begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    /// Byte of the text where the next line begins.
    pub at: usize,
    /// The piece with that byte, and the first that is no content of the line before (a hanging blank or a break).
    pub piece: usize,
    pub content_end: usize,
    /// Sums before the hanging blanks, and after.
    pub end: Sum,
    pub next: Sum,
    pub kind: BreakKind,
    pub penalty: f64,
    /// What a line that ends here has more (a hyphen, another last letter), and one that begins here.
    pub pre: f64,
    pub post: f64,
    /// How far the last character before, and the first after, stands out of the measure (optical margins).
    pub over_end: f64,
    pub over_start: f64,
}

impl Shaped {
    pub(super) fn new(shaper: &Shaper, paragraph: &Paragraph, problems: &mut Vec<Problem>) -> Self {
        let mut paragraph = paragraph.clone();
        cover(&mut paragraph);
        let styles: Vec<_> =
            paragraph.spans.iter().map(|span| SpanStyle::new(shaper, span, &paragraph.style)).collect();
        let levels = Levels::of(&paragraph.text, paragraph.direction);
        let runs = itemise::itemise(shaper, &paragraph, &styles, &levels, problems);
        let strut = itemise::strut(shaper, &paragraph.style);
        let shaper = shaper.clone();
        let Spare { pieces, sums, opportunities, whole, all: room } = Spare::take();
        let (all, room) = (OnceCell::new(), Cell::new(room));
        let (no_pieces, no_breaks) = (Vec::new(), Vec::new());
        let mut shaped = Self {
            shaper,
            paragraph,
            styles,
            runs,
            pieces: no_pieces,
            sums,
            opportunities,
            whole: no_breaks,
            all,
            room,
            levels,
            strut,
        };
        shaped.find_opportunities();
        shaped.pieces = cut::pieces(&shaped, &shaped.opportunities, pieces);
        shaped.sum();
        shaped.whole = shaped.weigh(&[], whole);
        shaped
    }

    /// The start, every place where a line may end, and the end.
    pub(super) fn breaks(&self) -> &[Break] {
        self.all.get_or_init(|| self.weigh(&self.soft_points(), self.room.take()))
    }

    /// Breaks the paragraph in lines. `measure` gives the width of each line by its number, from 0.
    /// An empty paragraph has no lines.
    pub fn lines(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<Line> {
        if self.paragraph.text.is_empty() {
            return Vec::new();
        }
        let (breaks, chosen) = fit::fit(self, measure);
        self.set(&breaks, &chosen, measure)
    }

    /// The numbers of lines that the paragraph can well be set in, and what each costs beside the others (demerits).
    pub fn counts(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<(usize, f64)> {
        if self.paragraph.text.is_empty() {
            return Vec::new();
        }
        fit::ways(self, measure).1.iter().map(|way| (way.chosen.len(), way.demerits)).collect()
    }

    /// Breaks the paragraph in as many lines as asked; `None` where that cannot well be done.
    pub fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> Pt) -> Option<Vec<Line>> {
        if self.paragraph.text.is_empty() {
            return None;
        }
        let (breaks, ways) = fit::ways(self, measure);
        let way = ways.iter().find(|way| way.chosen.len() == count)?;
        Some(self.set(&breaks, &way.chosen, measure))
    }

    fn set(&self, breaks: &[Break], chosen: &[usize], measure: &dyn Fn(usize) -> Pt) -> Vec<Line> {
        let mut lines = Vec::with_capacity(chosen.len());
        let mut parts = Vec::new();
        let mut from = &breaks[0];
        for (number, &index) in chosen.iter().enumerate() {
            let to = &breaks[index];
            let last = index + 1 == breaks.len();
            lines.push(set::line(self, (from, to), last, number, measure(number), &mut parts));
            from = to;
        }
        lines
    }

    /// Width of the widest part that no line may break, hyphenation not counted.
    pub fn min_content(&self) -> Pt {
        let mut from = match self.whole.first() {
            Some(first) => *first,
            None => return Pt::ZERO,
        };
        let mut widest: f64 = self.indent().max(0.0);
        let mut indent = widest;
        for to in &self.whole[1..] {
            widest = widest.max(to.end.width - from.next.width + indent);
            indent = 0.0;
            from = *to;
        }
        Pt(widest)
    }

    /// Width of the longest part that no break divides, hyphenation points counting as breaks, with its hyphen.
    pub fn min_syllable(&self) -> Pt {
        let width = |pair: &[Break]| pair[1].end.width - pair[0].next.width + pair[1].pre + pair[0].post;
        Pt(self.breaks().windows(2).map(width).fold(self.indent().max(0.0), f64::max))
    }

    /// Width without any breaking but the forced.
    pub fn max_content(&self) -> Pt {
        let mut from = match self.whole.first() {
            Some(first) => *first,
            None => return Pt::ZERO,
        };
        let mut widest: f64 = 0.0;
        let mut indent = self.indent();
        for to in self.whole[1..].iter().filter(|b| b.kind == BreakKind::Forced) {
            widest = widest.max(to.end.width - from.next.width + indent);
            indent = 0.0;
            from = *to;
        }
        Pt(widest)
    }

    /// The first line's indent.
    pub(super) fn indent(&self) -> f64 {
        self.paragraph.style.text_indent.0
    }

    /// The run of a byte.
    fn run_at(&self, at: usize) -> Option<&Run> {
        let index = self.runs.partition_point(|run| run.range.end <= at);
        self.runs.get(index)
    }

    fn span_at(&self, at: usize) -> usize {
        let index = self.paragraph.spans.partition_point(|span| span.range.end <= at);
        index.min(self.paragraph.spans.len().saturating_sub(1))
    }

    fn find_opportunities(&mut self) {
        if self.styles.iter().all(|style| !style.wraps()) {
            return;
        }
        let mut list = std::mem::take(&mut self.opportunities);
        let spans = &self.paragraph.spans;
        let marks = spans.iter().any(|span| span.note.is_some());
        let is_note = |at: usize| {
            if !marks {
                return false;
            }
            let span = self.span_at(at);
            spans.get(span).is_some_and(|s| s.note.is_some() && s.range.start == at)
        };
        breaks::opportunities(&self.paragraph.text, &is_note, &mut list);
        if self.styles.iter().any(|style| !style.wraps()) {
            list.retain(|o| [o.at - 1, o.at].iter().any(|&at| self.styles[self.span_at(at)].wraps()));
        }
        self.opportunities = list;
    }

    fn sum(&mut self) {
        let mut sum = Sum::default();
        self.sums.push(sum);
        for piece in &self.pieces {
            sum.width += piece.width;
            match &piece.kind {
                PieceKind::Blank { stretch, shrink, .. } => {
                    sum.stretch += stretch;
                    sum.shrink += shrink;
                }
                PieceKind::Word(word) => sum.expand += self.give(piece.run, piece.width, word.spaced),
                PieceKind::Object(_) | PieceKind::Break => {}
            }
            self.sums.push(sum);
        }
    }

    /// Makes the list of breaks from opportunities, forced breaks and hyphenation points.
    fn weigh(&self, soft: &[usize], mut list: Vec<Break>) -> Vec<Break> {
        list.reserve(self.opportunities.len() + soft.len() + 2);
        list.push(self.break_at(0, 0, BreakKind::Start, 0.0));
        let mut soft = soft.iter().copied().peekable();
        let mut plain = self.opportunities.iter().peekable();
        let mut forced = self.pieces.iter().enumerate().filter(|(_, p)| matches!(p.kind, PieceKind::Break)).peekable();
        let length = self.paragraph.text.len();
        // The first piece that ends after the break.
        let mut piece = 0;
        loop {
            let next_soft = soft.peek().copied().unwrap_or(usize::MAX);
            let next_plain = plain.peek().map_or(usize::MAX, |o| o.at);
            let next_forced = forced.peek().map_or(usize::MAX, |(_, piece)| piece.end);
            let at = next_soft.min(next_plain).min(next_forced);
            if at >= length {
                break;
            }
            while self.pieces.get(piece).is_some_and(|p| p.end <= at) {
                piece += 1;
            }
            let (soft, plain, forced) =
                (soft.next_if_eq(&at), plain.next_if(|o| o.at == at), forced.next_if(|(_, p)| p.end == at));
            if let Some((piece, _)) = forced {
                list.push(self.break_at(at, piece + 1, BreakKind::Forced, 0.0));
            } else if let Some(opportunity) = plain {
                let kind = if opportunity.hyphen { BreakKind::Hyphen } else { BreakKind::Plain };
                let point = self.break_at(at, piece, kind, opportunity.penalty);
                // A line of nothing but blanks is none.
                let previous = point.content_end.checked_sub(1).map(|i| &self.pieces[i].kind);
                if !matches!(previous, None | Some(PieceKind::Break)) {
                    list.push(point);
                }
            } else if soft.is_some() {
                list.extend(self.soft_break(at));
            }
        }
        list.push(self.break_at(length, self.pieces.len(), BreakKind::Forced, 0.0));
        if self.paragraph.style.protrusion && self.paragraph.style.text_align == TextAlign::Justify {
            list.iter_mut().for_each(|point| protrude::margins(self, point));
        }
        list
    }

    /// A break before a piece.
    fn break_at(&self, at: usize, piece: usize, kind: BreakKind, penalty: f64) -> Break {
        let hangs = |p: &Piece| matches!(p.kind, PieceKind::Break | PieceKind::Blank { hangs: true, .. });
        let mut content_end = piece;
        while content_end > 0 && hangs(&self.pieces[content_end - 1]) {
            let last = &self.pieces[content_end - 1];
            // A forced break ends the line before it, too: blanks before it hang, but not those of another line.
            if matches!(last.kind, PieceKind::Break) && content_end < piece {
                break;
            }
            content_end -= 1;
        }
        let (end, next) = (self.sums[content_end], self.sums[piece]);
        Break { at, piece, content_end, end, next, kind, penalty, pre: 0.0, post: 0.0, over_end: 0.0, over_start: 0.0 }
    }

    fn soft_points(&self) -> Vec<usize> {
        let mut points = Vec::new();
        let patterns: Vec<_> = self.paragraph.spans.iter().map(|span| hyphens::patterns(&span.lang)).collect();
        let style = |at: usize| {
            let span = self.span_at(at);
            let style = &self.styles[span];
            let property = if style.wraps() { style.hyphens } else { crate::style::Hyphens::None };
            (property, patterns[span])
        };
        if self.styles.iter().any(|style| style.hyphens != crate::style::Hyphens::None && style.wraps()) {
            self.shaper.hyphenator().points(&self.paragraph.text, &style, |at| points.push(at));
        }
        points
    }

    /// Where a text that fits in no line may be hyphenated whatever its style says, for want of anything better; nowhere
    /// in code. From one break to another.
    pub(super) fn needed_points(&self, from: usize, to: usize) -> Vec<usize> {
        let mut points = Vec::new();
        let style = |at: usize| {
            let span = self.span_at(from + at);
            let style = &self.styles[span];
            let is_code = style.keeps_space() || self.shaper.face(style.chain[0]).monospace;
            let property = if style.wraps() && !is_code { crate::style::Hyphens::Auto } else { style.hyphens };
            (property, hyphens::patterns(&self.paragraph.spans[span].lang))
        };
        self.shaper.hyphenator().points(&self.paragraph.text[from..to], &style, |at| points.push(from + at));
        points
    }

    /// A hyphenation point: the widths of the word's parts, shaped apart where the cut changes them.
    pub(super) fn soft_break(&self, at: usize) -> Option<Break> {
        let index = self.pieces.partition_point(|p| p.end <= at);
        let hyphen = self.hyphen(at)?.1;
        let piece = self.pieces.get(index)?;
        let mut point = self.break_at(at, index, BreakKind::Soft, HYPHEN_PENALTY);
        if piece.start < at {
            let (word, run) = match (&piece.kind, &self.runs[piece.run]) {
                (PieceKind::Word(word), run) if run.level % 2 == 0 => (word, run),
                _ => return None,
            };
            let (advance, spaced, safe) = word.before(at - piece.start);
            let before = self.width(run, advance, spaced);
            point.end = self.sums[index];
            point.end.width += before;
            point.end.expand += self.give(piece.run, before, spaced);
            point.next = point.end;
            point.content_end = index + 1;
            if !safe {
                point.pre = self.unit_width(run, piece.start, at) - before;
                point.post = self.unit_width(run, at, piece.end) - (piece.width - before);
            }
        } else if point.content_end < index {
            return None;
        }
        point.pre += hyphen;
        Some(point)
    }

    /// The hyphen (glyph, width) that a line which ends at a byte would get: from the font of what stands before.
    pub(super) fn hyphen(&self, at: usize) -> Option<(u16, f64)> {
        let run = self.run_at(at.checked_sub(1)?)?;
        let RunKind::Text { font, cursive: false, .. } = run.kind else { return None };
        let face = self.shaper.face(font);
        let glyph = face.glyph('\u{2010}').or_else(|| face.glyph('-'))?;
        Some((glyph, self.width(run, f64::from(face.advance(glyph)), 1)))
    }

    /// Points of an advance in font units in which letter-spacing applies `spaced` times.
    pub(super) fn width(&self, run: &Run, advance: f64, spaced: u32) -> f64 {
        let (size, units_per_em, spacing) = self.measures(run);
        advance * size / units_per_em + spacing * f64::from(spaced)
    }

    /// Size, font units in an em, and letter-spacing of a run: what [`Self::width`] reckons with.
    pub(super) fn measures(&self, run: &Run) -> (f64, f64, f64) {
        let RunKind::Text { font, size, cursive, .. } = run.kind else { return (0.0, 1.0, 0.0) };
        let spacing = if cursive { 0.0 } else { self.styles[run.span].letter_spacing };
        (size, f64::from(self.shaper.face(font).units_per_em), spacing)
    }

    /// The largest share by which a run's glyphs are widened or narrowed, and the most that is added between them.
    pub(super) fn flexibility(&self, run: usize) -> (f64, f64) {
        let run = &self.runs[run];
        let style = &self.styles[run.span];
        let joins = !matches!(run.kind, RunKind::Text { cursive: false, .. });
        (style.expansion, if joins { 0.0 } else { style.tracking })
    }

    /// By how much a stretch of a run with so many spaced clusters may be widened or narrowed.
    pub(super) fn give(&self, run: usize, width: f64, spaced: u32) -> f64 {
        let (expansion, tracking) = self.flexibility(run);
        width * expansion + tracking * f64::from(spaced)
    }

    /// A unit of a run, shaped.
    pub(super) fn unit(&self, run: &Run, start: usize, end: usize) -> Option<Arc<Word>> {
        let RunKind::Text { font, context, initial, cursive, .. } = &run.kind else { return None };
        let text = &self.paragraph.text;
        let (before, after) = (&text[..start], &text[end..]);
        if *cursive && (before.ends_with(joins) || after.starts_with(joins)) {
            // A word that markup parts, such as a prefix before a link.
            let before = &before[before
                .char_indices()
                .rev()
                .take_while(|(_, c)| joins(*c))
                .take(JOINED)
                .last()
                .map_or(start, |(at, _)| at)..];
            return Some(Arc::new(Word::shape_between(
                self.shaper.face(*font),
                context,
                (before, &text[start..end], after),
            )));
        }
        let begins = || !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’'));
        let context = initial.as_ref().filter(|_| begins()).unwrap_or(context);
        Some(self.shaper.word(*font, context, &text[start..end]))
    }

    /// The width of a unit of a run.
    pub(super) fn unit_width(&self, run: &Run, start: usize, end: usize) -> f64 {
        self.unit(run, start, end).map_or(0.0, |word| self.width(run, f64::from(word.advance), word.spaced))
    }
}

impl Drop for Shaped {
    fn drop(&mut self) {
        Spare {
            pieces: std::mem::take(&mut self.pieces),
            sums: std::mem::take(&mut self.sums),
            opportunities: std::mem::take(&mut self.opportunities),
            whole: std::mem::take(&mut self.whole),
            all: self.all.take().unwrap_or_else(|| self.room.take()),
        }
        .give();
    }
}

impl std::fmt::Debug for Shaped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shaped").field("text", &self.paragraph.text).field("pieces", &self.pieces.len()).finish()
    }
}

/// Whether a character belongs to a word whose letters may join.
pub(super) fn joins(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\u{640}' | '\u{200D}')
}

/// Makes the spans cover the text in order, whatever the caller gave.
fn cover(paragraph: &mut Paragraph) {
    let text = &paragraph.text;
    let mut at = 0;
    for span in &mut paragraph.spans {
        let mut end = span.range.end.clamp(at, text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        span.range = at..end.max(at);
        at = span.range.end;
    }
    paragraph.spans.retain(|span| !span.range.is_empty());
    match paragraph.spans.last_mut() {
        Some(last) => last.range.end = text.len(),
        None if text.is_empty() => {}
        None => paragraph.spans.push(super::TextSpan {
            range: 0..text.len(),
            style: Arc::clone(&paragraph.style),
            lang: paragraph.lang.clone(),
            node: 0,
            note: None,
        }),
    }
}
