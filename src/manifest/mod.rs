//! The manifest: YAML to typed values that remember where they stand.
//!
//! serde_yaml decides what is valid; an event parser gives the places (`yaml`). Both make one [`value::Node`]
//! tree, from which `decode` reads the fields by hand, so that all errors of a file are found in one pass.

pub mod header;
mod lines;
pub mod meta;
pub mod model;
pub mod toml;
pub mod value;
pub mod yaml;

pub use meta::{Correction, Credit, DispatchMeta, ImageRef, Kind, SourceField, Status};
pub use model::{Author, Content, DispatchEntry, EditionSpec, Format, Manifest, Settings, SourceSpec, WeekWords};
pub use value::{Node, Value};

use crate::diagnostic::{Diagnostics, Span, codes};

/// Reports a key that a mapping has already.
pub(crate) fn report_duplicate(key: &str, again: &Span, first: &Span, diagnostics: &mut Diagnostics) {
    let line = first.position().line;
    diagnostics
        .error(codes::DUPLICATE_KEY, again.clone(), format!("`{key}` is here twice"))
        .help(format!("the first is on line {line}; remove one of them"));
}
