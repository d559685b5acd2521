//! How much a manifest, or a post's front matter, may list. Every bound on counts stands here; docs/limits.md has them
//! with their reasons.

use crate::diagnostic::{Diagnostics, Span, codes};

/// Entries of `dispatches`; patterns may match more files, and have a bound of their own.
pub const DISPATCHES: usize = 100_000;
/// Editions.
pub const EDITIONS: usize = 10_000;
/// Sources of the registry.
pub const SOURCES: usize = 100_000;
/// Names to redact. Each is looked for in every text.
pub const REDACTIONS: usize = 2_000;
/// Items of any other list: tags, authors, key figures, corrections, further sources, values of a selection.
pub const LIST_ITEMS: usize = 1_000;
/// Fields of any other mapping, and weeks with words.
pub const FIELDS: usize = 10_000;

/// Characters that a line (a title, a name, a place) may have: it stands in contents, running heads and metadata.
pub const LINE_CHARACTERS: usize = 2_000;

/// How many items the list of a field may have.
pub(super) fn of_list(name: &str) -> usize {
    match name {
        "dispatches" => DISPATCHES,
        "redact" => REDACTIONS,
        _ => LIST_ITEMS,
    }
}

/// Whether there are no more than there may be; reports it where there are.
pub(super) fn fits(count: usize, most: usize, what: &str, place: &Span, diagnostics: &mut Diagnostics) -> bool {
    if count > most {
        let message = format!("{what} has {count} entries, more than the {most} it may have");
        diagnostics.error(codes::TOO_MANY, place.clone(), message).help("divide the book, or list less");
    }
    count <= most
}
