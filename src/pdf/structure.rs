//! The structure tree of a section (ISO 32000-1, 14.7): built from the marks on its pages.
//!
//! Only what has a mark, a link or a place in a table is in the tree. An element's children stand in the order of the
//! flow where it holds nothing but elements, and in the order of the page where it holds text as well; a note
//! stands right after the block that marks it.

use rustc_hash::FxHashMap;

use super::content::Content;
use super::roles::{Key, Roles, Slot};
use super::{PdfError, broken};
use crate::flow::{Data, Media, Name, NodeId, Section};
use crate::layout::Page;

/// A child of a structure element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    /// A structure element, by its place in [`Tree::nodes`].
    Node(u32),
    /// Marked content: page of the book, identifier.
    Mark(u32, u32),
    /// A link annotation: page of the book, which of its links.
    Link(u32, u32),
}

/// A structure element.
#[derive(Debug, Clone)]
pub struct Node {
    /// Which.
    pub key: Key,
    /// Its parent in [`Tree::nodes`]; none for a child of the document.
    pub parent: Option<u32>,
    /// Its children.
    pub kids: Vec<Kid>,
    /// Where its figure stands on the page of its first mark: left, bottom, right, top.
    pub bounds: Option<[f64; 4]>,
}

/// The structure elements of a section.
#[derive(Debug, Default)]
pub struct Tree {
    /// In the order of the flow: a parent stands before its children.
    pub nodes: Vec<Node>,
    /// Where each is, by key.
    places: FxHashMap<Key, u32>,
}

/// A page of the book with what it gave.
#[derive(Debug, Clone, Copy)]
pub struct Emitted<'a> {
    /// Its place in the book.
    pub index: u32,
    /// The page.
    pub page: &'a Page,
    /// What emission gave.
    pub content: &'a Content,
}

impl Tree {
    /// Builds the tree of section `number` from its pages.
    pub fn build(section: &Section, number: u32, roles: &Roles, pages: &[Emitted<'_>]) -> Result<Self, PdfError> {
        let mut tree = Self::default();
        for emitted in pages {
            for (key, mcid) in emitted.content.marks.iter().zip(0..) {
                belongs(key.section, number)?;
                let place = tree.ensure(*key, roles);
                tree.nodes[place as usize].kids.push(Kid::Mark(emitted.index, mcid));
            }
            for (link, i) in emitted.page.links.iter().zip(0..) {
                belongs(link.node.section, number)?;
                let key = roles.link(link.node.index).ok_or_else(|| no_link(link.node))?;
                let place = tree.ensure(key, roles);
                tree.nodes[place as usize].kids.push(Kid::Link(emitted.index, i));
            }
            for (key, rect) in &emitted.content.figures {
                tree.figure(*key, *rect, emitted.index);
            }
        }
        tree.complete_tables(section, roles);
        tree.order(section);
        Ok(tree)
    }

    /// Where a structure element is in [`Self::nodes`].
    pub fn place(&self, key: Key) -> Option<u32> {
        self.places.get(&key).copied()
    }

    /// The place of a structure element, made if it is not there yet, with all it hangs under.
    fn ensure(&mut self, key: Key, roles: &Roles) -> u32 {
        let mut missing = Vec::new();
        let mut at = Some(key);
        let mut parent = None;
        while let Some(key) = at {
            parent = self.place(key);
            if parent.is_some() {
                break;
            }
            missing.push(key);
            at = roles.parent(key);
        }
        for key in missing.into_iter().rev() {
            let place = self.nodes.len() as u32;
            self.nodes.push(Node { key, parent, kids: Vec::new(), bounds: None });
            self.places.insert(key, place);
            if let Some(parent) = parent {
                self.nodes[parent as usize].kids.push(Kid::Node(place));
            }
            parent = Some(place);
        }
        parent.unwrap_or(0)
    }

    /// Widens a figure's bounds by a rectangle, if it stands on the page of its first mark.
    fn figure(&mut self, key: Key, rect: [f64; 4], page: u32) {
        let Some(node) = self.places.get(&key).and_then(|place| self.nodes.get_mut(*place as usize)) else { return };
        let first = node.kids.iter().find_map(|kid| if let Kid::Mark(page, _) = kid { Some(*page) } else { None });
        if first == Some(page) {
            let old = node.bounds.unwrap_or(rect);
            node.bounds = Some([old[0].min(rect[0]), old[1].min(rect[1]), old[2].max(rect[2]), old[3].max(rect[3])]);
        }
    }

    /// Adds the rows and cells that hold nothing to the tables that are there: every row has all its columns.
    fn complete_tables(&mut self, section: &Section, roles: &Roles) {
        let mut within = vec![false; section.elements.len()];
        for (i, element) in section.elements.iter().enumerate() {
            let index = i as u32;
            let Some(key) = roles.main(index) else { continue };
            let above = element.parent.is_some_and(|p| within.get(p as usize).copied().unwrap_or(false));
            within[i] = match element.name {
                Name::Table => self.places.contains_key(&key),
                Name::Thead | Name::Tbody | Name::Tr => above,
                Name::Th | Name::Td => {
                    if above && element.media != Media::Screen {
                        self.ensure(key, roles);
                    }
                    false
                }
                _ => false,
            };
        }
    }

    /// Puts nodes and children in order.
    fn order(&mut self, section: &Section) {
        let anchors = note_anchors(section);
        let rank = |key: Key| match anchors.get(key.index as usize) {
            Some(Some((block, mark))) if key.slot == Slot::Main => (*block, 1, *mark, key.slot),
            _ => (key.index, 0, key.index, key.slot),
        };
        let keys: Vec<Key> = self.nodes.iter().map(|node| node.key).collect();
        for node in &mut self.nodes {
            if !node.kids.iter().any(|kid| matches!(kid, Kid::Mark(..))) {
                node.kids.sort_by_key(|kid| match kid {
                    Kid::Node(place) => (0, rank(keys[*place as usize])),
                    Kid::Mark(..) | Kid::Link(..) => (1, rank(node.key)),
                });
            }
        }
        // Nodes by key: their numbers then depend on the flow, not on how it fell on pages.
        let mut sorted: Vec<u32> = (0..self.nodes.len() as u32).collect();
        sorted.sort_by_key(|old| keys[*old as usize]);
        let mut new = vec![0; sorted.len()];
        for (place, old) in sorted.iter().enumerate() {
            new[*old as usize] = place as u32;
        }
        let mut nodes: Vec<Option<Node>> = std::mem::take(&mut self.nodes).into_iter().map(Some).collect();
        self.nodes = sorted.iter().filter_map(|old| nodes[*old as usize].take()).collect();
        for node in &mut self.nodes {
            node.parent = node.parent.map(|old| new[old as usize]);
            for kid in &mut node.kids {
                if let Kid::Node(old) = kid {
                    *old = new[*old as usize];
                }
            }
        }
        self.places = self.nodes.iter().map(|node| node.key).zip(0..).collect();
    }
}

/// For each note the last element of the block that it follows (its marking element's ancestor beside it), and its mark:
/// several notes of a block stand in the order of their marks.
fn note_anchors(section: &Section) -> Vec<Option<(u32, u32)>> {
    let parent = |index: u32| section.elements.get(index as usize).and_then(|element| element.parent);
    let last = last_descendants(section);
    section
        .elements
        .iter()
        .map(|element| {
            let Data::Note(mark) = element.data else { return None };
            let mut block = mark;
            // A parent stands before its children, so that this ends.
            while let Some(above) = parent(block).filter(|above| *above < block) {
                if Some(above) == element.parent {
                    return last.get(block as usize).map(|last| (*last, mark));
                }
                block = above;
            }
            None
        })
        .collect()
}

/// For each element the last one within it.
fn last_descendants(section: &Section) -> Vec<u32> {
    let mut last: Vec<u32> = (0..section.elements.len() as u32).collect();
    for (i, element) in section.elements.iter().enumerate().rev() {
        if let Some(parent) = element.parent.filter(|p| (*p as usize) < i) {
            last[parent as usize] = last[parent as usize].max(last[i]);
        }
    }
    last
}

fn belongs(section: u32, number: u32) -> Result<(), PdfError> {
    if section == number {
        Ok(())
    } else {
        Err(broken(format!("a page of section {number} holds an element of section {section}")))
    }
}

fn no_link(node: NodeId) -> PdfError {
    broken(format!("a link leads from element {} of section {}, which is not there", node.index, node.section))
}
