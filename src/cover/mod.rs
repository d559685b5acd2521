//! The cover as a picture, for stores and the shelves of reading systems.
//!
//! ```text
//! Flow ─► layout, the cover alone on a page of 5:8 ─► canvas: outlines and rules as pixels ─► PNG
//! ```
//!
//! It is the cover that the style sets for print, its lines broken the same, on a page of the picture's shape: neither
//! stretched nor framed. Its words go along as alternative text ([`Flow::cover_text`]).

mod canvas;
mod draw;
#[cfg(test)]
mod tests;

use crate::dispatch::{ImageData, ImageError};
use crate::flow::Flow;
use crate::fonts::FontStore;
use crate::layout;
use crate::manifest::model::PageSize;
use crate::style::Style;
use canvas::Canvas;

/// Pixels. Amazon's cover guidelines ask for 2,560 × 1,600 with RGB colour and a height of 1.6 times the width
/// (<https://kdp.amazon.com/en_US/help/topic/G6GTK3T3NUHKLEFX>); the shorter side is above the 1,400 that Apple Books
/// wants at least, and all of it below the four million and some that other stores take.
const WIDTH: u32 = 1600;
/// See [`WIDTH`].
const HEIGHT: u32 = 2560;

/// Draws the cover as the style sets it. `page_size` replaces the style's. `None` where the book has a picture for it,
/// or the style shows neither a cover nor a title page.
///
/// # Errors
/// When the picture cannot be encoded: a fault of ours or of a library.
pub fn picture(
    flow: &Flow,
    style: &Style,
    page_size: Option<PageSize>,
    fonts: &FontStore,
) -> Result<Option<ImageData>, ImageError> {
    if flow.cover_text().is_none() {
        return Ok(None);
    }
    let ratio = f64::from(HEIGHT) / f64::from(WIDTH);
    let Some(page) = layout::lay_out_cover(flow, style, page_size, fonts, ratio) else { return Ok(None) };
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    draw::page(&page, fonts, &mut canvas);
    canvas.encode().map(Some)
}
