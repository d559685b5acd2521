//! Typographic punctuation in the fields of plain text, as Markdown has it in bodies. Last of all: names are redacted
//! and identifiers made from the text as it was written. The book's own metadata and the names of sources stay as written:
//! catalogues and scripts compare them, and an editor writes them once.

use super::{Edition, Entry};
use crate::dispatch::Inline;
use crate::language::punctuation::smarten;

/// Sets what a reader reads of the fields.
pub(super) fn apply(edition: &mut Edition) {
    edition.front_page.highlights.iter_mut().for_each(smarten);
    edition.front_page.figures.iter_mut().for_each(|figure| smarten(&mut figure.label));
    edition.front.iter_mut().chain(&mut edition.back).for_each(|page| smarten(&mut page.title));
    for week in &mut edition.weeks {
        week.title.iter_mut().for_each(smarten);
        week.dispatches.iter_mut().for_each(entry);
    }
}

fn entry(entry: &mut Entry) {
    smarten(&mut entry.title);
    entry.byline.iter_mut().chain(&mut entry.translator).chain(&mut entry.place).for_each(smarten);
    entry.corrections.iter_mut().for_each(|(_, text)| smarten(text));
    if let Some(withdrawn) = &mut entry.withdrawn {
        withdrawn.reason.iter_mut().for_each(smarten);
    }
    if entry.summary_given {
        for inline in &mut entry.summary {
            if let Inline::Text(text) = inline {
                smarten(text);
            }
        }
    }
}
