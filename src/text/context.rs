//! What a unit's shape depends on besides its text, with the cache of all units shaped so.

use std::sync::{Arc, PoisonError, RwLock};

use harfrust::{Direction as Towards, Feature, Language, Script, ShapePlan, Tag};
use rustc_hash::FxHashMap;

use super::transform::{Casing, Change};
use super::word::Word;
use crate::fonts::{Face, FontId};
use crate::language::Lang;
use crate::style::{FigureSpacing, Figures};

/// What stands for a character that no font has: WHITE SQUARE.
pub(super) const BOX: char = '\u{25A1}';

/// Units longer than this (bytes) are not kept: they hardly come twice.
const LONGEST_KEPT: usize = 64;
/// How many units of one context are kept.
const MOST_KEPT: usize = 100_000;

/// Small capitals by the font's own features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum SmallCaps {
    #[default]
    None,
    /// `smcp`.
    Lower,
    /// `smcp` and `c2sc`.
    All,
}

/// How a style wants its text shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Options {
    /// Ligatures are off where letters are spaced.
    pub spaced: bool,
    pub small_caps: SmallCaps,
    pub figures: Figures,
    pub figure_spacing: FigureSpacing,
    pub change: Change,
    pub casing: Casing,
    /// Characters that no font has: each is drawn as [`BOX`].
    pub missing: bool,
}

/// What a context is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub font: FontId,
    pub script: u32,
    pub lang: Lang,
    pub rtl: bool,
    pub options: Options,
}

/// A shaping plan with its cache. What it gives for a text is always the same, cached or not.
pub(super) struct Context {
    pub rtl: bool,
    pub script: Script,
    pub language: Option<Language>,
    pub features: Vec<Feature>,
    pub plan: ShapePlan,
    pub options: Options,
    words: RwLock<FxHashMap<Box<str>, Arc<Word>>>,
}

impl Context {
    pub(super) fn new(face: &Face, key: &Key) -> Option<Self> {
        let font = face.font().ok()?;
        let shaper = face.shaper_data().shaper(&font).build();
        let features = features(key.options);
        let script = Script::from_iso15924_tag(Tag::from_be_bytes(key.script.to_be_bytes()));
        let script = script.unwrap_or(harfrust::script::UNKNOWN);
        let language = Language::new(key.lang.as_str());
        let towards = if key.rtl { Towards::RightToLeft } else { Towards::LeftToRight };
        let plan = ShapePlan::new(&shaper, towards, Some(script), language.as_ref(), &features);
        let words = RwLock::default();
        Some(Self { rtl: key.rtl, script, language, features, plan, options: key.options, words })
    }

    /// The shape of a unit.
    pub(super) fn word(&self, face: &Face, text: &str) -> Arc<Word> {
        if text.len() > LONGEST_KEPT {
            return Arc::new(Word::shape(face, self, text));
        }
        let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(word) = words.get(text) {
            return Arc::clone(word);
        }
        drop(words);
        let word = Arc::new(Word::shape(face, self, text));
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        if words.len() < MOST_KEPT {
            words.insert(text.into(), Arc::clone(&word));
        }
        word
    }
}

fn features(options: Options) -> Vec<Feature> {
    let mut list = Vec::new();
    let mut set = |tag: &[u8; 4], value| list.push(Feature::new(Tag::new(tag), value, ..));
    if options.spaced {
        for tag in [b"liga", b"clig", b"calt"] {
            set(tag, 0);
        }
    }
    match options.small_caps {
        SmallCaps::None => {}
        SmallCaps::Lower => set(b"smcp", 1),
        SmallCaps::All => {
            set(b"smcp", 1);
            set(b"c2sc", 1);
        }
    }
    match options.figures {
        Figures::Normal => {}
        Figures::Lining => set(b"lnum", 1),
        Figures::OldStyle => set(b"onum", 1),
    }
    match options.figure_spacing {
        FigureSpacing::Normal => {}
        FigureSpacing::Proportional => set(b"pnum", 1),
        FigureSpacing::Tabular => set(b"tnum", 1),
    }
    list
}
