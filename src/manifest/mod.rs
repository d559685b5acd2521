//! The manifest: YAML to typed values that remember where they stand.
//!
//! serde_yaml decides what is valid; an event parser gives the places (`yaml`). Both make one [`value::Node`]
//! tree, from which `decode` reads the fields by hand, so that all errors of a file are found in one pass.

pub mod meta;
pub mod model;
pub mod value;

pub use meta::{Correction, Credit, DispatchMeta, ImageRef, Kind, SourceField, Status};
pub use model::{Author, Content, DispatchEntry, EditionSpec, Format, Manifest, Settings, SourceSpec, WeekWords};
pub use value::{Node, Value};
