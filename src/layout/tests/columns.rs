//! Columns: text set side by side, and what stands across it.

use proptest::prelude::*;

use super::super::pages::{Draw, Page, Pages};
use super::properties::{Block, block, build};
use super::{Book, Part, page};
use crate::flow::{Data, Name};
use crate::style::{Break, BreakInside, ColumnSpan, Pt};

/// A week in two columns of 100 points, 20 apart.
fn columns(part: &mut Part) {
    part.style(0).column_count = Some(2);
    part.style(0).column_gap = Pt(20.0);
}

fn across(part: &mut Part, index: u32) {
    part.style(index).column_span = ColumnSpan::All;
}

/// What stands on each page, column by column, with a bar between them.
fn outline(pages: &Pages) -> Vec<String> {
    pages.pages.iter().map(page_outline).collect()
}

fn page_outline(page: &Page) -> String {
    let mut out = String::new();
    let mut last = None;
    for item in &page.items {
        let Draw::Glyphs { x, y, run } = &item.draw else { continue };
        let column = usize::from(*x + run.x >= Pt(125.0));
        let above = last.is_some_and(|(known, above)| known != column || *y > above);
        if above {
            out.push_str(" |");
        }
        last = Some((column, *y));
        out.push(' ');
        out.push_str(run.text.replace('0', "").trim());
    }
    out.trim().to_owned()
}

fn lay_out(part: Part, height: f64) -> Pages {
    Book::new(vec![part]).image(64, 32).lay_out(|_| page(220.0, height))
}

#[test]
fn text_fills_column_after_column_and_ends_level() {
    let mut part = Part::week();
    columns(&mut part);
    part.lines(0, "a", 14);
    // Four lines a column: eight a page, and of the six that are left three in each.
    assert_eq!(outline(&lay_out(part, 48.0)), ["a a1 a2 a3 | a4 a5 a6 a7", "a8 a9 a1 | a11 a12 a13"]);
}

#[test]
fn columns_stand_side_by_side_from_the_side_where_lines_begin() {
    for (rtl, left) in [(false, [10.0, 130.0]), (true, [130.0, 10.0])] {
        let mut part = Part::week();
        columns(&mut part);
        if rtl {
            part.rtl(0);
        }
        part.lines(0, "a", 4);
        let pages = lay_out(part, 48.0);
        let places: Vec<f64> = pages.pages[0]
            .items
            .iter()
            .filter_map(|item| match &item.draw {
                Draw::Glyphs { x, .. } => Some(x.0),
                _ => None,
            })
            .collect();
        assert_eq!(places, [left[0], left[0], left[1], left[1]]);
    }
}

#[test]
fn what_spans_columns_parts_them() {
    let mut part = Part::week();
    columns(&mut part);
    let head = part.with(0, Name::H1, "Week");
    across(&mut part, head);
    part.lines(0, "a", 4);
    let map = part.with(0, Name::P, "A line across both columns of the page");
    across(&mut part, map);
    part.lines(0, "b", 4);
    let pages = lay_out(part, 96.0);
    assert_eq!(outline(&pages), ["Week a a1 | a2 a3 | A line across both columns of the page b b1 | b2 b3"]);
}

#[test]
fn a_heading_across_keeps_with_the_columns_below() {
    let mut part = Part::week();
    columns(&mut part);
    part.lines(0, "a", 6);
    let head = part.with(0, Name::H1, "Week");
    across(&mut part, head);
    part.lines(0, "b", 4);
    // Below the three lines there is room for the heading and one line, but two must follow it.
    let pages = lay_out(part, 63.0);
    assert_eq!(outline(&pages), ["a a1 a2 | a3 a4 a5", "Week b b1 | b2 b3"]);
}

#[test]
fn a_figure_across_that_does_not_fit_moves_on_and_the_text_fills_the_columns() {
    let mut part = Part::week();
    columns(&mut part);
    part.lines(0, "a", 6);
    let figure = part.add(0, Name::Figure);
    part.style(figure).break_inside = BreakInside::Avoid;
    across(&mut part, figure);
    let img = part.add(figure, Name::Img);
    part.data(img, Data::Image { image: 0, alt: "A map".to_owned() });
    part.with(figure, Name::Figcaption, "Map");
    part.lines(0, "b", 6);
    // Three lines of five are taken, and the figure has three.
    let pages = lay_out(part, 60.0);
    assert_eq!(outline(&pages), ["a a1 a2 a3 | a4 a5 b b1 b2", "Map b3 | b4 b5"]);
}

#[test]
fn notes_stand_at_the_foot_of_their_column() {
    let mut part = Part::week();
    columns(&mut part);
    let p = part.lines(0, "a", 3);
    part.text(p, " mark");
    part.note(p, "n", 1);
    part.lines(0, "b", 3);
    let pages = lay_out(part, 72.0);
    assert_eq!(outline(&pages), ["a a1 a2  mark n nn- | b b1 b2"]);
    let note = pages.pages[0].items.iter().rev().find_map(|item| match &item.draw {
        Draw::Glyphs { x, y, run } if run.text.starts_with("nn") => Some((*x, *y)),
        _ => None,
    });
    assert_eq!(note, Some((Pt(10.0), Pt(13.0))));
}

#[test]
fn a_column_ends_where_the_style_says_so() {
    let mut part = Part::week();
    columns(&mut part);
    part.lines(0, "a", 2);
    let b = part.lines(0, "b", 4);
    part.style(b).break_before = Break::Column;
    assert_eq!(outline(&lay_out(part, 72.0)), ["a a1 | b b1 b2 b3"]);
}

#[test]
fn a_box_around_columns_is_drawn_once_a_page() {
    let mut part = Part::week();
    columns(&mut part);
    part.style(0).background = Some(crate::style::Rgb { r: 9, g: 9, b: 9 });
    part.style(0).padding.top = Pt(6.0);
    part.lines(0, "a", 10);
    let dump = Book::new(vec![part]).lay_out(|_| page(220.0, 48.0));
    let boxes: Vec<_> = dump
        .pages
        .iter()
        .map(|page| page.items.iter().filter(|item| matches!(item.draw, Draw::Rect { .. })).count())
        .collect();
    assert_eq!(boxes, [1, 1]);
    let Draw::Rect { x, width, height, .. } = dump.pages[0].items[0].draw else { panic!("a box is drawn first") };
    // The padding is above both columns: three lines fit below it.
    assert_eq!((x, width, height), (Pt(10.0), Pt(220.0), Pt(42.0)));
}

/// The lines of each page's columns with their baselines, and the lowest of each stretch.
fn lines(pages: &Pages) -> Vec<(String, usize, usize, f64)> {
    let mut out: Vec<(String, usize, usize, f64)> = Vec::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let Draw::Glyphs { x, y, run } = &item.draw else { continue };
            if item.part == super::super::Part::Marker {
                continue;
            }
            let column = usize::from(*x >= Pt(125.0));
            match out.last_mut() {
                Some((text, page, known, last)) if (*page, *known, *last) == (number, column, y.0) => {
                    text.push_str(&run.text);
                }
                _ => out.push((run.text.clone(), number, column, y.0)),
            }
        }
    }
    for (text, ..) in &mut out {
        *text = text.trim().to_owned();
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_placed_once_in_order_within_its_column(
        blocks in prop::collection::vec(block(), 1..20),
        spans in prop::collection::vec(any::<bool>(), 20),
        height in 40.0f64..200.0,
    ) {
        let (mut part, text, notes) = build(&blocks);
        columns(&mut part);
        let headings: Vec<u32> = (0u32..).zip(&part.section.elements).filter(|(_, e)| e.name == Name::H2).map(|(i, _)| i).collect();
        for (&heading, &spanned) in headings.iter().zip(&spans) {
            if spanned {
                across(&mut part, heading);
            }
        }
        let placed = lines(&lay_out(part, height));
        let is_note = |line: &str| notes.iter().any(|(note, _)| note == line);
        let running: Vec<&String> = placed.iter().map(|(line, ..)| line).filter(|line| !is_note(line)).collect();
        prop_assert_eq!(running, text.iter().collect::<Vec<_>>());
        let set: Vec<&String> = placed.iter().map(|(line, ..)| line).filter(|line| is_note(line)).collect();
        prop_assert_eq!(set, notes.iter().map(|(note, _)| note).collect::<Vec<_>>());
        for (line, page, _, y) in &placed {
            prop_assert!(*y - 3.0 >= 10.0 - 0.02 && *y + 9.0 <= 10.0 + height + 0.02, "{} on {} at {}", line, page, y);
        }
        // No line stands on another of its column.
        let mut sorted: Vec<_> = placed.iter().map(|(line, page, column, y)| (*page, *column, *y, line)).collect();
        sorted.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        for pair in sorted.windows(2) {
            if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
                prop_assert!(pair[1].2 <= pair[0].2 - 12.0 + 0.02, "{:?}", pair);
            }
        }
    }

    #[test]
    fn columns_begin_no_later_pages_than_one_of_both_widths_would(counts in prop::collection::vec(2usize..9, 1..12), height in 48.0f64..160.0) {
        let build = || {
            let mut part = Part::week();
            for (number, &count) in counts.iter().enumerate() {
                part.lines(0, &format!("q{number}-"), count);
            }
            part
        };
        let mut two = build();
        columns(&mut two);
        let (two, one) = (lay_out(two, height).pages.len(), Book::new(vec![build()]).lay_out(|_| page(100.0, height)).pages.len());
        prop_assert!(two <= one.div_ceil(2) + 1, "{} pages of two columns, {} of one", two, one);
    }
}

#[test]
fn a_block_of_every_kind_is_set_in_columns() {
    let blocks =
        [Block::Heading, Block::Lines(5), Block::Table(3), Block::List(vec![2, 2]), Block::Note(3, 2), Block::Rule];
    let (mut part, text, notes) = build(&blocks);
    columns(&mut part);
    assert_eq!(lines(&lay_out(part, 400.0)).len(), text.len() + notes.len());
}

#[test]
fn what_spans_columns_stands_on_no_note() {
    use Block::{Heading, Lines, Note};
    let blocks = [Lines(7), Note(3, 1), Lines(4), Heading, Lines(1), Note(3, 9), Note(1, 3), Heading];
    let (mut part, ..) = build(&blocks);
    columns(&mut part);
    let headings = (0u32..).zip(&part.section.elements).filter(|(_, e)| e.name == Name::H2).map(|(i, _)| i);
    let last = headings.last().expect("there are two");
    across(&mut part, last);
    let placed = lines(&lay_out(part, 47.58));
    let mut sorted: Vec<_> = placed.iter().map(|(line, page, column, y)| (*page, *column, *y, line)).collect();
    sorted.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    for pair in sorted.windows(2) {
        assert!((pair[0].0, pair[0].1) != (pair[1].0, pair[1].1) || pair[1].2 <= pair[0].2 - 11.9, "{pair:?}");
    }
}

/// A line and the mark of a note of some lines.
fn noted(part: &mut Part, words: &str, label: &str, lines: usize) {
    let line = part.lines(0, words, 1);
    part.text(line, " mark");
    part.note(line, label, lines);
}

#[test]
fn notes_of_what_is_above_stand_above_those_of_what_is_below() {
    let mut part = Part::week();
    columns(&mut part);
    noted(&mut part, "a", "n", 1);
    let heading = part.with(0, Name::H2, "Week");
    across(&mut part, heading);
    noted(&mut part, "b", "m", 1);
    part.lines(0, "c", 3);
    let placed = lines(&lay_out(part, 120.0));
    let y = |words: &str| placed.iter().find(|(line, ..)| line.starts_with(words)).expect("it is set").3;
    assert!(y("nn") > y("nm"), "{placed:?}");
    assert_eq!(y("nm"), 13.0, "{placed:?}");
}

#[test]
fn notes_stand_on_no_text_of_a_column_without_notes() {
    let mut part = Part::week();
    columns(&mut part);
    part.lines(0, "a", 2);
    noted(&mut part, "b", "n", 1);
    let heading = part.with(0, Name::H2, "Week");
    across(&mut part, heading);
    noted(&mut part, "c", "m", 3);
    part.lines(0, "d", 40);
    let pages = lay_out(part, 180.0);
    let mut placed: Vec<_> = lines(&pages).into_iter().filter(|line| line.1 == 0).collect();
    placed.sort_by(|a, b| a.2.cmp(&b.2).then(b.3.total_cmp(&a.3)));
    for pair in placed.windows(2) {
        assert!(pair[0].2 != pair[1].2 || pair[1].3 <= pair[0].3 - 11.9, "{pair:?}");
    }
    assert!(placed.iter().any(|line| line.0.starts_with("nn") && line.2 == 1), "{placed:?}");
}
