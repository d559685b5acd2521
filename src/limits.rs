//! Every bound on what weekbook takes, gathered from the rooms that keep them. docs/limits.md lists them with their
//! reasons; a test holds the two together.

use crate::diagnostic::Code;
use crate::diagnostic::codes;
use crate::dispatch::image::svg::{self, weigh};
use crate::dispatch::{image, link, markdown};
use crate::edition::slug;
use crate::manifest::{limits as counts, toml, yaml};
use crate::source::{self, limits::Limit};
use crate::style::{selector, sheet};
use crate::{epub, fonts, layout, redact};

/// A bound on something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// What is bounded.
    pub what: &'static str,
    /// The most there may be, as people write it: "4 MiB", "100,000".
    pub most: String,
    /// What is reported where there is more; `None` where nothing is.
    pub code: Option<Code>,
}

/// All of them.
pub fn all() -> Vec<Bound> {
    let bound = |what, most, code| Bound { what, most, code };
    vec![
        bound("a manifest", files(source::limits::MANIFEST), Some(codes::FILE_TOO_LARGE)),
        bound("a text file", files(source::limits::TEXT), Some(codes::FILE_TOO_LARGE)),
        bound("a style sheet", files(source::limits::STYLE), Some(codes::FILE_TOO_LARGE)),
        bound("an image", files(source::limits::IMAGE), Some(codes::FILE_TOO_LARGE)),
        bound("a font", files(source::limits::FONT), Some(codes::FILE_TOO_LARGE)),
        bound("a path or pattern", bytes(source::limits::PATH_BYTES), Some(codes::BAD_VALUE)),
        bound("files that a pattern matches", count(source::limits::GLOB_MATCHES), Some(codes::BAD_VALUE)),
        bound("files and folders looked at for a pattern", count(source::limits::GLOB_VISITS), Some(codes::BAD_VALUE)),
        bound("folders in folders searched for a pattern", count(source::limits::GLOB_DEPTH), None),
        bound("values of a YAML or TOML document", count(yaml::MAX_NODES), Some(codes::BAD_VALUE)),
        bound("text that YAML aliases repeat", bytes(yaml::MAX_REPEATED_BYTES), Some(codes::BAD_VALUE)),
        bound("levels of a YAML or TOML document", count(yaml::MAX_DEPTH), Some(codes::BAD_VALUE)),
        bound("parts of a dotted key in TOML", count(toml::MAX_KEY_PARTS), Some(codes::FRONT_MATTER)),
        bound("entries of `dispatches`", count(counts::DISPATCHES), Some(codes::TOO_MANY)),
        bound("`editions`", count(counts::EDITIONS), Some(codes::TOO_MANY)),
        bound("`sources`", count(counts::SOURCES), Some(codes::TOO_MANY)),
        bound("`redact`", count(counts::REDACTIONS), Some(codes::TOO_MANY)),
        bound("items of any other list", count(counts::LIST_ITEMS), Some(codes::TOO_MANY)),
        bound("entries of any other mapping", count(counts::FIELDS), Some(codes::TOO_MANY)),
        bound("characters of a title, name or another line", count(counts::LINE_CHARACTERS), Some(codes::BAD_VALUE)),
        bound(
            "characters of a name to redact, and of what takes its place",
            count(redact::LONGEST),
            Some(codes::BAD_VALUE),
        ),
        bound("bytes of a body", bytes(markdown::MAX_TEXT), Some(codes::TOO_MANY)),
        bound(
            "blocks of a text: paragraphs, items, rows, cells, notes",
            count(markdown::MAX_COUNT),
            Some(codes::TOO_MANY),
        ),
        bound(
            "marked-up words of a text: emphasis, links, code, images, marks of notes, forced breaks",
            count(markdown::MAX_MARKED),
            Some(codes::TOO_MANY),
        ),
        bound("columns of a table", count(markdown::MAX_COLUMNS), Some(codes::TOO_MANY)),
        bound(
            "quotes, lists, definitions and notes in one another",
            count(markdown::MAX_BLOCKS),
            Some(codes::NESTED_TOO_DEEP),
        ),
        bound(
            "emphasis, links and other markup in one another",
            count(markdown::MAX_INLINES),
            Some(codes::NESTED_TOO_DEEP),
        ),
        bound(
            "a paragraph or block of code in one file of the EPUB",
            bytes(markdown::LONG_BLOCK),
            Some(codes::LONG_BLOCK),
        ),
        bound("a file of the EPUB, about", bytes(epub::split::MAX_BYTES), None),
        bound("the address of a link", bytes(link::MAX_ADDRESS), Some(codes::BAD_LINK)),
        bound("characters of what a link says, where the PDF tells it", count(layout::MAX_DESCRIPTION), None),
        bound("pixels of an image", count(image::MAX_PIXELS as usize), Some(codes::BAD_IMAGE)),
        bound("an SVG", bytes(svg::MAX_BYTES), Some(codes::BAD_IMAGE)),
        bound("pixels of a side of an SVG", count(svg::LONGEST_SIDE as usize), Some(codes::BAD_IMAGE)),
        bound("elements, texts and comments of an SVG", count(svg::MAX_NODES as usize), Some(codes::BAD_IMAGE)),
        bound("attributes of an element of an SVG", count(weigh::MAX_ATTRIBUTES), Some(codes::BAD_IMAGE)),
        bound(
            "declarations in the `style` of an element of an SVG",
            count(weigh::MAX_DECLARATIONS),
            Some(codes::BAD_IMAGE),
        ),
        bound("bytes that XML entities of an SVG become", bytes(weigh::MAX_ENTITIES), Some(codes::BAD_IMAGE)),
        bound("elements that an SVG draws", count(weigh::MAX_ELEMENTS as usize), Some(codes::BAD_IMAGE)),
        bound("elements in one another that an SVG draws", count(weigh::MAX_DEPTH), Some(codes::BAD_IMAGE)),
        bound("paths and text that an SVG draws", bytes(weigh::MAX_TEXT as usize), Some(codes::BAD_IMAGE)),
        bound("letters of text that an SVG draws", count(weigh::MAX_LETTERS as usize), Some(codes::BAD_IMAGE)),
        bound("images that an SVG draws", bytes(weigh::MAX_DATA as usize), Some(codes::BAD_IMAGE)),
        bound("elements that markers of an SVG come to", count(weigh::MAX_MARKED as usize), Some(codes::BAD_IMAGE)),
        bound(
            "trials of a rule of an SVG's style on an element",
            count(weigh::MAX_MATCHES as usize),
            Some(codes::BAD_IMAGE),
        ),
        bound("fonts in a collection", count(fonts::open::MAX_FACES as usize), Some(codes::BAD_FONT)),
        bound("rules of a style sheet", count(sheet::MAX_RULES), Some(codes::CSS_SYNTAX)),
        bound("blocks in blocks of a style sheet", count(sheet::MAX_NESTING as usize), Some(codes::CSS_SYNTAX)),
        bound("parts of a selector", count(selector::MAX_COMPOUNDS), Some(codes::CSS_UNSUPPORTED)),
        bound("bytes of an artefact's name, less its ending", count(slug::MAX_FILE_NAME), None),
        bound("bytes of an id made from a title", count(slug::MAX_ANCHOR), None),
    ]
}

fn files(limit: Limit) -> String {
    limit.size()
}

fn bytes(bytes: usize) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{} bytes", count(bytes)),
    }
}

/// A number with commas.
fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
