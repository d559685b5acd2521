//! Computed values: what the cascade leaves, absolute, in points.

use std::sync::Arc;

/// A length in PostScript points (1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Pt(pub f64);

macro_rules! ops {
    ($($trait:ident $method:ident $op:tt;)*) => {$(
        impl std::ops::$trait for Pt { type Output = Self; fn $method(self, other: Self) -> Self { Self(self.0 $op other.0) } }
    )*};
}
ops! { Add add +; Sub sub -; }
impl std::ops::Mul<f64> for Pt {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}
impl std::ops::Div<f64> for Pt {
    type Output = Self;
    fn div(self, divisor: f64) -> Self {
        Self(self.0 / divisor)
    }
}
impl std::ops::Neg for Pt {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl std::ops::AddAssign for Pt {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl std::ops::SubAssign for Pt {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl std::iter::Sum for Pt {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0.0), |a, b| a + b)
    }
}
impl Pt {
    /// No length.
    pub const ZERO: Self = Self(0.0);
    /// The larger of two.
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
    /// The smaller of two.
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
}

/// A length or a share of the containing block's width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// Points.
    Abs(Pt),
    /// 1.0 is the whole width.
    Percent(f64),
    /// As the content or the rest wants it.
    Auto,
}

impl Length {
    /// The length where a share is of `whole`; `None` for `auto`.
    pub fn of(self, whole: Pt) -> Option<Pt> {
        match self {
            Self::Abs(length) => Some(length),
            Self::Percent(share) => Some(whole * share),
            Self::Auto => None,
        }
    }
}

/// A colour, 8 bits a channel, sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct Rgb {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// Something for each side; CSS order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[allow(missing_docs)]
pub struct Sides<T> {
    pub top: T,
    pub right: T,
    pub bottom: T,
    pub left: T,
}

/// A border of one side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// Zero where there is none.
    pub width: Pt,
    /// Solid, dashed, dotted, double.
    pub style: BorderStyle,
    /// Its colour.
    pub color: Rgb,
}

macro_rules! keywords {
    ($($(#[$meta:meta])* $name:ident: $first:ident $(, $rest:ident)*;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
        #[allow(missing_docs)]
        pub enum $name { #[default] $first $(, $rest)* }
    )*};
}

keywords! {
    /// `border-style`.
    BorderStyle: None, Solid, Dashed, Dotted, Double;
    /// `display`.
    Display: Inline, Block, InlineBlock, ListItem, Table, TableHeader, TableBody, TableRow, TableCell, None;
    /// `font-style`.
    FontStyle: Normal, Italic;
    /// `font-variant-caps`.
    Caps: Normal, SmallCaps, AllSmallCaps;
    /// Figures of `font-variant-numeric`.
    Figures: Normal, Lining, OldStyle;
    /// Spacing of `font-variant-numeric`.
    FigureSpacing: Normal, Proportional, Tabular;
    /// `text-align`.
    TextAlign: Start, End, Left, Right, Center, Justify;
    /// `text-transform`.
    TextTransform: None, Uppercase, Lowercase, Capitalize;
    /// `vertical-align` of inlines.
    VerticalAlign: Baseline, Sub, Super, Top, Middle, Bottom;
    /// `white-space`.
    WhiteSpace: Normal, Nowrap, Pre, PreWrap;
    /// `hyphens`.
    Hyphens: Manual, None, Auto;
    /// `break-before`, `break-after`.
    Break: Auto, Avoid, Page, Left, Right, Recto, Verso, Column;
    /// `break-inside`.
    BreakInside: Auto, Avoid;
    /// `column-span`.
    ColumnSpan: None, All;
    /// `list-style-type`.
    ListStyle: Disc, Circle, Square, Decimal, LowerAlpha, UpperAlpha, LowerRoman, UpperRoman, ArabicIndic, None;
    /// `border-collapse`.
    BorderCollapse: Separate, Collapse;
    /// `-weekbook-wide-table`: a table whose words do not fit its columns is set in smaller type, or row by row.
    WideTable: Shrink, Stack;
    /// `float` for figures in print (`top`, `bottom` of CSS page floats).
    Float: None, Top, Bottom;
}

/// A part of `content`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ContentItem {
    /// Text as it is.
    Text(String),
    /// `counter(page)`: the page's label.
    Page,
    /// `counter(pages)`: the number of pages.
    Pages,
    /// `string(name)`; the keyword is `first`, `start`, `last` or `first-except`.
    Named(String, String),
    /// `content()`, in `string-set`: the element's text.
    Content,
}

/// Every value that the flow or the layout can ask of an element, computed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct ComputedStyle {
    // inherited
    pub font_family: Arc<[String]>,
    pub font_size: Pt,
    /// 100 to 900.
    pub font_weight: u16,
    pub font_style: FontStyle,
    pub caps: Caps,
    pub figures: Figures,
    pub figure_spacing: FigureSpacing,
    /// Distance of baselines.
    pub line_height: Pt,
    pub color: Rgb,
    /// Added to each character's advance.
    pub letter_spacing: Pt,
    pub word_spacing: Pt,
    pub text_align: TextAlign,
    /// `text-align-last`; `Start` where not said.
    pub text_align_last: Option<TextAlign>,
    pub text_indent: Pt,
    pub text_transform: TextTransform,
    pub white_space: WhiteSpace,
    /// `text-wrap: balance`: lines of about the same length, as many as there would be.
    pub balanced: bool,
    pub hyphens: Hyphens,
    pub orphans: u8,
    pub widows: u8,
    pub list_style: ListStyle,
    pub border_collapse: BorderCollapse,
    /// `hanging-punctuation`, `-weekbook-protrusion`: optical margins; inherited.
    pub protrusion: bool,
    /// `-weekbook-expansion`: the largest share by which a line's glyphs are widened or narrowed (0.02).
    pub expansion: f64,
    /// `-weekbook-tracking`: the most that a line's letters are parted or drawn together, in em (0.01).
    pub tracking: f64,
    // not inherited
    pub display: Display,
    pub margin: Sides<Length>,
    pub padding: Sides<Pt>,
    pub border: Sides<Border>,
    pub background: Option<Rgb>,
    pub width: Length,
    pub max_width: Length,
    pub height: Length,
    pub max_height: Length,
    pub vertical_align: VerticalAlign,
    pub underline: bool,
    pub line_through: bool,
    pub break_before: Break,
    pub break_after: Break,
    pub break_inside: BreakInside,
    /// `column-count`: the most columns, or how many where no width is given.
    pub column_count: Option<u8>,
    /// `column-width`: the least width of a column.
    pub column_width: Option<Pt>,
    /// `column-gap`.
    pub column_gap: Pt,
    pub column_span: ColumnSpan,
    pub float: Float,
    pub string_set: Vec<(String, Vec<ContentItem>)>,
    /// `page`: the named page the element wants.
    pub page: Option<String>,
    pub wide_table: WideTable,
    /// `::before` and `::after` are only for what both formats can show: text.
    pub before: Option<String>,
    pub after: Option<String>,
}

impl<T: Copy> Sides<T> {
    /// The same on every side.
    pub const fn all(value: T) -> Self {
        Self { top: value, right: value, bottom: value, left: value }
    }
}

impl ComputedStyle {
    /// Whether a section may begin below another, on its page.
    pub const fn runs_on(&self) -> bool {
        matches!(self.break_before, Break::Auto | Break::Avoid | Break::Column)
    }

    /// CSS's initial values: 12 pt serif, leading 1.2.
    pub fn initial() -> Self {
        let border = Border { width: Pt(2.25), style: BorderStyle::None, color: Rgb::default() };
        Self {
            font_family: Arc::from(["serif".to_owned()]),
            font_size: Pt(12.0),
            font_weight: 400,
            font_style: FontStyle::Normal,
            caps: Caps::Normal,
            figures: Figures::Normal,
            figure_spacing: FigureSpacing::Normal,
            line_height: Pt(14.4),
            color: Rgb::default(),
            letter_spacing: Pt::ZERO,
            word_spacing: Pt::ZERO,
            text_align: TextAlign::Start,
            text_align_last: None,
            text_indent: Pt::ZERO,
            text_transform: TextTransform::None,
            white_space: WhiteSpace::Normal,
            balanced: false,
            hyphens: Hyphens::Manual,
            orphans: 2,
            widows: 2,
            list_style: ListStyle::Disc,
            border_collapse: BorderCollapse::Separate,
            protrusion: false,
            expansion: 0.0,
            tracking: 0.0,
            display: Display::Inline,
            margin: Sides::all(Length::Abs(Pt::ZERO)),
            padding: Sides::all(Pt::ZERO),
            border: Sides::all(border),
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
            column_gap: Pt(12.0),
            column_span: ColumnSpan::None,
            float: Float::None,
            string_set: Vec::new(),
            page: None,
            wide_table: WideTable::Shrink,
            before: None,
            after: None,
        }
    }
}
