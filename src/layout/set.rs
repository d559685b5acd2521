//! What the layout asks of the text room: paragraphs made into lines.
//!
//! A trait, so that the layout's own tests can set text in a face of fixed width and expect round numbers.

use crate::style::Pt;
use crate::text::{Line, Measure, Paragraph, ProblemKind, Shaped, Shaper};

/// Sets paragraphs.
pub(super) trait Setter: Sync {
    /// Shapes a paragraph, knowing no width. Adds the characters that no font has.
    fn shape(&self, paragraph: &Paragraph, missing: &mut Vec<char>) -> Box<dyn SetParagraph>;
}

/// A shaped paragraph.
pub(super) trait SetParagraph {
    /// Breaks it into lines; `measure` gives the left edge and width of each line by its index.
    fn lines(&self, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Vec<Line>;
    /// The numbers of lines that it can well be set in, and what each costs beside the others.
    fn counts(&self, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Vec<(usize, f64)>;
    /// Breaks it into as many lines as asked, if that can well be done.
    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Option<Vec<Line>>;
    /// The width of its longest word.
    fn min_content(&self) -> Pt;
    /// The width of the longest part of a word between hyphenation points.
    fn min_syllable(&self) -> Pt;
    /// Its width on one line.
    fn max_content(&self) -> Pt;
}

impl Setter for Shaper {
    fn shape(&self, paragraph: &Paragraph, missing: &mut Vec<char>) -> Box<dyn SetParagraph> {
        let mut problems = Vec::new();
        let shaped = Self::shape(self, paragraph, &mut problems);
        missing.extend(problems.into_iter().map(|problem| match problem.kind {
            ProblemKind::MissingGlyph(c) => c,
        }));
        Box::new(shaped)
    }
}

/// The text room's own measure.
fn measured(measure: &dyn Fn(usize) -> (Pt, Pt)) -> impl Fn(usize) -> Measure {
    move |line| {
        let (x, width) = measure(line);
        Measure { x, width }
    }
}

impl SetParagraph for Shaped {
    fn lines(&self, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Vec<Line> {
        Self::lines(self, &measured(measure))
    }

    fn counts(&self, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Vec<(usize, f64)> {
        Self::counts(self, &measured(measure))
    }

    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> (Pt, Pt)) -> Option<Vec<Line>> {
        Self::lines_in(self, count, &measured(measure))
    }

    fn min_content(&self) -> Pt {
        Self::min_content(self)
    }

    fn min_syllable(&self) -> Pt {
        Self::min_syllable(self)
    }

    fn max_content(&self) -> Pt {
        Self::max_content(self)
    }
}
