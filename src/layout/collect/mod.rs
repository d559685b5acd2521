//! Collecting: a section's elements walked once into a vertical list that knows the width of the text area but no
//! page.
//!
//! * [`block`] opens and closes blocks, [`gap`] collapses their margins;
//! * [`inline`] gathers text into paragraphs, [`differences`] remembers where theirs is not the flow's, [`paragraph`]
//!   makes pieces of their lines;
//! * [`code`], [`image`] and [`table`] make pieces of what their names say, [`multicol`] opens columns, [`float`] finds
//!   figures that may move on;
//! * [`wrap`] makes the lines of headings equally long, [`marker`] and [`entry`] add list markers and page labels;
//! * [`scene`] knows what elements inherit by their place, and [`reset`] sets paragraphs anew that are collected.
//!
//! Notes go into a list of their own, in the order of their marks, for the pages' feet.

mod block;
mod code;
mod differences;
mod entry;
mod float;
mod gap;
mod image;
mod inline;
mod list;
mod marker;
mod multicol;
mod paragraph;
mod reset;
mod scene;
mod table;
mod wrap;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::flow::Flow;

use super::pages::Overfull;
use super::regions::Regions;
use super::set::Setter;
use super::vertical::{BreakHere, VerticalList};
use block::Collector;

pub(super) use entry::{Labeller, LateLabel};
pub(super) use reset::{Replaced, Reset, Resetter};
pub(super) use scene::Scene;

/// What collecting gives of a section.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// The running text.
    pub body: VerticalList,
    /// The notes, in the order of their marks.
    pub notes: VerticalList,
    /// Where each of them ends: index into the pieces of `notes`.
    pub note_ends: Vec<usize>,
    /// For each piece of the body, how many notes are marked up to and with it.
    pub notes_upto: Vec<usize>,
    /// Whether it shows labels of other pages in its text, so that it must be collected again once they are known.
    pub has_refs: bool,
    /// Whether it shows labels of other pages at the ends of lines ([`LateLabel`]).
    pub has_entries: bool,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
    pub diags: Diagnostics,
    /// Paragraphs of the running text that could be set anew, in order.
    pub paragraphs: Vec<Reset>,
    pub overfull: Vec<Overfull>,
}

/// Collects a section. `labels` are the pages' labels by anchor, as far as they are known.
pub(super) fn collect(
    flow: &Flow,
    section: u32,
    regions: &Regions<'_>,
    setter: &dyn Setter,
    labels: &BTreeMap<String, String>,
) -> Collected {
    let scene = Scene::new(flow, section, regions, setter, labels);
    if scene.section.elements.is_empty() {
        return Collected::default();
    }
    let mut body = Collector::new(&scene);
    let room = scene.page_room(None);
    if scene.visible[0] {
        body.block(0, room, 0);
    }
    let mut collected = Collected::default();
    collected.missing.extend(body.missing.drain(..));
    collected.paragraphs = std::mem::take(&mut body.paragraphs);
    collected.body = body.finish(&mut collected.diags, &mut collected.overfull);
    let entries = collected.body.pieces.iter().filter(|piece| piece.label.is_some()).count();
    collected.has_entries = entries > 0;
    collected.has_refs = scene.refs() > entries;
    collect_notes(&scene, &mut collected);
    collected
}

/// Sets the notes in the order of their marks. A note marked within a note follows it. A note whose mark shows
/// nothing (an empty element) is set with the last piece, so that it is never lost.
fn collect_notes(scene: &Scene<'_>, collected: &mut Collected) {
    let mut seen = vec![false; scene.section.elements.len()];
    let mut notes = Collector::without_columns(scene);
    let page = scene.page_room(None);
    let count = collected.body.pieces.len();
    for index in 0..count {
        let columns = collected.body.pieces[index].column.and_then(|set| collected.body.columns.get(set as usize));
        let room = columns.map_or(page, |columns| scene::Room { x: columns.x, width: columns.width, ..page });
        let mut wanted = std::mem::take(&mut collected.body.pieces[index].notes);
        if index + 1 == count {
            wanted.extend((0u32..).zip(&scene.marked).filter(|(_, marked)| **marked).map(|(note, _)| note));
        }
        wanted.reverse();
        while let Some(note) = wanted.pop() {
            let Some(seen) = seen.get_mut(note as usize).filter(|seen| !**seen) else { continue };
            *seen = true;
            let first = notes.piece_count();
            notes.block(note, room, 0);
            let within = notes.marked_since(first);
            wanted.extend(within.into_iter().rev());
            if notes.piece_count() > first {
                collected.note_ends.push(notes.piece_count());
            }
        }
        collected.notes_upto.push(collected.note_ends.len());
    }
    collected.missing.extend(notes.missing.drain(..));
    collected.notes = notes.finish(&mut collected.diags, &mut collected.overfull);
    for piece in &mut collected.notes.pieces {
        // Notes are no running text, and what names a page or breaks one has no say at its foot.
        piece.start = None;
        piece.page = None;
        if let BreakHere::Forced(_) = piece.before {
            piece.before = BreakHere::Cost(0.0);
        }
    }
}
