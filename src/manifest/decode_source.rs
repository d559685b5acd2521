//! Sources: the registry, and those given in place.

use super::checks;
use super::fields::{Fields, Names};
use super::model::SourceSpec;
use super::value::Node;
use crate::diagnostic::{Diagnostics, Spanned};

const NAMES: Names = Names {
    of: "a source",
    known: &["name", "url", "license", "kind", "language", "note"],
    refused: &["reliability"],
    other: &[("licence", "license"), ("lang", "language"), ("title", "name"), ("link", "url"), ("type", "kind")],
};

/// A source.
pub(super) fn source(node: &Node, diagnostics: &mut Diagnostics) -> Option<SourceSpec> {
    let fields = Fields::open(node, "a source such as `{name: Associated Press}`", diagnostics)?;
    fields.check(NAMES, diagnostics);
    let name = fields.required("name", "a source", diagnostics);
    let url = fields.line("url", diagnostics).and_then(|url| checks::web(url, "url", diagnostics));
    let language = fields.line("language", diagnostics);
    let language = language.and_then(|tag| checks::language(tag, "language", diagnostics));
    let license = fields.line("license", diagnostics);
    let kind = fields.line("kind", diagnostics);
    let note = fields.text("note", diagnostics);
    Some(SourceSpec { name: name?, url, license, kind, language, note, span: node.span.clone() })
}

/// The registry, in the order written.
pub(super) fn registry(node: &Node, diagnostics: &mut Diagnostics) -> Vec<(Spanned<String>, SourceSpec)> {
    let expected = "a mapping of ids and sources, such as `ap: {name: Associated Press}`, for `sources`";
    let Some(fields) = Fields::open(node, expected, diagnostics) else { return Vec::new() };
    let sources = fields.entries.iter().filter_map(|entry| {
        let id = Spanned::new(entry.key.clone(), entry.key_span.clone());
        source(&entry.node, diagnostics).map(|source| (id, source))
    });
    sources.collect()
}
