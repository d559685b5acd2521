//! Paragraphs over pages: breaks, widows, headings, margins, frames.

use super::*;
use crate::flow::{Matter, Name, SectionKind};
use crate::layout::Tight;
use crate::style::{Border, Break, BreakInside, Length, Pt, Rgb, Sides};

#[test]
fn a_paragraph_goes_over_two_pages() {
    let mut part = Part::week();
    part.lines(0, "a", 7);
    let dump = Book::new(vec![part]).dump(48.0);
    let expected = "\
page 1 “1” 120×68 section 0
  start p#1 + 0
  10,49 p#1 “a000000000000000000”
  10,37 p#1 “a000000000000000001”
  10,25 p#1 “a000000000000000002”
  10,13 p#1 “a000000000000000003”
page 2 “2” 120×68 section 0
  start p#1 + 80
  10,49 p#1 “a000000000000000004”
  10,37 p#1 “a000000000000000005”
  10,25 p#1 “a000000000000000006”
anchor part: page 1 at 10,58
";
    assert_eq!(dump, expected);
}

#[test]
fn no_widow_and_no_orphan() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    part.lines(0, "b", 4);
    part.lines(0, "c", 5);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 48.0));
    // An orphan would be b0 on the first page; three lines cannot be parted at all.
    assert_eq!(outline(&pages), ["a a1 a2", "b b1 b2 b3", "c c1 c2", "c3 c4"]);
}

#[test]
fn a_heading_is_never_last_on_a_page() {
    let mut part = Part::week();
    part.lines(0, "a", 4);
    part.with(0, Name::H2, "Heading");
    part.lines(0, "b", 4);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 72.0));
    assert_eq!(outline(&pages), ["a a1 a2 a3", "Heading b b1 b2 b3"]);
}

#[test]
fn margins_collapse_and_are_dropped_at_the_top_of_a_page_only_after_unforced_breaks() {
    let mut part = Part::week();
    for name in ["a", "b", "c"] {
        let p = part.lines(0, name, 2);
        part.style(p).margin = margin(10.0, 6.0);
    }
    let dump = Book::new(vec![part]).dump(70.0);
    let lines: Vec<&str> =
        dump.lines().filter(|line| line.contains("0000000000000000 ") || line.contains("00”")).collect();
    // 80 is the top of the area: the first page keeps its margin of 10, then 10 between, and the third begins anew.
    assert_eq!(
        lines,
        ["  10,61 p#1 “a000000000000000000”", "  10,27 p#2 “b000000000000000000”", "  10,71 p#3 “c000000000000000000”"]
    );
}

#[test]
fn breaks_are_forced_to_their_side() {
    let mut part = Part::new(SectionKind::Front, Matter::Front);
    part.lines(0, "a", 1);
    let b = part.lines(0, "b", 1);
    part.style(b).break_before = Break::Recto;
    let mut week = Part::week();
    week.style(0).break_before = Break::Verso;
    week.lines(0, "c", 1);
    let pages = Book::new(vec![part, week]).lay_out(|_| page(100.0, 48.0));
    assert_eq!(outline(&pages), ["a", "", "b", "c"]);
    let labels: Vec<&str> = pages.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["i", "ii", "iii", "1"]);
    assert!(pages.pages[1].start.is_none(), "a blank page has no text");
}

#[test]
fn a_box_is_drawn_on_each_page_it_stands_on() {
    let mut part = Part::week();
    let quote = part.add(0, Name::Blockquote);
    part.lines(quote, "a", 6);
    let line = Border { width: Pt(1.0), style: crate::style::BorderStyle::Solid, color: Rgb::default() };
    let style = part.style(quote);
    style.border = Sides::all(line);
    style.padding = Sides { top: Pt(5.0), bottom: Pt(5.0), ..Sides::default() };
    style.background = Some(Rgb { r: 240, g: 240, b: 240 });
    let dump = Book::new(vec![part]).dump(48.0);
    let rects: Vec<&str> = dump.lines().filter(|line| line.contains("rect") || line.starts_with("page")).collect();
    let expected = [
        "page 1 “1” 120×68 section 0",
        "  – rect 10,16 100×42", // background: border, padding, three lines
        "  – rect 10,57 100×1",  // top
        "  – rect 10,16 1×42",   // left
        "  – rect 109,16 1×42",  // right: no bottom
        "page 2 “2” 120×68 section 0",
        "  – rect 10,16 100×42",
        "  – rect 10,16 100×1", // bottom: no top
        "  – rect 10,16 1×42",
        "  – rect 109,16 1×42",
    ];
    assert_eq!(rects, expected);
}

#[test]
fn what_is_kept_together_moves_whole_unless_it_is_too_high() {
    let mut part = Part::week();
    part.lines(0, "a", 2);
    let kept = part.add(0, Name::Div);
    part.style(kept).break_inside = BreakInside::Avoid;
    part.lines(kept, "b", 2);
    part.lines(kept, "c", 2);
    let tall = part.add(0, Name::Div);
    part.style(tall).break_inside = BreakInside::Avoid;
    part.lines(tall, "d", 8);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["a a1", "b b1 c c1", "d d1 d2 d3 d4", "d5 d6 d7"]);
}

#[test]
fn a_line_higher_than_the_page_is_placed_all_the_same() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 5.0));
    assert_eq!(outline(&pages), ["a", "a1", "a2"]);
}

#[test]
fn widths_and_automatic_margins() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "four");
    let style = part.style(p);
    style.width = Length::Percent(0.5);
    style.margin = Sides { left: Length::Auto, right: Length::Auto, ..style.margin };
    let dump = Book::new(vec![part]).dump(48.0);
    assert!(dump.contains("  35,49 p#1 “four”"), "{dump}");
}

#[test]
fn named_pages_begin_their_own() {
    let mut part = Part::week();
    part.lines(0, "a", 1);
    let wide = part.lines(0, "b", 1);
    part.style(wide).page = Some("wide".to_owned());
    part.lines(0, "c", 1);
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|context| page(if context.name.is_some() { 200.0 } else { 100.0 }, 48.0));
    assert_eq!(outline(&pages), ["a", "b", "c"]);
    assert_eq!(pages.pages.iter().map(|page| page.width.0).collect::<Vec<_>>(), [120.0, 220.0, 120.0]);
}

#[test]
fn a_line_that_does_not_fit_is_reported() {
    let mut part = Part::week();
    part.with(0, Name::P, "Donaudampfschifffahrtsgesellschaft");
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| page(100.0, 48.0));
    let found: Vec<_> = pages.overfull.iter().map(|line| (line.node.index, line.words.as_str(), line.excess)).collect();
    assert_eq!(found, [(1, "Donaudampfschifffahrtsgesellschaft", Pt(70.0))]);
}

#[test]
fn text_beyond_any_edge_of_its_page_is_reported() {
    let told = |change: &dyn Fn(&mut crate::style::ComputedStyle)| {
        let mut part = Part::week();
        let p = part.with(0, Name::P, "four words and more");
        change(part.style(p));
        let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 48.0));
        pages.overfull.iter().map(|line| (line.of, line.node.index, line.excess.0)).collect::<Vec<_>>()
    };
    let margin = |left: f64| Sides { left: Length::Abs(Pt(left)), ..Sides::all(Length::Abs(Pt::ZERO)) };
    assert_eq!(told(&|_| {}), []);
    assert_eq!(told(&|style| style.margin = margin(-9.0)), []);
    assert_eq!(told(&|style| style.margin = margin(-15.0)), [(Tight::Page, 1, 5.0)]);
    let right = told(&|style| style.margin = Sides { right: Length::Abs(Pt(-200.0)), ..margin(200.0) });
    assert_eq!(right, [(Tight::Page, 1, 182.5)]);
}

#[test]
fn deep_nesting_is_refused_rather_than_overflowing_the_stack() {
    let mut part = Part::week();
    let mut at = 0;
    for _ in 0..5000 {
        at = part.add(at, Name::Div);
    }
    part.text(at, "deep");
    let mut book = Book::new(vec![part]);
    book.lay_out(|_| page(100.0, 48.0));
    assert!(book.diags.has_errors());
}
