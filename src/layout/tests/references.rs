//! Page references: their labels settle, or it is said that they do not.

use super::*;
use crate::diagnostic::codes;
use crate::flow::{Data, Matter, Name, SectionKind};

/// A paragraph of so many characters, of 20 a line, and a page's label.
fn see(part: &mut Part, length: usize, anchor: &str) {
    let see = part.with(0, Name::P, &format!("see {} ", ".".repeat(length - 5)));
    let label = part.add(see, Name::Span);
    part.data(label, Data::PageRef(anchor.to_owned()));
}

/// Four lines.
fn fill(part: &mut Part) {
    for name in ["a", "b", "c", "d"] {
        part.lines(0, name, 1);
    }
}

/// A line that a page reference leads to.
fn target(part: &mut Part, anchor: &str) {
    let line = part.lines(0, anchor, 1);
    part.anchor(line, anchor);
}

/// The labels shown: the ends of the paragraphs that show one; and whether it is said that they may be wrong.
fn shown(part: Part, height: f64) -> (Vec<String>, bool) {
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| page(100.0, height));
    let lines = words(&pages).concat();
    let labels = lines.iter().filter_map(|line| line.strip_prefix("see "));
    let labels = labels.map(|line| line.trim_matches('.').trim().to_owned()).collect();
    (labels, book.diags.iter().any(|found| found.code == codes::PAGE_REFERENCE))
}

/// Where it says “iii” a line is longer and what it means is on page iv, and where it says “iv”, on page iii.
#[test]
fn labels_that_never_settle_are_told() {
    let mut part = Part::new(SectionKind::Front, Matter::Front);
    see(&mut part, 18, "t");
    fill(&mut part);
    target(&mut part, "t");
    assert!(shown(part, 24.0).1);
}

/// Two digits make a line longer. With a page to each line the labels are 9 and 10 first, which makes the first line
/// shorter, then 8 and 9, which makes the second shorter, then 7 and 8; and so they are again.
#[test]
fn labels_that_settle_at_last_are_not_told() {
    let mut part = Part::week();
    see(&mut part, 19, "t");
    see(&mut part, 19, "u");
    fill(&mut part);
    target(&mut part, "t");
    target(&mut part, "u");
    assert_eq!(shown(part, 12.0), (vec!["7".to_owned(), "8".to_owned()], false));
}
