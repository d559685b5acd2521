//! When a book claims EPUB Accessibility, and what keeps it from that.

use super::*;

const PNG: &[u8] = include_bytes!("../../../tests/books/full/images/ford.png");

fn faults(body: &str, more: &str) -> (Flow, Vec<String>) {
    let manifest = format!("publisher: P\n{more}dispatches: [posts/2017-04-15-a.md]\n");
    let book = Book::new(&manifest).file("posts/2017-04-15-a.md", body).file("posts/a.png", PNG);
    let (flow, messages) = build(&book);
    let faults = flow.accessibility_faults.clone();
    let notes = messages.iter().filter(|m| m.starts_with("note accessibility")).count();
    assert_eq!(notes, faults.len(), "a note for each: {messages:?}");
    (flow, faults)
}

#[test]
fn a_clean_book_claims_conformance() {
    let (flow, faults) = faults("# A\n\n![A tap](a.png)\n\n![](a.png){.decorative}\n\n## B\n\n### C\n", "");
    assert!(faults.len() <= 1, "{faults:?}");
    assert_eq!(flow.certified_by.as_deref(), Some("P"));
    assert!(flow.accessibility_summary.contains("headings"));
}

#[test]
fn an_image_without_text_is_a_fault() {
    let (flow, found) = faults("# A\n\n![](a.png)\n", "");
    assert_eq!(found, ["`posts/2017-04-15-a.md` has an image without alternative text"]);
    assert!(flow.accessibility_summary.contains("no alternative text"));
    let (_, found) = faults("# A\n\ntext\n", "editions: {default: {content: summary}}\n");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn running_text_of_no_known_language_is_a_fault_and_a_name_is_none() {
    let (_, found) = faults("# A\n\nعاد الجسر القديم إلى أهله\n", "");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("which language"), "{found:?}");
    assert_eq!(faults("# A\n\nText.\n\nمحمد علي\n", "").1, Vec::<String>::new());
    assert_eq!(faults("---\nlanguage: ar\n---\n# A\n\nعاد الجسر القديم إلى أهله\n", "").1, Vec::<String>::new());
}

#[test]
fn headings_of_a_week_and_its_dispatches_skip_no_level() {
    let weeks = "weeks: {2017-W15: {summary: \"## Why\\n\\ntext\\n\\n### How\\n\\ntext\"}}\n";
    let (flow, found) = faults("# A\n\n## B\n\n> ### Q\n", weeks);
    assert_eq!(found, Vec::<String>::new());
    assert!(dump(&flow, "w-2017-W15").contains("h2 \"Why\""));
}
