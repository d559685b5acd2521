//! Breaks inside words that fit in no line: only where there is nothing else, and never between joined letters.

use std::borrow::Cow;

use super::itemise;
use super::shaped::{Break, BreakKind, Piece, PieceKind, Shaped};
use super::word::Spaced;

/// How many lines are asked for their width to find words that fit in none.
const ASKED: usize = 32;

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
        let wraps = |piece: &Piece| shaped.styles[shaped.runs[piece.run].span].wraps();
        if width(pair) > narrowest {
            for index in pair[0].piece..pair[1].content_end {
                let piece = &shaped.pieces[index];
                if wraps(piece) {
                    inside(shaped, index, pair, &mut list);
                }
            }
        }
        list.push(pair[1]);
    }
    Cow::Owned(list)
}

/// Breaks before and inside one piece, between the two breaks around it.
fn inside(shaped: &Shaped, index: usize, around: &[Break], list: &mut Vec<Break>) {
    let piece = &shaped.pieces[index];
    let run = &shaped.runs[piece.run];
    let mut push = |at: usize, width: f64, content_end: usize| {
        if at > around[0].at && at < around[1].at {
            let mut sum = shaped.sums[index];
            sum.width += width;
            let kind = BreakKind::Emergency;
            list.push(Break { at, piece: index, content_end, end: sum, next: sum, kind, ..shaped.breaks[0] });
        }
    };
    push(piece.start, 0.0, index);
    let PieceKind::Word(word) = &piece.kind else { return };
    if run.level % 2 == 1 || matches!(run.kind, itemise::RunKind::Text { cursive: true, .. }) {
        return;
    }
    let mut ends = itemise::clusters(&shaped.paragraph.text[piece.start..piece.end]).map(|(at, _)| at).peekable();
    let (mut advance, mut spaced) = (0.0, Spaced::default());
    for (i, glyph) in word.glyphs.iter().enumerate() {
        let start = glyph.start as usize;
        if i > 0 && word.glyphs[i - 1].start != glyph.start {
            while ends.next_if(|&end| end < start).is_some() {}
            if ends.peek() == Some(&start) {
                push(piece.start + start, shaped.width(run, advance, spaced.count), index + 1);
            }
        }
        advance += f64::from(glyph.advance);
        spaced.add(glyph.advance, glyph.start);
    }
}
