//! Codes of glyphs in page content, and the CMap that leads from them to the glyphs (ISO 32000-1, 9.7.5).
//!
//! A code says the character, or the glyph's number in the whole font, so that no page's codes depend on what other pages
//! show; as a number it is the glyph's CID (MuPDF takes CIDs outside of the range of codes for none). Characters that text is mostly made of have codes of one byte: half the content, and a blank of which a viewer knows
//! that it is one, so that word spacing says once for a line what would else be said at each blank (9.3.3).

use std::fmt::Write as _;

use super::object::write_literal_byte;

/// The code of a blank, which is the one that word spacing applies to.
const BLANK: u8 = b' ';

/// The first code of one byte beyond ASCII, and the first byte of codes of two.
const MORE: u8 = 0x80;
const TWO: u8 = 0xC0;

/// What has a code of one byte beyond ASCII.
const LETTERS: &str = "‘’“”–—…•·«»‹›§©ÄÅÆÉÖØÜßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿœ€";

/// The name of [`cmap`].
pub const NAME: &str = "WeekbookCodes";

/// The codes of a font.
#[derive(Debug, Default)]
pub struct Codes {
    /// The one byte of glyphs that have it, by glyph; else nothing.
    short: Vec<u8>,
}

impl Codes {
    /// The codes of a font of so many glyphs. A font of more than can be told apart beside them has none of one byte.
    pub fn new(glyphs: u16, glyph: impl Fn(char) -> Option<u16>) -> Self {
        let mut codes = Self::default();
        // One code more than glyphs, for the hyphen that breaking adds.
        if usize::from(glyphs) >= (usize::from(u8::MAX - TWO) + 1) << 8 {
            return codes;
        }
        codes.short = vec![0; usize::from(glyphs) + 1];
        let ascii = (BLANK..0x7F).map(|byte| (byte, char::from(byte)));
        for (code, character) in ascii.chain((MORE..TWO).zip(LETTERS.chars())) {
            let slot = glyph(character).and_then(|glyph| codes.short.get_mut(usize::from(glyph)));
            if let Some(slot) = slot.filter(|slot| **slot == 0) {
                *slot = code;
            }
        }
        codes
    }

    /// Whether word spacing applies to a glyph.
    pub fn is_blank(&self, glyph: u16) -> bool {
        self.short(glyph) == Some(BLANK)
    }

    /// Writes a glyph's code within a literal string.
    pub fn write(&self, glyph: u16, out: &mut Vec<u8>) {
        match self.short(glyph) {
            Some(code) => write_literal_byte(out, code),
            None => self.long(glyph).to_be_bytes().into_iter().for_each(|byte| write_literal_byte(out, byte)),
        }
    }

    /// The number of a glyph's code, which is its CID.
    pub fn cid(&self, glyph: u16) -> u16 {
        self.short(glyph).map_or_else(|| self.long(glyph), u16::from)
    }

    /// A glyph's code in hexadecimal digits.
    pub fn hexadecimal(&self, glyph: u16) -> String {
        match self.short(glyph) {
            Some(code) => format!("{code:02X}"),
            None => format!("{:04X}", self.long(glyph)),
        }
    }

    /// Whether there are codes of one byte; else `Identity-H` says all.
    pub fn are_mixed(&self) -> bool {
        !self.short.is_empty()
    }

    /// The ranges of codes, for the head of a CMap.
    pub fn spaces(&self) -> &'static str {
        if self.are_mixed() { SPACES } else { "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" }
    }

    fn short(&self, glyph: u16) -> Option<u8> {
        self.short.get(usize::from(glyph)).copied().filter(|code| *code != 0)
    }

    fn long(&self, glyph: u16) -> u16 {
        if self.are_mixed() { glyph | u16::from(TWO) << 8 } else { glyph }
    }
}

const SPACES: &str = "2 begincodespacerange\n<00> <BF>\n<C000> <FFFF>\nendcodespacerange\n";

/// The CMap of all fonts that have codes of one byte: a code is its own CID.
pub fn cmap() -> String {
    let mut out = head(NAME, "Identity", 1);
    out.push_str(SPACES);
    let _ = writeln!(out, "{} begincidrange\n<00> <{:02X}> 0", 1 + usize::from(u8::MAX - TWO) + 1, TWO - 1);
    for first in TWO..=u8::MAX {
        let _ = writeln!(out, "<{first:02X}00> <{first:02X}FF> {}", u32::from(first) << 8);
    }
    out.push_str("endcidrange\n");
    out.push_str(TAIL);
    out
}

/// How a CMap begins: its name, its ordering of characters, its type (2 for one that leads to Unicode).
pub fn head(name: &str, ordering: &str, kind: u8) -> String {
    let writing = if kind == 1 { "/WMode 0 def\n" } else { "" };
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering ({ordering}) /Supplement 0>> def\n\
         /CMapName /{name} def\n/CMapType {kind} def\n{writing}"
    )
}

/// How a CMap ends.
pub const TAIL: &str = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

#[cfg(test)]
mod tests {
    use super::*;

    /// A font whose glyphs are its characters.
    fn codes(glyphs: u16) -> Codes {
        Codes::new(glyphs, |c| u16::try_from(u32::from(c)).ok().filter(|glyph| *glyph < glyphs))
    }

    #[test]
    fn common_characters_have_one_byte() {
        let codes = codes(9000);
        let written = |glyph: char| {
            let mut out = Vec::new();
            codes.write(glyph as u16, &mut out);
            out
        };
        assert_eq!(written('a'), b"a");
        assert_eq!(written('('), b"\\(");
        assert_eq!(written('’'), [0x81]);
        assert_eq!(written('ت'), [0xC6, 0x2A]);
        assert!(codes.is_blank(32) && !codes.is_blank(33));
        assert!(usize::from(MORE) + LETTERS.chars().count() <= usize::from(TWO));
    }

    #[test]
    fn the_cmap_leads_from_codes_to_themselves() {
        let cmap = cmap();
        assert!(cmap.contains("65 begincidrange\n<00> <BF> 0\n<C000> <C0FF> 49152\n"), "{cmap}");
        assert!(cmap.contains("<FF00> <FFFF> 65280\nendcidrange"));
        let codes = codes(9000);
        assert_eq!([codes.cid('a' as u16), codes.cid('ت' as u16)], [0x61, 0xC62A]);
    }

    #[test]
    fn a_font_of_many_glyphs_has_two_bytes_for_all() {
        let codes = codes(40_000);
        assert!(!codes.are_mixed() && !codes.is_blank(32));
        assert_eq!(codes.hexadecimal(97), "0061");
        assert_eq!(codes.cid(97), 97);
    }
}
