//! What is said of an edition as a whole.

use uuid::Uuid;

use super::compile::{Frame, plain, read_date};
use super::redact::Redaction;
use super::{Creator, Entry, Metadata, Page, slug};
use crate::date::Zone;
use crate::diagnostic::{Diagnostics, Spanned, codes};
use crate::dispatch::walk::one_line;
use crate::language::Lang;
use crate::manifest::{EditionSpec, Settings};

/// Reads what the dispatches of an edition are placed in: zone, weeks, language, and its date where one is given.
/// Language and zone were checked where the manifest was read.
pub(super) fn frame(settings: &Settings, diags: &mut Diagnostics) -> Frame {
    let zone = settings.timezone.as_ref().and_then(|name| Zone::parse(&name.value)).unwrap_or_else(Zone::utc);
    let language = settings.language.as_ref().and_then(|tag| Lang::parse(&tag.value)).unwrap_or_else(Lang::english);
    if let Some(tag) = settings.language.as_ref().filter(|_| !crate::language::is_complete(&language)) {
        diags
            .warning(
                codes::LANGUAGE_FALLBACK,
                tag.span.clone(),
                format!("weekbook has no words of its own in `{language}`: it uses English ones"),
            )
            .help("it has those of en, fr, es, ar, ckb and uk; the text itself may be in any language");
    }
    let date = settings.date.as_ref().and_then(|date| match read_date(&date.value, zone) {
        Ok(moment) => Some(moment.day),
        Err((message, help)) => {
            diags.error(codes::BAD_DATE, date.span.clone(), message).help(help);
            None
        }
    });
    Frame { zone, week_start: settings.week.unwrap_or_default(), language, date }
}

/// Everything that is said of the edition, whose published name is `name`. There is at least one entry.
pub(super) fn metadata<'a>(
    spec: &EditionSpec,
    name: &str,
    frame: &Frame,
    entries: &[Entry],
    pages: impl Iterator<Item = &'a Page>,
) -> Metadata {
    let settings = &spec.settings;
    let text = |value: &Option<Spanned<String>>| value.as_ref().and_then(plain);
    // A manifest without a title is in error already.
    let title = text(&settings.title).unwrap_or_default();
    let days = || entries.iter().map(|entry| entry.moment.day);
    let newest = days().max();
    let date = frame.date.or(newest).unwrap_or_else(|| entries[0].moment.day);
    let corrected = entries.iter().flat_map(|entry| entry.corrections.iter().map(|(day, _)| *day)).max();
    let mut languages = vec![frame.language.clone()];
    for language in entries.iter().map(|entry| &entry.language).chain(pages.map(|page| &page.language)) {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    let series = settings.series.as_ref().and_then(|(name, number)| Some((plain(name)?, text(number))));
    let publisher = text(&settings.publisher);
    let identifier = text(&settings.identifier)
        .unwrap_or_else(|| identifier(&title, publisher.as_deref(), &frame.language, series.as_ref(), name));
    let authors = settings.authors.as_deref().unwrap_or_default();
    Metadata {
        title,
        subtitle: text(&settings.subtitle),
        direction: frame.language.direction(),
        language: frame.language.clone(),
        languages,
        creators: authors
            .iter()
            .filter_map(|author| Some(Creator { name: plain(&author.name)?, role: author.role.clone() }))
            .collect(),
        publisher,
        identifier,
        date,
        modified: newest.max(corrected).max(Some(date)).unwrap_or(date),
        rights: text(&settings.rights),
        license: text(&settings.license),
        description: text(&settings.description),
        subjects: settings.subjects.iter().flatten().filter_map(plain).collect(),
        series,
        period: (days().min().unwrap_or(date), newest.unwrap_or(date)),
    }
}

/// A UUIDv5 (RFC 9562, 5.5) of what does not change when dispatches do.
fn identifier(
    title: &str,
    publisher: Option<&str>,
    language: &Lang,
    series: Option<&(String, Option<String>)>,
    edition: &str,
) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"weekbook edition");
    let number = series.and_then(|(_, number)| number.as_deref()).unwrap_or_default();
    let parts = [title, publisher.unwrap_or_default(), language.as_str(), number, edition];
    format!("urn:uuid:{}", Uuid::new_v5(&namespace, parts.join("\u{1F}").as_bytes()))
}

/// The name of an edition's artefacts: the book's slug, and the edition's name unless it is the only one.
pub(super) fn stem(spec: &EditionSpec, redaction: &Redaction, diags: &mut Diagnostics) -> String {
    let settings = &spec.settings;
    let slug = match &settings.slug {
        Some(given) => {
            check_name(given, "slug", diags);
            given.value.trim().to_owned()
        }
        None => slug::file_name(&settings.title.as_ref().map(|title| one_line(&title.value)).unwrap_or_default()),
    };
    if spec.name.value == "default" {
        return slug;
    }
    check_name(&spec.name, "name of an edition", diags);
    format!("{slug}-{}", redaction.name(&spec.name.value))
}

/// Refuses what would not be one file in the output folder, on any machine.
fn check_name(name: &Spanned<String>, what: &str, diags: &mut Diagnostics) {
    let text = name.value.trim();
    let wrong = if text.is_empty() {
        "is empty"
    } else if text.contains(['/', '\\']) {
        "holds a path separator"
    } else if text.contains([':', '*', '?', '"', '<', '>', '|']) || text.chars().any(char::is_control) {
        "holds a character that no file's name may have"
    } else if text.starts_with('.') {
        "begins with a dot"
    } else if text.len() > 160 {
        "is longer than 160 bytes"
    } else {
        return;
    };
    diags
        .error(codes::BAD_VALUE, name.span.clone(), format!("this {what} {wrong}"))
        .help("it names the files that are written, such as `letters`");
}
