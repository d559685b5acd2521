//! The long lists that a paragraph is shaped in, used again for the next: asking for them and giving them back for every
//! paragraph takes as long as filling them.

use std::cell::RefCell;

use super::breaks::Opportunity;
use super::shaped::{Break, Piece, Sum};

/// So many paragraphs are shaped at the same time in a thread; those of a table's cells may be more.
const MOST: usize = 4;

/// Lists longer than this are not kept.
const LONGEST: usize = 8192;

/// Empty lists with room in them.
#[derive(Default)]
pub(super) struct Spare {
    pub pieces: Vec<Piece>,
    pub sums: Vec<Sum>,
    pub opportunities: Vec<Opportunity>,
    pub whole: Vec<Break>,
    pub all: Vec<Break>,
}

thread_local! {
    static SPARE: RefCell<Vec<Spare>> = const { RefCell::new(Vec::new()) };
}

impl Spare {
    /// Lists that were given back in this thread, or new ones.
    pub fn take() -> Self {
        SPARE.with_borrow_mut(Vec::pop).unwrap_or_default()
    }

    /// Keeps lists for the next paragraph; what is in them is dropped.
    pub fn give(mut self) {
        let longest = self.pieces.capacity().max(self.sums.capacity()).max(self.opportunities.capacity());
        if longest.max(self.whole.capacity()).max(self.all.capacity()) > LONGEST {
            return;
        }
        self.pieces.clear();
        self.sums.clear();
        self.opportunities.clear();
        self.whole.clear();
        self.all.clear();
        // A thread that ends has none to keep.
        let _ = SPARE.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            if kept.len() < MOST {
                kept.push(self);
            }
        });
    }
}
