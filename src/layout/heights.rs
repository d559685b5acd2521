//! The heights of stretches of a vertical list, from sums.

use std::cell::Cell;
use std::ops::Range;

use super::feather;
use super::vertical::VerticalList;

/// Sums that give the height of any stretch of a list at once.
pub(super) struct Heights {
    /// Gaps and heights of all pieces before each.
    pub upto: Vec<f64>,
    pub gap: Vec<f64>,
    pub margin: Vec<f64>,
    pub head: Vec<f64>,
    pub tail: Vec<f64>,
    pub lead: Vec<f64>,
    /// What the gaps before each can take up, summed.
    give: Vec<f64>,
    /// What [`Self::may_end_short`] was asked last, and its answer.
    asked: Cell<(f64, f64, bool, f64)>,
}

impl Heights {
    pub fn of(list: &VerticalList) -> Self {
        let pieces = &list.pieces;
        let gap: Vec<f64> = (0..pieces.len()).map(|i| list.gap(i).0).collect();
        let mut upto = vec![0.0];
        for (gap, piece) in gap.iter().zip(pieces) {
            upto.push(upto[upto.len() - 1] + gap + piece.height.0);
        }
        let mut give = vec![0.0];
        for (index, gap) in gap.iter().enumerate() {
            let line = index.checked_sub(1).map_or(0.0, |before| pieces[before].height.0);
            give.push(give[index] + feather::takes(*gap, line));
        }
        let lead = |index: Option<u32>| index.and_then(|i| list.repeats.get(i as usize)).map_or(0.0, |r| r.height.0);
        Self {
            upto,
            gap,
            margin: pieces.iter().map(|p| p.margin.0).collect(),
            head: pieces.iter().map(|p| p.head.0).collect(),
            tail: pieces.iter().map(|p| p.tail.0).collect(),
            lead: pieces.iter().map(|p| lead(p.repeat)).collect(),
            give,
            asked: Cell::new((0.0, 0.0, false, feather::may_end_short(0.0, 0.0, false))),
        }
    }

    /// The height of some pieces on a page of their own, without sums.
    pub fn between(list: &VerticalList, range: Range<usize>, fresh: bool) -> f64 {
        let Some(first) = list.pieces.get(range.start).filter(|_| !range.is_empty()) else { return 0.0 };
        let lead = first.repeat.and_then(|i| list.repeats.get(i as usize)).map_or(0.0, |repeat| repeat.height.0);
        let top = lead + first.head.0 + if fresh { first.margin.0 } else { 0.0 };
        let inner: f64 = (range.start + 1..range.end).map(|i| list.gap(i).0).sum();
        let height: f64 = list.pieces[range.clone()].iter().map(|piece| piece.height.0).sum();
        top + inner + height + list.pieces[range.end - 1].tail.0
    }

    /// What the gaps within a stretch can take up.
    pub fn give(&self, from: usize, to: usize) -> f64 {
        self.give[to] - self.give[(from + 1).min(to)]
    }

    /// [`feather::may_end_short`]; the same is asked again and again, as most pages and lines are alike.
    pub fn may_end_short(&self, height: f64, line: f64, noted: bool) -> f64 {
        let (known_height, known_line, known_noted, known) = self.asked.get();
        if (known_height, known_line, known_noted) == (height, line, noted) {
            return known;
        }
        let may = feather::may_end_short(height, line, noted);
        self.asked.set((height, line, noted, may));
        may
    }

    /// The height of some pieces on a page of their own.
    pub fn stretch(&self, from: usize, to: usize, fresh: bool) -> f64 {
        if from >= to {
            return 0.0;
        }
        let margin = if fresh { self.margin[from] } else { 0.0 };
        let top = self.lead[from] + margin + self.head[from];
        top - self.gap[from] + self.upto[to] - self.upto[from] + self.tail[to - 1]
    }
}
