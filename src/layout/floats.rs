//! Figures that do not fit: they move on to the top of the next page, and the text after them fills the page.
//!
//! A figure never moves before its place, past another figure, or out of the block that holds it. Its pieces change
//! places with the text in the vertical list, so that pages stay stretches of it; [`VerticalList::restore`] undoes
//! that, since pages are planned again when page numbers have settled.

use std::ops::Range;

use super::vertical::{BreakHere, FORBIDDEN, Frame, VerticalList};
use crate::style::Pt;

/// A figure that may move on.
#[derive(Debug, Clone)]
pub(super) struct Float {
    pub pieces: Range<usize>,
    /// The element that holds it.
    pub parent: Option<u32>,
    /// Where that ends; it is no place beyond.
    pub limit: Option<usize>,
    /// The margin between its neighbours without it; unknown where no piece follows.
    pub joined: Option<Pt>,
    /// Its own margin below.
    pub below: Pt,
}

/// What a move has changed, so that it can be undone.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    float: usize,
    from: Range<usize>,
    to: usize,
    /// Of the figure's first piece, and of the pieces that stood after it and stand after it now.
    before: [BreakHere; 2],
    margins: [Pt; 2],
    /// The frames that begin from the figure on to where it went, and the index of the first.
    frames: Vec<Frame>,
    first_frame: usize,
}

impl Float {
    /// The most text that may pass it: where it would stand at the furthest.
    fn furthest(&self) -> Option<usize> {
        self.joined.and(self.limit).filter(|limit| *limit > self.pieces.end)
    }
}

impl VerticalList {
    /// The figure that begins with a piece and may move on.
    pub fn float_at(&self, piece: usize) -> Option<usize> {
        let index = self.floats.binary_search_by_key(&piece, |float| float.pieces.start).ok()?;
        let float = &self.floats[index];
        let next = self.floats.get(index + 1).map_or(usize::MAX, |next| next.pieces.start);
        let follows = self.pieces.get(float.pieces.end).is_some_and(|piece| matches!(piece.before, BreakHere::Cost(_)));
        (float.furthest().is_some() && next > float.pieces.end && follows).then_some(index)
    }

    /// The places that a figure may move to: the pieces it would stand before, at the top of a page.
    pub fn landings(&self, index: usize, end: usize) -> impl Iterator<Item = usize> {
        let float = &self.floats[index];
        let next = self.floats.get(index + 1).map_or(usize::MAX, |next| next.pieces.start);
        // The last piece stays: a page of nothing but a figure has no text to be cited by.
        let most = float.furthest().unwrap_or(0).min(next).min(end.saturating_sub(1));
        let passed = float.pieces.end;
        let starts = self.frames.partition_point(|frame| frame.pieces.start < passed);
        let mut frames = self.frames[starts..].iter().peekable();
        let mut closed = passed;
        let stops = (passed + 1..=most).map_while(move |to| {
            let piece = &self.pieces[to];
            let BreakHere::Cost(cost) = piece.before else { return None };
            while let Some(frame) = frames.next_if(|frame| frame.pieces.start < to) {
                closed = closed.max(frame.pieces.end);
            }
            // It would stand within another block's box, or between a table's rows.
            Some((cost < FORBIDDEN && to >= closed && !piece.keeps_out).then_some(to))
        });
        stops.flatten()
    }

    /// How many moves were made.
    pub fn moves(&self) -> usize {
        self.moved.len()
    }

    /// Where a piece stands in the flow, before any figure moved.
    pub fn original(&self, mut piece: usize) -> usize {
        for Moved { from, to, .. } in self.moved.iter().rev() {
            let landed = to - from.len();
            if (landed..*to).contains(&piece) {
                piece = piece - landed + from.start;
            } else if (from.start..landed).contains(&piece) {
                piece += from.len();
            }
        }
        piece
    }

    /// Moves a figure on, before the piece at `to`.
    pub fn defer(&mut self, index: usize, to: usize) {
        let float = &self.floats[index];
        let (from, length) = (float.pieces.clone(), float.pieces.len());
        let (joined, below) = (float.joined.unwrap_or_default(), float.below);
        let (first, after) = (from.start, from.end);
        let framed = |piece: usize| self.frames.partition_point(|frame| frame.pieces.start < piece);
        let frames = framed(first)..framed(to);
        self.moved.push(Moved {
            float: index,
            from: from.clone(),
            to,
            before: [self.pieces[first].before, self.pieces[after].before],
            margins: [self.pieces[after].margin, self.pieces[to].margin],
            frames: self.frames[frames.clone()].to_vec(),
            first_frame: frames.start,
        });
        self.pieces[after].before = stronger(self.pieces[first].before, self.pieces[after].before);
        self.pieces[first].before = self.pieces[to].before;
        self.pieces[to].margin = self.pieces[to].margin.max(below);
        self.pieces[after].margin = joined;
        for piece in &mut self.pieces[from] {
            piece.floated = true;
        }
        self.pieces[first..to].rotate_left(length);
        let frames = &mut self.frames[frames];
        for frame in &mut *frames {
            let (start, end) = (frame.pieces.start, frame.pieces.end);
            if start >= first && end <= after {
                frame.pieces = start + to - after..end + to - after;
            } else if start >= after && end <= to {
                frame.pieces = start - length..end - length;
            }
        }
        frames.sort_by_key(|frame| frame.pieces.start);
        self.floats[index].pieces = to - length..to;
    }

    /// Undoes all moves but the first `keep`. Gives the figures' places and how far they had moved, the last first.
    pub fn restore(&mut self, keep: usize) -> Vec<(Range<usize>, usize)> {
        let mut undone = Vec::new();
        while self.moved.len() > keep
            && let Some(moved) = self.moved.pop()
        {
            let Moved { float, from, to, before, margins, frames, first_frame } = moved;
            self.pieces[from.start..to].rotate_right(from.len());
            self.pieces[to].margin = margins[1];
            let after = &mut self.pieces[from.end];
            (after.margin, after.before) = (margins[0], before[1]);
            self.pieces[from.start].before = before[0];
            for piece in &mut self.pieces[from.clone()] {
                piece.floated = false;
            }
            let end = first_frame + frames.len();
            self.frames.splice(first_frame..end, frames);
            self.floats[float].pieces = from.clone();
            undone.push((from, to));
        }
        undone
    }
}

/// The one of two breaks that is harder.
fn stronger(a: BreakHere, b: BreakHere) -> BreakHere {
    match (a, b) {
        (BreakHere::Cost(a), BreakHere::Cost(b)) => BreakHere::Cost(a.max(b)),
        (forced @ BreakHere::Forced(_), _) | (_, forced @ BreakHere::Forced(_)) => forced,
        (BreakHere::Column, _) | (_, BreakHere::Column) => BreakHere::Column,
    }
}
