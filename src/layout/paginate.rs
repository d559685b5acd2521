//! Choosing where pages end: a dynamic programme over the breakpoints of a section, as Plass did for pages.
//!
//! Every gap between two pieces is a breakpoint with a cost; what style forbids costs so much that it is the last
//! resort, so that there is always a way. A page costs what stays empty on it, the break at its end, and what its
//! notes leave for the next one. Between forced breaks the cheapest way is taken.

use std::ops::Range;

use super::collect::Collected;
use super::vertical::{BreakHere, FORBIDDEN, Side, VerticalList};
use crate::style::Pt;

/// Rounding must not push a line to the next page.
const ROUNDING: f64 = 0.01;

/// What an empty page would cost; a page that is half empty costs a quarter of it.
const EMPTY: f64 = 1000.0;

/// A note that goes on at the foot of the next page.
const SPLIT_NOTE: f64 = 150.0;

/// A page on which a note does not even begin although it is marked there: worse than a widow.
const LOST_NOTE: f64 = 3.0 * FORBIDDEN;

/// A page higher than its area: only where a single piece is.
const OVERFULL: f64 = 1e7;

/// A last page with less than this share of its height filled looks lost.
const SCANT: f64 = 0.12;

/// See [`SCANT`].
const SCANT_COST: f64 = 25.0;

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

    fn total(self) -> f64 {
        (self.above + self.below).0
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
pub(super) fn paginate(section: u32, collected: &Collected, first: usize, book: &dyn Book) -> Vec<Plan> {
    let body = Heights::of(&collected.body);
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
        let segment = Segment { collected, body: &body, notes: &notes, range, name, section, book };
        let added = segment.plan(first + plans.len(), done);
        done = added.last().map_or(done, |plan| plan.notes.end);
        plans.extend(added);
    }
    plans
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

/// Sums that give the height of any stretch of a list at once.
struct Heights {
    /// Gaps and heights of all pieces before each.
    upto: Vec<f64>,
    gap: Vec<f64>,
    margin: Vec<f64>,
    head: Vec<f64>,
    tail: Vec<f64>,
    lead: Vec<f64>,
}

impl Heights {
    fn of(list: &VerticalList) -> Self {
        let pieces = &list.pieces;
        let gap: Vec<f64> = (0..pieces.len()).map(|i| list.gap(i).0).collect();
        let mut upto = vec![0.0];
        for (gap, piece) in gap.iter().zip(pieces) {
            upto.push(upto[upto.len() - 1] + gap + piece.height.0);
        }
        let lead = |index: Option<u32>| index.and_then(|i| list.repeats.get(i as usize)).map_or(0.0, |r| r.height.0);
        Self {
            upto,
            gap,
            margin: pieces.iter().map(|p| p.margin.0).collect(),
            head: pieces.iter().map(|p| p.head.0).collect(),
            tail: pieces.iter().map(|p| p.tail.0).collect(),
            lead: pieces.iter().map(|p| lead(p.repeat)).collect(),
        }
    }

    /// The height of some pieces on a page of their own.
    fn stretch(&self, from: usize, to: usize, fresh: bool) -> f64 {
        if from >= to {
            return 0.0;
        }
        let margin = if fresh { self.margin[from] } else { 0.0 };
        let top = self.lead[from] + margin + self.head[from];
        top - self.gap[from] + self.upto[to] - self.upto[from] + self.tail[to - 1]
    }
}

/// The best known way to a breakpoint.
#[derive(Debug, Clone, Copy)]
struct Node {
    cost: f64,
    /// The breakpoint before.
    from: usize,
    /// Notes placed so far, as pieces.
    notes: usize,
    /// Pages so far, from the book's first.
    page: usize,
}

struct Segment<'a> {
    collected: &'a Collected,
    body: &'a Heights,
    notes: &'a Heights,
    range: Range<usize>,
    name: Option<String>,
    section: u32,
    book: &'a dyn Book,
}

impl Segment<'_> {
    fn plan(&self, page: usize, notes: usize) -> Vec<Plan> {
        let nodes = self.search(page, notes);
        let mut plans = self.trace(&nodes);
        self.notes_left(&mut plans, page);
        plans
    }

    /// The best way to each breakpoint, in order.
    fn search(&self, page: usize, notes: usize) -> Vec<Option<Node>> {
        let (start, end) = (self.range.start, self.range.end);
        let mut nodes: Vec<Option<Node>> = vec![None; end - start + 1];
        nodes[0] = Some(Node { cost: 0.0, from: start, notes, page });
        for from in start..end {
            let Some(node) = nodes[from - start] else { continue };
            for to in from + 1..=end {
                let Some((cost, notes)) = self.page(from, to, &node) else { break };
                let cost = node.cost + cost;
                let best = &mut nodes[to - start];
                if best.is_none_or(|best| cost < best.cost) {
                    *best = Some(Node { cost, from, notes, page: node.page + 1 });
                }
            }
        }
        nodes
    }

    /// What a page of some pieces costs, and how far its notes go. `None` where it and all longer ones are too high.
    fn page(&self, from: usize, to: usize, node: &Node) -> Option<(f64, usize)> {
        let height = self.book.height(node.page, self.name.as_deref()).0;
        let text = self.body.stretch(from, to, from == self.range.start);
        let single = to == from + 1;
        let over = text > height + ROUNDING;
        if over && !single {
            // The tail of a later piece may be lower, but never by more than the page is high.
            let base = text - self.body.tail[to - 1];
            return if base > height + ROUNDING { None } else { Some((OVERFULL, node.notes)) };
        }
        let wanted = self.collected.notes_upto.get(to - 1).copied().unwrap_or(0);
        let due = wanted.checked_sub(1).map_or(0, |last| self.collected.note_ends[last]).max(node.notes);
        let (notes, taken) = self.fit_notes(node.notes, due, height - text);
        let mut cost = if over { OVERFULL } else { 0.0 };
        cost += self.note_cost(from, to, notes, due);
        let last = to == self.range.end;
        let rest = ((height - text - taken) / height).max(0.0);
        if !last {
            cost += EMPTY * rest * rest;
            if let BreakHere::Cost(here) = self.collected.body.pieces[to].before {
                cost += here;
            }
        } else if rest > 1.0 - SCANT && from > self.range.start {
            cost += SCANT_COST;
        }
        Some((cost, notes))
    }

    /// As many of the notes that are due as there is room for, and the room they take.
    fn fit_notes(&self, from: usize, due: usize, room: f64) -> (usize, f64) {
        let space = NoteSpace::USUAL.total();
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

    fn trace(&self, nodes: &[Option<Node>]) -> Vec<Plan> {
        let mut plans = Vec::new();
        let mut to = self.range.end;
        while to > self.range.start {
            // Every breakpoint can be reached: a single piece is always taken as a page.
            let Some(node) = nodes[to - self.range.start] else { break };
            let before = nodes[node.from - self.range.start].map_or(node.notes, |before| before.notes);
            plans.push(Plan {
                section: self.section,
                body: node.from..to,
                notes: before..node.notes,
                fresh: node.from == self.range.start,
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
        let due = self.range.end.checked_sub(1).and_then(|last| self.collected.notes_upto.get(last)).copied();
        let due = due.and_then(|notes| notes.checked_sub(1)).map_or(0, |last| self.collected.note_ends[last]);
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
