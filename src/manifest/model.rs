//! What a manifest says, typed. Values that an edition may override are in [`Settings`].

use std::sync::Arc;

use super::matter::{Accessibility, Contact, Figure, Marking, Select};
use super::meta::DispatchMeta;
use super::pictures::{Cover, ImageLimits};
use super::value::Scalar;
use crate::date::WeekStart;
use crate::diagnostic::{SourceText, Span, Spanned};

/// A whole manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The file itself.
    pub source: Arc<SourceText>,
    /// The top level's values.
    pub settings: Settings,
    /// The registry, in the order written.
    pub sources: Vec<(Spanned<String>, SourceSpec)>,
    /// The `dispatches` field's place and entries, in the order written.
    pub dispatches: Spanned<Vec<DispatchEntry>>,
    /// `editions` in the order written; `default` with both formats where the field is absent. Never empty.
    pub editions: Vec<EditionSpec>,
}

/// An entry of `dispatches`.
#[derive(Debug, Clone)]
pub enum DispatchEntry {
    /// A pattern, relative to the manifest's folder.
    Glob(Spanned<String>),
    /// A file with metadata that wins over its front matter.
    File(Spanned<String>, Box<DispatchMeta>),
    /// A dispatch that stands in the manifest itself.
    Inline(Box<DispatchMeta>, Option<Spanned<Scalar>>),
}

/// One edition: a name, formats, and what it overrides.
#[derive(Debug, Clone)]
pub struct EditionSpec {
    /// Its name and where it stands (the manifest's start where there is no `editions`).
    pub name: Spanned<String>,
    /// What it is written as, in the order `epub`, `pdf`; never empty.
    pub formats: Vec<Format>,
    /// How much of each dispatch it holds.
    pub content: Content,
    /// Which dispatches it takes; all where it says nothing.
    pub select: Option<Select>,
    /// The top level's values with this edition's over them.
    pub settings: Settings,
}

/// A format of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Format {
    Epub,
    Pdf,
}

/// How much of each dispatch an edition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Content {
    /// All of it.
    #[default]
    Full,
    /// Headline, credit and summary (else the first paragraph).
    Summary,
    /// Headline and credit.
    Headlines,
}

/// A source, in the registry or in place.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct SourceSpec {
    pub name: Spanned<String>,
    pub url: Option<Spanned<String>>,
    pub license: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    /// A to F of the Admiralty code.
    pub reliability: Option<Spanned<char>>,
    pub note: Option<Spanned<String>>,
    pub span: Span,
}

/// Who made the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The name as it is printed.
    pub name: Spanned<String>,
    /// MARC relator code; `aut` where none is given.
    pub role: String,
}

/// Words on a week.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekWords {
    /// The key as written: an ISO week or the first day of a week.
    pub key: Spanned<String>,
    /// A title beside the week's number.
    pub title: Option<Spanned<String>>,
    /// Markdown, or the path of a `.md` file.
    pub summary: Option<Spanned<Scalar>>,
}

/// A name that an edition must not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct RedactSpec {
    /// The name.
    pub text: Spanned<String>,
    /// What takes its place; a block mark where none is given.
    pub with: Option<Spanned<String>>,
    /// Whether it counts only as a whole word.
    pub whole_word: bool,
}

/// A page size in points (width, height) as `page` gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
}

/// The values that an edition may override; `None` or empty where not given.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Settings {
    pub title: Option<Spanned<String>>,
    pub subtitle: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    pub authors: Option<Vec<Author>>,
    pub publisher: Option<Spanned<String>>,
    pub identifier: Option<Spanned<String>>,
    pub date: Option<Spanned<String>>,
    pub rights: Option<Spanned<String>>,
    pub license: Option<Spanned<String>>,
    pub description: Option<Spanned<String>>,
    pub subjects: Option<Vec<Spanned<String>>>,
    pub series: Option<(Spanned<String>, Option<Spanned<String>>)>,
    pub slug: Option<Spanned<String>>,
    pub timezone: Option<Spanned<String>>,
    pub week: Option<WeekStart>,
    pub style: Option<Spanned<String>>,
    pub page: Option<Spanned<PageSize>>,
    pub fonts: Option<Vec<Spanned<String>>>,
    pub weeks: Option<Vec<WeekWords>>,
    pub embed_fonts: Option<EmbedFonts>,
    pub images: Option<ImageLimits>,
    pub cover: Option<Cover>,
    pub redact: Option<Vec<RedactSpec>>,
    pub marking: Option<Spanned<Marking>>,
    pub highlights: Option<Vec<Spanned<String>>>,
    pub figures: Option<Vec<Figure>>,
    pub contact: Option<Contact>,
    pub accessibility: Option<Accessibility>,
    pub front: Option<Vec<Spanned<String>>>,
    pub back: Option<Vec<Spanned<String>>>,
}

/// Which fonts an EPUB carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmbedFonts {
    /// Those of scripts that e-readers lack.
    #[default]
    Auto,
    /// All that the style asks for, and it asks for them in running text too.
    All,
    /// None: the reading system's are used.
    None,
}
