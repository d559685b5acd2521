//! A computed style for each element, each different style once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use crate::diagnostic::Diagnostics;
use crate::flow::{Child, Name, Section};
use crate::language::Direction;
use crate::style::{Cascade, ComputedStyle, ElementKey, Style, StyleNode};

/// Computed styles by their place in the table, found again by their most telling values.
#[derive(Default)]
struct Table {
    styles: Vec<Arc<ComputedStyle>>,
    buckets: FxHashMap<u64, Vec<u32>>,
}

impl Table {
    fn intern(&mut self, style: &Arc<ComputedStyle>) -> u32 {
        let bucket = self.buckets.entry(digest(style)).or_default();
        if let Some(&found) = bucket.iter().find(|&&i| self.styles[i as usize] == *style) {
            return found;
        }
        let index = self.styles.len() as u32;
        self.styles.push(Arc::clone(style));
        bucket.push(index);
        index
    }
}

/// Equal styles have equal digests; most others differ.
fn digest(style: &ComputedStyle) -> u64 {
    let mut hasher = FxHasher::default();
    style.font_family.hash(&mut hasher);
    style.font_weight.hash(&mut hasher);
    style.font_style.hash(&mut hasher);
    style.color.hash(&mut hasher);
    style.display.hash(&mut hasher);
    style.text_align.hash(&mut hasher);
    for length in [style.font_size, style.line_height, style.text_indent, style.padding.left, style.padding.top] {
        length.0.to_bits().hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether sections of a class share pages in print with what stands before them.
pub fn runs_on(style: &Style, class: &str) -> bool {
    let mut cascade = Cascade::new(style);
    let classes = [class.to_owned()];
    let key = ElementKey {
        name: Name::Section.as_str(),
        classes: &classes,
        id: None,
        first_child: true,
        lang: None,
        dir: Direction::Ltr,
        previous: None,
    };
    let body = cascade.body();
    let node = cascade.child(body, &key);
    cascade.computed(node).runs_on()
}

/// Gives every element its style and returns the table of styles.
///
/// Reports what of the style has no effect in print on the elements that there are.
pub fn apply(sections: &mut [Section], style: &Style, diags: &mut Diagnostics) -> Vec<Arc<ComputedStyle>> {
    let mut table = Table::default();
    let mut cascade = Cascade::new(style);
    let mut known: FxHashMap<StyleNode, u32> = FxHashMap::default();
    for section in sections {
        let before = siblings(section);
        let mut nodes: Vec<StyleNode> = Vec::with_capacity(section.elements.len());
        for (index, element) in section.elements.iter().enumerate() {
            let previous = before[index].map(|i| &section.elements[i as usize]);
            let key = ElementKey {
                name: element.name.as_str(),
                classes: &element.classes,
                id: element.anchor.as_deref(),
                first_child: previous.is_none(),
                lang: Some(&element.lang),
                dir: element.dir,
                previous: previous.map(|p| (p.name.as_str(), p.classes.as_slice())),
            };
            let parent = element.parent.map_or_else(|| cascade.body(), |parent| nodes[parent as usize]);
            nodes.push(cascade.child(parent, &key));
        }
        for (index, &node) in nodes.iter().enumerate() {
            let styled = cascade.computed(node);
            if (styled.before.is_some() || styled.after.is_some()) && !holds_a_line(section, index) {
                cascade.no_line(node);
            }
        }
        for (element, node) in section.elements.iter_mut().zip(nodes) {
            element.style = *known.entry(node).or_insert_with(|| table.intern(cascade.computed(node)));
        }
    }
    diags.extend(cascade.into_faults());
    table.styles
}

/// Whether an element has text or inlines of its own, in which more text can stand.
fn holds_a_line(section: &Section, index: usize) -> bool {
    let element = &section.elements[index];
    let inline = |child: &Child| match child {
        Child::Text(_) => true,
        Child::Element(inner) => section.elements[*inner as usize].name.is_inline(),
    };
    element.name.is_inline() || element.children.iter().any(inline)
}

/// For each element, the element just before it in its parent.
fn siblings(section: &Section) -> Vec<Option<u32>> {
    let mut before = vec![None; section.elements.len()];
    for element in &section.elements {
        let mut last = None;
        for child in &element.children {
            if let Child::Element(index) = child {
                before[*index as usize] = last;
                last = Some(*index);
            }
        }
    }
    before
}
