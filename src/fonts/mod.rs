//! Fonts: the bundled faces (embedded in the program), those of the book, and the choice among them.
//!
//! ```text
//! bundled table ─┐                      families, weight, slope
//!                ├─► Face (checked) ─► FontStore ─► chain of FontIds, the first that has a character sets it
//! book's files ──┘
//! ```
//!
//! A file that enters is checked once: it must be one face or a collection of static faces with outlines, and its
//! OS/2 table must allow embedding. After that nothing about a face can fail.

mod bundled;
mod credits;
mod face;
pub(crate) mod open;
mod select;
mod store;
#[cfg(test)]
mod tests;

pub use bundled::{LICENCES, Licence};
pub use credits::credits;
pub use face::{Face, Outlines};
pub use store::FontStore;

/// A face, by its place in the [`FontStore`]: bundled ones first, always in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);
