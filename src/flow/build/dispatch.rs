//! A dispatch: kicker, headline, credit line, lede, body, notes.

use super::body::Body;
use super::front::print_only;
use super::tree::{El, Tree, el};
use super::{Writer, parts};
use crate::edition::{Entry, Withdrawn};
use crate::flow::{Data, Media, Name, Target};
use crate::language::{self, Labels};
use crate::manifest::{Content, Kind};

/// What stands between the parts of a credit line.
const BETWEEN: &str = " · ";

/// The label of a kind; a report needs none.
const fn kind_label(labels: &'static Labels, kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Report => None,
        Kind::Photos => Some(labels.photos),
        Kind::Video => Some(labels.video),
        Kind::Audio => Some(labels.audio),
        Kind::Comment => Some(labels.comment),
        Kind::Statement => Some(labels.statement),
        Kind::Data => Some(labels.data),
    }
}

/// The class of a kind.
pub const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Report => "kind-report",
        Kind::Photos => "kind-photos",
        Kind::Video => "kind-video",
        Kind::Audio => "kind-audio",
        Kind::Comment => "kind-comment",
        Kind::Statement => "kind-statement",
        Kind::Data => "kind-data",
    }
}

/// A word made fit to be part of a class name.
fn class_name(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("-")
}

impl Writer<'_> {
    pub(super) fn dispatch(&mut self, tree: &mut Tree, entry: &Entry) {
        let meta = &self.edition.meta;
        let mut article = el(Name::Article)
            .class("dispatch")
            .class(kind_class(entry.kind))
            .anchor(&entry.anchor)
            .lang(&entry.language, entry.direction);
        if let Some(source) = entry.source {
            article = article.class(format!("source-{}", class_name(&self.edition.sources[source].id)));
        }
        for tag in entry.tags.iter().map(|t| class_name(t)).filter(|t| !t.is_empty()) {
            article = article.class(format!("tag-{tag}"));
        }
        if entry.withdrawn.is_some() {
            article = article.class("withdrawn");
        }
        tree.open(article);
        tree.open(el(Name::Header));
        if let Some(kind) = kind_label(self.labels, entry.kind) {
            tree.leaf(el(Name::P).class("kicker").lang(&meta.language, meta.direction), kind);
        }
        tree.leaf(el(Name::H2).anchor(format!("{}-title", entry.anchor)), &entry.title);
        tree.open(el(Name::P).class("credit").lang(&meta.language, meta.direction));
        self.credit(tree, entry);
        tree.close();
        tree.close();
        match &entry.withdrawn {
            Some(withdrawn) => self.withdrawn(tree, withdrawn),
            None => self.dispatch_body(tree, entry),
        }
        tree.close();
    }

    /// What stands in the place of a dispatch that was withdrawn.
    fn withdrawn(&self, tree: &mut Tree, withdrawn: &Withdrawn) {
        let meta = &self.edition.meta;
        tree.leaf(el(Name::P).class("stub").lang(&meta.language, meta.direction), self.labels.withdrawn);
        if let Some(reason) = &withdrawn.reason {
            let text = language::fill(self.labels.colon, &[self.labels.reason, reason]);
            tree.leaf(el(Name::P).class("reason").lang(&meta.language, meta.direction), &text);
        }
    }

    /// Lede, image, body and notes, as much of it as the edition holds.
    fn dispatch_body(&mut self, tree: &mut Tree, entry: &Entry) {
        let content = self.edition.content;
        let mut body = Body::new(self, &entry.anchor, 2);
        if content != Content::Headlines && !entry.summary.is_empty() {
            let shown = entry.summary_given || content == Content::Summary;
            if shown {
                tree.open(el(Name::P).class(if content == Content::Summary { "summary" } else { "lede" }));
                body.inlines(tree, &entry.summary);
                tree.close();
            }
        }
        if let Some(image) = entry.image.as_ref().filter(|_| content == Content::Full) {
            body.figure(tree, image);
        }
        body.blocks(tree, &entry.body.blocks);
        body.notes(tree, &entry.body.notes);
    }

    /// Byline, source, place, date, translator, corrected on: in the book's language, names in their own.
    fn credit(&self, tree: &mut Tree, entry: &Entry) {
        let (labels, edition) = (self.labels, self.edition);
        let own = (&entry.language, entry.direction);
        let around = tree.language();
        let part = |tree: &mut Tree| {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
        };
        let named = |class: &str, text: &str| -> El {
            el(Name::Span).class(class).lang_of(Self::script_lang(text, &around, own))
        };
        if !entry.byline.is_empty() {
            let names = language::join_names(labels, &entry.byline);
            tree.open(el(Name::Span).class("byline"));
            around_value(tree, labels.by, |tree| {
                tree.leaf(named("name", &names), &names);
            });
            tree.close();
        }
        if let Some(index) = entry.source {
            part(tree);
            let name = &edition.sources[index].name;
            let link = Data::Link(Target::Anchor(self.source_anchor(index)));
            let lang = Self::script_lang(name, &around, own);
            tree.leaf(el(Name::A).class("source").lang_of(lang).data(link), name);
        }
        if let Some(place) = &entry.place {
            part(tree);
            tree.leaf(named("place", place), place);
        }
        part(tree);
        let (machine, text) = self.moment(entry);
        tree.leaf(el(Name::Time).data(Data::Time(machine)), &text);
        if let Some(translator) = &entry.translator {
            part(tree);
            tree.open(el(Name::Span).class("translator"));
            around_value(tree, labels.translated_by, |tree| {
                tree.leaf(named("name", translator), translator);
            });
            tree.close();
        }
        if let Some(accessed) = entry.accessed {
            part(tree);
            let text = language::fill(labels.accessed, &[&self.day(accessed)]);
            tree.leaf(el(Name::Span).class("accessed"), &text);
        }
        for (day, _) in &entry.corrections {
            part(tree);
            let text = language::fill(labels.corrected_on, &[&self.day(*day)]);
            tree.leaf(el(Name::Span).class("corrected"), &text);
        }
        let source_url = entry.source.and_then(|i| edition.sources[i].url.as_ref());
        if let Some(url) = entry.url.as_ref().filter(|url| Some(*url) != source_url) {
            // Print has the address in the sources.
            let screen = |name| el(name).media(Media::Screen);
            tree.leaf(screen(Name::Span).class("separator"), BETWEEN);
            let link = Data::Link(Target::Url(url.clone()));
            tree.leaf(screen(Name::A).class("original").data(link), labels.original);
        }
    }

    /// When a dispatch is from, for machines and for people.
    pub(super) fn moment(&self, entry: &Entry) -> (String, String) {
        let day = entry.moment.day;
        match entry.moment.hour_minute() {
            Some((hour, minute)) => (
                format!("{day}T{hour:02}:{minute:02}"),
                language::date_time(&self.words_lang, parts(day), hour, minute),
            ),
            None => (day.to_string(), self.day(day)),
        }
    }
}

/// A label such as "By {}", its value written by `value`.
fn around_value(tree: &mut Tree, template: &str, value: impl FnOnce(&mut Tree)) {
    let (before, after) = template.split_once("{}").unwrap_or((template, ""));
    tree.text(before);
    value(tree);
    tree.text(after);
}

/// The mark of a note that only print has.
pub fn print_mark(class: &str, anchor: String) -> El {
    print_only(Name::A).class("noteref").class(class).anchor(anchor)
}
