//! Events of the parser to blocks and inlines, by a stack of open frames.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag};
use rustc_hash::FxHashMap;

use super::super::ast::{Alignment, Block, BlockKind, CalloutKind, Inline};
use super::super::walk::{clean, one_line};
use super::frame::{Frame, Kind, SpanKind, paragraph};
use super::{
    Draft, DraftNote, ImageSource, LONG_BLOCK, MAX_BLOCKS, MAX_COLUMNS, MAX_COUNT, MAX_INLINES, MAX_MARKED, Origin,
    scripts,
};
use crate::diagnostic::{Diagnostics, codes};
use crate::language::folded;

/// Builds a [`Draft`].
pub(crate) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) origin: &'a Origin,
    pub(super) images: &'a dyn ImageSource,
    pub(super) diags: &'a mut Diagnostics,
    pub(super) stack: Vec<Frame>,
    levels: usize,
    inlines: usize,
    /// How many elements are open within one that is nested too deep.
    skipping: usize,
    too_deep: bool,
    /// How many blocks and marked-up words there are so far.
    count: usize,
    marked: usize,
    /// There are too many of them: the rest is not read.
    full: bool,
    /// Bytes of the Markdown that were read as an image's attributes.
    pub(super) attributes: Range<usize>,
    /// A tag whose content is no text, and how many of it are open.
    pub(super) hiding: Option<(String, usize)>,
    /// Tags that were dropped: how often, and where first.
    pub(super) dropped: BTreeMap<String, (usize, Range<usize>)>,
    /// Tags of a blog's program: how often, and where first.
    pub(super) tags: BTreeMap<String, (usize, usize)>,
    pub(super) notes: Vec<DraftNote>,
    labels: Vec<String>,
    label_index: FxHashMap<String, usize>,
}

impl<'a> Builder<'a> {
    /// A builder for `text`, which stands at `origin`.
    pub(crate) fn new(
        text: &'a str,
        origin: &'a Origin,
        images: &'a dyn ImageSource,
        diags: &'a mut Diagnostics,
    ) -> Self {
        Self {
            text,
            origin,
            images,
            diags,
            stack: vec![Frame::new(Kind::Root, 0..text.len())],
            levels: 0,
            inlines: 0,
            skipping: 0,
            too_deep: false,
            count: 0,
            marked: 0,
            full: false,
            attributes: 0..0,
            hiding: None,
            dropped: BTreeMap::new(),
            tags: BTreeMap::new(),
            notes: Vec::new(),
            labels: Vec::new(),
            label_index: FxHashMap::default(),
        }
    }

    /// Takes the next event, which stands at `range` of the text.
    pub(crate) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.full {
            return;
        }
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => self.skipping -= 1,
                _ => {}
            }
            return;
        }
        let Some((event, range)) = self.after_attributes(event, range) else { return };
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.close(range),
            Event::Text(text) => self.text_event(&text, &range),
            Event::Code(text) => self.push(Inline::Code(clean(&text)), &range),
            Event::Html(html) => self.top().text.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::FootnoteReference(label) => self.note_mark(&label, &range),
            Event::SoftBreak => self.push(Inline::SoftBreak, &range),
            Event::HardBreak => self.push(Inline::HardBreak, &range),
            Event::Rule => self.block(BlockKind::Rule, &range),
            Event::TaskListMarker(done) => self.task(done),
            // Not switched on; kept as text should a version of the parser do it by itself.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text_event(&text, &range),
        }
    }

    /// The whole, after the last event.
    pub(crate) fn end(mut self) -> Draft {
        while self.stack.len() > 1 {
            self.close(self.text.len()..self.text.len());
        }
        self.flush();
        self.report_dropped();
        self.report_template_tags();
        let blocks = self.stack.pop().map(|root| root.blocks).unwrap_or_default();
        Draft { blocks, notes: self.notes, labels: self.labels }
    }

    /// The innermost open frame.
    pub(super) fn top(&mut self) -> &mut Frame {
        self.stack.last_mut().expect("the root frame stays until the end")
    }

    /// Adds an inline where one is open for it.
    pub(super) fn push(&mut self, inline: Inline, range: &Range<usize>) {
        if self.hiding.is_none() {
            if !matches!(inline, Inline::Text(_) | Inline::Literal(_) | Inline::SoftBreak) {
                self.marked += 1;
                self.bounded(self.marked, MAX_MARKED, "marked-up words", range);
            }
            self.top().push(inline, range);
        }
    }

    /// Counts blocks; reports where there are too many.
    pub(super) fn counted(&mut self, blocks: usize, range: &Range<usize>) {
        self.count = self.count.saturating_add(blocks);
        self.bounded(self.count, MAX_COUNT, "paragraphs, items, cells and notes", range);
    }

    /// Whether there is too much of something, so that the text is refused.
    pub(super) const fn is_full(&self) -> bool {
        self.full
    }

    fn bounded(&mut self, count: usize, most: usize, what: &str, range: &Range<usize>) {
        if count > most && !std::mem::replace(&mut self.full, true) {
            let span = self.origin.span(&(range.start..range.start));
            self.diags
                .error(codes::TOO_MANY, span, format!("here this text has more than {most} {what}"))
                .help("divide it in dispatches");
        }
    }

    /// Adds a block.
    pub(super) fn block(&mut self, kind: BlockKind, range: &Range<usize>) {
        self.close_tags();
        self.flush();
        if range.len() > LONG_BLOCK && matches!(kind, BlockKind::Paragraph(_) | BlockKind::Code { .. }) {
            let span = self.origin.span(&(range.start..range.start));
            let message = format!("a block of {} bytes, which makes a large file in the EPUB", range.len());
            let help = format!("some readers page slowly through files of more than {LONG_BLOCK} bytes; divide it");
            self.diags.warning(codes::LONG_BLOCK, span, message).help(help);
        }
        let range = self.origin.range(range);
        self.top().blocks.push(Block { range, kind });
    }

    /// Makes a paragraph of inlines that stand among blocks, as in a tight list.
    pub(super) fn flush(&mut self) {
        let origin = self.origin;
        let top = self.top();
        if !top.holds_blocks() {
            return;
        }
        let content = std::mem::take(&mut top.inlines);
        let range = top.inlines_range.take();
        if let (Some(kind), Some(range)) = (paragraph(content), range) {
            top.blocks.push(Block { range: origin.range(&range), kind });
        }
    }

    /// Ends HTML tags that are still open where an element of Markdown begins or ends.
    pub(super) fn close_tags(&mut self) {
        while matches!(self.stack.last(), Some(Frame { kind: Kind::Tag(..), .. })) {
            self.close_top();
        }
    }

    /// Leaves out of an event what was read as an image's attributes.
    fn after_attributes<'e>(&self, event: Event<'e>, range: Range<usize>) -> Option<(Event<'e>, Range<usize>)> {
        let read = &self.attributes;
        if range.start >= read.end || range.start < read.start {
            return Some((event, range));
        }
        match event {
            Event::Text(text) if range.end > read.end && text.len() == range.len() => {
                let rest = text.get(read.end - range.start..)?.to_owned();
                Some((Event::Text(rest.into()), read.end..range.end))
            }
            _ => None,
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => {
                self.loosen();
                Kind::Paragraph
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.heading_attributes(&attrs, &range);
                Kind::Heading {
                    level: level as u8,
                    id: id.map(|id| one_line(&id)).filter(|id| !id.is_empty()),
                    classes: classes.iter().map(|class| clean(class)).filter(|class| !class.is_empty()).collect(),
                }
            }
            Tag::BlockQuote(kind) => Kind::Quote(kind.map(callout)),
            Tag::CodeBlock(kind) => Kind::Code { language: code_language(&kind) },
            Tag::HtmlBlock => Kind::HtmlBlock,
            Tag::List(start) => Kind::List { start, tight: true, items: Vec::new() },
            Tag::Item => Kind::Item { task: None },
            Tag::FootnoteDefinition(label) => Kind::Note { label: label.into_string() },
            Tag::DefinitionList => Kind::Definitions(Vec::new()),
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Detail,
            Tag::Table(columns) if columns.len() > MAX_COLUMNS => {
                let span = self.origin.span(&(range.start..range.start));
                let message = format!("a table of {} columns, more than the {MAX_COLUMNS} it may have", columns.len());
                self.diags.error(codes::TOO_MANY, span, message).help("divide it, or turn it on its side");
                self.skipping = 1;
                return;
            }
            Tag::Table(columns) => Kind::Table {
                alignment: columns.into_iter().map(alignment).collect(),
                head: Vec::new(),
                rows: Vec::new(),
            },
            Tag::TableHead => Kind::Row { head: true, cells: Vec::new() },
            Tag::TableRow => Kind::Row { head: false, cells: Vec::new() },
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Span(SpanKind::Emphasis),
            Tag::Strong => Kind::Span(SpanKind::Strong),
            Tag::Strikethrough => Kind::Span(SpanKind::Strike),
            Tag::Superscript => Kind::Span(SpanKind::Super),
            Tag::Subscript => Kind::Span(SpanKind::Sub),
            Tag::Link { link_type, dest_url, .. } => {
                Kind::Span(SpanKind::Link(self.link(link_type, &dest_url, &range)))
            }
            Tag::Image { dest_url, title, .. } => {
                Kind::Span(SpanKind::Image { destination: dest_url.into_string(), title: one_line(&title) })
            }
            // Not switched on: front matter is cut off before.
            Tag::MetadataBlock(_) => Kind::Code { language: None },
        };
        self.open(Frame::new(kind, range));
    }

    /// Reports attributes of a heading that have no effect; its id and its classes have.
    fn heading_attributes(&mut self, attributes: &[(CowStr<'_>, Option<CowStr<'_>>)], range: &Range<usize>) {
        for (name, _) in attributes {
            let message = format!("`{name}` is no attribute of a heading that weekbook knows");
            let span = self.origin.span(range);
            self.diags
                .warning(codes::UNKNOWN_FIELD, span, message)
                .help("a heading takes an id and classes: `{#id .class}`");
        }
    }

    /// Opens a frame, unless it would be nested too deep.
    fn open(&mut self, frame: Frame) {
        if !frame.is_inline() {
            self.hiding = None;
            self.close_tags();
            self.flush();
        }
        if !self.fits(&frame) {
            self.skipping = 1;
            return;
        }
        if !frame.is_inline() {
            self.counted(1, &frame.range);
        }
        self.levels += usize::from(frame.is_level());
        self.inlines += usize::from(frame.is_inline());
        self.stack.push(frame);
    }

    /// Opens an inline of HTML; one that is nested too deep counts for nothing.
    pub(super) fn open_tag(&mut self, frame: Frame) {
        if self.fits(&frame) {
            self.inlines += 1;
            self.stack.push(frame);
        }
    }

    fn fits(&mut self, frame: &Frame) -> bool {
        let (what, bound) = if frame.is_level() && self.levels >= MAX_BLOCKS {
            ("quotes, lists, definitions and notes", MAX_BLOCKS)
        } else if frame.is_inline() && self.inlines >= MAX_INLINES {
            ("emphasis, links and other markup of text", MAX_INLINES)
        } else {
            return true;
        };
        if !std::mem::replace(&mut self.too_deep, true) {
            let span = self.origin.span(&(frame.range.start..frame.range.start));
            self.diags
                .error(codes::NESTED_TOO_DEEP, span, format!("this stands more than {bound} levels deep"))
                .help(format!("{what} may be nested at most {bound} levels deep"));
        }
        false
    }

    /// Closes the innermost element of Markdown, with the HTML tags left open in it.
    fn close(&mut self, range: Range<usize>) {
        self.close_tags();
        self.flush();
        if self.top().range.end < range.end {
            self.top().range.end = range.end;
        }
        self.close_top();
    }

    /// Closes the innermost frame and puts what it is into the one around it.
    pub(super) fn close_top(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        let Some(frame) = self.stack.pop() else { return };
        self.levels -= usize::from(frame.is_level());
        self.inlines -= usize::from(frame.is_inline());
        if !frame.is_inline() {
            self.hiding = None;
        }
        self.finish_frame(frame);
    }

    fn text_event(&mut self, text: &str, range: &Range<usize>) {
        if matches!(self.top().kind, Kind::Code { .. } | Kind::HtmlBlock) {
            self.top().text.push_str(text);
            return;
        }
        if text.starts_with('[') && self.text[range.start..].starts_with("[^") {
            self.undefined_note(range.start);
        }
        self.template_tags(text, range);
        let source = self.text.get(range.clone()).unwrap_or_default();
        // The parser sets straight marks as English does; the author's language may have others.
        let text = match (text, source) {
            ("“" | "”", "\"") | ("‘" | "’", "'") => source,
            _ => self.literal(text, range),
        };
        let before = self.text.get(..range.start).and_then(|before| before.chars().next_back());
        self.push(Inline::Text(scripts::guarded(text, source, before)), range);
    }

    /// Takes from a text the straight mark that it begins with: the parser leaves those that were escaped (`\"`, `&quot;`).
    fn literal<'t>(&mut self, text: &'t str, range: &Range<usize>) -> &'t str {
        if !text.starts_with(['"', '\'']) {
            return text;
        }
        let (mark, rest) = text.split_at(1);
        self.push(Inline::Literal(mark.to_owned()), range);
        rest
    }

    /// Reports `[^x]` that the parser left as text because no note is called so.
    fn undefined_note(&mut self, at: usize) {
        let label = &self.text[at + 2..];
        let Some(end) = label.find([']', '[', '\n']) else { return };
        let escaped = self.text[..at].ends_with('\\');
        if escaped || end == 0 || !label[end..].starts_with(']') {
            return;
        }
        let span = self.origin.span(&(at..at + 2 + end + 1));
        let label = &label[..end];
        self.diags
            .warning(codes::NOTE_UNDEFINED, span, format!("there is no note `{label}`; its mark stays as text"))
            .help(format!("write the note as `[^{label}]: …` in a paragraph of its own"));
    }

    fn note_mark(&mut self, label: &str, range: &Range<usize>) {
        let key = folded(label);
        let next = self.labels.len();
        let index = *self.label_index.entry(key.clone()).or_insert(next);
        if index == next {
            self.labels.push(key);
        }
        self.push(Inline::NoteRef(index), range);
    }

    fn task(&mut self, done: bool) {
        for frame in self.stack.iter_mut().rev() {
            if let Kind::Item { task } = &mut frame.kind {
                *task = Some(done);
                return;
            }
        }
    }

    /// A paragraph with an event of its own makes the list it stands in a loose one.
    fn loosen(&mut self) {
        let below = self.stack.len().saturating_sub(2);
        if matches!(self.top().kind, Kind::Item { .. })
            && let Some(Frame { kind: Kind::List { tight, .. }, .. }) = self.stack.get_mut(below)
        {
            *tight = false;
        }
    }
}

fn callout(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}

fn alignment(column: pulldown_cmark::Alignment) -> Alignment {
    match column {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

fn code_language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(clean).filter(|word| !word.is_empty()),
        CodeBlockKind::Indented => None,
    }
}
