//! Pages that end level: where a page would end short since what follows does not fit it, a few paragraphs before are
//! set a line longer, so that the page is full, or a line shorter, so that it fits.
//!
//! As by hand, only paragraphs are chosen that can well be set so (TeX's looseness), and a change is kept only where
//! the pages are better for it. A section is levelled by itself and knows no page number, so the same text gives the
//! same pages wherever it stands in a book.

use std::ops::Range;

use super::collect::{Collected, Replaced, Resetter};
use super::heights::Heights;
use super::paginate::{Book, Plan, paginate};
use super::vertical::{BreakHere, FORBIDDEN, NoteSpace};

/// A page may end this much of a line short: facing pages are then level to within a line.
const LEVEL: f64 = 1.05;

/// What is further from level than this many lines is not for paragraphs to mend.
const MOST_LINES: f64 = 9.0;

/// So many pages before a short one may give or take lines.
const WINDOW: usize = 6;

/// So many paragraphs are set a line longer or shorter for one page.
const MOST_CHANGES: usize = 6;

/// Demerits that a paragraph may have more than at its best.
const DEAREST: f64 = 60_000.0;

/// Short pages of a section that are looked at, so that one endless section takes no endless time.
const MOST_PAGES: usize = 96;

/// Levels the pages of a section.
pub(super) fn level(section: u32, collected: &mut Collected, resetter: &Resetter<'_>, book: &dyn Book) {
    let mut plans = paginate(section, collected, 0, book);
    let mut looked_at = 0;
    let mut page = 0;
    while page < plans.len() && looked_at < MOST_PAGES {
        if let Some(short) = short(collected, &plans, page) {
            looked_at += 1;
            let levelling = Levelling { section, resetter, book, page, short };
            if let Some(better) = levelling.mend(collected, &plans) {
                plans = better;
            }
        }
        page += 1;
    }
    collected.restore(0);
}

/// A page that ends short.
#[derive(Debug, Clone, Copy)]
struct Short {
    /// What it has left.
    left: f64,
    /// The leading of its last line.
    line: f64,
}

/// What a page ends short, if it is by more than a line.
fn short(collected: &Collected, plans: &[Plan], page: usize) -> Option<Short> {
    let [plan, next] = plans.get(page..page + 2)? else { return None };
    let [stretch] = plan.stretches.as_slice() else { return None };
    let pieces = &collected.body.pieces;
    let (first, last) = (pieces.get(next.body.start)?, pieces.get(plan.body.end.checked_sub(1)?)?);
    let goes_on = next.body.start == plan.body.end && !next.body.is_empty() && !next.blank;
    if !goes_on || stretch.column.is_some() || first.page != last.page || last.height.0 <= 0.0 {
        return None;
    }
    let BreakHere::Cost(_) = first.before else { return None };
    let text = Heights::between(&collected.body, plan.body.clone(), stretch.fresh);
    let notes = match Heights::between(&collected.notes, plan.notes.clone(), false) {
        notes if notes > 0.0 => notes + NoteSpace::USUAL.total().0,
        _ => 0.0,
    };
    let left = stretch.height.0 - text - notes;
    let line = last.height.0;
    (left > LEVEL * line && left < MOST_LINES * line).then_some(Short { left, line })
}

struct Levelling<'a> {
    section: u32,
    resetter: &'a Resetter<'a>,
    book: &'a dyn Book,
    page: usize,
    short: Short,
}

/// A paragraph that can be set anew.
struct Candidate {
    paragraph: usize,
    count: usize,
    price: f64,
}

impl Levelling<'_> {
    /// The pages with the short one mended, if they are better; else all is as it was.
    fn mend(&self, collected: &mut Collected, plans: &[Plan]) -> Option<Vec<Plan>> {
        let known = faults(collected, plans);
        let window = self.window(collected, plans);
        collected.restore(0);
        let Short { left, line } = self.short;
        let more = (left / line + 0.1).floor();
        let fewer = ((self.wanted(collected, plans) - left) / line - 0.1).ceil().max(1.0);
        let mut ways = [(1, more), (-1, fewer)];
        ways.sort_by(|a, b| a.1.total_cmp(&b.1));
        for (change, lines) in ways {
            if lines > MOST_CHANGES as f64 {
                continue;
            }
            let candidates = self.candidates(collected, &window, change, lines as usize);
            if candidates.len() < lines as usize {
                continue;
            }
            let mut replaced = Vec::new();
            for candidate in &candidates {
                replaced.extend(self.resetter.replace(collected, candidate.paragraph, candidate.count));
            }
            let better = paginate(self.section, collected, 0, self.book);
            if replaced.len() == candidates.len() && faults(collected, &better) < known - 0.5 {
                return Some(better);
            }
            collected.restore(0);
            put_back(collected, replaced);
        }
        // Figures move on again as they had.
        paginate(self.section, collected, 0, self.book);
        None
    }

    /// The pieces of the pages before the short one, to the last page that ended where it had to.
    fn window(&self, collected: &Collected, plans: &[Plan]) -> Range<usize> {
        let pieces = &collected.body.pieces;
        let mut first = self.page;
        while first > 0 && self.page - first < WINDOW {
            let [before, here] = [&plans[first - 1], &plans[first]];
            let joined = before.body.end == here.body.start
                && pieces.get(here.body.start).is_some_and(|piece| matches!(piece.before, BreakHere::Cost(_)))
                && before.stretches.len() == 1
                && before.stretches[0].column.is_none();
            if !joined {
                break;
            }
            first -= 1;
        }
        plans[first].body.start..plans[self.page].body.end
    }

    /// How much of the next page stands together at its top.
    fn wanted(&self, collected: &Collected, plans: &[Plan]) -> f64 {
        let list = &collected.body;
        let from = plans[self.page].body.end;
        let may_end = |piece: &usize| !matches!(list.pieces[*piece].before, BreakHere::Cost(c) if c >= FORBIDDEN);
        let to = (from + 1..list.pieces.len()).find(may_end).unwrap_or(list.pieces.len());
        Heights::between(list, from..to, true)
    }

    /// The cheapest paragraphs to set longer or shorter by a line, no more than are asked for, in their order.
    fn candidates(&self, collected: &Collected, window: &Range<usize>, change: isize, most: usize) -> Vec<Candidate> {
        let first = collected.paragraphs.partition_point(|paragraph| paragraph.pieces.start < window.start);
        let known = collected.paragraphs.iter().enumerate().skip(first);
        let within = known.take_while(|(_, paragraph)| paragraph.pieces.end <= window.end);
        let able = within.filter(|(index, _)| collected.may_reset(*index));
        let priced = able.filter_map(|(index, paragraph)| {
            let counts = self.resetter.counts(paragraph);
            let price = |count: usize| counts.iter().find(|known| known.0 == count).map(|known| known.1);
            let count = paragraph.pieces.len();
            let other = count.checked_add_signed(change)?;
            let price = price(other)? - price(count)?;
            (price <= DEAREST).then_some(Candidate { paragraph: index, count: other, price })
        });
        let mut candidates: Vec<Candidate> = priced.collect();
        candidates.sort_by(|a, b| a.price.total_cmp(&b.price).then(b.paragraph.cmp(&a.paragraph)));
        candidates.truncate(most);
        candidates.sort_by_key(|candidate| candidate.paragraph);
        candidates
    }
}

fn put_back(collected: &mut Collected, replaced: Vec<Replaced>) {
    for replaced in replaced.into_iter().rev() {
        collected.put_back(replaced);
    }
}

/// How far pages are from level, in lines, and what they break that style forbids.
fn faults(collected: &Collected, plans: &[Plan]) -> f64 {
    let pages = (0..plans.len()).filter_map(|page| short(collected, plans, page));
    let uneven: f64 = pages.map(|short| short.left / short.line).sum();
    let broken = plans.iter().filter(|plan| {
        let next = collected.body.pieces.get(plan.body.end);
        next.is_some_and(|piece| matches!(piece.before, BreakHere::Cost(cost) if cost >= FORBIDDEN))
    });
    uneven + 100.0 * broken.count() as f64
}
