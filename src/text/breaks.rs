//! Where a line may end: UAX 14, with a book's own rules for dashes, slashes, addresses and note marks.

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

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

/// Adds all opportunities of a text, in order, its end left out. `is_note(at)` tells whether a note's mark begins there.
pub(super) fn opportunities(text: &str, is_note: &dyn Fn(usize) -> bool, list: &mut Vec<Opportunity>) {
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    for stretch in stretches(text) {
        if is_common(&text[stretch.clone()]) {
            if stretch.end < text.len() && !is_note(stretch.end) {
                list.push(Opportunity { at: stretch.end, penalty: 0.0, hyphen: false });
            }
        } else {
            within(segmenter, text, stretch, is_note, list);
        }
    }
}

/// A text cut before each ASCII letter or digit after one blank after a common word: there a line may end, and nothing
/// before has a say in what comes after. So most words need not be looked at letter by letter.
fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let cuts = |at: &usize| {
        let at = *at;
        let before = |n: usize| at.checked_sub(n).map_or(b' ', |i| bytes[i]);
        let ends_word = before(2).is_ascii_alphanumeric()
            || (matches!(before(2), b'.' | b',' | b':' | b';') && before(3).is_ascii_alphanumeric());
        ends_word && bytes.get(at).is_none_or(u8::is_ascii_alphanumeric)
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        let from = start;
        let mut blanks = bytes.get(from..)?.iter().enumerate().filter(|(_, byte)| **byte == b' ');
        let end = blanks.find_map(|(blank, _)| Some(from + blank + 1).filter(cuts)).unwrap_or(bytes.len());
        start = end;
        (from < end).then_some(from..end)
    })
}

/// Whether a stretch is a word of ASCII letters and digits, with or without an apostrophe in it and a stop after it, and
/// a blank: it has no opportunity within and is no address.
fn is_common(stretch: &str) -> bool {
    let word = stretch.strip_suffix(' ').unwrap_or(stretch);
    let word = word.strip_suffix(['.', ',']).unwrap_or(word);
    let (word, rest) = word.split_once('’').unwrap_or((word, "s"));
    !rest.is_empty() && word.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_alphanumeric())
}

/// Adds the opportunities of a stretch, the one at its end included.
fn within(
    segmenter: LineSegmenterBorrowed<'_>,
    text: &str,
    stretch: Range<usize>,
    is_note: &dyn Fn(usize) -> bool,
    list: &mut Vec<Opportunity>,
) {
    let start = stretch.start;
    let found = |chunk: Range<usize>| (is_address(&text[stretch.start..stretch.end][chunk.clone()]), chunk);
    let mut chunks = chunks(&text[stretch.clone()]).map(found).peekable();
    let placed = |chunk: Range<usize>| start + chunk.start..start + chunk.end;
    for at in segmenter.segment_str(&text[stretch.clone()]) {
        if at == 0 || start + at >= text.len() {
            continue;
        }
        while let Some((is_address, chunk)) = chunks.next_if(|(_, chunk)| chunk.end <= at) {
            if is_address {
                address(text, placed(chunk), list);
            }
        }
        let in_address = chunks.peek().is_some_and(|(address, chunk)| *address && chunk.start < at && at < chunk.end);
        if in_address || is_note(start + at) {
            continue;
        }
        if let Some((penalty, hyphen)) = weigh(text, start + at) {
            list.push(Opportunity { at: start + at, penalty, hyphen });
        }
    }
    chunks.filter(|(is_address, _)| *is_address).for_each(|(_, chunk)| address(text, placed(chunk), list));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::properties::any_text;
    use super::*;

    /// Words as they are in English text, and what may part or join them.
    fn any_words() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            8 => "[a-zA-Z]{1,9}",
            2 => "[a-z]{1,4}’[a-z]{0,2}",
            1 => "[a-z]{1,2}[0-9]{1,2}[a-z]{0,2}",
            6 => Just(" ".to_owned()),
            2 => "[.,:;!?]{1,2}",
            1 => "[-–—/()\"“”’«»]{1,2}",
            1 => "[0-9]{1,3}",
            1 => Just("www.example.org/a".to_owned()),
            1 => any_text(),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|list| list.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_by_themselves_break_as_the_whole_text_does(text in any_words(), note in 0..40_usize) {
            let is_note = |at: usize| at == note;
            let mut whole = Vec::new();
            let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
            within(segmenter, &text, 0..text.len(), &is_note, &mut whole);
            let mut words = Vec::new();
            opportunities(&text, &is_note, &mut words);
            prop_assert_eq!(words, whole);
        }
    }
}
