//! What is open while events come in.

use std::ops::Range;

use super::super::ast::{Alignment, Block, BlockKind, CalloutKind, Definition, Inline, LinkTarget, ListItem};
use super::html::Harmless;

/// An element whose end has not come yet.
#[derive(Debug)]
pub(super) struct Frame {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the Markdown.
    pub range: Range<usize>,
    /// Blocks gathered.
    pub blocks: Vec<Block>,
    /// Inlines gathered; in a frame of blocks those of a paragraph that has no event of its own.
    pub inlines: Vec<Inline>,
    /// Where these inlines stand.
    pub inlines_range: Option<Range<usize>>,
    /// Text gathered, of code and raw HTML.
    pub text: String,
}

/// The kinds of frame.
#[derive(Debug)]
pub(super) enum Kind {
    Root,
    Paragraph,
    Heading {
        level: u8,
        id: Option<String>,
        classes: Vec<String>,
    },
    Quote(Option<CalloutKind>),
    Code {
        language: Option<String>,
    },
    HtmlBlock,
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<ListItem>,
    },
    Item {
        task: Option<bool>,
    },
    Note {
        label: String,
    },
    Definitions(Vec<Definition>),
    Term,
    Detail,
    Table {
        alignment: Vec<Alignment>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Row {
        head: bool,
        cells: Vec<Vec<Inline>>,
    },
    Cell,
    /// An inline of Markdown.
    Span(SpanKind),
    /// An inline of HTML, by its tag.
    Tag(String, Harmless),
}

/// Inlines of Markdown that have content.
#[derive(Debug)]
pub(super) enum SpanKind {
    Emphasis,
    Strong,
    Strike,
    Sub,
    Super,
    /// A link; `None` where it may not be kept.
    Link(Option<LinkTarget>),
    Image {
        destination: String,
        title: String,
    },
}

impl Frame {
    pub(super) fn new(kind: Kind, range: Range<usize>) -> Self {
        Self { kind, range, blocks: Vec::new(), inlines: Vec::new(), inlines_range: None, text: String::new() }
    }

    /// Whether it is an inline.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self.kind, Kind::Span(_) | Kind::Tag(..))
    }

    /// Whether it counts as a level of nesting.
    pub(super) fn is_level(&self) -> bool {
        matches!(self.kind, Kind::Quote(_) | Kind::Item { .. } | Kind::Note { .. } | Kind::Detail)
    }

    /// Whether its inlines are paragraphs without events of their own.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(
            self.kind,
            Kind::Root | Kind::Quote(_) | Kind::HtmlBlock | Kind::Item { .. } | Kind::Note { .. } | Kind::Detail
        )
    }

    /// Adds an inline that stands at `range`.
    pub(super) fn push(&mut self, inline: Inline, range: &Range<usize>) {
        match &mut self.inlines_range {
            Some(whole) => whole.end = whole.end.max(range.end),
            None => self.inlines_range = Some(range.clone()),
        }
        match (self.inlines.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
            (_, inline) => self.inlines.push(inline),
        }
    }
}

/// What a paragraph of these inlines is: a figure if an image stands alone in it, nothing if it says nothing.
pub(super) fn paragraph(mut content: Vec<Inline>) -> Option<BlockKind> {
    trim(&mut content);
    match content.as_slice() {
        [] => None,
        [Inline::Image(_)] => match content.pop() {
            Some(Inline::Image(image)) => Some(BlockKind::Figure(image)),
            _ => None,
        },
        _ => Some(BlockKind::Paragraph(content)),
    }
}

/// Takes breaks and blanks from both ends.
pub(super) fn trim(content: &mut Vec<Inline>) {
    while content.last().is_some_and(is_blank) {
        content.pop();
    }
    let leading = content.iter().take_while(|inline| is_blank(inline)).count();
    content.drain(..leading);
    if let Some(Inline::Text(text)) = content.first_mut() {
        let kept = text.trim_start_matches([' ', '\t']).len();
        text.drain(..text.len() - kept);
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end_matches([' ', '\t']).len());
    }
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Text(text) => text.chars().all(|c| matches!(c, ' ' | '\t')),
        _ => false,
    }
}
