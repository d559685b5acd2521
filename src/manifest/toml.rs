//! TOML front matter (`+++`) to a [`Node`] tree.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::{self, Quoting};
use super::value::{Entry, Node, Scalar, ScalarKind, Value};
use super::yaml::{MAX_DEPTH, MAX_NODES};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};

/// The most parts a dotted key may have. Each is a level, and inline tables multiply them.
pub const MAX_KEY_PARTS: usize = 16;

/// Reads the TOML that stands in `range` of a source. Errors are reported at their places; `None` where there are any.
pub fn parse(source: &Arc<SourceText>, range: Range<usize>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = source.text.get(range.clone())?;
    let span = |at: Range<usize>| Span::new(source, range.start + at.start..range.start + at.end);
    if let Some(at) = long_key(text) {
        let message = format!("a key of more than {MAX_KEY_PARTS} parts");
        diagnostics.error(codes::FRONT_MATTER, span(at..at), message).help("nest less");
        return None;
    }
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(0, |at| at.start));
    let mut last_line = 0;
    for error in &errors {
        let at = span(error.span().unwrap_or(0..0));
        let line = at.position().line;
        // One mistake often makes several errors on its line.
        if line == last_line {
            continue;
        }
        last_line = line;
        if error.message().starts_with("duplicate key") {
            let key = text.get(error.span().unwrap_or(0..0)).unwrap_or_default().to_owned();
            diagnostics.error(codes::DUPLICATE_KEY, at, format!("`{key}` is here twice")).help("remove one of them");
        } else if error.message().contains("recurs") {
            // The parser gives up a little deeper than is allowed.
            diagnostics.error(codes::BAD_VALUE, at, too_deep()).help(FLATTEN);
        } else {
            diagnostics.error(codes::FRONT_MATTER, at, format!("the TOML cannot be read: {}", error.message()));
        }
    }
    if !errors.is_empty() {
        return None;
    }
    let mut reader = Reader { source, start: range.start, text, nodes: 0 };
    match reader.table(table.get_ref(), table.span(), 1) {
        Ok(node) => Some(node),
        Err(Refused { at, message, help }) => {
            diagnostics.error(codes::BAD_VALUE, at, message).help(help);
            None
        }
    }
}

/// What to do where it is nested too deep.
const FLATTEN: &str = "flatten it";

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

/// Why a document is not taken, and where that is.
struct Refused {
    at: Span,
    message: String,
    help: &'static str,
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    start: usize,
    text: &'a str,
    /// Values and keys read so far.
    nodes: usize,
}

impl Reader<'_> {
    /// Counts a value or a key.
    fn count(&mut self, at: &Range<usize>, depth: usize) -> Result<(), Refused> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return Err(Refused { at: self.first(at.clone()), message: too_deep(), help: FLATTEN });
        }
        if self.nodes > MAX_NODES {
            let message = format!("the TOML holds more than {MAX_NODES} values");
            return Err(Refused { at: self.first(at.clone()), message, help: "keys count too" });
        }
        Ok(())
    }

    fn table(&mut self, table: &DeTable<'_>, at: Range<usize>, depth: usize) -> Result<Node, Refused> {
        self.count(&at, depth)?;
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            self.count(&key.span(), depth)?;
            let node = self.value(value, depth + 1)?;
            entries.push(Entry { key: key.get_ref().to_string(), key_span: self.span(key.span()), node });
        }
        entries.sort_by_key(|entry| entry.key_span.range.start);
        Ok(Node { span: self.first(at), value: Value::Map(entries) })
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Node, Refused> {
        let at = value.span();
        let flat = !matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
        if flat {
            // Depth is that of tables and arrays: a value in the deepest is none.
            self.count(&at, 0)?;
        }
        let (text, kind) = match value.get_ref() {
            DeValue::Table(table) => return self.table(table, at, depth),
            DeValue::Array(items) => {
                self.count(&at, depth)?;
                let items = items.iter().map(|item| self.value(item, depth + 1)).collect::<Result<_, _>>()?;
                return Ok(Node { span: self.first(at), value: Value::Seq(items) });
            }
            DeValue::String(text) => (text.to_string(), ScalarKind::Text),
            DeValue::Boolean(value) => (self.written(&at), ScalarKind::Bool(*value)),
            DeValue::Datetime(_) => (self.written(&at), ScalarKind::Date),
            DeValue::Float(float) => (self.written(&at), ScalarKind::Float(float.as_str().parse().unwrap_or(f64::NAN))),
            DeValue::Integer(int) => {
                let value = i64::from_str_radix(int.as_str(), int.radix());
                (self.written(&at), value.map_or(ScalarKind::Float(f64::NAN), ScalarKind::Int))
            }
        };
        let quoting = match self.text.as_bytes().get(at.start) {
            Some(b'"') => Quoting::Double,
            Some(b'\'') => Quoting::Literal,
            _ => Quoting::None,
        };
        let lines = lines::of(&text, self.text, &at, quoting, self.start);
        Ok(Node { span: self.span(at), value: Value::Scalar(Scalar { text, kind, lines }) })
    }

    fn written(&self, at: &Range<usize>) -> String {
        self.text.get(at.clone()).unwrap_or_default().to_owned()
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span::new(self.source, self.start + at.start..self.start + at.end)
    }

    /// The first character of a place.
    fn first(&self, at: Range<usize>) -> Span {
        let length = self.text.get(at.clone()).and_then(|text| text.chars().next()).map_or(0, char::len_utf8);
        self.span(at.start..at.start + length)
    }
}

/// Where a dotted key has too many parts. Texts and comments are stepped over.
fn long_key(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut dots) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = end_of_string(bytes, at),
            b'#' => at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at),
            b'.' => {
                dots += 1;
                if dots >= MAX_KEY_PARTS {
                    return Some(at);
                }
                at += 1;
            }
            _ => {
                if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ' | b'\t')) {
                    dots = 0;
                }
                at += 1;
            }
        }
    }
    None
}

/// The offset behind a string that begins at `at`; the text's end where it is not closed.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut i = at + if long { 3 } else { 1 };
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if quote == b'"' => i += 1,
            b'\n' if !long => return i,
            byte if byte == quote && !long => return i + 1,
            byte if byte == quote && bytes[i..].starts_with(&[quote; 3]) => return i + 3,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<String>) {
        let source = SourceText::new("a.md", format!("+++\n{text}+++\n"));
        let mut diagnostics = Diagnostics::new();
        let node = parse(&source, 4..4 + text.len(), &mut diagnostics);
        let messages = diagnostics.iter().map(|d| {
            let at = d.span.as_ref().expect("a place").position();
            format!("{}:{} {}: {}", at.line, at.column, d.code.0, d.message)
        });
        (node, messages.collect())
    }

    fn flat(node: &Node, path: &str, out: &mut Vec<String>) {
        let at = node.span.position();
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    flat(&entry.node, &format!("{path}.{}", entry.key), out);
                }
            }
            Value::Seq(items) => items.iter().for_each(|item| flat(item, &format!("{path}[]"), out)),
            Value::Scalar(scalar) => {
                out.push(format!("{path} {}:{} {} {:?}", at.line, at.column, scalar.text, scalar.kind));
            }
            Value::Null => out.push(format!("{path} null")),
        }
    }

    #[test]
    fn front_matter_of_zola_and_hugo() {
        let text = "title = \"Wells \\u00e9\"\ndate = 2017-04-15T10:00:00Z\nweight = 0x10\ndraft = true\nf = 1.50\n\
                    # a. b. c\n[taxonomies]\ntags = [\"a\", 'b']\n[extra]\nx.y = 1\n";
        let (node, messages) = read(text);
        assert_eq!(messages, Vec::<String>::new());
        let mut out = Vec::new();
        flat(&node.expect("a tree"), "", &mut out);
        assert_eq!(
            out,
            [
                ".title 2:9 Wells é Text",
                ".date 3:8 2017-04-15T10:00:00Z Date",
                ".weight 4:10 0x10 Int(16)",
                ".draft 5:9 true Bool(true)",
                ".f 6:5 1.50 Float(1.5)",
                ".taxonomies.tags[] 9:9 a Text",
                ".taxonomies.tags[] 9:14 b Text",
                ".extra.x.y 11:7 1 Int(1)",
            ]
        );
    }

    #[test]
    fn errors_have_places() {
        assert_eq!(read("a = 1\na = 2\n").1, ["3:1 duplicate-key: `a` is here twice"]);
        let (node, messages) = read("a = 1\nb = \nc = [1\n");
        assert!(node.is_none());
        assert!(messages[0].starts_with("3:5 front-matter: the TOML cannot be read: "), "{messages:?}");
        let deep = format!("{} = 1\n", vec!["a"; 100_000].join("."));
        assert_eq!(read(&deep).1, ["2:32 front-matter: a key of more than 16 parts"]);
        // The document is the first level; the 64th bracket is the first that is too deep.
        let nested = |levels: usize| read(&format!("b = 1\na = {}1{}\n", "[".repeat(levels), "]".repeat(levels))).1;
        assert_eq!(nested(63), Vec::<String>::new());
        assert_eq!(nested(64), ["3:68 bad-value: nested more than 64 levels deep"]);
        assert_eq!(nested(70), ["3:68 bad-value: nested more than 64 levels deep"]);
        let endless = read(&format!("a = {}\n", "[".repeat(100_000))).1;
        assert!(endless[0].ends_with("bad-value: nested more than 64 levels deep"), "{}", endless[0]);
        assert!(
            read("a = \"......................................\" # ................................\n").1.is_empty()
        );
    }

    #[test]
    fn values_are_counted() {
        // The document, the key, the list and its items.
        let list = |items: usize| read(&format!("a = [{}]\n", "1,".repeat(items))).1;
        assert_eq!(list(MAX_NODES - 3), Vec::<String>::new());
        assert_eq!(list(MAX_NODES), ["2:2000000 bad-value: the TOML holds more than 1000000 values"]);
    }

    #[test]
    fn lines_of_long_texts() {
        let text = "a = \"\"\"\none \\u00e9\n  two\\\n   three\"\"\"\n";
        let (node, _) = read(text);
        let Value::Map(entries) = node.expect("a tree").value else { panic!() };
        let Value::Scalar(scalar) = &entries[0].node.value else { panic!() };
        assert_eq!(scalar.text, "one é\n  twothree");
        let source = &entries[0].key_span.source.text;
        let starts: Vec<_> = scalar.lines.iter().map(|(a, b)| (&scalar.text[*a..], &source[*b..])).collect();
        assert!(starts.iter().any(|(text, at)| text.starts_with("one") && at.starts_with("one")));
        assert!(starts.iter().any(|(text, at)| text.starts_with("  two") && at.starts_with("  two\\")));
        assert!(starts.iter().any(|(text, at)| *text == "three" && at.starts_with("three\"")));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(?s)[a-c.=\\[\\]{}\"'#\\\\\n 0-9é]{0,60}") {
            let (node, messages) = read(&text);
            prop_assert_eq!(node.is_none(), !messages.is_empty());
        }
    }
}
