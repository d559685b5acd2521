//! Sub- and superscript within words, such as `H~2~O` and `m^2^`: the parser knows them between blanks only.
//!
//! While text comes in, a delimiter that was escaped (`\~`, `&#94;`) is put aside as a character that no text has; at
//! the end what is between two delimiters after a letter or digit is taken out of its text, and what was put aside
//! comes back.

use std::borrow::Cow;

use super::super::ast::{Block, Inline};
use super::super::walk::{each_inline, rewrite_blocks};
use super::Draft;

/// The delimiters, and the noncharacters that stand for escaped ones: [`super::super::walk::clean_char`] lets none
/// of these in.
const ESCAPED: [(char, char); 2] = [('~', '\u{FDD0}'), ('^', '\u{FDD1}')];

/// The longest sub- or superscript within a word, in characters.
const LONGEST: usize = 24;

/// Text of an event, cleaned; `source` is what it was written as and `before` the character before it.
pub(super) fn guarded(text: &str, source: &str, before: Option<char>) -> String {
    let mut out = super::super::walk::clean(text);
    for (delimiter, escaped) in ESCAPED {
        if out.starts_with(delimiter) && (before == Some('\\') || !source.starts_with(delimiter)) {
            out.replace_range(..delimiter.len_utf8(), escaped.encode_utf8(&mut [0; 4]));
        }
    }
    out
}

/// Text with what was put aside back in its place.
pub(super) fn unguarded(text: &str) -> Cow<'_, str> {
    if !text.contains(ESCAPED.map(|(_, escaped)| escaped)) {
        return Cow::Borrowed(text);
    }
    let plain = |c| ESCAPED.iter().find(|(_, escaped)| *escaped == c).map_or(c, |(delimiter, _)| *delimiter);
    Cow::Owned(text.chars().map(plain).collect())
}

/// Finds sub- and superscripts in all text of a draft.
pub(super) fn apply(draft: &mut Draft) {
    // Most texts have neither a delimiter nor what stands for one.
    let marked = |blocks: &[Block]| {
        let mut found = false;
        each_inline(blocks, &mut |inline| {
            let Inline::Text(text) = inline else { return };
            found |= text.contains(|c| ESCAPED.iter().any(|(delimiter, escaped)| c == *delimiter || c == *escaped));
        });
        found
    };
    if !marked(&draft.blocks) && !draft.notes.iter().any(|note| marked(&note.blocks)) {
        return;
    }
    let mut split = |inline: Inline, out: &mut Vec<Inline>| match inline {
        Inline::Text(text) => self::split(&text, out),
        other => out.push(other),
    };
    rewrite_blocks(&mut draft.blocks, &mut split);
    for note in &mut draft.notes {
        rewrite_blocks(&mut note.blocks, &mut split);
    }
}

fn split(text: &str, out: &mut Vec<Inline>) {
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['~', '^']) {
        let start = at + found;
        at = start + 1;
        let Some(inner) = inner(text, start) else { continue };
        if start > from {
            out.push(Inline::Text(unguarded(&text[from..start]).into_owned()));
        }
        let content = vec![Inline::Text(unguarded(inner).into_owned())];
        out.push(if text[start..].starts_with('~') { Inline::Sub(content) } else { Inline::Super(content) });
        at = start + inner.len() + 2;
        from = at;
    }
    if from < text.len() {
        out.push(Inline::Text(unguarded(&text[from..]).into_owned()));
    }
}

/// What stands between the delimiter at `start` and the next one, if that makes a sub- or superscript: within a word,
/// without blanks, not doubled (`~~` strikes out).
fn inner(text: &str, start: usize) -> Option<&str> {
    let delimiter = text[start..].chars().next()?;
    let within = text[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '}'));
    let rest = &text[start + 1..];
    let end = rest.char_indices().take(LONGEST + 1).find(|(_, c)| *c == delimiter || c.is_whitespace())?;
    let inner = &rest[..end.0];
    let closed = rest[end.0..].strip_prefix(delimiter).is_some_and(|after| !after.starts_with(delimiter));
    (within && closed && !inner.is_empty()).then_some(inner)
}
