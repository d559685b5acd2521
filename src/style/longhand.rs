//! The properties that the cascade decides one by one.

use super::computed::{ComputedStyle, Rgb, Sides};

/// A style while it is being computed.
#[derive(Debug, Clone)]
pub struct Working {
    /// The values so far.
    pub style: ComputedStyle,
    /// A `line-height` without unit: children inherit the factor, not the distance.
    pub line_factor: Option<f64>,
    /// Colours of borders; none is the element's own colour.
    pub border_color: Sides<Option<Rgb>>,
}

macro_rules! longhands {
    ($($variant:ident $name:literal $inherited:ident [$($($field:ident).+),+];)*) => {
        /// A property that takes one value. Applied in this order: sizes first, since others are relative to them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Longhand { $($variant,)* }

        impl Longhand {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The CSS name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether a child takes its parent's value where none is given.
            pub const fn inherited(self) -> bool {
                match self { $(Self::$variant => longhands!(@$inherited),)* }
            }

            /// Copies the property's value.
            pub fn copy(self, from: &Working, to: &mut Working) {
                match self { $(Self::$variant => { $(to.$($field).+.clone_from(&from.$($field).+);)+ })* }
            }
        }
    };
    (@inherited) => { true };
    (@own) => { false };
}

longhands! {
    FontSize "font-size" inherited [style.font_size];
    LineHeight "line-height" inherited [style.line_height, line_factor];
    FontFamily "font-family" inherited [style.font_family];
    FontWeight "font-weight" inherited [style.font_weight];
    FontStyle "font-style" inherited [style.font_style];
    Caps "font-variant-caps" inherited [style.caps];
    Numeric "font-variant-numeric" inherited [style.figures, style.figure_spacing];
    Color "color" inherited [style.color];
    LetterSpacing "letter-spacing" inherited [style.letter_spacing];
    WordSpacing "word-spacing" inherited [style.word_spacing];
    TextAlign "text-align" inherited [style.text_align];
    TextAlignLast "text-align-last" inherited [style.text_align_last];
    TextIndent "text-indent" inherited [style.text_indent];
    TextTransform "text-transform" inherited [style.text_transform];
    WhiteSpace "white-space" inherited [style.white_space];
    TextWrap "text-wrap" inherited [style.balanced];
    Hyphens "hyphens" inherited [style.hyphens];
    Orphans "orphans" inherited [style.orphans];
    Widows "widows" inherited [style.widows];
    ListStyleType "list-style-type" inherited [style.list_style];
    BorderCollapse "border-collapse" inherited [style.border_collapse];
    HangingPunctuation "hanging-punctuation" inherited [style.protrusion];
    Expansion "-weekbook-expansion" inherited [style.expansion];
    Tracking "-weekbook-tracking" inherited [style.tracking];
    Display "display" own [style.display];
    MarginTop "margin-top" own [style.margin.top];
    MarginRight "margin-right" own [style.margin.right];
    MarginBottom "margin-bottom" own [style.margin.bottom];
    MarginLeft "margin-left" own [style.margin.left];
    PaddingTop "padding-top" own [style.padding.top];
    PaddingRight "padding-right" own [style.padding.right];
    PaddingBottom "padding-bottom" own [style.padding.bottom];
    PaddingLeft "padding-left" own [style.padding.left];
    BorderTopWidth "border-top-width" own [style.border.top.width];
    BorderRightWidth "border-right-width" own [style.border.right.width];
    BorderBottomWidth "border-bottom-width" own [style.border.bottom.width];
    BorderLeftWidth "border-left-width" own [style.border.left.width];
    BorderTopStyle "border-top-style" own [style.border.top.style];
    BorderRightStyle "border-right-style" own [style.border.right.style];
    BorderBottomStyle "border-bottom-style" own [style.border.bottom.style];
    BorderLeftStyle "border-left-style" own [style.border.left.style];
    BorderTopColor "border-top-color" own [border_color.top];
    BorderRightColor "border-right-color" own [border_color.right];
    BorderBottomColor "border-bottom-color" own [border_color.bottom];
    BorderLeftColor "border-left-color" own [border_color.left];
    BackgroundColor "background-color" own [style.background];
    Width "width" own [style.width];
    MaxWidth "max-width" own [style.max_width];
    Height "height" own [style.height];
    MaxHeight "max-height" own [style.max_height];
    VerticalAlign "vertical-align" own [style.vertical_align];
    TextDecorationLine "text-decoration-line" own [style.underline, style.line_through];
    BreakBefore "break-before" own [style.break_before];
    BreakAfter "break-after" own [style.break_after];
    BreakInside "break-inside" own [style.break_inside];
    ColumnCount "column-count" own [style.column_count];
    ColumnWidth "column-width" own [style.column_width];
    ColumnGap "column-gap" own [style.column_gap];
    ColumnSpan "column-span" own [style.column_span];
    Float "float" own [style.float];
    StringSet "string-set" own [style.string_set];
    Page "page" own [style.page];
    WideTable "-weekbook-wide-table" own [style.wide_table];
}

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

impl Side {
    /// Picks the property of this side.
    pub const fn of(self, sides: [Longhand; 4]) -> Longhand {
        sides[self as usize]
    }
}

/// `margin-*`, in CSS order.
pub const MARGIN: [Longhand; 4] =
    [Longhand::MarginTop, Longhand::MarginRight, Longhand::MarginBottom, Longhand::MarginLeft];
/// `padding-*`.
pub const PADDING: [Longhand; 4] =
    [Longhand::PaddingTop, Longhand::PaddingRight, Longhand::PaddingBottom, Longhand::PaddingLeft];
/// `border-*-width`.
pub const BORDER_WIDTH: [Longhand; 4] =
    [Longhand::BorderTopWidth, Longhand::BorderRightWidth, Longhand::BorderBottomWidth, Longhand::BorderLeftWidth];
/// `border-*-style`.
pub const BORDER_STYLE: [Longhand; 4] =
    [Longhand::BorderTopStyle, Longhand::BorderRightStyle, Longhand::BorderBottomStyle, Longhand::BorderLeftStyle];
/// `border-*-color`.
pub const BORDER_COLOR: [Longhand; 4] =
    [Longhand::BorderTopColor, Longhand::BorderRightColor, Longhand::BorderBottomColor, Longhand::BorderLeftColor];
