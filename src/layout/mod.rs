//! The flow set in pages. Knows nothing of PDF.
//!
//! ```text
//! Flow ─► collect ────────────► paginate ─► emit ──────────► Pages
//!          sections to vertical   plans:      ink moved to
//!          lists, in parallel     which       its place, notes,
//!                                 pieces      furniture, starts
//!                                 on which page
//! ```
//!
//! 1. `collect` walks each section once into a vertical list (`vertical`): lines, images, table rows with the
//!    glue and penalties between them, and notes in a list of their own. It knows a measure, but no page. Right after
//!    it, while sections are still worked on in parallel, [`level`] sets some paragraphs in a line more or less, so
//!    that pages of this height end level wherever the section begins.
//! 2. [`paginate`] sends runs of the list through the regions of pages, [`fill`] chooses the breaks, and a compact plan
//!    of each page is left; [`floats`] and [`spans`] move figures that do not fit on to the next, [`balance`] makes
//!    columns equally high, and [`feather`] widens the gaps of pages that would end short.
//! 3. Page references are read off the plans; sections that show some within their text are collected again until the
//!    labels settle, and labels at the ends of entries are placed then.
//! 4. `emit` moves what is drawn to its place on each page, and `furniture` adds heads and folios, apart from
//!    the body.
//!
//! [`audit`] looks at what came of it as a page designer would.

pub mod audit;
mod balance;
mod collect;
mod cover;
mod draw;
mod dump;
mod emit;
mod feather;
mod fill;
mod floats;
mod furniture;
mod heights;
mod hidden;
mod labels;
mod level;
mod move_on;
mod numerals;
mod off_page;
mod pages;
mod paginate;
mod regions;
mod set;
mod spans;
#[doc(hidden)]
pub mod stages;
mod strings;
#[cfg(test)]
mod tests;
mod vertical;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, Span, codes};
use crate::flow::{Data, Flow};
use crate::fonts::FontStore;
use crate::language::Direction;
use crate::manifest::model::PageSize;
use crate::style::{PageContext, Pt, Style};
use crate::text::Shaper;

pub use cover::lay_out_cover;
pub use dump::dump;
pub use pages::*;

use collect::{Collected, Labeller, Resetter, Scene, collect};
use emit::PageFacts;
use paginate::{Book, Plan};
use regions::{PageFn, PageStyles, Regions};
use set::Setter;
use vertical::Side;

/// How often sections that show page numbers are set until the numbers settle.
const ROUNDS: usize = 3;

/// Where in the book's files a character stands that a section (an index into [`Flow::sections`]; none for running
/// heads) shows.
pub type Locate<'a> = dyn Fn(char, Option<usize>) -> Option<Span> + 'a;

/// Sets a flow in pages. `page_size` replaces the style's.
///
/// Gives the lines that do not fit; reports characters that no font has, and what pages cannot do yet; none of it is an
/// error, but elements nested too deep to be set.
pub fn lay_out(
    flow: &Flow,
    style: &Style,
    page_size: Option<PageSize>,
    fonts: &FontStore,
    locate: &Locate<'_>,
    diags: &mut Diagnostics,
) -> Pages {
    let shaper = Shaper::new(fonts);
    let marked =
        flow.sections.iter().any(|section| section.strings.get("marking").is_some_and(|text| !text.is_empty()));
    let page = |context: &PageContext| style.page(&PageContext { marked, ..context.clone() }, page_size);
    for left in [false, true] {
        let page = page(&PageContext { left, ..PageContext::default() });
        let (width, height) = regions::room(&page);
        if width < LEAST_ROOM || height < LEAST_ROOM {
            let message = format!(
                "the margins leave {:.0} × {:.0} pt for the text of a page of {:.0} × {:.0} pt",
                width.0.max(0.0),
                height.0.max(0.0),
                page.width.0,
                page.height.0
            );
            diags
                .error(codes::BAD_VALUE, page.margin_place, message)
                .help("give `@page` smaller margins, or `page` a larger size");
            return Pages::default();
        }
    }
    let pages = lay_out_with(flow, &page, &shaper, locate, diags);
    if pages.pages.is_empty() {
        diags
            .error(codes::BAD_VALUE, None, "the style leaves nothing to show on any page")
            .help("look for `display: none` on sections, articles or headings");
    }
    pages
}

/// The least width and height of a page's text area that a book can be set in: three or four words.
const LEAST_ROOM: Pt = Pt(60.0);

/// Sets a flow in pages with any way to set paragraphs.
fn lay_out_with(
    flow: &Flow,
    page: &PageFn<'_>,
    setter: &dyn Setter,
    locate: &Locate<'_>,
    diags: &mut Diagnostics,
) -> Pages {
    let layout = Layout { flow, setter, regions: Regions::new(page), styles: PageStyles::new(page) };
    let mut known = BTreeMap::new();
    let mut collected = layout.collect_all(&known);
    let mut plans = layout.paginate(&mut collected);
    let mut labels = labels::labels(flow, &plans);
    for round in 0..=ROUNDS {
        let found = layout.references(&plans, &labels, &collected);
        let mut stale = layout.stale(&collected, &known, &found);
        known = found;
        if !stale.contains(&true) {
            break;
        }
        if round == ROUNDS {
            diags
                .warning(codes::PAGE_REFERENCE, None, "page numbers did not settle, so some may be wrong by one")
                .help("change the length of the text around the page references");
            break;
        }
        layout.widen(&mut collected, &known, &mut stale);
        if !stale.contains(&true) {
            break;
        }
        layout.collect_again(&mut collected, &known, &|section| stale[section as usize]);
        plans = layout.paginate(&mut collected);
        labels = labels::labels(flow, &plans);
    }
    layout.place_labels(&mut collected, &known);
    let mut told = report(flow, &mut collected, locate, diags);
    let total = labels::total(flow, &plans, &labels);
    let facts = plans.iter().zip(labels).enumerate();
    let facts = facts.map(|(page, (plan, label))| PageFacts { context: layout.context(page, plan), label }).collect();
    let mut furniture = furniture::Furniture::new(flow, setter, total);
    let mut pages = emit::emit(flow, &plans, facts, &mut collected, &layout.styles, &mut furniture);
    pages.overfull = collected.into_iter().flat_map(|section| section.overfull).collect();
    off_page::note(flow, &mut pages);
    hidden::settle(flow, &mut pages, diags);
    report_too_high(&furniture.too_high, diags);
    for c in furniture.missing.into_iter().filter(|&c| told.insert(c)) {
        report_missing(c, "a running head", locate(c, None), diags);
    }
    pages
}

struct Layout<'a> {
    flow: &'a Flow,
    setter: &'a dyn Setter,
    regions: Regions<'a>,
    styles: PageStyles<'a>,
}

impl Layout<'_> {
    fn collect_all(&self, labels: &BTreeMap<String, String>) -> Vec<Collected> {
        let (flow, setter, regions) = (self.flow, self.setter, &self.regions);
        let count = u32::try_from(flow.sections.len()).unwrap_or(u32::MAX);
        let levelled = |section| {
            let mut collected = collect(flow, section, regions, setter, labels);
            // What shows page numbers in its text is collected again, and levelled then.
            if !collected.has_refs {
                level_section(flow, section, &mut collected, regions, setter, labels);
            }
            collected
        };
        (0..count).into_par_iter().map(levelled).collect()
    }

    /// Which sections show what other labels change: a label within their text, or one that has not the room kept for it.
    fn stale(
        &self,
        collected: &[Collected],
        known: &BTreeMap<String, String>,
        found: &BTreeMap<String, String>,
    ) -> Vec<bool> {
        let stale = |(section, collected): (u32, &Collected)| {
            let shown = || page_refs(self.flow, section).any(|anchor| known.get(anchor) != found.get(anchor));
            let outgrown =
                || Labeller::new(Scene::new(self.flow, section, &self.regions, self.setter, found)).outgrow(collected);
            (collected.has_refs && shown()) || (collected.has_entries && outgrown())
        };
        (0u32..).zip(collected).map(stale).collect()
    }

    /// Keeps more room for the labels of stale sections. Where no line's place or height changes the pages stay as they
    /// are, and the section is stale no more.
    fn widen(&self, collected: &mut [Collected], labels: &BTreeMap<String, String>, stale: &mut [bool]) {
        let (flow, setter, regions) = (self.flow, self.setter, &self.regions);
        let outgrown: Vec<_> =
            (0u32..).zip(collected).zip(stale).filter(|((_, of), stale)| **stale && !of.has_refs).collect();
        outgrown.into_par_iter().for_each(|((number, section), stale)| {
            *stale = !Labeller::new(Scene::new(flow, number, regions, setter, labels)).widen(section);
        });
    }

    /// Places the labels at the ends of lines.
    fn place_labels(&self, collected: &mut [Collected], labels: &BTreeMap<String, String>) {
        let (flow, setter, regions) = (self.flow, self.setter, &self.regions);
        let entries: Vec<_> = (0u32..).zip(collected).filter(|(_, section)| section.has_entries).collect();
        entries.into_par_iter().for_each(|(number, section)| {
            Labeller::new(Scene::new(flow, number, regions, setter, labels)).place(section);
        });
    }

    fn collect_again(
        &self,
        collected: &mut [Collected],
        labels: &BTreeMap<String, String>,
        stale: &dyn Fn(u32) -> bool,
    ) {
        let (flow, setter, regions) = (self.flow, self.setter, &self.regions);
        let numbered: Vec<_> = (0u32..).zip(collected.iter_mut()).filter(|(section, _)| stale(*section)).collect();
        numbered.into_par_iter().for_each(|(number, section)| {
            *section = collect(flow, number, regions, setter, labels);
            level_section(flow, number, section, regions, setter, labels);
        });
    }

    fn paginate(&self, collected: &mut [Collected]) -> Vec<Plan> {
        let mut plans = Vec::new();
        for (section, collected) in (0u32..).zip(collected) {
            plans.extend(paginate::paginate(section, collected, plans.len(), self));
        }
        plans
    }

    /// The labels that page references show.
    fn references(&self, plans: &[Plan], labels: &[String], collected: &[Collected]) -> BTreeMap<String, String> {
        let sections = 0..u32::try_from(self.flow.sections.len()).unwrap_or(u32::MAX);
        let anchors = sections.flat_map(|section| page_refs(self.flow, section));
        let mut out: BTreeMap<String, String> = anchors.map(|anchor| (anchor.clone(), String::new())).collect();
        if out.is_empty() {
            return out;
        }
        for (anchor, page) in emit::anchor_pages(self.flow, plans, collected) {
            if let Some(label) = out.get_mut(&anchor) {
                label.clone_from(&labels[page]);
            }
        }
        out
    }

    fn is_left(&self, page: usize) -> bool {
        (page % 2 == 1) != (self.flow.meta.direction == Direction::Rtl)
    }

    fn context(&self, page: usize, plan: &Plan) -> PageContext {
        let name = plan.name.clone();
        PageContext { name, first: page == 0, left: self.is_left(page), blank: plan.blank, marked: false }
    }
}

/// What a section's page references lead to.
fn page_refs(flow: &Flow, section: u32) -> impl Iterator<Item = &String> {
    flow.sections[section as usize].elements.iter().filter_map(|element| match &element.data {
        Data::PageRef(anchor) => Some(anchor),
        _ => None,
    })
}

/// Levels the pages of a section.
fn level_section(
    flow: &Flow,
    section: u32,
    collected: &mut Collected,
    regions: &Regions<'_>,
    setter: &dyn Setter,
    labels: &BTreeMap<String, String>,
) {
    if collected.paragraphs.is_empty() {
        return;
    }
    let resetter = Resetter::new(Scene::new(flow, section, regions, setter, labels));
    let kind = flow.sections[section as usize].kind;
    let height = |name: Option<&str>| regions.for_section(section, kind, name).height;
    let named = collected.body.page_names.iter().map(|name| (name.clone(), height(Some(name)))).collect();
    let pages = AnyPages { usual: height(None), named };
    level::level(section, collected, &resetter, &pages);
    collected.paragraphs = Vec::new();
}

/// The pages of a section, wherever it stands.
struct AnyPages {
    usual: Pt,
    named: BTreeMap<String, Pt>,
}

impl Book for AnyPages {
    fn height(&self, _: usize, name: Option<&str>) -> Pt {
        name.and_then(|name| self.named.get(name)).copied().unwrap_or(self.usual)
    }

    fn is_on(&self, _: usize, _: Side) -> bool {
        true
    }
}

impl Book for Layout<'_> {
    fn height(&self, page: usize, name: Option<&str>) -> Pt {
        let name = name.map(str::to_owned);
        let context = PageContext { name, first: page == 0, left: self.is_left(page), blank: false, marked: false };
        regions::area(&self.styles.get(&context)).height
    }

    /// The first page is a recto, which in a right-to-left book is a left page.
    fn is_on(&self, page: usize, side: Side) -> bool {
        match side {
            Side::Any => true,
            Side::Recto => page.is_multiple_of(2),
            Side::Verso => !page.is_multiple_of(2),
            Side::Left => self.is_left(page),
            Side::Right => !self.is_left(page),
        }
    }
}

/// Reports what collecting found, in the order of the sections; gives the characters that no font has.
fn report(
    flow: &Flow,
    collected: &mut [Collected],
    locate: &Locate<'_>,
    diags: &mut Diagnostics,
) -> std::collections::BTreeSet<char> {
    let mut told = std::collections::BTreeSet::new();
    for (index, (section, collected)) in flow.sections.iter().zip(collected).enumerate() {
        diags.append(std::mem::take(&mut collected.diags));
        for c in std::mem::take(&mut collected.missing).into_iter().filter(|&c| told.insert(c)) {
            report_missing(c, &format!("“{}”", section.title), locate(c, Some(index)), diags);
        }
    }
    told
}

/// Reports running heads that do not fit their margin.
fn report_too_high(boxes: &[furniture::TooHigh], diags: &mut Diagnostics) {
    for furniture::TooHigh { place, lines, height, room } in boxes {
        let (height, room) = (height.0, room.0.max(0.0));
        let message = match lines {
            1 => format!("a line of {height:.0} pt does not fit a margin that leaves it {room:.0} pt"),
            _ => format!("{lines} lines of {height:.0} pt do not fit a margin that leaves them {room:.0} pt"),
        };
        diags
            .warning(codes::OVERFULL, place.clone(), message)
            .help("give `@page` a larger margin on this side, or the box a smaller `font-size`");
    }
}

fn report_missing(c: char, place: &str, span: Option<Span>, diags: &mut Diagnostics) {
    let message = format!("no font has the character “{c}” (U+{:04X}) in {place}", u32::from(c));
    let help = "add a font that has it to `fonts`; the PDF shows a box that is read as the character";
    diags.warning(codes::MISSING_GLYPH, span, message).help(help);
}
