//! The cover alone, on a page of another shape: for the picture of it that the EPUB has.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::flow::{Flow, SectionKind};
use crate::fonts::FontStore;
use crate::manifest::model::PageSize;
use crate::style::{ComputedStyle, Display, PageContext, Style};

use super::pages::Page;

/// Sets the cover as the style would on a page of the same width that is `ratio` times as high, so that its lines
/// are those of the printed cover. A style that hides the cover hides it in print: there may be no use for the sheet
/// there, but a shelf shows every book by its cover. `None` where it hides all that stands in it.
///
/// What is wrong with it is not reported: the same words stand on the book's own pages.
pub fn lay_out_cover(
    flow: &Flow,
    style: &Style,
    page_size: Option<PageSize>,
    fonts: &FontStore,
    ratio: f64,
) -> Option<Page> {
    let usual = style.page(&PageContext { first: true, ..PageContext::default() }, page_size);
    let width = usual.width.0.min(usual.height.0);
    let size = PageSize { width, height: width * ratio };
    let mut unread = Diagnostics::new();
    let pages = super::lay_out(&alone(flow)?, style, Some(size), fonts, &|_, _| None, &mut unread);
    pages.pages.into_iter().next().filter(|page| !page.items.is_empty())
}

/// A book that is nothing but the cover of another, shown.
fn alone(flow: &Flow) -> Option<Flow> {
    let mut cover = flow.sections.iter().find(|section| section.kind == SectionKind::Cover)?.clone();
    let mut styles = flow.styles.clone();
    let root = cover.elements.first_mut()?;
    let usual = flow.style(root);
    if usual.display == Display::None {
        root.style = u32::try_from(styles.len()).ok()?;
        styles.push(Arc::new(ComputedStyle { display: Display::Block, ..ComputedStyle::clone(usual) }));
    }
    Some(Flow {
        meta: flow.meta.clone(),
        sections: vec![cover],
        styles,
        images: flow.images.clone(),
        words: flow.words.clone(),
        sources: Vec::new(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: None,
        accessibility_report: None,
    })
}
