//! What stands across columns and does not fit below them: it moves on to the top of the next page, and the text after
//! it fills the columns.

use super::collect::Collected;
use super::fill::Share;
use super::heights::Heights;
use super::move_on::HOLE;
use super::paginate::{Making, Start};

/// How many places are tried for it.
const TRIES: usize = 12;

impl Making {
    /// The regions of a run of columns with text from beyond what follows it, which does not fit its last page, and
    /// where that stands then. `None` where it fits or does not move. `noted`: notes set before the run.
    pub fn fill_columns(
        &mut self,
        collected: &mut Collected,
        start: &Start<'_>,
        shares: &[Share],
        noted: usize,
        end: usize,
    ) -> Option<(Vec<Share>, usize)> {
        let course = &start.course;
        let first = start.run.range.end;
        let float = collected.body.float_at(first).filter(|_| first < end)?;
        let pieces = collected.body.floats[float].pieces.clone();
        let last = shares.last()?.region;
        let (full, taken) = (course.full(last), course.taken(last));
        let on_last: Vec<&Share> = shares.iter().filter(|share| course.page(share.region) == taken.page).collect();
        let heights = on_last.iter().map(|share| self.body.stretch(share.body.start, share.body.end, false));
        let (highest, text) = heights.fold((0.0, 0.0), |(most, sum), height| (f64::max(most, height), sum + height));
        let below = full - taken.top - taken.bottom - highest;
        if self.body.stretch(pieces.start, pieces.end, true) <= below || below < HOLE * full {
            return None;
        }
        let spare = course.height(last) * course.columns as f64 - text;
        let upto = self.body.upto[pieces.end];
        let list = &collected.body;
        let joins = |to: &usize| list.pieces[to - 1].column == start.run.columns && self.body.upto[*to] - upto <= spare;
        let landings: Vec<usize> = list.landings(float, end).take_while(joins).collect();
        let (moves, set) = (collected.body.moves(), self.noted);
        for &to in landings.iter().rev().take(TRIES) {
            let landing = collected.defer(float, to);
            self.body = Heights::of(&collected.body);
            self.noted = noted;
            let fuller = self.shares(collected, start, start.run.range.start..landing);
            if fuller.last().is_some_and(|share| course.page(share.region) == taken.page) {
                return Some((fuller, landing));
            }
            collected.restore(moves);
        }
        self.body = Heights::of(&collected.body);
        self.noted = set;
        None
    }
}
