//! What stands after the weeks: corrections, sources.

use super::contents::page_label;
use super::inline::url_link;
use super::tree::{Tree, el};
use super::{Draft, Writer, around_value, script};
use crate::edition::{Also, Entry, Source};
use crate::flow::{Data, Media, Name, SectionKind, Target};
use crate::language::{Direction, Lang};

/// What stands between the parts of a line.
const BETWEEN: &str = " · ";

impl Writer<'_> {
    /// Every correction, by the day it was made; nothing where there is none.
    pub(super) fn corrections(&mut self) -> Option<Draft> {
        let entries = self.edition.weeks.iter().flat_map(|w| &w.dispatches);
        let mut all: Vec<_> =
            entries.flat_map(|e| e.corrections.iter().map(move |(day, text)| (*day, e, text))).collect();
        if all.is_empty() {
            return None;
        }
        all.sort_by_key(|(day, ..)| *day);
        let anchor = self.anchor("corrections");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("corrections").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), self.labels.corrections);
        tree.open(el(Name::Ul).class("corrections-list"));
        for (day, entry, text) in all {
            tree.open(el(Name::Li));
            tree.open(el(Name::P));
            let time = self.worded(el(Name::Time).data(Data::Time(day.to_string())));
            tree.leaf(time, &self.day(day));
            tree.text(BETWEEN);
            self.reference(&mut tree, entry);
            self.page_in_words(&mut tree, entry);
            tree.close();
            let lang = script::against(text, &tree.language(), (&entry.language, entry.direction));
            tree.leaf(el(Name::P).class("correction").lang_of(lang), text);
            tree.close();
        }
        Some(self.draft(SectionKind::Corrections, anchor, self.labels.corrections, tree))
    }

    /// Every source that is credited, with its dispatches and where they stand.
    pub(super) fn sources(&mut self) -> Option<Draft> {
        let edition = self.edition;
        if edition.sources.is_empty() && self.grades_anchor.is_none() {
            return None;
        }
        let anchor = self.anchor("sources");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("sources").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), self.labels.sources);
        for (index, source) in edition.sources.iter().enumerate() {
            tree.open(el(Name::Div).class("source").anchor(&self.source_anchors[index]));
            let lang = self.source_lang(index, &tree.language());
            tree.open(el(Name::H2));
            tree.said(lang, &source.name);
            tree.close();
            self.source_note(&mut tree, source);
            self.source_dispatches(&mut tree, source);
            tree.close();
        }
        self.grades_key(&mut tree);
        Some(self.draft(SectionKind::Sources, anchor, self.labels.sources, tree))
    }

    /// The language of a source's name within a text in another.
    pub(super) fn source_lang(&self, index: usize, around: &(Lang, Direction)) -> Option<(Lang, Direction)> {
        let (source, meta) = (&self.edition.sources[index], &self.edition.meta);
        let own = source.language.as_ref().map_or((&meta.language, meta.direction), |l| (l, l.direction()));
        script::against(&source.name, around, own)
    }

    /// What it is, its licence, how reliable it is, and its address.
    fn source_note(&self, tree: &mut Tree, source: &Source) {
        let none = source.kind.is_none() && source.license.is_none();
        if none && source.url.is_none() && source.reliability.is_none() {
            return;
        }
        tree.open(el(Name::P).class("source-note"));
        for words in [&source.kind, &source.license].into_iter().flatten() {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
            let meta = &self.edition.meta;
            let lang = script::against(words, &tree.language(), (&meta.language, meta.direction));
            tree.said(lang, words);
        }
        if let Some(grade) = source.reliability {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
            let meanings = ('A'..).zip(self.labels.reliability);
            let meaning = meanings.into_iter().find(|(letter, _)| *letter == grade).map_or("", |(_, meaning)| meaning);
            let text = crate::language::fill(self.labels.colon, &[&grade.to_string(), meaning]);
            tree.leaf(self.worded(el(Name::Span).class("reliability")), &text);
        }
        if let Some(url) = &source.url {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
            url_link(tree, url);
        }
        tree.close();
    }

    /// The dispatches below their source, then those that name it as a further one. A source that only a key figure
    /// credits has none.
    fn source_dispatches(&self, tree: &mut Tree, source: &Source) {
        if source.used_by.is_empty() && source.also_by.is_empty() {
            return;
        }
        let weeks = &self.edition.weeks;
        tree.open(el(Name::Ul).class("source-dispatches"));
        for &(week, dispatch) in &source.used_by {
            self.source_dispatch(tree, &weeks[week].dispatches[dispatch]);
        }
        for &(week, dispatch, place) in &source.also_by {
            let entry = &weeks[week].dispatches[dispatch];
            self.source_also(tree, entry, &entry.also[place]);
        }
        tree.close();
    }

    /// A dispatch below its source: title, when it is from, where it stands, its own address and that of a copy.
    fn source_dispatch(&self, tree: &mut Tree, entry: &Entry) {
        tree.open(el(Name::Li));
        self.reference(tree, entry);
        tree.text(self.labels.list_comma);
        self.time(tree, entry);
        self.page_in_words(tree, entry);
        if let Some(url) = self.own_url(entry) {
            tree.text(BETWEEN);
            url_link(tree, url);
        }
        if let Some(url) = &entry.archived {
            tree.text(BETWEEN);
            let label = crate::language::fill(self.labels.colon, &[self.labels.archived, "{}"]);
            tree.open(self.worded(el(Name::Span).class("archived")));
            around_value(tree, &label, |tree| url_link(tree, url));
            tree.close();
        }
        tree.close();
    }

    /// A dispatch below a further source of it.
    fn source_also(&self, tree: &mut Tree, entry: &Entry, also: &Also) {
        tree.open(el(Name::Li).class("also"));
        self.reference(tree, entry);
        if let Some(day) = also.date {
            tree.text(self.labels.list_comma);
            tree.leaf(self.worded(el(Name::Time).data(Data::Time(day.to_string()))), &self.day(day));
        }
        self.page_in_words(tree, entry);
        if let Some(url) = &also.url {
            tree.text(BETWEEN);
            url_link(tree, url);
        }
        tree.close();
    }

    /// A link to a dispatch by its title.
    pub(super) fn reference(&self, tree: &mut Tree, entry: &Entry) {
        let link = el(Name::A).data(Data::Link(Target::Anchor(entry.anchor.clone())));
        let lang = self.title_lang(entry, &tree.language());
        tree.leaf(link.lang_of(lang), &entry.title);
    }

    /// ", page 12", in print only.
    pub(super) fn page_in_words(&self, tree: &mut Tree, entry: &Entry) {
        tree.open(self.worded(el(Name::Span).class("where").media(Media::Print)));
        tree.text(self.labels.list_comma);
        tree.text(self.labels.on_page);
        // "page" and its number stay on one line.
        tree.text("\u{a0}");
        page_label(tree, &entry.anchor);
        tree.close();
    }
}
