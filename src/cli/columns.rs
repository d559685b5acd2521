//! Text for people in as many columns as their terminal has.

use unicode_width::UnicodeWidthStr as _;

/// A text that cannot steer a terminal: control characters (of a file's name) become U+FFFD.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// `first` and `more`, in one line where they fit into `columns` or these are not known; else each part of `more` in
/// lines of its own. What goes on is indented by `indent`. Wide characters count as two columns.
pub fn lines(first: &str, more: &[String], indent: usize, columns: Option<usize>) -> String {
    let one = format!("{first}{}", more.iter().map(|part| format!("  {part}")).collect::<String>());
    let Some(columns) = columns.filter(|columns| one.width() > *columns) else { return one + "\n" };
    // On a narrow terminal there is no room to hang the lines below the title.
    let indent = if columns < indent + 40 { 4 } else { indent };
    let mut out = wrapped(first, 0, indent, columns);
    for part in more {
        out.push_str(&wrapped(part, indent, indent, columns));
    }
    out
}

/// A text in lines of at most so many columns where its words allow: the first indented by `first`, others by `rest`.
fn wrapped(text: &str, first: usize, rest: usize, columns: usize) -> String {
    let mut out = " ".repeat(first);
    let mut at = first;
    let mut empty = true;
    // Blanks at the beginning and between columns stay as they are.
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        if !empty && !bare.is_empty() && at + bare.width() > columns {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            at = rest;
        }
        out.push_str(word);
        at += word.width();
        empty &= bare.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_where_it_fits_or_nobody_looks() {
        let more = ["(AP)".to_owned(), "posts/a.md".to_owned()];
        assert_eq!(lines("  1  A title", &more, 5, None), "  1  A title  (AP)  posts/a.md\n");
        assert_eq!(lines("  1  A title", &more, 5, Some(30)), "  1  A title  (AP)  posts/a.md\n");
        assert_eq!(lines("  1  A title", &more, 5, Some(29)), "  1  A title\n    (AP)\n    posts/a.md\n");
    }

    #[test]
    fn wide_characters_are_two_columns() {
        let more = ["posts/河.md".to_owned()];
        let text = lines("  1  河の水位が 上がった 河の水位が 上がった", &more, 5, Some(24));
        assert_eq!(text, "  1  河の水位が 上がった\n    河の水位が 上がった\n    posts/河.md\n");
        assert!(text.lines().all(|line| line.width() <= 24), "{text}");
    }

    #[test]
    fn a_word_that_is_too_long_stands_alone() {
        assert_eq!(wrapped("aaaaaaaaaaaa bb", 2, 2, 8), "  aaaaaaaaaaaa\n  bb\n");
        assert_eq!(plain("a\u{1b}[31mb\n"), "a\u{FFFD}[31mb\u{FFFD}");
    }
}
