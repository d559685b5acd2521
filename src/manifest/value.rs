//! The neutral tree that YAML, TOML and Pelican headers are read into: values with their places.

use crate::diagnostic::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The place of the value itself (of a mapping or sequence: its first character).
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, or `null`.
    Null,
    /// Any scalar.
    Scalar(Scalar),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping with text keys, in the order written; duplicate keys are already reported.
    Map(Vec<Entry>),
}

/// One pair of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// A scalar as written and as the format reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    /// The text as written, quotes and escapes resolved: what a text field takes (`title: 1984`).
    pub text: String,
    /// What the format makes of it.
    pub kind: ScalarKind,
    /// For a text of several lines: byte offset in `text` of each line's start, and where it stands in the
    /// source, so that a place in an inline body can be shown in the manifest. Never empty.
    pub lines: Vec<(usize, usize)>,
}

/// What a format makes of a scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScalarKind {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A date or time of TOML.
    Date,
}
