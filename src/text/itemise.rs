//! Cuts a paragraph in runs of one style, direction, script and font.

use std::ops::Range;
use std::sync::Arc;

use icu_segmenter::GraphemeClusterSegmenter;
use unicode_script::{Script, UnicodeScript as _};

use super::bidi::Levels;
use super::chars;
use super::context::{Context, Key, Options, SmallCaps};
use super::fallback;
use super::shaper::Shaper;
use super::transform::{Casing, Change};
use super::{Paragraph, Problem, TextSpan};
use crate::fonts::{Face, FontId};
use crate::style::{Caps, ComputedStyle, FontStyle, Hyphens, TextAlign, TextTransform, VerticalAlign, WhiteSpace};

/// Size of a super- or subscript whose style has no size of its own, as browsers' `font-size: smaller` twice.
const SCRIPT_SIZE: f64 = 0.69;

/// What the spans of a paragraph come to.
#[derive(Debug)]
pub(super) struct SpanStyle {
    pub chain: Arc<[FontId]>,
    /// Font size in points, super- and subscripts made smaller.
    pub size: f64,
    /// Baseline shift upwards.
    pub rise: f64,
    /// Height above and depth below the line's baseline.
    pub ascent: f64,
    pub descent: f64,
    pub letter_spacing: f64,
    pub word_spacing: f64,
    /// Largest share by which the glyphs of a justified line are widened or narrowed.
    pub expansion: f64,
    /// The most that its letters are parted or drawn together, in points.
    pub tracking: f64,
    pub white_space: WhiteSpace,
    pub hyphens: Hyphens,
    options: Options,
    caps: Caps,
    transform: TextTransform,
}

impl SpanStyle {
    /// Whether spaces and line ends are kept as they are.
    pub(super) const fn keeps_space(&self) -> bool {
        matches!(self.white_space, WhiteSpace::Pre | WhiteSpace::PreWrap)
    }

    /// Whether lines may break at opportunities.
    pub(super) const fn wraps(&self) -> bool {
        matches!(self.white_space, WhiteSpace::Normal | WhiteSpace::PreWrap)
    }

    pub(super) fn new(shaper: &Shaper, span: &TextSpan, block: &ComputedStyle) -> Self {
        let style = &*span.style;
        let chain = chain(shaper, style);
        let face = shaper.face(chain[0]);
        let em = f64::from(face.units_per_em);
        // Columns of code stay columns.
        let kept = matches!(style.white_space, WhiteSpace::Pre | WhiteSpace::PreWrap);
        let flexible = block.text_align == TextAlign::Justify && !kept && !face.monospace;
        let shifted = matches!(style.vertical_align, VerticalAlign::Sub | VerticalAlign::Super);
        let unsized_script = shifted && style.font_size.0 >= block.font_size.0 * 0.95;
        let size = style.font_size.0 * if unsized_script { SCRIPT_SIZE } else { 1.0 };
        let (above, below) = (f64::from(face.ascender) / em * size, -f64::from(face.descender) / em * size);
        let half_leading = (style.line_height.0 - above - below) / 2.0;
        let (above_strut, below_strut) = strut(shaper, block);
        let rise = match style.vertical_align {
            VerticalAlign::Baseline => 0.0,
            VerticalAlign::Super => block.font_size.0 / 3.0,
            VerticalAlign::Sub => -block.font_size.0 / 6.0,
            VerticalAlign::Top => above_strut - above - half_leading,
            VerticalAlign::Bottom => below + half_leading - below_strut,
            VerticalAlign::Middle => {
                let block_face = shaper.face(self::chain(shaper, block)[0]);
                let middle = f64::from(block_face.x_height) / f64::from(block_face.units_per_em) / 2.0;
                middle * block.font_size.0 - (above - below) / 2.0
            }
        };
        // A shifted run must not push the lines apart by the leading around it, only by its own extent.
        let (ascent, descent) = if rise == 0.0 {
            (above + half_leading, below + half_leading)
        } else {
            (above.min(size * 0.8) + rise, below.min(size * 0.25) - rise)
        };
        Self {
            size,
            rise,
            ascent,
            descent,
            letter_spacing: style.letter_spacing.0,
            word_spacing: style.word_spacing.0,
            expansion: if flexible { style.expansion } else { 0.0 },
            tracking: if flexible { style.tracking * size } else { 0.0 },
            white_space: style.white_space,
            hyphens: if face.monospace && style.hyphens == Hyphens::Auto { Hyphens::Manual } else { style.hyphens },
            options: Options {
                spaced: style.letter_spacing.0 != 0.0,
                figures: style.figures,
                figure_spacing: style.figure_spacing,
                casing: Casing::of(span.lang.as_str()),
                ..Options::default()
            },
            caps: style.caps,
            transform: style.text_transform,
            chain,
        }
    }
}

/// Ascent and descent of a line without text: the block's own font and leading.
pub(super) fn strut(shaper: &Shaper, block: &ComputedStyle) -> (f64, f64) {
    let face = shaper.face(chain(shaper, block)[0]);
    let scale = block.font_size.0 / f64::from(face.units_per_em);
    let (above, below) = (f64::from(face.ascender) * scale, -f64::from(face.descender) * scale);
    let half_leading = (block.line_height.0 - above - below) / 2.0;
    (above + half_leading, below + half_leading)
}

fn chain(shaper: &Shaper, style: &ComputedStyle) -> Arc<[FontId]> {
    let italic = style.font_style == FontStyle::Italic;
    shaper.fonts().select(&style.font_family, style.font_weight, italic)
}

/// What a run is.
pub(super) enum RunKind {
    /// Text of one font.
    Text {
        font: FontId,
        size: f64,
        context: Arc<Context>,
        /// The same context for units that begin a word, where that makes a difference (`capitalize`).
        initial: Option<Arc<Context>>,
        /// Letters of the script join: no letter-spacing, no break inside a word.
        cursive: bool,
    },
    /// Object of this index.
    Object(usize),
    /// A forced line break.
    Break,
}

/// A stretch of a paragraph with one style, direction, script and font.
pub(super) struct Run {
    pub range: Range<usize>,
    pub span: usize,
    pub level: u8,
    pub kind: RunKind,
}

/// What must be the same for two clusters to be shaped together.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    font: FontId,
    level: u8,
    script: Script,
    missing: bool,
}

/// Cuts a paragraph in runs; spans must cover its text.
pub(super) fn itemise(
    shaper: &Shaper,
    paragraph: &Paragraph,
    styles: &[SpanStyle],
    levels: &Levels,
    problems: &mut Vec<Problem>,
) -> Vec<Run> {
    let mut items =
        Itemiser { shaper, paragraph, levels, problems, runs: Vec::new(), objects: 0, script: None, rtl: None };
    for (index, (span, style)) in paragraph.spans.iter().zip(styles).enumerate() {
        items.span(index, span, style);
    }
    items.runs
}

struct Itemiser<'a> {
    shaper: &'a Shaper,
    paragraph: &'a Paragraph,
    levels: &'a Levels,
    problems: &'a mut Vec<Problem>,
    runs: Vec<Run>,
    objects: usize,
    /// The script of the last character that has one of its own.
    script: Option<Script>,
    /// The font of the last letters, where they go to the left, and the fonts that it was chosen from.
    rtl: Option<(FontId, Arc<[FontId]>)>,
}

impl Itemiser<'_> {
    fn span(&mut self, index: usize, span: &TextSpan, style: &SpanStyle) {
        let text = &self.paragraph.text[span.range.clone()];
        let mut open: Option<(Look, usize)> = None;
        for (at, cluster) in clusters(text) {
            let at = span.range.start + at;
            let c = cluster.chars().next().unwrap_or(' ');
            let newline = style.keeps_space() && chars::is_newline(c);
            let object = c == '\u{FFFC}' && self.objects < self.paragraph.objects.len();
            if newline || object || chars::is_forced_break(c) {
                self.close(&mut open, at, index, style);
                let kind = if object { RunKind::Object(self.objects) } else { RunKind::Break };
                self.objects += usize::from(object);
                let first = if object { at + c.len_utf8() } else { at + cluster.len() };
                self.runs.push(Run { range: at..first, span: index, level: self.levels.at(at), kind });
                self.parts(&mut open, first, &cluster[first - at..], index, style);
            } else {
                self.parts(&mut open, at, cluster, index, style);
            }
        }
        self.close(&mut open, span.range.end, index, style);
    }

    /// Adds a cluster, or the parts it must be cut in because no font has it whole.
    fn parts(
        &mut self,
        open: &mut Option<(Look, usize)>,
        mut at: usize,
        mut cluster: &str,
        index: usize,
        style: &SpanStyle,
    ) {
        while !cluster.is_empty() {
            let mut length = cluster.len();
            let mut look = self.look(at, cluster, style);
            while look.is_none() && length > 0 {
                let shorter = fallback::cut(&cluster[..length]);
                if shorter == length {
                    break;
                }
                length = shorter;
                look = self.look(at, &cluster[..length], style);
            }
            let look = look.unwrap_or_else(|| self.missing(at, &cluster[..length], style));
            if open.as_ref().is_none_or(|(last, _)| *last != look) {
                self.close(open, at, index, style);
                *open = Some((look, at));
            }
            at += length;
            cluster = &cluster[length..];
        }
    }

    fn look(&mut self, at: usize, cluster: &str, style: &SpanStyle) -> Option<Look> {
        let c = cluster.chars().next()?;
        let level = self.levels.at(at);
        let own = own_script(c);
        let script = own.or(self.script).unwrap_or(Script::Common);
        let how = style.change();
        // Blanks, stops and digits within right-to-left words come from the font of those words, but not figures that are
        // to show another weight or family.
        let is_alike = |chain: &Arc<[FontId]>| !c.is_numeric() || *chain == style.chain;
        let preferred = self.rtl.as_ref().filter(|(_, chain)| own.is_none() && level > 0 && is_alike(chain));
        let preferred = preferred.map(|(font, _)| *font);
        let store = self.shaper.fonts();
        let shown = if chars::is_newline(c) || c == '\t' { " " } else { cluster };
        let font = fallback::choose(store, &style.chain, preferred, shown, (how, style.options.casing))?;
        if own.is_some() {
            self.script = own;
            self.rtl = (level % 2 == 1).then(|| (font, Arc::clone(&style.chain)));
        }
        Some(Look { font, level, script, missing: false })
    }

    fn missing(&mut self, at: usize, cluster: &str, style: &SpanStyle) -> Look {
        let store = self.shaper.fonts();
        let boxed = super::context::BOX.to_string();
        let font = fallback::choose(store, &style.chain, None, &boxed, (Change::None, Casing::Common));
        for c in cluster.chars().filter(|&c| !chars::is_ignorable(c)) {
            let problem = Problem::MissingGlyph(c);
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        let font = font.unwrap_or(style.chain[0]);
        let script = Script::Common;
        Look { font, level: self.levels.at(at), script, missing: true }
    }

    fn close(&mut self, open: &mut Option<(Look, usize)>, end: usize, index: usize, style: &SpanStyle) {
        let Some((look, start)) = open.take() else { return };
        let mut options = Options { missing: look.missing, change: style.change(), ..style.options };
        style.small_caps(self.shaper.face(look.font), &mut options);
        let cursive = is_cursive(look.script);
        options.spaced &= !cursive;
        let key = Key {
            font: look.font,
            script: look.script.as_iso15924_tag(),
            lang: self.paragraph.spans[index].lang.clone(),
            rtl: look.level % 2 == 1,
            options,
        };
        let initial = (options.change == Change::Capital).then(|| self.shaper.context(key.clone()));
        let mut plain = key;
        if initial.is_some() {
            plain.options.change = Change::None;
        }
        let kind =
            RunKind::Text { font: look.font, size: style.size, context: self.shaper.context(plain), initial, cursive };
        self.runs.push(Run { range: start..end, span: index, level: look.level, kind });
    }
}

impl SpanStyle {
    fn change(&self) -> Change {
        match self.transform {
            TextTransform::None => Change::None,
            TextTransform::Uppercase => Change::Upper,
            TextTransform::Lowercase => Change::Lower,
            TextTransform::Capitalize => Change::Capital,
        }
    }

    /// Small capitals by the font's features. Where it has none the letters stay as they are: capitals made smaller are
    /// thinner than the letters around them.
    fn small_caps(&self, face: &Face, options: &mut Options) {
        if !face.has_feature(b"smcp") {
            return;
        }
        match self.caps {
            Caps::Normal => {}
            Caps::SmallCaps => options.small_caps = SmallCaps::Lower,
            Caps::AllSmallCaps if face.has_feature(b"c2sc") => options.small_caps = SmallCaps::All,
            Caps::AllSmallCaps => {
                options.small_caps = SmallCaps::Lower;
                options.change = Change::Lower;
            }
        }
    }
}

/// The script of a character that belongs to one.
fn own_script(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        script => Some(script),
    }
}

/// Scripts whose letters join within a word.
const fn is_cursive(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mongolian
            | Script::Mandaic
            | Script::Manichaean
            | Script::Adlam
            | Script::Hanifi_Rohingya
            | Script::Phags_Pa
            | Script::Psalter_Pahlavi
            | Script::Sogdian
    )
}

/// The grapheme clusters of a text (UAX 29) with their offsets.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ascii = text.is_ascii() && !text.contains('\r');
    let simple = ascii.then(|| (0..text.len()).map(|i| (i, &text[i..=i]))).into_iter().flatten();
    let full = (!ascii).then(|| {
        let mut ends = GraphemeClusterSegmenter::new().segment_str(text);
        let mut start = ends.next().unwrap_or(0);
        std::iter::from_fn(move || {
            let end = ends.next()?;
            let cluster = (start, &text[start..end]);
            start = end;
            Some(cluster)
        })
    });
    simple.chain(full.into_iter().flatten())
}
