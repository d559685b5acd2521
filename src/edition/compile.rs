//! Dispatches to an edition: dated, selected, ordered, grouped by week, and everything they refer to resolved.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::anchors::Anchors;
use super::links::Links;
use super::metadata;
use super::sources::Registry;
use super::words;
use super::{Edition, Entry, Week};
use crate::date::{Day, Moment, WeekId, WeekStart, Zone};
use crate::diagnostic::{Diagnostic, Diagnostics, Spanned, codes};
use crate::dispatch::markdown::{self, Origin};
use crate::dispatch::{Dispatch, Inline, link, walk};
use crate::language::Lang;
use crate::manifest::{Content, EditionSpec, Manifest, Status};
use crate::source::Reader;

/// What the command line says of what editions hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Takes drafts in.
    pub drafts: bool,
}

/// What holds for the whole of an edition.
pub(super) struct Frame {
    pub zone: Zone,
    pub week_start: WeekStart,
    pub language: Lang,
    pub date: Option<Day>,
}

/// Makes one edition of the dispatches; `None` if anything is in error.
///
/// A message that `diags` holds already is not added again: what is wrong with a dispatch is so in every edition.
pub fn compile(
    manifest: &Manifest,
    dispatches: &[Arc<Dispatch>],
    spec: &EditionSpec,
    options: &Options,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<Edition> {
    let mut found = Diagnostics::new();
    let edition = build(manifest, dispatches, spec, *options, reader, &mut found);
    let failed = found.has_errors();
    append_new(diags, found);
    edition.filter(|_| !failed)
}

/// Adds the messages that are not there yet.
fn append_new(diags: &mut Diagnostics, found: Diagnostics) {
    let key = |d: &Diagnostic| {
        let place = d.span.as_ref().map(|span| (span.source.name.clone(), span.range.start, span.range.end));
        (d.code, d.message.clone(), place)
    };
    let mut known: BTreeSet<_> = diags.iter().map(key).collect();
    diags.extend(found.into_vec().into_iter().filter(|diagnostic| known.insert(key(diagnostic))));
}

fn build(
    manifest: &Manifest,
    dispatches: &[Arc<Dispatch>],
    spec: &EditionSpec,
    options: Options,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<Edition> {
    let frame = metadata::frame(&spec.settings, diags);
    if manifest.dispatches.value.is_empty() {
        diags
            .error(codes::EMPTY_BOOK, manifest.dispatches.span.clone(), "the book has no dispatches")
            .help("name files, such as `- posts/*.md`");
        return None;
    }
    let (selected, undated) = select(dispatches, &frame, options, diags);
    let mut registry = Registry::new(manifest);
    for dispatch in undated.into_iter().filter(|dispatch| dispatch.meta.source.is_some()) {
        // It is an error already; its source may be one more.
        registry.resolve(dispatch, diags);
    }
    if selected.is_empty() {
        if !diags.has_errors() && !dispatches.is_empty() {
            let message = format!("the edition `{}` selects no dispatch", spec.name.value);
            diags.error(codes::EMPTY_EDITION, spec.name.span.clone(), message).help("all are drafts; see `--drafts`");
        }
        return None;
    }
    let mut anchors = Anchors::new(&selected, diags);
    let mut entries = Vec::with_capacity(selected.len());
    for (index, (dispatch, moment)) in selected.iter().enumerate() {
        let source = registry.resolve(dispatch, diags);
        entries.push(entry(dispatch, *moment, anchors.of(index), source, spec.content, &frame, diags));
    }
    let sources = registry.into_sources(&mut entries);
    let mut links = Links::new(dispatches, &entries, &mut anchors, reader);
    links.resolve_entries(&mut entries, diags);
    let meta = metadata::metadata(spec, &frame, &entries);
    let mut edition = Edition {
        name: spec.name.value.clone(),
        stem: metadata::stem(spec, diags),
        formats: spec.formats.clone(),
        content: spec.content,
        meta,
        week_start: frame.week_start,
        style: spec.settings.style.clone(),
        page: spec.settings.page.as_ref().map(|page| page.value),
        fonts: spec.settings.fonts.clone().unwrap_or_default(),
        cover: spec.settings.cover.as_ref().and_then(|cover| crate::dispatch::cover(cover, reader, diags)),
        weeks: weeks(entries, frame.week_start),
        sources,
    };
    words::attach(&mut edition, &spec.settings, &mut links, reader, diags);
    note_uses(&mut edition);
    Some(edition)
}

/// The dispatches that the edition holds, in the book's order: by moment, ties as the manifest has them; and those
/// whose date cannot be read.
fn select<'a>(
    dispatches: &'a [Arc<Dispatch>],
    frame: &Frame,
    options: Options,
    diags: &mut Diagnostics,
) -> (Vec<(&'a Arc<Dispatch>, Moment)>, Vec<&'a Arc<Dispatch>>) {
    let (mut selected, mut undated) = (Vec::new(), Vec::new());
    for dispatch in dispatches {
        match dispatch.meta.status.as_ref().map(|status| status.value).unwrap_or_default() {
            Status::Draft if !options.drafts => {
                let message = format!("the draft “{}” is left out", dispatch.title);
                diags.note(codes::DRAFT_LEFT_OUT, dispatch.span.clone(), message).help("`--drafts` takes drafts in");
                continue;
            }
            Status::Withdrawn => {
                let span = dispatch.meta.status.as_ref().map_or(&dispatch.span, |status| &status.span);
                diags
                    .error(codes::NOT_SUPPORTED, span.clone(), "withdrawn dispatches are not supported yet")
                    .help("take the dispatch out of the manifest");
                continue;
            }
            Status::Draft | Status::Final => {}
        }
        match moment(dispatch, frame.zone, diags) {
            Some(moment) => selected.push((dispatch, moment)),
            None => undated.push(dispatch),
        }
    }
    selected.sort_by_key(|(_, moment)| *moment);
    (selected, undated)
}

/// When a dispatch is from: its `date`, else the day that begins its file's name.
fn moment(dispatch: &Dispatch, zone: Zone, diags: &mut Diagnostics) -> Option<Moment> {
    let (text, span) = match (&dispatch.meta.date, &dispatch.file_date) {
        (Some(date), _) => (date.value.as_str(), &date.span),
        (None, Some(day)) => (day.as_str(), &dispatch.span),
        (None, None) => {
            diags
                .error(codes::MISSING_DATE, dispatch.span.clone(), format!("“{}” has no date", dispatch.title))
                .help("give it a `date`, or begin the file's name with one, such as `2017-04-15-wells.md`");
            return None;
        }
    };
    read_date(text, zone).map_err(|(message, help)| diags.error(codes::BAD_DATE, span.clone(), message).help(help)).ok()
}

/// Reads a date; else what is wrong with it and what was expected.
pub(super) fn read_date(text: &str, zone: Zone) -> Result<Moment, (String, String)> {
    Moment::parse(text, zone).map_err(|error| {
        let shown: String = text.chars().take(60).collect();
        (format!("`{shown}`: {error}"), error.help())
    })
}

fn entry(
    dispatch: &Arc<Dispatch>,
    moment: Moment,
    anchor: &str,
    source: Option<usize>,
    content: Content,
    frame: &Frame,
    diags: &mut Diagnostics,
) -> Entry {
    let meta = &dispatch.meta;
    let text = |value: &Option<Spanned<String>>| value.as_ref().and_then(plain);
    let language = dispatch.language.clone().unwrap_or_else(|| frame.language.clone());
    let (summary, summary_given) = summary(dispatch, content, diags);
    let mut tags: Vec<String> = Vec::new();
    for tag in meta.tags.iter().filter_map(plain) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Entry {
        dispatch: Arc::clone(dispatch),
        anchor: anchor.to_owned(),
        moment,
        title: walk::one_line(&dispatch.title),
        direction: language.direction(),
        language,
        kind: meta.kind.as_ref().map(|kind| kind.value).unwrap_or_default(),
        source,
        byline: meta.byline.iter().filter_map(plain).collect(),
        translator: text(&meta.translator),
        place: text(&meta.place),
        url: meta.url.as_ref().and_then(|url| address(url, diags)),
        accessed: meta.accessed.as_ref().and_then(|date| day(date, frame.zone, diags)),
        tags,
        summary,
        summary_given,
        image: dispatch.image.clone().filter(|_| content != Content::Headlines),
        corrections: corrections(dispatch, frame.zone, diags),
        body: if content == Content::Full { Arc::new(dispatch.body.clone()) } else { Arc::default() },
    }
}

/// A value as a line of plain text; `None` where nothing is left of it.
pub(super) fn plain(value: &Spanned<String>) -> Option<String> {
    Some(walk::one_line(&value.value)).filter(|text| !text.is_empty())
}

/// An address of the metadata, if it may be kept.
pub(super) fn address(url: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let address = link::safe_url(&url.value);
    if address.is_none() {
        diags
            .warning(codes::BAD_LINK, url.span.clone(), "this address is left out")
            .help("write it whole, such as `https://example.org/`; kept are http, https, mailto and tel");
    }
    address
}

/// What stands below the headline: the editor's words, else the first paragraph, without notes and images.
fn summary(dispatch: &Dispatch, content: Content, diags: &mut Diagnostics) -> (Vec<Inline>, bool) {
    if content == Content::Headlines {
        return (Vec::new(), false);
    }
    if let Some(given) = &dispatch.meta.summary {
        let origin = Origin::scalar(&given.span.source, &[(0, given.span.range.start)]);
        let body = markdown::body(&given.value, &origin, &markdown::NoImages, diags);
        let inlines = walk::running_text(&body.blocks);
        if !inlines.is_empty() {
            return (inlines, true);
        }
    }
    (walk::first_paragraph(&dispatch.body.blocks), false)
}

/// The day of a date of the metadata.
fn day(date: &Spanned<String>, zone: Zone, diags: &mut Diagnostics) -> Option<Day> {
    let read = read_date(&date.value, zone);
    let read = read.map_err(|(message, help)| diags.error(codes::BAD_DATE, date.span.clone(), message).help(help));
    read.ok().map(|moment| moment.day)
}

fn corrections(dispatch: &Dispatch, zone: Zone, diags: &mut Diagnostics) -> Vec<(Day, String)> {
    let mut corrections = Vec::new();
    for correction in &dispatch.meta.corrections {
        if let Some(day) = day(&correction.date, zone, diags) {
            corrections.push((day, walk::one_line(&correction.text.value)));
        }
    }
    corrections.sort_by_key(|(day, _)| *day);
    corrections
}

/// Groups entries, which are in order, by week.
fn weeks(entries: Vec<Entry>, start: WeekStart) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for entry in entries {
        let id = WeekId::of(entry.moment.day, start);
        match weeks.last_mut().filter(|week| week.id == id) {
            Some(week) => week.dispatches.push(entry),
            None => {
                let chapter = weeks.len() + 1;
                weeks.push(Week { id, chapter, title: None, summary: None, dispatches: vec![entry] });
            }
        }
    }
    weeks
}

/// Writes into each source which dispatches credit it.
fn note_uses(edition: &mut Edition) {
    for (week, chapter) in edition.weeks.iter().enumerate() {
        for (index, entry) in chapter.dispatches.iter().enumerate() {
            if let Some(source) = entry.source.and_then(|source| edition.sources.get_mut(source)) {
                source.used_by.push((week, index));
            }
        }
    }
}
