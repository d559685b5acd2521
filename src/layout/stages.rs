//! Stages of the layout by themselves, for benches/stages.rs: what [`lay_out`](super::lay_out) does in the middle cannot
//! be timed from outside. No part of the crate's interface.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::regions::{PageStyles, Regions};
use super::set::{SetParagraph, Setter};
use super::{Layout, PageFn};
use crate::flow::Flow;
use crate::fonts::FontStore;
use crate::manifest::model::PageSize;
use crate::style::{PageContext, Pt, Style};
use crate::text::{Line, Paragraph, Shaper};

/// The paragraphs that a flow is set in, each with the widths that it was broken to.
pub fn paragraphs(flow: &Flow, style: &Style, page_size: Option<PageSize>, fonts: &FontStore) -> Vec<(Paragraph, Pt)> {
    let recorder = Recorder { shaper: Shaper::new(fonts), seen: Arc::default() };
    let page = |context: &PageContext| style.page(context, page_size);
    // In one thread, so that they come in the order of the book.
    for section in 0..u32::try_from(flow.sections.len()).unwrap_or(u32::MAX) {
        super::collect::collect(flow, section, &Regions::new(&page), &recorder, &BTreeMap::new());
    }
    let mut seen = recorder.seen.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut seen)
}

/// Sets all paragraphs of a flow and levels its pages, and gives `bench` what paginates it once: gives how many pages
/// there are. Page references are left empty.
pub fn paginate(
    flow: &Flow,
    style: &Style,
    page_size: Option<PageSize>,
    fonts: &FontStore,
    bench: &mut dyn FnMut(&mut dyn FnMut() -> usize),
) {
    let shaper = Shaper::new(fonts);
    let page = |context: &PageContext| style.page(context, page_size);
    let page: &PageFn<'_> = &page;
    let layout = Layout { flow, setter: &shaper, regions: Regions::new(page), styles: PageStyles::new(page) };
    let labels = BTreeMap::new();
    let mut collected = layout.collect_all(&labels);
    layout.collect_again(&mut collected, &labels);
    bench(&mut || layout.paginate(&mut collected).len());
}

/// Shapes as ever, and keeps what was asked for.
struct Recorder {
    shaper: Shaper,
    seen: Arc<Mutex<Vec<(Paragraph, Pt)>>>,
}

struct Recorded {
    paragraph: Paragraph,
    shaped: Box<dyn SetParagraph>,
    seen: Arc<Mutex<Vec<(Paragraph, Pt)>>>,
}

impl Setter for Recorder {
    fn shape(&self, paragraph: &Paragraph, missing: &mut Vec<char>) -> Box<dyn SetParagraph> {
        let shaped = Setter::shape(&self.shaper, paragraph, missing);
        Box::new(Recorded { paragraph: paragraph.clone(), shaped, seen: Arc::clone(&self.seen) })
    }
}

impl SetParagraph for Recorded {
    fn lines(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<Line> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push((self.paragraph.clone(), measure(0)));
        drop(seen);
        self.shaped.lines(measure)
    }

    fn counts(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<(usize, f64)> {
        self.shaped.counts(measure)
    }

    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> Pt) -> Option<Vec<Line>> {
        self.shaped.lines_in(count, measure)
    }

    fn min_content(&self) -> Pt {
        self.shaped.min_content()
    }

    fn min_syllable(&self) -> Pt {
        self.shaped.min_syllable()
    }

    fn max_content(&self) -> Pt {
        self.shaped.max_content()
    }
}
