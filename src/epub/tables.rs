//! Which tables are too wide for a small screen, so that they need a box of their own to be scrolled in.

use crate::flow::{Child, Element, Media, Name, Section};

/// How many characters of a table's text a phone shows in a line (360 px), about, for a reader whose letters are half as
/// large again as usual: no word or number of a table that flows is then broken.
const PHONE: usize = 33;
/// The padding of a cell, in characters.
const PADDING: usize = 3;

/// Whether a table's columns do not fit a phone even where each line is one word: then it is scrolled, and its words
/// are not broken. A narrower one flows like other text, over as many pages as it likes.
pub fn is_wide(section: &Section, table: &Element) -> bool {
    let mut columns: Vec<usize> = Vec::new();
    for group in children(section, table) {
        let rows: Vec<&Element> = if group.name == Name::Tr { vec![group] } else { children(section, group).collect() };
        for row in rows {
            for (column, cell) in children(section, row).enumerate() {
                if column == columns.len() {
                    columns.push(0);
                }
                columns[column] = columns[column].max(longest_word(section, cell));
            }
        }
    }
    columns.iter().map(|word| word + PADDING).sum::<usize>() > PHONE
}

fn children<'a>(section: &'a Section, element: &'a Element) -> impl Iterator<Item = &'a Element> {
    element.children.iter().filter_map(|child| match child {
        Child::Element(index) => section.elements.get(*index as usize),
        Child::Text(_) => None,
    })
}

/// The characters of the longest word in a cell; words go on over the ends of elements.
fn longest_word(section: &Section, cell: &Element) -> usize {
    let (mut longest, mut word) = (0, 0);
    let mut stack: Vec<&Child> = cell.children.iter().rev().collect();
    while let Some(child) = stack.pop() {
        match child {
            Child::Text(text) => {
                for c in text.chars() {
                    word = if c.is_whitespace() { 0 } else { word + 1 };
                    longest = longest.max(word);
                }
            }
            Child::Element(index) => {
                let inner = section.elements.get(*index as usize).filter(|e| e.media != Media::Print);
                stack.extend(inner.into_iter().flat_map(|e| e.children.iter().rev()));
            }
        }
    }
    longest
}
