//! A chapter: its number, the days it spans, the editor's words, its dispatches.

use super::body::Body;
use super::tree::el;
use super::{Draft, Writer};
use crate::edition::Week;
use crate::flow::{Media, Name, NavItem, SectionKind};

impl Writer<'_> {
    pub(super) fn week(&mut self, week: &Week) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.section_anchor(&format!("w-{}", week.id));
        let (label, dates) = (self.week_label(week), self.week_dates(week));
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("week").anchor(&anchor));
        tree.open(el(Name::Header).class("week-opening"));
        tree.open(el(Name::H1).anchor(format!("{anchor}-title")));
        // Where there is no title, the label is.
        let alone = if week.title.is_some() { el(Name::Span) } else { el(Name::Span).class("alone") };
        tree.leaf(alone.class("label"), &label);
        if let Some(title) = &week.title {
            tree.text(" ");
            tree.leaf(el(Name::Span).class("title"), title);
        }
        tree.close();
        tree.leaf(el(Name::P).class("dates"), &dates);
        tree.close();
        if let Some(summary) = &week.summary {
            tree.open(el(Name::Div).class("summary"));
            let mut body = Body::new(self, &anchor, 2);
            body.blocks(&mut tree, &summary.blocks);
            body.notes(&mut tree, &summary.notes);
            tree.close();
        }
        for entry in &week.dispatches {
            self.dispatch(&mut tree, entry);
        }
        let nav = week.dispatches.iter().map(|entry| NavItem {
            anchor: entry.anchor.clone(),
            title: entry.title.clone(),
            lang: (entry.language != meta.language).then(|| (entry.language.clone(), entry.direction)),
        });
        let heading = match &week.title {
            Some(title) => format!("{label}: {title}"),
            None => format!("{label}, {dates}"),
        };
        // Two years may each have a week of this number and title.
        let heading = if self.titles.contains(&heading) { format!("{heading}, {dates}") } else { heading };
        let title = self.section_title(&heading);
        let strings = self.strings(week.title.as_deref().unwrap_or(&label), &dates);
        Draft { kind: SectionKind::Week, media: Media::All, anchor, title, tree, strings, nav: nav.collect() }
    }
}
