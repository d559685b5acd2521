//! The fields of a dispatch, wherever they stand: in the manifest, in YAML, TOML or Pelican front matter.

pub use super::decode_meta::{decode, suggest};
use super::matter::Marking;
use crate::diagnostic::{Span, Spanned};

/// Where the fields of a dispatch stand, which decides how strictly they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the manifest: an unknown field is an error.
    Manifest,
    /// In a post of its own: blogs carry many fields, so an unknown one is for the caller to warn of, once a name;
    /// and what blogs write means what they mean (`draft`, `author`, `categories`, `lang` …).
    FrontMatter,
}

/// The fields of a dispatch, and those that nobody knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetaOutcome {
    /// What was read.
    pub meta: DispatchMeta,
    /// Unknown fields of front matter with the places of their names; those of a manifest are already reported.
    pub unknown: Vec<Spanned<String>>,
}

/// What sort of dispatch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Report,
    Photos,
    Video,
    Audio,
    Comment,
    Statement,
    Data,
}

/// Whether a dispatch is to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Status {
    /// Published.
    #[default]
    Final,
    /// Left out with a note unless drafts are asked for.
    Draft,
    /// Leaves a stub that says so.
    Withdrawn,
}

/// The `source` field: an id of the registry or a source given in place.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceField {
    /// An id of `sources`.
    Id(Spanned<String>),
    /// A mapping with at least a name.
    Inline(Box<super::model::SourceSpec>),
}

/// A correction published after the dispatch.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// When it was corrected (as written; a day).
    pub date: Spanned<String>,
    /// What was wrong and is right now.
    pub text: Spanned<String>,
}

/// The `image` field.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageRef {
    /// Path relative to the file that names it.
    pub file: Spanned<String>,
    /// Alternative text; an empty one marks the image as decorative.
    pub alt: Option<Spanned<String>>,
    /// Caption.
    pub caption: Option<Spanned<String>>,
    /// Who made it.
    pub credit: Option<Spanned<String>>,
    /// Under which licence.
    pub license: Option<Spanned<String>>,
}

/// A further source of the same fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Also {
    /// Who it is.
    pub source: SourceField,
    /// Where it was published.
    pub url: Option<Spanned<String>>,
    /// When, as written.
    pub date: Option<Spanned<String>>,
}

/// A name in a byline with what it did. Reserved for credit lines that name more than one.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// The name.
    pub name: Spanned<String>,
}

/// All fields of a dispatch as written, each with its place; `None` where not given.
/// Dates are still text: what day they mean depends on the book's zone.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct DispatchMeta {
    pub id: Option<Spanned<String>>,
    pub title: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub source: Option<SourceField>,
    pub byline: Vec<Spanned<String>>,
    pub url: Option<Spanned<String>>,
    pub accessed: Option<Spanned<String>>,
    pub place: Option<Spanned<String>>,
    pub kind: Option<Spanned<Kind>>,
    pub tags: Vec<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    pub summary: Option<Spanned<String>>,
    pub image: Option<ImageRef>,
    pub status: Option<Spanned<Status>>,
    pub corrections: Vec<Correction>,
    pub translator: Option<Spanned<String>>,
    /// 1 to 6 of the Admiralty code.
    pub credibility: Option<Spanned<u8>>,
    pub also: Vec<Also>,
    pub archived: Option<Spanned<String>>,
    pub marking: Option<Spanned<Marking>>,
    /// As written: an instant, or a day that means its start.
    pub embargo: Option<Spanned<String>>,
    /// Why it was withdrawn.
    pub reason: Option<Spanned<String>>,
    /// The id of the dispatch that this one translates.
    pub translation_of: Option<Spanned<String>>,
    /// For editors; never published.
    pub note: Option<Spanned<String>>,
    /// The place of the whole.
    pub span: Option<Span>,
}

impl DispatchMeta {
    /// These fields, and those of `fallback` where these are not given: the manifest's over the front matter's.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        let either = |list: Vec<Spanned<String>>, other| if list.is_empty() { other } else { list };
        Self {
            id: self.id.or(fallback.id),
            title: self.title.or(fallback.title),
            date: self.date.or(fallback.date),
            source: self.source.or(fallback.source),
            byline: either(self.byline, fallback.byline),
            url: self.url.or(fallback.url),
            accessed: self.accessed.or(fallback.accessed),
            place: self.place.or(fallback.place),
            kind: self.kind.or(fallback.kind),
            tags: either(self.tags, fallback.tags),
            language: self.language.or(fallback.language),
            summary: self.summary.or(fallback.summary),
            image: self.image.or(fallback.image),
            status: self.status.or(fallback.status),
            corrections: if self.corrections.is_empty() { fallback.corrections } else { self.corrections },
            translator: self.translator.or(fallback.translator),
            credibility: self.credibility.or(fallback.credibility),
            also: if self.also.is_empty() { fallback.also } else { self.also },
            archived: self.archived.or(fallback.archived),
            marking: self.marking.or(fallback.marking),
            embargo: self.embargo.or(fallback.embargo),
            reason: self.reason.or(fallback.reason),
            translation_of: self.translation_of.or(fallback.translation_of),
            note: self.note.or(fallback.note),
            span: self.span.or(fallback.span),
        }
    }
}
