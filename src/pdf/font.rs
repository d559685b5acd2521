//! Fonts as the file holds them: subset, embedded through printpdf, addressed by their own glyph ids.
//!
//! A CID depends on the whole font (`codes`), so that a page's content depends on no subset. The subset renumbers; a
//! `CIDToGIDMap` (TrueType) or the charset (CFF) leads from the CID to the new place.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, Stream, dictionary};
use skrifa::raw::TableProvider as _;
use subsetter::GlyphRemapper;

use super::cff;
use super::codes::{self, Codes};
use super::file::{Part, short_hash};
use super::numbers::{CODES, FONT_STRIDE, font_number};
use super::object::{bytes, number, reference, round};
use super::unicode::glyph_texts;
use super::{PdfError, broken};
use crate::fonts::{Face, FontId, FontStore};
use crate::layout::{Draw, Pages};

/// What emission asks of a font.
#[derive(Debug)]
pub struct Metrics {
    /// Advance of each glyph in thousandths of an em, as `/W` says it.
    pub widths: Vec<f64>,
    /// What each glyph says.
    pub texts: Vec<Option<Box<str>>>,
    /// The glyph that stands for one the font has not: a replacement mark or an empty box.
    pub replacement: Option<u16>,
    /// The hyphen that breaking adds.
    pub soft_hyphen: Option<SoftHyphen>,
    /// How content writes its glyphs.
    pub codes: Codes,
    /// The left-to-right mark (U+200E), where it has a glyph of its own.
    pub left_mark: Option<u16>,
}

/// A code of its own for the hyphen that breaking adds: it shows the font's hyphen and says U+00AD, so that readers
/// who know nothing of `ActualText` can tell it from a hyphen of the text. Only TrueType's map from codes to glyphs
/// lets two codes show one glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoftHyphen {
    /// The first code that is no glyph of the font.
    pub code: u16,
    /// The glyph that it shows.
    pub glyph: u16,
}

/// A font in use.
#[derive(Debug)]
pub struct UsedFont {
    /// Which.
    pub id: FontId,
    /// The glyphs that some page shows, in order.
    pub glyphs: BTreeSet<u16>,
    /// The code of hyphens that breaking added, where some page shows one.
    pub soft_hyphen: Option<SoftHyphen>,
    /// Its metrics.
    pub metrics: Metrics,
}

/// The fonts in use, in the order of their ids.
#[derive(Debug, Default)]
pub struct Fonts(BTreeMap<FontId, UsedFont>);

impl Fonts {
    /// Finds the fonts and glyphs that the pages show.
    pub fn used(pages: &Pages, store: &FontStore) -> Result<Self, PdfError> {
        let mut used: BTreeMap<FontId, (Vec<bool>, bool, bool)> = BTreeMap::new();
        for page in &pages.pages {
            for item in page.items.iter().chain(&page.furniture) {
                if let Draw::Glyphs { run, .. } = &item.draw {
                    let (shown, hyphenated, marked) = used.entry(run.font).or_default();
                    for place in run.glyphs.iter().map(|glyph| usize::from(glyph.id)) {
                        if place >= shown.len() {
                            shown.resize(place + 1, false);
                        }
                        shown[place] = true;
                    }
                    *hyphenated |= run.soft_hyphen;
                    *marked |= run.rtl;
                }
            }
        }
        let known = store.faces().count();
        let mut fonts = BTreeMap::new();
        for (id, (shown, hyphenated, marked)) in used {
            let shown = shown.iter().enumerate().filter(|(_, shown)| **shown);
            let mut glyphs: BTreeSet<u16> = shown.map(|(glyph, _)| glyph as u16).collect();
            if usize::from(id.0) >= known {
                return Err(broken(format!("a run is set in font {}, and there are {known}", id.0)));
            }
            let face = store.face(id);
            let metrics = Metrics::new(face)?;
            if glyphs.remove(&0) {
                glyphs.extend(metrics.replacement);
            }
            glyphs.extend(metrics.left_mark.filter(|_| marked));
            if let Some(glyph) = glyphs.iter().find(|g| usize::from(**g) >= metrics.widths.len()) {
                return Err(broken(format!("glyph {glyph} is not in the font {}", face.postscript_name)));
            }
            let soft_hyphen = metrics.soft_hyphen.filter(|hyphen| hyphenated && glyphs.contains(&hyphen.glyph));
            fonts.insert(id, UsedFont { id, glyphs, soft_hyphen, metrics });
        }
        Ok(Self(fonts))
    }

    /// The metrics of a font.
    pub fn metrics(&self, id: FontId) -> Option<&Metrics> {
        self.0.get(&id).map(|font| &font.metrics)
    }

    /// The fonts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &UsedFont> {
        self.0.values()
    }
}

impl UsedFont {
    /// What pages show, in order: CIDs, with their glyphs.
    fn shown(&self) -> Vec<(u16, u16)> {
        let own = self.glyphs.iter().map(|glyph| (*glyph, *glyph));
        let all = own.chain(self.soft_hyphen.map(|hyphen| (hyphen.code, hyphen.glyph)));
        let mut shown: Vec<_> = all.map(|(code, glyph)| (self.metrics.codes.cid(code), glyph)).collect();
        shown.sort_unstable();
        shown
    }
}

impl Metrics {
    fn new(face: &Face) -> Result<Self, PdfError> {
        let font = face.font().map_err(|error| PdfError::font(face, error))?;
        let em = f64::from(face.units_per_em.max(1));
        let widths: Vec<f64> = face.advances().iter().map(|w| round(f64::from(*w) * 1000.0 / em)).collect();
        let texts = glyph_texts(face.characters(), &font, face.glyph_count);
        let own = |glyph: &u16| texts.get(usize::from(*glyph)).and_then(Option::as_deref) == Some("\u{200E}");
        Ok(Self {
            left_mark: face.glyph('\u{200E}').filter(own),
            codes: Codes::new(face.glyph_count, |c| face.glyph(c)),
            widths,
            texts,
            replacement: ['\u{FFFD}', '\u{25A1}', '?'].into_iter().find_map(|c| face.glyph(c)),
            soft_hyphen: ['\u{2010}', '-']
                .into_iter()
                .find_map(|c| face.glyph(c))
                .filter(|_| font.glyf().is_ok() && face.glyph_count < u16::MAX)
                .map(|glyph| SoftHyphen { code: face.glyph_count, glyph }),
        })
    }
}

/// The name of a font among a page's resources.
pub fn resource_name(id: FontId) -> String {
    // printpdf takes `F1` to `F14` for the standard fonts.
    format!("W{}", id.0)
}

/// A font ready for printpdf, and what its dictionary must say beyond printpdf's.
pub struct Embedded {
    /// The subset as printpdf's font.
    pub font: printpdf::ParsedFont,
    /// A glyph of the subset, for the page that makes printpdf embed it.
    pub sample: u16,
    /// Old glyph ids by new.
    mapping: Vec<u16>,
    cap_height: i64,
    weight: u16,
    italic_angle: f64,
    monospace: bool,
}

/// Subsets a font. Its name gets the tag that says so, derived from what it holds.
pub fn embed(used: &UsedFont, face: &Face) -> Result<Embedded, PdfError> {
    let glyphs: Vec<u16> = used.glyphs.iter().copied().collect();
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
    let subset = subsetter::subset(face.data(), face.index, &remapper).map_err(|error| PdfError::font(face, error))?;
    let mut font = printpdf::ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
        .ok_or_else(|| PdfError::font(face, "printpdf cannot read the subset"))?;
    let ids: Vec<u8> = glyphs.iter().flat_map(|g| g.to_be_bytes()).collect();
    font.font_name = Some(format!("{}+{}", subset_tag(&face.postscript_name, &ids), face.postscript_name));
    font.pdf_font_metrics.us_weight_class = face.weight;
    let mapping = remapper.remapped_gids().collect::<Vec<_>>();
    let em = f64::from(face.units_per_em.max(1));
    Ok(Embedded {
        font,
        sample: mapping.len().saturating_sub(1).min(1) as u16,
        mapping,
        cap_height: (f64::from(face.cap_height) * 1000.0 / em).round() as i64,
        weight: face.weight,
        italic_angle: f64::from(face.italic_angle),
        monospace: face.monospace,
    })
}

/// Six capitals (ISO 32000-1, 9.6.4), different for different subsets.
fn subset_tag(font: &str, glyphs: &[u8]) -> String {
    let mut hash = short_hash(&[font.as_bytes(), glyphs]);
    (0..6)
        .map(|_| {
            let letter = char::from(b'A' + (hash % 26) as u8);
            hash /= 26;
            letter
        })
        .collect()
}

/// Takes a font's objects out of printpdf's document, mends what it cannot know, and writes them.
pub fn write(
    part: &mut Part,
    doc: &mut lopdf::Document,
    dict: &Dictionary,
    used: &UsedFont,
    embedded: &Embedded,
) -> Result<(), PdfError> {
    let at = |i: u32| font_number(used.id) + i;
    let mut type0 = dict.clone();
    let descendant = dict.get(b"DescendantFonts").and_then(Object::as_array).ok().and_then(|a| a.first());
    let mut cid_font = descendant.and_then(|d| d.as_dict().ok()).cloned().ok_or_else(|| odd("font"))?;
    let mut descriptor = take_dictionary(doc, cid_font.get(b"FontDescriptor"))?;
    let key: &[u8] = if descriptor.has(b"FontFile2") { b"FontFile2" } else { b"FontFile3" };
    let mut program = take_stream(doc, descriptor.get(key))?;

    if key == b"FontFile2" {
        cid_font.set("CIDToGIDMap", reference(at(4)));
        part.deflated(at(4), Dictionary::new(), &cid_to_gid(used, &embedded.mapping));
    } else {
        let cids: Vec<u16> = embedded.mapping.iter().map(|glyph| used.metrics.codes.cid(*glyph)).collect();
        program.content = cff::with_charset(&program.content, &cids).ok_or_else(|| odd("CFF font"))?;
    }
    cid_font.set("W", widths(used));
    cid_font.set("DW", 0);
    cid_font.set("FontDescriptor", reference(at(2)));
    type0.set("DescendantFonts", vec![reference(at(1))]);
    type0.set("ToUnicode", reference(at(5)));
    if used.metrics.codes.are_mixed() {
        type0.set("Encoding", reference(CODES));
    }
    describe(&mut descriptor, embedded);
    descriptor.set(key, reference(at(3)));

    part.dictionary(at(0), type0);
    part.dictionary(at(1), cid_font);
    part.dictionary(at(2), descriptor);
    part.deflated(at(3), program.dict, &program.content);
    part.deflated(at(5), Dictionary::new(), to_unicode(used).as_bytes());
    const { assert!(FONT_STRIDE > 5) };
    Ok(())
}

/// What a font's own tables say and its subset no longer does.
fn describe(descriptor: &mut Dictionary, embedded: &Embedded) {
    const FIXED_PITCH: i64 = 1;
    const NONSYMBOLIC: i64 = 1 << 5;
    const ITALIC: i64 = 1 << 6;
    let italic = if embedded.italic_angle == 0.0 { 0 } else { ITALIC };
    let fixed = if embedded.monospace { FIXED_PITCH } else { 0 };
    descriptor.set("Flags", NONSYMBOLIC | italic | fixed);
    descriptor.set("ItalicAngle", number(embedded.italic_angle));
    descriptor.set("CapHeight", embedded.cap_height);
    // No table has it; producers take it from the weight: about 88 for regular, 166 for bold.
    let weight = f64::from(embedded.weight) / 65.0;
    descriptor.set("StemV", 50 + (weight * weight).round() as i64);
}

fn odd(what: &str) -> PdfError {
    broken(format!("printpdf's {what} is not of the form expected"))
}

fn take_dictionary(doc: &mut lopdf::Document, object: lopdf::Result<&Object>) -> Result<Dictionary, PdfError> {
    let id = object.and_then(Object::as_reference).map_err(|_| odd("font descriptor"))?;
    match doc.objects.remove(&id) {
        Some(Object::Dictionary(dict)) => Ok(dict),
        _ => Err(odd("font descriptor")),
    }
}

fn take_stream(doc: &mut lopdf::Document, object: lopdf::Result<&Object>) -> Result<Stream, PdfError> {
    let id = object.and_then(Object::as_reference).map_err(|_| odd("font program"))?;
    match doc.objects.remove(&id) {
        Some(Object::Stream(stream)) => Ok(stream),
        _ => Err(odd("font program")),
    }
}

/// Writes the CMap that fonts share, if any has it.
pub fn write_codes(part: &mut Part, fonts: &Fonts) {
    if fonts.iter().any(|font| font.metrics.codes.are_mixed()) {
        let collection =
            dictionary! { "Registry" => bytes("Adobe"), "Ordering" => bytes("Identity"), "Supplement" => 0 };
        let dict = dictionary! { "Type" => "CMap", "CMapName" => codes::NAME, "CIDSystemInfo" => collection };
        part.deflated(CODES, dict, codes::cmap().as_bytes());
    }
}

/// ISO 32000-1, 9.7.4.2: for each CID two bytes, the glyph's place in the subset.
fn cid_to_gid(used: &UsedFont, mapping: &[u16]) -> Vec<u8> {
    let shown = used.shown();
    let last = shown.last().map_or(0, |(cid, _)| *cid);
    let mut map = vec![0; (usize::from(last) + 1) * 2];
    for (cid, glyph) in shown {
        // The subset's glyphs are in the order of the whole font's.
        if let Ok(place) = mapping.binary_search(&glyph) {
            map[usize::from(cid) * 2..][..2].copy_from_slice(&(place as u16).to_be_bytes());
        }
    }
    map
}

/// `/W` (9.7.4.3): runs of consecutive CIDs, each with its widths.
fn widths(used: &UsedFont) -> Object {
    let mut runs: Vec<(u16, Vec<Object>)> = Vec::new();
    for (cid, glyph) in used.shown() {
        let width = number(used.metrics.widths.get(usize::from(glyph)).copied().unwrap_or(0.0));
        match runs.last_mut() {
            Some((first, run)) if usize::from(*first) + run.len() == usize::from(cid) => run.push(width),
            _ => runs.push((cid, vec![width])),
        }
    }
    Object::Array(runs.into_iter().flat_map(|(first, run)| [i64::from(first).into(), run.into()]).collect())
}

/// A `/ToUnicode` CMap (9.10.3) of the used glyphs: what each says does not depend on which others are used.
fn to_unicode(used: &UsedFont) -> String {
    use std::fmt::Write as _;
    const PER_BLOCK: usize = 100;
    let codes = &used.metrics.codes;
    let mut out = codes::head("Adobe-Identity-UCS", "UCS", 2);
    out.push_str(codes.spaces());
    let said = |glyph: &u16| used.metrics.texts.get(usize::from(*glyph)).and_then(Option::as_deref);
    let mut texts: Vec<(u16, &str)> = used.glyphs.iter().map(|g| (*g, said(g).unwrap_or("\u{FFFD}"))).collect();
    texts.extend(used.soft_hyphen.map(|hyphen| (hyphen.code, "\u{AD}")));
    for block in texts.chunks(PER_BLOCK) {
        let _ = writeln!(out, "{} beginbfchar", block.len());
        for (code, text) in block {
            let _ = write!(out, "<{}> <", codes.hexadecimal(*code));
            for unit in text.encode_utf16() {
                let _ = write!(out, "{unit:04X}");
            }
            out.push_str(">\n");
        }
        out.push_str("endbfchar\n");
    }
    out.push_str(codes::TAIL);
    out
}

/// The resource dictionary's entry: the fonts by name.
pub fn resources(fonts: &Fonts) -> Dictionary {
    let mut dict = dictionary! {};
    for font in fonts.iter() {
        dict.set(resource_name(font.id), reference(font_number(font.id)));
    }
    dict
}
