//! The manifest: YAML to typed values that remember where they stand.
//!
//! 1. [`yaml`], [`toml`] and [`header`] read a manifest or a post's front matter into one tree of [`value::Node`]s,
//!    each with its place. serde_yaml decides what is valid YAML; an event parser gives the places.
//! 2. [`parse`] and [`meta::decode`] read the fields by hand, so that all errors of a file are found in one pass.
//!    What the contract has and this version does not is refused by name, never ignored.
//!
//! [`json_schema`] says the same to editors, from the decoder's tables.

mod blog;
mod checks;
mod decode;
mod decode_matter;
mod decode_meta;
mod decode_redact;
mod decode_settings;
mod decode_source;
mod fields;
pub mod header;
mod lines;
mod matter;
pub mod meta;
pub mod model;
pub mod pictures;
mod roles;
mod schema;
pub mod toml;
pub mod value;
pub mod yaml;

#[cfg(test)]
mod tests;

pub use checks::page_name;
pub use decode::parse;
pub use matter::{Accessibility, Contact, Figure, Marking, Select};
pub use meta::{Also, Correction, Credit, DispatchMeta, ImageRef, Kind, MetaOutcome, Origin, SourceField, Status};
pub use model::{
    Author, Content, DispatchEntry, EditionSpec, EmbedFonts, Format, Manifest, RedactSpec, Settings, SourceSpec,
    WeekWords,
};
pub use pictures::{Cover, ImageLimits};
pub use schema::json_schema;
pub use value::{Node, Value};

use crate::diagnostic::{Diagnostics, Span, codes};

/// Reports a key that a mapping has already.
pub(crate) fn report_duplicate(key: &str, again: &Span, first: &Span, diagnostics: &mut Diagnostics) {
    let line = first.position().line;
    diagnostics
        .error(codes::DUPLICATE_KEY, again.clone(), format!("`{key}` is here twice"))
        .help(format!("the first is on line {line}; remove one of them"));
}
