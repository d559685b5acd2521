//! A computed style for each element, each different style once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use crate::diagnostic::{Diagnostics, codes};
use crate::flow::{Child, Element, Media, Name, Section};
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

/// What [`apply`] gives.
pub struct Styled {
    /// The table of styles.
    pub styles: Vec<Arc<ComputedStyle>>,
    /// The first text of the EPUB that does not stand out from its ground.
    pub faint: Option<Arc<str>>,
}

/// Gives every element its style.
///
/// Reports what of the style has no effect in print on the elements that there are, and text that cannot be read well.
pub fn apply(sections: &mut [Section], style: &Style, diags: &mut Diagnostics) -> Styled {
    let mut table = Table::default();
    let mut cascade = Cascade::new(style);
    let mut known: FxHashMap<StyleNode, u32> = FxHashMap::default();
    let mut faint = None;
    for section in sections.iter_mut() {
        let nodes = nodes(section, &mut cascade);
        for (index, &node) in nodes.iter().enumerate() {
            let styled = cascade.computed(node);
            if (styled.before.is_some() || styled.after.is_some()) && !holds_a_line(section, index) {
                cascade.no_line(node);
            }
        }
        faint = faint.or(contrast(section, &nodes, &mut cascade));
        for (element, node) in section.elements.iter_mut().zip(nodes) {
            element.style = *known.entry(node).or_insert_with(|| table.intern(cascade.computed(node)));
        }
    }
    diags.extend(cascade.into_faults());
    if let Some(screen) = style.on_screen() {
        let mut cascade = Cascade::new(&screen);
        for section in sections.iter().filter(|s| s.media != Media::Print) {
            let nodes = nodes(section, &mut cascade);
            faint = faint.or(contrast(section, &nodes, &mut cascade));
        }
        diags.extend(cascade.into_faults().filter(|d| d.code == codes::CONTRAST));
    }
    Styled { styles: table.styles, faint }
}

/// Looks at the contrast of all text of a section; gives the first fault in what the EPUB has.
fn contrast(section: &Section, nodes: &[StyleNode], cascade: &mut Cascade<'_>) -> Option<Arc<str>> {
    let mut first = None;
    for (element, &node) in section.elements.iter().zip(nodes) {
        if has_text(element) {
            let fault = cascade.contrast(node);
            first = first.or(fault.filter(|_| section.media != Media::Print && element.media != Media::Print));
        }
    }
    first
}

fn has_text(element: &Element) -> bool {
    element.children.iter().any(|c| matches!(c, Child::Text(text) if !text.trim().is_empty()))
}

/// The entry of each element of a section.
fn nodes(section: &Section, cascade: &mut Cascade<'_>) -> Vec<StyleNode> {
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
    nodes
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
