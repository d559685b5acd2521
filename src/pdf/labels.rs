//! Page labels (ISO 32000-1, 12.4.2): what a viewer calls a page is what stands on it.

use lopdf::{Dictionary, Object, dictionary};

use super::object::{name, text};
use crate::language::numerals::{roman, roman_value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Roman,
    Arabic,
}

/// The number tree of the labels' ranges.
pub fn page_labels<'a>(labels: impl Iterator<Item = &'a str>) -> Object {
    let mut numbers: Vec<Object> = Vec::new();
    let mut running: Option<(Style, u32)> = None;
    let mut empty = false;
    for (page, label) in (0u32..).zip(labels) {
        let parsed = parse(label);
        let goes_on = match (running, parsed) {
            (Some((style, last)), Some((now, value))) => style == now && last.checked_add(1) == Some(value),
            // A range without style or prefix is one of empty labels, however many.
            (None, None) => page > 0 && label.is_empty() && empty,
            _ => false,
        };
        if !goes_on {
            numbers.extend([Object::from(page), range(label, parsed).into()]);
        }
        running = parsed;
        empty = label.is_empty();
    }
    dictionary! { "Nums" => numbers }.into()
}

fn range(label: &str, parsed: Option<(Style, u32)>) -> Dictionary {
    let Some((style, value)) = parsed else {
        let mut dict = Dictionary::new();
        // A label that is no number is a prefix without a number.
        if !label.is_empty() {
            dict.set("P", text(label));
        }
        return dict;
    };
    let mut dict = dictionary! { "S" => name(if style == Style::Roman { "r" } else { "D" }) };
    if value != 1 {
        dict.set("St", value);
    }
    dict
}

fn parse(label: &str) -> Option<(Style, u32)> {
    if let Ok(value) = label.parse::<u32>() {
        return (value > 0 && value.to_string() == label).then_some((Style::Arabic, value));
    }
    let value = roman_value(label)?;
    (roman(value.into()) == label).then_some((Style::Roman, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::object::write_object;

    fn labels(labels: &[&str]) -> String {
        let mut out = Vec::new();
        write_object(&mut out, &page_labels(labels.iter().copied()));
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn consecutive_numbers_are_one_range() {
        assert_eq!(labels(&["", "i", "ii", "iii", "iv", "1", "2", "3"]), "<</Nums[0<<>> 1<</S/r>> 5<</S/D>>]>>");
        assert_eq!(labels(&["5", "6", "8"]), "<</Nums[0<</S/D/St 5>> 2<</S/D/St 8>>]>>");
    }

    #[test]
    fn what_is_no_number_is_a_prefix() {
        assert_eq!(labels(&["A-1", "", "", "iiii", "01"]), "<</Nums[0<</P(A-1)>> 1<<>> 3<</P(iiii)>> 4<</P(01)>>]>>");
    }

    #[test]
    fn roman_numbers_are_those_that_count() {
        assert_eq!(parse("xiv"), Some((Style::Roman, 14)));
        assert_eq!(parse("civil"), None);
        assert_eq!(parse("99999999999"), None);
    }
}
