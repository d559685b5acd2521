//! What one edition says: selected, ordered by time, grouped by week, credited. Knows nothing of fonts or pages.
//!
//! ```text
//! Manifest, Dispatches, EditionSpec
//!   ─► select (drafts out, dates read in the book's zone, sorted) ─► redact
//!   ─► sources, anchors ─► entries ─► links ─► weeks, words, metadata ─► Edition
//! ```

mod anchors;
mod compile;
mod links;
mod matter;
mod metadata;
mod punctuation;
pub mod redact;
mod select;
pub(crate) mod slug;
mod sources;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod translations;
mod words;

pub use compile::{Options, compile};

use std::sync::Arc;

use crate::date::{Day, Moment, WeekId, WeekStart};
use crate::diagnostic::SourceText;
use crate::diagnostic::Spanned;
use crate::dispatch::{Body, Dispatch, Image, Inline};
use crate::language::{Direction, Lang};
use crate::manifest::model::PageSize;
use crate::manifest::{Content, Format, Kind, Marking};

/// One edition, ready to be given a form.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its name in the manifest; `default` for the only one.
    pub name: String,
    /// File name of its artefacts without extension: `<slug>` or `<slug>-<name>`.
    pub stem: String,
    /// What the manifest says it is written as (not narrowed by the command line).
    pub formats: Vec<Format>,
    /// How much of each dispatch it holds.
    pub content: Content,
    /// What is said of the book as a whole.
    pub meta: Metadata,
    /// How weeks are counted.
    pub week_start: WeekStart,
    /// `style` of the manifest: a bundled name or a path, with its place; `None` for the default.
    pub style: Option<Spanned<String>>,
    /// `page` of the manifest.
    pub page: Option<PageSize>,
    /// `fonts` of the manifest.
    pub fonts: Vec<Spanned<String>>,
    /// The image on the cover; a typeset one without.
    pub cover: Option<Image>,
    /// Its label of the Traffic Light Protocol.
    pub marking: Option<Marking>,
    /// What stands on the front page.
    pub front_page: FrontPage,
    /// Whom to write to.
    pub contact: Option<Contact>,
    /// What the editor says of accessibility.
    pub accessibility: Accessibility,
    /// Pages before the weeks and after everything else.
    pub front: Vec<Page>,
    /// See `front`.
    pub back: Vec<Page>,
    /// The chapters, oldest first; only weeks that have dispatches.
    pub weeks: Vec<Week>,
    /// Whether names are redacted: block marks then stand for them.
    pub redacts: bool,
    /// The sources that the edition's dispatches credit, in the order of the registry, then of first use.
    pub sources: Vec<Source>,
}

/// What is said of the book as a whole.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Metadata {
    pub title: String,
    pub subtitle: Option<String>,
    pub language: Lang,
    pub direction: Direction,
    /// Every language of the book, its own first, then in the order of first use.
    pub languages: Vec<Lang>,
    pub creators: Vec<Creator>,
    pub publisher: Option<String>,
    /// A URN or URI: as given, or a UUIDv5 of title, publisher, language, series number and edition name.
    pub identifier: String,
    /// Publication date.
    pub date: Day,
    /// Newest of the book's dates and corrections, at midnight UTC: `dcterms:modified`.
    pub modified: Day,
    pub rights: Option<String>,
    pub license: Option<String>,
    pub description: Option<String>,
    pub subjects: Vec<String>,
    /// Series name and number within it.
    pub series: Option<(String, Option<String>)>,
    /// First and last day that has a dispatch.
    pub period: (Day, Day),
}

/// What nobody may miss, on one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontPage {
    /// A sentence each.
    pub highlights: Vec<String>,
    /// Key figures.
    pub figures: Vec<Figure>,
}

impl FrontPage {
    /// Whether there is nothing to be shown.
    pub const fn is_empty(&self) -> bool {
        self.highlights.is_empty() && self.figures.is_empty()
    }
}

/// A key figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As it is printed.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Who says so: an index into [`Edition::sources`].
    pub source: Option<usize>,
    /// Of which day.
    pub date: Option<Day>,
}

/// Whom to write to; one of them at least.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Contact {
    pub name: Option<String>,
    pub email: Option<String>,
    pub url: Option<String>,
}

/// What the editor says of accessibility.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accessibility {
    /// Who certifies it, instead of the publisher.
    pub certified_by: Option<String>,
    /// Instead of the summary that weekbook writes.
    pub summary: Option<String>,
    /// The address of a report.
    pub report: Option<String>,
}

/// A page before the weeks or after everything else.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file's path relative to the manifest's folder.
    pub file: String,
    /// Its text: for places in messages.
    pub(crate) source: Arc<SourceText>,
    /// The id it gives itself.
    pub id: Option<String>,
    /// Unique among the edition's anchors.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Lang,
    /// See `language`.
    pub direction: Direction,
    /// Its text, links resolved.
    pub body: Body,
}

/// A person or body that made the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creator {
    /// The name.
    pub name: String,
    /// MARC relator code.
    pub role: String,
}

/// A chapter.
#[derive(Debug, Clone)]
pub struct Week {
    /// Which week.
    pub id: WeekId,
    /// The chapter's number in the edition, from 1.
    pub chapter: usize,
    /// The editor's title for the week.
    pub title: Option<String>,
    /// The editor's words on the week.
    pub summary: Option<Body>,
    /// Its dispatches, oldest first.
    pub dispatches: Vec<Entry>,
}

/// A dispatch at its place in an edition. Its text fields are the edition's own, redacted.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Entry {
    /// The dispatch as read: for places in messages, never for text.
    pub dispatch: Arc<Dispatch>,
    /// Unique, stable, an XML name: the anchor in both formats.
    pub anchor: String,
    /// When it is from.
    pub moment: Moment,
    pub title: String,
    pub language: Lang,
    pub direction: Direction,
    pub kind: Kind,
    /// Index into [`Edition::sources`].
    pub source: Option<usize>,
    pub byline: Vec<String>,
    pub translator: Option<String>,
    pub place: Option<String>,
    pub url: Option<String>,
    /// When the address was looked at.
    pub accessed: Option<Day>,
    pub tags: Vec<String>,
    /// The summary of the metadata, else the first paragraph's inlines without notes.
    pub summary: Vec<Inline>,
    /// Whether `summary` is the editor's own rather than taken from the body.
    pub summary_given: bool,
    pub image: Option<Image>,
    pub corrections: Vec<(Day, String)>,
    /// Where it was withdrawn: what is left of it is a stub, and only headline, source, place and date are kept.
    pub withdrawn: Option<Withdrawn>,
    /// Further sources of the same fact.
    pub also: Vec<Also>,
    /// The address of an archived copy.
    pub archived: Option<String>,
    /// 1 to 6 of the Admiralty code.
    pub credibility: Option<u8>,
    /// Its own label, never above the edition's.
    pub marking: Option<Marking>,
    /// The dispatch that it translates, (week, dispatch), where the edition has it.
    pub translation_of: Option<(usize, usize)>,
    /// Its translations in the edition.
    pub translations: Vec<(usize, usize)>,
    /// Empty unless the edition's content is full. Links are resolved: [`crate::dispatch::LinkTarget::Local`]
    /// holds an anchor of this edition.
    pub body: Arc<Body>,
}

/// A further source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// Index into [`Edition::sources`].
    pub source: usize,
    /// Where it was published.
    pub url: Option<String>,
    /// When.
    pub date: Option<Day>,
}

/// That a dispatch was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withdrawn {
    /// Why.
    pub reason: Option<String>,
}

/// A source as the sources section lists it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Source {
    /// The registry's id, else one derived from the name; used in anchors and classes.
    pub id: String,
    pub name: String,
    pub url: Option<String>,
    pub license: Option<String>,
    pub kind: Option<String>,
    pub language: Option<Lang>,
    /// A to F of the Admiralty code.
    pub reliability: Option<char>,
    /// Which dispatches credit it: (week, dispatch) indexes into the edition.
    pub used_by: Vec<(usize, usize)>,
    /// Which dispatches name it as a further source: (week, dispatch) and the place in [`Entry::also`].
    pub also_by: Vec<(usize, usize, usize)>,
}
