//! A content stream in the making (ISO 32000-1, 7.8.2): operators as bytes, and the state that they leave behind, so that
//! nothing is said twice. printpdf's operators cost an object each, and as much again to translate.

use super::object::{text_bytes, write_literal};
use crate::style::Rgb;

/// Thousandths of what a value counts: points, parts of one. Sums of these are exact, as a viewer's must be taken to be.
pub type Milli = i64;

/// A value in thousandths; what is not finite is nothing.
pub fn milli(value: f64) -> Milli {
    // Beyond any page, and far from an overflow.
    const MOST: f64 = 1e9;
    if value.is_finite() { (value * 1000.0).round().clamp(-MOST, MOST) as Milli } else { 0 }
}

/// A value that was [`milli`].
pub fn points(value: Milli) -> f64 {
    value as f64 / 1000.0
}

/// What text is shown with (9.3). It outlives the text object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TextState {
    font: Option<(u16, Milli)>,
    scale: Milli,
    character_spacing: Milli,
    word_spacing: Milli,
    rise: Milli,
    invisible: bool,
}

/// What lines are drawn with (8.4).
#[derive(Debug, Clone, PartialEq)]
struct Stroke {
    color: Rgb,
    width: Milli,
    dash: Vec<Milli>,
}

const BLACK: Rgb = Rgb { r: 0, g: 0, b: 0 };

/// A content stream in the making.
#[derive(Debug)]
pub struct Operators {
    out: Vec<u8>,
    in_text: bool,
    text: TextState,
    /// Where the current line of text begins (9.4.2).
    line: (Milli, Milli),
    fill: Rgb,
    stroke: Stroke,
}

impl Operators {
    /// An empty stream, with the state that a page begins with (8.4.1, 9.3.1).
    pub fn new() -> Self {
        let text =
            TextState { font: None, scale: 100_000, character_spacing: 0, word_spacing: 0, rise: 0, invisible: false };
        let stroke = Stroke { color: BLACK, width: 1000, dash: Vec::new() };
        Self { out: Vec::new(), in_text: false, text, line: (0, 0), fill: BLACK, stroke }
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Whether a text object is open.
    pub const fn in_text(&self) -> bool {
        self.in_text
    }

    /// Opens a text object, unless one is.
    pub fn begin_text(&mut self) {
        if !self.in_text {
            self.operator("BT");
            self.in_text = true;
            self.line = (0, 0);
        }
    }

    /// Closes the text object, if one is open.
    pub fn end_text(&mut self) {
        if self.in_text {
            self.operator("ET");
            self.in_text = false;
        }
    }

    /// Opens marked content of an element.
    pub fn begin_mark(&mut self, tag: &str, identifier: usize) {
        self.out.push(b'/');
        self.out.extend_from_slice(tag.as_bytes());
        self.out.extend_from_slice(b"<</MCID ");
        self.out.extend_from_slice(identifier.to_string().as_bytes());
        self.out.extend_from_slice(b">>BDC\n");
    }

    /// Opens marked content that belongs to no element; `properties` are its dictionary's entries.
    pub fn begin_artefact(&mut self, properties: &str) {
        self.out.extend_from_slice(b"/Artifact<<");
        self.out.extend_from_slice(properties.as_bytes());
        self.out.extend_from_slice(b">>BDC\n");
    }

    /// Opens marked content that reads as `text`.
    pub fn begin_actual(&mut self, text: &str) {
        self.out.extend_from_slice(b"/Span<</ActualText");
        write_literal(&mut self.out, &text_bytes(text));
        self.out.extend_from_slice(b">>BDC\n");
    }

    /// Closes the innermost marked content.
    pub fn end_mark(&mut self) {
        self.operator("EMC");
    }

    /// Sets what is filled with, text included.
    pub fn fill(&mut self, color: Rgb) {
        if self.fill != color {
            self.fill = color;
            self.numbers(&channels(color));
            self.operator("rg");
        }
    }

    /// Sets a font, by the number in its name, and its size.
    pub fn font(&mut self, number: u16, size: Milli) {
        if self.text.font != Some((number, size)) {
            self.text.font = Some((number, size));
            self.out.extend_from_slice(b"/W");
            self.out.extend_from_slice(number.to_string().as_bytes());
            self.out.push(b' ');
            self.numbers(&[size]);
            self.operator("Tf");
        }
    }

    /// Sets how wide glyphs are drawn, in thousandths of a percent.
    pub fn scale(&mut self, scale: Milli) {
        if self.text.scale != scale {
            self.text.scale = scale;
            self.numbers(&[scale]);
            self.operator("Tz");
        }
    }

    /// Sets what is added after each glyph, before it is scaled.
    pub fn character_spacing(&mut self, spacing: Milli) {
        if self.text.character_spacing != spacing {
            self.text.character_spacing = spacing;
            self.numbers(&[spacing]);
            self.operator("Tc");
        }
    }

    /// Sets what is added after each blank whose code is the one byte 32, before it is scaled.
    pub fn word_spacing(&mut self, spacing: Milli) {
        if self.text.word_spacing != spacing {
            self.text.word_spacing = spacing;
            self.numbers(&[spacing]);
            self.operator("Tw");
        }
    }

    /// The word spacing that is set.
    pub const fn current_word_spacing(&self) -> Milli {
        self.text.word_spacing
    }

    /// Sets how far above the baseline glyphs stand.
    pub fn rise(&mut self, rise: Milli) {
        if self.text.rise != rise {
            self.text.rise = rise;
            self.numbers(&[rise]);
            self.operator("Ts");
        }
    }

    /// The rise that is set.
    pub const fn current_rise(&self) -> Milli {
        self.text.rise
    }

    /// Sets whether text is shown at all.
    pub fn invisible(&mut self, invisible: bool) {
        if self.text.invisible != invisible {
            self.text.invisible = invisible;
            self.operator(if invisible { "3 Tr" } else { "0 Tr" });
        }
    }

    /// Begins a line of text at a place.
    pub fn line(&mut self, x: Milli, y: Milli) {
        let from = std::mem::replace(&mut self.line, (x, y));
        if from != (x, y) || !self.in_text {
            self.numbers(&[x - from.0, y - from.1]);
            self.operator("Td");
        }
    }

    /// Shows one string, or an array of strings and numbers, as it is written.
    pub fn show(&mut self, items: &[u8], array: bool) {
        if array {
            self.out.push(b'[');
            self.out.extend_from_slice(items);
            self.operator("]TJ");
        } else {
            self.out.extend_from_slice(items);
            self.operator("Tj");
        }
    }

    /// Fills a rectangle.
    pub fn rectangle(&mut self, x: Milli, y: Milli, width: Milli, height: Milli) {
        self.numbers(&[x, y, width, height]);
        self.operator("re\nf");
    }

    /// Draws a straight line.
    pub fn stroke(&mut self, from: (Milli, Milli), to: (Milli, Milli), color: Rgb, width: Milli, dash: Vec<Milli>) {
        if self.stroke.color != color {
            self.stroke.color = color;
            self.numbers(&channels(color));
            self.operator("RG");
        }
        if self.stroke.width != width {
            self.stroke.width = width;
            self.numbers(&[width]);
            self.operator("w");
        }
        if self.stroke.dash != dash {
            self.out.push(b'[');
            self.numbers(&dash);
            self.operator("]0 d");
            self.stroke.dash = dash;
        }
        self.numbers(&[from.0, from.1]);
        self.operator("m");
        self.numbers(&[to.0, to.1]);
        self.operator("l\nS");
    }

    /// Draws an image in a rectangle.
    pub fn image(&mut self, name: &str, x: Milli, y: Milli, width: Milli, height: Milli) {
        self.operator("q");
        self.numbers(&[width, 0, 0, height, x, y]);
        self.operator("cm");
        self.out.push(b'/');
        self.out.extend_from_slice(name.as_bytes());
        self.operator(" Do\nQ");
    }

    fn operator(&mut self, operator: &str) {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }

    fn numbers(&mut self, values: &[Milli]) {
        for value in values {
            write_milli(&mut self.out, *value);
            self.out.push(b' ');
        }
    }
}

/// The parts of a colour, of one.
fn channels(color: Rgb) -> [Milli; 3] {
    [color.r, color.g, color.b].map(|value| milli(f64::from(value) / 255.0))
}

/// Writes thousandths as a decimal number, as short as it may be (7.3.3).
pub fn write_milli(out: &mut Vec<u8>, value: Milli) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    let (whole, rest) = (value / 1000, (value % 1000) as u32);
    if whole > 0 || rest == 0 {
        out.extend_from_slice(whole.to_string().as_bytes());
    }
    if rest > 0 {
        let digits = [rest / 100, rest / 10 % 10, rest % 10].map(|digit| b'0' + digit as u8);
        let kept = if rest % 100 == 0 {
            1
        } else if rest % 10 == 0 {
            2
        } else {
            3
        };
        out.push(b'.');
        out.extend_from_slice(&digits[..kept]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Milli) -> String {
        let mut out = Vec::new();
        write_milli(&mut out, value);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn numbers_are_as_short_as_they_may_be() {
        let shown = [0, 1, -20, 300, 1000, -12_345, 98_500].map(written);
        assert_eq!(shown, ["0", ".001", "-.02", ".3", "1", "-12.345", "98.5"]);
        assert_eq!(milli(f64::NAN), 0);
        assert_eq!(milli(-0.0004), 0);
    }

    #[test]
    fn what_is_set_already_is_not_said_again() {
        let mut operators = Operators::new();
        operators.begin_text();
        operators.font(3, 10_500);
        operators.line(50_000, 500_000);
        operators.show(b"(a)", false);
        operators.font(3, 10_500);
        operators.scale(100_000);
        operators.fill(BLACK);
        operators.line(50_000, 486_140);
        operators.show(b"(a)5(b)", true);
        operators.end_text();
        operators.stroke((0, 0), (1000, 0), BLACK, 500, Vec::new());
        operators.stroke((0, 5), (1000, 5), BLACK, 500, vec![1000]);
        let said = String::from_utf8(operators.into_bytes()).expect("ASCII");
        assert_eq!(
            said,
            "BT\n/W3 10.5 Tf\n50 500 Td\n(a)Tj\n0 -13.86 Td\n[(a)5(b)]TJ\nET\n\
             .5 w\n0 0 m\n1 0 l\nS\n[1 ]0 d\n0 .005 m\n1 .005 l\nS\n"
        );
    }
}
