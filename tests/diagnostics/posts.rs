//! Posts, and what they name.

use super::says;
use super::support::Book;

/// A book of posts.
fn posts() -> Book {
    Book::new().manifest(
        "
        weekbook: 1
        title: Posts
        publisher: Nobody
        sources:
          ap: {name: Associated Press}
        dispatches:
          - posts/*.md
        ",
    )
}

#[test]
fn a_source_that_the_registry_does_not_have() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: app\n---\nText.\n"),
        "
        error[unknown-source]: `sources` has no `app`
         --> posts/2017-04-15-a.md:3:9
          |
        3 | source: app
          |         ^^^
          |
          = help: did you mean `ap`?

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_pattern_that_matches_nothing() {
    says(
        &posts(),
        "
        error[empty-glob]: no file matches `posts/*.md`
         --> manifest.yaml:7:5
          |
        7 |   - posts/*.md
          |     ^^^^^^^^^^
          |
          = help: patterns start from the manifest's folder

        1 error, 0 warnings
        ",
    );
}

#[test]
fn an_image_that_is_not_there() {
    says(
        &posts()
            .file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n---\nText.\n\n  ![A map](mpa.png)\n")
            .image_png("posts/map.png", 8, 8),
        "
        error[file-not-found]: there is no file `posts/mpa.png`
         --> posts/2017-04-15-a.md:7:3
          |
        7 |   ![A map](mpa.png)
          |   ^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `posts/map.png`?

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_file_that_is_no_image() {
    says(
        &posts()
            .file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n---\n![A map](map.png)\n")
            .file("posts/map.png", "no picture\n"),
        "
        error[bad-image]: `posts/map.png` is not an image that weekbook can read
         --> posts/2017-04-15-a.md:5:1
          |
        5 | ![A map](map.png)
          | ^^^^^^^^^^^^^^^^^
          |
          = help: images are JPEG, PNG, GIF, WebP or SVG files

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_file_that_is_not_utf_8() {
    says(
        &posts().bytes("posts/2017-04-15-a.md", b"---\ntitle: A\nsource: ap\n---\nThe caf\xe9 is open.\n"),
        "
        error[not-utf-8]: `posts/2017-04-15-a.md` is not UTF-8
         --> posts/2017-04-15-a.md:5:8
          |
        5 | The caf� is open.
          |        ^
          |
          = help: the file looks like an older encoding, such as Windows-1252 or Windows-1256; save it as UTF-8

        1 error, 0 warnings
        ",
    );
}

#[test]
fn front_matter_that_never_ends() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n\nText.\n"),
        "
        error[front-matter]: front matter begins here and never ends
         --> posts/2017-04-15-a.md:1:1
          |
        1 | ---
          | ^^^
          |
          = help: end it with a line `---`; a rule at a file's start can be written `***`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn front_matter_in_broken_toml() {
    says(
        &posts().file("posts/2017-04-15-a.md", "+++\ntitle = A\nsource = \"ap\"\n+++\nText.\n"),
        "
        error[front-matter]: the TOML cannot be read: string values must be quoted, expected literal string
         --> posts/2017-04-15-a.md:2:9
          |
        2 | title = A
          |         ^

        1 error, 0 warnings
        ",
    );
}
