//! Images made to fit what an edition may weigh: smaller, grey, and as a last resort coarser.

use std::sync::Arc;

use image::imageops::FilterType;
use rayon::prelude::*;

use super::super::ast::{ImageData, ImageFormat};
use super::ImageError;
use super::codec::{self, Codec, Decoded};

/// What the images of an edition may weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// The longest side, in pixels. Drawings have none.
    pub max_pixels: Option<u32>,
    /// Bytes of all together.
    pub max_bytes: Option<u64>,
    /// Whether they lose their colours.
    pub greyscale: bool,
}

/// Why images do not fit.
#[derive(Debug, thiserror::Error)]
pub enum BudgetError {
    /// They stay larger than the bound, whatever is done.
    #[error("the images take {bytes} bytes at the least, the largest of them `{largest}` with {largest_bytes}")]
    TooLarge {
        /// What all take after all was tried.
        bytes: u64,
        /// The file of the largest.
        largest: String,
        /// What that one takes.
        largest_bytes: u64,
    },
    /// An image that was good before and cannot be set anew: a fault of weekbook.
    #[error("`{0}` {1}")]
    Image(String, ImageError),
}

/// What is tried, one after the other, until all fit: the share of the longest side that is kept, and the quality of
/// JPEGs. The last is as coarse as a page can bear.
const STEPS: [(u32, u8); 6] = [(100, 82), (100, 70), (80, 70), (65, 65), (50, 60), (35, 55)];

/// The filter that is kindest to lines takes 16 bytes for each pixel between its two passes, as wide as before and as
/// high as after; where there are more of them, the mean of the pixels is taken, which needs no memory.
const FINE_PIXELS: u64 = 12_000_000;

/// No image is made smaller than this to save bytes, in pixels of its longest side.
const LEAST: u32 = 320;

/// The images as the budget wants them, in the same order; those that fit as they are stay as they are.
pub fn fit(images: &[Arc<ImageData>], budget: Budget) -> Result<Vec<Arc<ImageData>>, BudgetError> {
    let sized = all(images, |image| {
        let grey = if budget.greyscale { Some(image.greyscale()?) } else { None };
        let image = grey.as_ref().unwrap_or(image);
        let small = budget.max_pixels.map(|side| scaled(image, side, None)).transpose()?.flatten();
        Ok(small.or(grey))
    })?;
    let Some(bound) = budget.max_bytes else { return Ok(sized) };
    let total = |images: &[Arc<ImageData>]| images.iter().map(|image| image.bytes.len() as u64).sum::<u64>();
    let mut best = sized.clone();
    for (share, quality) in STEPS {
        if total(&best) <= bound {
            return Ok(best);
        }
        let tried = all(&sized, |image| {
            let side = u64::from(image.width.max(image.height)) * u64::from(share) / 100;
            scaled(image, (side as u32).max(LEAST), Some(quality))
        })?;
        // Setting an image anew may make it larger.
        for (best, tried) in best.iter_mut().zip(tried) {
            if tried.bytes.len() < best.bytes.len() {
                *best = tried;
            }
        }
    }
    if total(&best) <= bound {
        return Ok(best);
    }
    let largest = best.iter().max_by_key(|image| image.bytes.len());
    Err(BudgetError::TooLarge {
        bytes: total(&best),
        largest: largest.map(|image| image.file.clone()).unwrap_or_default(),
        largest_bytes: largest.map_or(0, |image| image.bytes.len() as u64),
    })
}

/// Changes each image that `change` gives another for.
fn all(
    images: &[Arc<ImageData>],
    change: impl Fn(&ImageData) -> Result<Option<ImageData>, ImageError> + Sync,
) -> Result<Vec<Arc<ImageData>>, BudgetError> {
    let one = |image: &Arc<ImageData>| match change(image) {
        Ok(changed) => Ok(changed.map_or_else(|| Arc::clone(image), Arc::new)),
        Err(error) => Err(BudgetError::Image(image.file.clone(), error)),
    };
    images.par_iter().map(one).collect::<Vec<_>>().into_iter().collect()
}

/// The image with no side longer than `side`, or set anew at `quality`; `None` where nothing changes.
fn scaled(image: &ImageData, side: u32, quality: Option<u8>) -> Result<Option<ImageData>, ImageError> {
    let longest = image.width.max(image.height);
    let anew = quality.is_some() && image.format == ImageFormat::Jpeg;
    if image.format == ImageFormat::Svg || (longest <= side && !anew) {
        return Ok(None);
    }
    let Decoded { image: pixels, orientation, turn } = codec::decode(Codec::of(image.format), &image.bytes)?;
    let pixels = if longest > side {
        let part =
            |length: u32| ((u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest)) as u32;
        let (width, height) = (part(image.width).max(1), part(image.height).max(1));
        // Filters of multiplications and additions only, so that all machines agree.
        if u64::from(image.width) * u64::from(height) > FINE_PIXELS {
            pixels.thumbnail_exact(width, height)
        } else {
            pixels.resize_exact(width, height, FilterType::CatmullRom)
        }
    } else {
        pixels
    };
    let decoded = Decoded { image: pixels, orientation, turn };
    codec::encode_at(&image.file, image.format, decoded, quality.unwrap_or(codec::QUALITY)).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageFormat as File, Rgb, RgbImage};

    fn photo(width: u32, height: u32, file: File) -> Arc<ImageData> {
        let noise = |x: u32, y: u32| (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)).wrapping_mul(2_654_435_761) >> 24;
        let pixel = |x, y| Rgb([noise(x, y) as u8, noise(y, x) as u8, (x % 256) as u8]);
        let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, pixel));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, file).expect("encodes");
        Arc::new(super::super::prepare("a", &bytes.into_inner()).expect("sound").image)
    }

    fn drawing() -> Arc<ImageData> {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='90'><circle r='9' fill='red'/></svg>";
        Arc::new(super::super::prepare("a.svg", svg.as_bytes()).expect("sound").image)
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let images = [photo(100, 50, File::Jpeg), photo(40, 80, File::Png), drawing()];
        let budget = Budget { max_pixels: Some(100), max_bytes: Some(10_000_000), greyscale: false };
        let fitted = fit(&images, budget).expect("fits");
        assert!(fitted.iter().zip(&images).all(|(fitted, image)| Arc::ptr_eq(fitted, image)));
        assert_eq!(fit(&images, Budget::default()).expect("fits").len(), 3);
    }

    #[test]
    fn the_longest_side_is_bounded() {
        let images = [photo(300, 100, File::Jpeg), photo(50, 333, File::Png), drawing()];
        let fitted = fit(&images, Budget { max_pixels: Some(100), ..Budget::default() }).expect("fits");
        let sizes: Vec<_> = fitted.iter().map(|image| (image.width, image.height)).collect();
        assert_eq!(sizes, [(100, 33), (15, 100), (900, 90)]);
        for image in &fitted[..2] {
            let pixels = image.decode().expect("sound");
            assert_eq!((pixels.width, pixels.height), (image.width, image.height));
        }
    }

    #[test]
    fn colours_go() {
        let images = [photo(30, 10, File::Jpeg), photo(30, 10, File::Png), drawing()];
        let fitted = fit(&images, Budget { greyscale: true, ..Budget::default() }).expect("fits");
        assert!(fitted[0].is_gray() && fitted[1].is_gray());
        assert!(String::from_utf8_lossy(&fitted[2].bytes).contains("#363636"));
    }

    #[test]
    fn bytes_are_saved_until_all_fit_or_it_is_an_error() {
        let images = [photo(900, 700, File::Jpeg), photo(400, 300, File::Png)];
        let total = |images: &[Arc<ImageData>]| images.iter().map(|image| image.bytes.len() as u64).sum::<u64>();
        let bound = total(&images) / 2;
        let fitted = fit(&images, Budget { max_bytes: Some(bound), ..Budget::default() }).expect("fits");
        assert!(total(&fitted) <= bound);
        assert_eq!(fit(&images, Budget { max_bytes: Some(bound), ..Budget::default() }).expect("fits"), fitted);
        let error = fit(&images, Budget { max_bytes: Some(1000), ..Budget::default() }).expect_err("too much");
        assert!(matches!(error, BudgetError::TooLarge { bytes, .. } if bytes > 1000), "{error}");
    }
}
