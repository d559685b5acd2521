//! What is drawn on what: words that stand on others, or out of their page, their column, their measure.

use rustc_hash::FxHashMap;

use crate::flow::{Flow, NodeId};
use crate::fonts::FontId;
use crate::style::Pt;

use super::super::pages::{Draw, Item, Page, Pages, Tight};
use super::marks::block;
use super::{Blemish, Fault, GlyphBounds};

/// What two things may share in each direction, in points: rounding, and the tips of an accent and a descender.
const TOUCH: f64 = 0.5;
/// How far a run may reach into the next one of its line, in em: slanted letters do, and marks of notes above a stop.
const KERN: f64 = 0.35;
/// How far ink may stand out of its column, in em: stops and quotation marks that hang, accents and descenders.
const HANG: f64 = 0.5;
/// As much of a run as is kept to know it by.
const WORDS: usize = 60;

/// Left, bottom, right, top.
type Rect = [f64; 4];

/// Finds what stands on something else, or where it should not.
pub(super) fn find(pages: &Pages, flow: &Flow, bounds: &GlyphBounds<'_>) -> Vec<Blemish> {
    let mut finder = Finder { pages, flow, bounds, known: FxHashMap::default(), out: Vec::new() };
    for (index, page) in pages.pages.iter().enumerate() {
        finder.page(index, page);
    }
    finder.overfull();
    finder.out
}

/// A glyph run or an image as a rectangle of ink.
struct Ink<'a> {
    rect: Rect,
    item: &'a Item,
    /// The block and the baseline of a run: those of one line may touch.
    line: Option<(Option<NodeId>, Pt)>,
    /// The size of its letters; zero of an image.
    em: f64,
    /// Whether it is a running head or a folio.
    furniture: bool,
}

struct Finder<'a> {
    pages: &'a Pages,
    flow: &'a Flow,
    bounds: &'a GlyphBounds<'a>,
    /// Bounds asked for before.
    known: FxHashMap<(FontId, u16), Option<Rect>>,
    out: Vec<Blemish>,
}

impl Finder<'_> {
    fn page(&mut self, index: usize, page: &Page) {
        let body = page.items.iter().map(|item| (item, false));
        let furniture = page.furniture.iter().map(|item| (item, true));
        let mut all: Vec<Ink<'_>> =
            body.chain(furniture).filter_map(|(item, furniture)| self.ink(item, furniture)).collect();
        for ink in &all {
            if let Some(fault) = misplaced(ink, page) {
                self.tell(fault, index, ink.item);
            }
        }
        // From the top down, each is compared with those above it that reach as far down: a line or two.
        all.sort_by(|a, b| b.rect[3].total_cmp(&a.rect[3]));
        let mut above: Vec<&Ink<'_>> = Vec::new();
        for ink in &all {
            above.retain(|other| other.rect[1] < ink.rect[3]);
            if above.iter().any(|other| self.collide(ink, other)) {
                self.tell(Fault::Overlap, index, ink.item);
            }
            above.push(ink);
        }
    }

    fn ink<'i>(&mut self, item: &'i Item, furniture: bool) -> Option<Ink<'i>> {
        match &item.draw {
            Draw::Glyphs { y, run, .. } => {
                let rect = self.glyphs(item).into_iter().reduce(around)?;
                let line = Some((item.node.map(|node| block(self.flow, node)), *y));
                Some(Ink { rect, item, line, em: run.size.0, furniture })
            }
            Draw::Image { x, y, width, height, .. } => {
                let rect = [x.0, y.0, (*x + *width).0, (*y + *height).0];
                Some(Ink { rect, item, line: None, em: 0.0, furniture })
            }
            Draw::Rect { .. } | Draw::Stroke { .. } => None,
        }
    }

    /// A rectangle for each glyph that is not blank.
    fn glyphs(&mut self, item: &Item) -> Vec<Rect> {
        let Draw::Glyphs { x, y, run } = &item.draw else { return Vec::new() };
        let (left, base, size) = ((*x + run.x).0, (*y + run.rise).0, run.size.0);
        let mut out = Vec::with_capacity(run.glyphs.len());
        for glyph in &run.glyphs {
            let key = (run.font, glyph.id);
            let known = *self.known.entry(key).or_insert_with(|| (self.bounds)(run.font, glyph.id));
            let Some(rect) = known else { continue };
            let (x, y) = (left + f64::from(glyph.x), base + f64::from(glyph.y));
            let wide = size * run.scale;
            out.push([x + rect[0] * wide, y + rect[1] * size, x + rect[2] * wide, y + rect[3] * size]);
        }
        out
    }

    /// Whether two stand on each other. Their rectangles often meet where a descender stands beside an accent: then
    /// each glyph is looked at.
    fn collide(&mut self, a: &Ink<'_>, b: &Ink<'_>) -> bool {
        let same_line = a.line.is_some() && a.line == b.line;
        let wide = if same_line { KERN * a.em.max(b.em) } else { TOUCH };
        let meet = |a: &Rect, b: &Rect| {
            let (width, height) = shared(a, b);
            width > wide && height > TOUCH
        };
        if !meet(&a.rect, &b.rect) {
            return false;
        }
        let near = |glyph: &Rect, other: &Rect| shared(glyph, other).0 > 0.0 && shared(glyph, other).1 > 0.0;
        let parts = |found: Vec<Rect>, whole: Rect, other: &Rect| -> Vec<Rect> {
            if found.is_empty() { vec![whole] } else { found.into_iter().filter(|g| near(g, other)).collect() }
        };
        let (of_a, of_b) = (self.glyphs(a.item), self.glyphs(b.item));
        let (of_a, of_b) = (parts(of_a, a.rect, &b.rect), parts(of_b, b.rect, &a.rect));
        of_a.iter().any(|one| of_b.iter().any(|other| meet(one, other)))
    }

    /// What the layout itself could not fit: within a cell or an indent nothing else tells.
    fn overfull(&mut self) {
        if self.pages.overfull.is_empty() {
            return;
        }
        let mut first: FxHashMap<NodeId, usize> = FxHashMap::default();
        for (index, page) in self.pages.pages.iter().enumerate() {
            for node in page.items.iter().filter_map(|item| item.node) {
                first.entry(block(self.flow, node)).or_insert(index);
            }
        }
        for line in self.pages.overfull.iter().filter(|line| line.of == Tight::Line) {
            let page = first.get(&block(self.flow, line.node)).copied();
            let label = page.map(|page| self.pages.pages[page].label.clone()).unwrap_or_default();
            self.out.push(Blemish {
                fault: Fault::Overfull,
                cause: None,
                page: page.unwrap_or_default(),
                label,
                node: Some(line.node),
                words: line.words.clone(),
            });
        }
    }

    fn tell(&mut self, fault: Fault, page: usize, item: &Item) {
        let words = match &item.draw {
            Draw::Glyphs { run, .. } => run.text.trim().chars().take(WORDS).collect(),
            _ => String::new(),
        };
        let label = self.pages.pages[page].label.clone();
        self.out.push(Blemish { fault, cause: None, page, label, node: item.node, words });
    }
}

/// Whether something stands where nothing should.
fn misplaced(ink: &Ink<'_>, page: &Page) -> Option<Fault> {
    let sheet = [0.0, 0.0, page.width.0, page.height.0];
    if !within(&ink.rect, &sheet, TOUCH) {
        return Some(Fault::OutOfPage);
    }
    let slack = TOUCH.max(HANG * ink.em);
    let held = ink.furniture || page.regions.iter().any(|region| within(&ink.rect, &region.map(|side| side.0), slack));
    (!held).then_some(Fault::OutOfColumn)
}

fn within(inner: &Rect, outer: &Rect, slack: f64) -> bool {
    inner[0] >= outer[0] - slack
        && inner[1] >= outer[1] - slack
        && inner[2] <= outer[2] + slack
        && inner[3] <= outer[3] + slack
}

/// Width and height of what two rectangles share; negative where they are apart.
fn shared(a: &Rect, b: &Rect) -> (f64, f64) {
    (a[2].min(b[2]) - a[0].max(b[0]), a[3].min(b[3]) - a[1].max(b[1]))
}

fn around(a: Rect, b: Rect) -> Rect {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}
