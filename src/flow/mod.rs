//! The shared layout model: a tree of elements with language, direction, anchor and computed style.
//!
//! It speaks HTML's element names, so that a style written for one format is at home in the other. Everything
//! that a reader can see (labels, numbers, order, credits) is decided here; the EPUB writer serialises it, the
//! layout sets it in pages, and neither adds a word.
//!
//! Every id is unique in the book and every link leads to what its format has: [`build()`] checks it last.

mod build;
mod cover;
mod joined;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dispatch::{Alignment, ImageData};
use crate::edition::Metadata;
use crate::language::{Direction, Lang};
use crate::style::ComputedStyle;
pub use build::build;
pub use joined::{Follower, Joined};

/// A whole book, ready for both writers.
#[derive(Debug, Clone)]
pub struct Flow {
    /// What is said of the book as a whole.
    pub meta: Metadata,
    /// The parts of the book in reading order.
    pub sections: Vec<Section>,
    /// Computed styles, each once; [`Element::style`] is an index.
    pub styles: Vec<Arc<ComputedStyle>>,
    /// Images, each once; [`Data::Image`] is an index.
    pub images: Vec<Arc<ImageData>>,
    /// Words that the writers need around the content, in the book's language.
    pub words: Words,
    /// `dc:source`: a line for each source.
    pub sources: Vec<String>,
    /// Why the book cannot claim EPUB Accessibility conformance; empty where it can.
    pub accessibility_faults: Vec<String>,
    /// The accessibility summary.
    pub accessibility_summary: String,
    /// Who certifies it: the publisher, else none.
    pub certified_by: Option<String>,
    /// The address of a report on it.
    pub accessibility_report: Option<String>,
}

/// Words around the content, in the book's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Words {
    pub contents: String,
    pub landmarks: String,
    pub pages: String,
    pub cover: String,
    pub start_of_content: String,
    /// "Page", before a label, for link descriptions.
    pub page: String,
    /// "Note", before a number, for link descriptions.
    pub note: String,
    /// "Back to the text", for backlinks.
    pub back_to_text: String,
    /// "continued", for a table's repeated head and the like.
    pub continued: String,
}

/// What part of the book a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum SectionKind {
    Cover,
    TitlePage,
    FrontPage,
    Imprint,
    /// Only in print: the EPUB has its navigation document here.
    Contents,
    Front,
    Week,
    Corrections,
    Sources,
    Index,
    Back,
}

/// How pages are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// The cover: no number.
    Cover,
    /// Roman, from i (the cover is not counted).
    Front,
    /// Arabic, from 1; goes on to the end of the book.
    Body,
}

/// A part of the book: a file or more in the EPUB, pages of its own in the PDF.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Page numbering.
    pub matter: Matter,
    /// Which formats have it.
    pub media: Media,
    /// The anchor of its root element.
    pub anchor: String,
    /// What navigation calls it (contents, outline, `<title>`). Unique in the book.
    pub title: String,
    /// Elements; the root is the first. A parent stands before its children, and all stand in document order.
    pub elements: Vec<Element>,
    /// Named strings at the section's start (`title`, `chapter`, `dates`, `marking`), for margin boxes.
    pub strings: BTreeMap<String, String>,
    /// What navigation lists under it: the dispatches of a week.
    pub nav: Vec<NavItem>,
    /// Sections that share its pages in print, see [`Flow::joined`]; their elements are among its own.
    pub followers: Vec<Follower>,
}

/// An entry of navigation below a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads.
    pub anchor: String,
    /// Its words.
    pub title: String,
    /// Their language and direction, where they differ from the book's.
    pub lang: Option<(Lang, Direction)>,
}

/// An element by its place: stable, since it depends on its own section only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// Index into [`Flow::sections`].
    pub section: u32,
    /// Index into [`Section::elements`].
    pub index: u32,
}

/// An element.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its HTML name.
    pub name: Name,
    /// Its classes, for styles.
    pub classes: Vec<String>,
    /// Its id: unique in the book, the same in both formats.
    pub anchor: Option<String>,
    /// Its language and direction in full, whether or not they differ from its parent's.
    pub lang: Lang,
    /// See `lang`.
    pub dir: Direction,
    /// Which formats have it.
    pub media: Media,
    /// Index into [`Flow::styles`].
    pub style: u32,
    /// Index of its parent in the section; `None` for the root.
    pub parent: Option<u32>,
    /// What it holds, in order.
    pub children: Vec<Child>,
    /// What its name does not say.
    pub data: Data,
    /// Where the author wrote it: bytes of the text of the dispatch or page that it is in. For messages only.
    pub at: Option<usize>,
}

/// A child of an element.
#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    /// Another element of the section.
    Element(u32),
    /// Text. White space is already normalised, but in `pre`.
    Text(String),
}

/// Which formats have an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Media {
    /// Both.
    #[default]
    All,
    /// Only the PDF.
    Print,
    /// Only the EPUB.
    Screen,
}

/// What an element's name does not say.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Data {
    /// Nothing.
    #[default]
    None,
    /// Of `a`: a link.
    Link(Target),
    /// Of `a` with class `noteref`: the mark of a note; the aside of this index in the same section.
    NoteRef(u32),
    /// Of `aside` with class `footnote`: the element (the `a.noteref`) that marks it, in the same section. It stands
    /// at the end of its dispatch; the layout sets it at the foot of the mark's page.
    Note(u32),
    /// Of `a` with class `backlink`: back from a note to its mark, an element of the same section. Screen only.
    Backlink(u32),
    /// Of `span` with class `page`: the label of the page where an anchor stands. Print only, no children.
    PageRef(String),
    /// Of `img`.
    Image {
        /// Index into [`Flow::images`].
        image: u32,
        /// Alternative text; empty where it is decorative.
        alt: String,
    },
    /// Of `th`: which cells it heads.
    Header(Scope),
    /// Of `th` and `td`: alignment of its column, where one is given. (A `th` is a column's.)
    Cell(Alignment),
    /// Of `ol`: the first number.
    List(u64),
    /// Of `time`: the machine's form.
    Time(String),
    /// Of `span` with class `redacted`: how the mark that it holds is read.
    Redacted(String),
    /// Of `pre`: the language of the code.
    Code(String),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An anchor of the book.
    Anchor(String),
    /// http, https, mailto or tel: ASCII, a valid URL (RFC 3986).
    Url(String),
}

/// Which cells a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Scope {
    Column,
    Row,
}

macro_rules! names {
    ($($name:ident $text:literal,)*) => {
        /// HTML element names that the flow speaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Name { $($name,)* }
        impl Name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As HTML writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

names! {
    Section "section", Article "article", Header "header", Footer "footer", Nav "nav", Aside "aside", Div "div",
    H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", P "p", Blockquote "blockquote", Pre "pre", Hr "hr",
    Ul "ul", Ol "ol", Li "li", Dl "dl", Dt "dt", Dd "dd",
    Figure "figure", Figcaption "figcaption", Img "img",
    Table "table", Caption "caption", Thead "thead", Tbody "tbody", Tr "tr", Th "th", Td "td",
    A "a", Em "em", Strong "strong", Del "del", Sub "sub", Sup "sup", Code "code", Cite "cite", Span "span",
    Time "time", Br "br", Bdi "bdi",
}

impl Name {
    /// Whether it stands within a line of text (HTML's phrasing content).
    pub const fn is_inline(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::Em
                | Self::Strong
                | Self::Del
                | Self::Sub
                | Self::Sup
                | Self::Code
                | Self::Cite
                | Self::Span
                | Self::Time
                | Self::Br
                | Self::Bdi
                | Self::Img
        )
    }
}

impl Section {
    /// The text that both formats have, blocks apart by line ends.
    pub fn shared_text(&self) -> String {
        let mut out = String::new();
        self.each_shared_text(&mut |text| out.push_str(text));
        out
    }

    /// How many words that text has, as blanks divide it.
    pub fn shared_words(&self) -> usize {
        let (mut words, mut within) = (0, false);
        self.each_shared_text(&mut |text| {
            for c in text.chars() {
                let blank = c.is_whitespace();
                words += usize::from(!blank && !within);
                within = !blank;
            }
        });
        words
    }

    fn each_shared_text(&self, f: &mut dyn FnMut(&str)) {
        let mut stack: Vec<Step<'_>> = vec![Step::Into(0)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Text(text) => f(text),
                Step::Into(index) => {
                    let Some(element) = self.elements.get(index as usize) else { continue };
                    if element.media != Media::All {
                        continue;
                    }
                    let apart = !element.name.is_inline() || element.name == Name::Br;
                    let end = if apart { "\n" } else { "" };
                    f(end);
                    stack.push(Step::Text(end));
                    stack.extend(element.children.iter().rev().map(|child| match child {
                        Child::Element(index) => Step::Into(*index),
                        Child::Text(text) => Step::Text(text),
                    }));
                }
            }
        }
    }
}

/// What [`Section::each_shared_text`] has yet to do.
enum Step<'a> {
    Into(u32),
    Text(&'a str),
}

impl Flow {
    /// The element of an id.
    pub fn element(&self, id: NodeId) -> &Element {
        &self.sections[id.section as usize].elements[id.index as usize]
    }

    /// The computed style of an element.
    pub fn style(&self, element: &Element) -> &Arc<ComputedStyle> {
        &self.styles[element.style as usize]
    }
}

/// Where a page of the PDF begins in the flow: what the EPUB's page list is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBreak {
    /// The page's label, unique in the book.
    pub label: String,
    /// The innermost block element whose text is at the page's top.
    pub node: NodeId,
    /// Bytes into that block's text (its inline content joined: text, one U+FFFC an image, one U+2028 a `br`).
    pub offset: usize,
}
