//! The EPUB as an archive and as a package: order, names, links, parts, what it claims.

mod support;

use std::collections::BTreeSet;

use support::{Book, Epub};

/// A chapter of about half a megabyte: more than a document may have.
fn large() -> Book {
    let mut book = Book::new()
        .manifest("weekbook: 1\ntitle: Large\npublisher: Nobody\nlanguage: en\ndispatches: ['posts/*.md']\n");
    let paragraph = "The river went on past the bridge, and the bridge stayed where it was. ".repeat(14);
    for i in 0..26 {
        let text: String = (0..20).map(|n| format!("{n}. {paragraph}\n\n")).collect();
        let before = if i == 0 { "[The last](25.md)".to_string() } else { format!("[Before](./{:02}.md)", i - 1) };
        let post = format!("---\ntitle: Post {i}\ndate: 2017-04-13\nsource: {{name: A}}\n---\n{before}\n\n{text}");
        book = book.file(&format!("posts/{i:02}.md"), &post);
    }
    let run = book.run(["build", "--strict"]).succeeds();
    assert_eq!(run.stderr, "");
    book
}

/// Every address within the EPUB leads somewhere, and every id is there once.
fn whole(epub: &Epub) {
    for (name, document) in &epub.documents {
        let ids: Vec<&str> = document.all().iter().filter_map(|n| n.attribute("id")).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len(), "{name} has an id twice: {ids:?}");
        let links = document.select("a").into_iter().filter_map(|a| a.attribute("href"));
        for address in links.filter(|a| !a.contains(':')) {
            epub.target(name, address);
        }
    }
    for link in epub.nav.select("a").into_iter().filter_map(|a| a.attribute("href")).filter(|a| !a.starts_with('#')) {
        epub.target("", link);
    }
    let declared: BTreeSet<&str> = epub.package.select("item").iter().filter_map(|i| i.attribute("href")).collect();
    for href in &declared {
        epub.file(href);
    }
    let inside = epub.names.iter().filter_map(|name| name.strip_prefix("OEBPS/"));
    let undeclared: Vec<&str> = inside.filter(|f| !f.ends_with(".opf") && !declared.contains(f)).collect();
    assert!(undeclared.is_empty(), "files that the package does not name: {undeclared:?}");
}

#[test]
fn the_archive_begins_with_its_type_stored_and_has_fixed_times() {
    let book = Book::small().built();
    let bytes = book.read("dist/small.epub");
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "stored, first, without extra fields");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("an archive");
    let times: BTreeSet<String> =
        (0..archive.len()).map(|i| format!("{:?}", archive.by_index(i).expect("a file").last_modified())).collect();
    assert_eq!(times.len(), 1, "{times:?}");
    let epub = book.epub("dist/small.epub");
    let mut sorted = epub.names[1..].to_vec();
    sorted.sort();
    let plain = |name: &String| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
    assert!(epub.names.iter().all(plain), "{:?}", epub.names);
    whole(&epub);
}

#[test]
fn a_large_chapter_is_split_and_all_its_links_still_lead_home() {
    let book = large();
    let epub = book.epub("dist/large.epub");
    for (name, bytes) in epub.files.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        assert!(bytes.len() <= 300_000, "{name} has {} bytes", bytes.len());
    }
    assert!(epub.documents.iter().filter(|(_, d)| !d.select("article.dispatch").is_empty()).count() >= 2);
    whole(&epub);
    let titles: Vec<String> = epub.select("article.dispatch").iter().map(|a| a.select("h2")[0].text()).collect();
    assert_eq!(titles, (0..26).map(|i| format!("Post {i}")).collect::<Vec<_>>());
    let toc = epub.nav_list("toc").expect("contents");
    for (title, address) in toc.iter().filter(|(title, _)| title.starts_with("Post ")) {
        assert_eq!(epub.target("", address).select("h2")[0].text(), *title);
    }
    let labels: Vec<String> = epub.nav_list("page-list").expect("a page list").into_iter().map(|(l, _)| l).collect();
    let pdf = book.pdf("dist/large.pdf");
    assert!(labels.len() > 100 && labels.iter().all(|l| pdf.labels.contains(l)));
}

/// A dispatch far too long for one document: paragraphs, a list, a table, notes.
#[test]
fn a_long_dispatch_is_cut_between_its_blocks_and_all_its_links_still_lead_home() {
    let words = "Some words of a paragraph that goes on for a while, and then a little longer. ".repeat(4);
    let mut body = String::from("See [the end](#end) and[^1] a note.\n\n");
    (0..1_000).for_each(|n| body.push_str(&format!("Paragraph {n}. {words}\n\n")));
    (0..8_000).for_each(|n| body.push_str(&format!("{}. Item {n} of many, with *words*.\n", n + 1)));
    body.push_str("\n| number | what |\n|--:|---|\n");
    (0..6_000).for_each(|n| body.push_str(&format!("| {n} | a cell with its words |\n")));
    (2..1_500).for_each(|n| body.push_str(&format!("\nMarked[^{n}].\n")));
    (1..1_500).for_each(|n| body.push_str(&format!("\n[^{n}]: Note {n}, which says something of its own accord.\n")));
    body.push_str("\n## End\n\nBack to [the post](a.md).\n");
    let book = Book::hostile(&body);
    let _ = book.run(["build"]).succeeds();
    let epub = book.epub("dist/hostile.epub");
    let parts: Vec<_> = epub.documents.iter().filter(|(_, d)| !d.select("article.dispatch").is_empty()).collect();
    assert!(parts.len() >= 5, "{} documents", parts.len());
    for (name, bytes) in epub.files.iter().filter(|(name, _)| name.contains("week-")) {
        assert!(bytes.len() <= 300_000, "{name} has {} bytes", bytes.len());
    }
    whole(&epub);
    // Nothing is lost or said twice but the head of the table.
    let articles = epub.select("article.dispatch");
    let within = |selector: &str| articles.iter().flat_map(|a| a.select(selector)).collect::<Vec<_>>();
    let lists = within("ol");
    assert_eq!(lists.iter().map(|ol| ol.select("li").len()).sum::<usize>(), 8_000);
    assert_eq!(within("tbody").iter().map(|body| body.select("tr").len()).sum::<usize>(), 6_000);
    assert_eq!(within("aside.footnote").len(), 1_499);
    let tables = within("table");
    assert!(tables.len() > 1 && tables.iter().all(|t| t.select("thead").len() == 1), "each part has the table's head");
    // A list goes on counting.
    let start = |ol: &&support::Node| ol.attribute("start").map_or(1, |n| n.parse::<usize>().expect("a number"));
    let next = lists.iter().scan(1, |next, ol| Some(std::mem::replace(next, *next + ol.select("li").len())));
    assert!(lists.len() > 1 && lists.iter().map(start).eq(next));
    // Page markers are in the order of their pages, each once.
    let labels: Vec<String> = epub.nav_list("page-list").expect("a page list").into_iter().map(|(l, _)| l).collect();
    let pdf = book.pdf("dist/hostile.pdf");
    assert!(labels.len() > 100 && labels.iter().all(|l| pdf.labels.contains(l)));
}

#[test]
fn a_block_that_cannot_be_cut_is_set_with_a_warning() {
    let book = Book::hostile(&format!("Before.\n\n{}\n\nAfter.\n", "word ".repeat(60_000)));
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let warnings: Vec<String> = run.of_severity("warning").iter().map(support::Found::place).collect();
    assert_eq!(warnings, ["posts/a.md:8:1: long-block"]);
    whole(&book.epub("dist/hostile.epub"));
}

#[test]
fn conformance_is_claimed_where_it_holds_and_else_left_out_with_a_note() {
    let claim = |book: &Book| book.epub("dist/small.epub").property("dcterms:conformsTo");
    let good = Book::small_and("language: en\n").built();
    assert!(
        claim(&good).iter().any(|c| c.contains("EPUB Accessibility 1.1 - WCAG 2.2 Level AA")),
        "{:?}",
        claim(&good)
    );
    assert_eq!(good.epub("dist/small.epub").property("a11y:certifiedBy"), ["Nobody"], "by default the publisher");

    let bad = Book::small_and("").changed("body: First.", "body: '![](x.png)'").image_png("x.png", 20, 20);
    let run = bad.run(["build", "--message-format", "json"]).succeeds();
    assert!(run.of_severity("note").iter().any(|n| n.code == "accessibility"), "{run}");
    assert!(claim(&bad).is_empty(), "{:?}", claim(&bad));

    let decorative = Book::small_and("")
        .changed("body: First.", "body: '![](x.png){.decorative}'")
        .image_png("x.png", 20, 20)
        .built();
    assert!(!claim(&decorative).is_empty(), "an image marked as decorative needs no text");
}

#[test]
fn accessibility_metadata_say_what_the_book_has() {
    let features = |book: Book| -> (Vec<String>, Vec<String>) {
        let epub = book.built().epub("dist/small.epub");
        (epub.property("schema:accessibilityFeature"), epub.property("schema:accessMode"))
    };
    let (plain, modes) = features(Book::small());
    let has = |list: &[String], feature: &str| list.iter().any(|f| f == feature);
    assert!(
        has(&plain, "tableOfContents") && has(&plain, "readingOrder") && has(&plain, "structuralNavigation"),
        "{plain:?}"
    );
    assert!(has(&plain, "pageNavigation") || has(&plain, "pageBreakMarkers"), "{plain:?}");
    assert!(has(&modes, "textual") && !has(&modes, "visual") && !has(&plain, "alternativeText"), "{plain:?} {modes:?}");
    let picture = Book::small().changed("body: First.", "body: '![A map](x.png)'").image_png("x.png", 20, 20);
    let (with_image, modes) = features(picture);
    assert!(has(&with_image, "alternativeText") && has(&modes, "visual"), "{with_image:?} {modes:?}");
    let (without_pdf, _) = features(Book::small_and("editions: {default: {formats: [epub]}}\n"));
    assert!(!has(&without_pdf, "pageNavigation") && !has(&without_pdf, "pageBreakMarkers"), "{without_pdf:?}");
}

#[test]
fn every_source_that_is_credited_is_named_in_the_metadata() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Small
            publisher: Nobody
            sources:
              ap: {name: Associated Press, url: 'https://apnews.com/'}
              none: {name: Never Used}
            dispatches:
              - {title: One, date: 2017-04-08, source: ap, body: Text.}
              - {title: Two, date: 2017-04-15, source: {name: Field notes}, body: Text.}
            ",
        )
        .built();
    let sources = book.epub("dist/small.epub").metadata("dc:source");
    let all = sources.join("\n");
    assert!(
        all.contains("Associated Press") && all.contains("Field notes") && !all.contains("Never Used"),
        "{sources:?}"
    );
}

#[test]
fn the_typeset_cover_and_the_imprint_say_what_the_book_is() {
    let book = Book::small_and("subtitle: Of two weeks\nrights: Nobody's rights\nlicense: CC-BY-4.0\n").built();
    let epub = book.epub("dist/small.epub");
    let cover = epub.documents[0].1.one("img").attribute("alt").expect("an alternative text");
    assert!(cover.contains("Small") && cover.contains("Of two weeks"), "{cover}");
    let imprint = epub.one("section.imprint").text();
    let identifier = epub.metadata("dc:identifier").remove(0);
    for words in ["Nobody", "Nobody's rights", "CC-BY-4.0", &identifier, "weekbook", env!("CARGO_PKG_VERSION")] {
        assert!(imprint.replace('’', "'").contains(words), "{words} is not in {imprint}");
    }
    let fingerprint = |imprint: &str| -> Vec<String> {
        let is_group = |word: &&str| word.len() >= 4 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let groups = imprint.split_whitespace().rev().take_while(is_group).map(str::to_string);
        groups.collect()
    };
    assert!(fingerprint(&imprint).concat().len() >= 16, "a hash of what the edition publishes: {imprint}");
    let other =
        Book::small().changed("First.", "Another.").built().epub("dist/small.epub").one("section.imprint").text();
    let same = Book::small().built().epub("dist/small.epub").one("section.imprint").text();
    assert_ne!(fingerprint(&other), fingerprint(&same));
    let noted = Book::small().changed("body: First.", "note: For the editors, body: First.").built();
    let noted = noted.epub("dist/small.epub").one("section.imprint").text();
    assert_eq!(fingerprint(&noted), fingerprint(&same), "what is not published changes nothing");
}

#[test]
fn landmarks_lead_to_the_contents_and_the_first_week() {
    let epub = Book::small().built().epub("dist/small.epub");
    let landmarks =
        epub.nav.select("nav").into_iter().find(|n| n.attribute("epub:type") == Some("landmarks")).expect("landmarks");
    let types: Vec<&str> = landmarks.select("a").iter().filter_map(|a| a.attribute("epub:type")).collect();
    assert!(types.contains(&"toc") && types.contains(&"bodymatter"), "{types:?}");
    let start =
        landmarks.select("a").into_iter().find(|a| a.attribute("epub:type") == Some("bodymatter")).expect("a start");
    let target = epub.target("", start.attribute("href").expect("an address"));
    assert!(target.text().contains("First.") && !target.text().contains("Second."), "{}", target.text());
}

#[test]
fn the_epub_carries_the_fonts_it_is_asked_to() {
    let fonts = |line: &str| {
        let body = "---\ntitle: One\ndate: 2021-01-03\nsource: {name: A}\n---\nText, and مرحبا.\n";
        let manifest = format!("weekbook: 1\ntitle: Small\npublisher: Nobody\n{line}dispatches: [a.md]\n");
        let epub = Book::new().manifest(&manifest).file("a.md", body).built().epub("dist/small.epub");
        let css = String::from_utf8(epub.file("stylesheet.css").to_vec()).expect("UTF-8");
        let is_font = |name: &&String| name.ends_with(".ttf") || name.ends_with(".otf");
        let count = epub.names.iter().filter(is_font).count();
        assert_eq!(count, css.matches("@font-face").count());
        let body_rule = css.lines().any(|line| line.starts_with("body {") && line.contains("font-family"));
        (count, body_rule)
    };
    let (auto, none, all) = (fonts(""), fonts("embed_fonts: none\n"), fonts("embed_fonts: all\n"));
    assert_eq!((auto, none), ((1, false), (0, false)), "an Arabic face, and no say about running text");
    assert!(all.0 > 2 && all.1, "{all:?}");
}

#[test]
fn a_table_that_no_phone_can_show_has_a_box_to_scroll_in() {
    let table = |columns: usize, word: &str| {
        let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
        format!("{}{}{}\n", row(word), row("---"), row("1"))
    };
    let body = format!("{}\nText.\n\n{}", table(3, "Day"), table(9, "Governorate"));
    let book = Book::new()
        .manifest("weekbook: 1\ntitle: Tables\nslug: small\npublisher: Nobody\nlanguage: en\ndispatches: [a.md]\n")
        .file("a.md", &format!("---\ntitle: One\ndate: 2017-04-13\nsource: {{name: A}}\n---\n{body}"))
        .built();
    let epub = book.epub("dist/small.epub");
    let boxes: Vec<_> = epub.select("div").into_iter().filter(|e| e.attribute("class") == Some("table wide")).collect();
    assert_eq!((epub.select("table").len(), boxes.len()), (2, 1));
    assert_eq!(boxes[0].attribute("tabindex"), Some("0"), "the keys reach it");
    assert!(boxes[0].text().contains("Governorate"));
}

/// On a narrow screen the sheet makes blocks of a wide table's rows and cells: they say what they are, and which column
/// each cell is of.
#[test]
fn a_wide_table_can_be_read_row_by_row() {
    let table = |head: &str| {
        format!(
            "| Place | {head} | Pourquoi ? |{}\n|{}\n| Nord | | 3 |{}\n",
            " Gouvernorat |".repeat(5),
            "---|".repeat(8),
            " 1 |".repeat(5)
        )
    };
    let body = format!(
        "{}\nText.[^n]\n\n{}\n\n[^n]: Note.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
        table("*Déplacés* & partis"),
        table("Revenus[^n]")
    );
    let book = Book::new()
        .manifest("weekbook: 1\ntitle: Tables\nslug: small\npublisher: Nobody\nlanguage: fr\ndispatches: [a.md]\n")
        .file("a.md", &format!("---\ntitle: One\ndate: 2017-04-13\nsource: {{name: A}}\n---\n{body}"))
        .built();
    let epub = book.epub("dist/small.epub");
    let tables = epub.select("table");
    assert_eq!(tables.len(), 3);
    for table in &tables[..2] {
        assert_eq!(table.attribute("role"), Some("table"));
        for (name, role) in
            [("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row"), ("th", "columnheader"), ("td", "cell")]
        {
            let roles: Vec<_> = table.select(name).iter().map(|e| e.attribute("role").map(str::to_owned)).collect();
            assert!(!roles.is_empty() && roles.iter().all(|found| found.as_deref() == Some(role)), "{name}: {roles:?}");
        }
        assert!(table.select("th").iter().all(|th| th.attribute("data-label").is_none()));
    }
    let labels = |table: usize| -> Vec<Option<String>> {
        tables[table].select("td").iter().map(|td| td.attribute("data-label").map(str::to_owned)).collect()
    };
    let expected = ["Place\u{a0}: ", "Déplacés & partis\u{a0}: ", "Pourquoi\u{202f}? ", "Gouvernorat\u{a0}: "];
    assert_eq!(labels(0)[..4], expected.map(|label| Some(label.to_owned())));
    assert_eq!(labels(1)[1].as_deref(), Some("Revenus\u{a0}: "), "without the note's mark");
    let linked = |table: usize| tables[table].select("thead")[0].attribute("data-linked").map(str::to_owned);
    assert_eq!((linked(0), linked(1).as_deref()), (None, Some("true")), "a link must be seen");
    let plain = &tables[2];
    assert!(plain.attribute("role").is_none() && plain.select("td")[0].attribute("data-label").is_none());
    let sheet = String::from_utf8_lossy(epub.file("stylesheet.css")).into_owned();
    assert!(sheet.contains("content: attr(data-label)"), "{sheet}");
}
