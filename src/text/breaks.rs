//! Where a line may end: UAX 14, with a book's own rules for dashes, slashes, addresses and note marks.

use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::chars::is_blank;

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Opportunity {
    /// Byte of the text at which the next line would begin.
    pub at: usize,
    /// How much it is to be avoided; 0 is a common space.
    pub penalty: f64,
    /// The line would end in a hyphen.
    pub hyphen: bool,
}

const SPACED_DASH: f64 = 300.0;
const SLASH: f64 = 100.0;
const HYPHEN: f64 = 50.0;
const RANGE: f64 = 200.0;
const ADDRESS: f64 = 100.0;
/// The name of a host is not broken, nor what is before it, unless it is longer than this.
const LONGEST_HOST: usize = 40;
/// Nor is a mail address that is no longer than this: it is read as one word.
const LONGEST_MAIL: usize = 24;

/// Characters that join the parts of an address. It breaks after some and before the others, so that none can be taken
/// for the end of a sentence or for a hyphen that breaking added (Chicago Manual of Style, 7.46).
const JOINTS: &[char] = &['/', '.', '-', '?', '&', '=', '_', '#', '~', ':', ',', ';', '+', '|', '\\'];
const BREAK_AFTER: &[char] = &['/', ':', '\\'];

/// All opportunities of a text, in order, its end left out. `is_note(at)` tells whether a note's mark begins there.
pub(super) fn opportunities(text: &str, is_note: &dyn Fn(usize) -> bool) -> Vec<Opportunity> {
    let mut list = Vec::new();
    let mut chunks = chunks(text).map(|chunk| (is_address(&text[chunk.clone()]), chunk)).peekable();
    for at in LineSegmenter::new_auto(LineBreakOptions::default()).segment_str(text) {
        if at == 0 || at >= text.len() {
            continue;
        }
        while let Some((is_address, chunk)) = chunks.next_if(|(_, chunk)| chunk.end <= at) {
            if is_address {
                address(text, chunk, &mut list);
            }
        }
        let in_address = chunks.peek().is_some_and(|(address, chunk)| *address && chunk.start < at && at < chunk.end);
        if in_address || is_note(at) {
            continue;
        }
        if let Some((penalty, hyphen)) = weigh(text, at) {
            list.push(Opportunity { at, penalty, hyphen });
        }
    }
    chunks.filter(|(is_address, _)| *is_address).for_each(|(_, chunk)| address(text, chunk, &mut list));
    list
}

/// What is between blanks.
pub(super) fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let between = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FFFC}';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c| !between(c))?;
        let end = text[start..].find(between).map_or(text.len(), |n| start + n);
        at = end;
        Some(start..end)
    })
}

/// Whether a chunk is a URL, a mail address, a path or an identifier: it breaks after its joints, without a hyphen.
pub(super) fn is_address(chunk: &str) -> bool {
    if chunk.len() < 8 || !chunk.contains(JOINTS) {
        return false;
    }
    let joints = || chunk.matches(JOINTS).count();
    chunk.contains("://")
        || chunk.starts_with("www.")
        || chunk.find('@').is_some_and(|at| chunk[at..].contains('.'))
        || chunk.contains(".com/")
        || (chunk.matches('/').count() >= 2 && chunk.bytes().any(|b| b.is_ascii_alphabetic()))
        || (chunk.len() >= 24 && chunk.is_ascii() && chunk.contains(['.', '/', '_', '=']) && joints() >= 2)
}

/// Adds the joints of an address.
fn address(text: &str, chunk: Range<usize>, list: &mut Vec<Opportunity>) {
    let words = &text[chunk.clone()];
    if words.len() <= LONGEST_MAIL && words.contains('@') && !words.contains('/') {
        return;
    }
    let first = list.len();
    let last = words.rfind(char::is_alphanumeric).unwrap_or(0);
    let host = host_end(words);
    let whole = if host <= LONGEST_HOST { host } else { 0 };
    let mut before = ' ';
    for (at, c) in words.char_indices().take_while(|&(at, _)| at <= last) {
        let is_joint = |c: char| JOINTS.contains(&c) || matches!(c, '@' | '%');
        let after = BREAK_AFTER.contains(&before) && !is_joint(c);
        let ahead = is_joint(c) && !BREAK_AFTER.contains(&c) && !is_joint(before);
        if at >= 2 && at >= whole && (after || ahead) {
            let penalty = match before {
                '/' if at > host => ADDRESS,
                _ => ADDRESS + 100.0,
            };
            list.push(Opportunity { at: chunk.start + at, penalty, hyphen: false });
        }
        before = c;
    }
    debug_assert!(list[first..].windows(2).all(|w| w[0].at < w[1].at));
}

/// Where the name of an address's host ends; 0 where it has none.
fn host_end(address: &str) -> usize {
    let start = match address.find("://") {
        Some(at) => at + 3,
        None if address.starts_with("www.") => 0,
        None => return 0,
    };
    address[start..].find('/').map_or(address.len(), |at| start + at)
}

/// The penalty of an opportunity, and whether it is after a hyphen; `None` forbids it.
fn weigh(text: &str, at: usize) -> Option<(f64, bool)> {
    let (head, tail) = (&text[..at], &text[at..]);
    let before = head.chars().next_back()?;
    let after = tail.chars().next()?;
    let is_dash = |c| matches!(c, '\u{2013}'..='\u{2015}' | '\u{2E3A}' | '\u{2E3B}');
    if is_blank(before) {
        let alone = tail.chars().nth(1).is_some_and(|c| is_blank(c) || c == '\u{A0}');
        // A dot between the parts of a line, of credits for one, begins none.
        if after == '·' && alone {
            return None;
        }
        // A spaced dash belongs to the line it follows.
        let spaced = is_dash(after) && alone;
        return Some((if spaced { SPACED_DASH } else { 0.0 }, false));
    }
    if is_dash(after) {
        return None;
    }
    let letters_before = || run_length(head[..at - before.len_utf8()].chars().rev());
    let letters_after = || run_length(tail.chars());
    match before {
        // The article of an Arabic name (al-, el-, ash-) stays with it, and so do short prefixes.
        '-' | '\u{2010}' => (letters_before() >= 3 && letters_after() >= 3).then_some((HYPHEN, true)),
        '/' => (letters_before() >= 3 && letters_after() >= 3).then_some((SLASH, false)),
        '\u{2013}' if after.is_numeric() => Some((RANGE, false)),
        // Soft hyphens are the hyphenator's.
        '\u{AD}' => None,
        _ => Some((0.0, false)),
    }
}

/// How many letters and digits a text begins with, counted to 4.
fn run_length(chars: impl Iterator<Item = char>) -> usize {
    chars.take(4).take_while(|c| c.is_alphanumeric()).count()
}
