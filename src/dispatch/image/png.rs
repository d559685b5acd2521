//! PNG: its chunks (PNG, third edition, clause 5), only those that make the picture kept.

use flate2::{Decompress, FlushDecompress, Status};
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
    /// Bytes of the picture's rows before compression, where it is not interlaced.
    rows: u64,
    /// Whether there is a tRNS chunk.
    pub transparency: bool,
}

/// A PNG free of metadata, upright, of at most 8 bits a channel, not interlaced.
pub(super) fn prepare(file: &str, bytes: &[u8]) -> Result<ImageData, ImageError> {
    let (stripped, header) = strip(bytes)?;
    let decoded = codec::decode(Codec::Png, bytes)?;
    let as_it_is = header.depth != 16 && !header.interlaced && decoded.orientation == Orientation::NoTransforms;
    if !(as_it_is && is_alone(&stripped, header.rows)) {
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
            let &[w0, w1, w2, w3, h0, h1, h2, h3, depth, color, _, _, interlace] = &chunk[8..chunk.len() - 4] else {
                return Err(damaged("PNG", "its header has another length than 13 bytes"));
            };
            let [width, height] = [[w0, w1, w2, w3], [h0, h1, h2, h3]].map(|side| u64::from(u32::from_be_bytes(side)));
            let channels = match color {
                2 => 3,
                4 => 2,
                6 => 4,
                _ => 1,
            };
            let rows = height.saturating_mul(1 + (width * channels * u64::from(depth)).div_ceil(8));
            header = Some(Header { depth, color, interlaced: interlace != 0, rows, transparency: false });
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

/// Whether the compressed data are the picture's rows and nothing else: what stands behind them, or rows below the
/// height, no reader shows, and yet it would be published.
fn is_alone(png: &[u8], rows: u64) -> bool {
    let mut inflater = Decompress::new(true);
    let mut scratch = vec![0; 1 << 16];
    let mut ended = false;
    let mut at = SIGNATURE.len();
    while let Some(length) = png.get(at..at + 4) {
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let (kind, data) = (png.get(at + 4..at + 8), png.get(at + 8..at + 8 + length).unwrap_or_default());
        at += length + 12;
        if kind != Some(b"IDAT".as_slice()) {
            continue;
        }
        let mut rest = data;
        while !rest.is_empty() {
            let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
            if ended || before_out > rows {
                return false;
            }
            match inflater.decompress(rest, &mut scratch, FlushDecompress::None) {
                Ok(status) => ended = status == Status::StreamEnd,
                Err(_) => return false,
            }
            let taken = (inflater.total_in() - before_in) as usize;
            if taken == 0 && inflater.total_out() == before_out {
                return false;
            }
            rest = &rest[taken.min(rest.len())..];
        }
    }
    // What is still held back comes out without more input.
    while !ended {
        let before = inflater.total_out();
        match inflater.decompress(&[], &mut scratch, FlushDecompress::None) {
            Ok(Status::StreamEnd) => ended = true,
            Ok(_) if inflater.total_out() > before && inflater.total_out() <= rows => {}
            _ => return false,
        }
    }
    inflater.total_out() == rows
}
