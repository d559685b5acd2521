//! `redact`: names that an edition must not hold.

use super::fields::{self, Fields, Names};
use super::model::RedactSpec;
use super::value::{Node, Value};
use crate::diagnostic::{Diagnostics, Spanned, codes};

pub(super) const NAMES: Names = Names {
    of: "an entry of `redact`",
    known: &["text", "with", "whole_word"],
    refused: &[],
    other: &[
        ("name", "text"),
        ("replace", "with"),
        ("by", "with"),
        ("word", "whole_word"),
        ("whole-word", "whole_word"),
    ],
};

/// The list of names. One that cannot be read is an error, so no edition is made without it.
pub(super) fn redact(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<RedactSpec>> {
    let items = fields::list(node, "redact", "mappings such as `{text: Layla, with: L.}`", diagnostics)?;
    Some(items.iter().filter_map(|item| entry(item, diagnostics)).collect())
}

fn entry(node: &Node, diagnostics: &mut Diagnostics) -> Option<RedactSpec> {
    let fields = Fields::open(node, "a mapping such as `{text: Layla, with: L.}`", diagnostics)?;
    fields.check(NAMES, diagnostics);
    let whole_word = match fields.get("whole_word") {
        None => Some(false),
        Some(node) => fields::boolean(node, false).or_else(|| {
            fields::wrong_type(node, "true or false for `whole_word`", diagnostics);
            None
        }),
    };
    let text = fields.required("text", "an entry of `redact`", diagnostics);
    let with = with(&fields, diagnostics);
    Some(RedactSpec { text: text?, with: with?, whole_word: whole_word? })
}

/// `with` as it is written: an empty one removes the name. `None` where it cannot be read.
#[allow(clippy::option_option)] // whether it can be read, and whether it is there
fn with(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Option<Spanned<String>>> {
    let Some(node) = fields.get("with") else { return Some(None) };
    if let Value::Scalar(scalar) = &node.value
        && scalar.text.contains(['\n', '\r'])
    {
        diagnostics.error(codes::BAD_VALUE, node.span.clone(), "`with` has more than one line").help("write it in one");
        return None;
    }
    Some(Some(fields::one_line(fields::text(node, "with", diagnostics)?)))
}
