//! Pelican's header lines (`Key: value`) to a [`Node`] tree.
//!
//! As Python-Markdown's meta extension reads them: keys in any case, a line that is indented by four blanks or more
//! continues the value before, the first blank line ends the header. `Tags` and `Authors` are lists
//! (commas, or semicolons where there are any), `Author` and `Category` one text.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lines::{self, Quoting};
use super::value::{Entry, Node, Scalar, ScalarKind, Value};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};

/// Reads the header lines that stand in `range` of a source. Keys are given in lower case, blanks and hyphens as `_`.
/// A line that is none is an error at its place.
pub fn parse(source: &Arc<SourceText>, range: Range<usize>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = source.text.get(range.clone())?;
    let mut reader = Reader { source, seen: FxHashMap::default(), fields: Vec::new() };
    let mut offset = range.start;
    for line in text.split_inclusive('\n') {
        reader.line(line.trim_end(), offset, diagnostics);
        offset += line.len();
    }
    let entries = reader.fields.into_iter().map(|field| field.entry(source)).collect();
    let end = range.start + text.chars().next().map_or(0, char::len_utf8);
    Some(Node { span: Span::new(source, range.start..end), value: Value::Map(entries) })
}

/// Whether a line could be one of a header: a key of letters, digits, `_`, `-` and blanks, then a colon.
pub fn is_line(line: &str) -> bool {
    key_of(line).is_some()
}

fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let form = key.starts_with(char::is_alphabetic) && key.chars().all(word);
    // `https://…` is no field.
    (form && !rest.starts_with("//")).then_some(key)
}

struct Field {
    key: String,
    key_span: Span,
    /// Bytes of the source, line by line.
    parts: Vec<Range<usize>>,
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    seen: FxHashMap<String, Span>,
    fields: Vec<Field>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, offset: usize, diagnostics: &mut Diagnostics) {
        let content = line.trim_start();
        if content.is_empty() {
            return;
        }
        let at = offset + line.len() - content.len()..offset + line.len();
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if let (true, Some(last)) = (indented, self.fields.last_mut()) {
            last.parts.push(at);
            return;
        }
        let Some(key) = key_of(line) else {
            diagnostics
                .error(codes::FRONT_MATTER, Span::new(self.source, at), "expected `Key: value`")
                .help("put an empty line between the header and the text");
            return;
        };
        let key_span = Span::new(self.source, offset..offset + key.len());
        let name = key.trim_end().to_lowercase().replace([' ', '-'], "_");
        if let Some(first) = self.seen.get(&name) {
            super::report_duplicate(key, &key_span, first, diagnostics);
            return;
        }
        self.seen.insert(name.clone(), key_span.clone());
        let value = line[key.len() + 1..].trim_start();
        let start = offset + line.len() - value.len();
        let first = start..offset + line.len();
        self.fields.push(Field { key: name, key_span, parts: Vec::from([first]) });
    }
}

impl Field {
    fn entry(self, source: &Arc<SourceText>) -> Entry {
        let start = self.parts.first().map_or(self.key_span.range.end, |part| part.start);
        let end = self.parts.last().map_or(start, |part| part.end);
        let is_list = matches!(self.key.as_str(), "tags" | "authors" | "keywords");
        let value = if is_list {
            let text = &source.text[start..end];
            let separator = if text.contains(';') { ';' } else { ',' };
            let items = self.parts.iter().flat_map(|part| pieces(source, part, separator));
            Value::Seq(items.map(|at| node(source, std::slice::from_ref(&at))).collect())
        } else {
            node(source, &self.parts).value
        };
        Entry { key: self.key, key_span: self.key_span, node: Node { span: Span::new(source, start..end), value } }
    }
}

/// The items of a list in one line, without the blanks around them.
fn pieces(source: &SourceText, part: &Range<usize>, separator: char) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut offset = part.start;
    for piece in source.text[part.clone()].split(separator) {
        let content = piece.trim();
        if !content.is_empty() {
            let start = offset + piece.len() - piece.trim_start().len();
            pieces.push(start..start + content.len());
        }
        offset += piece.len() + separator.len_utf8();
    }
    pieces
}

/// A text of one or several lines; `true` and `false` are those.
fn node(source: &Arc<SourceText>, parts: &[Range<usize>]) -> Node {
    let texts: Vec<&str> = parts.iter().map(|part| &source.text[part.clone()]).collect();
    let text = texts.join("\n").trim().to_owned();
    let range = parts.first().map_or(0, |part| part.start)..parts.last().map_or(0, |part| part.end);
    let span = Span::new(source, range.clone());
    if text.is_empty() {
        return Node { span, value: Value::Null };
    }
    let kind = match text.as_str() {
        "true" | "True" => ScalarKind::Bool(true),
        "false" | "False" => ScalarKind::Bool(false),
        _ => ScalarKind::Text,
    };
    let lines = lines::of(&text, &source.text, &range, Quoting::None, 0);
    Node { span, value: Value::Scalar(Scalar { text, kind, lines }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let source = SourceText::new("a.md", text);
        let mut diagnostics = Diagnostics::new();
        let node = parse(&source, 0..text.len(), &mut diagnostics).expect("a tree");
        let Value::Map(entries) = node.value else { panic!("a mapping") };
        let mut out = Vec::new();
        for entry in entries {
            let nodes = match entry.node.value {
                Value::Seq(items) => items,
                _ => vec![entry.node],
            };
            for node in nodes {
                let at = node.span.position();
                let text = if let Value::Scalar(scalar) = node.value { scalar.text } else { "null".to_owned() };
                out.push(format!("{} {}:{} {text}", entry.key, at.line, at.column));
            }
        }
        let messages = diagnostics.iter().map(|d| {
            let at = d.span.as_ref().expect("a place").position();
            format!("{}:{} {}: {}", at.line, at.column, d.code.0, d.message)
        });
        (out, messages.collect())
    }

    #[test]
    fn header_of_a_pelican_post() {
        let text = "Title: Wells: a report\r\nDATE: 2010-12-03 10:20\nModified:2010-12-05\nCategory: Water\n\
                    Tags: wells,  water , é\nSlug: x\nAuthors: Doe, Jane; Roe, R.\nSummary: Short\n    and longer\nSave as: a.html\nLang:\n";
        let (fields, messages) = read(text);
        assert_eq!(messages, Vec::<String>::new());
        assert_eq!(
            fields,
            [
                "title 1:8 Wells: a report",
                "date 2:7 2010-12-03 10:20",
                "modified 3:10 2010-12-05",
                "category 4:11 Water",
                "tags 5:7 wells",
                "tags 5:15 water",
                "tags 5:23 é",
                "slug 6:7 x",
                "authors 7:10 Doe, Jane",
                "authors 7:21 Roe, R.",
                "summary 8:10 Short\nand longer",
                "save_as 10:10 a.html",
                "lang 11:6 null",
            ]
        );
    }

    #[test]
    fn what_is_no_header_line_is_an_error() {
        let (fields, messages) = read("Title: a\nno field\ntitle: b\n    more\n");
        assert_eq!(fields, ["title 1:8 a\nmore"]);
        assert_eq!(messages, ["2:1 front-matter: expected `Key: value`", "3:1 duplicate-key: `title` is here twice"]);
        assert!(
            is_line("Save-As: x")
                && is_line("Title:")
                && !is_line("https://x")
                && !is_line("a, b: c")
                && !is_line(": x")
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(?s)[A-Cé:;, \\t\n\r-]{0,60}") {
            let _ = read(&text);
        }
    }
}
