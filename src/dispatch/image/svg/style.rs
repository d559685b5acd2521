//! CSS in an SVG (style sheets, `style` attributes and presentation attributes): what draws nothing safe is taken out.

use rustc_hash::FxHashSet;

/// Properties that are not drawn.
const DROPPED: [&str; 5] = ["filter", "mask", "mix-blend-mode", "backdrop-filter", "mask-image"];

/// What a pattern is painted as.
const INSTEAD_OF_PATTERN: &str = "#999";

/// CSS made harmless, and what was in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Neutral {
    /// The CSS.
    pub css: String,
    /// Properties that were taken out.
    pub dropped: Vec<&'static str>,
    /// Whether it referred to something outside of the file.
    pub external: bool,
    /// Whether a pattern was painted as grey.
    pub patterns: bool,
}

/// Makes CSS harmless. `patterns` are the ids of elements that are patterns.
pub(super) fn neutral(css: &str, patterns: &FxHashSet<&str>) -> Neutral {
    let mut out = Neutral::default();
    urls(css, patterns, &mut out);
    out.css = properties(&std::mem::take(&mut out.css), &mut out.dropped);
    if out.css.contains("@import") {
        out.external = true;
        out.css = out.css.replace("@import", "@no");
    }
    out
}

/// References: to a pattern, grey; to anything but an id, none.
fn urls(css: &str, patterns: &FxHashSet<&str>, out: &mut Neutral) {
    let mut rest = css;
    while let Some(at) = find_url(rest) {
        let (before, from) = rest.split_at(at);
        out.css.push_str(before);
        let inner = &from[4..];
        let end = inner.find(')').unwrap_or(inner.len());
        let target = inner[..end].trim().trim_matches(['"', '\'']).trim();
        rest = inner.get(end + 1..).unwrap_or_default();
        match target.strip_prefix('#') {
            Some(id) if patterns.contains(id) => {
                out.patterns = true;
                out.css.push_str(INSTEAD_OF_PATTERN);
            }
            Some(id) => out.css.push_str(&format!("url(#{id})")),
            None => {
                out.external = true;
                out.css.push_str("none");
            }
        }
    }
    out.css.push_str(rest);
}

fn find_url(css: &str) -> Option<usize> {
    css.as_bytes().windows(4).position(|bytes| bytes.eq_ignore_ascii_case(b"url("))
}

/// Renames properties that are not drawn, so that nothing knows them.
fn properties(css: &str, dropped: &mut Vec<&'static str>) -> String {
    let mut out = String::with_capacity(css.len());
    let mut at_name = true;
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if at_name && let Some(name) = DROPPED.iter().find(|name| is_property(rest, name)) {
            dropped.push(name);
            out.push_str("no-");
            out.push_str(name);
            rest = &rest[name.len()..];
            at_name = false;
            continue;
        }
        at_name = matches!(c, '{' | ';' | '}') || (at_name && c.is_whitespace());
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn is_property(css: &str, name: &str) -> bool {
    let same = css.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    same && css[name.len()..].trim_start().starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(css: &str) -> Neutral {
        neutral(css, &["hatch"].into_iter().collect())
    }

    #[test]
    fn plain_styles_stay() {
        for css in ["", "fill:red;stroke:url(#g)", ".a{fill:#123}.filter{opacity:.5}", "fill : blue"] {
            assert_eq!(made(css), Neutral { css: css.to_owned(), ..Neutral::default() });
        }
    }

    #[test]
    fn what_is_not_drawn_goes() {
        let found = made("fill:red; FILTER : url(#f);mask:url(#m)");
        assert_eq!((found.css.as_str(), found.external), ("fill:red; no-filter : url(#f);no-mask:url(#m)", false));
        assert_eq!(found.dropped, ["filter", "mask"]);
        assert_eq!(made(".a{mix-blend-mode:multiply}").dropped, ["mix-blend-mode"]);
    }

    #[test]
    fn nothing_outside_is_named() {
        for css in ["fill:url(http://x/y)", "fill:URL( 'x.svg#a' )", "@import 'x';", "fill:url(data:x)", "a:url("] {
            let found = made(css);
            assert!(found.external, "{css}");
            assert!(!found.css.contains("x.svg") && !found.css.contains("http") && !found.css.contains("@import"));
        }
    }

    #[test]
    fn a_pattern_is_grey() {
        let found = made("fill:url('#hatch') red");
        assert_eq!((found.css.as_str(), found.patterns), ("fill:#999 red", true));
    }
}
