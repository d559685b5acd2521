//! Where the lines of a scalar stand in its file, so that a place in an inline body can be shown there.

use std::ops::Range;

/// How a scalar is written, as far as places need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As it is: plain, or a block.
    None,
    /// Between quotes, without escapes.
    Literal,
    /// `'`, doubled for itself.
    Single,
    /// `"` with escapes.
    Double,
}

/// For each line of `text`: its offset, and where it stands in the source (`start` being where `document` begins
/// there). Lines that were folded into one have an entry each, and so has what follows an escape. Offsets rise.
pub(crate) fn of(
    text: &str,
    document: &str,
    written: &Range<usize>,
    quoting: Quoting,
    start: usize,
) -> Vec<(usize, usize)> {
    let written = written.start.min(document.len())..written.end.min(document.len());
    let mut walk =
        Walk { text, source: document.get(written.clone()).unwrap_or_default(), quoting, at: 0, lines: Vec::new() };
    walk.open();
    walk.run();
    walk.lines.iter().map(|(offset, at)| (*offset, start + written.start + at)).collect()
}

struct Walk<'a> {
    text: &'a str,
    source: &'a str,
    quoting: Quoting,
    /// How far the source is read.
    at: usize,
    lines: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// Steps over the opening quotes, one or (TOML) three.
    fn open(&mut self) {
        let quote = match self.quoting {
            Quoting::None => return,
            Quoting::Literal | Quoting::Single => '\'',
            Quoting::Double => '"',
        };
        let quotes = self.source.chars().take_while(|c| *c == quote).count();
        // Two are an empty text, unless a third makes them TOML's; more than three begin the text itself.
        self.at = if quotes >= 3 && self.quoting != Quoting::Single { 3 } else { quotes.min(1) };
    }

    /// Matches the characters of text and source that are not blank, which is all that folding, indentation and
    /// line ends leave alike. Stops where they part; later lines then stand at the last good place.
    fn run(&mut self) {
        let mut offset = 0;
        let mut lost = false;
        for line in self.text.split('\n') {
            let content = line.trim_start();
            let lead = line.len() - content.len();
            if !lost && !content.is_empty() {
                self.skip_blanks();
                self.start_line(offset, lead);
                lost = !self.follow(content, offset + lead);
            } else {
                self.lines.push((offset, self.at));
            }
            offset += line.len() + 1;
        }
    }

    /// Notes a line whose first character is next in the source, after `lead` blanks that the text has too.
    fn start_line(&mut self, offset: usize, lead: usize) {
        let same = self.at.checked_sub(lead).and_then(|from| self.source.get(from..self.at));
        if lead > 0 && same.is_some_and(|blank| self.text.get(offset..offset + lead) == Some(blank)) {
            self.lines.push((offset, self.at - lead));
        } else {
            self.lines.push((offset, self.at));
            if lead > 0 {
                self.lines.push((offset + lead, self.at));
            }
        }
    }

    /// Follows one line's characters; false where the source says something else.
    fn follow(&mut self, content: &str, offset: usize) -> bool {
        let mut blank = false;
        for (i, wanted) in content.char_indices() {
            if wanted.is_whitespace() {
                blank = true;
                continue;
            }
            let before = self.at;
            self.skip_blanks();
            // A line that was folded into this one, or an escape that was stepped over.
            let noted = self.source[before..self.at].contains(['\n', '\\']);
            if noted || (!blank && before != self.at) {
                self.lines.push((offset + i, self.at));
            }
            blank = false;
            let rest = &self.source[self.at..];
            if let Some(length) = self.escape(rest).map(|(length, _)| length) {
                self.at += length;
                self.lines.push((offset + i + wanted.len_utf8(), self.at));
            } else if rest.starts_with(wanted) {
                self.at += wanted.len_utf8();
                if self.quoting == Quoting::Single && wanted == '\'' && self.source[self.at..].starts_with('\'') {
                    self.at += 1;
                    self.lines.push((offset + i + 1, self.at));
                }
            } else {
                return false;
            }
        }
        true
    }

    /// Steps over blanks, line ends, and escapes that stand for either.
    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.source[self.at..];
            let blanks = rest.len() - rest.trim_start().len();
            self.at += blanks;
            match self.escape(&rest[blanks..]) {
                Some((length, true)) => self.at += length,
                _ if blanks == 0 => return,
                _ => {}
            }
        }
    }

    /// The length of an escape that begins a text, and whether it stands for a blank or nothing.
    fn escape(&self, rest: &str) -> Option<(usize, bool)> {
        if self.quoting != Quoting::Double || !rest.starts_with('\\') {
            return None;
        }
        let kind = rest[1..].chars().next()?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let length = (1 + kind.len_utf8() + digits).min(rest.len());
        let number = rest.get(2..length).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let blank = match number.and_then(char::from_u32) {
            Some(c) if digits > 0 => c.is_whitespace(),
            _ => matches!(kind, 'n' | 't' | 'r' | 'v' | 'f' | ' ' | '\t' | '\n' | '\r' | 'N' | '_' | 'L' | 'P'),
        };
        rest.is_char_boundary(length).then_some((length, blank))
    }
}
