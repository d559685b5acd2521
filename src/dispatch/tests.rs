//! Loading: which files make which dispatches, with what metadata.

use crate::dispatch::BlockKind;
use crate::edition::testing::{Book, Built};
use crate::manifest::Status;

const POST: &str = "---\ntitle: A\ndate: 2017-04-15\nsource: {name: X}\n---\nText.\n";

fn titles(built: &Built) -> Vec<&str> {
    built.dispatches.iter().map(|dispatch| dispatch.title.as_str()).collect()
}

fn post(title: &str) -> String {
    POST.replace("title: A", &format!("title: {title}"))
}

#[test]
fn globs_are_in_byte_order_and_entries_as_written() {
    let built = Book::new("dispatches:\n  - file: z.md\n  - posts/*.md\n  - title: inline\n    date: 2017-04-14\n    source: {name: X}\n    body: b\n")
        .file("z.md", post("z"))
        .file("posts/b.md", post("b"))
        .file("posts/B.md", post("B"))
        .file("posts/a10.md", post("a10"))
        .file("posts/a9.md", post("a9"))
        .file("posts/é.md", post("é"))
        .build();
    assert_eq!(built.messages(), "");
    assert_eq!(titles(&built), ["z", "B", "a10", "a9", "b", "é", "inline"]);
}

#[test]
fn an_entry_takes_its_file_out_of_globs() {
    let built = Book::new("dispatches:\n  - posts/*.md\n  - file: posts/a.md\n    title: mine\n")
        .file("posts/a.md", post("a"))
        .file("posts/b.md", post("b"))
        .build();
    assert_eq!(built.messages(), "");
    assert_eq!(titles(&built), ["b", "mine"]);
}

#[test]
fn a_file_counts_once() {
    let built = Book::new("dispatches:\n  - posts/*.md\n  - posts/a*.md\n  - file: z.md\n  - file: ./z.md\n")
        .file("posts/a.md", post("a"))
        .file("z.md", post("z"))
        .build();
    assert_eq!(built.messages(), "error duplicate-file manifest.yaml:7:11\nerror duplicate-file manifest.yaml:5:5\n");
}

#[test]
fn what_is_not_there_is_named() {
    let built = Book::new("dispatches:\n  - posts/*.md\n  - file: wels.md\n  - file: ../x.md\n  - file: bad.md\n")
        .file("wells.md", POST)
        .file("bad.md", b"\xFF\xFE")
        .build();
    assert_eq!(
        built.messages(),
        "error path-outside manifest.yaml:6:11\nerror empty-glob manifest.yaml:4:5\n\
         error file-not-found manifest.yaml:5:11\nerror not-utf-8 bad.md:1:1\n"
    );
}

#[test]
fn front_matter_of_three_kinds() {
    let built = Book::new("sources: {ap: {name: AP}}\ndispatches:\n  - posts/*.md\n")
        .file("posts/1.md", "---\ntitle: Yaml\ndate: 2017-04-15 10:00\nsource: ap\nbyline: [A, B]\n---\n\nText\n")
        .file("posts/2.md", "+++\ntitle = \"Toml\"\ndate = 2017-04-15T11:00:00\nsource = \"ap\"\n+++\nText\n")
        .file("posts/3.md", "Title: Pelican\nDate: 2017-04-15 12:00\nSource: ap\nTags: a, b\n\nText\n")
        .build();
    assert_eq!(built.messages(), "");
    assert_eq!(titles(&built), ["Yaml", "Toml", "Pelican"]);
    let edition = built.editions[0].as_ref().unwrap();
    let entries = &edition.weeks[0].dispatches;
    let times: Vec<_> = entries.iter().map(|entry| entry.moment.time_text().unwrap()).collect();
    assert_eq!(times, ["10:00", "11:00", "12:00"]);
    assert_eq!(entries[0].byline, ["A", "B"]);
    assert_eq!(entries[2].tags, ["a", "b"]);
    assert!(built.dispatches.iter().all(|dispatch| dispatch.body.blocks.len() == 1));
}

#[test]
fn the_manifest_wins_over_front_matter() {
    let built = Book::new("dispatches:\n  - file: a.md\n    date: 2018-01-01\n    place: Mosul\n")
        .file("a.md", "---\ntitle: A\ndate: 2017-04-15\nplace: Erbil\nsource: {name: X}\nstatus: draft\n---\nText\n")
        .build_with(&crate::edition::Options { drafts: true, ..Default::default() });
    assert_eq!(built.messages(), "");
    let meta = &built.dispatches[0].meta;
    assert_eq!(meta.date.as_ref().unwrap().value, "2018-01-01");
    assert_eq!(meta.place.as_ref().unwrap().value, "Mosul");
    assert_eq!(meta.status.as_ref().unwrap().value, Status::Draft);
}

#[test]
fn broken_front_matter_gives_no_misleading_messages() {
    let built = Book::new("dispatches:\n  - posts/*.md\n")
        .file("posts/1.md", "---\ntitle: A\n\nText\n")
        .file("posts/2.md", "+++\ntitle = \n+++\nText [x](javascript:y)\n")
        .file("posts/3.md", "---\ntitle: [A]\ndate: 2017-04-15\nsource: {name: X}\n---\nText\n")
        .build();
    let messages = built.messages();
    assert!(messages.starts_with("error front-matter posts/1.md:1:1\nerror "), "{messages}");
    assert!(messages.contains("posts/2.md:2:"), "{messages}");
    assert!(messages.contains("warning bad-link posts/2.md:4:6"), "{messages}");
    assert!(messages.contains("posts/3.md:2:8"), "{messages}");
    assert!(!messages.contains("missing") && !messages.contains("uncredited"), "{messages}");
}

#[test]
fn unknown_fields_are_told_once_a_name() {
    let built = Book::new("dispatches:\n  - posts/*.md\n")
        .file("posts/1.md", POST.replace("---\nText", "mood: x\nweather: y\n---\nText"))
        .file("posts/2.md", POST.replace("---\nText", "weather: y\n---\nText"))
        .build();
    assert_eq!(built.messages(), "warning unknown-field posts/1.md:5:1\nwarning unknown-field posts/1.md:6:1\n");
    assert!(built.diags.iter().last().unwrap().message.ends_with("here and in 1 more dispatch"));
}

#[test]
fn titles_and_days_come_from_where_they_are() {
    let source = "source: {name: X}";
    let built = Book::new("dispatches:\n  - posts/*.md\n")
        .file("posts/2017-04-15-a.md", format!("---\n{source}\n---\n# The *title* {{#wells}}\n\n## Sub\n"))
        .file("posts/b.md", format!("---\n{source}\ndate: 2017-04-16\n---\nNo title.\n"))
        .file("posts/2017-04-31.md", format!("---\n{source}\ntitle: x\n---\ny\n"))
        .build();
    assert_eq!(built.messages(), "error missing-title posts/b.md:1:1\nerror bad-date posts/2017-04-31.md:1:1\n");
    let first = &built.dispatches[0];
    assert_eq!(first.title, "The title");
    assert_eq!(first.file_date.as_deref(), Some("2017-04-15"));
    assert_eq!(first.meta.id.as_ref().unwrap().value, "wells");
    assert!(matches!(first.body.blocks[0].kind, BlockKind::Heading { level: 1, .. }));
}

#[test]
fn images_are_found_from_the_file_that_names_them() {
    let mut png = Vec::new();
    image::DynamicImage::new_rgb8(3, 2).write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let built = Book::new("dispatches:\n  - file: posts/a.md\n    image: {file: img/a b.png, alt: lead}\n")
        .file("posts/a.md", format!("{POST}\n![one](../img/a%20b.png)\n\n![two](/img/a%20b.png)\n\n![three](b.gif)\n"))
        .file("img/a b.png", png)
        .file("posts/b.gif", "GIF89a")
        .build();
    assert_eq!(built.messages(), "error bad-image posts/a.md:12:1\n");
    let dispatch = &built.dispatches[0];
    let mut all = vec![dispatch.image.clone().unwrap()];
    for block in &dispatch.body.blocks {
        if let BlockKind::Figure(image) = &block.kind {
            all.push((**image).clone());
        }
    }
    let data: Vec<_> = all.iter().filter_map(|image| image.data.as_ref()).collect();
    assert_eq!(all.len(), 4);
    assert_eq!(data.len(), 3);
    assert!(data.iter().all(|image| std::sync::Arc::ptr_eq(image, data[0])));
    assert_eq!((data[0].file.as_str(), data[0].width, data[0].height), ("img/a b.png", 3, 2));
}

#[test]
fn images_of_the_metadata() {
    let built = Book::new("dispatches:\n  - posts/*.md\n")
        .file("posts/1.md", POST.replace("title: A", "title: A\nimage: {file: no.png, alt: x}"))
        .file("posts/2.md", POST.replace("title: A", "title: A\nimage: {file: 'https://x.org/y.png', alt: x}"))
        .build();
    assert_eq!(built.messages(), "error file-not-found posts/1.md:3:15\nwarning remote-image posts/2.md:3:15\n");
}

#[test]
fn an_empty_dispatch_is_told() {
    let built = Book::new("dispatches:\n  - title: A\n    date: 2017-04-15\n    source: {name: X}\n").build();
    assert_eq!(built.messages(), "warning empty-dispatch manifest.yaml:4:5\n");
}
