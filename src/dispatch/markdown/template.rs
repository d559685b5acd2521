//! Tags of a blog's own program (Liquid's `{% … %}`, Tera's `{{ … }}`, kramdown's `{: …}`): nothing runs them here, so
//! they would be printed as they stand. They stay, as everything that is written does, and a warning says so.

use std::ops::Range;

use super::builder::Builder;
use crate::diagnostic::codes;

impl Builder<'_> {
    /// Notes the tags in a text that is no code.
    pub(super) fn template_tags(&mut self, text: &str, range: &Range<usize>) {
        if !text.contains('{') {
            return;
        }
        // Text with entities in it is shorter than its place.
        let exact = self.text.get(range.clone()) == Some(text);
        for (at, _) in text.match_indices('{') {
            let Some(name) = name(&text[at..]) else { continue };
            let at = if exact { range.start + at } else { range.start };
            self.tags.entry(name).and_modify(|(count, _)| *count += 1).or_insert((1, at));
        }
    }

    /// Says which there are, each name once, in the order of their first places.
    pub(super) fn report_template_tags(&mut self) {
        let mut tags: Vec<_> = std::mem::take(&mut self.tags).into_iter().collect();
        tags.sort_by_key(|(_, (_, at))| *at);
        for (name, (count, at)) in tags {
            let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
            let span = self.origin.span(&(at..at + 1));
            self.diags
                .warning(
                    codes::TEMPLATE_TAG,
                    span,
                    format!("`{name}` is a tag of a blog's program; it is text here{times}"),
                )
                .help("write in Markdown what it makes, or put it between backticks where it is meant as text");
        }
    }
}

/// What a tag is called, if one begins here: `{% include %}`, `{{ site.url }}`, `{: }`.
fn name(text: &str) -> Option<String> {
    let (open, close) = match text.as_bytes() {
        [b'{', b'%', ..] => ("{%", "%}"),
        [b'{', b'{', ..] => ("{{", "}}"),
        [b'{', b':', ..] => return text.contains('}').then(|| "{: }".to_owned()),
        _ => return None,
    };
    let inside = text[open.len()..].trim_start_matches(['-', ' ']);
    let length = inside.find(|c: char| !(c.is_alphanumeric() || "._".contains(c))).unwrap_or(inside.len());
    let name: String = inside[..length].chars().take(40).collect();
    // An end goes with its beginning, which has been named.
    (!name.is_empty() && !name.starts_with("end")).then(|| format!("{open} {name} {close}"))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn tags_have_names() {
        for (text, expected) in [
            ("{% include figure.html %}", Some("{% include %}")),
            ("{%- if page.x -%}", Some("{% if %}")),
            ("{{ site.title | escape }}", Some("{{ site.title }}")),
            ("{{youtube(id=1)}}", Some("{{ youtube }}")),
            ("{:toc}", Some("{: }")),
            ("{% endif %}", None),
            ("{% %}", None),
            ("{a}", None),
            ("{", None),
            ("{:", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
    }
}
