//! Which documents the book is split into, and where the PDF's pages begin in them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::xhtml;
use super::{EpubError, roles};
use crate::flow::{Child, Flow, Media, PageBreak, Section, SectionKind};

/// Reading systems page slowly, or not at all, through larger documents.
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
    /// Children of the section's root that it holds: a range of the root's children.
    children: std::ops::Range<usize>,
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
pub fn plan(flow: &Flow) -> Result<Plan, EpubError> {
    let mut parts: Vec<Part> = Vec::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let sections: Vec<_> = flow.sections.iter().enumerate().filter(|(_, s)| s.media != Media::Print).collect();
    let splits: Vec<Vec<std::ops::Range<usize>>> =
        sections.par_iter().map(|(index, section)| split(flow, *index, section)).collect::<Result<_, _>>()?;
    for ((index, section), ranges) in sections.iter().zip(splits) {
        let stem = roles::file_stem(section.kind);
        let n = count.entry(stem).or_default();
        *n += 1;
        let many = section.kind == SectionKind::Week || *n > 1;
        let base = if many { format!("{stem}-{n:03}") } else { stem.to_string() };
        for (number, children) in ranges.into_iter().enumerate() {
            let href = if number == 0 { format!("{base}.xhtml") } else { format!("{base}-{}.xhtml", number + 1) };
            parts.push(Part { section: *index, number, href, children });
        }
    }
    let mut anchors = BTreeMap::new();
    for part in &parts {
        let section = &flow.sections[part.section];
        if part.number == 0 {
            anchors.insert(section.anchor.clone(), part.href.clone());
        }
        for index in part.elements(section) {
            let element = &section.elements[index as usize];
            if let Some(anchor) = element.anchor.as_ref().filter(|_| element.media != Media::Print) {
                anchors.insert(anchor.clone(), part.href.clone());
            }
        }
    }
    Ok(Plan { parts, anchors })
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

    /// All elements in it, the root left out unless it is the first document of its section.
    fn elements(&self, section: &Section) -> impl Iterator<Item = u32> {
        let first = |range: &std::ops::Range<usize>| {
            section.elements[0].children[range.clone()].iter().find_map(|c| match c {
                Child::Element(i) => Some(*i),
                Child::Text(_) => None,
            })
        };
        let all = section.elements.len();
        let start = if self.number == 0 { Some(0) } else { first(&self.children) };
        let end = first(&(self.children.end..section.elements[0].children.len())).unwrap_or(all as u32);
        start.map_or(0..0, |start| start..end)
    }

    /// Whether an element of the section is in this document.
    fn holds(&self, section: &Section, node: u32) -> bool {
        let mut elements = self.elements(section);
        let first = elements.next();
        let last = elements.last().or(first);
        first.zip(last).is_some_and(|(first, last)| (first..=last).contains(&node))
    }
}

/// Ranges of the root's children, each small enough for a document. Only weeks are split, between dispatches.
fn split(flow: &Flow, index: usize, section: &Section) -> Result<Vec<std::ops::Range<usize>>, EpubError> {
    let children = &section.elements[0].children;
    if section.kind != SectionKind::Week {
        return Ok(std::iter::once(0..children.len()).collect());
    }
    let mut ranges = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (i, child) in children.iter().enumerate() {
        let bytes = xhtml::size(flow, index, child)?;
        if i > start && size > 0 && size + bytes > MAX_BYTES {
            ranges.push(start..i);
            (start, size) = (i, 0);
        }
        size += bytes;
    }
    ranges.push(start..children.len());
    Ok(ranges)
}

/// Finds the document and id of each page break; those in parts that the EPUB does not have are left out.
pub fn place_breaks(flow: &Flow, plan: &Plan, breaks: &[PageBreak]) -> Vec<Marker> {
    let mut markers = Vec::with_capacity(breaks.len());
    for (n, page) in breaks.iter().enumerate() {
        let section_index = page.node.section as usize;
        let Some(section) = flow.sections.get(section_index) else { continue };
        let place = plan.parts.iter().position(|p| p.section == section_index && p.holds(section, page.node.index));
        let Some(part) = place else { continue };
        let plain = page.label.chars().all(|c| c.is_ascii_alphanumeric());
        let id = if plain { format!("page-{}", page.label) } else { format!("page-n{n}") };
        markers.push(Marker { label: page.label.clone(), id, part, node: page.node.index, offset: page.offset });
    }
    markers
}

/// Serialises the documents with their page markers.
pub fn finish(flow: &Flow, plan: &Plan, markers: &[Marker]) -> Result<Vec<Document>, EpubError> {
    plan.parts
        .par_iter()
        .enumerate()
        .map(|(index, part)| {
            let serialised = xhtml::document(flow, plan, part)?;
            let own: Vec<&Marker> = markers.iter().filter(|m| m.part == index).collect();
            let xhtml = serialised.splice(&own)?;
            Ok(Document { section: part.section, number: part.number, href: part.href.clone(), xhtml })
        })
        .collect()
}
