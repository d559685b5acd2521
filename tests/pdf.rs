//! The PDF as a document: tags, languages, links that lead to the right page, what it declares.

mod support;

use lopdf::{Dictionary, Object};
use support::{Book, Pdf};

fn linked() -> Book {
    let filler = "The river went on past the bridge, and the bridge stayed where it was. ".repeat(60);
    Book::new()
        .manifest("weekbook: 1\ntitle: Linked\npublisher: Nobody\nauthors: [Nobody]\nlanguage: en\ndispatches: ['posts/*.md']\n")
        .file("posts/2017-04-08-a.md", &format!("---\ntitle: Alpha\nsource: {{name: A}}\n---\nTo [the third](2017-04-22-c.md).\n\n{filler}\n"))
        .file("posts/2017-04-15-b.md", &format!("---\ntitle: Beta\nsource: {{name: B}}\n---\n{filler}\n"))
        .file("posts/2017-04-22-c.md", "---\ntitle: Gamma\nsource: {name: C}\n---\nBack to [the first](2017-04-08-a.md), out to [there](https://example.org/x).\n")
        .built()
}

/// Name of a destination and the page (from 0) that it leads to, from the catalog's name tree or its dictionary.
fn destinations(pdf: &Pdf) -> Vec<(String, usize)> {
    let document = &pdf.document;
    let catalog = document.catalog().expect("a catalog");
    let names = catalog.get_deref(b"Names", document).and_then(Object::as_dict).expect("names");
    let mut open = vec![names.get_deref(b"Dests", document).and_then(Object::as_dict).expect("destinations")];
    let pages: Vec<_> = document.page_iter().collect();
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        for kid in node.get_deref(b"Kids", document).and_then(Object::as_array).into_iter().flatten() {
            open.push(document.dereference(kid).and_then(|(_, k)| k.as_dict()).expect("a node"));
        }
        for pair in
            node.get_deref(b"Names", document).and_then(Object::as_array).into_iter().flat_map(|n| n.chunks_exact(2))
        {
            let (_, target) = document.dereference(&pair[1]).expect("a destination");
            let array =
                target.as_array().or_else(|_| target.as_dict().and_then(|d| d.get(b"D")).and_then(Object::as_array));
            let page = array.expect("an array")[0].as_reference().expect("a page");
            let name = String::from_utf8_lossy(pair[0].as_str().expect("a name")).into_owned();
            found.push((name, pages.iter().position(|p| *p == page).expect("a page of the document")));
        }
    }
    found
}

#[test]
fn a_dispatch_is_a_destination_on_the_page_that_list_says() {
    let book = linked();
    let pdf = book.pdf("dist/linked.pdf");
    let destinations = destinations(&pdf);
    for row in book.list() {
        let id = row["id"].as_str().expect("an id");
        let found =
            destinations.iter().find(|(name, _)| name == id).unwrap_or_else(|| panic!("no {id} in {destinations:?}"));
        assert_eq!(pdf.labels[found.1], row["page"].as_str().expect("a page"));
        assert!(pdf.page_text(found.1).contains(row["title"].as_str().expect("a title")));
    }
}

#[test]
fn every_link_says_what_it_is_and_leads_somewhere() {
    let pdf = linked().pdf("dist/linked.pdf");
    let names: Vec<String> = destinations(&pdf).into_iter().map(|(name, _)| name).collect();
    let is_link = |d: &&Dictionary| d.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Link");
    let links: Vec<&Dictionary> = pdf.dictionaries().into_iter().filter(is_link).collect();
    let mut internal = 0;
    for link in &links {
        let contents = link.get(b"Contents").and_then(lopdf::decode_text_string).unwrap_or_default();
        assert!(!contents.trim().is_empty(), "ISO 14289-1, 7.18.5: {link:?}");
        assert!(link.has(b"StructParent"), "{link:?}");
        if let Ok(target) = link.get(b"Dest").and_then(Object::as_str) {
            assert!(names.contains(&String::from_utf8_lossy(target).into_owned()), "{link:?}");
            internal += 1;
        }
    }
    // Three dispatches and three weeks in the contents, two in the text, and those of the sources.
    assert!(internal >= 8, "{internal} of {}", links.len());
    assert!(pdf.links().contains("https://example.org/x"));
}

#[test]
fn it_is_tagged_and_declares_what_it_is() {
    let book = linked();
    let pdf = book.pdf("dist/linked.pdf");
    let catalog = pdf.document.catalog().expect("a catalog");
    let marked = catalog.get_deref(b"MarkInfo", &pdf.document).and_then(Object::as_dict).and_then(|m| m.get(b"Marked"));
    assert!(marked.and_then(Object::as_bool).expect("marked"));
    let preferences =
        catalog.get_deref(b"ViewerPreferences", &pdf.document).and_then(Object::as_dict).expect("preferences");
    assert!(preferences.get(b"DisplayDocTitle").and_then(Object::as_bool).expect("a choice"));
    assert_eq!(catalog.get(b"Lang").and_then(lopdf::decode_text_string).expect("a language"), "en");
    let metadata = catalog.get_deref(b"Metadata", &pdf.document).and_then(Object::as_stream).expect("XMP");
    let xmp = String::from_utf8(metadata.get_plain_content().expect("XMP")).expect("UTF-8");
    for claim in ["pdfuaid:part", "pdfaid:part", "pdfaid:conformance"] {
        assert!(xmp.contains(claim), "{claim}: {xmp}");
    }
    let tags: Vec<String> = pdf.structure().into_iter().map(|(tag, _)| tag).collect();
    for tag in ["Document", "H1", "H2", "P", "TOC", "TOCI", "Link", "Reference"] {
        assert!(tags.iter().any(|t| t == tag), "{tag} is not in the structure");
    }
    for (number, page) in pdf.document.page_iter().enumerate() {
        let page = pdf.document.get_dictionary(page).expect("a page");
        assert!(page.get(b"Tabs").and_then(Object::as_name).is_ok_and(|t| t == b"S"), "{page:?}");
        // A blank verso has no content to be tagged.
        assert!(page.has(b"StructParents") || pdf.page_text(number).is_empty(), "page {number}: {page:?}");
    }
}

#[test]
fn nothing_in_it_depends_on_when_or_where_it_was_made() {
    let pdf = Book::small().built().pdf("dist/small.pdf");
    if let Ok(info) = pdf.document.trailer.get_deref(b"Info", &pdf.document).and_then(Object::as_dict) {
        for key in [&b"CreationDate"[..], b"ModDate"] {
            if let Ok(date) = info.get(key).and_then(lopdf::decode_text_string) {
                assert!(date.starts_with("D:20210104"), "the newest date of the book: {date}");
            }
        }
    }
    let id = pdf.document.trailer.get(b"ID").and_then(Object::as_array).expect("an ID");
    assert_eq!(id.len(), 2);
}

#[test]
fn the_running_text_is_in_every_font_embedded_and_can_be_read_back() {
    let book =
        Book::small().changed("body: First.", "body: \"Fjäll, ﬁne office, Київ, النهر القديم, Καλημέρα.\"").built();
    let pdf = book.pdf("dist/small.pdf");
    let text: String = pdf.text().split_whitespace().collect();
    for word in ["Fjäll", "office", "Київ", "Καλημέρα"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let fonts = pdf.dictionaries().into_iter().filter(|d| d.has_type(b"FontDescriptor"));
    let mut count = 0;
    for font in fonts {
        assert!([&b"FontFile2"[..], b"FontFile3"].iter().any(|k| font.has(k)), "{font:?}");
        let name = font.get(b"FontName").and_then(Object::as_name).expect("a name");
        assert!(name.len() > 7 && name[6] == b'+', "a subset: {}", String::from_utf8_lossy(name));
        count += 1;
    }
    assert!(count >= 2, "{count} fonts");
}

/// Twelve columns in the style of large letters: set row by row, and a table all the same.
#[test]
fn a_table_set_row_by_row_is_read_as_a_table_with_one_head() {
    let row = |cell: &dyn Fn(usize) -> String| {
        format!("|{}\n", (0..12).map(|n| format!(" {} |", cell(n))).collect::<String>())
    };
    let body = |row_of: usize| row(&|n| if n == 3 && row_of == 2 { String::new() } else { format!("r{row_of}c{n}") });
    let table = row(&|n| format!("Governorate{n}")) + &row(&|_| "---".to_owned()) + &body(1) + &body(2) + &body(3);
    let table =
        table.replacen("Governorate5", "Governorate5[^n]", 1).replacen("r2c7", "[r2c7](https://example.org/cell)", 1);
    let pdf = Book::new()
        .manifest("weekbook: 1\ntitle: Wide\npublisher: Nobody\nauthors: [Nobody]\nlanguage: en\nstyle: large-print\ndispatches: ['posts/*.md']\n")
        .file("posts/2017-04-08-a.md", &format!("---\ntitle: Alpha\nsource: {{name: A}}\n---\nBefore.\n\n{table}\n[^n]: Noted below.\n"))
        .built()
        .pdf("dist/wide.pdf");
    let text = pdf.text();
    for (words, times) in [("Governorate0", 3), ("Governorate11", 3), ("r1c11", 1), ("r3c0", 1), ("Noted below", 1)] {
        assert_eq!(text.matches(words).count(), times, "{words}: {text}");
    }
    let tags: Vec<(String, Dictionary)> = pdf.structure();
    let start = tags.iter().position(|(tag, _)| tag == "Table").expect("a table");
    let parts = ["Table", "THead", "TBody", "TR", "TH", "TD"];
    let found: Vec<&str> =
        tags[start..].iter().map(|(tag, _)| tag.as_str()).filter(|tag| parts.contains(tag)).collect();
    let expected: Vec<&str> = ["Table", "THead", "TR"]
        .into_iter()
        .chain(["TH"; 12])
        .chain(["TBody"])
        .chain((0..3).flat_map(|_| std::iter::once("TR").chain(["TD"; 12])))
        .collect();
    assert_eq!(found, expected);
    let holding = |wanted: &str| tags.iter().filter(|(tag, element)| tag == wanted && element.has(b"K")).count();
    assert_eq!((holding("TH"), holding("TD")), (12, 35), "every cell but the empty one has its content");
    let references = tags[start..].iter().filter(|(tag, _)| tag == "Reference").count();
    assert_eq!(references, 2, "the note is marked once, and so is the one that has the link's address");
    assert!(pdf.links().contains("https://example.org/cell"));
    // On the pages: a mark of the head's for each column, and none in the later rows.
    let mut marks = 0;
    for page in pdf.document.page_iter() {
        let content = pdf.document.get_and_decode_page_content(page).expect("content");
        let opens = content.operations.iter().filter(|op| op.operator == "BDC");
        marks += opens.filter(|op| op.operands[0].as_name().is_ok_and(|tag| tag == b"TH")).count();
    }
    assert_eq!(marks, 12);
}
