//! Many messages that say the same, for people: one of each, and how many more there are.
//!
//! A blog of ten years has a thousand pieces of raw HTML. Whoever reads the messages wants to know each kind once; a
//! program, or who asks for all (`-v`), gets every one. Errors are never left out: each has to be mended.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Diagnostic, Severity};

/// Messages of one code that are shown whatever they say; of more, only different ones, as many at most.
const FEW: usize = 10;

/// How many messages of a code are not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Of which code.
    pub code: Code,
    /// How many.
    pub count: usize,
    /// In how many files.
    pub files: usize,
}

/// Divides messages into those to show, in their order, and a count of the others, by code.
pub fn fold(all: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Rest>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in all.iter().filter(|d| d.severity != Severity::Error) {
        *counts.entry(diagnostic.code.0).or_default() += 1;
    }
    let mut said: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut rest: BTreeMap<&str, (Code, usize, BTreeSet<String>)> = BTreeMap::new();
    let mut shown = Vec::new();
    for diagnostic in all {
        let code = diagnostic.code;
        let many = counts.get(code.0).is_some_and(|count| *count > FEW);
        if diagnostic.severity == Severity::Error || !many {
            shown.push(diagnostic);
            continue;
        }
        let said = said.entry(code.0).or_default();
        if said.len() < FEW && said.insert(gist(&diagnostic.message)) {
            shown.push(diagnostic);
            continue;
        }
        let (_, count, files) = rest.entry(code.0).or_insert((code, 0, BTreeSet::new()));
        *count += 1;
        files.extend(diagnostic.span.map(|span| span.source.name.clone()));
    }
    let rest = rest.into_values().map(|(code, count, files)| Rest { code, count, files: files.len() });
    (shown, rest.collect())
}

/// A message without what differs from place to place: titles, numbers, files, and what stands in brackets at its end.
fn gist(message: &str) -> String {
    let message = if message.ends_with(')') { message.rsplit_once(" (").map_or(message, |(m, _)| m) } else { message };
    let pieces = message.split('`').enumerate();
    let message: String =
        pieces.map(|(i, piece)| if i % 2 == 1 && piece.ends_with(".md") { "" } else { piece }).collect();
    let (mut gist, mut title) = (String::with_capacity(message.len()), 0usize);
    for c in message.chars() {
        match c {
            '“' => title += 1,
            '”' => title = title.saturating_sub(1),
            _ if title == 0 && !c.is_ascii_digit() => gist.push(c),
            _ => {}
        }
    }
    gist
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostics, SourceText, Span, codes};
    use super::*;

    fn warnings(count: usize, message: impl Fn(usize) -> String) -> Diagnostics {
        let mut diags = Diagnostics::new();
        for i in 0..count {
            let source = SourceText::new(format!("{}.md", i / 2), "x");
            diags.warning(codes::RAW_HTML, Span::start_of(&source), message(i));
        }
        diags
    }

    #[test]
    fn few_are_all_shown() {
        let (shown, rest) = fold(warnings(FEW, |_| "the same".to_owned()).into_vec());
        assert_eq!((shown.len(), rest.len()), (FEW, 0));
    }

    #[test]
    fn of_many_each_kind_is_shown_once_and_the_rest_counted() {
        let message = |i| format!("“Title {i}” has `<{}>` ({i} tags)", ["div", "font"][i % 2]);
        let (shown, rest) = fold(warnings(100, message).into_vec());
        assert_eq!(shown.len(), 2);
        assert_eq!(rest, [Rest { code: codes::RAW_HTML, count: 98, files: 49 }]);
        let letters = |i: usize| "x".repeat(i);
        assert_eq!(fold(warnings(100, letters).into_vec()).0.len(), FEW);
    }

    #[test]
    fn errors_are_never_left_out() {
        let mut diags = warnings(50, |_| "the same".to_owned());
        for _ in 0..50 {
            diags.error(codes::RAW_HTML, None, "the same");
        }
        assert_eq!(fold(diags.into_vec()).0.len(), 51);
    }
}
