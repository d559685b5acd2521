//! Page content: the items of a page as operators, compressed.
//!
//! A page has one stream: its body, then its furniture. Everything stands in marked content: what belongs to an element
//! under an identifier that the structure tree refers to, the rest as an artefact (ISO 32000-1, 14.7.4 and 14.8.2.2).
//! A text object holds as many marked contents as there is text without anything between it.

use std::collections::BTreeSet;

use unicode_bidi::{BidiClass, bidi_class};

use super::file::Deflater;
use super::font::Fonts;
use super::operators::{Milli, Operators, milli, points};
use super::roles::{Key, Roles};
use super::text::{self, Beside};
use super::{PdfError, broken};
use crate::flow::{Data, Flow, NodeId};
use crate::layout::{Draw, Item, Page};
use crate::style::{Pt, Rgb};
use crate::text::GlyphRun;

/// What a page gives.
#[derive(Debug, Default)]
pub struct Content {
    /// Its operators, compressed; empty where it shows nothing.
    pub stream: Vec<u8>,
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

/// Emits a page.
pub fn emit(context: Context<'_>, page: &Page, deflater: &mut Deflater) -> Result<Content, PdfError> {
    let mut painter = Painter::new(context);
    for (place, item) in page.items.iter().enumerate() {
        painter.beside = beside(&page.items, place);
        painter.item(item)?;
    }
    painter.beside = Beside::default();
    painter.furniture(page)?;
    let (operators, mut content) = painter.finish();
    if !operators.is_empty() {
        content.stream = deflater.deflate(&operators);
    }
    Ok(content)
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

/// A line to be drawn.
#[derive(Debug)]
struct Line<'a> {
    from: &'a (Pt, Pt),
    to: &'a (Pt, Pt),
    width: Pt,
    color: Rgb,
    dash: &'a [Pt],
}

/// Turns items into operators.
struct Painter<'a> {
    context: Context<'a>,
    operators: Operators,
    content: Content,
    open: Open,
    /// Whether the open marked content was opened within the text object, where it then must end.
    within_text: bool,
    /// Lines under and between text wait for the next thing that is no text, so as not to part paragraphs.
    lines: Vec<Line<'a>>,
    /// Where a run from the left has left the pen: the height of its line, how far along.
    pen: Option<(Milli, f64)>,
    /// What the next item has beside it.
    beside: Beside,
}

impl<'a> Painter<'a> {
    fn new(context: Context<'a>) -> Self {
        Self {
            context,
            operators: Operators::new(),
            content: Content::default(),
            open: Open::Nothing,
            within_text: false,
            lines: Vec::new(),
            pen: None,
            beside: Beside::default(),
        }
    }

    fn finish(mut self) -> (Vec<u8>, Content) {
        self.draw_lines();
        self.end_text();
        self.close();
        (self.operators.into_bytes(), self.content)
    }

    /// Draws an item of the body.
    fn item(&mut self, item: &'a Item) -> Result<(), PdfError> {
        match (&item.draw, self.key(item)?) {
            // What is drawn around text is none of it.
            (Draw::Rect { .. } | Draw::Stroke { .. }, _) | (_, None) => self.draw(item, Artefact::Layout),
            (Draw::Image { x, y, width, height, .. }, Some(key)) => {
                self.draw_lines();
                self.end_text();
                self.element(key);
                self.content.figures.push((key, [x.0, y.0, x.0 + width.0, y.0 + height.0]));
                self.image(item)
            }
            (Draw::Glyphs { x, y, run }, Some(key)) => {
                self.begin_text(Open::Element(key));
                self.element(key);
                self.glyphs(*x + run.x, *y, run)
            }
        }
    }

    /// Draws what belongs to the page, one artefact an item, since its kind depends on where it stands.
    fn furniture(&mut self, page: &'a Page) -> Result<(), PdfError> {
        let middle = page.height.0 / 2.0;
        self.draw_lines();
        for item in &page.furniture {
            let y = match &item.draw {
                Draw::Glyphs { y, .. } | Draw::Rect { y, .. } | Draw::Image { y, .. } => *y,
                Draw::Stroke { from, .. } => from.1,
            };
            self.draw(item, if y.0 > middle { Artefact::Header } else { Artefact::Footer })?;
        }
        Ok(())
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
        let tag = self.context.roles.get(key.section as usize).map_or("Span", |roles| roles.tag(key));
        self.begin(Open::Element(key));
        self.operators.begin_mark(tag, self.content.marks.len());
        self.content.marks.push(key);
    }

    fn artefact(&mut self, artefact: Artefact) {
        if self.open == Open::Artefact(artefact) {
            return;
        }
        self.begin(Open::Artefact(artefact));
        self.operators.begin_artefact(match artefact {
            Artefact::Layout => "/Type/Layout",
            Artefact::Header => "/Type/Pagination/Subtype/Header",
            Artefact::Footer => "/Type/Pagination/Subtype/Footer",
        });
    }

    /// Closes the open marked content for another.
    fn begin(&mut self, open: Open) {
        self.close();
        self.open = open;
        self.within_text = self.operators.in_text();
    }

    /// Closes the open marked content, with the text object if that was opened in it.
    fn close(&mut self) {
        if self.open != Open::Nothing {
            if !self.within_text {
                self.operators.end_text();
            }
            self.operators.end_mark();
            self.open = Open::Nothing;
        }
    }

    /// Opens the text object, unless it is open, for text of this marked content.
    fn begin_text(&mut self, of: Open) {
        // What was opened around the text object cannot be closed within it.
        if self.open != of && !self.within_text {
            self.close();
        }
        if !self.operators.in_text() {
            self.pen = None;
            self.operators.begin_text();
        }
    }

    /// Closes the text object, with the marked content that was opened in it.
    fn end_text(&mut self) {
        if self.operators.in_text() {
            if self.within_text {
                self.close();
            }
            self.operators.end_text();
        }
    }

    /// Draws an item as an artefact, unless marked content is open for it.
    fn draw(&mut self, item: &'a Item, artefact: Artefact) -> Result<(), PdfError> {
        match &item.draw {
            Draw::Glyphs { x, y, run } => {
                self.begin_text(Open::Artefact(artefact));
                self.artefact(artefact);
                self.glyphs(*x + run.x, *y, run)?;
            }
            Draw::Rect { x, y, width, height, color } => {
                self.draw_lines();
                self.end_text();
                self.artefact(artefact);
                self.operators.fill(*color);
                self.operators.rectangle(milli(x.0), milli(y.0), milli(width.0), milli(height.0));
            }
            Draw::Stroke { from, to, width, color, dash } => {
                self.lines.push(Line { from, to, width: *width, color: *color, dash });
                if artefact != Artefact::Layout {
                    self.end_text();
                    self.artefact(artefact);
                    self.draw_lines();
                }
            }
            Draw::Image { .. } => {
                self.draw_lines();
                self.end_text();
                self.artefact(artefact);
                self.image(item)?;
            }
        }
        Ok(())
    }

    /// Draws an image in the marked content that is open.
    fn image(&mut self, item: &Item) -> Result<(), PdfError> {
        let Draw::Image { image, x, y, width, height } = &item.draw else { return Ok(()) };
        if *image as usize >= self.context.flow.images.len() {
            return Err(broken(format!("a page shows image {image}, which is not in the book")));
        }
        self.content.images.insert(*image);
        self.operators.image(&image_name(*image), milli(x.0), milli(y.0), milli(width.0), milli(height.0));
        Ok(())
    }

    /// Draws the lines that wait.
    fn draw_lines(&mut self) {
        if self.lines.is_empty() {
            return;
        }
        self.end_text();
        if !matches!(self.open, Open::Artefact(_)) {
            self.artefact(Artefact::Layout);
        }
        for Line { from, to, width, color, dash } in std::mem::take(&mut self.lines) {
            let dash: Vec<Milli> = dash.iter().map(|length| milli(length.0).max(0)).collect();
            // Dashes that are all nothing are an error to a viewer (ISO 32000-1, 8.4.3.6).
            let dash = if dash.iter().any(|length| *length > 0) { dash } else { Vec::new() };
            let [from, to] = [from, to].map(|at| (milli(at.0.0), milli(at.1.0)));
            self.operators.stroke(from, to, color, milli(width.0), dash);
        }
    }

    /// Shows a run, in the text object and the marked content that are open.
    fn glyphs(&mut self, x: Pt, y: Pt, run: &GlyphRun) -> Result<(), PdfError> {
        // A pen that is less than so many ems away goes on from where it is.
        const NEAR: f64 = 2.0;
        let metrics = self
            .context
            .fonts
            .metrics(run.font)
            .ok_or_else(|| broken(format!("a run is set in font {}, which is not loaded", run.font.0)))?;
        let size = milli(run.size.0);
        self.operators.fill(run.color);
        self.operators.font(run.font.0, size);
        self.operators.scale(text::scale(run));
        self.operators.character_spacing(text::character_spacing(run));
        let (x, y) = (milli(x.0), milli(y.0));
        let beside_pen = self
            .pen
            .filter(|(height, _)| *height == y && !run.rtl)
            .map(|(_, pen)| pen - points(x))
            .filter(|away| away.abs() < NEAR * points(size));
        if beside_pen.is_none() {
            self.operators.line(x, y);
        }
        let at = text::show(run, self.beside, metrics, beside_pen.unwrap_or(0.0), &mut self.operators);
        self.pen = (!run.rtl).then_some((y, points(x) + at));
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
