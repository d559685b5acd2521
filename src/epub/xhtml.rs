//! Elements of the flow as XHTML, with a map of where each piece of text went, so that page markers can be spliced
//! in afterwards: a document is serialised once, whatever the layout does.

use rustc_hash::FxHashMap;

use super::documents::{Marker, Part, Plan};
use super::xml::{Xml, xml_chars};
use super::{EpubError, roles};
use crate::dispatch::Alignment;
use crate::flow::{Child, Data, Element, Flow, Media, Name, Scope, Section, Target};
use crate::language::{Direction, Lang};

/// A document and where its pieces are.
pub struct Serialised<'a> {
    section: &'a Section,
    xml: String,
    /// For each text child (element, place among its children), where its first byte is.
    texts: FxHashMap<(u32, u32), usize>,
    /// For each element, where its start tag begins and where its content begins.
    elements: FxHashMap<u32, (usize, usize)>,
}

struct Writer<'a> {
    flow: &'a Flow,
    section: &'a Section,
    plan: Option<&'a Plan>,
    xml: Xml,
    texts: FxHashMap<(u32, u32), usize>,
    elements: FxHashMap<u32, (usize, usize)>,
}

/// Serialises a document: head, body, the section's root and the part's children.
pub fn document<'a>(flow: &'a Flow, plan: &'a Plan, part: &Part) -> Result<Serialised<'a>, EpubError> {
    let section = &flow.sections[part.section];
    let mut writer = Writer {
        flow,
        section,
        plan: Some(plan),
        xml: Xml::document(true)?,
        texts: FxHashMap::default(),
        elements: FxHashMap::default(),
    };
    writer.head(part)?;
    writer.root(part)?;
    while writer.xml.close().is_ok() {}
    writer.xml.line();
    Ok(Serialised { section, xml: writer.xml.finish()?, texts: writer.texts, elements: writer.elements })
}

/// How many bytes a child of a section's root takes; links are not resolved for this.
pub fn size(flow: &Flow, section: usize, child: &Child) -> Result<usize, EpubError> {
    let section = &flow.sections[section];
    let mut writer = Writer {
        flow,
        section,
        plan: None,
        xml: Xml::fragment(),
        texts: FxHashMap::default(),
        elements: FxHashMap::default(),
    };
    writer.child(0, 0, child)?;
    Ok(writer.xml.len())
}

const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

impl<'a> Writer<'a> {
    fn head(&mut self, part: &Part) -> Result<(), EpubError> {
        let meta = &self.flow.meta;
        let lang = meta.language.as_str();
        let title = match part.number {
            0 => self.section.title.clone(),
            n => format!("{} ({})", self.section.title, n + 1),
        };
        self.xml.open(
            "html",
            &[
                ("xmlns", "http://www.w3.org/1999/xhtml"),
                ("xmlns:epub", "http://www.idpf.org/2007/ops"),
                ("lang", lang),
                ("xml:lang", lang),
                ("dir", dir(meta.direction)),
            ],
        )?;
        self.xml.line();
        self.xml.open("head", &[])?;
        self.xml.leaf("title", &[], &title)?;
        self.xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "stylesheet.css")])?;
        self.xml.close()?;
        self.xml.line();
        self.xml.open("body", &[("epub:type", roles::division(self.section.kind))])?;
        self.xml.line();
        Ok(())
    }

    /// The section's root element around this document's share of its children.
    fn root(&mut self, part: &Part) -> Result<(), EpubError> {
        let root = &self.section.elements[0];
        let (epub_type, role) = roles::of(self.section.kind);
        let classes = root.classes.join(" ");
        let mut attributes: Vec<(&str, &str)> = vec![("epub:type", epub_type)];
        if let Some(role) = role {
            attributes.push(("role", role));
        }
        if part.number == 0 {
            attributes.push(("id", &self.section.anchor));
        }
        if !classes.is_empty() {
            attributes.push(("class", &classes));
        }
        let heading = self.heading_anchor(0).filter(|_| part.number == 0);
        match &heading {
            Some(id) => attributes.push(("aria-labelledby", id)),
            None => attributes.push(("aria-label", &self.section.title)),
        }
        self.language(&mut attributes, root, (&self.flow.meta.language, self.flow.meta.direction));
        let name = root.name.as_str();
        let start = self.xml.len();
        self.xml.open(name, &attributes)?;
        self.elements.insert(0, (start, self.xml.len()));
        self.xml.line();
        // Places among all the root's children, so that texts are found again whatever the part.
        for (i, child) in part.children(self.section).iter().enumerate() {
            self.child(0, part.first_child() + i, child)?;
        }
        Ok(())
    }

    /// The anchor of the first heading within an element, which labels it.
    fn heading_anchor(&self, index: u32) -> Option<String> {
        let mut queue = vec![index];
        while let Some(index) = queue.pop() {
            let element = &self.section.elements[index as usize];
            if element.media == Media::Print {
                continue;
            }
            if matches!(element.name, Name::H1 | Name::H2 | Name::H3 | Name::H4 | Name::H5 | Name::H6) {
                return element.anchor.clone();
            }
            let children = element.children.iter().rev();
            queue.extend(children.filter_map(|c| if let Child::Element(i) = c { Some(*i) } else { None }));
        }
        None
    }

    fn language<'b>(&self, attributes: &mut Vec<(&'b str, &'b str)>, element: &'b Element, around: (&Lang, Direction)) {
        if element.lang != *around.0 {
            attributes.push(("lang", element.lang.as_str()));
            attributes.push(("xml:lang", element.lang.as_str()));
        }
        if element.dir != around.1 {
            attributes.push(("dir", dir(element.dir)));
        }
    }

    fn child(&mut self, parent: u32, place: usize, child: &Child) -> Result<(), EpubError> {
        match child {
            Child::Text(text) => {
                self.texts.insert((parent, place as u32), self.xml.len());
                self.xml.text(text)
            }
            Child::Element(index) => self.element(*index),
        }
    }

    fn element(&mut self, index: u32) -> Result<(), EpubError> {
        let section = self.section;
        let element = &section.elements[index as usize];
        if element.media == Media::Print {
            return Ok(());
        }
        let owned = self.attributes(index, element)?;
        let mut attributes: Vec<(&str, &str)> = owned.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let parent = element.parent.map(|p| &section.elements[p as usize]);
        let around = parent.map_or((&self.flow.meta.language, self.flow.meta.direction), |p| (&p.lang, p.dir));
        self.language(&mut attributes, element, around);
        let name = element.name.as_str();
        let start = self.xml.len();
        if matches!(element.name, Name::Img | Name::Br | Name::Hr) {
            self.xml.empty(name, &attributes)?;
            self.elements.insert(index, (start, start));
        } else {
            self.xml.open(name, &attributes)?;
            self.elements.insert(index, (start, self.xml.len()));
            for (place, child) in element.children.iter().enumerate() {
                self.child(index, place, child)?;
            }
            self.xml.close()?;
        }
        if is_block(element.name) {
            self.xml.line();
        }
        Ok(())
    }

    /// Everything but language and direction.
    fn attributes(&self, index: u32, element: &Element) -> Result<Vec<(&'static str, String)>, EpubError> {
        let mut out: Vec<(&'static str, String)> = Vec::new();
        let mut classes = element.classes.clone();
        match &element.data {
            Data::None | Data::PageRef(_) => {}
            Data::Link(target) => out.push(("href", self.href(target)?)),
            Data::NoteRef(note) => {
                out.push(("epub:type", "noteref".into()));
                out.push(("role", "doc-noteref".into()));
                out.push(("href", self.href_of(*note)?));
            }
            Data::Note(_) => {
                out.push(("epub:type", "footnote".into()));
                out.push(("role", "doc-footnote".into()));
            }
            Data::Backlink(mark) => {
                out.push(("role", "doc-backlink".into()));
                out.push(("href", self.href_of(*mark)?));
                out.push(("aria-label", self.flow.words.back_to_text.clone()));
            }
            Data::Image { image, alt } => {
                out.push(("src", super::archive::image_href(*image, &self.flow.images[*image as usize])));
                out.push(("alt", alt.clone()));
                if alt.is_empty() {
                    out.push(("role", "presentation".into()));
                }
            }
            Data::Header(scope) => out.push(("scope", if *scope == Scope::Row { "row" } else { "col" }.into())),
            Data::Cell(alignment) => match alignment {
                Alignment::None => {}
                Alignment::Left => classes.push("align-left".into()),
                Alignment::Center => classes.push("align-center".into()),
                Alignment::Right => classes.push("align-right".into()),
            },
            Data::List(start) if *start != 1 => out.push(("start", start.to_string())),
            Data::List(_) => {}
            Data::Time(time) => out.push(("datetime", time.clone())),
            Data::Code(language) => classes.push(format!("language-{language}")),
        }
        if element.name == Name::Th && !out.iter().any(|(k, _)| *k == "scope") {
            out.push(("scope", "col".into()));
        }
        if element.name == Name::Article
            && let Some(id) = self.heading_anchor(index)
        {
            out.push(("aria-labelledby", id));
        }
        if !classes.is_empty() {
            out.push(("class", classes.join(" ")));
        }
        if let Some(anchor) = &element.anchor {
            out.push(("id", anchor.clone()));
        }
        Ok(out)
    }

    fn href(&self, target: &Target) -> Result<String, EpubError> {
        match target {
            Target::Url(url) => Ok(encode_url(url)),
            Target::Anchor(anchor) => {
                let Some(plan) = self.plan else { return Ok(format!("#{anchor}")) };
                let document = plan.anchors.get(anchor).ok_or_else(|| EpubError::Anchor(anchor.clone()))?;
                Ok(format!("{document}#{anchor}"))
            }
        }
    }

    /// A link within the document to another element of the section.
    fn href_of(&self, index: u32) -> Result<String, EpubError> {
        let anchor = self.section.elements.get(index as usize).and_then(|e| e.anchor.as_ref());
        anchor.map(|a| format!("#{a}")).ok_or_else(|| EpubError::Anchor(format!("{}#{index}", self.section.anchor)))
    }
}

/// Elements that get a line of their own in the file, for people who read it.
const fn is_block(name: Name) -> bool {
    !matches!(
        name,
        Name::A
            | Name::Em
            | Name::Strong
            | Name::Del
            | Name::Sub
            | Name::Sup
            | Name::Code
            | Name::Cite
            | Name::Span
            | Name::Time
            | Name::Br
            | Name::Bdi
            | Name::Img
    )
}

/// Elements that may hold a `span` directly.
const fn takes_span(name: Name) -> bool {
    !matches!(
        name,
        Name::Ul
            | Name::Ol
            | Name::Dl
            | Name::Table
            | Name::Thead
            | Name::Tbody
            | Name::Tr
            | Name::Img
            | Name::Br
            | Name::Hr
    )
}

/// A URL with everything that RFC 3986 does not allow percent-encoded; what is already encoded stays.
pub fn encode_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        let allowed = byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
        if allowed {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Where a marker goes.
enum Spot {
    /// Within a text child, after that many bytes of its text.
    Text((u32, u32), usize),
    /// Before an element's start tag.
    Before(u32),
    /// At the start of an element's content.
    Inside(u32),
}

impl Serialised<'_> {
    /// The document with `markers` in it.
    pub fn splice(self, markers: &[&Marker]) -> Result<String, EpubError> {
        let mut places: Vec<(usize, String)> = Vec::with_capacity(markers.len());
        for marker in markers {
            let at = self.position(marker.node, marker.offset);
            let mut xml = Xml::fragment();
            let label: &str = &marker.label;
            let id: &str = &marker.id;
            xml.open(
                "span",
                &[("epub:type", "pagebreak"), ("role", "doc-pagebreak"), ("id", id), ("aria-label", label)],
            )?;
            places.push((at, xml.finish()?));
        }
        places.sort_by_key(|(at, _)| *at);
        let mut out = String::with_capacity(self.xml.len() + places.len() * 90);
        let mut done = 0;
        for (at, xml) in places {
            out.push_str(&self.xml[done..at]);
            out.push_str(&xml);
            done = at;
        }
        out.push_str(&self.xml[done..]);
        Ok(out)
    }

    /// Byte of the document where the `offset`th byte of a block's text is.
    fn position(&self, node: u32, offset: usize) -> usize {
        let mut left = offset;
        let spot = if offset == 0 { None } else { self.find(node, &mut left) };
        match spot.unwrap_or_else(|| self.start_of(node)) {
            Spot::Text(key, bytes) => {
                let start = self.texts.get(&key).copied().unwrap_or_default();
                start + escaped_length(&self.xml[start..], &self.text(key), bytes)
            }
            Spot::Before(index) => self.elements.get(&index).map_or(0, |(before, _)| *before),
            Spot::Inside(index) => self.elements.get(&index).map_or(0, |(_, inside)| *inside),
        }
    }

    fn text(&self, (element, child): (u32, u32)) -> String {
        match self.section.elements[element as usize].children.get(child as usize) {
            Some(Child::Text(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// The start of a block's content, as deep as a `span` may stand.
    fn start_of(&self, node: u32) -> Spot {
        let mut index = node;
        loop {
            let element = &self.section.elements[index as usize];
            if matches!(element.name, Name::Img | Name::Br | Name::Hr) {
                return Spot::Before(index);
            }
            if takes_span(element.name) {
                return Spot::Inside(index);
            }
            let first = element.children.iter().find_map(|c| match c {
                Child::Element(i) if self.elements.contains_key(i) => Some(*i),
                _ => None,
            });
            match first {
                Some(child) => index = child,
                None => return Spot::Before(index),
            }
        }
    }

    /// Walks a block's text in document order to the place `left` bytes on. Text that only print has counts but is
    /// not there: a place within it is the next one that is.
    fn find(&self, node: u32, left: &mut usize) -> Option<Spot> {
        let element = &self.section.elements[node as usize];
        for (place, child) in element.children.iter().enumerate() {
            match child {
                Child::Text(text) => {
                    let key = (node, place as u32);
                    let here = self.texts.contains_key(&key);
                    if *left < text.len() && here {
                        return Some(Spot::Text(key, *left));
                    }
                    *left = left.saturating_sub(text.len());
                }
                Child::Element(index) => {
                    let inner = &self.section.elements[*index as usize];
                    let length = match inner.name {
                        Name::Img => '\u{FFFC}'.len_utf8(),
                        Name::Br => '\u{2028}'.len_utf8(),
                        _ => 0,
                    };
                    if length > 0 {
                        if *left == 0 {
                            return Some(Spot::Before(*index));
                        }
                        *left = left.saturating_sub(length);
                    } else if let Some(spot) = self.find(*index, left) {
                        return Some(spot);
                    }
                }
            }
        }
        None
    }
}

/// How many bytes of escaped XML the first `bytes` bytes of `text` take.
fn escaped_length(xml: &str, text: &str, bytes: usize) -> usize {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let characters = xml_chars(&text[..end]).chars().count();
    let mut at = 0;
    for _ in 0..characters {
        let rest = &xml[at..];
        let length = if rest.starts_with('&') { rest.find(';').map_or(1, |i| i + 1) } else { 0 };
        at += if length > 0 { length } else { rest.chars().next().map_or(0, char::len_utf8) };
    }
    at
}
