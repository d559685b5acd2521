//! Page markers put into a document that is serialised already, each where the PDF's page begins.

use super::EpubError;
use super::documents::Marker;
use super::xhtml::{Extent, Serialised, is_empty};
use super::xml::{Xml, xml_chars};
use crate::flow::{Child, Element, Name};

/// Where a marker goes.
enum Spot {
    /// Within a text child, after that many bytes of its text.
    Text((u32, u32), usize),
    /// Before an element's start tag.
    Before(u32),
    /// At the start of an element's content.
    Inside(u32),
    /// At the end of an element's content.
    End(u32),
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
        let spot = if offset == 0 { Some(self.start_of(node)) } else { self.find(node, &mut left) };
        match spot.unwrap_or_else(|| self.end_of(node)) {
            Spot::Text(key, bytes) => {
                let start = self.texts.get(&key).copied().unwrap_or_default();
                start + escaped_length(&self.xml[start..], self.text(key), bytes)
            }
            Spot::Before(index) => self.extent(index).before,
            Spot::Inside(index) => self.extent(index).inside,
            Spot::End(index) => self.extent(index).end,
        }
    }

    /// Where an element is; of one that is not in this document, the start of what is.
    fn extent(&self, index: u32) -> Extent {
        let root = || self.elements.get(&0).copied();
        self.elements.get(&index).copied().or_else(root).unwrap_or(Extent { before: 0, inside: 0, end: 0 })
    }

    fn text(&self, (element, child): (u32, u32)) -> &str {
        match self.section.elements[element as usize].children.get(child as usize) {
            Some(Child::Text(text)) => text,
            _ => "",
        }
    }

    /// The start of a block's content, as deep as a `span` may stand.
    fn start_of(&self, node: u32) -> Spot {
        let mut index = node;
        loop {
            let element = &self.section.elements[index as usize];
            if is_empty(element.name) {
                return Spot::Before(index);
            }
            if takes_span(element.name) {
                return Spot::Inside(index);
            }
            match self.children(element).next() {
                Some(child) => index = child,
                None => return Spot::Before(index),
            }
        }
    }

    /// The end of a block's content, as deep as a `span` may stand.
    fn end_of(&self, node: u32) -> Spot {
        let mut index = node;
        loop {
            let element = &self.section.elements[index as usize];
            if is_empty(element.name) {
                return Spot::Before(index);
            }
            if takes_span(element.name) {
                return Spot::End(index);
            }
            match self.children(element).last() {
                Some(child) => index = child,
                None => return Spot::Before(index),
            }
        }
    }

    /// The elements in an element that this document has.
    fn children<'s>(&'s self, element: &'s Element) -> impl Iterator<Item = u32> + 's {
        element.children.iter().filter_map(|child| match child {
            Child::Element(index) => Some(*index).filter(|index| self.elements.contains_key(index)),
            Child::Text(_) => None,
        })
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
                        if *left == 0 && self.elements.contains_key(index) {
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

/// Elements that may hold a `span` directly.
const fn takes_span(name: Name) -> bool {
    !matches!(name, Name::Ul | Name::Ol | Name::Dl | Name::Table | Name::Thead | Name::Tbody | Name::Tr)
        && !is_empty(name)
}
