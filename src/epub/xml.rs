//! A thin layer over quick-xml's writer: elements with attributes, text, well-formed by construction.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::EpubError;

/// XML being written into memory.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<String>,
}

/// Attributes in the order written.
pub type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration, and HTML's document type where asked.
    pub fn document(html: bool) -> Result<Self, EpubError> {
        let mut xml = Self::fragment();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.raw("\n");
        if html {
            xml.event(Event::DocType(BytesText::from_escaped("html")))?;
            xml.raw("\n");
        }
        Ok(xml)
    }

    /// A part of a document.
    pub fn fragment() -> Self {
        Self { writer: Writer::new(Vec::new()), open: Vec::new() }
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), EpubError> {
        self.writer.write_event(event).map_err(|e| EpubError::Xml(e.to_string()))
    }

    fn start_tag<'a>(name: &'a str, attributes: &Attributes<'_>) -> BytesStart<'a> {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            start.push_attribute((*key, xml_chars(value).as_str()));
        }
        start
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &Attributes<'_>) -> Result<(), EpubError> {
        self.event(Event::Start(Self::start_tag(name, attributes)))?;
        self.open.push(name.to_string());
        Ok(())
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) -> Result<(), EpubError> {
        match self.open.pop() {
            Some(name) => self.event(Event::End(BytesEnd::new(name))),
            None => Err(EpubError::Xml("an element is closed twice".into())),
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &Attributes<'_>) -> Result<(), EpubError> {
        self.event(Event::Empty(Self::start_tag(name, attributes)))
    }

    /// Text, escaped.
    pub fn text(&mut self, text: &str) -> Result<(), EpubError> {
        self.event(Event::Text(BytesText::new(&xml_chars(text))))
    }

    /// An element with text only.
    pub fn leaf(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) -> Result<(), EpubError> {
        self.open(name, attributes)?;
        self.text(text)?;
        self.close()
    }

    /// A line end, where it is only for people who read the file.
    pub fn line(&mut self) {
        self.raw("\n");
    }

    /// XML that was written before.
    pub fn raw(&mut self, xml: &str) {
        self.writer.get_mut().extend_from_slice(xml.as_bytes());
    }

    /// How many bytes are written so far.
    pub fn len(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// The whole.
    pub fn finish(mut self) -> Result<String, EpubError> {
        while !self.open.is_empty() {
            self.close()?;
        }
        String::from_utf8(self.writer.into_inner()).map_err(|e| EpubError::Xml(e.to_string()))
    }
}

/// Text without the characters that XML 1.0 cannot hold (<https://www.w3.org/TR/xml/#charsets>), each replaced by
/// U+FFFD so that nothing joins up over them.
pub fn xml_chars(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => c,
            _ => '\u{FFFD}',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        let mut xml = Xml::fragment();
        xml.leaf("p", &[("title", "a\u{1}<\"'&>")], "x\u{0}\u{FFFE}]]>\u{1F600}").unwrap();
        assert_eq!(
            xml.finish().unwrap(),
            "<p title=\"a\u{FFFD}&lt;&quot;&apos;&amp;&gt;\">x\u{FFFD}\u{FFFD}]]&gt;\u{1F600}</p>"
        );
    }

    #[test]
    fn closing_too_often_is_an_error() {
        assert!(Xml::fragment().close().is_err());
    }
}
