//! Paragraphs set anew, in another number of lines, in the place of what was collected.

use std::ops::Range;

use crate::flow::Child;

use super::super::vertical::{BreakHere, FORBIDDEN, Piece};
use super::Collected;
use super::block::Collector;
use super::inline::gather;
use super::scene::{Room, Scene};

/// What must be known of a paragraph to set it anew.
#[derive(Debug, Clone)]
pub(in crate::layout) struct Reset {
    /// The block that it stands in, and which of its children it is.
    pub block: u32,
    pub inlines: Range<usize>,
    /// Where its text begins in the block's.
    pub offset: usize,
    pub room: Room,
    /// Its lines.
    pub pieces: Range<usize>,
    /// How much of its measure the last of them fills.
    pub filled: f64,
}

/// By how much of the measure a line can well be narrowed or widened, about.
const GIVE: f64 = 0.06;

impl Reset {
    /// Whether it may be worth trying to set it in more or fewer lines: what its last line lacks or holds is to be had
    /// from all of them.
    pub fn may_have(&self, more: bool) -> bool {
        let lines = self.pieces.len() as f64;
        if more { 1.0 - self.filled <= GIVE * lines } else { self.filled <= GIVE * (lines - 1.0) }
    }
}

/// Sets paragraphs of a section anew.
pub(in crate::layout) struct Resetter<'a> {
    scene: Scene<'a>,
}

/// Pieces and note counts that others have taken the place of.
pub(in crate::layout) struct Replaced {
    paragraph: usize,
    pieces: Vec<Piece>,
    notes_upto: Vec<usize>,
}

impl<'a> Resetter<'a> {
    pub fn new(scene: Scene<'a>) -> Self {
        Self { scene }
    }

    /// The numbers of lines that a paragraph can well be set in, and what each costs beside the others.
    pub fn counts(&self, paragraph: &Reset) -> Vec<(usize, f64)> {
        let inlines = self.inlines(paragraph);
        let gathered = gather(&self.scene, paragraph.block, &inlines, paragraph.offset, paragraph.room);
        let shaped = self.scene.setter.shape(&gathered.paragraph, &mut Vec::new());
        shaped.counts(&|_| paragraph.room.width)
    }

    /// Sets a paragraph in another number of lines, which must be one of [`Self::counts`]. `None`, and nothing is
    /// changed, where something else than its lines would change.
    pub fn replace(&self, collected: &mut Collected, paragraph: usize, count: usize) -> Option<Replaced> {
        let known = &collected.paragraphs[paragraph];
        let mut collector = Collector::without_columns(&self.scene);
        collector.count = Some(count);
        collector.inline_content(known.block, &self.inlines(known), known.offset, known.room);
        let mut new = collector.list.pieces;
        let old = &collected.body.pieces[known.pieces.clone()];
        if new.len() != count || !collector.overfull.is_empty() {
            return None;
        }
        let before = known.pieces.start.checked_sub(1).map_or(0, |piece| collected.notes_upto[piece]);
        let mut upto = before;
        let mut notes_upto = Vec::with_capacity(new.len());
        for piece in &mut new {
            upto += std::mem::take(&mut piece.notes).len();
            notes_upto.push(upto);
        }
        if collected.notes_upto[known.pieces.end - 1] != upto {
            return None;
        }
        let (first, last) = (&old[0], &old[old.len() - 1]);
        let own: Vec<&String> = new.iter().flat_map(|piece| &piece.ink.anchors).map(|(name, ..)| name).collect();
        let waited = first.ink.anchors.iter().filter(|(name, ..)| !own.contains(&name)).cloned().collect::<Vec<_>>();
        for piece in &mut new {
            piece.page = first.page;
        }
        let top = &mut new[0];
        top.ink.anchors.splice(0..0, waited);
        (top.margin, top.head, top.before, top.sinks) = (first.margin, first.head, first.before, first.sinks);
        (top.repeat, top.strings) = (first.repeat, first.strings.clone());
        new[count - 1].tail = last.tail;
        Some(collected.put(paragraph, new, notes_upto))
    }

    fn inlines(&self, paragraph: &Reset) -> Vec<&'a Child> {
        let children = &self.scene.element(paragraph.block).children;
        children.get(paragraph.inlines.clone()).unwrap_or_default().iter().collect()
    }
}

impl Collected {
    /// Whether a paragraph's lines may be others: nothing but its own orphans and widows keeps them together.
    pub fn may_reset(&self, paragraph: usize) -> bool {
        let pieces = &self.body.pieces[self.paragraphs[paragraph].pieces.clone()];
        let free = |piece: &Piece| matches!(piece.before, BreakHere::Cost(cost) if cost < FORBIDDEN);
        pieces.len() > 4 && pieces[2..pieces.len() - 2].iter().all(free)
    }

    /// Undoes a replacement, which must be the last.
    pub fn put_back(&mut self, replaced: Replaced) {
        self.put(replaced.paragraph, replaced.pieces, replaced.notes_upto);
    }

    /// Puts lines in the place of a paragraph's. No figure may have moved on.
    fn put(&mut self, paragraph: usize, new: Vec<Piece>, notes_upto: Vec<usize>) -> Replaced {
        let range = self.paragraphs[paragraph].pieces.clone();
        let moved = |at: usize| if at >= range.end { at + new.len() - range.len() } else { at };
        let shift = |pieces: &mut Range<usize>| *pieces = moved(pieces.start)..moved(pieces.end);
        self.paragraphs[paragraph..].iter_mut().for_each(|known| shift(&mut known.pieces));
        self.body.frames.iter_mut().for_each(|frame| shift(&mut frame.pieces));
        for float in &mut self.body.floats {
            shift(&mut float.pieces);
            float.limit = float.limit.map(moved);
        }
        let pieces = self.body.pieces.splice(range.clone(), new).collect();
        let notes_upto = self.notes_upto.splice(range, notes_upto).collect();
        Replaced { paragraph, pieces, notes_upto }
    }
}
