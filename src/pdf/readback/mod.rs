//! A PDF read back from its bytes: what its pages say in the order of reading, and every text and name in its
//! objects, as a search for what must not be there needs them.
//!
//! ```text
//! content streams ─► syntax ─► show: text of each marked content (ToUnicode, ActualText) ─┐
//! structure tree ─────────────────────────────────────────────────────────────────────────┴─► the book's text
//! all objects ─► strings (titles, alternative texts, addresses, destinations); XMP
//! ```
//!
//! In the structure tree a paragraph is one, though it goes over lines and pages; so a word that either parts is
//! whole again. What is printed outside of it (running heads) is read page by page.

mod cmap;
mod show;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::{PdfError, broken};
use crate::redact::{Kind, LINE, Piece};

/// Everything in a PDF that may have come from the book.
///
/// # Errors
/// When a part of it cannot be read: then nothing is known of what it holds.
pub fn readback(bytes: &[u8]) -> Result<Vec<Piece>, PdfError> {
    let document = Document::load_mem(bytes).map_err(|e| broken(format!("the PDF cannot be read back: {e}")))?;
    let mut pieces = Vec::new();
    let mut marks = BTreeMap::new();
    let mut reader = show::Reader::new(&document);
    for (index, page) in document.page_iter().enumerate() {
        let place = format!("page {} of the file", index + 1);
        let shown = reader.page(page)?;
        for (mark, text) in shown.marked {
            marks.insert((page, mark), (text, index + 1));
        }
        pieces.push(Piece::new(Kind::Text, shown.artefacts.join(&LINE.to_string()), &place));
    }
    pieces.push(tree::text(&document, marks)?);
    for (id, object) in &document.objects {
        strings(object, b"", &mut pieces, 0)?;
        if let Object::Stream(stream) = object {
            match stream.dict.get(b"Subtype").and_then(Object::as_name) {
                Ok(b"XML") => metadata(&content(&document, *id)?, &mut pieces)?,
                Ok(b"Form") => {
                    let texts = reader.form(*id)?;
                    pieces.push(Piece::new(Kind::Text, texts, "a drawing"));
                }
                _ => {}
            }
        }
    }
    Ok(pieces)
}

/// A stream's bytes, decompressed.
fn content(document: &Document, id: ObjectId) -> Result<Vec<u8>, PdfError> {
    let stream = document.get_object(id).and_then(Object::as_stream);
    let stream = stream.map_err(|e| broken(format!("a stream cannot be read back: {e}")))?;
    if stream.dict.has(b"Filter") {
        stream.decompressed_content().map_err(|e| broken(format!("a stream cannot be read back: {e}")))
    } else {
        Ok(stream.content.clone())
    }
}

/// Keys whose strings are the format's or the program's: languages, dates, hashes, names of profiles and fonts.
const FIXED: [&[u8]; 16] = [
    b"Lang",
    b"CreationDate",
    b"ModDate",
    b"M",
    b"Registry",
    b"Ordering",
    b"OutputConditionIdentifier",
    b"OutputCondition",
    b"RegistryName",
    b"Info",
    b"Panose",
    b"Producer",
    b"Creator",
    b"CharSet",
    b"CheckSum",
    b"DA",
];

/// How deep objects may be nested before reading them is given up.
const DEEPEST: usize = 64;

/// The strings of an object that stands under a key, with those of what it holds.
fn strings(object: &Object, key: &[u8], pieces: &mut Vec<Piece>, depth: usize) -> Result<(), PdfError> {
    if depth > DEEPEST {
        return Err(broken("the PDF cannot be read back: objects are nested too deep"));
    }
    match object {
        Object::String(bytes, _) => {
            let (kind, text) = match key {
                b"URI" => (Kind::Address, String::from_utf8_lossy(bytes).into_owned()),
                b"Dest" | b"Names" | b"Limits" | b"ID" | b"D" => (Kind::Name, text_string(bytes)),
                _ => (Kind::Text, text_string(bytes)),
            };
            pieces.push(Piece::new(kind, text, &format!("the PDF's `/{}`", String::from_utf8_lossy(key))));
        }
        Object::Array(items) => {
            for item in items {
                strings(item, key, pieces, depth + 1)?;
            }
        }
        Object::Dictionary(dict) => dictionary(dict, pieces, depth)?,
        Object::Stream(stream) => dictionary(&stream.dict, pieces, depth)?,
        _ => {}
    }
    Ok(())
}

fn dictionary(dict: &Dictionary, pieces: &mut Vec<Piece>, depth: usize) -> Result<(), PdfError> {
    // The identifier of the file is a hash.
    let cross_reference = dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"XRef");
    for (key, value) in dict {
        let key: &[u8] = key.as_ref();
        let hash = cross_reference && key == b"ID";
        if !hash && !FIXED.contains(&key) {
            strings(value, key, pieces, depth + 1)?;
        }
    }
    Ok(())
}

/// A text string (7.9.2.2): UTF-16 or UTF-8 with their marks, else bytes.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect()),
    }
}

/// UTF-16, the high byte first.
fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The texts and values of XMP.
fn metadata(xml: &[u8], pieces: &mut Vec<Piece>) -> Result<(), PdfError> {
    const PLACE: &str = "the PDF's metadata";
    let failed = |e: String| broken(format!("the metadata cannot be read back: {e}"));
    let xml = std::str::from_utf8(xml).map_err(|e| failed(e.to_string()))?;
    let mut reader = Reader::from_str(xml);
    let mut text = String::new();
    let mut language = false;
    loop {
        match reader.read_event().map_err(|e| failed(e.to_string()))? {
            Event::Start(tag) | Event::Empty(tag) => {
                language =
                    tag.name().as_ref() == "dc:language" || (language && tag.name().as_ref().starts_with("rdf:"));
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|e| failed(e.to_string()))?;
                    let key: &str = attribute.key.as_ref();
                    if !key.starts_with("xmlns") && key != "xml:lang" {
                        let value = unescape(&attribute.value).map_err(|e| failed(e.to_string()))?;
                        pieces.push(Piece::new(Kind::Text, value, PLACE));
                    }
                }
                text.push(LINE);
            }
            Event::End(tag) => {
                if tag.name().as_ref() == "dc:language" {
                    language = false;
                }
                text.push(LINE);
            }
            Event::Text(part) if !language => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(entity) => {
                let written = format!("&{};", &*entity);
                text.push_str(&unescape(&written).map_err(|e| failed(e.to_string()))?);
            }
            Event::Comment(comment) => pieces.push(Piece::new(Kind::Text, &*comment, PLACE)),
            Event::Eof => break,
            _ => {}
        }
    }
    pieces.push(Piece::new(Kind::Text, text, PLACE));
    Ok(())
}
