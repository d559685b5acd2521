//! Pixels that shapes are painted on. Of floating point only what is the same on every machine.

use ab_glyph_rasterizer::{Point, Rasterizer, point};

use crate::dispatch::{ImageData, ImageError, image};
use crate::style::Rgb;

/// Shapes that cover more pixels than this with their surroundings are far larger than any cover, and are not drawn.
const MOST: usize = 1 << 24;

/// Shades of an edge: more than an eye tells apart in one pixel, and so few that a palette has room for the edges of
/// several colours.
const LEVELS: f32 = 24.0;

/// A white sheet; 8 bits a channel, rows from the top.
pub struct Canvas {
    width: usize,
    height: usize,
    /// A row on which nothing is painted has no pixels of its own: most have none.
    rows: Vec<Option<Box<[u8]>>>,
}

/// A piece of an outline, in pixels from the upper left corner, y downwards.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// A straight line.
    Line([Point; 2]),
    /// A quadratic Bézier curve.
    Quad([Point; 3]),
    /// A cubic one.
    Cubic([Point; 4]),
}

impl Piece {
    fn points(&self) -> &[Point] {
        match self {
            Self::Line(points) => points,
            Self::Quad(points) => points,
            Self::Cubic(points) => points,
        }
    }

    fn draw(self, by: Point, into: &mut Rasterizer) {
        let at = |p: Point| point(p.x - by.x, p.y - by.y);
        match self {
            Self::Line([a, b]) => into.draw_line(at(a), at(b)),
            Self::Quad([a, b, c]) => into.draw_quad(at(a), at(b), at(c)),
            Self::Cubic([a, b, c, d]) => into.draw_cubic(at(a), at(b), at(c), at(d)),
        }
    }
}

impl Canvas {
    /// A white sheet of so many pixels.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, height, rows: vec![None; height] }
    }

    /// The pixels of a row, to be painted on.
    fn row(&mut self, y: usize) -> &mut [u8] {
        self.rows[y].get_or_insert_with(|| blank(self.width))
    }

    /// Its width in pixels.
    pub fn width(&self) -> f32 {
        self.width as f32
    }

    /// Fills a rectangle of whole pixels, so that what touches in print has no seam here. What is thinner than a
    /// pixel is one.
    pub fn rectangle(&mut self, left: f32, top: f32, right: f32, bottom: f32, color: Rgb) {
        let span = |from: f32, to: f32, most: usize| {
            let from = from.round();
            let to = to.round().max(from + 1.0);
            // A cast to an integer ends at its bounds.
            (from as usize).min(most)..(to as usize).min(most)
        };
        let columns = span(left, right, self.width);
        let pixel = [color.r, color.g, color.b];
        for row in span(top, bottom, self.height) {
            let run = &mut self.row(row)[columns.start * 3..columns.end * 3];
            run.chunks_exact_mut(3).for_each(|one| one.copy_from_slice(&pixel));
        }
    }

    /// Fills an outline, smooth at its edges; its contours are closed.
    pub fn fill(&mut self, outline: &[Piece], color: Rgb) {
        let points = || outline.iter().flat_map(Piece::points);
        if !points().all(|p| p.x.is_finite() && p.y.is_finite()) {
            return;
        }
        let most = points().fold(point(f32::MIN, f32::MIN), |most, p| point(most.x.max(p.x), most.y.max(p.y)));
        let least = points().fold(point(f32::MAX, f32::MAX), |least, p| point(least.x.min(p.x), least.y.min(p.y)));
        let corner = point(least.x.floor(), least.y.floor());
        let outside = most.x < 0.0 || most.y < 0.0 || corner.x >= self.width() || corner.y >= self.height as f32;
        if outline.is_empty() || outside {
            return;
        }
        // A pixel more than the outline: the rasteriser adds up from left to right.
        let (width, height) = ((most.x - corner.x).ceil() as usize + 2, (most.y - corner.y).ceil() as usize + 1);
        if width.saturating_mul(height) > MOST {
            return;
        }
        let mut raster = Rasterizer::new(width, height);
        for piece in outline {
            piece.draw(corner, &mut raster);
        }
        let (left, top) = (corner.x as isize, corner.y as isize);
        raster.for_each_pixel(|index, cover| {
            let cover = (cover.min(1.0) * LEVELS).round() as u32;
            let x = left + (index % width) as isize;
            let y = top + (index / width) as isize;
            if cover > 0 && (0..self.width as isize).contains(&x) && (0..self.height as isize).contains(&y) {
                mix(&mut self.row(y as usize)[x as usize * 3..][..3], cover, color);
            }
        });
    }

    /// The sheet as a PNG.
    pub fn encode(self) -> Result<ImageData, ImageError> {
        let blank = blank(self.width);
        let rows: Vec<&[u8]> = self.rows.iter().map(|row| row.as_deref().unwrap_or(&blank)).collect();
        image::of_pixels("cover.png", self.width as u32, &rows)
    }
}

/// A white row.
fn blank(width: usize) -> Box<[u8]> {
    vec![255; width * 3].into()
}

/// Lays a colour over a pixel, `cover` of [`LEVELS`] parts of it.
fn mix(pixel: &mut [u8], cover: u32, color: Rgb) {
    let whole = LEVELS as u32;
    for (channel, over) in pixel.iter_mut().zip([color.r, color.g, color.b]) {
        let sum = u32::from(*channel) * (whole - cover) + u32::from(over) * cover;
        *channel = ((sum + whole / 2) / whole) as u8;
    }
}
