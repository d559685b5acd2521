//! A [`Drawing`] as SVG 1.1: paths, gradients, clips, groups and pictures, nothing that does anything.

use std::fmt::Write;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::drawing::{
    Cap, Clip, Drawing, Gradient, GradientKind, Join, Layer, Mark, Matrix, Paint, Segment, Shape, Spread, Stroke,
};
use super::{outline, pictures};

/// The whole file.
pub(super) fn svg(drawing: &Drawing) -> String {
    let side = drawing.width.max(drawing.height);
    let mut writer = Writer { side, scale: 1.0, ..Writer::default() };
    writer.marks(&drawing.marks);
    let (width, height) = (number(drawing.width), number(drawing.height));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n"
    );
    if !writer.defs.is_empty() {
        let _ = writeln!(out, "<defs>\n{}</defs>", writer.defs);
    }
    out.push_str(&writer.out);
    out.push_str("</svg>\n");
    out
}

#[derive(Default)]
struct Writer {
    defs: String,
    out: String,
    clips: usize,
    /// The longer side of the drawing.
    side: f32,
    /// How many times as large the marks of the layer being written are drawn.
    scale: f32,
    /// Numbers of gradients, by where they are kept.
    gradients: FxHashMap<usize, usize>,
}

impl Writer {
    fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            match mark {
                Mark::Layer(layer) => self.layer(layer),
                Mark::Shape(shape) => self.shape(shape),
                Mark::Picture(picture) => {
                    let (width, height) = (number(picture.width), number(picture.height));
                    let address = pictures::address(&picture.image);
                    let _ = writeln!(
                        self.out,
                        "<image width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
                         xlink:href=\"{address}\"/>"
                    );
                }
            }
        }
    }

    fn layer(&mut self, layer: &Layer) {
        self.out.push_str("<g");
        transform("transform", layer.transform, &mut self.out);
        let around = self.scale;
        self.scale *= scale_of(layer.transform);
        if layer.opacity < 1.0 {
            let _ = write!(self.out, " opacity=\"{}\"", number(layer.opacity));
        }
        let mut open = 1;
        for (n, clip) in layer.clips.iter().enumerate() {
            if n > 0 {
                self.out.push_str("><g");
                open += 1;
            }
            let id = self.clip(clip);
            let _ = write!(self.out, " clip-path=\"url(#c{id})\"");
        }
        self.out.push_str(">\n");
        self.marks(&layer.marks);
        self.scale = around;
        self.out.push_str(&"</g>".repeat(open));
        self.out.push('\n');
    }

    fn clip(&mut self, clip: &Clip) -> usize {
        self.clips += 1;
        let rule = if clip.even_odd { " clip-rule=\"evenodd\"" } else { "" };
        let data = self.data(&clip.outline);
        let _ = writeln!(self.defs, "<clipPath id=\"c{}\"><path{rule} d=\"{data}\"/></clipPath>", self.clips);
        self.clips
    }

    fn data(&self, outline: &[Segment]) -> String {
        outline::data(outline, outline::digits(self.side, self.scale))
    }

    fn shape(&mut self, shape: &Shape) {
        let _ = write!(self.out, "<path d=\"{}\"", self.data(&shape.outline));
        match &shape.fill {
            None => self.out.push_str(" fill=\"none\""),
            Some(fill) => {
                self.paint("fill", &fill.paint, fill.opacity);
                if fill.even_odd {
                    self.out.push_str(" fill-rule=\"evenodd\"");
                }
            }
        }
        if let Some(stroke) = &shape.stroke {
            self.stroke(stroke);
        }
        self.out.push_str("/>\n");
    }

    fn stroke(&mut self, stroke: &Stroke) {
        self.paint("stroke", &stroke.paint, stroke.opacity);
        let _ = write!(self.out, " stroke-width=\"{}\"", number(stroke.width));
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => self.out.push_str(" stroke-linecap=\"round\""),
            Cap::Square => self.out.push_str(" stroke-linecap=\"square\""),
        }
        match stroke.join {
            Join::Miter => {
                let _ = write!(self.out, " stroke-miterlimit=\"{}\"", number(stroke.miter_limit));
            }
            Join::Round => self.out.push_str(" stroke-linejoin=\"round\""),
            Join::Bevel => self.out.push_str(" stroke-linejoin=\"bevel\""),
        }
        if !stroke.dash.is_empty() {
            let _ = write!(self.out, " stroke-dasharray=\"{}\"", numbers(&stroke.dash));
            if stroke.dash_offset != 0.0 {
                let _ = write!(self.out, " stroke-dashoffset=\"{}\"", number(stroke.dash_offset));
            }
        }
    }

    fn paint(&mut self, what: &str, paint: &Paint, opacity: f32) {
        let _ = match paint {
            Paint::Solid(color) => write!(self.out, " {what}=\"{}\"", hex(*color)),
            Paint::Gradient(gradient) => {
                let id = self.gradient(gradient);
                write!(self.out, " {what}=\"url(#g{id})\"")
            }
        };
        if opacity < 1.0 {
            let _ = write!(self.out, " {what}-opacity=\"{}\"", number(opacity));
        }
    }

    fn gradient(&mut self, gradient: &Arc<Gradient>) -> usize {
        let next = self.gradients.len() + 1;
        let id = *self.gradients.entry(Arc::as_ptr(gradient) as usize).or_insert(next);
        if id != next {
            return id;
        }
        let out = &mut self.defs;
        let name = match gradient.kind {
            GradientKind::Linear { from: [x1, y1], to: [x2, y2] } => {
                let _ = write!(
                    out,
                    "<linearGradient id=\"g{id}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
                    number(x1),
                    number(y1),
                    number(x2),
                    number(y2)
                );
                "linearGradient"
            }
            GradientKind::Radial { inner: [fx, fy, _], outer: [cx, cy, r] } => {
                let _ = write!(
                    out,
                    "<radialGradient id=\"g{id}\" cx=\"{}\" cy=\"{}\" r=\"{}\" fx=\"{}\" fy=\"{}\"",
                    number(cx),
                    number(cy),
                    number(r),
                    number(fx),
                    number(fy)
                );
                "radialGradient"
            }
        };
        out.push_str(" gradientUnits=\"userSpaceOnUse\"");
        transform("gradientTransform", gradient.transform, out);
        out.push_str(match gradient.spread {
            Spread::Pad => ">",
            Spread::Reflect => " spreadMethod=\"reflect\">",
            Spread::Repeat => " spreadMethod=\"repeat\">",
        });
        for stop in &gradient.stops {
            let _ = write!(out, "<stop offset=\"{}\" stop-color=\"{}\"", number(stop.offset), hex(stop.color));
            if stop.opacity < 1.0 {
                let _ = write!(out, " stop-opacity=\"{}\"", number(stop.opacity));
            }
            out.push_str("/>");
        }
        let _ = writeln!(out, "</{name}>");
        id
    }
}

/// How much a map enlarges at most.
fn scale_of([a, b, c, d, ..]: Matrix) -> f32 {
    (a * a + b * b).max(c * c + d * d).sqrt()
}

fn transform(name: &str, matrix: Matrix, out: &mut String) {
    if matrix != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] {
        let _ = write!(out, " {name}=\"matrix({})\"", numbers(&matrix));
    }
}

fn numbers(values: &[f32]) -> String {
    values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(" ")
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A number to six significant digits or so, without an exponent.
fn number(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let digits = match value.abs() {
        size if size >= 1000.0 => 2,
        size if size >= 100.0 => 3,
        size if size >= 10.0 => 4,
        size if size >= 1.0 => 5,
        size if size >= 0.01 => 7,
        _ => 9,
    };
    let text = format!("{value:.digits$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(short, "" | "-0" | "-") { "0".to_owned() } else { short.to_owned() }
}
