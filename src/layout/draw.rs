//! Backgrounds, borders, underlines: marks that belong to no element.

use crate::style::{Border, BorderStyle, ComputedStyle, Pt, Rgb, Sides};

use super::pages::{Draw, Item, Part};
use super::vertical::Frame;

/// An artefact.
pub(super) fn artefact(draw: Draw) -> Item {
    Item { node: None, part: Part::Body, draw }
}

/// A filled rectangle, as an artefact.
pub(super) fn rect(x: Pt, y: Pt, width: Pt, height: Pt, color: Rgb) -> Item {
    artefact(Draw::Rect { x, y, width, height, color })
}

/// Whether a border shows.
pub(super) fn shows(border: &Border) -> bool {
    border.width > Pt::ZERO && border.style != BorderStyle::None
}

/// The width that a border takes.
pub(super) fn thickness(border: &Border) -> Pt {
    if shows(border) { border.width } else { Pt::ZERO }
}

/// Padding and borders of a box.
pub(super) fn insets(style: &ComputedStyle) -> Sides<Pt> {
    let (border, padding) = (&style.border, &style.padding);
    Sides {
        top: thickness(&border.top) + padding.top,
        right: thickness(&border.right) + padding.right,
        bottom: thickness(&border.bottom) + padding.bottom,
        left: thickness(&border.left) + padding.left,
    }
}

/// A block's background and borders between `top` and `bottom`. Where the block goes on over a page's edge, it has
/// no border there (CSS Fragmentation 3, 5.4: `box-decoration-break: slice`).
pub(super) fn boxed(frame: &Frame, top: Pt, bottom: Pt, opens: bool, closes: bool, out: &mut Vec<Item>) {
    let (left, right) = (frame.x, frame.x + frame.width);
    let height = top - bottom;
    if let Some(color) = frame.background
        && height > Pt::ZERO
        && frame.width > Pt::ZERO
    {
        out.push(rect(left, bottom, frame.width, height, color));
    }
    if opens {
        edge(&frame.border.top, (left, top), (right, top), (0.0, -1.0), out);
    }
    if closes {
        edge(&frame.border.bottom, (left, bottom), (right, bottom), (0.0, 1.0), out);
    }
    if height > Pt::ZERO {
        edge(&frame.border.left, (left, bottom), (left, top), (1.0, 0.0), out);
        edge(&frame.border.right, (right, bottom), (right, top), (-1.0, 0.0), out);
    }
}

/// A border along the outer edge from one corner to another (left to right or bottom to top); `inward` says on
/// which side of the edge it lies.
pub(super) fn edge(border: &Border, from: (Pt, Pt), to: (Pt, Pt), inward: (f64, f64), out: &mut Vec<Item>) {
    if !shows(border) {
        return;
    }
    let width = border.width;
    let mut band = |offset: Pt, thickness: Pt| {
        let (dx, dy) = (offset * inward.0, offset * inward.1);
        let horizontal = inward.0 == 0.0;
        let (x, y) = (from.0 + dx, from.1 + dy);
        let (x, y) = if inward.0 < 0.0 { (x - thickness, y) } else { (x, y) };
        let (x, y) = if inward.1 < 0.0 { (x, y - thickness) } else { (x, y) };
        let (w, h) = if horizontal { (to.0 - from.0, thickness) } else { (thickness, to.1 - from.1) };
        out.push(rect(x, y, w, h, border.color));
    };
    match border.style {
        BorderStyle::None => {}
        BorderStyle::Solid => band(Pt::ZERO, width),
        BorderStyle::Double => {
            band(Pt::ZERO, width / 3.0);
            band(width * (2.0 / 3.0), width / 3.0);
        }
        BorderStyle::Dashed | BorderStyle::Dotted => {
            let (dx, dy) = (width * (inward.0 / 2.0), width * (inward.1 / 2.0));
            let on = if border.style == BorderStyle::Dashed { width * 3.0 } else { width };
            out.push(artefact(Draw::Stroke {
                from: (from.0 + dx, from.1 + dy),
                to: (to.0 + dx, to.1 + dy),
                width,
                color: border.color,
                dash: vec![on, on],
            }));
        }
    }
}
