//! Why an input could not be read, and how an author is told.

use std::io;
use std::sync::Arc;

use super::limits::Limit;
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no manifest where one was looked for.
    #[error("there is no manifest: {looked}")]
    NoManifest {
        /// Where it was looked for.
        looked: String,
        /// What to do.
        help: String,
    },
    /// There is no such file.
    #[error("there is no file `{path}`")]
    NotFound {
        /// The path from the manifest's folder.
        path: String,
        /// A file of the same folder with a similar name.
        similar: Option<String>,
    },
    /// A folder, device or the like.
    #[error("`{path}` is not a file")]
    NotAFile {
        /// The path.
        path: String,
    },
    /// The system refused.
    #[error("`{path}` cannot be read: {error}")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system said.
        error: io::Error,
    },
    /// Larger than its kind may be.
    #[error("`{path}` is larger than {what} may be ({size})", what = limit.what, size = limit.size())]
    TooLarge {
        /// The path.
        path: String,
        /// The bound.
        limit: Limit,
    },
    /// Leads out of the manifest's folder.
    #[error("`{path}` leads out of the manifest's folder")]
    Outside {
        /// The path as written.
        path: String,
    },
    /// Not a path of a book at all.
    #[error("`{path}` is not a path: {reason}")]
    BadPath {
        /// The path as written.
        path: String,
        /// Why.
        reason: &'static str,
    },
    /// Not UTF-8.
    #[error("`{}` is not UTF-8", text.name)]
    NotUtf8 {
        /// The text, with U+FFFD for what is no character.
        text: Arc<SourceText>,
        /// Offset of the first bad byte.
        offset: usize,
        /// What the file seems to be instead.
        guess: &'static str,
    },
    /// Not a pattern.
    #[error("`{pattern}` is not a pattern: {reason}")]
    BadPattern {
        /// The pattern as written.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// A pattern that matches, or makes look at, more files than it may.
    #[error("`{pattern}` {why}")]
    TooMany {
        /// The pattern as written.
        pattern: String,
        /// Which bound was met.
        why: String,
    },
}

impl SourceError {
    /// Whether the machine is at fault rather than the book.
    pub const fn is_system(&self) -> bool {
        matches!(self, Self::Unreadable { .. })
    }

    /// Reports it at the place that names the file; what is wrong inside the file at its place there.
    pub fn report(&self, span: impl Into<Option<Span>>, diagnostics: &mut Diagnostics) {
        let mut span = span.into();
        if let Self::NotUtf8 { text, offset, .. } = self {
            span = Some(Span::new(text, *offset..*offset));
        }
        let code = match self {
            Self::NoManifest { .. } | Self::NotFound { .. } => codes::FILE_NOT_FOUND,
            Self::NotAFile { .. } => codes::NOT_A_FILE,
            Self::Unreadable { .. } => codes::FILE_UNREADABLE,
            Self::TooLarge { .. } => codes::FILE_TOO_LARGE,
            Self::Outside { .. } => codes::PATH_OUTSIDE,
            Self::BadPath { .. } | Self::BadPattern { .. } | Self::TooMany { .. } => codes::BAD_VALUE,
            Self::NotUtf8 { .. } => codes::NOT_UTF8,
        };
        let diagnostic = diagnostics.error(code, span, self.to_string());
        if let Some(help) = self.help() {
            diagnostic.help(help);
        }
    }

    /// How to mend it.
    fn help(&self) -> Option<String> {
        match self {
            Self::NoManifest { help, .. } => Some(help.clone()),
            Self::NotFound { similar: Some(similar), .. } => Some(format!("did you mean `{similar}`?")),
            Self::NotFound { similar: None, .. } => {
                Some("a path starts from the file that names it or, with `/`, from the manifest's folder".to_owned())
            }
            Self::Outside { .. } => Some("copy the file into the manifest's folder".to_owned()),
            Self::NotUtf8 { guess, .. } => Some(format!("{guess}; save it as UTF-8")),
            Self::TooMany { .. } => Some("use a narrower pattern".to_owned()),
            Self::TooLarge { .. } => {
                Some("check that it is the file you meant; divide a text, scale an image down".to_owned())
            }
            Self::NotAFile { .. } => Some("name the file itself".to_owned()),
            Self::BadPattern { .. } => Some(
                "`*`, `?` and `[a-z]` stay within a name, `**` spans folders, `{a,b}` is either; a bracket itself is \
                 written `[[]`"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}
