//! The widths of a table's columns (CSS 2.2, 17.5.2.2): from the longest word and the whole of what each holds.

use crate::flow::Child;
use crate::language::Direction;
use crate::style::{ComputedStyle, Length, Pt, Sides};

use super::super::draw;
use super::super::set::SetParagraph;
use super::block::Collector;
use super::image::natural_size;
use super::inline::gather;
use super::scene::{Room, Scene};
use super::table::Row;

/// The widths of content nested deeper than this are not asked for.
const DEEPEST: usize = 40;

/// Where the columns stand, from the text area's left edge, in the order of the cells.
pub(super) struct Columns {
    pub places: Vec<(Pt, Pt)>,
}

impl Collector<'_> {
    /// The columns of a table: as wide as their content asks, from the right in right-to-left tables.
    pub fn columns(&self, table: u32, rows: &[Row], room: Room, depth: usize) -> Columns {
        let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut wanted = vec![(Pt::ZERO, Pt::ZERO); count];
        for row in rows {
            for (column, &cell) in wanted.iter_mut().zip(&row.cells) {
                let (least, most) = content_widths(self.scene, cell, depth.max(1));
                let inset = insets(self.scene.style(cell));
                let inset = inset.left + inset.right;
                *column = (column.0.max(least + inset), column.1.max(most + inset));
            }
        }
        let style = self.scene.style(table);
        let full = match style.width {
            Length::Abs(width) => Some(width.min(room.width)),
            Length::Percent(share) => Some((room.width * share).min(room.width)),
            Length::Auto => None,
        };
        let limit = full.unwrap_or(room.width);
        let narrowed = self.narrowed(rows, &wanted, limit);
        let widths = narrowed.unwrap_or_else(|| share_out(&wanted, full, room.width));
        let rtl = self.scene.element(table).dir == Direction::Rtl;
        let outer = insets(style);
        let total: Pt = widths.iter().copied().sum::<Pt>() + outer.left + outer.right;
        let centred = style.margin.left == Length::Auto && style.margin.right == Length::Auto;
        let spare = if centred { (room.width - total) / 2.0 } else { Pt::ZERO };
        let mut edge = if rtl { room.x + room.width - spare } else { room.x + spare };
        let mut places = Vec::with_capacity(count);
        for width in widths {
            if rtl {
                edge -= width;
                places.push((edge, width));
            } else {
                places.push((edge, width));
                edge += width;
            }
        }
        Columns { places }
    }
}

/// Tables of more cells than this are not tried out.
const MOST_CELLS: usize = 400;

/// Cells are not made narrower than what this many lines need.
const MOST_LINES: usize = 4;

/// A cell of text only, tried at several widths.
struct Trial {
    text: Box<dyn SetParagraph>,
    inset: Pt,
}

impl Trial {
    fn lines(&self, width: Pt) -> usize {
        // Rounding must not break what has exactly the room it needs.
        let width = width - self.inset + Pt(0.02);
        self.text.lines(&|_| (Pt::ZERO, width.max(Pt(1.0)))).len()
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
    fn narrowed(&self, rows: &[Row], wanted: &[(Pt, Pt)], width: Pt) -> Option<Vec<Pt>> {
        let (least, most): (Pt, Pt) = (wanted.iter().map(|w| w.0).sum(), wanted.iter().map(|w| w.1).sum());
        let small = rows.iter().map(|row| row.cells.len()).sum::<usize>() <= MOST_CELLS;
        if most <= width || least > width || !small {
            return None;
        }
        let trials: Vec<Vec<Option<Trial>>> =
            rows.iter().map(|row| row.cells.iter().map(|&cell| self.trial(cell)).collect()).collect::<Option<_>>()?;
        let steps: Vec<Vec<Pt>> = (0..wanted.len()).map(|column| steps(&trials, column, wanted[column])).collect();
        let heights = |column: usize, width: Pt| -> Vec<usize> {
            let lines = |row: &Vec<Option<Trial>>| {
                row.get(column).and_then(Option::as_ref).map_or(0, |trial| trial.lines(width))
            };
            trials.iter().map(lines).collect()
        };
        let mut at = vec![0; wanted.len()];
        let mut now: Vec<Vec<usize>> = (0..wanted.len()).map(|column| heights(column, steps[column][0])).collect();
        loop {
            let total: Pt = at.iter().zip(&steps).map(|(&at, steps)| steps[at]).sum();
            if total <= width {
                let spare = width - total;
                let widths =
                    at.iter().zip(&steps).map(|(&at, steps)| steps[at] + spare * (steps[at].0 / total.0.max(0.01)));
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
                let price = (added as f64 + 0.01) / gain.0.max(0.01);
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
    fn trial(&self, cell: u32) -> Option<Option<Trial>> {
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
        let text = scene.setter.shape(&gathered.paragraph, &mut Vec::new());
        Some(Some(Trial { text, inset: inset.left + inset.right }))
    }
}

/// The widths worth trying of a column, the widest first.
fn steps(trials: &[Vec<Option<Trial>>], column: usize, (least, most): (Pt, Pt)) -> Vec<Pt> {
    let cells = trials.iter().filter_map(|row| row.get(column).and_then(Option::as_ref));
    let mut steps: Vec<Pt> =
        cells.flat_map(|cell| (1..=MOST_LINES).map(|lines| cell.need(lines))).map(|width| width.max(least)).collect();
    steps.extend([most, least]);
    steps.sort_by(|a, b| b.0.total_cmp(&a.0));
    steps.dedup_by(|a, b| (*a - *b).0.abs() < 0.5);
    steps
}

/// Padding and borders of a cell.
pub(super) fn insets(style: &ComputedStyle) -> Sides<Pt> {
    let (border, padding) = (&style.border, &style.padding);
    Sides {
        top: draw::thickness(&border.top) + padding.top,
        right: draw::thickness(&border.right) + padding.right,
        bottom: draw::thickness(&border.bottom) + padding.bottom,
        left: draw::thickness(&border.left) + padding.left,
    }
}

/// The widths of columns that want (least, most) each, in a table of a given width or, if that is free, as narrow as
/// its content allows and never wider than the room.
fn share_out(wanted: &[(Pt, Pt)], full: Option<Pt>, room: Pt) -> Vec<Pt> {
    let least: Pt = wanted.iter().map(|w| w.0).sum();
    let most: Pt = wanted.iter().map(|w| w.1).sum();
    let width = full.unwrap_or_else(|| most.min(room));
    if most <= width {
        let spare = width - most;
        let share = |w: &(Pt, Pt)| if most > Pt::ZERO { w.1.0 / most.0 } else { 1.0 / wanted.len() as f64 };
        return wanted.iter().map(|w| w.1 + spare * share(w)).collect();
    }
    if least <= width {
        let (spare, range) = (width - least, most - least);
        return wanted.iter().map(|w| w.0 + spare * ((w.1 - w.0).0 / range.0.max(0.001))).collect();
    }
    // Words must be broken: narrow columns keep what they need, wide ones give way.
    squeeze(wanted, width)
}

/// Shares a width that is too small: columns that need less than an even share get what they need, the others share
/// the rest evenly.
fn squeeze(wanted: &[(Pt, Pt)], width: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].0.0.total_cmp(&wanted[b].0.0));
    let mut out = vec![Pt::ZERO; wanted.len()];
    let mut rest = width;
    for (done, &index) in order.iter().enumerate() {
        let even = rest / (wanted.len() - done) as f64;
        out[index] = wanted[index].0.min(even);
        rest -= out[index];
    }
    out
}

/// The width of the longest word and of all on one line, of what an element holds.
fn content_widths(scene: &Scene<'_>, index: u32, depth: usize) -> (Pt, Pt) {
    let mut widths = (Pt::ZERO, Pt::ZERO);
    if depth > DEEPEST {
        return widths;
    }
    let mut widen = |(least, most): (Pt, Pt)| widths = (widths.0.max(least), widths.1.max(most));
    let endless = Room { x: Pt::ZERO, width: Pt(100_000.0), height: Pt(100_000.0) };
    let collector = Collector::new(scene);
    let mut inlines: Vec<&Child> = Vec::new();
    let children = &scene.element(index).children;
    for (number, child) in children.iter().enumerate() {
        let block = match child {
            Child::Element(inner) if !collector.flows(*inner) => continue,
            Child::Element(inner) => Some(*inner).filter(|&inner| !collector.is_inline(inner)),
            Child::Text(_) => None,
        };
        if let Some(inner) = block {
            let inset = insets(scene.style(inner));
            let inset = inset.left + inset.right;
            let (least, most) = content_widths(scene, inner, depth + 1);
            widen((least + inset, most + inset));
        } else {
            inlines.push(child);
        }
        if (block.is_some() || number + 1 == children.len()) && !inlines.is_empty() {
            let gathered = gather(scene, index, &inlines, 0, endless);
            inlines.clear();
            if let Some((width, _)) = gathered.lone_image().and_then(|image| natural_size(scene, image)) {
                widen((width.min(Pt(36.0)), width));
            } else if !gathered.paragraph.text.trim().is_empty() {
                let shaped = scene.setter.shape(&gathered.paragraph, &mut Vec::new());
                // Rounding must not break what has exactly the room it needs.
                widen((shaped.min_content() + Pt(0.01), shaped.max_content() + Pt(0.01)));
            }
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(wanted: &[(f64, f64)], full: Option<f64>, room: f64) -> Vec<f64> {
        let wanted: Vec<_> = wanted.iter().map(|w| (Pt(w.0), Pt(w.1))).collect();
        share_out(&wanted, full.map(Pt), Pt(room)).iter().map(|w| w.0).collect()
    }

    #[test]
    fn columns_are_as_wide_as_their_content_where_there_is_room() {
        assert_eq!(widths(&[(10.0, 40.0), (10.0, 60.0)], None, 200.0), [40.0, 60.0]);
        assert_eq!(widths(&[(10.0, 40.0), (10.0, 60.0)], Some(200.0), 200.0), [80.0, 120.0]);
    }

    #[test]
    fn columns_share_what_is_left_over_their_longest_words() {
        assert_eq!(widths(&[(10.0, 20.0), (30.0, 320.0)], None, 190.0), [15.0, 175.0]);
    }

    #[test]
    fn columns_that_cannot_hold_their_words_never_exceed_the_room() {
        assert_eq!(widths(&[(10.0, 20.0), (300.0, 320.0), (300.0, 400.0)], None, 110.0), [10.0, 50.0, 50.0]);
        assert_eq!(widths(&[], None, 110.0), [0.0; 0]);
    }
}
