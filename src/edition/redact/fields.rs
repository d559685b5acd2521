//! The fields of settings, sources and dispatches: what of them is text, an address, a name, or none of these.

use super::Redaction;
use crate::diagnostic::Spanned;
use crate::dispatch::{Body, Dispatch};
use crate::manifest::{
    Accessibility, Author, Contact, Correction, DispatchMeta, Figure, ImageRef, RedactSpec, Settings, SourceField,
    SourceSpec, WeekWords,
};

type Text = Spanned<String>;

fn text(redaction: &Redaction, value: Text) -> Text {
    value.map(|text| redaction.text(&text))
}

fn texts(redaction: &Redaction, values: Vec<Text>) -> Vec<Text> {
    values.into_iter().map(|value| text(redaction, value)).collect()
}

fn address(redaction: &Redaction, value: Text) -> Text {
    value.map(|address| redaction.address(&address))
}

fn name(redaction: &Redaction, value: Text) -> Text {
    value.map(|name| redaction.name(&name))
}

/// Settings without the names. Paths of styles and fonts reach no artefact.
pub(super) fn settings(redaction: &Redaction, settings: Settings) -> Settings {
    let Settings {
        title,
        subtitle,
        language,
        authors,
        publisher,
        identifier,
        date,
        rights,
        license,
        description,
        subjects,
        series,
        slug,
        timezone,
        week,
        style,
        page,
        fonts,
        weeks,
        embed_fonts,
        images,
        cover,
        redact: _,
        marking,
        highlights,
        figures,
        contact,
        accessibility,
        front,
        back,
    } = settings;
    let r = redaction;
    Settings {
        title: title.map(|v| text(r, v)),
        subtitle: subtitle.map(|v| text(r, v)),
        language,
        authors: authors.map(|list| list.into_iter().map(|v| author(r, v)).collect()),
        publisher: publisher.map(|v| text(r, v)),
        identifier: identifier.map(|v| address(r, v)),
        date,
        rights: rights.map(|v| text(r, v)),
        license: license.map(|v| text(r, v)),
        description: description.map(|v| text(r, v)),
        subjects: subjects.map(|list| texts(r, list)),
        series: series.map(|(name, number)| (text(r, name), number.map(|v| text(r, v)))),
        slug: slug.map(|v| name(r, v)),
        timezone,
        week,
        style,
        page,
        fonts,
        weeks: weeks.map(|list| list.into_iter().map(|v| week_words(r, v)).collect()),
        redact: None::<Vec<RedactSpec>>,
        marking,
        highlights: highlights.map(|list| texts(r, list)),
        figures: figures.map(|list| list.into_iter().map(|v| figure(r, v)).collect()),
        contact: contact.map(|v| self::contact(r, v)),
        accessibility: accessibility.map(|v| self::accessibility(r, v)),
        embed_fonts,
        images,
        // Read as written; what stands in them is redacted when it is read.
        cover,
        front,
        back,
    }
}

fn figure(redaction: &Redaction, figure: Figure) -> Figure {
    let Figure { value, label, source, date } = figure;
    // The source is looked up as written; the registry redacts it.
    Figure { value: text(redaction, value), label: text(redaction, label), source, date }
}

fn contact(redaction: &Redaction, contact: Contact) -> Contact {
    let Contact { name, email, url } = contact;
    let r = redaction;
    Contact { name: name.map(|v| text(r, v)), email: email.map(|v| address(r, v)), url: url.map(|v| address(r, v)) }
}

fn accessibility(redaction: &Redaction, accessibility: Accessibility) -> Accessibility {
    let Accessibility { certified_by, summary, report } = accessibility;
    let r = redaction;
    Accessibility {
        certified_by: certified_by.map(|v| text(r, v)),
        summary: summary.map(|v| text(r, v)),
        report: report.map(|v| address(r, v)),
    }
}

fn author(redaction: &Redaction, author: Author) -> Author {
    let Author { name, role } = author;
    Author { name: text(redaction, name), role }
}

fn week_words(redaction: &Redaction, words: WeekWords) -> WeekWords {
    let WeekWords { key, title, summary } = words;
    WeekWords { key, title: title.map(|v| text(redaction, v)), summary }
}

/// A source without the names.
pub(super) fn source(redaction: &Redaction, source: SourceSpec) -> SourceSpec {
    let SourceSpec { name, url, license, kind, language, reliability, note, span } = source;
    let r = redaction;
    SourceSpec {
        name: text(r, name),
        url: url.map(|v| address(r, v)),
        license: license.map(|v| text(r, v)),
        kind: kind.map(|v| text(r, v)),
        language,
        reliability,
        note: note.map(|v| text(r, v)),
        span,
    }
}

/// A dispatch's text without the names.
pub(super) fn dispatch(redaction: &Redaction, dispatch: Dispatch) -> Dispatch {
    let Dispatch { file, source, span, meta, title, file_date, language, mut body, image } = dispatch;
    super::body::redact(redaction, &mut body);
    Dispatch {
        file,
        source,
        span,
        meta: self::meta(redaction, meta),
        title: redaction.text(&title),
        file_date,
        language,
        body,
        image: image.map(|image| redaction.image(image)),
    }
}

/// A dispatch's text and what it is looked up by without the names, nor what is parsed elsewhere.
pub(super) fn forget(redaction: &Redaction, written: Dispatch) -> Dispatch {
    let mut dispatch = dispatch(redaction, Dispatch { body: Body::default(), ..written });
    dispatch.file = redaction.name(&dispatch.file);
    let meta = &mut dispatch.meta;
    meta.id = meta.id.take().map(|id| name(redaction, id));
    meta.summary = None;
    meta.source = meta.source.take().map(|source| match source {
        SourceField::Id(id) => SourceField::Id(name(redaction, id)),
        SourceField::Inline(spec) => SourceField::Inline(Box::new(self::source(redaction, *spec))),
    });
    meta.also = Vec::new();
    meta.translation_of = None;
    dispatch
}

fn meta(redaction: &Redaction, meta: DispatchMeta) -> DispatchMeta {
    let DispatchMeta {
        id,
        title,
        date,
        source,
        byline,
        url,
        accessed,
        place,
        kind,
        tags,
        language,
        summary,
        image,
        status,
        corrections,
        translator,
        credibility,
        also,
        archived,
        marking,
        embargo,
        reason,
        translation_of,
        note,
        span,
    } = meta;
    let r = redaction;
    DispatchMeta {
        // Looked up as written.
        id,
        source,
        also,
        translation_of,
        // Markdown: redacted once it is parsed.
        summary,
        title: title.map(|v| text(r, v)),
        byline: texts(r, byline),
        url: url.map(|v| address(r, v)),
        place: place.map(|v| text(r, v)),
        tags: texts(r, tags),
        image: image.map(|v| image_ref(r, v)),
        corrections: corrections.into_iter().map(|v| correction(r, v)).collect(),
        translator: translator.map(|v| text(r, v)),
        note: note.map(|v| text(r, v)),
        date,
        accessed,
        kind,
        language,
        status,
        credibility,
        marking,
        embargo,
        archived: archived.map(|v| address(r, v)),
        reason: reason.map(|v| text(r, v)),
        span,
    }
}

fn image_ref(redaction: &Redaction, image: ImageRef) -> ImageRef {
    let ImageRef { file, alt, caption, credit, license } = image;
    let r = redaction;
    ImageRef {
        file: name(r, file),
        alt: alt.map(|v| text(r, v)),
        caption: caption.map(|v| text(r, v)),
        credit: credit.map(|v| text(r, v)),
        license: license.map(|v| text(r, v)),
    }
}

fn correction(redaction: &Redaction, correction: Correction) -> Correction {
    let Correction { date, text: what } = correction;
    Correction { date, text: text(redaction, what) }
}
