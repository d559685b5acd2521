//! `text-transform`, and small letters for a font whose small capitals are of those alone; applied before shaping.

use unicode_normalization::UnicodeNormalization as _;

/// How the letters of a run are changed. The text that the glyphs stand for stays the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Change {
    #[default]
    None,
    Upper,
    Lower,
    /// The first letter becomes a capital: only of units that begin a word.
    Capital,
}

/// Languages whose letters change case in their own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Casing {
    #[default]
    Common,
    /// Turkish and Azeri: dotted and dotless i are two letters.
    Turkic,
    /// Greek: capitals have no tonos.
    Greek,
}

impl Casing {
    /// The casing of a language by its primary subtag.
    pub(super) fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default();
        let is = |code: &str| primary.eq_ignore_ascii_case(code);
        match () {
            () if is("tr") || is("az") => Self::Turkic,
            () if is("el") => Self::Greek,
            () => Self::Common,
        }
    }
}

/// Calls `emit` with what a character becomes; `first` tells whether it is the first letter of its unit.
pub(super) fn change(c: char, how: Change, casing: Casing, first: bool, mut emit: impl FnMut(char)) {
    match (how, casing) {
        (Change::None, _) => emit(c),
        (Change::Capital, _) if !first => emit(c),
        (Change::Upper | Change::Capital, Casing::Turkic) if c == 'i' => emit('İ'),
        (Change::Lower, Casing::Turkic) if c == 'I' => emit('ı'),
        (Change::Upper, Casing::Greek) => {
            let upper: String = c.to_uppercase().collect();
            upper.nfd().filter(|c| !matches!(c, '\u{301}' | '\u{342}')).nfc().for_each(emit);
        }
        (Change::Upper, _) => c.to_uppercase().for_each(emit),
        // A digraph such as ǆ has a title case of its own, which only its first character shows; ß becomes Ss.
        (Change::Capital, _) => c.to_uppercase().enumerate().for_each(|(i, u)| match i {
            0 => emit(u),
            _ => u.to_lowercase().for_each(&mut emit),
        }),
        (Change::Lower, _) => c.to_lowercase().for_each(emit),
    }
}
