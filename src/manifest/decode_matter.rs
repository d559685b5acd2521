//! Selection, marking, front page, contact and accessibility, from a tree.

use super::fields::{self, Fields, Names};
use super::matter::{Accessibility, Contact, Figure, Marking, Select};
use super::value::Node;
use super::{checks, decode_meta};
use crate::diagnostic::{Diagnostics, Spanned, codes, did_you_mean};

pub(super) const SELECT: Names = Names {
    of: "a selection",
    known: &["since", "until", "sources", "places", "tags", "kinds", "languages", "limit"],
    refused: &[],
    other: &[
        ("source", "sources"),
        ("place", "places"),
        ("tag", "tags"),
        ("kind", "kinds"),
        ("language", "languages"),
        ("from", "since"),
        ("to", "until"),
    ],
};
pub(super) const FIGURE: Names = Names {
    of: "a key figure",
    known: &["value", "label", "source", "date"],
    refused: &[],
    other: &[("number", "value"), ("text", "label"), ("title", "label")],
};
pub(super) const CONTACT: Names = Names {
    of: "a contact",
    known: &["name", "email", "url"],
    refused: &[],
    other: &[("mail", "email"), ("web", "url"), ("link", "url")],
};
pub(super) const ACCESSIBILITY: Names = Names {
    of: "`accessibility`",
    known: &["certified_by", "summary", "report"],
    refused: &[],
    other: &[("certifier", "certified_by")],
};

/// Which dispatches an edition takes.
pub(super) fn select(node: &Node, diagnostics: &mut Diagnostics) -> Option<Select> {
    let fields = Fields::open(node, "a mapping such as `{since: 2017-04-10}` for `select`", diagnostics)?;
    fields.check(SELECT, diagnostics);
    let day = |name, diagnostics: &mut Diagnostics| {
        fields.line(name, diagnostics).and_then(|date| checks::day(date, diagnostics))
    };
    let kinds = fields.lines("kinds", diagnostics).map(|kinds| {
        let read = |text: &Spanned<String>, diagnostics: &mut Diagnostics| {
            let kind = fields::choice(text, "kinds", decode_meta::KINDS, diagnostics)?;
            Some(Spanned::new(kind, text.span.clone()))
        };
        kinds.iter().filter_map(|text| read(text, diagnostics)).collect()
    });
    let languages = fields.lines("languages", diagnostics).map(|tags| {
        tags.into_iter().filter_map(|tag| checks::language(tag, "languages", diagnostics)).collect::<Vec<_>>()
    });
    Some(Select {
        since: day("since", diagnostics),
        until: day("until", diagnostics),
        sources: fields.lines("sources", diagnostics),
        places: fields.lines("places", diagnostics),
        tags: fields.lines("tags", diagnostics),
        kinds,
        languages,
        limit: fields.line("limit", diagnostics).and_then(|text| limit(&text, diagnostics)),
        span: node.span.clone(),
    })
}

/// A number of dispatches.
fn limit(text: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
    let digits = text.value.bytes().all(|b| b.is_ascii_digit());
    let limit = text.value.parse().ok().filter(|limit| digits && *limit > 0);
    if limit.is_none() {
        fields::bad_value(
            text,
            "limit",
            "it is how many dispatches are taken at most: a whole number from 1",
            diagnostics,
        );
    }
    limit
}

/// A label of the Traffic Light Protocol, as it writes it.
pub(super) fn marking(text: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<Marking>> {
    let names = || Marking::ALL.iter().map(|marking| marking.as_str());
    if let Some(marking) = Marking::ALL.iter().find(|marking| marking.as_str() == text.value) {
        return Some(Spanned::new(*marking, text.span));
    }
    let written = text.value.to_ascii_uppercase();
    let label = written.strip_prefix("TLP").unwrap_or(&written).trim_start_matches([':', '-', ' ']);
    // The protocol's first version called it so.
    let label = if label == "WHITE" { "CLEAR" } else { label };
    let help = match did_you_mean(&format!("TLP:{label}"), names()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it is one of {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    fields::bad_value(&text, "marking", &help, diagnostics);
    None
}

/// Sentences of the front page: two to five, so that it stays one.
pub(super) fn highlights(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Spanned<String>>> {
    let mut highlights = fields.lines("highlights", diagnostics)?;
    highlights.retain(|text| !text.value.is_empty());
    if !(2..=5).contains(&highlights.len()) {
        let place = fields.key("highlights").unwrap_or(&fields.node.span).clone();
        let message = format!("a front page has two to five highlights, not {}", highlights.len());
        diagnostics.warning(codes::BAD_VALUE, place, message).help("say only what nobody may miss");
    }
    Some(highlights)
}

/// Key figures of the front page.
pub(super) fn figures(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Figure>> {
    let items = fields::list(node, "figures", "key figures", diagnostics)?;
    Some(items.iter().filter_map(|item| figure(item, diagnostics)).collect())
}

fn figure(node: &Node, diagnostics: &mut Diagnostics) -> Option<Figure> {
    let expected = "a key figure such as `{value: 320 000, label: people displaced, source: iom}`";
    let fields = Fields::open(node, expected, diagnostics)?;
    fields.check(FIGURE, diagnostics);
    let value = fields.required("value", "a key figure", diagnostics);
    let label = fields.required("label", "a key figure", diagnostics);
    let source = fields.get("source").and_then(|node| decode_meta::source(node, diagnostics));
    let date = fields.line("date", diagnostics).and_then(|date| checks::day(date, diagnostics));
    Some(Figure { value: value?, label: label?, source, date })
}

/// Whom to write to.
pub(super) fn contact(node: &Node, diagnostics: &mut Diagnostics) -> Option<Contact> {
    let fields = Fields::open(node, "a mapping such as `{name: …, email: …}` for `contact`", diagnostics)?;
    fields.check(CONTACT, diagnostics);
    let name = fields.line("name", diagnostics);
    let email = fields.line("email", diagnostics).filter(|email| {
        let fits = is_email(&email.value);
        if !fits {
            fields::bad_value(email, "email", "write it as `desk@example.org`", diagnostics);
        }
        fits
    });
    let url = fields.line("url", diagnostics).and_then(|url| checks::web(url, "url", diagnostics));
    Some(Contact { name, email, url })
}

/// Whether a text can be the address of a mailbox: good enough to be a link.
fn is_email(text: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';' | '?' | '&');
    let Some((local, host)) = text.split_once('@') else { return false };
    !local.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(bad)
}

/// What is said of the EPUB's accessibility.
pub(super) fn accessibility(node: &Node, diagnostics: &mut Diagnostics) -> Option<Accessibility> {
    let fields = Fields::open(node, "a mapping such as `{certified_by: …}` for `accessibility`", diagnostics)?;
    fields.check(ACCESSIBILITY, diagnostics);
    Some(Accessibility {
        certified_by: fields.line("certified_by", diagnostics),
        summary: fields.line("summary", diagnostics),
        report: fields.line("report", diagnostics).and_then(|url| checks::web(url, "report", diagnostics)),
    })
}
