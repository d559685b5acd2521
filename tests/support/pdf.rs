//! A PDF, opened by lopdf: pages, labels, outline, information, text.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::shown;
use super::xml::squeeze;

/// A PDF.
pub struct Pdf {
    pub document: Document,
    /// The label of every page, in order.
    pub labels: Vec<String>,
    /// Titles of the outline with their depth (from 0), in order; runs of blanks as one.
    pub outline: Vec<(usize, String)>,
}

impl Pdf {
    /// Opens a file's bytes.
    pub fn open(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("a PDF that lopdf reads");
        let (labels, outline) = (labels(&document), outline(&document));
        Self { labels, outline, document }
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// Text of a page (from 0) in the order of its content stream, as its fonts map codes to characters.
    pub fn page_text(&self, page: usize) -> String {
        let id = self.document.page_iter().nth(page).expect("that many pages");
        squeeze(&shown::text(&self.document, id))
    }

    /// Text of all pages.
    pub fn text(&self) -> String {
        (0..self.pages()).map(|page| self.page_text(page)).collect::<Vec<_>>().join("\n")
    }

    /// Width and height of a page (from 0) in points.
    pub fn page_size(&self, page: usize) -> (f32, f32) {
        let id = self.document.page_iter().nth(page).expect("that many pages");
        let media_box = inherited(&self.document, id, b"MediaBox").expect("a page has a MediaBox");
        let numbers: Vec<f32> =
            media_box.as_array().expect("an array").iter().map(|n| n.as_float().expect("a number")).collect();
        (numbers[2] - numbers[0], numbers[3] - numbers[1])
    }

    /// Structure types in the order of the structure tree, as written.
    pub fn structure(&self) -> Vec<(String, Dictionary)> {
        let catalog = self.document.catalog().expect("a catalog");
        let root = get(&self.document, catalog, b"StructTreeRoot").expect("a tagged PDF has a structure tree");
        let mut found = Vec::new();
        let mut open = vec![root.clone()];
        while let Some(object) = open.pop() {
            let Ok((_, object)) = self.document.dereference(&object) else { continue };
            match object {
                Object::Array(kids) => open.extend(kids.iter().rev().cloned()),
                Object::Dictionary(element) => {
                    if let Ok(name) = element.get(b"S").and_then(Object::as_name) {
                        found.push((String::from_utf8_lossy(name).into_owned(), element.clone()));
                    }
                    open.extend(element.get(b"K").ok().cloned());
                }
                _ => {}
            }
        }
        found
    }

    /// Addresses of the links that lead out of the document, sorted, each once.
    pub fn links(&self) -> BTreeSet<String> {
        let addresses = self.dictionaries().into_iter().filter_map(|d| d.get(b"URI").ok()?.as_str().ok());
        addresses.map(|address| String::from_utf8_lossy(address).into_owned()).collect()
    }

    /// Every dictionary of the document, those of streams and those within others too.
    pub fn dictionaries(&self) -> Vec<&Dictionary> {
        let mut found = Vec::new();
        let mut open: Vec<&Object> = self.document.objects.values().collect();
        while let Some(object) = open.pop() {
            let dictionary = match object {
                Object::Array(items) => {
                    open.extend(items);
                    continue;
                }
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            open.extend(dictionary.iter().map(|(_, value)| value));
            found.push(dictionary);
        }
        found
    }
}

/// A value of a dictionary, references followed.
fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut dictionary = document.get_dictionary(page).ok()?;
    loop {
        if let Some(value) = get(document, dictionary, key) {
            return Some(value);
        }
        dictionary = get(document, dictionary, b"Parent")?.as_dict().ok()?;
    }
}

fn outline(document: &Document) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let catalog = document.catalog().expect("a catalog");
    if let Some(root) = get(document, catalog, b"Outlines").and_then(|o| o.as_dict().ok()) {
        outline_below(document, root, 0, &mut found);
    }
    found
}

fn outline_below(document: &Document, parent: &Dictionary, depth: usize, found: &mut Vec<(usize, String)>) {
    let mut next = get(document, parent, b"First");
    while let Some(item) = next.and_then(|o| o.as_dict().ok()) {
        let title = get(document, item, b"Title").expect("an outline item has a title");
        found.push((depth, squeeze(&lopdf::decode_text_string(title).expect("a text string"))));
        assert!(found.len() < 100_000, "the outline goes round in circles");
        outline_below(document, item, depth + 1, found);
        next = get(document, item, b"Next");
    }
}

/// The label of every page (ISO 32000-1, 12.4.2).
fn labels(document: &Document) -> Vec<String> {
    let catalog = document.catalog().expect("a catalog");
    let mut ranges = Vec::new();
    if let Some(tree) = get(document, catalog, b"PageLabels").and_then(|o| o.as_dict().ok()) {
        numbers_below(document, tree, &mut ranges);
    }
    let mut range: Option<(usize, &Dictionary)> = None;
    let mut label = |page: usize| {
        if let Some((start, style)) = ranges.iter().find(|(start, _)| *start == page) {
            range = Some((*start, style));
        }
        let Some((start, style)) = range else { return (page + 1).to_string() };
        let first = get(document, style, b"St").and_then(|n| n.as_i64().ok()).unwrap_or(1);
        let number = usize::try_from(first).expect("a positive number") + page - start;
        let prefix = get(document, style, b"P").map(|p| lopdf::decode_text_string(p).expect("a text string"));
        let number = match get(document, style, b"S").and_then(|s| s.as_name().ok()) {
            Some(b"D") => number.to_string(),
            Some(b"r") => roman(number),
            Some(b"R") => roman(number).to_uppercase(),
            Some(other) => panic!("page labels of the style {}", String::from_utf8_lossy(other)),
            None => String::new(),
        };
        prefix.unwrap_or_default() + &number
    };
    (0..document.get_pages().len()).map(&mut label).collect()
}

fn numbers_below<'a>(document: &'a Document, node: &'a Dictionary, found: &mut Vec<(usize, &'a Dictionary)>) {
    for kid in get(document, node, b"Kids").and_then(|k| k.as_array().ok()).into_iter().flatten() {
        let (_, kid) = document.dereference(kid).expect("a kid");
        numbers_below(document, kid.as_dict().expect("a node"), found);
    }
    let numbers = get(document, node, b"Nums").and_then(|n| n.as_array().ok());
    for pair in numbers.into_iter().flat_map(|n| n.chunks_exact(2)) {
        let (_, style) = document.dereference(&pair[1]).expect("a label's style");
        let page = usize::try_from(pair[0].as_i64().expect("a page")).expect("a page from 0");
        found.push((page, style.as_dict().expect("a label's style")));
    }
}

fn roman(mut number: usize) -> String {
    let signs = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")];
    let small = [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut text = String::new();
    for (value, sign) in signs.into_iter().chain(small) {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}
