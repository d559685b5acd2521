//! What stands around the weeks and what an edition takes in, typed: selection, marking, front page, contact.

use std::fmt;

use super::meta::{Kind, SourceField};
use crate::diagnostic::{Span, Spanned};

/// Which dispatches an edition takes. A list that is given keeps what matches any of its values; lists are and-ed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Select {
    /// First and last day that count, as written.
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    /// Ids of `sources`, or names of sources given in place.
    pub sources: Option<Vec<Spanned<String>>>,
    pub places: Option<Vec<Spanned<String>>>,
    pub tags: Option<Vec<Spanned<String>>>,
    pub kinds: Option<Vec<Spanned<Kind>>>,
    pub languages: Option<Vec<Spanned<String>>>,
    /// How many it takes at most: the newest.
    pub limit: Option<usize>,
    /// The place of the whole.
    pub span: Span,
}

/// A label of the Traffic Light Protocol 2.0 (FIRST, 2022), in the order of its strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
#[allow(missing_docs)]
pub enum Marking {
    #[default]
    Clear,
    Green,
    Amber,
    AmberStrict,
    Red,
}

impl Marking {
    /// All, the least strict first.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// As the protocol writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A key figure of the front page.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As it is printed: "320 000".
    pub value: Spanned<String>,
    /// What it counts.
    pub label: Spanned<String>,
    /// Who says so.
    pub source: Option<SourceField>,
    /// Of which day, as written.
    pub date: Option<Spanned<String>>,
}

/// Whom to write to.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Contact {
    pub name: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
    pub url: Option<Spanned<String>>,
}

/// What is said of the EPUB's accessibility.
#[derive(Debug, Clone, PartialEq)]
pub struct Accessibility {
    /// Who certifies it, instead of the publisher.
    pub certified_by: Option<Spanned<String>>,
    /// Instead of the summary that weekbook writes.
    pub summary: Option<Spanned<String>>,
    /// The address of a report.
    pub report: Option<Spanned<String>>,
}
