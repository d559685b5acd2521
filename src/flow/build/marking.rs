//! The label of the Traffic Light Protocol: on the cover, on the title page, in the imprint with what it allows, and,
//! where there are no pages to bear it, at the head and foot of each part.

use super::Writer;
use super::tree::{El, Tree, el};
use crate::flow::{Media, Name};
use crate::manifest::Marking;

/// An element that holds nothing but the label, which is read from the left in any book.
pub fn label(around: &(crate::language::Lang, crate::language::Direction), name: Name) -> El {
    el(name).class("marking").lang_of(super::script::code("TLP", around))
}

/// The label at the head or foot of a part of the EPUB; print has it in the margins of every page.
pub fn of_part(around: &(crate::language::Lang, crate::language::Direction)) -> El {
    label(around, Name::P).media(Media::Screen)
}

impl Writer<'_> {
    /// The label in a line that runs as the book does, for the cover.
    pub(super) fn cover_marking(&self, tree: &mut Tree) {
        let Some(marking) = self.edition.marking else { return };
        tree.open(el(Name::P).class("cover-marking"));
        tree.leaf(label(&tree.language(), Name::Span), marking.as_str());
        tree.close();
    }

    /// The label, for the title page.
    pub(super) fn marking(&self, tree: &mut Tree) {
        if let Some(marking) = self.edition.marking {
            tree.leaf(label(&tree.language(), Name::P), marking.as_str());
        }
    }

    /// The label and what it allows.
    pub(super) fn marking_explained(&self, tree: &mut Tree) {
        let Some(marking) = self.edition.marking else { return };
        let place = Marking::ALL.iter().position(|one| *one == marking).unwrap_or_default();
        tree.leaf(self.worded(el(Name::Dt)), self.labels.marking);
        tree.open(self.worded(el(Name::Dd)));
        tree.leaf(label(&tree.language(), Name::Span), marking.as_str());
        tree.text(" ");
        tree.text(self.labels.tlp[place]);
        tree.close();
    }
}
