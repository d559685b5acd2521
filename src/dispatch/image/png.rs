//! PNG: its chunks (PNG, third edition, clause 5), only those that make the picture kept.

use image::metadata::Orientation;

use super::super::ast::{ImageData, ImageFormat};
use super::ImageError;
use super::codec::{self, Codec, damaged};

/// What a PNG begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Chunks that make the picture: the critical ones and transparency.
const KEPT: [&[u8; 4]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub depth: u8,
    pub color: u8,
    pub interlaced: bool,
    /// Whether there is a tRNS chunk.
    pub transparency: bool,
}

/// A PNG free of metadata, upright, of at most 8 bits a channel, not interlaced.
pub(super) fn prepare(file: &str, bytes: &[u8]) -> Result<ImageData, ImageError> {
    let (stripped, header) = strip(bytes)?;
    let decoded = codec::decode(Codec::Png, bytes)?;
    if header.depth == 16 || header.interlaced || decoded.orientation != Orientation::NoTransforms {
        return codec::encode(file, ImageFormat::Png, decoded);
    }
    Ok(ImageData {
        file: file.to_owned(),
        format: ImageFormat::Png,
        bytes: stripped,
        width: decoded.image.width(),
        height: decoded.image.height(),
        words: String::new(),
    })
}

/// What the header of a PNG says.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    strip(bytes).ok().map(|(_, header)| header)
}

/// Copies the chunks that make the picture.
fn strip(bytes: &[u8]) -> Result<(Vec<u8>, Header), ImageError> {
    let cut_short = || damaged("PNG", "it ends too early");
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let mut header = None;
    let mut at = SIGNATURE.len();
    loop {
        let length = bytes.get(at..at + 4).ok_or_else(cut_short)?;
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let end = length.checked_add(at + 12).ok_or_else(cut_short)?;
        let chunk = bytes.get(at..end).ok_or_else(cut_short)?;
        let kind = &chunk[4..8];
        if kind == b"IHDR" {
            let &[_, _, _, _, _, _, _, _, depth, color, _, _, interlace] = &chunk[8..chunk.len() - 4] else {
                return Err(damaged("PNG", "its header has another length than 13 bytes"));
            };
            header = Some(Header { depth, color, interlaced: interlace != 0, transparency: false });
        }
        if let (b"tRNS", Some(header)) = (kind, &mut header) {
            header.transparency = true;
        }
        if KEPT.iter().any(|kept| kept.as_slice() == kind) {
            out.extend_from_slice(chunk);
        }
        at = end;
        if kind == b"IEND" {
            let header = header.ok_or_else(|| damaged("PNG", "it has no header"))?;
            return Ok((out, header));
        }
    }
}
