//! Markdown's inlines as elements, and in print what stands in a link's place: a mark that leads to its address.

use super::body::Body;
use super::script;
use super::tree::{Tree, el};
use crate::dispatch::{Inline, LinkTarget, plain_text, url, walk};
use crate::flow::{Data, Media, Name, Target};

impl Body<'_, '_> {
    /// Writes inlines into the open element.
    pub fn inlines(&mut self, tree: &mut Tree, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Literal(text) => tree.text(text),
                Inline::Emphasis(content) => self.holder(tree, el(Name::Em), content),
                Inline::Strong(content) => self.holder(tree, el(Name::Strong), content),
                Inline::Strike(content) => self.holder(tree, el(Name::Del), content),
                Inline::Sub(content) => self.holder(tree, el(Name::Sub), content),
                Inline::Super(content) => self.holder(tree, el(Name::Sup), content),
                Inline::Code(text) => {
                    let lang = self.against(tree, text);
                    tree.leaf(el(Name::Code).lang_of(lang), text);
                }
                Inline::Link { target, content, .. } => self.link(tree, target, content),
                Inline::Image(image) => self.inline_image(tree, image),
                Inline::NoteRef(note) => self.mark(tree, *note),
                Inline::SoftBreak => tree.text(" "),
                Inline::HardBreak => {
                    tree.with(el(Name::Br), |_| {});
                }
            }
        }
    }

    fn link(&mut self, tree: &mut Tree, target: &LinkTarget, content: &[Inline]) {
        let target = match target {
            LinkTarget::Local(anchor) => Some((Target::Anchor(anchor.clone()), None)),
            LinkTarget::Url(url) => url::ascii(url).map(|ascii| (Target::Url(ascii), Some(url.as_str()))),
        };
        let text = plain_text(content);
        let named = !text.trim().is_empty();
        let Some((target, url)) = target.filter(|(_, url)| named || url.is_some()) else {
            // Nothing that a reader's program could announce as a link.
            self.inlines(tree, content);
            return;
        };
        if self.after_link.is_some() {
            self.inlines(tree, content);
            return;
        }
        self.after_link = Some(Vec::new());
        let lang = match url.filter(|url| !named || text == **url || text == display_url(url)) {
            Some(url) => script::code(url, &tree.language()),
            None => self.against(tree, &text),
        };
        tree.open(el(Name::A).data(Data::Link(target)).lang_of(lang));
        self.inlines(tree, content);
        if let Some(url) = url.filter(|_| !named) {
            tree.text(display_url(url));
        }
        tree.close();
        for note in self.after_link.take().unwrap_or_default() {
            self.mark(tree, note);
        }
        if let Some(url) = url.filter(|url| named && text != **url && text != display_url(url)) {
            self.address(tree, url);
        }
    }

    /// In print, where a link's address can be read: at the page's foot; in a note, right here.
    pub(super) fn address(&mut self, tree: &mut Tree, url: &str) {
        if self.in_note {
            tree.open(el(Name::Span).class("link-address").media(Media::Print));
            tree.text(" (");
            url_link(tree, url);
            tree.text(")");
            tree.close();
        } else {
            self.address_mark(tree, url);
        }
    }
}

/// A link to an address with the address as its text, as people read it; only the text where it cannot be a link.
pub fn url_link(tree: &mut Tree, url: &str) {
    let data = url::ascii(url).map_or(Data::None, |ascii| Data::Link(Target::Url(ascii)));
    let name = if data == Data::None { Name::Span } else { Name::A };
    let lang = script::code(display_url(url), &tree.language());
    tree.leaf(el(name).class("address").data(data).lang_of(lang), display_url(url));
}

/// An address as people read it: without `mailto:` and `tel:`, and without a bare host's last slash.
pub fn display_url(url: &str) -> &str {
    let url = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("tel:")).unwrap_or(url);
    match url.strip_suffix('/') {
        Some(host) if host.matches('/').count() == 2 => host,
        _ => url,
    }
}

/// How many marks of each note there are in some blocks.
pub(super) fn count_marks(blocks: &[crate::dispatch::Block], count: &mut std::collections::BTreeMap<usize, usize>) {
    walk::each_inline(blocks, &mut |inline| {
        if let Inline::NoteRef(note) = inline {
            *count.entry(*note).or_default() += 1;
        }
    });
}
