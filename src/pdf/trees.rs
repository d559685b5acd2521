//! Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7): sorted entries in leaves, leaves under a root.

use lopdf::{Object, dictionary};

use super::file::Part;
use super::object::{bytes, reference};

/// Entries in a leaf.
pub const LEAF: usize = 64;

/// What keys a tree has.
pub trait Key: Clone {
    /// The name of the array of entries.
    const ENTRIES: &'static str;
    /// The key as an object.
    fn object(&self) -> Object;
}

impl Key for u32 {
    const ENTRIES: &'static str = "Nums";
    fn object(&self) -> Object {
        Object::from(*self)
    }
}

impl Key for String {
    const ENTRIES: &'static str = "Names";
    fn object(&self) -> Object {
        bytes(self.as_bytes())
    }
}

/// A leaf that stands in the file: its number, its first and last key.
pub type Leaf<K> = (u32, K, K);

/// Writes sorted entries as leaves; `number` gives each leaf's.
pub fn write_leaves<K: Key>(
    part: &mut Part,
    entries: Vec<(K, Object)>,
    mut number: impl FnMut(usize) -> u32,
) -> Vec<Leaf<K>> {
    let mut leaves = Vec::with_capacity(entries.len().div_ceil(LEAF));
    let mut entries = entries.into_iter().peekable();
    while let Some((first, _)) = entries.peek() {
        let first = first.clone();
        let mut last = first.clone();
        let mut array = Vec::with_capacity(LEAF * 2);
        for (key, value) in entries.by_ref().take(LEAF) {
            array.extend([key.object(), value]);
            last = key;
        }
        let number = number(leaves.len());
        let limits = vec![first.object(), last.object()];
        let mut leaf = dictionary! { "Limits" => limits };
        leaf.set(K::ENTRIES, array);
        part.dictionary(number, leaf);
        leaves.push((number, first, last));
    }
    leaves
}

/// Writes what holds the leaves together, and gives the root as an object.
/// Leaves beyond a few dozen get nodes between, so that no reader searches a long array.
pub fn root<K: Key>(part: &mut Part, leaves: Vec<Leaf<K>>, next: &mut u32) -> Object {
    let mut level = leaves;
    while level.len() > LEAF {
        level = level
            .chunks(LEAF)
            .map(|chunk| {
                let (first, last) = (chunk[0].1.clone(), chunk[chunk.len() - 1].2.clone());
                let number = *next;
                *next += 1;
                part.dictionary(
                    number,
                    dictionary! {
                        "Limits" => vec![first.object(), last.object()],
                        "Kids" => chunk.iter().map(|leaf| reference(leaf.0)).collect::<Vec<_>>(),
                    },
                );
                (number, first, last)
            })
            .collect();
    }
    let mut root = lopdf::Dictionary::new();
    if level.is_empty() {
        root.set(K::ENTRIES, Vec::<Object>::new());
    } else {
        root.set("Kids", level.iter().map(|leaf| reference(leaf.0)).collect::<Vec<_>>());
    }
    root.into()
}

/// A whole tree whose entries are at hand; they must be sorted.
pub fn write<K: Key>(part: &mut Part, entries: Vec<(K, Object)>, next: &mut u32) -> Object {
    let first = *next;
    *next += entries.len().div_ceil(LEAF) as u32;
    let leaves = write_leaves(part, entries, |i| first + i as u32);
    root(part, leaves, next)
}

/// How many numbers a tree of so many entries takes, its root not counted.
pub const fn size(entries: usize) -> usize {
    let leaves = entries.div_ceil(LEAF);
    leaves + between(leaves)
}

/// How many nodes [`root`] writes over so many leaves.
pub const fn between(leaves: usize) -> usize {
    let (mut level, mut total) = (leaves, 0);
    while level > LEAF {
        level = level.div_ceil(LEAF);
        total += level;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::file::File;

    fn look_up(doc: &lopdf::Document, node: &lopdf::Dictionary, key: &str) -> Option<i64> {
        if let Ok(entries) = node.get(b"Names").and_then(Object::as_array) {
            return entries.chunks(2).find(|e| e[0].as_str().is_ok_and(|k| k == key.as_bytes()))?[1].as_i64().ok();
        }
        for kid in node.get(b"Kids").and_then(Object::as_array).ok()? {
            let kid = doc.get_dictionary(kid.as_reference().ok()?).ok()?;
            let limits = kid.get(b"Limits").and_then(Object::as_array).ok()?;
            let (low, high) = (limits[0].as_str().ok()?, limits[1].as_str().ok()?);
            if (low..=high).contains(&key.as_bytes()) {
                return look_up(doc, kid, key);
            }
        }
        None
    }

    #[test]
    fn every_key_is_found_by_its_limits() {
        for count in [0, 1, 64, 65, 5000] {
            let entries: Vec<_> = (0..count).map(|i| (format!("a{i:05}"), Object::from(i64::from(i)))).collect();
            let (mut part, mut next) = (Part::new(9000), 10);
            let root = write(&mut part, entries, &mut next);
            assert_eq!(next as usize - 10, size(count as usize));
            part.object(1, &root);
            let mut file = File::new();
            file.append(part);
            let doc = lopdf::Document::load_mem(&file.finish(1, 1, "").expect("small")).expect("loads");
            let root = doc.get_dictionary((1, 0)).expect("root");
            for i in 0..count {
                assert_eq!(look_up(&doc, root, &format!("a{i:05}")), Some(i64::from(i)));
            }
            assert_eq!(look_up(&doc, root, "zzz"), None);
        }
    }
}
