//! Raster images that stand in an SVG, as `data:` addresses (RFC 2397).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use usvg::{ImageHrefResolver, ImageKind};

use super::super::super::ast::{ImageData, ImageFormat};
use super::super::{MAX_PIXELS, codec::Codec, prepare, sniff};

/// What usvg is told that a picture is called.
const PREFIX: &str = "picture:";

/// Drawing programs leave the padding out, or write too much of it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A raster image: JPEG or PNG.
pub(super) type Picture = Arc<ImageData>;

/// The name of a picture by its place.
pub(super) fn name(index: usize) -> String {
    format!("{PREFIX}{index}")
}

/// Reads a `data:` address into `pictures` and gives its place; what it says twice is kept once. Why not, otherwise.
pub(super) fn read(address: &str, file: &str, pictures: &mut Vec<Picture>) -> Result<usize, String> {
    let (_, data) = address.split_once(";base64,").ok_or("is not in base64")?;
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = LENIENT.decode(&data).map_err(|_| "is not in base64")?;
    // By what the bytes begin with: an SVG in an SVG is refused here.
    let codec: Codec = sniff(&bytes).map_err(|error| error.to_string())?;
    if codec == Codec::Svg {
        return Err("is a drawing itself".to_owned());
    }
    let image = prepare(file, &bytes).map_err(|error| error.to_string())?.image;
    if let Some(same) = pictures.iter().position(|known| known.bytes == image.bytes) {
        return Ok(same);
    }
    let pixels = |image: &ImageData| u64::from(image.width) * u64::from(image.height);
    if pictures.iter().map(|picture| pixels(picture)).sum::<u64>() + pixels(&image) > MAX_PIXELS {
        return Err("is one too many: all images of a drawing may have 50 megapixels".to_owned());
    }
    pictures.push(Arc::new(image));
    Ok(pictures.len() - 1)
}

/// A picture as a `data:` address.
pub(super) fn address(image: &ImageData) -> String {
    let kind = if image.format == ImageFormat::Jpeg { "jpeg" } else { "png" };
    format!("data:image/{kind};base64,{}", STANDARD.encode(&image.bytes))
}

/// Gives usvg the pictures, those of weekbook's own SVG, and nothing else.
pub(super) fn resolver<'a>(pictures: &[Picture]) -> ImageHrefResolver<'a> {
    let kind = |picture: &Picture| {
        let bytes = Arc::new(picture.bytes.clone());
        if picture.format == ImageFormat::Jpeg { ImageKind::JPEG(bytes) } else { ImageKind::PNG(bytes) }
    };
    let kinds: Vec<ImageKind> = pictures.iter().map(kind).collect();
    ImageHrefResolver {
        resolve_data: Box::new(|kind, data, _| match kind {
            "image/jpeg" => Some(ImageKind::JPEG(data)),
            "image/png" => Some(ImageKind::PNG(data)),
            _ => None,
        }),
        resolve_string: Box::new(move |name, _| kinds.get(name.strip_prefix(PREFIX)?.parse::<usize>().ok()?).cloned()),
    }
}
