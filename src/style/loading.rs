//! Nothing is ever fetched: what a style loads is left out of the EPUB, and said.

use cssparser::{Parser, Token};

use super::sheet::{Rule, RuleKind};
use crate::diagnostic::{Diagnostics, Span, codes};

/// Functions that compute, and load nothing.
const INERT: &[&str] = &[
    "attr",
    "calc",
    "clamp",
    "color",
    "color-mix",
    "conic-gradient",
    "counter",
    "counters",
    "cubic-bezier",
    "fit-content",
    "hsl",
    "hsla",
    "hwb",
    "inset",
    "lab",
    "lch",
    "linear-gradient",
    "matrix",
    "max",
    "min",
    "minmax",
    "oklab",
    "oklch",
    "radial-gradient",
    "repeat",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
    "rgb",
    "rgba",
    "rotate",
    "scale",
    "skew",
    "steps",
    "translate",
    "translatex",
    "translatey",
    "var",
];

/// How deep functions and brackets of a value may stand in one another.
const DEEPEST: usize = 16;

/// Whether a value asks for nothing outside of the book. Told by its tokens, as a browser reads them: `u\72l(` is `url(`.
pub(super) fn is_inert(value: &str) -> bool {
    inert(&mut Parser::new(value), DEEPEST)
}

fn inert(input: &mut Parser<'_>, depth: usize) -> bool {
    loop {
        let nested = match input.next_including_whitespace_and_comments() {
            Err(_) => return true,
            // Readers that take comments out first would see a function.
            Ok(Token::Ident(name)) if name.eq_ignore_ascii_case("url") => return false,
            Ok(Token::UnquotedUrl(_) | Token::BadUrl(_) | Token::BadString(_)) => return false,
            Ok(Token::Function(name)) if !INERT.iter().any(|known| name.eq_ignore_ascii_case(known)) => return false,
            Ok(Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock) => {
                true
            }
            Ok(_) => false,
        };
        if nested {
            let within =
                |input: &mut Parser<'_>| Ok::<_, cssparser::ParseError<()>>(depth > 0 && inert(input, depth - 1));
            if !input.parse_nested_block(within).unwrap_or(false) {
                return false;
            }
        }
    }
}

/// Reports what rules for the EPUB alone would load; of rules for print, the cascade tells what it does not take.
pub(super) fn report(rules: &[Rule], diags: &mut Diagnostics) {
    for rule in rules.iter().filter(|rule| rule.media.screen && !rule.media.print) {
        let RuleKind::Style { declarations, .. } = &rule.kind else { continue };
        for declaration in declarations.iter().filter(|declaration| !is_inert(&declaration.value)) {
            let span = Span::new(&rule.source, declaration.range.clone());
            diags
                .warning(
                    codes::CSS_UNSUPPORTED,
                    span,
                    format!("`{}` may load something; it is left out", declaration.name),
                )
                .help("books hold what they show: nothing is fetched, and no function is kept that could fetch");
        }
    }
}
