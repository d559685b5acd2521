//! The outline (ISO 32000-1, 12.3.3): sections, and under each what its navigation lists.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::PdfError;
use super::file::Part;
use super::numbers::{OUTLINES, Range};
use super::object::{bytes, name, reference, text};
use crate::flow::{Flow, Media};
use crate::layout::{Pages, Place};

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its words.
    pub title: String,
    /// The named destination.
    pub anchor: String,
}

/// A section's entry with those under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// The section's own.
    pub own: Entry,
    /// What its navigation lists.
    pub under: Vec<Entry>,
}

/// The outline's entries, by section; none for one that has no pages. What a style hides has none.
pub fn entries(
    flow: &Flow,
    pages: &Pages,
    destinations: &BTreeMap<String, Place>,
) -> Result<Vec<Option<Entries>>, PdfError> {
    flow.sections
        .iter()
        .map(|section| {
            if section.media == Media::Screen || !destinations.contains_key(&section.anchor) {
                return Ok(None);
            }
            let own = Entry { title: section.title.clone(), anchor: section.anchor.clone() };
            let under = section
                .nav
                .iter()
                .filter(|item| !pages.hidden.contains(&item.anchor))
                .map(|item| {
                    if !destinations.contains_key(&item.anchor) {
                        return Err(PdfError::NoDestination(item.anchor.clone()));
                    }
                    Ok(Entry { title: item.title.clone(), anchor: item.anchor.clone() })
                })
                .collect::<Result<_, _>>()?;
            Ok(Some(Entries { own, under }))
        })
        .collect()
}

/// The named destinations: the pages' anchors, and each section's own at the top of its first page if the layout
/// placed it nowhere.
pub fn destinations(flow: &Flow, pages: &Pages) -> BTreeMap<String, Place> {
    let mut places = pages.anchors.clone();
    for (page, index) in pages.pages.iter().zip(0..) {
        if let Some(section) = flow.sections.get(page.section as usize) {
            let top = Place { page: index, x: crate::style::Pt::ZERO, y: page.height };
            places.entry(section.anchor.clone()).or_insert(top);
        }
    }
    places
}

impl Entries {
    /// How many objects they are.
    pub fn count(&self) -> usize {
        1 + self.under.len()
    }
}

/// Writes the entries of one section, between those of the sections before and behind.
pub fn write(part: &mut Part, range: Range, entries: &Entries, before: Option<u32>, behind: Option<u32>) {
    let mut own = item(&entries.own, OUTLINES, before, behind);
    let last = entries.under.len();
    if last > 0 {
        own.set("First", reference(range.outline(1)));
        own.set("Last", reference(range.outline(last)));
        // Negative: closed, so that a book of many dispatches opens with its weeks in view.
        own.set("Count", -(last as i64));
    }
    part.dictionary(range.outline(0), own);
    for (i, entry) in (1..).zip(&entries.under) {
        let before = (i > 1).then(|| range.outline(i - 1));
        let behind = (i < last).then(|| range.outline(i + 1));
        part.dictionary(range.outline(i), item(entry, range.outline(0), before, behind));
    }
}

fn item(entry: &Entry, parent: u32, before: Option<u32>, behind: Option<u32>) -> Dictionary {
    let mut dict = dictionary! {
        "Title" => text(&entry.title),
        "Parent" => reference(parent),
        "Dest" => bytes(entry.anchor.as_bytes()),
    };
    if let Some(before) = before {
        dict.set("Prev", reference(before));
    }
    if let Some(behind) = behind {
        dict.set("Next", reference(behind));
    }
    dict
}

/// Writes the root over the sections' own entries; none where there are none.
pub fn write_root(part: &mut Part, tops: &[u32]) -> Option<Object> {
    let (first, last) = (tops.first()?, tops.last()?);
    part.dictionary(
        OUTLINES,
        dictionary! {
            "Type" => name("Outlines"),
            "First" => reference(*first),
            "Last" => reference(*last),
            "Count" => tops.len() as i64,
        },
    );
    Some(reference(OUTLINES))
}
