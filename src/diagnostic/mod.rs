//! The one type of message to an author: severity, stable code, text, place in a source file, help.
//!
//! A [`Diagnostic`] carries its [`SourceText`] with it, so that it can be rendered anywhere and at any time.
//! Passes collect into [`Diagnostics`] and go on, so that a run reports every error and not only the first.

pub mod codes;
pub mod fold;
pub mod render;

use std::ops::Range;
use std::sync::Arc;

pub use codes::Code;

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The book cannot be built.
    Error,
    /// The book can be built, but probably not as meant; an error under `--strict`.
    Warning,
    /// Something the editor should know.
    Note,
}

/// The text of one input file (manifest, dispatch, style), kept for as long as anything may point into it.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Path as messages show it: relative to the manifest's folder, with `/`.
    pub name: String,
    /// The whole file. Always UTF-8; a byte order mark is already removed.
    pub text: String,
    line_starts: Vec<usize>,
}

/// A position as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceText {
    /// Takes a file's text; `name` is what messages call it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Arc::new(Self { name: name.into(), text, line_starts })
    }

    /// Line and column of a byte offset (clamped to the text's end and to a character's start).
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let column = self.text[self.line_starts[line - 1]..offset].chars().count() + 1;
        Position { line, column }
    }

    /// Byte offset of a line and column, the inverse of [`Self::position`]; clamped to the line's end.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line.clamp(1, self.line_starts.len());
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        start + text.char_indices().nth(position.column.saturating_sub(1)).map_or(text.len(), |(i, _)| i)
    }

    /// The text of a line (from 1), without its line end.
    pub fn line(&self, line: usize) -> &str {
        let Some(&start) = self.line_starts.get(line.wrapping_sub(1)) else { return "" };
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        self.text[start..end].trim_end_matches('\r')
    }
}

/// A range of bytes in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub source: Arc<SourceText>,
    /// Bytes into its text.
    pub range: Range<usize>,
}

impl Span {
    /// A range of bytes of `source`.
    pub fn new(source: &Arc<SourceText>, range: Range<usize>) -> Self {
        Self { source: Arc::clone(source), range }
    }

    /// The very start of a file: for what concerns the file as a whole.
    pub fn start_of(source: &Arc<SourceText>) -> Self {
        Self::new(source, 0..0)
    }

    /// Where the span begins.
    pub fn position(&self) -> Position {
        self.source.position(self.range.start)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place, another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// One message to an author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// Stable name of the kind of message, documented in docs/diagnostics.md.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where. None only for what has no place in a file.
    pub span: Option<Span>,
    /// What was expected, or how to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Adds what was expected or how to mend it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}

/// Collects the messages of a pass.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error at a place; the returned message can still take its help.
    pub fn error(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, code, span.into(), message.into())
    }

    /// Adds a warning.
    pub fn warning(
        &mut self,
        code: Code,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(Severity::Warning, code, span.into(), message.into())
    }

    /// Adds a note.
    pub fn note(&mut self, code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Note, code, span.into(), message.into())
    }

    fn add(&mut self, severity: Severity, code: Code, span: Option<Span>, message: String) -> &mut Diagnostic {
        self.items.push(Diagnostic { severity, code, message, span, help: None });
        let last = self.items.len() - 1;
        &mut self.items[last]
    }

    /// Takes in the messages of another pass, after those already here.
    pub fn append(&mut self, mut other: Self) {
        self.items.append(&mut other.items);
    }

    /// Takes in messages, after those already here.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.items.extend(more);
    }

    /// Whether any error was reported.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|d| d.severity == Severity::Error)
    }

    /// The messages in the order they were reported.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// The messages, to be changed or sorted.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.items
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }
}

/// The longest word, in characters, and the most candidates for which it is told what was probably meant.
const LONGEST_MEANT: usize = 64;
const MOST_MEANT: usize = 500;

/// The candidate that `word` most probably meant, for "did you mean".
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A wrong word is looked up among few and short ones, so that ten thousand wrong words cost no minutes.
    if word.chars().nth(LONGEST_MEANT).is_some() {
        return None;
    }
    candidates
        .into_iter()
        .take(MOST_MEANT)
        .filter(|c| c.len() <= 4 * LONGEST_MEANT)
        .map(|c| (strsim::damerau_levenshtein(&word.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(d, c)| *d <= 1.max(c.chars().count().min(word.chars().count()) / 3))
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}
