//! Typographic punctuation for text that is typed on a keyboard: straight quotation marks and apostrophes become the
//! language's own, and in French the blanks around them narrow and unbreakable.
//!
//! What is typographic already stays as it was typed, so that doing it twice does no more. Addresses stay as they are.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use super::Lang;
use super::quotes::{self, Quotes};

/// NARROW NO-BREAK SPACE: what French sets before `;`, `:`, `!` and `?` and inside guillemets.
const NARROW: char = '\u{202F}';
const APOSTROPHE: char = '’';
/// Hebrew's mark of an acronym, which keyboards lack.
const GERSHAYIM: char = '\u{5F4}';

/// Words that begin with an apostrophe: 'tis; Dutch 's ochtends.
const ELISIONS: &[&str] = &["tis", "twas", "twere", "twill", "til", "em", "n", "s", "t", "k"];

/// How many quotations may be open in one another, and how far a mark looks ahead over others: what is beyond is no
/// text for people, and would take a time that grows with its square.
const MOST_OPEN: usize = 32;
const LOOKED_AHEAD: usize = 8;

/// What takes the place of some bytes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What is to stand there.
    pub with: String,
}

/// A field of plain text: [`edits`] made, dashes in place of hyphens in a row and an ellipsis in place of three stops.
pub fn smart<'a>(text: &'a str, lang: &Lang) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains("--") || text.contains("...") {
        text = Cow::Owned(text.split_inclusive(char::is_whitespace).map(dashes).collect());
    }
    let edits = edits(&text, &[], lang);
    if edits.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 2 * edits.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.range.start]);
        out.push_str(&edit.with);
        at = edit.range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// What stands between two blanks with its dashes and ellipses, as Markdown makes them.
fn dashes(word: &str) -> Cow<'_, str> {
    if core(word).is_some_and(is_address) || !(word.contains("--") || word.contains("...")) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let row = if matches!(c, '-' | '.') { rest.len() - rest.trim_start_matches(c).len() } else { c.len_utf8() };
        out.push_str(match (c, row) {
            ('-', 2) => "–",
            ('-', 3) => "—",
            ('.', 3) => "…",
            _ => &rest[..row],
        });
        rest = &rest[row..];
    }
    Cow::Owned(out)
}

/// Whether a text may have [`edits`] in a language.
pub fn has_marks(text: &str, lang: &Lang) -> bool {
    text.contains(['"', '\'']) || (is_french(lang) && text.contains([';', ':', '!', '?', '«', '»']))
}

fn is_french(lang: &Lang) -> bool {
    lang.primary() == "fr"
}

/// What of a text is to be set otherwise, in order. `kept` are stretches, in order, that stay as they are, such as code:
/// they count as what stands around the others.
pub fn edits(text: &str, kept: &[Range<usize>], lang: &Lang) -> Vec<Edit> {
    if !has_marks(text, lang) {
        return Vec::new();
    }
    let french = is_french(lang);
    let mut edits = Vec::new();
    let mut marks = marks(text, kept);
    pair(text, &mut marks);
    set(text, &marks, quotes::of(lang), french, &mut edits);
    if french {
        narrow(text, kept, &mut edits);
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut end = 0;
        edits.retain(|edit| {
            let apart = edit.range.start >= end;
            end = end.max(edit.range.end);
            apart
        });
    }
    edits
}

/// What a straight mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Apostrophe,
    Gershayim,
    /// A mark that closes nothing and follows a figure: inches.
    Measure,
}

/// A straight mark.
#[derive(Debug)]
struct Mark {
    at: usize,
    double: bool,
    role: Role,
    /// Its quotation has both marks.
    paired: bool,
}

/// The straight marks outside of addresses and of what is kept.
fn marks(text: &str, kept: &[Range<usize>]) -> Vec<Mark> {
    let mut kept = kept.iter().peekable();
    let mut marks = Vec::new();
    let mut start = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let address = core(chunk).filter(|core| is_address(core));
        let address = address.map(|core| start + core.as_ptr() as usize - chunk.as_ptr() as usize).zip(address);
        for (at, mark) in chunk.match_indices(['"', '\'']) {
            let at = start + at;
            while kept.next_if(|range| range.end <= at).is_some() {}
            let is_kept = kept.peek().is_some_and(|range| range.start <= at);
            let inside = address.is_some_and(|(from, core)| (from..from + core.len()).contains(&at));
            if !is_kept && !inside {
                marks.push(Mark { at, double: mark == "\"", role: Role::Apostrophe, paired: false });
            }
        }
        start += chunk.len();
    }
    marks
}

/// A word without the punctuation around it.
fn core(word: &str) -> Option<&str> {
    let around = |c: char| !c.is_alphanumeric() && !matches!(c, '/' | '#' | '=' | '_' | '&' | '%' | '~' | '@' | '+');
    Some(word.trim_matches(around)).filter(|core| !core.is_empty())
}

fn is_address(word: &str) -> bool {
    let mail = |at: usize| at > 0 && word[at..].contains('.');
    word.contains("://") || word.contains("www.") || word.find('@').is_some_and(mail)
}

/// Whether a quotation may begin after a character.
fn opens(before: char) -> bool {
    before.is_whitespace()
        || matches!(
            before,
            '(' | '[' | '{' | '“' | '‘' | '«' | '‹' | '„' | '‚' | '–' | '—' | '-' | '/' | '¿' | '¡' | '='
        )
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5D0}'..='\u{5EA}')
}

/// Finds what each mark is, from what stands around it and from the marks before.
fn pair(text: &str, marks: &mut [Mark]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..marks.len() {
        let Mark { at, double, .. } = marks[index];
        // Of a mark right before, what it is counts; marks right behind are looked through.
        let before = match index.checked_sub(1).map(|last| &marks[last]) {
            Some(last) if last.at + 1 == at => Some(match last.role {
                Role::Open => '(',
                Role::Apostrophe => APOSTROPHE,
                _ => 'x',
            }),
            _ => text[..at].chars().next_back(),
        };
        let behind = text[at + 1..].chars().next();
        let after = text[at + 1..].chars().take(LOOKED_AHEAD).find(|c| !matches!(c, '"' | '\''));
        let may_open = before.is_none_or(opens) && after.is_some_and(|c| !c.is_whitespace());
        let may_close = before.is_some_and(|c| !c.is_whitespace());
        let within = before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric);
        let innermost = open.iter().rposition(|&other| marks[other].double == double);
        marks[index].role = if double {
            match (before, behind) {
                (Some(a), Some(b)) if is_hebrew(a) && is_hebrew(b) => Role::Gershayim,
                _ if may_open => Role::Open,
                // l'"eau"
                (Some(APOSTROPHE), Some(c)) if innermost.is_none() && c.is_alphanumeric() => Role::Open,
                (Some(c), _) if innermost.is_none() && c.is_ascii_digit() => Role::Measure,
                _ if may_close || innermost.is_some() => Role::Close,
                _ => Role::Open,
            }
        } else if within || (may_open && is_elision(&text[at + 1..])) {
            Role::Apostrophe
        } else if may_open {
            Role::Open
        } else if may_close && innermost.is_some_and(|found| open[found..].iter().all(|&other| !marks[other].double)) {
            Role::Close
        } else {
            Role::Apostrophe
        };
        match marks[index].role {
            Role::Open => {
                if open.len() == MOST_OPEN {
                    open.remove(0);
                }
                open.push(index);
            }
            Role::Close => {
                if let Some(found) = innermost {
                    marks[open[found]].paired = true;
                    marks[index].paired = true;
                    open.truncate(found);
                }
            }
            _ => {}
        }
    }
    // A single mark that nothing closes is an apostrophe, but for a quotation that goes on in the next paragraph.
    for mark in marks.iter_mut().filter(|mark| !mark.double && mark.role == Role::Open && !mark.paired) {
        if mark.at > 0 {
            mark.role = Role::Apostrophe;
        }
    }
}

/// Whether a text begins with a word that has lost its first letters, or a year its century.
fn is_elision(text: &str) -> bool {
    let word = &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let year = digits == 2 && matches!(&word[2..], "" | "s" | "er" | "ers");
    // 's' may quote a letter; 'n' is rock 'n' roll.
    let closed = text[word.len()..].starts_with('\'') && word != "n";
    !closed && (year || ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision)))
}

/// Adds what each mark becomes.
fn set(text: &str, marks: &[Mark], quotes: Quotes, french: bool, edits: &mut Vec<Edit>) {
    // How many quotations of double and of single marks are open: one within another of its kind changes level.
    let mut depth = [0_usize; 2];
    let mut end = 0;
    for mark in marks {
        let open = &mut depth[usize::from(!mark.double)];
        if mark.role == Role::Close && mark.paired {
            *open -= 1;
        }
        let outer = mark.double == (*open % 2 == 0);
        if mark.role == Role::Open && mark.paired {
            *open += 1;
        }
        let (opening, closing) = if outer { quotes.outer } else { quotes.inner };
        let c = match mark.role {
            Role::Open => opening,
            Role::Close => closing,
            Role::Apostrophe => APOSTROPHE,
            Role::Gershayim => GERSHAYIM,
            Role::Measure => '”',
        };
        let mut edit = Edit { range: mark.at..mark.at + 1, with: c.to_string() };
        if french && c == '«' {
            edit.with.push(NARROW);
            if text[edit.range.end..].starts_with(is_plain) {
                edit.range.end += 1;
            }
        } else if french && c == '»' {
            edit.with.insert(0, NARROW);
            if edit.range.start > end && text[..edit.range.start].ends_with(is_plain) {
                edit.range.start -= 1;
            }
        }
        end = edit.range.end;
        edits.push(edit);
    }
}

/// A blank as keyboards make it, or a line end of the source.
const fn is_plain(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// French: a plain blank before `;`, `:`, `!`, `?` and `»` and after `«` is narrow and does not break. Where there is
/// none, none is made, so that times, addresses and what follows another rule stay as they are.
fn narrow(text: &str, kept: &[Range<usize>], edits: &mut Vec<Edit>) {
    let is_kept = |at: usize| {
        let index = kept.partition_point(|range| range.end <= at);
        kept.get(index).is_some_and(|range| range.start <= at)
    };
    for (at, _) in text.match_indices([' ', '\n']) {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        let (Some(before), Some(behind)) = (before, behind) else { continue };
        let opens = before == '«' && !behind.is_whitespace();
        let closes = !before.is_whitespace() && (behind == '»' || ends_clause(&text[at + 1..]));
        if (opens || closes) && !is_kept(at) && !is_kept(at + 1) {
            edits.push(Edit { range: at..at + 1, with: NARROW.to_string() });
        }
    }
}

/// Whether a text ends as a sentence does, closing quotes and brackets aside.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']'))
        .ends_with(['.', '!', '?', '…', '؟', '۔', '։', '।', '。'])
}

/// Whether a text begins with `;`, `:`, `!` or `?`, and no word right behind it (`:param`, `!important`).
fn ends_clause(text: &str) -> bool {
    let rest = text.trim_start_matches([';', ':', '!', '?']);
    let closes =
        |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'' | '.' | ',' | '…');
    rest.len() < text.len() && rest.chars().next().is_none_or(closes)
}
