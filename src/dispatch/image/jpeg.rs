//! JPEG: its segments (ITU-T T.81, annex B), those that hold metadata cut out.

use image::metadata::Orientation;

use super::super::ast::{ImageData, ImageFormat};
use super::ImageError;
use super::codec::{self, Codec, damaged};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

/// What is left of a JPEG without its metadata.
#[derive(Debug)]
pub(super) struct Stripped {
    pub bytes: Vec<u8>,
    /// 1 grey, 3 colour, 4 CMYK.
    pub components: u8,
}

/// A JPEG free of metadata, upright and in grey or RGB; its data as it was wherever it can be.
pub(super) fn prepare(file: &str, bytes: &[u8]) -> Result<ImageData, ImageError> {
    let stripped = strip(bytes)?;
    let decoded = codec::decode(Codec::Jpeg, bytes)?;
    if decoded.orientation != Orientation::NoTransforms || !matches!(stripped.components, 1 | 3) {
        return codec::encode(file, ImageFormat::Jpeg, decoded);
    }
    Ok(ImageData {
        file: file.to_owned(),
        format: ImageFormat::Jpeg,
        bytes: stripped.bytes,
        width: decoded.image.width(),
        height: decoded.image.height(),
        words: String::new(),
    })
}

/// How many components the first frame of a JPEG has.
pub(super) fn components(bytes: &[u8]) -> Option<u8> {
    strip(bytes).ok().map(|stripped| stripped.components)
}

/// Copies the segments that make the picture. Whatever follows its end (previews, depth maps, film) is left out.
pub(super) fn strip(bytes: &[u8]) -> Result<Stripped, ImageError> {
    let cut_short = || damaged("JPEG", "it ends too early");
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xFF, START]);
    let mut components = None;
    let mut at = 2;
    loop {
        at = marker(bytes, at).ok_or_else(cut_short)?;
        let code = bytes[at - 1];
        if code == END {
            out.extend_from_slice(&[0xFF, END]);
            let components = components.ok_or_else(|| damaged("JPEG", "it has no picture"))?;
            return Ok(Stripped { bytes: out, components });
        }
        if code == START || code == 0x01 || is_restart(code) {
            continue;
        }
        let length = bytes.get(at..at + 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]])));
        let length = length.ok_or_else(cut_short)?;
        let content = bytes.get(at + 2..at + length).ok_or_else(cut_short)?;
        if is_frame(code) {
            components = components.or(Some(frame(code, content)?));
        }
        keep(code, content, &mut out);
        at += length;
        if code == SCAN {
            let end = scan_end(bytes, at).ok_or_else(cut_short)?;
            out.extend_from_slice(&bytes[at..end]);
            at = end;
        }
    }
}

/// Past the next marker; bytes that belong to nothing are passed over, as decoders do.
fn marker(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        at += bytes[at..].iter().position(|byte| *byte != 0xFF)?;
        if bytes[at] != 0 {
            return Some(at + 1);
        }
    }
}

/// Where the coded data of a scan ends: at the next marker that is no restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0xFF => at += 1,
            0x00 => at += 2,
            code if is_restart(code) => at += 2,
            _ => return Some(at),
        }
    }
}

/// Copies a segment unless it can hold metadata: of application segments only the two that say how the colours are
/// coded, JFIF without its thumbnail and Adobe's.
fn keep(code: u8, content: &[u8], out: &mut Vec<u8>) {
    let mut jfif;
    let content = match code {
        0xE0 if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
            jfif = content[..14].to_vec();
            jfif[12..14].fill(0);
            jfif.as_slice()
        }
        0xEE if content.starts_with(b"Adobe") && content.len() >= 12 => &content[..12],
        0xE0..=0xEF | COMMENT => return,
        _ => content,
    };
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xFF, code]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
}

/// The number of components of a frame that both formats' readers can decode.
fn frame(code: u8, content: &[u8]) -> Result<u8, ImageError> {
    let &[precision, _, _, _, _, components, ..] = content else {
        return Err(damaged("JPEG", "its header is too short"));
    };
    if code > 0xC2 {
        return Err(ImageError::NotSupported("a lossless, hierarchical or arithmetic JPEG"));
    }
    if precision != 8 {
        return Err(ImageError::NotSupported("a JPEG with more than 8 bits a channel"));
    }
    if !matches!(components, 1 | 3 | 4) {
        return Err(damaged("JPEG", format!("it has {components} colour channels")));
    }
    Ok(components)
}

/// SOF0 to SOF15 without DHT, JPG and DAC.
const fn is_frame(code: u8) -> bool {
    matches!(code, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF)
}

const fn is_restart(code: u8) -> bool {
    matches!(code, 0xD0..=0xD7)
}
