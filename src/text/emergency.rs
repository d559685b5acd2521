//! Breaks inside words that fit in no line: hyphenation points, whatever the style says; else between any letters,
//! where there is nothing else, and never between joined ones.

use std::borrow::Cow;
use std::ops::Range;

use super::itemise::{self, RunKind};
use super::shaped::{Break, BreakKind, Piece, PieceKind, Shaped};

/// How many lines are asked for their width to find words that fit in none.
const ASKED: usize = 32;

/// So many letters of a word stay together at its beginning and at its end, where lines have room for them.
const TOGETHER: usize = 3;

/// Adds breaks inside words that are wider than the narrowest line. Words of joined letters are never broken.
pub(super) fn with_emergencies<'a>(shaped: &'a Shaped, target: &dyn Fn(usize) -> f64) -> Cow<'a, [Break]> {
    let breaks = &shaped.breaks;
    let width = |w: &[Break]| w[1].end.width - w[0].next.width + w[1].pre + w[0].post;
    let widest = breaks.windows(2).map(width).fold(0.0, f64::max);
    if widest <= target(0) && widest <= (1..ASKED).map(target).fold(f64::INFINITY, f64::min) {
        return Cow::Borrowed(breaks);
    }
    let narrowest = (0..ASKED).map(target).fold(f64::INFINITY, f64::min);
    let mut list = vec![breaks[0]];
    for pair in breaks.windows(2) {
        if width(pair) > narrowest {
            divide(shaped, pair, narrowest, &mut list);
        }
        list.push(pair[1]);
    }
    Cow::Owned(list)
}

/// Divides what stands between two breaks: at hyphenation points, and what is still too wide between its letters.
fn divide(shaped: &Shaped, pair: &[Break], narrowest: f64, list: &mut Vec<Break>) {
    let wraps = |piece: &Piece| shaped.styles[shaped.runs[piece.run].span].wraps();
    let within = |at: &usize| *at > pair[0].at && *at < pair[1].at;
    let points = shaped.needed_points(pair[0].at, pair[1].at);
    let mut parts = vec![pair[0]];
    parts.extend(points.into_iter().filter(within).filter_map(|at| shaped.soft_break(at)));
    parts.push(pair[1]);
    let em = shaped.paragraph.style.font_size.0;
    let kept = if narrowest > em * TOGETHER as f64 { TOGETHER } else { 0 };
    for part in parts.windows(2) {
        if part[1].end.width - part[0].next.width + part[1].pre + part[0].post > narrowest {
            let room = inner(shaped, part, kept);
            for index in part[0].piece..part[1].content_end {
                if wraps(&shaped.pieces[index]) {
                    inside(shaped, index, &room, list);
                }
            }
        }
        if part[1].at < pair[1].at {
            list.push(part[1]);
        }
    }
}

/// The bytes between two breaks before which a word may be broken: so many letters at each end stay together.
fn inner(shaped: &Shaped, around: &[Break], kept: usize) -> Range<usize> {
    let (from, to) = (around[0].at, around[1].at);
    let text = shaped.paragraph.text[from..to].trim_end();
    let first = text.char_indices().nth(kept).map_or(0, |(at, _)| at);
    let last = text.char_indices().rev().nth(kept.max(1) - 1).map_or(0, |(at, _)| at);
    if kept == 0 || first > last { from + 1..to } else { from + first..from + last + 1 }
}

/// Breaks before and inside one piece, where there is room for them.
fn inside(shaped: &Shaped, index: usize, room: &Range<usize>, list: &mut Vec<Break>) {
    let piece = &shaped.pieces[index];
    let run = &shaped.runs[piece.run];
    let mut push = |at: usize, (width, spaced): (f64, u32), pre: f64, content_end: usize| {
        if room.contains(&at) {
            let mut sum = shaped.sums[index];
            sum.width += width;
            sum.expand += shaped.give(piece.run, width, spaced);
            let kind = BreakKind::Emergency;
            list.push(Break { at, piece: index, content_end, end: sum, next: sum, kind, pre, ..shaped.breaks[0] });
        }
    };
    push(piece.start, (0.0, 0), 0.0, index);
    let PieceKind::Word(word) = &piece.kind else { return };
    if run.level % 2 == 1 || matches!(run.kind, RunKind::Text { cursive: true, .. }) {
        return;
    }
    let mut ends = itemise::clusters(&shaped.paragraph.text[piece.start..piece.end]).map(|(at, _)| at).peekable();
    let RunKind::Text { font, .. } = run.kind else { return };
    let face = shaped.shaper.face(font);
    let (mut advance, mut spaced) = (0.0, 0);
    for (i, glyph) in word.glyphs.iter().enumerate() {
        let start = glyph.start as usize;
        if i > 0 && word.glyphs[i - 1].start != glyph.start {
            while ends.next_if(|&end| end < start).is_some() {}
            if ends.peek() == Some(&start) {
                // At a line's end a letter is not drawn towards the next one.
                let last = &word.glyphs[i - 1];
                let kern = (f64::from(face.advance(last.id)) - f64::from(last.advance)).max(0.0);
                let so_far = (shaped.width(run, advance, spaced), spaced);
                push(piece.start + start, so_far, shaped.width(run, kern, 0), index + 1);
            }
        }
        advance += f64::from(glyph.advance);
        spaced += u32::from(glyph.advance != 0);
    }
}
