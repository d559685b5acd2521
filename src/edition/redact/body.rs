//! Parsed text: searched as one, whatever markup parts a name, and replaced where a name begins.
//!
//! The text of a body is joined: a soft break is a line end, and so is what parts two blocks, for a blank of a name
//! may be either. It is searched twice, with the alternative texts of images in their places and without: the one is
//! how it is heard, the other how it is seen.

use super::Redaction;
use crate::dispatch::walk::{each_block, rewrite, rewrite_blocks};
use crate::dispatch::{Block, BlockKind, Body, Definition, Image, Inline, LinkTarget, ListItem, Note};
use crate::redact::{BREAK, Kind, LINE};

/// Takes the names out of a body and its notes.
pub(super) fn redact(redaction: &Redaction, body: &mut Body) {
    let Body { blocks, notes } = body;
    redact_blocks(redaction, blocks);
    for note in notes {
        let Note { label, blocks } = note;
        *label = redaction.text(label);
        redact_blocks(redaction, blocks);
    }
}

/// Takes the names out of inlines.
pub(super) fn redact_inlines(redaction: &Redaction, inlines: &mut Vec<Inline>) {
    each(redaction, inlines);
    joined(redaction, |leaf| each_leaf(inlines, leaf));
    prune(inlines);
}

fn redact_blocks(redaction: &Redaction, blocks: &mut [Block]) {
    each_block(blocks, &mut |block| match &mut block.kind {
        BlockKind::Code { language, .. } => *language = language.take().map(|name| redaction.name(&name)),
        BlockKind::Figure(image) => rename(redaction, image),
        // Ids of headings are looked up as written.
        BlockKind::Heading { classes, .. } => classes.iter_mut().for_each(|class| *class = redaction.name(class)),
        _ => {}
    });
    rewrite_blocks(blocks, &mut |mut inline, out| {
        one(redaction, &mut inline);
        out.push(inline);
    });
    joined(redaction, |leaf| each_leaf_of_blocks(blocks, leaf));
    rewrite_blocks(blocks, &mut keep);
}

/// What of inlines is no running text: addresses, files of images.
fn each(redaction: &Redaction, inlines: &mut Vec<Inline>) {
    rewrite(inlines, &mut |mut inline, out| {
        one(redaction, &mut inline);
        out.push(inline);
    });
}

fn one(redaction: &Redaction, inline: &mut Inline) {
    match inline {
        Inline::Link { target: LinkTarget::Url(url), .. } => *url = redaction.address(url),
        Inline::Image(image) => rename(redaction, image),
        // The edition resolves a local link, or leaves nothing of it.
        Inline::Link { target: LinkTarget::Local(_), .. } => {}
        Inline::Text(_) | Inline::Literal(_) | Inline::Code(_) => {}
        Inline::NoteRef(_) | Inline::SoftBreak | Inline::HardBreak => {}
        Inline::Emphasis(_) | Inline::Strong(_) | Inline::Strike(_) | Inline::Sub(_) | Inline::Super(_) => {}
    }
}

/// The file and the licence of an image; its texts are searched with those around.
fn rename(redaction: &Redaction, image: &mut Image) {
    image.data = image.data.take().map(|data| redaction.image_data(&data));
    image.license = image.license.take().map(|license| redaction.text(&license));
}

/// Removes what says nothing any more.
fn prune(inlines: &mut Vec<Inline>) {
    rewrite(inlines, &mut keep);
}

fn keep(inline: Inline, out: &mut Vec<Inline>) {
    let emptied = match &inline {
        Inline::Text(text) | Inline::Literal(text) => text.is_empty(),
        other => other.content().is_some_and(<[Inline]>::is_empty),
    };
    if !emptied {
        out.push(inline);
    }
}

/// A piece of joined text.
enum Leaf<'a> {
    /// Text that can be changed.
    Text(&'a mut String),
    /// Text that is there for some readers only.
    Hidden(&'a mut String),
    /// A break that goes where a name stands over it.
    Break(&'a mut Inline),
    /// The border of two blocks.
    Border,
}

/// Searches the text that `visit` gives leaf by leaf, and replaces, until nothing is found.
fn joined(redaction: &Redaction, mut visit: impl FnMut(&mut dyn FnMut(Leaf<'_>))) {
    for hidden in [true, false] {
        let mut round = 0;
        while pass(redaction, &mut visit, hidden, round) {
            round += 1;
        }
    }
}

/// One pass; whether anything was replaced.
fn pass(
    redaction: &Redaction,
    visit: &mut impl FnMut(&mut dyn FnMut(Leaf<'_>)),
    with_hidden: bool,
    round: usize,
) -> bool {
    let mut text = String::new();
    visit(&mut |leaf| match leaf {
        Leaf::Text(part) => text.push_str(part),
        Leaf::Hidden(part) if with_hidden => text.push_str(part),
        Leaf::Hidden(_) => {}
        Leaf::Break(inline) => text.push(break_of(inline)),
        Leaf::Border => text.push(LINE),
    });
    let found = redaction.redactor.find(&text, Kind::Text);
    if found.is_empty() {
        return false;
    }
    let mut matches = found.iter().map(|m| (m.range.clone(), redaction.redactor.replacement(m, round))).peekable();
    let mut at = 0;
    visit(&mut |leaf| {
        if matches!(leaf, Leaf::Hidden(_)) && !with_hidden {
            return;
        }
        let length = match &leaf {
            Leaf::Text(part) | Leaf::Hidden(part) => part.len(),
            Leaf::Break(inline) => break_of(inline).len_utf8(),
            Leaf::Border => LINE.len_utf8(),
        };
        let here = at..at + length;
        at = here.end;
        let mut out = String::new();
        let mut done = here.start;
        let mut changed = false;
        while let Some((range, with)) = matches.peek().filter(|(range, _)| range.start < here.end) {
            changed = true;
            if range.start >= here.start {
                out.push_str(&text[done..range.start]);
                out.push_str(with);
            }
            done = range.end.min(here.end).max(done);
            if range.end > here.end {
                break;
            }
            matches.next();
        }
        if !changed {
            return;
        }
        out.push_str(&text[done..here.end]);
        match leaf {
            Leaf::Text(part) | Leaf::Hidden(part) => *part = out,
            // A name begins with a letter, so what is left of a break is nothing or the break.
            Leaf::Break(inline) if out.is_empty() => *inline = Inline::Text(String::new()),
            Leaf::Break(_) | Leaf::Border => {}
        }
    });
    true
}

const fn break_of(inline: &Inline) -> char {
    if matches!(inline, Inline::HardBreak) { BREAK } else { LINE }
}

fn each_leaf(inlines: &mut [Inline], f: &mut dyn FnMut(Leaf<'_>)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Literal(text) | Inline::Code(text) => f(Leaf::Text(text)),
            Inline::SoftBreak | Inline::HardBreak => f(Leaf::Break(inline)),
            Inline::NoteRef(_) => {}
            Inline::Image(image) => {
                f(Leaf::Hidden(&mut image.alt));
                // Within a line these are not shown.
                for text in [&mut image.caption, &mut image.credit].into_iter().flatten() {
                    f(Leaf::Border);
                    f(Leaf::Hidden(text));
                    f(Leaf::Border);
                }
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strike(content)
            | Inline::Sub(content)
            | Inline::Super(content)
            | Inline::Link { content, .. } => each_leaf(content, f),
        }
    }
}

fn each_leaf_of_blocks(blocks: &mut [Block], f: &mut dyn FnMut(Leaf<'_>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => each_leaf(content, f),
            BlockKind::List { items, .. } => {
                for ListItem { blocks, .. } in items {
                    each_leaf_of_blocks(blocks, f);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => each_leaf_of_blocks(blocks, f),
            BlockKind::Code { text, .. } => f(Leaf::Text(text)),
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    each_leaf(cell, f);
                    f(Leaf::Border);
                }
            }
            BlockKind::Figure(image) => {
                for text in [Some(&mut image.alt), image.caption.as_mut(), image.credit.as_mut()].into_iter().flatten()
                {
                    f(Leaf::Text(text));
                    f(Leaf::Border);
                }
            }
            BlockKind::Rule => {}
            BlockKind::Definitions(definitions) => {
                for Definition { term, details } in definitions {
                    each_leaf(term, f);
                    f(Leaf::Border);
                    for blocks in details {
                        each_leaf_of_blocks(blocks, f);
                    }
                }
            }
        }
        f(Leaf::Border);
    }
}
