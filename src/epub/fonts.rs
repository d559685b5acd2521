//! Fonts that the EPUB carries, cut down to what the book uses: those of scripts that reading systems lack, or as the
//! manifest says (`embed_fonts`).

use std::collections::{BTreeMap, BTreeSet};

use unicode_script::{Script, UnicodeScript as _};

use super::sfnt;
use crate::flow::{Child, Element, Flow, Media};
use crate::fonts::{FontId, FontStore};
use crate::manifest::EmbedFonts;
use crate::style::FontStyle;

/// A font file in the package.
pub struct Embedded {
    /// File name in the package folder.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The subset.
    pub bytes: Vec<u8>,
    family: String,
    weight: u16,
    italic: bool,
}

/// Scripts that every reading system has fonts for, and characters that belong to none.
const fn is_everywhere(script: Script) -> bool {
    matches!(
        script,
        Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited | Script::Unknown
    )
}

/// Subsets of the faces that the flow's text needs, in the order of the faces.
pub fn embed(flow: &Flow, fonts: &FontStore, which: EmbedFonts) -> Vec<Embedded> {
    if which == EmbedFonts::None {
        return Vec::new();
    }
    let mut used: BTreeMap<FontId, BTreeSet<char>> = BTreeMap::new();
    for section in flow.sections.iter().filter(|s| s.media != Media::Print) {
        for element in section.elements.iter().filter(|e| e.media != Media::Print) {
            for child in &element.children {
                let Child::Text(text) = child else { continue };
                for face in faces(flow, element, text, fonts, which) {
                    // Digits, punctuation and blanks too: a line should not change its font at each of them.
                    used.entry(face).or_default().extend(text.chars().filter(|c| fonts.face(face).has(*c)));
                }
            }
        }
    }
    used.into_iter().map(|(id, chars)| subset(fonts, id, &chars)).collect()
}

/// The faces that set a text's characters: all, or those of scripts that readers lack.
fn faces(flow: &Flow, element: &Element, text: &str, fonts: &FontStore, which: EmbedFonts) -> BTreeSet<FontId> {
    let wanted = |c: &char| which == EmbedFonts::All || !is_everywhere(c.script());
    let mut rare = text.chars().filter(wanted).peekable();
    if rare.peek().is_none() {
        return BTreeSet::new();
    }
    let style = flow.style(element);
    let italic = style.font_style == FontStyle::Italic;
    let chain = fonts.select(&style.font_family, style.font_weight, italic);
    rare.filter_map(|c| chain.iter().copied().find(|id| fonts.face(*id).has(c))).collect()
}

fn subset(fonts: &FontStore, id: FontId, chars: &BTreeSet<char>) -> Embedded {
    let face = fonts.face(id);
    let cut = (face.index == 0).then(|| sfnt::subset(face.data(), chars)).flatten();
    let bytes = cut.unwrap_or_else(|| face.data().to_vec());
    let (extension, media_type) = if bytes.starts_with(b"OTTO") { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
    Embedded {
        href: format!("fonts/font-{:02}.{extension}", id.0),
        media_type,
        bytes,
        family: face.family.clone(),
        weight: face.weight,
        italic: face.italic,
    }
}

/// The style sheet with a rule for each font before everything else.
pub fn with_font_faces(css: &str, fonts: &[Embedded]) -> String {
    let mut out = String::new();
    for font in fonts {
        let style = if font.italic { "italic" } else { "normal" };
        let family = font.family.replace(['"', '\\', '\n'], "");
        let (weight, href) = (font.weight, &font.href);
        out.push_str(&format!(
            "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; font-style: {style}; src: url(\"{href}\"); }}\n"
        ));
    }
    out + css
}
