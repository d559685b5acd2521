//! Hyphenation by patterns (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983), for sets of patterns that the crate
//! which has most languages lacks.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// British English: [`patterns/README.md`](../patterns/README.md) says where it is from.
pub(super) static BRITISH: LazyLock<Liang> = LazyLock::new(|| {
    Liang::new(
        include_str!("patterns/hyph-en-gb.pat.txt"),
        include_str!("patterns/hyph-en-gb.hyp.txt"),
        Shortest { before: 2, after: 3 },
    )
});

/// The fewest letters before and after a hyphen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shortest {
    pub before: usize,
    pub after: usize,
}

/// A set of patterns.
pub(super) struct Liang {
    /// The value of each place of a pattern's letters: odd ones ask for a hyphen, even ones forbid it, the highest wins.
    patterns: FxHashMap<Box<str>, Box<[u8]>>,
    /// Words that patterns get wrong, with the letters before each of their hyphens.
    exceptions: FxHashMap<Box<str>, Box<[usize]>>,
    /// Characters of the longest pattern.
    longest: usize,
    shortest: Shortest,
}

impl Liang {
    /// Reads patterns (`.ab3ol`) and words with their hyphens (`how-ever`), one a line.
    pub(super) fn new(patterns: &str, exceptions: &str, shortest: Shortest) -> Self {
        let patterns: FxHashMap<_, _> = patterns.lines().map(pattern).collect();
        let exceptions = exceptions.lines().map(exception).collect();
        let longest = patterns.keys().map(|letters| letters.chars().count()).max().unwrap_or(0);
        Self { patterns, exceptions, longest, shortest }
    }

    /// The bytes of a word before which it may be divided.
    pub(super) fn points(&self, word: &str) -> Vec<usize> {
        let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
        let folded: String = word.chars().map(lower).collect();
        let places: Vec<usize> = match self.exceptions.get(folded.as_str()) {
            Some(places) => places.to_vec(),
            None => self.places(&folded),
        };
        let count = word.chars().count();
        let fits = |place: &usize| *place >= self.shortest.before && place + self.shortest.after <= count;
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        places.iter().filter(|place| fits(place)).filter_map(|&place| ends.get(place).copied()).collect()
    }

    /// How many letters stand before each place where patterns ask for a hyphen.
    fn places(&self, word: &str) -> Vec<usize> {
        let marked = format!(".{word}.");
        let starts: Vec<usize> = marked.char_indices().map(|(at, _)| at).chain([marked.len()]).collect();
        let mut values = vec![0_u8; starts.len()];
        for first in 0..starts.len() {
            for last in first + 1..starts.len().min(first + self.longest + 1) {
                let Some(found) = self.patterns.get(&marked[starts[first]..starts[last]]) else { continue };
                for (value, &asked) in values[first..].iter_mut().zip(found) {
                    *value = asked.max(*value);
                }
            }
        }
        // The first value stands before the stop that marks the word's beginning.
        values.iter().enumerate().filter(|(_, value)| *value % 2 == 1).filter_map(|(at, _)| at.checked_sub(1)).collect()
    }
}

fn pattern(line: &str) -> (Box<str>, Box<[u8]>) {
    let mut letters = String::new();
    let mut values = vec![0];
    for c in line.trim().chars() {
        match c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
            Some(digit) => *values.last_mut().expect("one value at least") = digit,
            None => {
                letters.push(c);
                values.push(0);
            }
        }
    }
    (letters.into(), values.into())
}

fn exception(line: &str) -> (Box<str>, Box<[usize]>) {
    let mut places = Vec::new();
    let mut count = 0;
    for part in line.trim().split('-') {
        count += part.chars().count();
        places.push(count);
    }
    (line.trim().replace('-', "").into(), places.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str) -> String {
        let mut out = word.to_owned();
        BRITISH.points(word).into_iter().rev().for_each(|at| out.insert(at, '-'));
        out
    }

    #[test]
    fn british_words_divide_by_their_parts() {
        for word in ["bio-logy", "auto-mobile", "un-der-stand", "know-ledge", "demo-cracy", "pho-to-graphy"] {
            assert_eq!(divided(&word.replace('-', "")), word);
        }
    }

    #[test]
    fn exceptions_capitals_and_short_words() {
        for word in ["how-ever", "Uni-ver-sity", "THROUGH-OUT", "wa-ter", "a", "", "café"] {
            assert_eq!(divided(&word.replace('-', "")), word);
        }
    }

    #[test]
    fn letters_of_several_bytes_are_counted_whole() {
        let all = Liang::new("1a\n1é\n", "ré-su-mé\n", Shortest { before: 1, after: 1 });
        assert_eq!(all.points("béabé"), [1, 3, 5]);
        assert_eq!(all.points("résumé"), [3, 5]);
    }
}
