//! Tables over pages.

use super::*;
use crate::dispatch::Alignment;
use crate::flow::{Data, Name};
use crate::layout::{Draw, Tight};
use crate::style::{Border, BorderCollapse, BorderStyle, Pt, Rgb};

/// A table with a head of two columns and some rows.
fn table(part: &mut Part, rows: usize) -> u32 {
    let table = part.add(0, Name::Table);
    let head = part.add(table, Name::Thead);
    let tr = part.add(head, Name::Tr);
    part.with(tr, Name::Th, "Place");
    part.with(tr, Name::Th, "No");
    let body = part.add(table, Name::Tbody);
    for row in 0..rows {
        let tr = part.add(body, Name::Tr);
        part.with(tr, Name::Td, &format!("place {row}"));
        let cell = part.with(tr, Name::Td, &row.to_string());
        part.data(cell, Data::Cell(Alignment::Right));
    }
    table
}

#[test]
fn a_table_goes_on_with_its_head_drawn_again() {
    let mut part = Part::week();
    table(&mut part, 5);
    let dump = Book::new(vec![part]).dump(48.0);
    let expected = "\
page 1 “1” 120×68 section 0
  start th#4 + 0
  10,49 th#4 “Place”
  45,49 th#5 “No”
  10,37 td#8 “place 0”
  50,37 td#9 “0”
  10,25 td#11 “place 1”
  50,25 td#12 “1”
  10,13 td#14 “place 2”
  50,13 td#15 “2”
page 2 “2” 120×68 section 0
  start td#17 + 0
  10,49 – “Place” 45 “No”
  10,37 td#17 “place 3”
  50,37 td#18 “3”
  10,25 td#20 “place 4”
  50,25 td#21 “4”
anchor part: page 1 at 10,58
";
    assert_eq!(dump, expected);
}

#[test]
fn a_table_from_right_to_left_has_its_first_column_on_the_right() {
    let mut part = Part::week();
    part.rtl(0);
    table(&mut part, 1);
    let dump = Book::new(vec![part]).dump(48.0);
    assert!(dump.contains("  85,49 th#4 “Place”\n  65,49 th#5 “No”"), "{dump}");
}

#[test]
fn a_row_taller_than_the_page_is_cut() {
    let mut part = Part::week();
    let table = part.add(0, Name::Table);
    let tr = part.add(table, Name::Tr);
    let td = part.add(tr, Name::Td);
    part.lines(td, "a", 9);
    part.with(tr, Name::Td, "b");
    let pages = Book::new(vec![part]).lay_out(|_| page(200.0, 48.0));
    let all = words(&pages).concat().join(" ");
    for line in 0..9 {
        assert_eq!(all.matches(&format!("a{line:0>18}")).count(), 1, "{all}");
    }
    assert_eq!(pages.pages.len(), 3);
}

#[test]
fn cells_have_padding_and_backgrounds_behind_their_text() {
    let mut part = Part::week();
    table(&mut part, 1);
    part.style(8).padding = crate::style::Sides::all(Pt(4.0));
    part.style(8).background = Some(crate::style::Rgb::default());
    let dump = Book::new(vec![part]).dump(48.0);
    assert!(dump.contains("  – rect 10,26 43×20\n  14,33 td#8 “place 0”"), "{dump}");
}

#[test]
fn notes_marked_in_a_table_go_to_the_foot() {
    let mut part = Part::week();
    table(&mut part, 2);
    part.note(8, "1", 1);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 72.0));
    let foot = words(&pages)[0].last().cloned();
    assert_eq!(foot.as_deref(), Some("n1-0000000000000000"));
}

#[test]
fn columns_give_way_where_it_costs_the_fewest_lines() {
    let mut part = Part::week();
    let table = part.add(0, Name::Table);
    for row in [["a long head", "of words"], ["x", "unbroken it"], ["y", "unbroken it"]] {
        let tr = part.add(table, Name::Tr);
        for cell in row {
            part.with(tr, Name::Td, cell);
        }
    }
    // 55 and 55 points are wanted, 86 are there: the head takes two lines, and no row below it does.
    let pages = Book::new(vec![part]).lay_out(|_| page(86.0, 200.0));
    assert_eq!(words(&pages).concat(), ["a long", "head", "of words", "xunbroken it", "yunbroken it"]);
}

/// A table of one row for each list of cells, without a head.
fn rows(part: &mut Part, rows: &[&[&str]], align: Alignment) -> u32 {
    let table = part.add(0, Name::Table);
    for row in rows {
        let tr = part.add(table, Name::Tr);
        for cell in *row {
            let cell = part.with(tr, Name::Td, cell);
            part.data(cell, Data::Cell(align));
        }
    }
    table
}

#[test]
fn decimal_marks_stand_below_each_other() {
    let mut part = Part::week();
    rows(&mut part, &[&["1.5"], &["12.25"], &["7"]], Alignment::Right);
    let dump = Book::new(vec![part]).dump(60.0);
    let right_of_the_mark = |words: &str, chars: f64| {
        let line = dump.lines().find(|line| line.ends_with(&format!("“{words}”"))).expect("the cell is set");
        line.trim().split(',').next().expect("a place").parse::<f64>().expect("a number") + chars * 5.0
    };
    assert_eq!(right_of_the_mark("1.5", 1.0), right_of_the_mark("12.25", 2.0), "{dump}");
    assert_eq!(right_of_the_mark("7", 1.0), right_of_the_mark("12.25", 2.0), "{dump}");
}

#[test]
fn a_wide_table_is_set_smaller_before_its_words_are_broken() {
    let mut part = Part::week();
    rows(&mut part, &[&["governorate", "displaced", "returned"]], Alignment::None);
    let pages = Book::new(vec![part]).lay_out(|_| page(130.0, 60.0));
    assert_eq!(words(&pages).concat(), ["governoratedisplacedreturned"]);
    assert!(pages.overfull.is_empty(), "{:?}", pages.overfull);
    let edges = pages.pages[0].items.iter().filter_map(|item| match &item.draw {
        Draw::Glyphs { x, run, .. } => Some((*x + run.x, run.size)),
        _ => None,
    });
    let edges: Vec<_> = edges.collect();
    assert!(edges.iter().all(|(x, size)| size.0 < 10.0 && size.0 >= 6.0 && x.0 < 140.0), "{edges:?}");
}

#[test]
fn a_table_whose_words_are_broken_is_told() {
    let mut part = Part::week();
    rows(&mut part, &[&["governorate", "displaced", "returned"]], Alignment::None);
    let pages = Book::new(vec![part]).lay_out(|_| page(70.0, 200.0));
    let tables: Vec<_> = pages.overfull.iter().filter(|told| told.of == Tight::Table).collect();
    assert_eq!(tables.len(), 1, "{:?}", pages.overfull);
    assert_eq!(tables[0].words, "governorate displaced returned");
}

#[test]
fn a_long_table_fills_its_pages_and_a_short_one_is_not_parted() {
    let mut part = Part::week();
    table(&mut part, 30);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 125.0));
    let filled: Vec<usize> = words(&pages).iter().map(Vec::len).collect();
    assert_eq!(filled[..3], [10, 10, 10], "ten lines fit");
    let mut part = Part::week();
    part.lines(0, "a", 8);
    table(&mut part, 3);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 125.0));
    assert_eq!(words(&pages).iter().map(Vec::len).collect::<Vec<_>>(), [8, 4]);
}

#[test]
fn a_border_collapses_into_the_one_right_above_it_alone() {
    let mut part = Part::week();
    let table = part.add(0, Name::Table);
    part.style(table).border_collapse = BorderCollapse::Collapse;
    for cells in [2, 1, 2] {
        let tr = part.add(table, Name::Tr);
        for _ in 0..cells {
            let cell = part.with(tr, Name::Td, "x");
            let line = Border { width: Pt(1.0), style: BorderStyle::Solid, color: Rgb::default() };
            (part.style(cell).border.top, part.style(cell).border.bottom) = (line, line);
        }
    }
    let dump = Book::new(vec![part]).dump(60.0);
    // Each cell has its bottom line, those of the first row their top lines, and where no cell stands above, the last.
    let lines = |column: &str| dump.lines().filter(|line| line.contains(&format!("– rect {column},"))).count();
    assert_eq!((lines("10"), lines("15")), (4, 4), "{dump}");
}
