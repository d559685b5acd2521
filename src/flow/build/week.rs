//! A chapter: its number, the days it spans, the editor's words, its dispatches.

use super::body::Body;
use super::contents::page;
use super::tree::{Tree, el};
use super::{Draft, Writer};
use crate::edition::Week;
use crate::flow::{Media, Name, NavItem, SectionKind};
use crate::language;
use crate::manifest::Content;

impl Writer<'_> {
    pub(super) fn week(&mut self, week: &Week) -> Draft {
        let meta = &self.edition.meta;
        self.begin_chapter();
        let anchor = self.anchor(&format!("w-{}", week.id));
        let mut tree = self.tree();
        let section = el(Name::Section).class("week").anchor(&anchor);
        let first = self.edition.weeks.first().is_some_and(|first| first.id == week.id);
        tree.open(if first { section.class("first") } else { section });
        tree.open(el(Name::H1).anchor(self.anchor(&format!("{anchor}-title"))));
        self.week_name(&mut tree, week);
        tree.close();
        let dates = self.week_dates(week);
        tree.leaf(self.worded(el(Name::P).class("dates")), &dates);
        if let Some(summary) = week.summary.as_ref().filter(|summary| !summary.blocks.is_empty()) {
            tree.open(el(Name::Div).class("summary"));
            let mut body = Body::new(self, &anchor, (&meta.language, meta.direction), 1);
            body.blocks(&mut tree, &summary.blocks);
            body.finish(&mut tree, &summary.notes);
            tree.close();
        }
        self.week_contents(&mut tree, week);
        for entry in &week.dispatches {
            self.dispatch(&mut tree, entry);
        }
        let around = (meta.language.clone(), meta.direction);
        let nav = week.dispatches.iter().map(|entry| NavItem {
            anchor: entry.anchor.clone(),
            title: entry.title.clone(),
            lang: self.title_lang(entry, &around),
        });
        let nav = nav.collect();
        let title = self.week_title(week);
        let strings = self.strings(week.title.as_deref().unwrap_or(&self.week_label(week)), &dates);
        Draft { kind: SectionKind::Week, media: Media::All, anchor, title, lang: None, tree, strings, nav }
    }

    /// What a week holds, on its opening page: a landmark of its own, so that a screen reader can pass it by. A week of
    /// one dispatch, or of headlines alone, needs none.
    fn week_contents(&self, tree: &mut Tree, week: &Week) {
        if week.dispatches.len() < 2 || self.edition.content == Content::Headlines {
            return;
        }
        tree.open(el(Name::Nav).class("week-contents"));
        tree.open(el(Name::Ol));
        for entry in &week.dispatches {
            tree.open(el(Name::Li));
            self.reference(tree, entry);
            page(tree, &entry.anchor);
            tree.close();
        }
        tree.close();
        tree.close();
    }

    /// "Week 15 The old bridge", label and title apart for styles.
    pub(super) fn week_name(&self, tree: &mut Tree, week: &Week) {
        // Where there is no title, the label is.
        let label = el(Name::Span).class("label");
        let label = if week.title.is_some() { label } else { label.class("alone") };
        tree.leaf(self.worded(label), &self.week_label(week));
        if let Some(title) = &week.title {
            tree.text(" ");
            tree.leaf(el(Name::Span).class("title"), title);
        }
    }

    /// What navigation calls a week: its label with its title, else its days; with both where two years have a week
    /// of the same number and title.
    fn week_title(&mut self, week: &Week) -> String {
        let (label, dates) = (self.week_label(week), self.week_dates(week));
        let name = match &week.title {
            Some(title) => language::fill(self.labels.colon, &[&label, title]),
            None => format!("{label}{}{dates}", self.labels.list_comma),
        };
        if self.titles.has(&name) {
            return self.titles.give(&format!("{name}{}{dates}", self.labels.list_comma), " ");
        }
        self.titles.give(&name, " ")
    }
}
