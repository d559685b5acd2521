//! What the file says of the book: the information dictionary (ISO 32000-1, 14.3.3) and XMP, where PDF/A-2 and
//! PDF/UA-1 are claimed as well.

use lopdf::{Dictionary, dictionary};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use super::PRODUCER;
use super::object::{bytes, text, text_bytes};
use crate::date::Day;
use crate::edition::Metadata;

/// PDF/A-2 (6.1.13): no string is longer.
const LONGEST_STRING: usize = 32_767;

/// The information dictionary. What is too long for it stands in the XMP alone.
pub fn info(meta: &Metadata) -> Dictionary {
    let mut dict = dictionary! {
        "Producer" => text(PRODUCER),
        "Creator" => text(PRODUCER),
        "CreationDate" => bytes(pdf_date(meta.date)),
        "ModDate" => bytes(pdf_date(meta.modified)),
    };
    let names: Vec<&str> = meta.creators.iter().map(|creator| creator.name.as_str()).collect();
    let fields = [
        ("Title", meta.title.clone()),
        ("Author", names.join("; ")),
        ("Subject", meta.description.clone().unwrap_or_default()),
        ("Keywords", meta.subjects.join("; ")),
    ];
    for (key, value) in fields {
        if !value.is_empty() && text_bytes(&value).len() <= LONGEST_STRING {
            dict.set(key, text(&value));
        }
    }
    dict
}

/// Midnight UTC of a day, as PDF writes it (7.9.4).
fn pdf_date(day: Day) -> String {
    format!("D:{}000000Z", day.iso().replace('-', ""))
}

/// Midnight UTC of a day, as XMP writes it.
fn xmp_date(day: Day) -> String {
    format!("{}T00:00:00Z", day.iso())
}

const NAMESPACES: [(&str, &str); 10] = [
    ("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmlns:xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("xmlns:pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("xmlns:pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("xmlns:pdfuaid", UA),
    ("xmlns:pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("xmlns:pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("xmlns:pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];
const UA: &str = "http://www.aiim.org/pdfua/ns/id/";

/// The XMP packet.
pub fn xmp(meta: &Metadata) -> std::io::Result<Vec<u8>> {
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.0.get_mut().extend_from_slice("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n".as_bytes());
    xml.open("x:xmpmeta", &[("xmlns:x", "adobe:ns:meta/")])?;
    xml.open("rdf:RDF", &NAMESPACES[..1])?;
    let mut about = vec![("rdf:about", "")];
    about.extend(&NAMESPACES[1..]);
    xml.open("rdf:Description", &about)?;
    dublin_core(&mut xml, meta)?;
    xml.leaf("pdf:Producer", PRODUCER)?;
    if !meta.subjects.is_empty() {
        xml.leaf("pdf:Keywords", &meta.subjects.join("; "))?;
    }
    xml.leaf("xmp:CreatorTool", PRODUCER)?;
    xml.leaf("xmp:CreateDate", &xmp_date(meta.date))?;
    xml.leaf("xmp:ModifyDate", &xmp_date(meta.modified))?;
    xml.leaf("xmp:MetadataDate", &xmp_date(meta.modified))?;
    if let Some(license) = &meta.license {
        xml.alternatives("xmpRights:UsageTerms", license)?;
    }
    xml.leaf("pdfaid:part", "2")?;
    xml.leaf("pdfaid:conformance", "A")?;
    xml.leaf("pdfuaid:part", "1")?;
    extension_schema(&mut xml)?;
    xml.close("rdf:Description")?;
    xml.close("rdf:RDF")?;
    xml.close("x:xmpmeta")?;
    let mut out = xml.0.into_inner();
    out.extend_from_slice(b"\n<?xpacket end=\"r\"?>");
    Ok(out)
}

fn dublin_core(xml: &mut Xml, meta: &Metadata) -> std::io::Result<()> {
    let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    xml.leaf("dc:format", "application/pdf")?;
    xml.alternatives("dc:title", &meta.title)?;
    xml.list("dc:creator", "rdf:Seq", meta.creators.iter().map(|creator| creator.name.as_str()))?;
    if let Some(description) = &meta.description {
        xml.alternatives("dc:description", description)?;
    }
    xml.list("dc:subject", "rdf:Bag", meta.subjects.iter().map(String::as_str))?;
    xml.list("dc:publisher", "rdf:Bag", one(&meta.publisher).iter().map(String::as_str))?;
    if let Some(rights) = meta.rights.as_ref().or(meta.license.as_ref()) {
        xml.alternatives("dc:rights", rights)?;
    }
    xml.list("dc:language", "rdf:Bag", meta.languages.iter().map(crate::language::Lang::as_str))?;
    xml.leaf("dc:identifier", &meta.identifier)?;
    xml.list("dc:date", "rdf:Seq", std::iter::once(meta.date.iso().as_str()))
}

/// PDF/A-2 (6.6.2.3) knows no `pdfuaid`: the file itself describes it.
fn extension_schema(xml: &mut Xml) -> std::io::Result<()> {
    let resource = [("rdf:parseType", "Resource")];
    xml.open("pdfaExtension:schemas", &[])?;
    xml.open("rdf:Bag", &[])?;
    xml.open("rdf:li", &resource)?;
    xml.leaf("pdfaSchema:namespaceURI", UA)?;
    xml.leaf("pdfaSchema:prefix", "pdfuaid")?;
    xml.leaf("pdfaSchema:schema", "PDF/UA identification schema")?;
    xml.open("pdfaSchema:property", &[])?;
    xml.open("rdf:Seq", &[])?;
    xml.open("rdf:li", &resource)?;
    xml.leaf("pdfaProperty:category", "internal")?;
    xml.leaf("pdfaProperty:description", "Part of ISO 14289 the file conforms to")?;
    xml.leaf("pdfaProperty:name", "part")?;
    xml.leaf("pdfaProperty:valueType", "Integer")?;
    for name in ["rdf:li", "rdf:Seq", "pdfaSchema:property", "rdf:li", "rdf:Bag", "pdfaExtension:schemas"] {
        xml.close(name)?;
    }
    Ok(())
}

/// An XML writer with what XMP repeats.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    fn close(&mut self, name: &str) -> std::io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn leaf(&mut self, name: &str, value: &str) -> std::io::Result<()> {
        self.open(name, &[])?;
        self.text(value)?;
        self.close(name)
    }

    fn text(&mut self, value: &str) -> std::io::Result<()> {
        // XML 1.0 (2.2) has no way to write most controls.
        let allowed = |c: &char| matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
        let clean: String = value.chars().filter(allowed).collect();
        self.0.write_event(Event::Text(BytesText::new(&clean)))
    }

    fn list<'a>(&mut self, name: &str, kind: &str, values: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
        let mut values = values.peekable();
        if values.peek().is_none() {
            return Ok(());
        }
        self.open(name, &[])?;
        self.open(kind, &[])?;
        for value in values {
            self.leaf("rdf:li", value)?;
        }
        self.close(kind)?;
        self.close(name)
    }

    fn alternatives(&mut self, name: &str, value: &str) -> std::io::Result<()> {
        self.open(name, &[])?;
        self.open("rdf:Alt", &[])?;
        self.open("rdf:li", &[("xml:lang", "x-default")])?;
        self.text(value)?;
        self.close("rdf:li")?;
        self.close("rdf:Alt")?;
        self.close(name)
    }
}
