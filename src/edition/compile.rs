//! Dispatches to an edition: dated, selected, ordered, grouped by week, and everything they refer to resolved.

use std::sync::Arc;

use super::anchors::Anchors;
use super::links::Links;
use super::matter;
use super::metadata;
use super::redact::Redaction;
use super::select::select;
use super::sources::Registry;
use super::translations;
use super::words;
use super::{Also, Edition, Entry, Week, Withdrawn};
use crate::date::{Day, Moment, WeekId, WeekStart, Zone};
use crate::diagnostic::{Diagnostics, Spanned, codes};
use crate::dispatch::markdown::{self, Origin};
use crate::dispatch::{Dispatch, Inline, link, walk};
use crate::language::Lang;
use crate::manifest::{Content, EditionSpec, Manifest, Status};
use crate::source::Reader;

/// What the command line says of what editions hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Takes drafts in.
    pub drafts: bool,
    /// The instant by which embargoes are judged, as written; else the book's date decides.
    pub as_of: Option<String>,
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
/// What is wrong with a dispatch is reported in every edition that holds it.
pub fn compile(
    manifest: &Manifest,
    dispatches: &[Arc<Dispatch>],
    spec: &EditionSpec,
    options: &Options,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<Edition> {
    let mut found = Diagnostics::new();
    let edition = build(manifest, dispatches, spec, options, reader, &mut found);
    let failed = found.has_errors();
    diags.append(found);
    edition.filter(|_| !failed)
}

fn build(
    manifest: &Manifest,
    dispatches: &[Arc<Dispatch>],
    spec: &EditionSpec,
    options: &Options,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<Edition> {
    let frame = metadata::frame(&spec.settings, diags);
    if manifest.dispatches.value.is_empty() {
        // An error already, where the manifest was read.
        return None;
    }
    let redaction = Redaction::new(spec, diags);
    let mut registry = Registry::new(manifest, &redaction);
    let (selected, undated) = select(dispatches, spec, &frame, options, &registry, diags);
    for source in undated.into_iter().filter_map(|dispatch| dispatch.meta.source.as_ref()) {
        // It is an error already; its source may be one more.
        registry.resolve(source, diags);
    }
    if selected.is_empty() {
        return None;
    }
    let spec = &redaction.spec(spec);
    let mut anchors = Anchors::new(&selected, &redaction, diags);
    let mut entries = Vec::with_capacity(selected.len());
    for (index, (dispatch, moment)) in selected.iter().enumerate() {
        let source = registry.of(dispatch, diags);
        let shown = redaction.dispatch(dispatch);
        let mut entry = entry(&shown, *moment, anchors.of(index), source, spec.content, &frame, diags);
        if entry.withdrawn.is_none() {
            entry.also = also(dispatch, &mut registry, &redaction, &frame, diags);
        }
        redaction.settle(&mut entry, dispatch);
        entries.push(entry);
    }
    let settings = &spec.settings;
    let mut front_page = matter::front_page(spec, &frame, &mut registry, diags);
    let sources = registry.into_sources(&mut entries, &mut front_page);
    let originals = translations::originals(&entries, dispatches, diags);
    let mut front = matter::pages(settings.front.as_ref(), &frame, &redaction, &mut anchors, reader, diags);
    let mut back = matter::pages(settings.back.as_ref(), &frame, &redaction, &mut anchors, reader, diags);
    let mut links = Links::new(dispatches, &entries, &mut anchors, &redaction, reader);
    links.add_pages(front.iter().chain(&back), &mut anchors, &redaction);
    links.resolve_entries(&mut entries, diags);
    links.resolve_pages(front.iter_mut().chain(&mut back), diags);
    redaction.forget(&mut entries);
    let name = redaction.name(&spec.name.value);
    let meta = metadata::metadata(spec, &name, &frame, &entries, front.iter().chain(&back));
    let cover = settings.cover.as_ref().and_then(|cover| crate::dispatch::cover(cover, reader, diags));
    let mut edition = Edition {
        name: spec.name.value.clone(),
        stem: metadata::stem(spec, &redaction, diags),
        formats: spec.formats.clone(),
        content: spec.content,
        meta,
        week_start: frame.week_start,
        style: spec.settings.style.clone(),
        page: spec.settings.page.as_ref().map(|page| page.value),
        fonts: spec.settings.fonts.clone().unwrap_or_default(),
        cover: cover.map(|image| redaction.cover(image)),
        marking: settings.marking.as_ref().map(|marking| marking.value),
        front_page,
        contact: matter::contact(settings, diags),
        accessibility: matter::accessibility(settings, diags),
        front,
        back,
        redacts: redaction.is_active(),
        weeks: weeks(entries, frame.week_start),
        sources,
    };
    translations::link(&mut edition, &originals);
    words::attach(&mut edition, &spec.settings, &redaction, &mut links, reader, diags);
    links.name_headings(&mut edition);
    note_uses(&mut edition);
    super::punctuation::apply(&mut edition);
    Some(edition)
}

/// When a dispatch is from: its `date`, else the day that begins its file's name.
pub(super) fn moment(dispatch: &Dispatch, zone: Zone, diags: &mut Diagnostics) -> Option<Moment> {
    let (text, span) = match (&dispatch.meta.date, &dispatch.file_date) {
        (Some(date), _) => (date.value.as_str(), &date.span),
        (None, Some(day)) => (day.as_str(), &dispatch.span),
        (None, None) => {
            diags.error(codes::MISSING_DATE, dispatch.span.clone(), format!("“{}” has no date", dispatch.title)).help(
                if dispatch.is_inline() {
                    "give it a `date`, such as `date: 2017-04-15`"
                } else {
                    "give it a `date`, or begin the file's name with one, such as `2017-04-15-wells.md`"
                },
            );
            return None;
        }
    };
    let read = read_date(text, zone).map_err(|(message, help)| match dispatch.meta.date {
        Some(_) => diags.error(codes::BAD_DATE, span.clone(), message).help(help),
        None => diags
            .error(codes::BAD_DATE, span.clone(), format!("the file's name begins with no date: {message}"))
            .help("rename the file, or give its dispatch a `date`"),
    });
    read.ok()
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
    let withdrawn = withdrawn(dispatch, diags);
    let entry = Entry {
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
        withdrawn,
        also: Vec::new(),
        archived: meta.archived.as_ref().and_then(|url| address(url, diags)),
        credibility: meta.credibility.as_ref().map(|grade| grade.value),
        marking: meta.marking.as_ref().map(|marking| marking.value),
        translation_of: None,
        translations: Vec::new(),
        body: if content == Content::Full { Arc::new(dispatch.body.clone()) } else { Arc::default() },
    };
    if entry.withdrawn.is_some() { stub(entry) } else { entry }
}

/// Further sources of the same fact.
fn also<'a>(
    dispatch: &'a Dispatch,
    registry: &mut Registry<'a>,
    redaction: &Redaction,
    frame: &Frame,
    diags: &mut Diagnostics,
) -> Vec<Also> {
    let mut all = Vec::new();
    for one in &dispatch.meta.also {
        let url = one.url.clone().map(|url| url.map(|url| redaction.address(&url)));
        let url = url.and_then(|url| address(&url, diags));
        let date = one.date.as_ref().and_then(|date| day(date, frame.zone, diags));
        if let Some(source) = registry.resolve(&one.source, diags) {
            all.push(Also { source, url, date });
        }
    }
    all
}

/// That a dispatch was withdrawn, and why; a reason without that is for nobody to see.
fn withdrawn(dispatch: &Dispatch, diags: &mut Diagnostics) -> Option<Withdrawn> {
    let meta = &dispatch.meta;
    if meta.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn) {
        return Some(Withdrawn { reason: meta.reason.as_ref().and_then(plain) });
    }
    if let Some(reason) = &meta.reason {
        let message = "this `reason` is shown nowhere: the dispatch is not withdrawn";
        diags.warning(codes::BAD_VALUE, reason.span.clone(), message).help("add `status: withdrawn`, or remove it");
    }
    None
}

/// What is left of a dispatch that was withdrawn: whoever it named or showed is not to be found in the book.
fn stub(entry: Entry) -> Entry {
    Entry {
        byline: Vec::new(),
        translator: None,
        url: None,
        archived: None,
        credibility: None,
        accessed: None,
        tags: Vec::new(),
        summary: Vec::new(),
        summary_given: false,
        image: None,
        corrections: Vec::new(),
        body: Arc::default(),
        ..entry
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
pub(super) fn day(date: &Spanned<String>, zone: Zone, diags: &mut Diagnostics) -> Option<Day> {
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
            for (place, also) in entry.also.iter().enumerate() {
                if let Some(source) = edition.sources.get_mut(also.source) {
                    source.also_by.push((week, index, place));
                }
            }
        }
    }
}
