//! Messages as a person reads them: whole, with file, line, column, the line itself, the mark under it and the help.
//! Each broken book is broken in one way, near what editors do under deadline.

mod dates;
mod fields;
mod files;
mod many;
mod posts;
#[path = "../support/mod.rs"]
mod support;
mod syntax;

use support::{Book, dedent};

/// What `check` says of a book, to the letter. It must fail, and say nothing on standard output.
fn says(book: &Book, expected: &str) {
    let run = book.run(["check"]).fails(1);
    let expected = dedent(expected);
    assert!(
        run.stderr == expected,
        "--- it says\n{}--- expected\n{expected}--- of the manifest\n{}",
        run.stderr,
        String::from_utf8_lossy(&book.read("manifest.yaml"))
    );
    assert_eq!(run.stdout, "");
}
