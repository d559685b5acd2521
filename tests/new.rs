//! `weekbook new`: the book it begins builds without a word, explains every field, and never overwrites anything.

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use support::Book;

/// The files below a folder of the book, as paths with `/`.
fn held(book: &Book, folder: &str) -> Vec<String> {
    let root = book.path(folder);
    let files = book.snapshot(folder).into_iter().filter(|(_, file)| file.is_some());
    let inside = |path: PathBuf| path.strip_prefix(&root).map_or(path.clone(), PathBuf::from);
    files.map(|(path, _)| inside(path).to_string_lossy().replace('\\', "/")).collect()
}

fn text(book: &Book, path: &str) -> String {
    String::from_utf8(book.read(path)).expect("text")
}

#[test]
fn the_book_it_begins_builds_without_a_word() {
    let book = Book::new();
    let made = book.run(["new", "river-letters"]).succeeds();
    assert_eq!(made.stdout, "river-letters: 7 files of a book that builds; next: weekbook build river-letters\n");
    let manifest = text(&book, "river-letters/manifest.yaml");
    assert!(manifest.contains("title: \"River letters\"\n"), "{manifest}");
    let built = book.run(["build", "--strict", "river-letters"]).succeeds();
    assert_eq!(built.stderr, "");
    assert_eq!(book.names("dist"), ["river-letters-briefing.pdf", "river-letters.epub", "river-letters.pdf"]);
    let listed = book.run(["list", "river-letters", "--output-format", "csv"]).succeeds();
    assert_eq!(listed.stdout.lines().count(), 1 + 3, "{listed}");
}

/// The manifest with every field that is not in use put into use.
fn all_in_use(manifest: &str) -> String {
    let lines = manifest.lines().map(|line| match line.strip_prefix('#') {
        Some(field) if !line.starts_with("# ") => field,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_field_of_the_manifest_is_in_it_and_can_be_put_into_use() {
    let book = Book::new();
    let _ = book.run(["new", "."]).succeeds();
    let all = all_in_use(&text(&book, "manifest.yaml"));
    book.write("manifest.yaml", &all);
    // Files that the fields name are not there; no field is unknown, and none of a wrong type.
    let missing = book.errors();
    let wrong: Vec<_> = missing.iter().filter(|found| found.code != "file-not-found").collect();
    assert!(!missing.is_empty() && wrong.is_empty(), "{wrong:#?}");

    let schema: serde_json::Value = serde_json::from_str(&text(&book, "manifest.schema.json")).expect("JSON");
    let fields = |part: &serde_json::Value| -> BTreeSet<String> {
        part["properties"].as_object().expect("fields").keys().cloned().collect()
    };
    let mut known = fields(&schema);
    let parts =
        ["accessibility", "contact", "cover", "dispatch", "figure", "image", "images", "redaction", "select", "source"];
    known.extend(parts.iter().flat_map(|part| fields(&schema["$defs"][part])));
    let starts = |at: usize| !all[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_said = |field: &str| all.match_indices(&format!("{field}:")).any(|(at, _)| starts(at));
    let missing: Vec<_> = known.iter().filter(|field| !is_said(field)).collect();
    assert!(known.len() > 60 && missing.is_empty(), "{missing:?}");
}

#[test]
fn nothing_is_ever_overwritten() {
    let book = Book::new().file("mine.txt", "mine");
    let before = book.snapshot("");
    let refused = book.run(["new", "."]).fails(2);
    assert!(refused.stderr.contains("is not empty: it holds `mine.txt`"), "{refused}");
    let _ = book.run(["new", "mine.txt/book"]).fails(3);
    assert_eq!(book.snapshot(""), before);

    // A repository that holds no more than git keeps is a fine place.
    let repository = Book::new().file(".git/HEAD", "x").file(".gitignore", "mine\n");
    let _ = repository.run(["new", "."]).succeeds();
    assert_eq!(text(&repository, ".gitignore"), "mine\n");
    assert!(repository.names("").contains(&"manifest.yaml".to_owned()));
}

#[test]
fn json_has_a_line_a_file() {
    let book = Book::new();
    let made = book.run(["new", "b", "--message-format", "json"]).succeeds();
    let created =
        made.reason("created").into_iter().map(|line| line["path"].as_str().expect("a path").replace('\\', "/"));
    let created: BTreeSet<String> = created.map(|path| path.replacen("b/", "", 1)).collect();
    assert_eq!(created, held(&book, "b").into_iter().collect());
    assert_eq!(made.reason("finished").len(), 1);
}
