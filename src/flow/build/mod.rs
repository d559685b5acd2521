//! From an [`Edition`] to its [`Flow`]: every section in order, then a style for each element, then the checks.

mod accessibility;
mod back;
mod body;
mod contents;
mod dispatch;
mod fingerprint;
mod front;
mod styling;
mod tree;
mod week;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Flow, Matter, Media, NavItem, Section, SectionKind, Words};
use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::ImageData;
use crate::edition::{Edition, Entry, Week};
use crate::language::{self, Direction, Labels, Lang, labels};
use crate::style::Style;
use tree::Tree;

/// What all parts of the flow are written with.
struct Writer<'a> {
    edition: &'a Edition,
    labels: &'static Labels,
    /// The language whose labels, digits and date forms are used: the book's, or English.
    words_lang: Lang,
    images: Vec<Arc<ImageData>>,
    image_index: BTreeMap<*const ImageData, u32>,
    /// Section anchors and titles so far: both are unique in the book.
    anchors: BTreeSet<String>,
    titles: BTreeSet<String>,
}

/// What a section is made of, before it has styles.
struct Draft {
    kind: SectionKind,
    media: Media,
    anchor: String,
    title: String,
    tree: Tree,
    strings: BTreeMap<String, String>,
    nav: Vec<NavItem>,
}

/// Arranges an edition: everything that a reader will see, in order, with a computed style for each element.
pub fn build(edition: &Edition, style: &Style, diags: &mut Diagnostics) -> Flow {
    let meta = &edition.meta;
    if !language::is_complete(&meta.language) {
        diags
            .warning(
                codes::LANGUAGE_FALLBACK,
                None,
                format!("no labels for the language `{}`: English ones are used", meta.language),
            )
            .help("complete are en, fr, es, ar, ckb, uk");
    }
    let mut writer = Writer::new(edition);
    let mut drafts = vec![writer.cover(), writer.title_page(), writer.imprint()];
    let weeks: Vec<Draft> = edition.weeks.iter().map(|week| writer.week(week)).collect();
    let back: Vec<Draft> = [writer.corrections(), writer.sources()].into_iter().flatten().collect();
    let contents = writer.contents(&weeks, &back);
    drafts.push(contents);
    drafts.extend(weeks);
    drafts.extend(back);
    let mut sections: Vec<Section> = drafts.into_iter().map(Draft::finish).collect();
    fingerprint::set(edition, &mut sections);
    let styles = styling::apply(&mut sections, style);
    let mut flow = Flow {
        meta: meta.clone(),
        sections,
        styles,
        images: writer.images,
        words: words(writer.labels),
        sources: edition.sources.iter().map(source_line).collect(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: meta.publisher.clone(),
    };
    accessibility::check(&mut flow, edition, writer.labels, diags);
    flow
}

/// A source as `dc:source` gives it.
fn source_line(source: &crate::edition::Source) -> String {
    match &source.url {
        Some(url) => format!("{}, {url}", source.name),
        None => source.name.clone(),
    }
}

fn words(labels: &Labels) -> Words {
    Words {
        contents: labels.contents.into(),
        landmarks: labels.landmarks.into(),
        pages: labels.pages.into(),
        cover: labels.cover.into(),
        start_of_content: labels.start_of_content.into(),
        page: labels.page.into(),
        note: labels.note.into(),
        back_to_text: labels.back_to_text.into(),
        continued: labels.continued.into(),
    }
}

impl Draft {
    fn finish(self) -> Section {
        let matter = match self.kind {
            SectionKind::Cover => Matter::Cover,
            SectionKind::TitlePage
            | SectionKind::FrontPage
            | SectionKind::Imprint
            | SectionKind::Contents
            | SectionKind::Front => Matter::Front,
            SectionKind::Week
            | SectionKind::Corrections
            | SectionKind::Sources
            | SectionKind::Index
            | SectionKind::Back => Matter::Body,
        };
        Section {
            kind: self.kind,
            matter,
            media: self.media,
            anchor: self.anchor,
            title: self.title,
            elements: self.tree.finish(),
            strings: self.strings,
            nav: self.nav,
        }
    }
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition) -> Self {
        let lang = &edition.meta.language;
        // Anchors of dispatches are given; those of sections must not clash with them.
        let entries = edition.weeks.iter().flat_map(|w| &w.dispatches);
        Self {
            edition,
            labels: labels(lang),
            words_lang: language::labels::resolve(lang),
            images: Vec::new(),
            image_index: BTreeMap::new(),
            anchors: entries.map(|e| e.anchor.clone()).collect(),
            titles: BTreeSet::new(),
        }
    }

    fn tree(&self) -> Tree {
        Tree::new(&self.edition.meta.language, self.edition.meta.direction)
    }

    /// A section's anchor: `name`, unless the book has it already.
    fn section_anchor(&mut self, name: &str) -> String {
        unique(&mut self.anchors, name, "-")
    }

    fn section_title(&mut self, title: &str) -> String {
        unique(&mut self.titles, title, " ")
    }

    /// The strings that margin boxes may show, at the start of a section.
    fn strings(&self, chapter: &str, dates: &str) -> BTreeMap<String, String> {
        let pairs =
            [("title", self.edition.meta.title.as_str()), ("chapter", chapter), ("dates", dates), ("marking", "")];
        pairs.into_iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    fn draft(&mut self, kind: SectionKind, anchor: String, title: &str, tree: Tree) -> Draft {
        let title = self.section_title(title);
        let strings = self.strings(&title, "");
        Draft { kind, media: Media::All, anchor, title, tree, strings, nav: Vec::new() }
    }

    /// An image's place among the book's.
    fn image(&mut self, data: &Arc<ImageData>) -> u32 {
        let next = self.images.len() as u32;
        let index = *self.image_index.entry(Arc::as_ptr(data)).or_insert(next);
        if index == next {
            self.images.push(Arc::clone(data));
        }
        index
    }

    /// A number in the digits of the book's language.
    fn number(&self, n: u64) -> String {
        language::number(&self.words_lang, n)
    }

    fn day(&self, day: crate::date::Day) -> String {
        language::date(&self.words_lang, parts(day))
    }

    fn period(&self) -> String {
        let (first, last) = self.edition.meta.period;
        language::range(&self.words_lang, parts(first), parts(last))
    }

    /// The days of a week, as a range.
    fn week_dates(&self, week: &Week) -> String {
        language::range(&self.words_lang, parts(week.id.first()), parts(week.id.last()))
    }

    /// "Week 15", or "Week of 9 April 2017" where weeks have no number.
    fn week_label(&self, week: &Week) -> String {
        match week.id.iso() {
            Some((_, number)) => language::fill(self.labels.week, &[&self.number(u64::from(number))]),
            None => language::fill(self.labels.week_of, &[&self.day(week.id.first())]),
        }
    }

    fn source_anchor(&self, index: usize) -> String {
        format!("src-{}", xml_name(&self.edition.sources[index].id))
    }

    fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.edition.weeks.iter().flat_map(|w| &w.dispatches)
    }

    /// Language and direction of a text that may be in another script than what is around it: `around`'s where it
    /// is not, else `own` if that fits.
    fn script_lang(text: &str, around: &(Lang, Direction), own: (&Lang, Direction)) -> Option<(Lang, Direction)> {
        let direction = first_strong(text)?;
        if direction == around.1 {
            return None;
        }
        if direction == own.1 {
            return Some((own.0.clone(), own.1));
        }
        // The text's language is not known; its direction is.
        Some((around.0.clone(), direction))
    }
}

fn parts(day: crate::date::Day) -> language::Date {
    language::Date { year: day.year(), month: day.month(), day: day.day() }
}

/// Direction of the first letter that has one (UAX 9, rules P2 and P3).
fn first_strong(text: &str) -> Option<Direction> {
    text.chars().find_map(|c| match unicode_bidi::bidi_class(c) {
        unicode_bidi::BidiClass::L => Some(Direction::Ltr),
        unicode_bidi::BidiClass::R | unicode_bidi::BidiClass::AL => Some(Direction::Rtl),
        _ => None,
    })
}

/// `name`, or with the first number that makes it new.
fn unique(taken: &mut BTreeSet<String>, name: &str, between: &str) -> String {
    let fresh = std::iter::once(name.to_string())
        .chain((2u32..).map(|n| format!("{name}{between}{n}")))
        .find(|name| !taken.contains(name))
        .unwrap_or_default();
    taken.insert(fresh.clone());
    fresh
}

/// The characters of an id that XML names and URL fragments both take as they are.
fn xml_name(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            out.push(c);
        } else {
            out.push_str(&format!("-{:x}", u32::from(c)));
        }
    }
    out
}
