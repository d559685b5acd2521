//! Cuts runs in pieces: units to be shaped, blanks, objects and forced breaks.

use super::breaks::Opportunity;
use super::chars;
use super::itemise::{self, RunKind};
use super::shaped::{Piece, PieceKind, Shaped};
use crate::style::WhiteSpace;

/// Longest unit that is shaped as one, in bytes: longer ones are no words.
const LONGEST_UNIT: usize = 512;
/// By how much of its width a word space stretches at ease, and shrinks at most. Below some 0.72 of it words run
/// together.
const STRETCH: f64 = 0.5;
const SHRINK: f64 = 0.28;
/// Columns between tab stops.
const TAB: f64 = 8.0;

/// Cuts the runs in pieces, at blanks and at opportunities, and puts them in an empty list.
pub(super) fn pieces(shaped: &Shaped, opportunities: &[Opportunity], list: Vec<Piece>) -> Vec<Piece> {
    let mut cuts = opportunities.iter().map(|o| o.at).peekable();
    let mut cutter = Cutter { shaped, pieces: list, line_width: 0.0, line_start: true };
    for index in 0..cutter.shaped.runs.len() {
        let run = &cutter.shaped.runs[index];
        let (start, end) = (run.range.start, run.range.end);
        match run.kind {
            RunKind::Text { .. } => {
                let mut at = start;
                while at < end {
                    while cuts.next_if(|&cut| cut <= at).is_some() {}
                    let cut = cuts.peek().copied().unwrap_or(end).min(end);
                    cutter.text(index, at, cut);
                    at = cut;
                }
            }
            RunKind::Object(object) => {
                let width = cutter.shaped.paragraph.objects[object].width.0;
                cutter.push(Piece { start, end, run: index, kind: PieceKind::Object(object), width });
            }
            RunKind::Break => {
                cutter.push(Piece { start, end, run: index, kind: PieceKind::Break, width: 0.0 });
            }
        }
    }
    cutter.pieces
}

/// Makes pieces, minding tab stops and blanks at the start of a line.
struct Cutter<'a> {
    shaped: &'a Shaped,
    pieces: Vec<Piece>,
    /// Width since the last forced break, for tabs.
    line_width: f64,
    /// Nothing but blanks since the last forced break.
    line_start: bool,
}

impl Cutter<'_> {
    fn push(&mut self, piece: Piece) {
        self.line_width += piece.width;
        match piece.kind {
            PieceKind::Break => {
                self.line_width = 0.0;
                self.line_start = true;
            }
            PieceKind::Blank { .. } => {}
            _ => self.line_start = false,
        }
        self.pieces.push(piece);
    }

    /// Text of one run between two opportunities.
    fn text(&mut self, run: usize, start: usize, end: usize) {
        let text = &self.shaped.paragraph.text[start..end];
        let is_glue = |c: char| chars::is_blank(c) || chars::is_word_space(c) || chars::is_newline(c);
        let mut from = 0;
        for (at, c) in text.char_indices() {
            if is_glue(c) {
                self.words(run, start + from, start + at);
                self.blank(run, start + at, c);
                from = at + c.len_utf8();
            }
        }
        self.words(run, start + from, end);
    }

    /// Text without blanks: one unit, or several where it is very long.
    fn words(&mut self, run: usize, mut start: usize, end: usize) {
        while start < end {
            let mut stop = end;
            if end - start > LONGEST_UNIT {
                // No more of it is looked at than the unit may need: the rest may be a megabyte.
                let near = self.shaped.paragraph.text.floor_char_boundary(end.min(start + 2 * LONGEST_UNIT));
                let mut clusters = itemise::clusters(&self.shaped.paragraph.text[start..near]);
                let last = clusters.by_ref().take_while(|(at, _)| *at <= LONGEST_UNIT).last();
                stop = last.map_or(end, |(at, cluster)| start + if at == 0 { cluster.len() } else { at });
            }
            let owner = &self.shaped.runs[run];
            if let Some(word) = self.shaped.unit(owner, start, stop) {
                let width = self.shaped.width(owner, f64::from(word.advance), word.spaced);
                self.push(Piece { start, end: stop, run, kind: PieceKind::Word(word), width });
            }
            start = stop;
        }
    }

    fn blank(&mut self, run: usize, start: usize, c: char) {
        let owner = &self.shaped.runs[run];
        let style = &self.shaped.styles[owner.span];
        let RunKind::Text { font, size, cursive, .. } = owner.kind else { return };
        let face = self.shaped.shaper.face(font);
        let drawn = if chars::is_newline(c) || c == '\t' { ' ' } else { c };
        let glyph = face.glyph(drawn).or_else(|| face.glyph(' ')).unwrap_or(0);
        let scale = size / f64::from(face.units_per_em);
        let advance = f64::from(face.advance(glyph)) * scale;
        let spacing = if cursive { 0.0 } else { style.letter_spacing };
        let mut width = advance + spacing;
        let keeps = style.keeps_space();
        if keeps && c == '\t' {
            let stop = (advance + spacing).max(0.1) * TAB;
            width = ((self.line_width / stop + 0.001).floor() + 1.0) * stop - self.line_width;
        }
        if chars::is_word_space(drawn) {
            width += style.word_spacing;
        }
        let stretches = !keeps && style.white_space != WhiteSpace::Pre && chars::is_word_space(drawn);
        let (mut stretch, mut shrink) = if stretches { (advance * STRETCH, advance * SHRINK) } else { (0.0, 0.0) };
        let hangs = chars::is_blank(c) || chars::is_newline(c);
        if self.line_start && !keeps && hangs {
            (width, stretch, shrink) = (0.0, 0.0, 0.0);
        }
        let kind = PieceKind::Blank { glyph, stretch, shrink, hangs };
        self.push(Piece { start, end: start + c.len_utf8(), run, kind, width });
    }
}
