//! The picture against the layout that it is of, and what the canvas makes of shapes.

use ab_glyph_rasterizer::point;

use super::canvas::Piece;
use super::*;
use crate::diagnostic::Diagnostics;
use crate::flow::testing::flow;
use crate::layout::{Draw, Page};
use crate::style::{Pt, Rgb};
use crate::text::GlyphRun;

const BLACK: Rgb = Rgb { r: 0, g: 0, b: 0 };

/// A picture's pixels.
struct Pixels {
    width: u32,
    rgb: Vec<u8>,
}

impl Pixels {
    fn of(image: &ImageData) -> Self {
        let rgb = image.with_pixels(|pixels| pixels.rgb).expect("a picture");
        Self { width: image.width, rgb }
    }

    fn at(&self, x: u32, y: u32) -> [u8; 3] {
        let start = (y * self.width + x) as usize * 3;
        [self.rgb[start], self.rgb[start + 1], self.rgb[start + 2]]
    }

    /// The rectangle around what is not as the corner is: left, top, right, bottom, the last two behind it.
    fn ink(&self, [left, top, right, bottom]: [u32; 4]) -> [u32; 4] {
        let ground = self.at(left, top);
        let mut found = [u32::MAX, u32::MAX, 0, 0];
        for (x, y) in (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y))) {
            if self.at(x, y) != ground {
                found = [found[0].min(x), found[1].min(y), found[2].max(x + 1), found[3].max(y + 1)];
            }
        }
        found
    }
}

fn drawn(manifest: &str) -> (Page, Pixels, FontStore) {
    let flow = flow(manifest);
    let style = Style::load(None, &mut |_, _| None, &mut Diagnostics::new()).expect("the default style");
    let fonts = FontStore::bundled();
    let page = layout::lay_out_cover(&flow, &style, None, &fonts, 1.6).expect("a cover");
    let picture = picture(&flow, &style, None, &fonts).expect("encoded").expect("a picture");
    assert_eq!((picture.width, picture.height), (WIDTH, HEIGHT));
    (page, Pixels::of(&picture), fonts)
}

fn runs(page: &Page) -> impl Iterator<Item = (Pt, Pt, &GlyphRun)> {
    page.items.iter().filter_map(|item| match &item.draw {
        Draw::Glyphs { x, y, run } => Some((*x + run.x, *y + run.rise, run)),
        _ => None,
    })
}

/// Where a run's ink should be, in pixels.
fn expected(page: &Page, fonts: &FontStore, (x, y, run): (Pt, Pt, &GlyphRun)) -> [f64; 4] {
    let face = fonts.face(run.font);
    let pixels = f64::from(WIDTH) / page.width.0;
    let unit = run.size.0 / f64::from(face.units_per_em);
    let mut out = [f64::MAX, f64::MAX, 0.0, 0.0];
    for glyph in &run.glyphs {
        let Some(bounds) = face.glyph_bounds(glyph.id) else { continue };
        let [left, bottom, right, top] = bounds.map(|length| f64::from(length) * unit);
        let (x, y) = (x.0 + f64::from(glyph.x), page.height.0 - y.0 - f64::from(glyph.y));
        if left >= right {
            continue;
        }
        let own = [x + left * run.scale, y - top, x + right * run.scale, y - bottom].map(|length| length * pixels);
        out = [out[0].min(own[0]), out[1].min(own[1]), out[2].max(own[2]), out[3].max(own[3])];
    }
    out
}

#[test]
fn every_line_is_drawn_where_the_layout_has_it() {
    let books = [
        "weekbook: 1\ntitle: Between the Bridges\nsubtitle: Mosul, week by week\npublisher: The Desk\n\
         series: {name: Weekbooks, number: 3}\nlanguage: en\n",
        "weekbook: 1\ntitle: بين الجسور\nsubtitle: الموصل أسبوعاً بأسبوع\npublisher: مكتب دجلة\nlanguage: ar\n",
    ];
    for book in books {
        let dispatch = "dispatches: [{title: One, date: 2021-01-03, source: {name: A}, body: First.}]\n";
        let (page, pixels, fonts) = drawn(&format!("{book}{dispatch}"));
        assert!((page.height.0 / page.width.0 - 1.6).abs() < 1e-9);
        assert!(runs(&page).count() >= 4);
        for run in runs(&page).filter(|(.., run)| !run.text.trim().is_empty()) {
            let wanted = expected(&page, &fonts, run);
            let around = [wanted[0] - 5.0, wanted[1] - 5.0, wanted[2] + 5.0, wanted[3] + 5.0];
            let found = pixels.ink(around.map(|side| side as u32));
            let near = wanted.iter().zip(found).all(|(wanted, found)| (wanted - f64::from(found)).abs() <= 2.0);
            assert!(near, "{:?}: {found:?}, not {wanted:?}", run.2.text);
        }
    }
}

#[test]
fn the_panel_stands_behind_its_words() {
    let book = "weekbook: 1\ntitle: Small\nlanguage: en\n\
                dispatches: [{title: One, date: 2021-01-03, source: {name: A}, body: First.}]\n";
    let (page, pixels, _) = drawn(book);
    let panel = page.items.iter().find_map(|item| match item.draw {
        Draw::Rect { x, y, width, height, color } if height.0 > 100.0 => Some((x, y, width, height, color)),
        _ => None,
    });
    let (x, y, width, height, color) = panel.expect("a panel");
    let scale = f64::from(WIDTH) / page.width.0;
    let side = |length: f64| (length * scale).round() as u32;
    let (left, top, right, bottom) =
        (side(x.0), side(page.height.0 - y.0 - height.0), side(x.0 + width.0), side(page.height.0 - y.0));
    let color = [color.r, color.g, color.b];
    for (x, y) in [(left, top), (right - 1, top), (left, (top + bottom) / 2)] {
        assert_eq!(pixels.at(x, y), color, "{x} {y}");
    }
    for (x, y) in [(left - 1, top), (right, top), (left, top - 1)] {
        assert_eq!(pixels.at(x, y), [255; 3], "{x} {y}");
    }
}

/// What a canvas of four pixels by three shows of its red.
fn reds(paint: impl FnOnce(&mut Canvas)) -> [[u8; 4]; 3] {
    let mut canvas = Canvas::new(4, 3);
    paint(&mut canvas);
    let pixels = Pixels::of(&canvas.encode().expect("encoded"));
    [0, 1, 2].map(|y| [0, 1, 2, 3].map(|x| pixels.at(x, y)[0]))
}

fn square(left: f32, top: f32, right: f32, bottom: f32) -> [Piece; 4] {
    let corners = [point(left, top), point(right, top), point(right, bottom), point(left, bottom)];
    [0, 1, 2, 3].map(|side| Piece::Line([corners[side], corners[(side + 1) % 4]]))
}

#[test]
fn rectangles_are_of_whole_pixels() {
    let w = 255;
    assert_eq!(reds(|c| c.rectangle(1.2, 0.6, 2.9, 2.2, BLACK)), [[w; 4], [w, 0, 0, w], [w; 4]]);
    assert_eq!(reds(|c| c.rectangle(1.2, 1.3, 3.0, 1.4, BLACK)), [[w; 4], [w, 0, 0, w], [w; 4]], "a hairline");
    assert_eq!(reds(|c| c.rectangle(-9.0, -9.0, 1.0, 99.0, BLACK)), [[0, w, w, w]; 3]);
    assert_eq!(reds(|c| c.rectangle(4.0, 5.0, 9.0, f32::NAN, BLACK)), [[w; 4]; 3]);
}

#[test]
fn outlines_are_smooth_and_may_stand_out() {
    let w = 255;
    assert_eq!(reds(|c| c.fill(&square(1.0, 1.0, 2.5, 2.0), BLACK)), [[w; 4], [w, 0, 128, w], [w; 4]]);
    assert_eq!(reds(|c| c.fill(&square(-2.0, -1.0, 1.0, 1.0), BLACK)), [[0, w, w, w], [w; 4], [w; 4]]);
    assert_eq!(reds(|c| c.fill(&square(3.0, 2.0, 70.0, 90.0), BLACK)), [[w; 4], [w; 4], [w, w, w, 0]]);
    for far in [square(9.0, 0.0, 12.0, 1.0), square(-9.0, 0.0, -3.0, 1.0), square(0.0, 0.0, 1e9, 1e9)] {
        assert_eq!(reds(|c| c.fill(&far, BLACK)), [[w; 4]; 3]);
    }
    assert_eq!(reds(|c| c.fill(&square(0.0, 0.0, f32::INFINITY, 1.0), BLACK)), [[w; 4]; 3]);
    assert_eq!(reds(|c| c.fill(&[], BLACK)), [[w; 4]; 3]);
}
