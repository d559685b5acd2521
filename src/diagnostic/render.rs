//! Messages for people, with the line they concern, and for programs, as JSON.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use serde::Serialize;

use super::{Diagnostic, Position, Severity, Span};

/// The most characters of a source line that are handed on: more than any terminal shows.
const MOST_CHARACTERS: usize = 400;

/// A message with its source line, ending in a line end. `width` is that of the terminal, in columns; a source line
/// that is longer is cut around what it is about.
pub fn human(diagnostic: &Diagnostic, color: bool, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = one_line(&diagnostic.message);
    let excerpt = diagnostic.span.as_ref().map(Excerpt::of);
    let mut group = Group::with_title(level.primary_title(&message).id(diagnostic.code.0));
    if let Some(excerpt) = &excerpt {
        let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
        let snippet = Snippet::source(&excerpt.text).path(&excerpt.name).line_start(excerpt.line);
        group = group.element(snippet.annotation(mark));
    }
    let help = diagnostic.help.as_deref().map(one_line);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.term_width(width.max(40)).decor_style(DecorStyle::Ascii).render(&[group]);
    let rendered = match excerpt.as_ref().filter(|excerpt| excerpt.skipped > 0) {
        Some(excerpt) => excerpt.true_column(&rendered),
        None => rendered,
    };
    format!("{}\n", rendered.trim_end())
}

/// A message as one JSON object, without a line end. What a message has not is null.
pub fn json(diagnostic: &Diagnostic) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        reason: &'static str,
        severity: &'static str,
        code: &'static str,
        message: &'a str,
        file: Option<&'a str>,
        line: Option<usize>,
        column: Option<usize>,
        help: Option<&'a str>,
    }
    let position = diagnostic.span.as_ref().map(Span::position);
    let line = Line {
        reason: "diagnostic",
        severity: diagnostic.severity.name(),
        code: diagnostic.code.0,
        message: &diagnostic.message,
        file: diagnostic.span.as_ref().map(|span| span.source.name.as_str()),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        help: diagnostic.help.as_deref(),
    };
    // Texts and numbers cannot fail to be written.
    escaped(&serde_json::to_string(&line).unwrap_or_default())
}

/// JSON with the characters that turn a terminal's line around as escapes: the same value, and harmless to look at.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7F}'..='\u{9F}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Puts messages in the order in which they are shown: those of a file together, files in the order of their names
/// with the manifest (`first`) before all, within a file by position, then by code; those without a place last.
pub fn sort(diagnostics: &mut [Diagnostic], first: &str) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.span.as_ref();
        let file = place.map(|span| (span.source.name != first, span.source.name.clone(), span.range.start));
        (file.is_none(), file, diagnostic.code)
    });
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The part of a line that is shown.
struct Excerpt {
    name: String,
    line: usize,
    /// Characters of the line before the part.
    skipped: usize,
    column: usize,
    text: String,
    mark: Range<usize>,
}

impl Excerpt {
    /// The line on which a span begins; of a longer span, that line's part of it.
    fn of(span: &Span) -> Self {
        let position = span.position();
        let line = span.source.line(position.line);
        let line_start = span.source.offset(Position { line: position.line, column: 1 });
        let start = line.floor_char_boundary(span.range.start.saturating_sub(line_start));
        let end = line.floor_char_boundary(span.range.end.saturating_sub(line_start)).max(start);
        let end = start + line[start..end].trim_end().len();
        let from = line[..start].char_indices().rev().nth(MOST_CHARACTERS / 2 - 1).map_or(0, |(i, _)| i);
        let to = line[end..].char_indices().nth(MOST_CHARACTERS / 2).map_or(line.len(), |(i, _)| end + i);
        let mut excerpt = Self {
            name: one_line(&span.source.name),
            line: position.line,
            skipped: line[..from].chars().count(),
            column: position.column,
            text: line[from..start].to_owned(),
            mark: start - from..start - from,
        };
        // Of a very long span its beginning.
        match line[start..end].char_indices().nth(MOST_CHARACTERS) {
            Some((length, _)) => excerpt.text.push_str(&line[start..start + length]),
            None => excerpt.text.push_str(&line[start..end]),
        }
        excerpt.mark.end = excerpt.text.len();
        if line[start..end].len() == excerpt.mark.len() {
            excerpt.text.push_str(&line[end..to]);
        }
        excerpt
    }

    /// The rendered message with the column in the whole line instead of that in the part shown.
    fn true_column(&self, rendered: &str) -> String {
        let shown = format!("{}:{}:{}", self.name, self.line, self.column - self.skipped);
        rendered.replacen(&shown, &format!("{}:{}:{}", self.name, self.line, self.column), 1)
    }
}

/// A text without what would move a terminal's cursor or turn its line around.
fn one_line(text: &str) -> String {
    normalize_untrusted_str(&text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceText, codes};

    fn diagnostic(text: &str, range: Range<usize>) -> Diagnostic {
        let source = SourceText::new("posts/a.md", text);
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(codes::BAD_VALUE, Span::new(&source, range), "a mistake").help("mend it");
        diagnostics.into_vec().remove(0)
    }

    fn render(text: &str, range: Range<usize>, width: usize) -> String {
        human(&diagnostic(text, range), false, width)
    }

    #[test]
    fn a_message_shows_its_line() {
        let expected = "error[bad-value]: a mistake\n --> posts/a.md:2:3\n  |\n2 | b wrong c\n  |   ^^^^^\n  |\n  = help: mend it\n";
        assert_eq!(render("a\nb wrong c\n", 4..9, 80), expected);
        assert_eq!(render("a\r\nb wrong c\r\n", 5..10, 80), expected);
    }

    #[test]
    fn a_place_may_be_empty_or_at_the_end() {
        let line = |text: &str, range| render(text, range, 80).lines().skip(1).take(4).collect::<Vec<_>>().join("\n");
        assert_eq!(line("", 0..0), " --> posts/a.md:1:1\n  |\n1 |\n  | ^");
        assert_eq!(line("ab", 2..2), " --> posts/a.md:1:3\n  |\n1 | ab\n  |   ^");
        assert_eq!(line("ab\n", 3..3), " --> posts/a.md:2:1\n  |\n2 |\n  | ^");
        assert_eq!(line("ab\ncd", 1..4), " --> posts/a.md:1:2\n  |\n1 | ab\n  |  ^");
        assert_eq!(line("ab\n\ncd", 3..99), " --> posts/a.md:2:1\n  |\n2 |\n  | ^");
        assert_eq!(line("ab", 99..120), " --> posts/a.md:1:3\n  |\n1 | ab\n  |   ^");
        assert_eq!(line("é\u{301}x", 1..2), " --> posts/a.md:1:1\n  |\n1 | é\u{301}x\n  | ^");
    }

    #[test]
    fn tabs_wide_and_hidden_characters_stay_in_place() {
        let line = |text: &str, range| render(text, range, 80).lines().skip(1).take(4).collect::<Vec<_>>().join("\n");
        assert_eq!(line("\tab", 1..3), " --> posts/a.md:1:2\n  |\n1 |     ab\n  |     ^^");
        assert_eq!(line("日本 x", 7..8), " --> posts/a.md:1:4\n  |\n1 | 日本 x\n  |      ^");
        let text = "a\u{1b}[31mb\u{202e}c";
        let shown = render(text, 6..7, 80);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}wrong{}", "before ".repeat(40_000), " after".repeat(40_000));
        let at = "before ".len() * 40_000;
        let shown = render(&text, at..at + 5, 60);
        assert!(shown.lines().all(|line| line.chars().count() <= 60), "{shown}");
        assert!(shown.contains(&format!("posts/a.md:1:{}", at + 1)), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let column = lines[4].find('^').expect("a caret");
        assert_eq!(&lines[3][column..column + 5], "wrong", "{shown}");
        assert_eq!(lines[4].trim_start_matches([' ', '|']), "^^^^^");
        let all = render(&"x".repeat(100_000), 0..100_000, 60);
        assert!(all.lines().all(|line| line.chars().count() <= 60), "{all}");
    }

    #[test]
    fn colours_only_where_asked() {
        let diagnostic = diagnostic("wrong", 0..5);
        let colored = human(&diagnostic, true, 80);
        assert!(colored.contains("\u{1b}["));
        assert!(!human(&diagnostic, false, 80).contains('\u{1b}'));
    }

    #[test]
    fn json_has_every_field() {
        let expected = r#"{"reason":"diagnostic","severity":"error","code":"bad-value","message":"a mistake","file":"posts/a.md","line":1,"column":2,"help":"mend it"}"#;
        assert_eq!(json(&diagnostic("éx", 2..3)), expected);
        let mut diagnostics = Diagnostics::new();
        diagnostics.note(codes::OUTPUT, None, "say \"x\"\n");
        let expected = r#"{"reason":"diagnostic","severity":"note","code":"output","message":"say \"x\"\n","file":null,"line":null,"column":null,"help":null}"#;
        assert_eq!(json(&diagnostics.clone().into_vec()[0]), expected);
        assert_eq!(human(&diagnostics.into_vec()[0], false, 80), "note[output]: say \"x\"\n");
    }

    #[test]
    fn order_is_by_file_and_place() {
        let mut diagnostics = Diagnostics::new();
        let [manifest, a, b] = ["manifest.yaml", "a.md", "b.md"].map(|name| SourceText::new(name, "0123456789"));
        diagnostics.error(codes::OUTPUT, None, "nowhere");
        diagnostics.error(codes::BAD_VALUE, Span::new(&b, 1..2), "b1");
        diagnostics.error(codes::BAD_VALUE, Span::new(&a, 5..6), "a5");
        diagnostics.error(codes::BAD_VALUE, Span::new(&a, 2..3), "a2");
        diagnostics.error(codes::BAD_DATE, Span::new(&a, 2..3), "a2 date");
        diagnostics.warning(codes::BAD_VALUE, Span::new(&manifest, 9..9), "m9");
        let mut all = diagnostics.into_vec();
        sort(&mut all, "manifest.yaml");
        let messages: Vec<&str> = all.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["m9", "a2 date", "a2", "a5", "b1", "nowhere"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(?s)[\\PC\n\r\t\u{1b}\u{202e}]{0,30}", from in 0usize..100, length in 0usize..100, width in 0usize..200) {
            let diagnostic = diagnostic(&text, from..from + length);
            human(&diagnostic, false, width);
            human(&diagnostic, true, width);
            json(&diagnostic);
        }
    }
}
