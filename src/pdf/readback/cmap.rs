//! What a font's codes say: its `/ToUnicode` (ISO 32000-1, 9.10.3).

use std::collections::BTreeMap;

use super::syntax::{Token, Tokens};
use super::utf16;
use crate::pdf::{PdfError, broken};

/// What codes say, by how many bytes they have and their value.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: BTreeMap<(usize, u32), String>,
    /// The lowest and the highest code of each range: a code is in it where each of its bytes is (9.7.6.2).
    spaces: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Texts {
    /// How many bytes of a string its first code has. Where no range tells, two.
    pub(super) fn length(&self, codes: &[u8]) -> usize {
        let within = |(low, high): &&(Vec<u8>, Vec<u8>)| {
            let code = codes.get(..low.len()).unwrap_or_default();
            !code.is_empty()
                && code.iter().zip(low.iter().zip(high)).all(|(byte, (low, high))| (low..=high).contains(&byte))
        };
        self.spaces.iter().find(within).map_or(2, |(low, _)| low.len()).min(codes.len())
    }

    /// What a code says.
    pub(super) fn get(&self, code: &[u8]) -> Option<&str> {
        self.texts.get(&(code.len(), number(code))).map(String::as_str)
    }
}

/// Reads a CMap.
pub(super) fn texts(cmap: &[u8]) -> Result<Texts, PdfError> {
    let mut texts = Texts::default();
    let mut operands: Vec<Token<'_>> = Vec::new();
    let mut tokens = Tokens::new(cmap);
    while let Some(token) = tokens.next()? {
        let Token::Operator(operator) = token else {
            operands.push(token);
            continue;
        };
        match operator {
            b"endcodespacerange" => {
                for pair in operands.chunks(2) {
                    let [Token::String(low), Token::String(high)] = pair else { return Err(odd()) };
                    if low.len() != high.len() {
                        return Err(odd());
                    }
                    texts.spaces.push((low.to_vec(), high.to_vec()));
                }
            }
            b"endbfchar" => {
                for pair in operands.chunks(2) {
                    let [Token::String(code), Token::String(text)] = pair else { return Err(odd()) };
                    texts.texts.insert((code.len(), number(code)), utf16(text));
                }
            }
            b"endbfrange" => {
                for triple in operands.chunks(3) {
                    let [Token::String(first), Token::String(last), to] = triple else { return Err(odd()) };
                    range(first.len(), number(first), number(last), to, &mut texts)?;
                }
            }
            _ => {}
        }
        operands.clear();
    }
    Ok(texts)
}

fn range(length: usize, first: u32, last: u32, to: &Token<'_>, texts: &mut Texts) -> Result<(), PdfError> {
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
        texts.texts.insert((length, code), text);
    }
    Ok(())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| (value << 8) | u32::from(*byte))
}

fn odd() -> PdfError {
    broken("a font's ToUnicode cannot be read back")
}
