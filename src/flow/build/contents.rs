//! The contents of the print edition, with page numbers. (The EPUB's navigation document is made of the same titles.)

use super::tree::{Tree, el};
use super::{Draft, Writer};
use crate::flow::{Data, Media, Name, SectionKind, Target};

impl Writer<'_> {
    pub(super) fn contents(&mut self, front: &[Draft], weeks: &[Draft], back: &[Draft]) -> Draft {
        let anchor = self.anchor("contents");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("contents-page").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), self.labels.contents);
        tree.open(el(Name::Nav).class("contents"));
        tree.open(el(Name::Ol));
        for draft in front {
            self.part(&mut tree, draft);
        }
        for (week, draft) in self.edition.weeks.iter().zip(weeks) {
            tree.open(el(Name::Li).class("week"));
            tree.open(el(Name::A).data(Data::Link(Target::Anchor(draft.anchor.clone()))));
            self.week_name(&mut tree, week);
            tree.text(" ");
            tree.leaf(self.worded(el(Name::Span).class("dates")), &self.week_dates(week));
            tree.close();
            page(&mut tree, &draft.anchor);
            tree.open(el(Name::Ol));
            for item in &draft.nav {
                tree.open(el(Name::Li).class("dispatch"));
                let link = el(Name::A).data(Data::Link(Target::Anchor(item.anchor.clone())));
                tree.leaf(link.lang_of(item.lang.clone()), &item.title);
                page(&mut tree, &item.anchor);
                tree.close();
            }
            tree.close();
            tree.close();
        }
        for draft in back {
            self.part(&mut tree, draft);
        }
        let mut draft = self.draft(SectionKind::Contents, anchor, self.labels.contents, tree);
        draft.media = Media::Print;
        draft
    }

    /// A part that is no week.
    fn part(&self, tree: &mut Tree, draft: &Draft) {
        tree.open(el(Name::Li).class("part"));
        let link = el(Name::A).data(Data::Link(Target::Anchor(draft.anchor.clone())));
        let link = match &draft.lang {
            Some((lang, direction)) => link.lang(lang, *direction),
            None => self.worded(link),
        };
        tree.leaf(link, &draft.title);
        page(tree, &draft.anchor);
        tree.close();
    }
}

/// The label of the page where `anchor` stands, at the end of an entry.
pub fn page(tree: &mut Tree, anchor: &str) {
    tree.text(" ");
    page_label(tree, anchor);
}

/// The label alone.
pub fn page_label(tree: &mut Tree, anchor: &str) {
    let reference = el(Name::Span).class("page").media(Media::Print).data(Data::PageRef(anchor.into()));
    tree.with(reference, |_| {});
}
