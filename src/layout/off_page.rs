//! Text that stands beyond the edges of its page, where no paper is.

use rustc_hash::FxHashSet;

use crate::flow::{Flow, NodeId};
use crate::style::Pt;
use crate::text::{Glyph, GlyphRun};

use super::pages::{Draw, Overfull, Page, Pages, Tight};

/// How much of its size the last letter of a run needs at least.
const LAST_LETTER: f64 = 0.25;

/// Notes the runs of text that a page does not hold. What is in a block of which a line is noted already is not noted
/// again; nor is more than one run of an element.
pub(super) fn note(flow: &Flow, pages: &mut Pages) {
    let mut told: FxHashSet<NodeId> = pages.overfull.iter().map(|line| line.node).collect();
    let mut found = Vec::new();
    for page in &pages.pages {
        for item in &page.items {
            let (Some(node), Draw::Glyphs { x, y, run }) = (item.node, &item.draw) else { continue };
            let Some(excess) = beyond(page, *x, *y, run).filter(|_| !is_told(node, flow, &told)) else { continue };
            told.insert(node);
            let words = run.text.trim().to_owned();
            found.push(Overfull { node, words, excess, of: Tight::Page });
        }
    }
    pages.overfull.append(&mut found);
}

fn is_told(node: NodeId, flow: &Flow, told: &FxHashSet<NodeId>) -> bool {
    let elements = &flow.sections[node.section as usize].elements;
    let above = std::iter::successors(Some(node.index), |index| elements.get(*index as usize)?.parent);
    above.into_iter().any(|index| told.contains(&NodeId { index, ..node }))
}

/// How far a run stands beyond the edge that it stands beyond most.
fn beyond(page: &Page, x: Pt, y: Pt, run: &GlyphRun) -> Option<Pt> {
    let left = (x + run.x).0;
    let base = (y + run.rise).0;
    let beyond = |(first, last): (f64, f64)| {
        [-(left + first), left + last + run.size.0 * LAST_LETTER - page.width.0, -base, base - page.height.0]
    };
    // Blanks may stand anywhere; most runs are well within their page with them.
    if beyond(edges(run.glyphs.iter())).into_iter().all(|side| side <= 0.0) {
        return None;
    }
    let is_blank = |start: u16, end: u16| {
        run.text.get(usize::from(start)..usize::from(end)).is_none_or(|text| text.chars().all(char::is_whitespace))
    };
    let glyphs = run.glyphs.iter().filter(|glyph| !is_blank(glyph.start, glyph.end));
    let most = beyond(edges(glyphs)).into_iter().fold(0.0, f64::max);
    (most > 0.0 && most.is_finite()).then_some(Pt(most))
}

/// Where the first of some glyphs begins, and the last.
fn edges<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> (f64, f64) {
    glyphs.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), glyph| {
        (first.min(f64::from(glyph.x)), last.max(f64::from(glyph.x)))
    })
}
