//! What holds for every flow.

use proptest::prelude::*;

use super::super::{Draw, Pages};
use super::*;
use crate::flow::Name;
use crate::style::Break;

/// A block of a random book.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Lines(usize),
    Heading,
    Quote(Vec<usize>),
    List(Vec<usize>),
    Note(usize, usize),
    Table(usize),
    Rule,
}

pub(super) fn block() -> impl Strategy<Value = Block> {
    let lines = 1usize..9;
    prop_oneof![
        4 => lines.clone().prop_map(Block::Lines),
        1 => Just(Block::Heading),
        1 => prop::collection::vec(lines.clone(), 1..4).prop_map(Block::Quote),
        1 => prop::collection::vec(lines.clone(), 1..4).prop_map(Block::List),
        2 => (lines.clone(), 1usize..12).prop_map(|(text, note)| Block::Note(text, note)),
        1 => (1usize..9).prop_map(Block::Table),
        1 => Just(Block::Rule),
    ]
}

/// Builds the book; gives the names of all lines of text in order, and of those of notes with their mark's line.
pub(super) fn build(blocks: &[Block]) -> (Part, Vec<String>, Vec<(String, String)>) {
    let mut part = Part::week();
    let mut text = Vec::new();
    let mut notes = Vec::new();
    let mut next = 0;
    let mut paragraph = |part: &mut Part, parent: u32, count: usize, text: &mut Vec<String>| {
        next += 1;
        let name = format!("p{next}-");
        let index = part.lines(parent, &name, count);
        text.extend((0..count).map(|n| format!("{name}{n:0>width$}", width = 19 - name.len())));
        index
    };
    for (number, block) in blocks.iter().enumerate() {
        match block {
            Block::Lines(count) => {
                let p = paragraph(&mut part, 0, *count, &mut text);
                part.style(p).margin = margin(5.0, 5.0);
            }
            Block::Heading => {
                let name = format!("heading-{number}");
                let heading = part.with(0, Name::H2, &name);
                part.style(heading).margin = margin(9.0, 3.0);
                text.push(name);
            }
            Block::Quote(counts) | Block::List(counts) => {
                let outer = part.add(0, if matches!(block, Block::List(_)) { Name::Ul } else { Name::Blockquote });
                // Indents would break the lines of 95 points.
                part.style(outer).padding = crate::style::Sides { top: crate::style::Pt(4.0), ..Default::default() };
                part.style(outer).background = Some(crate::style::Rgb::default());
                for count in counts {
                    let inner = part.add(outer, if matches!(block, Block::List(_)) { Name::Li } else { Name::Div });
                    paragraph(&mut part, inner, *count, &mut text);
                }
            }
            Block::Note(count, lines) => {
                let p = paragraph(&mut part, 0, *count, &mut text);
                let label = format!("{number}");
                part.text(p, " mark");
                part.note(p, &label, *lines);
                let mark = format!("mark{label}");
                let of_note = (0..*lines).map(|n| format!("n{label}-{n:0>width$}", width = 17 - label.len()));
                notes.extend(of_note.map(|line| (line, mark.clone())));
                text.push(mark);
            }
            Block::Table(rows) => {
                let table = part.add(0, Name::Table);
                for row in 0..*rows {
                    let tr = part.add(table, Name::Tr);
                    let name = format!("t{number}r{row}");
                    part.with(tr, Name::Td, &name);
                    text.push(name);
                }
            }
            Block::Rule => {
                let hr = part.add(0, Name::Hr);
                part.style(hr).padding.top = crate::style::Pt(3.0);
            }
        }
    }
    (part, text, notes)
}

/// Every line with its page and baseline.
fn placed(pages: &Pages) -> Vec<(String, usize, f64)> {
    let mut out: Vec<(String, usize, f64)> = Vec::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let Draw::Glyphs { y, run, .. } = &item.draw else { continue };
            if item.part == super::super::Part::Marker {
                continue;
            }
            match out.last_mut() {
                Some((text, page, last)) if *page == number && *last == y.0 => text.push_str(&run.text),
                _ => out.push((run.text.clone(), number, y.0)),
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
    fn every_line_is_placed_once_in_order_within_its_page(
        blocks in prop::collection::vec(block(), 1..14),
        height in 40.0f64..200.0,
    ) {
        let (part, text, notes) = build(&blocks);
        let pages = Book::new(vec![part]).lay_out(|_| page(100.0, height));
        let placed = placed(&pages);
        let is_note = |line: &str| notes.iter().any(|(note, _)| note == line);
        let running: Vec<&String> = placed.iter().map(|(line, ..)| line).filter(|line| !is_note(line)).collect();
        prop_assert_eq!(running, text.iter().collect::<Vec<_>>());
        let set_notes: Vec<&String> = placed.iter().map(|(line, ..)| line).filter(|line| is_note(line)).collect();
        prop_assert_eq!(set_notes, notes.iter().map(|(note, _)| note).collect::<Vec<_>>());
        for (line, page, y) in &placed {
            // A baseline is 9 points below its line's top and 3 above its bottom.
            prop_assert!(*y - 3.0 >= 10.0 - 0.02 && *y + 9.0 <= 10.0 + height + 0.02, "{} on {} at {}", line, page, y);
        }
    }

    #[test]
    fn lines_of_a_page_never_overlap(
        blocks in prop::collection::vec(block(), 1..14),
        height in 40.0f64..200.0,
    ) {
        let (part, ..) = build(&blocks);
        let pages = Book::new(vec![part]).lay_out(|_| page(100.0, height));
        for pair in placed(&pages).windows(2) {
            if pair[0].1 == pair[1].1 {
                prop_assert!(pair[1].2 <= pair[0].2 - 12.0 + 0.02, "{:?}", pair);
            }
        }
    }

    #[test]
    fn notes_begin_on_the_page_of_their_mark(
        mut blocks in prop::collection::vec(block(), 1..14),
        height in 120.0f64..200.0,
    ) {
        // A note that fills whole pages may leave no room for the next.
        for block in &mut blocks {
            if let Block::Note(_, lines) = block {
                *lines = (*lines).min(3);
            }
        }
        let (part, _, notes) = build(&blocks);
        let pages = Book::new(vec![part]).lay_out(|_| page(100.0, height));
        let placed = placed(&pages);
        let page_of = |line: &str| placed.iter().find(|(text, ..)| text == line).map(|(_, page, _)| *page);
        for (first, mark) in notes.iter().filter(|(line, _)| line.ends_with("-") || line.trim_end_matches('0').ends_with('-')) {
            prop_assert_eq!(page_of(first), page_of(mark), "{}", first);
        }
    }

    #[test]
    fn page_starts_go_forward(
        blocks in prop::collection::vec(block(), 1..14),
        height in 5.0f64..200.0,
        width in 5.0f64..300.0,
    ) {
        let (part, ..) = build(&blocks);
        let pages = Book::new(vec![part]).lay_out(|_| page(width, height));
        let starts: Vec<_> = pages.page_breaks().into_iter().map(|s| (s.node, s.offset)).collect();
        prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", starts);
        prop_assert!(!pages.pages.is_empty() || blocks.iter().all(|b| matches!(b, Block::Rule)));
    }

    #[test]
    fn forced_breaks_are_kept(counts in prop::collection::vec(1usize..20, 1..8), height in 12.0f64..100.0) {
        let mut part = Part::week();
        let mut expected = Vec::new();
        for (number, &count) in counts.iter().enumerate() {
            let name = format!("q{number}-");
            let p = part.lines(0, &name, count);
            part.style(p).break_before = Break::Page;
            expected.push(format!("{name}{:0>width$}", 0, width = 19 - name.len()));
        }
        let pages = Book::new(vec![part]).lay_out(|_| page(100.0, height));
        let tops: Vec<String> = words(&pages).into_iter().filter_map(|lines| lines.into_iter().next()).collect();
        for first in expected {
            prop_assert!(tops.contains(&first), "{} is not at a page's top", first);
        }
    }
}
