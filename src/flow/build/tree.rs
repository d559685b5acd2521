//! A section being written: elements opened and closed as in a document, language and direction handed down.

use super::marking;
use crate::flow::{Child, Data, Element, Media, Name};
use crate::language::{Direction, Lang, labels};
use crate::redact;

/// An element to be opened.
#[derive(Debug, Clone)]
pub struct El {
    name: Name,
    classes: Vec<String>,
    anchor: Option<String>,
    lang: Option<(Lang, Direction)>,
    media: Media,
    data: Data,
}

/// An element of a name, with nothing else.
pub fn el(name: Name) -> El {
    El { name, classes: Vec::new(), anchor: None, lang: None, media: Media::All, data: Data::None }
}

impl El {
    /// Adds a class.
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.classes.push(class.into());
        self
    }

    /// Gives it an id.
    pub fn anchor(mut self, anchor: impl Into<String>) -> Self {
        self.anchor = Some(anchor.into());
        self
    }

    /// Sets its language and direction, else its parent's.
    pub fn lang(mut self, lang: &Lang, direction: Direction) -> Self {
        self.lang = Some((lang.clone(), direction));
        self
    }

    /// Language and direction, where they differ.
    pub fn lang_of(self, lang: Option<(Lang, Direction)>) -> Self {
        Self { lang, ..self }
    }

    /// Keeps it to one format.
    pub const fn media(mut self, media: Media) -> Self {
        self.media = media;
        self
    }

    /// Says what its name does not.
    pub fn data(self, data: Data) -> Self {
        Self { data, ..self }
    }
}

/// A section's elements so far.
#[derive(Debug)]
pub struct Tree {
    elements: Vec<Element>,
    open: Vec<u32>,
    lang: Lang,
    direction: Direction,
    /// Block marks stand for names.
    redacts: bool,
    /// The label that a part has at its head and foot where there are no pages.
    marking: Option<&'static str>,
}

impl Tree {
    /// A tree without elements, in the book's language.
    pub fn new(lang: &Lang, direction: Direction, marking: Option<&'static str>) -> Self {
        Self { elements: Vec::new(), open: Vec::new(), lang: lang.clone(), direction, redacts: false, marking }
    }

    /// Takes block marks for what stands in the place of names.
    pub fn redacting(self, redacts: bool) -> Self {
        Self { redacts, ..self }
    }

    /// Opens an element within the one that is open, and gives its index.
    pub fn open(&mut self, el: El) -> u32 {
        let parent = self.open.last().copied();
        let index = self.elements.len() as u32;
        // What is in one format only holds nothing for the other.
        let media = match parent.map(|parent| self.elements[parent as usize].media) {
            None | Some(Media::All) => el.media,
            Some(media) => media,
        };
        let (lang, dir) = match (el.lang, parent) {
            (Some(own), _) => own,
            (None, Some(parent)) => self.language_of(parent),
            (None, None) => (self.lang.clone(), self.direction),
        };
        self.elements.push(Element {
            name: el.name,
            classes: el.classes,
            anchor: el.anchor,
            lang,
            dir,
            media,
            style: 0,
            parent,
            children: Vec::new(),
            data: el.data,
        });
        if let Some(parent) = parent {
            self.elements[parent as usize].children.push(Child::Element(index));
        }
        self.open.push(index);
        if parent.is_none() {
            self.mark_part();
        }
        index
    }

    /// The label of a part, below its root.
    fn mark_part(&mut self) {
        if let Some(marking) = self.marking {
            self.leaf(marking::of_part(&self.language()), marking);
        }
    }

    fn language_of(&self, index: u32) -> (Lang, Direction) {
        let element = &self.elements[index as usize];
        (element.lang.clone(), element.dir)
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// An element with what `fill` puts in it.
    pub fn with(&mut self, el: El, fill: impl FnOnce(&mut Self)) -> u32 {
        let index = self.open(el);
        fill(self);
        self.close();
        index
    }

    /// An element with text.
    pub fn leaf(&mut self, el: El, text: &str) -> u32 {
        self.with(el, |tree| tree.text(text))
    }

    /// Text in the open element; joined to the text before it.
    pub fn text(&mut self, text: &str) {
        if !self.redacts || !text.contains(redact::MARK) {
            self.plain(text);
            return;
        }
        let mut parts = text.split(redact::MARK);
        self.plain(parts.next().unwrap_or_default());
        for part in parts {
            let words = labels(&self.language().0).redacted;
            let mark = el(Name::Span).class("redacted").data(Data::Redacted(words.to_owned()));
            self.with(mark, |tree| tree.plain(redact::MARK));
            self.plain(part);
        }
    }

    fn plain(&mut self, text: &str) {
        let Some(&open) = self.open.last() else { return };
        let children = &mut self.elements[open as usize].children;
        match children.last_mut() {
            _ if text.is_empty() => {}
            Some(Child::Text(last)) => last.push_str(text),
            _ => children.push(Child::Text(text.to_string())),
        }
    }

    /// Text in the open element, in a `span` where its language differs.
    pub fn said(&mut self, lang: Option<(Lang, Direction)>, text: &str) {
        match lang {
            Some(_) => {
                self.leaf(el(Name::Span).lang_of(lang), text);
            }
            None => self.text(text),
        }
    }

    /// Whether the open element has nothing in it yet.
    pub fn is_empty(&self) -> bool {
        self.open.last().is_none_or(|&open| self.elements[open as usize].children.is_empty())
    }

    /// The language of the open element.
    pub fn language(&self) -> (Lang, Direction) {
        match self.open.last() {
            Some(&open) => self.language_of(open),
            None => (self.lang.clone(), self.direction),
        }
    }

    /// Says of an element what was not known when it was opened.
    pub fn set_data(&mut self, index: u32, data: Data) {
        self.elements[index as usize].data = data;
    }

    /// The finished elements.
    pub fn finish(mut self) -> Vec<Element> {
        if !self.elements.is_empty() {
            self.open = vec![0];
            self.mark_part();
        }
        self.elements
    }
}
