//! Colours for e-readers: whether the page is white, sepia or black is the reader's choice, and a style cannot know it.
//!
//! Shades of grey follow the reader's own text and ground; a ground in a colour brings the colour of its text along; dark
//! colours of text are for white pages only, where a reader's program says that it has one.

use cssparser::Parser;

use super::computed::Rgb;
use super::contrast::{ENOUGH, contrast};
use super::sheet::Declaration;
use super::value::{self, Color};

const WHITE: Rgb = Rgb { r: 255, g: 255, b: 255 };
const BLACK: Rgb = Rgb { r: 0, g: 0, b: 0 };

/// What becomes of a declaration of a colour.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// As it is written.
    Keep,
    /// The reader's own.
    LeaveOut,
    /// Only where the reader's page is a light one.
    ByDay,
    /// This instead.
    Instead(String),
}

/// What becomes of `color`, given the other declarations of its rule.
pub fn text(d: &Declaration, siblings: &[Declaration]) -> Fate {
    let Some(colour) = fixed(&d.value) else { return Fate::Keep };
    let grounded = |s: &Declaration| is_ground(s) && !tinted(s) && fixed(&s.value).is_some();
    if siblings.iter().any(grounded) {
        return Fate::Keep;
    }
    if contrast(colour, WHITE) < ENOUGH {
        // It stands on a dark ground that another rule brings.
        Fate::Keep
    } else if is_grey(colour) {
        Fate::LeaveOut
    } else {
        Fate::ByDay
    }
}

/// What becomes of a background: a light grey one shines through, another one brings the colour of its text.
pub fn ground(d: &Declaration, siblings: &[Declaration]) -> Fate {
    let Some(colour) = fixed(&d.value) else { return Fate::Keep };
    if tinted(d) {
        // The share of middle grey that gives this shade on white.
        let share = f64::from(255 - colour.g) / 128.0;
        return Fate::Instead(format!("{}: rgba(127, 127, 127, {share:.2})", d.name));
    }
    if siblings.iter().any(|s| s.name == "color") {
        return Fate::Keep;
    }
    let over = if contrast(colour, BLACK) >= contrast(colour, WHITE) { "#000" } else { "#fff" };
    Fate::Instead(format!("{}: {}; color: {over}", d.name, d.value))
}

/// The colour of a border: a dark grey is the text's own colour.
pub fn border(value: &str) -> String {
    let mut parser = Parser::new(value);
    let mut out = String::with_capacity(value.len());
    loop {
        let start = parser.position();
        let colour = parser.try_parse(value::color);
        match colour {
            Ok(Color::Fixed(colour)) if is_grey(colour) && contrast(colour, WHITE) >= ENOUGH => {
                let blank = parser.slice_from(start).len() - parser.slice_from(start).trim_start().len();
                out.push_str(&parser.slice_from(start)[..blank]);
                out.push_str("currentcolor");
            }
            Ok(_) => out.push_str(parser.slice_from(start)),
            Err(_) => {
                let Ok(token) = parser.next_including_whitespace().cloned() else { return out };
                let block = matches!(token, cssparser::Token::Function(_) | cssparser::Token::ParenthesisBlock);
                if block {
                    // A function that is no colour: the value as it was.
                    return value.to_owned();
                }
                out.push_str(parser.slice_from(start));
            }
        }
    }
}

/// Whether a declaration gives a ground.
pub fn is_ground(d: &Declaration) -> bool {
    matches!(d.name.as_str(), "background" | "background-color")
}

/// A light grey ground; white is a ground of its own.
fn tinted(d: &Declaration) -> bool {
    fixed(&d.value).is_some_and(|colour| is_grey(colour) && (0xC0..0xFA).contains(&colour.g))
}

/// A colour that a value says; none for `inherit`, `currentcolor`, `transparent` and what is more than a colour.
fn fixed(text: &str) -> Option<Rgb> {
    let mut parser = Parser::new(text);
    match value::color(&mut parser) {
        Ok(Color::Fixed(colour)) if parser.is_exhausted() => Some(colour),
        _ => None,
    }
}

/// Whether a colour has next to no hue.
fn is_grey(colour: Rgb) -> bool {
    let channels = [colour.r, colour.g, colour.b];
    let spread = channels.iter().max().zip(channels.iter().min()).map_or(0, |(most, least)| most - least);
    spread <= 0x18
}
