//! Which documents the book is split into, and where the PDF's pages begin in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::xhtml;
use super::{EpubError, roles};
use crate::flow::{Child, Data, Element, Flow, Media, PageBreak, Section, SectionKind};

/// About how large a document may become: reading systems page slowly, or not at all, through larger ones.
const MAX_BYTES: usize = 300_000;

/// The documents to be written, before page markers are spliced in.
pub struct Plan {
    /// In reading order.
    pub parts: Vec<Part>,
    /// For each anchor, the document that has it.
    pub anchors: BTreeMap<String, String>,
}

/// A document: a section, or a part of a long one.
pub struct Part {
    /// Index into [`Flow::sections`].
    pub section: usize,
    /// 0 for the first document of its section.
    pub number: usize,
    /// File name in the package folder.
    pub href: String,
    /// Which of the root's children it holds.
    children: Range<usize>,
    /// Which of the section's elements it holds, the root in the first document only.
    elements: Range<u32>,
}

/// A page marker's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The page's label.
    pub label: String,
    /// The marker's id.
    pub id: String,
    /// Index into [`Plan::parts`].
    pub part: usize,
    /// The block it is in: index into the section's elements.
    pub node: u32,
    /// Bytes into the block's text.
    pub offset: usize,
}

/// A document ready to be packed.
pub struct Document {
    /// What it is a part of.
    pub section: usize,
    /// 0 for the first document of its section.
    pub number: usize,
    /// File name in the package folder.
    pub href: String,
    /// The whole XHTML.
    pub xhtml: String,
}

/// Splits the flow into documents.
pub fn plan(flow: &Flow) -> Plan {
    let mut plan = Plan { parts: Vec::new(), anchors: BTreeMap::new() };
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, section) in flow.sections.iter().enumerate().filter(|(_, s)| s.media != Media::Print) {
        let stem = roles::file_stem(section.kind);
        let n = count.entry(stem).or_default();
        *n += 1;
        let many = section.kind == SectionKind::Week || *n > 1;
        let base = if many { format!("{stem}-{n:03}") } else { stem.to_string() };
        for (number, children) in split(section).into_iter().enumerate() {
            let href = if number == 0 { format!("{base}.xhtml") } else { format!("{base}-{}.xhtml", number + 1) };
            let elements = elements_of(section, &children, number == 0);
            plan.add(section, Part { section: index, number, href, children, elements });
        }
    }
    plan
}

impl Plan {
    fn add(&mut self, section: &Section, part: Part) {
        for element in &section.elements[part.elements.start as usize..part.elements.end as usize] {
            if let Some(anchor) = element.anchor.as_ref().filter(|_| element.media != Media::Print) {
                self.anchors.insert(anchor.clone(), part.href.clone());
            }
        }
        self.parts.push(part);
    }

    /// The link to an anchor from anywhere in the package's folder.
    pub fn href(&self, anchor: &str) -> Result<String, EpubError> {
        let document = self.anchors.get(anchor).ok_or_else(|| EpubError::Anchor(anchor.to_owned()))?;
        Ok(format!("{document}#{anchor}"))
    }
}

impl Part {
    /// The children of the section's root that this document holds.
    pub fn children<'a>(&self, section: &'a Section) -> &'a [Child] {
        &section.elements[0].children[self.children.clone()]
    }

    /// Place of the first of them among all the root's children.
    pub const fn first_child(&self) -> usize {
        self.children.start
    }
}

/// The elements of a range of the root's children; elements stand in document order.
fn elements_of(section: &Section, children: &Range<usize>, first: bool) -> Range<u32> {
    let all = &section.elements[0].children;
    let start_of = |children: &[Child]| {
        children.iter().find_map(|c| if let Child::Element(index) = c { Some(*index) } else { None })
    };
    let end = start_of(&all[children.end..]).unwrap_or(section.elements.len() as u32);
    let start = if first { 0 } else { start_of(&all[children.start..]).unwrap_or(end) };
    start..end
}

/// Ranges of the root's children, each small enough for a document where its parts allow it: a dispatch, a source
/// stay whole.
fn split(section: &Section) -> Vec<Range<usize>> {
    let children = &section.elements[0].children;
    let mut ranges = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (place, child) in children.iter().enumerate() {
        let bytes = match child {
            Child::Text(text) => text.len(),
            Child::Element(_) => {
                let elements = elements_of(section, &(place..place + 1), false);
                section.elements[elements.start as usize..elements.end as usize].iter().map(weight).sum()
            }
        };
        // What stands before, such as a heading, is not left alone.
        if size + bytes > MAX_BYTES && size > MAX_BYTES / 10 {
            ranges.push(start..place);
            (start, size) = (place, 0);
        }
        size += bytes;
    }
    ranges.push(start..children.len());
    ranges
}

/// About how many bytes of XHTML an element takes, less its children.
fn weight(element: &Element) -> usize {
    if element.media == Media::Print {
        return 0;
    }
    let text: usize = element.children.iter().map(|c| if let Child::Text(text) = c { text.len() } else { 0 }).sum();
    let classes: usize = element.classes.iter().map(|class| class.len() + 1).sum();
    let data = match &element.data {
        Data::None => 0,
        Data::Image { alt, .. } => alt.len() + 40,
        _ => 80,
    };
    10 + text + classes + data + element.anchor.as_ref().map_or(0, |a| a.len() + 6)
}

/// Finds the document and id of each page break; those in sections that the EPUB does not have are left out.
pub fn place_breaks(flow: &Flow, plan: &Plan, breaks: &[PageBreak]) -> Vec<Marker> {
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, part) in plan.parts.iter().enumerate() {
        parts.entry(part.section).or_default().push(index);
    }
    let mut ids = BTreeSet::new();
    let mut markers = Vec::with_capacity(breaks.len());
    for (n, page) in breaks.iter().enumerate() {
        let Some(own) = parts.get(&(page.node.section as usize)) else { continue };
        let (node, offset) = on_screen(&flow.sections[page.node.section as usize], page);
        let Some(part) = own.iter().copied().find(|part| plan.parts[*part].elements.contains(&node)) else { continue };
        let plain = page.label.chars().all(|c| c.is_ascii_alphanumeric());
        let mut id = if plain { format!("page-{}", page.label) } else { format!("page-n{n}") };
        // An author may have given this id to a dispatch.
        while plan.anchors.contains_key(&id) || !ids.insert(id.clone()) {
            id.push_str("-p");
        }
        markers.push(Marker { label: page.label.clone(), id, part, node, offset });
    }
    markers
}

/// A page's beginning in something that only print has is that of what holds it.
fn on_screen(section: &Section, page: &PageBreak) -> (u32, usize) {
    let (mut node, mut offset) = (page.node.index, page.offset);
    while section.elements[node as usize].media == Media::Print {
        match section.elements[node as usize].parent {
            Some(parent) => (node, offset) = (parent, 0),
            None => break,
        }
    }
    (node, offset)
}

/// Serialises the documents with their page markers.
pub fn finish(flow: &Flow, plan: &Plan, markers: &[Marker]) -> Result<Vec<Document>, EpubError> {
    let mut of_part: Vec<Vec<&Marker>> = vec![Vec::new(); plan.parts.len()];
    for marker in markers {
        of_part[marker.part].push(marker);
    }
    let parts: Vec<_> = plan.parts.iter().zip(of_part).collect();
    parts
        .par_iter()
        .map(|(part, markers)| {
            let xhtml = xhtml::document(flow, plan, part)?.splice(markers)?;
            Ok(Document { section: part.section, number: part.number, href: part.href.clone(), xhtml })
        })
        .collect()
}
