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

impl Lang {
    /// Checks a tag's form.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        text.split('-').all(fits).then(|| Self(text.into()))
    }

    /// The tag as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
