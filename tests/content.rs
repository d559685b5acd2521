//! Where dispatches come from: front matter of three kinds, patterns, inline bodies, dates from file names; what
//! their fields do in both formats.

mod support;

use support::{Book, dedent};

const POSTS: &str = "
    weekbook: 1
    title: Posts
    publisher: Nobody
    sources:
      ap: {name: Associated Press, url: 'https://apnews.com/'}
    dispatches:
      - posts/*.md
";

fn posts() -> Book {
    Book::new().manifest(POSTS)
}

#[test]
fn yaml_toml_and_pelican_front_matter_mean_the_same() {
    let book = posts()
        .file(
            "posts/a-yaml.md",
            "
            ---
            title: 'From: YAML'
            date: 2017-04-15 08:30
            source: ap
            byline: Ann Onym
            place: Mosul
            tags: [water, wells]
            ---
            Yaml body.
            ",
        )
        .file(
            "posts/b-toml.md",
            "
            +++
            title = \"From: TOML\"
            date = 2017-04-15T08:30:00
            source = \"ap\"
            byline = \"Ann Onym\"
            place = \"Mosul\"
            tags = [\"water\", \"wells\"]
            +++
            Toml body.
            ",
        )
        .file(
            "posts/c-pelican.md",
            "
            Title: From: Pelican
            Date: 2017-04-15 08:30
            Source: ap
            Byline: Ann Onym
            Place: Mosul
            Tags: water, wells

            Pelican body.
            ",
        )
        .built();
    let rows = book.list();
    for row in &rows {
        assert_eq!(row["date"], "2017-04-15", "{row}");
        assert_eq!(row["time"], "08:30", "{row}");
        assert_eq!(row["source"], "Associated Press", "{row}");
    }
    let epub = book.epub("dist/posts.epub");
    let mut credits = Vec::new();
    for (title, body) in
        [("From: YAML", "Yaml body."), ("From: TOML", "Toml body."), ("From: Pelican", "Pelican body.")]
    {
        let article = epub.dispatch(title);
        assert!(article.text().ends_with(body), "{}", article.text());
        assert!(article.has_class("tag-water") && article.has_class("tag-wells") && article.has_class("source-ap"));
        credits.push((article.one("p.kicker").text(), article.one("p.credit").text()));
    }
    assert!(credits[0].0.contains("Mosul") && credits[0].1.contains("Ann Onym"), "{credits:?}");
    assert!(credits.iter().all(|c| *c == credits[0]), "{credits:?}");
}

#[test]
fn the_manifest_wins_over_front_matter_and_what_it_does_not_say_stays() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Posts
            publisher: Nobody
            sources: {ap: {name: Associated Press}}
            dispatches:
              - file: posts/wells.md
                date: 2017-04-16
                title: 1984
            ",
        )
        .file("posts/wells.md", "---\ntitle: Wells\ndate: 2001-01-01\nsource: ap\nkind: photos\n---\nWater.\n")
        .built();
    let row = &book.list()[0];
    assert_eq!((&row["title"], &row["date"]), (&"1984".into(), &"2017-04-16".into()));
    assert_eq!((&row["source"], &row["kind"]), (&"Associated Press".into(), &"photos".into()));
    let epub = book.epub("dist/posts.epub");
    let article = epub.dispatch("1984");
    assert!(article.has_class("kind-photos"));
    assert!(!article.select("p.kicker").is_empty(), "a kind that is no report is shown");
}

#[test]
fn a_title_is_the_first_heading_and_leaves_the_body() {
    let book = posts()
        .file("posts/2017-04-15-a.md", "---\nsource: ap\n---\n# The *old* bridge\n\nText.\n\n## Part\n\nMore.\n")
        .file("posts/2017-04-16-b.md", "---\ntitle: Given\nsource: ap\n---\n# Kept in the body\n\nText.\n")
        .built();
    assert_eq!(book.titles(), ["The old bridge", "Given"]);
    let epub = book.epub("dist/posts.epub");
    let first = epub.dispatch("The old bridge");
    assert_eq!(first.text().matches("The old bridge").count(), 1, "{}", first.text());
    assert_eq!(first.one("h3").text(), "Part", "the body's headings are nested below the dispatch's own");
    assert!(epub.dispatch("Given").text().contains("Kept in the body"));
}

#[test]
fn a_date_may_begin_the_files_name_and_front_matter_wins_over_it() {
    let book = posts()
        .file("posts/2017-04-15-a.md", "---\ntitle: A\nsource: ap\n---\nText.\n")
        .file("posts/2017-04-16.md", "---\ntitle: B\nsource: ap\n---\nText.\n")
        .file("posts/2017-04-17-c.md", "---\ntitle: C\nsource: ap\ndate: 2017-04-01\n---\nText.\n");
    let dates: Vec<_> = book.list().iter().map(|r| (r["title"].clone(), r["date"].clone())).collect();
    let expected = [("C", "2017-04-01"), ("A", "2017-04-15"), ("B", "2017-04-16")];
    assert_eq!(dates, expected.map(|(t, d)| (t.into(), d.into())));
}

#[test]
fn an_impossible_date_in_a_files_name_is_an_error() {
    let book = posts().file("posts/2017-02-30-a.md", "---\ntitle: A\nsource: ap\n---\nText.\n");
    let errors = book.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(["bad-date", "missing-date"].contains(&errors[0].code.as_str()), "{errors:?}");
    assert_eq!(errors[0].file, "posts/2017-02-30-a.md");
}

#[test]
fn inline_bodies_are_markdown_and_their_places_are_the_manifests() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Inline
            publisher: Nobody
            dispatches:
              - title: Notes
                date: 2017-04-14
                source: {name: Field notes}
                body: |
                  One *word*.

                  - a
                  - b
              - date: 2017-04-15
                source: {name: Field notes}
                body: |
                  # Its own title

                  Folded.
            ",
        )
        .built();
    let epub = book.epub("dist/inline.epub");
    let notes = epub.dispatch("Notes");
    assert_eq!(notes.one("em").text(), "word");
    assert_eq!(notes.select("li").len(), 2);
    assert!(epub.dispatch("Its own title").text().ends_with("Folded."));
    let text = String::from_utf8(book.read("manifest.yaml")).expect("UTF-8");
    book.write("manifest.yaml", text.replace("One *word*.", "One ![x](none.png)."));
    let errors = book.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].place(), "manifest.yaml:9:11: file-not-found");
}

#[test]
fn patterns_reach_folders_and_alternatives() {
    let post = |title: &str| format!("---\ntitle: {title}\ndate: 2017-04-15\nsource: {{name: A}}\n---\nText.\n");
    let with = |patterns: &str| {
        Book::new()
            .manifest(&format!("weekbook: 1\ntitle: Posts\npublisher: Nobody\ndispatches: {patterns}\n"))
            .file("a/one.md", &post("one"))
            .file("a/deep/er/two.md", &post("two"))
            .file("b/three.md", &post("three"))
            .file("b/four.txt", &post("four"))
    };
    assert_eq!(with("['a/*.md']").titles(), ["one"]);
    assert_eq!(with("['b/*.md', 'a/*.md']").titles(), ["three", "one"]);
    assert_eq!(with("['**/*.md']").titles(), ["two", "one", "three"], "in byte order of their names");
    assert_eq!(with("['/b/t*.md']").titles(), ["three"], "a path that begins with / starts at the manifest");
    assert_eq!(with("['b/four.txt']").titles(), ["four"]);
}

#[test]
fn what_blogs_write_means_what_they_mean() {
    let book = posts()
        .file(
            "posts/a.md",
            "---\ntitle: A\ndate: 2020-12-2\nsource: ap\nauthor: Ann Onym\nlang: fr\ncategories: [water]\n---\nX.\n",
        )
        .file("posts/b.md", "---\ntitle: B\ndate: 2020-12-03\nsource: ap\ndraft: true\n---\nX.\n")
        .file("posts/c.md", "---\ntitle: C\ndate: 2020-12-04\nsource: ap\npublished: false\n---\nX.\n")
        .file("posts/d.md", "+++\ntitle = \"D\"\ndate = 2020-12-05\n[taxonomies]\ntags = [\"wells\"]\n+++\nX.\n");
    assert_eq!(book.titles(), ["A", "D"]);
    let run = book.run(["build"]).succeeds();
    assert!(run.stderr.contains("note"), "a draft is left out with a note: {run}");
    let epub = book.epub("dist/posts.epub");
    let a = epub.dispatch("A");
    assert!(a.one("p.credit").text().contains("Ann Onym"), "{}", a.text());
    assert_eq!(a.attribute("lang"), Some("fr"));
    assert!(a.has_class("tag-water"));
    assert!(epub.dispatch("D").has_class("tag-wells"));
    let run = book.run(["list", "--drafts", "--output-format", "csv"]).succeeds();
    assert_eq!(run.stdout.lines().count(), 5, "{run}");
}

#[test]
fn an_unknown_field_of_a_post_is_a_warning_once_a_name() {
    let book = posts()
        .file("posts/a.md", "---\ntitle: A\ndate: 2020-12-02\nsource: ap\nlayout: post\nmood: good\n---\nX.\n")
        .file("posts/b.md", "---\ntitle: B\ndate: 2020-12-03\nsource: ap\nlayout: post\n---\nX.\n");
    let warnings: Vec<String> = book.warnings().iter().map(support::Found::place).collect();
    assert_eq!(warnings, ["posts/a.md:5:1: unknown-field", "posts/a.md:6:1: unknown-field"]);
}

#[test]
fn ids_are_anchors_in_both_formats_and_stable() {
    let book = posts()
        .file("posts/2017-04-15-a.md", "---\ntitle: The wells\nsource: ap\n---\nSee [the bridge](2017-04-16-b.md).\n")
        .file("posts/2017-04-16-b.md", "---\ntitle: Bridge\nid: bridge\nsource: ap\n---\nText.\n")
        .built();
    let ids = |book: &Book| -> Vec<String> {
        book.list().iter().map(|r| r["id"].as_str().expect("an id").to_string()).collect()
    };
    let before = ids(&book);
    assert_eq!(before[1], "bridge");
    let epub = book.epub("dist/posts.epub");
    for (id, title) in before.iter().zip(["The wells", "Bridge"]) {
        let article = epub.dispatch(title);
        assert!(article.attribute("id") == Some(id) || article.by_id(id).is_some(), "{id}");
    }
    let (file, _) = epub.documents.iter().find(|(_, d)| d.text().contains("See the bridge")).expect("its document");
    let link = epub.dispatch("The wells").select("a").into_iter().find(|a| a.text() == "the bridge").expect("a link");
    let target = epub.target(file, link.attribute("href").expect("an address"));
    assert!(target.text().contains("Bridge"), "{}", target.text());

    // Another dispatch between them, and another body: the ids stay.
    let text = String::from_utf8(book.read("posts/2017-04-15-a.md")).expect("UTF-8");
    book.write("posts/2017-04-15-a.md", text + "\nAn edit.\n");
    book.write("posts/2017-04-15-aa.md", "---\ntitle: Between\nsource: ap\n---\nText.\n");
    let after = ids(&book);
    assert_eq!((&after[0], &after[2]), (&before[0], &before[1]));
}

#[test]
fn dispatches_of_the_same_day_and_title_get_ids_of_their_own() {
    let book = Book::new()
        .manifest(&dedent(support::SMALL).replace("title: Two, date: 2021-01-04", "title: One, date: 2021-01-03"));
    let rows = book.list();
    assert_ne!(rows[0]["id"], rows[1]["id"]);
    let _ = book.run(["build"]).succeeds();
}

#[test]
fn metadata_of_the_book_stands_in_both_formats() {
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Letters & <notes>
            subtitle: From the river
            language: en-GB
            authors: [Ann Onym, {name: Bob Other, role: edt}]
            publisher: The Desk
            identifier: urn:isbn:9780000000002
            date: 2017-04-17
            rights: All of them
            description: About a river.
            subjects: [Water, Rivers]
            series: {name: Weekbooks, number: 3}
            dispatches:
              - {title: One, date: 2017-04-14, source: {name: A}, body: Text.}
              - {title: Two, date: 2017-04-15, source: {name: A}, body: Text.,
                 corrections: [{date: 2017-05-01, text: It was Tuesday.}]}
            ",
        )
        .built();
    let epub = book.epub("dist/letters-notes.epub");
    assert!(epub.metadata("dc:title").contains(&"Letters & <notes>".to_string()), "{:?}", epub.metadata("dc:title"));
    assert_eq!(epub.metadata("dc:creator").len() + epub.metadata("dc:contributor").len(), 2);
    assert!(epub.property("role").contains(&"edt".to_string()) && epub.property("role").contains(&"aut".to_string()));
    assert_eq!(epub.metadata("dc:publisher"), ["The Desk"]);
    assert_eq!(epub.metadata("dc:identifier"), ["urn:isbn:9780000000002"]);
    assert_eq!(epub.metadata("dc:date"), ["2017-04-17"]);
    assert_eq!(epub.metadata("dc:subject"), ["Water", "Rivers"]);
    assert_eq!(epub.metadata("dc:description"), ["About a river."]);
    assert_eq!(epub.metadata("dc:language")[0], "en-GB");
    assert!(epub.metadata("dc:rights").iter().any(|r| r.contains("All of them")));
    assert_eq!(epub.property("belongs-to-collection"), ["Weekbooks"]);
    assert_eq!(epub.property("group-position"), ["3"]);
    assert_eq!(epub.property("dcterms:modified"), ["2017-05-01T00:00:00Z"], "the newest date or correction");
    let pdf = book.pdf("dist/letters-notes.pdf");
    let info = pdf.document.trailer.get_deref(b"Info", &pdf.document);
    if let Ok(info) = info {
        let title = info.as_dict().and_then(|d| d.get(b"Title")).and_then(lopdf::decode_text_string);
        assert_eq!(title.expect("a title"), "Letters & <notes>");
    }
    let catalog = pdf.document.catalog().expect("a catalog");
    let lang = catalog.get(b"Lang").and_then(lopdf::decode_text_string).expect("a language");
    assert_eq!(lang, "en-GB");
    let metadata = catalog.get_deref(b"Metadata", &pdf.document).and_then(lopdf::Object::as_stream).expect("XMP");
    let xmp = metadata.get_plain_content().expect("XMP");
    let xmp = support::Node::parse("XMP", &xmp).text();
    for word in ["Letters & <notes>", "Ann Onym", "The Desk"] {
        assert!(xmp.contains(word), "{word}: {xmp}");
    }
}

#[test]
fn the_identifier_is_stable_across_edits_and_not_across_titles() {
    let identifier = |manifest: &str| {
        let book = Book::new().manifest(manifest);
        let _ = book.run(["build", "-f", "epub", "-o", "."]).succeeds();
        let name = book.names("").into_iter().find(|n| n.ends_with(".epub")).expect("an EPUB");
        book.epub(&name).metadata("dc:identifier").remove(0)
    };
    let small = dedent(support::SMALL);
    let first = identifier(&small);
    assert!(first.starts_with("urn:uuid:"), "{first}");
    assert_eq!(first.as_bytes()[23], b'5', "a UUID of version 5: {first}");
    assert_eq!(identifier(&small.replace("First.", "Another text.")), first);
    assert_ne!(identifier(&small.replace("title: Small", "title: Tiny")), first);
    assert_ne!(identifier(&small.replace("publisher: Nobody", "publisher: Somebody")), first);
    assert_ne!(identifier(&format!("{small}language: fr\n")), first);
    assert_ne!(identifier(&format!("{small}series: {{name: S, number: 2}}\n")), first);
    assert_ne!(identifier(&format!("{small}editions: {{other: {{}}}}\n")), first);
}
