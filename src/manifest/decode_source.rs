//! Sources: the registry, and those given in place.

use super::checks;
use super::fields::{self, Fields, Names};
use super::model::SourceSpec;
use super::value::Node;
use crate::diagnostic::{Diagnostics, Spanned};

pub(super) const NAMES: Names = Names {
    of: "a source",
    known: &["name", "url", "license", "kind", "language", "reliability", "note"],
    refused: &[],
    other: &[("licence", "license"), ("lang", "language"), ("title", "name"), ("link", "url"), ("type", "kind")],
};

/// Grades of reliability.
pub(super) const GRADES: &[(&str, char)] = &[("A", 'A'), ("B", 'B'), ("C", 'C'), ("D", 'D'), ("E", 'E'), ("F", 'F')];

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
    let reliability = fields.line("reliability", diagnostics).and_then(|text| reliability(text, diagnostics));
    let note = fields.text("note", diagnostics);
    Some(SourceSpec { name: name?, url, license, kind, language, reliability, note, span: node.span.clone() })
}

/// How reliable it is, as the Admiralty code grades a source.
fn reliability(text: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<char>> {
    if let Some((_, grade)) = GRADES.iter().find(|(word, _)| *word == text.value) {
        return Some(Spanned::new(*grade, text.span));
    }
    fields::bad_value(
        &text,
        "reliability",
        "it is a letter from `A` (reliable) to `F` (cannot be judged)",
        diagnostics,
    );
    None
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
