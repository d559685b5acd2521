//! Contents entries: the page's label flush at the end of the line, with dots that lead to it.

use std::ops::Range;
use std::sync::Arc;

use crate::flow::{Child, Data, Element};
use crate::language::{Direction, Lang};
use crate::style::{ComputedStyle, Pt, Rgb};
use crate::text::{Line, LineItem};

use super::super::draw;
use super::super::pages::{Draw, Item, Part};
use super::super::vertical::{Ink, Piece};
use super::Collected;
use super::block::Collector;
use super::scene::{Room, Scene};

/// A page's label at the end of a contents entry.
pub(super) struct FlushLabel {
    pub node: u32,
    line: Line,
    /// The room it needs, the same for all labels of up to three digits.
    pub width: Pt,
}

/// The width of a label of three digits, and what it depends on.
pub(super) struct UsualLabel<'a> {
    style: Arc<ComputedStyle>,
    dir: Direction,
    lang: &'a Lang,
    width: Pt,
}

/// Where a page's label stands in the last line of an entry. Only its room must be known before pages are numbered.
#[derive(Debug, Clone)]
pub(in crate::layout) struct LateLabel {
    pub block: u32,
    /// The page reference.
    pub node: u32,
    pub room: Room,
    /// Where the entry's text ends.
    pub text: Pt,
    pub ascent: Pt,
    /// The room that is kept for it.
    pub kept: Pt,
    /// The entry that it ends, if that can be set anew by itself.
    pub entry: Option<Entry>,
}

/// What must be known of a contents entry to set it anew.
#[derive(Debug, Clone)]
pub(in crate::layout) struct Entry {
    /// Which of its block's children it is.
    pub inlines: Range<usize>,
    /// Where its text begins in the block's.
    pub offset: usize,
    pub lines: usize,
}

impl Collector<'_> {
    /// The label that a page reference shows.
    pub fn flush_label(&mut self, block: u32, node: u32) -> Option<FlushLabel> {
        let Data::PageRef(anchor) = &self.scene.element(node).data else { return None };
        let style = self.scene.style(node);
        let line = self.short_line(node, self.scene.label(anchor), style)?;
        // Labels of up to three digits need the same room, so that most entries break alike.
        let usual = self.usual_label(block, style);
        Some(FlushLabel { node, width: line.width.max(usual), line })
    }

    /// The width of a label of three digits in a style; that of the last entry is remembered.
    fn usual_label(&mut self, block: u32, style: &Arc<ComputedStyle>) -> Pt {
        let Element { dir, lang, .. } = self.scene.element(block);
        match &self.usual_label {
            Some(known) if Arc::ptr_eq(&known.style, style) && known.dir == *dir && known.lang == lang => known.width,
            _ => {
                let width = self.short_line(block, "000", style).map_or(Pt::ZERO, |line| line.width);
                self.usual_label = Some(UsualLabel { style: Arc::clone(style), dir: *dir, lang, width });
                width
            }
        }
    }

    /// Ends the last line with a label: once pages are numbered, or at once within what is made one piece of.
    pub fn end_with_label(&mut self, label: LateLabel) {
        if !self.columns.never {
            if let Some(piece) = self.list.pieces.last_mut() {
                piece.label = Some(Box::new(label));
            }
        } else if let Some(mut piece) = self.list.pieces.pop() {
            self.place_label(&label, &mut piece.ink);
            self.list.pieces.push(piece);
        }
    }

    /// Sets the label flush at the end of the line, with dots that lead to it from where the text ends.
    fn place_label(&mut self, late: &LateLabel, ink: &mut Ink) {
        let LateLabel { block, node, room, text, ascent, .. } = *late;
        let Some(label) = self.flush_label(block, node) else { return };
        let style = self.scene.style(block);
        let rtl = self.scene.element(block).dir == Direction::Rtl;
        let x = if rtl { room.x } else { room.x + room.width - label.line.width };
        let space = style.font_size * 0.5;
        let (from, to) = if rtl { (x + label.line.width + space, text - space) } else { (text + space, x - space) };
        leader(from, to, -ascent, style, ink);
        let areas = ink.links.len();
        for item in &label.line.items {
            let LineItem::Run(run) = item else { continue };
            let draw = Draw::Glyphs { x: x - label.line.x, y: -ascent, run: run.clone() };
            ink.items.push(Item { node: Some(self.scene.node(run.node)), part: Part::Body, draw });
            // The entry's link goes on to its label.
            if let Some(link) = self.scene.links[run.node as usize]
                && let Some(area) = ink.links[..areas].iter_mut().find(|area| area.node.index == link)
            {
                area.rect[0] = area.rect[0].min(x);
                area.rect[2] = area.rect[2].max(x + label.line.width);
            }
        }
    }
}

/// The labels of a section's entries, once pages are numbered.
pub(in crate::layout) struct Labeller<'a> {
    scene: Scene<'a>,
}

impl<'a> Labeller<'a> {
    pub fn new(scene: Scene<'a>) -> Self {
        Self { scene }
    }

    /// Whether a label needs more room than is kept for it.
    pub fn outgrow(&self, collected: &Collected) -> bool {
        let mut collector = Collector::without_columns(&self.scene);
        let mut late = collected.body.pieces.iter().filter_map(|piece| piece.label.as_deref());
        late.any(|late| collector.flush_label(late.block, late.node).is_some_and(|label| label.width > late.kept))
    }

    /// Keeps as much room for each label as it needs now, where that changes nothing but how an entry's lines are drawn.
    /// Gives whether that was so for all of them: else the section must be collected again.
    pub fn widen(&self, collected: &mut Collected) -> bool {
        let labelled = |last: &usize| collected.body.pieces[*last].label.is_some();
        let ends: Vec<usize> = (0..collected.body.pieces.len()).filter(labelled).collect();
        ends.into_iter().all(|last| self.widen_entry(collected, last).is_some())
    }

    /// The same for the entry that ends with a piece; `None` where more changes.
    fn widen_entry(&self, collected: &mut Collected, last: usize) -> Option<()> {
        let LateLabel { block, node, room, kept, ref entry, .. } = **collected.body.pieces[last].label.as_ref()?;
        let mut collector = Collector::new(&self.scene);
        if collector.flush_label(block, node)?.width == kept {
            return Some(());
        }
        let Entry { inlines, offset, lines } = entry.clone()?;
        let children: Vec<&Child> = self.scene.element(block).children.get(inlines.clone())?.iter().collect();
        collector.inlines = inlines;
        collector.inline_content(block, &children, offset, room);
        let new = std::mem::take(&mut collector.list.pieces);
        let old = &mut collected.body.pieces[(last + 1).checked_sub(lines)?..=last];
        // Where lines begin says how they were broken; one line has nothing to say.
        let alike = |(new, old): (&Piece, &Piece)| {
            let begins = lines == 1 || (new.start.is_some() && new.start == old.start);
            begins && new.height == old.height && !old.floated
        };
        if new.len() != lines || !collector.overfull.is_empty() || !new.iter().zip(&*old).all(alike) {
            return None;
        }
        for (mut new, old) in new.into_iter().zip(old) {
            new.ink.keep_anchors(&old.ink);
            (old.ink, old.label) = (new.ink, new.label);
        }
        Some(())
    }

    /// Places all labels.
    pub fn place(&self, collected: &mut Collected) {
        let mut collector = Collector::without_columns(&self.scene);
        for piece in &mut collected.body.pieces {
            if let Some(label) = piece.label.take() {
                collector.place_label(&label, &mut piece.ink);
            }
        }
        collected.missing.extend(collector.missing);
    }
}

/// Dots from one place to another, on a grid of the page so that they stand below each other.
fn leader(from: Pt, to: Pt, y: Pt, style: &ComputedStyle, ink: &mut Ink) {
    let step = style.font_size * 0.6;
    let dot = style.font_size * 0.07;
    let first = Pt((from.0 / step.0.max(0.1)).ceil() * step.0);
    if to - first < step * 2.0 {
        return;
    }
    ink.items.push(draw::artefact(Draw::Stroke {
        from: (first, y + dot / 2.0),
        to: (to, y + dot / 2.0),
        width: dot,
        color: lighter(style.color),
        dash: vec![dot, step - dot],
    }));
}

/// Half way to the paper: leaders lead, and are not read.
fn lighter(color: Rgb) -> Rgb {
    let half = |value: u8| value / 2 + 128;
    Rgb { r: half(color.r), g: half(color.g), b: half(color.b) }
}
