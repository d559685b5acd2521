//! Preformatted text: its own lines, and a sign where one is too long for the measure.

use std::sync::Arc;

use crate::language::Direction;
use crate::style::{Hyphens, Pt, Rgb, WhiteSpace};

use super::super::draw;
use super::super::pages::Item;
use super::super::vertical::{FORBIDDEN, Ink};
use super::block::Collector;
use super::inline::Inlines;
use super::paragraph::line_break_cost;
use super::scene::Room;

/// The indent of a line that goes on takes no more of the measure than this.
const DEEPEST: f64 = 0.4;

impl Collector<'_> {
    /// Preformatted text: every line of it a paragraph, so that one that goes on is indented and marked.
    pub fn code(&mut self, block: u32, mut inlines: Inlines, room: Room) {
        let style = Arc::clone(self.scene.style(block));
        let column = self.short_line(block, "0", &style).map_or(Pt::ZERO, |line| line.width);
        let style = Arc::make_mut(&mut inlines.paragraph.style);
        style.white_space = WhiteSpace::PreWrap;
        style.hyphens = Hyphens::None;
        style.text_indent = Pt::ZERO;
        let (size, leading, color) = (style.font_size, style.line_height, style.color);
        let style = Arc::clone(&inlines.paragraph.style);
        for span in &mut inlines.paragraph.spans {
            Arc::make_mut(&mut span.style).white_space = WhiteSpace::PreWrap;
        }
        let lines = inlines.split_lines();
        let total = lines.len();
        for (number, inlines) in lines.into_iter().enumerate() {
            if number > 0 {
                self.gap.cost(line_break_cost(&style, number, total, false));
            }
            if inlines.paragraph.text.trim().is_empty() {
                self.pending(&inlines);
                let (ink, _) = self.take_markers(Some(leading));
                self.emit(leading, ink);
                continue;
            }
            let rtl = inlines.paragraph.direction == Direction::Rtl;
            // What goes on stands within its own line's indent.
            let blanks = inlines.paragraph.text.chars().take_while(|&c| c == ' ').count();
            let own = (column * blanks as f64).min(room.width * DEEPEST);
            let indent = own + size * 1.5;
            let shaped = self.scene.setter.shape(&inlines.paragraph, &mut self.missing);
            let narrow = (room.width - indent).max(Pt(1.0));
            let lines = shaped.lines(&|index| if index == 0 { room.width } else { narrow });
            drop(shaped);
            let count = lines.len();
            for (index, mut line) in lines.into_iter().enumerate() {
                let wrapped = index > 0;
                let x = if wrapped && !rtl { room.x + indent } else { room.x };
                let width = if wrapped { narrow } else { room.width };
                self.note_overfull(block, &line, &inlines.paragraph.text);
                let mut ink = Ink::default();
                if wrapped {
                    self.gap.cost(FORBIDDEN / 10.0);
                    let x = if rtl { room.x + room.width - indent } else { room.x + own };
                    turnover(x, size * 1.5, rtl, -line.ascent, size, color, &mut ink.items);
                }
                let text = self.line_ink(block, &inlines, &mut line, Room { x, width, ..room }, index + 1 == count);
                ink.add(text, Pt::ZERO, Pt::ZERO);
                self.emit_line(block, inlines.flow_offset(line.text.start), line, ink);
            }
        }
    }
}

/// The sign of a code line that goes on: a small hook in the indent.
fn turnover(x: Pt, indent: Pt, rtl: bool, baseline: Pt, size: Pt, color: Rgb, out: &mut Vec<Item>) {
    let thick = size * 0.06;
    let long = size * 0.55;
    let left = x + indent * 0.25;
    let stem = if rtl { left + long - thick } else { left };
    let foot = baseline + size * 0.2;
    out.push(draw::rect(stem, foot, thick, size * 0.45, color));
    out.push(draw::rect(left, foot, long, thick, color));
}
