//! Counted things: the form of a word that a number asks for (CLDR's plural rules for whole numbers).

use super::labels::{fill, resolve};
use super::{Lang, number};

/// The forms of a counted thing; `{}` stands for the number. A form a language does not tell apart repeats `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Plural {
    pub zero: &'static str,
    pub one: &'static str,
    pub two: &'static str,
    pub few: &'static str,
    pub many: &'static str,
    pub other: &'static str,
}

impl Plural {
    /// A thing with two forms.
    pub const fn two_forms(one: &'static str, other: &'static str) -> Self {
        Self { zero: other, one, two: other, few: other, many: other, other }
    }

    /// The form for `count` in the language whose words are used, the number in its digits.
    pub fn count(&self, lang: &Lang, count: u64) -> String {
        let words = resolve(lang);
        let form = match words.primary() {
            "fr" if count == 0 => self.one,
            "ar" => self.arabic(count),
            "uk" => self.ukrainian(count),
            _ if count == 1 => self.one,
            _ => self.other,
        };
        fill(form, &[&number(&words, count)])
    }

    fn arabic(&self, count: u64) -> &'static str {
        match (count, count % 100) {
            (0, _) => self.zero,
            (1, _) => self.one,
            (2, _) => self.two,
            (_, 3..=10) => self.few,
            (_, 11..=99) => self.many,
            _ => self.other,
        }
    }

    fn ukrainian(&self, count: u64) -> &'static str {
        match (count % 10, count % 100) {
            (1, tens) if tens != 11 => self.one,
            (2..=4, tens) if !(12..=14).contains(&tens) => self.few,
            _ => self.many,
        }
    }
}
