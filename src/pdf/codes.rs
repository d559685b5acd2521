//! Codes of glyphs in page content, and the CMap that leads from them to the glyphs (ISO 32000-1, 9.7.5).
//!
//! A glyph is known by its number in the whole font (its CID), so that no page's codes depend on what other pages show.
//! Characters that text is mostly made of have codes of one byte: half the content, and a blank of which a viewer knows
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

/// The name of the CMaps that [`Codes::cmap`] writes.
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
            None => self.long(glyph).into_iter().for_each(|byte| write_literal_byte(out, byte)),
        }
    }

    /// A glyph's code in hexadecimal digits.
    pub fn hexadecimal(&self, glyph: u16) -> String {
        match self.short(glyph) {
            Some(code) => format!("{code:02X}"),
            None => format!("{:04X}", u16::from_be_bytes(self.long(glyph))),
        }
    }

    /// The ranges of codes, for the head of a CMap.
    pub fn spaces(&self) -> &'static str {
        if self.short.is_empty() {
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        } else {
            "2 begincodespacerange\n<00> <BF>\n<C000> <FFFF>\nendcodespacerange\n"
        }
    }

    /// The CMap of the glyphs in use; none where their codes are what `Identity-H` says.
    pub fn cmap(&self, glyphs: impl Iterator<Item = u16>) -> Option<String> {
        const PER_BLOCK: usize = 100;
        if self.short.is_empty() {
            return None;
        }
        let mut out = head(NAME, "Identity", 1);
        out.push_str(self.spaces());
        let glyphs: Vec<u16> = glyphs.collect();
        for block in glyphs.chunks(PER_BLOCK) {
            let _ = writeln!(out, "{} begincidchar", block.len());
            for glyph in block {
                let _ = writeln!(out, "<{}> {glyph}", self.hexadecimal(*glyph));
            }
            out.push_str("endcidchar\n");
        }
        out.push_str(TAIL);
        Some(out)
    }

    fn short(&self, glyph: u16) -> Option<u8> {
        self.short.get(usize::from(glyph)).copied().filter(|code| *code != 0)
    }

    fn long(&self, glyph: u16) -> [u8; 2] {
        let first = if self.short.is_empty() { 0 } else { u16::from(TWO) << 8 };
        (first | glyph).to_be_bytes()
    }
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
    fn the_cmap_leads_from_codes_to_glyphs() {
        let cmap = codes(9000).cmap(['a' as u16, 'ب' as u16].into_iter()).expect("a map");
        assert!(cmap.contains("2 begincidchar\n<61> 97\n<C628> 1576\nendcidchar"), "{cmap}");
        assert!(cmap.contains("<00> <BF>\n<C000> <FFFF>"));
    }

    #[test]
    fn a_font_of_many_glyphs_has_two_bytes_for_all() {
        let codes = codes(40_000);
        assert!(codes.cmap(std::iter::empty()).is_none() && !codes.is_blank(32));
        assert_eq!(codes.hexadecimal(97), "0061");
    }
}
