//! A dispatch: kicker, headline, credit line, lede, body, notes.

use super::body::Body;
use super::tree::{Tree, el};
use super::{Writer, around_value, parts, script};
use crate::dispatch::url;
use crate::edition::{Entry, Withdrawn};
use crate::flow::{Data, Media, Name, Target};
use crate::language::{self, Direction, Labels, Lang};
use crate::manifest::{Content, Kind};

/// What stands between the parts of a kicker and of a credit line.
pub(super) const BETWEEN: &str = " · ";

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
const fn kind_class(kind: Kind) -> &'static str {
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
        self.kicker(tree, entry);
        let heading = el(Name::H2).anchor(self.anchor(&format!("{}-title", entry.anchor)));
        let lang = self.title_lang(entry, &tree.language());
        tree.leaf(heading.lang_of(lang), &entry.title);
        let mut body = Body::new(self, &entry.anchor, (&entry.language, entry.direction), 2);
        let credit = el(Name::P).class("credit");
        tree.open(body.writer.worded(credit));
        body.writer.credit(tree, entry);
        body.originals(tree, entry);
        tree.close();
        match &entry.withdrawn {
            Some(withdrawn) => body.writer.withdrawn(tree, withdrawn),
            None => body.dispatch(tree, entry),
        }
        tree.close();
    }

    /// What it is, where it is no report, and where it is from: above the headline.
    fn kicker(&self, tree: &mut Tree, entry: &Entry) {
        let kind = kind_label(self.labels, entry.kind);
        if kind.is_none() && entry.place.is_none() {
            return;
        }
        tree.open(self.worded(el(Name::P).class("kicker")));
        if let Some(kind) = kind {
            tree.leaf(el(Name::Span).class("kind"), kind);
        }
        if let Some(place) = &entry.place {
            if kind.is_some() {
                tree.text(BETWEEN);
            }
            let lang = script::against(place, &tree.language(), (&entry.language, entry.direction));
            tree.leaf(el(Name::Span).class("place").lang_of(lang), place);
        }
        tree.close();
    }

    /// What stands in the place of a dispatch that was withdrawn.
    fn withdrawn(&self, tree: &mut Tree, withdrawn: &Withdrawn) {
        tree.leaf(self.worded(el(Name::P).class("stub")), self.labels.withdrawn);
        if let Some(reason) = &withdrawn.reason {
            let text = language::fill(self.labels.colon, &[self.labels.reason, reason]);
            tree.leaf(self.worded(el(Name::P).class("reason")), &text);
        }
    }

    /// The language of a dispatch's title within a text in another.
    pub(super) fn title_lang(&self, entry: &Entry, around: &(Lang, Direction)) -> Option<(Lang, Direction)> {
        let own = (entry.language.clone(), entry.direction);
        let said = script::against(&entry.title, &own, (&around.0, around.1)).unwrap_or(own);
        (said != *around).then_some(said)
    }

    /// Byline, source, date, grade, translator, accessed and corrected on: in the book's words, names in their own.
    fn credit(&self, tree: &mut Tree, entry: &Entry) {
        let (labels, edition) = (self.labels, self.edition);
        let around = tree.language();
        let against = |text: &str| script::against(text, &around, (&entry.language, entry.direction));
        let part = |tree: &mut Tree| {
            if !tree.is_empty() {
                tree.text(BETWEEN);
            }
        };
        let name = |tree: &mut Tree, class: &str, template: &str, name: &str| {
            part(tree);
            tree.open(el(Name::Span).class(class));
            around_value(tree, template, |tree| {
                tree.leaf(el(Name::Span).class("name").lang_of(against(name)), name);
            });
            tree.close();
        };
        if !entry.byline.is_empty() {
            name(tree, "byline", labels.by, &language::join_names(labels, &entry.byline));
        }
        if let Some(index) = entry.source {
            part(tree);
            self.source_link(tree, index);
        }
        part(tree);
        self.time(tree, entry);
        if let Some(grade) = self.grade(entry) {
            part(tree);
            self.grade_link(tree, &grade);
        }
        if let Some(translator) = &entry.translator {
            name(tree, "translator", labels.translated_by, translator);
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
        if !entry.also.is_empty() {
            part(tree);
            tree.open(el(Name::Span).class("also"));
            around_value(tree, labels.also, |tree| {
                for (place, also) in entry.also.iter().enumerate() {
                    if place > 0 {
                        tree.text(labels.list_comma);
                    }
                    self.source_link(tree, also.source);
                }
            });
            tree.close();
        }
        let of = entry.translation_of.iter().map(|place| (labels.translation_of, place));
        let by = entry.translations.iter().map(|place| (labels.translated_as, place));
        for (template, &(week, dispatch)) in of.chain(by) {
            part(tree);
            tree.open(el(Name::Span).class("translation"));
            around_value(tree, template, |tree| self.reference(tree, &edition.weeks[week].dispatches[dispatch]));
            tree.close();
        }
        if let Some(marking) = entry.marking {
            part(tree);
            tree.leaf(super::marking::label(&around, Name::Span), marking.as_str());
        }
    }

    /// When a dispatch is from, for people and for machines.
    pub(super) fn time(&self, tree: &mut Tree, entry: &Entry) {
        let day = entry.moment.day;
        let (machine, text) = match entry.moment.hour_minute() {
            Some((hour, minute)) => (
                format!("{day}T{hour:02}:{minute:02}"),
                language::date_time(&self.words_lang, parts(day), hour, minute),
            ),
            None => (day.to_string(), self.day(day)),
        };
        tree.leaf(self.worded(el(Name::Time).data(Data::Time(machine))), &text);
    }

    /// A dispatch's own address, where its source's is not the same.
    pub(super) fn own_url<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        let of_source = entry.source.and_then(|index| self.edition.sources[index].url.as_ref());
        entry.url.as_ref().filter(|url| Some(*url) != of_source).map(String::as_str)
    }
}

impl Body<'_, '_> {
    /// The links to where the dispatch was published and to a copy of it. Print has the addresses in the sources; of
    /// a dispatch that credits none, at the page's foot.
    fn originals(&mut self, tree: &mut Tree, entry: &Entry) {
        let labels = self.writer.labels;
        if let Some(url) = self.writer.own_url(entry) {
            self.original(tree, entry, "original", labels.original, url);
        }
        if let Some(url) = &entry.archived {
            self.original(tree, entry, "archived", labels.archived, url);
        }
    }

    fn original(&mut self, tree: &mut Tree, entry: &Entry, class: &str, label: &str, url: &str) {
        let Some(ascii) = url::ascii(url) else { return };
        let media = if entry.source.is_some() { Media::Screen } else { Media::All };
        tree.leaf(el(Name::Span).class("separator").media(media), BETWEEN);
        let link = el(Name::A).class(class).media(media).data(Data::Link(Target::Url(ascii)));
        tree.leaf(link, label);
        if media == Media::All {
            self.address_mark(tree, url);
        }
    }

    /// Lede, image, text and notes, as much of it as the edition holds.
    fn dispatch(mut self, tree: &mut Tree, entry: &Entry) {
        let content = self.writer.edition.content;
        let summed = content == Content::Summary || (content == Content::Full && entry.summary_given);
        if summed && !entry.summary.is_empty() {
            // Only the editor's words are a lede; the first paragraph stays what it is.
            let p = el(Name::P);
            self.holder(tree, if entry.summary_given { p.class("lede") } else { p }, &entry.summary);
        }
        if let Some(image) = entry.image.as_ref().filter(|_| content == Content::Full) {
            self.figure(tree, image);
        }
        self.blocks(tree, &entry.body.blocks);
        self.finish(tree, &entry.body.notes);
    }
}
