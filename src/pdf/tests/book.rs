//! A book made by hand: a flow and its pages, with all that a dispatch can hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use harfrust::{BufferClusterLevel, ShapeOptions, UnicodeBuffer};

use crate::date::Day;
use crate::dispatch::{ImageData, ImageFormat};
use crate::edition::{Creator, Metadata};
use crate::flow::{
    Child, Data, Element, Flow, Matter, Media, Name, NavItem, NodeId, PageBreak, Scope, Section, SectionKind, Target,
    Words,
};
use crate::fonts::{FontId, FontStore};
use crate::language::{Direction, Lang};
use crate::layout::{Draw, Item, LinkArea, Page, Pages, Part, Place};
use crate::style::{Pt, Rgb};
use crate::text::{Glyph, GlyphRun};

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 595.0;
const BLACK: Rgb = Rgb { r: 0, g: 0, b: 0 };

/// A flow and its pages in the making.
pub struct Book {
    pub flow: Flow,
    pub pages: Pages,
    pub store: FontStore,
    pub latin: FontId,
    pub arabic: FontId,
    y: f64,
}

impl Book {
    pub fn new() -> Self {
        let store = FontStore::bundled();
        let find = |name: &str| {
            let found = store.faces().find(|(_, face)| face.family == name && face.weight == 400 && !face.italic);
            found.expect("bundled").0
        };
        let (latin, arabic) = (find("Gentium Plus"), find("Noto Naskh Arabic"));
        Self { flow: flow(), pages: Pages::default(), store, latin, arabic, y: 0.0 }
    }

    pub fn write(&self) -> Vec<u8> {
        crate::pdf::write(&self.flow, &self.pages, &self.store).expect("a sound book")
    }

    pub fn section(&mut self, kind: SectionKind, title: &str) -> u32 {
        let number = self.flow.sections.len() as u32;
        let root = element(Name::Section, None, Lang::english(), Direction::Ltr);
        self.flow.sections.push(Section {
            kind,
            matter: Matter::Body,
            media: Media::All,
            anchor: format!("section-{number}"),
            title: title.to_owned(),
            elements: vec![root],
            strings: BTreeMap::new(),
            nav: Vec::new(),
            followers: Vec::new(),
        });
        number
    }

    fn last(&mut self) -> &mut Section {
        self.flow.sections.last_mut().expect("a section")
    }

    /// Adds an element to the last section.
    pub fn add(&mut self, parent: u32, name: Name) -> u32 {
        let section = self.last();
        let index = section.elements.len() as u32;
        let above = &mut section.elements[parent as usize];
        above.children.push(Child::Element(index));
        let (lang, dir) = (above.lang.clone(), above.dir);
        section.elements.push(element(name, Some(parent), lang, dir));
        index
    }

    pub fn get(&mut self, index: u32) -> &mut Element {
        &mut self.last().elements[index as usize]
    }

    pub fn data(&mut self, index: u32, data: Data) -> u32 {
        self.get(index).data = data;
        index
    }

    pub fn arabic(&mut self, index: u32) {
        self.get(index).lang = Lang::parse("ar").expect("a tag");
        self.get(index).dir = Direction::Rtl;
    }

    pub fn page(&mut self, label: &str) {
        let section = self.flow.sections.len() as u32 - 1;
        self.y = HEIGHT - 60.0;
        let head = self.run(0, self.latin, 8.0, "Letters from the river");
        let furniture = vec![
            Item { node: None, part: Part::Body, draw: Draw::Glyphs { x: Pt(50.0), y: Pt(HEIGHT - 30.0), run: head } },
            Item {
                node: None,
                part: Part::Body,
                draw: Draw::Rect { x: Pt(50.0), y: Pt(30.0), width: Pt(40.0), height: Pt(0.5), color: BLACK },
            },
        ];
        let node = NodeId { section, index: 0 };
        self.pages.pages.push(Page {
            label: label.to_owned(),
            width: Pt(WIDTH),
            height: Pt(HEIGHT),
            section,
            regions: Vec::new(),
            items: Vec::new(),
            furniture,
            links: Vec::new(),
            start: Some(PageBreak { label: label.to_owned(), node, offset: 0 }),
        });
    }

    pub fn down(&mut self, by: f64) {
        self.y -= by;
    }

    fn current(&mut self) -> &mut Page {
        self.pages.pages.last_mut().expect("a page")
    }

    /// Sets text at x; gives where it ends.
    pub fn set(&mut self, node: u32, part: Part, x: f64, text: &str) -> f64 {
        let run = self.run(node, self.latin, 11.0, text);
        self.put(node, part, x, run)
    }

    /// Sets right-to-left text that ends at the right margin.
    pub fn set_arabic(&mut self, node: u32, text: &str) {
        let mut run = self.run(node, self.arabic, 12.0, text);
        run.rtl = true;
        let width = self.width(&run);
        self.put(node, Part::Body, WIDTH - 50.0 - width, run);
    }

    pub fn put(&mut self, node: u32, part: Part, x: f64, run: GlyphRun) -> f64 {
        let end = x + self.width(&run);
        let (section, y) = (self.flow.sections.len() as u32 - 1, self.y);
        let draw = Draw::Glyphs { x: Pt(x), y: Pt(y), run };
        self.current().items.push(Item { node: Some(NodeId { section, index: node }), part, draw });
        end
    }

    pub fn item(&mut self, node: Option<u32>, draw: Draw) {
        let section = self.flow.sections.len() as u32 - 1;
        let node = node.map(|index| NodeId { section, index });
        self.current().items.push(Item { node, part: Part::Body, draw });
    }

    pub fn link(&mut self, node: u32, from: f64, to: f64, target: Target, description: &str) {
        let (section, y) = (self.flow.sections.len() as u32 - 1, self.y);
        self.current().links.push(LinkArea {
            node: NodeId { section, index: node },
            rect: [Pt(from), Pt(y - 3.0), Pt(to), Pt(y + 9.0)],
            target,
            description: description.into(),
        });
    }

    pub fn anchor(&mut self, index: u32, name: &str) {
        self.get(index).anchor = Some(name.to_owned());
        let place = Place { page: self.pages.pages.len() - 1, x: Pt(50.0), y: Pt(self.y + 12.0) };
        self.pages.anchors.insert(name.to_owned(), place);
    }

    pub fn nav(&mut self, anchor: &str, title: &str) {
        let item = NavItem { anchor: anchor.to_owned(), title: title.to_owned(), lang: None };
        self.last().nav.push(item);
    }

    fn width(&self, run: &GlyphRun) -> f64 {
        let face = self.store.face(run.font);
        let last = run
            .glyphs
            .iter()
            .map(|g| f64::from(g.x) + f64::from(face.advance(g.id)) * run.size.0 / f64::from(face.units_per_em));
        last.fold(0.0, f64::max)
    }

    /// Shapes a text as it is, in the order that it is drawn.
    pub fn run(&self, node: u32, font: FontId, size: f64, text: &str) -> GlyphRun {
        let face = self.store.face(font);
        let tables = face.font().expect("a font");
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        buffer.guess_segment_properties();
        let shaped = face.shaper_data().shaper(&tables).build().shape(buffer, ShapeOptions::new());
        let unit = size / f64::from(face.units_per_em);
        let mut starts: Vec<u32> = shaped.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.push(text.len() as u32);
        let mut pen = 0;
        let mut glyphs = Vec::new();
        for (info, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let end = starts[starts.partition_point(|start| *start <= info.cluster)];
            glyphs.push(Glyph {
                id: info.glyph_id as u16,
                x: (f64::from(pen + at.x_offset) * unit) as f32,
                y: (f64::from(at.y_offset) * unit) as f32,
                start: info.cluster as u16,
                end: end as u16,
            });
            pen += at.x_advance;
        }
        GlyphRun {
            node,
            font,
            size: Pt(size),
            color: BLACK,
            x: Pt(0.0),
            width: Pt(f64::from(pen) * unit),
            rise: Pt(0.0),
            scale: 1.0,
            tracking: Pt(0.0),
            rtl: false,
            glyphs,
            text: text.to_owned(),
            underline: false,
            line_through: false,
            soft_hyphen: false,
        }
    }
}

fn element(name: Name, parent: Option<u32>, lang: Lang, dir: Direction) -> Element {
    Element {
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
    }
}

fn flow() -> Flow {
    let day = |text: &str| Day::parse(text).expect("a day");
    let meta = Metadata {
        title: "Letters <from> the river & back".to_owned(),
        subtitle: None,
        language: Lang::english(),
        direction: Direction::Ltr,
        languages: vec![Lang::english(), Lang::parse("ar").expect("a tag")],
        creators: vec![Creator { name: "Ana Ćosić".to_owned(), role: "aut".to_owned() }],
        publisher: Some("River Desk".to_owned()),
        identifier: "urn:uuid:11111111-2222-5333-8444-555555555555".to_owned(),
        date: day("2017-04-17"),
        modified: day("2017-04-20"),
        rights: Some("All \u{1}rights".to_owned()),
        license: Some("CC-BY-4.0".to_owned()),
        description: Some("Words on water".to_owned()),
        subjects: vec!["Water".to_owned(), "Relief".to_owned()],
        series: None,
        period: (day("2017-04-10"), day("2017-04-17")),
    };
    Flow {
        meta,
        sections: Vec::new(),
        styles: Vec::new(),
        images: vec![png(), jpeg()],
        words: Words::default(),
        sources: Vec::new(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: None,
        accessibility_report: None,
    }
}

fn image_data(
    name: &str,
    format: ImageFormat,
    encoded: image::ImageFormat,
    picture: &image::DynamicImage,
) -> Arc<ImageData> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, encoded).expect("encodes");
    let (width, height) = (picture.width(), picture.height());
    Arc::new(ImageData {
        file: name.to_owned(),
        format,
        bytes: bytes.into_inner(),
        width,
        height,
        words: String::new(),
    })
}

/// With opacity, so that it has a mask.
fn png() -> Arc<ImageData> {
    let picture = image::RgbaImage::from_fn(16, 8, |x, y| image::Rgba([x as u8 * 16, y as u8 * 32, 90, 255 - x as u8]));
    image_data("map.png", ImageFormat::Png, image::ImageFormat::Png, &picture.into())
}

fn jpeg() -> Arc<ImageData> {
    let picture = image::RgbImage::from_fn(16, 16, |x, y| image::Rgb([x as u8 * 16, y as u8 * 16, 128]));
    image_data("bridge.jpg", ImageFormat::Jpeg, image::ImageFormat::Jpeg, &picture.into())
}

/// Two sections over three pages: a contents, then a week with a paragraph over two pages, a note, a table, lists,
/// images, a quotation, code, Arabic.
pub fn sample() -> Book {
    let mut book = Book::new();
    contents(&mut book);
    week(&mut book);
    book
}

pub fn contents(book: &mut Book) {
    book.section(SectionKind::Contents, "Contents");
    book.page("i");
    book.anchor(0, "contents");
    let nav = book.add(0, Name::Nav);
    let heading = book.add(nav, Name::H1);
    book.set(heading, Part::Body, 50.0, "Contents");
    book.down(24.0);
    let list = book.add(nav, Name::Ol);
    for (title, target) in [("The old bridge", "d-bridge"), ("الجسر القديم", "d-arabic")] {
        let item = book.add(list, Name::Li);
        let entry = book.add(item, Name::P);
        let link = book.add(entry, Name::A);
        book.data(link, Data::Link(Target::Anchor(target.to_owned())));
        if target == "d-arabic" {
            book.arabic(link);
            book.set_arabic(link, title);
        } else {
            let end = book.set(link, Part::Body, 50.0, title);
            let page = book.add(entry, Name::Span);
            book.data(page, Data::PageRef(target.to_owned()));
            book.set(page, Part::Body, end + 200.0, "1");
        }
        book.link(link, 50.0, 370.0, Target::Anchor(target.to_owned()), &format!("{title}, page 1"));
        book.down(18.0);
    }
}

pub fn week(book: &mut Book) {
    book.section(SectionKind::Week, "Week 15");
    book.page("1");
    let heading = book.add(0, Name::H1);
    book.set(heading, Part::Body, 50.0, "Week 15: the old bridge");
    book.down(24.0);
    let article = book.add(0, Name::Article);
    let title = book.add(article, Name::H2);
    book.anchor(title, "d-bridge");
    book.nav("d-bridge", "The old bridge");
    book.set(title, Part::Body, 50.0, "Officials affirm five figures");
    book.down(20.0);

    let first = book.add(article, Name::P);
    let end = book.set(first, Part::Body, 50.0, "AVATAR waffles; an efficient office. ");
    let mark = book.add(first, Name::A);
    let note = book.add(article, Name::Aside);
    book.data(mark, Data::NoteRef(note));
    let mut one = book.run(mark, book.latin, 7.0, "1");
    one.rise = Pt(4.0);
    book.put(mark, Part::Body, end, one);
    book.link(mark, end, end + 5.0, Target::Anchor("fn-1".to_owned()), "Note 1");
    book.down(16.0);
    let end = book.set(first, Part::Body, 50.0, "See the archive at ");
    let link = book.add(first, Name::A);
    let url = "https://example.org/أ";
    book.data(link, Data::Link(Target::Url(url.to_owned())));
    let end = book.set(link, Part::Body, end, "example.org");
    book.link(link, 120.0, end, Target::Url(url.to_owned()), "example.org");
    let emphasis = book.add(first, Name::Em);
    let end = book.set(emphasis, Part::Body, end, " at no\u{A0}cost, evi");
    let mut hyphen = book.run(first, book.latin, 11.0, "\u{2010}");
    hyphen.soft_hyphen = true;
    book.put(first, Part::Body, end, hyphen);
    book.down(24.0);

    book.item(None, Draw::Rect { x: Pt(50.0), y: Pt(110.0), width: Pt(60.0), height: Pt(0.4), color: BLACK });
    book.data(note, Data::Note(mark));
    let note_text = book.add(note, Name::P);
    book.y = 100.0;
    book.anchor(note, "fn-1");
    let label = book.add(note_text, Name::Span);
    book.get(label).classes.push("note-number".to_owned());
    let end = book.set(label, Part::Body, 50.0, "1");
    book.set(note_text, Part::Body, end, "\u{A0}A note to the first paragraph.");

    book.page("2");
    book.set(first, Part::Body, 50.0, "dently the rest of the paragraph.");
    book.down(20.0);
    table(book, article);
    lists(book, article);
    figures(book, article);
    rest(book);
}

fn table(book: &mut Book, article: u32) {
    let table = book.add(article, Name::Table);
    let caption = book.add(table, Name::Caption);
    book.set(caption, Part::Body, 50.0, "Trucks by governorate");
    book.down(16.0);
    let head = book.add(table, Name::Thead);
    let body = book.add(table, Name::Tbody);
    for (i, row) in [["Governorate", "Trucks"], ["North", "45"], ["South", ""]].iter().enumerate() {
        let (group, cell) = if i == 0 { (head, Name::Th) } else { (body, Name::Td) };
        let tr = book.add(group, Name::Tr);
        for (column, text) in row.iter().enumerate() {
            let cell = book.add(tr, cell);
            if i == 0 {
                book.data(cell, Data::Header(Scope::Column));
            }
            if !text.is_empty() {
                book.set(cell, Part::Body, 50.0 + 120.0 * column as f64, text);
            }
        }
        book.down(16.0);
    }
}

fn lists(book: &mut Book, article: u32) {
    let list = book.add(article, Name::Ul);
    for text in ["Wells", "Pumps"] {
        let item = book.add(list, Name::Li);
        book.set(item, Part::Marker, 50.0, "• ");
        book.set(item, Part::Body, 60.0, text);
        book.down(16.0);
    }
    let list = book.add(article, Name::Dl);
    for (term, meaning) in [("IDP", "a displaced person"), ("NGO", "a body of no government")] {
        let dt = book.add(list, Name::Dt);
        let dd = book.add(list, Name::Dd);
        book.set(dt, Part::Body, 50.0, term);
        book.set(dd, Part::Body, 100.0, meaning);
        book.down(16.0);
    }
    let quote = book.add(article, Name::Blockquote);
    let said = book.add(quote, Name::P);
    book.set(said, Part::Body, 70.0, "“We drank from the river.”");
    book.down(16.0);
    let code = book.add(article, Name::Pre);
    book.set(code, Part::Body, 50.0, "curl -O wells.csv");
    book.down(16.0);
    let div = book.add(article, Name::Div);
    book.get(div).children.push(Child::Text("Loose".to_owned()));
    book.set(div, Part::Body, 50.0, "Loose words in a box.");
    book.down(16.0);
}

fn figures(book: &mut Book, article: u32) {
    for (image, alt) in [(0, "A map of the wells"), (1, "")] {
        let figure = book.add(article, Name::Figure);
        let img = book.add(figure, Name::Img);
        book.data(img, Data::Image { image, alt: alt.to_owned() });
        book.down(44.0);
        let y = Pt(book.y);
        book.item(Some(img), Draw::Image { image, x: Pt(50.0), y, width: Pt(80.0), height: Pt(40.0) });
        let caption = book.add(figure, Name::Figcaption);
        book.down(14.0);
        book.set(caption, Part::Body, 50.0, "The wells of the north");
        book.down(10.0);
    }
    book.item(
        None,
        Draw::Stroke {
            from: (Pt(50.0), Pt(60.0)),
            to: (Pt(200.0), Pt(60.0)),
            width: Pt(1.0),
            color: BLACK,
            dash: vec![Pt(3.0), Pt(1.0)],
        },
    );
}

fn rest(book: &mut Book) {
    book.page("3");
    let article = book.add(0, Name::Article);
    book.arabic(article);
    let title = book.add(article, Name::H2);
    book.anchor(title, "d-arabic");
    book.nav("d-arabic", "الجسر القديم");
    book.set_arabic(title, "الجسر القديم");
    book.down(24.0);
    let p = book.add(article, Name::P);
    for line in ["قال المكتب الإعلامي إنّ الاحتلالَ لا يزال", "يمنع دخول المساعدات إلى المدينة"]
    {
        book.set_arabic(p, line);
        book.down(20.0);
    }
}
