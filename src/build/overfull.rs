//! Lines that do not fit, told with the place where the author wrote them.
//!
//! The layout knows of a line which element it is of, and the element where its block stands in the text of its dispatch
//! or page; which text that is, only the edition knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, SourceText, Span, codes};
use crate::edition::Edition;
use crate::flow::{Flow, NodeId};
use crate::layout::{Overfull, Pages, Tight};

/// How much of a line a message shows, in characters.
const SHOWN: usize = 40;

/// How far from the beginning of its block a line's words are looked for, in bytes.
const LOOKED_THROUGH: usize = 1 << 16;

/// Where the texts of an edition begin, by the anchor of the dispatch or page.
type Texts<'a> = BTreeMap<&'a str, (&'a Arc<SourceText>, usize)>;

/// Reports the lines that do not fit; of those in a row that have one place, the widest.
pub(super) fn report(pages: &Pages, flow: &Flow, edition: &Edition, diags: &mut Diagnostics) {
    if pages.overfull.is_empty() {
        return;
    }
    let entries = edition.weeks.iter().flat_map(|week| &week.dispatches);
    let entries =
        entries.map(|entry| (entry.anchor.as_str(), (&entry.dispatch.source, entry.dispatch.span.range.start)));
    let own = edition.front.iter().chain(&edition.back);
    let texts: Texts<'_> = entries.chain(own.map(|page| (page.anchor.as_str(), (&page.source, 0)))).collect();
    let placed: Vec<_> = pages.overfull.iter().map(|line| (place(line, flow, &texts), line)).collect();
    for alike in placed.chunk_by(|(a, one), (b, other)| a.is_some() && a == b && one.of == other.of) {
        let Some((span, line)) = alike.iter().max_by(|(_, a), (_, b)| a.excess.0.total_cmp(&b.excess.0)) else {
            continue;
        };
        tell(line, flow, span.clone(), diags);
    }
}

fn tell(line: &Overfull, flow: &Flow, span: Option<Span>, diags: &mut Diagnostics) {
    let shown: String = line.words.chars().take(SHOWN).collect();
    let dots = if shown.len() < line.words.len() { "…" } else { "" };
    let part = match span {
        Some(_) => String::new(),
        None => format!(" in “{}”", flow.sections[line.node.section as usize].title),
    };
    let excess = line.excess.0.ceil();
    let (message, help) = match line.of {
        Tight::Line => (
            format!("a line{part} is {excess:.0} pt wider than its measure: “{shown}{dots}”"),
            "shorten its longest word, let it break with a soft hyphen, or choose a larger page",
        ),
        Tight::Table => (
            format!("a table{part} has words broken to fit, being {excess:.0} pt too wide: “{shown}{dots}”"),
            "leave out columns, make two tables of it, or choose a larger page",
        ),
        Tight::Page => (
            format!("text{part} stands {excess:.0} pt beyond the edge of its page: “{shown}{dots}”"),
            "look in the style for what moves it there: a `text-indent`, `margin` or `letter-spacing` below 0, or a \
             large one",
        ),
    };
    diags.warning(codes::OVERFULL, span, message).help(help);
}

/// Where a line is written: its longest word, else the block that it is a line of, else its dispatch.
fn place(line: &Overfull, flow: &Flow, texts: &Texts<'_>) -> Option<Span> {
    let (source, start) = text_of(line.node, flow, texts)?;
    let from = block_start(line.node, flow).unwrap_or(start);
    let end = source.text.floor_char_boundary(from.saturating_add(LOOKED_THROUGH));
    let word = line.words.split_whitespace().max_by_key(|word| word.chars().count());
    let written = word.and_then(|word| {
        let at = from + source.text.get(from..end)?.find(word)?;
        Some(Span::new(source, at..at + word.len()))
    });
    written.or_else(|| Some(Span::new(source, from..from)))
}

/// Where the innermost block around an element stands in its text.
fn block_start(node: NodeId, flow: &Flow) -> Option<usize> {
    above(node, flow).find_map(|index| flow.element(NodeId { index, ..node }).at)
}

/// The text that an element is from, and where in it the dispatch or page begins. None for what weekbook itself says.
fn text_of<'a>(node: NodeId, flow: &Flow, texts: &Texts<'a>) -> Option<(&'a Arc<SourceText>, usize)> {
    above(node, flow).find_map(|index| {
        let anchor = flow.element(NodeId { index, ..node }).anchor.as_deref()?;
        texts.get(anchor).copied()
    })
}

/// An element and those around it, innermost first.
fn above(node: NodeId, flow: &Flow) -> impl Iterator<Item = u32> {
    let elements = &flow.sections[node.section as usize].elements;
    std::iter::successors(Some(node.index), move |index| elements.get(*index as usize)?.parent)
}
