//! Small flows made by hand.

use std::sync::Arc;

use super::super::pages::{Draw, Page, Pages};
use super::super::{dump, lay_out_with};
use super::typewriter::Typewriter;
use crate::date::Day;
use crate::diagnostic::Diagnostics;
use crate::dispatch::{ImageData, ImageFormat};
use crate::edition::Metadata;
use crate::flow::{Child, Data, Element, Flow, Matter, Media, Name, Section, SectionKind, Words};
use crate::language::{Direction, Lang};
use crate::style::{
    Break, ComputedStyle, Display, FontStyle, Length, ListStyle, PageContext, PageStyle, Pt, Sides, VerticalAlign,
    WhiteSpace,
};

/// A section in the making. Its root is element 0.
pub(super) struct Part {
    pub section: Section,
    styles: Vec<ComputedStyle>,
}

/// Text of 10 points on lines of 12: 5 points a character.
fn style_of(name: Name) -> ComputedStyle {
    let mut style = ComputedStyle::initial();
    style.font_size = Pt(10.0);
    style.line_height = Pt(12.0);
    style.display = match name {
        Name::A
        | Name::Em
        | Name::Span
        | Name::Sup
        | Name::Code
        | Name::Del
        | Name::Time
        | Name::Br
        | Name::Bdi
        | Name::Img
        | Name::Strong => Display::Inline,
        Name::Li => Display::ListItem,
        Name::Table => Display::Table,
        _ => Display::Block,
    };
    match name {
        Name::H1 | Name::H2 => style.break_after = Break::Avoid,
        Name::Ul | Name::Ol => style.padding.left = Pt(20.0),
        Name::Pre => style.white_space = WhiteSpace::Pre,
        Name::Em => style.font_style = FontStyle::Italic,
        Name::Img => style.vertical_align = VerticalAlign::Bottom,
        _ => {}
    }
    style
}

impl Part {
    pub fn new(kind: SectionKind, matter: Matter) -> Self {
        let mut part = Self {
            section: Section {
                kind,
                matter,
                media: Media::All,
                anchor: "part".to_owned(),
                title: "Part".to_owned(),
                elements: Vec::new(),
                strings: std::collections::BTreeMap::new(),
                nav: Vec::new(),
                followers: Vec::new(),
            },
            styles: Vec::new(),
        };
        part.push(None, Name::Section);
        part
    }

    pub fn week() -> Self {
        Self::new(SectionKind::Week, Matter::Body)
    }

    fn push(&mut self, parent: Option<u32>, name: Name) -> u32 {
        let index = self.section.elements.len() as u32;
        let mut style = style_of(name);
        let mut dir = Direction::Ltr;
        let mut lang = Lang::english();
        if let Some(parent) = parent {
            let above = &self.styles[parent as usize];
            (style.orphans, style.widows) = (above.orphans, above.widows);
            (style.text_align, style.list_style) = (above.text_align, above.list_style);
            if style.white_space == WhiteSpace::Normal {
                style.white_space = above.white_space;
            }
            let above = &mut self.section.elements[parent as usize];
            above.children.push(Child::Element(index));
            (dir, lang) = (above.dir, above.lang.clone());
        }
        if name == Name::Ul {
            style.list_style = ListStyle::Disc;
        } else if name == Name::Ol {
            style.list_style = ListStyle::Decimal;
        }
        self.styles.push(style);
        self.section.elements.push(Element {
            name,
            classes: Vec::new(),
            anchor: None,
            lang,
            dir,
            media: Media::All,
            style: 0,
            parent,
            children: Vec::new(),
            data: Data::None,
            at: None,
        });
        index
    }

    pub fn add(&mut self, parent: u32, name: Name) -> u32 {
        self.push(Some(parent), name)
    }

    pub fn text(&mut self, parent: u32, text: &str) {
        self.section.elements[parent as usize].children.push(Child::Text(text.to_owned()));
    }

    /// An element with text.
    pub fn with(&mut self, parent: u32, name: Name, text: &str) -> u32 {
        let index = self.add(parent, name);
        self.text(index, text);
        index
    }

    pub fn data(&mut self, index: u32, data: Data) {
        self.section.elements[index as usize].data = data;
    }

    pub fn anchor(&mut self, index: u32, anchor: &str) {
        self.section.elements[index as usize].anchor = Some(anchor.to_owned());
    }

    pub fn element(&mut self, index: u32) -> &mut Element {
        &mut self.section.elements[index as usize]
    }

    pub fn style(&mut self, index: u32) -> &mut ComputedStyle {
        &mut self.styles[index as usize]
    }

    pub fn rtl(&mut self, index: u32) {
        let element = self.element(index);
        element.dir = Direction::Rtl;
        element.lang = Lang::parse("ar").expect("a tag");
    }

    /// A paragraph whose lines are "p0 p0 …", as many as asked, each 20 characters on a measure of 100.
    pub fn lines(&mut self, parent: u32, name: &str, count: usize) -> u32 {
        let line = |n: usize| format!("{name}{n:0>width$}", width = 19 - name.len());
        let text: Vec<String> = (0..count).map(line).collect();
        self.with(parent, Name::P, &text.join(" "))
    }

    /// Marks a note in an element and adds its aside to the root; gives the aside.
    pub fn note(&mut self, within: u32, label: &str, lines: usize) -> u32 {
        let mark = self.with(within, Name::A, label);
        let aside = self.add(0, Name::Aside);
        self.data(mark, Data::NoteRef(aside));
        self.data(aside, Data::Note(mark));
        self.anchor(aside, &format!("note-{label}"));
        self.anchor(mark, &format!("mark-{label}"));
        self.lines(aside, &format!("n{label}-"), lines);
        aside
    }
}

/// A book of some parts.
pub(super) struct Book {
    pub flow: Flow,
    pub diags: Diagnostics,
}

impl Book {
    pub fn new(parts: Vec<Part>) -> Self {
        let mut flow = empty_flow();
        for part in parts {
            let base = flow.styles.len() as u32;
            flow.styles.extend(part.styles.into_iter().map(Arc::new));
            let mut section = part.section;
            for (index, element) in (0u32..).zip(&mut section.elements) {
                element.style = base + index;
            }
            if !flow.sections.is_empty() {
                section.anchor = format!("{}-{}", section.anchor, flow.sections.len());
            }
            flow.sections.push(section);
        }
        Self { flow, diags: Diagnostics::new() }
    }

    pub fn image(mut self, width: u32, height: u32) -> Self {
        let file = "map.png".to_owned();
        let image =
            ImageData { file, format: ImageFormat::Png, bytes: Vec::new(), width, height, words: String::new() };
        self.flow.images.push(Arc::new(image));
        self
    }

    pub fn lay_out(&mut self, style: impl Fn(&PageContext) -> PageStyle + Sync) -> Pages {
        lay_out_with(&self.flow, &style, &Typewriter, &|_, _| None, &mut self.diags)
    }

    /// The dump of the book on pages with a text area of 100 × `height` points.
    pub fn dump(&mut self, height: f64) -> String {
        let pages = self.lay_out(|_| page(100.0, height));
        dump(&pages, &self.flow)
    }
}

/// A page with a text area of this size and margins of 10 points.
pub(super) fn page(width: f64, height: f64) -> PageStyle {
    let (width, height, margin) = (Pt(width + 20.0), Pt(height + 20.0), Sides::all(Pt(10.0)));
    PageStyle { width, height, margin, margin_place: None, boxes: Vec::new() }
}

/// The words of each page, a string for every line, from top to bottom as drawn.
pub(super) fn words(pages: &Pages) -> Vec<Vec<String>> {
    pages.pages.iter().map(page_words).collect()
}

fn page_words(page: &Page) -> Vec<String> {
    let mut lines: Vec<(f64, String)> = Vec::new();
    for item in &page.items {
        let Draw::Glyphs { y, run, .. } = &item.draw else { continue };
        match lines.last_mut() {
            Some((last, text)) if *last == y.0 => text.push_str(&run.text),
            _ => lines.push((y.0, run.text.clone())),
        }
    }
    lines.into_iter().map(|(_, text)| text.trim().to_owned()).collect()
}

/// The first words of each page, shortened: what stands where.
pub(super) fn outline(pages: &Pages) -> Vec<String> {
    let shorten = |line: &String| line.replace('0', "").trim().to_owned();
    words(pages).iter().map(|lines| lines.iter().map(shorten).collect::<Vec<_>>().join(" ")).collect()
}

pub(super) fn margin(top: f64, bottom: f64) -> Sides<Length> {
    let abs = |value| Length::Abs(Pt(value));
    Sides { top: abs(top), right: abs(0.0), bottom: abs(bottom), left: abs(0.0) }
}

fn empty_flow() -> Flow {
    let day = Day::from_ymd(2017, 4, 17).expect("a day");
    Flow {
        meta: Metadata {
            title: "Letters".to_owned(),
            subtitle: None,
            language: Lang::english(),
            direction: Direction::Ltr,
            languages: vec![Lang::english()],
            creators: Vec::new(),
            publisher: None,
            identifier: "urn:uuid:0".to_owned(),
            date: day,
            modified: day,
            rights: None,
            license: None,
            description: None,
            subjects: Vec::new(),
            series: None,
            period: (day, day),
        },
        sections: Vec::new(),
        styles: Vec::new(),
        images: Vec::new(),
        words: Words { page: "page".to_owned(), note: "Note".to_owned(), ..Words::default() },
        sources: Vec::new(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: None,
        accessibility_report: None,
    }
}
