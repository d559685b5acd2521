//! Choosing where pages end: a dynamic programme over the breakpoints of a section, as Plass did for pages.
//!
//! Every gap between two pieces is a breakpoint with a cost; what style forbids costs so much that it is the last
//! resort, so that there is always a way. A page costs what stays empty on it, the break at its end, and what its
//! notes leave for the next one. Between forced breaks the cheapest way is taken. Emptiness that what follows does not
//! need costs much more, so that pages are full and the slack stands where its reason is. Where that is a figure, the
//! figure moves on ([`super::floats`]), and the text after it is planned again from the page's end.

use std::ops::Range;

use super::collect::Collected;
use super::heights::Heights;
use super::move_on::MoveOn;
use super::vertical::{BreakHere, FORBIDDEN, Side, VerticalList};
use crate::style::Pt;

/// Rounding must not push a line to the next page.
pub(super) const ROUNDING: f64 = 0.01;

/// What an empty page would cost; a page that is half empty costs a quarter of it.
const EMPTY: f64 = 1000.0;

/// The same where what follows would have fitted, in proportion to what stays empty: a line is about as bad as a
/// hyphen at the page's foot.
const WASTED: f64 = 1200.0;

/// How much of a page is looked at beyond a figure before it is known whether it moves on.
const LOOKAHEAD: f64 = 2.5;

/// A note that goes on at the foot of the next page.
const SPLIT_NOTE: f64 = 150.0;

/// A page on which a note does not even begin although it is marked there: worse than a widow.
const LOST_NOTE: f64 = 3.0 * FORBIDDEN;

/// A page higher than its area: only where a single piece is.
const OVERFULL: f64 = 1e7;

/// A last page with less than this share of its height filled looks lost.
const SCANT: f64 = 0.12;

/// See [`SCANT`].
const SCANT_COST: f64 = 100.0;

/// A page may be left unfilled rather than end at a break that costs as much as this.
const DEAR: f64 = 50.0;

/// Space between text and notes, the rule within it included.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteSpace {
    /// Between the text and the rule.
    pub above: Pt,
    /// Between the rule and the first note.
    pub below: Pt,
}

impl NoteSpace {
    pub const USUAL: Self = Self { above: Pt(6.0), below: Pt(4.0) };

    pub fn total(self) -> Pt {
        self.above + self.below
    }
}

/// A page's share of its section: the record that pagination leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub section: u32,
    /// Pieces of the running text.
    pub body: Range<usize>,
    /// Pieces of the notes.
    pub notes: Range<usize>,
    /// Whether the first piece keeps its margin, since the break before was forced.
    pub fresh: bool,
    /// The named page.
    pub name: Option<String>,
    /// Left empty so that the next begins on its side.
    pub blank: bool,
}

/// What pagination asks about pages.
pub(super) trait Book {
    /// Height of the text area of a page.
    fn height(&self, page: usize, name: Option<&str>) -> Pt;
    /// Whether a page fits a side.
    fn is_on(&self, page: usize, side: Side) -> bool;
}

/// Plans the pages of a section; `first` is the index of the first of them in the book.
pub(super) fn paginate(section: u32, collected: &mut Collected, first: usize, book: &dyn Book) -> Vec<Plan> {
    collected.restore();
    let mut body = Heights::of(&collected.body);
    let notes = Heights::of(&collected.notes);
    let mut plans: Vec<Plan> = Vec::new();
    let mut done = 0;
    for range in segments(&collected.body) {
        let name = page_name(&collected.body, range.start);
        let side = match collected.body.pieces[range.start].before {
            BreakHere::Forced(side) => side,
            BreakHere::Cost(_) => Side::Any,
        };
        if !book.is_on(first + plans.len(), side) {
            plans.push(Plan {
                section,
                body: range.start..range.start,
                notes: done..done,
                fresh: false,
                name: None,
                blank: true,
            });
        }
        let (mut start, mut fresh) = (range.start, true);
        loop {
            let (range, name) = (start..range.end, name.clone());
            let segment = Segment { collected, body: &body, notes: &notes, range, fresh, name, section, book };
            let (added, move_on) = segment.plan(first + plans.len(), done);
            done = added.last().map_or(done, |plan| plan.notes.end);
            plans.extend(added);
            let Some((float, to)) = move_on else { break };
            start = collected.defer(float, to);
            fresh = false;
            body = Heights::of(&collected.body);
        }
    }
    plans
}

impl Collected {
    /// Moves a figure on, before the piece at `to`. Gives where it begins now.
    fn defer(&mut self, float: usize, to: usize) -> usize {
        let from = self.body.floats[float].pieces.clone();
        self.body.defer(float, to);
        // It marks no notes itself.
        self.notes_upto[from.start..to].rotate_left(from.len());
        let upto = self.notes_upto[to - from.len() - 1];
        self.notes_upto[to - from.len()..to].fill(upto);
        to - from.len()
    }

    /// Puts every figure back where it stands in the flow.
    fn restore(&mut self) {
        for (from, to) in self.body.restore() {
            self.notes_upto[from.start..to].rotate_right(from.len());
            let upto = self.notes_upto[from.start - 1];
            self.notes_upto[from].fill(upto);
        }
    }
}

/// Stretches between forced breaks; a change of the named page forces one (CSS Paged Media 3, 8.2).
fn segments(list: &VerticalList) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for index in 1..=list.pieces.len() {
        let ends = list.pieces.get(index).is_none_or(|piece| {
            matches!(piece.before, BreakHere::Forced(_)) || piece.page != list.pieces[index - 1].page
        });
        if ends {
            out.push(start..index);
            start = index;
        }
    }
    out
}

fn page_name(list: &VerticalList, piece: usize) -> Option<String> {
    list.pieces[piece].page.and_then(|page| list.page_names.get(page as usize)).cloned()
}

/// The best known way to a breakpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub cost: f64,
    /// The breakpoint before.
    pub from: usize,
    /// Notes placed so far, as pieces.
    pub notes: usize,
    /// Pages so far, from the book's first.
    pub page: usize,
}

pub(super) struct Segment<'a> {
    pub collected: &'a Collected,
    pub body: &'a Heights,
    pub notes: &'a Heights,
    pub range: Range<usize>,
    /// Whether its first piece keeps its margin.
    pub fresh: bool,
    pub name: Option<String>,
    pub section: u32,
    pub book: &'a dyn Book,
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
    /// Plans the pages, to the end or to the first figure that moves on, which the next page must begin with.
    fn plan(&self, page: usize, notes: usize) -> (Vec<Plan>, Option<MoveOn>) {
        let (start, end) = (self.range.start, self.range.end);
        let mut nodes: Vec<Option<Node>> = vec![None; end - start + 1];
        nodes[0] = Some(Node { cost: 0.0, from: start, notes, page });
        let settled = vec![None; nodes.len()];
        let mut search = Search { nodes, done: start, reached: start, next: self.next_breaks(), settled };
        let floats = &self.collected.body.floats;
        let ahead = LOOKAHEAD * self.book.height(page, self.name.as_deref()).0;
        // It is usually known soon after a figure whether it moves on, and all that follows would be planned in vain.
        for float in floats.iter().skip(floats.partition_point(|float| float.pieces.start <= start)) {
            if float.pieces.start >= end {
                break;
            }
            let known =
                self.body.upto.partition_point(|upto| *upto < self.body.upto[float.pieces.end] + ahead).min(end);
            self.search(&mut search, known);
            let best = best_end(&search, start);
            if let Some(found) = self.move_on(&mut search, best) {
                return found;
            }
        }
        self.search(&mut search, end);
        if let Some(found) = self.move_on(&mut search, end) {
            return found;
        }
        let mut plans = self.trace(&search.nodes, end);
        self.notes_left(&mut plans, page);
        (plans, None)
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
            for to in from + 1..=self.range.end {
                let Some((cost, notes)) = self.page(from, to, &node, search) else { break };
                let cost = node.cost + cost;
                search.reached = search.reached.max(to);
                let best = &mut search.nodes[to - start];
                if best.is_none_or(|best| cost < best.cost) {
                    *best = Some(Node { cost, from, notes, page: node.page + 1 });
                }
            }
        }
        search.done = search.done.max(upto);
    }

    pub fn height(&self, page: usize) -> f64 {
        self.book.height(page, self.name.as_deref()).0
    }

    /// What a page of some pieces costs, and how far its notes go. `None` where it and all longer ones are too high.
    fn page(&self, from: usize, to: usize, node: &Node, search: &Search) -> Option<(f64, usize)> {
        let height = self.height(node.page);
        let fresh = self.fresh && from == self.range.start;
        let text = self.body.stretch(from, to, fresh);
        let single = to == from + 1;
        if text > height + ROUNDING && !single {
            // The tail of a later piece may be lower, but never by more than the page is high.
            let base = text - self.body.tail[to - 1];
            return if base > height + ROUNDING { None } else { Some((OVERFULL, node.notes)) };
        }
        let next = if to < self.range.end { search.next[to - self.range.start] } else { to };
        let more = self.body.stretch(from, next, fresh);
        let wasted = more <= height + ROUNDING && self.notes_fit(next, node.notes, height - more);
        let fill = Fill { from, to, text, single, wasted };
        Some(self.weigh(fill, node))
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
        let height = self.height(node.page);
        let Fill { from, to, text, single, wasted } = fill;
        let due = self.due(to).max(node.notes);
        let (notes, taken) = self.fit_notes(node.notes, due, height - text);
        let mut cost = if single && text > height + ROUNDING { OVERFULL } else { 0.0 };
        cost += self.note_cost(from, to, notes, due);
        let rest = ((height - text - taken) / height).max(0.0);
        if to < self.range.end {
            cost += if wasted {
                WASTED * rest
            } else if self.collected.body.float_at(to).is_some() {
                0.0
            } else {
                EMPTY * rest * rest
            };
            if let BreakHere::Cost(here) = self.collected.body.pieces[to].before {
                cost += here;
            }
        } else if rest > 1.0 - SCANT && from > self.range.start {
            cost += SCANT_COST;
        }
        (cost, notes)
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
        let before = self.collected.notes.pieces.get(piece).map(|piece| piece.before);
        !matches!(before, Some(BreakHere::Cost(cost)) if cost >= FORBIDDEN)
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
        let torn = if self.may_end_notes(placed) { 0.0 } else { SPLIT_NOTE };
        lost + SPLIT_NOTE + torn + (due - placed) as f64
    }

    /// The best way to a breakpoint.
    pub fn trace(&self, nodes: &[Option<Node>], end: usize) -> Vec<Plan> {
        let mut plans = Vec::new();
        let mut to = end;
        while to > self.range.start {
            // Every breakpoint can be reached: a single piece is always taken as a page.
            let Some(node) = nodes[to - self.range.start] else { break };
            let before = nodes[node.from - self.range.start].map_or(node.notes, |before| before.notes);
            plans.push(Plan {
                section: self.section,
                body: node.from..to,
                notes: before..node.notes,
                fresh: self.fresh && node.from == self.range.start,
                name: self.name.clone(),
                blank: false,
            });
            to = node.from;
        }
        plans.reverse();
        plans
    }

    /// Pages of notes alone, for what is left of them before a forced break.
    fn notes_left(&self, plans: &mut Vec<Plan>, first: usize) {
        let due = self.due(self.range.end);
        while let Some(last) = plans.last()
            && last.notes.end < due
        {
            let from = last.notes.end;
            let height = self.book.height(first + plans.len(), self.name.as_deref()).0;
            let (to, _) = self.fit_notes(from, due, height);
            plans.push(Plan {
                section: self.section,
                body: self.range.end..self.range.end,
                notes: from..to.max(from + 1),
                fresh: false,
                name: self.name.clone(),
                blank: false,
            });
        }
    }
}

/// The cheapest breakpoint beyond those that are final.
fn best_end(search: &Search, start: usize) -> usize {
    let beyond = (search.done..=search.reached).filter_map(|at| Some((at, search.nodes[at - start]?)));
    let best = beyond.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
    best.map_or(search.done, |(at, _)| at)
}
