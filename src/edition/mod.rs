//! What one edition says: selected, ordered by time, grouped by week, credited. Knows nothing of fonts or pages.
//!
//! ```text
//! Manifest, Dispatches, EditionSpec
//!   ─► select (drafts out, dates read in the book's zone, sorted)
//!   ─► sources, anchors ─► entries ─► links ─► weeks, words, metadata ─► Edition
//! ```

mod anchors;
mod compile;
mod links;
mod metadata;
mod slug;
mod sources;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod words;

pub use compile::{Options, compile};

use std::sync::Arc;

use crate::date::{Day, Moment, WeekId, WeekStart};
use crate::diagnostic::Spanned;
use crate::dispatch::{Body, Dispatch, Image, Inline};
use crate::language::{Direction, Lang};
use crate::manifest::model::PageSize;
use crate::manifest::{Content, Format, Kind};

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
    /// The chapters, oldest first; only weeks that have dispatches.
    pub weeks: Vec<Week>,
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

/// A dispatch at its place in an edition. Its text fields are the edition's own (a later redaction changes them).
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
    /// Empty unless the edition's content is full. Links are resolved: [`crate::dispatch::LinkTarget::Local`]
    /// holds an anchor of this edition.
    pub body: Arc<Body>,
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
    /// Which dispatches credit it: (week, dispatch) indexes into the edition.
    pub used_by: Vec<(usize, usize)>,
}
