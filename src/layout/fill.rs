//! Filling regions: a dynamic programme over the breakpoints of a run of pieces, as Plass did for pages.
//!
//! A region is a page's text area, or a column of it. Every gap between two pieces is a breakpoint with a cost; what
//! style forbids costs so much that it is the last resort, so that there is always a way. A region costs what stays
//! empty in it, the break at its end, and what its notes leave for the next one. The cheapest way is taken. Emptiness
//! that what follows does not need costs much more, so that regions are full and the slack stands where its reason is.
//! Where that is a figure, the figure moves on ([`super::floats`]), and the text after it is planned again from the
//! region's end.

use std::ops::Range;

use super::collect::Collected;
use super::heights::Heights;
use super::move_on::MoveOn;
use super::paginate::Course;
use super::vertical::{BreakHere, FORBIDDEN, NoteSpace};

/// Rounding must not push a line to the next page.
pub(super) const ROUNDING: f64 = 0.01;

/// What an empty page would cost; a page that is half empty costs a quarter of it.
const EMPTY: f64 = 1000.0;

/// The same where what follows would have fitted, in proportion to what stays empty: a line is about as bad as a
/// hyphen at the page's foot.
const WASTED: f64 = 1200.0;

/// A line that stays empty where facing pages are level nevertheless: a few of them, a page each, are better than one
/// page that is not level.
const SHORT: f64 = 6.0;

/// A page that will not be level, whatever its gaps take up, and each line of that.
const UNEVEN: f64 = 120.0;
const UNEVEN_LINE: f64 = 40.0;

/// How much of a page is looked at beyond a figure before it is known whether it moves on.
const LOOKAHEAD: f64 = 2.5;

/// A note that goes on at the foot of the next page.
const SPLIT_NOTE: f64 = 150.0;

/// The same where a widow or an orphan comes of it.
const TORN_NOTE: f64 = 1500.0;

/// A page on which a note does not even begin although it is marked there: worse than a widow.
const LOST_NOTE: f64 = 3.0 * FORBIDDEN;

/// A region that holds less than it could of a note that goes on: worse than a widow.
const PUT_OFF: f64 = 2.0 * FORBIDDEN;

/// A region higher than its area: only where a single piece is.
const OVERFULL: f64 = 1e7;

/// A last page with less than this share of its height filled looks lost.
pub(super) const SCANT: f64 = 0.14;

/// See [`SCANT`].
const SCANT_COST: f64 = 100.0;

/// A page may be left unfilled rather than end at a break that costs as much as this.
pub(super) const DEAR: f64 = 50.0;

/// What it costs to leave this share of a page empty.
pub(super) fn hole(share: f64) -> f64 {
    EMPTY * share * share
}

/// The best known way to a breakpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub cost: f64,
    /// The breakpoint before.
    pub from: usize,
    /// Notes placed so far, as pieces.
    pub notes: usize,
    /// Regions so far, from the course's first.
    pub region: usize,
}

/// A region's share of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// Counted from the course's first.
    pub region: usize,
    /// Pieces of the running text.
    pub body: Range<usize>,
    /// Pieces of the notes.
    pub notes: Range<usize>,
    /// Whether the first piece keeps its margin, since the break before was forced.
    pub fresh: bool,
}

/// Pieces to be set in regions one after the other.
pub(super) struct Segment<'a> {
    pub collected: &'a Collected,
    pub body: &'a Heights,
    pub notes: &'a Heights,
    pub range: Range<usize>,
    /// Whether its first piece keeps its margin.
    pub fresh: bool,
    pub course: Course<'a>,
    /// The region that it begins in.
    pub region: usize,
    /// What its last region must have left for what follows.
    pub reserve: f64,
}

/// What planning gives.
pub(super) struct Planned {
    pub shares: Vec<Share>,
    /// The figure that moves on, which the next region must begin with.
    pub move_on: Option<MoveOn>,
    pub cost: f64,
}

/// A page in the making.
#[derive(Clone, Copy)]
pub(super) struct Fill {
    /// Its first piece and the end of its pieces.
    pub from: usize,
    pub to: usize,
    /// Height of its text.
    pub text: f64,
    /// A single piece, which is taken however high it is.
    pub single: bool,
    /// Text that would also have fitted was left for the next page.
    pub wasted: bool,
}

/// Breakpoints as far as they are known.
pub(super) struct Search {
    pub nodes: Vec<Option<Node>>,
    /// The breakpoints before this one are final.
    done: usize,
    /// The furthest breakpoint that some page reaches.
    reached: usize,
    /// For each piece of the segment, the next breakpoint that is not [`DEAR`].
    next: Vec<usize>,
    /// For each breakpoint, where the last page began that ends there and that no figure moves on from.
    pub settled: Vec<Option<usize>>,
}

impl Segment<'_> {
    /// Plans the regions, to the end or to the first figure that moves on. `notes`: how many pieces of them are set.
    pub fn plan(&self, notes: usize) -> Planned {
        let (start, end) = (self.range.start, self.range.end);
        let mut nodes: Vec<Option<Node>> = vec![None; end - start + 1];
        nodes[0] = Some(Node { cost: 0.0, from: start, notes, region: self.region });
        let settled = vec![None; nodes.len()];
        let mut search = Search { nodes, done: start, reached: start, next: self.next_breaks(), settled };
        let floats = &self.collected.body.floats;
        let ahead = LOOKAHEAD * self.course.full(self.region);
        // It is usually known soon after a figure whether it moves on, and all that follows would be planned in vain.
        for float in floats.iter().skip(floats.partition_point(|float| float.pieces.start <= start)) {
            if float.pieces.start >= end {
                break;
            }
            let known =
                self.body.upto.partition_point(|upto| *upto < self.body.upto[float.pieces.end] + ahead).min(end);
            self.search(&mut search, known);
            let best = best_end(&search, start);
            if let Some(planned) = self.move_on(&mut search, best) {
                return planned;
            }
        }
        self.search(&mut search, end);
        if let Some(planned) = self.move_on(&mut search, end) {
            return planned;
        }
        let mut shares = self.trace(&search.nodes, end);
        self.notes_left(&mut shares);
        Planned { shares, move_on: None, cost: search.nodes[end - start].map_or(0.0, |node| node.cost) }
    }

    /// For each piece the next breakpoint after it that is not dear.
    fn next_breaks(&self) -> Vec<usize> {
        let mut next = self.range.end;
        let mut out = vec![next; self.range.len()];
        for index in self.range.clone().rev() {
            out[index - self.range.start] = next;
            if !matches!(self.collected.body.pieces[index].before, BreakHere::Cost(cost) if cost >= DEAR) {
                next = index;
            }
        }
        out
    }

    /// The best way to each breakpoint, in order, up to one.
    fn search(&self, search: &mut Search, upto: usize) {
        let start = self.range.start;
        for from in search.done..upto {
            let Some(node) = search.nodes[from - start] else { continue };
            let height = self.course.height(node.region);
            for to in from + 1..=self.range.end {
                let Some(text) = self.text(from, to, height) else { break };
                search.reached = search.reached.max(to);
                // No region costs less than nothing.
                if search.nodes[to - start].is_some_and(|best| best.cost <= node.cost) {
                    continue;
                }
                let (cost, notes) = self.region(from, to, text, height, &node, search);
                let cost = node.cost + cost;
                let best = &mut search.nodes[to - start];
                if best.is_none_or(|best| cost < best.cost) {
                    *best = Some(Node { cost, from, notes, region: node.region + 1 });
                }
            }
        }
        search.done = search.done.max(upto);
    }

    /// The height of a region's text. `None` where it and all longer ones are too high, or a column ends before.
    fn text(&self, from: usize, to: usize, height: f64) -> Option<f64> {
        let text = self.body.stretch(from, to, self.fresh && from == self.range.start);
        if to == from + 1 {
            return Some(text);
        }
        // The tail of a later piece may be lower, but never by more than the page is high.
        let too_high = text - self.body.tail[to - 1] > height + ROUNDING;
        let ended = self.collected.body.pieces[to - 1].before == BreakHere::Column;
        (!too_high && !ended).then_some(text)
    }

    /// What a region of some pieces costs, and how far its notes go.
    fn region(&self, from: usize, to: usize, text: f64, height: f64, node: &Node, search: &Search) -> (f64, usize) {
        let fresh = self.fresh && from == self.range.start;
        let single = to == from + 1;
        if text > height + ROUNDING && !single {
            return (OVERFULL, node.notes);
        }
        let next = if to < self.range.end { search.next[to - self.range.start] } else { to };
        let more = self.body.stretch(from, next, fresh);
        let ends_here = to < self.range.end && self.collected.body.pieces[to].before == BreakHere::Column;
        let wasted = !ends_here && more <= height + ROUNDING && self.notes_fit(next, node.notes, height - more);
        let fill = Fill { from, to, text, single, wasted };
        self.weigh(fill, node)
    }

    /// Whether all notes up to a piece fit a page.
    fn notes_fit(&self, to: usize, from: usize, room: f64) -> bool {
        let due = self.due(to).max(from);
        self.fit_notes(from, due, room).0 == due
    }

    /// The notes marked before a piece, as pieces of notes.
    pub fn due(&self, to: usize) -> usize {
        let wanted = to.checked_sub(1).and_then(|last| self.collected.notes_upto.get(last)).copied().unwrap_or(0);
        wanted.checked_sub(1).map_or(0, |last| self.collected.note_ends[last])
    }

    pub fn weigh(&self, fill: Fill, node: &Node) -> (f64, usize) {
        let height = self.course.height(node.region);
        let Fill { from, to, text, single, wasted } = fill;
        let due = self.due(to).max(node.notes);
        let (notes, taken) = self.fit_notes(node.notes, due, height - text);
        let mut cost = if single && text > height + ROUNDING { OVERFULL } else { 0.0 };
        cost += self.note_cost(from, to, notes, due) + self.put_off(from, notes, node.notes, height);
        let left = (height - text - taken).max(0.0);
        let rest = left / self.course.full(node.region);
        if to < self.range.end {
            cost += if self.collected.body.pieces[to].before == BreakHere::Column
                || (!wasted && self.collected.body.float_at(to).is_some())
            {
                0.0
            } else {
                self.emptiness(&fill, height, left, taken > 0.0, rest)
            };
            if let BreakHere::Cost(here) = self.collected.body.pieces[to].before {
                cost += here;
            }
        } else {
            if rest > 1.0 - SCANT && from > self.range.start && self.course.columns == 1 {
                cost += SCANT_COST;
            }
            if self.reserve > 0.0 && self.left_below(node.region, left) < self.reserve {
                cost += FORBIDDEN;
            }
        }
        (cost, notes)
    }

    /// What a run's last page has left below its columns once they are equally high. `left`: what the last of them has.
    fn left_below(&self, region: usize, left: f64) -> f64 {
        let columns = self.course.columns;
        if columns == 1 {
            return left;
        }
        let line = self.collected.body.pieces[self.range.end - 1].height.0;
        (left + (columns - 1 - region % columns) as f64 * self.course.height(region)) / columns as f64 - line
    }

    /// What it costs that some of a region stays empty.
    fn emptiness(&self, fill: &Fill, height: f64, left: f64, noted: bool, rest: f64) -> f64 {
        let empty = if fill.wasted { WASTED * rest } else { hole(rest) };
        let last = self.collected.body.pieces[fill.to - 1].height.0;
        if self.course.columns > 1 || last <= 0.0 {
            return empty;
        }
        let may = self.body.may_end_short(height, last, noted);
        if left <= may {
            return SHORT * left / last;
        }
        let over = (left - may - self.body.give(fill.from, fill.to)) / last;
        if over <= 0.0 { empty } else { empty + UNEVEN + UNEVEN_LINE * over }
    }

    /// As many of the notes that are due as there is room for, and the room they take.
    pub fn fit_notes(&self, from: usize, due: usize, room: f64) -> (usize, f64) {
        let space = NoteSpace::USUAL.total().0;
        let height = |to: usize| self.notes.stretch(from, to, false) + space;
        if from == due {
            return (from, 0.0);
        }
        if height(due) <= room + ROUNDING {
            return (due, height(due));
        }
        let mut most = from;
        let mut best = from;
        while most < due && height(most + 1) <= room + ROUNDING {
            most += 1;
            if self.may_end_notes(most) {
                best = most;
            }
        }
        let to = if best > from { best } else { most };
        if to == from { (from, 0.0) } else { (to, height(to)) }
    }

    /// Whether the notes of a page may end before a piece.
    fn may_end_notes(&self, piece: usize) -> bool {
        self.collected.notes.pieces.get(piece).is_none_or(|piece| !piece.before.is_forbidden())
    }

    /// What it costs that notes go on: a note must at least begin on the page of its mark.
    fn note_cost(&self, from: usize, to: usize, placed: usize, due: usize) -> f64 {
        if placed == due {
            return 0.0;
        }
        let ends = &self.collected.note_ends;
        let upto = &self.collected.notes_upto;
        let before = from.checked_sub(1).map_or(0, |i| upto[i]);
        let last = upto[to - 1];
        let begins = |note: usize| note.checked_sub(1).map_or(0, |n| ends[n]);
        let lost = if last > before && placed <= begins(last - 1) { LOST_NOTE } else { 0.0 };
        let torn = if self.may_end_notes(placed) { 0.0 } else { TORN_NOTE };
        lost + SPLIT_NOTE + torn + (due - placed) as f64
    }

    /// What it costs that a note from a region before goes on later than it could: the text gives way to it, but for as
    /// much as must stand together. `noted` and `placed`: notes set before the region and in it.
    fn put_off(&self, from: usize, placed: usize, noted: usize, height: f64) -> f64 {
        let pending = from.checked_sub(1).map_or(0, |last| self.due(last + 1));
        if placed >= pending {
            return 0.0;
        }
        let least = self.body.stretch(from, self.collected.body.kept_from(from, self.range.end), false);
        let room = (height - least).max(0.0);
        if placed < self.fit_notes(noted, pending, room).0 { PUT_OFF } else { 0.0 }
    }

    /// The best way to a breakpoint.
    pub fn trace(&self, nodes: &[Option<Node>], end: usize) -> Vec<Share> {
        let mut shares = Vec::new();
        let mut to = end;
        while to > self.range.start {
            // Every breakpoint can be reached: a single piece is always taken as a region.
            let Some(node) = nodes[to - self.range.start] else { break };
            let before = nodes[node.from - self.range.start];
            shares.push(Share {
                region: before.map_or(self.region, |before| before.region),
                body: node.from..to,
                notes: before.map_or(node.notes, |before| before.notes)..node.notes,
                fresh: self.fresh && node.from == self.range.start,
            });
            to = node.from;
        }
        shares.reverse();
        shares
    }

    /// Regions of notes alone, for what is left of them at the run's end.
    fn notes_left(&self, shares: &mut Vec<Share>) {
        let due = self.due(self.range.end);
        while let Some(last) = shares.last()
            && last.notes.end < due
        {
            let (from, region) = (last.notes.end, last.region + 1);
            let (to, _) = self.fit_notes(from, due, self.course.height(region));
            let (body, notes) = (self.range.end..self.range.end, from..to.max(from + 1));
            shares.push(Share { region, body, notes, fresh: false });
        }
    }
}

/// The cheapest breakpoint beyond those that are final.
fn best_end(search: &Search, start: usize) -> usize {
    let beyond = (search.done..=search.reached).filter_map(|at| Some((at, search.nodes[at - start]?)));
    let best = beyond.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
    best.map_or(search.done, |(at, _)| at)
}
