//! Columns of equal height, where a run of them ends.

use std::ops::Range;

use super::fill::{DEAR, ROUNDING, Segment, Share};
use super::vertical::{BreakHere, FORBIDDEN};

/// Bisections of a page's height: to less than a tenth of a point.
const STEPS: usize = 14;

/// Columns may be this much higher so that they end where they had better end.
const PATIENCE: f64 = 1.2;

/// The pieces of a segment in the columns of its first page, as low as they can be and each beginning no lower than
/// the one before. `noted`: how many pieces of notes are set before. `None` where they do not fit the page.
pub(super) fn balanced(segment: &Segment<'_>, noted: usize) -> Option<Vec<Share>> {
    let room = segment.course.height(segment.region);
    let (any, height) = lowest(segment, noted, room, FORBIDDEN)?;
    match lowest(segment, noted, room, DEAR) {
        Some((good, good_height)) if good_height <= height * PATIENCE => Some(good),
        _ => Some(any),
    }
}

/// The columns of the least height that end only at breaks that cost less than `most`, and that height.
fn lowest(segment: &Segment<'_>, noted: usize, room: f64, most: f64) -> Option<(Vec<Share>, f64)> {
    let (mut low, mut high) = (0.0, room);
    let mut best = columns(segment, noted, room, room, most)?;
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        match columns(segment, noted, middle, room, most) {
            Some(found) => (best, high) = (found, middle),
            None => low = middle,
        }
    }
    Some((best, high))
}

/// The pieces in columns of text no higher than `height`, and with their notes no higher than `room`.
fn columns(segment: &Segment<'_>, noted: usize, height: f64, room: f64, most: f64) -> Option<Vec<Share>> {
    let mut out = Vec::new();
    let Range { start: mut from, end } = segment.range;
    let mut noted = noted;
    for column in 0..segment.course.columns {
        let Some((to, notes)) = column_end(segment, from, noted, height, room, most) else { break };
        let (region, body) = (segment.region + column, from..to);
        out.push(Share { region, body, notes: noted..notes, fresh: false });
        (from, noted) = (to, notes);
    }
    (from == end).then_some(out)
}

/// Where a column ends at the latest, and how far its notes go.
fn column_end(
    segment: &Segment<'_>,
    from: usize,
    noted: usize,
    height: f64,
    room: f64,
    most: f64,
) -> Option<(usize, usize)> {
    let pieces = &segment.collected.body.pieces;
    let mut best = None;
    for to in from + 1..=segment.range.end {
        if to > from + 1 && pieces[to - 1].before == BreakHere::Column {
            break;
        }
        let text = segment.body.stretch(from, to, false);
        if text > height + ROUNDING {
            if text - segment.body.tail[to - 1] > height + ROUNDING {
                break;
            }
            continue;
        }
        let due = segment.due(to).max(noted);
        if segment.fit_notes(noted, due, room - text).0 != due {
            break;
        }
        let may_end = to == segment.range.end || !matches!(pieces[to].before, BreakHere::Cost(cost) if cost >= most);
        if may_end {
            best = Some((to, due));
        }
    }
    best
}
