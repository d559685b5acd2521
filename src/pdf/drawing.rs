//! Vector images as form XObjects (ISO 32000-1, 8.10): paths stay paths, gradients become shadings.
//!
//! The form's matrix maps the drawing to the unit square, as an image XObject's space is, so that a page shows both
//! alike. What must be a stream of its own (a translucent group, the opacity of a gradient, a raster image) is numbered
//! from 0 here; [`super::image::write`] moves these numbers to where the file has room for them.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Dictionary, Object, dictionary};

use super::PdfError;
use super::image;
use super::object::{name, reference};
use super::shading::{self, Channel};
use crate::dispatch::ImageData;
use crate::dispatch::image::drawing::{
    Cap, Drawing, Join, Layer, Mark, Matrix, Paint, Picture, Segment, Shape, Stroke,
};

/// A form and the streams that it refers to, by their place in the list.
pub struct Form {
    /// The form's dictionary.
    pub dict: Dictionary,
    /// Its operators.
    pub content: Vec<u8>,
    /// Further streams: dictionary and data, encoded as the dictionary says.
    pub streams: Vec<(Dictionary, Vec<u8>)>,
}

/// Draws a vector image.
pub fn form(image: &ImageData, drawing: &Drawing) -> Result<Form, PdfError> {
    let mut streams = Vec::new();
    let mut painter = Painter::new(&mut streams);
    painter.marks(&drawing.marks)?;
    let (content, resources) = (painter.out, painter.resources);
    let bounds = [0.0, 0.0, drawing.width, drawing.height];
    let mut dict = form_dictionary(bounds, resources);
    dict.set("Matrix", reals(&unit(image, drawing)));
    Ok(Form { dict, content: content.into_bytes(), streams })
}

/// From the drawing, whose y goes down, to the unit square that stands for the image's whole pixels: as large as
/// fits, in the middle.
fn unit(image: &ImageData, drawing: &Drawing) -> Matrix {
    let (width, height) = (image.width.max(1) as f32, image.height.max(1) as f32);
    let scale = (width / drawing.width).min(height / drawing.height);
    let (x, y) = ((width - drawing.width * scale) / 2.0, (height - drawing.height * scale) / 2.0);
    [scale / width, 0.0, 0.0, -scale / height, x / width, 1.0 - y / height]
}

/// A form's dictionary without its matrix.
pub fn form_dictionary(bounds: [f32; 4], resources: Resources) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(&bounds), "Resources" => resources.dictionary(),
    }
}

/// What operators name.
#[derive(Debug, Default)]
pub struct Resources {
    states: BTreeMap<String, Object>,
    patterns: BTreeMap<String, Object>,
    /// Shadings that are painted as such.
    pub shadings: BTreeMap<String, Object>,
    objects: BTreeMap<String, Object>,
}

impl Resources {
    fn dictionary(self) -> Dictionary {
        let mut out = Dictionary::new();
        let kinds = [
            ("ExtGState", self.states),
            ("Pattern", self.patterns),
            ("Shading", self.shadings),
            ("XObject", self.objects),
        ];
        for (kind, entries) in kinds {
            if !entries.is_empty() {
                out.set(kind, entries.into_iter().collect::<Dictionary>());
            }
        }
        out
    }
}

/// Writes operators of one stream.
struct Painter<'a> {
    out: String,
    resources: Resources,
    streams: &'a mut Vec<(Dictionary, Vec<u8>)>,
    /// From the coordinates in use to the stream's own, in which patterns are placed (8.7.3.1).
    ctm: Matrix,
    /// Numbers of raster images, by where they are kept.
    pictures: BTreeMap<usize, u32>,
}

/// The drawing operators of a paint: fill or stroke.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fill,
    Stroke,
}

impl<'a> Painter<'a> {
    fn new(streams: &'a mut Vec<(Dictionary, Vec<u8>)>) -> Self {
        let ctm = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        Self { out: String::new(), resources: Resources::default(), streams, ctm, pictures: BTreeMap::new() }
    }

    fn marks(&mut self, marks: &[Mark]) -> Result<(), PdfError> {
        for mark in marks {
            match mark {
                Mark::Layer(layer) => self.layer(layer)?,
                Mark::Shape(shape) => self.shape(shape),
                Mark::Picture(picture) => self.picture(picture)?,
            }
        }
        Ok(())
    }

    fn layer(&mut self, layer: &Layer) -> Result<(), PdfError> {
        let around = self.ctm;
        self.ctm = concat(layer.transform, around);
        let _ = writeln!(self.out, "q {} cm", joined(&layer.transform));
        for clip in &layer.clips {
            if clip.outline.is_empty() {
                self.out.push_str("0 0 0 0 re ");
            }
            path(&clip.outline, &mut self.out);
            self.out.push_str(if clip.even_odd { "W* n\n" } else { "W n\n" });
        }
        if layer.opacity < 1.0 {
            self.group(layer)?;
        } else {
            self.marks(&layer.marks)?;
        }
        self.out.push_str("Q\n");
        self.ctm = around;
        Ok(())
    }

    /// A layer that is made translucent as a whole: a transparency group (11.6.6).
    fn group(&mut self, layer: &Layer) -> Result<(), PdfError> {
        let bounds = bounds(&layer.marks);
        let mut inner = Painter::new(self.streams);
        inner.marks(&layer.marks)?;
        let (content, resources) = (inner.out, inner.resources);
        let mut dict = form_dictionary(bounds, resources);
        dict.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceRGB", "I" => true });
        let number = self.add(dict, &content);
        let state = self.opacity(layer.opacity, layer.opacity);
        let object = format!("X{number}");
        let _ = writeln!(self.out, "/{state} gs /{object} Do");
        self.resources.objects.insert(object, reference(number));
        Ok(())
    }

    fn add(&mut self, mut dict: Dictionary, content: &str) -> u32 {
        dict.set("Filter", name("FlateDecode"));
        self.streams.push((dict, super::file::deflate(content.as_bytes())));
        self.streams.len() as u32 - 1
    }

    /// The name of a graphics state of this opacity.
    fn opacity(&mut self, fill: f32, stroke: f32) -> String {
        let step = |value: f32| (value.clamp(0.0, 1.0) * 1000.0).round() as u32;
        let state = format!("A{}S{}", step(fill), step(stroke));
        let part = |value| Object::Real(step(value) as f32 / 1000.0);
        let dict = dictionary! { "Type" => "ExtGState", "ca" => part(fill), "CA" => part(stroke) };
        self.resources.states.entry(state.clone()).or_insert_with(|| dict.into());
        state
    }

    fn shape(&mut self, shape: &Shape) {
        let plain = |paint: &Paint, opacity: f32| matches!(paint, Paint::Solid(_)) && opacity >= 1.0;
        match (&shape.fill, &shape.stroke) {
            (Some(fill), Some(stroke)) if plain(&fill.paint, fill.opacity) && plain(&stroke.paint, stroke.opacity) => {
                self.out.push_str("q ");
                self.paint(&fill.paint, Kind::Fill);
                self.paint(&stroke.paint, Kind::Stroke);
                self.line(stroke);
                path(&shape.outline, &mut self.out);
                self.out.push_str(if fill.even_odd { "B* Q\n" } else { "B Q\n" });
            }
            _ => {
                self.fill(shape);
                self.stroke(shape);
            }
        }
    }

    fn fill(&mut self, shape: &Shape) {
        let Some(fill) = &shape.fill else { return };
        self.out.push_str("q ");
        self.see_through(shape, &fill.paint, fill.opacity, 0.0);
        self.paint(&fill.paint, Kind::Fill);
        path(&shape.outline, &mut self.out);
        self.out.push_str(if fill.even_odd { "f* Q\n" } else { "f Q\n" });
    }

    fn stroke(&mut self, shape: &Shape) {
        let Some(stroke) = &shape.stroke else { return };
        self.out.push_str("q ");
        self.see_through(shape, &stroke.paint, stroke.opacity, stroke.width * stroke.miter_limit.max(1.5));
        self.paint(&stroke.paint, Kind::Stroke);
        self.line(stroke);
        path(&shape.outline, &mut self.out);
        self.out.push_str("S Q\n");
    }

    /// Sets the opacity of a paint, and of its stops where it is a gradient (a luminosity mask, 11.5.3).
    fn see_through(&mut self, shape: &Shape, paint: &Paint, opacity: f32, margin: f32) {
        if opacity < 1.0 {
            let state = self.opacity(opacity, opacity);
            let _ = write!(self.out, "/{state} gs ");
        }
        let Paint::Gradient(gradient) = paint else { return };
        if gradient.stops.iter().all(|stop| stop.opacity >= 1.0) {
            return;
        }
        let mut bounds = bounds_of(&shape.outline);
        grow(&mut bounds, margin);
        let mut resources = Resources::default();
        resources.shadings.insert("S".to_owned(), shading::shading(gradient, Channel::Opacity));
        let mut dict = form_dictionary(bounds, resources);
        dict.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceGray", "I" => true });
        let number = self.add(dict, &format!("{} cm /S sh", joined(&gradient.transform)));
        let mask = dictionary! { "Type" => "Mask", "S" => "Luminosity", "G" => reference(number) };
        let state = format!("M{number}");
        let _ = write!(self.out, "/{state} gs ");
        self.resources.states.insert(state, dictionary! { "Type" => "ExtGState", "SMask" => mask }.into());
    }

    fn paint(&mut self, paint: &Paint, kind: Kind) {
        match paint {
            Paint::Solid(color) => {
                let channels = color.map(|value| f32::from(value) / 255.0);
                let operator = if kind == Kind::Fill { "rg" } else { "RG" };
                let _ = write!(self.out, "{} {operator} ", joined(&channels));
            }
            Paint::Gradient(gradient) => {
                let matrix = concat(gradient.transform, self.ctm);
                let pattern = dictionary! {
                    "Type" => "Pattern", "PatternType" => 2, "Matrix" => reals(&matrix),
                    "Shading" => shading::shading(gradient, Channel::Color),
                };
                let key = format!("P{}", self.resources.patterns.len());
                let (space, color) = if kind == Kind::Fill { ("cs", "scn") } else { ("CS", "SCN") };
                let _ = write!(self.out, "/Pattern {space} /{key} {color} ");
                self.resources.patterns.insert(key, pattern.into());
            }
        }
    }

    fn line(&mut self, stroke: &Stroke) {
        let cap = match stroke.cap {
            Cap::Butt => 0,
            Cap::Round => 1,
            Cap::Square => 2,
        };
        let join = match stroke.join {
            Join::Miter => 0,
            Join::Round => 1,
            Join::Bevel => 2,
        };
        let (width, limit) = (real(stroke.width), real(stroke.miter_limit));
        let _ = write!(self.out, "{width} w {cap} J {join} j {limit} M ");
        if !stroke.dash.is_empty() {
            // A negative phase is the same as one further on in the dashes.
            let count = if stroke.dash.len() % 2 == 1 { 2.0 } else { 1.0 };
            let whole = stroke.dash.iter().sum::<f32>() * count;
            let phase = stroke.dash_offset.rem_euclid(whole);
            let _ = write!(self.out, "[{}] {} d ", joined(&stroke.dash), real(phase));
        }
    }

    fn picture(&mut self, picture: &Picture) -> Result<(), PdfError> {
        let place = std::sync::Arc::as_ptr(&picture.image) as usize;
        let number = match self.pictures.get(&place) {
            Some(number) => *number,
            None => {
                let prepared = image::prepare(&picture.image)?;
                let number = image::embed(prepared, self.streams);
                self.pictures.insert(place, number);
                number
            }
        };
        let object = format!("X{number}");
        let (width, height) = (real(picture.width), real(picture.height));
        let _ = writeln!(self.out, "q {width} 0 0 -{height} 0 {height} cm /{object} Do Q");
        self.resources.objects.insert(object, reference(number));
        Ok(())
    }
}

fn path(outline: &[Segment], out: &mut String) {
    for segment in outline {
        let _ = match segment {
            Segment::Move(to) => write!(out, "{} m ", joined(to)),
            Segment::Line(to) => write!(out, "{} l ", joined(to)),
            Segment::Cubic(values) => write!(out, "{} c ", joined(values)),
            Segment::Close => write!(out, "h "),
        };
    }
}

/// First `a`, then `b`.
fn concat(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

const NOTHING: [f32; 4] = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];

/// What marks may reach, in the coordinates they stand in; never empty.
fn bounds(marks: &[Mark]) -> [f32; 4] {
    let mut all = NOTHING;
    for mark in marks {
        let one = match mark {
            Mark::Shape(shape) => {
                let mut one = bounds_of(&shape.outline);
                let reach = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width * stroke.miter_limit.max(1.5));
                grow(&mut one, reach);
                one
            }
            Mark::Picture(picture) => [0.0, 0.0, picture.width, picture.height],
            Mark::Layer(layer) => {
                let [left, top, right, bottom] = bounds(&layer.marks);
                let corners = [[left, top], [right, top], [left, bottom], [right, bottom]];
                let m = layer.transform;
                let moved = corners.map(|[x, y]| [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]);
                moved.into_iter().fold(NOTHING, include)
            }
        };
        all = include(include(all, [one[0], one[1]]), [one[2], one[3]]);
    }
    if all[0] <= all[2] { all } else { [0.0; 4] }
}

/// The box around an outline, control points included.
fn bounds_of(outline: &[Segment]) -> [f32; 4] {
    let mut all = NOTHING;
    for segment in outline {
        match segment {
            Segment::Move(to) | Segment::Line(to) => all = include(all, *to),
            Segment::Cubic([a, b, c, d, e, f]) => all = include(include(include(all, [*a, *b]), [*c, *d]), [*e, *f]),
            Segment::Close => {}
        }
    }
    if all[0] <= all[2] { all } else { [0.0; 4] }
}

fn include(b: [f32; 4], [x, y]: [f32; 2]) -> [f32; 4] {
    [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)]
}

fn grow(b: &mut [f32; 4], by: f32) {
    *b = [b[0] - by, b[1] - by, b[2] + by, b[3] + by];
}

/// Numbers as an array.
pub fn reals(values: &[f32]) -> Object {
    values.iter().map(|value| Object::Real(if value.is_finite() { *value } else { 0.0 })).collect::<Vec<_>>().into()
}

fn joined(values: &[f32]) -> String {
    values.iter().map(|value| real(*value)).collect::<Vec<_>>().join(" ")
}

/// A number for operators: six significant digits or so, no exponent (7.3.3).
fn real(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let digits = match value.abs() {
        size if size >= 1000.0 => 2,
        size if size >= 10.0 => 4,
        size if size >= 0.01 => 6,
        _ => 9,
    };
    let text = format!("{value:.digits$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(short, "" | "-0" | "-") { "0".to_owned() } else { short.to_owned() }
}
