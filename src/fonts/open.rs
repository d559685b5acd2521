//! Opening a font file: every check that lets the rest of the program trust a [`Face`].

use std::collections::BTreeSet;
use std::sync::OnceLock;

use skrifa::prelude::{LocationRef, Size};
use skrifa::raw::{FileRef, TableProvider as _};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider as _, Tag};

use super::bundled::Licence;
use super::face::{Bytes, Face, Outlines};

/// The largest number of faces that a collection may hold.
pub const MAX_FACES: u32 = 64;

/// Why a file cannot be used, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub message: String,
    pub help: &'static str,
}

fn refuse<T>(message: impl Into<String>, help: &'static str) -> Result<T, Refusal> {
    Err(Refusal { message: message.into(), help })
}

const EXPECTED: &str = "expected a TrueType or OpenType font (.ttf, .otf, .ttc)";

/// The faces of a file, each whole or refused.
pub(super) fn open(
    file: &str,
    bytes: &Bytes,
    licence: Option<&'static Licence>,
) -> Result<Vec<Result<Face, Refusal>>, Refusal> {
    let data: &[u8] = match bytes {
        Bytes::Static(bytes) => bytes,
        Bytes::Shared(bytes) => bytes,
    };
    if data.starts_with(b"wOFF") || data.starts_with(b"wOF2") {
        return refuse(
            format!("`{file}` is a web font, which a PDF cannot hold"),
            "use the .ttf or .otf file of the same font",
        );
    }
    let count = match FileRef::new(data) {
        Ok(FileRef::Font(_)) => 1,
        Ok(FileRef::Collection(collection)) if collection.len() > MAX_FACES => {
            return refuse(
                format!("`{file}` is a collection of {} fonts", collection.len()),
                "a collection may hold 64: split it",
            );
        }
        Ok(FileRef::Collection(collection)) => collection.len(),
        Err(_) => return refuse(format!("`{file}` is not a font: {}", seems(data)), EXPECTED),
    };
    Ok((0..count).map(|index| face(file, bytes, data, index, licence)).collect())
}

/// What a file is that is no font.
fn seems(data: &[u8]) -> &'static str {
    const SFNT: [&[u8]; 4] = [b"\0\x01\0\0", b"OTTO", b"true", b"ttcf"];
    match data {
        [] => "it is empty",
        _ if SFNT.iter().any(|tag| data.starts_with(tag)) => "it is damaged, or ends too early",
        _ if data.starts_with(b"PK\x03\x04") => "it is a ZIP archive; the font may be in it",
        _ if data.starts_with(b"%!") => "it is a PostScript font",
        _ if data.starts_with(b"<") => "it is HTML or XML, such as the page that a download began with",
        _ if std::str::from_utf8(data).is_ok() => "it is a text",
        _ => "it begins like none",
    }
}

fn face(
    file: &str,
    bytes: &Bytes,
    data: &[u8],
    index: u32,
    licence: Option<&'static Licence>,
) -> Result<Face, Refusal> {
    let Ok(font) = FontRef::from_index(data, index) else {
        return refuse(format!("`{file}` is not a font: {}", seems(data)), EXPECTED);
    };
    let outlines = check(file, &font)?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let em = f32::from(metrics.units_per_em);
    let whole = |value: f32| if value.is_finite() { value.round() as i32 } else { 0 };
    let line = |d: Option<skrifa::metrics::Decoration>, offset: f32, thickness: f32| {
        let d = d.filter(|d| d.thickness > 0.0);
        d.map_or((whole(offset * em), whole(thickness * em)), |d| (whole(d.offset), whole(d.thickness)))
    };
    let (underline_position, underline_thickness) = line(metrics.underline, -0.1, 0.05);
    let (strikeout_position, strikeout_thickness) = line(metrics.strikeout, 0.28, 0.05);
    let height = |value: Option<f32>, share: f32| whole(value.filter(|v| *v > 0.0).unwrap_or(share * em));
    let string = |id| font.localized_strings(id).english_or_first().map(|s| s.to_string());
    let plain = string(StringId::FAMILY_NAME);
    let Some(family) = string(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| plain.clone()) else {
        return refuse(format!("`{file}` has no family name"), EXPECTED);
    };
    let attributes = font.attributes();
    let style_name = string(StringId::TYPOGRAPHIC_SUBFAMILY_NAME).or_else(|| string(StringId::SUBFAMILY_NAME));
    let mut chars: Vec<(u32, u16)> = font
        .charmap()
        .mappings()
        .filter_map(|(c, g)| Some((c, u16::try_from(g.to_u32()).ok()?)))
        .filter(|&(_, g)| g != 0 && g < metrics.glyph_count)
        .collect();
    chars.sort_unstable();
    chars.dedup_by_key(|&mut (c, _)| c);
    let mut ascii = [0; 128];
    for &(c, g) in chars.iter().take_while(|&&(c, _)| c < 128) {
        ascii[c as usize] = g;
    }
    let bounds = metrics.bounds.unwrap_or_default();
    Ok(Face {
        index,
        file: file.to_owned(),
        aliases: plain.into_iter().filter(|name| *name != family).collect(),
        postscript_name: postscript_name(string(StringId::POSTSCRIPT_NAME), &family, style_name.as_deref()),
        family,
        style_name: style_name.unwrap_or_else(|| "Regular".to_owned()),
        weight: attributes.weight.value().clamp(1.0, 1000.0) as u16,
        italic: !matches!(attributes.style, skrifa::attribute::Style::Normal),
        units_per_em: metrics.units_per_em,
        ascender: whole(metrics.ascent),
        descender: -whole(metrics.descent).abs(),
        line_gap: whole(metrics.leading).max(0),
        cap_height: height(metrics.cap_height, 0.7),
        x_height: height(metrics.x_height, 0.5),
        underline_position,
        underline_thickness,
        strikeout_position,
        strikeout_thickness,
        italic_angle: if metrics.italic_angle.is_finite() { metrics.italic_angle } else { 0.0 },
        bounds: [whole(bounds.x_min), whole(bounds.y_min), whole(bounds.x_max), whole(bounds.y_max)],
        monospace: metrics.is_monospace,
        outlines,
        glyph_count: metrics.glyph_count,
        licence,
        licence_note: string(StringId::LICENSE_DESCRIPTION),
        copyright: string(StringId::COPYRIGHT_NOTICE),
        chars,
        ascii,
        features: features(&font),
        shaper: harfrust::ShaperData::new(&font),
        advances: OnceLock::new(),
        bytes: bytes.clone(),
    })
}

/// What a face must be for an edition to use it.
fn check(file: &str, font: &FontRef<'_>) -> Result<Outlines, Refusal> {
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if has(b"fvar") || has(b"CFF2") {
        return refuse(
            format!("`{file}` is a variable font, which weekbook does not support yet"),
            "use the family's static files, one for each style",
        );
    }
    let outlines = match (has(b"glyf") && has(b"loca"), has(b"CFF ")) {
        (true, _) => Outlines::TrueType,
        (false, true) => Outlines::Cff,
        (false, false) => {
            return refuse(format!("`{file}` has no outlines (neither `glyf` nor `CFF `)"), EXPECTED);
        }
    };
    for (tag, there) in [
        ("head", font.head().is_ok_and(|head| (16..=16384).contains(&head.units_per_em()))),
        ("hhea", font.hhea().is_ok()),
        ("hmtx", font.hmtx().is_ok()),
        ("maxp", font.maxp().is_ok_and(|maxp| maxp.num_glyphs() > 0)),
        ("cmap", font.cmap().is_ok() && font.charmap().has_map()),
        ("name", font.name().is_ok()),
    ] {
        if !there {
            return refuse(format!("`{file}` has no usable `{tag}` table"), EXPECTED);
        }
    }
    let fs_type = font.os2().map_or(0, |os2| os2.fs_type());
    // OS/2 fsType: bits 0 to 3 hold the usage permission, of which the least restrictive counts in old versions.
    if fs_type & 0x000F == 0x0002 {
        return refuse(
            format!("`{file}` forbids embedding (OS/2 fsType {fs_type:#06x}: restricted licence)"),
            "choose a font whose licence allows a document to hold it",
        );
    }
    if fs_type & 0x0300 != 0 {
        let what = if fs_type & 0x0100 != 0 { "subsetting" } else { "embedding outlines" };
        return refuse(
            format!("`{file}` forbids {what} (OS/2 fsType {fs_type:#06x})"),
            "choose a font whose licence allows a document to hold a part of it",
        );
    }
    Ok(outlines)
}

/// All feature tags of GSUB and GPOS.
fn features(font: &FontRef<'_>) -> BTreeSet<Tag> {
    let gsub = font.gsub().and_then(|t| t.feature_list());
    let gpos = font.gpos().and_then(|t| t.feature_list());
    [gsub, gpos]
        .iter()
        .flatten()
        .flat_map(|list| list.feature_records().iter().map(skrifa::raw::tables::layout::FeatureRecord::feature_tag))
        .collect()
}

/// The font's own PostScript name, else one made of family and style: printable ASCII without delimiters (name id 6).
fn postscript_name(given: Option<String>, family: &str, style: Option<&str>) -> String {
    let name = given.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("{family}-{}", style.unwrap_or("")));
    let clean: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(63).collect();
    let clean = clean.trim_matches('-');
    if clean.is_empty() { "Font".to_owned() } else { clean.to_owned() }
}
