//! Links within the book: files, headings and ids become anchors of the edition.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::anchors::{Anchors, Names};
use super::redact::Redaction;
use super::slug::{ascii_name, heading_key};
use super::{Edition, Entry, Page};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};
use crate::dispatch::link::percent_decode;
use crate::dispatch::walk::{each_block, each_inline, headings, one_line, plain_text, rewrite, rewrite_blocks};
use crate::dispatch::{Block, BlockKind, Body, Dispatch, Inline, LinkTarget};
use crate::source::Reader;

/// What can be linked to, and what is.
pub(super) struct Links<'a> {
    reader: &'a Reader,
    /// Dispatches of the edition by file, by id and anchor.
    by_file: FxHashMap<String, usize>,
    by_id: FxHashMap<String, usize>,
    /// Files of dispatches that the edition leaves out.
    left_out: BTreeSet<String>,
    entries: Vec<Target>,
}

/// A dispatch as something to link to.
struct Target {
    anchor: String,
    /// Its title as a link to a heading would write it.
    title: String,
    /// Whether the edition has its body.
    whole: bool,
    headings: Vec<Heading>,
    /// Headings by their ids and by what they say.
    keys: FxHashMap<String, usize>,
}

/// A heading of a body.
struct Heading {
    /// Its anchor, reserved for the case that it needs one.
    anchor: String,
    /// Whether it has an id or is linked to.
    needed: bool,
}

/// Whether there is anything to resolve.
fn any_local(blocks: &[Block]) -> bool {
    let mut found = false;
    each_inline(blocks, &mut |inline| {
        found |= matches!(inline, Inline::Link { target: LinkTarget::Local(_), .. });
    });
    found
}

/// Where a link stands.
#[derive(Clone, Copy)]
struct From<'s> {
    /// The dispatch, by its place in the edition.
    entry: Option<usize>,
    /// The file that its path starts from.
    file: &'s str,
    /// The text that its range is of.
    source: &'s Arc<SourceText>,
}

/// Where a link leads, and what is to be said of it.
struct Found {
    anchor: String,
    but: Option<String>,
}

impl<'a> Links<'a> {
    /// Looks at what the edition's dispatches offer.
    pub(super) fn new(
        dispatches: &[Arc<Dispatch>],
        entries: &[Entry],
        anchors: &mut Anchors,
        redaction: &Redaction,
        reader: &'a Reader,
    ) -> Self {
        let mut links = Self {
            reader,
            by_file: FxHashMap::default(),
            by_id: FxHashMap::default(),
            left_out: dispatches.iter().map(|dispatch| dispatch.file.clone()).collect(),
            entries: Vec::with_capacity(entries.len()),
        };
        for (index, entry) in entries.iter().enumerate() {
            let dispatch = &entry.dispatch;
            links.left_out.remove(&dispatch.file);
            if dispatch.file != reader.manifest_name() {
                links.by_file.insert(dispatch.file.clone(), index);
            }
            links.by_id.entry(entry.anchor.clone()).or_insert(index);
            if let Some(id) = &dispatch.meta.id {
                links.by_id.insert(id.value.clone(), index);
            }
            let title = one_line(&entry.dispatch.title);
            links.entries.push(Target::new(
                &entry.anchor,
                &title,
                (&entry.body, &entry.dispatch.body),
                anchors,
                redaction,
            ));
        }
        links
    }

    /// Takes in pages, which can be linked to as dispatches can. They stand behind these.
    pub(super) fn add_pages<'p>(
        &mut self,
        pages: impl Iterator<Item = &'p Page>,
        anchors: &mut Anchors,
        redaction: &Redaction,
    ) {
        for page in pages {
            let index = self.entries.len();
            self.by_file.entry(page.file.clone()).or_insert(index);
            self.by_id.entry(page.anchor.clone()).or_insert(index);
            if let Some(id) = &page.id {
                self.by_id.entry(id.clone()).or_insert(index);
            }
            self.entries.push(Target::new(&page.anchor, &page.title, (&page.body, &page.body), anchors, redaction));
        }
    }

    /// Resolves the links of all pages, in the order in which they were taken in.
    pub(super) fn resolve_pages<'p>(&mut self, pages: impl Iterator<Item = &'p mut Page>, diags: &mut Diagnostics) {
        let pages: Vec<&mut Page> = pages.collect();
        let first = self.entries.len() - pages.len();
        for (index, page) in (first..).zip(pages) {
            let source = Arc::clone(&page.source);
            let from = From { entry: Some(index), file: &page.file, source: &source };
            self.rewrite_body(&mut page.body, from, diags);
        }
    }

    /// Gives the headings that have an id or are linked to, from wherever, their anchor. The last step.
    pub(super) fn name_headings(&self, edition: &mut Edition) {
        let mut targets = self.entries.iter();
        for (entry, target) in edition.weeks.iter_mut().flat_map(|week| &mut week.dispatches).zip(&mut targets) {
            if !target.headings.is_empty() {
                target.name_headings(Arc::make_mut(&mut entry.body));
            }
        }
        for (page, target) in edition.front.iter_mut().chain(&mut edition.back).zip(targets) {
            target.name_headings(&mut page.body);
        }
    }

    /// Resolves the links of all bodies and summaries, in the book's order.
    pub(super) fn resolve_entries(&mut self, entries: &mut [Entry], diags: &mut Diagnostics) {
        for (index, entry) in entries.iter_mut().enumerate() {
            let dispatch = Arc::clone(&entry.dispatch);
            let body = From { entry: Some(index), file: &dispatch.file, source: &dispatch.source };
            let given = dispatch.meta.summary.as_ref().filter(|_| entry.summary_given);
            let summary = From { source: given.map_or(body.source, |summary| &summary.span.source), ..body };
            rewrite(&mut entry.summary, &mut |inline, out| self.inline(inline, out, summary, diags));
            if !entry.body.blocks.is_empty() {
                self.rewrite_body(Arc::make_mut(&mut entry.body), body, diags);
            }
        }
    }

    /// Resolves the links of a text that is no dispatch: that of `source`.
    pub(super) fn resolve_body(&mut self, body: &mut Body, source: &Arc<SourceText>, diags: &mut Diagnostics) {
        self.rewrite_body(body, From { entry: None, file: &source.name, source }, diags);
        each_block(&mut body.blocks, &mut |block| {
            if let BlockKind::Heading { id, .. } = &mut block.kind {
                *id = None;
            }
        });
    }

    fn rewrite_body(&mut self, body: &mut Body, from: From<'_>, diags: &mut Diagnostics) {
        let notes = body.notes.iter_mut().map(|note| &mut note.blocks);
        for blocks in std::iter::once(&mut body.blocks).chain(notes).filter(|blocks| any_local(blocks)) {
            rewrite_blocks(blocks, &mut |inline, out| self.inline(inline, out, from, diags));
        }
    }

    fn inline(&mut self, inline: Inline, out: &mut Vec<Inline>, from: From<'_>, diags: &mut Diagnostics) {
        let Inline::Link { target: LinkTarget::Local(written), content, range } = inline else {
            out.push(inline);
            return;
        };
        let mut warn = |message: String| {
            let span = Span::new(from.source, range.clone());
            diags
                .warning(codes::BAD_LINK, span, message)
                .help("link to a dispatch's file, to `#` and its id, or to a heading");
        };
        match self.resolve(&written, from) {
            Ok(Found { anchor, but }) => {
                if let Some(but) = but {
                    warn(but);
                }
                out.push(Inline::Link { target: LinkTarget::Local(anchor), content, range });
            }
            Err(why) => {
                let shown: String = written.chars().take(80).collect();
                warn(format!("the link to `{shown}` becomes plain text: {why}"));
                out.extend(content);
            }
        }
    }

    /// The anchor that a link means; else why there is none.
    fn resolve(&mut self, written: &str, from: From<'_>) -> Result<Found, String> {
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        let path = percent_decode(path.split('?').next().unwrap_or_default());
        let fragment = percent_decode(fragment);
        if path.is_empty() && fragment.is_empty() {
            return Err("it leads nowhere".to_owned());
        }
        if path.is_empty() {
            let anchor = from
                .entry
                .and_then(|entry| self.heading(entry, &fragment))
                .or_else(|| self.by_id.get(&fragment).map(|entry| self.entries[*entry].anchor.clone()))
                .or_else(|| from.entry.and_then(|entry| self.beginning(entry, &fragment)));
            return anchor
                .map(|anchor| Found { anchor, but: None })
                .ok_or_else(|| "there is no such heading in its text, nor a dispatch of this id".to_owned());
        }
        let entry = self.file(&path, from.file)?;
        let target = &self.entries[entry];
        let (anchor, whole) = (target.anchor.clone(), target.whole);
        if fragment.is_empty() || !whole {
            return Ok(Found { anchor, but: None });
        }
        Ok(match self.heading(entry, &fragment).or_else(|| self.beginning(entry, &fragment)) {
            Some(anchor) => Found { anchor, but: None },
            None => {
                let but = format!("`{path}` has no heading `#{fragment}`; the link leads to its beginning");
                Found { anchor, but: Some(but) }
            }
        })
    }

    /// The dispatch that a path means.
    fn file(&self, path: &str, from: &str) -> Result<usize, String> {
        let target = self.reader.resolve(from, path).map_err(|error| error.to_string())?;
        let name = target.as_str();
        let stem = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm")).unwrap_or(name);
        let with_ending = format!("{stem}.md");
        if let Some(entry) = self.by_file.get(name).or_else(|| self.by_file.get(&with_ending)) {
            return Ok(*entry);
        }
        if let Some(entry) = self.by_id.get(path) {
            return Ok(*entry);
        }
        Err(if self.left_out.contains(name) || self.left_out.contains(&with_ending) {
            "this edition leaves that dispatch out".to_owned()
        } else if self.reader.exists(&target) {
            "that file is no dispatch of the book".to_owned()
        } else {
            "there is no such file".to_owned()
        })
    }

    /// The anchor of a heading of a dispatch, which then needs it.
    fn heading(&mut self, entry: usize, fragment: &str) -> Option<String> {
        let target = &mut self.entries[entry];
        let index = target.keys.get(fragment).or_else(|| target.keys.get(&fragment.to_lowercase()))?;
        let heading = &mut target.headings[*index];
        heading.needed = true;
        Some(heading.anchor.clone())
    }

    /// The anchor of a dispatch where a heading of it means as much: the title was one in its file, and an edition
    /// without bodies has no other.
    fn beginning(&self, entry: usize, fragment: &str) -> Option<String> {
        let target = &self.entries[entry];
        (fragment.to_lowercase() == target.title || !target.whole).then(|| target.anchor.clone())
    }
}

impl Target {
    /// Gives the headings that need one their anchor.
    fn name_headings(&self, body: &mut Body) {
        let mut headings = self.headings.iter();
        each_block(&mut body.blocks, &mut |block| {
            if let BlockKind::Heading { id, .. } = &mut block.kind {
                *id = headings.next().filter(|heading| heading.needed).map(|heading| heading.anchor.clone());
            }
        });
    }

    fn new(
        anchor: &str,
        title: &str,
        (body, written): (&Body, &Body),
        anchors: &mut Anchors,
        redaction: &Redaction,
    ) -> Self {
        let mut target = Self {
            anchor: anchor.to_owned(),
            title: heading_key(title),
            whole: !body.blocks.is_empty(),
            headings: Vec::new(),
            keys: FxHashMap::default(),
        };
        let texts: Vec<_> = headings(&body.blocks).map(|(content, id)| (plain_text(content), id)).collect();
        let mut keys = Names::default();
        for (index, (text, id)) in texts.iter().enumerate() {
            let name = id.map_or_else(|| ascii_name(text), |id| ascii_name(&redaction.name(id)));
            let anchor = anchors.free(&format!("{}--{name}", target.anchor));
            target.headings.push(Heading { anchor, needed: id.is_some() });
            if let Some(id) = id.filter(|id| keys.take(id)) {
                target.keys.insert(id.to_owned(), index);
            }
        }
        // Links name a heading by what its author wrote.
        let written = headings(&written.blocks).map(|(content, _)| plain_text(content));
        for (index, text) in written.take(texts.len()).enumerate() {
            // As on the web: the second heading of a name has `-1`.
            target.keys.insert(keys.free(&heading_key(&text), 1), index);
        }
        target
    }
}
