//! Typographic punctuation in the language of each text. Last of all: names are redacted and identifiers made from the
//! text as it was written. The book's own metadata and the names of sources stay as written: catalogues and scripts
//! compare them, and an editor writes them once.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Edition, Entry};
use crate::dispatch::{Body, Image, Inline, walk};
use crate::language::punctuation::{Edit, edits, has_marks, smart};
use crate::language::{Direction, Lang, of_script, opposed};

/// Sets what a reader reads.
pub(super) fn apply(edition: &mut Edition) {
    let own = Setter { lang: edition.meta.language.clone(), direction: edition.meta.direction };
    edition.front_page.highlights.iter_mut().for_each(|text| own.text(text));
    edition.front_page.figures.iter_mut().for_each(|figure| own.text(&mut figure.label));
    for page in edition.front.iter_mut().chain(&mut edition.back) {
        let setter = Setter { lang: page.language.clone(), direction: page.direction };
        setter.text(&mut page.title);
        setter.body(&mut page.body);
    }
    for week in &mut edition.weeks {
        week.title.iter_mut().for_each(|text| own.text(text));
        week.summary.iter_mut().for_each(|body| own.body(body));
        week.dispatches.iter_mut().for_each(entry);
    }
}

fn entry(entry: &mut Entry) {
    let setter = Setter { lang: entry.language.clone(), direction: entry.direction };
    setter.text(&mut entry.title);
    let short = entry.byline.iter_mut().chain(&mut entry.translator).chain(&mut entry.place);
    short.for_each(|text| setter.text(text));
    entry.corrections.iter_mut().for_each(|(_, text)| setter.text(text));
    if let Some(withdrawn) = &mut entry.withdrawn {
        withdrawn.reason.iter_mut().for_each(|text| setter.text(text));
    }
    entry.image.iter_mut().for_each(|image| setter.image(image));
    setter.inlines(&mut entry.summary);
    setter.body(Arc::make_mut(&mut entry.body));
}

/// What sets texts of one language.
struct Setter {
    lang: Lang,
    direction: Direction,
}

impl Setter {
    /// The language whose marks a text gets: its own, unless it runs against that.
    fn lang_of(&self, text: &str) -> Lang {
        match opposed(text, self.direction) {
            None => self.lang.clone(),
            Some(direction) => of_script(text, direction).unwrap_or_else(|| self.lang.clone()),
        }
    }

    fn text(&self, text: &mut String) {
        if let Cow::Owned(better) = smart(text, &self.lang_of(text)) {
            *text = better;
        }
    }

    fn image(&self, image: &mut Image) {
        self.text(&mut image.alt);
        image.caption.iter_mut().chain(&mut image.credit).for_each(|text| self.text(text));
    }

    fn body(&self, body: &mut Body) {
        let notes = body.notes.iter_mut().map(|note| &mut note.blocks);
        for blocks in std::iter::once(&mut body.blocks).chain(notes) {
            walk::each_text(blocks, &mut |inlines| self.inlines(inlines));
            walk::each_image(blocks, &mut |image| self.image(image));
        }
    }
}

impl Setter {
    /// Sets a paragraph as one text, whatever markup parts it.
    fn inlines(&self, inlines: &mut [Inline]) {
        let mut joined = Joined::default();
        joined.add(inlines);
        if !has_marks(&joined.text, &self.lang) {
            return;
        }
        let edits = edits(&joined.text, &joined.kept, &self.lang_of(&joined.text));
        if !edits.is_empty() {
            put(inlines, &joined.text, &mut 0, &mut edits.iter().peekable());
        }
    }
}

/// The text of a paragraph, as what stands around a mark.
#[derive(Default)]
struct Joined {
    text: String,
    /// What is no running text.
    kept: Vec<Range<usize>>,
}

impl Joined {
    fn add(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.text.len();
            match inline {
                Inline::Text(text) => self.text.push_str(text),
                Inline::Code(text) | Inline::Literal(text) => {
                    self.text.push_str(text);
                    self.kept.push(start..self.text.len());
                }
                other => match standing_for(other) {
                    Some(c) => self.text.push(c),
                    None => self.add(other.content().unwrap_or_default()),
                },
            }
        }
    }
}

/// The character that counts for an inline that is no text.
const fn standing_for(inline: &Inline) -> Option<char> {
    match inline {
        Inline::SoftBreak => Some('\n'),
        Inline::HardBreak => Some('\u{2028}'),
        Inline::Image(_) => Some('\u{FFFC}'),
        _ => None,
    }
}

/// Makes edits of the joined text where it came from. One that reaches over several inlines stands in the first.
fn put(inlines: &mut [Inline], text: &str, at: &mut usize, edits: &mut Edits<'_>) {
    for inline in inlines {
        let start = *at;
        match inline {
            Inline::Text(part) => {
                *at += part.len();
                if edits.peek().is_some_and(|edit| edit.range.start < *at) {
                    *part = edited(text, start..*at, edits);
                }
            }
            Inline::Code(part) | Inline::Literal(part) => *at += part.len(),
            other => match standing_for(other) {
                Some(c) => {
                    *at += c.len_utf8();
                    if edits.peek().is_some_and(|edit| edit.range.start < *at) {
                        *other = Inline::Text(edited(text, start..*at, edits));
                    }
                }
                None => put(other.content_mut().map(Vec::as_mut_slice).unwrap_or_default(), text, at, edits),
            },
        }
    }
}

type Edits<'a> = std::iter::Peekable<std::slice::Iter<'a, Edit>>;

/// A part of a text with its edits made.
fn edited(text: &str, part: Range<usize>, edits: &mut Edits<'_>) -> String {
    let mut out = String::with_capacity(part.len() + 8);
    let mut done = part.start;
    while let Some(edit) = edits.peek().filter(|edit| edit.range.start < part.end) {
        if edit.range.start >= part.start {
            out.push_str(&text[done..edit.range.start]);
            out.push_str(&edit.with);
        }
        done = edit.range.end.min(part.end).max(done);
        if edit.range.end > part.end {
            break;
        }
        edits.next();
    }
    out.push_str(&text[done..part.end]);
    out
}
