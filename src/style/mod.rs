//! CSS: one cascade gives both editions their look. Knows nothing of text.
//!
//! A sheet is read once into rules (`syntax`, `selector`, `media`), whose values are read for print (`prepared`,
//! from `declaration`, `property` and `value`); `cascade` matches them against elements given as [`ElementKey`]s and
//! gives [`ComputedStyle`]s with every length in points (`print` says what of them pages leave out), `paged` does the same for `@page`. The EPUB gets the rules
//! themselves, less what is for print (`epub`). In front of every style stands `styles/base.css`.

pub mod bundled;
pub mod cascade;
pub mod computed;
pub mod contrast;
mod declaration;
mod epub;
mod loading;
mod longhand;
mod marking;
mod media;
mod outweighed;
pub mod page;
mod paged;
mod prepared;
mod print;
mod property;
mod references;
mod seen;
pub(crate) mod selector;
mod shades;
pub(crate) mod sheet;
mod syntax;
mod value;

use std::fmt;
use std::sync::Arc;

pub use bundled::NAMES as BUNDLED;
pub use cascade::{Cascade, StyleNode};
pub use computed::*;
pub use page::*;
pub use references::ELEMENTS;

use crate::diagnostic::{Diagnostics, Severity, SourceText, Spanned, codes, did_you_mean};
use crate::language::{Direction, Lang};
/// A page size that replaces the style's.
pub use crate::manifest::model::PageSize as PageSizeOverride;
use media::Media;
use prepared::{Prepared, PreparedPage, Relevant};
use sheet::Rule;

/// What a selector can see of an element.
#[derive(Debug, Clone, Copy, Default)]
pub struct ElementKey<'a> {
    /// HTML element name.
    pub name: &'a str,
    /// Its classes.
    pub classes: &'a [String],
    /// Its id.
    pub id: Option<&'a str>,
    /// Whether it is its parent's first element.
    pub first_child: bool,
    /// Its language.
    pub lang: Option<&'a Lang>,
    /// Its direction.
    pub dir: Direction,
    /// Name and classes of the element just before it.
    pub previous: Option<(&'a str, &'a [String])>,
}

/// A style sheet, read and checked.
pub struct Style {
    rules: Vec<Rule>,
    prepared: Vec<Prepared>,
    pages: Vec<PreparedPage>,
    relevant: Relevant,
}

impl fmt::Debug for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Style").field("rules", &self.rules.len()).field("pages", &self.pages.len()).finish()
    }
}

/// Reads a book's own file, reporting what goes wrong.
pub type ReadFile<'a> = dyn FnMut(&Spanned<String>, &mut Diagnostics) -> Option<Arc<SourceText>> + 'a;

impl Style {
    /// Loads the style a book asks for: a bundled name, or the path of a `.css` file, which `read` opens; the bundled
    /// `book` where it asks for none. `None` where that fails or the sheet has an error, which is then reported.
    pub fn load(name: Option<&Spanned<String>>, read: &mut ReadFile<'_>, diags: &mut Diagnostics) -> Option<Self> {
        let source = match name {
            None => bundled::source("book")?,
            Some(name) if is_path(&name.value) => read(name, diags)?,
            Some(name) => match bundled::source(&name.value) {
                Some(source) => source,
                None => {
                    let help = match did_you_mean(&name.value, bundled::NAMES.iter().copied()) {
                        Some(known) => format!("did you mean `{known}`?"),
                        None => format!("bundled are {}; a file's name ends in `.css`", bundled::names_for_people()),
                    };
                    let message = format!("there is no style `{}`", name.value);
                    diags.error(codes::UNKNOWN_STYLE, name.span.clone(), message).help(help);
                    return None;
                }
            },
        };
        Self::parse(&source, diags)
    }

    /// Reads a sheet. `None` where it has an error, which is then reported.
    pub fn parse(source: &Arc<SourceText>, diags: &mut Diagnostics) -> Option<Self> {
        let errors = diags.count(Severity::Error);
        let mut rules = Vec::new();
        for source in [&bundled::base(), source] {
            syntax::parse(source, &Media::ALL, 0, diags, &mut rules);
        }
        loading::report(&rules, diags);
        let (prepared, pages, relevant) = prepared::prepare(&rules, diags);
        outweighed::report(&pages, diags);
        (diags.count(Severity::Error) == errors).then_some(Self { rules, prepared, pages, relevant })
    }

    /// The style as far as colours on an e-reader go, where the book's own sheet has some for e-readers alone.
    pub fn on_screen(&self) -> Option<Self> {
        let (prepared, relevant) = prepared::screen_colors(&self.rules)?;
        Some(Self { rules: Vec::new(), prepared, pages: Vec::new(), relevant })
    }

    /// The values of the last element of a path of elements, the first being a child of `body`. For many elements, a
    /// [`Cascade`] is faster.
    pub fn compute(&self, path: &[ElementKey<'_>]) -> ComputedStyle {
        let mut cascade = Cascade::new(self);
        let node = path.iter().fold(cascade.body(), |parent, element| cascade.child(parent, element));
        ComputedStyle::clone(cascade.computed(node))
    }
}

/// A bundled name has neither a suffix nor a separator.
fn is_path(name: &str) -> bool {
    name.ends_with(".css") || name.contains(['/', '\\'])
}

/// Every property that is known, for tests of what becomes of each.
#[cfg(test)]
pub(crate) fn properties() -> impl Iterator<Item = &'static str> {
    declaration::names()
}

/// Those of them that take one value.
#[cfg(test)]
pub(crate) fn longhands() -> impl Iterator<Item = &'static str> {
    longhand::Longhand::ALL.iter().map(|longhand| longhand.name())
}

/// The text of a bundled style.
#[cfg(test)]
pub(crate) fn bundled_text(name: &str) -> String {
    bundled::source(name).expect("a bundled style").text.clone()
}

#[cfg(test)]
mod tests;
