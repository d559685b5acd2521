//! From a draft to a body: the title taken out, levels of headings closed up, notes in the order of their marks.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::super::ast::{Block, BlockKind, Body, Inline, Note};
use super::super::walk::{each_block, one_line, plain_text, rewrite_blocks};
use super::Draft;
use crate::diagnostic::{Diagnostics, codes};
use crate::language::folded;

/// How many levels a body's headings may have below the dispatch's own.
const LEVELS: usize = 4;

impl Draft {
    /// Takes the first level-1 heading that is not within another block out of the body: its text and id.
    pub(crate) fn take_title(&mut self) -> Option<(String, Option<String>)> {
        let at = self.blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }))?;
        let BlockKind::Heading { content, id, .. } = &mut self.blocks[at].kind else { return None };
        let title = one_line(&plain_text(content));
        let id = id.take();
        if title.is_empty() {
            return None;
        }
        self.blocks.remove(at);
        Some((title, id))
    }

    /// The body; reports notes that nothing marks.
    pub(crate) fn finish(mut self, diags: &mut Diagnostics) -> Body {
        close_up(&mut self.blocks);
        for note in &mut self.notes {
            each_block(&mut note.blocks, &mut plain_heading);
        }
        let notes = self.number_notes(diags);
        Body { blocks: self.blocks, notes }
    }

    /// Numbers notes by their first mark: those of the body first, then those that only other notes mark.
    fn number_notes(&mut self, diags: &mut Diagnostics) -> Vec<Note> {
        let mut by_label: FxHashMap<String, usize> = FxHashMap::default();
        let mut waiting: Vec<Option<_>> = Vec::new();
        for note in std::mem::take(&mut self.notes) {
            let key = folded(&note.label);
            if by_label.contains_key(&key) {
                let message = format!("a second note `{}` is left out", note.label);
                diags.warning(codes::NOTE_UNUSED, note.span, message).help("give it a label of its own");
                continue;
            }
            by_label.insert(key, waiting.len());
            waiting.push(Some(note));
        }
        let mut numbers = Numbers { of: vec![None; waiting.len()], queue: VecDeque::new(), next: 0 };
        let labels: Vec<Option<usize>> = self.labels.iter().map(|label| by_label.get(label).copied()).collect();
        numbers.number(&mut self.blocks, &labels);
        let mut notes = Vec::new();
        while let Some(index) = numbers.queue.pop_front() {
            let Some(mut note) = waiting[index].take() else { continue };
            numbers.number(&mut note.blocks, &labels);
            notes.push(Note { label: note.label, blocks: note.blocks });
        }
        for note in waiting.into_iter().flatten() {
            let message = format!("nothing marks the note `{}`; it is left out", note.label);
            let help = format!("mark it in the text with `[^{}]`, or delete it", note.label);
            diags.warning(codes::NOTE_UNUSED, note.span, message).help(help);
        }
        notes
    }
}

/// Numbers given so far.
struct Numbers {
    of: Vec<Option<usize>>,
    queue: VecDeque<usize>,
    next: usize,
}

impl Numbers {
    fn number(&mut self, blocks: &mut [Block], labels: &[Option<usize>]) {
        rewrite_blocks(blocks, &mut |inline, out| {
            let Inline::NoteRef(label) = inline else {
                out.push(inline);
                return;
            };
            let Some(note) = labels.get(label).copied().flatten() else { return };
            let number = self.of[note].unwrap_or_else(|| {
                self.queue.push_back(note);
                self.next += 1;
                self.next - 1
            });
            self.of[note] = Some(number);
            out.push(Inline::NoteRef(number));
        });
    }
}

/// Gives headings the levels 1 to 4 without gaps: each is one below the nearest heading above it that is higher.
fn close_up(blocks: &mut [Block]) {
    let mut open: Vec<u8> = Vec::new();
    each_block(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            while open.last().is_some_and(|above| *above >= *level) {
                open.pop();
            }
            open.push(*level);
            *level = u8::try_from(open.len().min(LEVELS)).unwrap_or(1);
        }
    });
}

/// Notes stand at the page's foot, where no heading can: its text stays, strong.
fn plain_heading(block: &mut Block) {
    if let BlockKind::Heading { content, .. } = &mut block.kind {
        block.kind = BlockKind::Paragraph(vec![Inline::Strong(std::mem::take(content))]);
    }
}
