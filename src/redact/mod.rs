//! Names that must not be read: finding them however they are written, and putting something else in their place.
//!
//! ```text
//! entries ─► patterns (folded)          text ─► views (as it is, percent-decoded, …) ─► folded units
//!                  └──────────────► search ◄──────────────────────────────┘
//!                                      └─► ranges of the text ─► replacement: in prose, addresses, names of things
//! ```
//!
//! Folding decides what counts as the same: case, Unicode's normal forms (the compatible ones too), accents, vowel
//! marks, tatweel, invisible characters, the several codes of one Arabic letter. It errs towards finding too much.
//! The same search serves to replace names before anything is derived from them and to look for them in what was
//! written. Knows nothing of books.

mod fold;
mod pattern;
mod punycode;
mod read;
mod replace;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub use fold::{BREAK, LINE};
use pattern::Pattern;
pub use read::{Fixed, Leak, Piece};

/// What stands for a name where nothing else is asked for: a block, read as "redacted".
pub const MARK: &str = "█";

/// A name to be redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// What takes its place; [`MARK`] where none is given.
    pub with: Option<String>,
    /// Whether it counts only as a whole word.
    pub whole_word: bool,
}

/// Why a name cannot be redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// It has neither letter nor digit.
    Empty,
    /// It, or what takes its place, is longer than [`LONGEST`].
    TooLong,
    /// What takes the place of a name holds a name: that of this index.
    Returns(usize),
}

/// Characters that a name and what takes its place may have.
pub const LONGEST: usize = 400;

/// What a text is, which decides what may stand for a blank of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What people read.
    Text,
    /// A URL or the like: there a point or a plus may be a blank as well.
    Address,
    /// An id, an anchor, a file's name, a class: as an address.
    Name,
}

/// A place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Which name: an index into the entries.
    pub name: usize,
}

/// Finds names and replaces them.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    names: Vec<Name>,
    patterns: Vec<Pattern>,
    /// Patterns by the first character that they can begin with.
    by_first: BTreeMap<char, Vec<usize>>,
}

fn longest(name: &Name) -> usize {
    name.text.chars().count().max(name.with.as_deref().unwrap_or_default().chars().count())
}

impl Redactor {
    /// A redactor of these names.
    ///
    /// # Errors
    /// Every name that cannot be one, by its index.
    pub fn new(names: Vec<Name>) -> Result<Self, Vec<(usize, NameError)>> {
        let mut errors = Vec::new();
        let mut patterns = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            match Pattern::new(&name.text, name.whole_word) {
                _ if longest(name) > LONGEST => errors.push((index, NameError::TooLong)),
                Some(pattern) => patterns.push(pattern),
                None => errors.push((index, NameError::Empty)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut by_first: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            by_first.entry(pattern.first()).or_default().push(index);
        }
        let redactor = Self { names, patterns, by_first };
        let errors: Vec<_> = (0..redactor.names.len())
            .filter_map(|index| {
                let with = redactor.names[index].with.as_deref()?;
                let found = [Kind::Text, Kind::Address].into_iter().find_map(|k| redactor.search(with, k).pop());
                found.map(|found| (index, NameError::Returns(found.name)))
            })
            .collect();
        if errors.is_empty() { Ok(redactor) } else { Err(errors) }
    }

    /// Whether there is nothing to redact.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The names.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// What takes the place of a name.
    fn with(&self, name: usize) -> &str {
        self.names[name].with.as_deref().unwrap_or(MARK)
    }

    /// Where names stand in a text, in order. Places that overlap are one, of the name that begins first, or of the
    /// longest that begins there.
    pub fn find(&self, text: &str, kind: Kind) -> Vec<Match> {
        let mut all = self.search(text, kind);
        all.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end), m.name));
        let mut merged: Vec<Match> = Vec::with_capacity(all.len());
        for found in all {
            match merged.last_mut() {
                Some(last) if found.range.start < last.range.end => {
                    last.range.end = last.range.end.max(found.range.end);
                }
                _ => merged.push(found),
            }
        }
        merged
    }

    /// Every place of every name, in no order.
    fn search(&self, text: &str, kind: Kind) -> Vec<Match> {
        let mut found = Vec::new();
        if self.is_empty() || text.is_empty() {
            return found;
        }
        for units in fold::views(text) {
            for start in 0..units.len() {
                for &name in self.by_first.get(&units[start].c).into_iter().flatten() {
                    if let Some(end) = self.patterns[name].matches(&units, start, kind) {
                        let range = units[start].start..fold::end_of_last(text, &units, end);
                        found.push(Match { range, name });
                    }
                }
            }
        }
        found
    }
}
