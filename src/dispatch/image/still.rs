//! GIF and WebP: formats that one of the two editions cannot hold, set anew as PNG or JPEG.

use super::super::ast::ImageFormat;
use super::codec::{self, Codec};
use super::{Finding, ImageError, Prepared};
use crate::diagnostic::codes;

/// The first frame as a PNG, which loses nothing, or as a JPEG where a WebP lost as much already. Metadata do not
/// come along, since only pixels do.
pub(super) fn prepare(file: &str, codec: Codec, bytes: &[u8]) -> Result<Prepared, ImageError> {
    let decoded = codec::decode(codec, bytes)?;
    let photo = codec == Codec::WebP && is_lossy(bytes) && !decoded.image.color().has_alpha();
    let format = if photo { ImageFormat::Jpeg } else { ImageFormat::Png };
    let image = codec::encode(file, format, decoded)?;
    let moves = if codec == Codec::Gif { has_frames(bytes) } else { codec::moves(bytes) };
    Ok(Prepared { image, findings: if moves { vec![moving(file)] } else { Vec::new() } })
}

fn moving(file: &str) -> Finding {
    Finding {
        code: codes::IMAGE_MOVES,
        span: None,
        message: format!("`{file}` moves; books hold its first frame only"),
        help: "save the frame that tells most as a PNG or JPEG, and name that",
    }
}

/// Whether a GIF has more than one image (GIF89a, appendix B), without unpacking any.
fn has_frames(bytes: &[u8]) -> bool {
    // A table of colours follows a descriptor whose flags say so.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let blocks = |mut at: usize| loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    };
    let mut images = 0;
    let mut walk = || {
        let mut at = 13 + table(*bytes.get(10)?);
        while images < 2 {
            at = match *bytes.get(at)? {
                0x21 => blocks(at + 2)?,
                0x2C => {
                    images += 1;
                    blocks(at + 11 + table(*bytes.get(at + 9)?))?
                }
                _ => return None,
            };
        }
        Some(())
    };
    walk();
    images > 1
}

/// Whether a WebP has a lossy picture: a `VP8 ` chunk (WebP container specification, "Extended File Format").
fn is_lossy(bytes: &[u8]) -> bool {
    let mut at = 12;
    while let Some(header) = bytes.get(at..at + 8) {
        match &header[..4] {
            b"VP8 " => return true,
            b"VP8L" => return false,
            // A frame's header is 16 bytes, its own chunks follow.
            b"ANMF" => at += 24,
            _ => {
                let size = u32::from_le_bytes([header[4], header[5], header[6], header[7]]) as usize;
                at = at.saturating_add(8).saturating_add(size).saturating_add(size % 2);
            }
        }
    }
    false
}
