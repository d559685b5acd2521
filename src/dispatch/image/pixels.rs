//! Plain pixels, for a writer that has no use for the compressed file.

use image::DynamicImage;

use super::super::ast::{ImageData, ImageFormat};
use super::codec::{self, Codec, Decoded};
use super::drawing::Drawing;
use super::{ImageError, jpeg, png, svg};

/// An image as pixels, rows from top to bottom without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Three bytes a pixel: red, green, blue; sRGB.
    pub rgb: Vec<u8>,
    /// A byte a pixel, 255 opaque; `None` where all are.
    pub alpha: Option<Vec<u8>>,
    /// Whether the image is grey: then the three bytes of each pixel are equal.
    pub gray: bool,
}

impl Pixels {
    /// Parts the channels. No more than the image and its parts stands in memory at once.
    fn of(image: DynamicImage) -> Self {
        let (width, height) = (image.width(), image.height());
        let gray = !image.color().has_color();
        if !image.color().has_alpha() {
            return Self { width, height, rgb: image.into_rgb8().into_raw(), alpha: None, gray };
        }
        // Of the type that it has, this copies nothing.
        let mut rgb = image.into_rgba8().into_raw();
        let alpha: Vec<u8> = rgb.iter().copied().skip(3).step_by(4).collect();
        let pixels = alpha.len();
        for pixel in 0..pixels {
            rgb.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
        }
        rgb.truncate(pixels * 3);
        let alpha = Some(alpha).filter(|alpha| alpha.iter().any(|value| *value != 255));
        Self { width, height, rgb, alpha, gray }
    }

    /// One byte a pixel, of a grey image.
    pub fn gray_bytes(&self) -> Option<Vec<u8>> {
        self.gray.then(|| self.rgb.iter().copied().step_by(3).collect())
    }
}

impl ImageData {
    /// The image as pixels, but of a drawing, for as long as `work` takes: of large images only one is held at a time.
    /// It was decoded once before, so an error here is a fault of weekbook.
    pub fn with_pixels<T>(&self, work: impl FnOnce(Pixels) -> T) -> Result<T, ImageError> {
        let Decoded { image, turn: _turn, .. } = codec::decode(Codec::of(self.format), &self.bytes)?;
        Ok(work(Pixels::of(image)))
    }

    /// The pixels of a small image.
    #[cfg(test)]
    pub fn decode(&self) -> Result<Pixels, ImageError> {
        self.with_pixels(|pixels| pixels)
    }

    /// What a vector image draws. It was read once before, so an error here is a fault of weekbook.
    pub fn drawing(&self) -> Result<Drawing, ImageError> {
        svg::drawing(&self.bytes)
    }

    /// The same picture in shades of grey.
    pub fn greyscale(&self) -> Result<Self, ImageError> {
        if self.format == ImageFormat::Svg {
            return svg::greyscale(self);
        }
        codec::greyscale(self)
    }

    /// Whether the image is grey, by its file's header: one channel, not counting transparency.
    pub fn is_gray(&self) -> bool {
        match self.format {
            ImageFormat::Jpeg => jpeg::components(&self.bytes) == Some(1),
            ImageFormat::Png => png::header(&self.bytes).is_some_and(|header| matches!(header.color, 0 | 4)),
            ImageFormat::Svg => false,
        }
    }

    /// Whether the file can say of a pixel how transparent it is.
    pub fn has_alpha(&self) -> bool {
        let has = |header: png::Header| matches!(header.color, 4 | 6) || header.transparency;
        self.format == ImageFormat::Png && png::header(&self.bytes).is_some_and(has)
    }
}
