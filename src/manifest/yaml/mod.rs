//! YAML to a [`Node`] tree. serde_yaml decides what is valid and what each scalar is; a second, event-based reader
//! says where everything stands.
//!
//! 1. `events` reads the events into a tree of places and refuses what is nested too deep or, through aliases, too
//!    large, before anything is expanded.
//! 2. `values` reads the values through serde_yaml, mappings with all their pairs, duplicates included.
//! 3. `join` walks both at once. Where they disagree the value wins, and stands at the place of what holds it.

mod events;
mod join;
mod syntax;
mod values;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use super::value::{Node, Value};
use crate::diagnostic::{Diagnostics, SourceText, Span, codes};

/// The most values a document may have, those that aliases repeat counted each time.
pub const MAX_NODES: usize = 1_000_000;
/// The most bytes of text that aliases may repeat.
pub const MAX_REPEATED_BYTES: usize = 64 * 1024 * 1024;
/// How deep a document may be nested.
pub const MAX_DEPTH: usize = 64;

/// Reads the YAML document that stands in `range` of a source: a whole manifest, or the front matter of a post.
///
/// Errors are reported at their places. A document with nothing in it is [`Value::Null`]. Returns `None` where there
/// is no tree to go on with; after duplicate keys and tags there is one.
pub fn parse(source: &Arc<SourceText>, range: Range<usize>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = source.text.get(range.clone())?;
    let place = |from: usize, to: usize| Span::new(source, range.start + from..range.start + to);
    let index = events::read(text);
    if let Some(refused) = &index.refused {
        let span = place(refused.at.start, refused.at.end);
        diagnostics.error(codes::BAD_VALUE, span, refused.message.clone()).help(refused.help);
        return None;
    }
    match values::read(text) {
        Ok(Some(value)) => Some(join::Joiner::new(source, range.start, text, &index, diagnostics).join(value)),
        Ok(None) => Some(Node { span: place(0, 0), value: Value::Null }),
        Err(error) => {
            syntax::report(source, &range, text, &error, diagnostics);
            None
        }
    }
}
