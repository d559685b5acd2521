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

struct Work<'a> {
    steps: Vec<Step<'a>>,
    /// What is read by itself: the marks of notes, which who reads a word aloud passes over.
    apart: Vec<Step<'a>>,
}

/// The whole text of the book.
pub(super) fn text(document: &Document, mut marks: Marks) -> Result<Piece, PdfError> {
    let catalog = document.catalog().map_err(odd)?;
    let root = catalog.get(b"StructTreeRoot").map_err(odd)?;
    let mut out = Piece { kind: Kind::Text, text: String::new(), places: Vec::new() };
    let mut work = Work { steps: vec![Step::Kid(root, None, 0)], apart: Vec::new() };
    loop {
        match work.steps.pop() {
            Some(Step::Border) => out.text.push(LINE),
            Some(Step::Kid(kid, page, depth)) => walk(document, kid, page, depth, &mut work, &mut marks, &mut out)?,
            None => match work.apart.pop() {
                Some(step) => work.steps.extend([step, Step::Border]),
                None => break,
            },
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
    work: &mut Work<'a>,
    marks: &mut Marks,
    out: &mut Piece,
) -> Result<(), PdfError> {
    if depth > DEEPEST {
        return Err(broken("the structure tree read back is too deep"));
    }
    let (_, kid) = document.dereference(kid).map_err(odd)?;
    match kid {
        Object::Integer(mcid) => mark(page, *mcid, marks, out),
        Object::Array(kids) => work.steps.extend(kids.iter().rev().map(|kid| Step::Kid(kid, page, depth + 1))),
        Object::Dictionary(dict) => {
            let own = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            if let Ok(mcid) = dict.get(b"MCID").and_then(Object::as_i64) {
                mark(own, mcid, marks, out);
            } else if dict.get(b"Type").and_then(Object::as_name).ok() != Some(b"OBJR") {
                element(dict, own, depth, work, out);
            }
        }
        _ => {}
    }
    Ok(())
}

fn element<'a>(dict: &'a Dictionary, page: Option<ObjectId>, depth: usize, work: &mut Work<'a>, out: &mut Piece) {
    let tag = dict.get(b"S").and_then(Object::as_name).unwrap_or_default();
    let inline = is_inline(tag);
    if !inline {
        out.text.push(LINE);
        work.steps.push(Step::Border);
    }
    if let Ok(kids) = dict.get(b"K") {
        let kids = Step::Kid(kids, page, depth + 1);
        if tag == b"Reference" { work.apart.push(kids) } else { work.steps.push(kids) }
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
