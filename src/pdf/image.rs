//! Images as XObjects (ISO 32000-1, 8.9.5): each as it came where PDF has its compression, else as pixels.

use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Object, dictionary};

use super::PdfError;
use super::drawing;
use super::file::{Part, deflate};
use super::object::{bytes, name, reference};
use crate::dispatch::{ImageData, ImageFormat};

/// An image ready to be written.
pub struct Prepared<'a> {
    dict: Dictionary,
    data: std::borrow::Cow<'a, [u8]>,
    /// Eight bits of opacity a pixel, compressed.
    mask: Option<Vec<u8>>,
    size: (u32, u32),
    /// Of a drawing: streams that it refers to by their place here.
    streams: Vec<(Dictionary, Vec<u8>)>,
}

impl Prepared<'_> {
    /// How many numbers it needs beside its own and its mask's.
    pub fn extras(&self) -> usize {
        self.streams.len()
    }
}

/// Makes an image ready. Fails if its bytes are not what its format says.
pub fn prepare(image: &ImageData) -> Result<Prepared<'_>, PdfError> {
    match image.format {
        ImageFormat::Jpeg => match jpeg_components(&image.bytes) {
            Some((width, height, components @ (1 | 3))) => {
                let space = if components == 1 { "DeviceGray" } else { "DeviceRGB" };
                let mut dict = dictionary(width, height, name(space), 8);
                dict.set("Filter", name("DCTDecode"));
                Ok(Prepared {
                    dict,
                    data: (&image.bytes).into(),
                    mask: None,
                    size: (width, height),
                    streams: Vec::new(),
                })
            }
            // Four inks have no meaning without their profile: as sRGB, which the file declares.
            _ => pixels(image),
        },
        ImageFormat::Png => png(&image.bytes).map_or_else(|| pixels(image), Ok),
        ImageFormat::Svg => vector(image),
    }
}

/// A drawing: a form, which a page shows as it shows an image.
fn vector(image: &ImageData) -> Result<Prepared<'static>, PdfError> {
    let drawing =
        image.drawing().map_err(|error| PdfError::Image { file: image.file.clone(), reason: error.to_string() })?;
    let mut form = drawing::form(image, &drawing)?;
    form.dict.set("Filter", name("FlateDecode"));
    let data = deflate(&form.content).into();
    Ok(Prepared { dict: form.dict, data, mask: None, size: (image.width, image.height), streams: form.streams })
}

/// Writes an image, its mask under the number `mask`, and what else it needs from `extra` on.
pub fn write(part: &mut Part, number: u32, mask: u32, extra: u32, prepared: Prepared<'_>) {
    let mut dict = prepared.dict;
    shift(&mut dict, extra);
    for (n, (mut dict, data)) in (extra..).zip(prepared.streams) {
        shift(&mut dict, extra);
        part.stream(n, dict, &data);
    }
    if let Some(data) = prepared.mask {
        dict.set("SMask", reference(mask));
        part.stream(mask, opacity(prepared.size), &data);
    }
    part.stream(number, dict, &prepared.data);
}

/// Adds an image to the streams of a drawing; gives its place.
pub fn embed(prepared: Prepared<'_>, streams: &mut Vec<(Dictionary, Vec<u8>)>) -> u32 {
    let mut dict = prepared.dict;
    if let Some(data) = prepared.mask {
        dict.set("SMask", reference(streams.len() as u32));
        streams.push((opacity(prepared.size), data));
    }
    streams.push((dict, prepared.data.into_owned()));
    streams.len() as u32 - 1
}

fn opacity(size: (u32, u32)) -> Dictionary {
    let mut dict = dictionary(size.0, size.1, name("DeviceGray"), 8);
    dict.set("Filter", name("FlateDecode"));
    dict
}

/// Moves references from places in a list to numbers of the file. Depth: a drawing's dictionaries hold no more than a
/// shading's functions.
fn shift(dict: &mut Dictionary, by: u32) {
    dict.iter_mut().for_each(|(_, value)| shift_object(value, by));
}

fn shift_object(object: &mut Object, by: u32) {
    match object {
        Object::Reference((number, _)) => *number += by,
        Object::Array(items) => items.iter_mut().for_each(|item| shift_object(item, by)),
        Object::Dictionary(dict) => shift(dict, by),
        _ => {}
    }
}

fn dictionary(width: u32, height: u32, space: Object, bits: u8) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
        "ColorSpace" => space, "BitsPerComponent" => bits,
    }
}

/// Width, height and number of components of a JPEG of eight bits, from its frame header (ISO 10918-1, B.2.2).
fn jpeg_components(data: &[u8]) -> Option<(u32, u32, u8)> {
    let mut at = data.starts_with(&[0xFF, 0xD8]).then_some(2)?;
    loop {
        while *data.get(at)? == 0xFF && *data.get(at + 1)? == 0xFF {
            at += 1;
        }
        let (0xFF, marker) = (*data.get(at)?, *data.get(at + 1)?) else { return None };
        if matches!(marker, 0x01 | 0xD0..=0xD9) {
            at += 2;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*data.get(at + 2)?, *data.get(at + 3)?]));
        match marker {
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => {
                let header = data.get(at + 4..at + 10)?;
                let side = |i: usize| u32::from(u16::from_be_bytes([header[i], header[i + 1]]));
                let sound = header[0] == 8 && side(1) > 0 && side(3) > 0;
                return sound.then_some((side(3), side(1), header[5]));
            }
            0xDA => return None,
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

/// A PNG whose compressed rows PDF can take as they are: not interlaced, without opacity, at most eight bits.
fn png(data: &[u8]) -> Option<Prepared<'static>> {
    let mut rest = data.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let (mut header, mut palette, mut rows) = (None, None, Vec::new());
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let (kind, tail) = tail.split_first_chunk::<4>()?;
        let body = tail.get(..length)?;
        match kind {
            b"IHDR" => header = Some(<[u8; 13]>::try_from(body).ok()?),
            b"PLTE" => palette = Some(body),
            b"tRNS" => return None,
            b"IDAT" => rows.extend_from_slice(body),
            _ => {}
        }
        rest = tail.get(length + 4..)?;
    }
    let [w0, w1, w2, w3, h0, h1, h2, h3, bits, kind, 0, 0, 0] = header? else { return None };
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let (space, colors) = match (kind, bits) {
        (0, 1 | 2 | 4 | 8) => (name("DeviceGray"), 1u8),
        (2, 8) => (name("DeviceRGB"), 3),
        (3, 1 | 2 | 4 | 8) => {
            let palette = palette.filter(|p| !p.is_empty() && p.len() % 3 == 0 && p.len() <= 768)?;
            let last = (palette.len() / 3 - 1) as i64;
            (vec![name("Indexed"), name("DeviceRGB"), last.into(), bytes(palette)].into(), 1)
        }
        _ => return None,
    };
    let row = (u64::from(width) * u64::from(colors) * u64::from(bits)).div_ceil(8) + 1;
    let expected = row.checked_mul(u64::from(height))?;
    // A viewer would show less of a damaged image without a word.
    let found = std::io::copy(&mut ZlibDecoder::new(&rows[..]).take(expected + 1), &mut std::io::sink()).ok()?;
    if width == 0 || height == 0 || found != expected {
        return None;
    }
    let mut dict = dictionary(width, height, space, bits);
    dict.set("Filter", name("FlateDecode"));
    dict.set(
        "DecodeParms",
        dictionary! { "Predictor" => 15, "Colors" => colors, "BitsPerComponent" => bits, "Columns" => width },
    );
    Some(Prepared { dict, data: rows.into(), mask: None, size: (width, height), streams: Vec::new() })
}

/// Any image, decoded: grey or sRGB, with its opacity apart.
fn pixels(image: &ImageData) -> Result<Prepared<'static>, PdfError> {
    let prepared = image.with_pixels(|decoded| {
        let size = (decoded.width, decoded.height);
        let space = if decoded.gray { "DeviceGray" } else { "DeviceRGB" };
        let mut dict = dictionary(size.0, size.1, name(space), 8);
        dict.set("Filter", name("FlateDecode"));
        let mask = decoded.alpha.as_deref().map(deflate);
        let data = deflate(decoded.gray_bytes().as_deref().unwrap_or(&decoded.rgb)).into();
        Prepared { dict, data, mask, size, streams: Vec::new() }
    });
    prepared.map_err(|error| PdfError::Image { file: image.file.clone(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> ImageData {
        let kind = if format == ImageFormat::Png { image::ImageFormat::Png } else { image::ImageFormat::Jpeg };
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, kind).expect("encodes");
        let (width, height) = (picture.width(), picture.height());
        ImageData { file: "x".to_owned(), format, bytes: bytes.into_inner(), width, height, words: String::new() }
    }

    fn colour() -> DynamicImage {
        RgbImage::from_fn(9, 5, |x, y| Rgb([x as u8 * 20, y as u8 * 40, 7])).into()
    }

    fn grey() -> DynamicImage {
        GrayImage::from_fn(9, 5, |x, y| Luma([(x * y) as u8])).into()
    }

    fn said(prepared: &Prepared<'_>) -> (String, String) {
        let get =
            |key: &[u8]| String::from_utf8_lossy(prepared.dict.get(key).and_then(Object::as_name).unwrap_or(b"-"));
        (get(b"ColorSpace").into_owned(), get(b"Filter").into_owned())
    }

    #[test]
    fn a_plain_png_keeps_its_rows() {
        for (picture, space) in [(colour(), "DeviceRGB"), (grey(), "DeviceGray")] {
            let data = encoded(&picture, ImageFormat::Png);
            let prepared = prepare(&data).expect("sound");
            assert_eq!(said(&prepared), (space.to_owned(), "FlateDecode".to_owned()));
            assert!(prepared.dict.has(b"DecodeParms") && prepared.mask.is_none());
            let mut rows = Vec::new();
            ZlibDecoder::new(&prepared.data[..]).read_to_end(&mut rows).expect("inflates");
            let channels = if space == "DeviceRGB" { 3 } else { 1 };
            assert_eq!(rows.len(), 5 * (9 * channels + 1));
        }
    }

    #[test]
    fn opacity_stands_apart() {
        let mut picture = colour().to_rgba8();
        picture.put_pixel(0, 0, image::Rgba([1, 2, 3, 4]));
        let data = encoded(&picture.into(), ImageFormat::Png);
        let prepared = prepare(&data).expect("sound");
        let mut opacity = Vec::new();
        ZlibDecoder::new(&prepared.mask.expect("a mask")[..]).read_to_end(&mut opacity).expect("inflates");
        assert_eq!((opacity.len(), opacity[0], opacity[1]), (45, 4, 255));
    }

    #[test]
    fn a_jpeg_stays_as_it_is() {
        for (picture, space) in [(colour(), "DeviceRGB"), (grey(), "DeviceGray")] {
            let data = encoded(&picture, ImageFormat::Jpeg);
            let prepared = prepare(&data).expect("sound");
            assert_eq!(said(&prepared), (space.to_owned(), "DCTDecode".to_owned()));
            assert_eq!(&prepared.data[..], &data.bytes[..]);
        }
    }

    #[test]
    fn a_damaged_image_is_refused() {
        let whole = encoded(&colour(), ImageFormat::Png);
        for cut in [3, 20, 40, whole.bytes.len() - 20] {
            let data =
                ImageData { bytes: whole.bytes[..cut].to_vec(), file: "x".to_owned(), words: String::new(), ..whole };
            assert!(matches!(prepare(&data), Err(PdfError::Image { .. })), "cut at {cut}");
        }
        let data = ImageData {
            bytes: vec![0xFF, 0xD8, 0xFF, 0xFF],
            file: "x".to_owned(),
            format: ImageFormat::Jpeg,
            words: String::new(),
            ..whole
        };
        assert!(matches!(prepare(&data), Err(PdfError::Image { .. })));
    }
}
