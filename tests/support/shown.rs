//! What a page shows, as its fonts' `ToUnicode` maps say it: codes of one byte beside codes of two, which lopdf's own
//! extraction does not tell apart.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};

/// What a font's codes say, and which first bytes are a code by themselves.
struct Codes {
    texts: BTreeMap<Vec<u8>, String>,
    single: Vec<(u8, u8)>,
}

/// The text of a page in the order of its content stream, a line end where the pen is put elsewhere.
pub fn text(document: &Document, page: ObjectId) -> String {
    let fonts: BTreeMap<Vec<u8>, Codes> = document
        .get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| {
            let map = font.get(b"ToUnicode").and_then(|map| document.dereference(map)).expect("a map").1;
            let map = map.as_stream().and_then(lopdf::Stream::get_plain_content).expect("inflates");
            (name, codes(&String::from_utf8(map).expect("ASCII")))
        })
        .collect();
    let content = Content::decode(&document.get_page_content(page)).expect("decodes");
    let (mut font, mut text) = (None, String::new());
    for operation in content.operations {
        match (operation.operator.as_str(), &operation.operands[..]) {
            ("Tf", [Object::Name(name), _]) => font = fonts.get(name.as_slice()),
            ("Td" | "Tm" | "T*" | "ET", _) => text.push('\n'),
            ("Tj", [Object::String(codes, _)]) => show(font, codes, &mut text),
            ("TJ", [Object::Array(items)]) => {
                items.iter().filter_map(|item| item.as_str().ok()).for_each(|codes| show(font, codes, &mut text));
            }
            _ => {}
        }
    }
    text
}

fn show(font: Option<&Codes>, codes: &[u8], text: &mut String) {
    let font = font.expect("text is shown in a font");
    let mut rest = codes;
    while let Some(first) = rest.first() {
        let single = font.single.iter().any(|(low, high)| (low..=high).contains(&first));
        let (code, behind) = rest.split_at(if single { 1 } else { 2 });
        text.push_str(font.texts.get(code).unwrap_or_else(|| panic!("no text for the code {code:?}")));
        rest = behind;
    }
}

/// Reads a map that has single characters only.
fn codes(map: &str) -> Codes {
    let mut codes = Codes { texts: BTreeMap::new(), single: Vec::new() };
    let bytes = |hex: &str| -> Vec<u8> {
        let hex = hex.trim_matches(['<', '>']);
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect()
    };
    let mut in_spaces = false;
    for line in map.lines() {
        in_spaces = (in_spaces || line.ends_with("begincodespacerange")) && line != "endcodespacerange";
        let Some((left, right)) = line.split_once(' ').filter(|_| line.starts_with('<')) else { continue };
        let (left, right) = (bytes(left), bytes(right));
        match (in_spaces, &left[..], &right[..]) {
            (true, [low], [high]) => codes.single.push((*low, *high)),
            (true, ..) => {}
            (false, ..) => {
                let units: Vec<u16> = right.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                codes.texts.insert(left, String::from_utf16(&units).expect("UTF-16"));
            }
        }
    }
    codes
}
