//! Characters that no font has, and those that are no text.

mod support;

use support::Book;

fn post(body: &str) -> Book {
    Book::new()
        .manifest("weekbook: 1\ntitle: Small\npublisher: Nobody\ndispatches: [a.md]\n")
        .bytes("a.md", format!("---\ntitle: One\ndate: 2021-01-03\nsource: {{name: A}}\n---\n{body}\n"))
}

#[test]
fn what_no_font_has_is_told_where_it_stands_and_read_as_itself() {
    let book = post("First.\n\nA sign: \u{13080}, *and* \u{13080} \u{A000}.");
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let places: Vec<String> = run.of_severity("warning").iter().map(support::Found::place).collect();
    assert_eq!(places, ["a.md:8:9: missing-glyph", "a.md:8:20: missing-glyph"]);
    assert!(book.epub("dist/small.epub").text().contains('\u{13080}'));
}

#[test]
fn a_dispatch_of_the_manifest_is_its_own_place() {
    let book = Book::new().manifest(
        "weekbook: 1\ntitle: Small\npublisher: Nobody\ndispatches:\n  - title: One\n    date: 2021-01-03\n    \
         source: {name: A}\n    body: |\n      Line.\n      Sign \u{13080}.\n",
    );
    let places: Vec<String> = book.warnings().iter().map(support::Found::place).collect();
    assert_eq!(places, ["manifest.yaml:10:12: missing-glyph"]);
}

#[test]
fn control_characters_are_told_once_a_file_and_left_out() {
    let book = post("One\u{7}two \u{202E}gnp.exe\u{202C} *three\u{1B}[31m* `fo\u{8}ur`");
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let places: Vec<String> = run.of_severity("warning").iter().map(support::Found::place).collect();
    assert_eq!(places, ["a.md:6:4: control-character"]);
    let (epub, pdf) = (book.epub("dist/small.epub").text(), book.pdf("dist/small.pdf").text());
    assert!(epub.contains("Onetwo gnp.exe"), "{epub}");
    for text in [epub, pdf] {
        assert!(!text.contains(['\u{7}', '\u{1B}', '\u{8}', '\u{202E}', '\u{202D}']));
    }
}

#[test]
fn a_title_is_not_turned_around() {
    let book = Book::new().manifest(
        "weekbook: 1\ntitle: \"Small\u{202E} book\"\nslug: small\npublisher: Nobody\ndispatches:\n  - {title: One, date: 2021-01-03, \
         source: {name: A}, body: Text.}\n",
    );
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let places: Vec<String> = run.of_severity("warning").iter().map(support::Found::place).collect();
    assert_eq!(places, ["manifest.yaml:2:14: control-character"]);
    assert_eq!(book.epub("dist/small.epub").metadata("dc:title")[0], "Small book");
}
