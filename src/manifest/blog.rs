//! What blogs write in front matter, and what it means: Jekyll, Hugo, Zola and Pelican.

use std::collections::BTreeSet;

use super::decode_meta::language;
use super::fields::{self, Fields};
use super::meta::{MetaOutcome, Status};
use super::value::{Node, Value};
use crate::diagnostic::{Diagnostics, Spanned};

/// Fields that mean something in front matter only.
const FIELDS: &[&str] = &["draft", "published", "author", "authors", "lang", "taxonomies", "categories", "category"];

/// Whether a name is one of those that blogs use for what a dispatch has.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// Reads what blogs write where the dispatch's own fields do not say it already.
pub(super) fn fields(fields: &Fields<'_>, outcome: &mut MetaOutcome, diagnostics: &mut Diagnostics) {
    drafts(fields, outcome, diagnostics);
    let meta = &mut outcome.meta;
    for name in ["authors", "author"] {
        if let (Some(node), true) = (fields.get(name), meta.byline.is_empty()) {
            meta.byline = names(node, name, diagnostics);
        }
    }
    if meta.language.is_none() {
        meta.language = fields.line("lang", diagnostics).and_then(|tag| language(tag, "lang", true, diagnostics));
    }
    let mut tags = std::mem::take(&mut meta.tags);
    if let Some(node) = fields.get("categories") {
        tags.extend(labels(node, "categories", diagnostics));
    }
    if let Some(node) = fields.get("category") {
        tags.extend(list_or_one(node, "category", diagnostics));
    }
    taxonomies(fields, &mut tags, &mut meta.byline, diagnostics);
    let mut seen = BTreeSet::new();
    tags.retain(|tag| !tag.value.is_empty() && seen.insert(tag.value.clone()));
    meta.tags = tags;
}

/// `draft: true` and `published: false` are drafts, whatever `status` says.
fn drafts(fields: &Fields<'_>, outcome: &mut MetaOutcome, diagnostics: &mut Diagnostics) {
    for (name, drafted) in [("draft", true), ("published", false)] {
        let Some(node) = fields.get(name) else { continue };
        match fields::boolean(node, true) {
            Some(value) if value == drafted => {
                outcome.meta.status = Some(Spanned::new(Status::Draft, node.span.clone()));
            }
            Some(_) => {}
            // Some blogs put the day here on which a post was published.
            None if name == "published" => {
                if let Some(key) = fields.key(name) {
                    outcome.unknown.push(Spanned::new(name.to_owned(), key.clone()));
                }
            }
            None => {
                fields::wrong_type(node, "true or false for `draft`", diagnostics);
            }
        }
    }
}

/// Zola's `[taxonomies]`: every list is of tags, but for that of authors.
fn taxonomies(
    fields: &Fields<'_>,
    tags: &mut Vec<Spanned<String>>,
    byline: &mut Vec<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    let Some(node) = fields.get("taxonomies") else { return };
    let Some(lists) = Fields::open(node, "a mapping of lists for `taxonomies`", diagnostics) else { return };
    for entry in lists.entries {
        if entry.node.value == Value::Null {
            continue;
        }
        let labels = labels(&entry.node, &entry.key, diagnostics);
        match entry.key.as_str() {
            "author" | "authors" if byline.is_empty() => *byline = labels,
            "author" | "authors" => {}
            _ => tags.extend(labels),
        }
    }
}

/// A list of labels, or a text of several: with commas between them, else blanks, as Jekyll reads it.
pub(super) fn labels(node: &Node, name: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    let Value::Scalar(_) = &node.value else { return list_or_one(node, name, diagnostics) };
    let Some(text) = fields::text(node, name, diagnostics) else { return Vec::new() };
    let pieces: Vec<&str> = if text.value.contains(',') {
        text.value.split(',').map(str::trim).collect()
    } else {
        text.value.split_whitespace().collect()
    };
    pieces.into_iter().map(|piece| Spanned::new(piece.to_owned(), text.span.clone())).collect()
}

fn list_or_one(node: &Node, name: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    match &node.value {
        Value::Seq(items) => {
            let items = items.iter().filter(|item| item.value != Value::Null);
            items.filter_map(|item| fields::text(item, name, diagnostics).map(fields::one_line)).collect()
        }
        _ => fields::text(node, name, diagnostics).map(fields::one_line).into_iter().collect(),
    }
}

/// A name, a mapping with a `name`, or a list of either.
fn names(node: &Node, field: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    let one = |node: &Node, diagnostics: &mut Diagnostics| match Fields::of(node) {
        Some(fields) => fields.line("name", diagnostics),
        None => fields::text(node, field, diagnostics).map(fields::one_line),
    };
    let nodes = if let Value::Seq(items) = &node.value { &items[..] } else { std::slice::from_ref(node) };
    let nodes = nodes.iter().filter(|node| node.value != Value::Null);
    nodes.filter_map(|node| one(node, diagnostics)).filter(|name| !name.value.is_empty()).collect()
}
