//! Direction: UAX 9 levels of a paragraph, and the visual order of a line's parts.

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use crate::language::Direction;

/// The embedding level of every byte of a paragraph.
#[derive(Debug)]
pub(super) struct Levels {
    /// Empty where all of the text has the base level 0.
    levels: Vec<Level>,
    /// The paragraph's level.
    pub base: u8,
}

impl Levels {
    pub(super) fn of(text: &str, direction: Direction) -> Self {
        let base = match direction {
            Direction::Ltr => Level::ltr(),
            Direction::Rtl => Level::rtl(),
        };
        if direction == Direction::Ltr && !text.chars().any(turns) {
            return Self { levels: Vec::new(), base: 0 };
        }
        let info = ParagraphBidiInfo::new(text, Some(base));
        Self { levels: info.levels, base: base.number() }
    }

    /// The levels of a text that all goes to the right, byte by byte.
    #[cfg(test)]
    pub(super) fn spelt_out(length: usize) -> Self {
        Self { levels: vec![Level::ltr(); length], base: 0 }
    }

    /// Whether all of the text goes to the right.
    pub(super) const fn is_flat(&self) -> bool {
        self.levels.is_empty() && self.base == 0
    }

    pub(super) fn at(&self, byte: usize) -> u8 {
        self.levels.get(byte).map_or(self.base, Level::number)
    }
}

/// Whether a character can give text another level than the 0 of a left-to-right paragraph.
fn turns(c: char) -> bool {
    c >= '\u{590}'
        && matches!(
            bidi_class(c),
            BidiClass::R
                | BidiClass::AL
                | BidiClass::AN
                | BidiClass::RLE
                | BidiClass::RLO
                | BidiClass::RLI
                | BidiClass::LRE
                | BidiClass::LRO
                | BidiClass::LRI
                | BidiClass::FSI
        )
}

/// Visual order, left to right, of parts given by their levels in logical order (UAX 9, rule L2).
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    let Some(lowest_odd) = levels.iter().copied().filter(|l| l % 2 == 1).min() else { return order };
    for level in (lowest_odd..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            if levels[order[at]] < level {
                at += 1;
                continue;
            }
            let end = order[at..].iter().position(|&i| levels[i] < level).map_or(order.len(), |n| at + n);
            order[at..end].reverse();
            at = end;
        }
    }
    order
}
