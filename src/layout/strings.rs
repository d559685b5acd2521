//! Named strings (CSS Generated Content for Paged Media 3, 1.1): what running heads quote from their page.

use std::collections::BTreeMap;

use super::vertical::Piece;

type Values = BTreeMap<String, String>;

/// The named strings of one page.
#[derive(Debug, Clone, Default)]
pub(super) struct PageStrings {
    entry: Values,
    start: Values,
    first: Values,
    last: Values,
}

impl PageStrings {
    /// The value of `string(name, keyword)`.
    pub fn get(&self, name: &str, keyword: &str) -> &str {
        let entry = || self.entry.get(name);
        let value = match keyword {
            "start" => self.start.get(name).or_else(entry),
            "last" => self.last.get(name).or_else(entry),
            "first-except" if self.first.contains_key(name) => None,
            "first-except" => entry(),
            _ => self.first.get(name).or_else(entry),
        };
        value.map_or("", String::as_str)
    }
}

/// Follows the named strings from page to page.
#[derive(Debug, Default)]
pub(super) struct Tracker {
    now: Values,
}

impl Tracker {
    /// The strings of the next page. `section`: those at the start of the section, if it begins here; they take the
    /// place of all that was set before, and count as set at the page's top, whether or not they differ from it.
    pub fn page(&mut self, section: Option<&Values>, pieces: &[Piece]) -> PageStrings {
        let mut page = PageStrings::default();
        if let Some(values) = section {
            page.first.clone_from(values);
            page.start = page.first.clone();
            self.now.clone_from(values);
        }
        page.entry.clone_from(&self.now);
        let mut set = Values::new();
        for (index, piece) in pieces.iter().enumerate() {
            for (name, value) in &piece.strings {
                if index == 0 {
                    page.start.entry(name.clone()).or_insert_with(|| value.clone());
                }
                set.entry(name.clone()).or_insert_with(|| value.clone());
                self.now.insert(name.clone(), value.clone());
            }
        }
        // What the page's own elements say comes before what its section says of itself.
        page.first.extend(set);
        page.last.clone_from(&self.now);
        page
    }
}
