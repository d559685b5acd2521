//! What stands around the weeks: front page, contact, accessibility, pages before and after.

use super::anchors::{Anchors, given};
use super::compile::{Frame, address, day, plain};
use super::redact::Redaction;
use super::slug::ascii_name;
use super::sources::Registry;
use super::{Accessibility, Contact, Figure, FrontPage, Page};
use crate::diagnostic::{Diagnostics, Spanned};
use crate::dispatch;
use crate::manifest::{EditionSpec, Settings};
use crate::source::Reader;

/// Highlights and key figures, whose sources are credited as those of dispatches are.
pub(super) fn front_page<'a>(
    spec: &'a EditionSpec,
    frame: &Frame,
    registry: &mut Registry<'a>,
    diags: &mut Diagnostics,
) -> FrontPage {
    let highlights = spec.settings.highlights.iter().flatten().filter_map(plain).collect();
    let mut figures = Vec::new();
    for figure in spec.settings.figures.iter().flatten() {
        let (Some(value), Some(label)) = (plain(&figure.value), plain(&figure.label)) else { continue };
        let source = figure.source.as_ref().and_then(|source| registry.resolve(source, diags));
        let date = figure.date.as_ref().and_then(|date| day(date, frame.zone, diags));
        figures.push(Figure { value, label, source, date });
    }
    FrontPage { highlights, figures }
}

/// Whom to write to.
pub(super) fn contact(settings: &Settings, diags: &mut Diagnostics) -> Option<Contact> {
    let given = settings.contact.as_ref()?;
    let text = |value: &Option<Spanned<String>>| value.as_ref().and_then(plain);
    let contact = Contact {
        name: text(&given.name),
        email: text(&given.email),
        url: given.url.as_ref().and_then(|url| address(url, diags)),
    };
    (contact != Contact::default()).then_some(contact)
}

/// What is said of accessibility.
pub(super) fn accessibility(settings: &Settings, diags: &mut Diagnostics) -> Accessibility {
    let Some(given) = &settings.accessibility else { return Accessibility::default() };
    let text = |value: &Option<Spanned<String>>| value.as_ref().and_then(plain);
    Accessibility {
        certified_by: text(&given.certified_by),
        summary: text(&given.summary),
        report: given.report.as_ref().and_then(|url| address(url, diags)),
    }
}

/// Reads the pages that `front` or `back` names.
pub(super) fn pages(
    files: Option<&Vec<Spanned<String>>>,
    frame: &Frame,
    redaction: &Redaction,
    anchors: &mut Anchors,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Vec<Page> {
    let mut pages = Vec::new();
    for named in files.into_iter().flatten() {
        let Some(mut page) = dispatch::page(named, reader, diags) else { continue };
        redaction.body(&mut page.body);
        let title = redaction.text(&page.title);
        let name = match &page.id {
            Some(id) => given(&redaction.name(id)),
            None => format!("p-{}", ascii_name(&title)),
        };
        let language = page.language.unwrap_or_else(|| frame.language.clone());
        pages.push(Page {
            anchor: anchors.free(name.trim_end_matches('-')),
            file: page.file,
            source: page.source,
            id: page.id,
            title,
            direction: language.direction(),
            language,
            body: page.body,
        });
    }
    pages
}
