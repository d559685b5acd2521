//! Which of the two formats a rule is for.

use cssparser::{Parser, Token};

/// The formats a rule is for: the PDF is `print`, an e-reader is `screen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The PDF.
    pub print: bool,
    /// The EPUB.
    pub screen: bool,
    /// Conditions that only an e-reader can judge, kept as written (`(prefers-color-scheme: dark)`), those of a box with
    /// their `@container`.
    pub condition: Option<String>,
}

impl Media {
    /// Both.
    pub const ALL: Self = Self { print: true, screen: true, condition: None };

    /// Whether its condition is one of a box, not of the screen.
    pub fn of_a_box(&self) -> bool {
        self.condition.as_deref().is_some_and(|condition| condition.starts_with('@'))
    }

    /// What holds where both hold.
    pub fn and(&self, other: &Self) -> Self {
        let condition = match (&self.condition, &other.condition) {
            (Some(a), Some(b)) => Some(format!("{a} and {b}")),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        Self { print: self.print && other.print, screen: self.screen && other.screen, condition }
    }
}

/// Reads a media query list. The second value tells whether it asks for something that print cannot judge.
pub fn parse(text: &str) -> (Media, bool) {
    if text.trim().is_empty() {
        return (Media::ALL, false);
    }
    let mut all = Media { print: false, screen: false, condition: None };
    let (mut unconditional, mut conditions, mut unjudged) = (false, Vec::new(), false);
    for query in text.split(',').map(str::trim) {
        let (media, conditional) = single(query);
        all.print |= media.print && !conditional;
        all.screen |= media.screen;
        unjudged |= media.print && conditional;
        match (media.screen, conditional) {
            (true, true) => conditions.push(query.to_owned()),
            (true, false) => unconditional = true,
            _ => {}
        }
    }
    if !unconditional && !conditions.is_empty() {
        all.condition = Some(conditions.join(", "));
    }
    (all, unjudged)
}

/// One query: the media of its type, and whether it has conditions besides.
fn single(query: &str) -> (Media, bool) {
    let mut parser = Parser::new(query);
    let (mut not, mut media, mut conditional) = (false, Media::ALL, false);
    while let Ok(token) = parser.next() {
        match token {
            Token::Ident(word) => match word.to_ascii_lowercase().as_str() {
                "not" => not = true,
                "only" | "and" | "all" => {}
                "print" => media.screen = false,
                "screen" => media.print = false,
                _ => (media.print, conditional) = (false, true),
            },
            _ => conditional = true,
        }
    }
    if not && !conditional {
        media = Media { print: !media.print, screen: !media.screen, condition: None };
    }
    (media, conditional)
}
