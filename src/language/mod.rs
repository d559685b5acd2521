//! Languages: tags, direction, the words that weekbook itself puts in a book, and how dates are written.
//!
//! [`Lang`] is a checked tag; [`labels()`] gives the words of a language (English where there are none, which
//! [`is_complete`] tells); [`dates`] writes days and ranges; [`numerals`] the digits; [`punctuation`] sets what is typed
//! on a keyboard, with the marks of [`quotes`].

pub mod dates;
mod folded;
pub mod labels;
pub mod numerals;
mod opposed;
mod phrases;
pub mod plural;
pub mod punctuation;
pub mod quotes;
mod words;

use std::fmt;
use std::sync::Arc;

pub use dates::{Date, date, date_time, range};
pub use folded::folded;
pub use labels::{Labels, after_label, fill, is_complete, join_names, labels};
pub use numerals::{letters, number};
pub use opposed::{has_rtl, of_script, opposed, strong};
pub use phrases::phrases;
pub use plural::Plural;
pub use punctuation::ends_sentence;

/// A BCP 47 language tag, as given, checked for form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

/// Writing direction of a paragraph or run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// As HTML's `dir` writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Longest tag taken; registered ones are far shorter.
const MAX_TAG: usize = 64;

/// Scripts written from right to left (ISO 15924).
const RTL_SCRIPTS: &[&str] = &["Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];

/// Languages whose usual script is one of them.
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "arz", "apc", "acm", "ary", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc",
    "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "skr", "syr", "ug", "ur", "yi",
];

impl Lang {
    /// English, the language of last resort.
    pub fn english() -> Self {
        Self(Arc::from("en"))
    }

    /// Checks a tag for the form of BCP 47 (RFC 5646, section 2.1) and gives it the usual letter case.
    /// Whether its subtags are registered is not asked. `_` is taken for `-`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_TAG || !text.is_ascii() {
            return None;
        }
        let lower = text.to_ascii_lowercase().replace('_', "-");
        let subtags: Vec<&str> = lower.split('-').collect();
        if subtags.iter().any(|s| s.is_empty() || s.len() > 8 || !s.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return None;
        }
        canonical(&subtags).map(|tag| Self(Arc::from(tag)))
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language subtag: `ar` of `ar-IQ`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The script subtag, where there is one: `Arab` of `ku-Arab`.
    pub fn script(&self) -> Option<&str> {
        self.0.split('-').skip(1).take_while(|s| s.len() > 1).find(|s| is_alpha(s, 4))
    }

    /// The region subtag, where there is one: `IQ` of `ar-IQ`.
    pub fn region(&self) -> Option<&str> {
        self.0.split('-').skip(1).take_while(|s| s.len() > 1).find(|s| is_alpha(s, 2) || is_digit(s, 3))
    }

    /// The direction of its script: the one given, else the usual one.
    pub fn direction(&self) -> Direction {
        let rtl = match self.script() {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL_LANGUAGES.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }

    /// Whether a language range of CSS's `:lang()` takes in this tag: `en` takes `en-GB`, and `*` all.
    pub fn matches(&self, range: &str) -> bool {
        let tag = self.as_str();
        range == "*"
            || tag.get(..range.len()).is_some_and(|head| {
                head.eq_ignore_ascii_case(range) && matches!(tag.as_bytes().get(range.len()), None | Some(b'-'))
            })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_alpha(s: &str, len: usize) -> bool {
    s.len() == len && s.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_digit(s: &str, len: usize) -> bool {
    s.len() == len && s.bytes().all(|b| b.is_ascii_digit())
}

/// Walks the subtags in the order that the standard gives them; `None` where one does not fit.
fn canonical(subtags: &[&str]) -> Option<String> {
    let alpha = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    if subtags[0] == "x" {
        return (subtags.len() > 1).then(|| subtags.join("-"));
    }
    if !alpha(subtags[0]) || subtags[0].len() < 2 {
        return None;
    }
    let mut out = subtags[0].to_owned();
    let mut rest = &subtags[1..];
    let mut extlangs = 0;
    while let [first, tail @ ..] = rest
        && is_alpha(first, 3)
        && extlangs < 3
        && subtags[0].len() < 4
    {
        out = out + "-" + first;
        rest = tail;
        extlangs += 1;
    }
    if let [first, tail @ ..] = rest
        && is_alpha(first, 4)
    {
        out = out + "-" + &first[..1].to_ascii_uppercase() + &first[1..];
        rest = tail;
    }
    if let [first, tail @ ..] = rest
        && (is_alpha(first, 2) || is_digit(first, 3))
    {
        out = out + "-" + &first.to_ascii_uppercase();
        rest = tail;
    }
    while let [first, tail @ ..] = rest
        && (first.len() >= 5 || (first.len() == 4 && first.as_bytes()[0].is_ascii_digit()))
    {
        out = out + "-" + first;
        rest = tail;
    }
    while let [singleton, tail @ ..] = rest {
        let private = *singleton == "x";
        let shortest = if private { 1 } else { 2 };
        let length = tail.iter().take_while(|s| private || s.len() >= shortest).count();
        if singleton.len() != 1 || length == 0 {
            return None;
        }
        out = out + "-" + singleton;
        for subtag in &tail[..length] {
            out = out + "-" + subtag;
        }
        rest = &tail[length..];
    }
    Some(out)
}

#[cfg(test)]
mod tests;
