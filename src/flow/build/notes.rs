//! Notes: their marks in the text, and what they say at the end of their dispatch, with a way back to each mark.
//!
//! A note may be marked several times, and from within other notes, later ones too; so marks and ways back are
//! joined only when all of them stand.

use std::collections::BTreeMap;

use super::body::{Body, words};
use super::inline::{count_marks, url_link};
use super::tree::{Tree, el};
use crate::dispatch::{self, Block, BlockKind};
use crate::flow::{Data, Media, Name};
use crate::language;

/// The notes of a body as far as it is written.
#[derive(Default)]
pub struct Notes {
    /// For each note, its marks' elements.
    marks: BTreeMap<usize, Vec<u32>>,
    /// For each note, how many marks it will have had.
    expected: BTreeMap<usize, usize>,
    /// For each note, its ways back.
    back: BTreeMap<usize, Vec<u32>>,
    /// Addresses of links in the order of their first mark, with their marks' elements: notes that only print has.
    addresses: Vec<(String, Vec<u32>)>,
    /// Places in `addresses`.
    known: BTreeMap<String, usize>,
}

impl Body<'_, '_> {
    /// The mark of a note.
    pub(super) fn mark(&mut self, tree: &mut Tree, note: usize) {
        if let Some(after) = &mut self.after_link {
            after.push(note);
            return;
        }
        let anchor = self.writer.anchor(&format!("{}-ref-{}", self.anchor, note + 1));
        let text = self.number(note);
        let mark = tree.leaf(el(Name::A).class("noteref").anchor(anchor), &text);
        self.notes.marks.entry(note).or_default().push(mark);
    }

    /// A note's number in its chapter, in the digits of the text's language.
    fn number(&self, note: usize) -> String {
        language::number(&self.own.0, (self.writer.notes_before + note) as u64 + 1)
    }

    /// The letter of an address in its chapter.
    fn letter(&self, address: usize) -> String {
        language::letters(&self.own.0, self.writer.addresses_before + address)
    }

    /// In print, a letter that leads to a link's address at the page's foot.
    pub(super) fn address_mark(&mut self, tree: &mut Tree, url: &str) {
        let next = self.notes.addresses.len();
        let number = *self.notes.known.entry(url.to_owned()).or_insert(next);
        if number == next {
            self.notes.addresses.push((url.to_owned(), Vec::new()));
        }
        let anchor = self.writer.anchor(&format!("{}-link-{}", self.anchor, number + 1));
        let mark = el(Name::A).media(Media::Print).class("noteref").class("link-mark").anchor(anchor);
        let mark = tree.leaf(mark, &self.letter(number));
        self.notes.addresses[number].1.push(mark);
    }

    /// Writes the notes that have been marked, and those of links, at the end of what they belong to.
    pub fn finish(mut self, tree: &mut Tree, notes: &[dispatch::Note]) {
        self.in_note = true;
        let mut expected: BTreeMap<usize, usize> = self.notes.marks.iter().map(|(note, m)| (*note, m.len())).collect();
        for note in notes {
            count_marks(&note.blocks, &mut expected);
        }
        self.notes.expected = expected;
        let mut asides = BTreeMap::new();
        for (index, note) in notes.iter().enumerate() {
            let Some(first) = self.notes.marks.get(&index).and_then(|m| m.first().copied()) else { continue };
            let anchor = self.writer.anchor(&format!("{}-note-{}", self.anchor, index + 1));
            let aside = tree.open(el(Name::Aside).class("footnote").anchor(anchor).data(Data::Note(first)));
            self.note(tree, index, note);
            tree.close();
            asides.insert(index, aside);
        }
        for (index, marks) in &self.notes.marks {
            for mark in marks {
                tree.set_data(*mark, asides.get(index).map_or(Data::None, |aside| Data::NoteRef(*aside)));
            }
            for (back, mark) in self.notes.back.get(index).into_iter().flatten().zip(marks) {
                tree.set_data(*back, Data::Backlink(*mark));
            }
        }
        let addresses = self.notes.addresses.len();
        self.address_notes(tree);
        // No two notes of a page have the same mark.
        self.writer.notes_before += notes.len();
        self.writer.addresses_before += addresses;
    }

    /// The notes of links, which only print has.
    fn address_notes(&mut self, tree: &mut Tree) {
        for (number, (url, marks)) in std::mem::take(&mut self.notes.addresses).into_iter().enumerate() {
            let Some(first) = marks.first().copied() else { continue };
            let anchor = self.writer.anchor(&format!("{}-address-{}", self.anchor, number + 1));
            let note = el(Name::Aside).class("footnote").class("link-note").anchor(anchor);
            let aside = tree.open(note.media(Media::Print).data(Data::Note(first)));
            tree.open(el(Name::P));
            self.label(tree, &self.letter(number));
            url_link(tree, &url);
            tree.close();
            tree.close();
            for mark in marks {
                tree.set_data(mark, Data::NoteRef(aside));
            }
        }
    }

    fn label(&self, tree: &mut Tree, number: &str) {
        tree.leaf(el(Name::Span).class("note-number"), number);
        tree.text(" ");
    }

    /// Number, text, and the ways back. A note that begins or ends with something else than a paragraph gets one
    /// for its number or its ways back.
    fn note(&mut self, tree: &mut Tree, index: usize, note: &dispatch::Note) {
        let number = self.number(index);
        let is_text = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
        if !note.blocks.first().is_some_and(is_text) {
            tree.open(el(Name::P));
            self.label(tree, &number);
            tree.close();
        }
        let last = note.blocks.len().saturating_sub(1);
        for (n, block) in note.blocks.iter().enumerate() {
            let BlockKind::Paragraph(content) = &block.kind else {
                self.block(tree, block);
                continue;
            };
            let lang = self.against(tree, &words(content));
            tree.open(el(Name::P).lang_of(lang));
            if n == 0 {
                self.label(tree, &number);
            }
            self.inlines(tree, content);
            if n == last {
                self.ways_back(tree, index);
            }
            tree.close();
        }
        if !note.blocks.last().is_some_and(is_text) {
            tree.open(el(Name::P).media(Media::Screen));
            self.ways_back(tree, index);
            tree.close();
        }
    }

    /// A way back to each mark, which [`Body::finish`] joins to it.
    fn ways_back(&mut self, tree: &mut Tree, index: usize) {
        for _ in 0..self.notes.expected.get(&index).copied().unwrap_or_default() {
            tree.open(el(Name::Span).class("back").media(Media::Screen));
            tree.text(" ");
            let link = tree.leaf(el(Name::A).class("backlink"), "↩");
            tree.close();
            self.notes.back.entry(index).or_default().push(link);
        }
    }
}
