//! Pixels of weekbook's own making as a PNG: type and flat colour, so that a palette holds every shade.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use rustc_hash::FxHashMap;

use super::super::ast::{ImageData, ImageFormat};
use super::ImageError;
use super::codec::damaged;

/// Colours that a palette can have (PNG, third edition, 11.2.2).
const MOST: usize = 256;

/// A picture of rows from the top, of pixels with three bytes each. With at most 256 colours it has a palette, which
/// takes a third of the room. A row that is the very one above, the same slice, costs next to nothing.
pub(crate) fn of_pixels(file: &str, width: u32, rows: &[&[u8]]) -> Result<ImageData, ImageError> {
    let mut bytes = Vec::new();
    let height = rows.len() as u32;
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let indexed = palette(rows);
    let pixels = match indexed {
        Some((palette, indices)) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette);
            // Neighbours in a palette are not neighbours in colour, so that differences say nothing.
            encoder.set_filter(Filter::NoFilter);
            indices
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            encoder.set_filter(Filter::Up);
            rows.concat()
        }
    };
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&pixels)?;
        writer.finish()
    });
    written.map_err(|error| damaged("PNG", error.to_string()))?;
    Ok(ImageData { file: file.to_owned(), format: ImageFormat::Png, bytes, width, height, words: String::new() })
}

/// The colours in the order in which they come, and each pixel's place among them; `None` where they are too many.
fn palette(rows: &[&[u8]]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut places: FxHashMap<[u8; 3], u8> = FxHashMap::default();
    let pixels = rows.iter().map(|row| row.len() / 3).sum();
    let (mut palette, mut indices) = (Vec::new(), Vec::with_capacity(pixels));
    // Most pixels are as the one before.
    let mut last: Option<([u8; 3], u8)> = None;
    let mut above: &[u8] = &[];
    for row in rows {
        if std::ptr::eq(*row, above) {
            indices.extend_from_within(indices.len() - row.len() / 3..);
            continue;
        }
        above = row;
        for pixel in row.as_chunks::<3>().0 {
            let place = match last {
                Some((color, place)) if color == *pixel => place,
                _ => match places.get(pixel) {
                    Some(place) => *place,
                    None => {
                        let place = u8::try_from(places.len()).ok().filter(|_| places.len() < MOST)?;
                        places.insert(*pixel, place);
                        palette.extend_from_slice(pixel);
                        place
                    }
                },
            };
            last = Some((*pixel, place));
            indices.push(place);
        }
    }
    Some((palette, indices))
}

#[cfg(test)]
mod tests {
    use super::super::codec::{Codec, decode};
    use super::*;

    /// An image of one row of so many greys and blues.
    fn row(colors: u32) -> Vec<u8> {
        (0..colors).flat_map(|n| [(n % 256) as u8, (n % 256) as u8, (n / 256) as u8]).collect()
    }

    #[test]
    fn every_pixel_comes_back() {
        for colors in [1, 2, 17, 256, 257, 700] {
            let rgb = row(colors);
            let image = of_pixels("a.png", colors, &[&rgb]).expect("written");
            let back = decode(Codec::Png, &image.bytes).expect("a PNG").image.into_rgb8();
            assert_eq!(back.into_raw(), rgb, "{colors}");
            assert_eq!((image.width, image.height), (colors, 1));
            let kind = image.bytes[25];
            assert_eq!(kind, if colors <= 256 { 3 } else { 2 }, "the colour type of {colors} colours");
        }
    }
}
