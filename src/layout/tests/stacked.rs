//! Tables that are set row by row.

use super::*;
use crate::flow::{Data, Name, NodeId, Target};
use crate::layout::{Draw, Page, Pages};
use crate::style::{Pt, WideTable};

const HEAD: [&str; 3] = ["Governorate", "Displaced", "Returned"];

/// A table with a head that is set row by row where it is too wide. Elements: `table` 1, `thead` 2, `tr` 3, `th` 4 to 6, `tbody` 7,
/// then for each row a `tr` and three `td`.
fn table(part: &mut Part, rows: &[[&str; 3]]) -> u32 {
    let table = part.add(0, Name::Table);
    part.style(table).wide_table = WideTable::Stack;
    let head = part.add(table, Name::Thead);
    let tr = part.add(head, Name::Tr);
    for words in HEAD {
        part.with(tr, Name::Th, words);
    }
    let body = part.add(table, Name::Tbody);
    for row in rows {
        let tr = part.add(body, Name::Tr);
        for words in row {
            let cell = part.add(tr, Name::Td);
            if !words.is_empty() {
                part.text(cell, words);
            }
        }
    }
    table
}

/// The words on a page and the element of each.
fn owned(page: &Page) -> Vec<(String, Option<u32>)> {
    let words = page.items.iter().filter_map(|item| match &item.draw {
        Draw::Glyphs { run, .. } => Some((run.text.trim().to_owned(), item.node.map(|NodeId { index, .. }| index))),
        _ => None,
    });
    words.filter(|(text, _)| !text.is_empty()).collect()
}

fn all_owned(pages: &Pages) -> Vec<(String, Option<u32>)> {
    pages.pages.iter().flat_map(owned).collect()
}

#[test]
fn a_wide_table_is_set_row_by_row_at_its_own_size() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"], ["South", "", "5"]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 200.0));
    let lines =
        ["Governorate: North", "Displaced: 12", "Returned: 3", "Governorate: South", "Displaced: –", "Returned: 5"];
    assert_eq!(words(&pages), [lines]);
    let sizes = pages.pages[0].items.iter().filter_map(|item| match &item.draw {
        Draw::Glyphs { run, .. } => Some(run.size),
        _ => None,
    });
    assert!(sizes.into_iter().all(|size| size == Pt(10.0)));
    assert!(pages.overfull.is_empty(), "{:?}", pages.overfull);
}

#[test]
fn labels_are_of_the_head_in_the_first_row_and_of_nothing_in_the_others() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"], ["South", "", "5"]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 200.0));
    let expected = [
        ("Governorate", Some(4)),
        (":", None),
        ("North", Some(9)),
        ("Displaced", Some(5)),
        (":", None),
        ("12", Some(10)),
        ("Returned", Some(6)),
        (":", None),
        ("3", Some(11)),
        ("Governorate", None),
        (":", None),
        ("South", Some(13)),
        ("Displaced", None),
        (":", None),
        ("–", None),
        ("Returned", None),
        (":", None),
        ("5", Some(15)),
    ];
    let owned = all_owned(&pages);
    assert_eq!(owned.iter().map(|(words, of)| (words.as_str(), *of)).collect::<Vec<_>>(), expected);
    let start = pages.pages[0].start.as_ref().map(|start| (start.node.index, start.offset));
    assert_eq!(start, Some((4, 0)), "the page begins with the head");
}

#[test]
fn a_table_that_fits_has_its_columns() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(400.0, 200.0));
    assert_eq!(words(&pages), [["GovernorateDisplacedReturned", "North123"]]);
}

#[test]
fn what_has_no_head_is_set_smaller() {
    let mut part = Part::week();
    let table = part.add(0, Name::Table);
    part.style(table).wide_table = WideTable::Stack;
    let tr = part.add(table, Name::Tr);
    for words in HEAD {
        part.with(tr, Name::Td, words);
    }
    let pages = Book::new(vec![part]).lay_out(|_| page(130.0, 60.0));
    assert_eq!(words(&pages).concat(), ["GovernorateDisplacedReturned"]);
}

#[test]
fn pages_end_between_rows() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"], ["South", "1", "5"], ["East", "7", "9"], ["West", "2", "2"]]);
    // Eight lines fit, and a row has three.
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 100.0));
    let firsts: Vec<(String, usize)> = words(&pages).into_iter().map(|lines| (lines[0].clone(), lines.len())).collect();
    assert_eq!(firsts, [("Governorate: North".to_owned(), 6), ("Governorate: East".to_owned(), 6)]);
}

#[test]
fn a_row_taller_than_half_a_page_goes_on_below_its_title() {
    let mut part = Part::week();
    let long = "word of several lines ".repeat(14);
    table(&mut part, &[["North", &long, &long]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 120.0));
    assert!(pages.pages.len() > 1);
    for page in &pages.pages[1..] {
        let words = owned(page);
        assert_eq!(words[0], ("Governorate".to_owned(), None), "{words:?}");
        assert_eq!(words[2], ("North".to_owned(), None), "{words:?}");
    }
    let texts: Vec<String> =
        all_owned(&pages).into_iter().filter(|(_, of)| of.is_some()).map(|(words, _)| words).collect();
    assert_eq!(texts.join(" ").matches("several").count(), 28, "each word of the row once");
}

#[test]
fn lines_do_not_overlap_and_stay_in_their_room() {
    let mut part = Part::week();
    let long = "a cell of many words that goes on over some lines";
    table(&mut part, &[["North", long, "3"], ["South", "12", long], ["East", "", ""]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 130.0));
    for page in &pages.pages {
        let mut baselines: Vec<f64> = Vec::new();
        for item in &page.items {
            let Draw::Glyphs { x, y, run } = &item.draw else { continue };
            assert!((*x + run.x).0 >= 10.0 && (*x + run.x).0 < 130.0, "{run:?}");
            if baselines.last() != Some(&y.0) {
                baselines.push(y.0);
            }
        }
        assert!(baselines.windows(2).all(|pair| pair[0] - pair[1] >= 12.0 - 0.01), "{baselines:?}");
    }
}

#[test]
fn further_lines_of_a_cell_hang() {
    let mut part = Part::week();
    table(&mut part, &[["North", "a cell of many words that goes on", "3"]]);
    let dump = Book::new(vec![part]).dump(130.0);
    let lefts = |words: &str| {
        let line = dump.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {dump}"));
        line.trim().split(',').next().map(str::to_owned)
    };
    assert_eq!(lefts("“Displaced").as_deref(), Some("10"), "{dump}");
    assert_eq!(lefts("words that").as_deref(), Some("20"), "{dump}");
}

#[test]
fn a_table_from_right_to_left_is_mirrored() {
    let mut part = Part::week();
    part.rtl(0);
    table(&mut part, &[["North", "a cell of many words that goes on", "3"]]);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 130.0));
    let mut rights: Vec<(f64, f64)> = Vec::new();
    for item in &pages.pages[0].items {
        let Draw::Glyphs { x, y, run } = &item.draw else { continue };
        let width = run.text.trim_end().chars().count() as f64 * 5.0;
        let right = (*x + run.x).0 + width;
        match rights.iter_mut().find(|(line, _)| *line == y.0) {
            Some((_, most)) => *most = most.max(right),
            None => rights.push((y.0, right)),
        }
    }
    let edges: Vec<f64> = rights.iter().map(|(_, right)| *right).collect();
    assert!([0, 1, 4].iter().all(|&line| edges[line] == 110.0), "{edges:?}");
    assert!(edges[2] <= 100.0 && edges[3] == 100.0, "further lines stand in from the right: {edges:?}");
}

#[test]
fn links_notes_and_anchors_of_the_head_are_there_once() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"], ["South", "1", "5"], ["East", "7", "9"]]);
    let link = part.with(5, Name::A, "why");
    part.data(link, Data::Link(Target::Url("https://example.org/".to_owned())));
    part.anchor(5, "column");
    part.anchor(12, "row");
    part.anchor(13, "cell");
    part.note(6, "1", 1);
    let pages = Book::new(vec![part]).lay_out(|_| page(140.0, 220.0));
    let links: Vec<_> = pages.pages.iter().flat_map(|page| &page.links).map(|link| link.node.index).collect();
    assert_eq!(links.iter().filter(|&&of| of == link).count(), 1, "{links:?}");
    assert_eq!(links.len(), 2, "the note's mark is the other");
    for name in ["column", "row", "cell", "mark-1", "note-1"] {
        assert!(pages.anchors.contains_key(name), "{name}: {:?}", pages.anchors);
    }
    let all = words(&pages).concat().join("|");
    assert_eq!(all.matches("n1-").count(), 1, "{all}");
    assert_eq!(all.matches("Returned1: ").count(), 1, "the mark stands in the first row alone: {all}");
    assert_eq!(all.matches("Displacedwhy: ").count(), 3, "{all}");
}

#[test]
fn labels_leave_the_ground_of_the_head_and_its_colour() {
    let mut part = Part::week();
    table(&mut part, &[["North", "12", "3"]]);
    part.style(4).background = Some(crate::style::Rgb::default());
    part.style(4).color = crate::style::Rgb { r: 255, g: 255, b: 255 };
    let pages = Book::new(vec![part]).lay_out(|_| page(120.0, 200.0));
    let white = |item: &&crate::layout::Item| matches!(&item.draw, Draw::Glyphs { run, .. } if run.color.r == 255);
    assert_eq!(pages.pages[0].items.iter().filter(white).count(), 0);
}
