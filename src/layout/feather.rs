//! Pages that would end more than a line short: the gaps between their blocks take up the rest, in half lines, so that
//! what stands below them is on the grid again.

use std::ops::Range;

use super::collect::Collected;
use super::heights::Heights;
use super::paginate::{Plan, Stretch};
use super::vertical::{BreakHere, NoteSpace, VerticalList};
use crate::style::Pt;

/// A page may end so many lines short: facing pages are then level to within a line.
const LEVEL: f64 = 1.0;

/// The same above notes, which are at the foot whatever stands above them.
const LEVEL_ABOVE_NOTES: f64 = 2.0;

/// Rounding, in points.
const SLACK: f64 = 0.05;

/// What is further from level than this many lines is not to be mended by lines and gaps.
const MOST_LINES: f64 = 9.0;

/// Gaps of so many lines take half a line, and of so many as much again each round.
const TAKES_HALF: f64 = 0.45;
const TAKES_MORE: f64 = 1.9;
const ROUNDS: [f64; 2] = [TAKES_HALF, TAKES_MORE];

/// A page that ends short.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    /// What it has left.
    pub left: f64,
    /// What it may have left.
    pub may: f64,
    /// The leading of its last line.
    pub line: f64,
}

/// What a page ends short, if it is by more than it may and its gaps do not take it up.
pub(super) fn short(collected: &Collected, plans: &[Plan], page: usize) -> Option<Short> {
    match plans.get(page)?.stretches.as_slice() {
        [stretch] if stretch.column.is_none() && stretch.added.is_empty() && goes_on(collected, plans, page) => {
            short_of(collected, stretch)
        }
        _ => None,
    }
}

/// Whether the text of a page goes on on the next, set as it is here.
fn goes_on(collected: &Collected, plans: &[Plan], page: usize) -> bool {
    let Some([plan, next]) = plans.get(page..page + 2) else { return false };
    let pieces = &collected.body.pieces;
    let both = pieces.get(next.body.start).zip(plan.body.end.checked_sub(1).and_then(|last| pieces.get(last)));
    let joined = next.body.start == plan.body.end && !next.body.is_empty() && !next.blank;
    both.is_some_and(|(first, last)| {
        joined && first.page == last.page && first.column == last.column && matches!(first.before, BreakHere::Cost(_))
    })
}

/// What a page's text, or a column of it, ends short.
fn short_of(collected: &Collected, stretch: &Stretch) -> Option<Short> {
    let last = collected.body.pieces.get(stretch.body.end.checked_sub(1)?)?;
    let line = Some(last.height.0).filter(|line| *line > 0.0)?;
    let text = Heights::between(&collected.body, stretch.body.clone(), stretch.fresh);
    let notes = match Heights::between(&collected.notes, stretch.notes.clone(), false) {
        notes if notes > 0.0 => notes + NoteSpace::USUAL.total().0,
        _ => 0.0,
    };
    let (left, may) = (stretch.height.0 - text - notes, may_end_short(stretch.height.0, line, notes > 0.0));
    (left > may && left < MOST_LINES * line).then_some(Short { left, may, line })
}

/// What a page of some height may have left and be level nevertheless; `noted`: above notes.
pub(super) fn may_end_short(height: f64, line: f64, noted: bool) -> f64 {
    // No page is filled beyond its last half line.
    let beyond = height % (line / 2.0);
    let level = if noted { LEVEL_ABOVE_NOTES } else { LEVEL };
    level * line + beyond + SLACK
}

/// Widens the gaps of each page that would end short, and of each column, where they can take up enough.
pub(super) fn feather(collected: &Collected, plans: &mut [Plan]) {
    for page in 0..plans.len() {
        if !goes_on(collected, plans, page) {
            continue;
        }
        let last = plans[page].stretches.last().and_then(Stretch::columns);
        for stretch in &mut plans[page].stretches {
            // Columns before something that spans them are equally high already.
            if stretch.columns() != last {
                continue;
            }
            if let Some(short) = short_of(collected, stretch) {
                stretch.added = shares(&gaps(&collected.body, &stretch.body), short);
            }
        }
    }
}

/// How much the gaps of a page can take up.
pub(super) fn give(collected: &Collected, plan: &Plan, line: f64) -> f64 {
    gaps(&collected.body, &plan.body).iter().map(|gap| takes(gap.space, line)).sum()
}

/// How much a gap can take up.
pub(super) fn takes(space: f64, line: f64) -> f64 {
    ROUNDS.iter().filter(|least| line > 0.0 && space >= **least * line).count() as f64 * line / 2.0
}

fn gaps(list: &VerticalList, body: &Range<usize>) -> Vec<Gap> {
    let gap = |piece: usize| Gap { piece, space: list.gap(piece).0, kept: list.pieces[piece].before.is_forbidden() };
    body.clone().skip(1).map(gap).collect()
}

/// The space before a piece.
#[derive(Debug, Clone, Copy)]
struct Gap {
    piece: usize,
    space: f64,
    /// It is between what belongs together, and is widened last.
    kept: bool,
}

/// What each gap takes, the largest first; nothing where they cannot take enough.
fn shares(gaps: &[Gap], short: Short) -> Vec<(usize, Pt)> {
    let half = short.line / 2.0;
    let least = ((short.left - short.may) / half).ceil() as usize;
    let all = (short.left / half + 0.01).floor() as usize;
    let mut wanted = all;
    let mut able: Vec<&Gap> = gaps.iter().filter(|gap| gap.space >= TAKES_HALF * short.line).collect();
    able.sort_by(|a, b| a.kept.cmp(&b.kept).then(b.space.total_cmp(&a.space)).then(a.piece.cmp(&b.piece)));
    let mut added: Vec<(usize, Pt)> = Vec::new();
    for round in ROUNDS {
        for gap in able.iter().filter(|gap| gap.space >= round * short.line) {
            if wanted == 0 {
                break;
            }
            wanted -= 1;
            match added.iter_mut().find(|known| known.0 == gap.piece) {
                Some(known) => known.1 += Pt(half),
                None => added.push((gap.piece, Pt(half))),
            }
        }
    }
    if all - wanted < least { Vec::new() } else { added }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Short = Short { left: 15.0, may: 10.5, line: 10.0 };

    fn gaps(spaces: &[(usize, f64, bool)]) -> Vec<Gap> {
        spaces.iter().map(|&(piece, space, kept)| Gap { piece, space, kept }).collect()
    }

    #[test]
    fn the_largest_gaps_take_half_lines_until_the_page_is_full() {
        let two = gaps(&[(3, 5.0, false), (7, 20.0, false)]);
        assert_eq!(shares(&two, SHORT), [(7, Pt(10.0)), (3, Pt(5.0))]);
        assert_eq!(shares(&two, Short { left: 11.0, ..SHORT }), [(7, Pt(5.0)), (3, Pt(5.0))]);
    }

    #[test]
    fn what_belongs_together_is_parted_last() {
        let two = gaps(&[(3, 9.0, true), (7, 5.0, false)]);
        assert_eq!(shares(&two, Short { left: 11.0, ..SHORT }), [(7, Pt(5.0)), (3, Pt(5.0))]);
        assert_eq!(shares(&two, Short { left: 12.0, may: 10.0, line: 20.0 }), [(3, Pt(10.0))]);
    }

    #[test]
    fn gaps_that_cannot_take_enough_stay_as_they_are() {
        assert_eq!(shares(&gaps(&[(3, 4.0, false)]), SHORT), []);
        assert_eq!(shares(&gaps(&[(3, 5.0, false), (7, 9.0, false)]), Short { left: 29.0, ..SHORT }), []);
    }
}
