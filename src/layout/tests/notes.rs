//! Notes at the foot of their mark's page.

use super::*;
use crate::flow::Name;

#[test]
fn a_note_stands_at_the_foot_of_its_marks_page() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "marked");
    part.note(p, "1", 1);
    part.lines(0, "a", 2);
    let dump = Book::new(vec![part]).dump(60.0);
    let expected = "\
page 1 “1” 120×80 section 0
  start p#1 + 0
  10,61 p#1 “marked”
  40,61 a#2 “1”
  10,49 p#5 “a000000000000000000”
  10,37 p#5 “a000000000000000001”
  – rect 10,26 25×0.4
  10,13 p#4 “n1-0000000000000000”
  link a#2 40,58..45,70 Anchor(\"note-1\") “Note 1”
anchor mark-1: page 1 at 10,70
anchor note-1: page 1 at 10,22
anchor part: page 1 at 10,70
";
    assert_eq!(dump, expected);
}

#[test]
fn lines_make_room_for_the_notes_they_mark() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    let p = part.with(0, Name::P, "marked");
    part.note(p, "1", 2);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 60.0));
    // Three lines and the marked one would fit, but not with its note: 48 + 10 + 24.
    assert_eq!(outline(&pages), ["a a1 a2", "marked1 n1- n1-1"]);
}

#[test]
fn a_long_note_goes_on_at_the_foot_of_the_next_page() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "marked");
    part.note(p, "1", 6);
    part.lines(0, "a", 3);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 72.0));
    assert_eq!(outline(&pages), ["marked1 n1- n1-1 n1-2 n1-3", "a a1 a2 n1-4 n1-5"]);
}

#[test]
fn notes_longer_than_the_text_get_pages_of_their_own() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "marked");
    part.note(p, "1", 9);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 48.0));
    // Four lines a page would leave a widow.
    assert_eq!(outline(&pages), ["marked1 n1- n1-1", "n1-2 n1-3 n1-4", "n1-5 n1-6", "n1-7 n1-8"]);
    assert!(pages.pages[1].start.is_none(), "notes are no running text");
}

#[test]
fn notes_stand_in_the_order_of_their_marks_and_one_within_another_follows_it() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "x");
    let one = part.note(p, "1", 1);
    let p = part.with(0, Name::P, "y");
    part.note(p, "2", 1);
    let inner = part.with(one, Name::P, "see");
    part.note(inner, "3", 1);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 120.0));
    assert_eq!(outline(&pages), ["x1 y2 n1- see3 n3- n2-"]);
}

#[test]
fn a_note_without_a_mark_is_set_where_it_stands() {
    let mut part = Part::week();
    let aside = part.add(0, Name::Aside);
    part.data(aside, crate::flow::Data::Note(0));
    part.lines(aside, "n", 1);
    part.lines(0, "a", 1);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 48.0));
    assert_eq!(outline(&pages), ["n a"]);
}

#[test]
fn a_note_whose_mark_shows_nothing_is_not_lost() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "text");
    part.note(p, "", 1);
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 60.0));
    assert_eq!(outline(&pages), ["text n-"]);
}
