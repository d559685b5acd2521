//! Values: lengths, colours, keywords, content lists.

use cssparser::{ParseError, Parser, Token};

use super::computed::{ContentItem, Length, Pt, Rgb};

/// What was expected instead, for the message.
pub type Expected = String;
/// A value, or what was expected.
pub type Parsed<T> = Result<T, ParseError<Expected>>;

/// A refusal that says what was expected.
pub fn expected<T>(what: impl Into<String>) -> Parsed<T> {
    Err(ParseError::custom(what.into()))
}

/// A length as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Len {
    /// Points.
    Pt(f64),
    /// Of the element's font size.
    Em(f64),
    /// Of the root's font size.
    Rem(f64),
}

/// The longest length that is taken as it is, in points: 35 metres.
const LONGEST: f64 = 100_000.0;

impl Len {
    /// In points; none is longer than PDF's numbers and any page can hold.
    pub fn points(self, em: f64, rem: f64) -> f64 {
        let points = match self {
            Self::Pt(v) => v,
            Self::Em(v) => v * em,
            Self::Rem(v) => v * rem,
        };
        points.clamp(-LONGEST, LONGEST)
    }
}

/// A length, a share of something, or a keyword that leaves it open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// A length.
    Len(Len),
    /// 1.0 is the whole.
    Percent(f64),
    /// `auto`, `none`, `normal`.
    Auto,
}

impl Extent {
    /// With lengths in points.
    pub fn compute(self, em: f64, rem: f64) -> Length {
        match self {
            Self::Len(len) => Length::Abs(Pt(len.points(em, rem))),
            Self::Percent(share) => Length::Percent(share),
            Self::Auto => Length::Auto,
        }
    }
}

/// The number that was written: cssparser's is an `f32`, whose neighbour in `f64` is not `10.2`.
pub fn exact(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

/// Points of a unit; `None` for relative and unknown ones. CSS Values 4, section 6.2.
pub fn points_of(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "pt" => 1.0,
        "px" => 0.75,
        "pc" => 12.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "q" => 72.0 / 101.6,
        _ => return None,
    })
}

const LENGTH: &str = "a length (pt, px, mm, cm, in, em or rem)";

/// A length.
pub fn length(input: &mut Parser<'_>) -> Parsed<Len> {
    match input.next() {
        Ok(Token::Dimension { value, unit, .. }) => {
            let number = exact(*value);
            match unit.to_ascii_lowercase().as_str() {
                "em" => Ok(Len::Em(number)),
                "rem" => Ok(Len::Rem(number)),
                // The usual shape of a face, where its own is not at hand (CSS Values 4, section 6.1).
                "ex" | "ch" => Ok(Len::Em(number / 2.0)),
                unit => match points_of(unit) {
                    Some(points) => Ok(Len::Pt(number * points)),
                    None => expected(LENGTH),
                },
            }
        }
        Ok(Token::Number { value, .. }) if *value == 0.0 => Ok(Len::Pt(0.0)),
        Ok(Token::Number { .. }) => expected("a unit after the number, such as `pt`"),
        _ => expected(LENGTH),
    }
}

/// A length that is not negative.
pub fn length_positive(input: &mut Parser<'_>) -> Parsed<Len> {
    let len = length(input)?;
    match len {
        Len::Pt(v) | Len::Em(v) | Len::Rem(v) if v < 0.0 => expected("a length that is not negative"),
        _ => Ok(len),
    }
}

/// A length, a percentage, or one of the keywords that leave it open.
pub fn extent(input: &mut Parser<'_>, open: &[&str], negative: bool) -> Parsed<Extent> {
    let keyword = input.try_parse(|i| i.expect_ident().map(|word| open.iter().any(|k| word.eq_ignore_ascii_case(k))));
    match keyword {
        Ok(true) => return Ok(Extent::Auto),
        Ok(false) => return expected(format!("a length, a percentage or `{}`", open.join("`, `"))),
        Err(_) => {}
    }
    if let Ok(share) = input.try_parse(Parser::expect_percentage) {
        if share < 0.0 && !negative {
            return expected("a percentage that is not negative");
        }
        return Ok(Extent::Percent(exact(share * 100.0) / 100.0));
    }
    Ok(Extent::Len(if negative { length(input)? } else { length_positive(input)? }))
}

/// One of the keywords of a table.
pub fn keyword<T: Copy>(input: &mut Parser<'_>, table: &[(&str, T)]) -> Parsed<T> {
    let found = match input.next() {
        Ok(Token::Ident(word)) => table.iter().find(|(k, _)| word.eq_ignore_ascii_case(k)).map(|(_, v)| *v),
        _ => None,
    };
    match found {
        Some(value) => Ok(value),
        None => expected(format!("one of {}", table.iter().map(|(k, _)| *k).collect::<Vec<_>>().join(", "))),
    }
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// A fixed one.
    Fixed(Rgb),
    /// The element's `color`.
    Current,
    /// None.
    Transparent,
}

const COLOR: &str = "a colour: a name, `#rrggbb` or `rgb()`";

/// A colour. One that shines through is mixed with white paper.
pub fn color(input: &mut Parser<'_>) -> Parsed<Color> {
    let token = input.next().cloned();
    match token {
        Ok(Token::Hash(hex) | Token::IDHash(hex)) => match cssparser::color::parse_hash_color(hex.as_bytes()) {
            Ok((r, g, b, alpha)) => Ok(on_white([r, g, b], exact(alpha))),
            Err(()) => expected(COLOR),
        },
        Ok(Token::Ident(name)) => match name.to_ascii_lowercase().as_str() {
            "currentcolor" => Ok(Color::Current),
            "transparent" => Ok(Color::Transparent),
            name => match cssparser::color::parse_named_color(name) {
                Ok((r, g, b)) => Ok(Color::Fixed(Rgb { r, g, b })),
                Err(()) => expected(COLOR),
            },
        },
        Ok(Token::Function(name)) if name.eq_ignore_ascii_case("rgb") || name.eq_ignore_ascii_case("rgba") => {
            input.parse_nested_block(rgb)
        }
        _ => expected(COLOR),
    }
}

fn on_white(rgb: [u8; 3], alpha: f64) -> Color {
    if alpha <= 0.0 {
        return Color::Transparent;
    }
    let mix = |c: u8| {
        let value = f64::from(c) * alpha + 255.0 * (1.0 - alpha);
        (value + 0.5).clamp(0.0, 255.0) as u8
    };
    Color::Fixed(Rgb { r: mix(rgb[0]), g: mix(rgb[1]), b: mix(rgb[2]) })
}

/// Inside `rgb()`: three channels, blanks or commas between, and an alpha.
fn rgb(input: &mut Parser<'_>) -> Parsed<Color> {
    let mut channels = [0u8; 3];
    for (i, channel) in channels.iter_mut().enumerate() {
        if i > 0 {
            let _ = input.try_parse(Parser::expect_comma);
        }
        let value = match input.next() {
            Ok(Token::Number { value, .. }) => exact(*value),
            Ok(Token::Percentage { unit_value, .. }) => exact(*unit_value) * 255.0,
            _ => return expected("three numbers in `rgb()`"),
        };
        *channel = (value + 0.5).clamp(0.0, 255.0) as u8;
    }
    let mut alpha = 1.0;
    if !input.is_exhausted() {
        if input.try_parse(Parser::expect_comma).is_err() && input.expect_delim('/').is_err() {
            return expected("`/` before the opacity in `rgb()`");
        }
        alpha = match input.next() {
            Ok(Token::Number { value, .. }) => exact(*value),
            Ok(Token::Percentage { unit_value, .. }) => exact(*unit_value),
            _ => return expected("an opacity in `rgb()`"),
        };
    }
    Ok(on_white(channels, alpha.clamp(0.0, 1.0)))
}

/// Font families: names in quotes or a row of words, commas between.
pub fn families(input: &mut Parser<'_>) -> Parsed<Vec<String>> {
    input.parse_comma_separated(|input| {
        if let Ok(name) = input.try_parse(Parser::expect_string_cloned) {
            return Ok(name.to_string());
        }
        let mut words = Vec::new();
        while let Ok(word) = input.try_parse(Parser::expect_ident_cloned) {
            words.push(word.to_string());
        }
        if words.is_empty() { expected("the names of font families") } else { Ok(words.join(" ")) }
    })
}

/// The value of `content` in a margin box, and of `string-set` after the name. Empty for `none` and `normal`.
pub fn content(input: &mut Parser<'_>) -> Parsed<Vec<ContentItem>> {
    if input.try_parse(|i| keyword(i, &[("none", ()), ("normal", ())])).is_ok() {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    loop {
        let state = input.state();
        let Ok(token) = input.next().cloned() else { break };
        match token {
            Token::QuotedString(text) => items.push(ContentItem::Text(text.to_string())),
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                items.push(input.parse_nested_block(|i| content_function(&name, i))?);
            }
            Token::Comma => {
                input.reset(&state);
                break;
            }
            _ => return expected(CONTENT),
        }
    }
    if items.is_empty() { expected(CONTENT) } else { Ok(items) }
}

const CONTENT: &str = "text in quotes, `counter(page)`, `counter(pages)`, `string(name)` or `content()`";

fn content_function(name: &str, input: &mut Parser<'_>) -> Parsed<ContentItem> {
    match name {
        "counter" => keyword(input, &[("page", true), ("pages", false)])
            .map(|page| if page { ContentItem::Page } else { ContentItem::Pages }),
        "string" => {
            let Ok(name) = input.expect_ident_cloned() else { return expected("the name of a string") };
            let mut which = "first";
            if input.try_parse(Parser::expect_comma).is_ok() {
                which = keyword(input, &["first", "start", "last", "first-except"].map(|k| (k, k)))?;
            }
            Ok(ContentItem::Named(name.to_string(), which.to_owned()))
        }
        "content" => {
            let _ = input.try_parse(|i| keyword(i, &[("text", ())]));
            Ok(ContentItem::Content)
        }
        _ => expected(CONTENT),
    }
}

/// `name content, name content`, or `none`.
pub fn string_set(input: &mut Parser<'_>) -> Parsed<Vec<(String, Vec<ContentItem>)>> {
    if input.try_parse(|i| keyword(i, &[("none", ())])).is_ok() {
        return Ok(Vec::new());
    }
    input.parse_comma_separated(|input| match input.expect_ident_cloned() {
        Ok(name) => Ok((name.to_string(), content(input)?)),
        Err(_) => expected("the name of a string, then its content"),
    })
}
