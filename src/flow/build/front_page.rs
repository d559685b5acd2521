//! The front page: what nobody may miss, and key figures with who says so.

use super::tree::{Tree, el};
use super::{Draft, Writer};
use crate::edition::Figure;
use crate::flow::{Data, Name, SectionKind, Target};

impl Writer<'_> {
    /// Highlights and key figures; nothing where there are none.
    pub(super) fn front_page(&mut self) -> Option<Draft> {
        let edition = self.edition;
        let page = &edition.front_page;
        if page.is_empty() {
            return None;
        }
        let anchor = self.anchor("front-page");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("front-page").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), self.labels.front_page);
        if !page.highlights.is_empty() {
            tree.leaf(self.worded(el(Name::H2)), self.labels.highlights);
            tree.open(el(Name::Ul).class("highlights"));
            for highlight in &page.highlights {
                self.said(&mut tree, el(Name::Li), highlight);
            }
            tree.close();
        }
        if !page.figures.is_empty() {
            tree.leaf(self.worded(el(Name::H2)), self.labels.key_figures);
            // How many there are, since a style cannot count them and sets them side by side.
            let count = format!("of-{}", page.figures.len());
            tree.open(el(Name::Dl).class("figures").class(count));
            for figure in &page.figures {
                self.figure(&mut tree, figure);
            }
            tree.close();
        }
        Some(self.draft(SectionKind::FrontPage, anchor, self.labels.front_page, tree))
    }

    /// What is counted, how much it is, who says so and of which day.
    fn figure(&self, tree: &mut Tree, figure: &Figure) {
        self.said(tree, el(Name::Dt), &figure.label);
        tree.open(el(Name::Dd));
        self.said(tree, el(Name::Span).class("value"), &unbroken(&figure.value));
        if figure.source.is_some() || figure.date.is_some() {
            tree.text(" ");
            tree.open(el(Name::Span).class("credit"));
            if let Some(index) = figure.source {
                self.source_link(tree, index);
            }
            if let Some(day) = figure.date {
                if figure.source.is_some() {
                    tree.text(self.labels.list_comma);
                }
                let time = self.worded(el(Name::Time).data(Data::Time(day.to_string())));
                tree.leaf(time, &self.day(day));
            }
            tree.close();
        }
        tree.close();
    }

    /// A source's name, leading to its place in the sources.
    pub(super) fn source_link(&self, tree: &mut Tree, index: usize) {
        let link = Data::Link(Target::Anchor(self.source_anchors[index].clone()));
        let lang = self.source_lang(index, &tree.language());
        tree.leaf(el(Name::A).class("source").lang_of(lang).data(link), &self.edition.sources[index].name);
    }
}

/// A number whose groups are set apart by blanks, kept whole: in a text from the right, a common blank would turn its
/// groups round (UAX #9, W4).
fn unbroken(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let within = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_numeric());
        chars[at] == ' ' && digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    (0..chars.len()).map(|at| if within(at) { '\u{a0}' } else { chars[at] }).collect()
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(unbroken("320 000 or 1 in 3"), "320\u{a0}000 or 1 in 3");
        assert_eq!(unbroken(" 4 % "), " 4 % ");
    }
}
