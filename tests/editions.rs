//! What an edition holds: its parts, how much of each dispatch, pages shared by both formats, what it overrides; and
//! that what is not built yet is refused.

mod support;

use support::{Book, Pdf, dedent};

/// A book whose second dispatch runs over many pages.
fn long() -> Book {
    let paragraph = "The river went on past the bridge, and the bridge stayed where it was, for now. ".repeat(12);
    let body: String = (0..40).map(|i| format!("Paragraph {i}. {paragraph}\n\n")).collect();
    Book::new()
        .manifest(
            "
            weekbook: 1
            title: Long
            publisher: Nobody
            authors: [Nobody]
            dispatches:
              - {title: Short, date: 2017-04-08, source: {name: A}, body: Text.}
              - posts/*.md
              - {title: Last, date: 2017-04-17, source: {name: B}, body: Text.}
            editions:
              default: {}
              screen: {formats: [epub]}
              large: {page: A4}
            ",
        )
        .file("posts/2017-04-15-long.md", &format!("---\ntitle: Long one\nsource: {{name: A}}\n---\n{body}"))
        .built()
}

#[test]
fn the_page_list_has_labels_of_the_pdf_of_the_same_edition_in_order() {
    let book = long();
    for stem in ["long", "long-large"] {
        let (epub, pdf) = (book.epub(&format!("dist/{stem}.epub")), book.pdf(&format!("dist/{stem}.pdf")));
        let list = epub.nav_list("page-list").expect("a page list");
        let mut places = Vec::new();
        for (label, address) in &list {
            let page = pdf.labels.iter().position(|l| l == label);
            places.push(page.unwrap_or_else(|| panic!("{label} is no page of {:?}", pdf.labels)));
            let target = epub.target("", address);
            assert_eq!(target.attribute("role"), Some("doc-pagebreak"), "{address}");
            assert_eq!(target.attribute("aria-label"), Some(label.as_str()), "{address}");
        }
        assert!(places.is_sorted_by(|a, b| a < b), "each page once, in order: {list:?}");
    }
}

#[test]
fn pages_that_continue_a_dispatch_are_in_the_page_list_too() {
    let book = long();
    let (epub, pdf) = (book.epub("dist/long.epub"), book.pdf("dist/long.pdf"));
    let list: Vec<String> = epub.nav_list("page-list").expect("a page list").into_iter().map(|(l, _)| l).collect();
    let with_text = |page: &usize| pdf.page_text(*page).contains("bridge");
    let pages: Vec<&String> = (0..pdf.pages()).filter(with_text).map(|page| &pdf.labels[page]).collect();
    assert!(pages.len() > 10, "it runs over many pages: {pages:?}");
    for label in pages {
        assert!(list.contains(label), "page {label} is not in {list:?}");
    }
}

#[test]
fn a_page_begins_in_both_formats_with_the_same_words() {
    let book = long();
    let (epub, pdf) = (book.epub("dist/long.epub"), book.pdf("dist/long.pdf"));
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let mut compared = 0;
    for (label, address) in epub.nav_list("page-list").expect("a page list") {
        let (file, id) = address.split_once('#').expect("an anchor");
        let source = String::from_utf8(epub.file(file).to_vec()).expect("UTF-8");
        let after =
            source.split_once(&format!("id=\"{id}\"")).and_then(|(_, rest)| rest.split_once('>')).expect("the mark").1;
        let mut inside = false;
        let text: String = after
            .chars()
            .filter(|c| {
                let kept = !inside && *c != '<';
                inside = *c == '<' || (inside && *c != '>');
                kept
            })
            .take(2_000)
            .collect();
        let page = pdf.labels.iter().position(|l| *l == label).expect("its page");
        let on_page = plain(&pdf.page_text(page));
        if !on_page.contains("bridge") {
            continue;
        }
        // Twenty letters are half a line; the page's own line ends and hyphens are not in them.
        let first: String = plain(text.trim_start()).chars().take(20).collect();
        assert!(on_page.contains(&first), "page {label} begins with {first:?} in the EPUB, and is {on_page}");
        compared += 1;
    }
    assert!(compared > 10);
}

#[test]
fn an_edition_without_a_pdf_has_no_page_list() {
    let book = long();
    let epub = book.epub("dist/long-screen.epub");
    assert!(epub.nav_list("page-list").is_none());
    let marks = |n: &&&support::Node| n.attribute("role") == Some("doc-pagebreak");
    assert_eq!(epub.documents.iter().flat_map(|(_, d)| d.all()).filter(|n| marks(&n)).count(), 0);
    let run = book.run(["build", "-f", "epub", "-o", "narrowed"]).succeeds();
    assert!(book.epub("narrowed/long.epub").nav_list("page-list").is_some(), "-f changes no byte: {run}");
}

#[test]
fn front_matter_has_roman_numbers_and_the_weeks_begin_at_1() {
    let book = long();
    let pdf = book.pdf("dist/long.pdf");
    let first = pdf.labels.iter().position(|l| l == "1").expect("a page 1");
    assert!(pdf.page_text(first).contains("14"), "the first week: {}", pdf.page_text(first));
    assert!(pdf.labels[..first].iter().any(|l| l == "i" || l == "ii"), "{:?}", pdf.labels);
    let body: Vec<String> = (1..=pdf.labels.len() - first).map(|n| n.to_string()).collect();
    assert_eq!(pdf.labels[first..], body[..]);
    // The cover has no number; any other label names one page.
    let mut labels: Vec<&String> = pdf.labels.iter().filter(|l| !l.is_empty()).collect();
    let all = labels.len();
    labels.sort();
    labels.dedup();
    assert!(labels.len() == all && all + 2 >= pdf.labels.len(), "{:?}", pdf.labels);
}

#[test]
fn the_printed_contents_say_where_a_dispatch_begins() {
    let book = long();
    let pdf = book.pdf("dist/long.pdf");
    let contents = (0..pdf.pages()).map(|p| pdf.page_text(p)).find(|t| t.contains("Long one") && t.contains("Last"));
    let contents = contents.expect("a page of contents");
    for row in book.list() {
        let (title, page) = (row["title"].as_str().expect("a title"), row["page"].as_str().expect("a page"));
        let after = contents.split_once(title).unwrap_or_else(|| panic!("{title}: {contents}")).1;
        let number: String =
            after.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        assert_eq!(number, page, "{title}: {contents}");
        let at = pdf.labels.iter().position(|l| l == page).expect("its page");
        assert!(pdf.page_text(at).contains(title));
    }
}

#[test]
fn page_sizes_are_named_or_measured() {
    let close = |pdf: &Pdf, width: f32, height: f32| {
        for page in 0..pdf.pages() {
            let (w, h) = pdf.page_size(page);
            assert!((w - width).abs() < 0.1 && (h - height).abs() < 0.1, "{w} × {h}, not {width} × {height}");
        }
    };
    for (page, width, height) in [
        ("A5", 419.53, 595.28),
        ("A4", 595.28, 841.89),
        ("Letter", 612.0, 792.0),
        ("HalfLetter", 396.0, 612.0),
        ("120x180mm", 340.16, 510.24),
        ("5x8in", 360.0, 576.0),
    ] {
        let book = Book::small_and(&format!("page: {page}\n")).built();
        close(&book.pdf("dist/small.pdf"), width, height);
    }
    for page in ["A55", "120x", "1x1mm", "-5x8in", "99999999x5mm", "NaNxNaNmm"] {
        let errors = Book::small_and(&format!("page: {page}\n")).errors();
        assert_eq!(errors[0].place(), "manifest.yaml:8:7: bad-value", "{page}");
    }
}

/// One dispatch with a summary of its own, one without.
fn summarised(content: &str) -> Book {
    Book::new()
        .manifest(&format!(
            "weekbook: 1\ntitle: Sum\npublisher: Nobody\ndispatches: ['posts/*.md']\neditions:\n  default: {{content: {content}}}\n"
        ))
        .file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: {name: S}\nsummary: In short.\n---\nAlpha one.\n\nAlpha two.\n")
        .file("posts/2017-04-16-b.md", "---\ntitle: B\nsource: {name: S}\n---\nBeta *one*.[^1]\n\nBeta two.\n\n[^1]: A note.\n")
        .built()
}

#[test]
fn content_says_how_much_of_a_dispatch_there_is() {
    let wanted: [(&str, &[&str], &[&str]); 3] = [
        ("full", &["Alpha one.", "Alpha two.", "Beta one.", "Beta two.", "A note."], &[]),
        ("summary", &["In short.", "Beta one."], &["Alpha one.", "Alpha two.", "Beta two.", "A note."]),
        ("headlines", &[], &["In short.", "Alpha one.", "Alpha two.", "Beta one.", "Beta two.", "A note."]),
    ];
    for (content, has, lacks) in wanted {
        let book = summarised(content);
        let epub = book.epub("dist/sum.epub").text();
        let pdf: String = book.pdf("dist/sum.pdf").text();
        let blankless = |text: &str| text.split_whitespace().collect::<String>();
        for words in has {
            assert!(blankless(&epub).contains(&blankless(words)), "{content}: {words} is not in {epub}");
            assert!(blankless(&pdf).contains(&blankless(words)), "{content}: {words} is not in {pdf}");
        }
        for words in lacks {
            assert!(!blankless(&epub).contains(&blankless(words)), "{content}: {words} is in {epub}");
            assert!(!blankless(&pdf).contains(&blankless(words)), "{content}: {words} is in {pdf}");
        }
        assert_eq!(book.titles(), ["A", "B"]);
    }
}

#[test]
fn corrections_are_in_the_credit_line_and_in_a_section_of_their_own() {
    let book = Book::small_and("")
        .manifest(&dedent(support::SMALL).replace(
            "body: Second.}",
            "body: Second.,\n     corrections: [{date: 2021-02-03, text: It was the third.}]}",
        ))
        .built();
    let epub = book.epub("dist/small.epub");
    let credit = epub.dispatch("Two").one("p.credit").text();
    assert!(credit.contains("3 February 2021") && credit.to_lowercase().contains("corrected"), "{credit}");
    assert!(!epub.dispatch("One").one("p.credit").text().to_lowercase().contains("corrected"));
    let section = epub.one("section.corrections");
    assert!(section.text().contains("It was the third.") && section.text().contains("Two"), "{}", section.text());
    let link = section.select("a").into_iter().find(|a| a.text().contains("Two")).expect("a link to the dispatch");
    assert!(epub.target("", link.attribute("href").expect("an address")).text().contains("Second."));
    let pdf: String = book.pdf("dist/small.pdf").text().split_whitespace().collect();
    assert!(pdf.contains("Itwasthethird."), "{pdf}");
    assert!(Book::small().built().epub("dist/small.epub").select("section.corrections").is_empty(), "none without any");
}

#[test]
fn each_source_lists_its_dispatches_and_where_they_stand() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Sources
            publisher: Nobody
            sources:
              ap: {name: Associated Press, url: 'https://apnews.com/'}
              unused: {name: Nobody's Agency}
            dispatches:
              - {title: One, date: 2017-04-08, source: ap, body: Text.}
              - {title: Two, date: 2017-04-15, source: {name: Field notes}, body: Text.}
              - {title: Three, date: 2017-04-22, source: ap, body: Text.}
            ",
        )
        .built();
    let (epub, pdf) = (book.epub("dist/sources.epub"), book.pdf("dist/sources.pdf"));
    let section = epub.one("section.sources");
    let targets: Vec<String> = section
        .select("a")
        .iter()
        .filter_map(|a| a.attribute("href"))
        .filter(|href| !href.starts_with("http"))
        .map(|href| epub.target("", href).select("h2")[0].text())
        .collect();
    assert_eq!(targets, ["One", "Three", "Two"], "by source, in the order of the registry, then of first use");
    let text = section.text();
    assert!(text.contains("Associated Press") && text.contains("Field notes"), "{text}");
    assert!(!text.contains("Nobody's Agency"), "a source that nothing credits is none of the edition's: {text}");
    assert!(section.select("a").iter().any(|a| a.attribute("href") == Some("https://apnews.com/")));
    let last = (0..pdf.pages()).map(|p| pdf.page_text(p)).rfind(|t| t.contains("Field notes")).expect("the section");
    let page =
        |title: &str| book.list().iter().find(|r| r["title"] == title).map(|r| r["page"].clone()).expect("a row");
    for title in ["One", "Two", "Three"] {
        assert!(last.contains(page(title).as_str().expect("a label")), "the page of {title}: {last}");
    }
    assert!(last.contains("https://apnews.com"), "readable on paper: {last}");
}

#[test]
fn an_edition_overrides_the_books_fields() {
    let book = Book::small_and(
        "editions:\n  default: {}\n  fr: {title: Petit, language: fr, formats: [epub], publisher: Personne}\n",
    );
    let _ = book.run(["build"]).succeeds();
    assert_eq!(book.names("dist"), ["petit-fr.epub", "small.epub", "small.pdf"]);
    let epub = book.epub("dist/petit-fr.epub");
    assert_eq!(epub.metadata("dc:title")[0], "Petit");
    assert_eq!(epub.metadata("dc:publisher"), ["Personne"]);
    assert!(epub.text().to_lowercase().contains("semaine"), "labels in the edition's language");
}

#[test]
fn fields_of_the_contract_that_are_not_built_yet_are_refused() {
    let errors = Book::small_and("changes: {since: old/manifest.yaml}\n").errors();
    let refused = errors.iter().find(|error| error.code == "not-supported").expect("it is refused");
    assert_eq!((refused.line, refused.message.as_str()), (8, "`changes` is not supported yet"));
}

/// What a situation report is: two pages with all that they need, not a page for each of its parts.
#[test]
fn a_short_briefing_has_two_pages_and_an_epub_with_all_its_parts() {
    let words = "The road is open by day, and two checkpoints ask for lists of those who travel. ".repeat(5);
    let dispatch = |day: u32| {
        format!(
            "  - {{title: Road {day}, date: 2017-04-1{day}, source: ap, place: Erbil, tags: [roads], body: '{words}'}}\n"
        )
    };
    let dispatches: String = (0..5).map(dispatch).collect();
    let book = Book::new()
        .manifest(&format!(
            "weekbook: 1\ntitle: Report\npublisher: Nobody\nauthors: [Nobody]\nstyle: briefing\nmarking: TLP:AMBER\n\
             highlights: [One., Two.]\nfigures: [{{value: 3, label: wells}}, {{value: 1 250, label: carts}}]\n\
             sources: {{ap: {{name: AP}}}}\ndispatches:\n{dispatches}"
        ))
        .built();
    let (epub, pdf) = (book.epub("dist/report.epub"), book.pdf("dist/report.pdf"));
    assert_eq!((pdf.pages(), &pdf.labels[..]), (2, &["1".to_owned(), "2".to_owned()][..]));
    let first = pdf.page_text(0);
    let parts = ["Report", "TLP:AMBER", "Two.", "1 250", "Nobody", "Week 15", "Road 0", "1 / 2"];
    let missing: Vec<&str> = parts.into_iter().filter(|part| !first.contains(part)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "{first}");
    // The outline and the EPUB's contents name the same parts.
    let contents: Vec<String> = epub.contents().into_iter().map(|(_, title)| title).collect();
    for title in ["Sources", "Places", "Subjects", "Road 4"] {
        assert!(contents.iter().any(|known| known == title), "{title}: {contents:?}");
        let entry = |one: &&lopdf::Dictionary| {
            let own = one.get(b"Title").and_then(lopdf::decode_text_string);
            one.has(b"Dest") && own.is_ok_and(|own| own == title)
        };
        assert_eq!(pdf.dictionaries().iter().filter(|one| entry(one)).count(), 1, "{title}");
    }
    let list = epub.nav_list("page-list").expect("a page list");
    assert_eq!(list.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    for (_, address) in &list {
        assert_eq!(epub.target("", address).attribute("role"), Some("doc-pagebreak"), "{address}");
    }
}
