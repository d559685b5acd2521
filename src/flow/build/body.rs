//! Markdown's blocks and inlines as elements: headings below the dispatch's own, notes at its end.

use std::collections::BTreeMap;

use super::Writer;
use super::dispatch::print_mark;
use super::front::{display_url, url_link};
use super::tree::{El, Tree, el};
use crate::dispatch::{self, Block, BlockKind, CalloutKind, Image, Inline, LinkTarget};
use crate::flow::{Data, Media, Name, Target};
use crate::language;

/// Writes the bodies of one dispatch (or page), whose notes it gathers.
pub struct Body<'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// The dispatch's anchor: its notes' anchors begin with it.
    anchor: String,
    /// The level of the heading it stands under: 2 below an `h2`.
    level: u8,
    /// For each note of the body, its marks' elements.
    marks: BTreeMap<usize, Vec<u32>>,
    /// Addresses of links, in the order of their first mark, with its marks' elements: notes that only print has.
    addresses: Vec<(String, Vec<u32>)>,
}

impl<'w, 'a> Body<'w, 'a> {
    pub fn new(writer: &'w mut Writer<'a>, anchor: &str, level: u8) -> Self {
        Self { writer, anchor: anchor.into(), level, marks: BTreeMap::new(), addresses: Vec::new() }
    }

    /// Writes blocks into the open element.
    pub fn blocks(&mut self, tree: &mut Tree, blocks: &[Block]) {
        for block in blocks {
            self.block(tree, block);
        }
    }

    fn block(&mut self, tree: &mut Tree, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.holder(tree, el(Name::P), content),
            BlockKind::Heading { level, content, id } => {
                let mut heading = el(self.heading(*level));
                heading = match id {
                    Some(id) => heading.anchor(id.clone()),
                    None => heading,
                };
                self.holder(tree, heading, content);
            }
            BlockKind::List { start, tight, items } => self.list(tree, *start, *tight, items),
            BlockKind::Quote(blocks) => {
                tree.open(el(Name::Blockquote));
                self.blocks(tree, blocks);
                tree.close();
            }
            BlockKind::Callout(kind, blocks) => self.callout(tree, *kind, blocks),
            BlockKind::Code { language, text } => {
                let data = language.as_ref().map_or(Data::None, |l| Data::Code(l.clone()));
                tree.open(el(Name::Pre).data(data));
                tree.leaf(el(Name::Code), text);
                tree.close();
            }
            BlockKind::Table { alignment, head, rows } => self.table(tree, alignment, head, rows),
            BlockKind::Figure(image) => self.figure(tree, image),
            BlockKind::Rule => {
                tree.with(el(Name::Hr), |_| {});
            }
            BlockKind::Definitions(definitions) => {
                tree.open(el(Name::Dl));
                for definition in definitions {
                    self.holder(tree, el(Name::Dt), &definition.term);
                    for details in &definition.details {
                        tree.open(el(Name::Dd));
                        self.item(tree, details, true);
                        tree.close();
                    }
                }
                tree.close();
            }
        }
    }

    const fn heading(&self, level: u8) -> Name {
        match self.level + level {
            0..=3 => Name::H3,
            4 => Name::H4,
            5 => Name::H5,
            _ => Name::H6,
        }
    }

    fn holder(&mut self, tree: &mut Tree, el: El, content: &[Inline]) {
        tree.open(el);
        self.inlines(tree, content);
        tree.close();
    }

    fn list(&mut self, tree: &mut Tree, start: Option<u64>, tight: bool, items: &[dispatch::ListItem]) {
        let tasks = items.iter().any(|item| item.task.is_some());
        let mut list = match start {
            Some(first) => el(Name::Ol).data(Data::List(first)),
            None => el(Name::Ul),
        };
        if tasks {
            list = list.class("tasks");
        }
        if !tight {
            list = list.class("loose");
        }
        tree.open(list);
        for item in items {
            tree.open(el(Name::Li));
            if let Some(done) = item.task {
                tree.leaf(el(Name::Span).class("task"), if done { "☑ " } else { "☐ " });
            }
            self.item(tree, &item.blocks, tight);
            tree.close();
        }
        tree.close();
    }

    /// An item's blocks; in a tight list its paragraphs are bare text, as in HTML.
    fn item(&mut self, tree: &mut Tree, blocks: &[Block], tight: bool) {
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight && n == 0 => self.inlines(tree, content),
                _ => self.block(tree, block),
            }
        }
    }

    fn callout(&mut self, tree: &mut Tree, kind: CalloutKind, blocks: &[Block]) {
        let labels = self.writer.labels;
        let (class, label) = match kind {
            CalloutKind::Note => ("note", labels.callout_note),
            CalloutKind::Tip => ("tip", labels.callout_tip),
            CalloutKind::Important => ("important", labels.callout_important),
            CalloutKind::Warning => ("warning", labels.callout_warning),
            CalloutKind::Caution => ("caution", labels.callout_caution),
        };
        let meta = &self.writer.edition.meta;
        tree.open(el(Name::Aside).class("callout").class(class));
        tree.leaf(el(Name::P).class("callout-label").lang(&meta.language, meta.direction), label);
        self.blocks(tree, blocks);
        tree.close();
    }

    fn table(
        &mut self,
        tree: &mut Tree,
        alignment: &[dispatch::Alignment],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) {
        let align = |column: usize| Data::Cell(alignment.get(column).copied().unwrap_or_default());
        tree.open(el(Name::Table));
        tree.open(el(Name::Thead));
        tree.open(el(Name::Tr));
        for (column, cell) in head.iter().enumerate() {
            self.holder(tree, el(Name::Th).data(align(column)), cell);
        }
        tree.close();
        tree.close();
        if !rows.is_empty() {
            tree.open(el(Name::Tbody));
            for row in rows {
                tree.open(el(Name::Tr));
                for (column, cell) in row.iter().enumerate() {
                    self.holder(tree, el(Name::Td).data(align(column)), cell);
                }
                tree.close();
            }
            tree.close();
        }
        tree.close();
    }

    /// An image with its caption and credit.
    pub fn figure(&mut self, tree: &mut Tree, image: &Image) {
        if image.data.is_none() {
            if !image.alt.is_empty() {
                tree.leaf(el(Name::P), &image.alt);
            }
            return;
        }
        tree.open(el(Name::Figure));
        self.img(tree, image);
        if image.caption.is_some() || image.credit.is_some() {
            tree.open(el(Name::Figcaption));
            if let Some(caption) = &image.caption {
                tree.leaf(el(Name::Span).class("caption"), caption);
            }
            if let Some(credit) = &image.credit {
                if image.caption.is_some() {
                    tree.text(" ");
                }
                let mut text = language::fill(self.writer.labels.image_credit, &[credit]);
                if let Some(license) = &image.license {
                    text = format!("{text} ({license})");
                }
                let meta = &self.writer.edition.meta;
                tree.leaf(el(Name::Span).class("credit").lang(&meta.language, meta.direction), &text);
            }
            tree.close();
        }
        tree.close();
    }

    fn img(&mut self, tree: &mut Tree, image: &Image) {
        match &image.data {
            Some(data) => {
                let image_index = self.writer.image(data);
                let data = Data::Image { image: image_index, alt: image.alt.clone() };
                tree.with(el(Name::Img).data(data), |_| {});
            }
            None => tree.text(&image.alt),
        }
    }

    /// Writes inlines into the open element.
    pub fn inlines(&mut self, tree: &mut Tree, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => tree.text(text),
                Inline::Emphasis(content) => self.holder(tree, el(Name::Em), content),
                Inline::Strong(content) => self.holder(tree, el(Name::Strong), content),
                Inline::Strike(content) => self.holder(tree, el(Name::Del), content),
                Inline::Sub(content) => self.holder(tree, el(Name::Sub), content),
                Inline::Super(content) => self.holder(tree, el(Name::Sup), content),
                Inline::Code(text) => {
                    tree.leaf(el(Name::Code), text);
                }
                Inline::Link { target, content, .. } => self.link(tree, target, content),
                Inline::Image(image) => self.img(tree, image),
                Inline::NoteRef(note) => self.mark(tree, *note),
                Inline::SoftBreak => tree.text(" "),
                Inline::HardBreak => {
                    tree.with(el(Name::Br), |_| {});
                }
            }
        }
    }

    fn link(&mut self, tree: &mut Tree, target: &LinkTarget, content: &[Inline]) {
        match target {
            LinkTarget::Local(anchor) => {
                self.holder(tree, el(Name::A).data(Data::Link(Target::Anchor(anchor.clone()))), content);
            }
            LinkTarget::Url(url) => {
                self.holder(tree, el(Name::A).data(Data::Link(Target::Url(url.clone()))), content);
                let text = plain(content);
                if text != *url && text != display_url(url) {
                    self.address_mark(tree, url);
                }
            }
        }
    }

    /// In print, a letter that leads to the link's address at the page's foot.
    fn address_mark(&mut self, tree: &mut Tree, url: &str) {
        let number = match self.addresses.iter().position(|(known, _)| known == url) {
            Some(number) => number,
            None => {
                self.addresses.push((url.into(), Vec::new()));
                self.addresses.len() - 1
            }
        };
        let letter = letters(number);
        let times = self.addresses[number].1.len();
        let mark = print_mark("link-mark", numbered(&format!("{}-ref-{letter}", self.anchor), times));
        let element = tree.leaf(mark, &letter);
        self.addresses[number].1.push(element);
    }

    fn mark(&mut self, tree: &mut Tree, note: usize) {
        let text = self.note_number(tree, note);
        let marks = self.marks.entry(note).or_default();
        let anchor = numbered(&format!("{}-ref-{}", self.anchor, note + 1), marks.len());
        marks.push(tree.leaf(el(Name::A).class("noteref").anchor(anchor), &text));
    }

    /// A note's number, in the digits of the text around it.
    fn note_number(&self, tree: &Tree, note: usize) -> String {
        language::number(&tree.language().0, note as u64 + 1)
    }

    /// Writes the notes that have been marked, and those of links, at the end of the dispatch.
    pub fn notes(mut self, tree: &mut Tree, notes: &[dispatch::Note]) {
        let mut asides = BTreeMap::new();
        for (index, note) in notes.iter().enumerate() {
            let Some(first) = self.marks.get(&index).and_then(|m| m.first().copied()) else { continue };
            let anchor = format!("{}-note-{}", self.anchor, index + 1);
            let aside = tree.open(el(Name::Aside).class("footnote").anchor(anchor).data(Data::Note(first)));
            self.note(tree, index, note);
            tree.close();
            asides.insert(index, aside);
        }
        // Only now: a note may mark another that stands before it.
        for (index, marks) in &self.marks {
            for (mark, aside) in marks.iter().zip(std::iter::repeat(asides.get(index))) {
                tree.set_data(*mark, aside.map_or(Data::None, |aside| Data::NoteRef(*aside)));
            }
        }
        for (number, (url, marks)) in self.addresses.iter().enumerate() {
            let Some(first) = marks.first().copied() else { continue };
            let letter = letters(number);
            let anchor = format!("{}-note-{letter}", self.anchor);
            let note = el(Name::Aside).class("footnote").class("link-note").anchor(anchor);
            let aside = tree.open(note.media(Media::Print).data(Data::Note(first)));
            tree.open(el(Name::P));
            tree.leaf(el(Name::Span).class("note-number"), &letter);
            tree.text(" ");
            url_link(tree, "address", url);
            tree.close();
            tree.close();
            for mark in marks {
                tree.set_data(*mark, Data::NoteRef(aside));
            }
        }
    }

    /// Number, text, and a way back to each mark. A note that begins or ends with something else than a paragraph
    /// gets one for its number or its way back.
    fn note(&mut self, tree: &mut Tree, index: usize, note: &dispatch::Note) {
        let number = self.note_number(tree, index);
        let label = |tree: &mut Tree| {
            tree.leaf(el(Name::Span).class("note-number"), &number);
            tree.text(" ");
        };
        let is_text = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
        let (first, last) = (0, note.blocks.len().saturating_sub(1));
        if !note.blocks.first().is_some_and(is_text) {
            tree.with(el(Name::P), label);
        }
        let mut back = false;
        for (n, block) in note.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    tree.open(el(Name::P));
                    if n == first {
                        label(tree);
                    }
                    self.inlines(tree, content);
                    if n == last {
                        self.backlinks(tree, index);
                        back = true;
                    }
                    tree.close();
                }
                _ => self.block(tree, block),
            }
        }
        if !back {
            tree.open(el(Name::P).media(Media::Screen));
            self.backlinks(tree, index);
            tree.close();
        }
    }

    fn backlinks(&self, tree: &mut Tree, index: usize) {
        for mark in self.marks.get(&index).into_iter().flatten() {
            let link = el(Name::A).class("backlink").media(Media::Screen).data(Data::Backlink(*mark));
            tree.open(el(Name::Span).class("back").media(Media::Screen));
            tree.text(" ");
            tree.leaf(link, "↩");
            tree.close();
        }
    }
}

/// `name`, with the number of the repetition where there is one.
fn numbered(name: &str, times: usize) -> String {
    if times == 0 { name.into() } else { format!("{name}-{}", times + 1) }
}

/// a, b, … z, aa, ab, …: the marks of links in print, apart from the numbers of notes.
fn letters(mut number: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + (number % 26) as u8));
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    out.iter().rev().collect()
}

/// The text of inlines.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strike(content)
            | Inline::Sub(content)
            | Inline::Super(content)
            | Inline::Link { content, .. } => out.push_str(&plain(content)),
            Inline::Image(image) => out.push_str(&image.alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::NoteRef(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn marks_of_links_are_letters() {
        let all: Vec<_> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(super::letters).into();
        assert_eq!(all, ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
    }
}
