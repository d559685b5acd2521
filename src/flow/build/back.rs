//! What stands after the weeks: corrections, sources.

use super::contents::page;
use super::inline::url_link;
use super::tree::{Tree, el};
use super::{Draft, Writer, script};
use crate::edition::{Entry, Source};
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
        if edition.sources.is_empty() {
            return None;
        }
        let anchor = self.anchor("sources");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("sources").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), self.labels.sources);
        for (index, source) in edition.sources.iter().enumerate() {
            tree.open(el(Name::Div).class("source").anchor(&self.source_anchors[index]));
            let lang = self.source_lang(index, &tree.language());
            tree.leaf(el(Name::H2).lang_of(lang), &source.name);
            self.source_note(&mut tree, source);
            tree.open(el(Name::Ul).class("source-dispatches"));
            for &(week, dispatch) in &source.used_by {
                self.source_dispatch(&mut tree, &edition.weeks[week].dispatches[dispatch]);
            }
            tree.close();
            tree.close();
        }
        Some(self.draft(SectionKind::Sources, anchor, self.labels.sources, tree))
    }

    /// The language of a source's name within a text in another.
    pub(super) fn source_lang(&self, index: usize, around: &(Lang, Direction)) -> Option<(Lang, Direction)> {
        let (source, meta) = (&self.edition.sources[index], &self.edition.meta);
        let own = source.language.as_ref().map_or((&meta.language, meta.direction), |l| (l, l.direction()));
        script::against(&source.name, around, own)
    }

    /// Licence and address.
    fn source_note(&self, tree: &mut Tree, source: &Source) {
        if source.license.is_none() && source.url.is_none() {
            return;
        }
        tree.open(el(Name::P).class("source-note"));
        if let Some(license) = &source.license {
            let meta = &self.edition.meta;
            let lang = script::against(license, &tree.language(), (&meta.language, meta.direction));
            tree.said(lang, license);
        }
        if let Some(url) = &source.url {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
            url_link(tree, url);
        }
        tree.close();
    }

    /// A dispatch below its source: title, when it is from, where it stands, its own address.
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
        tree.close();
    }

    /// A link to a dispatch by its title.
    fn reference(&self, tree: &mut Tree, entry: &Entry) {
        let link = el(Name::A).data(Data::Link(Target::Anchor(entry.anchor.clone())));
        let lang = self.title_lang(entry, &tree.language());
        tree.leaf(link.lang_of(lang), &entry.title);
    }

    /// ", page 12", in print only.
    fn page_in_words(&self, tree: &mut Tree, entry: &Entry) {
        tree.open(self.worded(el(Name::Span).class("where").media(Media::Print)));
        tree.text(self.labels.list_comma);
        tree.text(self.labels.on_page);
        page(tree, &entry.anchor);
        tree.close();
    }
}
