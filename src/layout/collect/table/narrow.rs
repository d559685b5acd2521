//! The columns of a table that is too wide for one line a cell: tried out, so that it has about the fewest lines.

use crate::flow::Child;
use crate::style::Pt;
use crate::text::Line;

use super::super::super::draw::insets;
use super::super::super::set::SetParagraph;
use super::super::block::Collector;
use super::super::inline::gather;
use super::super::scene::Room;
use super::Row;
use super::decimals::Shifts;

/// Tables of more cells than this, or of more text in bytes, are not tried out.
const MOST_CELLS: usize = 400;
const MOST_TEXT: usize = 40_000;

/// Columns of long text are tried at so many shares of the table's width.
const SHARES: usize = 10;

/// Cells are not made narrower than what this many lines need.
const MOST_LINES: usize = 4;

/// What a line costs that does not make its row taller.
const OWN: f64 = 0.1;

/// A cell of text only, tried at several widths.
struct Trial {
    text: Box<dyn SetParagraph>,
    /// Of its text, in bytes.
    length: usize,
    inset: Pt,
}

impl Trial {
    fn set(&self, width: Pt) -> Vec<Line> {
        // Rounding must not break what has exactly the room it needs.
        let width = width - self.inset + Pt(0.02);
        self.text.lines(&|_| width.max(Pt(1.0)))
    }

    fn lines(&self, width: Pt) -> usize {
        self.set(width).len()
    }

    /// What it costs: a hyphen is half as bad as a line.
    fn cost(&self, width: Pt) -> usize {
        let lines = self.set(width);
        2 * lines.len() + lines.iter().filter(|line| line.hyphenated).count()
    }

    /// About the least width in which it has no more lines than this.
    fn need(&self, lines: usize) -> Pt {
        let most = self.text.max_content();
        let (mut low, mut high) = (self.text.min_content().max(most / lines as f64), most.max(Pt(1.0)));
        if self.lines(low + self.inset) <= lines {
            return low + self.inset;
        }
        for _ in 0..5 {
            let middle = (low + high) / 2.0;
            if self.lines(middle + self.inset) <= lines {
                high = middle;
            } else {
                low = middle;
            }
        }
        high + self.inset
    }
}

impl Collector<'_> {
    /// The widths with about the fewest lines, of a table that cannot have each cell on one line: from the widths that
    /// it would like, one column after the other gives way where that costs the fewest lines for the room it brings.
    /// `None` where that is not needed, or the table is not one of short texts.
    pub(super) fn narrowed(&self, rows: &[Row], wanted: &[(Pt, Pt)], shifts: &Shifts, width: Pt) -> Option<Vec<Pt>> {
        let (least, most): (Pt, Pt) = (wanted.iter().map(|w| w.0).sum(), wanted.iter().map(|w| w.1).sum());
        let small = rows.iter().map(|row| row.cells.len()).sum::<usize>() <= MOST_CELLS;
        if most <= width || least > width || !small {
            return None;
        }
        let trials: Vec<Vec<Option<Trial>>> = rows
            .iter()
            .map(|row| row.cells.iter().map(|&cell| self.trial(cell, shifts)).collect())
            .collect::<Option<_>>()?;
        let text: usize = trials.iter().flatten().flatten().map(|trial| trial.length).sum();
        if text > MOST_TEXT {
            return None;
        }
        let steps = |column: usize| steps(&trials, column, wanted[column], width);
        let steps: Vec<Vec<Pt>> = (0..wanted.len()).map(steps).collect();
        let heights = |column: usize, width: Pt| -> Vec<usize> {
            let lines = |row: &Vec<Option<Trial>>| {
                row.get(column).and_then(Option::as_ref).map_or(0, |trial| trial.cost(width))
            };
            trials.iter().map(lines).collect()
        };
        let mut at = vec![0; wanted.len()];
        let mut now: Vec<Vec<usize>> = (0..wanted.len()).map(|column| heights(column, steps[column][0])).collect();
        loop {
            let total: Pt = at.iter().zip(&steps).map(|(&at, steps)| steps[at]).sum();
            if total <= width {
                // What is left goes to those that gave way, by how much.
                let share = (width - total).0 / (most - total).0.max(0.01);
                let widths = at.iter().zip(&steps).map(|(&at, steps)| steps[at] + (steps[0] - steps[at]) * share);
                return Some(widths.collect());
            }
            let mut best: Option<(f64, usize, Vec<usize>)> = None;
            for column in 0..wanted.len() {
                let Some(&next) = steps[column].get(at[column] + 1) else { continue };
                let lines = heights(column, next);
                let row = |row: usize, own: usize| {
                    let others = now.iter().enumerate().filter(|(other, _)| *other != column);
                    others.map(|(_, lines)| lines[row]).fold(own, usize::max)
                };
                let height = |own: &[usize]| own.iter().enumerate().map(|(at, own)| row(at, *own)).sum::<usize>();
                let added = height(&lines).saturating_sub(height(&now[column]));
                let gain = (steps[column][at[column]] - next).min(total - width);
                // A cell that is not its row's tallest costs a little too.
                let own = lines.iter().sum::<usize>().saturating_sub(now[column].iter().sum());
                let price = (added as f64 + OWN * own as f64 + 0.01) / gain.0.max(0.01);
                if best.as_ref().is_none_or(|best| price < best.0) {
                    best = Some((price, column, lines));
                }
            }
            let (_, column, lines) = best?;
            at[column] += 1;
            now[column] = lines;
        }
    }

    /// A cell to be tried, `Some(None)` where it is empty; `None` where it holds more than text.
    #[allow(clippy::option_option)]
    fn trial(&self, cell: u32, shifts: &Shifts) -> Option<Option<Trial>> {
        let scene = self.scene;
        let children: Vec<&Child> = scene.element(cell).children.iter().collect();
        let of_text = |child: &&Child| match child {
            Child::Element(inner) => !self.flows(*inner) || self.is_inline(*inner),
            Child::Text(_) => true,
        };
        if !children.iter().all(of_text) {
            return None;
        }
        let endless = Room { x: Pt::ZERO, width: Pt(100_000.0), height: Pt(100_000.0) };
        let gathered = gather(scene, cell, &children, 0, endless);
        if !gathered.paragraph.objects.is_empty() {
            return None;
        }
        if gathered.paragraph.text.trim().is_empty() {
            return Some(None);
        }
        let inset = insets(scene.style(cell));
        let shift = shifts.get(&cell).copied().unwrap_or_default();
        let length = gathered.paragraph.text.len();
        let text = scene.setter.shape(&gathered.paragraph, &mut Vec::new());
        Some(Some(Trial { text, length, inset: inset.left + inset.right + shift }))
    }
}

/// The widths worth trying of a column in a table of a given width, the widest first.
fn steps(trials: &[Vec<Option<Trial>>], column: usize, (least, most): (Pt, Pt), width: Pt) -> Vec<Pt> {
    let cells = trials.iter().filter_map(|row| row.get(column).and_then(Option::as_ref));
    let needs = cells.flat_map(|cell| {
        let fewest = (1..=MOST_LINES).find(|&lines| cell.text.max_content() <= width * lines as f64);
        (fewest.unwrap_or(MOST_LINES + 1)..=MOST_LINES).map(|lines| cell.need(lines))
    });
    let mut steps: Vec<Pt> = needs.map(|width| width.max(least)).collect();
    let shares = (1..SHARES).map(|share| width * (share as f64 / SHARES as f64));
    steps.extend(shares.filter(|share| most > width && *share > least));
    steps.extend([most, least]);
    steps.sort_by(|a, b| b.0.total_cmp(&a.0));
    steps.dedup_by(|a, b| (*a - *b).0.abs() < 0.5);
    steps
}
