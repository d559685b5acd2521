//! The audit on pages that are cut where no layout would cut them.

use super::*;
use crate::flow::{Data, Flow, Name};
use crate::layout::audit::{Audit, Cause, Fault, LeftOut, audit_with};
use crate::layout::{Draw, Item, Page, Pages};
use crate::style::{Break, Pt};

/// Where what follows a cut goes on.
#[derive(Clone, Copy, PartialEq)]
enum On {
    NextPage,
    NextColumn,
}

/// The text area's top on a page of 1000 points.
const TOP: Pt = Pt(1000.0);

/// The ends of pages alone: no glyph has ink.
fn audit(pages: &Pages, flow: &Flow) -> Audit {
    audit_with(pages, flow, &|_, _| None)
}

/// A section on one page, cut before each item that begins with these words (notes and images by their place among all
/// would be moved with what precedes them: name them too).
fn cut(mut book: Book, cuts: &[(&str, On)]) -> (Pages, Flow) {
    let mut pages = book.lay_out(|_| page(100.0, 1000.0));
    assert_eq!(pages.pages.len(), 1, "what is cut stands on one page");
    let mut whole = pages.pages.remove(0);
    // What is moved to another column stays within the page, and within where it was set.
    (whole.width, whole.height) = (Pt(1000.0), Pt(2000.0));
    whole.regions = vec![[Pt(-1000.0), Pt(-1000.0), Pt(1000.0), Pt(2000.0)]];
    let items = std::mem::take(&mut whole.items);
    let mut cuts = cuts.iter().peekable();
    let mut last = whole.clone();
    let (mut dx, mut dy) = (Pt::ZERO, Pt::ZERO);
    for mut item in items {
        if let Some((_, on)) = cuts.next_if(|(words, _)| is(&item, words)) {
            dy = TOP - top(&item);
            dx = if *on == On::NextColumn { dx + Pt(200.0) } else { Pt::ZERO };
            if *on == On::NextPage {
                pages.pages.push(last);
                last = Page { label: (pages.pages.len() + 1).to_string(), ..whole.clone() };
            }
        }
        item.draw.shift(dx, dy);
        last.items.push(item);
    }
    pages.pages.push(last);
    assert_eq!(cuts.next().map(|(words, _)| *words), None, "there is no such item");
    (pages, book.flow)
}

fn is(item: &Item, words: &str) -> bool {
    match &item.draw {
        Draw::Glyphs { run, .. } => run.text.starts_with(words),
        Draw::Image { .. } => words == "image",
        Draw::Rect { .. } | Draw::Stroke { .. } => false,
    }
}

fn top(item: &Item) -> Pt {
    match item.draw {
        Draw::Glyphs { y, .. } | Draw::Rect { y, .. } => y,
        Draw::Image { y, height, .. } => y + height,
        Draw::Stroke { from, .. } => from.1,
    }
}

fn found(part: Part, cuts: &[(&str, On)]) -> Audit {
    let (pages, flow) = cut(Book::new(vec![part]).image(64, 32), cuts);
    audit(&pages, &flow)
}

/// The faults, each with its page.
fn faults(audit: &Audit) -> Vec<(Fault, usize)> {
    audit.blemishes.iter().map(|blemish| (blemish.fault, blemish.page + 1)).collect()
}

fn next_page(words: &str) -> (&str, On) {
    (words, On::NextPage)
}

#[test]
fn a_paragraph_parted_by_its_first_or_last_line_is_told_by_its_pages() {
    let paragraph = || {
        let mut part = Part::week();
        part.lines(0, "a", 5);
        part
    };
    let ends = |line: usize| found(paragraph(), &[next_page(&format!("a{line:018}"))]);
    assert_eq!(faults(&ends(1)), [(Fault::Orphan, 1)]);
    assert_eq!(faults(&ends(2)), []);
    assert_eq!(faults(&ends(3)), []);
    assert_eq!(faults(&ends(4)), [(Fault::Widow, 2)]);
    let audit = ends(4);
    assert_eq!((audit.pages, audit.lines, audit.blemishes[0].words.as_str()), (2, 5, "a000000000000000004"));
    assert_eq!((audit.blemishes[0].label.as_str(), audit.blemishes[0].cause), ("2", None));
    assert!(!audit.has_hard_fault());
}

#[test]
fn the_style_says_how_many_lines_stay_together() {
    let mut part = Part::week();
    let p = part.lines(0, "a", 5);
    (part.style(p).orphans, part.style(p).widows) = (1, 4);
    assert_eq!(faults(&found(part, &[next_page("a000000000000000002")])), [(Fault::Widow, 2)]);
}

#[test]
fn columns_end_as_pages_do() {
    let mut part = Part::week();
    part.lines(0, "a", 5);
    part.with(0, Name::H2, "Head");
    part.lines(0, "b", 5);
    let column = |words| (words, On::NextColumn);
    let audit = found(part, &[column("a000000000000000004"), column("b")]);
    assert_eq!(faults(&audit), [(Fault::Widow, 1), (Fault::HeadingAtFoot, 1)]);
}

#[test]
fn text_around_a_list_is_two_paragraphs() {
    let mut part = Part::week();
    let li = part.add(0, Name::Div);
    part.text(li, "before");
    let list = part.add(li, Name::Ul);
    part.with(list, Name::Li, "within");
    part.text(li, "after");
    let cuts = [next_page("within"), next_page("after")];
    assert_eq!(faults(&found(part, &cuts)), []);
}

#[test]
fn a_headline_must_not_stand_last() {
    let article = || {
        let mut part = Part::week();
        part.lines(0, "a", 3);
        part.with(0, Name::H2, "Head");
        let credit = part.with(0, Name::P, "Credit");
        part.element(credit).classes.push("credit".to_owned());
        part.lines(0, "b", 3);
        part
    };
    assert_eq!(faults(&found(article(), &[next_page("Head")])), []);
    assert_eq!(faults(&found(article(), &[next_page("Credit")])), [(Fault::HeadingAtFoot, 1)]);
    let audit = found(article(), &[next_page("b")]);
    assert_eq!(faults(&audit), [(Fault::HeadingAtFoot, 1)]);
    assert_eq!((audit.blemishes[0].words.as_str(), audit.has_hard_fault()), ("Credit", true));
}

#[test]
fn a_headline_that_ends_its_part_stands_last_rightly() {
    let mut part = Part::week();
    part.lines(0, "a", 3);
    part.with(0, Name::H2, "Head");
    assert_eq!(faults(&found(part, &[next_page("a000000000000000002")])), [(Fault::Widow, 2)]);
}

#[test]
fn a_note_begins_on_the_page_of_its_mark() {
    let marked = || {
        let mut part = Part::week();
        let p = part.with(0, Name::P, "marked");
        part.note(p, "1", 4);
        part.lines(0, "a", 4);
        part
    };
    let split = found(marked(), &[next_page("n1-0000000000000002")]);
    assert_eq!(faults(&split), []);
    let away = found(marked(), &[next_page("n1-")]);
    assert_eq!(faults(&away), [(Fault::NoteAwayFromMark, 1)]);
    let (mut pages, flow) = cut(Book::new(vec![marked()]), &[]);
    pages.pages[0].items.retain(|item| !is(item, "n1-"));
    assert_eq!(faults(&audit(&pages, &flow)), [(Fault::NoteAwayFromMark, 1)], "a note that is nowhere");
}

#[test]
fn what_a_note_may_have_forced_is_told_with_its_cause() {
    let causes = |before: usize, cuts: &[(&str, On)]| {
        let mut part = Part::week();
        part.lines(0, "a", 4);
        part.lines(0, "b", before);
        let p = part.with(0, Name::P, "marked");
        part.note(p, "1", 1);
        found(part, cuts).blemishes.iter().map(|b| b.cause).collect::<Vec<_>>()
    };
    let widow = next_page("a000000000000000003");
    assert_eq!(causes(1, &[widow]), [Some(Cause::Note)]);
    assert_eq!(causes(1, &[widow, next_page("b")]), [None], "the note is a page further");
}

#[test]
fn a_figure_keeps_its_caption() {
    let figure = || {
        let mut part = Part::week();
        part.lines(0, "a", 3);
        let figure = part.add(0, Name::Figure);
        let img = part.add(figure, Name::Img);
        part.data(img, Data::Image { image: 0, alt: "A map".to_owned() });
        let caption = part.add(figure, Name::Figcaption);
        part.text(caption, "Map, drawn in 1901 by hand and again");
        part
    };
    assert_eq!(faults(&found(figure(), &[next_page("image")])), []);
    assert_eq!(faults(&found(figure(), &[next_page("Map")])), [(Fault::FigureWithoutCaption, 2)]);
    assert_eq!(faults(&found(figure(), &[next_page("by")])), [(Fault::FigureWithoutCaption, 1)]);
}

#[test]
fn a_table_is_not_parted_after_its_head() {
    let table = || {
        let mut part = Part::week();
        let table = part.add(0, Name::Table);
        let head = part.add(table, Name::Thead);
        let tr = part.add(head, Name::Tr);
        part.with(tr, Name::Th, "Place");
        let body = part.add(table, Name::Tbody);
        for row in ["one", "two"] {
            let tr = part.add(body, Name::Tr);
            part.with(tr, Name::Td, row);
            part.with(tr, Name::Td, "beside\u{2028}it");
        }
        part
    };
    assert_eq!(faults(&found(table(), &[next_page("two")])), []);
    assert_eq!(faults(&found(table(), &[next_page("one")])), [(Fault::TableHeadAlone, 1)]);
}

/// Four pages; the second and third face each other. `lines` on the second, then what `more` adds.
fn spread(lines: usize, more: impl FnOnce(&mut Part)) -> Audit {
    let mut part = Part::week();
    part.lines(0, "a", 4);
    part.lines(0, "b", lines);
    more(&mut part);
    part.lines(0, "c", 9);
    part.lines(0, "d", 4);
    found(part, &[next_page("b"), next_page("c"), next_page("d")])
}

#[test]
fn facing_pages_are_level_to_within_a_line() {
    for (lines, uneven) in [(9, 0), (8, 0), (10, 0), (7, 1), (12, 1)] {
        let audit = spread(lines, |_| ());
        assert_eq!((audit.spreads, audit.uneven.len()), (1, uneven), "{lines} lines and 9");
        assert_eq!(audit.level(), 1.0 - uneven as f64);
    }
    let audit = spread(6, |_| ());
    let uneven = &audit.uneven[0];
    assert_eq!((uneven.short, uneven.by, uneven.lines), (1, Pt(36.0), 3.0));
    assert_eq!(uneven.labels, ["2", "3"]);
    assert_eq!((uneven.cause, uneven.words.as_str()), (Cause::Orphans, "c000000000000000000"));
}

#[test]
fn a_spread_with_a_table_or_a_figure_or_a_note_is_not_compared() {
    let reason = |audit: Audit| audit.left_out.into_keys().collect::<Vec<_>>();
    let table = spread(5, |part| {
        let table = part.add(0, Name::Table);
        let tr = part.add(table, Name::Tr);
        part.with(tr, Name::Td, "one");
    });
    assert_eq!((table.spreads, reason(table)), (0, vec![LeftOut::Table]));
    let figure = spread(5, |part| {
        let figure = part.add(0, Name::Figure);
        part.with(figure, Name::P, "drawn in text");
    });
    assert_eq!((figure.spreads, reason(figure)), (0, vec![LeftOut::Figure]));
    let mut part = Part::week();
    part.lines(0, "a", 4);
    part.lines(0, "b", 4);
    part.lines(0, "c", 4);
    let end = found(part, &[next_page("b"), next_page("c")]);
    assert_eq!((end.spreads, reason(end)), (0, vec![LeftOut::ChapterEnd]));
}

/// Why the second of four pages, short by many lines, ends before what `next` puts on the third.
fn cause(next: impl FnOnce(&mut Part) -> u32) -> Cause {
    let mut part = Part::week();
    part.lines(0, "a", 4);
    part.lines(0, "b", 4);
    next(&mut part);
    part.lines(0, "c", 12);
    part.lines(0, "d", 4);
    let audit = found(part, &[next_page("b"), next_page("x"), next_page("d")]);
    assert_eq!(audit.uneven.len(), 1, "{audit:?}");
    audit.uneven[0].cause
}

#[test]
fn an_uneven_spread_says_what_stands_first_on_the_next_page() {
    assert_eq!(cause(|part| part.with(0, Name::H2, "x")), Cause::Headline);
    assert_eq!(cause(|part| part.with(0, Name::Pre, "x")), Cause::Code);
    let within = |part: &mut Part, name| {
        let around = part.add(0, name);
        part.with(around, Name::P, "x")
    };
    assert_eq!(cause(|part| within(part, Name::Blockquote)), Cause::Quotation);
    assert_eq!(cause(|part| within(part, Name::Li)), Cause::List);
    let callout = |part: &mut Part| {
        let p = within(part, Name::Div);
        part.element(p - 1).classes.push("callout".to_owned());
        p
    };
    assert_eq!(cause(callout), Cause::Callout);
}

#[test]
fn a_page_that_the_style_ends_is_told_apart() {
    let mut part = Part::week();
    part.lines(0, "a", 4);
    part.lines(0, "b", 4);
    let c = part.lines(0, "c", 12);
    part.lines(0, "d", 4);
    let (pages, mut flow) = cut(Book::new(vec![part]), &[next_page("b"), next_page("c"), next_page("d")]);
    let style = flow.sections[0].elements[c as usize].style as usize;
    std::sync::Arc::make_mut(&mut flow.styles[style]).break_before = Break::Page;
    assert_eq!(audit(&pages, &flow).uneven[0].cause, Cause::Forced);
}
