//! The widths of a table's columns (CSS 2.2, 17.5.2.2): from the longest word and the whole of what each holds.

use crate::flow::Child;
use crate::language::Direction;
use crate::style::{Length, Pt};

use super::super::super::draw::insets;
use super::super::super::pages::{Overfull, Tight};
use super::super::block::Collector;
use super::super::image::natural_size;
use super::super::inline::{Inlines, gather};
use super::super::scene::{Room, Scene, text_of};
use super::Row;
use super::decimals::Shifts;
use super::fit::{Ask, Fit, hyphenate, squeeze};

/// The widths of content nested deeper than this are not asked for.
const DEEPEST: usize = 40;

/// An image in a cell may be made as narrow as this.
const LEAST_IMAGE: Pt = Pt(36.0);

/// Longer than this, what has no letter is no number.
const LONGEST_FIGURE: usize = 20;

/// The room that the columns of a table have.
#[derive(Clone, Copy)]
struct Limits {
    /// How wide the style wants them together.
    full: Option<Pt>,
    most: Pt,
    /// Whether the table is rather set row by row than smaller, or with broken words.
    stacks: bool,
}

/// Where the columns stand, from the text area's left edge, in the order of the cells.
pub(super) struct Columns {
    pub places: Vec<(Pt, Pt)>,
    /// How much narrower than their columns cells are at the right, so that numbers stand in line.
    pub shifts: Shifts,
}

impl Collector<'_> {
    /// The columns of a table: as wide as their content asks, from the right in right-to-left tables. `None` where it
    /// is too wide and is set row by row.
    pub(super) fn columns(&mut self, table: u32, rows: &[Row], room: Room, depth: usize) -> Option<Columns> {
        let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let style = self.scene.style(table);
        let full = style.width.of(room.width).map(|width| width.min(room.width));
        let limits = Limits { full, most: full.unwrap_or(room.width), stacks: self.stacks(table, rows) };
        let mut shifts = self.decimals(rows, count);
        let widths = self.widths(rows, count, limits, &mut shifts, depth.max(1))?;
        let style = self.scene.style(table);
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
        Some(Columns { places, shifts })
    }

    /// The widths of columns, and the rows made to fit them where their own style is too large. `None` where they stack
    /// instead.
    fn widths(
        &mut self,
        rows: &[Row],
        count: usize,
        limits: Limits,
        shifts: &mut Shifts,
        depth: usize,
    ) -> Option<Vec<Pt>> {
        let Limits { full, most: limit, stacks } = limits;
        let mut asks = self.asks(rows, count, shifts, false, depth);
        let fitted = rows.iter().flat_map(|row| row.cells.first()).any(|&cell| self.scene.is_fitted(cell));
        let mut fit = if fitted { Fit::NATURAL } else { Fit::choose(&asks, limit) };
        if stacks && fit.spoils(&asks, limit) {
            return None;
        }
        if fit.hyphens {
            asks = self.asks(rows, count, shifts, true, depth);
            fit = Fit::choose(&asks, limit);
        }
        if fit != Fit::NATURAL {
            self.fit_rows(rows, fit);
            shifts.values_mut().for_each(|shift| *shift = *shift * fit.size);
        }
        let wanted: Vec<_> = asks.iter().map(|ask| (ask.least(fit), ask.most(fit).max(ask.least(fit)))).collect();
        if let Some(narrowed) = self.narrowed(rows, &wanted, shifts, limit) {
            return Some(narrowed);
        }
        Some(share_out(&wanted, full, limit).unwrap_or_else(|| {
            self.note_tight(rows, wanted.iter().map(|w| w.0).sum::<Pt>() - limit);
            squeeze(&asks, fit, limit)
        }))
    }

    /// Notes a table whose words must be broken.
    fn note_tight(&mut self, rows: &[Row], excess: Pt) {
        let Some(row) = rows.first() else { return };
        let heads = row.cells.iter().map(|&cell| text_of(self.scene.section, cell, &|_| String::new()));
        let words = heads.filter(|head| !head.is_empty()).collect::<Vec<_>>().join(" ");
        let node = self.scene.node(row.cells.first().copied().unwrap_or(row.index));
        self.overfull.push(Overfull { node, words, excess, of: Tight::Table });
    }

    /// What each column asks for.
    fn asks(&self, rows: &[Row], count: usize, shifts: &Shifts, hyphens: bool, depth: usize) -> Vec<Ask> {
        let mut asks = vec![Ask::default(); count];
        let mut figures = vec![Some(Pt::ZERO); count];
        let mut joined = vec![Pt::ZERO; count];
        for row in rows {
            for (column, &cell) in row.cells.iter().enumerate() {
                let style = self.scene.style(cell);
                let (padding, inset) = (style.padding.left + style.padding.right, insets(style));
                let mut ask = Ask { padding, border: inset.left + inset.right - padding, ..Ask::default() };
                content(self.scene, cell, hyphens, &mut ask, depth);
                ask.stand_in(shifts.get(&cell).copied().unwrap_or_default());
                let text = text_of(self.scene.section, cell, &|_| String::new());
                if !row.head {
                    figures[column] = figures[column].filter(|_| is_figure(&text)).map(|most| most.max(ask.word));
                }
                if text.chars().any(is_joined) {
                    joined[column] = joined[column].max(ask.word);
                }
                asks[column].widen(&ask);
            }
        }
        for (ask, (figures, joined)) in asks.iter_mut().zip(figures.into_iter().zip(joined)) {
            ask.whole = figures.unwrap_or_default().max(joined);
        }
        asks
    }
}

/// Whether a letter is of Arabic script, whose words are never broken.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}') && c.is_alphabetic()
}

/// Whether a text is a number, a date or the like, or nothing.
fn is_figure(text: &str) -> bool {
    text.chars().count() <= LONGEST_FIGURE && !text.chars().any(char::is_alphabetic)
}

/// The widths of columns that want (least, most) each, in a table of a given width or, if that is free, as narrow as
/// its content allows and never wider than the room.
/// `None` where words must be broken.
fn share_out(wanted: &[(Pt, Pt)], full: Option<Pt>, room: Pt) -> Option<Vec<Pt>> {
    let least: Pt = wanted.iter().map(|w| w.0).sum();
    let most: Pt = wanted.iter().map(|w| w.1).sum();
    let width = full.unwrap_or_else(|| most.min(room));
    if most <= width {
        let spare = width - most;
        let share = |w: &(Pt, Pt)| if most > Pt::ZERO { w.1.0 / most.0 } else { 1.0 / wanted.len() as f64 };
        return Some(wanted.iter().map(|w| w.1 + spare * share(w)).collect());
    }
    let (spare, range) = (width - least, most - least);
    (least <= width).then(|| wanted.iter().map(|w| w.0 + spare * ((w.1 - w.0).0 / range.0.max(0.001))).collect())
}
/// Adds the widths of what an element holds to what a column asks for.
fn content(scene: &Scene<'_>, index: u32, hyphens: bool, ask: &mut Ask, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let endless = Room { x: Pt::ZERO, width: Pt(100_000.0), height: Pt(100_000.0) };
    let collector = Collector::new(scene);
    let mut inlines: Vec<&Child> = Vec::new();
    let children = &scene.element(index).children;
    for (number, child) in children.iter().enumerate() {
        let block = match child {
            Child::Element(inner) if !collector.flows(*inner) => None,
            Child::Element(inner) => Some(*inner).filter(|&inner| !collector.is_inline(inner)),
            Child::Text(_) => None,
        };
        if let Some(inner) = block {
            let inset = insets(scene.style(inner));
            let inset = inset.left + inset.right;
            let mut own = Ask::default();
            content(scene, inner, hyphens, &mut own, depth + 1);
            let (word, syllable, most) = (own.word + inset, own.syllable + inset, own.most + inset);
            ask.widen(&Ask { word, syllable, most, em: own.em, ..Ask::default() });
        } else {
            inlines.push(child);
        }
        if (block.is_some() || number + 1 == children.len()) && !inlines.is_empty() {
            let gathered = gather(scene, index, &inlines, 0, endless);
            inlines.clear();
            ask.widen(&inline(scene, gathered, hyphens));
        }
    }
}

/// The widths of neighbouring inlines.
fn inline(scene: &Scene<'_>, mut gathered: Inlines, hyphens: bool) -> Ask {
    if let Some((width, _)) = gathered.lone_image().and_then(|image| natural_size(scene, image)) {
        let least = width.min(LEAST_IMAGE);
        return Ask { word: least, syllable: least, most: width, ..Ask::default() };
    }
    if gathered.paragraph.text.trim().is_empty() {
        return Ask::default();
    }
    if hyphens {
        hyphenate(scene, &mut gathered.paragraph);
    }
    let em = gathered.paragraph.style.font_size;
    let shaped = scene.setter.shape(&gathered.paragraph, &mut Vec::new());
    let (word, most) = (shaped.min_content(), shaped.max_content());
    Ask { word, syllable: shaped.min_syllable().min(word), most, em, ..Ask::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(wanted: &[(f64, f64)], full: Option<f64>, room: f64) -> Vec<f64> {
        let wanted: Vec<_> = wanted.iter().map(|w| (Pt(w.0), Pt(w.1))).collect();
        share_out(&wanted, full.map(Pt), Pt(room)).into_iter().flatten().map(|w| w.0).collect()
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
    fn columns_that_cannot_hold_their_words_are_not_shared_out() {
        assert_eq!(widths(&[(10.0, 20.0), (300.0, 320.0), (300.0, 400.0)], None, 110.0), [0.0; 0]);
        assert_eq!(share_out(&[], None, Pt(110.0)), Some(Vec::new()));
    }
}
