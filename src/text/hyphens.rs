//! Where a word may be hyphenated: soft hyphens of the text, and the patterns of its language.

use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use super::breaks::{chunks, is_address};
use super::liang;
use crate::language::Lang;
use crate::style::Hyphens;

/// Words longer than this (bytes) are not hyphenated by patterns: they are no words.
const LONGEST: usize = 100;
const MOST_KEPT: usize = 100_000;

type Points = Arc<[u8]>;

/// Hyphenation patterns with a cache of words.
#[derive(Default)]
pub(super) struct Hyphenator {
    words: RwLock<FxHashMap<Patterns, FxHashMap<Box<str>, Points>>>,
}

/// A set of patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Patterns {
    /// One of the crate's. Its English is American.
    Common(hypher::Lang),
    /// British English.
    British,
}

/// Where English is divided as in Britain.
const BRITISH_REGIONS: &[&str] = &["GB", "IE", "IM", "GG", "JE", "MT", "AU", "NZ", "ZA", "IN", "001", "150"];

/// The patterns for a language; `None` where there are none (as for Arabic, which needs none).
pub(super) fn patterns(lang: &Lang) -> Option<Patterns> {
    let code: [u8; 2] = lang.primary().as_bytes().try_into().ok()?;
    if code == *b"en" && lang.region().is_some_and(|region| BRITISH_REGIONS.contains(&region)) {
        return Some(Patterns::British);
    }
    // Norwegian's old common tag stands for bokmål.
    let code = if code == *b"no" { *b"nb" } else { code };
    hypher::Lang::from_iso(code).map(Patterns::Common)
}

impl Hyphenator {
    /// Calls `emit` with every point of a text where a hyphen may end a line: the byte at which the next line begins.
    /// `style` gives the property and language that hold at a byte.
    pub(super) fn points(
        &self,
        text: &str,
        style: &dyn Fn(usize) -> (Hyphens, Option<Patterns>),
        mut emit: impl FnMut(usize),
    ) {
        for chunk in chunks(text) {
            let words = &text[chunk.clone()];
            if words.len() < 4 {
                continue;
            }
            if let Some(word) = common(words) {
                if let (Hyphens::Auto, Some(lang)) = style(chunk.start)
                    && may_hyphenate(word, false)
                {
                    self.word(word, lang).iter().for_each(|&point| emit(chunk.start + usize::from(point)));
                }
                continue;
            }
            let plain = is_plain(words);
            let compound = words.contains(['-', '\u{2010}']);
            for word in tokens(words) {
                let at = chunk.start + word.start;
                let (property, lang) = style(at);
                let word = &words[word];
                if property != Hyphens::None && word.contains('\u{AD}') {
                    soft_hyphens(word).for_each(|point| emit(at + point));
                } else if let (Hyphens::Auto, Some(lang), true) = (property, lang, plain)
                    && may_hyphenate(word, compound)
                {
                    self.word(word, lang).iter().for_each(|&point| emit(at + usize::from(point)));
                }
            }
        }
    }

    fn word(&self, word: &str, patterns: Patterns) -> Points {
        let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(points) = words.get(&patterns).and_then(|words| words.get(word)) {
            return Arc::clone(points);
        }
        drop(words);
        let points = split(word, patterns);
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        let words = words.entry(patterns).or_default();
        if words.len() < MOST_KEPT {
            words.insert(word.into(), Arc::clone(&points));
        }
        points
    }
}

fn split(word: &str, patterns: Patterns) -> Points {
    let mut points = match patterns {
        Patterns::British => liang::BRITISH.points(word),
        Patterns::Common(lang) => {
            let mut at = 0;
            let ends = hypher::hyphenate(word, lang).map(|syllable| {
                at += syllable.len();
                at
            });
            ends.collect()
        }
    };
    points.retain(|&at| at < word.len() && !word[at..].starts_with(is_combining_mark));
    points.into_iter().filter_map(|at| u8::try_from(at).ok()).collect()
}

/// The word of a chunk that is one word of ASCII letters, with or without a stop after it, as most are.
fn common(chunk: &str) -> Option<&str> {
    let word = chunk.strip_suffix(['.', ',']).unwrap_or(chunk);
    word.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(word)
}

/// A chunk of nothing but words and the punctuation around them: no address, no number in it.
fn is_plain(chunk: &str) -> bool {
    !is_address(chunk)
        && !chunk.contains(['@', '/', '\\', '_', '=', '<', '>', '{', '}'])
        && !chunk.chars().any(char::is_numeric)
        && !chunk.match_indices('.').any(|(i, _)| chunk[i + 1..].starts_with(char::is_alphanumeric))
}

/// Words of letters, marks and soft hyphens.
fn tokens(chunk: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let inside = |c: char| c.is_alphabetic() || c == '\u{AD}' || c == '\u{200C}' || is_combining_mark(c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + chunk[at..].find(inside)?;
        at = chunk[start..].find(|c| !inside(c)).map_or(chunk.len(), |n| start + n);
        Some(start..at)
    })
}

fn soft_hyphens(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.match_indices('\u{AD}').map(|(i, h)| i + h.len()).filter(|&end| end < word.len() && end > 2)
}

/// Acronyms and names with a capital inside stay whole, and so do the short parts of a compound with hyphens.
fn may_hyphenate(word: &str, compound: bool) -> bool {
    let letters = word.chars().take(8).count();
    word.len() <= LONGEST && letters >= if compound { 8 } else { 5 } && !word.chars().skip(1).any(char::is_uppercase)
}
