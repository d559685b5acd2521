//! The files in `fonts/`, embedded in the program, and what the generic family names mean.

/// A licence that bundled fonts stand under.
#[derive(Debug, PartialEq, Eq)]
pub struct Licence {
    /// What the imprint calls it.
    pub name: &'static str,
    /// SPDX identifier, where there is one.
    pub spdx: Option<&'static str>,
    /// Its whole text, with the copyright notice.
    pub text: &'static str,
}

/// An embedded file.
pub(super) struct Bundled {
    /// Path under `fonts/`, as messages show it.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// Index into [`LICENCES`].
    pub licence: usize,
}

macro_rules! font {
    ($path:literal, $licence:expr) => {
        Bundled { name: $path, bytes: include_bytes!(concat!("../../fonts/", $path)), licence: $licence }
    };
}

macro_rules! ofl {
    ($path:literal) => {
        Licence {
            name: "SIL Open Font License 1.1",
            spdx: Some("OFL-1.1"),
            text: include_str!(concat!("../../fonts/", $path)),
        }
    };
}

/// The licences of the bundled fonts, one entry a family.
pub static LICENCES: &[Licence] = &[
    ofl!("gentium-plus/OFL.txt"),
    ofl!("source-sans-3/OFL.txt"),
    ofl!("source-code-pro/OFL.txt"),
    ofl!("noto-naskh-arabic/OFL.txt"),
    Licence {
        name: "Bitstream Vera and Arev licence",
        spdx: Some("Bitstream-Vera"),
        text: include_str!("../../fonts/dejavu-sans/LICENSE"),
    },
];

/// Every bundled face. The order is the order of their [`super::FontId`]s and, between families, the order in which
/// they are asked for a character that no chosen family has: what covers most comes last.
pub(super) static FILES: &[Bundled] = &[
    font!("gentium-plus/GentiumPlus-Regular.ttf", 0),
    font!("gentium-plus/GentiumPlus-Italic.ttf", 0),
    font!("gentium-plus/GentiumPlus-Bold.ttf", 0),
    font!("gentium-plus/GentiumPlus-BoldItalic.ttf", 0),
    font!("source-sans-3/SourceSans3-Regular.ttf", 1),
    font!("source-sans-3/SourceSans3-It.ttf", 1),
    font!("source-sans-3/SourceSans3-Bold.ttf", 1),
    font!("source-sans-3/SourceSans3-BoldIt.ttf", 1),
    font!("source-code-pro/SourceCodePro-Regular.ttf", 2),
    font!("source-code-pro/SourceCodePro-Bold.ttf", 2),
    font!("noto-naskh-arabic/NotoNaskhArabic-Regular.ttf", 3),
    font!("noto-naskh-arabic/NotoNaskhArabic-Bold.ttf", 3),
    font!("dejavu-sans/DejaVuSans.ttf", 4),
];

/// The bundled family that a generic name of CSS stands for.
pub(super) fn generic(name: &str) -> Option<&'static str> {
    Some(match name {
        "serif" | "ui-serif" | "cursive" | "fantasy" | "math" => "Gentium Plus",
        "sans-serif" | "ui-sans-serif" | "ui-rounded" | "system-ui" => "Source Sans 3",
        "monospace" | "ui-monospace" => "Source Code Pro",
        "emoji" => "DejaVu Sans",
        _ => return None,
    })
}
