//! Messages as a person reads them: whole, with file, line, column, the line itself, the mark under it and the help.
//! Each broken book is broken in one way, near what editors do under deadline.

mod support;

use support::{Book, SMALL, dedent};

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
fn an_unknown_field_of_a_dispatch() {
    says(
        &Book::small().changed("date: 2021-01-04, source:", "date: 2021-01-04, byline: Ann, sorce:"),
        "
        TODO
        ",
    );
}

#[test]
fn an_unknown_field_of_the_manifest_beside_a_missing_one() {
    says(
        &Book::small().changed("title: Small", "titel: Small"),
        "
        TODO
        ",
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    says(
        &Book::small().changed("publisher: Nobody", "publisher: [Nobody]"),
        "
        TODO
        ",
    );
}

#[test]
fn a_list_that_is_a_text() {
    says(
        &Book::small().changed("authors: [Nobody]", "authors: Nobody"),
        "
        TODO
        ",
    );
}

#[test]
fn a_key_that_is_here_twice() {
    says(
        &Book::small().changed("publisher: Nobody", "publisher: Nobody\ntitle: Again"),
        "
        TODO
        ",
    );
}

#[test]
fn a_bracket_that_is_never_closed() {
    says(
        &Book::small().changed("authors: [Nobody]", "authors: [Nobody"),
        "
        TODO
        ",
    );
}

#[test]
fn a_text_with_a_colon_that_needs_quotes() {
    says(
        &Book::small().changed("title: Small", "title: Small: a book"),
        "
        TODO
        ",
    );
}

#[test]
fn a_tab_that_indents() {
    says(
        &Book::small().changed("  - {title: One", "\t- {title: One"),
        "
        TODO
        ",
    );
}

#[test]
fn a_day_that_does_not_exist() {
    says(
        &Book::small().changed("2021-01-04", "2021-02-30"),
        "
        TODO
        ",
    );
}

#[test]
fn a_date_in_another_order() {
    says(
        &Book::small().changed("2021-01-04", "04/01/2021"),
        "
        TODO
        ",
    );
}

#[test]
fn a_dispatch_without_a_date() {
    says(
        &Book::small().changed("date: 2021-01-04, ", ""),
        "
        TODO
        ",
    );
}

#[test]
fn a_source_that_the_registry_does_not_have() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: app\n---\nText.\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_zone_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "timezone: Asia/Bagdad"),
        "
        TODO
        ",
    );
}

#[test]
fn a_page_size_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "page: A7"),
        "
        TODO
        ",
    );
}

#[test]
fn a_style_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "style: breifing"),
        "
        TODO
        ",
    );
}

#[test]
fn a_kind_that_does_not_exist() {
    says(
        &Book::small().changed("date: 2021-01-04,", "date: 2021-01-04, kind: foto,"),
        "
        TODO
        ",
    );
}

#[test]
fn a_language_that_is_no_tag() {
    says(
        &Book::small().changed("publisher: Nobody", "language: english!"),
        "
        TODO
        ",
    );
}

#[test]
fn a_file_that_is_not_there() {
    says(
        &Book::small().changed("{title: One,", "{file: posts/well.md, title: One,").file("posts/wells.md", "Text.\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_pattern_that_matches_nothing() {
    says(
        &posts(),
        "
        TODO
        ",
    );
}

#[test]
fn an_image_that_is_not_there() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n---\nText.\n\n  ![A map](mpa.png)\n").image_png("posts/map.png", 8, 8),
        "
        TODO
        ",
    );
}

#[test]
fn a_file_that_is_no_image() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n---\n![A map](map.png)\n").file("posts/map.png", "no picture\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_file_that_is_not_utf_8() {
    says(
        &posts().bytes("posts/2017-04-15-a.md", b"---\ntitle: A\nsource: ap\n---\nThe caf\xe9 is open.\n"),
        "
        TODO
        ",
    );
}

#[test]
fn front_matter_that_never_ends() {
    says(
        &posts().file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n\nText.\n"),
        "
        TODO
        ",
    );
}

#[test]
fn front_matter_in_broken_toml() {
    says(
        &posts().file("posts/2017-04-15-a.md", "+++\ntitle = A\nsource = \"ap\"\n+++\nText.\n"),
        "
        TODO
        ",
    );
}

#[test]
fn an_id_that_two_dispatches_have() {
    says(
        &Book::small().changed("{title: One,", "{id: x, title: One,").changed("{title: Two,", "{id: x, title: Two,"),
        "
        TODO
        ",
    );
}

#[test]
fn a_style_sheet_that_cannot_be_parsed() {
    says(
        &Book::small().changed("publisher: Nobody", "style: own.css").file("own.css", "p { color: red }\nh2 { color: }\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_style_sheet_that_ends_too_soon() {
    says(
        &Book::small().changed("publisher: Nobody", "style: own.css").file("own.css", "p { color: red }\nh2 { color: red\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_file_that_is_no_font() {
    says(
        &Book::small().changed("publisher: Nobody", "fonts: [fonts/own.ttf]").file("fonts/own.ttf", "no font\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_slug_with_a_path() {
    says(
        &Book::small().changed("publisher: Nobody", "slug: ../out"),
        "
        TODO
        ",
    );
}

#[test]
fn a_book_without_dispatches() {
    says(
        &Book::new().manifest("weekbook: 1\ntitle: Empty\ndispatches: []\n"),
        "
        TODO
        ",
    );
}

#[test]
fn a_path_that_leads_out() {
    says(
        &Book::small().changed("{title: One,", "{file: ../one.md, title: One,"),
        "
        TODO
        ",
    );
}

#[test]
fn a_week_that_its_year_does_not_have() {
    says(
        &Book::small().changed("publisher: Nobody", "weeks: {2021-W53: {title: X}}"),
        "
        TODO
        ",
    );
}

#[test]
fn a_place_after_letters_of_other_scripts_counts_characters() {
    says(
        &Book::small().changed("{title: Two,", "{title: \"النهر القديم\", kidn: report,"),
        "
        TODO
        ",
    );
}

#[test]
fn a_manifest_from_another_system_with_a_byte_order_mark() {
    says(
        &Book::new().bytes("manifest.yaml", format!("\u{feff}{}", dedent(SMALL)).replace("2021-01-04", "2021-13-04").replace('\n', "\r\n")),
        "
        TODO
        ",
    );
}

#[test]
fn a_format_version_of_the_future() {
    says(
        &Book::small().changed("weekbook: 1", "weekbook: 2"),
        "
        TODO
        ",
    );
}

#[test]
fn a_field_that_is_not_supported_yet() {
    says(
        &Book::small().changed("publisher: Nobody", "marking: TLP:GREEN"),
        "
        TODO
        ",
    );
}

#[test]
fn two_errors_at_once() {
    says(
        &Book::small().changed("date: 2021-01-03, source", "date: 2021-01-32, sorce"),
        "
        TODO
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
    let places: Vec<String> = book.errors().iter().map(support::Found::place).collect();
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
