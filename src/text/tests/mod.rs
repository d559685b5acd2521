//! Tests of whole paragraphs, on the bundled fonts.

mod direction;
mod emergency;
mod fallback;
mod features;
mod golden;
mod justify;
mod properties;
mod size;
mod words;

use std::sync::{Arc, OnceLock};

use super::*;
use crate::fonts::FontStore;
use crate::style::*;

/// One shaper for all tests: opening the fonts takes a moment.
fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| Shaper::new(&FontStore::bundled()))
}

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a language tag")
}

/// Ten points of the serif on a leading of fourteen, justified and hyphenated.
fn body() -> ComputedStyle {
    let zero = Length::Abs(Pt::ZERO);
    let side = |l| Sides { top: l, right: l, bottom: l, left: l };
    let none = Border { width: Pt::ZERO, style: BorderStyle::None, color: Rgb::default() };
    ComputedStyle {
        font_family: vec!["serif".to_owned()].into(),
        font_size: Pt(10.0),
        font_weight: 400,
        font_style: FontStyle::Normal,
        caps: Caps::Normal,
        figures: Figures::Normal,
        figure_spacing: FigureSpacing::Normal,
        line_height: Pt(14.0),
        color: Rgb::default(),
        letter_spacing: Pt::ZERO,
        word_spacing: Pt::ZERO,
        text_align: TextAlign::Justify,
        text_align_last: None,
        text_indent: Pt::ZERO,
        text_transform: TextTransform::None,
        white_space: WhiteSpace::Normal,
        balanced: false,
        hyphens: Hyphens::Auto,
        orphans: 2,
        widows: 2,
        list_style: ListStyle::Disc,
        border_collapse: BorderCollapse::Separate,
        protrusion: false,
        expansion: 0.0,
        tracking: 0.0,
        display: Display::Block,
        margin: side(zero),
        padding: Sides { top: Pt::ZERO, right: Pt::ZERO, bottom: Pt::ZERO, left: Pt::ZERO },
        border: Sides { top: none, right: none, bottom: none, left: none },
        background: None,
        width: Length::Auto,
        max_width: Length::Auto,
        height: Length::Auto,
        max_height: Length::Auto,
        vertical_align: VerticalAlign::Baseline,
        underline: false,
        line_through: false,
        break_before: Break::Auto,
        break_after: Break::Auto,
        break_inside: BreakInside::Auto,
        column_count: None,
        column_width: None,
        column_gap: Pt::ZERO,
        column_span: ColumnSpan::None,
        float: Float::None,
        string_set: Vec::new(),
        page: None,
        wide_table: WideTable::Shrink,
        before: None,
        after: None,
    }
}

/// A paragraph of spans, each a text with a change of the style.
struct Maker {
    block: ComputedStyle,
    paragraph: Paragraph,
}

impl Maker {
    fn new(tag: &str, direction: Direction, block: ComputedStyle) -> Self {
        let style = Arc::new(block.clone());
        let (text, spans, objects) = (String::new(), Vec::new(), Vec::new());
        Self { block, paragraph: Paragraph { text, spans, objects, direction, style, lang: lang(tag) } }
    }

    fn span(self, text: &str, change: impl FnOnce(&mut ComputedStyle)) -> Self {
        let tag = self.paragraph.lang.clone();
        self.span_in(text, tag.as_str(), None, change)
    }

    fn span_in(mut self, text: &str, tag: &str, note: Option<u32>, change: impl FnOnce(&mut ComputedStyle)) -> Self {
        let mut style = self.block.clone();
        change(&mut style);
        let start = self.paragraph.text.len();
        self.paragraph.text.push_str(text);
        let range = start..self.paragraph.text.len();
        let node = self.paragraph.spans.len() as u32 + 1;
        self.paragraph.spans.push(TextSpan { range, style: Arc::new(style), lang: lang(tag), node, note });
        self
    }

    fn shaped(&self) -> (Shaped, Vec<Problem>) {
        let mut problems = Vec::new();
        (shaper().shape(&self.paragraph, &mut problems), problems)
    }

    fn lines(&self, width: f64) -> Vec<Line> {
        let lines = self.shaped().0.lines(&|_| Pt(width));
        check(&self.paragraph, &lines, width);
        lines
    }
}

/// An English paragraph of one style.
fn english(text: &str, change: impl FnOnce(&mut ComputedStyle)) -> Maker {
    let mut style = body();
    change(&mut style);
    Maker::new("en", Direction::Ltr, style).span(text, |_| {})
}

fn arabic(text: &str) -> Maker {
    Maker::new("ar", Direction::Rtl, body()).span(text, |_| {})
}

/// The text that a line's runs stand for, hyphens as U+00AD, objects as U+FFFC.
fn text_of(line: &Line) -> String {
    let item = |item: &LineItem| match item {
        LineItem::Run(run) => run.text.clone(),
        LineItem::Object(..) => "\u{FFFC}".to_owned(),
    };
    line.items.iter().map(item).collect()
}

fn runs(line: &Line) -> impl Iterator<Item = &GlyphRun> {
    line.items.iter().filter_map(|item| match item {
        LineItem::Run(run) => Some(run),
        LineItem::Object(..) => None,
    })
}

fn is_kept(c: char) -> bool {
    !chars::is_ignorable(c) && !c.is_whitespace() && c != '\u{FFFC}'
}

/// What must hold of every line of every paragraph.
fn check(paragraph: &Paragraph, lines: &[Line], width: f64) {
    let mut at = 0;
    for line in lines {
        assert_eq!(line.text.start, at, "lines cover the text in order");
        assert!(line.text.end > at, "no line is empty of text");
        at = line.text.end;
        let source: String = paragraph.text[line.text.clone()].chars().filter(|&c| is_kept(c)).collect();
        let drawn: String = text_of(line).chars().filter(|&c| is_kept(c)).collect();
        assert_eq!(drawn, source, "runs have the line's text in order");
        if line.overfull.is_none() {
            assert!(line.x.0 >= -0.01 && line.x.0 + line.width.0 <= width + 0.011, "inside the measure: {line:?}");
        }
        runs(line).for_each(check_run);
    }
    assert_eq!(at, paragraph.text.len(), "lines cover all of the text");
}

fn check_run(run: &GlyphRun) {
    let mut clusters: Vec<(u32, u32)> = run.glyphs.iter().map(|g| (g.start, g.end)).collect();
    if run.rtl {
        clusters.reverse();
    }
    clusters.dedup();
    let mut at = 0;
    for (start, end) in clusters {
        assert_eq!(start, at, "clusters follow each other: {run:?}");
        assert!(end > start, "clusters are not empty: {run:?}");
        assert!(run.text.is_char_boundary(start as usize) && run.text.is_char_boundary(end as usize));
        at = end;
    }
    assert_eq!(at as usize, run.text.len(), "clusters cover the run's text: {run:?}");
    let face = shaper().face(run.font);
    for glyph in &run.glyphs {
        assert_ne!(glyph.id, 0, "no .notdef in {run:?}");
        assert!(glyph.id < face.glyph_count && glyph.x.is_finite() && glyph.y.is_finite());
    }
}
