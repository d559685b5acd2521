//! The cover alone, on a page of another shape: for the picture of it that the EPUB has.

use crate::diagnostic::Diagnostics;
use crate::flow::{Flow, Matter, Section, SectionKind};
use crate::fonts::FontStore;
use crate::manifest::model::PageSize;
use crate::style::{PageContext, Style};

use super::pages::Page;

/// Sets the cover as the style would on a page of the same width that is `ratio` times as high, so that its lines
/// are those of the printed cover. A style that shows no cover has its title page there, which is then the front of
/// the book. `None` where it shows neither.
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
    [SectionKind::Cover, SectionKind::TitlePage].into_iter().find_map(|kind| {
        let found = flow.sections.iter().find(|section| section.kind == kind)?;
        // It stands for the cover, which has no folio.
        let section = Section { kind: SectionKind::Cover, matter: Matter::Cover, ..found.clone() };
        let mut unread = Diagnostics::new();
        let pages = super::lay_out(&alone(flow, section), style, Some(size), fonts, &|_, _| None, &mut unread);
        pages.pages.into_iter().next()
    })
}

/// A book of one section.
fn alone(flow: &Flow, section: Section) -> Flow {
    Flow {
        meta: flow.meta.clone(),
        sections: vec![section],
        styles: flow.styles.clone(),
        images: flow.images.clone(),
        words: flow.words.clone(),
        sources: Vec::new(),
        accessibility_faults: Vec::new(),
        accessibility_summary: String::new(),
        certified_by: None,
        accessibility_report: None,
    }
}
