//! Languages: tags, direction, the words that weekbook itself puts in a book, and how dates are written.

/// A BCP 47 language tag, as given, checked for form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(std::sync::Arc<str>);

/// Writing direction of a paragraph or run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}
