//! A computed style for each element, each different style once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use crate::flow::{Child, Section};
use crate::language::{Direction, Lang};
use crate::style::{ComputedStyle, ElementKey, Style};

/// Computed styles by their place in the table, found again by their most telling values.
#[derive(Default)]
struct Table {
    styles: Vec<Arc<ComputedStyle>>,
    buckets: FxHashMap<u64, Vec<u32>>,
}

impl Table {
    fn intern(&mut self, style: ComputedStyle) -> u32 {
        let bucket = self.buckets.entry(digest(&style)).or_default();
        if let Some(&found) = bucket.iter().find(|&&i| *self.styles[i as usize] == style) {
            return found;
        }
        let index = self.styles.len() as u32;
        self.styles.push(Arc::new(style));
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

/// Gives every element its style and returns the table of styles.
pub fn apply(sections: &mut [Section], style: &Style, lang: &Lang, direction: Direction) -> Vec<Arc<ComputedStyle>> {
    let mut table = Table::default();
    let none: &[String] = &[];
    let book = (lang.as_str(), direction);
    let key = |name| ElementKey { name, classes: none, id: None, first_child: true, lang: book.0, dir: book.1 };
    let around = [key("html"), key("body")];
    let html = style.compute(&around[..1], None);
    let body = Arc::new(style.compute(&around, Some(&html)));
    for section in sections {
        let firsts = first_children(section);
        let mut path: Vec<(u32, ElementKey<'_>)> = Vec::new();
        let mut found: Vec<u32> = Vec::with_capacity(section.elements.len());
        for (index, element) in section.elements.iter().enumerate() {
            while path.last().is_some_and(|(last, _)| Some(*last) != element.parent) {
                path.pop();
            }
            path.push((
                index as u32,
                ElementKey {
                    name: element.name.as_str(),
                    classes: &element.classes,
                    id: element.anchor.as_deref(),
                    first_child: firsts[index],
                    lang: element.lang.as_str(),
                    dir: element.dir,
                },
            ));
            let keys: Vec<ElementKey<'_>> = around.iter().copied().chain(path.iter().map(|(_, key)| *key)).collect();
            let parent = match element.parent {
                Some(parent) => Arc::clone(&table.styles[found[parent as usize] as usize]),
                None => Arc::clone(&body),
            };
            found.push(table.intern(style.compute(&keys, Some(&parent))));
        }
        for (element, style) in section.elements.iter_mut().zip(found) {
            element.style = style;
        }
    }
    table.styles
}

/// For each element, whether it is its parent's first.
fn first_children(section: &Section) -> Vec<bool> {
    let mut firsts = vec![false; section.elements.len()];
    if let Some(root) = firsts.first_mut() {
        *root = true;
    }
    for element in &section.elements {
        let first = element.children.iter().find_map(|c| if let Child::Element(i) = c { Some(*i) } else { None });
        if let Some(first) = first {
            firsts[first as usize] = true;
        }
    }
    firsts
}
