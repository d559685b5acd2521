//! How a table that is too wide for its room is made to fit: less padding, smaller type, hyphens, in that order, and
//! never smaller than can be read.

use std::sync::Arc;

use crate::flow::{Child, Name};
use crate::style::{ComputedStyle, Hyphens, Length, Pt, Sides};
use crate::text::Paragraph;

use super::super::block::Collector;
use super::super::scene::Scene;
use super::Row;

/// Type is not made smaller than this for a table's sake.
const SMALLEST: Pt = Pt(6.0);

/// A column of text is read well where it has at least this width in em, and this share of all its longest cell holds.
const COMFORT: (f64, f64) = (4.0, 0.07);

/// Words longer than this in em may be broken, so that one address does not make a whole table small; they still get
/// [`BROKEN`].
const LONGEST_WORD: f64 = 9.0;
const BROKEN: f64 = 6.0;

/// Figures are kept whole only where that leaves the others this width in em.
const LEFT: f64 = 2.5;

/// What is tried, one after the other: the size of the type, the padding at the sides, hyphens.
const TRIES: [Fit; 9] = [
    Fit::new(1.0, 1.0, false),
    Fit::new(1.0, 0.7, false),
    Fit::new(0.93, 0.65, false),
    Fit::new(0.87, 0.6, false),
    Fit::new(0.87, 0.6, true),
    Fit::new(0.8, 0.5, true),
    Fit::new(0.75, 0.45, true),
    Fit::new(0.7, 0.4, true),
    Fit::new(0.7, 0.25, true),
];

/// What is tried where words would be broken else: in a style of large type that is still not small.
const LAST_TRIES: [Fit; 2] = [Fit::new(0.6, 0.3, true), Fit::new(0.5, 0.3, true)];

/// How much of that comfort is asked for in turn; where it is less than all, type and padding give way first up to
/// this one of [`TRIES`].
const COMFORTS: [f64; 4] = [1.0, 0.75, 0.5, 0.0];
const COMFORTLESS: usize = 3;

/// How a table's cells differ from what their style says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    /// Of the size of the type.
    pub size: f64,
    /// Of the padding at the sides.
    pub padding: f64,
    /// Words are hyphenated whatever the style says.
    pub hyphens: bool,
}

/// What a column asks for, at the style's own size.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Ask {
    /// Its longest word.
    pub word: Pt,
    /// The longest part of a word between hyphenation points.
    pub syllable: Pt,
    /// Its longest cell on one line.
    pub most: Pt,
    /// What it holds that must not be broken: its longest number, where the cells below the head hold only such; its
    /// longest word of joined letters.
    pub whole: Pt,
    pub padding: Pt,
    pub border: Pt,
    /// Size of its type.
    pub em: Pt,
}

impl Fit {
    pub const NATURAL: Self = TRIES[0];

    const fn new(size: f64, padding: f64, hyphens: bool) -> Self {
        Self { size, padding, hyphens }
    }

    /// The first try whose columns fit a width.
    pub fn choose(asks: &[Ask], width: Pt) -> Self {
        let em = asks.iter().map(|ask| ask.em).fold(Pt::ZERO, Pt::max);
        let least_size = (SMALLEST.0 / em.0.max(1.0)).min(1.0);
        let readable = |fit: &Self| Self { size: fit.size.max(least_size), ..*fit };
        let tries = || TRIES.iter().map(readable);
        let fits = |fit: &Self, comfort: f64| asks.iter().map(|ask| ask.width(*fit, comfort)).sum::<Pt>() <= width;
        let found = COMFORTS.iter().find_map(|&comfort| {
            let from = if comfort < 1.0 { COMFORTLESS } else { 0 };
            tries().skip(from).find(|fit| fits(fit, comfort))
        });
        let last = || LAST_TRIES.iter().map(readable).find(|fit| fits(fit, 0.0));
        found.or_else(last).or_else(|| tries().next_back()).unwrap_or(Self::NATURAL)
    }

    /// Whether a table of this width must be set in smaller type, or with words broken that a line by itself could hold.
    pub fn spoils(self, asks: &[Ask], width: Pt) -> bool {
        let whole = |ask: &Ask| ask.least(self).max((ask.word + ask.inset(self)).min(width));
        self.size < 1.0 || asks.iter().map(whole).sum::<Pt>() > width
    }

    /// An element's style as it is in a table made to fit.
    fn style(self, style: &ComputedStyle, is_code: bool) -> ComputedStyle {
        let length = |length: Length| match length {
            Length::Abs(length) => Length::Abs(length * self.size),
            other => other,
        };
        let (margin, padding) = (style.margin, style.padding);
        ComputedStyle {
            font_size: style.font_size * self.size,
            line_height: style.line_height * self.size,
            letter_spacing: style.letter_spacing * self.size,
            word_spacing: style.word_spacing * self.size,
            text_indent: style.text_indent * self.size,
            hyphens: if self.hyphens && !is_code { Hyphens::Auto } else { style.hyphens },
            margin: Sides {
                top: length(margin.top),
                right: length(margin.right),
                bottom: length(margin.bottom),
                left: length(margin.left),
            },
            padding: Sides {
                top: padding.top * self.size,
                right: padding.right * self.padding,
                bottom: padding.bottom * self.size,
                left: padding.left * self.padding,
            },
            ..style.clone()
        }
    }
}

impl Ask {
    /// Takes in what another cell of the column asks for.
    pub fn widen(&mut self, other: &Self) {
        self.word = self.word.max(other.word);
        self.syllable = self.syllable.max(other.syllable);
        self.most = self.most.max(other.most);
        self.padding = self.padding.max(other.padding);
        self.border = self.border.max(other.border);
        self.em = self.em.max(other.em);
    }

    /// Its content stands in from the edge.
    pub fn stand_in(&mut self, shift: Pt) {
        for width in [&mut self.word, &mut self.syllable, &mut self.most] {
            *width += shift;
        }
    }

    /// What its content has to stand beside.
    fn inset(&self, fit: Fit) -> Pt {
        // Rounding must not break what has exactly the room it needs.
        self.padding * fit.padding + self.border + Pt(0.02)
    }

    /// The width below which words must be broken that should not be.
    pub fn least(&self, fit: Fit) -> Pt {
        let part = if fit.hyphens { self.syllable } else { self.word };
        let part = if part > self.em * LONGEST_WORD { self.em * BROKEN } else { part };
        part.max(self.whole) * fit.size + self.inset(fit)
    }

    /// The width in which it is read with so much comfort.
    fn width(&self, fit: Fit, comfort: f64) -> Pt {
        let text = self.most.min((self.em * COMFORT.0 + self.most * COMFORT.1).min(self.em * LONGEST_WORD));
        self.least(fit).max(text * (fit.size * comfort) + self.inset(fit))
    }

    /// The width with each cell on one line.
    pub fn most(&self, fit: Fit) -> Pt {
        self.most * fit.size + self.inset(fit)
    }
}

/// Shares a width that is too small for the words: what must not be broken is kept whole, then columns that need less than an
/// even share get what they need, and the others share the rest evenly.
pub(super) fn squeeze(asks: &[Ask], fit: Fit, width: Pt) -> Vec<Pt> {
    let needs = asks.iter().map(|ask| ask.least(fit));
    let kept = |ask: &Ask| if ask.whole > Pt::ZERO { ask.whole * fit.size + ask.inset(fit) } else { Pt::ZERO };
    let left = |ask: &Ask| kept(ask).max(ask.least(fit).min(ask.em * (fit.size * LEFT)));
    let whole = asks.iter().map(left).sum::<Pt>() <= width;
    let mut out = if whole { asks.iter().map(left).collect() } else { vec![Pt::ZERO; asks.len()] };
    let lacks: Vec<Pt> = needs.zip(&out).map(|(need, has)| need - *has).collect();
    let mut order: Vec<usize> = (0..asks.len()).collect();
    order.sort_by(|&a, &b| lacks[a].0.total_cmp(&lacks[b].0));
    let mut rest = width - out.iter().copied().sum::<Pt>();
    for (done, index) in order.into_iter().enumerate() {
        let more = lacks[index].min(rest / (asks.len() - done) as f64);
        out[index] += more;
        rest -= more;
    }
    out
}

/// Has a paragraph hyphenated, but for code in it.
pub(super) fn hyphenate(scene: &Scene<'_>, paragraph: &mut Paragraph) {
    Arc::make_mut(&mut paragraph.style).hyphens = Hyphens::Auto;
    for span in paragraph.spans.iter_mut().filter(|span| scene.element(span.node).name != Name::Code) {
        Arc::make_mut(&mut span.style).hyphens = Hyphens::Auto;
    }
}

impl Collector<'_> {
    /// Has the rows of a table set as they fit.
    pub(super) fn fit_rows(&self, rows: &[Row], fit: Fit) {
        let mut stack: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().copied()).collect();
        while let Some(index) = stack.pop() {
            let element = self.scene.element(index);
            self.scene.fit(index, fit.style(self.scene.style(index), element.name == Name::Code));
            stack.extend(element.children.iter().filter_map(|child| match child {
                Child::Element(inner) => Some(*inner),
                Child::Text(_) => None,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(word: f64, syllable: f64, most: f64) -> Ask {
        Ask {
            word: Pt(word),
            syllable: Pt(syllable),
            most: Pt(most),
            padding: Pt(10.0),
            em: Pt(10.0),
            ..Ask::default()
        }
    }

    #[test]
    fn padding_gives_way_before_type_and_type_before_words() {
        let columns = [ask(40.0, 20.0, 40.0); 4];
        assert_eq!(Fit::choose(&columns, Pt(201.0)), Fit::NATURAL);
        assert_eq!(Fit::choose(&columns, Pt(190.0)), TRIES[1]);
        assert_eq!(Fit::choose(&columns, Pt(170.0)), TRIES[3]);
        assert!(Fit::choose(&columns, Pt(120.0)).hyphens);
    }

    #[test]
    fn type_never_gets_too_small_to_read() {
        let columns = [Ask { em: Pt(7.0), ..ask(40.0, 40.0, 40.0) }; 9];
        assert!((Fit::choose(&columns, Pt(60.0)).size * 7.0 - 6.0).abs() < 1e-9);
        let small = [Ask { em: Pt(5.0), ..ask(40.0, 40.0, 40.0) }; 9];
        assert!((Fit::choose(&small, Pt(60.0)).size - 1.0).abs() < 1e-9);
    }

    #[test]
    fn one_endless_word_does_not_make_a_table_small() {
        assert_eq!(Fit::choose(&[ask(900.0, 900.0, 900.0), ask(30.0, 30.0, 30.0)], Pt(200.0)), Fit::NATURAL);
    }

    #[test]
    fn figures_are_kept_whole_where_words_must_be_broken() {
        let figures = Ask { whole: Pt(30.0), ..ask(60.0, 60.0, 60.0) };
        let fit = Fit { size: 1.0, padding: 0.0, hyphens: true };
        let widths = squeeze(&[figures, ask(60.0, 60.0, 60.0), ask(5.0, 5.0, 5.0)], fit, Pt(80.0));
        assert!(widths[0] >= Pt(30.0) && widths[2] >= Pt(5.0), "{widths:?}");
        assert!((widths.iter().copied().sum::<Pt>().0 - 80.0).abs() < 1e-9);
    }
}
