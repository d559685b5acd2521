//! An SVG's XML with only what draws: known elements and attributes, references within the file.
//!
//! Everything else is left out, with a finding at its place where a reader would miss it or an author should know.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use usvg::roxmltree::{Document, Node};

use super::super::Finding;
use super::pictures::{self, Picture};
use super::style::{Neutral, neutral};
use crate::diagnostic::{Code, SourceText, Span, codes};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that draw, or make others draw.
const DRAWS: [&str; 24] = [
    "svg",
    "g",
    "defs",
    "use",
    "symbol",
    "switch",
    "a",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "marker",
    "image",
];

/// Elements that do something, or hold what is no drawing.
const ACTIVE: [&str; 14] = [
    "script",
    "foreignObject",
    "animate",
    "animateMotion",
    "animateTransform",
    "animateColor",
    "set",
    "discard",
    "iframe",
    "video",
    "audio",
    "embed",
    "object",
    "handler",
];

/// Elements that would draw what weekbook does not.
const UNSUPPORTED: [&str; 8] = ["filter", "mask", "pattern", "meshgradient", "hatch", "font", "tref", "altGlyph"];

/// What is left of a document.
pub(super) struct Clean {
    /// Its XML, for usvg.
    pub xml: String,
    /// Raster images that stood in it; the XML names them by their place here.
    pub pictures: Vec<Picture>,
    /// The text in it, a line for each `text`; titles and descriptions, which are not drawn, are not in it.
    pub words: String,
    /// What was left out: each thing once, at its first place.
    pub findings: Vec<Finding>,
}

/// Cleans a document whose depth and size are bounded.
pub(super) fn clean(document: &Document<'_>, source: &Arc<SourceText>) -> Clean {
    let elements = || document.descendants().filter(Node::is_element);
    let patterns = elements().filter(|node| node.tag_name().name() == "pattern");
    let mut cleaner = Cleaner {
        source,
        patterns: patterns.filter_map(|node| node.attribute("id")).collect(),
        out: String::new(),
        pictures: Vec::new(),
        words: String::new(),
        findings: BTreeMap::new(),
    };
    cleaner.element(document.root_element(), Inside::default());
    let findings = cleaner.findings.into_values().collect();
    Clean { xml: cleaner.out, pictures: cleaner.pictures, words: cleaner.words, findings }
}

/// What an element stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    root: bool,
    marker: bool,
    clip: bool,
    switch: bool,
}

struct Cleaner<'a> {
    source: &'a Arc<SourceText>,
    patterns: FxHashSet<&'a str>,
    out: String,
    pictures: Vec<Picture>,
    words: String,
    /// By what they are about.
    findings: BTreeMap<String, Finding>,
}

impl Cleaner<'_> {
    fn element(&mut self, node: Node<'_, '_>, inside: Inside) {
        let name = node.tag_name().name();
        if !matches!(node.tag_name().namespace(), None | Some(SVG)) {
            return;
        }
        if !DRAWS.contains(&name) {
            // A `switch` has something else to show in its place.
            if ACTIVE.contains(&name) && !(inside.switch && name == "foreignObject") {
                self.unsafe_part(node, &format!("a `{name}` element"));
            } else if UNSUPPORTED.contains(&name) {
                self.unsupported(node, name);
            }
            return;
        }
        if name == "style" {
            self.style_sheet(node);
            return;
        }
        let picture = if name == "image" { self.picture(node) } else { None };
        if name == "image" && picture.is_none() {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        if !inside.root {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
        }
        self.attributes(node, name, inside);
        if let Some(picture) = picture {
            self.attribute("href", &pictures::name(picture));
        }
        self.out.push('>');
        let inside = Inside {
            root: true,
            marker: inside.marker || name == "marker",
            clip: inside.clip || name == "clipPath",
            switch: name == "switch",
        };
        for child in node.children() {
            if child.is_element() {
                self.element(child, inside);
            } else if child.is_text() && matches!(name, "text" | "tspan" | "textPath" | "a") {
                let text = child.text().unwrap_or_default();
                escape(text, &mut self.out);
                self.words.push_str(text);
            }
        }
        if name == "text" {
            self.words.push('\n');
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn attributes(&mut self, node: Node<'_, '_>, name: &str, inside: Inside) {
        let mut style = Vec::new();
        // usvg takes the start of a text for its left whatever its direction.
        if let Some(anchor) = self.turned_anchor(node, name) {
            style.push(format!("text-anchor:{anchor}"));
        }
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            match attribute.namespace() {
                None if key == "href" => {}
                None if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => {
                    self.unsafe_part(node, &format!("an event handler (`{key}`)"));
                }
                None if matches!(key, "filter" | "mask") && value.trim() == "none" => {}
                None if matches!(key, "filter" | "mask") => self.unsupported(node, key),
                None if inside.marker && key.starts_with("marker") => {}
                None if inside.clip && key == "clip-path" => self.unsupported(node, "clip-path within a clipPath"),
                None if name == "clipPath" && key == "clip-path" => {
                    style.push(format!("clip-path:{}", self.css(node, value)));
                }
                None if key == "style" => {
                    let css = self.css(node, value);
                    style.insert(0, css);
                }
                None => {
                    let value = self.css(node, value);
                    self.attribute(key, &value);
                }
                Some(XML) if key == "space" => self.attribute("xml:space", value),
                _ => {}
            }
        }
        self.reference(node, name);
        // Whatever a style sheet says: markers have none, nor do clips, so that none can hold itself.
        if inside.marker {
            style.push("marker-start:none;marker-mid:none;marker-end:none".to_owned());
        }
        if inside.clip || (name == "clipPath" && node.attribute("clip-path").is_none()) {
            style.push("clip-path:none".to_owned());
        }
        if !style.is_empty() {
            self.attribute("style", &style.join(";"));
        }
    }

    /// The anchor of text that runs from right to left, named from the left.
    fn turned_anchor(&self, node: Node<'_, '_>, name: &str) -> Option<&'static str> {
        if !matches!(name, "text" | "tspan") || in_effect(node, "direction")? != "rtl" {
            return None;
        }
        match in_effect(node, "text-anchor") {
            Some("middle") => None,
            Some("end") => Some("start"),
            // A style sheet may say what is not seen here.
            None if self.source.text.contains("text-anchor") && node.attribute("class").is_some() => None,
            _ => Some("end"),
        }
    }

    /// A reference to another element of the file.
    fn reference(&mut self, node: Node<'_, '_>, name: &str) {
        if !matches!(name, "use" | "textPath" | "linearGradient" | "radialGradient") {
            return;
        }
        let Some(target) = href(node) else { return };
        if target.trim().starts_with('#') {
            self.attribute("href", target.trim());
        } else {
            self.external(node);
        }
    }

    /// A raster image that stands in the file: its place among [`Self::pictures`].
    fn picture(&mut self, node: Node<'_, '_>) -> Option<usize> {
        let target = href(node)?.trim();
        if target.is_empty() {
            return None;
        }
        if !target.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) {
            self.external(node);
            return None;
        }
        match pictures::read(target, &self.source.name, &mut self.pictures) {
            Ok(index) => Some(index),
            Err(why) => {
                let message = format!("an image in this drawing {why}; it is left out");
                let help = "raster images in a drawing are JPEG, PNG, GIF or WebP, in base64";
                self.find("picture", codes::SVG_UNSUPPORTED, node, message, help);
                None
            }
        }
    }

    fn style_sheet(&mut self, node: Node<'_, '_>) {
        if !matches!(node.attribute("type"), None | Some("text/css")) {
            return;
        }
        let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
        let mut css = self.css(node, &text);
        // What is forced on markers and clips must win.
        if css.contains("marker") || css.contains("clip-path") {
            css = without_important(&css);
        }
        self.out.push_str("<style>");
        escape(&css, &mut self.out);
        self.out.push_str("</style>");
    }

    fn css(&mut self, node: Node<'_, '_>, value: &str) -> String {
        let Neutral { css, dropped, external, patterns } = neutral(value, &self.patterns);
        for name in dropped {
            self.unsupported(node, name);
        }
        if external {
            self.external(node);
        }
        if patterns {
            let message = "`pattern` is not supported in drawings; what it fills is grey".to_owned();
            self.find("pattern", codes::SVG_UNSUPPORTED, node, message, INSTEAD);
        }
        css
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, &mut self.out);
        self.out.push('"');
    }

    fn unsupported(&mut self, node: Node<'_, '_>, what: &str) {
        // A pattern is told where it fills something.
        if what != "pattern" {
            let message = format!("`{what}` is not supported in drawings; it is drawn without");
            self.find(what, codes::SVG_UNSUPPORTED, node, message, INSTEAD);
        }
    }

    fn unsafe_part(&mut self, node: Node<'_, '_>, what: &str) {
        let message = format!("{what} in this drawing is left out");
        self.find(what, codes::SVG_UNSAFE, node, message, "drawings in a book do nothing: they only show");
    }

    fn external(&mut self, node: Node<'_, '_>) {
        let message = "this refers to something outside of the drawing; it is left out".to_owned();
        self.find("outside", codes::SVG_UNSAFE, node, message, "nothing is ever fetched: put it into the file itself");
    }

    fn find(&mut self, key: &str, code: Code, node: Node<'_, '_>, message: String, help: &'static str) {
        let start = node.range().start;
        // An element that an entity holds stands elsewhere; its place is no place of the text then.
        let range = start..self.source.text[start..].find(['\n', '>']).map_or(start, |end| start + end);
        let span = Some(Span::new(self.source, range));
        self.findings.entry(key.to_owned()).or_insert(Finding { code, span, message, help });
    }
}

const INSTEAD: &str = "draw it with paths, plain colours and gradients, or save it as PNG";

/// CSS in which nothing goes before a `style` attribute.
fn without_important(css: &str) -> String {
    let mut parts = css.split('!');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start();
        let word = rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("important"));
        out.push_str(if word { &rest[9..] } else { part });
    }
    out
}

/// The value of an inherited property, by attributes.
fn in_effect<'a>(node: Node<'a, '_>, property: &str) -> Option<&'a str> {
    node.ancestors().find_map(|node| {
        let declared = node.attribute("style").into_iter().flat_map(|style| style.split(';')).find_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            (name.trim() == property).then_some(value.trim())
        });
        declared.or_else(|| node.attribute(property).map(str::trim))
    })
}

/// Where an element refers to; `href` goes before the older `xlink:href`.
fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute((XLINK, "href")))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}
