//! A TrueType font cut down to some characters that still shapes: glyph ids stay, outlines that nothing can reach
//! are emptied, and `cmap` holds the characters kept. (PDF subsetters drop the layout tables that Arabic needs.)
//!
//! Layout of the file: OpenType 1.9, <https://learn.microsoft.com/typography/opentype/spec/otff>

use std::collections::{BTreeMap, BTreeSet};

use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::{FontRef, TableProvider as _};
use skrifa::{GlyphId, MetadataProvider as _, Tag};

/// Tables kept as they are.
const KEPT: [&[u8; 4]; 12] =
    [b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cvt ", b"fpgm", b"gasp", b"hhea", b"hmtx", b"maxp", b"name", b"prep"];

/// The subset of a font with `glyf` outlines; `None` where it has others or cannot be read.
pub fn subset(data: &[u8], chars: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = FontRef::new(data).ok()?;
    let charmap = font.charmap();
    let map: BTreeMap<u32, u16> = chars
        .iter()
        .filter_map(|c| Some((*c as u32, u16::try_from(charmap.map(*c)?.to_u32()).ok()?)))
        .filter(|(_, glyph)| *glyph != 0)
        .collect();
    let glyphs = reachable(&font, &map)?;
    let (glyf, loca) = outlines(&font, &glyphs)?;
    let mut head = font.table_data(Tag::new(b"head"))?.as_bytes().to_vec();
    head.get_mut(8..12)?.fill(0);
    // Long offsets in loca.
    head.get_mut(50..52)?.copy_from_slice(&1u16.to_be_bytes());
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = BTreeMap::new();
    for tag in KEPT {
        if let Some(table) = font.table_data(Tag::new(tag)) {
            tables.insert(*tag, table.as_bytes().to_vec());
        }
    }
    let mut post = font.table_data(Tag::new(b"post"))?.as_bytes().get(..32)?.to_vec();
    // Version 3: no glyph names.
    post[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    tables.extend([(*b"cmap", cmap(&map)), (*b"glyf", glyf), (*b"head", head), (*b"loca", loca), (*b"post", post)]);
    Some(assemble(&tables))
}

/// Glyphs of the characters, those that substitutions can make of them, and the parts of all these.
fn reachable(font: &FontRef<'_>, map: &BTreeMap<u32, u16>) -> Option<BTreeSet<u32>> {
    let mut glyphs: IntSet<GlyphId> = map.values().map(|g| GlyphId::from(*g)).collect();
    glyphs.insert(GlyphId::NOTDEF);
    if let Ok(gsub) = font.gsub() {
        let lookups = gsub.collect_lookups(&IntSet::all()).ok()?;
        gsub.closure_glyphs(&lookups, &mut glyphs).ok()?;
    }
    let (loca, glyf) = (font.loca(None).ok()?, font.glyf().ok()?);
    let mut all: BTreeSet<u32> = BTreeSet::new();
    let mut queue: Vec<GlyphId> = glyphs.iter().collect();
    while let Some(glyph) = queue.pop() {
        if !all.insert(glyph.to_u32()) {
            continue;
        }
        if let Ok(Some(Glyph::Composite(parts))) = loca.get_glyf(glyph, &glyf) {
            queue.extend(parts.components().map(|part| GlyphId::from(part.glyph)));
        }
    }
    Some(all)
}

/// `glyf` with the outlines of some glyphs, and its `loca` with long offsets.
fn outlines(font: &FontRef<'_>, glyphs: &BTreeSet<u32>) -> Option<(Vec<u8>, Vec<u8>)> {
    let loca = font.loca(None).ok()?;
    let data = font.table_data(Tag::new(b"glyf"))?;
    let (mut glyf, mut offsets) = (Vec::new(), Vec::new());
    for glyph in 0..u32::from(font.maxp().ok()?.num_glyphs()) {
        offsets.extend_from_slice(&u32::try_from(glyf.len()).ok()?.to_be_bytes());
        if glyphs.contains(&glyph) {
            let (start, end) = (loca.get_raw(glyph as usize)?, loca.get_raw(glyph as usize + 1)?);
            glyf.extend_from_slice(data.as_bytes().get(start as usize..end as usize)?);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
    }
    offsets.extend_from_slice(&u32::try_from(glyf.len()).ok()?.to_be_bytes());
    Some((glyf, offsets))
}

/// Runs of characters whose glyphs run along: first character, last, first glyph.
fn runs(map: &BTreeMap<u32, u16>) -> Vec<(u32, u32, u16)> {
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (&c, &glyph) in map {
        match runs.last_mut() {
            Some((first, last, start)) if *last + 1 == c && u32::from(*start) + (c - *first) == u32::from(glyph) => {
                *last = c;
            }
            _ => runs.push((c, c, glyph)),
        }
    }
    runs
}

/// `cmap` with a subtable of format 4 for the basic plane and one of format 12 for all.
fn cmap(map: &BTreeMap<u32, u16>) -> Vec<u8> {
    let runs = runs(map);
    let basic: Vec<_> = runs.iter().copied().filter(|(_, last, _)| *last < 0xFFFF).collect();
    let (four, twelve) = (format_4(&basic), format_12(&runs));
    let mut out = Vec::new();
    push_u16(&mut out, &[0, 2, 3, 1]);
    push_u32(&mut out, &[20]);
    push_u16(&mut out, &[3, 10]);
    push_u32(&mut out, &[20 + four.len() as u32]);
    out.extend(four);
    out.extend(twelve);
    out
}

fn format_4(runs: &[(u32, u32, u16)]) -> Vec<u8> {
    let count = runs.len() as u16 + 1;
    let power = 1u16 << (15 - count.leading_zeros() as u16);
    let mut out = Vec::new();
    let length = 16 + 8 * count;
    push_u16(&mut out, &[4, length, 0, count * 2, power * 2, power.trailing_zeros() as u16, (count - power) * 2]);
    push_u16(&mut out, &runs.iter().map(|r| r.1 as u16).chain([0xFFFF, 0]).collect::<Vec<_>>());
    push_u16(&mut out, &runs.iter().map(|r| r.0 as u16).chain([0xFFFF]).collect::<Vec<_>>());
    push_u16(&mut out, &runs.iter().map(|r| r.2.wrapping_sub(r.0 as u16)).chain([1]).collect::<Vec<_>>());
    push_u16(&mut out, &vec![0; usize::from(count)]);
    out
}

fn format_12(runs: &[(u32, u32, u16)]) -> Vec<u8> {
    let mut out = Vec::new();
    push_u16(&mut out, &[12, 0]);
    push_u32(&mut out, &[16 + 12 * runs.len() as u32, 0, runs.len() as u32]);
    for (first, last, glyph) in runs {
        push_u32(&mut out, &[*first, *last, u32::from(*glyph)]);
    }
    out
}

fn push_u16(out: &mut Vec<u8>, values: &[u16]) {
    out.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

fn push_u32(out: &mut Vec<u8>, values: &[u32]) {
    out.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// The file: directory, tables padded to four bytes, and `head`'s checksum over all.
fn assemble(tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 1u16 << (15 - count.leading_zeros() as u16);
    let mut out = Vec::new();
    push_u32(&mut out, &[0x0001_0000]);
    push_u16(&mut out, &[count, power * 16, power.trailing_zeros() as u16, (count - power) * 16]);
    let mut offset = 12 + 16 * tables.len();
    let mut head_at = 0;
    for (tag, table) in tables {
        if tag == b"head" {
            head_at = offset;
        }
        out.extend_from_slice(tag);
        push_u32(&mut out, &[checksum(table), offset as u32, table.len() as u32]);
        offset += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
    if let Some(field) = out.get_mut(head_at + 8..head_at + 12) {
        field.copy_from_slice(&adjustment.to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontStore;

    #[test]
    fn a_subset_shapes_as_the_whole_font_does() {
        let fonts = FontStore::bundled();
        let text = "کەشتییەکان گەڕانەوە بۆ بەندەر، لاء";
        let id = fonts.select(&["Noto Naskh Arabic".into()], 400, false)[0];
        let whole = fonts.face(id).data();
        let cut = subset(whole, &text.chars().collect()).unwrap();
        assert!(cut.len() < whole.len() * 3 / 4, "{} of {}", cut.len(), whole.len());
        assert_eq!(shape(whole, text), shape(&cut, text));
        assert_eq!(FontRef::new(&cut).unwrap().charmap().map('ض'), None);
        assert_eq!(checksum(&cut), 0xB1B0_AFBA, "the whole file's checksum");
    }

    fn shape(data: &[u8], text: &str) -> Vec<(u32, i32)> {
        let font = harfrust::FontRef::new(data).unwrap();
        let shaper_data = harfrust::ShaperData::new(&font);
        let shaper = shaper_data.shaper(&font).build();
        let mut buffer = harfrust::UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let out = shaper.shape(buffer, harfrust::ShapeOptions::default());
        out.glyph_infos().iter().zip(out.glyph_positions()).map(|(i, p)| (i.glyph_id, p.x_advance)).collect()
    }

    #[test]
    fn what_is_no_font_gives_none() {
        assert_eq!(subset(b"no font at all", &BTreeSet::from(['a'])).map(|b| b.len()), None);
    }
}
