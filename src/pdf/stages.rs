//! A stage of the writer by itself, for benches/stages.rs: what [`write`](super::write) does in the middle cannot be
//! timed from outside. No part of the crate's interface.

use super::document::{contents, spans, trees};
use super::font::Fonts;
use super::{PdfError, roles};
use crate::flow::Flow;
use crate::fonts::FontStore;
use crate::layout::Pages;

/// Makes the content of all pages, and gives `bench` what tags it once: builds the structure trees, and gives how many elements they have.
pub fn tag(
    flow: &Flow,
    pages: &Pages,
    store: &FontStore,
    bench: &mut dyn FnMut(&dyn Fn() -> usize),
) -> Result<(), PdfError> {
    let spans = spans(flow, pages)?;
    let fonts = Fonts::used(pages, store)?;
    let contents = contents(flow, pages, &fonts, &roles::all(flow, pages))?;
    bench(&|| {
        let built = trees(flow, pages, &roles::all(flow, pages), &contents, &spans);
        built.map_or(0, |trees| trees.iter().map(|tree| tree.nodes.len()).sum())
    });
    Ok(())
}
