//! Pages before the weeks and after everything else: the editor's own Markdown.

use super::body::Body;
use super::tree::el;
use super::{Draft, Writer};
use crate::edition::Page;
use crate::flow::{Name, SectionKind};

impl Writer<'_> {
    /// One page; `kind` says where it stands.
    pub(super) fn page(&mut self, page: &Page, kind: SectionKind) -> Draft {
        let class = if kind == SectionKind::Front { "front" } else { "back" };
        let mut tree = self.tree();
        let root = el(Name::Section).class(class).anchor(&page.anchor);
        tree.open(root.lang(&page.language, page.direction));
        self.said(&mut tree, el(Name::H1), &page.title);
        self.begin_chapter();
        let mut body = Body::new(self, &page.anchor, (&page.language, page.direction), 1);
        body.blocks(&mut tree, &page.body.blocks);
        body.finish(&mut tree, &page.body.notes);
        let draft = self.draft(kind, page.anchor.clone(), &page.title, tree);
        Draft { lang: Some((page.language.clone(), page.direction)), ..draft }
    }
}
