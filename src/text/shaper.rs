//! The shaper: fonts, contexts and word caches, shared by all threads.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::context::{Context, Key};
use super::hyphens::Hyphenator;
use super::shaped::Shaped;
use super::word::Word;
use super::{Paragraph, Problem};
use crate::fonts::{Face, FontId, FontStore};

/// Shapes paragraphs. Cheap to clone; clones share their caches, and what they give does not depend on them.
#[derive(Clone)]
pub struct Shaper {
    inner: Arc<Inner>,
}

struct Inner {
    store: FontStore,
    contexts: RwLock<FxHashMap<Key, Arc<Context>>>,
    hyphenator: Hyphenator,
}

impl Shaper {
    /// A shaper for a build's fonts.
    pub fn new(store: &FontStore) -> Self {
        Self {
            inner: Arc::new(Inner {
                store: store.clone(),
                contexts: RwLock::default(),
                hyphenator: Hyphenator::default(),
            }),
        }
    }

    /// Makes a paragraph into boxes, glue and penalties. What is wrong with its text is added to `problems`, each
    /// missing character once.
    pub fn shape(&self, paragraph: &Paragraph, problems: &mut Vec<Problem>) -> Shaped {
        Shaped::new(self, paragraph, problems)
    }

    /// The fonts.
    pub fn fonts(&self) -> &FontStore {
        &self.inner.store
    }

    pub(super) fn face(&self, font: FontId) -> &Face {
        self.inner.store.face(font)
    }

    pub(super) fn hyphenator(&self) -> &Hyphenator {
        &self.inner.hyphenator
    }

    pub(super) fn context(&self, key: Key) -> Arc<Context> {
        let contexts = self.inner.contexts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(context) = contexts.get(&key) {
            return Arc::clone(context);
        }
        drop(contexts);
        let context = Context::new(self.face(key.font), &key).expect("a face that opened once opens again");
        let mut contexts = self.inner.contexts.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(contexts.entry(key).or_insert_with(|| Arc::new(context)))
    }

    pub(super) fn word(&self, font: FontId, context: &Context, text: &str) -> Arc<Word> {
        context.word(self.face(font), text)
    }
}

impl std::fmt::Debug for Shaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shaper").field(&self.inner.store).finish()
    }
}
