//! A style sheet as rules: what the grammar gives, values still as written.

use std::ops::Range;
use std::sync::Arc;

use super::media::Media;
use super::page::MarginBoxName;
use super::selector::Selector;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceText, Span};

/// Most rules of a style, imports included.
pub const MAX_RULES: usize = 20_000;
/// Deepest nesting of blocks.
pub const MAX_NESTING: u8 = 16;

/// A declaration as written.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Property in lower case (custom properties as written).
    pub name: String,
    /// The value's text, without `!important`.
    pub value: String,
    /// Marked `!important`.
    pub important: bool,
    /// Bytes of the whole declaration.
    pub range: Range<usize>,
    /// Where the value begins.
    pub value_start: usize,
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The file it stands in.
    pub source: Arc<SourceText>,
    /// Which formats it is for.
    pub media: Media,
    /// What it applies to.
    pub kind: RuleKind,
}

/// What a rule applies to, and what it says.
#[derive(Debug, Clone)]
pub enum RuleKind {
    /// Elements.
    Style {
        /// The selectors that the matcher knows.
        selectors: Vec<Selector>,
        /// All selectors as written, for e-readers.
        text: String,
        /// What they get.
        declarations: Vec<Declaration>,
    },
    /// Pages.
    Page {
        /// Which.
        selector: PageSelector,
        /// What they get.
        declarations: Vec<Declaration>,
        /// Their margin boxes.
        boxes: Vec<(MarginBoxName, Vec<Declaration>)>,
    },
}

/// The pages of an `@page` rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSelector {
    /// A named page.
    pub name: Option<String>,
    /// `:first`.
    pub first: bool,
    /// `:blank`.
    pub blank: bool,
    /// `:left` (true) or `:right`.
    pub left: Option<bool>,
    /// Bytes of the sheet.
    pub range: Range<usize>,
}

impl PageSelector {
    /// CSS Paged Media 3, section 3.5: a name over `:first` and `:blank` over a side.
    pub fn specificity(&self) -> (u8, u8, u8) {
        (self.name.is_some().into(), u8::from(self.first) + u8::from(self.blank), self.left.is_some().into())
    }
}

/// Reports what concerns a place in a sheet.
pub struct Reporter<'a> {
    /// The file.
    pub source: Arc<SourceText>,
    /// Where messages go.
    pub diags: &'a mut Diagnostics,
}

impl Reporter<'_> {
    /// A place, where the sheet is a book's own.
    pub fn own(&self, range: &Range<usize>) -> Option<Span> {
        (!super::bundled::is_bundled(&self.source)).then(|| Span::new(&self.source, range.clone()))
    }

    /// An error at a place.
    pub fn error(&mut self, code: Code, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.diags.error(code, Span::new(&self.source, range), message)
    }

    /// A warning at a place.
    pub fn warning(&mut self, code: Code, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.diags.warning(code, Span::new(&self.source, range), message)
    }
}
