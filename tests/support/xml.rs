//! XML as a tree, small and strict: a document that is not well-formed fails the test.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element, or text (which has no name).
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// As written, prefix and all; empty for text.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    text: String,
}

impl Node {
    /// Parses a document; gives its root.
    pub fn parse(name: &str, bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{name} is not UTF-8: {e}"));
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().unwrap_or_else(|e| panic!("{name} is not well-formed: {e}"));
            let top = open.last_mut().expect("the document itself");
            match event {
                Event::Start(start) => open.push(Self::of(name, &start)),
                Event::Empty(start) => top.children.push(Self::of(name, &start)),
                Event::End(_) => {
                    let node = open.pop().expect("an open element");
                    open.last_mut().expect("its parent").children.push(node);
                }
                Event::Text(text) => top.add(&text),
                Event::CData(text) => top.add(&text),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().expect("a character");
                    let entity = || quick_xml::escape::resolve_xml_entity(&reference).map(String::from);
                    let text = character.map(String::from).or_else(entity);
                    top.add(&text.unwrap_or_else(|| panic!("{name} has the unknown entity {reference:?}")));
                }
                Event::Eof => break,
                Event::Decl(_) | Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
        assert_eq!(open.len(), 1, "{name} ends within an element");
        let document = open.pop().expect("the document itself");
        document.children.into_iter().find(|n| !n.name.is_empty()).unwrap_or_else(|| panic!("{name} is empty"))
    }

    fn of(file: &str, start: &BytesStart<'_>) -> Self {
        let name = start.name().as_ref().to_string();
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap_or_else(|e| panic!("{file}: an attribute of {name}: {e}"));
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .unwrap_or_else(|e| panic!("{file}: an attribute of {name}: {e}"));
            (attribute.key.as_ref().to_string(), value.into_owned())
        });
        Self { attributes: attributes.collect(), name, ..Self::default() }
    }

    fn add(&mut self, text: &str) {
        self.children.push(Self { text: text.to_string(), ..Self::default() });
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether it has this class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|c| c == class))
    }

    /// This element and everything in it, in document order.
    pub fn all(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            if !node.name.is_empty() {
                found.push(node);
            }
            open.extend(node.children.iter().rev());
        }
        found
    }

    /// Elements within that a `name`, `name.class` or `.class` describes.
    pub fn select(&self, selector: &str) -> Vec<&Self> {
        let (name, class) = selector.split_once('.').unwrap_or((selector, ""));
        let fits = |n: &&Self| (name.is_empty() || n.name == name) && (class.is_empty() || n.has_class(class));
        self.all().into_iter().filter(fits).collect()
    }

    /// The only element that [`Self::select`] finds.
    pub fn one(&self, selector: &str) -> &Self {
        match self.select(selector)[..] {
            [one] => one,
            ref found => panic!("{} elements are {selector}, not one, in {}", found.len(), self.text()),
        }
    }

    /// The element with this id.
    pub fn by_id(&self, id: &str) -> Option<&Self> {
        self.all().into_iter().find(|n| n.attribute("id") == Some(id))
    }

    /// Its text, runs of blanks as one.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            text.push_str(&node.text);
            open.extend(node.children.iter().rev());
        }
        squeeze(&text)
    }
}

/// Runs of blanks as one, none at the ends.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
