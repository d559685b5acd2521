//! Object numbers: which object has which number, known before any is written.
//!
//! A number says what it is for, never when it came: fixed ones first, then a range for fonts by their id, one for
//! images, one for each section of the book, and at last the trees that span it. Ranges are rounded up, so that an
//! edit which fits leaves all other numbers as they were.

use super::PdfError;
use super::file::Part;
use crate::fonts::FontId;

/// The catalog.
pub const CATALOG: u32 = 1;
/// The information dictionary.
pub const INFO: u32 = 2;
/// The root of the page tree.
pub const PAGES: u32 = 3;
/// The structure tree's root.
pub const STRUCT_ROOT: u32 = 4;
/// The structure element of the whole document.
pub const DOCUMENT: u32 = 5;
/// The root of the outline.
pub const OUTLINES: u32 = 6;
/// The XMP metadata.
pub const METADATA: u32 = 7;
/// The colour profile of the output intent.
pub const PROFILE: u32 = 8;
/// The fonts among the resources of every page.
pub const FONT_RESOURCES: u32 = 9;

/// What codes in page content mean.
pub const CODES: u32 = 10;

const FONTS: u32 = 64;
/// Numbers set aside for a font.
pub const FONT_STRIDE: u32 = 8;

/// ISO 32000-1, Annex C: no more objects than this in a file that every reader takes.
const MOST: u64 = 8_388_607;

/// The first number of a font.
pub fn font_number(id: FontId) -> u32 {
    FONTS + u32::from(id.0) * FONT_STRIDE
}

/// How much a section holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub pages: usize,
    /// Link annotations.
    pub annotations: usize,
    /// Entries of the outline.
    pub outline: usize,
    /// Structure elements.
    pub elements: usize,
}

impl Counts {
    /// Objects that are no streams: the node of the page tree, the leaves of the parent tree among them.
    const fn objects(self) -> usize {
        1 + self.pages + self.annotations + self.outline + self.elements + self.leaves()
    }

    /// Leaves of the parent tree.
    pub const fn leaves(self) -> usize {
        (self.pages + self.annotations).div_ceil(super::trees::LEAF)
    }

    fn numbers(self) -> usize {
        self.objects() + self.pages + Part::containers(self.objects())
    }
}

/// The numbers of a section.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    base: u32,
    counts: Counts,
}

impl Range {
    /// Its node of the page tree.
    pub const fn page_node(self) -> u32 {
        self.base
    }

    /// A page.
    pub const fn page(self, index: usize) -> u32 {
        self.base + 1 + index as u32
    }

    /// A page's content.
    pub const fn content(self, index: usize) -> u32 {
        self.page(self.counts.pages + index)
    }

    /// A link annotation.
    pub const fn annotation(self, index: usize) -> u32 {
        self.content(self.counts.pages + index)
    }

    /// An entry of the outline.
    pub const fn outline(self, index: usize) -> u32 {
        self.annotation(self.counts.annotations + index)
    }

    /// A structure element.
    pub const fn element(self, index: usize) -> u32 {
        self.outline(self.counts.outline + index)
    }

    /// A leaf of the parent tree.
    pub const fn leaf(self, index: usize) -> u32 {
        self.element(self.counts.elements + index)
    }

    /// The first of its object streams.
    pub const fn containers(self) -> u32 {
        self.leaf(self.counts.leaves())
    }
}

/// The numbers of the whole file.
#[derive(Debug)]
pub struct Numbers {
    images: u32,
    extras: u32,
    front: u32,
    /// A range a section.
    pub sections: Vec<Range>,
    /// The first number after all sections.
    pub back: u32,
}

impl Numbers {
    /// Lays out the ranges. `last_font` is the highest font in use, `extras` what drawings need beside their own.
    pub fn new(last_font: Option<FontId>, images: usize, extras: usize, sections: &[Counts]) -> Result<Self, PdfError> {
        let fonts = last_font.map_or(FONTS, |id| font_number(id) + FONT_STRIDE);
        let images_at = round_up(fonts, 64);
        let extras_at = images_at + limited(images as u64 * 2)?;
        let front = round_up(limited(u64::from(extras_at) + extras as u64)?, 64);
        // The fixed objects and six a font, at most, are in the object streams of the front.
        let small = (fonts - 1) as usize;
        let mut next = round_up(front + limited(Part::containers(small) as u64)?, 256);
        let mut ranges = Vec::with_capacity(sections.len());
        for counts in sections {
            ranges.push(Range { base: next, counts: *counts });
            let need = limited(counts.numbers() as u64)?;
            // An eighth to spare, so that a paragraph more does not move the sections behind.
            let step = (need / 8).max(64).next_power_of_two();
            next = limited(u64::from(next) + u64::from(round_up(need, step)))?;
        }
        Ok(Self { images: images_at, extras: extras_at, front, sections: ranges, back: next })
    }

    /// An image.
    pub const fn image(&self, index: u32) -> u32 {
        self.images + index * 2
    }

    /// An image's soft mask.
    pub const fn mask(&self, index: u32) -> u32 {
        self.images + index * 2 + 1
    }

    /// A stream of a drawing, counted over all drawings.
    pub const fn extra(&self, index: u32) -> u32 {
        self.extras + index
    }

    /// The first of the object streams before the sections.
    pub const fn front_containers(&self) -> u32 {
        self.front
    }
}

fn limited(count: u64) -> Result<u32, PdfError> {
    if count > MOST { Err(PdfError::TooManyObjects(MOST)) } else { Ok(count as u32) }
}

const fn round_up(value: u32, step: u32) -> u32 {
    value.div_ceil(step) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: Counts = Counts { pages: 30, annotations: 40, outline: 12, elements: 2000 };

    #[test]
    fn ranges_do_not_overlap() {
        let numbers = Numbers::new(Some(FontId(9)), 3, 0, &[WEEK, Counts::default(), WEEK]).expect("fits");
        let [a, b, c] = numbers.sections[..] else { panic!("three ranges") };
        assert!(numbers.mask(2) < numbers.front_containers());
        assert!(numbers.front_containers() < a.page_node());
        assert!(a.page(29) < a.content(0) && a.content(29) < a.annotation(0));
        assert!(a.annotation(39) < a.outline(0) && a.outline(11) < a.element(0) && a.element(1999) < a.leaf(0));
        assert!(a.leaf(1) < a.containers() && a.containers() as usize + 17 <= b.page_node() as usize);
        assert!(b.containers() < c.page_node() && c.containers() < numbers.back);
    }

    #[test]
    fn a_small_edit_moves_nothing_behind_it() {
        let before = Numbers::new(None, 0, 0, &[WEEK, WEEK]).expect("fits");
        let edited = Counts { elements: 2003, annotations: 41, ..WEEK };
        let after = Numbers::new(None, 0, 0, &[edited, WEEK]).expect("fits");
        assert_eq!(before.sections[1].page_node(), after.sections[1].page_node());
    }

    #[test]
    fn too_large_a_book_is_refused() {
        let huge = Counts { elements: 9_000_000, ..WEEK };
        assert!(matches!(Numbers::new(None, 0, 0, &[huge]), Err(PdfError::TooManyObjects(_))));
    }
}
