//! Nothing is lost: the text of every example of the CommonMark specification, as the specification's own HTML has it,
//! is the text of the EPUB. What differs does so on purpose, and is written down here.

mod support;

use serde_json::Value;
use support::{Book, Epub, Node};

/// Examples whose text is another on purpose, and why.
const OTHERWISE: &[(u64, &str)] = &[
    (156, "a tag that never ends is text, so that a forgotten `>` hides nothing"),
    (157, "the same"),
    (158, "the same"),
];

struct Example {
    number: u64,
    section: String,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let all: Vec<Value> =
        serde_json::from_str(include_str!("data/commonmark/examples.json")).expect("the examples are JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let example = |e: &Value| Example {
        number: e["example"].as_u64().expect("a number"),
        section: text(&e["section"]),
        markdown: text(&e["markdown"]),
        html: text(&e["html"]),
    };
    all.iter().map(example).collect()
}

/// A book of one dispatch an example, a week a section, with stand-ins for the images that are named.
fn book(examples: &[Example]) -> Book {
    let mut book = Book::new().manifest(
        "weekbook: 1\ntitle: Examples\npublisher: Nobody\nsources: {spec: {name: CommonMark}}\ndispatches: ['posts/*.md']\n",
    );
    let (mut week, mut section) = (0, "");
    for example in examples {
        if example.section != section {
            (week, section) = (week + 1, &example.section);
        }
        let title = format!("Example {}", example.number);
        let date = format!("{}-{:02}-{:02}", 2020 + week / 12, 1 + week % 12, 7);
        let post = format!("---\ntitle: {title}\ndate: {date}\nsource: spec\n---\n{}", example.markdown);
        book = book.bytes(&format!("posts/{:03}.md", example.number), post);
        for image in example.html.split("<img src=\"").skip(1) {
            let name = image.split('"').next().expect("the end of an address");
            let path = name.strip_prefix('/').map_or_else(|| format!("posts/{name}"), str::to_owned);
            book = book.image_png(&path, 8, 6);
        }
    }
    book
}

/// The text of HTML with alternative texts in it, its tags and what is never shown taken out.
fn text_of_html(html: &str) -> String {
    let (mut text, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let ends = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")];
        let length = match ends.into_iter().find(|(start, _)| rest.starts_with(start)) {
            Some((_, end)) => rest.find(end).map_or(rest.len(), |at| at + end.len()),
            None => length_of_tag(rest),
        };
        let tag = &rest[..length];
        rest = &rest[length..];
        if let Some(alt) = tag.strip_prefix("<img src=").and_then(|tag| tag.split("alt=\"").nth(1)) {
            text.push_str(alt.split('"').next().expect("the end of an alternative text"));
        }
        for hidden in ["script", "style", "textarea"] {
            if tag.starts_with(&format!("<{hidden}")) {
                rest = rest.find(&format!("</{hidden}")).map_or("", |at| &rest[at..]);
            }
        }
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Up to and with the first `>` outside quotes.
fn length_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The text of a dispatch's body with alternative texts in it.
fn text_of_dispatch(article: &Node, text: &mut String) {
    for child in &article.children {
        match child.name.as_str() {
            "" => text.push_str(&child.text()),
            "img" => text.push_str(child.attribute("alt").unwrap_or_default()),
            // The title of an image, which HTML has in an attribute.
            "figcaption" => {}
            _ => text_of_dispatch(child, text),
        }
    }
}

/// Without blanks, and with the dashes and ellipses that a typewriter has; a quotation within another has other marks.
fn plain(text: &str) -> String {
    let plain = text.replace(['“', '”', '‘', '’', '"'], "'");
    let plain = plain.replace('…', "...").replace('—', "---").replace('–', "--");
    plain.split_whitespace().collect()
}

fn body_text(epub: &Epub, title: &str) -> String {
    let article = epub.dispatch(title);
    let head = |n: &Node| n.name == "header" || n.has_class("credit") || n.text() == title;
    let mut body = article.clone();
    body.children.retain(|n| !head(n));
    let mut text = String::new();
    text_of_dispatch(&body, &mut text);
    text
}

#[test]
fn the_text_of_every_example_is_in_the_edition() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let book = book(&examples);
    let _ = book.run(["build", "-f", "epub"]).succeeds();
    let epub = book.epub("dist/examples.epub");
    let mut differing = Vec::new();
    for example in &examples {
        let got = plain(&body_text(&epub, &format!("Example {}", example.number)));
        let want = plain(&text_of_html(&example.html));
        let excused = OTHERWISE.iter().any(|(number, _)| *number == example.number);
        if (got != want) != excused {
            let Example { number, section, markdown, .. } = example;
            differing.push(format!("{number} {section}: {markdown:?}\n   want {want:?}\n   got  {got:?}"));
        }
    }
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}
