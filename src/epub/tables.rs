//! Which tables are too wide for a small screen: they need a box of their own to be scrolled in, and what the sheet sets them
//! row by row with where the screen is narrow.

use std::borrow::Cow;

use crate::flow::{Child, Data, Element, Media, Name, Section};
use crate::language::after_label;

/// How many characters of a table's text a phone shows in a line (360 px), about, for a reader whose letters are half as
/// large again as usual: no word or number of a table that flows is then broken.
const PHONE: usize = 33;
/// The padding of a cell, in characters.
const PADDING: usize = 3;

/// The same where letters are twice as large.
const LARGE: usize = 24;

/// How a table's columns fit a phone where each line is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// They always do: it flows like other text, over as many pages as it likes.
    Enough,
    /// They do, but not with the largest letters.
    Short,
    /// They do not: it is scrolled, and its words are not broken.
    None,
}

/// How a table fits a phone.
pub fn room(section: &Section, table: &Element) -> Room {
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
    match columns.iter().map(|word| word + PADDING).sum::<usize>() {
        characters if characters <= LARGE => Room::Enough,
        characters if characters <= PHONE => Room::Short,
        _ => Room::None,
    }
}

/// A table that may be set row by row, while it is written.
///
/// A sheet that sets its rows as blocks takes from programs what makes it a table, so its elements say what they are.
#[derive(Debug, Default)]
pub struct Stacked {
    /// What leads a cell of each column where rows are set one below the other; empty where nothing heads it.
    labels: Vec<String>,
    /// The column of the next cell.
    column: usize,
}

impl Stacked {
    /// The heads of a table's columns, where it has a head.
    pub fn of(section: &Section, table: &Element) -> Self {
        let head = children(section, table).find(|group| group.name == Name::Thead);
        let row = head.and_then(|head| children(section, head).next());
        let labels = row.map(|row| children(section, row).map(|cell| label(section, cell)).collect());
        Self { labels: labels.unwrap_or_default(), column: 0 }
    }

    /// What an element of the table says about itself.
    pub fn attributes(&mut self, section: &Section, element: &Element) -> Vec<(&'static str, Cow<'static, str>)> {
        let role = |role: &'static str| ("role", Cow::Borrowed(role));
        match element.name {
            Name::Table => vec![role("table")],
            Name::Thead if holds_links(section, element) => {
                vec![role("rowgroup"), ("data-linked", Cow::Borrowed("true"))]
            }
            Name::Thead | Name::Tbody => vec![role("rowgroup")],
            Name::Tr => {
                self.column = 0;
                vec![role("row")]
            }
            Name::Th | Name::Td => {
                let label = self.labels.get(self.column).filter(|label| !label.is_empty());
                self.column += 1;
                let heads = element.name == Name::Th;
                let mut out = vec![role(if heads { "columnheader" } else { "cell" })];
                out.extend(label.filter(|_| !heads).map(|label| ("data-label", Cow::Owned(label.clone()))));
                out
            }
            _ => Vec::new(),
        }
    }
}

/// The words of a head's cell as they lead a cell of its column.
fn label(section: &Section, cell: &Element) -> String {
    let mut text = String::new();
    let mut stack: Vec<&Child> = cell.children.iter().rev().collect();
    while let Some(child) = stack.pop() {
        match child {
            Child::Text(words) => text.push_str(words),
            Child::Element(index) => {
                let Some(inner) = section.elements.get(*index as usize).filter(|e| e.media != Media::Print) else {
                    continue;
                };
                match &inner.data {
                    Data::NoteRef(_) => {}
                    Data::Image { alt, .. } => text.push_str(alt),
                    _ if inner.name == Name::Br => text.push(' '),
                    _ => stack.extend(inner.children.iter().rev()),
                }
            }
        }
    }
    // No-break spaces stay what they are.
    let words = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if words.is_empty() { words } else { words.clone() + &after_label(&cell.lang, &words) }
}

/// Whether an element holds a link, of a note too: it must be seen.
fn holds_links(section: &Section, element: &Element) -> bool {
    let mut stack: Vec<&Element> = vec![element];
    while let Some(element) = stack.pop() {
        if matches!(element.data, Data::Link(_) | Data::NoteRef(_) | Data::Backlink(_)) {
            return true;
        }
        stack.extend(children(section, element));
    }
    false
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
