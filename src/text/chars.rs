//! What kinds of character the typesetting treats specially.

use std::ops::RangeInclusive;

/// A character that separates words and hangs at a line's end: the spaces of UAX 14's classes SP and BA.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{205F}' | '\u{3000}')
}

/// A blank that stretches when a line is justified: the word space and the no-break space.
pub(super) const fn is_word_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}')
}

/// A line end that always breaks (UAX 14 class BK and NL); CR and LF break only where white space is kept.
pub(super) const fn is_forced_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}')
}

/// CR or LF.
pub(super) const fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// A character that is neither drawn nor part of a run's text: it only steers breaking or direction.
pub(super) const fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

const IGNORABLE: &[RangeInclusive<char>] = &[
    '\u{34F}'..='\u{34F}',
    '\u{115F}'..='\u{1160}',
    '\u{17B4}'..='\u{17B5}',
    '\u{180B}'..='\u{180F}',
    '\u{200C}'..='\u{200D}',
    '\u{3164}'..='\u{3164}',
    '\u{FE00}'..='\u{FE0F}',
    '\u{FFA0}'..='\u{FFA0}',
    '\u{1BCA0}'..='\u{1BCA3}',
    '\u{1D173}'..='\u{1D17A}',
    '\u{E0000}'..='\u{E0FFF}',
];

/// A character that needs no glyph of its own: `Default_Ignorable_Code_Point`, and what is dropped.
pub(super) fn is_ignorable(c: char) -> bool {
    is_dropped(c) || (c >= '\u{34F}' && IGNORABLE.iter().any(|range| range.contains(&c)))
}
