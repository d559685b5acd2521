//! Page content: the items of a page as printpdf's operators, translated in chunks, compressed.
//!
//! A page has two streams, its body and its furniture. Each puts the graphics state back, so that neither depends on
//! the other. Everything stands in marked content: what belongs to an element under an identifier that the structure
//! tree refers to, the rest as an artefact (ISO 32000-1, 14.7.4 and 14.8.2.2).

use std::collections::BTreeSet;

use lopdf::{Object, ObjectId};
use printpdf::{
    Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rect, TextMatrix, XObjectId, XObjectTransform,
};
use unicode_bidi::{BidiClass, bidi_class};

use super::file::deflate;
use super::font::{Fonts, resource_name};
use super::object::round;
use super::roles::{Key, Roles};
use super::text::Beside;
use super::{PdfError, broken, text};
use crate::flow::{Data, Flow, NodeId};
use crate::fonts::FontId;
use crate::layout::{Draw, Item, Page};
use crate::style::Rgb;
use crate::text::GlyphRun;

/// Pages that one of printpdf's documents translates: few enough that their operators take little memory.
pub const CHUNK: usize = 16;

/// What a page gives.
#[derive(Debug, Default)]
pub struct Content {
    /// The body's operators, compressed.
    pub body: Vec<u8>,
    /// The furniture's; empty where there is none.
    pub furniture: Vec<u8>,
    /// The structure element of each marked content identifier.
    pub marks: Vec<Key>,
    /// Where figures stand: left, bottom, right, top.
    pub figures: Vec<(Key, [f64; 4])>,
    /// The images that it shows.
    pub images: BTreeSet<u32>,
}

/// What emission looks up.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The flow.
    pub flow: &'a Flow,
    /// The fonts in use.
    pub fonts: &'a Fonts,
    /// What elements are, by section.
    pub roles: &'a [Roles],
}

/// Emits a chunk of pages.
pub fn emit(context: Context<'_>, pages: &[Page]) -> Result<Vec<Content>, PdfError> {
    let mut contents = Vec::with_capacity(pages.len());
    let mut operators = Vec::with_capacity(pages.len() * 2);
    for page in pages {
        let mut painter = Painter::new(context);
        for (place, item) in page.items.iter().enumerate() {
            painter.beside = beside(&page.items, place);
            painter.item(item)?;
        }
        let (body, content) = painter.finish();
        operators.push(body);
        operators.push(furniture(context, page)?);
        contents.push(content);
    }
    let mut streams = translate(operators)?.into_iter();
    for content in &mut contents {
        content.body = streams.next().map(|s| deflate(&s)).unwrap_or_default();
        content.furniture = streams.next().filter(|s| !s.is_empty()).map(|s| deflate(&s)).unwrap_or_default();
    }
    Ok(contents)
}

/// What the text of an item has on its line and after it.
fn beside(items: &[Item], place: usize) -> Beside {
    let baseline = |item: &Item| if let Draw::Glyphs { y, .. } = &item.draw { Some(*y) } else { None };
    let signs = |item: &Item| if let Draw::Glyphs { run, .. } = &item.draw { Some(leads(run)) } else { None };
    let own = items.get(place).and_then(baseline);
    // Lines under text and boxes behind it may stand between; a few are enough.
    let before = items[..place].iter().rev().take(4).find_map(baseline);
    let next = || items.iter().skip(place + 1).take(4);
    let company = own.is_some() && (own == before || own == next().find_map(baseline));
    Beside { company, signs: next().find_map(signs).unwrap_or_default() }
}

/// Whether a run from the left begins with a character that has no direction of its own.
fn leads(run: &GlyphRun) -> bool {
    use BidiClass::{AL, AN, EN, L, R};
    !run.rtl && run.text.chars().next().is_some_and(|c| !matches!(bidi_class(c), L | R | AL | EN | AN))
}

/// The operators of a page's furniture: one artefact an item, since its kind depends on where it stands.
fn furniture(context: Context<'_>, page: &Page) -> Result<Vec<Op>, PdfError> {
    let mut painter = Painter::new(context);
    let middle = page.height.0 / 2.0;
    for item in &page.furniture {
        let y = match &item.draw {
            Draw::Glyphs { y, .. } | Draw::Rect { y, .. } | Draw::Image { y, .. } => *y,
            Draw::Stroke { from, .. } => from.1,
        };
        painter.artefact(if y.0 > middle { Artefact::Header } else { Artefact::Footer });
        painter.draw(item)?;
    }
    Ok(if page.furniture.is_empty() { Vec::new() } else { painter.finish().0 })
}

/// Operators as bytes, by printpdf.
fn translate(operators: Vec<Vec<Op>>) -> Result<Vec<Vec<u8>>, PdfError> {
    let mut document = PdfDocument::new("");
    let sheet = Rect::from_wh(Pt(1.0), Pt(1.0));
    document.pages = operators
        .into_iter()
        .map(|ops| PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet.clone(), ops })
        .collect();
    let mut translated = document.to_lopdf_document(&OPTIONS, &mut Vec::new());
    let ids: Vec<ObjectId> = translated.page_iter().collect();
    ids.into_iter()
        .map(|id| {
            let page = translated.get_dictionary(id).and_then(|page| page.get(b"Contents"));
            let contents = page.and_then(Object::as_reference).map_err(PdfError::skeleton)?;
            match translated.objects.remove(&contents) {
                Some(Object::Stream(stream)) => Ok(stream.content),
                _ => Err(broken("printpdf gives a page without content")),
            }
        })
        .collect()
}

/// How printpdf translates. It calls text-showing operators it did not make itself insecure, and would drop them.
pub const OPTIONS: PdfSaveOptions =
    PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Artefact {
    Layout,
    Header,
    Footer,
}

/// Which marked content is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Artefact(Artefact),
    Element(Key),
}

/// Turns items into operators; remembers what the viewer's graphics state is.
struct Painter<'a> {
    context: Context<'a>,
    ops: Vec<Op>,
    content: Content,
    open: Open,
    in_text: bool,
    font: Option<(FontId, f64)>,
    scale: f64,
    spacing: f64,
    fill: Rgb,
    /// What the next item has beside it.
    beside: Beside,
}

impl<'a> Painter<'a> {
    fn new(context: Context<'a>) -> Self {
        Self {
            context,
            ops: vec![Op::SaveGraphicsState],
            content: Content::default(),
            open: Open::Nothing,
            in_text: false,
            font: None,
            scale: 1.0,
            spacing: 0.0,
            fill: Rgb { r: 0, g: 0, b: 0 },
            beside: Beside::default(),
        }
    }

    fn finish(mut self) -> (Vec<Op>, Content) {
        self.close();
        self.ops.push(Op::RestoreGraphicsState);
        (self.ops, self.content)
    }

    /// Draws an item of the body.
    fn item(&mut self, item: &Item) -> Result<(), PdfError> {
        match self.key(item)? {
            // What is drawn around text belongs to it only where it interrupts nothing.
            Some(key)
                if matches!(item.draw, Draw::Rect { .. } | Draw::Stroke { .. }) && self.open != Open::Element(key) =>
            {
                self.artefact(Artefact::Layout);
            }
            Some(key) => self.element(key),
            None => self.artefact(Artefact::Layout),
        }
        if let (Open::Element(key), Draw::Image { x, y, width, height, .. }) = (self.open, &item.draw) {
            let rect = [x.0, y.0, x.0 + width.0, y.0 + height.0];
            self.content.figures.push((key, rect));
        }
        self.draw(item)
    }

    /// The structure element that an item belongs to.
    fn key(&self, item: &Item) -> Result<Option<Key>, PdfError> {
        let Some(node) = item.node else { return Ok(None) };
        let element = self
            .context
            .flow
            .sections
            .get(node.section as usize)
            .and_then(|section| section.elements.get(node.index as usize))
            .ok_or_else(|| no_element(node))?;
        // A decorative image is none of the content.
        let decorative = matches!(&element.data, Data::Image { alt, .. } if alt.is_empty());
        let image = matches!(item.draw, Draw::Image { .. });
        if image && decorative {
            return Ok(None);
        }
        Ok(self.context.roles.get(node.section as usize).and_then(|roles| roles.content(node.index, item.part)))
    }

    fn element(&mut self, key: Key) {
        if self.open == Open::Element(key) {
            return;
        }
        self.close();
        let tag = self.context.roles.get(key.section as usize).map_or("Span", |roles| roles.tag(key));
        let mcid = self.content.marks.len() as i64;
        self.content.marks.push(key);
        self.begin(tag, [("MCID", DictItem::Int(mcid))]);
        self.open = Open::Element(key);
    }

    fn artefact(&mut self, artefact: Artefact) {
        if self.open == Open::Artefact(artefact) {
            return;
        }
        self.close();
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        match artefact {
            Artefact::Layout => self.begin("Artifact", [("Type", name("Layout"))]),
            Artefact::Header => {
                self.begin("Artifact", [("Type", name("Pagination")), ("Subtype", name("Header"))]);
            }
            Artefact::Footer => {
                self.begin("Artifact", [("Type", name("Pagination")), ("Subtype", name("Footer"))]);
            }
        }
        self.open = Open::Artefact(artefact);
    }

    fn begin<const N: usize>(&mut self, tag: &str, properties: [(&str, DictItem); N]) {
        let map = properties.map(|(key, value)| (key.to_owned(), value)).into();
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } });
    }

    fn close(&mut self) {
        self.end_text();
        if self.open != Open::Nothing {
            self.ops.push(Op::EndMarkedContent);
            self.open = Open::Nothing;
        }
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn fill(&mut self, color: Rgb) {
        if self.fill != color {
            self.fill = color;
            self.ops.push(Op::SetFillColor { col: colour(color) });
        }
    }

    fn draw(&mut self, item: &Item) -> Result<(), PdfError> {
        match &item.draw {
            Draw::Glyphs { x, y, run } => self.glyphs(*x + run.x, *y + run.rise, run)?,
            Draw::Rect { x, y, width, height, color } => {
                self.end_text();
                self.fill(*color);
                let mut rectangle = Rect::from_xywh(pt(*x), pt(*y), pt(*width), pt(*height));
                rectangle.mode = Some(PaintMode::Fill);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Draw::Stroke { from, to, width, color, dash } => {
                self.end_text();
                self.ops.push(Op::SetOutlineColor { col: colour(*color) });
                self.ops.push(Op::SetOutlineThickness { pt: pt(*width) });
                let pattern: Vec<f32> = dash.iter().map(|d| pt(*d).0.max(0.0)).collect();
                // Dashes that are all nothing are an error to a viewer (ISO 32000-1, 8.4.3.6).
                let pattern = if pattern.iter().any(|d| *d > 0.0) { &pattern[..] } else { &[] };
                self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, pattern) });
                let points = [from, to].map(|at| LinePoint { p: Point { x: pt(at.0), y: pt(at.1) }, bezier: false });
                self.ops.push(Op::DrawLine { line: Line { points: points.to_vec(), is_closed: false } });
            }
            Draw::Image { image, x, y, width, height } => {
                self.end_text();
                if *image as usize >= self.context.flow.images.len() {
                    return Err(broken(format!("a page shows image {image}, which is not in the book")));
                }
                self.content.images.insert(*image);
                self.ops.push(Op::UseXobject {
                    id: XObjectId(image_name(*image)),
                    transform: XObjectTransform {
                        translate_x: Some(pt(*x)),
                        translate_y: Some(pt(*y)),
                        scale_x: Some(pt(*width).0),
                        scale_y: Some(pt(*height).0),
                        no_auto_scale: true,
                        ..XObjectTransform::default()
                    },
                });
            }
        }
        Ok(())
    }

    fn glyphs(&mut self, x: crate::style::Pt, y: crate::style::Pt, run: &GlyphRun) -> Result<(), PdfError> {
        let metrics = self
            .context
            .fonts
            .metrics(run.font)
            .ok_or_else(|| broken(format!("a run is set in font {}, which is not loaded", run.font.0)))?;
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
        self.fill(run.color);
        let size = round(run.size.0);
        if self.font != Some((run.font, size)) {
            self.font = Some((run.font, size));
            let font = PdfFontHandle::External(printpdf::FontId(resource_name(run.font)));
            self.ops.push(Op::SetFont { font, size: Pt(size as f32) });
        }
        let scale = if run.scale.is_finite() && run.scale > 0.0 { run.scale } else { 1.0 };
        if self.scale != scale {
            self.scale = scale;
            self.ops.push(Op::SetHorizontalScaling { percent: round(scale * 100.0) as f32 });
        }
        let spacing = text::character_spacing(run);
        if self.spacing != spacing {
            self.spacing = spacing;
            self.ops.push(Op::SetCharacterSpacing { multiplier: spacing as f32 });
        }
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(pt(x), pt(y)) });
        text::show(run, self.beside, metrics, &mut self.ops);
        Ok(())
    }
}

/// The name of an image among a page's resources.
pub fn image_name(image: u32) -> String {
    format!("I{image}")
}

fn no_element(node: NodeId) -> PdfError {
    broken(format!("a page refers to element {} of section {}, which is not in the flow", node.index, node.section))
}

fn pt(value: crate::style::Pt) -> Pt {
    Pt(round(value.0) as f32)
}

fn colour(color: Rgb) -> Color {
    let channel = |value: u8| round(f64::from(value) / 255.0) as f32;
    Color::Rgb(printpdf::Rgb { r: channel(color.r), g: channel(color.g), b: channel(color.b), icc_profile: None })
}
