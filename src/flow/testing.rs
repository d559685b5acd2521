//! Flows of small books for tests, and what they look like as text.

use std::fmt::Write as _;

use super::{Child, Data, Element, Flow, Media, Scope, Section, Target};
use crate::diagnostic::Diagnostics;
use crate::dispatch::Alignment;
use crate::edition::Edition;
use crate::edition::testing::Book;
use crate::style::Style;

/// The flow of a book's first edition, with the messages of making it, `severity code: message` each.
pub(crate) fn build(book: &Book) -> (Flow, Vec<String>) {
    let mut built = book.build();
    assert!(!built.diags.has_errors(), "{}", built.messages());
    let Some(edition) = built.editions.remove(0) else { panic!("no edition: {}", built.messages()) };
    arrange(&edition)
}

/// An edition's flow in the default style, with the messages of making it.
pub(crate) fn arrange(edition: &Edition) -> (Flow, Vec<String>) {
    let mut diags = Diagnostics::new();
    let style = Style::load(None, &mut |_, _| None, &mut diags).expect("the default style");
    let flow = super::build(edition, &style, &mut diags);
    let messages = diags.iter().map(|d| format!("{} {}: {}", d.severity.name(), d.code.0, d.message)).collect();
    (flow, messages)
}

/// The flow of a manifest without other files, made without an error.
pub(crate) fn flow(manifest: &str) -> Flow {
    let (flow, messages) = build(&Book::new(manifest));
    assert!(!messages.iter().any(|m| m.starts_with("error")), "{messages:?}");
    flow
}

/// A section as text: an element a line, indented, `name.class#anchor`, then what differs from its parent
/// (`ar rtl`, `print`), its data, and its text where it holds nothing else; no-break spaces as `~`.
pub(crate) fn dump(flow: &Flow, anchor: &str) -> String {
    let section = flow.sections.iter().find(|s| s.anchor == anchor).expect("a section of this anchor");
    let mut out = String::new();
    element(flow, section, 0, 0, &mut out);
    out
}

/// The part of a section below the element of an anchor, which may be any.
pub(crate) fn dump_element(flow: &Flow, anchor: &str) -> String {
    let places = flow.sections.iter().flat_map(|s| (0u32..).zip(&s.elements).map(move |(i, e)| (s, i, e)));
    let mut found = places.filter(|(_, _, e)| e.anchor.as_deref() == Some(anchor));
    let (section, index, _) = found.next().expect("an element of this anchor");
    let mut out = String::new();
    element(flow, section, index, 0, &mut out);
    out
}

fn element(flow: &Flow, section: &Section, index: u32, depth: usize, out: &mut String) {
    let element = &section.elements[index as usize];
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}{}{}", element.name.as_str(), marks(flow, section, element));
    if let [Child::Text(text)] = element.children.as_slice() {
        let _ = writeln!(out, " {}", quoted(text));
        return;
    }
    out.push('\n');
    for child in &element.children {
        match child {
            Child::Text(text) => {
                let _ = writeln!(out, "{indent}  {}", quoted(text));
            }
            Child::Element(child) => self::element(flow, section, *child, depth + 1, out),
        }
    }
}

/// A text as Rust writes it, no-break spaces as `~`.
fn quoted(text: &str) -> String {
    format!("{text:?}").replace("\\u{a0}", "~")
}

fn marks(flow: &Flow, section: &Section, element: &Element) -> String {
    let mut out: String = element.classes.iter().map(|class| format!(".{class}")).collect();
    if let Some(anchor) = &element.anchor {
        out += &format!("#{anchor}");
    }
    let parent = element.parent.map(|p| &section.elements[p as usize]);
    let (lang, dir) = parent.map_or((&flow.meta.language, flow.meta.direction), |p| (&p.lang, p.dir));
    if element.lang != *lang {
        out += &format!(" {}", element.lang);
    }
    if element.dir != dir {
        out += &format!(" {}", element.dir.as_str());
    }
    match element.media {
        Media::Print if parent.is_none_or(|p| p.media != Media::Print) => out += " print",
        Media::Screen if parent.is_none_or(|p| p.media != Media::Screen) => out += " screen",
        _ => {}
    }
    let anchor = |index: &u32| section.elements[*index as usize].anchor.clone().unwrap_or_default();
    out += &match &element.data {
        Data::None | Data::Cell(Alignment::None) | Data::List(1) => String::new(),
        Data::Link(Target::Anchor(anchor)) => format!(" →#{anchor}"),
        Data::Link(Target::Url(url)) => format!(" →{url}"),
        Data::NoteRef(index) => format!(" note→#{}", anchor(index)),
        Data::Note(index) => format!(" of #{}", anchor(index)),
        Data::Backlink(index) => format!(" back→#{}", anchor(index)),
        Data::PageRef(anchor) => format!(" page of #{anchor}"),
        Data::Image { image, alt } => format!(" {} {alt:?}", flow.images[*image as usize].file),
        Data::Header(Scope::Column) => " heads its column".into(),
        Data::Header(Scope::Row) => " heads its row".into(),
        Data::Cell(alignment) => format!(" {alignment:?}").to_lowercase(),
        Data::List(first) => format!(" from {first}"),
        Data::Time(time) => format!(" {time}"),
        Data::Code(language) => format!(" in {language}"),
        Data::Redacted(words) => format!(" read {words:?}"),
    };
    out
}
