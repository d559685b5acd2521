//! Texts as they are compared: each character's folded letters, with the bytes they come from.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::punycode;

/// A line end within a text that is joined from pieces: a blank.
pub const LINE: char = '\n';
/// A line end that readers see: a blank too, but a word may have been parted there on purpose.
pub const BREAK: char = '\u{2028}';

/// A letter of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The letter; all blanks are ` `, all dashes `-`, all low lines `_`.
    pub c: char,
    /// Bytes of the text as given.
    pub start: usize,
    pub end: usize,
}

/// A character and the bytes of the text that it stands for.
type Char = (char, usize, usize);

/// How often an address may have been percent-encoded again.
const ROUNDS: usize = 4;

/// The ways in which a text can be read, folded: as it is; percent-encodings undone; encoded hosts decoded.
pub(super) fn views(text: &str) -> Vec<Vec<Unit>> {
    let plain: Vec<Char> = text.char_indices().map(|(at, c)| (c, at, at + c.len_utf8())).collect();
    let mut views = vec![fold(&plain)];
    if let Some(decoded) = punycode::decoded(text) {
        views.push(fold(&decoded));
    }
    if text.contains('%') {
        let mut chars = plain;
        for _ in 0..ROUNDS {
            let Some(decoded) = percent_decoded(&chars) else { break };
            views.push(fold(&decoded));
            chars = decoded;
        }
    }
    views
}

/// The letters of a text without their places.
pub(super) fn folded(text: &str) -> Vec<char> {
    let chars: Vec<Char> = text.char_indices().map(|(at, c)| (c, at, at + c.len_utf8())).collect();
    fold(&chars).into_iter().map(|unit| unit.c).collect()
}

fn fold(chars: &[Char]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(chars.len());
    for &(c, start, end) in chars {
        if c.is_ascii_alphanumeric() {
            units.push(Unit { c: c.to_ascii_lowercase(), start, end });
        } else if matches!(c, LINE | BREAK) {
            units.push(Unit { c, start, end });
        } else {
            fold_char(c, &mut |c| units.push(Unit { c, start, end }));
        }
    }
    units
}

/// The letters that a character counts as: none for what is not seen or may be left out.
fn fold_char(c: char, push: &mut impl FnMut(char)) {
    if is_ignored(c) {
        return;
    }
    for c in std::iter::once(c).nfkd() {
        if is_ignored(c) {
            continue;
        }
        if let Some(sign) = sign(c) {
            push(sign);
            continue;
        }
        // Lower case first, for the capital sharp s; then up and down, for letters whose capitals are several.
        for c in c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkd() {
            if !is_ignored(c) {
                push(letter(c));
            }
        }
    }
}

/// Blanks, dashes, low lines, quotation marks: one sign each, since typographers choose among them.
fn sign(c: char) -> Option<char> {
    Some(match c {
        c if c.is_whitespace() => ' ',
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{58A}'
        | '\u{5BE}'
        | '\u{1806}'
        | '\u{FE63}'
        | '\u{30FB}'
        | '\u{30A0}' => '-',
        '_' | '\u{203F}' | '\u{2040}' | '\u{2054}' => '_',
        '\''
        | '`'
        | '\u{B4}'
        | '\u{2018}'..='\u{201B}'
        | '\u{2B9}'..='\u{2BF}'
        | '\u{2C8}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{A78B}'
        | '\u{A78C}' => '\'',
        '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{2036}' => '"',
        _ => return None,
    })
}

/// One letter for those that keyboards and fonts exchange: Arabic ones by language, digits by script.
const fn letter(c: char) -> char {
    match c {
        '\u{649}' | '\u{6CC}' | '\u{6CD}' | '\u{6D0}' | '\u{6D2}' => '\u{64A}',
        '\u{6A9}' | '\u{6AA}' => '\u{643}',
        '\u{6BE}' | '\u{6C1}' | '\u{6D5}' => '\u{647}',
        '\u{671}' => '\u{627}',
        '\u{660}'..='\u{669}' => (b'0' + (c as u32 - 0x660) as u8) as char,
        '\u{6F0}'..='\u{6F9}' => (b'0' + (c as u32 - 0x6F0) as u8) as char,
        c => c,
    }
}

/// What may stand within a name or be left out of it: accents, vowel marks, what lengthens a line, what is not seen.
pub(super) const fn is_ignored(c: char) -> bool {
    matches!(c,
        // combining marks of Latin, Greek, Cyrillic; of Hebrew; of Arabic
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8CA}'..='\u{8FF}'
        // delimiters of Markdown that were left as text because they do not pair
        | '*' | '~' | '^'
        // controls and the default ignorable
        | '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}'
        | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Where the last of the units before `end` ends in the text: with the marks that belong to it.
pub(super) fn end_of_last(text: &str, units: &[Unit], end: usize) -> usize {
    let mut at = units[end - 1].end;
    let attached = |c: char| is_combining_mark(c) || matches!(c, '\u{640}' | '\u{FE00}'..='\u{FE0F}' | '\u{AD}');
    for c in text[at..].chars().take_while(|c| attached(*c)) {
        at += c.len_utf8();
    }
    at
}

/// The text with percent-encodings of UTF-8 undone (RFC 3986, 2.1); `None` where there are none.
fn percent_decoded(chars: &[Char]) -> Option<Vec<Char>> {
    let byte = |at: usize| -> Option<u8> {
        let digit = |i: usize| chars.get(i).and_then(|(c, ..)| c.to_digit(16));
        (chars.get(at)?.0 == '%').then_some(())?;
        u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok()
    };
    let mut out = Vec::with_capacity(chars.len());
    let mut any = false;
    let mut at = 0;
    while at < chars.len() {
        let encoded = byte(at).map(|first| {
            let length = match first {
                0..=0x7F => 1,
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                _ => 4,
            };
            let bytes: Option<Vec<u8>> = (0..length).map(|i| byte(at + 3 * i)).collect();
            let c = bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok().and_then(|s| s.chars().next()));
            // No UTF-8: the character of Latin-1, as old servers meant it.
            c.map_or((char::from(first), 1), |c| (c, length))
        });
        match encoded {
            Some((c, length)) => {
                any = true;
                out.push((c, chars[at].1, chars[at + 3 * length - 1].2));
                at += 3 * length;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    any.then_some(out)
}
