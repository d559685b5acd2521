//! Page markers put into a document that is serialised already, each where the PDF's page begins.

use std::ops::Range;

use super::EpubError;
use super::documents::Marker;
use super::xhtml::{Extent, Serialised, is_empty};
use super::xml::{Xml, xml_chars};
use crate::flow::{Child, Element, Name};

/// Where a marker goes.
#[derive(Clone, Copy)]
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
        if markers.is_empty() {
            return Ok(self.xml);
        }
        let mut places: Vec<(usize, String)> = Vec::with_capacity(markers.len());
        // A block of hundreds of pages is walked once, and its text is counted once: see `Walk` and `Counted`.
        let (mut walk, mut counted) = (None, Counted::default());
        for marker in markers {
            let at = self.position(marker.node, marker.offset, &mut walk, &mut counted);
            let mut xml = Xml::fragment();
            let label: &str = &marker.label;
            let id: &str = &marker.id;
            xml.open(
                "span",
                &[("epub:type", "pagebreak"), ("role", "doc-pagebreak"), ("id", id), ("aria-label", label)],
            );
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
    fn position(&self, node: u32, offset: usize, walk: &mut Option<Walk>, counted: &mut Counted) -> usize {
        let spot = if offset == 0 {
            Some(self.start_of(node))
        } else {
            let known = walk.take().filter(|walk| walk.node == node);
            walk.insert(known.unwrap_or_else(|| self.walk(node))).find(offset)
        };
        match spot.unwrap_or_else(|| self.end_of(node)) {
            Spot::Text(key, bytes) => {
                let start = self.texts.get(&key).copied().unwrap_or_default();
                start + counted.escaped(key, &self.xml[start..], self.text(key), bytes)
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

    /// What a block's text is made of, in document order.
    fn walk(&self, node: u32) -> Walk {
        let mut walk = Walk { node, length: 0, leaves: Vec::new() };
        self.leaves(node, &mut walk);
        walk
    }

    fn leaves(&self, node: u32, walk: &mut Walk) {
        let element = &self.section.elements[node as usize];
        for (place, child) in element.children.iter().enumerate() {
            match child {
                Child::Text(text) => {
                    let key = (node, place as u32);
                    walk.add(text.len(), self.texts.contains_key(&key).then_some(Spot::Text(key, 0)));
                }
                Child::Element(index) => {
                    let here = || self.elements.contains_key(index).then_some(Spot::Before(*index));
                    match self.section.elements[*index as usize].name {
                        Name::Img => walk.add('\u{FFFC}'.len_utf8(), here()),
                        Name::Br => walk.add('\u{2028}'.len_utf8(), here()),
                        _ => self.leaves(*index, walk),
                    }
                }
            }
        }
    }
}

/// A block's text, taken apart. Text that only print has counts but is not there: a place within it is the next one
/// that is.
struct Walk {
    node: u32,
    length: usize,
    leaves: Vec<Leaf>,
}

/// A piece of a block's text.
struct Leaf {
    /// Where in the block's text it is.
    text: Range<usize>,
    /// Where in the document; `None` where that does not have it.
    spot: Option<Spot>,
}

impl Walk {
    fn add(&mut self, bytes: usize, spot: Option<Spot>) {
        if bytes > 0 {
            self.leaves.push(Leaf { text: self.length..self.length + bytes, spot });
            self.length += bytes;
        }
    }

    /// Where the `offset`th byte is; `None` after the last.
    fn find(&self, offset: usize) -> Option<Spot> {
        let first = self.leaves.partition_point(|leaf| leaf.text.end <= offset);
        self.leaves[first..].iter().find_map(|leaf| match leaf.spot {
            Some(Spot::Text(key, _)) => Some(Spot::Text(key, offset.saturating_sub(leaf.text.start))),
            // A page does not begin within an image.
            Some(spot) => Some(spot).filter(|_| leaf.text.start >= offset),
            None => None,
        })
    }
}

/// How far the last text was counted, which the next page of the same text goes on from.
#[derive(Default)]
struct Counted {
    key: (u32, u32),
    /// Bytes of the text, and of the XML that they became.
    text: usize,
    xml: usize,
}

impl Counted {
    /// How many bytes of escaped XML the first `bytes` bytes of `text` take.
    fn escaped(&mut self, key: (u32, u32), xml: &str, text: &str, bytes: usize) -> usize {
        let end = text.floor_char_boundary(bytes);
        if self.key != key || self.text > end {
            *self = Self { key, text: 0, xml: 0 };
        }
        let characters = xml_chars(&text[self.text..end]).chars().count();
        for _ in 0..characters {
            let rest = &xml[self.xml..];
            let length = if rest.starts_with('&') { rest.find(';').map_or(1, |i| i + 1) } else { 0 };
            self.xml += if length > 0 { length } else { rest.chars().next().map_or(0, char::len_utf8) };
        }
        self.text = end;
        self.xml
    }
}

/// Elements that may hold a `span` directly.
const fn takes_span(name: Name) -> bool {
    !matches!(name, Name::Ul | Name::Ol | Name::Dl | Name::Table | Name::Thead | Name::Tbody | Name::Tr)
        && !is_empty(name)
}
