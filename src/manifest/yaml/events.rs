//! The places: the event reader's tree, with bounds on depth and on what aliases repeat.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, options};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::manifest::lines::Quoting;

use super::{MAX_DEPTH, MAX_NODES, MAX_REPEATED_BYTES};

/// A node and where it stands (bytes of the document).
#[derive(Debug)]
pub(super) struct Place {
    pub at: Range<usize>,
    pub kind: Kind,
    /// Nodes in it once aliases are expanded, itself counted.
    nodes: usize,
    /// Bytes of text in it, likewise.
    bytes: usize,
    /// How many levels it has, itself counted.
    depth: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// A scalar; its text where it is plain, for then nothing in it was escaped.
    Scalar { quoting: Quoting, plain: Option<String> },
    /// Items.
    Seq(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
    /// What an anchor named.
    Alias(usize),
}

/// All nodes of the first document.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub nodes: Vec<Place>,
    /// The first node, if the document has any.
    pub root: Option<usize>,
    /// Why the document must not be read at all.
    pub refused: Option<Refused>,
}

#[derive(Debug)]
pub(super) struct Refused {
    pub at: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

/// Reads the events of a text.
pub(super) fn read(text: &str) -> Index {
    // The reader's own bounds lie above ours, so that ours are met first and say what they are.
    let options = options! {
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: true,
        flow_nesting_limit: 128,
        block_nesting_limit: 128,
    };
    let mut builder = Builder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let at = span.byte_range().unwrap_or(0..0);
                if builder.event(event, at).is_none() {
                    break;
                }
            }
            Err(error) => {
                // Where the reader looks ahead it may meet its own bound before ours. All else is serde_yaml's to say.
                if *error.kind() == ErrorKind::RecursionLimitExceeded {
                    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
                    let _: Option<()> = builder.too_deep(at..at);
                }
                break;
            }
        }
    }
    // After an error what was read so far still gives places.
    while builder.index.refused.is_none() && !builder.open.is_empty() {
        builder.close();
    }
    builder.index
}

#[derive(Default)]
struct Builder {
    /// What an anchor's number stands for.
    anchors: FxHashMap<usize, usize>,
    anchor_names: FxHashSet<String>,
    open: Vec<usize>,
    index: Index,
    documents: usize,
    repeated_nodes: usize,
    repeated_bytes: usize,
}

impl Builder {
    /// Takes an event in; `None` once the document is refused.
    fn event(&mut self, event: Event<'_>, at: Range<usize>) -> Option<()> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let help = "keep one, and remove the `---` before the next";
                    return self.refuse(at, "several YAML documents in one".to_owned(), help);
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let quoting = match style {
                    ScalarStyle::SingleQuoted => Quoting::Single,
                    ScalarStyle::DoubleQuoted => Quoting::Double,
                    _ => Quoting::None,
                };
                let bytes = text.len();
                let plain = (style == ScalarStyle::Plain).then(|| text.into_owned());
                self.add(Kind::Scalar { quoting, plain }, at, anchor, bytes)?;
            }
            Event::SequenceStart(_, anchor, _) => self.open(Kind::Seq(Vec::new()), at, anchor)?,
            Event::MappingStart(_, anchor, _) => self.open(Kind::Map(Vec::new()), at, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, at)?,
            // YAML allows it, but serde_yaml then confuses what aliases stand for.
            Event::Anchor(_, name) if !self.anchor_names.insert(name.clone().into_owned()) => {
                let help = "give each anchor a name of its own";
                return self.refuse(at, format!("the anchor `{name}` is defined twice"), help);
            }
            _ => {}
        }
        Some(())
    }

    fn add(&mut self, kind: Kind, at: Range<usize>, anchor: usize, bytes: usize) -> Option<usize> {
        let id = self.index.nodes.len();
        if id >= MAX_NODES {
            return self.too_many(at);
        }
        self.index.nodes.push(Place { at, kind, nodes: 1, bytes, depth: 1 });
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        match self.open.last().map(|&parent| &mut self.index.nodes[parent].kind) {
            Some(Kind::Seq(items) | Kind::Map(items)) => items.push(id),
            _ => self.index.root = self.index.root.or(Some(id)),
        }
        Some(id)
    }

    fn open(&mut self, kind: Kind, at: Range<usize>, anchor: usize) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            return self.too_deep(at);
        }
        let id = self.add(kind, at, anchor, 0)?;
        self.open.push(id);
        Some(())
    }

    /// Closes the innermost collection and sums up what it holds.
    fn close(&mut self) {
        let Some(id) = self.open.pop() else { return };
        let (Kind::Seq(children) | Kind::Map(children)) = &self.index.nodes[id].kind else { return };
        let (mut nodes, mut bytes, mut depth) = (1usize, 0usize, 0usize);
        for &child in children {
            let child = &self.index.nodes[child];
            nodes = nodes.saturating_add(child.nodes);
            bytes = bytes.saturating_add(child.bytes);
            depth = depth.max(child.depth);
        }
        let place = &mut self.index.nodes[id];
        (place.nodes, place.bytes, place.depth) = (nodes, bytes, depth + 1);
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Option<()> {
        let Some(&target) = self.anchors.get(&anchor) else { return Some(()) };
        if self.open.contains(&target) {
            let help = "write out what it stands for";
            return self.refuse(at, "an alias inside of what it stands for".to_owned(), help);
        }
        let Place { nodes, bytes, depth, .. } = self.index.nodes[target];
        if self.open.len() + depth > MAX_DEPTH {
            return self.too_deep(at);
        }
        let id = self.add(Kind::Alias(target), at.clone(), 0, bytes)?;
        self.index.nodes[id].nodes = nodes;
        self.index.nodes[id].depth = depth;
        // What is open now has not been summed up yet, so the whole is checked from the parts.
        self.repeated_nodes = self.repeated_nodes.saturating_add(nodes);
        self.repeated_bytes = self.repeated_bytes.saturating_add(bytes);
        if self.repeated_nodes.saturating_add(self.index.nodes.len()) > MAX_NODES {
            return self.too_many(at);
        }
        if self.repeated_bytes > MAX_REPEATED_BYTES {
            let mib = MAX_REPEATED_BYTES / 1024 / 1024;
            let help = "write out what the aliases stand for";
            return self.refuse(at, format!("aliases repeat more than {mib} MiB of text"), help);
        }
        Some(())
    }

    fn too_many<T>(&mut self, at: Range<usize>) -> Option<T> {
        self.refuse(
            at,
            format!("the YAML holds more than {MAX_NODES} values"),
            "an alias counts as often as it is used",
        )
    }

    fn too_deep<T>(&mut self, at: Range<usize>) -> Option<T> {
        self.refuse(at, format!("nested more than {MAX_DEPTH} levels deep"), "flatten it")
    }

    fn refuse<T>(&mut self, at: Range<usize>, message: String, help: &'static str) -> Option<T> {
        self.index.refused = Some(Refused { at, message, help });
        None
    }
}
