//! What collecting a section can see: its elements with what follows from their ancestors.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::flow::{Child, Data, Element, Flow, Media, Name, NodeId, Section, Target};
use crate::style::{ComputedStyle, Display, Pt};

use super::super::pages::{LinkArea, MAX_DESCRIPTION};
use super::super::regions::{Area, Regions};
use super::super::set::Setter;

/// Where a link leads and what it says.
type Led = (Target, Arc<str>);

/// A section with what its elements inherit by their place.
pub(in crate::layout) struct Scene<'a> {
    pub flow: &'a Flow,
    pub number: u32,
    pub section: &'a Section,
    pub setter: &'a dyn Setter,
    pub labels: &'a BTreeMap<String, String>,
    regions: &'a Regions<'a>,
    /// Whether an element is printed: neither it nor an ancestor is for screens only or not displayed.
    pub visible: Vec<bool>,
    /// Whether an element is in both editions, its ancestors too.
    pub shared: Vec<bool>,
    /// The nearest link around an element.
    pub links: Vec<Option<u32>>,
    /// Whether an element is a note that is set at the foot of its mark's page.
    pub marked: Vec<bool>,
    /// Whether an element is within a `nav`: its page references stand flush at the end of the line.
    pub in_nav: Vec<bool>,
    /// Styles that stand in for those of the flow: of tables that are set smaller so that they fit.
    fitted: OnceCell<Box<[OnceCell<Arc<ComputedStyle>>]>>,
    /// Where links lead and what they say, each looked up once: a link may go on over thousands of lines.
    led: RefCell<FxHashMap<u32, Option<Led>>>,
}

/// A horizontal stretch that a block is set in, from the text area's left edge.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct Room {
    pub x: Pt,
    pub width: Pt,
    /// How high a single piece may be.
    pub height: Pt,
}

impl<'a> Scene<'a> {
    pub fn new(
        flow: &'a Flow,
        number: u32,
        regions: &'a Regions<'a>,
        setter: &'a dyn Setter,
        labels: &'a BTreeMap<String, String>,
    ) -> Self {
        let section = &flow.sections[number as usize];
        let count = section.elements.len();
        let mut scene = Self {
            flow,
            number,
            section,
            setter,
            labels,
            regions,
            visible: Vec::with_capacity(count),
            shared: Vec::with_capacity(count),
            links: Vec::with_capacity(count),
            marked: vec![false; count],
            in_nav: Vec::with_capacity(count),
            fitted: OnceCell::new(),
            led: RefCell::default(),
        };
        for (index, element) in (0u32..).zip(&section.elements) {
            scene.inherit(index, element);
        }
        scene
    }

    /// A parent stands before its children, so what follows from ancestors is known when an element comes.
    fn inherit(&mut self, index: u32, element: &Element) {
        let parent = element.parent.map(|p| p as usize).filter(|&p| p < index as usize);
        let of = |list: &[bool], default: bool| parent.map_or(default, |p| list[p]);
        let shown = element.media != Media::Screen && self.flow.style(element).display != Display::None;
        let visible = of(&self.visible, self.section.media != Media::Screen) && shown;
        let shared = of(&self.shared, self.section.media == Media::All) && shown && element.media == Media::All;
        let link = match element.data {
            Data::Link(_) | Data::NoteRef(_) | Data::Backlink(_) => Some(index),
            _ => parent.and_then(|p| self.links[p]),
        };
        let nav = of(&self.in_nav, false) || element.name == Name::Nav;
        if let (true, Data::NoteRef(note)) = (visible, &element.data)
            && let Some(target) = self.section.elements.get(*note as usize)
            && matches!(target.data, Data::Note(_))
            && let Some(marked) = self.marked.get_mut(*note as usize)
        {
            *marked = true;
        }
        self.visible.push(visible);
        self.shared.push(shared);
        self.links.push(link);
        self.in_nav.push(nav);
    }

    pub fn element(&self, index: u32) -> &'a Element {
        &self.section.elements[index as usize]
    }

    pub fn style(&self, index: u32) -> &Arc<ComputedStyle> {
        let fitted = self.fitted.get().and_then(|fitted| fitted.get(index as usize)).and_then(OnceCell::get);
        fitted.unwrap_or_else(|| self.flow.style(self.element(index)))
    }

    /// Has an element set in another style from here on. Only the first call for an element counts.
    pub fn fit(&self, index: u32, style: ComputedStyle) {
        let fitted = self.fitted.get_or_init(|| vec![OnceCell::new(); self.section.elements.len()].into());
        if let Some(cell) = fitted.get(index as usize) {
            cell.get_or_init(|| Arc::new(style));
        }
    }

    /// Whether an element is set in another style than the flow's.
    pub fn is_fitted(&self, index: u32) -> bool {
        self.fitted.get().and_then(|fitted| fitted.get(index as usize)).is_some_and(|cell| cell.get().is_some())
    }

    pub fn node(&self, index: u32) -> NodeId {
        NodeId { section: self.number, index }
    }

    /// Whether any element shows the label of another page.
    pub fn has_refs(&self) -> bool {
        self.section.elements.iter().any(|element| matches!(element.data, Data::PageRef(_)))
    }

    /// The text area of a named page.
    pub fn page_room(&self, name: Option<&str>) -> Room {
        let Area { width, height, .. } = self.regions.for_section(self.number, self.section.kind, name);
        Room { x: Pt::ZERO, width, height }
    }

    /// What a page reference shows: the label, or as much room as most labels need while it is not known.
    pub fn label(&self, anchor: &str) -> &str {
        self.labels.get(anchor).map_or("000", String::as_str)
    }

    /// How long an element's text is as [`crate::flow::PageBreak`] counts it.
    pub fn text_length(&self, index: u32) -> usize {
        let mut length = 0;
        let mut stack = vec![index];
        while let Some(element) = stack.pop().and_then(|index| self.section.elements.get(index as usize)) {
            length += match element.name {
                Name::Img => '\u{FFFC}'.len_utf8(),
                Name::Br => '\u{2028}'.len_utf8(),
                _ => 0,
            };
            for child in &element.children {
                match child {
                    Child::Text(text) => length += text.len(),
                    Child::Element(inner) => stack.push(*inner),
                }
            }
        }
        length
    }

    /// An area of a link.
    pub fn link_area(&self, link: u32, rect: [Pt; 4]) -> Option<LinkArea> {
        let mut led = self.led.borrow_mut();
        let found = led.entry(link).or_insert_with(|| {
            self.link(link).map(|(target, words)| (target, shortened(&words, MAX_DESCRIPTION).as_ref().into()))
        });
        let (target, description) = found.clone()?;
        Some(LinkArea { node: self.node(link), rect, target, description })
    }

    /// Where a link leads and what it says.
    fn link(&self, index: u32) -> Option<(Target, String)> {
        let page = &self.flow.words.page;
        let words = |index| text_of(self.section, index, &|anchor| format!("{page} {}", self.label(anchor)));
        match &self.element(index).data {
            Data::Link(target) => {
                let text = words(index);
                let url = match target {
                    Target::Url(url) => url.as_str(),
                    Target::Anchor(_) => "",
                };
                Some((target.clone(), if text.trim().is_empty() { url.to_owned() } else { text }))
            }
            Data::NoteRef(note) => {
                let anchor = self.section.elements.get(*note as usize)?.anchor.clone()?;
                Some((Target::Anchor(anchor), format!("{} {}", self.flow.words.note, words(index)).trim().to_owned()))
            }
            _ => None,
        }
    }
}

/// A text of so many characters at most, cut at a word.
fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(most.saturating_sub(1)).filter(|_| text.chars().nth(most).is_some())
    else {
        return Cow::Borrowed(text);
    };
    let words = text[..cut].rfind(char::is_whitespace).map_or(&text[..cut], |end| text[..end].trim_end());
    Cow::Owned(format!("{words}…"))
}

/// The text of an element and all it holds, images by their alternative text, note marks left out within others.
pub(in crate::layout) fn text_of(section: &Section, index: u32, label: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut stack: Vec<&Child> = Vec::new();
    let root = &section.elements[index as usize];
    stack.extend(root.children.iter().rev());
    while let Some(child) = stack.pop() {
        match child {
            Child::Text(text) => out.push_str(text),
            Child::Element(index) => {
                let Some(element) = section.elements.get(*index as usize) else { continue };
                match &element.data {
                    _ if element.media == Media::Screen || element.name == Name::Br => out.push(' '),
                    Data::NoteRef(_) | Data::Note(_) => {}
                    Data::Image { alt, .. } => out.push_str(alt),
                    Data::PageRef(anchor) => {
                        if !out.ends_with(' ') {
                            out.push(' ');
                        }
                        out.push_str(&label(anchor));
                    }
                    _ => stack.extend(element.children.iter().rev()),
                }
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_a_blank() {
        assert_eq!(shortened("one two", 7), "one two");
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one two", 6), "one…");
        assert_eq!(shortened("أبجدهوز", 4), "أبج…");
        assert_eq!(shortened("", 4), "");
    }
}
