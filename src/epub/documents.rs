//! Which documents the book is made of, and where the PDF's pages begin in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::archive::cover_href;
use super::split::{self, Cut};
use super::xhtml;
use super::{EpubError, roles};
use crate::dispatch::ImageData;
use crate::flow::{Flow, Media, PageBreak, Section, SectionKind};

/// The documents to be written, before page markers are spliced in.
pub struct Plan {
    /// In reading order.
    pub parts: Vec<Part>,
    /// For each anchor, the document that has it.
    pub anchors: BTreeMap<String, String>,
    /// What the cover's document shows instead of its words, where there is a picture of them.
    pub cover: Option<CoverPicture>,
}

/// The picture of a cover that is type.
pub struct CoverPicture {
    /// Where it stands.
    pub href: String,
    /// What it says.
    pub alt: String,
}

/// A document: a section, or a part of a long one.
pub struct Part {
    /// Index into [`Flow::sections`].
    pub section: usize,
    /// 0 for the first document of its section.
    pub number: usize,
    /// File name in the package folder.
    pub href: String,
    /// Where in the section it begins; nothing for the first.
    pub from: Cut,
    /// Where the next one begins, where there is one.
    pub to: Option<Cut>,
    /// Which of the section's elements begin in it, the root in the first document only.
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
pub fn plan(flow: &Flow, cover: Option<&ImageData>) -> Plan {
    let cover = cover.zip(flow.cover_text()).map(|(image, alt)| CoverPicture { href: cover_href(image), alt });
    let mut plan = Plan { parts: Vec::new(), anchors: BTreeMap::new(), cover };
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, section) in flow.sections.iter().enumerate().filter(|(_, s)| s.media != Media::Print) {
        let stem = roles::file_stem(section.kind);
        let n = count.entry(stem).or_default();
        *n += 1;
        let many = section.kind == SectionKind::Week || *n > 1;
        let base = if many { format!("{stem}-{n:03}") } else { stem.to_string() };
        let cuts = split::cuts(section);
        let starts: Vec<u32> = cuts.iter().filter_map(|cut| split::first_element(section, cut)).collect();
        for number in 0..=cuts.len() {
            let href = if number == 0 { format!("{base}.xhtml") } else { format!("{base}-{}.xhtml", number + 1) };
            let start = number.checked_sub(1).map_or(0, |before| starts[before]);
            let end = starts.get(number).copied().unwrap_or(section.elements.len() as u32);
            let from = number.checked_sub(1).map(|before| cuts[before].clone()).unwrap_or_default();
            let to = cuts.get(number).cloned();
            plan.add(section, Part { section: index, number, href, from, to, elements: start..end });
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
            let xhtml = xhtml::document(flow, plan, part, !markers.is_empty())?.splice(markers)?;
            Ok(Document { section: part.section, number: part.number, href: part.href.clone(), xhtml })
        })
        .collect()
}
