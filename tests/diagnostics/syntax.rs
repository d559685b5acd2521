//! YAML that cannot be read, and places in texts that are no plain ASCII.

use super::says;
use super::support::{Book, SMALL, dedent};

#[test]
fn a_key_that_is_here_twice() {
    says(
        &Book::small().changed("publisher: Nobody", "publisher: Nobody\ntitle: Again"),
        "
        error[duplicate-key]: `title` is here twice
         --> manifest.yaml:4:1
          |
        4 | title: Again
          | ^^^^^
          |
          = help: the first is on line 2; remove one of them

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_bracket_that_is_never_closed() {
    says(
        &Book::small().changed("authors: [Nobody]", "authors: [Nobody"),
        "
        error[yaml-syntax]: expected `,` or `]` here
         --> manifest.yaml:5:11
          |
        5 | dispatches:
          |           ^
          |
          = help: close the list that `[` began

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_text_with_a_colon_that_needs_quotes() {
    says(
        &Book::small().changed("title: Small", "title: Small: a book"),
        "
        error[yaml-syntax]: a `:` where no key can stand
         --> manifest.yaml:2:13
          |
        2 | title: Small: a book
          |             ^
          |
          = help: put a text that holds `: ` in quotes, or check the indentation

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_tab_that_indents() {
    says(
        &Book::small().changed("  - {title: One", "\t- {title: One"),
        "
        error[yaml-syntax]: a tab cannot indent
         --> manifest.yaml:6:1
          |
        6 |     - {title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
          | ^
          |
          = help: indent with blanks

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_place_after_letters_of_other_scripts_counts_characters() {
    says(
        &Book::small().changed("{title: Two,", "{title: \"النهر القديم\", kidn: report,"),
        r#"
        error[unknown-field]: unknown field `kidn`
         --> manifest.yaml:7:29
          |
        7 |   - {title: "النهر القديم", kidn: report, date: 2021-01-04, source: {name: Made up}, body: Se...
          |                             ^^^^
          |
          = help: did you mean `kind`?

        1 error, 0 warnings
        "#,
    );
}

#[test]
fn a_manifest_from_another_system_with_a_byte_order_mark() {
    says(
        &Book::new().bytes(
            "manifest.yaml",
            format!("\u{feff}{}", dedent(SMALL)).replace("2021-01-04", "2021-13-04").replace('\n', "\r\n"),
        ),
        "
        error[bad-date]: `2021-13-04`: no such day or time
         --> manifest.yaml:7:24
          |
        7 |   - {title: Two, date: 2021-13-04, source: {name: Made up}, body: Second.}
          |                        ^^^^^^^^^^
          |
          = help: check the day against the month's length; years run from 0001 to 9999

        1 error, 0 warnings
        ",
    );
}
