//! Making pages of the plans: what is drawn is moved to its place, each page once, in order.

use std::collections::BTreeMap;

use crate::flow::{Flow, NodeId, PageBreak, SectionKind};
use crate::language::Direction;
use crate::style::{PageContext, Pt, Rgb};

use super::collect::Collected;
use super::draw;
use super::furniture::Furniture;
use super::pages::{Page, Pages, Place};
use super::paginate::{Plan, Stretch};
use super::regions::{Area, PageStyles, area};
use super::strings::Tracker;
use super::vertical::{Columns, FramePlace, Ink, NoteSpace};

/// The rule above notes: its share of the measure and its thickness.
const NOTE_RULE: (f64, Pt) = (0.25, Pt(0.4));

/// What is known of a page besides its plan.
pub(super) struct PageFacts {
    pub context: PageContext,
    pub label: String,
}

/// Draws every page. The collected lists lose their ink on the way.
pub(super) fn emit(
    flow: &Flow,
    plans: &[Plan],
    facts: Vec<PageFacts>,
    collected: &mut [Collected],
    styles: &PageStyles<'_>,
    furniture: &mut Furniture<'_>,
) -> Pages {
    let mut out = Pages { pages: Vec::with_capacity(plans.len()), ..Pages::default() };
    let mut strings = Tracker::default();
    let (mut begun, mut last) = (None, None);
    let starts = starts(flow, plans, collected);
    for ((plan, facts), start) in plans.iter().zip(facts).zip(starts) {
        let style = styles.get(&facts.context);
        let number = plan.section as usize;
        // What was drawn is not needed twice in memory.
        if let Some(done) = last.replace(number).filter(|done| *done != number) {
            (collected[done].body, collected[done].notes) = Default::default();
        }
        let section = &flow.sections[number];
        let begins = !plan.blank && begun != Some(plan.section);
        let parts = &mut collected[number];
        let pieces = &parts.body.pieces[plan.body.clone()];
        let page_strings = strings.page(begins.then_some(&section.strings), pieces);
        let ink = body(parts, plan, area(&style), flow.meta.direction);
        let page = out.pages.len();
        if begins {
            begun = Some(plan.section);
            let place = Place { page, x: area(&style).left, y: area(&style).top };
            out.anchors.entry(section.anchor.clone()).or_insert(place);
        }
        for (name, x, y) in ink.anchors {
            let place = Place { page, x, y };
            if name == section.anchor {
                continue;
            }
            out.anchors.entry(name).or_insert(place);
        }
        let start = start.map(|(node, offset)| PageBreak { label: facts.label.clone(), node, offset });
        out.pages.push(Page {
            furniture: furniture.page(&style, &facts, &page_strings),
            label: facts.label,
            width: style.width,
            height: style.height,
            section: plan.section,
            regions: plan.stretches.iter().map(|part| region(parts, part, area(&style))).collect(),
            items: ink.items,
            links: ink.links,
            start,
        });
    }
    out
}

/// Where the running text of each page begins in the flow. A figure that moved on to a page's top stands in the flow
/// before what ends the page before, so that a page begins with its text, unless that has passed a figure itself: the
/// next page must begin later.
fn starts(flow: &Flow, plans: &[Plan], collected: &[Collected]) -> Vec<Option<(NodeId, usize)>> {
    let mut out = vec![None; plans.len()];
    let mut next: Option<(NodeId, usize)> = None;
    for (plan, out) in plans.iter().zip(&mut out).rev() {
        if flow.sections[plan.section as usize].kind == SectionKind::Cover {
            continue;
        }
        let pieces = &collected[plan.section as usize].body.pieces[plan.body.clone()];
        let stays = pieces.iter().filter(|piece| !piece.floated).find_map(|piece| piece.start);
        let stays = stays.filter(|start| next.is_none_or(|next| *start < next));
        *out = stays.or_else(|| pieces.iter().find_map(|piece| piece.start));
        next = out.or(next);
    }
    out
}

/// The stretches of a page, and the boxes around columns behind them.
fn body(parts: &mut Collected, plan: &Plan, area: Area, direction: Direction) -> Ink {
    let mut ink = Ink::default();
    let mut around: Vec<FramePlace> = Vec::new();
    for part in &plan.stretches {
        let (drawn, places) = stretch(parts, part, area, direction);
        ink.add(drawn, area.left, area.top - part.top);
        for mut place in places {
            (place.top, place.bottom) = (place.top - part.top, place.bottom - part.top);
            match around.iter_mut().find(|known| known.frame == place.frame) {
                Some(known) => known.join(&place),
                None => around.push(place),
            }
        }
    }
    if around.is_empty() {
        return ink;
    }
    let mut out = Ink::default();
    for place in &around {
        place.draw(&parts.body.frames[place.frame], &mut out.items);
    }
    let mut moved = Ink::default();
    moved.add(out, area.left, area.top);
    moved.add(ink, Pt::ZERO, Pt::ZERO);
    moved
}

/// The rectangle that a stretch is set in.
fn region(parts: &Collected, part: &Stretch, area: Area) -> [Pt; 4] {
    let columns = part.column.and_then(|(set, column)| Some((*parts.body.columns.get(set as usize)?, column)));
    let (x, width) = columns.map_or((Pt::ZERO, area.width), |(of, column)| (of.x + of.shift(column), of.width));
    let (left, top) = (area.left + x, area.top - part.top);
    [left, top - part.height, left + width, top]
}

/// Text from the top down, notes at the foot with a rule above them; from the area's left edge and the stretch's top.
fn stretch(parts: &mut Collected, part: &Stretch, area: Area, direction: Direction) -> (Ink, Vec<FramePlace>) {
    let mut ink = Ink::default();
    let columns = part.column.and_then(|(set, column)| Some((*parts.body.columns.get(set as usize)?, column)));
    let shift = columns.map_or(Pt::ZERO, |(columns, column)| columns.shift(column));
    let notes = parts.notes.compose(part.notes.clone(), false, Pt::ZERO, &[]);
    let taken = if part.notes.is_empty() { Pt::ZERO } else { notes.height + NoteSpace::USUAL.total() };
    let text = parts.body.compose(part.body.clone(), part.fresh, part.height - taken, &part.added);
    ink.add(text.ink, shift, Pt::ZERO);
    if part.notes.is_empty() {
        return (ink, text.around);
    }
    // Notes higher than the page begin at its head.
    let top = (notes.height + part.top - part.foot).min(part.top);
    let (share, thickness) = NOTE_RULE;
    let (left, full) = columns.map_or((Pt::ZERO, area.width), |(Columns { x, width, .. }, _)| (x + shift, width));
    let width = full * share;
    let x = match direction {
        Direction::Ltr => left,
        Direction::Rtl => left + full - width,
    };
    ink.items.push(draw::rect(x, top + NoteSpace::USUAL.below, width, thickness, Rgb::default()));
    ink.add(notes.ink, shift, top);
    (ink, text.around)
}

/// Where every anchor and every section begins, as far as pagination knows it: the index of its page.
pub(super) fn anchor_pages(flow: &Flow, plans: &[Plan], collected: &[Collected]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for (page, plan) in plans.iter().enumerate() {
        if plan.blank {
            continue;
        }
        let parts = &collected[plan.section as usize];
        let section = &flow.sections[plan.section as usize];
        out.entry(section.anchor.clone()).or_insert(page);
        let body = &parts.body.pieces[plan.body.clone()];
        let notes = &parts.notes.pieces[plan.notes.clone()];
        for (name, ..) in body.iter().chain(notes).flat_map(|piece| &piece.ink.anchors) {
            out.entry(name.clone()).or_insert(page);
        }
    }
    out
}
