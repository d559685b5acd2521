//! The audit on words and images that are moved to where no layout would set them.

use super::*;
use crate::flow::{Data, Name};
use crate::layout::audit::{Audit, Fault, audit_with};
use crate::layout::{Draw, Item, Pages};
use crate::style::Pt;

/// A page with a list, a table of two columns and an image, changed before it is looked at. Every glyph but a blank is
/// ink of 0.5 by 0.7 em; blanks are drawn too in this face, so that words do not touch.
fn looked_at(change: impl FnOnce(&mut Pages)) -> Audit {
    let mut part = Part::week();
    part.with(0, Name::P, "aaa");
    part.with(0, Name::P, "bbb");
    let figure = part.add(0, Name::Figure);
    let img = part.add(figure, Name::Img);
    part.data(img, Data::Image { image: 0, alt: "A map".to_owned() });
    let table = part.add(0, Name::Table);
    let body = part.add(table, Name::Tbody);
    let row = part.add(body, Name::Tr);
    part.with(row, Name::Td, "left");
    part.with(row, Name::Td, "right");
    let mut book = Book::new(vec![part]).image(64, 32);
    let mut pages = book.lay_out(|_| page(200.0, 300.0));
    assert_eq!(pages.pages.len(), 1);
    change(&mut pages);
    audit_with(&pages, &book.flow, &|_, _| Some([0.0, 0.0, 0.5, 0.7]))
}

fn item<'p>(pages: &'p mut Pages, words: &str) -> &'p mut Item {
    let wanted = |item: &&mut Item| match &item.draw {
        Draw::Glyphs { run, .. } => run.text.starts_with(words),
        Draw::Image { .. } => words == "image",
        Draw::Rect { .. } | Draw::Stroke { .. } => false,
    };
    pages.pages[0].items.iter_mut().find(wanted).expect("such an item")
}

/// What is found where one thing is moved.
fn moved(words: &str, dx: f64, dy: f64) -> Vec<(Fault, String)> {
    let audit = looked_at(|pages| item(pages, words).draw.shift(Pt(dx), Pt(dy)));
    audit.blemishes.into_iter().map(|blemish| (blemish.fault, blemish.words)).collect()
}

#[test]
fn what_stands_where_it_was_set_is_right() {
    assert_eq!(looked_at(|_| {}).blemishes, []);
    assert_eq!(moved("aaa", 1.0, 1.0), []);
}

#[test]
fn words_on_words_overlap() {
    assert_eq!(moved("aaa", 0.0, -9.0), [(Fault::Overlap, "bbb".to_owned())]);
    assert_eq!(moved("left", 40.0, 0.0).len(), 1, "a cell that reaches into the next");
}

#[test]
fn words_on_an_image_overlap() {
    let found = moved("bbb", 0.0, -20.0);
    assert_eq!(found.iter().map(|(fault, _)| *fault).collect::<Vec<_>>(), [Fault::Overlap]);
}

#[test]
fn what_leaves_its_column_or_the_page_is_told() {
    let out =
        |words: &str, dx: f64, dy: f64| moved(words, dx, dy).into_iter().map(|(fault, _)| fault).collect::<Vec<_>>();
    let column = |pages: &mut Pages| {
        let page = &mut pages.pages[0];
        page.width += Pt(300.0);
    };
    let audit = looked_at(|pages| {
        column(pages);
        item(pages, "aaa").draw.shift(Pt(196.0), Pt::ZERO);
        item(pages, "image").draw.shift(Pt(196.0), Pt::ZERO);
    });
    assert_eq!((audit.count(Fault::OutOfColumn), audit.blemishes.len()), (2, 2), "{:?}", audit.blemishes);
    assert_eq!(out("aaa", 196.0, 0.0), [Fault::OutOfPage]);
    assert_eq!(out("image", -30.0, 0.0), [Fault::OutOfPage]);
    assert!(looked_at(|pages| item(pages, "image").draw.shift(Pt(-30.0), Pt::ZERO)).has_hard_fault());
}

#[test]
fn a_running_head_must_not_stand_on_another() {
    let audit = looked_at(|pages| {
        let mut head = item(pages, "aaa").clone();
        (head.node, head.draw) = (None, {
            head.draw.shift(Pt::ZERO, Pt(-4.0));
            head.draw
        });
        pages.pages[0].furniture.push(head);
    });
    assert!(audit.blemishes.iter().any(|blemish| blemish.fault == Fault::Overlap), "{:?}", audit.blemishes);
}

#[test]
fn a_line_that_does_not_fit_is_told_where_it_stands() {
    let mut part = Part::week();
    part.with(0, Name::P, &"a".repeat(60));
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| page(200.0, 300.0));
    let audit = audit_with(&pages, &book.flow, &|_, _| None);
    assert_eq!((audit.count(Fault::Overfull), audit.blemishes[0].page), (1, 0));
}
