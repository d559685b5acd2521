//! Values and places walked together into one tree.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::events::{Index, Kind};
use super::values::Read;
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};
use crate::manifest::lines::{self, Quoting};
use crate::manifest::value::{Entry, Node, Scalar, ScalarKind, Value};

pub(super) struct Joiner<'a> {
    source: &'a Arc<SourceText>,
    /// Where the document begins in the source.
    start: usize,
    text: &'a str,
    index: &'a Index,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Joiner<'a> {
    pub fn new(
        source: &'a Arc<SourceText>,
        start: usize,
        text: &'a str,
        index: &'a Index,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { source, start, text, index, diagnostics }
    }

    /// The tree of the whole document.
    pub fn join(mut self, value: Read) -> Node {
        self.node(value, self.index.root, &(0..0))
    }

    /// `place` is the event reader's node, if it has one here; `fallback` the place of what holds it.
    fn node(&mut self, value: Read, place: Option<usize>, fallback: &Range<usize>) -> Node {
        let at = place.map_or_else(|| fallback.clone(), |id| self.visible(id));
        // What an alias stands for is shown where the alias is; what is in it, where it is written.
        let place = place.map(|id| self.resolve(id));
        let kind = place.map(|id| &self.index.nodes[id].kind);
        let value = match value {
            Read::Null => Value::Null,
            Read::Tagged(tag, inner) => {
                // It stands before its value.
                let name = format!("!{tag}");
                let start = self.text.get(..at.start).and_then(|before| before.rfind(&name));
                let tagged = start.map_or_else(|| at.clone(), |start| start..start + name.len());
                self.diagnostics
                    .error(codes::BAD_VALUE, self.span(&tagged), format!("the tag `!{tag}` means nothing here"))
                    .help("remove it; quote a text that begins with `!`");
                return self.node(*inner, place, &at);
            }
            Read::Seq(items) => {
                let places = if let Some(Kind::Seq(ids)) = kind { &ids[..] } else { &[] };
                let nodes = items.into_iter().enumerate().map(|(i, item)| self.node(item, places.get(i).copied(), &at));
                Value::Seq(nodes.collect())
            }
            Read::Map(pairs) => {
                let places = if let Some(Kind::Map(ids)) = kind { &ids[..] } else { &[] };
                Value::Map(self.entries(pairs, places, &at))
            }
            Read::Bool(value) => self.scalar(value.to_string(), ScalarKind::Bool(value), place, &at),
            Read::Int(value) => self.scalar(value.to_string(), ScalarKind::Int(value), place, &at),
            Read::Float(value) => self.scalar(value.to_string(), ScalarKind::Float(value), place, &at),
            Read::Text(text) => self.scalar(text, ScalarKind::Text, place, &at),
        };
        Node { span: self.span(&at), value }
    }

    fn entries(&mut self, pairs: Vec<(Read, Read)>, places: &[usize], fallback: &Range<usize>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(pairs.len());
        let mut seen: FxHashMap<String, Span> = FxHashMap::default();
        for (i, (key, value)) in pairs.into_iter().enumerate() {
            let key = self.node(key, places.get(2 * i).copied(), fallback);
            let node = self.node(value, places.get(2 * i + 1).copied(), fallback);
            let key_text = match key.value {
                Value::Scalar(scalar) => scalar.text,
                Value::Null => self.source.text.get(key.span.range.clone()).unwrap_or_default().to_owned(),
                Value::Seq(_) | Value::Map(_) => {
                    let message = "a key must be a text";
                    self.diagnostics.error(codes::WRONG_TYPE, key.span, message).help("write `key: value`");
                    continue;
                }
            };
            if let Some(first) = seen.get(&key_text) {
                crate::manifest::report_duplicate(&key_text, &key.span, first, self.diagnostics);
                continue;
            }
            seen.insert(key_text.clone(), key.span.clone());
            entries.push(Entry { key: key_text, key_span: key.span, node });
        }
        entries
    }

    /// A scalar as written: where serde_yaml found no text the event reader has the characters.
    fn scalar(&self, read: String, kind: ScalarKind, place: Option<usize>, at: &Range<usize>) -> Value {
        let place = place.map(|id| &self.index.nodes[id]);
        let (quoting, plain, written) = match place.map(|place| (&place.kind, &place.at)) {
            Some((Kind::Scalar { quoting, plain }, written)) => (*quoting, plain.as_deref(), written),
            _ => (Quoting::None, None, at),
        };
        let text = if kind == ScalarKind::Text { read } else { plain.map_or(read, str::to_owned) };
        let lines = lines::of(&text, self.text, written, quoting, self.start);
        Value::Scalar(Scalar { text, kind, lines })
    }

    /// What an alias stands for.
    fn resolve(&self, mut id: usize) -> usize {
        while let Kind::Alias(target) = self.index.nodes[id].kind {
            id = target;
        }
        id
    }

    /// Where a node is shown: of a collection its first character.
    fn visible(&self, id: usize) -> Range<usize> {
        let place = &self.index.nodes[id];
        if matches!(place.kind, Kind::Scalar { .. } | Kind::Alias(_)) {
            return place.at.clone();
        }
        let first = self.text[place.at.start..].chars().next().map_or(0, char::len_utf8);
        place.at.start..place.at.start + first
    }

    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.source, self.start + at.start..self.start + at.end)
    }
}
