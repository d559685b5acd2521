//! From an [`Edition`] to its [`Flow`]: every section in order, then a style for each element, then the checks.
//!
//! ```text
//! Edition ─► cover, title page, front page, imprint, front pages, weeks ─► corrections, sources, indexes, back pages ─► contents (it names all of these) ─► sections
//!              week ─► dispatch ─► body ─► inline, notes
//! sections ─► fingerprint ─► styling ─► accessibility ─► check (ids unique, links led) ─► Flow
//! ```

mod accessibility;
mod back;
mod body;
mod check;
mod contents;
mod dispatch;
mod fingerprint;
mod front;
mod front_page;
mod grades;
mod index;
mod inline;
mod marking;
mod names;
mod notes;
mod pages;
mod script;
mod styling;
mod tree;
mod week;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Flow, Matter, Media, NavItem, Section, SectionKind, Words};
use crate::diagnostic::Diagnostics;
use crate::dispatch::{ImageData, url, walk};
use crate::edition::{Edition, Week};
use crate::language::{self, Direction, Labels, Lang, labels};
use crate::style::Style;
use names::Names;
use tree::{El, Tree};

/// What all parts of the flow are written with.
struct Writer<'a> {
    edition: &'a Edition,
    labels: &'static Labels,
    /// The language whose labels, digits and date forms are used: the book's, or English.
    words_lang: Lang,
    images: Vec<Arc<ImageData>>,
    image_index: BTreeMap<*const ImageData, u32>,
    /// Ids and section titles so far: both are unique in the book.
    anchors: Names,
    titles: Names,
    /// The anchor of each of the edition's sources.
    source_anchors: Vec<String>,
    /// The anchor of the key to grades, where anything is graded.
    grades_anchor: Option<String>,
    /// How many notes, and addresses of links, the chapter has so far: their marks go on through it.
    notes_before: usize,
    addresses_before: usize,
    /// Chapters share pages in print, so that the marks go on through the book.
    chapters_run_on: bool,
}

/// What a section is made of, before it has styles.
struct Draft {
    kind: SectionKind,
    media: Media,
    anchor: String,
    title: String,
    /// The language of its title, where that is not the book's words'.
    lang: Option<(Lang, Direction)>,
    tree: Tree,
    strings: BTreeMap<String, String>,
    nav: Vec<NavItem>,
}

/// Arranges an edition: everything that a reader will see, in order, with a computed style for each element.
pub fn build(edition: &Edition, style: &Style, diags: &mut Diagnostics) -> Flow {
    let meta = &edition.meta;
    let mut writer = Writer::new(edition);
    writer.chapters_run_on = ["week", "front", "back"].iter().any(|class| styling::runs_on(style, class));
    let drafts = writer.drafts();
    let mut sections: Vec<Section> = drafts.into_iter().map(Draft::finish).collect();
    fingerprint::set(edition, &mut sections, &writer.images);
    let styled = styling::apply(&mut sections, style, diags);
    let mut flow = Flow {
        meta: meta.clone(),
        sections,
        styles: styled.styles,
        images: writer.images,
        words: words(writer.labels),
        sources: edition.sources.iter().map(source_line).collect(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: edition.accessibility.certified_by.clone().or_else(|| meta.publisher.clone()),
        accessibility_report: edition.accessibility.report.as_deref().and_then(url::ascii),
    };
    accessibility::check(&mut flow, edition, writer.labels, styled.faint.as_deref(), diags);
    check::check(&flow, diags);
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
            followers: Vec::new(),
        }
    }
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition) -> Self {
        let lang = &edition.meta.language;
        let mut anchors = Names::default();
        // Those of dispatches and of headings in them are given: links lead to them.
        for entry in edition.weeks.iter().flat_map(|w| &w.dispatches) {
            let headings = walk::headings(&entry.body.blocks).filter_map(|(_, id)| id.map(str::to_owned));
            anchors.reserve(std::iter::once(entry.anchor.clone()).chain(headings));
        }
        for page in edition.front.iter().chain(&edition.back) {
            let headings = walk::headings(&page.body.blocks).filter_map(|(_, id)| id.map(str::to_owned));
            anchors.reserve(std::iter::once(page.anchor.clone()).chain(headings));
        }
        let grades_anchor = grades::any(edition).then(|| anchors.give("grades", "-"));
        let source_anchors = edition.sources.iter().map(|s| anchors.give(&format!("src-{}", s.id), "-")).collect();
        Self {
            edition,
            labels: labels(lang),
            words_lang: language::labels::resolve(lang),
            images: Vec::new(),
            image_index: BTreeMap::new(),
            anchors,
            titles: Names::default(),
            source_anchors,
            grades_anchor,
            notes_before: 0,
            addresses_before: 0,
            chapters_run_on: false,
        }
    }

    /// The book's sections in order.
    fn drafts(&mut self) -> Vec<Draft> {
        let edition = self.edition;
        let mut drafts = vec![self.cover(), self.title_page()];
        drafts.extend(self.front_page());
        drafts.push(self.imprint());
        let front: Vec<Draft> = edition.front.iter().map(|page| self.page(page, SectionKind::Front)).collect();
        let weeks: Vec<Draft> = self.edition.weeks.iter().map(|week| self.week(week)).collect();
        let lists = [self.corrections(), self.sources(), self.places(), self.subjects()];
        let mut back: Vec<Draft> = lists.into_iter().flatten().collect();
        back.extend(edition.back.iter().map(|page| self.page(page, SectionKind::Back)));
        drafts.push(self.contents(&front, &weeks, &back));
        drafts.extend(front);
        drafts.extend(weeks);
        drafts.extend(back);
        drafts
    }

    fn tree(&self) -> Tree {
        let meta = &self.edition.meta;
        let marking = self.edition.marking.map(crate::manifest::Marking::as_str);
        Tree::new(&meta.language, meta.direction, marking).redacting(self.edition.redacts)
    }

    /// An id for an element: `name`, unless the book has it already.
    fn anchor(&mut self, name: &str) -> String {
        self.anchors.give(name, "-")
    }

    /// Marks of notes begin anew, unless the chapter begins on the page of another.
    fn begin_chapter(&mut self) {
        if !self.chapters_run_on {
            (self.notes_before, self.addresses_before) = (0, 0);
        }
    }

    /// An element whose text is weekbook's own words: in the book's language, or in English where there are none.
    fn worded(&self, el: El) -> El {
        el.lang(&self.words_lang, self.words_lang.direction())
    }

    /// The strings that margin boxes may show, at the start of a section.
    fn strings(&self, chapter: &str, dates: &str) -> BTreeMap<String, String> {
        let marking = self.edition.marking.map(crate::manifest::Marking::as_str).unwrap_or_default();
        let title = self.edition.meta.title.as_str();
        let pairs = [("title", title), ("chapter", chapter), ("dates", dates), ("marking", marking)];
        pairs.into_iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    fn draft(&mut self, kind: SectionKind, anchor: String, title: &str, tree: Tree) -> Draft {
        let title = self.titles.give(title, " ");
        let strings = self.strings(&title, "");
        Draft { kind, media: Media::All, anchor, title, lang: None, tree, strings, nav: Vec::new() }
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
}

/// A template such as "By {}", its value written by `value`.
fn around_value(tree: &mut Tree, template: &str, value: impl FnOnce(&mut Tree)) {
    let (before, after) = template.split_once("{}").unwrap_or((template, ""));
    tree.text(before);
    value(tree);
    tree.text(after);
}

fn parts(day: crate::date::Day) -> language::Date {
    language::Date { year: day.year(), month: day.month(), day: day.day() }
}
