//! What a closed frame becomes in the frame around it.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::ast::{BlockKind, Definition, Inline, LinkTarget, ListItem};
use super::super::link::{self, Destination};
use super::super::walk::{clean_lines, plain_text};
use super::DraftNote;
use super::builder::Builder;
use super::frame::{Frame, Kind, SpanKind, paragraph, trim};
use crate::diagnostic::codes;

const LINKS: &str = "kept are http, https, mailto and tel, and a file, heading or id of the book";

impl Builder<'_> {
    /// Puts what a closed frame is into the one around it.
    pub(super) fn finish_frame(&mut self, mut frame: Frame) {
        let range = frame.range;
        match frame.kind {
            Kind::Root => {}
            Kind::Paragraph => {
                if let Some(kind) = paragraph(frame.inlines) {
                    self.block(kind, &range);
                }
            }
            Kind::Heading { level, id, classes } => {
                trim(&mut frame.inlines);
                if !frame.inlines.is_empty() {
                    self.block(BlockKind::Heading { level, content: frame.inlines, id, classes }, &range);
                }
            }
            Kind::Quote(None) if !frame.blocks.is_empty() => self.block(BlockKind::Quote(frame.blocks), &range),
            Kind::Quote(Some(kind)) if !frame.blocks.is_empty() => {
                self.block(BlockKind::Callout(kind, frame.blocks), &range);
            }
            Kind::Quote(_) => {}
            Kind::Code { language } => {
                let text = clean_lines(frame.text.strip_suffix('\n').unwrap_or(&frame.text));
                self.block(BlockKind::Code { language, text }, &range);
            }
            Kind::HtmlBlock => self.html_block(&frame.text, &range),
            Kind::List { start, tight, items } if !items.is_empty() => {
                self.block(BlockKind::List { start, tight, items }, &range);
            }
            Kind::List { .. } => {}
            Kind::Item { task } => {
                if let Kind::List { items, .. } = &mut self.top().kind {
                    items.push(ListItem { task, blocks: frame.blocks });
                }
            }
            Kind::Note { label } => {
                let span = self.origin.span(&(range.start..range.start));
                self.notes.push(DraftNote { label, blocks: frame.blocks, span });
            }
            Kind::Definitions(definitions) if !definitions.is_empty() => {
                self.block(BlockKind::Definitions(definitions), &range);
            }
            Kind::Definitions(_) => {}
            Kind::Term => {
                trim(&mut frame.inlines);
                if let Kind::Definitions(definitions) = &mut self.top().kind {
                    definitions.push(Definition { term: frame.inlines, details: Vec::new() });
                }
            }
            Kind::Detail => {
                if let Kind::Definitions(definitions) = &mut self.top().kind
                    && let Some(definition) = definitions.last_mut()
                {
                    definition.details.push(frame.blocks);
                }
            }
            Kind::Table { alignment, mut head, mut rows } => {
                for row in rows.iter_mut().chain([&mut head]) {
                    row.resize(alignment.len(), Vec::new());
                }
                self.block(BlockKind::Table { alignment, head, rows }, &range);
            }
            Kind::Row { head: is_head, cells } => {
                if let Kind::Table { head, rows, .. } = &mut self.top().kind {
                    if is_head {
                        *head = cells;
                    } else {
                        rows.push(cells);
                    }
                }
            }
            Kind::Cell => {
                trim(&mut frame.inlines);
                if let Kind::Row { cells, .. } = &mut self.top().kind {
                    cells.push(frame.inlines);
                }
            }
            Kind::Span(kind) => self.finish_span(kind, frame.inlines, &range),
            Kind::Tag(_, meaning) => self.finish_tag(meaning, frame.inlines, &range),
        }
    }

    fn finish_span(&mut self, kind: SpanKind, content: Vec<Inline>, range: &Range<usize>) {
        if let SpanKind::Image { destination, title } = kind {
            self.image(&destination, title, &content, range);
            return;
        }
        if let SpanKind::Link(target) = kind {
            self.finish_link(target, content, range);
            return;
        }
        if content.is_empty() {
            return;
        }
        let inline = match kind {
            SpanKind::Emphasis => Inline::Emphasis(content),
            SpanKind::Strong => Inline::Strong(content),
            SpanKind::Strike => Inline::Strike(content),
            SpanKind::Sub => Inline::Sub(content),
            _ => Inline::Super(content),
        };
        self.push(inline, range);
    }

    fn finish_link(&mut self, target: Option<LinkTarget>, mut content: Vec<Inline>, range: &Range<usize>) {
        let says_nothing = plain_text(&content).trim().is_empty()
            && !content.iter().any(|inline| matches!(inline, Inline::Image(_) | Inline::NoteRef(_)));
        match target {
            Some(LinkTarget::Local(_)) if says_nothing => {
                let span = self.origin.span(range);
                self.diags.warning(codes::BAD_LINK, span, "a link without text is left out");
            }
            Some(target) => {
                if let (LinkTarget::Url(url), true) = (&target, says_nothing) {
                    content = vec![Inline::Text(url.clone())];
                }
                let place = self.origin.range(range);
                self.push(Inline::Link { target, content, range: place }, range);
            }
            None => content.into_iter().for_each(|inline| self.push(inline, range)),
        }
    }

    /// What a link leads to; reports one that may not be kept.
    pub(super) fn link(&mut self, kind: LinkType, destination: &str, range: &Range<usize>) -> Option<LinkTarget> {
        let with_scheme;
        let destination = if kind == LinkType::Email && !destination.to_ascii_lowercase().starts_with("mailto:") {
            with_scheme = format!("mailto:{destination}");
            &with_scheme
        } else {
            destination
        };
        match link::classify(destination) {
            Destination::Url(url) => Some(LinkTarget::Url(url)),
            Destination::Local(path) => Some(LinkTarget::Local(path)),
            Destination::Refused(why) => {
                let span = self.origin.span(range);
                self.diags.warning(codes::BAD_LINK, span, format!("a link {why} becomes plain text")).help(LINKS);
                None
            }
        }
    }
}
