use crate::dispatch::plain_text;
use crate::dispatch::walk::each_block;
use crate::edition::Edition;
use crate::edition::testing::Book;

/// The edition of a book with one dispatch that redacts Layla.
fn edition(body: &str) -> Edition {
    book(body, "[{text: Layla}]").edition()
}

fn book(body: &str, redact: &str) -> Book {
    Book::new(&format!("dispatches: [a.md]\nredact: {redact}\n"))
        .file("a.md", format!("---\ntitle: D\ndate: 2017-04-15\nsource: {{name: S}}\n---\n{body}\n"))
}

/// The body as it is read, a block a line, with the marks of markup.
fn read(edition: &Edition) -> String {
    format!("{:?}", edition.weeks[0].dispatches[0].body.blocks)
}

fn paragraphs(edition: &Edition) -> Vec<String> {
    let mut out = Vec::new();
    let mut blocks = edition.weeks[0].dispatches[0].body.blocks.clone();
    each_block(&mut blocks, &mut |block| {
        if let crate::dispatch::BlockKind::Paragraph(content) | crate::dispatch::BlockKind::Heading { content, .. } =
            &block.kind
        {
            out.push(plain_text(content));
        }
    });
    out
}

#[test]
fn a_name_goes_where_it_begins_and_markup_stays() {
    for (body, expected) in [
        ("So La*yl*a, *Lay*la, L[ayl](https://x.org)a.", "So █, █, █."),
        ("So Lay[^1]la.\n\n[^1]: n", "So █."),
        ("So &#76;ay&#x6C;a.", "So █."),
        ("So `Layla`, **LAYLA**.", "So █, █."),
        ("So Lay&shy;la &lrm;Layla&lrm;", "So █ \u{200E}█\u{200E}"),
        ("So *La*~~yl~~**a**b.", "So █b."),
    ] {
        assert_eq!(paragraphs(&edition(body)), [expected], "{body}");
    }
    assert!(read(&edition("a La*yla and b*")).contains("Text(\"a █\"), Emphasis([Text(\" and b\")])"));
    assert!(read(&edition("*Lay*la")).contains("[Emphasis([Text(\"█\")])]"), "what says nothing more is gone");
}

#[test]
fn blanks_of_a_name_may_be_borders() {
    let book = |body: &str| book(body, "[{text: Layla Hassan, with: N.}]").edition();
    assert_eq!(paragraphs(&book("by Layla\nHassan.")), ["by N.."]);
    assert_eq!(paragraphs(&book("by Layla\\\nHassan.")), ["by N.."]);
    assert_eq!(paragraphs(&book("- Layla\n- Hassan b")), ["N.", " b"]);
    let table = read(&book("| Layla | Hassan |\n|---|---|\n| a | b |"));
    assert!(table.contains("N.") && !table.contains("Hassan"), "{table}");
}

#[test]
fn alternative_texts_are_searched_in_their_places_and_passed_over() {
    let one = book("Lay![la](a.png) and Lay![a map](a.png)la", "[{text: Layla}]").file("a.png", pixel()).edition();
    let read = read(&one);
    assert!(!read.contains("Lay") && read.contains("a map"), "{read}");
}

#[test]
fn links_are_found_by_what_was_written() {
    let built = Book::new(
        "redact: [{text: Layla}]\ndispatches: [posts/*.md]\nsources: {layla: {name: Layla Press}}\n",
    )
    .file(
        "posts/2017-04-15-layla.md",
        "---\ntitle: Of Layla\nid: on-layla\nsource: layla\n---\n## Layla's bridge\n\n## Other {#layla-x}\n\n\
         [a](#laylas-bridge) [b](#layla-x) [c](#on-layla)",
    )
    .file(
        "posts/2017-04-16-b.md",
        "---\ntitle: B\nsource: {name: layla press}\n---\n[d](2017-04-15-layla.md) [e](2017-04-15-layla.md#of-layla)",
    )
    .edition();
    let entries = &built.weeks[0].dispatches;
    let bodies = format!("{:?} {:?}", entries[0].body, entries[1].body);
    assert_eq!(bodies.matches("target: Local").count(), 5, "{bodies}");
    let printed = format!("{bodies} {:?} {:?}", built.sources, built.meta);
    assert!(!printed.to_lowercase().contains("layla"), "{printed}");
    for entry in entries {
        let dispatch = &entry.dispatch;
        let published = format!(
            "{} {} {:?} {:?}",
            entry.anchor,
            dispatch.file,
            dispatch.title,
            dispatch.meta.id.as_ref().map(|i| &i.value)
        );
        assert!(!published.to_lowercase().contains("layla"), "{published}");
    }
    assert_eq!(entries[0].anchor, "on-redacted");
    assert_eq!(entries[0].dispatch.file, "posts/2017-04-15-redacted.md");
    assert_eq!(built.sources.len(), 1, "a source is known by its name as written");
    assert_eq!(built.sources[0].id, "redacted");
}

#[test]
fn what_derives_from_a_name_derives_from_its_mark() {
    let two = |name: &str, redact: &str| {
        Book::new(&format!(
            "title: On {name}\npublisher: {name}\n{redact}dispatches: [{{title: '{name}', date: 2017-04-15, source: {{name: '{name}'}}, body: B}}]\n"
        ))
        .edition()
    };
    let marked = two("█", "");
    for name in ["ليلى", "Łayla"] {
        let redacted = two(name, &format!("redact: [{{text: {name}}}]\n"));
        assert_eq!(redacted.meta, marked.meta, "neither identifier nor hash can be tried out");
        assert_eq!(redacted.stem, marked.stem);
        assert_eq!(redacted.sources[0].id, marked.sources[0].id);
        assert_eq!(redacted.weeks[0].dispatches[0].anchor, marked.weeks[0].dispatches[0].anchor);
    }
}

#[test]
fn editions_redact_for_themselves() {
    let built = Book::new(
        "redact: [{text: Layla}]\ndispatches: [{title: Layla, date: 2017-04-15, source: {name: S}, body: B}]\n\
         editions: {default: {}, layla: {}, open: {redact: []}, other: {redact: [{text: layla, with: N}]}}\n",
    )
    .build();
    let titles: Vec<_> =
        built.editions.iter().flatten().map(|e| (e.stem.as_str(), e.weeks[0].dispatches[0].title.as_str())).collect();
    assert_eq!(
        titles,
        [("letters", "█"), ("letters-redacted", "█"), ("letters-open", "Layla"), ("letters-other", "N")]
    );
}

#[test]
fn entries_that_cannot_be_redacted_are_errors() {
    let message = |redact: &str| book("B", redact).build().only().0;
    assert_eq!(message("[{text: Layla, with: Dear LAYLÀ}]"), "what replaces `Layla` holds `Layla`, which is redacted");
    assert_eq!(message("[{text: '…'}]"), "this `text` has neither letter nor digit to search for");
    assert_eq!(message("[{text: ''}]"), "the `text` of an entry of `redact` is empty");
    assert_eq!(message("[{with: x}]"), "an entry of `redact` has no `text`");
    assert_eq!(message("[Layla]"), "expected a mapping such as `{text: Layla, with: L.}`, found a text");
    assert_eq!(
        message("{text: Layla}"),
        "expected a list of mappings such as `{text: Layla, with: L.}` for `redact`, found a mapping"
    );
    assert_eq!(message("[{text: Layla, whole_word: maybe}]"), "expected true or false for `whole_word`, found a text");
    assert_eq!(message("[{text: Layla, whole-word: true}]"), "unknown field `whole-word`");
    assert_eq!(message("[{text: [Layla]}]"), "expected a text for `text`, found a list");
    assert_eq!(message("[{text: Layla, with: \"a\\nb\"}]"), "`with` has more than one line");
}

/// A PNG of one pixel.
fn pixel() -> Vec<u8> {
    let mut out = Vec::new();
    let image = image::GrayImage::new(1, 1);
    image.write_to(&mut std::io::Cursor::new(&mut out), image::ImageFormat::Png).expect("a picture");
    out
}
