//! “Did you mean”: wherever a name is one of a known few.

mod support;

use support::{Book, SMALL, dedent};

#[test]
fn a_command_and_an_option() {
    let run = Book::new().run(["bild"]).fails(2);
    assert!(run.stderr.contains("'build'"), "{run}");
    let run = Book::new().run(["build", "--strcit"]).fails(2);
    assert!(run.stderr.contains("'--strict'"), "{run}");
    let run = Book::new().run(["shcema", "--message-format", "json"]).fails(2);
    assert!(run.json()[0]["help"].as_str().is_some_and(|help| help.contains("schema")), "{run}");
}

/// The help of the error at this name.
fn help(book: &Book, name: &str) -> String {
    let errors = book.errors();
    let found = errors.iter().find(|e| e.message.contains(&format!("`{name}`")));
    found.unwrap_or_else(|| panic!("nothing is said of `{name}`: {errors:#?}")).help.clone()
}

#[test]
fn an_unknown_field_at_every_level() {
    let book = Book::new().file(
        "manifest.yaml",
        "
        weekbook: 1
        title: T
        publsher: P
        authors: [{name: A, rol: edt}]
        series: {name: S, nubmer: 1}
        redact: [{text: Layla, wiht: L.}]
        figures: [{value: 1, label: l, sorce: ap}]
        contact: {name: N, emial: a@b.org}
        accessibility: {certifed_by: N}
        cover: {image: a.png, atl: A}
        images: {greyscal: true}
        weeks: {2017-W15: {titel: T}}
        sources: {ap: {name: AP, relaibility: B}}
        editions:
          default: {fromats: [epub], select: {langauges: [en]}}
        dispatches:
          - title: D
            date: 2017-04-15
            sumary: S
            source: {name: N, licnse: L}
            image: {file: a.png, captoin: C}
            also: [{source: ap, dat: 2017-04-15}]
            corrections: [{date: 2017-04-15, text: T, txet: T}]
            body: B.
        ",
    );
    let errors = book.errors();
    for (wrong, right) in [
        ("publsher", "publisher"),
        ("rol", "role"),
        ("nubmer", "number"),
        ("wiht", "with"),
        ("sorce", "source"),
        ("emial", "email"),
        ("certifed_by", "certified_by"),
        ("atl", "alt"),
        ("greyscal", "greyscale"),
        ("titel", "title"),
        ("relaibility", "reliability"),
        ("fromats", "formats"),
        ("langauges", "languages"),
        ("sumary", "summary"),
        ("licnse", "license"),
        ("captoin", "caption"),
        ("dat", "date"),
        ("txet", "text"),
    ] {
        let found = errors.iter().find(|e| e.message == format!("unknown field `{wrong}`"));
        let found = found.unwrap_or_else(|| panic!("nothing is said of `{wrong}`: {errors:#?}"));
        assert_eq!(found.help, format!("did you mean `{right}`?"), "{wrong}");
        assert!(found.line > 2 && found.column > 0, "{wrong}");
    }
}

#[test]
fn an_unknown_value_of_a_known_few() {
    let with = |line: &str| Book::new().manifest(&format!("{}{line}\n", dedent(SMALL)));
    for (line, wrong, right) in [
        ("style: breifing", "breifing", "briefing"),
        ("timezone: Asia/Bagdad", "Asia/Bagdad", "Asia/Baghdad"),
        ("week: sundy", "sundy", "sunday"),
        ("marking: TLP:GREN", "TLP:GREN", "TLP:GREEN"),
        ("page: Leter", "Leter", "Letter"),
        ("editions: {default: {formats: [pfd]}}", "pfd", "pdf"),
        ("editions: {default: {content: sumary}}", "sumary", "summary"),
        ("editions: {default: {select: {kinds: [vidoe]}}}", "vidoe", "video"),
        ("editions: {default: {select: {sources: [Made upp]}}}", "Made upp", "Made up"),
    ] {
        assert_eq!(help(&with(line), wrong), format!("did you mean `{right}`?"), "{line}");
    }
    let dispatch =
        |field: &str| Book::small().changed("source: {name: Made up}, body: First.", &format!("{field}, body: B."));
    assert_eq!(help(&dispatch("kind: vidoe"), "vidoe"), "did you mean `video`?");
    assert_eq!(help(&dispatch("status: withdrawm"), "withdrawm"), "did you mean `withdrawn`?");
}

#[test]
fn an_unknown_id_of_a_source_or_a_dispatch() {
    let book = Book::small_and("sources: {reuters: {name: Reuters}}\n")
        .changed("source: {name: Made up}, body: First.", "id: wells, source: reuter, body: B.")
        .changed("source: {name: Made up}, body: Second.", "translation_of: wels, source: reuters, body: B.");
    assert!(help(&book, "reuter").contains("did you mean `reuters`?"));
    let run = book.changed("source: reuter,", "source: reuters,").run(["check"]);
    assert!(run.stderr.contains("wels") && run.stderr.contains("did you mean `wells`?"), "{run}");
}

#[test]
fn a_field_of_front_matter() {
    let book = Book::small_and("").file("posts/a.md", "---\ntitle: A\ndate: 2017-04-15\nsorce: ap\n---\nB.\n");
    let book = book.changed("dispatches:", "dispatches:\n  - posts/*.md");
    let warnings = book.warnings();
    assert!(warnings.iter().any(|w| w.help.contains("did you mean `source`?")), "{warnings:#?}");
}
