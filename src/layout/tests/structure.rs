//! Lists, right-to-left text, figures, links, code, contents, page starts.

use super::*;
use crate::flow::{Data, Matter, Media, Name, SectionKind, Target};
use crate::layout::MAX_DESCRIPTION;
use crate::style::{ListStyle, Pt, TextAlign};

#[test]
fn list_items_have_their_marker_outside() {
    let mut part = Part::week();
    let list = part.add(0, Name::Ol);
    part.data(list, Data::List(9));
    for text in ["nine", "ten"] {
        part.with(list, Name::Li, text);
    }
    let inner = part.add(3, Name::Ul);
    part.with(inner, Name::Li, "deeper");
    let dump = Book::new(vec![part]).dump(60.0);
    let expected = "\
page 1 “1” 120×80 section 0
  start li#2 + 0
  16,61 li#2 marker “9.”
  30,61 li#2 “nine”
  11,49 li#3 marker “10.”
  30,49 li#3 “ten”
  41,37 li#5 marker “•”
  50,37 li#5 “deeper”
anchor part: page 1 at 10,70
";
    assert_eq!(dump, expected);
}

#[test]
fn right_to_left_lists_are_mirrored() {
    let mut part = Part::week();
    part.rtl(0);
    let list = part.add(0, Name::Ol);
    part.data(list, Data::List(1));
    let padding = &mut part.style(list).padding;
    (padding.left, padding.right) = (Pt::ZERO, Pt(20.0));
    part.with(list, Name::Li, "أخبار");
    let dump = Book::new(vec![part]).dump(48.0);
    // The text ends at the measure's right edge less the indent, the marker stands right of it.
    assert!(dump.contains("  65,49 li#2 “أخبار”"), "{dump}");
    assert!(dump.contains("  94,49 li#2 marker “١.”"), "{dump}");
}

#[test]
fn an_empty_item_shows_its_marker() {
    let mut part = Part::week();
    let list = part.add(0, Name::Ul);
    part.add(list, Name::Li);
    part.with(list, Name::Li, "full");
    let dump = Book::new(vec![part]).dump(48.0);
    assert!(dump.contains("li#2 marker “•”") && dump.contains("li#3 marker “•”"), "{dump}");
}

#[test]
fn a_figure_is_kept_with_its_caption_and_scaled_to_the_page() {
    let mut part = Part::week();
    part.lines(0, "a", 2);
    let figure = part.add(0, Name::Figure);
    part.style(figure).break_inside = crate::style::BreakInside::Avoid;
    let image = part.add(figure, Name::Img);
    part.data(image, Data::Image { image: 0, alt: "A map".to_owned() });
    part.with(figure, Name::Figcaption, "Caption");
    part.style(figure).text_align = TextAlign::Center;
    // 100 × 200 pixels are 75 × 150 points: too high for 60, of which the caption takes 12.
    let dump = Book::new(vec![part]).image(100, 200).dump(60.0);
    assert!(dump.contains("page 2 “2” 120×80 section 0\n  start figure#2 + 0\n  img#3 image 0 48,22 24×48"), "{dump}");
    assert!(dump.contains("figcaption#4 “Caption”"), "{dump}");
    assert!(!dump.contains("page 3"), "{dump}");
}

#[test]
fn an_image_in_a_line_is_drawn_on_its_baseline() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "see ");
    let image = part.add(p, Name::Img);
    part.data(image, Data::Image { image: 0, alt: String::new() });
    part.text(p, " here");
    let dump = Book::new(vec![part]).image(20, 20).dump(48.0);
    assert!(dump.contains("  img#2 image 0 30,43 15×15"), "{dump}");
}

#[test]
fn a_link_over_two_lines_has_two_areas() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "0123456789 ");
    let link = part.with(p, Name::A, "linked words");
    part.data(link, Data::Link(Target::Url("https://example.org/".to_owned())));
    part.text(p, " after");
    let dump = Book::new(vec![part]).dump(48.0);
    let links: Vec<&str> = dump.lines().filter(|line| line.starts_with("  link")).collect();
    let target = "Url(\"https://example.org/\") “linked words”";
    assert_eq!(links, [format!("  link a#2 65,46..95,58 {target}"), format!("  link a#2 10,34..35,46 {target}")]);
}

#[test]
fn a_link_of_a_whole_text_says_a_few_words_of_it_and_no_more_a_line() {
    let mut part = Part::week();
    let p = part.add(0, Name::P);
    let link = part.with(p, Name::A, &"word ".repeat(80_000));
    part.data(link, Data::Link(Target::Url("https://example.org/".to_owned())));
    let pages = Book::new(vec![part]).lay_out(|_| page(1000.0, 600.0));
    let links: Vec<_> = pages.pages.iter().flat_map(|page| &page.links).collect();
    assert!(links.len() > 1000, "{} lines", links.len());
    for area in &links {
        assert!(area.description.starts_with("word word") && area.description.ends_with("word…"));
        assert!(area.description.chars().count() <= MAX_DESCRIPTION);
        assert!(std::sync::Arc::ptr_eq(&area.description, &links[0].description), "its words are there once");
    }
}

#[test]
fn underlines_and_strikes_are_artefacts_below_their_text() {
    let mut part = Part::week();
    let p = part.add(0, Name::P);
    let del = part.with(p, Name::Del, "gone");
    part.style(del).line_through = true;
    let dump = Book::new(vec![part]).dump(48.0);
    assert!(dump.contains("  – rect 10,51.5 20×0.5\n  10,49 del#2 “gone”"), "{dump}");
}

#[test]
fn code_keeps_its_lines_and_shows_where_one_goes_on() {
    let mut part = Part::week();
    let pre = part.add(0, Name::Pre);
    part.with(pre, Name::Code, "a\tb\n\nlet answer = forty_two;\n");
    let dump = Book::new(vec![part]).dump(72.0);
    let expected = "\
page 1 “1” 120×92 section 0
  start pre#1 + 0
  10,73 code#2 “a   b”
  10,49 code#2 “let answer =”
  – rect 13.8,39 0.6×4.5
  – rect 13.8,39 5.5×0.6
  25,37 code#2 “forty_two;”
anchor part: page 1 at 10,82
";
    assert_eq!(dump, expected);
}

#[test]
fn code_that_goes_on_stands_within_its_lines_indent() {
    let mut part = Part::week();
    let pre = part.add(0, Name::Pre);
    part.with(pre, Name::Code, "  let answer = forty_two;\n");
    let dump = Book::new(vec![part]).dump(72.0);
    assert!(dump.contains("  – rect 23.8,63 0.6×4.5\n"), "{dump}");
    assert!(dump.contains("  35,61 code#2 “forty_two;”\n"), "{dump}");
}

#[test]
fn contents_have_page_numbers_flush_at_the_end() {
    let mut contents = Part::new(SectionKind::Contents, Matter::Front);
    contents.section.media = Media::Print;
    let nav = contents.add(0, Name::Nav);
    let list = contents.add(nav, Name::Ol);
    contents.style(list).list_style = ListStyle::None;
    contents.style(list).padding.left = Pt::ZERO;
    for (text, anchor) in [("First", "one"), ("Second", "two")] {
        let item = contents.add(list, Name::Li);
        let link = contents.with(item, Name::A, text);
        contents.data(link, Data::Link(Target::Anchor(anchor.to_owned())));
        contents.text(item, " ");
        let label = contents.add(item, Name::Span);
        contents.data(label, Data::PageRef(anchor.to_owned()));
    }
    let mut week = Part::week();
    let first = week.lines(0, "a", 2);
    week.anchor(first, "one");
    let second = week.lines(0, "b", 2);
    week.anchor(second, "two");
    let mut book = Book::new(vec![contents, week]);
    let pages = book.lay_out(|_| page(100.0, 36.0));
    assert_eq!(words(&pages)[0], ["First1", "Second2"]);
    let dump = super::super::dump(&pages, &book.flow);
    assert!(dump.contains("  – stroke 40,37.4..100,37.4\n  105,37 span#5 “1”"), "{dump}");
    assert_eq!(pages.label_of("two"), Some("2"));
    assert!(pages.pages[0].start.is_none(), "the contents are only in print");
    assert_eq!(pages.page_breaks().len(), 2);
}

#[test]
fn page_references_in_the_text_are_set_like_text() {
    let mut part = Part::new(SectionKind::Sources, Matter::Body);
    let p = part.with(0, Name::P, "see p. ");
    let label = part.add(p, Name::Span);
    part.data(label, Data::PageRef("part".to_owned()));
    part.text(p, ", and on and on and on and on");
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| page(100.0, 12.0));
    assert_eq!(words(&pages)[0], ["see p. 1, and on and"]);
    // The label is not in the other edition's text, so the second page begins one byte earlier than in print.
    let starts: Vec<usize> = pages.page_breaks().iter().map(|start| start.offset).collect();
    assert_eq!(starts, [0, 20]);
}

#[test]
fn pages_start_where_their_own_text_does() {
    let mut part = Part::week();
    let quote = part.add(0, Name::Blockquote);
    let p = part.add(quote, Name::P);
    part.with(p, Name::Em, "Ünder the old");
    part.text(p, " bridge of the town they met again");
    let print = part.with(p, Name::Span, " (page ten)");
    part.element(print).media = Media::Print;
    part.text(p, " at dusk in the rain");
    part.style(p).orphans = 1;
    part.style(p).widows = 1;
    let mut book = Book::new(vec![part]);
    let pages = book.lay_out(|_| page(100.0, 12.0));
    // Text that only print has counts, since it stands in the flow.
    let text = "Ünder the old bridge of the town they met again (page ten) at dusk in the rain";
    let starts: Vec<&str> = pages.page_breaks().iter().map(|start| &text[start.offset..]).collect();
    assert_eq!(
        words(&pages).concat().join("|"),
        "Ünder the old bridge|of the town they met|again (page ten) at|dusk in the rain"
    );
    assert_eq!(starts, [text, &text[22..], &text[43..], "dusk in the rain"]);
    assert!(pages.pages.iter().all(|page| page.start.as_ref().is_some_and(|s| s.node.index == 2)));
}

#[test]
fn what_is_for_screens_is_not_printed() {
    let mut part = Part::week();
    let gone = part.with(0, Name::P, "gone");
    part.element(gone).media = Media::Screen;
    let hidden = part.with(0, Name::P, "hidden");
    part.style(hidden).display = crate::style::Display::None;
    part.with(0, Name::P, "shown");
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 48.0));
    assert_eq!(words(&pages), [["shown"]]);
}

#[test]
fn text_beside_blocks_is_set_in_between() {
    let mut part = Part::week();
    let div = part.with(0, Name::Div, "before ");
    part.with(div, Name::P, "block");
    part.text(div, " after");
    // The block's text counts, and the blank before the word does.
    let pages = Book::new(vec![part]).lay_out(|_| page(100.0, 12.0));
    assert_eq!(words(&pages).concat(), ["before", "block", "after"]);
    let starts: Vec<_> = pages.page_breaks().iter().map(|s| (s.node.index, s.offset)).collect();
    assert_eq!(starts, [(1, 0), (2, 0), (1, 13)]);
}

#[test]
fn text_for_screens_counts_in_positions_although_it_is_not_set() {
    let mut part = Part::week();
    let p = part.with(0, Name::P, "one ");
    (part.style(p).orphans, part.style(p).widows) = (1, 1);
    let gone = part.with(p, Name::Span, "12345");
    part.element(gone).media = Media::Screen;
    part.text(p, "two three four five six");
    let pages = Book::new(vec![part]).lay_out(|_| page(50.0, 12.0));
    assert_eq!(words(&pages).concat(), ["one two", "three four", "five six"]);
    let starts: Vec<usize> = pages.page_breaks().iter().map(|start| start.offset).collect();
    assert_eq!(starts, [0, 13, 24]);
}
