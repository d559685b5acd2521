//! Selectors: type, class, id, `*`, descendant, child and next sibling, `:first-child`, `:root`, `:lang()`,
//! `::before` and `::after`.

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// Most compounds of a selector.
pub const MAX_COMPOUNDS: usize = 32;

/// What an element must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compound {
    /// Element name, lower case.
    pub name: Option<String>,
    /// Id.
    pub id: Option<String>,
    /// Classes.
    pub classes: Vec<String>,
    /// `:first-child`.
    pub first_child: bool,
    /// `:root`.
    pub root: bool,
    /// `:link`, `:any-link`.
    pub link: bool,
    /// `:lang()`: one of the ranges each.
    pub langs: Vec<Vec<String>>,
    /// A state that paper never has (`:hover`).
    pub never: bool,
}

/// How a compound stands to the one at its right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combinator {
    /// An ancestor.
    Descendant,
    /// The parent.
    Child,
    /// The element just before.
    Next,
}

/// Text that a style puts before or after an element's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pseudo {
    /// `::before`.
    Before,
    /// `::after`.
    After,
}

/// A selector, read from the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The element itself.
    pub subject: Compound,
    /// The others, from right to left, each with how it stands to the one before it in this list.
    pub context: Vec<(Combinator, Compound)>,
    /// `::before` or `::after`.
    pub pseudo: Option<Pseudo>,
    /// Selectors 4, section 17: ids, classes and pseudo-classes, types, 10 bits each.
    pub specificity: u32,
    /// Bytes of the sheet.
    pub range: Range<usize>,
}

/// Why a selector was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: Range<usize>,
    /// What was met.
    pub message: String,
    /// Of the grammar: an error. Else CSS that weekbook does not support: a warning.
    pub syntax: bool,
}

type Result<T> = std::result::Result<T, ParseError<Problem>>;

/// Reads a selector list. What is right CSS but not supported is in the second list.
pub fn parse_list(input: &mut Parser<'_>) -> Result<(Vec<Selector>, Vec<Problem>)> {
    let (mut selectors, mut problems) = (Vec::new(), Vec::new());
    loop {
        input.skip_whitespace();
        let start = input.position().byte_index();
        match one(input) {
            Ok(selector) => selectors.push(selector),
            Err(ParseError { kind: cssparser::ParseErrorKind::Custom(problem) }) if !problem.syntax => {
                problems.push(problem);
                skip_to_comma(input);
            }
            Err(ParseError { kind: cssparser::ParseErrorKind::Basic(_) }) => {
                return Err(syntax(start..input.position().byte_index(), "this is not a selector"));
            }
            Err(error) => return Err(error),
        }
        match input.next() {
            Err(_) => return Ok((selectors, problems)),
            Ok(_) => continue, // the comma
        }
    }
}

fn skip_to_comma(input: &mut Parser<'_>) {
    loop {
        let state = input.state();
        match input.next() {
            Err(_) => return,
            Ok(Token::Comma) => return input.reset(&state),
            Ok(_) => {}
        }
    }
}

fn syntax(range: Range<usize>, message: impl Into<String>) -> ParseError<Problem> {
    ParseError::custom(Problem { range, message: message.into(), syntax: true })
}

fn unsupported(range: Range<usize>, message: impl Into<String>) -> ParseError<Problem> {
    ParseError::custom(Problem { range, message: message.into(), syntax: false })
}

/// A selector under construction, left to right.
#[derive(Default)]
struct Builder {
    done: Vec<(Compound, Combinator)>,
    current: Compound,
    /// Whether `current` has anything.
    begun: bool,
    /// White space was met after it.
    blank: bool,
    pseudo: Option<Pseudo>,
}

impl Builder {
    fn push(&mut self, combinator: Combinator) {
        self.done.push((std::mem::take(&mut self.current), combinator));
        (self.begun, self.blank) = (false, false);
    }
}

fn one(input: &mut Parser<'_>) -> Result<Selector> {
    let mut b = Builder::default();
    let start = input.position().byte_index();
    let mut end = start;
    loop {
        let state = input.state();
        let at = state.position().byte_index();
        let Ok(token) = input.next_including_whitespace().cloned() else { break };
        if token == Token::Comma {
            input.reset(&state);
            break;
        }
        if matches!(token, Token::WhiteSpace(_)) {
            b.blank = b.begun;
            continue;
        }
        let here = |input: &Parser<'_>| at..input.position().byte_index();
        if let Token::Delim(c @ ('>' | '+' | '~')) = token {
            if !b.begun {
                return Err(syntax(here(input), format!("`{c}` has no selector before it")));
            }
            match c {
                '>' => b.push(Combinator::Child),
                '+' if matches!(b.done.last(), Some((_, Combinator::Next))) => {
                    return Err(unsupported(start..here(input).end, "more than one `+` in a row is not supported"));
                }
                '+' => b.push(Combinator::Next),
                _ => return Err(unsupported(here(input), "the `~` combinator is not supported")),
            }
            continue;
        }
        if b.pseudo.is_some() {
            return Err(syntax(here(input), "nothing can follow a pseudo-element"));
        }
        if b.blank {
            b.push(Combinator::Descendant);
        }
        if b.done.len() >= MAX_COMPOUNDS {
            return Err(unsupported(here(input), format!("a selector of more than {MAX_COMPOUNDS} parts")));
        }
        simple(&mut b, &token, at, input)?;
        b.begun = true;
        end = input.position().byte_index();
    }
    if !b.begun {
        let message = if b.done.is_empty() { "a selector was expected" } else { "a selector was expected after this" };
        return Err(syntax(start..end.max(start), message)); // the whole selector, so that its end can be seen
    }
    Ok(finish(b, start..end))
}

/// One part of a compound.
fn simple(b: &mut Builder, token: &Token<'_>, at: usize, input: &mut Parser<'_>) -> Result<()> {
    let here = |input: &Parser<'_>| at..input.position().byte_index();
    match token {
        Token::Ident(name) if !b.begun => b.current.name = Some(name.to_ascii_lowercase()),
        Token::Delim('*') if !b.begun => {}
        Token::IDHash(id) => b.current.id = Some(id.to_string()),
        Token::Delim('.') => match input.next_including_whitespace() {
            Ok(Token::Ident(class)) => b.current.classes.push(class.to_string()),
            _ => return Err(syntax(here(input), "a class name was expected after `.`")),
        },
        Token::Colon => pseudo(b, at, input)?,
        Token::SquareBracketBlock => return Err(unsupported(here(input), "attribute selectors are not supported")),
        Token::Delim('&') => return Err(unsupported(here(input), "nested rules are not supported")),
        Token::Hash(_) => return Err(syntax(here(input), "an id cannot begin with a digit")),
        _ => return Err(syntax(here(input), "this does not belong in a selector")),
    }
    Ok(())
}

fn pseudo(b: &mut Builder, at: usize, input: &mut Parser<'_>) -> Result<()> {
    let double = input.try_parse(Parser::expect_colon).is_ok();
    let token = input.next_including_whitespace().cloned();
    let here = at..input.position().byte_index();
    let (name, function) = match &token {
        Ok(Token::Ident(name)) => (name.to_ascii_lowercase(), false),
        Ok(Token::Function(name)) => (name.to_ascii_lowercase(), true),
        _ => return Err(syntax(here, "a name was expected after `:`")),
    };
    match (name.as_str(), function) {
        ("before", false) => b.pseudo = Some(Pseudo::Before),
        ("after", false) => b.pseudo = Some(Pseudo::After),
        ("first-child", false) if !double => b.current.first_child = true,
        ("root", false) if !double => b.current.root = true,
        ("link" | "any-link", false) if !double => b.current.link = true,
        ("hover" | "focus" | "active" | "visited" | "focus-visible" | "target", false) if !double => {
            b.current.never = true;
        }
        ("lang", true) if !double => {
            let langs = input.parse_nested_block(|i| {
                i.parse_comma_separated(|i| Ok::<_, ParseError<Problem>>(i.expect_ident_or_string()?.to_string()))
            });
            let Ok(langs) = langs else { return Err(syntax(here, "`:lang()` takes language tags")) };
            b.current.langs.push(langs);
        }
        _ => {
            let colons = if double { "::" } else { ":" };
            return Err(unsupported(here, format!("`{colons}{name}` is not supported")));
        }
    }
    Ok(())
}

fn finish(b: Builder, range: Range<usize>) -> Selector {
    let compounds = b.done.iter().map(|(c, _)| c).chain([&b.current]);
    let (mut ids, mut classes, mut types) = (0u32, 0u32, u32::from(b.pseudo.is_some()));
    for c in compounds {
        ids += u32::from(c.id.is_some());
        let flags = [c.first_child, c.root, c.link, c.never].iter().filter(|f| **f).count();
        classes += u32::try_from(c.classes.len() + c.langs.len() + flags).unwrap_or(u32::MAX);
        types += u32::from(c.name.is_some());
    }
    let specificity = (ids.min(1023) << 20) | (classes.min(1023) << 10) | types.min(1023);
    let context = b.done.into_iter().rev().map(|(compound, combinator)| (combinator, compound)).collect();
    Selector { subject: b.current, context, pseudo: b.pseudo, specificity, range }
}
