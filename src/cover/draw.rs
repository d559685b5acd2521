//! A page's items as shapes on a canvas.

use ab_glyph_rasterizer::{Point, point};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider as _};

use super::canvas::{Canvas, Piece};
use crate::fonts::FontStore;
use crate::layout::{Draw, Page};
use crate::style::{Pt, Rgb};
use crate::text::GlyphRun;

/// A line has at most so many dashes.
const MOST_DASHES: usize = 4096;

/// Paints a page on a canvas of its shape: what stands around the text first, then the text.
pub fn page(page: &Page, fonts: &FontStore, canvas: &mut Canvas) {
    let mut painter = Painter { scale: canvas.width() / page.width.0 as f32, height: page.height, fonts, canvas };
    for item in page.furniture.iter().chain(&page.items) {
        painter.draw(&item.draw);
    }
}

struct Painter<'a> {
    /// Pixels in a point.
    scale: f32,
    /// The page's, in points.
    height: Pt,
    fonts: &'a FontStore,
    canvas: &'a mut Canvas,
}

impl Painter<'_> {
    /// A place on the page in pixels.
    fn at(&self, x: Pt, y: Pt) -> Point {
        point(x.0 as f32 * self.scale, (self.height.0 - y.0) as f32 * self.scale)
    }

    fn draw(&mut self, draw: &Draw) {
        match draw {
            Draw::Glyphs { x, y, run } => self.glyphs(*x + run.x, *y + run.rise, run),
            Draw::Rect { x, y, width, height, color } => {
                let (from, to) = (self.at(*x, *y + *height), self.at(*x + *width, *y));
                self.canvas.rectangle(from.x, from.y, to.x, to.y, *color);
            }
            Draw::Stroke { from, to, width, color, dash } => {
                let ends = [self.at(from.0, from.1), self.at(to.0, to.1)];
                let dash: Vec<f32> = dash.iter().map(|pt| pt.0 as f32 * self.scale).collect();
                self.stroke(ends, width.0 as f32 * self.scale, &dash, *color);
            }
            // A cover of type shows no picture.
            Draw::Image { .. } => {}
        }
    }

    fn glyphs(&mut self, x: Pt, y: Pt, run: &GlyphRun) {
        let face = self.fonts.face(run.font);
        let Ok(font) = face.font() else { return };
        let outlines = font.outline_glyphs();
        let unit = run.size.0 as f32 * self.scale / f32::from(face.units_per_em.max(1));
        let stretch = if run.scale.is_finite() && run.scale > 0.0 { run.scale as f32 } else { 1.0 };
        for glyph in &run.glyphs {
            let Some(outline) = outlines.get(GlyphId::from(glyph.id)) else { continue };
            let origin = self.at(x + Pt(f64::from(glyph.x)), y + Pt(f64::from(glyph.y)));
            let mut pen =
                Pen { origin, unit: point(unit * stretch, unit), start: origin, last: origin, out: Vec::new() };
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            // A damaged outline is not drawn; the font's own reader passed it.
            if outline.draw(settings, &mut pen).is_ok() {
                pen.close();
                self.canvas.fill(&pen.out, run.color);
            }
        }
    }

    /// A line of some thickness, a quadrilateral for each of its dashes.
    fn stroke(&mut self, [from, to]: [Point; 2], width: f32, dash: &[f32], color: Rgb) {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length.is_nan() || length <= 0.0 {
            return;
        }
        let (across, along) = (point(-dy / length * width / 2.0, dx / length * width / 2.0), |at: f32| {
            point(from.x + dx * at / length, from.y + dy * at / length)
        });
        let (on, off) = match dash {
            [on, off, ..] if on + off > 0.0 => (*on, *off),
            [on] if *on > 0.0 => (*on, *on),
            _ => (length, 0.0),
        };
        let mut at = 0.0;
        for _ in 0..MOST_DASHES {
            if at >= length {
                break;
            }
            let (a, b) = (along(at), along((at + on).min(length)));
            let corners = [
                point(a.x + across.x, a.y + across.y),
                point(b.x + across.x, b.y + across.y),
                point(b.x - across.x, b.y - across.y),
                point(a.x - across.x, a.y - across.y),
            ];
            let sides = [0, 1, 2, 3].map(|side| Piece::Line([corners[side], corners[(side + 1) % 4]]));
            self.canvas.fill(&sides, color);
            at += on + off;
        }
    }
}

/// Takes an outline in font units down as pieces in pixels.
struct Pen {
    origin: Point,
    /// Pixels in a font unit, across and up.
    unit: Point,
    start: Point,
    last: Point,
    out: Vec<Piece>,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> Point {
        point(self.origin.x + x * self.unit.x, self.origin.y - y * self.unit.y)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        self.start = self.at(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.out.push(Piece::Line([self.last, to]));
        self.last = to;
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let to = self.at(x, y);
        self.out.push(Piece::Quad([self.last, self.at(cx, cy), to]));
        self.last = to;
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let to = self.at(x, y);
        self.out.push(Piece::Cubic([self.last, self.at(ax, ay), self.at(bx, by), to]));
        self.last = to;
    }

    fn close(&mut self) {
        if self.last != self.start {
            self.out.push(Piece::Line([self.last, self.start]));
            self.last = self.start;
        }
    }
}
