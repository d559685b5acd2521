//! Levels of the headings that are on pages. A style may hide some (`display: none`), and no level may be passed over
//! on the way down (PDF/UA-1, 7.4.2): what stands below a hidden heading moves up, within its section.

use crate::flow::{Flow, Name, NodeId, Section};
use crate::layout::Pages;

/// The structure types of levels, from the first.
const TAGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// For each section, for each of its elements, what a heading is in the structure tree.
pub(super) fn tags(flow: &Flow, pages: &Pages) -> Vec<Vec<Option<&'static str>>> {
    let mut set: Vec<Vec<bool>> = flow.sections.iter().map(|section| vec![false; section.elements.len()]).collect();
    for NodeId { section, index } in pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| item.node) {
        if let (Some(section), Some(set)) = (flow.sections.get(section as usize), set.get_mut(section as usize)) {
            mark(section, index, set);
        }
    }
    flow.sections.iter().zip(set).map(|(section, set)| closed_up(section, &set)).collect()
}

/// Marks an element and those around it. A parent stands before its children, so that this ends.
fn mark(section: &Section, index: u32, set: &mut [bool]) {
    let mut at = Some(index);
    while let Some(index) = at {
        match set.get_mut(index as usize) {
            Some(known) if !*known => *known = true,
            _ => return,
        }
        at = section.elements[index as usize].parent.filter(|parent| *parent < index);
    }
}

/// As many levels down as there are headings above that are set.
fn closed_up(section: &Section, set: &[bool]) -> Vec<Option<&'static str>> {
    let mut open: Vec<usize> = Vec::new();
    let headings = section.elements.iter().zip(set).map(|(element, set)| {
        // Each of the sections that share pages begins anew.
        if !section.followers.is_empty() && element.parent == Some(0) {
            open.clear();
        }
        let level = level(element.name).filter(|_| *set)?;
        open.retain(|above| *above < level);
        open.push(level);
        TAGS.get(open.len() - 1).copied()
    });
    headings.collect()
}

fn level(name: Name) -> Option<usize> {
    let names = [Name::H1, Name::H2, Name::H3, Name::H4, Name::H5, Name::H6];
    names.iter().position(|heading| *heading == name).map(|at| at + 1)
}
