//! tests/books/full uses every supported field: each has its effect in both formats of both editions.

mod support;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use support::{Book, Epub, Node, Pdf, squeeze};

/// The sample, built once.
static FULL: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/full");
    for part in ["", "posts", "pages", "images"] {
        for file in fs::read_dir(folder.join(part)).expect("the sample").map(|entry| entry.expect("a file").path()) {
            if file.is_file() {
                let name =
                    file.strip_prefix(&folder).expect("in the sample").to_str().expect("a plain name").to_owned();
                book = book.bytes(&name, fs::read(&file).expect("readable"));
            }
        }
    }
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    // It has an image that moves, of which books hold the first frame.
    let warnings: Vec<String> = run.of_severity("warning").into_iter().map(|found| found.code).collect();
    assert_eq!(warnings, ["image-moves"], "{run}");
    book
});

fn epub() -> Epub {
    FULL.epub("dist/ford.epub")
}

fn pdf() -> Pdf {
    FULL.pdf("dist/ford.pdf")
}

/// A text without its blanks: a PDF has them where its runs end, too.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The PDF's text.
fn printed() -> String {
    bare(&pdf().text())
}

/// The elements that `inner` describes, within those that `outer` does.
fn within<'e>(epub: &'e Epub, outer: &str, inner: &str) -> Vec<&'e Node> {
    epub.select(outer).into_iter().flat_map(|element| element.select(inner)).collect()
}

/// The address of a link.
fn href(link: &Node) -> &str {
    link.attribute("href").expect("a link")
}

/// Both formats say it.
#[track_caller]
fn both_say(words: &[&str]) {
    let (epub, pdf) = (squeeze(&epub().text()), printed());
    for text in words {
        assert!(epub.contains(text), "the EPUB lacks {text:?} in {epub}");
        assert!(pdf.contains(&bare(text)), "the PDF lacks {text:?} in {pdf}");
    }
}

/// Neither says it.
#[track_caller]
fn neither_says(words: &[&str]) {
    let (epub, pdf) = (squeeze(&epub().text()), printed());
    for text in words {
        assert!(!epub.contains(text) && !pdf.contains(&bare(text)), "{text:?} is published");
    }
}

#[test]
fn the_front_page_has_highlights_and_figures() {
    both_say(&["At a glance", "The ford is open to carts.", "families without water", "1 250", "13 April 2017"]);
    let epub = epub();
    let figure = within(&epub, "dl.figures", "dd")[0];
    assert_eq!(squeeze(&figure.text()), "1 250 Well Committee, 13 April 2017");
    assert_eq!(epub.target("front.xhtml", href(figure.one("a"))).attribute("id"), Some("src-well"));
}

#[test]
fn every_page_and_part_bears_the_marking() {
    let pdf = pdf();
    for page in 0..pdf.pages() {
        let text = pdf.page_text(page);
        assert!(text.matches("TLP:GREEN").count() >= 2, "page {page}: {text}");
        assert!(!text.contains("TLP…"), "page {page}: {text}");
    }
    let epub = epub();
    for part in ["title-page", "front-page", "imprint", "front", "week", "sources", "index", "back"] {
        let marks = within(&epub, &format!("section.{part}"), ".marking");
        assert!(marks.len() >= 2 && marks.iter().all(|m| m.text().starts_with("TLP:")), "{part}");
    }
    let cover = within(&epub, "section.cover", "img")[0].attribute("alt");
    assert!(cover.is_some_and(|alt| alt.contains("TLP:GREEN")), "a picture that bears it: {cover:?}");
    both_say(&["This may be shared within the recipients’ community, but not in public."]);
    let brief = FULL.pdf("dist/ford-brief.pdf");
    assert!((0..brief.pages()).all(|page| brief.page_text(page).matches("TLP:RED").count() >= 2));
}

#[test]
fn large_print_says_the_same_on_larger_pages() {
    let (usual, large) = (pdf(), FULL.pdf("dist/ford-large.pdf"));
    assert!(large.pages() > usual.pages(), "{} pages", large.pages());
    let words = |epub: Epub| squeeze(&epub.text());
    let (usual, large) = (words(epub()), words(FULL.epub("dist/ford-large.epub")));
    assert!(large.contains("The first cart went over at noon") && large.len().abs_diff(usual.len()) < 40);
    let large = FULL.epub("dist/ford-large.epub");
    let css = String::from_utf8_lossy(large.file("stylesheet.css"));
    assert!(css.contains("em, cite, em em { font-style: normal; font-weight: bold; }"), "{css}");
}

#[test]
fn what_is_not_to_be_read_yet_or_here_is_left_out() {
    neither_says(&["Names of the guides", "Not for this edition", "The next crossing", "Half a note", "never printed"]);
    let notes = FULL.run(["check", "-e", "default", "--message-format", "json"]).succeeds();
    let mut codes: Vec<String> = notes.of_severity("note").into_iter().map(|note| note.code).collect();
    codes.sort();
    assert_eq!(codes, ["draft-left-out", "embargoed", "marked-higher"]);
    let brief = FULL.epub("dist/ford-brief.epub").text();
    assert!(brief.contains("Names of the guides") && brief.contains("The well that was not"));
    assert!(
        !brief.contains("Carts cross the ford") && !brief.contains("Count of carts"),
        "the newest two of those selected"
    );
}

#[test]
fn an_embargo_ends_as_of_an_instant() {
    let titles = |arguments: &[&str]| {
        let run = FULL.run([&["list", "--output-format", "json"], arguments].concat()).succeeds();
        run.stdout.contains("The next crossing")
    };
    assert!(!titles(&[]) && !titles(&["--as-of", "2017-04-21T02:59:59Z"]));
    assert!(titles(&["--as-of", "2017-04-21T03:00:00Z"]), "six in the morning in the book's zone");
    let run = FULL.run(["build", "--as-of", "soon"]).fails(2);
    assert!(run.stderr.contains("--as-of"), "{run}");
}

#[test]
fn a_withdrawn_dispatch_is_a_stub() {
    both_say(&[
        "The well that was not",
        "This dispatch has been withdrawn.",
        "Reason: The well had been mistaken for another.",
    ]);
    neither_says(&["Nobody Known", "told us of a well"]);
}

#[test]
fn pages_stand_before_and_after_the_weeks_with_their_links() {
    let epub = epub();
    let titles: Vec<String> = epub.contents().into_iter().map(|(_, title)| title).collect();
    let place = |title: &str| {
        titles.iter().position(|one| one.starts_with(title)).unwrap_or_else(|| panic!("{title}: {titles:?}"))
    };
    assert!(place("Before you read") < place("Week 15") && place("Subjects") < place("How this was made"));
    both_say(&["These letters follow the carts.", "Thanks", "From noon to noon.", "A cart counts once a day."]);
    let links: Vec<&str> = within(&epub, "section.front", "a").into_iter().map(href).collect();
    assert_eq!(links.len(), 2);
    assert_eq!(epub.target("preface.xhtml", links[0]).attribute("id"), Some("carts"));
    assert_eq!(epub.target("preface.xhtml", links[1]).attribute("id"), Some("method"));
    let deep = epub.dispatch("Carts cross the ford").select("a").into_iter().find(|a| a.text() == "how we work");
    let deep = deep.expect("a link to a heading of a page").attribute("href").expect("a target").to_owned();
    assert_eq!(squeeze(&epub.target("week-001.xhtml", &deep).text()), "How we count");
}

#[test]
fn the_imprint_says_whom_to_write_to_and_who_read_it() {
    both_say(&[
        "The duty editor",
        "desk@example.org",
        "Read aloud by two readers before it was sent.",
        "https://board.example.org/ford",
    ]);
    let epub = epub();
    assert!(
        within(&epub, "section.imprint", "a").iter().any(|a| a.attribute("href") == Some("mailto:desk@example.org"))
    );
    assert!(pdf().links().contains("mailto:desk@example.org"));
    assert_eq!(epub.property("schema:accessibilitySummary"), ["Read aloud by two readers before it was sent."]);
    assert_eq!(epub.property("a11y:certifiedBy"), ["The Reading Board"]);
    let package = String::from_utf8_lossy(epub.file("content.opf")).into_owned();
    assert!(package.contains(r#"rel="a11y:certifierReport" href="https://board.example.org/ford""#), "{package}");
}

#[test]
fn grades_stand_in_the_credit_line_and_are_explained() {
    both_say(&["B2", "B1", "C1", "B: Usually reliable", "Credibility of what it says", "Truth cannot be judged"]);
    let epub = epub();
    let grade = epub.dispatch("Count of carts").one("a.grade");
    let key = epub.target("week-001.xhtml", grade.attribute("href").expect("a link"));
    assert!(key.has_class("grades") && grade.text() == "B2");
}

#[test]
fn further_sources_are_credited_and_listed() {
    both_say(&["Also: Ferry Bulletin, Toll House", "Toll House", "https://ferry.example.org/carts"]);
    let epub = epub();
    let also: Vec<String> = within(&epub, "div.source", "li.also").into_iter().map(|li| squeeze(&li.text())).collect();
    assert_eq!(also, ["Count of carts, 14 April 2017 · https://ferry.example.org/carts", "Count of carts"]);
}

#[test]
fn an_archived_copy_is_linked_and_printed() {
    let epub = epub();
    let link = epub.dispatch("Count of carts").one("a.archived");
    assert_eq!(
        (link.text().as_str(), link.attribute("href")),
        ("Archived copy", Some("https://archive.example.org/carts"))
    );
    let print = printed();
    assert!(print.contains(&bare("Archived copy: https://archive.example.org/carts")), "{print}");
    assert!(pdf().links().contains("https://archive.example.org/carts"));
}

#[test]
fn translations_are_linked_both_ways() {
    let epub = epub();
    let original = epub.dispatch("Carts cross the ford");
    let translated = epub.dispatch("العربات تعبر المخاضة");
    assert_eq!(squeeze(&original.one(".translation").text()), "Translated as العربات تعبر المخاضة");
    assert_eq!(squeeze(&translated.one(".translation").text()), "Translation of Carts cross the ford");
    let address = href(translated.one(".translation").one("a"));
    assert_eq!(epub.target("week-002.xhtml", address).attribute("id"), Some("carts"));
    assert!(printed().contains(&bare("Translation of Carts cross the ford")));
}

#[test]
fn places_and_subjects_have_indexes() {
    let epub = epub();
    let terms = |of: &str| -> Vec<String> {
        within(&epub, &format!("section.{of}"), ".term").into_iter().map(Node::text).collect()
    };
    assert_eq!(terms("places"), ["Éastside", "Lower Ford", "Upper Ford", "بغداد"]);
    assert_eq!(terms("subjects"), ["health", "roads", "water"]);
    let print = printed();
    assert!(print.contains(&bare("Two wells are clean, page 3")), "{print}");
}

#[test]
fn a_marking_is_whole_beside_the_longest_title_on_the_smallest_page() {
    let book = Book::small_and(
        "
        marking: TLP:AMBER+STRICT
        page: A6
        weeks: {2020-W53: {title: A week whose title is far longer than the head of any page of this size can hold}}
        ",
    )
    .changed("title: Small", "title: A small book whose title is far longer than the head of any page can hold")
    .changed("weekbook: 1", "weekbook: 1\nslug: small")
    .changed("body: First.", &format!("body: \"{}\"", "First. ".repeat(400)))
    .built();
    let pdf = book.pdf("dist/small.pdf");
    assert!(pdf.pages() > 6);
    for page in 0..pdf.pages() {
        let text = pdf.page_text(page);
        assert!(text.matches("TLP:AMBER+STRICT").count() >= 2, "page {page}: {text}");
    }
}
