mod errors;
mod front_matter;
mod values;

use super::*;
use crate::diagnostic::{Diagnostics, SourceText, render};

/// The manifest and all its messages, rendered.
fn read(text: &str) -> (Option<Manifest>, String) {
    let source = SourceText::new("manifest.yaml", text);
    let mut diagnostics = Diagnostics::new();
    let manifest = parse(&source, &mut diagnostics);
    let mut all = diagnostics.into_vec();
    render::sort(&mut all, "manifest.yaml");
    (manifest, all.iter().map(|d| render::human(d, false, 120)).collect::<Vec<_>>().join("\n"))
}

/// A manifest without a fault.
fn good(text: &str) -> Manifest {
    let (manifest, messages) = read(text);
    assert_eq!(messages, "", "{text}");
    manifest.expect("a manifest")
}
