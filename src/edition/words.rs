//! The editor's words on weeks.

use super::Edition;
use super::links::Links;
use super::redact::Redaction;
use crate::date::WeekId;
use crate::diagnostic::{Diagnostics, Spanned, codes};
use crate::dispatch::{self, Body};
use crate::manifest::value::Scalar;
use crate::manifest::{Content, Settings, WeekWords};
use crate::source::Reader;

/// Puts titles and summaries on the weeks they are keyed by; a key that meets no chapter is a warning.
pub(super) fn attach(
    edition: &mut Edition,
    settings: &Settings,
    redaction: &Redaction,
    links: &mut Links<'_>,
    reader: &Reader,
    diags: &mut Diagnostics,
) {
    for words in settings.weeks.iter().flatten() {
        let Some(index) = find(edition, words, diags) else { continue };
        if let Some(title) = words.title.as_ref().and_then(super::compile::plain) {
            edition.weeks[index].title = Some(title);
        }
        if edition.content == Content::Headlines {
            continue;
        }
        if let Some(summary) = &words.summary {
            edition.weeks[index].summary = self::summary(summary, redaction, links, reader, diags);
        }
    }
}

/// The chapter that a key means.
fn find(edition: &Edition, words: &WeekWords, diags: &mut Diagnostics) -> Option<usize> {
    // What is no week at all is reported where the manifest is read.
    let id = WeekId::parse(words.key.value.trim(), edition.week_start).ok()?;
    let found = edition.weeks.iter().position(|week| week.id == id);
    if found.is_none() {
        let message = format!("the week `{}` has no dispatches, so these words appear nowhere", words.key.value);
        diags.warning(codes::UNKNOWN_WEEK, words.key.span.clone(), message).help(chapters(edition));
    }
    found
}

fn chapters(edition: &Edition) -> String {
    match (edition.weeks.first(), edition.weeks.last()) {
        (Some(first), Some(last)) => format!("the book's weeks are from {} to {}", first.id, last.id),
        _ => String::new(),
    }
}

/// Markdown in place, or of the file that is named.
fn summary(
    text: &Spanned<Scalar>,
    redaction: &Redaction,
    links: &mut Links<'_>,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<Body> {
    let (file, mut body) = dispatch::markdown_or_file(text, reader, diags)?;
    redaction.body(&mut body);
    links.resolve_body(&mut body, &file, diags);
    Some(body)
}
