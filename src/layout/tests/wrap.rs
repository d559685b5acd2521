//! Lines of about the same length.

use super::*;
use crate::flow::Name;
use crate::style::TextAlign;

/// A paragraph of two lines, the second short.
fn lines(balanced: bool, align: TextAlign) -> Vec<String> {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "aaaa bbbb cccc dddd ee");
    part.style(p).balanced = balanced;
    part.style(p).text_align = align;
    words(&Book::new(vec![part]).lay_out(|_| page(100.0, 60.0))).concat()
}

#[test]
fn balanced_lines_are_as_many_and_of_about_the_same_length() {
    assert_eq!(lines(false, TextAlign::Start), ["aaaa bbbb cccc dddd", "ee"]);
    assert_eq!(lines(true, TextAlign::Start), ["aaaa bbbb", "cccc dddd ee"]);
    assert_eq!(lines(true, TextAlign::Justify), ["aaaa bbbb cccc dddd", "ee"]);
}
