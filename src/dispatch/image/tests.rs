use image::{DynamicImage, ImageFormat as Codec, Luma, Rgb, Rgba};

use super::super::ast::ImageFormat;
use super::*;

/// The image alone, where nothing is to be said of it.
fn prepare(file: &str, bytes: &[u8]) -> Result<ImageData, ImageError> {
    let prepared = super::prepare(file, bytes)?;
    assert_eq!(prepared.findings, []);
    Ok(prepared.image)
}

fn colours(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| Rgb([(x * 9) as u8, (y * 11) as u8, 80])))
}

fn file(image: &DynamicImage, codec: Codec) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut std::io::Cursor::new(&mut bytes), codec).unwrap();
    bytes
}

fn segment(code: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, code];
    out.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    out.extend(content);
    out
}

fn exif(orientation: u8) -> Vec<u8> {
    let mut content = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    content.extend([orientation, 0, 0, 0, 0, 0, 0]);
    content.extend(b"GPS 36.34 43.13");
    segment(0xE1, &content)
}

/// The JPEG with more segments after its start.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend(segments.concat());
    out.extend(&jpeg[2..]);
    out
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// An 8 × 8 image of four components, every coefficient zero.
fn cmyk(adobe_transform: u8) -> Vec<u8> {
    let mut adobe = b"Adobe\0\x64\0\0\0\0".to_vec();
    adobe.push(adobe_transform);
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xEE, &adobe));
    out.extend(segment(0xDB, &[&[0][..], &[1; 64]].concat()));
    out.extend(segment(0xC0, &[8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]));
    for class in [0x00, 0x10] {
        let mut table = vec![class, 1];
        table.extend([0; 15]);
        table.push(0);
        out.extend(segment(0xC4, &table));
    }
    out.extend(segment(0xDA, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]));
    out.extend([0x00, 0xFF, 0xD9]);
    out
}

fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(content);
    let mut crc = flate2::Crc::new();
    crc.update(&out[4..]);
    out.extend(crc.sum().to_be_bytes());
    out
}

/// The PNG with more chunks after its header.
fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = png[..33].to_vec();
    out.extend(chunks.concat());
    out.extend(&png[33..]);
    out
}

#[test]
fn a_jpeg_loses_its_metadata_and_nothing_else() {
    let plain = file(&colours(20, 10), Codec::Jpeg);
    let mut told = with_segments(
        &plain,
        &[
            exif(1),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0author"),
            segment(0xED, b"Photoshop"),
            segment(0xFE, b"a comment"),
            segment(0xE2, b"ICC_PROFILE\0x"),
        ],
    );
    told.extend(b"preview after the end");
    let image = prepare("a.jpg", &told).unwrap();
    assert_eq!((image.width, image.height, image.format), (20, 10, ImageFormat::Jpeg));
    for secret in ["GPS", "author", "Photoshop", "a comment", "ICC", "preview"] {
        assert!(!holds(&image.bytes, secret), "{secret}");
    }
    assert!(holds(&image.bytes, "JFIF"));
    assert_eq!(image.decode().unwrap(), prepare("a.jpg", &plain).unwrap().decode().unwrap());
    assert!(!image.is_gray() && !image.has_alpha());
}

#[test]
fn a_thumbnail_goes_with_the_rest() {
    let plain = file(&colours(8, 8), Codec::Jpeg);
    let thumbnail = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc");
    let extension = segment(0xE0, b"JFXX\0\x10thumb");
    let image = prepare("a.jpg", &with_segments(&plain, &[thumbnail, extension])).unwrap();
    assert!(!holds(&image.bytes, "abc") && !holds(&image.bytes, "JFXX"));
    image.decode().unwrap();
}

#[test]
fn a_turned_jpeg_is_set_upright() {
    let plain = file(&colours(20, 10), Codec::Jpeg);
    for orientation in 1..=8 {
        let image = prepare("a.jpg", &with_segments(&plain, &[exif(orientation)])).unwrap();
        let size = if orientation < 5 { (20, 10) } else { (10, 20) };
        assert_eq!((image.width, image.height), size, "{orientation}");
        assert!(!holds(&image.bytes, "GPS"));
        let pixels = image.decode().unwrap();
        assert_eq!((pixels.width, pixels.height), size);
    }
    // 6: the camera was turned clockwise, so the picture's left bottom is its left top.
    let upright = prepare("a.jpg", &with_segments(&plain, &[exif(6)])).unwrap().decode().unwrap();
    let lying = prepare("a.jpg", &plain).unwrap().decode().unwrap();
    let left_bottom = &lying.rgb[9 * 20 * 3..][..3];
    assert!(
        upright.rgb[..3].iter().zip(left_bottom).all(|(a, b)| a.abs_diff(*b) < 12),
        "{:?} {left_bottom:?}",
        &upright.rgb[..3]
    );
}

#[test]
fn cmyk_becomes_rgb() {
    for transform in [0, 2] {
        let bytes = cmyk(transform);
        assert_eq!(jpeg::components(&bytes), Some(4));
        let image = prepare("a.jpg", &bytes).unwrap();
        assert_eq!(jpeg::components(&image.bytes), Some(3));
        assert_eq!((image.width, image.height), (8, 8));
    }
}

#[test]
fn grey_stays_grey() {
    let grey = DynamicImage::ImageLuma8(image::GrayImage::from_fn(9, 9, |x, _| Luma([(x * 20) as u8])));
    for codec in [Codec::Jpeg, Codec::Png] {
        let image = prepare("a", &file(&grey, codec)).unwrap();
        assert!(image.is_gray());
        let pixels = image.decode().unwrap();
        assert!(pixels.gray && pixels.alpha.is_none());
        assert_eq!(pixels.gray_bytes().unwrap().len(), 81);
        assert_eq!(pixels.rgb.len(), 243);
    }
    let turned = with_segments(&file(&grey, Codec::Jpeg), &[exif(3)]);
    assert!(prepare("a.jpg", &turned).unwrap().is_gray());
}

#[test]
fn a_png_keeps_only_its_picture() {
    let plain = file(&colours(7, 5), Codec::Png);
    let mut told = with_chunks(
        &plain,
        &[
            png_chunk(b"tEXt", b"Author\0me"),
            png_chunk(b"gAMA", &[0, 0, 0xB1, 0x8F]),
            png_chunk(b"tIME", &[7, 0xE1, 4, 15, 1, 2, 3]),
        ],
    );
    told.extend(b"after the end");
    let image = prepare("a.png", &told).unwrap();
    assert_eq!(image.bytes, plain);
    assert_eq!((image.width, image.height, image.format), (7, 5, ImageFormat::Png));
    assert_eq!(image.decode().unwrap().rgb, colours(7, 5).into_rgb8().into_raw());
}

#[test]
fn transparency_is_given_apart() {
    let image = DynamicImage::ImageRgba8(image::RgbaImage::from_fn(3, 1, |x, _| Rgba([1, 2, 3, (x * 100) as u8])));
    let data = prepare("a.png", &file(&image, Codec::Png)).unwrap();
    assert!(data.has_alpha());
    let pixels = data.decode().unwrap();
    assert_eq!(pixels.alpha, Some(vec![0, 100, 200]));
    assert_eq!(pixels.rgb, [1, 2, 3].repeat(3));
    let opaque = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(2, 2, Rgba([1, 2, 3, 255])));
    assert_eq!(prepare("a.png", &file(&opaque, Codec::Png)).unwrap().decode().unwrap().alpha, None);
}

#[test]
fn sixteen_bits_become_eight() {
    let image = DynamicImage::ImageLuma16(image::ImageBuffer::from_fn(4, 4, |x, _| Luma([(x * 10_000) as u16])));
    let data = prepare("a.png", &file(&image, Codec::Png)).unwrap();
    assert_eq!(png::header(&data.bytes).unwrap().depth, 8);
    assert!(data.is_gray());
    let rgba = DynamicImage::ImageRgba16(image::ImageBuffer::from_pixel(4, 4, Rgba([1, 2, 3, 4000u16])));
    assert!(prepare("a.png", &file(&rgba, Codec::Png)).unwrap().has_alpha());
}

#[test]
fn too_many_pixels_are_refused_before_they_are_made() {
    let mut huge = file(&colours(2, 2), Codec::Png);
    let mut header = 20_000u32.to_be_bytes().to_vec();
    header.extend(20_000u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    huge.splice(8..33, png_chunk(b"IHDR", &header));
    assert_eq!(prepare("a.png", &huge), Err(ImageError::TooLarge { width: 20_000, height: 20_000 }));
    let mut jpeg = file(&colours(2, 2), Codec::Jpeg);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(prepare("a.jpg", &jpeg), Err(ImageError::TooLarge { .. })));
}

#[test]
fn cut_and_twisted_files_are_errors_and_never_panic() {
    let turned = with_segments(&file(&colours(40, 30), Codec::Jpeg), &[exif(6)]);
    let png = file(&colours(40, 30), Codec::Png);
    let webp = file(&colours(40, 30), Codec::WebP);
    for whole in [turned, png, cmyk(2), gif(2), webp] {
        for end in (0..whole.len()).step_by(7) {
            // A GIF whose first frame is whole is whole.
            let cut = super::prepare("a", &whole[..end]);
            assert!(cut.is_err() || whole.starts_with(b"GIF"), "{end}");
        }
        for at in (0..whole.len()).step_by(7) {
            let mut twisted = whole.clone();
            twisted[at] ^= 0x55;
            if let Ok(prepared) = super::prepare("a", &twisted) {
                prepared.image.decode().unwrap();
            }
        }
    }
}

#[test]
fn other_formats_are_named() {
    let named = |bytes: &[u8]| prepare("a", bytes).unwrap_err().to_string();
    assert_eq!(named(b"\x1F\x8B\x08"), "is a compressed file (perhaps SVGZ), which is not supported yet");
    assert_eq!(named(b"....ftypheic"), "is an AVIF or HEIC, which is not supported yet");
    assert_eq!(named(b"<html>"), "is not an image that weekbook can read");
    assert_eq!(named(b""), "is not an image that weekbook can read");
}

/// A GIF of frames, the first red.
fn gif(frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for n in 0..frames {
        let picture = image::RgbaImage::from_pixel(6, 4, Rgba([255 - n * 100, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(picture)).unwrap();
    }
    drop(encoder);
    bytes
}

#[test]
fn of_a_gif_the_first_frame_is_kept() {
    let mut told = gif(1);
    // A comment extension, before the trailer.
    told.splice(told.len() - 1..told.len() - 1, b"\x21\xFE\x06secret\0".iter().copied());
    let still = prepare("a.gif", &told).unwrap();
    assert_eq!((still.format, still.width, still.height), (ImageFormat::Png, 6, 4));
    assert!(!holds(&still.bytes, "secret"));
    let moving = super::prepare("a.gif", &gif(3)).unwrap();
    assert_eq!(moving.findings.len(), 1);
    assert_eq!(moving.findings[0].code, codes::IMAGE_MOVES);
    let pixels = moving.image.decode().unwrap();
    assert!(pixels.rgb.chunks(3).all(|pixel| pixel == [255, 0, 0]));
}

#[test]
fn a_webp_becomes_what_both_editions_hold() {
    let plain = prepare("a.webp", &file(&colours(9, 7), Codec::WebP)).unwrap();
    assert_eq!((plain.format, plain.width, plain.height), (ImageFormat::Png, 9, 7));
    assert_eq!(plain.decode().unwrap().rgb, colours(9, 7).into_rgb8().into_raw());
    let clear = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(2, 2, Rgba([1, 2, 3, 4])));
    assert!(prepare("a.webp", &file(&clear, Codec::WebP)).unwrap().has_alpha());
    // 1 × 1, lossy, as an encoder wrote it.
    let lossy = b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9D\x01\x2A\x01\0\x01\0\x02\0\x34\x25\xA4\0\x03\x70\0\xFE\xFB\x94\0\0";
    assert_eq!(prepare("a.webp", lossy).unwrap().format, ImageFormat::Jpeg);
}

#[test]
fn a_png_holds_no_more_than_it_shows() {
    let deflated = |bytes: &[u8]| {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut out, bytes).unwrap();
        out.finish().unwrap()
    };
    let png = |rows: u8, idat: &[u8]| {
        let header = png_chunk(b"IHDR", &[0, 0, 0, 4, 0, 0, 0, rows, 8, 0, 0, 0, 0]);
        [super::png::SIGNATURE, &header, &png_chunk(b"IDAT", idat), &png_chunk(b"IEND", &[])].concat()
    };
    let row = [0, 10, 20, 30, 40];
    let fit = png(2, &deflated(&row.repeat(2)));
    assert_eq!(prepare("a.png", &fit).unwrap().bytes, fit);
    let behind = png(2, &[deflated(&row.repeat(2)), b"Layla".to_vec()].concat());
    let below = png(2, &deflated(&row.repeat(50)));
    for more in [behind, below] {
        let image = prepare("a.png", &more).unwrap();
        assert!(image.bytes != more && !image.bytes.windows(5).any(|bytes| bytes == b"Layla"));
        assert_eq!((image.width, image.height), (4, 2));
        assert_eq!(prepare("a.png", &image.bytes).unwrap().bytes, image.bytes, "now it is alone");
    }
}
