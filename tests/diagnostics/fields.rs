//! Fields that are unknown, missing, of the wrong type, or hold what means nothing there.

use super::says;
use super::support::Book;

#[test]
fn an_unknown_field_of_a_dispatch() {
    says(
        &Book::small().changed("date: 2021-01-04, source:", "date: 2021-01-04, byline: Ann, sorce:"),
        "
        warning[uncredited]: “Two” names no source
         --> manifest.yaml:7:5
          |
        7 |   - {title: Two, date: 2021-01-04, byline: Ann, sorce: {name: Made up}, body: Second.}
          |     ^
          |
          = help: give it a `source`: an id of `sources`, or `{name: …}`

        error[unknown-field]: unknown field `sorce`
         --> manifest.yaml:7:49
          |
        7 |   - {title: Two, date: 2021-01-04, byline: Ann, sorce: {name: Made up}, body: Second.}
          |                                                 ^^^^^
          |
          = help: did you mean `source`?

        1 error, 1 warning
        ",
    );
}

#[test]
fn an_unknown_field_of_the_manifest_beside_a_missing_one() {
    says(
        &Book::small().changed("title: Small", "titel: Small"),
        "
        error[missing-field]: the manifest has no `title`
         --> manifest.yaml:1:1
          |
        1 | weekbook: 1
          | ^
          |
          = help: add `title: …`

        error[unknown-field]: unknown field `titel`
         --> manifest.yaml:2:1
          |
        2 | titel: Small
          | ^^^^^
          |
          = help: did you mean `title`?

        2 errors, 0 warnings
        ",
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    says(
        &Book::small().changed("publisher: Nobody", "publisher: [Nobody]"),
        "
        error[wrong-type]: expected a text for `publisher`, found a list
         --> manifest.yaml:3:12
          |
        3 | publisher: [Nobody]
          |            ^

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_list_that_is_a_text() {
    says(
        &Book::small().changed("authors: [Nobody]", "authors: Nobody"),
        "
        error[wrong-type]: expected a list of names for `authors`, found a text
         --> manifest.yaml:4:10
          |
        4 | authors: Nobody
          |          ^^^^^^
          |
          = help: write `authors: […]`, even for one

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_page_size_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "page: A7"),
        "
        error[bad-value]: `A7` is no value of `page`
         --> manifest.yaml:3:7
          |
        3 | page: A7
          |       ^^
          |
          = help: give A3, A4, A5, A6, B5, Letter, Legal, HalfLetter, or a size such as `170mm x 240mm`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_kind_that_does_not_exist() {
    says(
        &Book::small().changed("date: 2021-01-04,", "date: 2021-01-04, kind: foto,"),
        "
        error[bad-value]: `foto` is no value of `kind`
         --> manifest.yaml:7:42
          |
        7 |   - {title: Two, date: 2021-01-04, kind: foto, source: {name: Made up}, body: Second.}
          |                                          ^^^^
          |
          = help: it is one of `report`, `photos`, `video`, `audio`, `comment`, `statement`, `data`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_language_that_is_no_tag() {
    says(
        &Book::small().changed("publisher: Nobody", "language: english!"),
        "
        error[bad-value]: `english!` is no value of `language`
         --> manifest.yaml:3:11
          |
        3 | language: english!
          |           ^^^^^^^^
          |
          = help: give a BCP 47 tag such as `en`, `ar-IQ` or `ckb`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn an_id_that_two_dispatches_have() {
    says(
        &Book::small().changed("{title: One,", "{id: x, title: One,").changed("{title: Two,", "{id: x, title: Two,"),
        "
        error[duplicate-id]: the id `x` is taken
         --> manifest.yaml:7:10
          |
        7 |   - {id: x, title: Two, date: 2021-01-04, source: {name: Made up}, body: Second.}
          |          ^
          |
          = help: “One” (manifest.yaml) has it already

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_slug_with_a_path() {
    says(
        &Book::small().changed("publisher: Nobody", "slug: ../out"),
        "
        error[bad-value]: `../out` is no slug
         --> manifest.yaml:3:7
          |
        3 | slug: ../out
          |       ^^^^^^
          |
          = help: it names files, so it cannot hold a path separator; `-o` chooses the folder

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_book_without_dispatches() {
    says(
        &Book::new().manifest("weekbook: 1\ntitle: Empty\ndispatches: []\n"),
        "
        error[empty-book]: the book has no dispatches
         --> manifest.yaml:3:1
          |
        3 | dispatches: []
          | ^^^^^^^^^^
          |
          = help: name files, such as `- posts/*.md`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_format_version_of_the_future() {
    says(
        &Book::small().changed("weekbook: 1", "weekbook: 2"),
        "
        error[bad-value]: `2` is no value of `weekbook`
         --> manifest.yaml:1:11
          |
        1 | weekbook: 2
          |           ^
          |
          = help: this version of weekbook reads format 1: `weekbook: 1`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_field_that_is_not_supported_yet() {
    says(
        &Book::small().changed("publisher: Nobody", "changes: {since: old.yaml}"),
        "
        error[not-supported]: `changes` is not supported yet
         --> manifest.yaml:3:1
          |
        3 | changes: {since: old.yaml}
          | ^^^^^^^
          |
          = help: this version cannot do what it asks; remove it only if the book can go without

        1 error, 0 warnings
        ",
    );
}
