//! A thin layer over quick-xml's escaping: elements with attributes, text, well-formed by construction.

use std::borrow::Cow;

use quick_xml::escape::escape;
use quick_xml::events::attributes::Attribute;

use super::EpubError;

/// XML being written into memory.
pub struct Xml {
    out: String,
    open: Vec<&'static str>,
}

/// Attributes in the order written.
pub type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration, and HTML's document type where asked.
    pub fn document(html: bool) -> Self {
        let mut xml = Self::fragment();
        xml.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if html {
            xml.out.push_str("<!DOCTYPE html>\n");
        }
        xml
    }

    /// A part of a document.
    pub const fn fragment() -> Self {
        Self { out: String::new(), open: Vec::new() }
    }

    /// A tag as far as its end.
    fn tag(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            let value = xml_chars(value);
            // What quick-xml makes of the pair, written out here without a copy.
            let attribute = Attribute::from((*key, &*value));
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.out.push_str(&attribute.value);
            self.out.push('"');
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) -> Result<(), EpubError> {
        let name = self.open.pop().ok_or_else(|| EpubError::Xml("an element is closed twice".into()))?;
        self.end(name);
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// Text, escaped.
    pub fn text(&mut self, text: &str) {
        self.out.push_str(&escape(&*xml_chars(text)));
    }

    /// An element with text only.
    pub fn leaf(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        self.text(text);
        self.end(name);
    }

    /// A line end, where it is only for people who read the file.
    pub fn line(&mut self) {
        self.out.push('\n');
    }

    /// How many bytes are written so far.
    pub const fn len(&self) -> usize {
        self.out.len()
    }

    /// The whole.
    pub fn finish(mut self) -> Result<String, EpubError> {
        while !self.open.is_empty() {
            self.close()?;
        }
        Ok(self.out)
    }
}

/// Text without the characters that XML 1.0 cannot hold (<https://www.w3.org/TR/xml/#charsets>), each replaced by
/// U+FFFD so that nothing joins up over them.
pub fn xml_chars(text: &str) -> Cow<'_, str> {
    let holds = |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    // Below a blank, or U+FFFE and U+FFFF, which begin with 0xEF: next to no text has any of these bytes.
    let suspect = |b: u8| (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0xEF;
    if !text.bytes().any(suspect) || text.chars().all(holds) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if holds(c) { c } else { '\u{FFFD}' }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        let mut xml = Xml::fragment();
        xml.leaf("p", &[("title", "a\u{1}<\"'&>")], "x\u{0}\u{FFFE}]]>\u{1F600}");
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
