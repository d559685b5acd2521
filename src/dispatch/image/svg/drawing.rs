//! What a vector image draws: the display list that both editions are written from.

use std::sync::Arc;

use super::super::super::ast::ImageData;
use super::super::ImageError;

/// A vector image.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// In CSS pixels.
    pub width: f32,
    /// In CSS pixels.
    pub height: f32,
    /// What is drawn, the lowest first; the origin is at the left top, y goes down.
    pub marks: Vec<Mark>,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Others, together.
    Layer(Layer),
    /// A path.
    Shape(Shape),
    /// A raster image with its left top at the origin.
    Picture(Picture),
}

/// An affine map: `x' = a x + c y + e`, `y' = b x + d y + f`, given as `[a, b, c, d, e, f]`.
pub type Matrix = [f32; 6];

/// Marks that are moved, clipped or made translucent together.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// From the layer's coordinates to those around it.
    pub transform: Matrix,
    /// 0 to 1, of the whole.
    pub opacity: f32,
    /// What is seen is inside all of them; in the layer's coordinates.
    pub clips: Vec<Clip>,
    /// What it holds.
    pub marks: Vec<Mark>,
}

/// A region.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its outline.
    pub outline: Vec<Segment>,
    /// How its inside is told.
    pub even_odd: bool,
}

/// A step of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic Bézier curve: two control points and the end.
    Cubic([f32; 6]),
    /// Back to the contour's begin.
    Close,
}

/// A path that is filled, stroked or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub outline: Vec<Segment>,
    /// How it is filled.
    pub fill: Option<Fill>,
    /// How it is stroked, over the fill.
    pub stroke: Option<Stroke>,
}

/// How a shape is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// With what.
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: f32,
    /// How the inside is told.
    pub even_odd: bool,
}

/// How a shape is stroked.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// With what.
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: f32,
    /// In the shape's units.
    pub width: f32,
    /// How open ends look.
    pub cap: Cap,
    /// How corners look.
    pub join: Join,
    /// How far a mitre may reach, in widths.
    pub miter_limit: f32,
    /// Lengths on and off; empty for a solid line.
    pub dash: Vec<f32>,
    /// Where in the dashes the line begins.
    pub dash_offset: f32,
}

/// How open ends look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Cap {
    Butt,
    Round,
    Square,
}

/// How corners look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Join {
    Miter,
    Round,
    Bevel,
}

/// What a shape is painted with.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// A colour, sRGB.
    Solid([u8; 3]),
    /// A gradient.
    Gradient(Arc<Gradient>),
}

/// A gradient.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// Its shape.
    pub kind: GradientKind,
    /// From the gradient's coordinates to the shape's.
    pub transform: Matrix,
    /// What is beyond its ends.
    pub spread: Spread,
    /// At least two, in order.
    pub stops: Vec<Stop>,
}

/// The shape of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GradientKind {
    /// Along a line.
    Linear {
        /// Where offset 0 is.
        from: [f32; 2],
        /// Where offset 1 is.
        to: [f32; 2],
    },
    /// Between a point and a circle.
    Radial {
        /// Where offset 0 is: x, y, and a radius of 0.
        inner: [f32; 3],
        /// The circle of offset 1.
        outer: [f32; 3],
    },
}

/// What is beyond a gradient's ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Spread {
    Pad,
    Reflect,
    Repeat,
}

/// A colour of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// 0 to 1.
    pub offset: f32,
    /// sRGB.
    pub color: [u8; 3],
    /// 0 to 1.
    pub opacity: f32,
}

/// A raster image in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// JPEG or PNG.
    pub image: Arc<ImageData>,
    /// In the drawing's units.
    pub width: f32,
    /// In the drawing's units.
    pub height: f32,
}

impl Drawing {
    /// Turns colours into shades of grey of the same luminance.
    pub(super) fn greyscale(&mut self) -> Result<(), ImageError> {
        grey_marks(&mut self.marks)
    }
}

/// Depth is bounded where drawings are made ([`super::weigh`]).
fn grey_marks(marks: &mut [Mark]) -> Result<(), ImageError> {
    for mark in marks {
        match mark {
            Mark::Layer(layer) => grey_marks(&mut layer.marks)?,
            Mark::Shape(shape) => {
                let fill = shape.fill.as_mut().map(|fill| &mut fill.paint);
                let stroke = shape.stroke.as_mut().map(|stroke| &mut stroke.paint);
                for paint in [fill, stroke].into_iter().flatten() {
                    match paint {
                        Paint::Solid(color) => *color = grey(*color),
                        Paint::Gradient(gradient) => {
                            let stops = &mut Arc::make_mut(gradient).stops;
                            stops.iter_mut().for_each(|stop| stop.color = grey(stop.color));
                        }
                    }
                }
            }
            Mark::Picture(picture) => picture.image = Arc::new(picture.image.greyscale()?),
        }
    }
    Ok(())
}

/// Rec. 709 luma, as the `image` crate has it for pixels.
fn grey([r, g, b]: [u8; 3]) -> [u8; 3] {
    let luma = (u32::from(r) * 2126 + u32::from(g) * 7152 + u32::from(b) * 722) / 10_000;
    [luma as u8; 3]
}
