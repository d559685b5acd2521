//! Every phrase that a language puts in a book, for those who must tell weekbook's own words from the book's.

use super::labels::resolve;
use super::{Date, Lang, date_time, labels, range};

/// The labels of a language, parted where values stand in them, and the words of its dates.
pub fn phrases(lang: &Lang) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(labels) = serde_json::to_value(labels(lang)) {
        collect(&labels, &mut found);
    }
    let words = resolve(lang);
    for month in 1..=12 {
        let day = |day, month, year| Date { year, month, day };
        let next = day(2, month % 12 + 1, 2018);
        for written in [date_time(&words, day(1, month, 2017), 12, 34), range(&words, day(1, month, 2017), next)] {
            let letters = written.split(|c: char| !c.is_alphabetic() && !is_mark(c)).filter(|word| !word.is_empty());
            found.extend(letters.map(str::to_owned));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The texts of a value, however deep.
fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.extend(text.split("{}").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        }
        serde_json::Value::Object(fields) => fields.values().for_each(|value| collect(value, found)),
        serde_json::Value::Array(items) => items.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_months_are_among_them() {
        let all = |tag: &str| phrases(&Lang::parse(tag).unwrap());
        for phrase in ["Sources", "Translated by", "April", "December", "redacted", "dispatches"] {
            assert!(all("en").iter().any(|p| p == phrase), "{phrase}");
        }
        for phrase in ["er", "de", "avril"] {
            assert!(all("fr").iter().chain(&all("es")).any(|p| p == phrase), "{phrase}");
        }
        assert!(all("ar-IQ").iter().any(|p| p == "نيسان") && all("uk").iter().any(|p| p == "квітня"));
    }
}
