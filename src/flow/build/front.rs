//! What stands before the weeks: cover, title page, imprint.

use super::tree::{Tree, el};
use super::{Draft, Writer};
use crate::flow::{Data, Media, Name, SectionKind, Target};
use crate::language;

/// Class of the paragraph that [`super::fingerprint`] fills in once everything else stands.
pub const FINGERPRINT: &str = "fingerprint";

impl Writer<'_> {
    /// "Name 3", the series and the book's number in it.
    fn series(&self) -> Option<String> {
        let (name, number) = self.edition.meta.series.as_ref()?;
        Some(match number {
            Some(number) => language::fill(self.labels.series_number, &[name, number]),
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
        let anchor = self.section_anchor("cover");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("cover").anchor(&anchor));
        tree.open(el(Name::Div).class("cover-block"));
        if let Some(series) = self.series() {
            tree.leaf(el(Name::P).class("cover-series"), &series);
        }
        tree.leaf(el(Name::H1).class("cover-title"), &meta.title);
        if let Some(subtitle) = &meta.subtitle {
            tree.leaf(el(Name::P).class("cover-subtitle"), subtitle);
        }
        tree.leaf(el(Name::P).class("cover-period"), &self.period());
        if let Some(publisher) = &meta.publisher {
            tree.leaf(el(Name::P).class("cover-publisher"), publisher);
        }
        self.draft(SectionKind::Cover, anchor, self.labels.cover, tree)
    }

    pub(super) fn title_page(&mut self) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.section_anchor("title-page");
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("title-page").anchor(&anchor));
        tree.leaf(el(Name::H1), &meta.title);
        if let Some(subtitle) = &meta.subtitle {
            tree.leaf(el(Name::P).class("subtitle"), subtitle);
        }
        tree.leaf(el(Name::P).class("period"), &self.period());
        for creator in self.creators() {
            tree.leaf(el(Name::P).class("author"), &creator);
        }
        if let Some(publisher) = &meta.publisher {
            tree.leaf(el(Name::P).class("publisher"), publisher);
        }
        if let Some(series) = self.series() {
            tree.leaf(el(Name::P).class("series"), &series);
        }
        self.draft(SectionKind::TitlePage, anchor, self.labels.title_page, tree)
    }

    pub(super) fn imprint(&mut self) -> Draft {
        let meta = &self.edition.meta;
        let anchor = self.section_anchor("imprint");
        let labels = self.labels;
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("imprint").anchor(&anchor));
        tree.leaf(el(Name::H1), labels.imprint);
        if let Some(description) = &meta.description {
            tree.leaf(el(Name::P).class("description"), description);
        }
        tree.open(el(Name::Dl));
        let mut pair = |label: &str, value: Option<&str>| {
            if let Some(value) = value {
                tree.leaf(el(Name::Dt), label);
                tree.leaf(el(Name::Dd), value);
            }
        };
        pair(labels.publisher, meta.publisher.as_deref());
        pair(labels.rights, meta.rights.as_deref());
        pair(labels.license, meta.license.as_deref());
        pair(labels.series, self.series().as_deref());
        pair(labels.period, Some(&self.period()));
        pair(labels.published, Some(&self.day(meta.date)));
        pair(labels.identifier, Some(&meta.identifier));
        pair(labels.fonts, Some(crate::fonts::credits()));
        pair(labels.made_with, Some(crate::PRODUCER));
        tree.leaf(el(Name::Dt), labels.fingerprint);
        tree.open(el(Name::Dd).class(FINGERPRINT));
        tree.close();
        tree.close();
        self.draft(SectionKind::Imprint, anchor, labels.imprint, tree)
    }
}

/// A link to an address, with the address as its text where nothing else is given.
pub fn url_link(tree: &mut Tree, class: &str, url: &str) {
    tree.leaf(el(Name::A).class(class).data(Data::Link(Target::Url(url.into()))), display_url(url));
}

/// An address as people read it: without `mailto:` and `tel:`, and without a bare host's last slash.
pub fn display_url(url: &str) -> &str {
    let url = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("tel:")).unwrap_or(url);
    match url.strip_suffix('/') {
        Some(host) if host.matches('/').count() == 2 => host,
        _ => url,
    }
}

/// An element that only print has.
pub fn print_only(name: Name) -> super::tree::El {
    el(name).media(Media::Print)
}
