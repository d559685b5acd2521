//! CSS: one cascade gives both editions their look. Knows nothing of text.
//!
//! A sheet is parsed once (`parse`), matched against elements given as a path of [`ElementKey`]s (`cascade`), and
//! gives [`ComputedStyle`]s with every length in points. The EPUB gets the sheet itself, less what is for print.

pub mod computed;
pub mod page;

pub use computed::*;
pub use page::*;

/// What a selector can see of an element.
#[derive(Debug, Clone, Copy)]
pub struct ElementKey<'a> {
    /// HTML element name.
    pub name: &'a str,
    /// Its classes.
    pub classes: &'a [String],
    /// Its id.
    pub id: Option<&'a str>,
    /// Whether it is its parent's first element.
    pub first_child: bool,
}
