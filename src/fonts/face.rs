//! One face: what shaping, layout and the writers ask of it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use harfrust::ShaperData;
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _, Tag};
use unicode_script::{Script, UnicodeScript as _};

use super::bundled::Licence;

/// How a face draws its glyphs: the writer embeds the two differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlines {
    /// A `glyf` table.
    TrueType,
    /// A `CFF ` table.
    Cff,
}

/// The bytes of a font file.
#[derive(Clone)]
pub(super) enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

/// A face that passed every check. Lengths are in font units ([`Face::units_per_em`] to the em), y upwards.
pub struct Face {
    pub(super) bytes: Bytes,
    /// Its place in its file: 0 but in a collection.
    pub index: u32,
    /// What messages call its file.
    pub file: String,
    /// Family name: the typographic one (name id 16), else the plain one (id 1).
    pub family: String,
    /// Other names it is found under: the plain family name where it differs.
    pub aliases: Vec<String>,
    /// Name of its style, such as `Bold Italic`.
    pub style_name: String,
    /// 1 to 1000, as CSS counts.
    pub weight: u16,
    /// Italic or oblique.
    pub italic: bool,
    /// PostScript name, made of letters, digits and hyphens.
    pub postscript_name: String,
    /// Font units in an em.
    pub units_per_em: u16,
    /// Height above the baseline: the typographic one where the font asks for it, else `hhea`'s.
    pub ascender: i32,
    /// Depth below the baseline, negative.
    pub descender: i32,
    /// Extra leading the font asks for.
    pub line_gap: i32,
    /// Height of a capital; seven tenths of the em where the font does not say.
    pub cap_height: i32,
    /// Height of an x; half an em where the font does not say.
    pub x_height: i32,
    /// Top of the underline, from the baseline (negative: below).
    pub underline_position: i32,
    /// Thickness of the underline.
    pub underline_thickness: i32,
    /// Top of the strike-through line.
    pub strikeout_position: i32,
    /// Thickness of the strike-through line.
    pub strikeout_thickness: i32,
    /// Slant in degrees, negative to the right, as PDF's `ItalicAngle`.
    pub italic_angle: f32,
    /// xMin, yMin, xMax, yMax over all glyphs: PDF's `FontBBox`.
    pub bounds: [i32; 4],
    /// All characters have one width.
    pub monospace: bool,
    /// How it draws.
    pub outlines: Outlines,
    /// Number of glyphs.
    pub glyph_count: u16,
    /// The licence of a bundled face.
    pub licence: Option<&'static Licence>,
    /// What the font says of its own licence (name id 13), for those of the book.
    pub licence_note: Option<String>,
    /// Who holds the rights (name id 0).
    pub copyright: Option<String>,
    pub(super) chars: Vec<(u32, u16)>,
    pub(super) ascii: [u16; 128],
    pub(super) features: BTreeSet<Tag>,
    pub(super) shaper: ShaperData,
    pub(super) advances: OnceLock<Vec<u16>>,
}

impl Face {
    /// The whole font file.
    pub fn data(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }

    /// Whether it comes with the program.
    pub const fn is_bundled(&self) -> bool {
        self.licence.is_some()
    }

    /// The licence as a reader should see it: its name, else what the font says of itself.
    pub fn licence_text(&self) -> Cow<'_, str> {
        match (self.licence, &self.licence_note) {
            (Some(licence), _) => Cow::Borrowed(licence.name),
            (None, Some(note)) => Cow::Borrowed(note),
            (None, None) => Cow::Borrowed(""),
        }
    }

    /// The glyph of a character; `None` where the face has none.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let glyph = match self.ascii.get(c as usize) {
            Some(&glyph) => glyph,
            None => {
                let at = self.chars.binary_search_by_key(&(c as u32), |&(c, _)| c).ok()?;
                self.chars[at].1
            }
        };
        (glyph != 0).then_some(glyph)
    }

    /// How many bytes a text begins with that are printable ASCII characters of the face.
    pub(crate) fn ascii_prefix(&self, text: &[u8]) -> usize {
        let has = |&&byte: &&u8| byte >= b' ' && self.ascii.get(usize::from(byte)).is_some_and(|glyph| *glyph != 0);
        text.iter().take_while(has).count()
    }

    /// Whether it has a glyph for a character.
    pub fn has(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// Advance width of a glyph, in font units; 0 for one that is not in the face.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.advances().get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// Advance widths of all glyphs, in font units: what PDF's `/W` is made of.
    pub fn advances(&self) -> &[u16] {
        self.advances.get_or_init(|| {
            let Ok(font) = self.font() else { return vec![0; usize::from(self.glyph_count)] };
            let Ok(hmtx) = font.hmtx() else { return vec![0; usize::from(self.glyph_count)] };
            (0..u32::from(self.glyph_count)).map(|g| hmtx.advance(g.into()).unwrap_or(0)).collect()
        })
    }

    /// Whether it has an OpenType feature in its GSUB or GPOS table, for any script.
    pub fn has_feature(&self, tag: &[u8; 4]) -> bool {
        self.features.contains(&Tag::new(tag))
    }

    /// The characters it has, with their glyphs, in the order of code points.
    pub fn characters(&self) -> impl Iterator<Item = (char, u16)> + '_ {
        self.chars.iter().filter_map(|&(c, g)| Some((char::from_u32(c)?, g)))
    }

    /// The scripts it has at least a dozen characters of, each with their number, in the order of their names.
    pub fn coverage(&self) -> Vec<(&'static str, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for (c, _) in self.characters() {
            let script = c.script();
            if !matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
                *counts.entry(script.full_name()).or_insert(0) += 1;
            }
        }
        counts.into_iter().filter(|&(_, n)| n >= 12).collect()
    }

    /// A view of the font's tables. It was opened once, so that it opens again.
    pub(crate) fn font(&self) -> Result<FontRef<'_>, skrifa::raw::ReadError> {
        FontRef::from_index(self.data(), self.index)
    }

    /// The shaper's tables of this face.
    pub(crate) const fn shaper_data(&self) -> &ShaperData {
        &self.shaper
    }

    /// Smallest rectangle around a glyph's outline, in font units: xMin, yMin, xMax, yMax. `None` for a blank.
    pub fn glyph_bounds(&self, glyph: u16) -> Option<[f32; 4]> {
        let font = self.font().ok()?;
        let metrics = font.glyph_metrics(skrifa::prelude::Size::unscaled(), skrifa::prelude::LocationRef::default());
        metrics.bounds(skrifa::GlyphId::from(glyph)).map(|b| [b.x_min, b.y_min, b.x_max, b.y_max])
    }
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({} {} {})", self.family, self.weight, if self.italic { "italic" } else { "upright" })
    }
}
