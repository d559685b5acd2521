//! What a content stream shows: the text of each marked content in the order it is read (ISO 32000-1, 9.4 and 14.6).

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};
use unicode_bidi::BidiClass;

use super::cmap::{self, Texts};
use super::syntax::{Token, Tokens};
use super::{content, text_string};
use crate::pdf::{PdfError, broken};

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The text of marked contents by their identifiers.
    pub marked: Vec<(i64, String)>,
    /// Texts that belong to no element, such as running heads.
    pub artefacts: Vec<String>,
}

/// Reads pages; keeps what fonts say.
pub(super) struct Reader<'a> {
    document: &'a Document,
    fonts: BTreeMap<ObjectId, Rc<Texts>>,
}

type Fonts = BTreeMap<Vec<u8>, Rc<Texts>>;

impl<'a> Reader<'a> {
    pub(super) const fn new(document: &'a Document) -> Self {
        Self { document, fonts: BTreeMap::new() }
    }

    /// What a page shows.
    pub(super) fn page(&mut self, page: ObjectId) -> Result<Shown, PdfError> {
        let (own, inherited) = self.document.get_page_resources(page).map_err(odd)?;
        let mut fonts = Fonts::new();
        for id in inherited.into_iter().rev() {
            self.fonts_of(self.document.get_dictionary(id).map_err(odd)?, &mut fonts)?;
        }
        if let Some(own) = own {
            self.fonts_of(own, &mut fonts)?;
        }
        let mut stream = Stream::new(&fonts);
        for id in self.document.get_page_contents(page) {
            stream.read(&content(self.document, id)?)?;
        }
        Ok(stream.finish())
    }

    /// The text of a drawing.
    pub(super) fn form(&mut self, form: ObjectId) -> Result<String, PdfError> {
        let dict = &self.document.get_object(form).and_then(Object::as_stream).map_err(odd)?.dict;
        let mut fonts = Fonts::new();
        if let Ok(resources) = dict.get(b"Resources") {
            self.fonts_of(self.dictionary(resources)?, &mut fonts)?;
        }
        let mut stream = Stream::new(&fonts);
        stream.read(&content(self.document, form)?)?;
        let shown = stream.finish();
        let marked = shown.marked.into_iter().map(|(_, text)| text);
        Ok(marked.chain(shown.artefacts).collect::<Vec<_>>().concat())
    }

    fn dictionary(&self, object: &'a Object) -> Result<&'a Dictionary, PdfError> {
        self.document.dereference(object).and_then(|(_, object)| object.as_dict()).map_err(odd)
    }

    fn fonts_of(&mut self, resources: &'a Dictionary, fonts: &mut Fonts) -> Result<(), PdfError> {
        let Ok(named) = resources.get(b"Font") else { return Ok(()) };
        for (name, font) in self.dictionary(named)? {
            let id = font.as_reference().map_err(odd)?;
            if !self.fonts.contains_key(&id) {
                let font = self.document.get_dictionary(id).map_err(odd)?;
                let map = font.get(b"ToUnicode").and_then(Object::as_reference).map_err(odd)?;
                let texts = Rc::new(cmap::texts(&content(self.document, map)?)?);
                self.fonts.insert(id, texts);
            }
            fonts.insert(name.to_vec(), Rc::clone(&self.fonts[&id]));
        }
        Ok(())
    }
}

/// What one code shows, or a text that stands for several.
struct Shape {
    text: String,
    /// How far the pen had gone back within the run.
    back: f64,
}

/// A content stream being read.
struct Stream<'f> {
    fonts: &'f Fonts,
    font: Option<Rc<Texts>>,
    /// Open marked contents: an identifier, a text that stands for what is shown, or neither.
    open: Vec<(Option<i64>, Option<String>)>,
    /// What is shown since the pen was last put somewhere: a run, whose glyphs stand from left to right.
    run: Vec<Shape>,
    /// Thousandths of an em that the pen went back by since, as `TJ` counts.
    back: f64,
    /// The text of the outermost marked content.
    text: String,
    shown: Shown,
}

impl<'f> Stream<'f> {
    fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            font: None,
            open: Vec::new(),
            run: Vec::new(),
            back: 0.0,
            text: String::new(),
            shown: Shown::default(),
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), PdfError> {
        let mut tokens = Tokens::new(bytes);
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = tokens.next()? {
            match token {
                Token::Operator(b"true" | b"false" | b"null") => {}
                Token::Operator(operator) => {
                    self.operator(operator, &operands)?;
                    operands.clear();
                }
                operand => operands.push(operand),
            }
        }
        Ok(())
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token<'_>]) -> Result<(), PdfError> {
        match (operator, operands) {
            (b"Tf", [Token::Name(name), _]) => {
                let font = self.fonts.get(name).ok_or_else(|| broken("a page read back uses a font it has not"))?;
                self.font = Some(Rc::clone(font));
            }
            (b"Tm" | b"Td" | b"TD" | b"T*" | b"BT" | b"ET", _) => self.end_run(),
            (b"Tj" | b"'", [Token::String(codes)]) | (b"\"", [_, _, Token::String(codes)]) => self.show(codes)?,
            (b"TJ", [Token::Array(items)]) => {
                for item in items {
                    match item {
                        Token::String(codes) => self.show(codes)?,
                        Token::Number(back) => self.back += back,
                        _ => {}
                    }
                }
            }
            (b"BMC", _) => self.begin(None, None),
            (b"BDC", [_, properties]) => {
                let value = |key: &[u8]| match properties {
                    Token::Dictionary(items) => items
                        .chunks(2)
                        .find(|pair| matches!(&pair[0], Token::Name(name) if name == key))
                        .and_then(|p| p.get(1)),
                    _ => None,
                };
                let mcid = match value(b"MCID") {
                    Some(Token::Number(id)) => Some(*id as i64),
                    _ => None,
                };
                let actual = match value(b"ActualText") {
                    Some(Token::String(text)) => Some(text_string(text)),
                    _ => None,
                };
                self.begin(mcid, actual);
            }
            (b"EMC", _) => self.end(),
            (b"BI", _) => return Err(broken("a page read back has an inline image")),
            (b"Tj" | b"TJ" | b"'" | b"\"" | b"BDC" | b"Tf", _) => {
                return Err(broken("a content stream read back has an operator with odd operands"));
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, codes: &[u8]) -> Result<(), PdfError> {
        // What is shown here is read as something else.
        if self.open.iter().any(|(_, actual)| actual.is_some()) {
            return Ok(());
        }
        let font = self.font.as_ref().ok_or_else(|| broken("a page read back shows text without a font"))?;
        let mut rest = codes;
        while !rest.is_empty() {
            let (code, behind) = rest.split_at(font.length(rest));
            let text = font.get(code).ok_or_else(|| broken("a page read back shows what no ToUnicode tells"))?;
            rest = behind;
            self.run.push(Shape { text: text.to_owned(), back: self.back });
        }
        Ok(())
    }

    fn begin(&mut self, mcid: Option<i64>, actual: Option<String>) {
        if self.open.is_empty() {
            self.end_content(None);
        }
        if let Some(actual) = &actual {
            self.run.push(Shape { text: actual.clone(), back: self.back });
        }
        self.open.push((mcid, actual));
    }

    fn end(&mut self) {
        let Some((mcid, actual)) = self.open.pop() else { return };
        // A text that stands for glyphs is a part of their run.
        if actual.is_none() {
            self.end_run();
        }
        if self.open.is_empty() {
            self.end_content(mcid);
        }
    }

    /// Ends a run: of one from the right, the glyphs are read backwards, but for what is shown after the last letter;
    /// unless it was shown as it is read, the pen going back from letter to letter.
    fn end_run(&mut self) {
        let (mut left, mut right, mut end) = (0usize, 0usize, 0);
        for (place, shape) in self.run.iter().enumerate() {
            for c in shape.text.chars() {
                match unicode_bidi::bidi_class(c) {
                    BidiClass::L => (left, end) = (left + 1, place + 1),
                    BidiClass::R | BidiClass::AL => (right, end) = (right + 1, place + 1),
                    _ => {}
                }
            }
        }
        let letters = &mut self.run[..end];
        let back = letters.last().map_or(0.0, |last| last.back) - letters.first().map_or(0.0, |first| first.back);
        // A letter is wider than a tenth of an em, and what kerning adds up to is less.
        let as_read = back > 100.0 * right.saturating_sub(1).max(1) as f64;
        if right > left && !as_read {
            letters.reverse();
        }
        self.back = 0.0;
        self.text.extend(self.run.drain(..).map(|shape| shape.text));
    }

    fn end_content(&mut self, mcid: Option<i64>) {
        self.end_run();
        let text = std::mem::take(&mut self.text);
        match mcid {
            Some(mcid) => self.shown.marked.push((mcid, text)),
            None if text.is_empty() => {}
            None => self.shown.artefacts.push(text),
        }
    }

    fn finish(mut self) -> Shown {
        self.end_content(None);
        self.shown
    }
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn odd(error: lopdf::Error) -> PdfError {
    broken(format!("a page cannot be read back: {error}"))
}
