//! The sheet for e-readers: the same rules, less what is for print, with sizes that follow the reader's own.

use std::fmt::Write as _;

use cssparser::{Parser, Token};

use super::cascade::Cascade;
use super::loading;
use super::shades::{self, Fate};
use super::sheet::{Declaration, RuleKind};
use super::value::{exact, points_of};
use super::{ComputedStyle, Style};

impl Style {
    /// The style as a sheet for the EPUB: no `@page`, no rules for print alone, sizes of text relative to the
    /// reader's, the reader's own face for running text, nothing that loads or positions.
    /// `own_faces` keeps the style's own face for running text, for a book that carries it.
    pub fn epub_css(&self, own_faces: bool) -> String {
        let cascade = Cascade::new(self);
        let body = cascade.computed(cascade.body());
        let mut out = String::new();
        if own_faces {
            // What print is set in: rules for e-readers rarely name a face.
            let families: Vec<String> = body.font_family.iter().map(|family| name_of(family)).collect();
            let _ = writeln!(out, "body {{ font-family: {}; }}", families.join(", "));
        }
        let mut condition: Option<&str> = None;
        for rule in self.rules.iter().filter(|rule| rule.media.screen) {
            let RuleKind::Style { text, declarations, .. } = &rule.kind else { continue };
            let wanted = rule.media.condition.as_deref();
            let mut lines = Lines::default();
            for d in declarations {
                lines.add(d, &Rule { text, declarations, body, own_faces, conditional: wanted.is_some() });
            }
            let selector = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if condition != wanted && !lines.is_empty() {
                if condition.is_some() {
                    out.push_str("}\n");
                }
                if let Some(wanted) = wanted {
                    let rule = if rule.media.of_a_box() { "" } else { "@media " };
                    let _ = writeln!(out, "{rule}{wanted} {{");
                }
                condition = wanted;
            }
            lines.write(&selector, &mut out);
        }
        if condition.is_some() {
            out.push_str("}\n");
        }
        // Last and weightiest: some readers show the page list and landmarks otherwise.
        out.push_str("[hidden] { display: none !important; }\n");
        out
    }
}

/// Properties that mean nothing on a screen, that a reader's program must own, or that EPUB 3.3 forbids in a book's
/// sheet (section 6.3.1: `direction`, `unicode-bidi`).
const LEFT_OUT: &[&str] =
    &["string-set", "page", "size", "direction", "unicode-bidi", "position", "behavior", "-moz-binding"];

/// A rule, and what of the style its lines depend on.
struct Rule<'a> {
    text: &'a str,
    declarations: &'a [Declaration],
    body: &'a ComputedStyle,
    own_faces: bool,
    /// It is within `@media` with a condition: its author knows when it holds.
    conditional: bool,
}

/// A rule's declarations as the EPUB has them.
#[derive(Default)]
struct Lines {
    always: Vec<String>,
    /// For a light page alone.
    by_day: Vec<String>,
    /// Where words are hyphenated.
    hyphenated: Vec<String>,
}

impl Lines {
    const fn is_empty(&self) -> bool {
        self.always.is_empty() && self.by_day.is_empty() && self.hyphenated.is_empty()
    }

    fn write(&self, selector: &str, out: &mut String) {
        for (lines, around) in [
            (&self.always, None),
            (&self.by_day, Some("@media (prefers-color-scheme: light)")),
            (&self.hyphenated, Some("@supports (hyphens: auto) or (-webkit-hyphens: auto)")),
        ] {
            if lines.is_empty() {
                continue;
            }
            let rule = format!("{selector} {{ {} }}", lines.join(" "));
            let _ = match around {
                Some(around) => writeln!(out, "{around} {{ {rule} }}"),
                None => writeln!(out, "{rule}"),
            };
        }
    }

    /// Takes a declaration in, where the EPUB has it.
    fn add(&mut self, d: &Declaration, rule: &Rule<'_>) {
        if is_left_out(d, rule) {
            return;
        }
        let important = if d.important { " !important" } else { "" };
        let said = |name: &str, value: &str| format!("{name}: {value}{important};");
        let name = d.name.as_str();
        if !rule.conditional && (name == "color" || shades::is_ground(d)) {
            let fate = match name {
                "color" => shades::text(d, rule.declarations),
                _ => shades::ground(d, rule.declarations),
            };
            match fate {
                Fate::Keep => self.always.push(said(name, &d.value)),
                Fate::LeaveOut => {}
                Fate::ByDay => self.by_day.push(said(name, &d.value)),
                Fate::Instead(text) => self.always.push(format!("{text}{important};")),
            }
            return;
        }
        let size = rule.declarations.iter().rev().find(|s| s.name == "font-size");
        let size = size.and_then(|s| size_in_points(&s.value, rule.body)).unwrap_or(rule.body.font_size.0);
        let value = relative(name, &d.value, size, rule.body);
        match name {
            "text-align" if value.eq_ignore_ascii_case("justify") => {
                self.hyphenated.push(said(name, &value));
                self.hyphenated.extend(["hyphens", "-webkit-hyphens"].map(|name| said(name, "auto")));
            }
            "hyphens" => {
                self.always.extend(["hyphens", "-webkit-hyphens", "-epub-hyphens"].map(|name| said(name, &value)));
            }
            _ => self.always.push(said(name, &value)),
        }
    }
}

/// Whether the EPUB does without a declaration.
fn is_left_out(d: &Declaration, rule: &Rule<'_>) -> bool {
    let value = d.value.to_ascii_lowercase();
    let name = d.name.as_str();
    let paged = ["counter(page", "string(", "content("].iter().any(|f| value.contains(f));
    let float_to_page = name == "float" && ["top", "bottom"].contains(&value.as_str());
    if !loading::is_inert(&d.value)
        || paged
        || float_to_page
        || LEFT_OUT.contains(&name)
        || name.starts_with("-weekbook-")
    {
        return true;
    }
    // Gaps in the lines are worse than a ragged edge.
    let whole = |s: &Declaration| s.name == "hyphens" && !s.value.eq_ignore_ascii_case("auto");
    if name == "text-align" && value == "justify" && rule.declarations.iter().any(whole) {
        return true;
    }
    if name == "font-family" && !rule.own_faces {
        // The reader's own face, but for code, and for scripts that it lacks.
        return !value.contains("monospace") && !rule.text.contains(":lang(");
    }
    is_running_text(rule.text)
        && (name == "font"
            || matches!(name, "color" | "background" | "background-color" | "line-height") && !rule.conditional
            || (name == "font-size" && is_absolute(&d.value)))
}

/// A family as CSS has it: generic ones bare, others in quotes.
fn name_of(family: &str) -> String {
    let generic = matches!(family, "serif" | "sans-serif" | "monospace" | "cursive" | "fantasy" | "system-ui");
    if generic { family.to_owned() } else { format!("\"{}\"", family.replace(['"', '\\', '\n'], "")) }
}

/// Whether a selector list is of the text as a whole, whose face and size are the reader's to choose.
fn is_running_text(selector: &str) -> bool {
    selector.split(',').all(|s| matches!(s.trim(), "html" | "body" | ":root" | "*" | "p" | "html body"))
}

fn is_absolute(value: &str) -> bool {
    matches!(Parser::new(value).next(), Ok(Token::Dimension { unit, .. }) if points_of(unit).is_some())
}

fn size_in_points(value: &str, body: &ComputedStyle) -> Option<f64> {
    match Parser::new(value).next() {
        Ok(Token::Dimension { value, unit, .. }) => {
            let number = exact(*value);
            points_of(unit).map(|p| p * number).or_else(|| {
                (unit.eq_ignore_ascii_case("em") || unit.eq_ignore_ascii_case("rem"))
                    .then_some(body.font_size.0 * number)
            })
        }
        _ => None,
    }
}

/// Replaces absolute lengths by relative ones; borders keep theirs. `size` is the rule's font size in points.
fn relative(name: &str, value: &str, size: f64, body: &ComputedStyle) -> String {
    if name.starts_with("border") || name.starts_with("outline") {
        return shades::border(value);
    }
    if name.starts_with("--") {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    replace(&mut Parser::new(value), name, size, body, &mut out, 0);
    out
}

fn replace(input: &mut Parser<'_>, name: &str, size: f64, body: &ComputedStyle, out: &mut String, depth: u8) {
    let (mut size, mut after_slash) = (size, false);
    loop {
        let start = input.position();
        let Ok(token) = input.next_including_whitespace().cloned() else { return };
        let text = input.slice_from(start).to_owned();
        match token {
            Token::Dimension { value, ref unit, .. } if points_of(unit).is_some() => {
                let points = exact(value) * points_of(unit).unwrap_or(1.0);
                match name {
                    "line-height" => out.push_str(&decimal(points / size)),
                    "font" if after_slash => out.push_str(&decimal(points / size)),
                    "font-size" | "font" => {
                        size = points;
                        let _ = write!(out, "{}rem", decimal(points / body.font_size.0));
                    }
                    _ => {
                        let _ = write!(out, "{}em", decimal(points / size));
                    }
                }
            }
            Token::Function(_) | Token::ParenthesisBlock if depth < 8 => {
                out.push_str(&text);
                let _ = input.parse_nested_block(|i| {
                    replace(i, name, size, body, out, depth + 1);
                    Ok::<_, cssparser::ParseError<()>>(())
                });
                out.push(')');
            }
            _ => out.push_str(&text),
        }
        after_slash = token == Token::Delim('/');
    }
}

/// At most three decimals, none that is not needed.
fn decimal(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
