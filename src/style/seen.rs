//! Names and classes of elements as numbers, so that elements are told apart without copies of texts.

use rustc_hash::FxHashMap;

use super::prepared::Relevant;
use crate::language::Lang;

/// Names, and lists of those classes that selectors ask for.
pub struct Seen<'s> {
    names: Vec<String>,
    name_numbers: FxHashMap<String, u32>,
    /// The classes that selectors ask for, each with its place in their order.
    places: FxHashMap<&'s str, u32>,
    lists: Vec<Vec<&'s str>>,
    list_numbers: FxHashMap<Vec<u32>, u32>,
    /// The places of an element's classes, kept for its room.
    scratch: Vec<u32>,
    sorted: Vec<&'s str>,
    /// The language looked at last, and its bits.
    lang: Option<(Lang, u64)>,
}

impl<'s> Seen<'s> {
    /// Nothing seen so far.
    pub fn new(relevant: &'s Relevant) -> Self {
        let sorted: Vec<&str> = relevant.classes.iter().map(String::as_str).collect();
        Self {
            names: Vec::new(),
            name_numbers: FxHashMap::default(),
            places: sorted.iter().copied().zip(0..).collect(),
            lists: Vec::new(),
            list_numbers: FxHashMap::default(),
            scratch: Vec::new(),
            sorted,
            lang: None,
        }
    }

    /// The number of a name.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.name_numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.name_numbers.insert(name.to_owned(), number);
        number
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// The number of a list of classes, whatever their order; those that no selector asks for do not count.
    pub fn classes(&mut self, classes: &[String]) -> u32 {
        let Self { scratch, places, .. } = self;
        scratch.clear();
        scratch.extend(classes.iter().filter_map(|class| places.get(class.as_str())));
        scratch.sort_unstable();
        if let Some(number) = self.list_numbers.get(&self.scratch) {
            return *number;
        }
        let number = self.lists.len() as u32;
        self.lists.push(self.scratch.iter().map(|place| self.sorted[*place as usize]).collect());
        self.list_numbers.insert(self.scratch.clone(), number);
        number
    }

    /// The classes of a number.
    pub fn class_list(&self, number: u32) -> &[&'s str] {
        &self.lists[number as usize]
    }

    /// A bit for each of the `ranges` of `:lang()` that takes in a language.
    pub fn langs(&mut self, lang: &Lang, ranges: &[String]) -> u64 {
        if let Some((_, bits)) = self.lang.as_ref().filter(|(last, _)| last == lang) {
            return *bits;
        }
        let bits = ranges.iter().enumerate().fold(0, |bits, (bit, range)| bits | u64::from(lang.matches(range)) << bit);
        self.lang = Some((lang.clone(), bits));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_the_same_whatever_their_order() {
        let mut relevant = Relevant::default();
        relevant.classes.extend(["b".to_owned(), "a".to_owned()]);
        let mut seen = Seen::new(&relevant);
        let list = |classes: &[&str]| classes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let both = seen.classes(&list(&["b", "x", "a"]));
        assert_eq!(both, seen.classes(&list(&["a", "b"])));
        assert_eq!(seen.class_list(both), ["a", "b"]);
        let none = seen.classes(&list(&["x"]));
        assert_eq!(none, seen.classes(&[]));
        assert_ne!(none, both);
        assert_eq!(seen.class_list(none), [""; 0]);
    }
}
