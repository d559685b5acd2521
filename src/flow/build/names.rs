//! Names that must not be given twice: ids of elements, titles of sections.

use std::collections::{BTreeMap, BTreeSet};

/// Names given so far.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
    /// The number to try next for a name, so that many of one name take no quadratic time.
    next: BTreeMap<String, u32>,
}

impl Names {
    /// Keeps names for those who have them already.
    pub fn reserve(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names);
    }

    /// Whether a name is given.
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// `name`, or with the first number that makes it new after `between`.
    pub fn give(&mut self, name: &str, between: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        let next = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let numbered = format!("{name}{between}{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once() {
        let mut names = Names::default();
        names.reserve(["a-2".to_owned()]);
        let given: Vec<_> = (0..3).map(|_| names.give("a", "-")).collect();
        assert_eq!(given, ["a", "a-3", "a-4"]);
        assert!(names.has("a-2") && !names.has("a-5"));
    }
}
