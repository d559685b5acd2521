//! Indexes of places and subjects, in the order of the book's language, each term with its dispatches.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tree::el;
use super::{Draft, Writer};
use crate::edition::Entry;
use crate::flow::{Name, SectionKind};
use crate::language::{Lang, folded};

/// Alphabets whose order is not that of Unicode. A letter that is missing is looked up without its marks.
const ALPHABETS: &[(&str, &str)] = &[
    ("ar", "ابةتثجحخدذرزسشصضطظعغفقكلمنهويى"),
    ("ckb", "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنهھەوۆیێ"),
    ("es", "abcdefghijklmnñopqrstuvwxyz"),
    ("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
];

/// Letters by their place in an alphabet, what stands in none after them; all else before. The last is the text itself,
/// so that the order is total.
type Key = (Vec<(u8, u32)>, String);

/// What a text is sorted by in a language.
fn key(text: &str, lang: &Lang) -> Key {
    let alphabet = ALPHABETS.iter().find(|(of, _)| *of == lang.primary()).map_or("", |(_, letters)| letters);
    let place = |c: char| alphabet.chars().position(|letter| letter == c).and_then(|at| u32::try_from(at).ok());
    let folded: String = text.to_lowercase().nfc().collect();
    let mut out = Vec::new();
    for c in folded.chars() {
        if let Some(at) = place(c) {
            out.push((1, at));
            continue;
        }
        for base in c.nfd().filter(|c| !is_combining_mark(*c)) {
            let class = if base.is_alphabetic() { 2 } else { 0 };
            out.push(place(base).map_or((class, u32::from(base)), |at| (1, at)));
        }
    }
    (out, folded)
}

impl<'a> Writer<'a> {
    /// The index of places; nothing where no dispatch gives one.
    pub(super) fn places(&mut self) -> Option<Draft> {
        self.index("places", self.labels.places, |entry| entry.place.as_slice())
    }

    /// The index of tags.
    pub(super) fn subjects(&mut self) -> Option<Draft> {
        self.index("subjects", self.labels.subjects, |entry| &entry.tags)
    }

    fn index(&mut self, name: &str, title: &'static str, terms: impl Fn(&'a Entry) -> &'a [String]) -> Option<Draft> {
        let mut index: BTreeMap<String, (&'a str, Vec<&'a Entry>)> = BTreeMap::new();
        for entry in self.edition.weeks.iter().flat_map(|week| &week.dispatches) {
            for term in terms(entry) {
                let (_, entries) = index.entry(folded(term)).or_insert_with(|| (term, Vec::new()));
                if entries.last().is_none_or(|last| last.anchor != entry.anchor) {
                    entries.push(entry);
                }
            }
        }
        if index.is_empty() {
            return None;
        }
        let mut index: Vec<_> =
            index.into_values().map(|(term, list)| (key(term, &self.words_lang), term, list)).collect();
        index.sort_by(|a, b| a.0.cmp(&b.0));
        let anchor = self.anchor(name);
        let mut tree = self.tree();
        tree.open(el(Name::Section).class("index").class(name).anchor(&anchor));
        tree.leaf(self.worded(el(Name::H1)), title);
        tree.open(el(Name::Ul).class("terms"));
        for (_, term, entries) in index {
            tree.open(el(Name::Li));
            self.said(&mut tree, el(Name::P).class("term"), term);
            tree.open(el(Name::Ul).class("entries"));
            for entry in entries {
                tree.open(el(Name::Li));
                self.reference(&mut tree, entry);
                self.page_in_words(&mut tree, entry);
                tree.close();
            }
            tree.close();
            tree.close();
        }
        tree.close();
        Some(self.draft(SectionKind::Index, anchor, title, tree))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(tag: &str, words: &str) -> String {
        let lang = Lang::parse(tag).expect("a tag");
        let mut words: Vec<&str> = words.split(' ').collect();
        words.sort_by_key(|word| key(word, &lang));
        words.join(" ")
    }

    #[test]
    fn terms_stand_in_the_order_of_the_language() {
        assert_eq!(sorted("en", "Zakho Éclair Mosul abc ecru 1984 mosque"), "1984 abc Éclair ecru mosque Mosul Zakho");
        assert_eq!(sorted("es", "ñu nube nz oso Niño"), "Niño nube nz ñu oso");
        assert_eq!(sorted("uk", "Яна Їжа Єва Ева Ґанок Гра Йти Іва"), "Гра Ґанок Ева Єва Іва Їжа Йти Яна");
        assert_eq!(sorted("ckb", "گوند ئاو پرد کورد ێوە چیا"), "ئاو پرد چیا کورد گوند ێوە");
        assert_eq!(sorted("ar", "نهر أربيل ماء بغداد إربد"), "إربد أربيل بغداد ماء نهر");
    }
}
