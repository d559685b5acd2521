//! Reading the fields of a mapping by hand: every error is reported at its place, and reading goes on.

use super::limits::{self, LINE_CHARACTERS};
use super::value::{Entry, Node, Scalar, ScalarKind, Value};
use crate::diagnostic::{Diagnostics, Span, Spanned, codes, did_you_mean};

/// A mapping that is being read.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub node: &'a Node,
    pub entries: &'a [Entry],
}

/// The names that a mapping may have.
#[derive(Clone, Copy)]
pub(super) struct Names {
    /// What the mapping is, as an error says it: "a dispatch".
    pub of: &'static str,
    /// Fields that are read.
    pub known: &'static [&'static str],
    /// Fields of the contract that this version does not have yet.
    pub refused: &'static [&'static str],
    /// What people write instead, and what they mean.
    pub other: &'static [(&'static str, &'static str)],
}

impl<'a> Fields<'a> {
    /// Opens a mapping, or reports what stands there instead.
    pub fn open(node: &'a Node, expected: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => {
                let fits = limits::fits(entries.len(), limits::FIELDS, "this mapping", &node.span, diagnostics);
                fits.then_some(Self { node, entries })
            }
            _ => {
                wrong_type(node, expected, diagnostics);
                None
            }
        }
    }

    /// Opens a mapping whose keys are names of the book's own, of which there may be `most`.
    pub fn open_names(node: &'a Node, most: usize, expected: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Some(names) = Self::of(node) else {
            wrong_type(node, expected, diagnostics);
            return None;
        };
        limits::fits(names.entries.len(), most, "this mapping", &node.span, diagnostics).then_some(names)
    }

    /// The fields, if it is a mapping.
    pub fn of(node: &'a Node) -> Option<Self> {
        if let Value::Map(entries) = &node.value { Some(Self { node, entries }) } else { None }
    }

    /// Reports the fields that this version refuses, and gives back those that nobody knows.
    pub fn sift(&self, names: Names, diagnostics: &mut Diagnostics) -> Vec<&'a Entry> {
        let mut unknown = Vec::new();
        for entry in self.entries {
            if names.refused.contains(&entry.key.as_str()) {
                not_supported(&format!("`{}`", entry.key), &entry.key_span, diagnostics);
            } else if !names.known.contains(&entry.key.as_str()) {
                unknown.push(entry);
            }
        }
        unknown
    }

    /// Reports the fields that are refused or unknown.
    pub fn check(&self, names: Names, diagnostics: &mut Diagnostics) {
        for entry in self.sift(names, diagnostics) {
            unknown_field(entry, names, diagnostics);
        }
    }

    /// The value of a field; `None` where it is absent or null.
    pub fn get(&self, name: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        (entry.node.value != Value::Null).then_some(&entry.node)
    }

    /// The place of a field's key, null or not.
    pub fn key(&self, name: &str) -> Option<&'a Span> {
        self.entries.iter().find(|entry| entry.key == name).map(|entry| &entry.key_span)
    }

    /// A text of any length; an empty one counts as absent.
    pub fn text(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        text(self.get(name)?, name, diagnostics).filter(|text| !text.value.is_empty())
    }

    /// A text that is set in one line: runs of blanks and line ends become one blank.
    pub fn line(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        self.text(name, diagnostics).map(one_line).filter(|line| is_short(line, name, diagnostics))
    }

    /// A line that must be there and not be empty.
    pub fn required(&self, name: &str, of: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        match self.get(name) {
            Some(node) => {
                let line =
                    text(node, name, diagnostics).map(one_line).filter(|line| is_short(line, name, diagnostics))?;
                if line.value.is_empty() {
                    let message = format!("the `{name}` of {of} is empty");
                    diagnostics.error(codes::BAD_VALUE, line.span, message);
                    return None;
                }
                Some(line)
            }
            None => {
                let place = self.key(name).unwrap_or(&self.node.span).clone();
                let message = format!("{of} has no `{name}`");
                diagnostics.error(codes::MISSING_FIELD, place, message).help(format!("add `{name}: …`"));
                None
            }
        }
    }

    /// A list of lines.
    pub fn lines(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Vec<Spanned<String>>> {
        let items = list(self.get(name)?, name, "texts", diagnostics)?;
        let mut line =
            |item| text(item, name, diagnostics).map(one_line).filter(|line| is_short(line, name, diagnostics));
        Some(items.iter().filter_map(&mut line).collect())
    }
}

/// The items of a list, or a report of what stands there instead.
pub(super) fn list<'a>(node: &'a Node, name: &str, of: &str, diagnostics: &mut Diagnostics) -> Option<&'a [Node]> {
    match &node.value {
        Value::Seq(items) => {
            let what = format!("`{name}`");
            limits::fits(items.len(), limits::of_list(name), &what, &node.span, diagnostics).then_some(items.as_slice())
        }
        Value::Scalar(_) => {
            let expected = format!("a list of {of} for `{name}`");
            wrong_type(node, &expected, diagnostics).help(format!("write `{name}: […]`, even for one"));
            None
        }
        _ => {
            wrong_type(node, &format!("a list of {of} for `{name}`"), diagnostics);
            None
        }
    }
}

/// Any scalar as it is written, without the blanks around it.
pub(super) fn text(node: &Node, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    match &node.value {
        Value::Scalar(scalar) => {
            printable(scalar, node, name, diagnostics)?;
            Some(Spanned::new(scalar.text.trim().to_owned(), node.span.clone()))
        }
        _ => {
            wrong_type(node, &format!("a text for `{name}`"), diagnostics);
            None
        }
    }
}

/// A scalar with its places, as a body is given.
pub(super) fn scalar(node: &Node, name: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<Scalar>> {
    match &node.value {
        Value::Scalar(scalar) => {
            printable(scalar, node, name, diagnostics)?;
            Some(Spanned::new(scalar.clone(), node.span.clone()))
        }
        _ => {
            wrong_type(node, &format!("a text for `{name}`"), diagnostics);
            None
        }
    }
}

/// Refuses characters that XML 1.0 cannot hold (its production 2), which escapes can bring in.
fn printable(scalar: &Scalar, node: &Node, name: &str, diagnostics: &mut Diagnostics) -> Option<()> {
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let Some(c) = scalar.text.chars().find(|c| bad(*c)) else { return Some(()) };
    let message = format!("`{name}` holds the control character U+{:04X}", u32::from(c));
    diagnostics.error(codes::BAD_VALUE, node.span.clone(), message).help("remove it");
    None
}

/// Reports a line that is too long to be one.
fn is_short(line: &Spanned<String>, name: &str, diagnostics: &mut Diagnostics) -> bool {
    let count = line.value.chars().count();
    if count > LINE_CHARACTERS {
        let message = format!("`{name}` has {count} characters, more than the {LINE_CHARACTERS} it may have");
        diagnostics.error(codes::BAD_VALUE, line.span.clone(), message).help("put longer text into the body");
    }
    count <= LINE_CHARACTERS
}

pub(super) fn one_line(text: Spanned<String>) -> Spanned<String> {
    text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `true` or `false`. Where `loose`, also the words that YAML 1.1, and so blogs, take for them.
pub(super) fn boolean(node: &Node, loose: bool) -> Option<bool> {
    let Value::Scalar(scalar) = &node.value else { return None };
    match (scalar.kind, scalar.text.to_ascii_lowercase().as_str()) {
        (ScalarKind::Bool(value), _) => Some(value),
        (_, "yes" | "on" | "true") if loose => Some(true),
        (_, "no" | "off" | "false") if loose => Some(false),
        _ => None,
    }
}

/// One of a few words.
pub(super) fn choice<T: Copy>(
    text: &Spanned<String>,
    name: &str,
    choices: &[(&str, T)],
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.value) {
        return Some(*value);
    }
    let words = || choices.iter().map(|(word, _)| *word);
    let help = match did_you_mean(&text.value, words()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("it is one of {}", words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    };
    bad_value(text, name, &help, diagnostics);
    None
}

/// Reports a value that means nothing in its field.
pub(super) fn bad_value(text: &Spanned<String>, name: &str, help: &str, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is no value of `{name}`", shorten(&text.value));
    diagnostics.error(codes::BAD_VALUE, text.span.clone(), message).help(help);
}

/// Reports what this version does not have yet.
pub(super) fn not_supported(what: &str, span: &Span, diagnostics: &mut Diagnostics) {
    diagnostics
        .error(codes::NOT_SUPPORTED, span.clone(), format!("{what} is not supported yet"))
        .help("this version cannot do what it asks; remove it only if the book can go without");
}

pub(super) fn unknown_field(entry: &Entry, names: Names, diagnostics: &mut Diagnostics) {
    let help = names.help(&entry.key);
    let message = format!("unknown field `{}`", shorten(&entry.key));
    let diagnostic = diagnostics.error(codes::UNKNOWN_FIELD, entry.key_span.clone(), message);
    if let Some(help) = help {
        diagnostic.help(help);
    }
}

impl Names {
    /// What was probably meant by an unknown name.
    pub fn help(self, key: &str) -> Option<String> {
        if key == "<<" {
            return Some("YAML 1.2 has no merge keys; write the fields out".to_owned());
        }
        if let Some((_, meant)) = self.other.iter().find(|(other, _)| *other == key) {
            return Some(format!("use `{meant}`"));
        }
        if let Some(meant) = did_you_mean(key, self.known.iter().chain(self.refused).copied()) {
            return Some(format!("did you mean `{meant}`?"));
        }
        let few = self.known.len() <= 12;
        few.then(|| {
            let known: Vec<String> = self.known.iter().map(|name| format!("`{name}`")).collect();
            format!("{} has {}", self.of, known.join(", "))
        })
    }
}

/// Reports a value of the wrong type.
pub(super) fn wrong_type<'d>(
    node: &Node,
    expected: &str,
    diagnostics: &'d mut Diagnostics,
) -> &'d mut crate::diagnostic::Diagnostic {
    let found = match &node.value {
        Value::Null => "nothing",
        Value::Seq(_) => "a list",
        Value::Map(_) => "a mapping",
        Value::Scalar(scalar) => match scalar.kind {
            ScalarKind::Text => "a text",
            ScalarKind::Bool(_) => "true or false",
            ScalarKind::Int(_) | ScalarKind::Float(_) => "a number",
            ScalarKind::Date => "a date",
        },
    };
    diagnostics.error(codes::WRONG_TYPE, node.span.clone(), format!("expected {expected}, found {found}"))
}

/// The beginning of a long text, for a message.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().nth(MOST).is_none() {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}
