//! An EPUB read back: every file's texts, values and names, as a search for what must not be there needs them.
//!
//! Element names, roles, languages and the properties of metadata are the format's and are left out; what is not
//! known to be so is read.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::EpubError;
use crate::redact::{BREAK, Kind, LINE, Piece};

/// Everything in an EPUB that may have come from the book.
///
/// # Errors
/// When the archive or one of its XML files cannot be read: then nothing is known of what it holds.
pub fn readback(bytes: &[u8]) -> Result<Vec<Piece>, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(failed)?;
    let mut pieces = vec![Piece::new(Kind::Text, String::from_utf8_lossy(archive.comment()), "the archive's comment")];
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(failed)?;
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|e| EpubError::Archive(e.to_string()))?;
        pieces.push(Piece::new(Kind::Name, &name, &name));
        match name.rsplit('.').next().unwrap_or_default() {
            // Freed of all but the picture when it was taken in; that of the cover says what its alternative text says.
            "jpg" | "png" => {}
            "ttf" | "otf" => {}
            "css" => sheet(&text(content, &name)?, &name, &mut pieces),
            "xhtml" | "html" | "opf" | "ncx" | "xml" | "svg" => document(&text(content, &name)?, &name, &mut pieces)?,
            _ => pieces.push(Piece::new(Kind::Text, String::from_utf8_lossy(&content), &name)),
        }
    }
    Ok(pieces)
}

fn text(content: Vec<u8>, name: &str) -> Result<String, EpubError> {
    String::from_utf8(content).map_err(|_| EpubError::Xml(format!("{name} is not UTF-8")))
}

/// Elements that part no word.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tspan"
            | "u"
            | "var"
            | "wbr"
    )
}

/// What an attribute's value is; `None` for those whose values are the format's words.
fn kind_of(attribute: &str) -> Option<Kind> {
    match attribute {
        "lang"
        | "xml:lang"
        | "dir"
        | "role"
        | "epub:type"
        | "scope"
        | "version"
        | "media-type"
        | "properties"
        | "property"
        | "scheme"
        | "rel"
        | "type"
        | "hidden"
        | "playOrder"
        | "name"
        | "encoding"
        | "page-progression-direction" => None,
        _ if attribute.starts_with("xmlns") => None,
        "href" | "src" | "xlink:href" | "cite" => Some(Kind::Address),
        "id" | "idref" | "class" | "refines" | "toc" | "unique-identifier" | "full-path" | "aria-labelledby"
        | "aria-describedby" | "headers" | "for" => Some(Kind::Name),
        _ => Some(Kind::Text),
    }
}

/// Whether an element's text is the format's words: a value of a vocabulary, a language, a date.
fn is_vocabulary(element: &str, property: Option<&str>) -> bool {
    match (element, property) {
        ("dc:language" | "dc:date", _) => true,
        ("meta", Some(property)) => {
            matches!(property, "role" | "title-type" | "collection-type" | "dcterms:modified" | "dcterms:conformsTo")
                || (property.starts_with("schema:access") && property != "schema:accessibilitySummary")
        }
        _ => false,
    }
}

/// Where an element's text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Here,
    Apart,
    Not,
}

/// The texts of an XML file, joined over what parts no word, and its attributes' values.
fn document(xml: &str, name: &str, pieces: &mut Vec<Piece>) -> Result<(), EpubError> {
    let failed = |e: String| EpubError::Xml(format!("{name}: {e}"));
    let mut reader = Reader::from_str(xml);
    let mut text = String::new();
    // For each open element, whether its text is read where it stands.
    let mut open: Vec<Said> = Vec::new();
    loop {
        match reader.read_event().map_err(|e| failed(e.to_string()))? {
            Event::Start(tag) => {
                attributes(&tag, name, pieces)?;
                let property = attribute(&tag, "property");
                let note = attribute(&tag, "epub:type").is_some_and(|value| value == "noteref");
                open.push(match is_vocabulary(tag.name().as_ref(), property.as_deref()) {
                    true => Said::Not,
                    false if note => Said::Apart,
                    false => Said::Here,
                });
                border(tag.name().as_ref(), &mut text);
            }
            Event::Empty(tag) => {
                attributes(&tag, name, pieces)?;
                border(tag.name().as_ref(), &mut text);
            }
            Event::End(tag) => {
                open.pop();
                border(tag.name().as_ref(), &mut text);
            }
            _ if open.contains(&Said::Not) => {}
            // The mark of a note is passed over by who reads a word aloud.
            Event::Text(part) if open.contains(&Said::Apart) => pieces.push(Piece::new(Kind::Text, &*part, name)),
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(entity) => {
                let written = format!("&{};", &*entity);
                text.push_str(&unescape(&written).map_err(|e| failed(e.to_string()))?);
            }
            Event::Comment(comment) => pieces.push(Piece::new(Kind::Text, &*comment, name)),
            Event::PI(instruction) => pieces.push(Piece::new(Kind::Text, &*instruction, name)),
            Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    pieces.push(Piece::new(Kind::Text, text, name));
    Ok(())
}

fn border(element: &str, text: &mut String) {
    if element == "br" {
        text.push(BREAK);
    } else if !is_inline(element) {
        text.push(LINE);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

fn attributes(tag: &BytesStart<'_>, name: &str, pieces: &mut Vec<Piece>) -> Result<(), EpubError> {
    for attribute in tag.attributes() {
        let failed = |e: String| EpubError::Xml(format!("{name}: {e}"));
        let attribute = attribute.map_err(|e| failed(e.to_string()))?;
        let key: &str = attribute.key.as_ref();
        let Some(kind) = kind_of(key) else { continue };
        let value = unescape(&attribute.value).map_err(|e| failed(e.to_string()))?;
        pieces.push(Piece::new(kind, value, &format!("{name}, an attribute `{key}`")));
    }
    Ok(())
}

/// What of a style sheet its author chose: texts, addresses, the classes and ids of its selectors.
fn sheet(css: &str, name: &str, pieces: &mut Vec<Piece>) {
    let mut rest = css;
    // Whether the innermost block holds declarations, where a `#` begins a colour.
    let mut blocks: Vec<bool> = Vec::new();
    let mut prelude_at_rule = false;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '"' | '\'' => {
                let end = string_end(rest, c);
                pieces.push(Piece::new(Kind::Text, unescape_css(rest[1..end].trim_end_matches(c)), name));
                length = end;
            }
            '/' if rest.starts_with("/*") => {
                length = rest.find("*/").map_or(rest.len(), |at| at + 2);
                pieces.push(Piece::new(Kind::Text, &rest[..length], name));
            }
            'u' if rest.starts_with("url(") => {
                length = rest.find(')').map_or(rest.len(), |at| at + 1);
                pieces.push(Piece::new(Kind::Address, unescape_css(&rest[4..length]), name));
            }
            '.' | '#' if blocks.last() != Some(&true) => {
                let of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\\') || !c.is_ascii();
                let end = rest[1..].find(|c| !of_name(c)).map_or(rest.len(), |at| at + 1);
                pieces.push(Piece::new(Kind::Name, unescape_css(&rest[1..end]), name));
                length = end;
            }
            '@' => prelude_at_rule = rest.starts_with("@media") || rest.starts_with("@supports"),
            '{' => {
                blocks.push(!prelude_at_rule);
                prelude_at_rule = false;
            }
            '}' => {
                blocks.pop();
            }
            _ => {}
        }
        rest = &rest[length..];
    }
}

/// The end of a quoted text, its closing quote included.
fn string_end(css: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in css.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    css.len()
}

/// CSS Syntax 3, 4.3.7: `\` with a character, or with up to six hexadecimal digits and a blank.
fn unescape_css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = None;
        for _ in 0..6 {
            let Some(digit) = chars.peek().and_then(|c| c.to_digit(16)) else { break };
            code = Some(code.unwrap_or(0) * 16 + digit);
            chars.next();
        }
        match code {
            Some(code) => {
                out.extend(char::from_u32(code));
                if chars.peek().is_some_and(|c| c.is_whitespace()) {
                    chars.next();
                }
            }
            None => out.extend(chars.next()),
        }
    }
    out
}
