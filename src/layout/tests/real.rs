//! The bundled style and fonts: the whole way from a flow to pages.

use super::super::{Draw, lay_out};
use super::*;
use crate::diagnostic::Diagnostics;
use crate::flow::Name;
use crate::fonts::FontStore;
use crate::language::Direction;
use crate::style::{ElementKey, Pt, Style};

const ENGLISH: &str = "Families who had waited for weeks crossed the river at first light, carrying what they could. \
    The bridge, repaired twice since March, held; by noon the queue at the screening site reached the old flour mill.";
const ARABIC: &str = "عبرت العائلات النهر عند الفجر وهي تحمل ما استطاعت حمله، وقال شهود إن الجسر القديم صمد هذه المرة.";

/// Gives every element of a part the values of the bundled style.
fn styled(mut part: Part, style: &Style) -> Part {
    for index in 0..part.section.elements.len() as u32 {
        let mut path = Vec::new();
        let mut at = Some(index);
        while let Some(element) = at {
            path.push(element);
            at = part.section.elements[element as usize].parent;
        }
        let key = |&index: &u32| {
            let element = &part.section.elements[index as usize];
            let (name, classes) = (element.name.as_str(), element.classes.as_slice());
            ElementKey { name, classes, lang: Some(&element.lang), dir: element.dir, ..ElementKey::default() }
        };
        let keys: Vec<ElementKey<'_>> = path.iter().rev().map(key).collect();
        let computed = style.compute(&keys);
        *part.style(index) = computed;
    }
    part
}

#[test]
fn the_bundled_style_sets_both_directions_within_the_measure() {
    let mut diags = Diagnostics::new();
    let style = Style::load(None, &mut |_, _| None, &mut diags).expect("the bundled style has no error");
    let mut part = Part::week();
    part.with(0, Name::H1, "Week 15");
    for number in 0..12 {
        part.with(0, Name::H2, &format!("Dispatch {number}"));
        let p = part.with(0, Name::P, ENGLISH);
        part.note(p, &number.to_string(), 1);
        let list = part.add(0, Name::Ul);
        part.with(list, Name::Li, "water for six thousand people");
        let arabic = part.with(0, Name::P, ARABIC);
        part.rtl(arabic);
    }
    let book = Book::new(vec![styled(part, &style)]);
    let fonts = FontStore::bundled();
    let pages = lay_out(&book.flow, &style, None, &fonts, &|_, _| None, &mut diags);
    let messages: Vec<_> = diags.iter().map(|d| &d.message).collect();
    assert_eq!(messages, Vec::<&String>::new());
    assert!(pages.pages.len() >= 4, "{} pages", pages.pages.len());
    for (number, page) in pages.pages.iter().enumerate() {
        let left = if number % 2 == 1 { Pt(65.0) } else { Pt(48.0) };
        let right = page.width - if number % 2 == 1 { Pt(48.0) } else { Pt(65.0) };
        for item in &page.items {
            let Draw::Glyphs { x, y, run } = &item.draw else { continue };
            assert!(*y > Pt(60.0) && *y < page.height - Pt(52.0), "{y:?} {run:?}");
            let hangs = run.text.trim().is_empty() || item.part == super::super::Part::Marker;
            assert!(hangs || (*x + run.x > left - Pt(12.0) && *x + run.x < right), "{x:?} {run:?} on {number}");
        }
    }
    let again = lay_out(&book.flow, &style, None, &fonts, &|_, _| None, &mut Diagnostics::new());
    assert_eq!(format!("{pages:?}"), format!("{again:?}"), "the same pages every time");
    let arabic = book.flow.sections[0].elements.iter().filter(|e| e.dir == Direction::Rtl).count();
    assert_eq!(arabic, 12);
}

#[test]
fn a_table_of_any_number_of_columns_stays_within_the_measure_and_its_cells_apart() {
    const HEADS: [&str; 6] = ["Governorate", "Displaced families", "Organisations", "محافظة", "Date", "Water (m³)"];
    const CELLS: [&str; 6] = ["Salah al-Din", "183,387", "inaccessible since the flood", "نينوى", "2017-04-10", "9.5"];
    let style = Style::load(None, &mut |_, _| None, &mut Diagnostics::new()).expect("the bundled style has no error");
    let fonts = FontStore::bundled();
    for columns in 1..=12 {
        let mut part = Part::week();
        let table = part.add(0, Name::Table);
        for (texts, name) in [(HEADS, Name::Th), (CELLS, Name::Td)] {
            let tr = part.add(table, Name::Tr);
            for column in 0..columns {
                part.with(tr, name, texts[column % texts.len()]);
            }
        }
        let book = Book::new(vec![styled(part, &style)]);
        let pages = lay_out(&book.flow, &style, None, &fonts, &|_, _| None, &mut Diagnostics::new());
        // The first and the last glyph of each run, with its baseline.
        let mut runs: Vec<(i64, f64, f64, u32)> = Vec::new();
        for item in &pages.pages[0].items {
            let Draw::Glyphs { x, y, run } = &item.draw else { continue };
            assert!(run.size > Pt(5.99), "{columns} columns: type of {:?}", run.size);
            let places = || run.glyphs.iter().map(|glyph| (*x + run.x).0 + f64::from(glyph.x));
            let (first, last) = (places().fold(f64::INFINITY, f64::min), places().fold(0.0, f64::max));
            let hangs = run.text.trim().is_empty();
            assert!(hangs || (first > 46.0 && last < 354.5), "{columns} columns: “{}” at {first} to {last}", run.text);
            runs.push(((y.0 * 8.0) as i64, first, last, run.node));
        }
        runs.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for pair in runs.windows(2).filter(|pair| pair[0].0 == pair[1].0 && pair[0].3 != pair[1].3) {
            assert!(pair[0].2 < pair[1].1, "{columns} columns: cells overlap: {pair:?}");
        }
    }
}
