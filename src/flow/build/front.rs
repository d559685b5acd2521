//! What stands before the weeks: cover, title page, imprint.

use super::body::Body;
use super::inline::url_link;
use super::tree::{El, Tree, el};
use super::{Draft, Writer, script};
use crate::flow::{Name, SectionKind};
use crate::language::{self, Direction, Lang};

/// Class of the element that [`super::fingerprint`] fills in once everything else stands.
pub const FINGERPRINT: &str = "fingerprint";

/// What a style must know of a title to set it large: whether it is long, and whether a word of it is.
fn title_classes(title: &str) -> Vec<&'static str> {
    let word = title.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let length = title.chars().count();
    let mut classes = Vec::new();
    if length > 100 {
        classes.push("very-long-title");
    } else if length > 40 || word > 13 {
        classes.push("long-title");
    }
    if word > 20 {
        classes.push("long-word");
    }
    classes
}

impl Writer<'_> {
    /// "Name 3", the series and the book's number in it.
    fn series(&self) -> Option<String> {
        let (name, number) = self.edition.meta.series.as_ref()?;
        Some(match number {
            Some(number) => {
                let number = language::numerals::digits(&self.words_lang, number);
                language::fill(self.labels.series_number, &[name, &number])
            }
            None => name.clone(),
        })
    }

    fn creators(&self) -> Vec<String> {
        let meta = &self.edition.meta;
        meta.creators
            .iter()
            .map(|c| match c.role.as_str() {
                "edt" => language::fill(self.labels.edited_by, &[&c.name]),
                "trl" => language::fill(self.labels.translated_by, &[&c.name]),
                _ => c.name.clone(),
            })
            .collect()
    }

    pub(super) fn cover(&mut self) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.anchor("cover");
        let mut tree = self.tree();
        if let Some(image) = self.edition.cover.as_ref().filter(|image| image.data.is_some()) {
            tree.open(el(Name::Section).class("cover").class("pictured").anchor(&anchor));
            Body::new(self, &anchor, (&meta.language, meta.direction), 1).image(&mut tree, image);
            return self.draft(SectionKind::Cover, anchor, self.labels.cover, tree);
        }
        let section = el(Name::Section).class("cover").anchor(&anchor);
        tree.open(title_classes(&meta.title).into_iter().fold(section, El::class));
        tree.open(el(Name::Div).class("cover-block"));
        tree.open(el(Name::Header).class("cover-head"));
        if let Some(series) = self.series() {
            self.said(&mut tree, self.worded(el(Name::P).class("cover-series")), &series);
        }
        tree.leaf(self.worded(el(Name::P).class("cover-period")), &self.period());
        self.said(&mut tree, el(Name::H1).class("cover-title"), &meta.title);
        if let Some(subtitle) = &meta.subtitle {
            self.said(&mut tree, el(Name::P).class("cover-subtitle"), subtitle);
        }
        tree.close();
        self.cover_marking(&mut tree);
        if let Some(publisher) = &meta.publisher {
            self.said(&mut tree, el(Name::P).class("cover-publisher"), publisher);
        }
        self.draft(SectionKind::Cover, anchor, self.labels.cover, tree)
    }

    pub(super) fn title_page(&mut self) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.anchor("title-page");
        let mut tree = self.tree();
        let section = el(Name::Section).class("title-page").anchor(&anchor);
        tree.open(title_classes(&meta.title).into_iter().fold(section, El::class));
        self.said(&mut tree, el(Name::H1), &meta.title);
        if let Some(subtitle) = &meta.subtitle {
            self.said(&mut tree, el(Name::P).class("subtitle"), subtitle);
        }
        tree.leaf(self.worded(el(Name::P).class("period")), &self.period());
        for creator in self.creators() {
            self.said(&mut tree, self.worded(el(Name::P).class("author")), &creator);
        }
        if let Some(publisher) = &meta.publisher {
            self.said(&mut tree, el(Name::P).class("publisher"), publisher);
        }
        if let Some(series) = self.series() {
            self.said(&mut tree, self.worded(el(Name::P).class("series")), &series);
        }
        self.marking(&mut tree);
        self.draft(SectionKind::TitlePage, anchor, self.labels.title_page, tree)
    }

    pub(super) fn imprint(&mut self) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.anchor("imprint");
        let labels = self.labels;
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("imprint").anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), labels.imprint);
        if let Some(description) = &meta.description {
            self.said(&mut tree, el(Name::P).class("description"), description);
        }
        tree.open(el(Name::Dl));
        let series = self.series();
        let given = [
            (labels.publisher, meta.publisher.as_deref()),
            (labels.rights, meta.rights.as_deref()),
            (labels.license, meta.license.as_deref()),
            (labels.series, series.as_deref()),
        ];
        for (label, value) in given {
            if let Some(value) = value {
                tree.leaf(self.worded(el(Name::Dt)), label);
                self.said(&mut tree, el(Name::Dd), value);
            }
        }
        let worded = [(labels.period, self.period()), (labels.published, self.day(meta.date))];
        for (label, value) in worded {
            tree.leaf(self.worded(el(Name::Dt)), label);
            tree.leaf(self.worded(el(Name::Dd)), &value);
        }
        tree.leaf(self.worded(el(Name::Dt)), labels.identifier);
        self.code(&mut tree, el(Name::Dd), &meta.identifier);
        self.contact(&mut tree);
        self.marking_explained(&mut tree);
        self.accessibility(&mut tree);
        tree.leaf(self.worded(el(Name::Dt)), labels.fonts);
        tree.open(el(Name::Dd));
        let english = (Lang::english(), Direction::Ltr);
        let lang = (meta.language != english.0).then_some(english);
        tree.said(lang, crate::fonts::credits());
        tree.close();
        tree.leaf(self.worded(el(Name::Dt)), labels.made_with);
        self.code(&mut tree, el(Name::Dd), crate::PRODUCER);
        tree.leaf(self.worded(el(Name::Dt)), labels.fingerprint);
        // Filled in when everything else stands.
        let place = el(Name::Span).class(FINGERPRINT);
        tree.open(el(Name::Dd));
        tree.leaf(place.lang_of(script::code("", &tree.language())), "");
        tree.close();
        tree.close();
        self.draft(SectionKind::Imprint, anchor, labels.imprint, tree)
    }

    /// Whom to write to.
    fn contact(&self, tree: &mut Tree) {
        let Some(contact) = &self.edition.contact else { return };
        tree.leaf(self.worded(el(Name::Dt)), self.labels.contact);
        if let Some(name) = &contact.name {
            self.said(tree, el(Name::Dd), name);
        }
        let email = contact.email.as_ref().map(|email| format!("mailto:{email}"));
        for url in email.iter().chain(&contact.url) {
            tree.open(el(Name::Dd));
            url_link(tree, url);
            tree.close();
        }
    }

    /// What the editor says of accessibility.
    fn accessibility(&self, tree: &mut Tree) {
        let given = &self.edition.accessibility;
        if let Some(summary) = &given.summary {
            tree.leaf(self.worded(el(Name::Dt)), self.labels.accessibility);
            self.said(tree, el(Name::Dd), summary);
        }
        if let Some(report) = &given.report {
            tree.leaf(self.worded(el(Name::Dt)), self.labels.accessibility_report);
            tree.open(el(Name::Dd));
            url_link(tree, report);
            tree.close();
        }
    }

    /// An element with a text that may be in another script than the book.
    pub(super) fn said(&self, tree: &mut Tree, el: El, text: &str) {
        tree.open(el);
        let meta = &self.edition.meta;
        tree.said(script::against(text, &tree.language(), (&meta.language, meta.direction)), text);
        tree.close();
    }

    /// An element with an identifier or the like, which is in no language.
    fn code(&self, tree: &mut Tree, el: El, text: &str) {
        tree.open(el);
        tree.said(script::code(text, &tree.language()), text);
        tree.close();
    }
}
