//! Front matter: where it ends, and of which of the three kinds it is.

use std::ops::Range;

/// The kinds of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrontKind {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
    /// `Key: value` lines up to the first blank one.
    Pelican,
}

/// A file cut in two. Ranges are bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Front {
    /// What the metadata are written in.
    pub kind: FrontKind,
    /// The metadata, without the lines around.
    pub range: Range<usize>,
    /// Where the Markdown begins.
    pub body: usize,
}

/// Front matter that has no end: the line that would be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed(pub &'static str);

/// Keys by which a file without a fence is known to begin with metadata (Pelican's documentation, "File metadata").
const PELICAN: [&str; 12] = [
    "title", "date", "modified", "author", "authors", "category", "tags", "keywords", "slug", "summary", "status",
    "lang",
];

/// Finds the front matter of a file.
pub(super) fn split(text: &str) -> Result<Option<Front>, Unclosed> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let fenced = match first.trim_end() {
        "---" => Some((FrontKind::Yaml, &["---", "..."][..])),
        "+++" => Some((FrontKind::Toml, &["+++"][..])),
        _ => None,
    };
    if let Some((kind, ends)) = fenced {
        let start = first.len();
        let end = find_line(text, start, |line| ends.contains(&line.trim_end()));
        let (end, body) = end.ok_or(Unclosed(ends[0]))?;
        return Ok(Some(Front { kind, range: start..end, body }));
    }
    if !begins_with_key(first) {
        return Ok(None);
    }
    let (end, body) = find_line(text, 0, |line| line.trim().is_empty()).unwrap_or((text.len(), text.len()));
    Ok(Some(Front { kind: FrontKind::Pelican, range: 0..end, body }))
}

fn begins_with_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| PELICAN.iter().any(|known| key.trim_end().eq_ignore_ascii_case(known)))
}

/// Start and end (its line end included) of the first line from `start` on that is the one looked for.
fn find_line(text: &str, start: usize, mut is: impl FnMut(&str) -> bool) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if is(line) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(FrontKind, &str, &str)> {
        split(text).unwrap().map(|front| (front.kind, &text[front.range.clone()], &text[front.body..]))
    }

    #[test]
    fn the_three_kinds() {
        assert_eq!(cut("---\na: b\n---\nc\n"), Some((FrontKind::Yaml, "a: b\n", "c\n")));
        assert_eq!(cut("--- \r\na: b\r\n...\r\nc"), Some((FrontKind::Yaml, "a: b\r\n", "c")));
        assert_eq!(cut("+++\na = 'b'\n+++"), Some((FrontKind::Toml, "a = 'b'\n", "")));
        assert_eq!(cut("Title: a\nMood: b\n\nc\n"), Some((FrontKind::Pelican, "Title: a\nMood: b\n", "c\n")));
        assert_eq!(cut("DATE : 2017-04-15"), Some((FrontKind::Pelican, "DATE : 2017-04-15", "")));
        assert_eq!(cut("---\n---\n"), Some((FrontKind::Yaml, "", "")));
    }

    #[test]
    fn what_is_none() {
        for text in
            ["", "a\n---\nb: c\n---\n", "Note: a\n\nb", "The title: a", "----\na", "# Title: a", "\n---\na: b\n---\n"]
        {
            assert_eq!(cut(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_end_is_needed() {
        assert_eq!(split("---\na: b\n"), Err(Unclosed("---")));
        assert_eq!(split("---"), Err(Unclosed("---")));
        assert_eq!(split("+++\na = 1\n---\n"), Err(Unclosed("+++")));
    }
}
