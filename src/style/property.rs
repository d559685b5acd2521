//! Declarations as typed values: what each property takes.

use std::sync::Arc;

use cssparser::{Parser, Token};

use super::computed::{
    BorderCollapse, BorderStyle, Break, BreakInside, Caps, ColumnSpan, Display, FigureSpacing, Figures, Float,
    FontStyle, Hyphens, Length, ListStyle, Pt, TextAlign, TextTransform, VerticalAlign, WhiteSpace, WideTable,
};
use super::longhand::{Longhand, Working};
use super::value::{
    Color, Extent, Len, Parsed, color, exact, expected, extent, families, keyword, length, length_positive, string_set,
};

/// What a value is relative to.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Whether the element is written from right to left.
    pub rtl: bool,
    /// Font size of the element (of its parent while the font size itself is set).
    pub em: f64,
    /// Font size of the root.
    pub rem: f64,
    /// The parent's values.
    pub parent: &'a Working,
}

/// Puts a value where it belongs.
pub type Setter = Arc<dyn Fn(&mut Working, &Context<'_>) + Send + Sync>;

/// A value as the cascade sees it.
#[derive(Clone)]
pub enum Specified {
    /// The parent's.
    Inherit,
    /// CSS's own.
    Initial,
    /// As if nothing had been said.
    Unset,
    /// This one.
    Set(Setter),
}

fn set(setter: impl Fn(&mut Working, &Context<'_>) + Send + Sync + 'static) -> Parsed<Specified> {
    Ok(Specified::Set(Arc::new(setter)))
}

/// The medium size that `font-size` keywords are relative to, in points.
const MEDIUM: f64 = 12.0;

/// Reads the value of one property.
pub fn parse(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    use Longhand as L;
    match longhand {
        L::FontSize | L::LineHeight | L::FontFamily | L::FontWeight | L::FontStyle | L::Caps | L::Numeric => {
            font(longhand, input)
        }
        L::Color => match color(input)? {
            Color::Fixed(value) => set(move |w, _| w.style.color = value),
            Color::Current => Ok(Specified::Inherit),
            Color::Transparent => expected("a colour that can be seen"),
        },
        L::LetterSpacing | L::WordSpacing | L::TextIndent => spacing(longhand, input),
        L::TextAlign
        | L::TextAlignLast
        | L::TextTransform
        | L::WhiteSpace
        | L::TextWrap
        | L::Hyphens
        | L::ListStyleType => text(longhand, input),
        L::Orphans | L::Widows => {
            let count = match input.expect_integer() {
                Ok(count @ 1..=99) => count as u8,
                _ => return expected("a whole number from 1 to 99"),
            };
            match longhand {
                L::Orphans => set(move |w, _| w.style.orphans = count),
                _ => set(move |w, _| w.style.widows = count),
            }
        }
        L::HangingPunctuation | L::Expansion | L::Tracking => optical(longhand, input),
        L::WideTable => {
            let value = keyword(input, &[("shrink", WideTable::Shrink), ("stack", WideTable::Stack)])?;
            set(move |w, _| w.style.wide_table = value)
        }
        L::BorderCollapse => {
            let value =
                keyword(input, &[("collapse", BorderCollapse::Collapse), ("separate", BorderCollapse::Separate)])?;
            set(move |w, _| w.style.border_collapse = value)
        }
        L::MarginTop | L::MarginRight | L::MarginBottom | L::MarginLeft => {
            let value = extent(input, &["auto"], true)?;
            set(move |w, c| {
                let m = &mut w.style.margin;
                *[&mut m.top, &mut m.right, &mut m.bottom, &mut m.left][longhand as usize - L::MarginTop as usize] =
                    value.compute(c.em, c.rem);
            })
        }
        L::PaddingTop | L::PaddingRight | L::PaddingBottom | L::PaddingLeft => {
            let value = length_positive(input)?;
            set(move |w, c| {
                let p = &mut w.style.padding;
                *[&mut p.top, &mut p.right, &mut p.bottom, &mut p.left][longhand as usize - L::PaddingTop as usize] =
                    Pt(value.points(c.em, c.rem));
            })
        }
        L::BackgroundColor => match color(input)? {
            Color::Fixed(value) => set(move |w, _| w.style.background = Some(value)),
            Color::Current => set(|w, _| w.style.background = Some(w.style.color)),
            Color::Transparent => set(|w, _| w.style.background = None),
        },
        L::Width | L::MaxWidth | L::Height | L::MaxHeight => size(longhand, input),
        L::BreakBefore | L::BreakAfter | L::BreakInside => breaks(longhand, input),
        L::ColumnCount | L::ColumnWidth | L::ColumnGap | L::ColumnSpan => columns(longhand, input),
        L::Display | L::VerticalAlign | L::TextDecorationLine | L::Float => rendering(longhand, input),
        L::StringSet => {
            let value = string_set(input)?;
            set(move |w, _| w.style.string_set.clone_from(&value))
        }
        L::Page => {
            let name = match input.expect_ident_cloned() {
                Ok(name) if name.eq_ignore_ascii_case("auto") => None,
                Ok(name) => Some(name.to_string()),
                Err(_) => return expected("the name of a page"),
            };
            set(move |w, _| w.style.page.clone_from(&name))
        }
        _ => border(longhand, input),
    }
}

fn font(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    match longhand {
        Longhand::FontSize => font_size(input),
        Longhand::LineHeight => line_height(input),
        Longhand::FontFamily => {
            let names: Arc<[String]> = families(input)?.into();
            set(move |w, _| w.style.font_family = Arc::clone(&names))
        }
        Longhand::FontWeight => font_weight(input),
        Longhand::FontStyle => {
            let table = [("normal", FontStyle::Normal), ("italic", FontStyle::Italic), ("oblique", FontStyle::Italic)];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.font_style = value)
        }
        Longhand::Caps => {
            let table =
                [("normal", Caps::Normal), ("small-caps", Caps::SmallCaps), ("all-small-caps", Caps::AllSmallCaps)];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.caps = value)
        }
        _ => {
            let (mut figures, mut spacing) = (Figures::Normal, FigureSpacing::Normal);
            loop {
                match keyword(
                    input,
                    &[
                        ("normal", 0),
                        ("lining-nums", 1),
                        ("oldstyle-nums", 2),
                        ("proportional-nums", 3),
                        ("tabular-nums", 4),
                    ],
                )? {
                    1 => figures = Figures::Lining,
                    2 => figures = Figures::OldStyle,
                    3 => spacing = FigureSpacing::Proportional,
                    4 => spacing = FigureSpacing::Tabular,
                    _ => {}
                }
                if input.is_exhausted() {
                    break;
                }
            }
            set(move |w, _| (w.style.figures, w.style.figure_spacing) = (figures, spacing))
        }
    }
}

fn font_size(input: &mut Parser<'_>) -> Parsed<Specified> {
    let table = [
        ("xx-small", 0.5625),
        ("x-small", 0.625),
        ("small", 0.8125),
        ("medium", 1.0),
        ("large", 1.125),
        ("x-large", 1.5),
        ("xx-large", 2.0),
    ];
    let value = if let Ok(scale) = input.try_parse(|i| keyword(i, &table)) {
        Extent::Len(Len::Pt(MEDIUM * scale))
    } else if let Ok(scale) = input.try_parse(|i| keyword(i, &[("smaller", 1.0 / 1.2), ("larger", 1.2)])) {
        Extent::Percent(scale)
    } else {
        extent(input, &[], false)?
    };
    set(move |w, c| {
        let size = match value {
            Extent::Len(len) => len.points(c.em, c.rem),
            Extent::Percent(share) => share * c.em,
            Extent::Auto => c.em,
        };
        w.style.font_size = Pt(size.clamp(SMALLEST, LARGEST));
    })
}

/// Sizes of text, in points: neither one that cannot be seen nor one that no page holds.
pub const SMALLEST: f64 = 1.0;
/// See [`SMALLEST`].
pub const LARGEST: f64 = 500.0;

/// The largest leading, in points: a line that is higher than any page is of no use.
const MOST_LEADING: f64 = 5_000.0;

fn line_height(input: &mut Parser<'_>) -> Parsed<Specified> {
    if let Ok(factor) = input.try_parse(Parser::expect_number) {
        if factor < 0.0 {
            return expected("a number that is not negative");
        }
        let factor = exact(factor).min(100.0);
        return set(move |w, _| w.line_factor = Some(factor));
    }
    match extent(input, &["normal"], false)? {
        Extent::Auto => set(|w, _| w.line_factor = Some(super::cascade::NORMAL_LEADING)),
        Extent::Percent(share) => {
            set(move |w, c| (w.style.line_height, w.line_factor) = (Pt((share * c.em).min(MOST_LEADING)), None))
        }
        Extent::Len(len) => set(move |w, c| {
            (w.style.line_height, w.line_factor) = (Pt(len.points(c.em, c.rem).min(MOST_LEADING)), None);
        }),
    }
}

fn font_weight(input: &mut Parser<'_>) -> Parsed<Specified> {
    if let Ok(number) = input.try_parse(Parser::expect_integer) {
        if !(1..=1000).contains(&number) {
            return expected("a weight from 100 to 900");
        }
        let weight = (number as u16).clamp(100, 900);
        return set(move |w, _| w.style.font_weight = weight);
    }
    // CSS Fonts 4, section 2.2.1.
    match keyword(input, &[("normal", 0), ("bold", 1), ("bolder", 2), ("lighter", 3)])? {
        0 => set(|w, _| w.style.font_weight = 400),
        1 => set(|w, _| w.style.font_weight = 700),
        2 => set(|w, c| {
            w.style.font_weight = match c.parent.style.font_weight {
                0..350 => 400,
                350..550 => 700,
                _ => 900,
            }
        }),
        _ => set(|w, c| {
            w.style.font_weight = match c.parent.style.font_weight {
                0..550 => 100,
                550..750 => 400,
                _ => 700,
            }
        }),
    }
}

fn spacing(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    let value = if longhand != Longhand::TextIndent && input.try_parse(|i| keyword(i, &[("normal", ())])).is_ok() {
        Len::Pt(0.0)
    } else {
        length(input)?
    };
    set(move |w, c| {
        let points = Pt(value.points(c.em, c.rem));
        match longhand {
            Longhand::LetterSpacing => w.style.letter_spacing = points,
            Longhand::WordSpacing => w.style.word_spacing = points,
            _ => w.style.text_indent = points,
        }
    })
}

const ALIGN: &[(&str, TextAlign)] = &[
    ("start", TextAlign::Start),
    ("end", TextAlign::End),
    ("left", TextAlign::Left),
    ("right", TextAlign::Right),
    ("center", TextAlign::Center),
    ("justify", TextAlign::Justify),
];

fn text(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    match longhand {
        Longhand::TextAlign => {
            let value = keyword(input, ALIGN)?;
            set(move |w, _| w.style.text_align = value)
        }
        Longhand::TextAlignLast => {
            let value = match input.try_parse(|i| keyword(i, &[("auto", ())])) {
                Ok(()) => None,
                Err(_) => Some(keyword(input, ALIGN)?),
            };
            set(move |w, _| w.style.text_align_last = value)
        }
        Longhand::TextTransform => {
            let table = [
                ("none", TextTransform::None),
                ("uppercase", TextTransform::Uppercase),
                ("lowercase", TextTransform::Lowercase),
                ("capitalize", TextTransform::Capitalize),
            ];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.text_transform = value)
        }
        Longhand::WhiteSpace => {
            let table = [
                ("normal", WhiteSpace::Normal),
                ("nowrap", WhiteSpace::Nowrap),
                ("pre", WhiteSpace::Pre),
                ("pre-wrap", WhiteSpace::PreWrap),
            ];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.white_space = value)
        }
        Longhand::TextWrap => {
            let value = keyword(input, &[("wrap", false), ("balance", true)])?;
            set(move |w, _| w.style.balanced = value)
        }
        Longhand::Hyphens => {
            let table = [("manual", Hyphens::Manual), ("none", Hyphens::None), ("auto", Hyphens::Auto)];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.hyphens = value)
        }
        _ => {
            let value = keyword(input, LIST_STYLES)?;
            set(move |w, _| w.style.list_style = value)
        }
    }
}

/// `list-style-type`.
pub const LIST_STYLES: &[(&str, ListStyle)] = &[
    ("disc", ListStyle::Disc),
    ("circle", ListStyle::Circle),
    ("square", ListStyle::Square),
    ("decimal", ListStyle::Decimal),
    ("lower-alpha", ListStyle::LowerAlpha),
    ("lower-latin", ListStyle::LowerAlpha),
    ("upper-alpha", ListStyle::UpperAlpha),
    ("upper-latin", ListStyle::UpperAlpha),
    ("lower-roman", ListStyle::LowerRoman),
    ("upper-roman", ListStyle::UpperRoman),
    ("arabic-indic", ListStyle::ArabicIndic),
    ("none", ListStyle::None),
];

fn optical(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    if longhand == Longhand::HangingPunctuation {
        let mut hang = false;
        loop {
            let table = [("none", false), ("first", true), ("last", true), ("allow-end", true), ("force-end", true)];
            hang |= keyword(input, &table)?;
            if input.is_exhausted() {
                return set(move |w, _| w.style.protrusion = hang);
            }
        }
    }
    let share = match input.next() {
        Ok(Token::Number { value, .. }) => exact(*value),
        Ok(Token::Percentage { unit_value, .. }) => exact(*unit_value),
        _ => -1.0,
    };
    if !(0.0..=0.05).contains(&share) {
        return expected("a share from 0 to 5%");
    }
    if longhand == Longhand::Tracking {
        return set(move |w, _| w.style.tracking = share);
    }
    set(move |w, _| w.style.expansion = share)
}

fn size(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    let open = if matches!(longhand, Longhand::Width | Longhand::Height) { "auto" } else { "none" };
    let value = extent(input, &[open], false)?;
    set(move |w, c| {
        let length: Length = value.compute(c.em, c.rem);
        match longhand {
            Longhand::Width => w.style.width = length,
            Longhand::MaxWidth => w.style.max_width = length,
            Longhand::Height => w.style.height = length,
            _ => w.style.max_height = length,
        }
    })
}

fn breaks(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    if longhand == Longhand::BreakInside {
        let table = [
            ("auto", BreakInside::Auto),
            ("avoid", BreakInside::Avoid),
            ("avoid-page", BreakInside::Avoid),
            ("avoid-column", BreakInside::Avoid),
        ];
        let value = keyword(input, &table)?;
        return set(move |w, _| w.style.break_inside = value);
    }
    let table = [
        ("auto", Break::Auto),
        ("avoid", Break::Avoid),
        ("avoid-page", Break::Avoid),
        ("avoid-column", Break::Avoid),
        ("column", Break::Column),
        ("page", Break::Page),
        ("always", Break::Page),
        ("left", Break::Left),
        ("right", Break::Right),
        ("recto", Break::Recto),
        ("verso", Break::Verso),
    ];
    let value = keyword(input, &table)?;
    match longhand {
        Longhand::BreakBefore => set(move |w, _| w.style.break_before = value),
        _ => set(move |w, _| w.style.break_after = value),
    }
}

/// More columns than any page has room for.
const MOST_COLUMNS: i32 = 20;

fn columns(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    let auto = |input: &mut Parser<'_>, word| input.try_parse(|i| keyword(i, &[(word, ())])).is_ok();
    match longhand {
        Longhand::ColumnCount => {
            if auto(input, "auto") {
                return set(|w, _| w.style.column_count = None);
            }
            match input.expect_integer() {
                Ok(count @ 1..=MOST_COLUMNS) => set(move |w, _| w.style.column_count = u8::try_from(count).ok()),
                Ok(_) => expected(format!("a number of columns from 1 to {MOST_COLUMNS}")),
                Err(_) => expected("a whole number or `auto`"),
            }
        }
        Longhand::ColumnWidth => {
            if auto(input, "auto") {
                return set(|w, _| w.style.column_width = None);
            }
            let Ok(width) = input.try_parse(length_positive) else { return expected("a length or `auto`") };
            set(move |w, c| w.style.column_width = Some(Pt(width.points(c.em, c.rem))))
        }
        Longhand::ColumnGap => {
            if auto(input, "normal") {
                return set(|w, c| w.style.column_gap = Pt(c.em));
            }
            let Ok(gap) = input.try_parse(length_positive) else { return expected("a length or `normal`") };
            set(move |w, c| w.style.column_gap = Pt(gap.points(c.em, c.rem)))
        }
        _ => {
            let value = keyword(input, &[("none", ColumnSpan::None), ("all", ColumnSpan::All)])?;
            set(move |w, _| w.style.column_span = value)
        }
    }
}

fn rendering(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    match longhand {
        Longhand::Display => {
            let table = [
                ("inline", Display::Inline),
                ("block", Display::Block),
                ("flow-root", Display::Block),
                ("inline-block", Display::InlineBlock),
                ("list-item", Display::ListItem),
                ("table", Display::Table),
                ("table-header-group", Display::TableHeader),
                ("table-row-group", Display::TableBody),
                ("table-row", Display::TableRow),
                ("table-cell", Display::TableCell),
                ("none", Display::None),
            ];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.display = value)
        }
        Longhand::VerticalAlign => {
            let table = [
                ("baseline", VerticalAlign::Baseline),
                ("sub", VerticalAlign::Sub),
                ("super", VerticalAlign::Super),
                ("top", VerticalAlign::Top),
                ("middle", VerticalAlign::Middle),
                ("bottom", VerticalAlign::Bottom),
            ];
            let value = keyword(input, &table)?;
            set(move |w, _| w.style.vertical_align = value)
        }
        Longhand::Float => match keyword(input, &[("none", true), ("top", false), ("bottom", false)])? {
            true => set(|w, _| w.style.float = Float::None),
            false => expected("`none`: figures that do not fit move to the next page by themselves"),
        },
        _ => {
            let (mut underline, mut through) = (false, false);
            loop {
                match keyword(input, &[("none", 0), ("underline", 1), ("line-through", 2)])? {
                    1 => underline = true,
                    2 => through = true,
                    _ => {}
                }
                if input.is_exhausted() {
                    return set(move |w, _| (w.style.underline, w.style.line_through) = (underline, through));
                }
            }
        }
    }
}

/// A border's width.
pub fn border_width(input: &mut Parser<'_>) -> Parsed<Len> {
    let table = [("thin", 0.75), ("medium", 2.25), ("thick", 3.75)];
    match input.try_parse(|i| keyword(i, &table)) {
        Ok(points) => Ok(Len::Pt(points)),
        Err(_) => length_positive(input),
    }
}

/// A border's style.
pub fn border_style(input: &mut Parser<'_>) -> Parsed<BorderStyle> {
    let table = [
        ("none", BorderStyle::None),
        ("hidden", BorderStyle::None),
        ("solid", BorderStyle::Solid),
        ("dashed", BorderStyle::Dashed),
        ("dotted", BorderStyle::Dotted),
        ("double", BorderStyle::Double),
    ];
    keyword(input, &table)
}

fn border(longhand: Longhand, input: &mut Parser<'_>) -> Parsed<Specified> {
    let first = Longhand::BorderTopWidth as usize;
    let (side, part) = ((longhand as usize - first) % 4, (longhand as usize - first) / 4);
    match part {
        0 => {
            let value = border_width(input)?;
            set(move |w, c| {
                let b = &mut w.style.border;
                [&mut b.top, &mut b.right, &mut b.bottom, &mut b.left][side].width = Pt(value.points(c.em, c.rem));
            })
        }
        1 => {
            let value = border_style(input)?;
            set(move |w, _| {
                let b = &mut w.style.border;
                [&mut b.top, &mut b.right, &mut b.bottom, &mut b.left][side].style = value;
            })
        }
        _ => {
            let value = match color(input)? {
                Color::Fixed(value) => Some(value),
                Color::Current => None,
                Color::Transparent => return expected("a colour that can be seen"),
            };
            set(move |w, _| {
                let b = &mut w.border_color;
                *[&mut b.top, &mut b.right, &mut b.bottom, &mut b.left][side] = value;
            })
        }
    }
}
