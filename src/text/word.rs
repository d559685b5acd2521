//! A shaped unit of text: the glyphs of a word, in font units, whatever its size or place.

use harfrust::{BufferClusterLevel, BufferFlags, Direction as Towards, ShapeOptions, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::chars;
use super::context::{BOX, Context};
use super::transform::change;
use crate::fonts::Face;

/// A glyph of a [`Word`]; lengths in font units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordGlyph {
    pub id: u16,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
    /// Bytes of the unit that its cluster covers. Clusters cover the unit without gap.
    pub start: u32,
    pub end: u32,
    /// The unit can be broken before this cluster without shaping again.
    pub safe: bool,
}

/// A shaped unit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In visual order, left to right.
    pub glyphs: Box<[WordGlyph]>,
    /// Sum of the advances.
    pub advance: i32,
    /// Clusters that have an advance: how often letter-spacing applies.
    pub spaced: u32,
}

/// Counts clusters that have an advance, each once however many glyphs it has.
#[derive(Debug, Default)]
pub(super) struct Spaced {
    pub count: u32,
    last: Option<u32>,
}

impl Spaced {
    /// Counts the next glyph: its advance, and where its cluster begins. Gives whether its cluster is one more.
    pub(super) fn add(&mut self, advance: i32, cluster: u32) -> bool {
        let more = advance != 0 && self.last != Some(cluster);
        if more {
            self.last = Some(cluster);
            self.count += 1;
        }
        more
    }
}

impl Word {
    /// Shapes a unit, which is not empty.
    pub(super) fn shape(face: &Face, context: &Context, text: &str) -> Self {
        Self::shape_between(face, context, ("", text, ""))
    }

    /// Shapes a unit whose letters join those before and after it, in other runs.
    pub(super) fn shape_between(face: &Face, context: &Context, (before, text, after): (&str, &str, &str)) -> Self {
        let mut buffer = UnicodeBuffer::new();
        buffer.set_pre_context(before);
        buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        fill(&mut buffer, face, context, text);
        // Adding text forgets it.
        buffer.set_post_context(after);
        let Ok(font) = face.font() else { return Self { glyphs: Box::default(), advance: 0, spaced: 0 } };
        if buffer.is_empty() {
            return Self { glyphs: Box::default(), advance: 0, spaced: 0 };
        }
        buffer.set_direction(if context.rtl { Towards::RightToLeft } else { Towards::LeftToRight });
        buffer.set_script(context.script);
        if let Some(language) = &context.language {
            buffer.set_language(language.clone());
        }
        let shaper = face.shaper_data().shaper(&font).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&context.plan)).features(&context.features));
        Self::collect(&shaped, text.len())
    }

    fn collect(shaped: &harfrust::GlyphBuffer, length: usize) -> Self {
        let infos = shaped.glyph_infos();
        let mut starts: Vec<u32> = infos.iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut advance, mut spaced) = (0, Spaced::default());
        let glyphs = infos
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let at = starts.partition_point(|&s| s < info.cluster);
                advance += position.x_advance;
                spaced.add(position.x_advance, info.cluster);
                WordGlyph {
                    id: u16::try_from(info.glyph_id).unwrap_or(0),
                    advance: position.x_advance,
                    dx: position.x_offset,
                    dy: position.y_offset,
                    start: if at == 0 { 0 } else { info.cluster },
                    end: starts.get(at + 1).copied().unwrap_or(length as u32),
                    safe: !info.unsafe_to_break(),
                }
            })
            .collect();
        Self { glyphs, advance, spaced: spaced.count }
    }

    /// The glyphs by cluster, in the order of the text.
    pub(super) fn clusters(&self, rtl: bool) -> impl Iterator<Item = &[WordGlyph]> {
        let mut clusters = self.glyphs.chunk_by(|a, b| a.start == b.start);
        std::iter::from_fn(move || if rtl { clusters.next_back() } else { clusters.next() })
    }

    /// Advance (font units) and spaced clusters before a byte of a left-to-right unit, and whether the unit can be
    /// cut there as it is. Inside a cluster (a ligature) the advance is shared out.
    pub(super) fn before(&self, offset: usize) -> (f64, u32, bool) {
        let (mut advance, mut spaced, mut safe) = (0.0, Spaced::default(), true);
        for glyph in &self.glyphs {
            let (start, end) = (glyph.start as usize, glyph.end as usize);
            if start >= offset {
                safe &= start != offset || glyph.safe;
                break;
            }
            if end <= offset {
                advance += f64::from(glyph.advance);
                spaced.add(glyph.advance, glyph.start);
            } else {
                safe = false;
                advance += f64::from(glyph.advance) * (offset - start) as f64 / (end - start) as f64;
            }
        }
        (advance, spaced.count, safe)
    }
}

fn fill(buffer: &mut UnicodeBuffer, face: &Face, context: &Context, text: &str) {
    let options = &context.options;
    let mut first = true;
    for (at, c) in text.char_indices() {
        let at = at as u32;
        if chars::is_dropped(c) {
            continue;
        }
        if options.missing {
            // One box for a base with its marks; a mark alone has one as well.
            if first || !(is_combining_mark(c) || chars::is_ignorable(c)) {
                buffer.add(BOX, at);
                first = false;
            }
            continue;
        }
        change(c, options.change, options.casing, first && c.is_alphabetic(), |c| {
            // The shaper decomposes what the face lacks, but not next to a variation selector.
            if !face.has(c) && !chars::is_ignorable(c) && std::iter::once(c).nfd().all(|c| face.has(c)) {
                std::iter::once(c).nfd().for_each(|c| buffer.add(c, at));
            } else {
                buffer.add(c, at);
            }
        });
        first &= !c.is_alphabetic();
    }
}
