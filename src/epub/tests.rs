//! EPUBs of small books, opened again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Options, write};
use crate::diagnostic::Diagnostics;
use crate::edition::testing::Book;
use crate::flow::testing::{build, flow};
use crate::flow::{Element, Flow, Media, Name, NodeId, PageBreak};
use crate::fonts::FontStore;
use crate::manifest::EmbedFonts;

/// An EPUB opened.
struct Opened {
    names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

/// A tag of a document: its name and attributes.
#[derive(Debug, Clone, PartialEq)]
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Opened {
    fn new(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let (mut names, mut files) = (Vec::new(), BTreeMap::new());
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{}", file.name());
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            names.push(file.name().to_owned());
            files.insert(file.name().to_owned(), content);
        }
        let opened = Self { names, files };
        opened.check();
        opened
    }

    fn text(&self, name: &str) -> &str {
        let file = self.files.get(&format!("OEBPS/{name}")).unwrap_or_else(|| panic!("{name} of {:?}", self.names));
        std::str::from_utf8(file).unwrap()
    }

    fn xhtml(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.names.iter().filter_map(|n| n.strip_prefix("OEBPS/")).filter(|n| n.ends_with(".xhtml"));
        names.map(|name| (name, self.text(name)))
    }

    /// What holds of every EPUB: well-formed, ids once, links led, nothing active, no inline styles.
    fn check(&self) {
        assert_eq!(self.names[0], "mimetype");
        assert_eq!(self.files["mimetype"], b"application/epub+zip");
        for name in self.names.iter().filter(|n| n.ends_with(".opf") || n.ends_with(".ncx") || n.ends_with(".xml")) {
            tags(std::str::from_utf8(&self.files[name]).unwrap());
        }
        let mut titles = BTreeSet::new();
        let mut places = BTreeSet::new();
        for (name, text) in self.xhtml() {
            let title = text.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap();
            assert!(titles.insert(title.to_owned()), "{title} is the title of two documents");
            for id in tags(text).iter().filter_map(|tag| tag.attributes.get("id")) {
                assert!(places.insert(format!("{name}#{id}")), "{name} has the id {id} twice");
            }
            places.insert(name.to_owned());
        }
        for (name, text) in self.xhtml() {
            for tag in tags(text) {
                assert!(!tag.attributes.contains_key("style") && tag.name != "script", "{name}: {tag:?}");
                if let Some(href) =
                    tag.attributes.get("href").filter(|h| !h.contains(':') && h.as_str() != "stylesheet.css")
                {
                    let target = if href.starts_with('#') { format!("{name}{href}") } else { href.clone() };
                    assert!(places.contains(&target), "{name} leads to {href}");
                }
                if let Some(src) = tag.attributes.get("src") {
                    assert!(self.files.contains_key(&format!("OEBPS/{src}")), "{name} shows {src}");
                }
            }
        }
        for point in tags(self.text("toc.ncx")).iter().filter(|t| t.name == "content") {
            assert!(places.contains(&point.attributes["src"]), "{point:?}");
        }
    }
}

/// Every start tag of a well-formed document.
fn tags(xml: &str) -> Vec<Tag> {
    let mut reader = Reader::from_str(xml);
    let mut out = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{e} in {xml}")) {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|a| {
                    let a = a.unwrap();
                    (a.key.as_ref().to_owned(), a.value.clone().into_owned())
                });
                out.push(Tag { name: tag.name().as_ref().to_owned(), attributes: attributes.collect() });
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(depth >= 0 && !out.is_empty());
    out
}

fn written(flow: &Flow, breaks: Option<&[PageBreak]>) -> Vec<u8> {
    let options = Options {
        css: "p { margin: 0 }\n",
        page_breaks: breaks,
        cover: None,
        fonts: &FontStore::bundled(),
        embed: EmbedFonts::Auto,
    };
    write(flow, options).unwrap()
}

fn epub(manifest: &str) -> Opened {
    Opened::new(&written(&flow(manifest), None))
}

const SMALL: &str = "\
publisher: The Desk
authors: [{name: Ann, role: edt}]
rights: Mine
license: CC0-1.0
description: What & why
dispatches:
  - {title: Wells, id: wells, date: 2017-04-15, source: {name: AP, url: 'https://apnews.com/'}, body: \"One [two](https://e.org/a?b&c).\"}
";

#[test]
fn the_package_says_all_that_is_known() {
    let opened = epub(SMALL);
    assert_eq!(
        opened.names,
        [
            "mimetype",
            "META-INF/container.xml",
            "OEBPS/content.opf",
            "OEBPS/cover.xhtml",
            "OEBPS/imprint.xhtml",
            "OEBPS/nav.xhtml",
            "OEBPS/sources.xhtml",
            "OEBPS/stylesheet.css",
            "OEBPS/title.xhtml",
            "OEBPS/toc.ncx",
            "OEBPS/week-001.xhtml",
        ]
    );
    let opf = opened.text("content.opf");
    for piece in [
        "xml:lang=\"en\" dir=\"ltr\"",
        "<dc:title id=\"title\">Letters</dc:title>",
        "<dc:creator id=\"creator-1\">Ann</dc:creator>",
        "scheme=\"marc:relators\">edt</meta>",
        "<dc:publisher>The Desk</dc:publisher>",
        "<dc:rights>Mine</dc:rights>",
        "<meta property=\"dcterms:license\">CC0-1.0</meta>",
        "<dc:description>What &amp; why</dc:description>",
        "<dc:source>AP, https://apnews.com/</dc:source>",
        "<meta property=\"dcterms:modified\">2017-04-15T00:00:00Z</meta>",
        "id=\"conformance\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>",
        "property=\"a11y:certifiedBy\">The Desk</meta>",
        "page-progression-direction=\"ltr\"",
    ] {
        assert!(opf.contains(piece), "{piece}\n{opf}");
    }
    let spine: Vec<_> =
        tags(opf).into_iter().filter(|t| t.name == "itemref").map(|t| t.attributes["idref"].clone()).collect();
    assert_eq!(
        spine,
        ["id_cover.xhtml", "id_title.xhtml", "id_imprint.xhtml", "nav", "id_week-001.xhtml", "id_sources.xhtml"]
    );
    assert!(!opf.contains("pageBreakSource") && !opened.text("nav.xhtml").contains("page-list"), "there is no PDF");
    assert!(!opened.names.iter().any(|n| n.contains("fonts/")), "readers have fonts for Latin");
}

#[test]
fn navigation_names_sections_and_dispatches() {
    let opened = epub(SMALL);
    let nav = opened.text("nav.xhtml");
    assert!(nav.contains("<a href=\"week-001.xhtml\">Week 15, 10–16\u{a0}April 2017</a><ol><li><a href=\"week-001.xhtml#wells\">Wells</a>"), "{nav}");
    for landmark in ["toc", "cover", "titlepage", "copyright-page", "bodymatter", "bibliography"] {
        assert_eq!(nav.matches(&format!("<a epub:type=\"{landmark}\"")).count(), 1, "{landmark} in {nav}");
    }
    let ncx = opened.text("toc.ncx");
    assert!(ncx.contains("<text>Wells</text></navLabel><content src=\"week-001.xhtml#wells\"/>"), "{ncx}");
    assert!(ncx.contains(&format!("<meta name=\"dtb:uid\" content=\"{}\"/>", flow(SMALL).meta.identifier)));
}

#[test]
fn a_week_is_xhtml() {
    let opened = epub(SMALL);
    let week = opened.text("week-001.xhtml");
    for piece in [
        "<!DOCTYPE html>",
        "<body epub:type=\"bodymatter\">",
        "<section epub:type=\"chapter\" role=\"doc-chapter\" id=\"w-2017-W15\" class=\"week first\" aria-labelledby=\"w-2017-W15-title\">",
        "<article aria-labelledby=\"wells-title\" class=\"dispatch kind-report source-ap\" id=\"wells\">",
        "<p>One <a href=\"https://e.org/a?b&amp;c\">two</a>.</p>",
    ] {
        assert!(week.contains(piece), "{piece}\n{week}");
    }
    assert!(!week.contains("link-mark"), "print's own is left out");
}

#[test]
fn the_contents_of_a_week_are_a_landmark_with_a_name() {
    let opened = epub(
        "language: en\npublisher: P\ndispatches:\n\
         - {title: A, id: a, date: 2017-04-15, body: x}\n- {title: B, id: b, date: 2017-04-16, body: x}\n",
    );
    let week = opened.text("week-001.xhtml");
    let nav = "<nav aria-label=\"Contents\" class=\"week-contents\"><ol>";
    assert!(week.contains(nav) && week.contains("<a href=\"week-001.xhtml#b\">B</a>"), "{week}");
}

#[test]
fn awkward_texts_are_escaped() {
    let opened = epub(
        "title: '<script>alert(1)</script> & \"x\"'\nlanguage: en\npublisher: 'A & B'\n\
         weeks: {2017-W15: {title: '</title><b>'}}\n\
         dispatches:\n  - {title: \"]]> <!-- -->\", date: 2017-04-15, source: {name: '<i>'}, body: \"a b `<x a='1'>`\"}\n",
    );
    assert!(opened.text("content.opf").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"));
    assert!(opened.text("week-001.xhtml").contains("<title>Week 15: &lt;/title&gt;&lt;b&gt;</title>"));
    let week = opened.text("week-001.xhtml");
    assert!(week.contains("<p>a b <code>&lt;x a=&apos;1&apos;&gt;</code></p>"), "{week}");
}

#[test]
fn a_book_from_right_to_left() {
    let opened = epub(
        "language: ar\ntitle: رسائل\npublisher: مكتب\ndispatches:\n  - {title: الجسر, date: 2017-04-15, source: {name: Reuters}, body: 'عاد الجسر القديم.'}\n  \
         - {title: Wells, language: en, date: 2017-04-15, source: {name: Reuters}, body: Text.}\n",
    );
    assert!(opened.text("content.opf").contains("xml:lang=\"ar\" dir=\"rtl\""));
    assert!(opened.text("content.opf").contains("page-progression-direction=\"rtl\""));
    let nav = opened.text("nav.xhtml");
    assert!(nav.contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\""), "{nav}");
    assert!(nav.contains("lang=\"en\" xml:lang=\"en\" dir=\"ltr\">Wells</a>"), "{nav}");
    let week = opened.text("week-001.xhtml");
    assert!(week.contains("lang=\"und-Latn\" xml:lang=\"und-Latn\" dir=\"ltr\">Reuters</a>"), "{week}");
    assert!(week.contains("lang=\"en\" xml:lang=\"en\" dir=\"ltr\"><h2"), "{week}");
    // The face for Arabic comes along, and the sheet names it.
    let fonts: Vec<_> = opened.names.iter().filter(|n| n.contains("fonts/")).collect();
    assert!(
        !fonts.is_empty() && opened.text("stylesheet.css").contains("font-family: \"Noto Naskh Arabic\""),
        "{fonts:?}"
    );
}

#[test]
fn the_same_flow_gives_the_same_bytes() {
    let flow = flow(SMALL);
    let first = written(&flow, None);
    // Times in archives have a resolution of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == written(&flow, None));
}

#[test]
fn long_weeks_are_split_between_dispatches() {
    let text = "word ".repeat(20_000);
    let mut manifest = String::from("dispatches:\n");
    for n in 1..=9 {
        let link = if n == 1 { "[last](#d9)" } else { "[first](#d1)" };
        manifest += &format!(
            "  - {{id: d{n}, title: D{n}, date: 2017-04-15, source: {{name: AP}}, body: \"{link} and[^1] {text}\\n\\n[^1]: Note.\"}}\n"
        );
    }
    let flow = flow(&manifest);
    let week = flow.sections.iter().position(|s| s.anchor == "w-2017-W15").unwrap();
    // Two page breaks in the last dispatch: at its start, and in its text.
    let section = &flow.sections[week];
    let article = section.elements.iter().position(|e| e.anchor.as_deref() == Some("d9")).unwrap() as u32;
    let p = section
        .elements
        .iter()
        .enumerate()
        .skip(article as usize)
        .find(|(_, e)| e.name == Name::P && e.classes.is_empty());
    let at = |index: u32, offset: usize, label: &str| PageBreak {
        label: label.into(),
        node: NodeId { section: week as u32, index },
        offset,
    };
    let breaks = [at(article + 1, 0, "8"), at(p.unwrap().0 as u32, 1000, "9")];
    let opened = Opened::new(&written(&flow, Some(&breaks)));
    let names: Vec<_> = opened.names.iter().filter(|n| n.contains("week")).collect();
    assert_eq!(names.len(), 5, "two dispatches a document: {names:?}");
    assert!(opened.text("week-001.xhtml").contains("href=\"week-001-5.xhtml#d9\">last"));
    let last = opened.text("week-001-5.xhtml");
    assert!(last.contains("href=\"week-001.xhtml#d1\">first"), "links lead back over documents");
    assert!(last.contains("<title>Week 15, 10–16\u{a0}April 2017 (5)</title>"));
    assert!(last.contains("aria-label=\"Week 15, 10–16\u{a0}April 2017\"") && !last.contains("id=\"w-2017-W15\""));
    let nav = opened.text("nav.xhtml");
    assert!(nav.contains("week-001-5.xhtml#d9") && nav.contains("<a href=\"week-001-5.xhtml#page-9\">9</a>"), "{nav}");
    assert!(opened.text("toc.ncx").contains("week-001-5.xhtml#d9"));
}

mod markers {
    use super::*;

    /// The body's text, `|` where the page begins.
    fn spliced(flow: &Flow, pick: impl Fn(&Element) -> bool, offset: usize) -> String {
        let (section, index) = place(flow, pick);
        let node = NodeId { section: section as u32, index: index as u32 };
        let breaks = [PageBreak { label: "7".into(), node, offset }];
        let opened = Opened::new(&written(flow, Some(&breaks)));
        let week = opened.text("week-001.xhtml");
        let marker = "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-7\" aria-label=\"7\"></span>";
        assert_eq!(week.matches(marker).count(), 1, "{week}");
        let body = week.replace(marker, "|");
        let from = body.find("</p>\n<").map_or(0, |_| body.find("datetime").unwrap_or(0));
        let body = &body[from..];
        body[body.find("</p>\n").unwrap() + 5..body.find("</article>").unwrap()].replace('\n', "")
    }

    fn place(flow: &Flow, pick: impl Fn(&Element) -> bool) -> (usize, usize) {
        let section = flow.sections.iter().position(|s| s.anchor == "w-2017-W15").unwrap();
        let elements = &flow.sections[section].elements;
        let start = elements.iter().position(|e| e.name == Name::Time).unwrap();
        (section, start + elements[start..].iter().position(pick).unwrap())
    }

    fn body(markdown: &str) -> Flow {
        let lines: String = markdown.lines().map(|l| format!("      {l}\n")).collect();
        flow(&format!("dispatches:\n  - title: T\n    id: t\n    date: 2017-04-15\n    body: |\n{lines}"))
    }

    fn named(name: Name) -> impl Fn(&Element) -> bool {
        move |e| e.name == name && e.media == Media::All
    }

    #[test]
    fn in_a_paragraph_with_inlines_and_escapes() {
        let flow = body("a & b *c \\<d>* e");
        for (offset, expected) in [
            (0, "<p>|a &amp; b <em>c &lt;d&gt;</em> e</p>"),
            (3, "<p>a &amp;| b <em>c &lt;d&gt;</em> e</p>"),
            (6, "<p>a &amp; b <em>|c &lt;d&gt;</em> e</p>"),
            (9, "<p>a &amp; b <em>c &lt;|d&gt;</em> e</p>"),
            (11, "<p>a &amp; b <em>c &lt;d&gt;</em>| e</p>"),
            (13, "<p>a &amp; b <em>c &lt;d&gt;</em> e|</p>"),
            (99, "<p>a &amp; b <em>c &lt;d&gt;</em> e|</p>"),
        ] {
            assert_eq!(spliced(&flow, named(Name::P), offset), expected, "at {offset}");
        }
    }

    #[test]
    fn at_any_byte_of_text_in_other_scripts() {
        let flow = body("é“x” 𝄞y");
        assert_eq!(spliced(&flow, named(Name::P), 2), "<p>é|“x” 𝄞y</p>");
        assert_eq!(spliced(&flow, named(Name::P), 5), "<p>é“|x” 𝄞y</p>");
        // Within a character: before it.
        assert_eq!(spliced(&flow, named(Name::P), 11), "<p>é“x” |𝄞y</p>");
    }

    #[test]
    fn after_text_that_only_print_has() {
        let flow = body("ab [c](https://e.org/) def");
        // The mark's letter counts, and is not there.
        assert_eq!(spliced(&flow, named(Name::P), 3), "<p>ab <a href=\"https://e.org/\">|c</a> def</p>");
        assert_eq!(spliced(&flow, named(Name::P), 5), "<p>ab <a href=\"https://e.org/\">c</a>| def</p>");
        assert_eq!(spliced(&flow, named(Name::P), 6), "<p>ab <a href=\"https://e.org/\">c</a> |def</p>");
    }

    #[test]
    fn around_breaks_and_images() {
        let png: &[u8] = include_bytes!("../../tests/books/full/images/ford.png");
        let manifest = "dispatches: [posts/2017-04-15-a.md]\n";
        let post = "---\nid: t\n---\n# T\n\nab  \ncd ![alt](a.png) ef\n\n![Fig](a.png)\n";
        let (flow, _) = build(&Book::new(manifest).file("posts/2017-04-15-a.md", post).file("posts/a.png", png));
        let img = "<img src=\"images/image-001.png\" alt=\"alt\"/>";
        let after = "<figure><img src=\"images/image-001.png\" alt=\"Fig\"/></figure>";
        for (offset, expected) in [
            (2, format!("<p>ab|<br/>cd {img} ef</p>{after}")),
            (5, format!("<p>ab<br/>|cd {img} ef</p>{after}")),
            (8, format!("<p>ab<br/>cd |{img} ef</p>{after}")),
            (11, format!("<p>ab<br/>cd {img}| ef</p>{after}")),
        ] {
            assert_eq!(spliced(&flow, named(Name::P), offset), expected, "at {offset}");
        }
        let expected = format!("<p>ab<br/>cd {img} ef</p>{}", after.replace("<figure>", "<figure>|"));
        assert_eq!(spliced(&flow, named(Name::Figure), 0), expected);
        let figure = |e: &Element| {
            e.name == Name::Img && matches!(&e.data, crate::flow::Data::Image { alt, .. } if alt == "Fig")
        };
        assert_eq!(spliced(&flow, figure, 0), expected);
    }

    #[test]
    fn only_where_a_span_may_stand() {
        let flow = body("- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx\ny\n```\n\n---\n\nt\n: d");
        for (name, expected) in [
            (Name::Ul, "<ul><li>|one</li>"),
            (Name::Table, "<table class=\"of-2\"><thead><tr><th scope=\"col\">|a</th>"),
            (Name::Tbody, "<tbody><tr><td>|c</td>"),
            (Name::Pre, "<pre>|<code>x"),
            (Name::Hr, "|<hr/>"),
            (Name::Dl, "<dl><dt>|t</dt>"),
        ] {
            let actual = spliced(&flow, named(name), 0);
            assert!(actual.contains(expected), "{expected}: {actual}");
        }
        // Past all of a list's text.
        assert!(spliced(&flow, named(Name::Ul), 50).contains("<li>two|</li></ul>"));
        assert!(
            spliced(&flow, named(Name::Pre), 2).contains("<pre><code>x|y</code>"),
            "{}",
            spliced(&flow, named(Name::Pre), 2)
        );
    }

    #[test]
    fn in_what_only_print_has_at_the_start_of_what_holds_it() {
        let flow = body("ab [c](https://e.org/) def");
        let note = |e: &Element| e.media == Media::Print && e.name == Name::P;
        let (section, index) = place(&flow, note);
        let node = NodeId { section: section as u32, index: index as u32 };
        let breaks = [PageBreak { label: "7".into(), node, offset: 3 }];
        let opened = Opened::new(&written(&flow, Some(&breaks)));
        assert!(opened.text("nav.xhtml").contains("week-001.xhtml#page-7"));
    }

    #[test]
    fn their_ids_give_way_to_those_of_dispatches() {
        let flow = flow("dispatches: [{title: T, id: page-7, date: 2017-04-15, source: {name: AP}, body: x}]\n");
        let (section, index) = place(&flow, named(Name::P));
        let node = NodeId { section: section as u32, index: index as u32 };
        let breaks =
            [PageBreak { label: "7".into(), node, offset: 0 }, PageBreak { label: "١٢".into(), node, offset: 1 }];
        let opened = Opened::new(&written(&flow, Some(&breaks)));
        let nav = opened.text("nav.xhtml");
        assert!(nav.contains("#page-7-p\">7</a>") && nav.contains("#page-n1\">١٢</a>"), "{nav}");
    }

    #[test]
    fn of_sections_that_only_print_has_are_left_out() {
        let flow = flow("dispatches: [{title: T, date: 2017-04-15, source: {name: AP}, body: x}]\n");
        let contents = flow.sections.iter().position(|s| s.media == Media::Print).unwrap() as u32;
        let breaks = [PageBreak { label: "iv".into(), node: NodeId { section: contents, index: 1 }, offset: 0 }];
        let opened = Opened::new(&written(&flow, Some(&breaks)));
        assert!(!opened.text("nav.xhtml").contains(">iv<"));
    }
}

#[test]
fn every_break_of_a_laid_out_book_is_in_the_page_list() {
    let (flow, _) = build(&Book::new(SMALL));
    let mut diags = Diagnostics::new();
    let style = crate::style::Style::load(None, &mut |_, _| None, &mut diags).unwrap();
    let pages = crate::layout::lay_out(&flow, &style, None, &FontStore::bundled(), &|_, _| None, &mut diags);
    let breaks = pages.page_breaks();
    let opened = Opened::new(&written(&flow, Some(&breaks)));
    let nav = opened.text("nav.xhtml");
    let shown = |b: &&PageBreak| flow.sections[b.node.section as usize].media != Media::Print;
    for page in breaks.iter().filter(shown) {
        assert!(nav.contains(&format!(">{}</a>", page.label)), "{} in {nav}", page.label);
    }
    assert!(opened.text("content.opf").contains("pageBreakSource"));
}
