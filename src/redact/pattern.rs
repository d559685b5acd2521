//! A name as something to search for: its letters, and between them gaps that may be written in several ways.

use super::Kind;
use super::fold::{BREAK, LINE, Unit, folded};

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A letter or digit.
    Letter(char),
    /// What stands between letters.
    Gap(Gap),
}

/// Blanks and signs between two letters of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    /// As written; a run of blanks, dashes and low lines is one ` `.
    literal: Vec<char>,
    /// It may be left out altogether, as an apostrophe is in slugs.
    optional: bool,
}

/// A name to search for.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    whole_word: bool,
}

/// Whether a unit can stand for a blank.
const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | LINE | BREAK)
}

/// Whether a unit can stand for a blank in a text of a kind: a point or a plus does in addresses, and in a text where
/// it stands between letters, since texts hold addresses too. A point that ends a sentence does not.
fn is_blank_in(units: &[Unit], at: usize, kind: Kind) -> bool {
    let within = || letter_at(units, at.checked_sub(1)) && letter_at(units, Some(at + 1));
    let c = units[at].c;
    is_blank(c) || (matches!(c, '+' | '.') && (!matches!(kind, Kind::Text) || within()))
}

impl Pattern {
    /// The pattern of a name; `None` if it has neither letter nor digit.
    pub(super) fn new(name: &str, whole_word: bool) -> Option<Self> {
        let units = folded(name);
        let trimmed = |c: &char| !is_blank(*c);
        let (first, last) = (units.iter().position(trimmed)?, units.iter().rposition(trimmed)?);
        let mut pieces: Vec<Piece> = Vec::new();
        for &c in &units[first..=last] {
            if is_letter(c) {
                pieces.push(Piece::Letter(c));
                continue;
            }
            if !matches!(pieces.last(), Some(Piece::Gap(_))) {
                pieces.push(Piece::Gap(Gap { literal: Vec::new(), optional: true }));
            }
            if let Some(Piece::Gap(gap)) = pieces.last_mut() {
                gap.optional &= c == '\'';
                let c = if is_blank(c) { ' ' } else { c };
                if c != ' ' || gap.literal.last() != Some(&' ') {
                    gap.literal.push(c);
                }
            }
        }
        pieces.iter().any(|piece| matches!(piece, Piece::Letter(_))).then_some(Self { pieces, whole_word })
    }

    /// The unit that every match begins with.
    pub(super) fn first(&self) -> char {
        match &self.pieces[0] {
            Piece::Letter(c) => *c,
            Piece::Gap(gap) => gap.literal[0],
        }
    }

    /// Where a match that begins at `start` ends.
    pub(super) fn matches(&self, units: &[Unit], start: usize, kind: Kind) -> Option<usize> {
        let mut parted = false;
        let end = self.step(units, start, 0, kind, &mut parted)?;
        let at_word = !letter_at(units, start.checked_sub(1)) && !letter_at(units, Some(end));
        // A word that a line end parts without need is one only if nothing else touches it: else any two words
        // around the line end would do.
        (at_word || (!self.whole_word && !parted)).then_some(end)
    }

    /// Matches the pieces from `piece` on; only gaps can be matched in more than one way.
    fn step(&self, units: &[Unit], mut at: usize, mut piece: usize, kind: Kind, parted: &mut bool) -> Option<usize> {
        while let Some(Piece::Letter(wanted)) = self.pieces.get(piece) {
            let within = piece > 0 && matches!(self.pieces[piece - 1], Piece::Letter(_));
            if units.get(at)?.c != *wanted {
                at = if within { division(units, at)? } else { return None };
                *parted = true;
                if units.get(at)?.c != *wanted {
                    return None;
                }
            }
            at += 1;
            piece += 1;
        }
        let Some(Piece::Gap(gap)) = self.pieces.get(piece) else { return Some(at) };
        let outer = piece == 0 || piece + 1 == self.pieces.len();
        let before = *parted;
        let ways = [
            gap.literally(units, at, kind),
            (!outer).then(|| blanks(units, at, kind)).flatten(),
            (!outer && gap.optional).then_some(at),
        ];
        ways.into_iter().flatten().find_map(|next| {
            *parted = before;
            self.step(units, next, piece + 1, kind, parted)
        })
    }
}

impl Gap {
    fn literally(&self, units: &[Unit], mut at: usize, kind: Kind) -> Option<usize> {
        for &c in &self.literal {
            if c == ' ' {
                at = blanks(units, at, kind)?;
            } else if units.get(at)?.c == c {
                at += 1;
            } else {
                return None;
            }
        }
        Some(at)
    }
}

/// The end of a run of blanks, if there is one.
fn blanks(units: &[Unit], at: usize, kind: Kind) -> Option<usize> {
    let length = (at..units.len()).take_while(|at| is_blank_in(units, *at, kind)).count();
    (length > 0).then_some(at + length)
}

/// The end of what parts a word at a line's end: a hyphen and a line end, or a line end that was put there.
fn division(units: &[Unit], at: usize) -> Option<usize> {
    let hyphen = units.get(at)?.c == '-';
    let from = at + usize::from(hyphen);
    let length = units[from..].iter().take_while(|unit| matches!(unit.c, ' ' | LINE | BREAK)).count();
    let run = &units[from..from + length];
    let ends_line = run.iter().any(|unit| unit.c == BREAK || (hyphen && unit.c == LINE));
    ends_line.then_some(from + length)
}

/// Whether a folded character is part of a word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

fn letter_at(units: &[Unit], at: Option<usize>) -> bool {
    at.and_then(|at| units.get(at)).is_some_and(|unit| is_letter(unit.c))
}
