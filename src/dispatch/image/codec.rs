//! Decoding and encoding through the `image` crate, bounded.

use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits};

use super::super::ast::{ImageData, ImageFormat};
use super::{ImageError, MAX_PIXELS};

/// Memory that decoding one image may take: the pixels of the largest at 16 bits a channel.
const MAX_MEMORY: u64 = MAX_PIXELS * 8 + (64 << 20);

/// Images with more pixels are decoded one after the other.
const LARGE_PIXELS: u64 = 4_000_000;

/// Quality of JPEGs that are set anew: above what is seen, below twice the size.
pub(super) const QUALITY: u8 = 92;

/// A decoded image and how it is to be turned.
pub(super) struct Decoded {
    pub image: DynamicImage,
    pub orientation: Orientation,
    /// For as long as there are pixels of a large image, no other large one is decoded.
    pub turn: Turn,
}

/// The right to hold the pixels of an image; large ones are held one at a time, however many threads there are.
pub(super) struct Turn {
    _held: Option<MutexGuard<'static, ()>>,
}

impl Turn {
    /// Waits for its turn. Whoever holds one must not wait for another thread's work.
    fn of(width: u32, height: u32) -> Self {
        static LARGE: Mutex<()> = Mutex::new(());
        let large = u64::from(width) * u64::from(height) > LARGE_PIXELS;
        Self { _held: large.then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner)) }
    }
}

/// Formats of pixels that are read; [`ImageFormat`] is what they become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Jpeg,
    Png,
    Gif,
    WebP,
    /// No pixels: [`super::svg`].
    Svg,
}

impl Codec {
    pub(super) const fn of(format: ImageFormat) -> Self {
        match format {
            ImageFormat::Jpeg => Self::Jpeg,
            ImageFormat::Png => Self::Png,
            ImageFormat::Svg => Self::Svg,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Svg => "SVG",
        }
    }
}

/// Decodes an image; its pixels are counted before any memory is taken for them. Of a moving one the first frame.
pub(super) fn decode(codec: Codec, bytes: &[u8]) -> Result<Decoded, ImageError> {
    let name = codec.name();
    guard(name, || match codec {
        Codec::Jpeg => run(name, JpegDecoder::new(Cursor::new(bytes))),
        Codec::Png => run(name, PngDecoder::with_limits(Cursor::new(bytes), limits())),
        Codec::Gif => run(name, GifDecoder::new(Cursor::new(bytes))),
        Codec::WebP => run(name, WebPDecoder::new(Cursor::new(bytes))),
        Codec::Svg => Err(damaged(name, "a drawing has no pixels")),
    })
}

/// Whether a WebP has frames after its first.
pub(super) fn moves(bytes: &[u8]) -> bool {
    let outcome =
        guard("WebP", || Ok(WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.has_animation())));
    outcome.unwrap_or(false)
}

/// The decoders are other people's code on hostile input: a fault there is a damaged image, not a crash.
fn guard<T>(
    name: &'static str,
    work: impl FnOnce() -> Result<T, ImageError> + std::panic::UnwindSafe,
) -> Result<T, ImageError> {
    std::panic::catch_unwind(work).unwrap_or_else(|_| Err(damaged(name, "it cannot be decoded")))
}

fn run<D: ImageDecoder>(format: &'static str, decoder: image::ImageResult<D>) -> Result<Decoded, ImageError> {
    let broken = |error: image::ImageError| damaged(format, error.to_string());
    let mut decoder = decoder.map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ImageError::TooLarge { width, height });
    }
    if width == 0 || height == 0 {
        return Err(damaged(format, "it has no pixels"));
    }
    decoder.set_limits(limits()).map_err(broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let turn = Turn::of(width, height);
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok(Decoded { image, orientation, turn })
}

/// Sets an image anew, upright and at 8 bits a channel.
pub(super) fn encode(file: &str, format: ImageFormat, decoded: Decoded) -> Result<ImageData, ImageError> {
    encode_at(file, format, decoded, QUALITY)
}

/// [`encode`] with another quality for JPEGs.
pub(super) fn encode_at(
    file: &str,
    format: ImageFormat,
    decoded: Decoded,
    quality: u8,
) -> Result<ImageData, ImageError> {
    let Decoded { mut image, orientation, turn: _turn } = decoded;
    image.apply_orientation(orientation);
    let grey = matches!(image.color(), image::ColorType::L8 | image::ColorType::L16);
    let grey_alpha = matches!(image.color(), image::ColorType::La8 | image::ColorType::La16);
    let image = match format {
        ImageFormat::Svg => return Err(damaged("SVG", "a drawing has no pixels")),
        _ if grey => DynamicImage::ImageLuma8(image.into_luma8()),
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(image.into_rgb8()),
        ImageFormat::Png if grey_alpha => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        ImageFormat::Png if image.color().has_alpha() => DynamicImage::ImageRgba8(image.into_rgba8()),
        ImageFormat::Png => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    let mut bytes = Vec::new();
    let written = match format {
        ImageFormat::Svg => Ok(()),
        ImageFormat::Jpeg => image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)),
        ImageFormat::Png => image.write_with_encoder(PngEncoder::new_with_quality(
            &mut bytes,
            CompressionType::Default,
            FilterType::Adaptive,
        )),
    };
    written.map_err(|error| damaged("image", error.to_string()))?;
    Ok(ImageData {
        file: file.to_owned(),
        format,
        bytes,
        width: image.width(),
        height: image.height(),
        words: String::new(),
    })
}

/// Pixels in shades of grey; an image that is grey already stays as it is.
pub(super) fn greyscale(image: &ImageData) -> Result<ImageData, ImageError> {
    let Decoded { image: pixels, orientation, turn } = decode(Codec::of(image.format), &image.bytes)?;
    if !pixels.color().has_color() {
        return Ok(ImageData { file: image.file.clone(), bytes: image.bytes.clone(), words: String::new(), ..*image });
    }
    encode(&image.file, image.format, Decoded { image: pixels.grayscale(), orientation, turn })
}

pub(super) fn damaged(format: &'static str, why: impl Into<String>) -> ImageError {
    ImageError::Damaged { format, why: why.into() }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}
