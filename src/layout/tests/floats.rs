//! Figures that move on, blocks that sink.

use proptest::prelude::*;

use super::*;
use crate::flow::{Data, Name};
use crate::style::{BreakInside, Length, Pt};

/// A figure whose image is as many lines high as asked, and its caption one more. (An image of a pixel is 0.75 points.)
fn figure(part: &mut Part, parent: u32, caption: &str, image: u32) -> u32 {
    let figure = part.add(parent, Name::Figure);
    part.style(figure).break_inside = BreakInside::Avoid;
    let img = part.add(figure, Name::Img);
    part.data(img, Data::Image { image, alt: "A map".to_owned() });
    part.with(figure, Name::Figcaption, caption);
    figure
}

#[test]
fn a_figure_that_does_not_fit_moves_on_and_the_text_goes_on() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    let map = figure(&mut part, 0, "Map", 0);
    part.anchor(map, "map");
    part.lines(0, "b", 6);
    // Six lines a page; the figure has three (24 points and a caption), and one would be left.
    let mut book = Book::new(vec![part]).image(64, 32);
    let pages = book.lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["a a1 a2 b b1", "Map b2 b3", "b4 b5"]);
    // The page begins in the flow where its running text does, and the figure's anchor is where it stands.
    let starts: Vec<_> = pages.page_breaks().iter().map(|start| (start.node.index, start.offset)).collect();
    assert_eq!(starts, [(1, 0), (5, 40), (5, 80)]);
    assert_eq!(pages.anchors["map"].page, 1);
}

#[test]
fn a_figure_stays_where_it_fits() {
    let mut part = Part::week();
    part.lines(0, "a", 2);
    figure(&mut part, 0, "Map", 0);
    part.lines(0, "b", 6);
    let pages = Book::new(vec![part]).image(64, 32).lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["a a1 Map", "b b1 b2 b3", "b4 b5"]);
}

#[test]
fn margins_are_those_of_the_new_neighbours() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    let map = figure(&mut part, 0, "Map", 0);
    part.style(map).margin = margin(10.0, 10.0);
    let b = part.lines(0, "b", 4);
    part.style(b).margin = margin(2.0, 0.0);
    let dump = Book::new(vec![part]).image(64, 32).dump(72.0);
    // After the text without the figure: 2 points, not 10. Below the figure at the page's top: its 10.
    assert!(dump.contains("  10,49 p#1 “a000000000000000002”\n  10,35 p#5 “b000000000000000000”"), "{dump}");
    assert!(
        dump.contains("  img#3 image 0 10,58 48×24\n  10,49 figcaption#4 “Map”\n  10,27 p#5 “b000000000000000002”"),
        "{dump}"
    );
}

#[test]
fn a_figure_does_not_leave_its_dispatch() {
    let mut part = Part::week();
    let article = part.add(0, Name::Article);
    part.lines(article, "a", 3);
    figure(&mut part, article, "Map", 0);
    let next = part.add(0, Name::Article);
    part.lines(next, "b", 4);
    let pages = Book::new(vec![part]).image(64, 32).lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["a a1 a2", "Map b b1", "b2 b3"]);
}

#[test]
fn a_figure_is_not_set_between_the_rows_of_a_table() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    figure(&mut part, 0, "Map", 0);
    // No head that could be drawn again, and no frame around the rows.
    let table = part.add(0, Name::Table);
    for row in 0..5 {
        let tr = part.add(table, Name::Tr);
        part.with(tr, Name::Td, &format!("row{row}"));
    }
    part.lines(0, "b", 3);
    let pages = Book::new(vec![part]).image(64, 32).lay_out(|_| page(100.0, 60.0));
    let all = outline(&pages).join(" ");
    let rows: Vec<&str> = all.split(' ').skip_while(|word| !word.starts_with("row")).collect();
    assert!(rows.iter().take(5).all(|word| word.starts_with("row")), "{all}");
}

#[test]
fn figures_keep_their_order() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    figure(&mut part, 0, "One", 0);
    part.lines(0, "b", 2);
    figure(&mut part, 0, "Two", 0);
    part.lines(0, "c", 4);
    let pages = Book::new(vec![part]).image(64, 32).lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["a a1 a2 b b1", "One c c1", "Two c2 c3"]);
}

#[test]
fn pages_before_what_needs_the_room_end_level() {
    let mut part = Part::week();
    part.lines(0, "a", 12);
    let kept = part.add(0, Name::Div);
    part.style(kept).break_inside = BreakInside::Avoid;
    part.lines(kept, "k", 4);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 60.0));
    let counts: Vec<usize> = words(&pages).iter().map(Vec::len).collect();
    assert_eq!(counts, [4, 4, 4, 4], "each ends a line short, rather than one by three");
    let mut part = Part::week();
    part.lines(0, "a", 14);
    let counts: Vec<usize> =
        words(&Book::new(vec![part]).lay_out(|_| page(100.0, 60.0))).iter().map(Vec::len).collect();
    assert_eq!(counts, [5, 5, 4], "pages are full where nothing needs the room");
}

#[test]
fn an_automatic_margin_sinks_what_follows_to_the_foot() {
    let mut part = Part::week();
    part.lines(0, "a", 1);
    let foot = part.lines(0, "b", 2);
    part.style(foot).margin.top = Length::Auto;
    let dump = Book::new(vec![part]).dump(60.0);
    // The area is from 10 to 70, a baseline 3 above its line's bottom.
    assert!(dump.contains("  10,61 p#1"), "{dump}");
    assert!(dump.contains("  10,25 p#2 “b000000000000000000”\n  10,13 p#2 “b000000000000000001”"), "{dump}");
}

#[test]
fn page_references_find_a_figure_that_has_moved() {
    let mut part = Part::week();
    let see = part.with(0, Name::P, "see ");
    let page_number = part.add(see, Name::Span);
    part.data(page_number, Data::PageRef("map".to_owned()));
    part.lines(0, "a", 2);
    let map = figure(&mut part, 0, "Map", 0);
    part.anchor(map, "map");
    part.lines(0, "b", 6);
    let pages = Book::new(vec![part]).image(64, 32).lay_out(|_| page(100.0, 60.0));
    // It is planned twice: with the number and, before, without.
    assert_eq!(outline(&pages), ["see 2 a a1 b b1", "Map b2 b3", "b4 b5"]);
}

/// Blocks of a book: lines of text, or a figure of this height.
fn blocks() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((1usize..8, prop::bool::weighted(0.3)), 1..16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn moved_figures_lose_nothing(blocks in blocks(), height in 30.0f64..160.0) {
        let mut part = Part::week();
        let (mut lines, mut captions) = (Vec::new(), Vec::new());
        for (number, (size, is_figure)) in blocks.iter().enumerate() {
            if *is_figure {
                let caption = format!("figure-{number}");
                figure(&mut part, 0, &caption, *size as u32 - 1);
                captions.push((caption, lines.last().cloned()));
            } else {
                let name = format!("p{number}-");
                part.lines(0, &name, *size);
                lines.extend((0..*size).map(|n| format!("{name}{n:0>width$}", width = 19 - name.len())));
            }
        }
        let mut book = Book::new(vec![part]);
        for size in 1..8 {
            book = book.image(64, size * 16);
        }
        let pages = book.lay_out(|_| page(100.0, height));
        let all: Vec<(usize, String)> =
            words(&pages).into_iter().enumerate().flat_map(|(page, lines)| lines.into_iter().map(move |l| (page, l))).collect();
        let (set, text): (Vec<_>, Vec<_>) = all.iter().partition(|(_, line)| line.starts_with("figure-"));
        prop_assert_eq!(text.iter().map(|(_, line)| line).collect::<Vec<_>>(), lines.iter().collect::<Vec<_>>());
        prop_assert_eq!(set.iter().map(|(_, line)| line).collect::<Vec<_>>(), captions.iter().map(|(c, _)| c).collect::<Vec<_>>());
        let place = |wanted: &str| all.iter().position(|(_, line)| line == wanted);
        for (caption, before) in &captions {
            if let Some(before) = before {
                prop_assert!(place(before) < place(caption), "{} is before its place", caption);
            }
        }
        let starts: Vec<_> = pages.page_breaks().into_iter().map(|s| (s.node, s.offset)).collect();
        prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", starts);
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            if let super::super::Draw::Image { y, height: high, .. } = &item.draw {
                prop_assert!(*y >= Pt(9.9) && *y + *high <= Pt(10.1 + height.max(12.0)), "an image leaves its page");
            }
        }
    }
}
