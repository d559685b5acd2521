//! What fields mean at their edges: words on weeks, drafts, scalars as text, files named twice, labels' languages.

mod support;

use support::{Book, Found, dedent};

fn places(found: &[Found]) -> Vec<String> {
    found.iter().map(Found::place).collect()
}

#[test]
fn weeks_have_their_words_by_number_or_first_day_from_the_manifest_or_a_file() {
    let words = |key: &str, week: &str| {
        Book::small_and(&format!("week: {week}\nweeks:\n  {key}: {{title: The bridge, summary: words/week.md}}\n"))
            .file("words/week.md", "It *rained*.[^1]\n\n[^1]: All week.\n")
            .built()
    };
    for (key, week) in
        [("2021-W01", "iso"), ("2021-01-04", "iso"), ("2021-01-03", "sunday"), ("2021-01-02", "saturday")]
    {
        let book = words(key, week);
        let epub = book.epub("dist/small.epub");
        let sections = epub.select("section.week");
        let section = sections.iter().find(|s| s.text().contains("Second.")).expect("the week");
        assert!(section.one("h1").text().contains("The bridge"), "{key}: {}", section.text());
        assert_eq!(section.one("div.summary").one("em").text(), "rained", "{key}");
        assert!(section.text().contains("All week."), "{key}");
        let pdf: String = book.pdf("dist/small.pdf").text().split_whitespace().collect();
        assert!(pdf.contains("Thebridge") && pdf.contains("Itrained."), "{key}: {pdf}");
    }
    let inline = Book::small_and("weeks: {2021-W01: {summary: 'It **snowed**.'}}\n").built();
    let epub = inline.epub("dist/small.epub");
    assert_eq!(epub.one("div.summary").one("strong").text(), "snowed");
}

#[test]
fn words_on_a_week_without_dispatches_are_a_warning_and_on_no_week_an_error() {
    assert_eq!(
        places(&Book::small_and("weeks: {2021-W09: {title: X}}\n").warnings()),
        ["manifest.yaml:8:9: unknown-week"]
    );
    for key in ["2021-W54", "2021-W00", "2021-01-05", "spring"] {
        let errors = Book::small_and(&format!("weeks: {{{key}: {{title: X}}}}\n")).errors();
        assert_eq!(places(&errors), ["manifest.yaml:8:9: bad-date"], "{key}");
    }
    let errors = Book::small_and("week: sunday\nweeks: {2021-W01: {title: X}}\n").errors();
    assert_eq!(places(&errors), ["manifest.yaml:9:9: bad-date"]);
}

#[test]
fn where_text_is_expected_any_scalar_is_taken_as_it_is_written() {
    for title in
        ["1984", "007", "1.10", "0x1F", "no", "yes", "true", "2017-04-15", "1e3", ".5", "12:30:45", "1_000", "+1"]
    {
        let book = Book::small().changed("title: One", &format!("title: {title}"));
        assert_eq!(book.titles()[0], title);
    }
    let book = Book::small().changed("title: One", "title: \"  Blank \\n  and line  \"");
    assert_eq!(book.titles()[0], "Blank and line");
}

#[test]
fn titles_captions_and_credits_are_plain_text() {
    let book = Book::small()
        .changed("title: One", "title: 'A *star* & <b>tag</b> [x](y) `c` -- \"q\"'")
        .changed(
            "body: First.",
            "byline: '*Ann*', image: {file: x.png, alt: '*a*', caption: '**c** <i>', credit: '_d_'}, body: First.",
        )
        .image_png("x.png", 20, 20)
        .built();
    let epub = book.epub("dist/small.epub");
    let article = epub.select("article.dispatch")[0];
    // Plain, but for the punctuation that bodies have too.
    assert_eq!(article.one("h2").text(), "A *star* & <b>tag</b> [x](y) `c` – “q”");
    assert_eq!(book.list()[0]["title"], "A *star* & <b>tag</b> [x](y) `c` -- \"q\"", "for scripts as written");
    assert!(article.one("p.credit").text().contains("*Ann*"), "{}", article.text());
    let caption = article.one("figcaption").text();
    assert!(caption.contains("**c** <i>") && caption.contains("_d_"), "{caption}");
    assert_eq!(article.one("img").attribute("alt"), Some("*a*"));
}

#[test]
fn drafts_are_left_out_with_a_note_unless_they_are_asked_for() {
    let book = Book::small().changed("title: One,", "title: One, status: draft,");
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let notes = run.of_severity("note");
    assert_eq!(notes.len(), 1, "{run}");
    assert!(notes[0].message.contains("One") && notes[0].help.contains("--drafts"), "{run}");
    assert_eq!(run.reason("artifact")[0]["dispatches"], 1);
    let run = book.run(["build", "--drafts", "--message-format", "json"]).succeeds();
    assert_eq!(run.reason("artifact")[0]["dispatches"], 2, "{run}");
    let strict = book.run(["build", "--strict"]);
    assert_eq!(strict.status, 0, "a note is no warning: {strict}");
}

#[test]
fn an_edition_that_is_left_with_nothing_is_an_error_at_its_name() {
    let all = Book::small_and("editions:\n  default: {}\n")
        .changed("title: One,", "title: One, status: draft,")
        .changed("title: Two,", "title: Two, status: draft,");
    assert_eq!(places(&all.errors()), ["manifest.yaml:9:3: empty-edition"]);
    let _ = all.run(["check", "--drafts"]).succeeds();
}

#[test]
fn a_file_that_an_entry_names_and_a_pattern_matches_is_the_entrys_and_there_once() {
    let post = |title: &str| format!("---\ntitle: {title}\nsource: {{name: A}}\n---\nText.\n");
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Once
            publisher: Nobody
            dispatches:
              - posts/*.md
              - file: posts/2017-04-15-wells.md
                title: Renamed
                date: 2017-04-20
            ",
        )
        .file("posts/2017-04-15-wells.md", &post("Wells"))
        .file("posts/2017-04-16-bridge.md", &post("Bridge"));
    assert_eq!(book.titles(), ["Bridge", "Renamed"]);
}

#[test]
fn an_edition_may_count_its_weeks_and_days_otherwise() {
    let book = Book::small_and("editions:\n  default: {formats: [epub]}\n  sunday: {formats: [epub], week: sunday}\n  east: {formats: [epub], timezone: Asia/Tokyo}\n")
        .changed("date: 2021-01-03,", "date: 2021-01-03T20:00:00Z,");
    let weeks = |edition: &str| -> Vec<String> {
        let run = book.run(["list", "-e", edition, "--output-format", "csv"]).succeeds();
        run.stdout.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(weeks("default"), ["2020-W53", "2021-W01"]);
    assert_eq!(weeks("sunday"), ["2021-01-03", "2021-01-03"]);
    assert_eq!(weeks("east"), ["2021-W01", "2021-W01"], "in Tokyo it is Monday morning");
}

#[test]
fn a_language_without_labels_falls_back_to_english_with_a_warning() {
    let book = Book::small_and("language: de\n");
    assert_eq!(places(&book.warnings()), ["manifest.yaml:8:11: language-fallback"]);
    let _ = book.run(["build"]).succeeds();
    let epub = book.epub("dist/small.epub");
    assert_eq!(epub.metadata("dc:language"), ["de"]);
    assert!(epub.text().contains("Sources"), "{}", epub.text());
    for (language, word) in [("fr", "Semaine"), ("es", "Semana"), ("uk", "ижден"), ("ar", "الأسبوع"), ("ckb", "هەفتە")]
    {
        let book = Book::small_and(&format!("language: {language}\n")).built();
        let headings: Vec<String> = book.epub("dist/small.epub").select("h1").iter().map(|h| h.text()).collect();
        assert!(headings.join(" ").to_lowercase().contains(&word.to_lowercase()), "{language}: {headings:?}");
    }
}

#[test]
fn the_publication_date_is_the_newest_dispatchs_and_never_todays() {
    let epub = Book::small().built().epub("dist/small.epub");
    assert_eq!(epub.metadata("dc:date"), ["2021-01-04"]);
    assert_eq!(epub.property("dcterms:modified"), ["2021-01-04T00:00:00Z"]);
}

#[test]
fn notes_of_editors_are_never_published() {
    let book = Book::small().changed("body: First.", "note: SECRETNOTE, body: First.").built();
    let epub = book.epub("dist/small.epub");
    assert!(epub.files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("SECRETNOTE")));
    assert!(!book.pdf("dist/small.pdf").text().contains("SECRETNOTE"));
}

#[test]
fn a_manifest_of_two_documents_or_another_type_is_refused_with_its_place() {
    for manifest in ["- a\n- b\n", "just text\n", "42\n", "", "# only a comment\n", "---\n---\n"] {
        let errors = Book::new().bytes("manifest.yaml", manifest).errors();
        assert!(
            !errors.is_empty() && errors.iter().all(|e| e.file == "manifest.yaml" && e.line >= 1),
            "{manifest:?}: {errors:?}"
        );
    }
    let two = format!("{}---\nweekbook: 1\ntitle: Second\n", dedent(support::SMALL));
    let errors = Book::new().bytes("manifest.yaml", two).errors();
    assert!(errors.iter().any(|e| e.line >= 8), "{errors:?}");
}

#[test]
fn a_font_of_the_book_may_not_be_called_by_a_redacted_name() {
    // Code Pro as its name records have it, in both of their encodings, called after somebody.
    let mut font =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-code-pro/SourceCodePro-Regular.ttf"))
            .expect("the font");
    for (old, new) in [(b"Code".to_vec(), b"Zara".to_vec()), (b"\0C\0o\0d\0e".to_vec(), b"\0Z\0a\0r\0a".to_vec())] {
        while let Some(at) = font.windows(old.len()).position(|bytes| bytes == old) {
            font[at..at + old.len()].copy_from_slice(&new);
        }
    }
    let book = |name: &str| {
        Book::small_and(&format!("fonts: [own.ttf]\nredact: [{{text: {name}}}]\n")).bytes("own.ttf", &font)
    };
    let errors = book("Zara").errors();
    let leak = errors.iter().find(|error| error.code == "redaction-leak").expect("an error");
    assert!(leak.line == 9 && leak.message.contains("the font `own.ttf` has a name that holds `Zara`"), "{leak:?}");
    assert!(book("Vera").warnings().is_empty());
}

#[test]
fn a_redacted_name_goes_from_the_text_of_addresses_and_over_form_feeds() {
    let body = "<layla.hassan@x.org>, https://x.org/layla.hassan/a, <https://x.org/?q=layla+hassan>, `layla.hassan`, Layla\u{C}Hassan, Layla\u{B}Hassan.";
    let post =
        format!("---\ntitle: One\ndate: 2021-01-03\nsource: {{name: A}}\nbyline: layla.hassan@x.org\n---\n{body}\n");
    let book = Book::new()
        .manifest("weekbook: 1\ntitle: Small\npublisher: layla.hassan.org\nredact: [{text: Layla Hassan}]\ndispatches: [a.md]\n")
        .file("a.md", &post);
    let _ = book.run(["build"]).succeeds();
    let mut names = book.names("dist");
    names.sort();
    let (epub, pdf) = (&names[0], &names[1]);
    for text in [book.epub(&format!("dist/{epub}")).text(), book.pdf(&format!("dist/{pdf}")).text()] {
        let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        assert!(!bare.contains("layla") && !bare.contains("hassan"), "{text}");
    }
}
