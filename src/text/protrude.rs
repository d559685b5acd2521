//! Optical margins: light characters at a line's edge stand out of the measure a little, so that the edge looks
//! straight (Thành, "Micro-typographic extensions to the TeX typesetting system", 2000, chapter 3).

use super::itemise::RunKind;
use super::shaped::{Break, BreakKind, PieceKind, Shaped};

/// The share of its advance by which a character stands out at the end of a line, and at its start: about what
/// microtype gives serif faces.
const fn share(c: char) -> (f64, f64) {
    match c {
        '.' | ',' | '،' | '۔' => (0.7, 0.0),
        '-' | '\u{2010}' => (0.6, 0.0),
        ':' | ';' | '؛' => (0.4, 0.0),
        '!' | '?' | '؟' => (0.15, 0.0),
        '\u{2013}' | '\u{2014}' => (0.25, 0.15),
        '…' => (0.2, 0.0),
        '/' => (0.2, 0.1),
        '‘' | '’' | '“' | '”' | '\'' | '"' => (0.5, 0.4),
        '„' | '‚' => (0.4, 0.4),
        '«' | '»' | '‹' | '›' => (0.3, 0.3),
        '(' | '[' => (0.0, 0.1),
        ')' | ']' => (0.1, 0.0),
        // Letters whose strokes leave the corner empty, by less.
        'A' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'v' | 'w' | 'x' | 'y' => (0.05, 0.05),
        'F' | 'K' | 'L' | 'P' | 'k' | 'r' | 't' => (0.05, 0.0),
        'J' => (0.0, 0.05),
        _ => (0.0, 0.0),
    }
}

/// Fills in how far the characters on both sides of a break stand out.
pub(super) fn margins(shaped: &Shaped, point: &mut Break) {
    let text = &shaped.paragraph.text;
    let content = |index: usize| {
        let piece = shaped.pieces.get(index)?;
        // What runs against the paragraph does not end its line with its last character.
        let along = shaped.runs[piece.run].level % 2 == shaped.levels.base % 2;
        (along && matches!(piece.kind, PieceKind::Word(_))).then_some(piece)
    };
    let advance = |index: usize, c: char| {
        let run = &shaped.runs[content(index)?.run];
        let RunKind::Text { font, .. } = run.kind else { return None };
        let face = shaped.shaper.face(font);
        Some(shaped.width(run, f64::from(face.advance(face.glyph(c)?)), 0))
    };
    let shown = |index, c, share: f64| if share > 0.0 { advance(index, c).unwrap_or(0.0) * share } else { 0.0 };
    if point.kind == BreakKind::Soft {
        point.over_end = shaped.hyphen(point.at).map_or(0.0, |(_, width)| width * share('-').0);
    } else if let Some(index) = point.content_end.checked_sub(1)
        && let Some(c) = content(index).and_then(|piece| text[piece.start..piece.end].chars().next_back())
    {
        point.over_end = shown(index, c, share(c).0);
    }
    if point.kind != BreakKind::Soft
        && let Some(c) = content(point.piece).and_then(|piece| text[piece.start..piece.end].chars().next())
    {
        point.over_start = shown(point.piece, c, share(c).1);
    }
}
