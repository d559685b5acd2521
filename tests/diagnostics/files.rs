//! Files that the manifest names: missing, outside, or not what they should be.

use super::says;
use super::support::Book;

#[test]
fn a_style_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "style: breifing"),
        "
        error[unknown-style]: there is no style `breifing`
         --> manifest.yaml:3:8
          |
        3 | style: breifing
          |        ^^^^^^^^
          |
          = help: did you mean `briefing`?

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_file_that_is_not_there() {
    says(
        &Book::small().changed("{title: One,", "{file: posts/well.md, title: One,").file("posts/wells.md", "Text.\n"),
        "
        error[file-not-found]: there is no file `posts/well.md`
         --> manifest.yaml:6:12
          |
        6 |   - {file: posts/well.md, title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
          |            ^^^^^^^^^^^^^
          |
          = help: did you mean `posts/wells.md`?

        error[bad-value]: a dispatch has either a `file` or a `body`
         --> manifest.yaml:6:82
          |
        6 |   - {file: posts/well.md, title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
          |                                                                                  ^^^^
          |
          = help: remove one of them

        2 errors, 0 warnings
        ",
    );
}

#[test]
fn a_style_sheet_that_cannot_be_parsed() {
    says(
        &Book::small()
            .changed("publisher: Nobody", "style: own.css")
            .file("own.css", "p { color: red }\nh2 { color: }\n"),
        "
        error[css-syntax]: `color` has no value
         --> own.css:2:6
          |
        2 | h2 { color: }
          |      ^^^^^^

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_style_sheet_that_ends_too_soon() {
    says(
        &Book::small()
            .changed("publisher: Nobody", "style: own.css")
            .file("own.css", "p { color: red }\nh2 { color: red\n"),
        "
        error[css-syntax]: this `{` is never closed
         --> own.css:2:4
          |
        2 | h2 { color: red
          |    ^
          |
          = help: add the missing `}`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_file_that_is_no_font() {
    says(
        &Book::small().changed("publisher: Nobody", "fonts: [fonts/own.ttf]").file("fonts/own.ttf", "no font\n"),
        "
        error[bad-font]: `fonts/own.ttf` is not a font: An offset was out of bounds
         --> manifest.yaml:3:9
          |
        3 | fonts: [fonts/own.ttf]
          |         ^^^^^^^^^^^^^
          |
          = help: expected a TrueType or OpenType font (.ttf, .otf, .ttc)

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_path_that_leads_out() {
    says(
        &Book::small().changed("{title: One,", "{file: ../one.md, title: One,"),
        "
        error[path-outside]: `../one.md` leads out of the manifest's folder
         --> manifest.yaml:6:12
          |
        6 |   - {file: ../one.md, title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
          |            ^^^^^^^^^
          |
          = help: copy the file into the manifest's folder

        error[bad-value]: a dispatch has either a `file` or a `body`
         --> manifest.yaml:6:78
          |
        6 |   - {file: ../one.md, title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
          |                                                                              ^^^^
          |
          = help: remove one of them

        2 errors, 0 warnings
        ",
    );
}

#[test]
fn a_folder_where_a_file_should_be() {
    says(
        &Book::small().changed("publisher: Nobody", "style: own.css").folder("own.css"),
        "
        error[not-a-file]: `own.css` is not a file
         --> manifest.yaml:3:8
          |
        3 | style: own.css
          |        ^^^^^^^

        1 error, 0 warnings
        ",
    );
}
