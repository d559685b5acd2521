//! Running heads and folios.

use super::*;
use crate::flow::{Matter, Name, SectionKind};
use crate::style::{ComputedStyle, ContentItem, MarginBox, MarginBoxName, PageContext, PageStyle, Pt, TextAlign};

fn margin_box(name: MarginBoxName, content: Vec<ContentItem>) -> MarginBox {
    let mut style = ComputedStyle::initial();
    (style.font_size, style.line_height, style.text_align) = (Pt(4.0), Pt(4.0), TextAlign::Start);
    MarginBox { name, content, style, place: None }
}

fn with_boxes(context: &PageContext) -> PageStyle {
    let mut style = page(100.0, 24.0);
    if context.blank {
        return style;
    }
    let named = |name: &str, which: &str| ContentItem::Named(name.to_owned(), which.to_owned());
    let folio = vec![ContentItem::Page, ContentItem::Text(" of ".to_owned()), ContentItem::Pages];
    let outer = if context.left { MarginBoxName::TopLeft } else { MarginBoxName::TopRight };
    style.boxes =
        vec![margin_box(outer, vec![named("chapter", "first-except")]), margin_box(MarginBoxName::BottomCenter, folio)];
    style
}

fn heads(pages: &super::super::Pages) -> Vec<Vec<(f64, String)>> {
    let of = |page: &super::super::Page| {
        let runs = page.furniture.iter().filter_map(|item| match &item.draw {
            super::super::Draw::Glyphs { x, run, .. } => Some(((*x + run.x).0, run.text.clone())),
            _ => None,
        });
        runs.collect()
    };
    pages.pages.iter().map(of).collect()
}

fn chapter(name: &str, lines: usize) -> Part {
    let mut part = Part::week();
    part.section.strings.insert("chapter".to_owned(), name.to_owned());
    part.lines(0, "a", lines);
    part
}

#[test]
fn heads_quote_their_chapter_but_not_where_it_begins() {
    let mut front = Part::new(SectionKind::Front, Matter::Front);
    front.lines(0, "f", 1);
    let mut book = Book::new(vec![front, chapter("One", 5), chapter("Two", 4)]);
    let pages = book.lay_out(with_boxes);
    let at = |x: f64, text: &str| (x, text.to_owned());
    assert_eq!(
        heads(&pages),
        [
            vec![at(54.0, "i of 5")],
            vec![at(54.0, "1 of 5")],
            vec![at(104.0, "One"), at(54.0, "2 of 5")],
            vec![at(10.0, "One"), at(54.0, "3 of 5")],
            vec![at(54.0, "4 of 5")],
            vec![at(10.0, "Two"), at(54.0, "5 of 5")],
        ]
    );
}

#[test]
fn furniture_knows_the_page_and_the_body_does_not() {
    let book = |lines| {
        let mut book = Book::new(vec![chapter("Zero", lines), chapter("One", 2)]);
        let pages = book.lay_out(with_boxes);
        pages.pages.last().map(|page| format!("{:?}", page.items)).unwrap_or_default()
    };
    assert_eq!(book(2), book(2 + 2 * 2), "two pages more before it change nothing of a page's body");
}

#[test]
fn a_head_too_long_for_its_page_is_cut_at_a_word() {
    let long = "a very long title of a chapter that cannot stand in any head at all";
    let mut book = Book::new(vec![chapter(long, 3)]);
    let pages = book.lay_out(with_boxes);
    let head = heads(&pages).concat().into_iter().map(|(_, text)| text).find(|text| text.ends_with('…'));
    assert!(head.is_some_and(|text| text.chars().count() <= 50 && long.starts_with(text.trim_end_matches('…'))));
}

#[test]
fn strings_are_set_by_elements() {
    let mut part = Part::week();
    part.section.strings.insert("chapter".to_owned(), "Week".to_owned());
    part.lines(0, "a", 2);
    let h2 = part.with(0, Name::H2, "Wells");
    part.style(h2).string_set = vec![("chapter".to_owned(), vec![ContentItem::Content])];
    part.lines(0, "b", 2);
    part.lines(0, "c", 2);
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| {
        let mut style = page(100.0, 36.0);
        let named = |which: &str| vec![ContentItem::Named("chapter".to_owned(), which.to_owned())];
        style.boxes = vec![
            margin_box(MarginBoxName::TopLeft, named("first")),
            margin_box(MarginBoxName::TopRight, named("start")),
            margin_box(MarginBoxName::BottomLeft, named("last")),
        ];
        style
    });
    let texts: Vec<Vec<String>> =
        heads(&pages).into_iter().map(|page| page.into_iter().map(|(_, text)| text).collect()).collect();
    assert_eq!(texts, [["Week", "Week", "Week"], ["Wells", "Wells", "Wells"], ["Wells", "Wells", "Wells"]]);
}

#[test]
fn a_section_sets_its_strings_anew_where_it_begins() {
    let named = |which: &str| vec![ContentItem::Named("chapter".to_owned(), which.to_owned())];
    let mut book = Book::new(vec![chapter("One", 1), chapter("One", 3)]);
    let pages = book.lay_out(|_| {
        let mut style = page(100.0, 24.0);
        style.boxes = vec![
            margin_box(MarginBoxName::TopLeft, named("first-except")),
            margin_box(MarginBoxName::TopRight, named("first")),
        ];
        style
    });
    let counts: Vec<usize> = heads(&pages).iter().map(Vec::len).collect();
    assert_eq!(counts, [1, 1, 2], "an opening has no head, be its chapter called like the one before");
}

#[test]
fn a_head_of_two_lines_shows_both() {
    let style = |_: &PageContext| {
        let mut style = page(100.0, 24.0);
        let content = vec![ContentItem::Text(
            "upper\u{2028}a lower line that is far too long for the hundred points it has".to_owned(),
        )];
        style.boxes = vec![margin_box(MarginBoxName::TopLeft, content)];
        style
    };
    let mut part = Part::week();
    part.lines(0, "a", 1);
    let pages = Book::new(vec![part]).lay_out(style);
    let places = pages.pages[0].furniture.iter().filter_map(|item| match &item.draw {
        super::super::Draw::Glyphs { y, run, .. } => Some((y.0, run.text.trim().to_owned())),
        _ => None,
    });
    // Lines of 4 points in a margin of 10: from 43 down, the baseline 3 below a line's top.
    let places: Vec<_> = places.collect();
    let lower = "a lower line that is far too long for the hundred…".to_owned();
    assert_eq!(places, [(40.0, "upper".to_owned()), (36.0, lower)]);
}
