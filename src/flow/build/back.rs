//! What stands after the weeks: corrections, sources.

use super::contents::page;
use super::front::url_link;
use super::tree::el;
use super::{Draft, Writer};
use crate::flow::{Data, Media, Name, SectionKind, Target};

impl Writer<'_> {
    /// Every correction, by the day it was made; nothing where there is none.
    pub(super) fn corrections(&mut self) -> Option<Draft> {
        let mut all: Vec<_> =
            self.entries().flat_map(|e| e.corrections.iter().map(move |(day, text)| (*day, e, text))).collect();
        if all.is_empty() {
            return None;
        }
        all.sort_by_key(|(day, ..)| *day);
        let anchor = self.section_anchor("corrections");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("corrections").anchor(&anchor));
        tree.leaf(el(Name::H1), self.labels.corrections);
        tree.open(el(Name::Ul).class("corrections-list"));
        for (day, entry, text) in all {
            tree.open(el(Name::Li));
            tree.open(el(Name::P));
            tree.leaf(el(Name::Time).data(Data::Time(day.to_string())), &self.day(day));
            tree.text(" · ");
            let own = (&entry.language, entry.direction);
            let link = el(Name::A).data(Data::Link(Target::Anchor(entry.anchor.clone())));
            tree.leaf(link.lang_of(Self::script_lang(&entry.title, &tree.language(), own)), &entry.title);
            page_in_words(&mut tree, self.labels.on_page, &entry.anchor);
            tree.close();
            let lang = Self::script_lang(text, &tree.language(), own);
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
        let anchor = self.section_anchor("sources");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("sources").anchor(&anchor));
        tree.leaf(el(Name::H1), self.labels.sources);
        for (index, source) in edition.sources.iter().enumerate() {
            tree.open(el(Name::Div).class("source").anchor(self.source_anchor(index)));
            let lang = source.language.as_ref().map(|l| (l, l.direction()));
            let around = tree.language();
            let own = lang.unwrap_or((&around.0, around.1));
            tree.leaf(el(Name::H2).lang_of(Self::script_lang(&source.name, &around, own)), &source.name);
            if source.license.is_some() || source.url.is_some() {
                tree.open(el(Name::P).class("source-note"));
                if let Some(license) = &source.license {
                    tree.text(license);
                }
                if let Some(url) = &source.url {
                    if source.license.is_some() {
                        tree.text(" · ");
                    }
                    url_link(&mut tree, "address", url);
                }
                tree.close();
            }
            tree.open(el(Name::Ul).class("source-dispatches"));
            for &(week, dispatch) in &source.used_by {
                let entry = &edition.weeks[week].dispatches[dispatch];
                tree.open(el(Name::Li));
                let own = (&entry.language, entry.direction);
                let link = el(Name::A).data(Data::Link(Target::Anchor(entry.anchor.clone())));
                tree.leaf(link.lang_of(Self::script_lang(&entry.title, &tree.language(), own)), &entry.title);
                tree.text(", ");
                let (machine, text) = self.moment(entry);
                tree.leaf(el(Name::Time).data(Data::Time(machine)), &text);
                page_in_words(&mut tree, self.labels.on_page, &entry.anchor);
                if let Some(url) = entry.url.as_ref().filter(|url| Some(*url) != source.url.as_ref()) {
                    tree.text(" · ");
                    url_link(&mut tree, "address", url);
                }
                tree.close();
            }
            tree.close();
            tree.close();
        }
        Some(self.draft(SectionKind::Sources, anchor, self.labels.sources, tree))
    }
}

/// ", page 12", in print only.
fn page_in_words(tree: &mut super::tree::Tree, on_page: &str, anchor: &str) {
    tree.open(el(Name::Span).class("where").media(Media::Print));
    tree.text(", ");
    tree.text(on_page);
    page(tree, anchor);
    tree.close();
}
