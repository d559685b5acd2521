//! Lists whose numbers need more room than their indent gives them.

use super::super::{Draw, Item, Pages, Part as Of};
use super::{Book, Part, page};
use crate::flow::{Data, Name};
use crate::language::Direction;
use crate::style::{ColumnSpan, Pt};

/// A list of items `a`, in an element.
fn list(part: &mut Part, parent: u32, first: u64, count: usize) -> u32 {
    let list = part.add(parent, Name::Ol);
    part.data(list, Data::List(first));
    for _ in 0..count {
        part.with(list, Name::Li, "a");
    }
    list
}

fn lay_out(part: Part) -> Pages {
    Book::new(vec![part]).lay_out(|_| page(100.0, 400.0))
}

/// Left edges and texts of the markers, or of what is none.
fn lefts(pages: &Pages, of: Of) -> Vec<(f64, String)> {
    let items = pages.pages.iter().flat_map(|page| &page.items).filter(|item| item.part == of);
    let shown = |item: &Item| match &item.draw {
        Draw::Glyphs { x, run, .. } => Some(((*x + run.x).0, run.text.clone())),
        _ => None,
    };
    items.filter_map(shown).collect()
}

/// The text area begins at 10 points, the items of a list at 30; a number stands 4 before its item, 5 a character.
#[test]
fn a_list_is_indented_by_its_widest_number() {
    let mut part = Part::week();
    list(&mut part, 0, 98, 3);
    list(&mut part, 0, 1, 2);
    let pages = lay_out(part);
    let texts: Vec<f64> = lefts(&pages, Of::Body).into_iter().map(|(x, _)| x).collect();
    assert_eq!(texts, [34.0, 34.0, 34.0, 30.0, 30.0], "only the list with a number of three digits");
    let first = lefts(&pages, Of::Marker).into_iter().map(|(x, _)| x).fold(f64::INFINITY, f64::min);
    assert_eq!(first, 10.0, "the widest begins where the text area does");
}

#[test]
fn a_number_stays_within_the_frame_of_its_list_and_its_callout() {
    for framed in [false, true] {
        let mut part = Part::week();
        let callout = part.add(0, Name::Div);
        part.style(callout).padding.left = Pt(8.0);
        let list = list(&mut part, callout, 10_000, 2);
        part.style(list).margin.left = crate::style::Length::Abs(Pt(6.0));
        if framed {
            part.style(list).background = Some(crate::style::Rgb { r: 9, g: 9, b: 9 });
        }
        let pages = lay_out(part);
        let (x, text) = lefts(&pages, Of::Marker)[0].clone();
        assert_eq!((x, text.as_str()), (if framed { 24.0 } else { 18.0 }, "10000."));
    }
}

#[test]
fn right_to_left_numbers_stay_on_the_page_too() {
    let mut part = Part::week();
    part.rtl(0);
    let ol = list(&mut part, 0, 100, 1);
    (part.style(ol).padding.left, part.style(ol).padding.right) = (Pt::ZERO, Pt(20.0));
    assert_eq!(part.element(ol).dir, Direction::Rtl);
    let pages = lay_out(part);
    let (x, text) = lefts(&pages, Of::Marker)[0].clone();
    assert!(x + 5.0 * text.chars().count() as f64 <= 110.0, "{x} {text}");
}

#[test]
fn an_item_across_columns_keeps_the_indent_of_its_list() {
    let mut part = Part::week();
    (part.style(0).column_count, part.style(0).column_gap) = (Some(2), Pt(20.0));
    let list = list(&mut part, 0, 1, 0);
    let item = part.with(list, Name::Li, "an item that is longer than a column is wide");
    part.style(item).column_span = ColumnSpan::All;
    let pages = Book::new(vec![part]).lay_out(|_| page(220.0, 400.0));
    assert_eq!(lefts(&pages, Of::Marker)[0].0, 16.0);
    let body = lefts(&pages, Of::Body);
    assert!(body[0].0 == 30.0 && body[0].1.len() > 35, "{body:?}");
}
