//! Grades of the Admiralty code: a letter for the source, a digit for what it says, and what both mean.

use super::Writer;
use super::tree::{Tree, el};
use crate::edition::{Edition, Entry};
use crate::flow::{Data, Name, Target};

/// Whether anything in an edition is graded, so that it needs the key.
pub fn any(edition: &Edition) -> bool {
    let mut entries = edition.weeks.iter().flat_map(|week| &week.dispatches);
    edition.sources.iter().any(|source| source.reliability.is_some()) || entries.any(|e| e.credibility.is_some())
}

impl Writer<'_> {
    /// "B2", where the dispatch is graded: its source's letter, if it has one, and its own digit.
    pub(super) fn grade(&self, entry: &Entry) -> Option<String> {
        let credibility = entry.credibility?;
        let source = entry.source.and_then(|index| self.edition.sources[index].reliability);
        Some(source.into_iter().chain(char::from_digit(credibility.into(), 10)).collect())
    }

    /// A grade that leads to its key.
    pub(super) fn grade_link(&self, tree: &mut Tree, grade: &str) {
        let anchor = self.grades_anchor.clone().unwrap_or_default();
        let lang = super::script::code(grade, &tree.language());
        let link = el(Name::A).class("grade").data(Data::Link(Target::Anchor(anchor)));
        tree.leaf(link.lang_of(lang), grade);
    }

    /// What letters and digits mean.
    pub(super) fn grades_key(&self, tree: &mut Tree) {
        let Some(anchor) = &self.grades_anchor else { return };
        let labels = self.labels;
        tree.open(self.worded(el(Name::Div).class("grades").anchor(anchor)));
        tree.leaf(el(Name::H2), labels.grades);
        let keys = [
            (labels.reliability_of_source, labels.reliability, 'A'),
            (labels.credibility_of_content, labels.credibility, '1'),
        ];
        for (title, meanings, first) in keys {
            tree.leaf(el(Name::H3), title);
            tree.open(el(Name::Dl));
            for (grade, meaning) in (first..).zip(meanings) {
                tree.leaf(el(Name::Dt), &grade.to_string());
                tree.leaf(el(Name::Dd), meaning);
            }
            tree.close();
        }
        tree.close();
    }
}
