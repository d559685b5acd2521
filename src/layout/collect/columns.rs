//! The widths of a table's columns (CSS 2.2, 17.5.2.2): from the longest word and the whole of what each holds.

use crate::flow::Child;
use crate::language::Direction;
use crate::style::{ComputedStyle, Length, Pt, Sides};

use super::super::draw;
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
