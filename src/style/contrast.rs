//! How well text stands out from its ground, as WCAG measures it.

use super::computed::Rgb;

/// WCAG 2.2, success criterion 1.4.3: the least contrast of text to its background.
pub const ENOUGH: f64 = 4.5;
/// The same of large text.
pub const ENOUGH_LARGE: f64 = 3.0;

/// The least contrast of text of a size in points.
pub fn enough(size: f64, bold: bool) -> f64 {
    if size >= 18.0 || (bold && size >= 14.0) { ENOUGH_LARGE } else { ENOUGH }
}

/// WCAG's contrast ratio of two colours: 1 to 21.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG's relative luminance. The power 2.4 is taken as x² · x^(2/5), whose root is found by Newton's steps: library
/// powers differ by platform.
fn luminance(color: Rgb) -> f64 {
    let channel = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            let x = (c + 0.055) / 1.055;
            x * x * two_fifths(x)
        }
    };
    0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)
}

/// x to the power 2/5, for x in (0, 1].
fn two_fifths(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0;
    for _ in 0..40 {
        root -= (root * root * root * root * root - square) / (5.0 * root * root * root * root);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_wcags() {
        let (black, white) = (Rgb { r: 0, g: 0, b: 0 }, Rgb { r: 255, g: 255, b: 255 });
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        let grey = Rgb { r: 0x76, g: 0x76, b: 0x76 };
        assert!((contrast(grey, white) - 4.54).abs() < 0.01, "#767676 is the lightest grey that passes on white");
    }
}
