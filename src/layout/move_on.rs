//! Which figures move on to the next page or column, and past how much text.

use super::fill::{Fill, Node, Planned, ROUNDING, Search, Segment};
use super::floats::Float;
use super::vertical::FORBIDDEN;

/// A figure moves on where it would leave more than this share of a page empty.
pub(super) const HOLE: f64 = 0.05;

/// A figure to move on and the piece it is to stand before.
pub(super) type MoveOn = (usize, usize);

impl Segment<'_> {
    /// The pages up to the first that a figure leaves unfilled, the text after the figure filling it, and the move.
    /// `end` is where the pages known so far end; the last of them may change yet.
    pub fn move_on(&self, search: &mut Search, end: usize) -> Option<Planned> {
        for (from, to) in self.unsettled(search, end) {
            if let Some((float, landing, notes)) = self.figure(search, from, to) {
                let mut shares = self.trace(&search.nodes, to);
                let last = shares.last_mut()?;
                last.body.end = landing - self.collected.body.floats[float].pieces.len();
                last.notes.end = notes;
                let cost = search.nodes[to - self.range.start].map_or(0.0, |node| node.cost);
                return Some(Planned { shares, move_on: Some((float, landing)), cost });
            }
            search.settled[to - self.range.start] = Some(from);
        }
        None
    }

    /// The pages on the best way to a breakpoint, but for the last, that were not looked at before. How a page was
    /// reached does not change once it was looked at, so the pages before one of those need no second look: without
    /// that, a book of nothing but figures would take time with the square of their number.
    fn unsettled(&self, search: &Search, end: usize) -> Vec<(usize, usize)> {
        let start = self.range.start;
        let before = |to: usize| search.nodes[to - start].map(|node| node.from).filter(|from| *from < to);
        let mut pages = Vec::new();
        let mut to = before(end).unwrap_or(start);
        while to > start {
            let Some(from) = before(to).filter(|from| search.settled[to - start] != Some(*from)) else { break };
            pages.push((from, to));
            to = from;
        }
        pages.reverse();
        pages
    }

    /// The figure that leaves a page unfilled, where it best moves to, and how far the page's notes then go.
    fn figure(&self, search: &Search, from: usize, to: usize) -> Option<(usize, usize, usize)> {
        let float = self.collected.body.float_at(to)?;
        let node = search.nodes[from - self.range.start]?;
        let (landing, notes) = self.landing(from, float, &node)?;
        Some((float, landing, notes))
    }

    /// Where a figure that follows a page's text best moves to, and how far the page's notes then go.
    fn landing(&self, from: usize, float: usize, node: &Node) -> Option<(usize, usize)> {
        let (list, body) = (&self.collected.body, self.body);
        let height = self.course.height(node.region);
        let Float { pieces, joined, .. } = &list.floats[float];
        let text = body.stretch(from, pieces.start, self.fresh && from == self.range.start);
        let (here, _) = self.weigh(Fill { from, to: pieces.start, text, single: false, wasted: false }, node);
        let room = self.fit_notes(node.notes, self.due(pieces.start).max(node.notes), height - text).1;
        if height - text - room < HOLE * height || here >= FORBIDDEN {
            return None;
        }
        let after = pieces.end;
        let joint = joined.unwrap_or_default().0 + body.head[after] - body.gap[after] - body.upto[after];
        let mut best: Option<(f64, usize, usize)> = None;
        for to in list.landings(float, self.range.end) {
            let text = text + joint + body.upto[to] + body.tail[to - 1];
            if text - body.tail[to - 1] > height + ROUNDING {
                break;
            }
            if text > height + ROUNDING {
                continue;
            }
            let (cost, notes) = self.weigh(Fill { from, to, text, single: false, wasted: true }, node);
            if cost < FORBIDDEN && best.is_none_or(|best| cost <= best.0) {
                best = Some((cost, to, notes));
            }
        }
        best.map(|(_, to, notes)| (to, notes))
    }
}
