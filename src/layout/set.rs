//! What the layout asks of the text room: paragraphs made into lines.
//!
//! A trait, so that the layout's own tests can set text in a face of fixed width and expect round numbers.

use std::sync::Arc;

use crate::language::{Direction, Lang};
use crate::style::{ComputedStyle, Pt, TextAlign, WhiteSpace};
use crate::text::{Line, Paragraph, Problem, Shaped, Shaper, TextSpan};

/// Wider than any page.
const ENDLESS: Pt = Pt(10_000.0);

/// Sets paragraphs.
pub(super) trait Setter: Sync {
    /// Shapes a paragraph, knowing no width. Adds the characters that no font has.
    fn shape(&self, paragraph: &Paragraph, missing: &mut Vec<char>) -> Box<dyn SetParagraph>;
}

/// A shaped paragraph.
pub(super) trait SetParagraph {
    /// Breaks it into lines; `measure` gives the width of each line by its index.
    fn lines(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<Line>;
    /// The numbers of lines that it can well be set in, and what each costs beside the others.
    fn counts(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<(usize, f64)>;
    /// Breaks it into as many lines as asked, if that can well be done.
    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> Pt) -> Option<Vec<Line>>;
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
        missing.extend(problems.into_iter().map(|Problem::MissingGlyph(c)| c));
        Box::new(shaped)
    }
}

/// Words of the layout's own: a marker, a page's label, a running head.
pub(super) struct Words<'a> {
    pub text: &'a str,
    /// The element that they are set for.
    pub node: u32,
    pub style: ComputedStyle,
    pub direction: Direction,
    pub lang: &'a Lang,
}

/// The lines of a few words, flush left, which end at forced breaks only. Adds the characters that no font has.
pub(super) fn unbroken(setter: &dyn Setter, words: Words<'_>, missing: &mut Vec<char>) -> Vec<Line> {
    let Words { text, node, mut style, direction, lang } = words;
    style.text_indent = Pt::ZERO;
    style.text_align = TextAlign::Left;
    style.text_align_last = None;
    style.white_space = match style.white_space {
        WhiteSpace::Pre | WhiteSpace::PreWrap => WhiteSpace::Pre,
        _ => WhiteSpace::Nowrap,
    };
    let style = Arc::new(style);
    let span = TextSpan { range: 0..text.len(), style: Arc::clone(&style), lang: lang.clone(), node, note: None };
    let paragraph = Paragraph {
        text: text.to_owned(),
        spans: vec![span],
        objects: Vec::new(),
        direction,
        style,
        lang: lang.clone(),
    };
    setter.shape(&paragraph, missing).lines(&|_| ENDLESS)
}

impl SetParagraph for Shaped {
    fn lines(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<Line> {
        Self::lines(self, measure)
    }

    fn counts(&self, measure: &dyn Fn(usize) -> Pt) -> Vec<(usize, f64)> {
        Self::counts(self, measure)
    }

    fn lines_in(&self, count: usize, measure: &dyn Fn(usize) -> Pt) -> Option<Vec<Line>> {
        Self::lines_in(self, count, measure)
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
