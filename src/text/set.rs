//! Sets one line: visual order, glue, alignment, and the glyph runs that are drawn.

use std::ops::Range;
use std::sync::Arc;

use super::bidi::visual_order;
use super::chars;
use super::itemise::{Run, RunKind};
use super::shaped::{Break, BreakKind, PieceKind, Shaped};
use super::word::{Spaced, Word};
use super::{Glyph, GlyphRun, Line, LineItem};
use crate::language::Direction;
use crate::style::{Pt, TextAlign};

/// Steps of font expansion between none and the most, so that neighbouring lines and runs share them.
const STEPS: f64 = 4.0;

/// By how much a blank of a justified line is widened at most, in em.
const WIDEST_BLANK: f64 = 4.0;

/// A part of a line: what a piece, or a part of one, comes to.
pub(super) struct Part {
    run: usize,
    text: Range<usize>,
    kind: PartKind,
    width: f64,
    stretch: f64,
    shrink: f64,
    /// By how much it may be widened or narrowed, and its glyphs' scale and tracking in the end.
    expand: f64,
    scale: f64,
    tracking: f64,
    level: u8,
    /// Hangs beyond the measure.
    hangs: bool,
}

enum PartKind {
    Word(Arc<Word>),
    /// A glyph that stands for its text.
    Blank(u16),
    Object(usize),
    Hyphen(u16),
}

/// Sets the line between two breaks; `parts` is room for what it is made of.
pub(super) fn line(
    shaped: &Shaped,
    (from, to): (&Break, &Break),
    last: bool,
    number: usize,
    measure: Pt,
    parts: &mut Vec<Part>,
) -> Line {
    parts.clear();
    fill(shaped, from, to, parts);
    let natural: f64 = parts.iter().filter(|p| !p.hangs).map(|p| p.width).sum();
    let indent = if number == 0 { shaped.indent() } else { 0.0 };
    let target = (measure.0 - indent).max(1.0) + from.over_start + to.over_end;
    let rtl = shaped.paragraph.direction == Direction::Rtl;
    let align = alignment(shaped, last || to.kind == BreakKind::Forced);
    // What is to reach both edges whatever it is, such as a line of contents, does.
    let asked = shaped.paragraph.style.text_align_last == Some(TextAlign::Justify);
    let justify = align == TextAlign::Justify
        && (asked || !gapes(parts, (target - natural) / shaped.paragraph.style.font_size.0.max(1.0)));
    let natural = expand(shaped, parts, natural, target, justify);
    let width = stretch(parts, natural, target, justify);
    let left = if rtl { 0.0 - to.over_end } else { indent - from.over_start };
    let x = left
        + match (align, rtl) {
            (TextAlign::Center, _) => (target - width) / 2.0,
            (TextAlign::Right, _) | (TextAlign::End, false) => target - width,
            (TextAlign::Start | TextAlign::Justify, true) => target - width,
            _ => 0.0,
        };
    let lefts = place(parts, x);
    let (ascent, descent) = extent(shaped, parts);
    let spans = &shaped.paragraph.spans;
    let notes = spans
        .iter()
        .skip(spans.partition_point(|span| span.range.start < from.at))
        .take_while(|span| span.range.start < to.at)
        .filter_map(|span| span.note)
        .collect();
    Line {
        text: from.at..to.at,
        items: items(shaped, parts, &lefts),
        x: Pt(x),
        width: Pt(width),
        ascent: Pt(ascent),
        descent: Pt(descent),
        notes,
        hyphenated: to.kind == BreakKind::Soft,
        overfull: (width > target + 0.01).then_some(Pt(width - target)),
    }
}

/// Whether blanks would be so wide that a line is better left short: the word after them fits in no line. `space` is
/// what is to be filled, in em.
fn gapes(parts: &[Part], space: f64) -> bool {
    let blanks = parts.iter().filter(|part| !part.hangs && part.stretch > 0.0).count();
    blanks > 0 && space > WIDEST_BLANK * blanks as f64
}

/// Adds what a line is made of, in logical order.
fn fill(shaped: &Shaped, from: &Break, to: &Break, parts: &mut Vec<Part>) {
    let base = shaped.levels.base;
    let first = from.piece;
    let end =
        if to.piece < shaped.pieces.len() && shaped.pieces[to.piece].start < to.at { to.piece + 1 } else { to.piece };
    for index in first..end {
        let piece = &shaped.pieces[index];
        let run = &shaped.runs[piece.run];
        let text = piece.start.max(from.at)..piece.end.min(to.at);
        let hangs = index >= to.content_end;
        let level = if hangs { base } else { run.level };
        let mut part = Part {
            run: piece.run,
            text: text.clone(),
            kind: PartKind::Object(0),
            width: piece.width,
            stretch: 0.0,
            shrink: 0.0,
            expand: 0.0,
            scale: 1.0,
            tracking: 0.0,
            level,
            hangs,
        };
        match &piece.kind {
            PieceKind::Word(word) => {
                let whole = text == (piece.start..piece.end);
                let word = if whole { Some(Arc::clone(word)) } else { shaped.unit(run, text.start, text.end) };
                let Some(word) = word else { continue };
                part.width = shaped.width(run, f64::from(word.advance), word.spaced);
                part.expand = if hangs { 0.0 } else { shaped.give(piece.run, part.width, word.spaced) };
                part.kind = PartKind::Word(word);
            }
            PieceKind::Blank { glyph, stretch, shrink, .. } => {
                (part.stretch, part.shrink) = (*stretch, *shrink);
                part.kind = PartKind::Blank(*glyph);
            }
            PieceKind::Object(object) => part.kind = PartKind::Object(*object),
            PieceKind::Break => match forced_blank(shaped, parts, piece.end) {
                Some((run, glyph, width)) => {
                    part.run = run;
                    part.kind = PartKind::Blank(glyph);
                    part.width = width;
                }
                None => continue,
            },
        }
        parts.push(part);
    }
    if to.kind == BreakKind::Soft
        && let (Some(last), Some((glyph, width))) = (parts.last(), shaped.hyphen(to.at))
    {
        let (run, level) = (last.run, last.level);
        let (text, kind) = (to.at..to.at, PartKind::Hyphen(glyph));
        let expand = shaped.give(run, width, 0);
        let (stretch, shrink, scale, tracking, hangs) = (0.0, 0.0, 1.0, 0.0, false);
        parts.push(Part { run, text, kind, width, stretch, shrink, expand, scale, tracking, level, hangs });
    }
}

/// The blank that a forced break leaves after text which ends in none: a run, its glyph, its width.
fn forced_blank(shaped: &Shaped, parts: &[Part], end: usize) -> Option<(usize, u16, f64)> {
    let last = parts.last()?;
    if matches!(last.kind, PartKind::Blank(_)) || end >= shaped.paragraph.text.len() {
        return None;
    }
    let run = &shaped.runs[last.run];
    let RunKind::Text { font, .. } = run.kind else { return None };
    let face = shaped.shaper.face(font);
    let glyph = face.glyph(' ')?;
    Some((last.run, glyph, shaped.width(run, f64::from(face.advance(glyph)), 0)))
}

/// Widens or narrows the line's glyphs towards its measure, in steps; returns the line's width then. Glyphs give way
/// before blanks do, as in pdfTeX (Thành, "Micro-typographic extensions to the TeX typesetting system", 2000).
fn expand(shaped: &Shaped, parts: &mut [Part], natural: f64, target: f64, justify: bool) -> f64 {
    let space = target - natural;
    let room: f64 = parts.iter().map(|p| p.expand).sum();
    if room <= 0.0 || (space > 0.0 && !justify) {
        return natural;
    }
    let steps = (space / room).clamp(-1.0, 1.0) * STEPS;
    let shrink: f64 = parts.iter().filter(|p| !p.hangs).map(|p| p.shrink).sum();
    // What is too wide for its measure must become narrow enough, blanks or none; nor may rounding make it too wide.
    let too_wide = steps.round() / STEPS * room > space + shrink;
    let share = if steps < 0.0 || too_wide { steps.floor() } else { steps.round() } / STEPS;
    let mut width = 0.0;
    for part in parts.iter_mut().filter(|p| !p.hangs) {
        if part.expand > 0.0 {
            let (expansion, tracking) = shaped.flexibility(part.run);
            part.scale = 1.0 + share * expansion;
            part.tracking = share * tracking;
            part.width += share * part.expand;
        }
        width += part.width;
    }
    width
}

/// Gives each part its share of the line's space; returns the width of all that does not hang.
fn stretch(parts: &mut [Part], natural: f64, target: f64, justify: bool) -> f64 {
    let space = target - natural;
    let content = || parts.iter().filter(|p| !p.hangs);
    let (stretch, shrink): (f64, f64) = content().fold((0.0, 0.0), |(a, b), p| (a + p.stretch, b + p.shrink));
    // A line that is not justified shrinks as well where it would else be too wide by a hair.
    let ratio = if space < 0.0 && shrink > 0.0 {
        (space / shrink).max(-1.0)
    } else if space > 0.0 && justify && stretch > 0.0 {
        space / stretch
    } else {
        return natural;
    };
    let mut width = 0.0;
    for part in parts.iter_mut().filter(|p| !p.hangs) {
        part.width += ratio * if ratio < 0.0 { part.shrink } else { part.stretch };
        width += part.width;
    }
    // What was meant to be exact is, so that no edge is off by a rounding.
    if (width - target).abs() < 1e-6 { target } else { width }
}

fn alignment(shaped: &Shaped, last: bool) -> TextAlign {
    let style = &shaped.paragraph.style;
    match (style.text_align, last) {
        (_, true) if style.text_align_last.is_some() => style.text_align_last.unwrap_or_default(),
        (TextAlign::Justify, true) => TextAlign::Start,
        (align, _) => align,
    }
}

/// Left edges of the parts, where the ink begins at `x`; hanging blanks stand outside, on the side where they end.
fn place(parts: &[Part], x: f64) -> Vec<f64> {
    let order = parts.iter().any(|p| p.level > 0).then(|| {
        let levels: Vec<u8> = parts.iter().map(|p| p.level).collect();
        visual_order(&levels)
    });
    let placed = |at: usize| order.as_ref().map_or(at, |order| order[at]);
    let mut lefts = vec![0.0; parts.len()];
    let leading: f64 = (0..parts.len()).map(|i| &parts[placed(i)]).take_while(|p| p.hangs).map(|p| p.width).sum();
    let all_hang = parts.iter().all(|p| p.hangs);
    let mut at = if all_hang { x } else { x - leading };
    for index in (0..parts.len()).map(placed) {
        lefts[index] = at;
        at += parts[index].width;
    }
    lefts
}

/// Height and depth that the parts and the block's own leading need.
fn extent(shaped: &Shaped, parts: &[Part]) -> (f64, f64) {
    let mut extent = shaped.strut;
    for part in parts {
        let run = &shaped.runs[part.run];
        let style = &shaped.styles[run.span];
        let (ascent, descent) = match part.kind {
            PartKind::Object(object) => (shaped.paragraph.objects[object].height.0 + style.rise, 0.0),
            _ if part.hangs => continue,
            _ => (style.ascent, style.descent),
        };
        extent = (extent.0.max(ascent), extent.1.max(descent));
    }
    extent
}

/// The line's items: parts that look alike and touch make one run.
fn items(shaped: &Shaped, parts: &[Part], lefts: &[f64]) -> Vec<LineItem> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        let mut end = at + 1;
        match part.kind {
            PartKind::Object(object) => items.push(LineItem::Object(object, Pt(lefts[at]))),
            PartKind::Hyphen(_) => items.extend(run(shaped, &parts[at..end], &lefts[at..end]).map(LineItem::Run)),
            PartKind::Word(_) | PartKind::Blank(_) => {
                let mut length = shown(part);
                let joins = |i: usize, length: usize| {
                    length <= usize::from(u16::MAX)
                        && matches!(parts[i].kind, PartKind::Word(_) | PartKind::Blank(_))
                        && alike(shaped, part, &parts[i])
                        && touches(&parts[i - 1..=i], &lefts[i - 1..=i], part.level % 2 == 1)
                };
                while end < parts.len() && joins(end, length + shown(&parts[end])) {
                    length += shown(&parts[end]);
                    end += 1;
                }
                items.extend(run(shaped, &parts[at..end], &lefts[at..end]).map(LineItem::Run));
            }
        }
        at = end;
    }
    items
}

/// At most so many bytes of text a part has in its run.
fn shown(part: &Part) -> usize {
    part.text.len().max(1)
}

/// A place in a run's text.
fn place_in(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

/// Whether two parts can be drawn as one run.
fn alike(shaped: &Shaped, a: &Part, b: &Part) -> bool {
    if a.level % 2 != b.level % 2 {
        return false;
    }
    let (first, second) = (&shaped.runs[a.run], &shaped.runs[b.run]);
    if first.span != second.span {
        let (x, y) = (&shaped.paragraph.spans[first.span], &shaped.paragraph.spans[second.span]);
        let (s, t) = (&x.style, &y.style);
        let same = x.node == y.node
            && s.color == t.color
            && s.underline == t.underline
            && s.line_through == t.line_through
            && shaped.styles[first.span].rise == shaped.styles[second.span].rise
            && shaped.flexibility(a.run) == shaped.flexibility(b.run);
        if !same {
            return false;
        }
    }
    match (&first.kind, &second.kind) {
        (RunKind::Text { font: f, size: s, .. }, RunKind::Text { font: g, size: t, .. }) => f == g && s == t,
        _ => false,
    }
}

/// Whether the second of two parts stands right after the first, in their direction.
fn touches(parts: &[Part], lefts: &[f64], rtl: bool) -> bool {
    let gap = if rtl { lefts[0] - (lefts[1] + parts[1].width) } else { lefts[1] - (lefts[0] + parts[0].width) };
    gap.abs() < 1e-6
}

/// The run that parts of one look make; `None` where they draw nothing.
fn run(shaped: &Shaped, parts: &[Part], lefts: &[f64]) -> Option<GlyphRun> {
    let owner = &shaped.runs[parts[0].run];
    let RunKind::Text { font, size, .. } = owner.kind else { return None };
    let span = &shaped.paragraph.spans[owner.span];
    let rtl = parts[0].level % 2 == 1;
    let x = lefts.iter().copied().fold(f64::INFINITY, f64::min);
    let right = parts.iter().zip(lefts).map(|(part, left)| left + part.width).fold(x, f64::max);
    let flexed = parts.iter().find(|p| p.expand > 0.0);
    let soft_hyphen = matches!(parts[0].kind, PartKind::Hyphen(_));
    let count = |part: &Part| if let PartKind::Word(word) = &part.kind { word.glyphs.len() } else { 1 };
    let mut text = String::with_capacity(parts.iter().map(shown).sum());
    let mut glyphs = Vec::with_capacity(parts.iter().map(count).sum());
    let pen = Pen::new(shaped, owner);
    for (part, left) in parts.iter().zip(lefts) {
        let first = glyphs.len();
        pen.part(part, left - x, &mut text, &mut glyphs);
        if rtl {
            // Parts go to the left; the glyphs of each are in visual order already.
            glyphs[first..].reverse();
        }
    }
    if rtl {
        glyphs.reverse();
    }
    (!glyphs.is_empty()).then(|| GlyphRun {
        node: span.node,
        font,
        size: Pt(size),
        color: span.style.color,
        x: Pt(x),
        width: Pt(right - x),
        rise: Pt(shaped.styles[owner.span].rise),
        scale: flexed.map_or(1.0, |p| p.scale),
        tracking: Pt(flexed.map_or(0.0, |p| p.tracking)),
        rtl,
        glyphs,
        text,
        underline: span.style.underline,
        line_through: span.style.line_through,
        soft_hyphen,
    })
}

/// Places the glyphs of a run of text.
struct Pen<'a> {
    shaped: &'a Shaped,
    size: f64,
    units_per_em: f64,
    spacing: f64,
}

impl<'a> Pen<'a> {
    fn new(shaped: &'a Shaped, run: &Run) -> Self {
        let (size, units_per_em, spacing) = shaped.measures(run);
        Self { shaped, size, units_per_em, spacing }
    }

    /// As [`Shaped::width`].
    fn width(&self, advance: i32, spaced: bool) -> f64 {
        f64::from(advance) * self.size / self.units_per_em + self.spacing * f64::from(u8::from(spaced))
    }

    /// Adds the glyphs of a part to its run's, and its text.
    fn part(&self, part: &Part, left: f64, text: &mut String, out: &mut Vec<Glyph>) {
        match &part.kind {
            PartKind::Object(_) => {}
            PartKind::Hyphen(glyph) => single(*glyph, left, "\u{AD}", text, out),
            PartKind::Blank(glyph) => {
                let source = &self.shaped.paragraph.text[part.text.clone()];
                let own = source.chars().next().filter(|&c| !c.is_control() && !chars::is_forced_break(c));
                single(*glyph, left, own.map_or(" ", |_| source), text, out);
            }
            PartKind::Word(word) if word.glyphs.is_empty() => {}
            PartKind::Word(word) => self.word(word, part, left, text, out),
        }
    }

    fn word(&self, word: &Word, part: &Part, left: f64, text: &mut String, out: &mut Vec<Glyph>) {
        let start = text.len();
        let source = &self.shaped.paragraph.text[part.text.clone()];
        let offset = kept_offsets(source);
        let mut pen = left;
        let mut spaced = Spaced::default();
        out.extend(word.glyphs.iter().map(|glyph| {
            let at = |byte: u32| place_in(start + offset.as_ref().map_or(byte, |o| o[byte as usize]) as usize);
            let placed = Glyph {
                id: glyph.id,
                x: (pen + self.width(glyph.dx, false) * part.scale) as f32,
                y: self.width(glyph.dy, false) as f32,
                start: at(glyph.start),
                end: at(glyph.end),
            };
            let first = spaced.add(glyph.advance, glyph.start);
            pen += self.width(glyph.advance, first) * part.scale + if first { part.tracking } else { 0.0 };
            placed
        }));
        match offset {
            None => text.push_str(source),
            Some(_) => text.extend(source.chars().filter(|&c| !chars::is_dropped(c))),
        }
    }
}

/// Adds a glyph that stands for all of a part.
fn single(id: u16, left: f64, shown: &str, text: &mut String, out: &mut Vec<Glyph>) {
    let start = place_in(text.len());
    text.push_str(shown);
    out.push(Glyph { id, x: left as f32, y: 0.0, start, end: place_in(text.len()) });
}

/// For each byte of a text where it stands once dropped characters are left out; `None` where there are none.
fn kept_offsets(text: &str) -> Option<Vec<u32>> {
    if !text.chars().any(chars::is_dropped) {
        return None;
    }
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut kept = 0;
    for c in text.chars() {
        let dropped = chars::is_dropped(c);
        for byte in 0..c.len_utf8() as u32 {
            offsets.push(if dropped { kept } else { kept + byte });
        }
        kept += if dropped { 0 } else { c.len_utf8() as u32 };
    }
    offsets.push(kept);
    Some(offsets)
}
