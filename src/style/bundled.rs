//! The styles embedded in the program.

use std::sync::Arc;

use crate::diagnostic::SourceText;

/// Names a book can ask for.
pub const NAMES: &[&str] = &["book", "briefing", "large-print"];

/// What HTML's elements look like before any style; stands in front of every other.
pub fn base() -> Arc<SourceText> {
    SourceText::new("base.css (bundled)", include_str!("../../styles/base.css"))
}

/// A style by its name.
pub fn source(name: &str) -> Option<Arc<SourceText>> {
    let text = match name {
        "book" => include_str!("../../styles/book.css"),
        "briefing" => include_str!("../../styles/briefing.css"),
        "large-print" => include_str!("../../styles/large-print.css"),
        _ => return None,
    };
    Some(SourceText::new(format!("{name}.css (bundled)"), text))
}

/// What a style is for, in a line.
pub fn about(name: &str) -> &'static str {
    match name {
        "book" => "for a bound book: serif, justified, heads on each side",
        "briefing" => "a situation report for the office printer: sans serif, two columns, key figures in boxes",
        "large-print" => "for readers with low vision: 18 points, ragged",
        _ => "",
    }
}

/// Whether a sheet is one of these.
pub fn is_bundled(source: &SourceText) -> bool {
    source.name.ends_with(" (bundled)")
}

/// The names as a message lists them.
pub fn names_for_people() -> String {
    let quoted: Vec<String> = NAMES.iter().map(|n| format!("`{n}`")).collect();
    quoted.split_last().map_or_else(String::new, |(last, before)| format!("{} and {last}", before.join(", ")))
}
