//! The text of the structure tree: marked contents in the order of the elements that hold them (ISO 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::pdf::{PdfError, broken};
use crate::redact::{Kind, LINE, Piece};

/// The text of each marked content, with its page's number.
pub(super) type Marks = BTreeMap<(ObjectId, i64), (String, usize)>;

/// More elements within each other than any book has.
const DEEPEST: usize = 512;

/// Structure types that part no word (14.8.4.4).
fn is_inline(tag: &[u8]) -> bool {
    matches!(
        tag,
        b"Span"
            | b"Quote"
            | b"Note"
            | b"Reference"
            | b"BibEntry"
            | b"Code"
            | b"Link"
            | b"Annot"
            | b"Ruby"
            | b"RB"
            | b"RT"
            | b"RP"
            | b"Warichu"
            | b"WT"
            | b"WP"
            | b"Em"
            | b"Strong"
            | b"Sub"
            | b"Figure"
            | b"Formula"
    )
}

/// What is to be done, the last first.
enum Step<'a> {
    Kid(&'a Object, Option<ObjectId>, usize),
    Border,
}

/// The whole text of the book.
pub(super) fn text(document: &Document, mut marks: Marks) -> Result<Piece, PdfError> {
    let catalog = document.catalog().map_err(odd)?;
    let root = catalog.get(b"StructTreeRoot").map_err(odd)?;
    let mut out = Piece { kind: Kind::Text, text: String::new(), places: Vec::new() };
    let mut steps = vec![Step::Kid(root, None, 0)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Border => out.text.push(LINE),
            Step::Kid(kid, page, depth) => walk(document, kid, page, depth, &mut steps, &mut marks, &mut out)?,
        }
    }
    // What no element holds is text all the same.
    for (_, (text, page)) in marks {
        out.text.push(LINE);
        push(&mut out, &text, page);
    }
    if out.places.is_empty() {
        out.places.push((0, "the PDF".to_owned()));
    }
    Ok(out)
}

fn walk<'a>(
    document: &'a Document,
    kid: &'a Object,
    page: Option<ObjectId>,
    depth: usize,
    steps: &mut Vec<Step<'a>>,
    marks: &mut Marks,
    out: &mut Piece,
) -> Result<(), PdfError> {
    if depth > DEEPEST {
        return Err(broken("the structure tree read back is too deep"));
    }
    let (_, kid) = document.dereference(kid).map_err(odd)?;
    match kid {
        Object::Integer(mcid) => mark(page, *mcid, marks, out),
        Object::Array(kids) => steps.extend(kids.iter().rev().map(|kid| Step::Kid(kid, page, depth + 1))),
        Object::Dictionary(dict) => {
            let own = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            if let Ok(mcid) = dict.get(b"MCID").and_then(Object::as_i64) {
                mark(own, mcid, marks, out);
            } else {
                element(dict, own, depth, steps, out);
            }
        }
        _ => {}
    }
    Ok(())
}

fn element<'a>(dict: &'a Dictionary, page: Option<ObjectId>, depth: usize, steps: &mut Vec<Step<'a>>, out: &mut Piece) {
    let inline = dict.get(b"S").and_then(Object::as_name).is_ok_and(is_inline);
    if !inline {
        out.text.push(LINE);
        steps.push(Step::Border);
    }
    if let Ok(kids) = dict.get(b"K") {
        steps.push(Step::Kid(kids, page, depth + 1));
    }
}

fn mark(page: Option<ObjectId>, mcid: i64, marks: &mut Marks, out: &mut Piece) {
    if let Some((text, page)) = page.and_then(|page| marks.remove(&(page, mcid))) {
        push(out, &text, page);
    }
}

fn push(out: &mut Piece, text: &str, page: usize) {
    let place = format!("page {page} of the PDF");
    if out.places.last().is_none_or(|(_, last)| *last != place) {
        let at = if out.places.is_empty() { 0 } else { out.text.len() };
        out.places.push((at, place));
    }
    out.text.push_str(text);
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn odd(error: lopdf::Error) -> PdfError {
    broken(format!("the structure tree cannot be read back: {error}"))
}
