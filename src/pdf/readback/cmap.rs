//! What a font's codes say: its `/ToUnicode` (ISO 32000-1, 9.10.3).

use std::collections::BTreeMap;

use super::syntax::{Token, Tokens};
use super::utf16;
use crate::pdf::{PdfError, broken};

/// Texts by code.
pub(super) type Texts = BTreeMap<u32, String>;

/// Reads a CMap.
pub(super) fn texts(cmap: &[u8]) -> Result<Texts, PdfError> {
    let mut texts = Texts::new();
    let mut operands: Vec<Token<'_>> = Vec::new();
    let mut tokens = Tokens::new(cmap);
    while let Some(token) = tokens.next()? {
        let Token::Operator(operator) = token else {
            operands.push(token);
            continue;
        };
        match operator {
            b"endbfchar" => {
                for pair in operands.chunks(2) {
                    let [Token::String(code), Token::String(text)] = pair else { return Err(odd()) };
                    texts.insert(number(code), utf16(text));
                }
            }
            b"endbfrange" => {
                for triple in operands.chunks(3) {
                    let [Token::String(first), Token::String(last), to] = triple else { return Err(odd()) };
                    range(number(first), number(last), to, &mut texts)?;
                }
            }
            _ => {}
        }
        operands.clear();
    }
    Ok(texts)
}

fn range(first: u32, last: u32, to: &Token<'_>, texts: &mut Texts) -> Result<(), PdfError> {
    for (place, code) in (first..=last.min(first.saturating_add(0xFFFF))).enumerate() {
        let text = match to {
            Token::String(bytes) => {
                let mut bytes = bytes.clone();
                if let Some(byte) = bytes.last_mut() {
                    *byte = byte.wrapping_add(place as u8);
                }
                utf16(&bytes)
            }
            Token::Array(items) => match items.get(place) {
                Some(Token::String(bytes)) => utf16(bytes),
                _ => return Err(odd()),
            },
            _ => return Err(odd()),
        };
        texts.insert(code, text);
    }
    Ok(())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| (value << 8) | u32::from(*byte))
}

fn odd() -> PdfError {
    broken("a font's ToUnicode cannot be read back")
}
