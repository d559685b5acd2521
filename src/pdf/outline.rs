//! The outline (ISO 32000-1, 12.3.3): sections, those that share another's pages too, and under each what its
//! navigation lists.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};

use super::PdfError;
use super::file::Part;
use super::numbers::{OUTLINES, Range};
use super::object::{bytes, name, reference, text};
use crate::flow::{Flow, Media, NavItem, Section};
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

/// The outline's entries, by section: its own and those of its followers. What a style hides has none, nor has what
/// has no pages.
pub fn entries(
    flow: &Flow,
    pages: &Pages,
    destinations: &BTreeMap<String, Place>,
) -> Result<Vec<Vec<Entries>>, PdfError> {
    let printed = |section: &&Section| section.media != Media::Screen;
    let of = |section: &Section| {
        let own = (&section.anchor, &section.title, &section.nav);
        let followers = section.followers.iter().map(|one| (&one.anchor, &one.title, &one.nav));
        let all = std::iter::once(own).chain(followers);
        all.filter(|(anchor, ..)| destinations.contains_key(*anchor) && !pages.hidden.contains(*anchor))
            .map(|(anchor, title, nav)| {
                let own = Entry { title: title.clone(), anchor: anchor.clone() };
                Ok(Entries { own, under: under(nav, pages, destinations)? })
            })
            .collect::<Result<Vec<_>, _>>()
    };
    flow.sections.iter().map(|section| Some(section).filter(printed).map_or(Ok(Vec::new()), of)).collect()
}

/// The entries of what a section's navigation lists.
fn under(nav: &[NavItem], pages: &Pages, destinations: &BTreeMap<String, Place>) -> Result<Vec<Entry>, PdfError> {
    let shown = nav.iter().filter(|item| !pages.hidden.contains(&item.anchor));
    let entries = shown.map(|item| {
        if !destinations.contains_key(&item.anchor) {
            return Err(PdfError::NoDestination(item.anchor.clone()));
        }
        Ok(Entry { title: item.title.clone(), anchor: item.anchor.clone() })
    });
    entries.collect()
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

/// How many objects a section's entries are.
pub fn count(entries: &[Entries]) -> usize {
    entries.iter().map(|one| 1 + one.under.len()).sum()
}

/// Which of a section's entries stand at the top of the outline, each by its place among the section's.
pub fn tops(entries: &[Entries]) -> impl DoubleEndedIterator<Item = usize> {
    let starts = entries.iter().scan(0, |next, one| {
        let own = *next;
        *next += 1 + one.under.len();
        Some(own)
    });
    starts.collect::<Vec<_>>().into_iter()
}

/// Writes the entries of one section, between those of the sections before and behind.
pub fn write(part: &mut Part, range: Range, entries: &[Entries], before: Option<u32>, behind: Option<u32>) {
    let tops: Vec<usize> = tops(entries).collect();
    for (i, entries) in entries.iter().enumerate() {
        let before = if i == 0 { before } else { Some(range.outline(tops[i - 1])) };
        let behind = tops.get(i + 1).map(|next| range.outline(*next)).or(behind);
        write_one(part, range, tops[i], entries, (before, behind));
    }
}

/// Writes an entry at the top of the outline, the `at`-th of its section, with those under it.
fn write_one(part: &mut Part, range: Range, at: usize, entries: &Entries, around: (Option<u32>, Option<u32>)) {
    let mut own = item(&entries.own, OUTLINES, around.0, around.1);
    let last = entries.under.len();
    if last > 0 {
        own.set("First", reference(range.outline(at + 1)));
        own.set("Last", reference(range.outline(at + last)));
        // Negative: closed, so that a book of many dispatches opens with its weeks in view.
        own.set("Count", -(last as i64));
    }
    part.dictionary(range.outline(at), own);
    for (i, entry) in (1..).zip(&entries.under) {
        let before = (i > 1).then(|| range.outline(at + i - 1));
        let behind = (i < last).then(|| range.outline(at + i + 1));
        part.dictionary(range.outline(at + i), item(entry, range.outline(at), before, behind));
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
