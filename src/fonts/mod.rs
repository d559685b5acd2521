//! Fonts: the bundled faces (embedded in the program), those of the book, and the choice among them.

/// A face, by its place in the [`FontStore`]: bundled ones first, always in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);
