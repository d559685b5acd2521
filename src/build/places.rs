//! Where in the book's files something stands that only the pages show.

use std::sync::Arc;

use crate::diagnostic::{SourceText, Span};
use crate::edition::{Edition, Entry};
use crate::flow::{Flow, SectionKind};
use crate::manifest::Manifest;

/// Where a character first stands: in the dispatches of the chapter that shows it, else in any other, else in the
/// manifest. `None` for one that is written as an entity, or that weekbook itself says.
pub fn of_character(
    c: char,
    section: Option<usize>,
    flow: &Flow,
    edition: &Edition,
    manifest: &Manifest,
) -> Option<Span> {
    let week = section.and_then(|section| {
        let chapter = flow.sections.get(section).filter(|shown| shown.kind == SectionKind::Week);
        let before = flow.sections[..section].iter().filter(|before| before.kind == SectionKind::Week).count();
        chapter.and_then(|_| edition.weeks.get(before))
    });
    let own = week.into_iter().flat_map(|week| &week.dispatches);
    let all = edition.weeks.iter().flat_map(|week| &week.dispatches);
    own.chain(all).find_map(|entry| in_entry(c, entry)).or_else(|| find(c, &manifest.source, 0))
}

/// A dispatch of the manifest is looked for from its own place on.
fn in_entry(c: char, entry: &Entry) -> Option<Span> {
    find(c, &entry.dispatch.source, entry.dispatch.span.range.start)
}

fn find(c: char, source: &Arc<SourceText>, from: usize) -> Option<Span> {
    let at = from + source.text.get(from..)?.find(c)?;
    Some(Span::new(source, at..at + c.len_utf8()))
}
