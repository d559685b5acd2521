//! Where a long section is cut in documents: between blocks, as deep as it takes.
//!
//! A cut is a place between two children of an element that holds blocks alone. The document after it opens the
//! elements around that place again, so that a dispatch, a list or a table may go on from one document to the next;
//! what is within a line of text, a figure or a row is never cut.

use crate::flow::{Child, Data, Element, Media, Name, Section};

/// About how large a document may become: reading systems page slowly, or not at all, through larger ones.
pub const MAX_BYTES: usize = 250_000;
/// What is left alone before a cut must be at least this.
const LEAST_BYTES: usize = MAX_BYTES / 10;

/// A place in a section: from the root inwards, which of an element's children it is in; it is before the last.
pub type Cut = Vec<usize>;

/// Places where a section is cut, in order; none where it is short.
pub fn cuts(section: &Section) -> Vec<Cut> {
    let mut splitter = Splitter {
        section,
        sums: sums(&section.elements),
        ends: ends(&section.elements),
        path: Cut::new(),
        size: 0,
        cuts: Vec::new(),
    };
    splitter.walk(0);
    splitter.cuts
}

/// The first element after a cut.
pub fn first_element(section: &Section, cut: &Cut) -> Option<u32> {
    cut.iter().try_fold(0, |element, place| match section.elements[element as usize].children.get(*place) {
        Some(Child::Element(index)) => Some(*index),
        _ => None,
    })
}

struct Splitter<'a> {
    section: &'a Section,
    /// For each element, about how many bytes those before it take.
    sums: Vec<usize>,
    /// For each element, the first that is not in it.
    ends: Vec<u32>,
    path: Cut,
    /// Of the document so far.
    size: usize,
    cuts: Vec<Cut>,
}

impl Splitter<'_> {
    /// Looks for cuts between the children of an element. Elements are nested to a bounded depth.
    fn walk(&mut self, element: u32) {
        let section = self.section;
        let children = &section.elements[element as usize].children;
        for (place, child) in children.iter().enumerate() {
            let Child::Element(index) = child else { continue };
            let bytes = self.sums[self.ends[*index as usize] as usize] - self.sums[*index as usize];
            self.path.push(place);
            let full = self.size + bytes > MAX_BYTES && self.size > LEAST_BYTES;
            if full && place > 0 && may_part(section, &children[place - 1], child) {
                self.cuts.push(self.path.clone());
                self.size = 0;
            }
            if bytes > MAX_BYTES && holds_blocks(section, *index) {
                self.walk(*index);
            } else {
                self.size += bytes;
            }
            self.path.pop();
        }
    }
}

/// Whether two neighbours may stand in different documents: not a heading and what it heads, a term and its meaning.
fn may_part(section: &Section, before: &Child, after: &Child) -> bool {
    let name = |child: &Child| match child {
        Child::Element(index) => Some(section.elements[*index as usize].name),
        Child::Text(_) => None,
    };
    let heads = matches!(
        name(before),
        Some(Name::H1 | Name::H2 | Name::H3 | Name::H4 | Name::H5 | Name::H6 | Name::Dt | Name::Thead)
    );
    !heads && name(before).is_some() && !matches!(name(after), Some(Name::Dd) | None)
}

/// Whether an element may go on in another document.
fn holds_blocks(section: &Section, index: u32) -> bool {
    let element = &section.elements[index as usize];
    let is_container = matches!(
        element.name,
        Name::Section
            | Name::Article
            | Name::Div
            | Name::Aside
            | Name::Blockquote
            | Name::Ul
            | Name::Ol
            | Name::Li
            | Name::Dl
            | Name::Dd
            | Name::Table
            | Name::Tbody
    );
    is_container
        && element.media != Media::Print
        && element.children.iter().all(|child| match child {
            Child::Element(index) => !section.elements[*index as usize].name.is_inline(),
            Child::Text(_) => false,
        })
}

/// For each element and the end, about how many bytes those before it take.
fn sums(elements: &[Element]) -> Vec<usize> {
    let mut sums = Vec::with_capacity(elements.len() + 1);
    let mut sum = 0;
    for element in elements {
        sums.push(sum);
        sum += weight(element);
    }
    sums.push(sum);
    sums
}

/// For each element, the first that is not in it: parents stand before their children.
fn ends(elements: &[Element]) -> Vec<u32> {
    let mut ends = vec![0; elements.len()];
    for (index, element) in elements.iter().enumerate().rev() {
        let last = element.children.iter().rev().find_map(|child| match child {
            Child::Element(index) => Some(*index),
            Child::Text(_) => None,
        });
        ends[index] = last.map_or(index as u32 + 1, |last| ends[last as usize]);
    }
    ends
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
    // Both tags with their brackets, and the line's end.
    let tags = 2 * element.name.as_str().len() + 6;
    tags + text + classes + data + element.anchor.as_ref().map_or(0, |a| a.len() + 6)
}
