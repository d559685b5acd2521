//! Every property on every kind of element: it changes the page, or a warning says that it does not.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, SourceText};
use crate::edition::Edition;
use crate::edition::testing::Book;
use crate::flow::SectionKind;
use crate::fonts::FontStore;
use crate::style::{BUNDLED, Style};

use super::super::lay_out;

/// A book that has an element of every kind, with enough text for breaks to matter.
const BOOK: &str = "\
weekbook: 1
title: Styles
publisher: Nobody
sources: {ap: {name: Agency, url: 'https://example.org/'}}
dispatches:
  - title: A first headline that is so long that it takes more than a line, wherever it stands on a page as small as this
    date: 2017-04-13
    source: ap
    body: |
      A first paragraph with *emphasis*, `code`, a [link](https://example.org/) and words that go on for
      more than one line, so that an alignment, an indent and a hyphenation can be seen in 2017.

      ![A picture](map.png \"A caption that is so long that it takes more than one line of the page, whatever it is set in\")

      - One item of a list that has so many words that it takes more than a line of this page, or even two of them
      - another

      | Head | Other |
      |------|-------|
      | a cell that has some words, and then so many more that the table is as wide as the page is | b |
      | c | d |

      > A quotation of some length, so that it has at least two lines on a page of this size, and no more than that.
  - {title: Second, date: 2017-04-14, source: ap, body: Short.}
";

const PICTURE: &[u8] = include_bytes!("../../../tests/books/full/images/ford.png");

/// A value for each property that would be seen. Properties whose effect depends on more than one element, or that need
/// other text than this, are held by tests of their own.
const VALUES: &[(&str, &str)] = &[
    ("font-size", "19pt"),
    ("line-height", "31pt"),
    ("font-family", "monospace"),
    ("font-weight", "bold"),
    ("font-style", "italic"),
    ("font-variant-caps", "all-small-caps"),
    ("font-variant-numeric", "tabular-nums"),
    ("font", "bold 19pt/31pt monospace"),
    ("font-variant", "small-caps"),
    ("color", "red"),
    ("letter-spacing", "3pt"),
    ("word-spacing", "9pt"),
    ("text-align", "right"),
    ("text-align-last", "right"),
    ("text-indent", "17pt"),
    ("text-transform", "uppercase"),
    ("white-space", "nowrap"),
    ("text-wrap", "balance"),
    ("hyphens", "none"),
    ("orphans", "9"),
    ("widows", "9"),
    ("list-style-type", "upper-roman"),
    ("list-style", "upper-roman"),
    ("list-style-position", "inside"),
    ("border-collapse", "separate"),
    ("hanging-punctuation", "none"),
    ("-weekbook-protrusion", "none"),
    ("-weekbook-expansion", "4%"),
    ("-weekbook-tracking", "1%"),
    ("display", "none"),
    ("margin", "19pt"),
    ("margin-top", "119pt"),
    ("margin-right", "19pt"),
    ("margin-bottom", "119pt"),
    ("margin-left", "19pt"),
    ("margin-inline", "19pt"),
    ("margin-inline-start", "19pt"),
    ("margin-inline-end", "29pt"),
    ("margin-block", "119pt"),
    ("margin-block-start", "119pt"),
    ("margin-block-end", "119pt"),
    ("padding", "19pt"),
    ("padding-top", "19pt"),
    ("padding-right", "39pt"),
    ("padding-bottom", "19pt"),
    ("padding-left", "19pt"),
    ("padding-inline", "19pt"),
    ("padding-inline-start", "19pt"),
    ("padding-inline-end", "39pt"),
    ("padding-block", "19pt"),
    ("padding-block-start", "19pt"),
    ("padding-block-end", "19pt"),
    ("border", "3pt solid red"),
    ("border-top", "3pt solid red"),
    ("border-right", "3pt solid red"),
    ("border-bottom", "3pt solid red"),
    ("border-left", "3pt solid red"),
    ("border-inline-start", "3pt solid red"),
    ("border-inline-end", "3pt solid red"),
    ("border-width", "3pt; border-style: solid"),
    ("border-style", "dotted"),
    ("border-color", "red; border-style: solid"),
    ("border-top-width", "3pt; border-top-style: solid"),
    ("border-right-width", "3pt; border-right-style: solid"),
    ("border-bottom-width", "3pt; border-bottom-style: solid"),
    ("border-left-width", "3pt; border-left-style: solid"),
    ("border-top-style", "dotted"),
    ("border-right-style", "dotted"),
    ("border-bottom-style", "dotted"),
    ("border-left-style", "dotted"),
    ("border-top-color", "red; border-top-style: solid"),
    ("border-right-color", "red; border-right-style: solid"),
    ("border-bottom-color", "red; border-bottom-style: solid"),
    ("border-left-color", "red; border-left-style: solid"),
    ("background", "yellow"),
    ("background-color", "yellow"),
    ("width", "61pt"),
    ("max-width", "31pt"),
    ("height", "161pt"),
    ("max-height", "11pt"),
    ("vertical-align", "middle"),
    ("text-decoration", "underline"),
    ("text-decoration-line", "line-through"),
    ("break-before", "page"),
    ("break-after", "page"),
    ("break-inside", "avoid"),
    ("page-break-before", "always"),
    ("page-break-after", "always"),
    ("page-break-inside", "avoid"),
    ("column-count", "2"),
    ("column-gap", "30pt"),
    ("column-width", "60pt"),
    ("column-span", "all"),
    ("columns", "2"),
    ("float", "top"),
    ("string-set", "quoted content()"),
    ("page", "wide"),
    ("-weekbook-wide-table", "stack"),
];

/// Of each property, the elements on which CSS itself gives it no effect, or none that this book could show.
fn shows_nothing(property: &str, element: &str) -> bool {
    let inline = matches!(element, "em" | "a" | "img");
    let inner = matches!(element, "thead" | "tr" | "td");
    let image = element == "img";
    let fonts =
        property.starts_with("font") || property.starts_with("text-") || property.starts_with("border-collapse");
    match property {
        // One word in italics, in one line, without digits.
        "text-align" | "text-align-last" | "text-indent" | "hyphens" | "orphans" | "widows" | "white-space" => true,
        "font-variant-numeric" | "font-variant" | "font-variant-caps" | "hanging-punctuation" => true,
        "-weekbook-protrusion"
        | "-weekbook-expansion"
        | "-weekbook-tracking"
        | "list-style"
        | "list-style-type"
        | "border-collapse" => true,
        "word-spacing" | "font-style" | "break-inside" | "page-break-inside" => true,
        // Sections stand on pages of their own anyway.
        "break-before" | "page-break-before" | "break-after" | "page-break-after" if element == "section" => true,
        "height" | "margin-bottom" | "margin-block-end" if element == "section" => true,
        _ if image && (fonts || matches!(property, "color" | "letter-spacing" | "line-height")) => true,
        // CSS 2.2: no vertical margins and sizes of inlines, no margins within tables, no padding of rows.
        "margin-top" | "margin-bottom" | "margin-block" | "margin-block-start" | "margin-block-end" if inline => !image,
        "width" | "max-width" | "height" | "max-height" if inline => !image,
        _ if inner && property.starts_with("margin") => true,
        _ if matches!(element, "thead" | "tr") && property.starts_with("padding") => true,
        "width" | "max-width" if matches!(element, "tr" | "thead") => true,
        "height" | "max-height" if element == "thead" => true,
        "vertical-align" => !inline && element != "td",
        "break-before" | "break-after" | "page-break-before" | "page-break-after" => {
            inline && !image || element == "td"
        }
        // A table's own ground and rules are its cells' where borders collapse; the largest width is wider than it is.
        "line-height" | "text-transform" | "font-weight" => matches!(element, "thead"),
        _ => false,
    }
}

const ELEMENTS: &[&str] = &[
    "body",
    "section",
    "article",
    "h2",
    "p",
    "ul",
    "li",
    "blockquote",
    "figure",
    "table",
    "thead",
    "tr",
    "td",
    "img",
    "em",
    "a",
];

fn laid_out(edition: &Edition, css: &str, fonts: &FontStore) -> (String, usize) {
    let mut diags = Diagnostics::new();
    let pages = "@page { @bottom-center { content: string(quoted) } }";
    let source = SourceText::new("my.css", format!("@import \"book\";\n{pages}\n{css}"));
    let style = Style::parse(&source, &mut diags).expect("no error");
    let mut flow = crate::flow::build(edition, &style, &mut diags);
    flow.sections.retain(|section| section.kind == SectionKind::Week);
    let pages = lay_out(&flow, &style, None, fonts, &|_, _| None, &mut diags);
    let warned = diags.iter().filter(|d| d.code == crate::diagnostic::codes::CSS_UNSUPPORTED).count();
    let shown: Vec<_> = pages.pages.iter().map(|page| (&page.items, &page.furniture, page.width)).collect();
    (format!("{shown:?}"), warned)
}

#[test]
fn every_property_has_a_value_here() {
    for property in crate::style::properties() {
        let page_only = ["content", "size"].contains(&property);
        assert!(page_only || VALUES.iter().any(|(name, _)| *name == property), "`{property}` is not tested");
    }
}

#[test]
fn whatever_is_asked_is_seen_or_warned_about() {
    let mut built = Book::new(BOOK).file("map.png", PICTURE).build();
    assert!(!built.diags.has_errors(), "{}", built.messages());
    let edition = built.editions.remove(0).expect("an edition");
    let fonts = FontStore::bundled();
    let (plain, _) = laid_out(&edition, "", &fonts);
    let is_longhand = |property: &str| crate::style::longhands().any(|name| name == property);
    // What stands for several properties, or for one under another name, is read alike for every element.
    let is_tried = |element: &str, property: &str| is_longhand(property) || matches!(element, "p" | "em" | "td");
    let pairs: Vec<_> = ELEMENTS.iter().flat_map(|element| VALUES.iter().map(move |value| (element, value))).collect();
    let tested = pairs
        .par_iter()
        .filter(|(element, (property, _))| is_tried(element, property) && !shows_nothing(property, element));
    let silent: Vec<String> = tested
        .filter_map(|(element, (property, value))| {
            let value = value.replace(';', " !important;");
            let css = format!("{element} {{ {property}: {value} !important }}");
            let (set, warned) = laid_out(&edition, &css, &fonts);
            (set == plain && warned == 0).then_some(css)
        })
        .collect();
    assert!(silent.is_empty(), "{} are ignored in silence:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn bundled_styles_ask_for_nothing_that_is_left_out() {
    let mut built = Book::new(BOOK).file("map.png", PICTURE).build();
    let edition = built.editions.remove(0).expect("an edition");
    for name in BUNDLED {
        let mut diags = Diagnostics::new();
        // As a book's own, so that it is looked at.
        let text = crate::style::bundled_text(name);
        let style = Style::parse(&SourceText::new("my.css", text), &mut diags).expect("no error");
        crate::flow::build(&edition, &style, &mut diags);
        let messages: Vec<_> = diags.iter().map(|d| &d.message).collect();
        assert!(messages.is_empty(), "{name}: {messages:?}");
    }
}
