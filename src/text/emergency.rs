//! Breaks inside words that fit in no line: hyphenation points, whatever the style says; else between any letters,
//! where there is nothing else, and never between joined ones.

use std::borrow::Cow;
use std::ops::Range;

use super::itemise::{self, RunKind};
use super::shaped::{Break, BreakKind, Piece, PieceKind, Shaped, joins};
use super::word::WordGlyph;

/// How many lines are asked for their width to find words that fit in none.
const ASKED: usize = 32;
/// How many characters on each side of a cut are shaped again to see what it changes: kerning reaches to the next.
const RESHAPED: usize = 4;

/// More than a hyphen makes a part of a word wider, in em.
const HYPHENS: f64 = 3.0;

/// So many letters of a word stay together at its beginning and at its end, where lines have room for them.
const TOGETHER: usize = 3;

/// Adds breaks inside words that are wider than the narrowest line. Joined letters are never parted.
pub(super) fn with_emergencies<'a>(shaped: &'a Shaped, target: &dyn Fn(usize) -> f64) -> Cow<'a, [Break]> {
    let breaks = shaped.breaks();
    let narrowest = narrowest(target);
    if widest(breaks) <= narrowest {
        return Cow::Borrowed(breaks);
    }
    let mut list = vec![breaks[0]];
    for pair in breaks.windows(2) {
        if width(pair) > narrowest {
            divide(shaped, pair, narrowest, &mut list);
        }
        list.push(pair[1]);
    }
    Cow::Owned(list)
}

/// Whether no word need be broken, however it could be hyphenated.
pub(super) fn has_room(shaped: &Shaped, target: &dyn Fn(usize) -> f64) -> bool {
    widest(&shaped.whole) + HYPHENS * shaped.paragraph.style.font_size.0.max(0.0) <= narrowest(target)
}

/// Width of the narrowest line.
fn narrowest(target: &dyn Fn(usize) -> f64) -> f64 {
    (0..ASKED).map(target).fold(f64::INFINITY, f64::min)
}

/// Width of the widest part between two breaks.
fn widest(breaks: &[Break]) -> f64 {
    breaks.windows(2).map(width).fold(0.0, f64::max)
}

/// The width between two breaks.
fn width(pair: &[Break]) -> f64 {
    pair[1].end.width - pair[0].next.width + pair[1].pre + pair[0].post
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
        if width(part) > narrowest {
            let room = inner(shaped, part, kept);
            let all = part[0].at + 1..part[1].at;
            for index in part[0].piece..part[1].content_end {
                if wraps(&shaped.pieces[index]) {
                    // Joined letters leave too few places to choose among.
                    let room = if is_cursive(shaped, index) { &all } else { &room };
                    before(shaped, index, room, list);
                    inside(shaped, index, room, list);
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

fn is_cursive(shaped: &Shaped, index: usize) -> bool {
    matches!(shaped.runs[shaped.pieces[index].run].kind, RunKind::Text { cursive: true, .. })
}

/// A break before one piece, where there is room for it.
fn before(shaped: &Shaped, index: usize, room: &Range<usize>, list: &mut Vec<Break>) {
    let piece = &shaped.pieces[index];
    if !room.contains(&piece.start) || is_joined(shaped, index) {
        return;
    }
    let (end, at, kind) = (shaped.sums[index], piece.start, BreakKind::Emergency);
    list.push(Break { at, piece: index, content_end: index, end, next: end, kind, ..shaped.whole[0] });
}

/// Whether the first letter of a piece joins the one before it: markup, or a unit's greatest length, can part a word.
fn is_joined(shaped: &Shaped, index: usize) -> bool {
    let at = shaped.pieces[index].start;
    let run = &shaped.runs[shaped.pieces[index].run];
    let (head, tail) = shaped.paragraph.text.split_at(at);
    if !(is_cursive(shaped, index) && head.ends_with(joins) && tail.starts_with(joins)) {
        return false;
    }
    let reach = around(shaped, at, 0..shaped.paragraph.text.len());
    let Some(word) = shaped.unit(run, reach.start, reach.end) else { return false };
    let start = (at - reach.start) as u32;
    word.glyphs.iter().any(|glyph| (glyph.start == start && !glyph.safe) || (glyph.start < start && start < glyph.end))
}

/// Breaks inside one piece, where there is room for them.
fn inside(shaped: &Shaped, index: usize, room: &Range<usize>, list: &mut Vec<Break>) {
    let piece = &shaped.pieces[index];
    let run = &shaped.runs[piece.run];
    let PieceKind::Word(word) = &piece.kind else { return };
    let cursive = is_cursive(shaped, index);
    let text = &shaped.paragraph.text[piece.start..piece.end];
    let mut ends = itemise::clusters(text).map(|(at, _)| at).peekable();
    let (mut advance, mut spaced) = (0.0, 0);
    for cluster in word.clusters(run.level % 2 == 1) {
        let start = cluster[0].start as usize;
        let at = piece.start + start;
        while ends.next_if(|&end| end < start).is_some() {}
        let safe = cluster.iter().all(|glyph| glyph.safe);
        let may_break = start > 0 && ends.peek() == Some(&start) && (safe || !cursive);
        if may_break && room.contains(&at) {
            let width = shaped.width(run, advance, spaced);
            let mut end = shaped.sums[index];
            end.width += width;
            end.expand += shaped.give(piece.run, width, spaced);
            let (pre, post) = if safe { (0.0, 0.0) } else { changes(shaped, piece, at) };
            let kind = BreakKind::Emergency;
            let content_end = index + 1;
            list.push(Break { at, piece: index, content_end, end, next: end, kind, pre, post, ..shaped.whole[0] });
        }
        advance += cluster.iter().map(|glyph| f64::from(glyph.advance)).sum::<f64>();
        spaced += u32::from(cluster.iter().any(|glyph: &WordGlyph| glyph.advance != 0));
    }
}

/// By how much the ends of a piece's two parts are wider when they are shaped apart.
fn changes(shaped: &Shaped, piece: &Piece, at: usize) -> (f64, f64) {
    let run = &shaped.runs[piece.run];
    let reach = around(shaped, at, piece.start..piece.end);
    let Some(whole) = shaped.unit(run, reach.start, reach.end) else { return (0.0, 0.0) };
    let (mut advance, mut spaced) = (0.0, 0);
    for cluster in whole.clusters(run.level % 2 == 1).filter(|cluster| (cluster[0].start as usize) < at - reach.start) {
        advance += cluster.iter().map(|glyph| f64::from(glyph.advance)).sum::<f64>();
        spaced += u32::from(cluster.iter().any(|glyph| glyph.advance != 0));
    }
    let head = shaped.width(run, advance, spaced);
    let tail = shaped.width(run, f64::from(whole.advance), whole.spaced) - head;
    (shaped.unit_width(run, reach.start, at) - head, shaped.unit_width(run, at, reach.end) - tail)
}

/// A few clusters before and after a byte, within bounds.
fn around(shaped: &Shaped, at: usize, bounds: Range<usize>) -> Range<usize> {
    let text = &shaped.paragraph.text;
    // As many characters as clusters may have; what is cut there is only a little less exact.
    let head = text[bounds.start..at].char_indices().rev().take(RESHAPED).last();
    let tail = text[at..bounds.end].char_indices().nth(RESHAPED);
    bounds.start + head.map_or(at - bounds.start, |(head, _)| head)..tail.map_or(bounds.end, |(tail, _)| at + tail)
}
