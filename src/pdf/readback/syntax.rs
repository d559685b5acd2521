//! PDF's syntax within streams (ISO 32000-1, 7.2 and 7.3): tokens, none of them skipped.

use crate::pdf::{PdfError, broken};

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// A string.
    String(Vec<u8>),
    /// An array.
    Array(Vec<Token<'a>>),
    /// A dictionary: keys and values in turn.
    Dictionary(Vec<Token<'a>>),
    /// Anything else: an operator or a keyword.
    Operator(&'a [u8]),
}

/// How deep arrays and dictionaries may be nested.
const DEEPEST: usize = 32;

/// The tokens of a stream.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, PdfError> {
        match self.token(0)? {
            Some(Token::Operator(b"]" | b">>")) => Err(odd()),
            token => Ok(token),
        }
    }

    fn token(&mut self, depth: usize) -> Result<Option<Token<'a>>, PdfError> {
        self.skip();
        let Some(&byte) = self.bytes.get(self.at) else { return Ok(None) };
        let rest = &self.bytes[self.at..];
        Ok(Some(match byte {
            b'(' => Token::String(self.literal()?),
            b'/' => Token::Name(self.name()),
            b'[' => Token::Array(self.until(1, b"]", depth)?),
            b'<' if rest.starts_with(b"<<") => Token::Dictionary(self.until(2, b">>", depth)?),
            b'<' => Token::String(self.hexadecimal()?),
            b'>' if rest.starts_with(b">>") => {
                self.at += 2;
                Token::Operator(b">>")
            }
            b']' | b'{' | b'}' => {
                self.at += 1;
                Token::Operator(&rest[..1])
            }
            b')' | b'>' => return Err(odd()),
            _ => {
                let length = rest.iter().take_while(|b| !is_blank(**b) && !is_delimiter(**b)).count();
                self.at += length;
                let word = &rest[..length];
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok());
                number.map_or(Token::Operator(word), Token::Number)
            }
        }))
    }

    fn skip(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'%' {
                let line = self.bytes[self.at..].iter().take_while(|b| !matches!(**b, 10 | 13)).count();
                self.at += line;
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn until(&mut self, skip: usize, end: &[u8], depth: usize) -> Result<Vec<Token<'a>>, PdfError> {
        if depth > DEEPEST {
            return Err(odd());
        }
        self.at += skip;
        let mut items = Vec::new();
        loop {
            match self.token(depth + 1)?.ok_or_else(odd)? {
                Token::Operator(word) if word == end => return Ok(items),
                Token::Operator(b"]" | b">>") => return Err(odd()),
                token => items.push(token),
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|b| !is_blank(**b) && !is_delimiter(**b)).count();
        self.at += length;
        rest[..length].to_vec()
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, PdfError> {
        self.at += 1;
        let length = self.bytes[self.at..].iter().position(|b| *b == b'>').ok_or_else(odd)?;
        let digits: Option<Vec<u8>> = self.bytes[self.at..self.at + length]
            .iter()
            .filter(|b| !is_blank(**b))
            .map(|b| char::from(*b).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        self.at += length + 1;
        let digits = digits.ok_or_else(odd)?;
        Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect())
    }

    fn literal(&mut self) -> Result<Vec<u8>, PdfError> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 0usize;
        loop {
            let byte = self.byte()?;
            match byte {
                b'(' => open += 1,
                b')' if open == 0 => return Ok(out),
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut out)?;
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn byte(&mut self) -> Result<u8, PdfError> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(odd)?;
        self.at += 1;
        Ok(byte)
    }

    /// Table 3.
    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), PdfError> {
        match self.byte()? {
            b'n' => out.push(10),
            b'r' => out.push(13),
            b't' => out.push(9),
            b'b' => out.push(8),
            b'f' => out.push(12),
            13 if self.bytes.get(self.at) == Some(&10) => self.at += 1,
            10 | 13 => {}
            first @ b'0'..=b'7' => {
                let mut value = u32::from(first - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.bytes.get(self.at) else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push(value as u8);
            }
            other => out.push(other),
        }
        Ok(())
    }
}

fn odd() -> PdfError {
    broken("a content stream cannot be read back")
}
