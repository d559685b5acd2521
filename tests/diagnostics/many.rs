//! More than one mistake: all are said, each once, in the order of their places.

use super::says;
use super::support::{Book, Found};

#[test]
fn two_errors_at_once() {
    says(
        &Book::small().changed("date: 2021-01-03, source", "date: 2021-01-32, sorce"),
        "
        error[bad-date]: `2021-01-32`: no such day or time
         --> manifest.yaml:6:24
          |
        6 |   - {title: One, date: 2021-01-32, sorce: {name: Made up}, body: First.}
          |                        ^^^^^^^^^^
          |
          = help: check the day against the month's length; years run from 0001 to 9999

        error[unknown-field]: unknown field `sorce`
         --> manifest.yaml:6:36
          |
        6 |   - {title: One, date: 2021-01-32, sorce: {name: Made up}, body: First.}
          |                                    ^^^^^
          |
          = help: did you mean `source`?

        2 errors, 0 warnings
        ",
    );
}

#[test]
fn all_errors_of_a_run_are_reported_wherever_they_stand() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Many
            timezone: Asia/Bagdad
            page: A7
            style: own.css
            fonts: [own.ttf]
            dispatches:
              - posts/*.md
              - none/*.md
              - {title: X, date: 2021-02-30, source: nobody, body: '![x](x.png)'}
            ",
        )
        .file("own.css", "p { color: }\n")
        .file("own.ttf", "no font\n")
        .file("posts/a.md", "---\ntitle: A\ndate: yesterday\n---\n![y](y.png)\n")
        .file("posts/b.md", "---\ntitle: B\ndate: 2021-01-01\nkind: foto\n");
    let places: Vec<String> = book.errors().iter().map(Found::place).collect();
    let expected = [
        "manifest.yaml:3:11: bad-value",
        "manifest.yaml:4:7: bad-value",
        "manifest.yaml:6:9: bad-font",
        "manifest.yaml:9:5: empty-glob",
        "manifest.yaml:10:22: bad-date",
        "manifest.yaml:10:42: unknown-source",
        "manifest.yaml:10:57: file-not-found",
        "own.css:1:5: css-syntax",
        "posts/a.md:3:7: bad-date",
        "posts/a.md:5:1: file-not-found",
        "posts/b.md:1:1: front-matter",
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_mistake_that_every_edition_meets_is_said_once() {
    let book = Book::small_and("editions: {a: {}, b: {}, c: {title: C}}\n").changed("2021-01-04", "2021-02-30");
    assert_eq!(book.errors().len(), 1);
}

#[test]
fn messages_of_build_check_and_list_are_the_same() {
    let book = Book::small().changed("2021-01-04", "2021-02-30");
    let check = book.run(["check"]).fails(1).stderr;
    assert_eq!(book.run(["build"]).fails(1).stderr, check);
    assert_eq!(book.run(["list"]).fails(1).stderr, check);
}
