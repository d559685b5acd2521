//! Pages that end level. Where a page would end short since what follows does not fit it, and its gaps cannot take that
//! up ([`super::feather`]), a few paragraphs before are set a line longer, so that the page is full, or a line shorter,
//! so that what follows fits. The same is done where the last page would hold a few lines only.
//!
//! As by hand, only paragraphs are chosen that can well be set so (TeX's looseness), and a change is kept only where
//! the pages up to there are better for it. A section is levelled by itself and knows no page number, so the same text
//! gives the same pages wherever it stands in a book.

use std::cell::Cell;

use super::collect::{Collected, Replaced, Resetter};
use super::feather::{self, Short, short};
use super::fill::SCANT;
use super::heights::Heights;
use super::paginate::{Book, Plan, paginate};
use super::vertical::BreakHere;

/// So many pages before a short one may give or take lines.
const WINDOW: usize = 8;

/// So many paragraphs are set a line longer or shorter for one page.
const MOST_CHANGES: usize = 8;

/// Choices of paragraphs that are tried.
const TRIES: usize = 8;

/// Demerits that a paragraph may have more than at its best.
const DEAREST: f64 = 120_000.0;

/// A last page of a few lines is as bad as one that ends so many short.
const LOST: f64 = 4.0;

/// Pieces that may be put on pages while a section is levelled, so that one endless section takes no endless time.
const WORK: usize = 500_000;

/// Levels the pages of a section.
pub(super) fn level(section: u32, collected: &mut Collected, resetter: &Resetter<'_>, book: &dyn Book) {
    let mut plans = paginate(section, collected, 0, book);
    let work = Cell::new(WORK);
    let mut page = 0;
    while page < plans.len() && work.get() > 0 {
        if let Some(wanted) = wanted(collected, &plans, page) {
            let levelling = Levelling { section, resetter, book, page, wanted, work: &work };
            if let Some(better) = levelling.mend(collected, &plans) {
                plans = better;
            }
        }
        page += 1;
    }
    collected.restore(0);
}

struct Levelling<'a> {
    section: u32,
    resetter: &'a Resetter<'a>,
    book: &'a dyn Book,
    page: usize,
    wanted: Wanted,
    /// How many pieces may yet be put on pages.
    work: &'a Cell<usize>,
}

/// What would mend a page: so many lines more on the pages up to it, or so many fewer.
struct Wanted {
    more: f64,
    fewer: f64,
}

/// What would mend a page, if there is anything to mend.
fn wanted(collected: &Collected, plans: &[Plan], page: usize) -> Option<Wanted> {
    let plan = &plans[page];
    if let Some(Short { left, line, may }) = short(collected, plans, page) {
        let given = feather::give(collected, plan, line);
        // What must stand together at the top of the next page.
        let list = &collected.body;
        let next = plan.body.end;
        let kept = Heights::between(list, next..list.kept_from(next, list.pieces.len()), true);
        let (more, fewer) = ((left - may - given) / line, (kept - left) / line - 0.1);
        return Some(Wanted { more: more.ceil().max(1.0), fewer: fewer.ceil().max(1.0) });
    }
    let (text, height, line) = scant(collected, plans, page)?;
    Some(Wanted { more: ((height * SCANT - text) / line).ceil().max(1.0), fewer: (text / line).ceil() })
}

/// What a last page holds and could hold, and the leading of its last line, if it holds so little that it looks lost.
fn scant(collected: &Collected, plans: &[Plan], page: usize) -> Option<(f64, f64, f64)> {
    let [stretch] = plans[page].stretches.as_slice() else { return None };
    let list = &collected.body;
    let before = page.checked_sub(1).map(|before| &plans[before])?;
    let joined = is_joined(collected, before, &plans[page]);
    let ends = list.pieces.get(stretch.body.end).is_none_or(|piece| matches!(piece.before, BreakHere::Forced(_)));
    let line = list.pieces.get(stretch.body.end.checked_sub(1)?)?.height.0;
    let text = Heights::between(list, stretch.body.clone(), stretch.fresh);
    (joined && ends && stretch.column.is_none() && line > 0.0 && text < SCANT * stretch.height.0).then_some((
        text,
        stretch.height.0,
        line,
    ))
}

/// Whether the text of a page goes on on the next without a forced break.
fn is_joined(collected: &Collected, before: &Plan, here: &Plan) -> bool {
    let first = collected.body.pieces.get(here.body.start);
    before.body.end == here.body.start && first.is_some_and(|piece| matches!(piece.before, BreakHere::Cost(_)))
}

/// A paragraph that can be set anew.
struct Candidate {
    paragraph: usize,
    count: usize,
    /// How many pages before the short one it begins: the nearer, the fewer pages change.
    away: usize,
    price: f64,
}

impl Levelling<'_> {
    /// The pages with the short one mended, if they are better; else all is as it was.
    fn mend(&self, collected: &mut Collected, plans: &[Plan]) -> Option<Vec<Plan>> {
        let known = self.faults(collected, plans);
        let moves = collected.body.moves();
        // From here on pieces are counted as they stand in the flow.
        let window = self.window(collected, plans);
        collected.restore(0);
        let mut ways = [(1, self.wanted.more), (-1, self.wanted.fewer)];
        ways.sort_by(|a, b| a.1.total_cmp(&b.1));
        for (change, lines) in ways {
            if lines > MOST_CHANGES as f64 {
                continue;
            }
            let candidates = self.candidates(collected, &window, change);
            for chosen in candidates.windows(lines as usize).take(TRIES) {
                let mut chosen: Vec<&Candidate> = chosen.iter().collect();
                chosen.sort_by_key(|candidate| candidate.paragraph);
                let mut replaced = Vec::new();
                for candidate in &chosen {
                    replaced.extend(self.resetter.replace(collected, candidate.paragraph, candidate.count));
                }
                let Some(left) = self.work.get().checked_sub(collected.body.pieces.len()) else {
                    self.work.set(0);
                    put_back(collected, replaced);
                    break;
                };
                self.work.set(left);
                let better = paginate(self.section, collected, 0, self.book);
                if replaced.len() == chosen.len() && self.faults(collected, &better) < known - 0.5 {
                    return Some(better);
                }
                collected.restore(0);
                put_back(collected, replaced);
            }
        }
        // Figures move on again as they had.
        self.work.set(self.work.get().saturating_sub(collected.body.pieces.len()));
        if moves > 0 {
            paginate(self.section, collected, 0, self.book);
        }
        None
    }

    /// Where the pages before the short one begin, back to the last that ended where it had to, and where the short one
    /// ends, as pieces of the flow.
    fn window(&self, collected: &Collected, plans: &[Plan]) -> Vec<usize> {
        let mut first = self.page;
        while first > 0 && self.page - first < WINDOW {
            let [before, here] = [&plans[first - 1], &plans[first]];
            let joined = is_joined(collected, before, here)
                && before.stretches.len() == 1
                && before.stretches[0].column.is_none();
            if !joined {
                break;
            }
            first -= 1;
        }
        let starts = plans[first..=self.page].iter().map(|plan| plan.body.start);
        starts.chain([plans[self.page].body.end]).map(|piece| collected.body.original(piece)).collect()
    }

    /// The paragraphs that can be set longer or shorter by a line, the nearest and cheapest first.
    fn candidates(&self, collected: &Collected, window: &[usize], change: isize) -> Vec<Candidate> {
        let [start, .., end] = window else { return Vec::new() };
        let first = collected.paragraphs.partition_point(|paragraph| paragraph.pieces.start < *start);
        let known = collected.paragraphs.iter().enumerate().skip(first);
        let within = known.take_while(|(_, paragraph)| paragraph.pieces.end <= *end);
        let able = within.filter(|(index, known)| known.may_have(change > 0) && collected.may_reset(*index));
        let priced = able.filter_map(|(index, paragraph)| {
            let counts = self.resetter.counts(paragraph);
            let price = |count: usize| counts.iter().find(|known| known.0 == count).map(|known| known.1);
            let count = paragraph.pieces.len();
            let other = count.checked_add_signed(change)?;
            let price = price(other)? - price(count)?;
            let away = window[..window.len() - 1].iter().filter(|page| **page > paragraph.pieces.start).count();
            (price <= DEAREST).then_some(Candidate { paragraph: index, count: other, away, price })
        });
        let mut candidates: Vec<Candidate> = priced.collect();
        candidates.sort_by(|a, b| a.away.cmp(&b.away).then(a.price.total_cmp(&b.price)));
        candidates
    }

    /// How far the pages up to the short one are from level, in lines, and what all break that style forbids. What
    /// ends short after it is looked at in its turn.
    fn faults(&self, collected: &Collected, plans: &[Plan]) -> f64 {
        let pages = 0..plans.len().min(self.page + 1);
        let short = pages.filter_map(|page| short(collected, plans, page));
        let uneven: f64 = short.map(|short| short.left / short.line).sum();
        let lost = (0..plans.len()).filter(|page| scant(collected, plans, *page).is_some()).count();
        let broken = plans
            .iter()
            .filter(|plan| collected.body.pieces.get(plan.body.end).is_some_and(|piece| piece.before.is_forbidden()));
        uneven + LOST * lost as f64 + 100.0 * broken.count() as f64
    }
}

fn put_back(collected: &mut Collected, replaced: Vec<Replaced>) {
    for replaced in replaced.into_iter().rev() {
        collected.put_back(replaced);
    }
}
