//! Making pages of a section's pieces.
//!
//! Forced breaks part a section into segments, and each of them is a row of runs: pieces set across the page, then
//! pieces set in columns, and so on. A run goes through the regions of its course ([`super::fill`]): the rest of the
//! page that the run before has left, then whole pages, or the columns of these. Columns on the last page are made of
//! equal height ([`super::balance`]), and the next run begins below them.

use std::ops::Range;

use super::balance::balanced;
use super::collect::Collected;
use super::feather::feather;
use super::fill::{Segment, Share, hole};
use super::heights::Heights;
use super::vertical::{BreakHere, Columns, NoteSpace, Side, VerticalList};
use crate::style::Pt;

/// A page's share of its section: the record that pagination leaves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub section: u32,
    /// Pieces of the running text.
    pub body: Range<usize>,
    /// Pieces of the notes.
    pub notes: Range<usize>,
    /// Where they stand, in order.
    pub stretches: Vec<Stretch>,
    /// The named page.
    pub name: Option<String>,
    /// Left empty so that the next begins on its side.
    pub blank: bool,
}

/// Pieces below each other on a page, with notes at their foot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub body: Range<usize>,
    pub notes: Range<usize>,
    /// Whether the first piece keeps its margin.
    pub fresh: bool,
    /// The columns that it is one of, an index into [`VerticalList::columns`], and which.
    pub column: Option<(u32, usize)>,
    /// Space added before pieces, so that the page ends level.
    pub added: Vec<(usize, Pt)>,
    /// From the top of the page's text area, downwards.
    pub top: Pt,
    /// What text and notes have together.
    pub height: Pt,
    /// The foot of its notes, from the top of the page's text area: above the notes of what is below it on the page.
    pub foot: Pt,
}

impl Stretch {
    /// The columns that it is one of, an index into [`VerticalList::columns`].
    pub fn columns(&self) -> Option<u32> {
        self.column.map(|(columns, _)| columns)
    }
}

/// What pagination asks about pages.
pub(super) trait Book {
    /// Height of the text area of a page. Of the page's number it matters only whether it is odd, or the book's first.
    fn height(&self, page: usize, name: Option<&str>) -> Pt;
    /// Whether a page fits a side.
    fn is_on(&self, page: usize, side: Side) -> bool;
}

/// Heights of the text areas of pages of one name, each asked for once.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageHeights {
    first: Pt,
    others: [Pt; 2],
}

impl PageHeights {
    fn new(book: &dyn Book, name: Option<&str>) -> Self {
        Self { first: book.height(0, name), others: [book.height(2, name), book.height(1, name)] }
    }

    fn at(&self, page: usize) -> Pt {
        if page == 0 { self.first } else { self.others[page % 2] }
    }
}

/// The regions that a run goes through.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    pub heights: PageHeights,
    pub name: Option<&'a str>,
    /// Where it begins.
    pub place: Place,
    /// How many a page has.
    pub columns: usize,
}

/// Where a run begins: on which page of the book, and what is taken of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub page: usize,
    /// By text before.
    pub top: f64,
    /// By notes of the text before.
    pub bottom: f64,
}

impl Course<'_> {
    /// The page of a region.
    pub fn page(&self, region: usize) -> usize {
        self.place.page + if self.columns == 1 { region } else { region / self.columns }
    }

    /// Height of the text area of a region's page.
    pub fn full(&self, region: usize) -> f64 {
        self.heights.at(self.page(region)).0
    }

    /// What is taken of a region's page.
    pub fn taken(&self, region: usize) -> Place {
        let page = self.page(region);
        if page == self.place.page { self.place } else { Place { page, ..Place::default() } }
    }

    /// Height of a region.
    pub fn height(&self, region: usize) -> f64 {
        let Place { top, bottom, .. } = self.taken(region);
        (self.full(region) - top - bottom).max(0.0)
    }
}

/// Plans the pages of a section; `first` is the index of the first of them in the book.
pub(super) fn paginate(section: u32, collected: &mut Collected, first: usize, book: &dyn Book) -> Vec<Plan> {
    collected.restore(0);
    let (body, notes) = (Heights::of(&collected.body), Heights::of(&collected.notes));
    let mut making = Making { section, first, plans: Vec::new(), body, notes, noted: 0 };
    for segment in segments(&collected.body) {
        let name = page_name(&collected.body, segment.start);
        let side = match collected.body.pieces[segment.start].before {
            BreakHere::Forced(side) => side,
            BreakHere::Cost(_) | BreakHere::Column => Side::Any,
        };
        if !book.is_on(first + making.plans.len(), side) {
            making.add_page(segment.start, None, true);
        }
        let heights = PageHeights::new(book, name.as_deref());
        let mut place = Place { page: first + making.plans.len(), ..Place::default() };
        let mut from = segment.start;
        while from < segment.end {
            let run = run_at(&collected.body, from, segment.end);
            let next = run.range.end..segment.end;
            let reserve = if next.is_empty() { 0.0 } else { making.least(collected, next) };
            let course = Course { heights, name: name.as_deref(), place, columns: run.count(&collected.body) };
            let start = making.start(collected, run, reserve, course, from == segment.start);
            (from, place) = making.run(collected, &start, segment.end);
        }
    }
    let Making { mut plans, notes, .. } = making;
    for (page, plan) in plans.iter_mut().enumerate() {
        let height = book.height(first + page, plan.name.as_deref());
        stack_notes(plan, &notes, &collected.body.columns, height);
    }
    feather(collected, &mut plans);
    plans
}

/// Pieces of a segment that are all set in the same columns, or all across the page.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub range: Range<usize>,
    pub columns: Option<u32>,
}

impl Run {
    fn count(&self, list: &VerticalList) -> usize {
        self.columns.and_then(|columns| list.columns.get(columns as usize)).map_or(1, |columns| columns.count)
    }
}

/// How a run begins.
pub(super) struct Start<'a> {
    pub run: Run,
    pub course: Course<'a>,
    /// Whether its first piece keeps its margin.
    pub fresh: bool,
    /// What its last page must have left for what follows.
    pub reserve: f64,
}

/// The run that begins with a piece.
fn run_at(list: &VerticalList, from: usize, end: usize) -> Run {
    let columns = list.pieces[from].column;
    let to = (from + 1..end).find(|&piece| list.pieces[piece].column != columns);
    Run { range: from..to.unwrap_or(end), columns }
}

/// The pages of a section in the making.
pub(super) struct Making {
    section: u32,
    first: usize,
    plans: Vec<Plan>,
    pub body: Heights,
    notes: Heights,
    /// How many pieces of notes are set.
    pub noted: usize,
}

impl Making {
    fn add_page(&mut self, piece: usize, name: Option<&str>, blank: bool) -> &mut Plan {
        let index = self.plans.len();
        self.plans.push(Plan {
            section: self.section,
            body: piece..piece,
            notes: self.noted..self.noted,
            stretches: Vec::new(),
            name: name.map(str::to_owned),
            blank,
        });
        &mut self.plans[index]
    }

    /// Sets a run; gives where the next begins, in the list and in the book. Text from beyond what follows a run of
    /// columns may join it, so that that moves on.
    fn run(&mut self, collected: &mut Collected, start: &Start<'_>, end: usize) -> (usize, Place) {
        let Start { run, course, .. } = start;
        let noted = self.noted;
        let mut shares = self.shares(collected, start, run.range.clone());
        let mut to = run.range.end;
        if course.columns > 1
            && let Some((fuller, landing)) = self.fill_columns(collected, start, &shares, noted, end)
        {
            (shares, to) = (fuller, landing);
        }
        (to, self.place(&shares, run, course))
    }

    /// The regions of a run's pieces. Notes are set from `noted` on, which moves.
    pub fn shares(&mut self, collected: &mut Collected, start: &Start<'_>, range: Range<usize>) -> Vec<Share> {
        let &Start { course, mut fresh, reserve, .. } = start;
        let noted = self.noted;
        let mut shares: Vec<Share> = Vec::new();
        let mut from = range.start;
        loop {
            let region = shares.last().map_or(0, |share| share.region + 1);
            let planned = self.segment(collected, from..range.end, fresh, course, region, reserve).plan(self.noted);
            self.noted = planned.shares.last().map_or(self.noted, |share| share.notes.end);
            shares.extend(planned.shares);
            let Some((float, to)) = planned.move_on else { break };
            from = collected.defer(float, to);
            fresh = false;
            self.body = Heights::of(&collected.body);
        }
        if course.columns > 1 {
            self.balance(collected, &range, course, noted, &mut shares);
        }
        shares
    }

    fn segment<'a>(
        &'a self,
        collected: &'a Collected,
        range: Range<usize>,
        fresh: bool,
        course: Course<'a>,
        region: usize,
        reserve: f64,
    ) -> Segment<'a> {
        Segment { collected, body: &self.body, notes: &self.notes, range, fresh, course, region, reserve }
    }

    /// How a run had best begin: below what stands on the page, or on the next.
    fn start<'a>(&self, collected: &Collected, run: Run, next: f64, course: Course<'a>, fresh: bool) -> Start<'a> {
        let place = course.place;
        let list = &collected.body;
        let first = run.range.start;
        let below = place.top + place.bottom > 0.0;
        let at = |place: Place, fresh: bool| {
            if course.columns == 1 || !fresh {
                return (Course { place, ..course }, fresh);
            }
            // The margin before columns is above all of them.
            let top = place.top + self.body.margin[first];
            (Course { place: Place { top, ..place }, ..course }, false)
        };
        // Where a figure moves on, costs are known only up to it and tell nothing about what comes after.
        let cost = |(course, fresh): (Course<'_>, bool)| {
            let planned = self.segment(collected, run.range.clone(), fresh, course, 0, next).plan(self.noted);
            planned.move_on.is_none().then_some(planned.cost)
        };
        let here = at(place, fresh || below);
        let mut best = here;
        if below {
            let full = here.0.full(0);
            let mut skipped = hole(here.0.height(0) / full);
            if let BreakHere::Cost(cost) = list.pieces[first].before {
                skipped += cost;
            }
            if let Some(cost_here) = cost(here)
                && cost_here > skipped
            {
                let there = at(Place { page: place.page + 1, ..Place::default() }, false);
                if cost(there).is_some_and(|cost_there| skipped + cost_there < cost_here) {
                    best = there;
                }
            }
        }
        Start { run, course: best.0, fresh: best.1, reserve: next }
    }

    /// How much of a run must stand on the page of what is before it.
    fn least(&self, collected: &Collected, range: Range<usize>) -> f64 {
        let list = &collected.body;
        if !list.pieces[range.start].before.is_forbidden() {
            return 0.0;
        }
        let end = list.kept_from(range.start, range.end);
        self.body.stretch(range.start, end, true)
    }

    /// Makes the columns on a run's last page equally high.
    fn balance(
        &self,
        collected: &Collected,
        range: &Range<usize>,
        course: Course<'_>,
        noted: usize,
        shares: &mut Vec<Share>,
    ) {
        let Some(last) = shares.last() else { return };
        let region = last.region - last.region % course.columns;
        let kept = shares.iter().take_while(|share| share.region < region).count();
        let from = shares.get(kept).map_or(range.start, |share| share.body.start);
        let noted = kept.checked_sub(1).map_or(noted, |before| shares[before].notes.end);
        if from == range.end {
            return; // only notes are left
        }
        let segment = self.segment(collected, from..range.end, false, course, region, 0.0);
        if let Some(equal) = balanced(&segment, noted) {
            shares.truncate(kept);
            shares.extend(equal);
        }
    }

    /// Puts the shares of a run's regions on pages; gives where the next run begins.
    fn place(&mut self, shares: &[Share], run: &Run, course: &Course<'_>) -> Place {
        let mut after = course.place;
        for share in shares {
            let taken = course.taken(share.region);
            while self.first + self.plans.len() <= taken.page {
                self.add_page(share.body.start, course.name, false);
            }
            if taken.page != after.page {
                after = taken;
            }
            let text = self.body.stretch(share.body.start, share.body.end, share.fresh);
            after.top = after.top.max(taken.top + text);
            if !share.notes.is_empty() {
                let notes = self.notes.stretch(share.notes.start, share.notes.end, false) + NoteSpace::USUAL.total().0;
                after.bottom = after.bottom.max(taken.bottom + notes);
            }
            let plan = &mut self.plans[taken.page - self.first];
            if plan.stretches.is_empty() {
                (plan.body, plan.notes) = (share.body.clone(), share.notes.clone());
            }
            (plan.body.end, plan.notes.end) = (share.body.end, share.notes.end);
            plan.stretches.push(Stretch {
                body: share.body.clone(),
                notes: share.notes.clone(),
                fresh: share.fresh,
                column: run.columns.map(|columns| (columns, share.region % course.columns)),
                added: Vec::new(),
                top: Pt(taken.top),
                height: Pt(course.height(share.region)),
                foot: Pt::ZERO,
            });
        }
        after
    }
}

/// Puts the notes of a page's runs below each other at its foot, in order, column by column.
fn stack_notes(plan: &mut Plan, notes: &Heights, sets: &[Columns], height: Pt) {
    let geometry = |stretch: &Stretch| stretch.columns().and_then(|set| sets.get(set as usize)).copied();
    // Where the notes below begin, in each column of these columns, or across the page.
    let (mut feet, mut columns) = (vec![height], None);
    for run in plan.stretches.chunk_by_mut(|a, b| a.columns() == b.columns()).rev() {
        if run.iter().all(|stretch| stretch.notes.is_empty()) {
            continue;
        }
        let own = run.first().and_then(geometry);
        if own != columns {
            let highest = feet.iter().copied().fold(height, Pt::min);
            if feet.iter().any(|foot| *foot != highest) {
                // Text in a column without notes leaves no room above those of the other: these stand below instead.
                return plan.stretches.iter_mut().for_each(|stretch| stretch.foot = stretch.top + stretch.height);
            }
            (feet, columns) = (vec![highest; own.map_or(1, |own| own.count)], own);
        }
        for stretch in run {
            let foot = &mut feet[stretch.column.map_or(0, |(_, column)| column)];
            stretch.foot = *foot;
            if !stretch.notes.is_empty() {
                *foot -= Pt(notes.stretch(stretch.notes.start, stretch.notes.end, false)) + NoteSpace::USUAL.total();
            }
        }
    }
}

impl Collected {
    /// Moves a figure on, before the piece at `to`. Gives where it begins now.
    pub fn defer(&mut self, float: usize, to: usize) -> usize {
        let from = self.body.floats[float].pieces.clone();
        self.body.defer(float, to);
        // It marks no notes itself.
        self.notes_upto[from.start..to].rotate_left(from.len());
        let upto = self.notes_upto[to - from.len() - 1];
        self.notes_upto[to - from.len()..to].fill(upto);
        to - from.len()
    }

    /// Puts figures back where they stand in the flow, but for those that the first `keep` moves were of.
    pub fn restore(&mut self, keep: usize) {
        for (from, to) in self.body.restore(keep) {
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
