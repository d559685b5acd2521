//! What bodies hold, in both formats: notes, tables, images, scripts from right to left, links, code.

mod support;

use support::{Book, Epub, Node, Pdf};

/// A book of one post.
fn post(front: &str, body: &str) -> Book {
    Book::new()
        .manifest("weekbook: 1\ntitle: Body\npublisher: Nobody\nlanguage: en\ndispatches: ['posts/*.md']\n")
        .image_png("posts/map.png", 64, 48)
        .file("posts/a.md", &format!("---\ntitle: Post\ndate: 2017-04-15\nsource: {{name: A}}\n{front}---\n{body}"))
}

fn open(book: Book) -> (Epub, Pdf) {
    let book = book.built();
    (book.epub("dist/body.epub"), book.pdf("dist/body.pdf"))
}

/// How often a structure type is in the PDF.
fn tags(pdf: &Pdf, name: &str) -> usize {
    pdf.structure().iter().filter(|(tag, _)| tag == name).count()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn notes_are_popups_with_a_way_back_in_the_epub_and_stand_at_the_foot_in_the_pdf() {
    let body = "One[^a] and two[^b].\n\n[^b]: The second note.\n\n[^a]: The first note, *slanted*.\n";
    let (epub, pdf) = open(post("", body));
    let (file, _) = epub.documents.iter().find(|(_, d)| d.text().contains("The first note")).expect("its document");
    let of_type = |name: &str| -> Vec<&Node> {
        epub.dispatch("Post").all().into_iter().filter(|n| n.attribute("epub:type") == Some(name)).collect()
    };
    let (marks, notes) = (of_type("noteref"), of_type("footnote"));
    assert_eq!(marks.iter().map(|m| m.text()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(notes.len(), 2);
    assert!(notes[0].text().contains("The first note, slanted."), "numbered by their marks: {}", notes[0].text());
    for (mark, note) in marks.iter().zip(&notes) {
        assert_eq!(mark.attribute("role"), Some("doc-noteref"));
        assert_eq!((note.name.as_str(), note.attribute("role")), ("aside", Some("doc-footnote")));
        let target = epub.target(file, mark.attribute("href").expect("an address"));
        assert_eq!(target.attribute("id"), note.attribute("id"));
        let back = note.all().into_iter().find(|n| n.attribute("role") == Some("doc-backlink")).expect("a way back");
        let target = epub.target(file, back.attribute("href").expect("an address"));
        assert!(mark.attribute("id").is_some() && target.attribute("id") == mark.attribute("id"));
    }
    assert_eq!(tags(&pdf, "Note"), 2);
    let page =
        (0..pdf.pages()).find(|p| plain(&pdf.page_text(*p)).contains("Thesecondnote.")).expect("the note's page");
    let text = plain(&pdf.page_text(page));
    let places = ["andtwo", "Thefirstnote", "Thesecondnote"].map(|words| text.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
}

#[test]
fn a_note_without_a_mark_or_a_mark_without_a_note_is_a_warning() {
    let warnings = post("", "One[^a].\n\n[^b]: Alone.\n").warnings();
    assert!(warnings.iter().any(|w| w.place() == "posts/a.md:6:4: note-undefined"), "{warnings:?}");
}

#[test]
fn tables_have_heads_and_alignment() {
    let (epub, pdf) = open(post("", "| Camp | Families |\n|------|---------:|\n| East | 1,200 |\n| *West* | 300 |\n"));
    let table = epub.dispatch("Post").one("table");
    let heads: Vec<String> = table.one("thead").select("th").iter().map(|t| t.text()).collect();
    assert_eq!(heads, ["Camp", "Families"]);
    assert!(table.select("th").iter().all(|t| t.attribute("scope") == Some("col")));
    let cells: Vec<String> = table.one("tbody").select("td").iter().map(|t| t.text()).collect();
    assert_eq!(cells, ["East", "1,200", "West", "300"]);
    assert_eq!(table.one("em").text(), "West");
    let right = |n: &&Node| n.has_class("align-right") || n.attribute("style").is_some_and(|s| s.contains("right"));
    assert_eq!(table.all().iter().filter(|n| right(n)).count(), 3);
    assert_eq!((tags(&pdf, "Table"), tags(&pdf, "TR"), tags(&pdf, "TH"), tags(&pdf, "TD")), (1, 3, 2, 4));
    assert!(plain(&pdf.text()).contains("1,200"));
}

#[test]
fn an_image_alone_is_a_figure_with_alternative_text_and_caption() {
    let (epub, pdf) = open(post("", "Before.\n\n![A map of the wells](map.png \"The wells\")\n\nAfter.\n"));
    let figure = epub.dispatch("Post").one("figure");
    let image = figure.one("img");
    assert_eq!(image.attribute("alt"), Some("A map of the wells"));
    assert_eq!(figure.one("figcaption").text(), "The wells");
    assert!(epub.file(image.attribute("src").expect("a file")).starts_with(b"\x89PNG"));
    let figures: Vec<_> = pdf.structure().into_iter().filter(|(tag, _)| tag == "Figure").collect();
    let alts: Vec<String> =
        figures.iter().map(|(_, d)| d.get(b"Alt").and_then(lopdf::decode_text_string).expect("Alt")).collect();
    assert!(alts.contains(&"A map of the wells".to_string()), "{alts:?}");
    assert!(plain(&pdf.text()).contains("Thewells"));
}

#[test]
fn an_image_without_alternative_text_is_a_warning_at_its_place() {
    let warnings = post("", "Text.\n\n![](map.png)\n").warnings();
    assert_eq!(warnings.iter().map(support::Found::place).collect::<Vec<_>>(), ["posts/a.md:8:1: missing-alt"]);
}

#[test]
fn the_image_of_a_dispatch_has_caption_and_credit() {
    let front = "image: {file: map.png, alt: A map, caption: The wells, credit: Ann Onym}\n";
    let (epub, _) = open(post(front, "Text.\n"));
    let figure = epub.dispatch("Post").one("figure");
    assert_eq!(figure.one("img").attribute("alt"), Some("A map"));
    let caption = figure.one("figcaption").text();
    assert!(caption.contains("The wells") && caption.contains("Ann Onym"), "{caption}");
    assert!(figure.one("span.credit").text().contains("Ann Onym"));
}

#[test]
fn an_image_used_twice_is_stored_once() {
    let (epub, pdf) = open(post("", "![One](map.png)\n\n![Two](map.png)\n"));
    assert_eq!(
        epub.names.iter().filter(|n| n.ends_with(".png") && !n.ends_with("cover.png")).count(),
        1,
        "{:?}",
        epub.names
    );
    let is_image =
        |d: &&&lopdf::Dictionary| d.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|n| n == b"Image");
    assert_eq!(pdf.dictionaries().iter().filter(is_image).count(), 1);
}

#[test]
fn what_differs_in_language_says_so_with_its_direction_in_both_formats() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Body
            publisher: Nobody
            language: en
            dispatches:
              - {title: Plain, date: 2017-04-15, source: {name: A}, body: Text.}
              - {title: الماء, date: 2017-04-15, language: ar, source: {name: A}, body: لم يعد الماء بعد.}
              - {title: ئاو, date: 2017-04-15, language: ckb, source: {name: A}, body: ئاو نەگەڕایەوە.}
              - {title: Eau, date: 2017-04-15, language: fr, source: {name: A}, body: De l'eau.}
            ",
        )
        .built();
    let (epub, pdf) = (book.epub("dist/body.epub"), book.pdf("dist/body.pdf"));
    let plain = epub.dispatch("Plain");
    assert_eq!((plain.attribute("lang"), plain.attribute("dir")), (None, None));
    for (title, language, direction) in [("الماء", "ar", Some("rtl")), ("ئاو", "ckb", Some("rtl")), ("Eau", "fr", None)]
    {
        let article = epub.dispatch(title);
        assert_eq!(article.attribute("lang"), Some(language));
        assert_eq!(article.attribute("xml:lang"), Some(language));
        assert_eq!(article.attribute("dir"), direction, "{title}");
        let entry = epub.nav.select("a").into_iter().find(|a| a.text() == title).expect("an entry");
        assert_eq!(entry.attribute("lang"), Some(language));
        assert_eq!(entry.attribute("dir").unwrap_or("ltr"), direction.unwrap_or("ltr"));
        assert!(epub.metadata("dc:language").contains(&language.to_string()));
    }
    let languages: Vec<String> =
        pdf.structure().iter().filter_map(|(_, d)| d.get(b"Lang").and_then(lopdf::decode_text_string).ok()).collect();
    for language in ["ar", "ckb", "fr"] {
        assert!(languages.iter().any(|l| l == language), "{language} is not in {languages:?}");
    }
    let titles: Vec<&str> = pdf.outline.iter().map(|(_, t)| t.as_str()).collect();
    assert!(titles.contains(&"الماء") && titles.contains(&"ئاو"), "letters in logical order: {titles:?}");
    assert!(
        epub.names.iter().any(|n| n.ends_with(".ttf") || n.ends_with(".otf")),
        "a font for the script: {:?}",
        epub.names
    );
}

#[test]
fn a_book_from_right_to_left_turns_its_pages_so() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: النهر
            publisher: Nobody
            language: ar
            dispatches:
              - {title: الماء, date: 2017-04-15, source: {name: A}, body: لم يعد الماء بعد.}
            ",
        )
        .built();
    let epub = book.epub("dist/النهر.epub");
    assert_eq!(epub.package.one("spine").attribute("page-progression-direction"), Some("rtl"));
    for (name, document) in &epub.documents {
        assert_eq!((document.attribute("lang"), document.attribute("dir")), (Some("ar"), Some("rtl")), "{name}");
    }
    let pdf = book.pdf("dist/النهر.pdf");
    let catalog = pdf.document.catalog().expect("a catalog");
    let preferences = catalog.get_deref(b"ViewerPreferences", &pdf.document).and_then(lopdf::Object::as_dict);
    let direction = preferences.and_then(|p| p.get(b"Direction")).and_then(lopdf::Object::as_name);
    assert_eq!(direction.expect("a direction"), b"R2L");
}

#[test]
fn links_of_the_four_schemes_stay_and_are_live_in_both_formats() {
    let body = "[web](https://example.org/a?b=c&d=e), [mail](mailto:desk@example.org), [call](tel:+9641), <http://example.net/>\n";
    let (epub, pdf) = open(post("", body));
    let wanted = ["https://example.org/a?b=c&d=e", "mailto:desk@example.org", "tel:+9641", "http://example.net/"];
    let links: Vec<&str> = epub.dispatch("Post").select("a").iter().filter_map(|a| a.attribute("href")).collect();
    for address in wanted {
        assert!(links.contains(&address), "{address} is not in {links:?}");
        assert!(pdf.links().contains(address), "{address} is not in {:?}", pdf.links());
    }
    let text = plain(&pdf.text());
    assert!(text.contains("https://example.org/a?b=c&d=e"), "a link's address is readable on paper: {text}");
}

#[test]
fn a_link_that_leads_nowhere_becomes_text_with_a_warning() {
    let book = post("", "See [the *plan*](plan.docx) and [more](#nowhere).\n");
    let places: Vec<String> = book.warnings().iter().map(support::Found::place).collect();
    assert_eq!(places, ["posts/a.md:6:5: bad-link", "posts/a.md:6:33: bad-link"]);
    let _ = book.run(["build"]).succeeds();
    let epub = book.epub("dist/body.epub");
    let article = epub.dispatch("Post");
    assert!(article.text().contains("See the plan and more."), "{}", article.text());
    assert_eq!(article.one("em").text(), "plan");
}

#[test]
fn a_remote_image_becomes_its_text_with_a_link_and_a_warning() {
    let book = post("", "![A bridge](https://example.org/bridge.jpg)\n");
    let places: Vec<String> = book.warnings().iter().map(support::Found::place).collect();
    assert_eq!(places, ["posts/a.md:6:1: remote-image"]);
    let _ = book.run(["build"]).succeeds();
    let epub = book.epub("dist/body.epub");
    let link = epub.dispatch("Post").select("a").into_iter().find(|a| a.text() == "A bridge").expect("a link");
    assert_eq!(link.attribute("href"), Some("https://example.org/bridge.jpg"));
    assert!(epub.dispatch("Post").select("img").is_empty());
}

#[test]
fn lists_quotes_code_and_the_like_keep_their_elements() {
    let body = "
- a
- b
  1. c

> Quoted.

```rust
let x = 1 < 2;
```

Some `code`, ~~gone~~, \"quotes\" and -- a dash.

3. three
4. four

***

Term
: Meaning

H<sub>2</sub>O, ~low~ and ^high^.

> [!WARNING]
> Mines.
";
    let (epub, pdf) = open(post("", body));
    let article = epub.dispatch("Post");
    for (selector, text) in [
        ("blockquote", "Quoted."),
        ("pre", "let x = 1 < 2;"),
        ("del", "gone"),
        ("dt", "Term"),
        ("dd", "Meaning"),
        ("sup", "high"),
    ] {
        assert_eq!(article.one(selector).text(), text, "{selector}");
    }
    assert_eq!(article.select("sub").iter().map(|s| s.text()).collect::<Vec<_>>(), ["2", "low"]);
    assert_eq!(article.select("code").last().map(|c| c.text()).as_deref(), Some("code"));
    assert_eq!(article.select("ol").last().and_then(|o| o.attribute("start")), Some("3"));
    assert!(article.one("aside.callout").has_class("warning"));
    assert_eq!(article.select("hr").len(), 1);
    assert!(article.text().contains("“quotes” and – a dash"), "{}", article.text());
    let all = plain(&pdf.text());
    for words in ["Quoted.", "letx=1<2;", "Meaning", "Mines.", "“quotes”", "four"] {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert!(tags(&pdf, "L") >= 3 && tags(&pdf, "BlockQuote") == 1 && tags(&pdf, "Code") >= 1);
}

#[test]
fn skipped_heading_levels_are_closed_up() {
    let (epub, _) = open(post("", "## One\n\n#### Two\n\n###### Three\n\n## Four\n"));
    let article = epub.dispatch("Post");
    let headings: Vec<(String, String)> = article
        .all()
        .into_iter()
        .filter(|n| n.name.len() == 2 && n.name.starts_with('h') && n.name != "hr")
        .map(|n| (n.name.clone(), n.text()))
        .collect();
    let expected = [("h2", "Post"), ("h3", "One"), ("h4", "Two"), ("h5", "Three"), ("h3", "Four")];
    assert_eq!(headings, expected.map(|(n, t)| (n.to_string(), t.to_string())));
}

#[test]
fn scripts_within_words_are_scripts_in_both_formats() {
    let (epub, pdf) = open(post("", "H~2~O, m^2^ and ~~gone~~.\n"));
    let article = epub.dispatch("Post");
    assert_eq!((article.one("sub").text(), article.one("sup").text()), ("2".to_owned(), "2".to_owned()));
    assert!(article.text().contains("H2O, m2"), "{}", article.text());
    assert!(plain(&pdf.text()).contains("H2O,m2andgone."), "{}", pdf.text());
}

#[test]
fn headings_take_an_id_and_classes() {
    let (epub, _) = open(post("", "Text.\n\n## Wells {#wells .urgent}\n\nSee [there](#wells).\n"));
    let heading = epub.dispatch("Post").one("h3");
    assert!(heading.has_class("urgent"));
    let id = heading.attribute("id").expect("an id");
    assert!(id.ends_with("wells"));
    let link = epub.dispatch("Post").select("a").into_iter().find(|a| a.text() == "there").expect("a link");
    assert!(link.attribute("href").is_some_and(|href| href.ends_with(id)));
    let book = post("", "## Wells {#wells lang=fr}\n");
    assert!(book.warnings().iter().any(|warning| warning.code == "unknown-field"));
}

#[test]
fn the_box_of_a_task_stands_in_its_first_line() {
    let (epub, pdf) = open(post("", "- [x] done\n\n- [ ] open\n\n  more\n"));
    let items: Vec<String> = epub.dispatch("Post").select("li").iter().map(|li| li.select("p")[0].text()).collect();
    assert_eq!(items, ["☑ done", "☐ open"]);
    assert!(plain(&pdf.text()).contains("☑done☐openmore"), "{}", pdf.text());
}

#[test]
fn several_paragraphs_of_a_definition_are_all_paragraphs() {
    let (epub, _) = open(post("", "Term\n:   One\n\n    Two\n\n:   Three\n"));
    let details = epub.dispatch("Post");
    let details: Vec<usize> = details.select("dd").iter().map(|dd| dd.select("p").len()).collect();
    assert_eq!(details, [2, 0]);
}

#[test]
fn credits_and_licences_of_images_are_shown_wherever_they_stand() {
    let body = "![A](a.png){license=CC0}\n\nIn ![B](a.png){credit=\"B. Maker\" license=CC-BY-4.0} a line.\n";
    let (epub, pdf) = open(post("", body).image_png("a.png", 9, 9).image_png("posts/a.png", 9, 9));
    let article = epub.dispatch("Post");
    assert!(article.one("figcaption").text().contains("CC0"));
    let shown = "(Image: B. Maker (CC-BY-4.0))";
    assert!(article.text().contains(shown), "{}", article.text());
    assert!(plain(&pdf.text()).contains(&plain(shown)), "{}", pdf.text());
}
