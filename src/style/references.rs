//! Names by which one rule means another, or what the flow has: named strings, named pages, elements. One that nothing
//! has would be left out in silence.

use std::collections::BTreeSet;

use cssparser::Parser;

use super::computed::ContentItem;
use super::selector::{Compound, Selector};
use super::sheet::{Declaration, PageSelector, Reporter, Rule, RuleKind};
use super::value;
use crate::diagnostic::{codes, did_you_mean};

/// Strings that every section of a book has.
const STRINGS: &[&str] = &["title", "chapter", "dates", "marking"];

/// Elements that a style can mean: those of the flow, and what stands around them.
pub const ELEMENTS: &[&str] = &[
    "html",
    "body",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "aside",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "blockquote",
    "pre",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "img",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "em",
    "strong",
    "del",
    "sub",
    "sup",
    "code",
    "cite",
    "span",
    "time",
    "br",
    "bdi",
];

/// What the flow has instead of other elements of HTML.
const INSTEAD: &[(&str, &str)] = &[
    ("i", "em"),
    ("b", "strong"),
    ("s", "del"),
    ("strike", "del"),
    ("kbd", "code"),
    ("samp", "code"),
    ("tt", "code"),
    ("main", "section"),
    ("q", "span"),
    ("small", "span"),
    ("u", "span"),
    ("mark", "span"),
    ("tfoot", "tbody"),
    ("picture", "figure"),
];

/// Every name that the rules of a style give or ask for.
#[derive(Debug, Default)]
pub struct References {
    strings: BTreeSet<String>,
    pages: BTreeSet<String>,
    asked_pages: BTreeSet<String>,
}

impl References {
    /// Gathers the names of all rules that print has.
    pub fn of(rules: &[Rule]) -> Self {
        let mut names = Self { strings: STRINGS.iter().map(|&s| s.to_owned()).collect(), ..Self::default() };
        for rule in rules.iter().filter(|r| r.media.print) {
            match &rule.kind {
                RuleKind::Style { declarations, .. } => declarations.iter().for_each(|d| names.declaration(d)),
                RuleKind::Page { selector, .. } => names.pages.extend(selector.name.clone()),
            }
        }
        names
    }

    fn declaration(&mut self, d: &Declaration) {
        let mut parser = Parser::new(&d.value);
        match d.name.as_str() {
            "string-set" => {
                let strings = value::string_set(&mut parser).unwrap_or_default();
                self.strings.extend(strings.into_iter().map(|(name, _)| name));
            }
            "page" => self.asked_pages.extend(parser.expect_ident().ok().map(ToString::to_string)),
            _ => {}
        }
    }

    /// Reports strings of a margin box that nothing sets.
    pub fn check_strings(&self, items: &[ContentItem], d: &Declaration, report: &mut Reporter<'_>) {
        for item in items {
            let ContentItem::Named(name, _) = item else { continue };
            if self.strings.contains(name) {
                continue;
            }
            let at = d.value.find(name.as_str()).map_or(d.value_start, |at| d.value_start + at);
            let help = match did_you_mean(name, self.strings.iter().map(String::as_str)) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("a book has {}; `string-set` makes others", STRINGS.join(", ")),
            };
            let message = format!("there is no string `{name}`: nothing sets it");
            report.warning(codes::CSS_UNSUPPORTED, at..at + name.len(), message).help(help);
        }
    }

    /// Reports a page that no element asks for.
    pub fn check_page(&self, selector: &PageSelector, report: &mut Reporter<'_>) {
        let Some(name) = selector.name.as_ref().filter(|name| !self.asked_pages.contains(*name)) else { return };
        let help = match did_you_mean(name, self.asked_pages.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("ask for it where it begins, as in `section.week {{ page: {name} }}`"),
        };
        let message = format!("no rule asks for the page `{name}`, so that it is never made");
        report.warning(codes::CSS_UNSUPPORTED, selector.range.clone(), message).help(help);
    }

    /// Reports a declaration that asks for a page that no `@page` describes.
    pub fn check_asked_page(&self, d: &Declaration, report: &mut Reporter<'_>) {
        if d.name != "page" || report.own(&d.range).is_none() {
            return;
        }
        let Ok(name) = Parser::new(&d.value).expect_ident().map(ToString::to_string) else { return };
        let general = ["auto", "inherit", "initial", "unset", "revert"].iter().any(|k| name.eq_ignore_ascii_case(k));
        if general || self.pages.contains(&name) {
            return;
        }
        let help = match did_you_mean(&name, self.pages.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("add `@page {name} {{ … }}`; for a page break alone there is `break-before: page`"),
        };
        let range = d.value_start..d.value_start + d.value.len();
        report.warning(codes::CSS_UNSUPPORTED, range, format!("there is no `@page {name}`")).help(help);
    }
}

/// Reports what a selector asks that no element of a book, or of paper, ever is.
pub fn check_selector(selector: &Selector, shared: bool, report: &mut Reporter<'_>) {
    if report.own(&selector.range).is_none() {
        return;
    }
    let compounds = || selector.context.iter().map(|(_, c)| c).chain([&selector.subject]);
    if shared && compounds().any(|compound| compound.never) {
        report
            .warning(codes::CSS_UNSUPPORTED, selector.range.clone(), "nothing on paper is ever in this state")
            .help("the PDF leaves this rule out; `@media not print` around it says that this is meant");
    }
    if let Some(name) = compounds().filter_map(unknown_element).next() {
        let instead = INSTEAD.iter().find(|(other, _)| *other == name).map(|(_, known)| *known);
        let help = match instead.or_else(|| did_you_mean(name, ELEMENTS.iter().copied())) {
            Some(known) if instead.is_some() => format!("a book has `{known}` in its place"),
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("a class is written with a dot: `.{name}`"),
        };
        let message = format!("no element of a book is called `{name}`");
        report.warning(codes::CSS_UNSUPPORTED, selector.range.clone(), message).help(help);
    }
}

fn unknown_element(compound: &Compound) -> Option<&str> {
    compound.name.as_deref().filter(|name| !ELEMENTS.contains(name))
}
