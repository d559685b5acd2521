//! Gradients as shadings (ISO 32000-1, 8.7.4.5): axial and radial, their stops a stitching function.

use lopdf::{Object, dictionary};

use super::drawing::reals;
use crate::dispatch::image::drawing::{Gradient, GradientKind, Spread, Stop};

/// How often a gradient that repeats is laid out to either side: as often as the eye can tell.
const REPEATS: i32 = 40;

/// What of a gradient's stops a shading shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Their colours.
    Color,
    /// Their opacity, as grey.
    Opacity,
}

/// A gradient's shading in its own coordinates. PDF knows no gradient that repeats: its period is laid out as often
/// as it may be seen.
pub fn shading(gradient: &Gradient, channel: Channel) -> Object {
    let (first, last) = match (gradient.spread, gradient.kind) {
        (Spread::Pad, _) => (0, 1),
        (_, GradientKind::Linear { .. }) => (-REPEATS, REPEATS),
        (_, GradientKind::Radial { .. }) => (0, REPEATS),
    };
    let at = |from: f32, to: f32, t: i32| from + (to - from) * t as f32;
    let (kind, coords) = match gradient.kind {
        GradientKind::Linear { from: [x1, y1], to: [x2, y2] } => {
            (2, vec![at(x1, x2, first), at(y1, y2, first), at(x1, x2, last), at(y1, y2, last)])
        }
        GradientKind::Radial { inner: [fx, fy, fr], outer: [cx, cy, r] } => {
            (3, vec![fx, fy, fr, at(fx, cx, last), at(fy, cy, last), at(fr, r, last)])
        }
    };
    let space = if channel == Channel::Color { "DeviceRGB" } else { "DeviceGray" };
    dictionary! {
        "ShadingType" => kind,
        "ColorSpace" => space,
        "Coords" => reals(&coords),
        "Extend" => vec![true.into(), true.into()],
        "Function" => function(&laid_out(gradient, first, last), channel),
    }
    .into()
}

/// The stops of all periods, with offsets from 0 to 1 over the whole.
fn laid_out(gradient: &Gradient, first: i32, last: i32) -> Vec<Stop> {
    let whole = (last - first) as f32;
    let mut out = Vec::new();
    for period in first..last {
        let mirrored = gradient.spread == Spread::Reflect && period.rem_euclid(2) == 1;
        let start = (period - first) as f32;
        let place = |stop: &Stop| {
            let offset = if mirrored { 1.0 - stop.offset } else { stop.offset };
            Stop { offset: (start + offset) / whole, ..*stop }
        };
        let mut stops: Vec<Stop> = gradient.stops.iter().map(place).collect();
        if mirrored {
            stops.reverse();
        }
        // A period holds its first and last colour to its ends.
        let ends = stops.first().zip(stops.last()).map(|(a, b)| (*a, *b));
        if let Some((a, b)) = ends {
            out.push(Stop { offset: start / whole, ..a });
            out.append(&mut stops);
            out.push(Stop { offset: (start + 1.0) / whole, ..b });
        }
    }
    out
}

/// A function of one value from 0 to 1: straight from stop to stop, a jump where two have the same offset.
fn function(stops: &[Stop], channel: Channel) -> Object {
    let color = |stop: &Stop| match channel {
        Channel::Color => reals(&stop.color.map(|value| f32::from(value) / 255.0)),
        Channel::Opacity => reals(&[stop.opacity]),
    };
    let straight = |a: &Stop, b: &Stop| -> Object {
        dictionary! { "FunctionType" => 2, "Domain" => reals(&[0.0, 1.0]), "C0" => color(a), "C1" => color(b), "N" => 1 }
            .into()
    };
    let pieces: Vec<&[Stop]> = stops.windows(2).filter(|pair| pair[1].offset > pair[0].offset).collect();
    match pieces.as_slice() {
        [] => stops.first().map_or(Object::Null, |stop| straight(stop, stop)),
        [only] => straight(&only[0], &only[1]),
        pieces => {
            let bounds: Vec<f32> = pieces.iter().skip(1).map(|pair| pair[0].offset).collect();
            let functions: Vec<Object> = pieces.iter().map(|pair| straight(&pair[0], &pair[1])).collect();
            let encode = [0.0, 1.0].repeat(pieces.len());
            dictionary! {
                "FunctionType" => 3, "Domain" => reals(&[0.0, 1.0]), "Functions" => functions,
                "Bounds" => reals(&bounds), "Encode" => reals(&encode),
            }
            .into()
        }
    }
}
