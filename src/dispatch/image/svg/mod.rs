//! SVG: cleaned, bounded, resolved by usvg into a [`Drawing`], and written anew from that.
//!
//! ```text
//! file ─► XML (roxmltree) ─► weigh ─► clean ─► usvg ─► convert ─► Drawing ─► write ─► SVG of the EPUB
//!         positions          bounds   only what draws  text as paths    └─► read again by the PDF
//! ```
//!
//! What an edition holds is never the file, but what was understood of it: paths, plain colours, gradients, clips,
//! opacity and pictures that stand in the file itself. Nothing is fetched, nothing active is left. Both editions draw
//! the same [`Drawing`]. The only file room that knows usvg.

mod clean;
mod convert;
pub mod drawing;
mod fonts;
mod outline;
mod pictures;
mod style;
#[cfg(test)]
mod tests;
pub(crate) mod weigh;
mod write;

use std::sync::Arc;

use super::super::ast::{ImageData, ImageFormat};
use super::codec::damaged;
use super::{Finding, ImageError, Prepared};
use crate::diagnostic::{SourceText, codes};
use drawing::Drawing;
use usvg::roxmltree;

/// The longest side that a drawing may have, in CSS pixels.
pub(crate) const LONGEST_SIDE: f32 = 32_767.0;
/// How large an SVG may be, in bytes.
pub(crate) const MAX_BYTES: usize = 16 << 20;
/// How many nodes (elements, texts, comments) its file may have.
pub(crate) const MAX_NODES: u32 = 400_000;

/// An SVG made ready: a picture of its own making, and what of the file is not in it.
pub(super) fn prepare(file: &str, bytes: &[u8]) -> Result<Prepared, ImageError> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageError::TooHeavy("a file of 16 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("SVG", "its text is not UTF-8"))?;
    let source = SourceText::new(file, text.trim_start_matches('\u{FEFF}'));
    let Read { drawing, findings, words } = guard(|| read(&source))?;
    let size = |side: f32| side.round().max(1.0) as u32;
    let (width, height) = (size(drawing.width), size(drawing.height));
    let bytes = write::svg(&drawing).into_bytes();
    let image = ImageData { file: file.to_owned(), format: ImageFormat::Svg, bytes, width, height, words };
    Ok(Prepared { image, findings })
}

/// The drawing that an SVG of [`prepare`]'s making shows.
pub(super) fn drawing(bytes: &[u8]) -> Result<Drawing, ImageError> {
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("SVG", "its text is not UTF-8"))?;
    guard(|| {
        let tree = usvg::Tree::from_str(text, &options(&fonts::Missing::default(), &[])).map_err(unreadable)?;
        Ok(convert::drawing(&tree).0)
    })
}

/// The same picture in shades of grey.
pub(super) fn greyscale(image: &ImageData) -> Result<ImageData, ImageError> {
    let mut drawing = drawing(&image.bytes)?;
    drawing.greyscale()?;
    let bytes = write::svg(&drawing).into_bytes();
    Ok(ImageData { file: image.file.clone(), bytes, words: image.words.clone(), ..*image })
}

/// What a file says.
struct Read {
    drawing: Drawing,
    findings: Vec<Finding>,
    words: String,
}

fn read(source: &Arc<SourceText>) -> Result<Read, ImageError> {
    weigh::entities(&source.text)?;
    weigh::attributes(&source.text)?;
    let bounds = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(&source.text, bounds).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => ImageError::TooHeavy("400,000 nodes"),
        error => damaged("SVG", error.to_string()),
    })?;
    weigh::document(&document)?;
    let clean = clean::clean(&document, source);
    let missing = fonts::Missing::default();
    let tree = usvg::Tree::from_str(&clean.xml, &options(&missing, &clean.pictures)).map_err(unreadable)?;
    if tree.size().width().max(tree.size().height()) > LONGEST_SIDE {
        return Err(ImageError::TooHeavy("a side of 32,767 pixels"));
    }
    let (drawing, features) = convert::drawing(&tree);
    let mut findings = clean.findings;
    findings.extend(features.into_iter().map(|feature| unsupported(&source.name, feature)));
    findings.extend(missing.characters().into_iter().map(|c| lacking(&source.name, c)));
    if drawing.marks.is_empty() {
        findings.push(Finding {
            code: codes::SVG_UNSUPPORTED,
            span: None,
            message: format!("`{}` draws nothing", source.name),
            help: "look at it in a browser; if it shows there, save it as PNG",
        });
    }
    Ok(Read { drawing, findings, words: clean.words })
}

fn unsupported(file: &str, feature: &'static str) -> Finding {
    Finding {
        code: codes::SVG_UNSUPPORTED,
        span: None,
        message: format!("`{file}` has {feature}; it is drawn without"),
        help: "draw it with paths, plain colours and gradients, or save it as PNG",
    }
}

fn lacking(file: &str, c: char) -> Finding {
    Finding {
        code: codes::MISSING_GLYPH,
        span: None,
        message: format!("no bundled font has the character “{c}” (U+{:04X}) in `{file}`", u32::from(c)),
        help: "turn the text of the drawing into paths where it is drawn",
    }
}

/// What usvg may do: use bundled fonts and pictures of the file itself, and nothing else.
fn options<'a>(missing: &'a fonts::Missing, pictures: &[pictures::Picture]) -> usvg::Options<'a> {
    usvg::Options {
        resources_dir: None,
        font_family: "serif".to_owned(),
        font_size: 16.0,
        image_href_resolver: pictures::resolver(pictures),
        font_resolver: fonts::resolver(missing),
        fontdb: fonts::database(),
        ..usvg::Options::default()
    }
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn unreadable(error: usvg::Error) -> ImageError {
    match error {
        usvg::Error::InvalidSize => damaged("SVG", "it has no size: give it a `viewBox`, or width and height"),
        usvg::Error::ParsingFailed(error) => damaged("SVG", error.to_string()),
        error => damaged("SVG", error.to_string()),
    }
}

/// usvg is other people's code on hostile input: a fault there is a damaged image, not a crash.
fn guard<T>(work: impl FnOnce() -> Result<T, ImageError>) -> Result<T, ImageError> {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    outcome.unwrap_or_else(|_| Err(damaged("SVG", "it cannot be read")))
}
