//! What serde_yaml refused, said to an author.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Position, SourceText, Span, codes};

/// Reports serde_yaml's error at its place. `range` is the document's in the source.
pub(super) fn report(
    source: &Arc<SourceText>,
    range: &Range<usize>,
    text: &str,
    error: &serde_yaml::Error,
    diagnostics: &mut Diagnostics,
) {
    let full = error.to_string();
    let (problem, context) = full.split_once(", while ").map_or((full.as_str(), None), |(p, c)| (p, Some(c)));
    let problem = without_place(problem);
    let first = source.position(range.start);
    let context_at = context.and_then(place).map(|(line, column)| {
        let column = if line == 1 { column + first.column - 1 } else { column };
        source.offset(Position { line: line + first.line - 1, column })
    });
    let mut at = range.start + text.floor_char_boundary(error.location().map_or(0, |location| location.index()));
    let unclosed = problem == "found unexpected end of stream";
    if unclosed || problem == "could not find expected ':'" {
        at = context_at.unwrap_or(at);
    }
    if problem == "control characters are not allowed" {
        at = text.find(is_forbidden).map_or(at, |offset| range.start + offset);
    }
    let doc = &source.text[..range.end.max(at)];
    if let ("did not find expected ',' or ']'" | "did not find expected ',' or '}'", Some(open)) = (problem, context_at)
        && let Some((opened, missing)) = unclosed_at(doc, open)
    {
        let message = format!("this `{opened}` is never closed");
        let help = format!("add `{missing}` after the last item");
        diagnostics.error(codes::YAML_SYNTAX, Span::new(source, open..open + 1), message).help(help);
        return;
    }
    if problem == "did not find expected alphabetic or numeric character" {
        at = context_at.unwrap_or(at);
    }
    let next = doc[at..].chars().next();
    let (message, help) = explain(problem, context.map(without_place), next);
    let end = at + next.filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
    let diagnostic = diagnostics.error(codes::YAML_SYNTAX, Span::new(source, at..end), message);
    if let Some(help) = help {
        diagnostic.help(help);
    }
}

/// What libyaml means, and what to do.
fn explain(problem: &str, context: Option<&str>, next: Option<char>) -> (String, Option<&'static str>) {
    let (message, help) = match (problem, next) {
        ("found character that cannot start any token", Some('\t'))
        | ("found a tab character that violates indentation", _) => ("a tab cannot indent", "indent with blanks"),
        (
            "found character that cannot start any token" | "did not find expected alphabetic or numeric character",
            Some(c),
        ) => {
            return (format!("a value cannot begin with `{c}`"), Some("put the value in quotes"));
        }
        ("mapping values are not allowed in this context", _) => {
            ("a `:` where no key can stand", "put a text that holds `: ` in quotes, or check the indentation")
        }
        ("did not find expected key", _) => (
            "expected a key here",
            "check the indentation, and that quotes around a text are its first and last characters",
        ),
        ("did not find expected '-' indicator", _) => {
            ("expected `- ` and an item of the list here", "check the indentation")
        }
        ("did not find expected ',' or ']'", _) => ("expected `,` or `]` here", "close the list that `[` began"),
        ("did not find expected ',' or '}'", _) => ("expected `,` or `}` here", "close the mapping that `{` began"),
        ("found unexpected end of stream", _) => ("this text is not closed", "end it with the quote that began it"),
        ("could not find expected ':'", _) => ("expected `:` after this key", "write `key: value`"),
        ("found unknown escape character", _) => {
            ("unknown escape in a text between `\"`", r"write `\\` for a backslash, or put the text between `'`")
        }
        ("control characters are not allowed", _) => ("a control character", "remove it"),
        ("unknown anchor", _) => {
            ("an alias to an anchor that is not there", "put a text that begins with `*` in quotes")
        }
        _ => {
            let context = context.map(|context| format!(", while {context}")).unwrap_or_default();
            return (format!("the YAML cannot be read: {problem}{context}"), None);
        }
    };
    (message.to_owned(), Some(help))
}

/// The bracket or brace at `open`, and what would close it, where nothing does.
fn unclosed_at(text: &str, open: usize) -> Option<(char, char)> {
    let mut missing = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    let mut chars = text.get(open..)?.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            // A quotation mark within a word is text, and so is a `#`.
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '#') if before.is_whitespace() => drop(chars.by_ref().find(|c| *c == '\n')),
            (None, '[') => missing.push(']'),
            (None, '{') => missing.push('}'),
            (None, ']' | '}') if missing.last() == Some(&c) => drop(missing.pop()),
            // It closes what is not open: whatever is, was not closed.
            (None, ']' | '}') => break,
            (None, _) => {}
        }
        if missing.is_empty() {
            return None;
        }
        before = c;
    }
    let opened = text[open..].chars().next()?;
    Some((opened, *missing.first()?))
}

/// A message of libyaml less its ` at line 3 column 1` or ` at position 7`.
fn without_place(text: &str) -> &str {
    let text = text.split_once(" at line ").map_or(text, |(text, _)| text);
    text.split_once(" at position ").map_or(text, |(text, _)| text)
}

/// The line and column that a message of libyaml names.
fn place(text: &str) -> Option<(usize, usize)> {
    let (line, column) = text.split_once(" at line ")?.1.split_once(" column ")?;
    let column = column.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// What YAML allows nowhere.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
