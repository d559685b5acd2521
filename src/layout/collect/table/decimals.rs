//! Numbers below each other: in a column set to the right, the decimal marks stand in line whatever follows them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::dispatch::Alignment;
use crate::flow::Data;
use crate::language::Direction;
use crate::style::Pt;

use super::super::block::Collector;
use super::super::scene::text_of;
use super::Row;

/// The signs that part a number's whole from its fraction.
const MARKS: [char; 3] = ['.', ',', '\u{066B}'];

/// Columns of more cells than this are set flush right.
const MOST_CELLS: usize = 2000;

/// By how much the cells of a table stand in from their right edge, at the style's own size.
pub(super) type Shifts = FxHashMap<u32, Pt>;

impl Collector<'_> {
    /// How far each number must stand in so that the decimal marks of its column are in line.
    pub(super) fn decimals(&mut self, rows: &[Row], count: usize) -> Shifts {
        let mut shifts = Shifts::default();
        for column in 0..count {
            let cells = rows.iter().filter(|row| !row.head).filter_map(|row| row.cells.get(column).copied());
            let cells: Vec<u32> = cells.take(MOST_CELLS + 1).collect();
            let to_the_right = |&cell: &u32| {
                let element = self.scene.element(cell);
                matches!(element.data, Data::Cell(Alignment::Right)) && element.dir == Direction::Ltr
            };
            if cells.len() > MOST_CELLS || !cells.iter().all(to_the_right) {
                continue;
            }
            let texts: Vec<String> =
                cells.iter().map(|&cell| text_of(self.scene.section, cell, &|_| String::new())).collect();
            let Some(mark) = decimal_mark(&texts) else { continue };
            let tails: Vec<Pt> =
                cells.iter().zip(&texts).map(|(&cell, text)| self.width_of(cell, tail(text, mark))).collect();
            let longest = tails.iter().copied().fold(Pt::ZERO, Pt::max);
            let shift = |((&cell, text), tail): ((&u32, &String), &Pt)| {
                (text.contains(|c: char| c.is_numeric()) && *tail < longest).then(|| (cell, longest - *tail))
            };
            shifts.extend(cells.iter().zip(&texts).zip(&tails).filter_map(shift));
        }
        shifts
    }

    fn width_of(&mut self, cell: u32, text: &str) -> Pt {
        let style = Arc::clone(self.scene.style(cell));
        self.short_line(cell, text, &style).map_or(Pt::ZERO, |line| line.width)
    }
}

/// The sign that is a decimal mark in a column of numbers; `None` where there is none, where some cell holds words, or
/// where it may as well part thousands.
fn decimal_mark(texts: &[String]) -> Option<char> {
    if texts.iter().any(|text| text.chars().any(char::is_alphabetic)) {
        return None;
    }
    let once = |mark: char| texts.iter().all(|text| text.matches(mark).count() <= 1);
    let digits_after = |text: &str, mark: char| {
        text.split_once(mark).map(|(_, after)| after.chars().take_while(|c| c.is_numeric()).count())
    };
    let parts = |mark: char| {
        let after: Vec<usize> = texts.iter().filter_map(|text| digits_after(text, mark)).collect();
        after.iter().any(|&digits| digits != 3) && after.iter().all(|&digits| digits > 0)
    };
    MARKS.into_iter().find(|&mark| once(mark) && parts(mark))
}

/// What of a number stands after its whole: the fraction with its mark, or what follows the last digit.
fn tail(text: &str, mark: char) -> &str {
    let at = text
        .find(mark)
        .or_else(|| text.char_indices().rev().find(|(_, c)| c.is_numeric()).map(|(at, c)| at + c.len_utf8()));
    &text[at.unwrap_or(text.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(texts: &[&str]) -> Option<char> {
        decimal_mark(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_mark_of_thousands_is_no_decimal_mark() {
        assert_eq!(mark(&["1,250", "320"]), None);
        assert_eq!(mark(&["1,250.00", "+1.5", "0"]), Some('.'));
        assert_eq!(mark(&["1.250,5", "12,25 %"]), Some(','));
        assert_eq!(mark(&["2017.04.10", "1.5"]), None);
        assert_eq!(mark(&["1.5 m", "2"]), None);
        assert_eq!(mark(&["4.", "5."]), None);
    }

    #[test]
    fn a_whole_number_ends_at_its_last_digit() {
        assert_eq!(tail("1,250.00", '.'), ".00");
        assert_eq!(tail("100 %", '.'), " %");
        assert_eq!(tail("—", '.'), "");
    }
}
