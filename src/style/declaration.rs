//! From a declaration's name and text to values of longhands: shorthands, aliases, keywords of all properties.

use cssparser::{ParseError, Parser, ParserState, Token};

use super::longhand::{BORDER_COLOR, BORDER_STYLE, BORDER_WIDTH, Longhand, MARGIN, PADDING, Side};
use super::property::{self, Specified};
use super::value::{Parsed, expected};

/// Which longhand a value is for; of the logical sides, the direction decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Fixed.
    Physical(Longhand),
    /// The property for the side where a line begins.
    Start([Longhand; 4]),
    /// For the side where it ends.
    End([Longhand; 4]),
}

impl Slot {
    /// The longhand, given the direction.
    pub const fn resolve(self, rtl: bool) -> Longhand {
        match self {
            Self::Physical(longhand) => longhand,
            Self::Start(sides) => if rtl { Side::Right } else { Side::Left }.of(sides),
            Self::End(sides) => if rtl { Side::Left } else { Side::Right }.of(sides),
        }
    }
}

/// What a declaration says.
pub type Values = Vec<(Slot, Specified)>;

/// Why a declaration was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No such property.
    Name,
    /// The property does not take this; what it takes.
    Value(String),
}

/// Names besides those of [`Longhand`].
pub const OTHER_NAMES: &[&str] = &[
    "font",
    "font-variant",
    "text-decoration",
    "margin",
    "padding",
    "border",
    "border-top",
    "border-right",
    "border-bottom",
    "border-left",
    "border-width",
    "border-style",
    "border-color",
    "background",
    "list-style",
    "list-style-position",
    "columns",
    "page-break-before",
    "page-break-after",
    "page-break-inside",
    "margin-inline",
    "margin-block",
    "margin-inline-start",
    "margin-inline-end",
    "margin-block-start",
    "margin-block-end",
    "padding-inline",
    "padding-block",
    "padding-inline-start",
    "padding-inline-end",
    "padding-block-start",
    "padding-block-end",
    "border-inline-start",
    "border-inline-end",
    "-weekbook-protrusion",
];

/// Every name that is known, for "did you mean".
pub fn names() -> impl Iterator<Item = &'static str> {
    Longhand::ALL.iter().map(|l| l.name()).chain(OTHER_NAMES.iter().copied()).chain(["content", "size"])
}

/// Reads a declaration's value.
pub fn parse(name: &str, value: &str) -> Result<Values, Refused> {
    let Some(slots) = slots(name) else { return Err(Refused::Name) };
    let mut parser = Parser::new(value);
    let everywhere = parser.try_parse(|i| {
        let value = match i.expect_ident()?.to_ascii_lowercase().as_str() {
            "inherit" => Specified::Inherit,
            "initial" => Specified::Initial,
            "unset" | "revert" => Specified::Unset,
            _ => return Err(ParseError::<()>::unexpected_token()),
        };
        i.expect_exhausted()?;
        Ok(value)
    });
    if let Ok(value) = everywhere {
        return Ok(slots.into_iter().map(|slot| (slot, value.clone())).collect());
    }
    let values = shorthand(name, &slots, &mut parser)
        .and_then(|values| if parser.is_exhausted() { Ok(values) } else { expected("nothing more after its value") });
    values.map_err(|error| match error.kind {
        cssparser::ParseErrorKind::Custom(what) => Refused::Value(what),
        cssparser::ParseErrorKind::Basic(_) => Refused::Value("another value".to_owned()),
    })
}

fn physical(longhands: impl IntoIterator<Item = Longhand>) -> Vec<Slot> {
    longhands.into_iter().map(Slot::Physical).collect()
}

/// The longhands that a property sets; `None` where it is not known.
fn slots(name: &str) -> Option<Vec<Slot>> {
    use Longhand as L;
    if let Some(longhand) = Longhand::ALL.iter().find(|l| l.name() == name) {
        return Some(vec![Slot::Physical(*longhand)]);
    }
    let side = |side: Side| physical([side.of(BORDER_WIDTH), side.of(BORDER_STYLE), side.of(BORDER_COLOR)]);
    Some(match name {
        "font" => {
            physical([L::FontStyle, L::Caps, L::Numeric, L::FontWeight, L::FontSize, L::LineHeight, L::FontFamily])
        }
        "font-variant" => physical([L::Caps, L::Numeric]),
        "text-decoration" => physical([L::TextDecorationLine]),
        "margin" => physical(MARGIN),
        "padding" => physical(PADDING),
        "border" => physical(BORDER_WIDTH.into_iter().chain(BORDER_STYLE).chain(BORDER_COLOR)),
        "border-top" => side(Side::Top),
        "border-right" => side(Side::Right),
        "border-bottom" => side(Side::Bottom),
        "border-left" => side(Side::Left),
        "border-width" => physical(BORDER_WIDTH),
        "border-style" => physical(BORDER_STYLE),
        "border-color" => physical(BORDER_COLOR),
        "background" => physical([L::BackgroundColor]),
        "list-style" => physical([L::ListStyleType]),
        "list-style-position" => Vec::new(),
        "columns" => physical([L::ColumnWidth, L::ColumnCount]),
        "page-break-before" => physical([L::BreakBefore]),
        "page-break-after" => physical([L::BreakAfter]),
        "page-break-inside" => physical([L::BreakInside]),
        "-weekbook-protrusion" => physical([L::HangingPunctuation]),
        "margin-inline" => vec![Slot::Start(MARGIN), Slot::End(MARGIN)],
        "margin-inline-start" => vec![Slot::Start(MARGIN)],
        "margin-inline-end" => vec![Slot::End(MARGIN)],
        "margin-block" => physical([L::MarginTop, L::MarginBottom]),
        "margin-block-start" => physical([L::MarginTop]),
        "margin-block-end" => physical([L::MarginBottom]),
        "padding-inline" => vec![Slot::Start(PADDING), Slot::End(PADDING)],
        "padding-inline-start" => vec![Slot::Start(PADDING)],
        "padding-inline-end" => vec![Slot::End(PADDING)],
        "padding-block" => physical([L::PaddingTop, L::PaddingBottom]),
        "padding-block-start" => physical([L::PaddingTop]),
        "padding-block-end" => physical([L::PaddingBottom]),
        "border-inline-start" => [BORDER_WIDTH, BORDER_STYLE, BORDER_COLOR].map(Slot::Start).to_vec(),
        "border-inline-end" => [BORDER_WIDTH, BORDER_STYLE, BORDER_COLOR].map(Slot::End).to_vec(),
        _ => return None,
    })
}

/// The longhand whose grammar a slot has.
const fn grammar(slot: Slot) -> Longhand {
    slot.resolve(false)
}

/// Reads the value of a logical slot: the side is known only when the direction is, so all four are kept ready.
fn value(slot: Slot, input: &mut Parser<'_>) -> Parsed<Values> {
    let (Slot::Start(sides) | Slot::End(sides)) = slot else {
        return Ok(vec![(slot, property::parse(grammar(slot), input)?)]);
    };
    let state = input.state();
    let left = property::parse(Side::Left.of(sides), input)?;
    let after = input.state();
    input.reset(&state);
    let right = property::parse(Side::Right.of(sides), input)?;
    input.reset(&after);
    let starts_left = matches!(slot, Slot::Start(_));
    let both = move |w: &mut super::longhand::Working, c: &property::Context<'_>| {
        let specified = if c.rtl == starts_left { &right } else { &left };
        if let Specified::Set(set) = specified {
            set(w, c);
        }
    };
    Ok(vec![(slot, Specified::Set(std::sync::Arc::new(both)))])
}

fn shorthand(name: &str, slots: &[Slot], input: &mut Parser<'_>) -> Parsed<Values> {
    match name {
        "font" => font(input),
        "font-variant" => font_variant(input),
        "margin" | "padding" | "border-width" | "border-style" | "border-color" => four(slots, input),
        "columns" => columns(slots, input),
        "margin-inline" | "margin-block" | "padding-inline" | "padding-block" => two(slots, input),
        "border"
        | "border-top"
        | "border-right"
        | "border-bottom"
        | "border-left"
        | "border-inline-start"
        | "border-inline-end" => border(slots, input),
        "background" => {
            if input.try_parse(|i| i.expect_ident_matching("none")).is_ok() {
                return Ok(vec![(slots[0], Specified::Initial)]);
            }
            value(slots[0], input)
        }
        "list-style-position" => match super::value::keyword(input, &[("outside", ())]) {
            Ok(()) => Ok(Vec::new()),
            Err(_) => expected("`outside`"),
        },
        "list-style" => {
            let _ = input.try_parse(|i| i.expect_ident_matching("outside"));
            let values = value(slots[0], input)?;
            let _ = input.try_parse(|i| i.expect_ident_matching("outside"));
            Ok(values)
        }
        _ => value(slots[0], input),
    }
}

/// One to four values, in CSS's order of sides.
fn four(slots: &[Slot], input: &mut Parser<'_>) -> Parsed<Values> {
    let mut states: Vec<ParserState> = Vec::new();
    while !input.is_exhausted() && states.len() < 4 {
        states.push(input.state());
        value(slots[0], input)?;
    }
    let end = input.state();
    let pick = match states.len() {
        0 => return expected("a value"),
        1 => [0, 0, 0, 0],
        2 => [0, 1, 0, 1],
        3 => [0, 1, 2, 1],
        _ => [0, 1, 2, 3],
    };
    let mut out = Vec::new();
    for (slot, which) in slots.iter().zip(pick) {
        input.reset(&states[which]);
        out.append(&mut value(*slot, input)?);
    }
    input.reset(&end);
    Ok(out)
}

/// One or two values: the start's and the end's.
fn two(slots: &[Slot], input: &mut Parser<'_>) -> Parsed<Values> {
    let start = input.state();
    let mut out = value(slots[0], input)?;
    if input.is_exhausted() {
        input.reset(&start);
    }
    out.append(&mut value(slots[1], input)?);
    Ok(out)
}

/// A width and a number in any order; what is not said is `auto`.
fn columns(slots: &[Slot], input: &mut Parser<'_>) -> Parsed<Values> {
    let mut out: [Option<Specified>; 2] = [None, None];
    while !input.is_exhausted() {
        if input.try_parse(|i| i.expect_ident_matching("auto")).is_ok() {
            continue;
        }
        let read = slots.iter().zip(&mut out).find_map(|(slot, out)| {
            let free = out.is_none();
            let value = input.try_parse(|i| property::parse(grammar(*slot), i)).ok().filter(|_| free)?;
            *out = Some(value);
            Some(())
        });
        if read.is_none() {
            return expected("a number of columns, a width of columns, or both");
        }
    }
    Ok(slots.iter().zip(out).map(|(slot, value)| (*slot, value.unwrap_or(Specified::Initial))).collect())
}

/// Width, style and colour in any order; what is not said is reset.
fn border(slots: &[Slot], input: &mut Parser<'_>) -> Parsed<Values> {
    let sides = slots.len() / 3;
    let mut out: Values = slots.iter().map(|slot| (*slot, Specified::Initial)).collect();
    let mut seen = [false; 3];
    while !input.is_exhausted() {
        let state = input.state();
        let part = (0..3).find(|part| {
            input.reset(&state);
            !seen[*part] && value(slots[part * sides], input).is_ok()
        });
        let Some(part) = part else { return expected("a width, a style and a colour") };
        seen[part] = true;
        let end = input.state();
        for i in part * sides..(part + 1) * sides {
            input.reset(&state);
            out[i] = value(slots[i], input)?.remove(0);
        }
        input.reset(&end);
    }
    if seen == [false; 3] { expected("a width, a style and a colour") } else { Ok(out) }
}

fn font_variant(input: &mut Parser<'_>) -> Parsed<Values> {
    let caps = Slot::Physical(Longhand::Caps);
    let numeric = Slot::Physical(Longhand::Numeric);
    if input.try_parse(|i| i.expect_ident_matching("normal")).is_ok() {
        return Ok(vec![(caps, Specified::Initial), (numeric, Specified::Initial)]);
    }
    let mut out = vec![(caps, Specified::Initial), (numeric, Specified::Initial)];
    if let Ok(value) = input.try_parse(|i| property::parse(Longhand::Caps, i)) {
        out[0].1 = value;
    }
    if !input.is_exhausted() {
        out[1].1 = property::parse(Longhand::Numeric, input)?;
    }
    Ok(out)
}

/// `[style || variant || weight] size [/ line-height] family`.
fn font(input: &mut Parser<'_>) -> Parsed<Values> {
    use Longhand as L;
    let mut out: Vec<(Longhand, Specified)> =
        [L::FontStyle, L::Caps, L::Numeric, L::FontWeight, L::LineHeight].map(|l| (l, Specified::Initial)).to_vec();
    for _ in 0..4 {
        if input.try_parse(|i| i.expect_ident_matching("normal")).is_ok() {
            continue;
        }
        for (at, longhand) in [(0, L::FontStyle), (1, L::Caps), (3, L::FontWeight)] {
            if let Ok(value) = input.try_parse(|i| property::parse(longhand, i)) {
                out[at].1 = value;
                break;
            }
        }
    }
    out.push((L::FontSize, property::parse(L::FontSize, input)?));
    let state = input.state();
    if matches!(input.next(), Ok(Token::Delim('/'))) {
        out[4].1 = property::parse(L::LineHeight, input)?;
    } else {
        input.reset(&state);
    }
    out.push((L::FontFamily, property::parse(L::FontFamily, input)?));
    Ok(out.into_iter().map(|(longhand, value)| (Slot::Physical(longhand), value)).collect())
}
