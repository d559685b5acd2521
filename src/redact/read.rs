//! Searching what was written: pieces of text as readers of the formats give them, less what is weekbook's own.

use super::{Kind, Match, Redactor};

/// A text read back from an artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// The text.
    pub text: String,
    /// Where it stands: from which byte on, in words. The first is at 0.
    pub places: Vec<(usize, String)>,
}

impl Piece {
    /// A piece that stands in one place.
    pub fn new(kind: Kind, text: impl Into<String>, place: &str) -> Self {
        Self { kind, text: text.into(), places: vec![(0, place.to_owned())] }
    }

    fn place(&self, at: usize) -> &str {
        let index = self.places.partition_point(|(from, _)| *from <= at).saturating_sub(1);
        self.places.get(index).map_or("", |(_, place)| place)
    }
}

/// What weekbook itself puts in a book, word for word: none of it came from the book, so a name may stand in it.
#[derive(Debug, Clone, Default)]
pub struct Fixed {
    /// In texts: labels, months, the program's name, numbers that it reckons.
    pub texts: Vec<String>,
    /// In addresses and names: parts of file names and ids, classes.
    pub names: Vec<String>,
}

/// A name that was found where none may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// Which: an index into the names.
    pub name: usize,
    /// Where, in words.
    pub place: String,
}

impl Redactor {
    /// The names that pieces hold outside of what is fixed, each place once, in order.
    pub fn leaks(&self, pieces: &[Piece], fixed: &Fixed) -> Vec<Leak> {
        // Only the phrases that hold a name can excuse one, and mostly there are none.
        let holding = |phrases: &[String], kind: Kind| -> Vec<String> {
            let mut found: Vec<String> =
                phrases.iter().filter(|phrase| !self.search(phrase, kind).is_empty()).cloned().collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let (texts, names) = (holding(&fixed.texts, Kind::Text), holding(&fixed.names, Kind::Name));
        let mut leaks = Vec::new();
        for piece in pieces {
            let phrases = if piece.kind == Kind::Text { &texts } else { &names };
            let excused = |found: &Match| {
                phrases.iter().any(|phrase| within(&piece.text, phrase, found))
                    || (piece.kind != Kind::Text && in_hash(&piece.text, found))
            };
            for found in self.search(&piece.text, piece.kind) {
                if !excused(&found) {
                    leaks.push(Leak { name: found.name, place: piece.place(found.range.start).to_owned() });
                }
            }
        }
        leaks.sort();
        leaks.dedup();
        leaks
    }
}

/// Whether a match stands within a phrase that is no part of longer words.
fn within(text: &str, phrase: &str, found: &Match) -> bool {
    let (start, end) =
        (found.range.start.saturating_sub(phrase.len()), (found.range.end + phrase.len()).min(text.len()));
    let (start, end) = (text.floor_char_boundary(start), text.ceil_char_boundary(end));
    text[start..end].match_indices(phrase).any(|(at, _)| {
        let (from, to) = (start + at, start + at + phrase.len());
        from <= found.range.start && found.range.end <= to && is_word(text, from, to)
    })
}

/// Whether what stands from `from` to `to` touches no letter of the same kind as its own edges.
fn is_word(text: &str, from: usize, to: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = &text[from..to];
    let before = letter(inside.chars().next()) && letter(text[..from].chars().next_back());
    let behind = letter(inside.chars().next_back()) && letter(text[to..].chars().next());
    !before && !behind
}

/// Whether a match stands within the eight digits by which an id tells apart what ASCII cannot.
fn in_hash(text: &str, found: &Match) -> bool {
    const DIGITS: usize = 8;
    let digit = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    let bytes = text.as_bytes();
    let from = bytes[..found.range.start].iter().rposition(|b| !digit(b)).map_or(0, |at| at + 1);
    let to = bytes[found.range.start..].iter().position(|b| !digit(b)).map_or(bytes.len(), |at| found.range.start + at);
    to - from == DIGITS && found.range.end <= to && text.is_char_boundary(from) && is_word(text, from, to)
}
