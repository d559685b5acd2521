//! usvg's tree as a [`Drawing`].

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use usvg::tiny_skia_path::{self, PathSegment, Point};
use usvg::{Group, ImageKind, Node, Transform, Tree};

use super::drawing::{
    Cap, Clip, Drawing, Fill, Gradient, GradientKind, Join, Layer, Mark, Matrix, Paint, Picture, Segment, Shape,
    Spread, Stop, Stroke,
};
use crate::dispatch::ast::{ImageData, ImageFormat};

/// The drawing, and the features of the tree that it is drawn without.
pub(super) fn drawing(tree: &Tree) -> (Drawing, BTreeSet<&'static str>) {
    let mut converter = Converter::default();
    let root = converter.layer(tree.root());
    let mut marks = Vec::new();
    push(root, &mut marks);
    (Drawing { width: tree.size().width(), height: tree.size().height(), marks }, converter.features)
}

#[derive(Default)]
struct Converter {
    features: BTreeSet<&'static str>,
    /// Gradients and pictures that were seen, by where usvg keeps them.
    gradients: FxHashMap<usize, Arc<Gradient>>,
    pictures: FxHashMap<usize, Arc<ImageData>>,
}

/// Adds a layer, or what it holds where it changes nothing.
fn push(layer: Layer, marks: &mut Vec<Mark>) {
    let plain = layer.transform == IDENTITY && layer.opacity >= 1.0 && layer.clips.is_empty();
    if plain {
        marks.extend(layer.marks);
    } else if !layer.marks.is_empty() {
        marks.push(Mark::Layer(layer));
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl Converter {
    fn layer(&mut self, group: &Group) -> Layer {
        if group.mask().is_some() {
            self.features.insert("a mask");
        }
        if !group.filters().is_empty() {
            self.features.insert("a filter");
        }
        if group.blend_mode() != usvg::BlendMode::Normal {
            self.features.insert("a blend mode");
        }
        let mut clips = Vec::new();
        if let Some(clip) = group.clip_path() {
            self.clips(clip, &mut clips);
        }
        let mut marks = Vec::new();
        for node in group.children() {
            match node {
                Node::Group(group) => push(self.layer(group), &mut marks),
                Node::Path(path) => self.shape(path, &mut marks),
                Node::Image(image) => marks.extend(self.picture(image).map(Mark::Picture)),
                Node::Text(text) => push(self.layer(text.flattened()), &mut marks),
            }
        }
        Layer { transform: matrix(group.transform()), opacity: group.opacity().get(), clips, marks }
    }

    /// A path; where its fill lies over its stroke (which SVG 1.1 cannot say) as two.
    fn shape(&mut self, path: &usvg::Path, marks: &mut Vec<Mark>) {
        if !path.is_visible() {
            return;
        }
        let fill = path.fill().and_then(|fill| {
            let even_odd = fill.rule() == usvg::FillRule::EvenOdd;
            Some(Fill { paint: self.paint(fill.paint())?, opacity: fill.opacity().get(), even_odd })
        });
        let stroke = path.stroke().and_then(|stroke| self.stroke(stroke));
        let shape = Shape { outline: outline(path.data()), fill, stroke };
        if path.paint_order() == usvg::PaintOrder::StrokeAndFill && shape.fill.is_some() && shape.stroke.is_some() {
            marks.push(Mark::Shape(Shape { fill: None, ..shape.clone() }));
            marks.push(Mark::Shape(Shape { stroke: None, ..shape }));
        } else if shape.fill.is_some() || shape.stroke.is_some() {
            marks.push(Mark::Shape(shape));
        }
    }

    fn stroke(&mut self, stroke: &usvg::Stroke) -> Option<Stroke> {
        let dash = stroke.dasharray().unwrap_or_default();
        let sound = dash.iter().all(|length| length.is_finite() && *length >= 0.0) && dash.iter().any(|d| *d > 0.0);
        Some(Stroke {
            paint: self.paint(stroke.paint())?,
            opacity: stroke.opacity().get(),
            width: stroke.width().get(),
            cap: match stroke.linecap() {
                usvg::LineCap::Butt => Cap::Butt,
                usvg::LineCap::Round => Cap::Round,
                usvg::LineCap::Square => Cap::Square,
            },
            join: match stroke.linejoin() {
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
                usvg::LineJoin::Round => Join::Round,
                usvg::LineJoin::Bevel => Join::Bevel,
            },
            miter_limit: stroke.miterlimit().get().max(1.0),
            dash: if sound { dash.to_vec() } else { Vec::new() },
            dash_offset: stroke.dashoffset(),
        })
    }

    fn paint(&mut self, paint: &usvg::Paint) -> Option<Paint> {
        let (place, kind, base): (usize, _, &usvg::BaseGradient) = match paint {
            usvg::Paint::Color(color) => return Some(Paint::Solid([color.red, color.green, color.blue])),
            usvg::Paint::LinearGradient(line) => {
                let kind = GradientKind::Linear { from: [line.x1(), line.y1()], to: [line.x2(), line.y2()] };
                (Arc::as_ptr(line) as usize, kind, line)
            }
            usvg::Paint::RadialGradient(circle) => {
                let inner = [circle.fx(), circle.fy(), circle.fr().get()];
                let outer = [circle.cx(), circle.cy(), circle.r().get()];
                (Arc::as_ptr(circle) as usize, GradientKind::Radial { inner, outer }, circle)
            }
            usvg::Paint::Pattern(_) => {
                self.features.insert("a pattern");
                return None;
            }
        };
        if let Some(known) = self.gradients.get(&place) {
            return Some(Paint::Gradient(Arc::clone(known)));
        }
        let gradient = Arc::new(self.gradient(kind, base));
        self.gradients.insert(place, Arc::clone(&gradient));
        Some(Paint::Gradient(gradient))
    }

    fn gradient(&mut self, mut kind: GradientKind, base: &usvg::BaseGradient) -> Gradient {
        let stop = |stop: &usvg::Stop| {
            let color = stop.color();
            let color = [color.red, color.green, color.blue];
            Stop { offset: stop.offset().get(), color, opacity: stop.opacity().get() }
        };
        let mut stops: Vec<Stop> = base.stops().iter().map(stop).collect();
        let mut spread = match base.spread_method() {
            usvg::SpreadMethod::Pad => Spread::Pad,
            usvg::SpreadMethod::Reflect => Spread::Reflect,
            usvg::SpreadMethod::Repeat => Spread::Repeat,
        };
        if let GradientKind::Radial { inner: [fx, fy, fr], outer: [cx, cy, r] } = &mut kind {
            let concentric = fx == cx && fy == cy;
            if *fr > 0.0 {
                // SVG 1.1 has no inner circle: one around the same point is as well said by the stops.
                if concentric && *r > *fr && spread == Spread::Pad {
                    stops.iter_mut().for_each(|stop| stop.offset = (*fr + stop.offset * (*r - *fr)) / *r);
                } else {
                    self.features.insert("a gradient between two circles");
                }
                *fr = 0.0;
            }
            if spread != Spread::Pad && !concentric {
                self.features.insert("a repeating gradient around two points");
                spread = Spread::Pad;
            }
        }
        Gradient { kind, transform: matrix(base.transform()), spread, stops }
    }

    fn picture(&mut self, image: &usvg::Image) -> Option<Picture> {
        if !image.is_visible() {
            return None;
        }
        let (bytes, format) = match image.kind() {
            ImageKind::JPEG(bytes) => (bytes, ImageFormat::Jpeg),
            ImageKind::PNG(bytes) => (bytes, ImageFormat::Png),
            _ => {
                self.features.insert("an image of a kind that is not read");
                return None;
            }
        };
        let size = image.size();
        let known = self.pictures.entry(Arc::as_ptr(bytes) as usize).or_insert_with(|| {
            let (width, height) = (size.width() as u32, size.height() as u32);
            Arc::new(ImageData {
                file: "a drawing".to_owned(),
                format,
                bytes: bytes.to_vec(),
                width,
                height,
                words: String::new(),
            })
        });
        Some(Picture { image: Arc::clone(known), width: size.width(), height: size.height() })
    }

    /// A clip path as regions, of which the common part is seen.
    fn clips(&mut self, clip: &usvg::ClipPath, out: &mut Vec<Clip>) {
        if let Some(inner) = clip.clip_path() {
            self.clips(inner, out);
        }
        let mut parts = Vec::new();
        self.regions(clip.root(), clip.transform(), &mut parts);
        let even_odd = match parts.as_slice() {
            // Nothing in it: nothing is seen.
            [] => false,
            [only] => only.even_odd,
            _ if parts.iter().any(|part| part.even_odd) => {
                if overlap(&parts) {
                    self.features.insert("a clip of overlapping shapes with even-odd insides");
                }
                true
            }
            _ => {
                // Contours that run the same way add up.
                parts.iter_mut().filter(|part| area(&part.outline) < 0.0).for_each(|part| reverse(&mut part.outline));
                false
            }
        };
        let outline = parts.into_iter().flat_map(|part| part.outline).collect();
        out.push(Clip { outline, even_odd });
    }

    fn regions(&mut self, group: &Group, transform: Transform, out: &mut Vec<Clip>) {
        let transform = transform.pre_concat(group.transform());
        if group.clip_path().is_some() {
            self.features.insert("a clip within a clip");
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.regions(group, transform, out),
                Node::Text(text) => self.regions(text.flattened(), transform, out),
                Node::Path(path) => {
                    let Some(data) = path.data().clone().transform(transform) else { continue };
                    let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
                    if path.is_visible() {
                        out.push(Clip { outline: outline(&data), even_odd });
                    }
                }
                Node::Image(_) => {}
            }
        }
    }
}

const fn matrix(t: Transform) -> Matrix {
    [t.sx, t.ky, t.kx, t.sy, t.tx, t.ty]
}

fn outline(path: &tiny_skia_path::Path) -> Vec<Segment> {
    let mut at = Point::zero();
    let mut start = Point::zero();
    let mut out = Vec::with_capacity(path.len());
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                out.push(Segment::Move([to.x, to.y]));
                start = to;
                at = to;
            }
            PathSegment::LineTo(to) => {
                out.push(Segment::Line([to.x, to.y]));
                at = to;
            }
            PathSegment::QuadTo(by, to) => {
                let third = |end: f32, middle: f32| end + (middle - end) * 2.0 / 3.0;
                let (a, b) = ([third(at.x, by.x), third(at.y, by.y)], [third(to.x, by.x), third(to.y, by.y)]);
                out.push(Segment::Cubic([a[0], a[1], b[0], b[1], to.x, to.y]));
                at = to;
            }
            PathSegment::CubicTo(a, b, to) => {
                out.push(Segment::Cubic([a.x, a.y, b.x, b.y, to.x, to.y]));
                at = to;
            }
            PathSegment::Close => {
                out.push(Segment::Close);
                at = start;
            }
        }
    }
    out
}

/// Where each step ends.
fn ends(outline: &[Segment]) -> impl Iterator<Item = [f32; 2]> {
    outline.iter().filter_map(|segment| match segment {
        Segment::Move(to) | Segment::Line(to) => Some(*to),
        Segment::Cubic([.., x, y]) => Some([*x, *y]),
        Segment::Close => None,
    })
}

/// Twice the area that an outline of straight lines through its points would have; negative where it runs the other
/// way. Contours after the first (holes) count with their own sign.
fn area(outline: &[Segment]) -> f32 {
    let mut sum = 0.0;
    for contour in outline.split(|segment| matches!(segment, Segment::Close)) {
        let points: Vec<[f32; 2]> = ends(contour).collect();
        let next = points.iter().cycle().skip(1);
        sum += points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f32>();
    }
    sum
}

/// Turns every contour around.
fn reverse(outline: &mut Vec<Segment>) {
    let mut out = Vec::with_capacity(outline.len());
    let starts = outline.iter().enumerate().filter(|(_, s)| matches!(s, Segment::Move(_))).map(|(at, _)| at);
    let bounds: Vec<usize> = starts.chain([outline.len()]).collect();
    for pair in bounds.windows(2) {
        let contour = &outline[pair[0]..pair[1]];
        let points: Vec<[f32; 2]> = ends(contour).collect();
        let Some(last) = points.last() else { continue };
        out.push(Segment::Move(*last));
        let drawn: Vec<&Segment> = contour.iter().skip(1).filter(|s| !matches!(s, Segment::Close)).collect();
        for (at, segment) in drawn.iter().enumerate().rev() {
            let to = points[at];
            out.push(match segment {
                Segment::Cubic([ax, ay, bx, by, ..]) => Segment::Cubic([*bx, *by, *ax, *ay, to[0], to[1]]),
                _ => Segment::Line(to),
            });
        }
        out.push(Segment::Close);
    }
    *outline = out;
}

/// Whether the boxes of any two regions overlap, or there are too many to say.
fn overlap(parts: &[Clip]) -> bool {
    let boxes: Vec<[f32; 4]> = parts.iter().map(|part| bounds(&part.outline)).collect();
    let meet = |a: &[f32; 4], b: &[f32; 4]| a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    boxes.len() > 256 || boxes.iter().enumerate().any(|(n, a)| boxes[..n].iter().any(|b| meet(a, b)))
}

fn bounds(outline: &[Segment]) -> [f32; 4] {
    let none = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    ends(outline).fold(none, |b, [x, y]| [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)])
}
