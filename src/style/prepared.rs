//! Rules whose values are read: what the cascade works on. Reading reports what is not supported.

use std::collections::BTreeSet;

use cssparser::Parser;

use super::computed::{ContentItem, Pt};
use super::declaration::{self, Refused, Slot};
use super::longhand::Longhand;
use super::page::MarginBoxName;
use super::property::Specified;
use super::references::{self, References};
use super::selector::{Compound, Pseudo, Selector};
use super::sheet::{Declaration, PageSelector, Reporter, Rule, RuleKind};
use super::value;
use crate::diagnostic::{Diagnostics, Span, codes, did_you_mean};

/// A value with its weight.
pub struct Weighed {
    /// Which property.
    pub slot: Slot,
    /// The value.
    pub value: Specified,
    /// `!important`.
    pub important: bool,
    /// The declaration's name, where a book's own sheet has it.
    pub place: Option<Span>,
}

/// A style rule for print.
pub struct Prepared {
    /// Selectors of elements.
    pub selectors: Vec<Selector>,
    /// What they get.
    pub values: Vec<Weighed>,
    /// `content` of `::before` and `::after`: the text, `!important`, and its place in a book's own sheet.
    pub text: Option<(Option<String>, bool, Option<Span>)>,
}

/// An `@page` rule for print.
pub struct PreparedPage {
    /// Which pages.
    pub selector: PageSelector,
    /// Width and height, and `!important`.
    pub size: Option<(Size, bool)>,
    /// Margins and what margin boxes inherit.
    pub values: Vec<Weighed>,
    /// Margin boxes.
    pub boxes: Vec<PreparedBox>,
}

/// A margin box of a rule.
pub struct PreparedBox {
    /// Which.
    pub name: MarginBoxName,
    /// What it shows, where the rule says so; empty for nothing.
    pub content: Option<Vec<ContentItem>>,
    /// The content is `!important`.
    pub important: bool,
    /// Where a book's own sheet says what it shows.
    pub place: Option<Span>,
    /// How.
    pub values: Vec<Weighed>,
}

/// The value of `size`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// Width and height.
    Fixed(Pt, Pt),
    /// The default size, upright or lying.
    Turned {
        /// Wider than high.
        landscape: bool,
    },
}

/// What selectors ask of elements: only this need be remembered of one.
#[derive(Default)]
pub struct Relevant {
    /// Classes.
    pub classes: BTreeSet<String>,
    /// Ids.
    pub ids: BTreeSet<String>,
    /// Ranges of `:lang()`, at most 64.
    pub langs: Vec<String>,
    /// Whether `:first-child` is asked for.
    pub first_child: bool,
    /// Whether `+` is.
    pub next: bool,
}

impl Relevant {
    /// Takes in what a selector asks.
    fn add(&mut self, selector: &Selector) {
        self.compound(&selector.subject);
        for (combinator, compound) in &selector.context {
            self.compound(compound);
            self.next |= *combinator == super::selector::Combinator::Next;
        }
    }

    fn compound(&mut self, compound: &Compound) {
        self.classes.extend(compound.classes.iter().cloned());
        self.ids.extend(compound.id.clone());
        self.first_child |= compound.first_child;
        for lang in compound.langs.iter().flatten() {
            if !self.langs.contains(lang) && self.langs.len() < 64 {
                self.langs.push(lang.clone());
            }
        }
    }
}

/// Reads the values of all rules that print has.
pub fn prepare(rules: &[Rule], diags: &mut Diagnostics) -> (Vec<Prepared>, Vec<PreparedPage>, Relevant) {
    let (mut styles, mut pages, mut relevant) = (Vec::new(), Vec::new(), Relevant::default());
    let names = References::of(rules);
    for rule in rules.iter().filter(|r| r.media.print) {
        let mut report = Reporter { source: std::sync::Arc::clone(&rule.source), diags };
        match &rule.kind {
            RuleKind::Style { selectors, declarations, .. } => {
                for selector in selectors {
                    relevant.add(selector);
                    references::check_selector(selector, rule.media.screen, &mut report);
                }
                declarations.iter().for_each(|d| names.check_asked_page(d, &mut report));
                styles.push(style_rule(selectors, declarations, rule.media.screen, &mut report));
            }
            RuleKind::Page { selector, declarations, boxes } => {
                names.check_page(selector, &mut report);
                pages.push(page_rule(selector, declarations, boxes, &names, &mut report));
            }
        }
    }
    (styles, pages, relevant)
}

/// The colours that an e-reader is given, where a book's own sheet has some for it alone: no more is read there.
pub fn screen_colors(rules: &[Rule]) -> Option<(Vec<Prepared>, Relevant)> {
    let is_color = |d: &Declaration| {
        matches!(d.name.as_str(), "color" | "background" | "background-color" | "font-size" | "display")
    };
    let mut prepared = Vec::new();
    let (mut relevant, mut any) = (Relevant::default(), false);
    for rule in rules.iter().filter(|r| r.media.screen && r.media.condition.is_none()) {
        let RuleKind::Style { selectors, declarations, .. } = &rule.kind else { continue };
        let mut values = Vec::new();
        let mut unheard = Diagnostics::new();
        let mut report = Reporter { source: std::sync::Arc::clone(&rule.source), diags: &mut unheard };
        for d in declarations.iter().filter(|d| is_color(d)) {
            read(d, true, &mut values, &mut report);
            any |= !rule.media.print && d.name != "display" && d.name != "font-size" && report.own(&d.range).is_some();
        }
        if !values.is_empty() {
            selectors.iter().for_each(|selector| relevant.add(selector));
            prepared.push(Prepared { selectors: selectors.clone(), values, text: None });
        }
    }
    any.then_some((prepared, relevant))
}

fn style_rule(
    selectors: &[Selector],
    declarations: &[Declaration],
    shared: bool,
    report: &mut Reporter<'_>,
) -> Prepared {
    let pseudo = selectors.iter().any(|s| s.pseudo.is_some());
    let mut prepared = Prepared { selectors: selectors.to_vec(), values: Vec::new(), text: None };
    for d in declarations {
        if d.name == "content" {
            match (pseudo, text_content(&d.value)) {
                (true, Some(text)) => prepared.text = Some((text, d.important, report.own(&d.range))),
                (true, None) => refuse_value(d, "text in quotes", report),
                (false, _) => {
                    report
                        .warning(codes::CSS_UNSUPPORTED, d.range.clone(), "`content` has no effect here")
                        .help("it belongs to `::before`, `::after` and margin boxes");
                }
            }
        } else if pseudo && declaration::parse(&d.name, &d.value).is_ok() {
            if shared {
                report
                    .warning(
                        codes::CSS_UNSUPPORTED,
                        d.range.clone(),
                        format!("the PDF sets `::{}` like its element, without `{}`", pseudo_name(selectors), d.name),
                    )
                    .help("put what is for e-readers into `@media not print`");
            }
        } else {
            read(d, shared, &mut prepared.values, report);
        }
    }
    prepared
}

fn pseudo_name(selectors: &[Selector]) -> &'static str {
    match selectors.iter().find_map(|s| s.pseudo) {
        Some(Pseudo::After) => "after",
        _ => "before",
    }
}

/// The text of a pseudo-element: strings joined; `Some(None)` for `none`.
fn text_content(value: &str) -> Option<Option<String>> {
    let mut parser = Parser::new(value);
    let items = value::content(&mut parser).ok()?;
    if !parser.is_exhausted() {
        return None;
    }
    let mut text = String::new();
    for item in &items {
        match item {
            ContentItem::Text(t) => text.push_str(t),
            _ => return None,
        }
    }
    Some((!text.is_empty()).then_some(text))
}

/// Reads one declaration into `values`, or says why not.
fn read(d: &Declaration, shared: bool, values: &mut Vec<Weighed>, report: &mut Reporter<'_>) {
    match declaration::parse(&d.name, &d.value) {
        Ok(parsed) => {
            let place = report.own(&(d.range.start..d.range.start + d.name.len()));
            let weighed = |(slot, value)| Weighed { slot, value, important: d.important, place: place.clone() };
            values.extend(parsed.into_iter().map(weighed));
        }
        Err(Refused::Value(what)) => refuse_value(d, &what, report),
        Err(Refused::Name) if for_others(&d.name) => {}
        Err(Refused::Name) => {
            let help = match did_you_mean(&d.name, declaration::names()) {
                Some(name) => Some(format!("did you mean `{name}`?")),
                None => shared
                    .then(|| "the PDF leaves it out; `@media not print` around it says that this is meant".to_owned()),
            };
            let range = d.range.start..d.range.start + d.name.len();
            let message = format!("`{}` is not a property that weekbook supports", d.name);
            report.warning(codes::CSS_UNSUPPORTED, range, message).help = help;
        }
    }
}

/// A property that some other program is meant by.
fn for_others(name: &str) -> bool {
    name.starts_with('-') && !name.starts_with("--") && !name.starts_with("-weekbook-")
}

fn refuse_value(d: &Declaration, what: &str, report: &mut Reporter<'_>) {
    let range = d.value_start..d.value_start + d.value.len();
    let message = format!("`{}` does not take `{}` here", d.name, shorten(&d.value));
    let known = suggestion(&d.value, what).map(|known| format!("did you mean `{known}`? "));
    report
        .warning(codes::CSS_UNSUPPORTED, range, message)
        .help(format!("{}it takes {what}", known.unwrap_or_default()));
}

/// Of the keywords that a value could have been, or the names of colours, the one that is most like a word of it.
fn suggestion(written: &str, what: &str) -> Option<String> {
    let colours: Vec<&str> = match what.contains("a colour") {
        true => cssparser::color::all_named_colors().map(|(name, _)| name).collect(),
        false => Vec::new(),
    };
    let listed = what.strip_prefix("one of ").unwrap_or_default().split(", ");
    let quoted = what.split('`').skip(1).step_by(2);
    let known: Vec<&str> = listed.chain(quoted).chain(colours).filter(|word| !word.is_empty()).collect();
    let words = written.split_whitespace().filter(|word| !known.contains(word));
    words.filter_map(|word| did_you_mean(word, known.iter().copied())).next().map(str::to_owned)
}

fn shorten(value: &str) -> String {
    if value.chars().count() <= 40 { value.to_owned() } else { value.chars().take(39).chain(['…']).collect() }
}

fn page_rule(
    selector: &PageSelector,
    declarations: &[Declaration],
    boxes: &[(MarginBoxName, Vec<Declaration>)],
    names: &References,
    report: &mut Reporter<'_>,
) -> PreparedPage {
    let mut page = PreparedPage { selector: selector.clone(), size: None, values: Vec::new(), boxes: Vec::new() };
    for d in declarations {
        if d.name == "size" {
            match page_size(&d.value) {
                Some(_) if !d.important && page.size.is_some_and(|(_, important)| important) => {}
                Some(size) => page.size = Some((size, d.important)),
                None => refuse_value(d, "two lengths, or a name (A5, letter) and `landscape`", report),
            }
        } else if ["margin", "font", "line-height", "color", "letter-spacing"].iter().any(|p| d.name.starts_with(p)) {
            read(d, false, &mut page.values, report);
        } else {
            let range = d.range.start..d.range.start + d.name.len();
            report.warning(codes::CSS_UNSUPPORTED, range, format!("`{}` is not supported for pages", d.name));
        }
    }
    for (name, declarations) in boxes {
        page.boxes.push(margin_box(*name, declarations, names, report));
    }
    page
}

fn margin_box(
    name: MarginBoxName,
    declarations: &[Declaration],
    names: &References,
    report: &mut Reporter<'_>,
) -> PreparedBox {
    let mut prepared = PreparedBox { name, content: None, important: false, place: None, values: Vec::new() };
    for d in declarations {
        if d.name == "content" {
            let mut parser = Parser::new(&d.value);
            match value::content(&mut parser) {
                Ok(items) if parser.is_exhausted() => {
                    names.check_strings(&items, d, report);
                    if d.important || !prepared.important {
                        (prepared.content, prepared.important) = (Some(items), d.important);
                        prepared.place = report.own(&d.range);
                    }
                }
                _ => refuse_value(d, "text in quotes, `counter(page)`, `counter(pages)` or `string(name)`", report),
            }
            continue;
        }
        let before = prepared.values.len();
        read(d, false, &mut prepared.values, report);
        let useless = |weighed: &Weighed| !in_margin_boxes(weighed.slot.resolve(false));
        if prepared.values[before..].iter().any(useless) {
            let range = d.range.start..d.range.start + d.name.len();
            report
                .warning(codes::CSS_UNSUPPORTED, range, format!("`{}` has no effect in a margin box", d.name))
                .help("a margin box is one line: it takes fonts, colours, alignment, margins, padding and borders");
        }
    }
    prepared
}

/// Whether a line in a page's margin shows a property.
fn in_margin_boxes(longhand: Longhand) -> bool {
    use Longhand as L;
    !matches!(
        longhand,
        L::TextAlignLast
            | L::TextIndent
            | L::WhiteSpace
            | L::Hyphens
            | L::Orphans
            | L::Widows
            | L::ListStyleType
            | L::BorderCollapse
            | L::HangingPunctuation
            | L::Expansion
            | L::Display
            | L::Width
            | L::MaxWidth
            | L::Height
            | L::MaxHeight
            | L::BreakBefore
            | L::BreakAfter
            | L::BreakInside
            | L::ColumnCount
            | L::ColumnWidth
            | L::ColumnGap
            | L::ColumnSpan
            | L::Float
            | L::StringSet
            | L::Page
            | L::WideTable
    )
}

/// Named sizes in millimetres (ISO 216, JIS P 0138) and inches.
const SIZES: &[(&str, f64, f64)] = &[
    ("a3", 297.0, 420.0),
    ("a4", 210.0, 297.0),
    ("a5", 148.0, 210.0),
    ("a6", 105.0, 148.0),
    ("b4", 250.0, 353.0),
    ("b5", 176.0, 250.0),
    ("jis-b4", 257.0, 364.0),
    ("jis-b5", 182.0, 257.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("ledger", 279.4, 431.8),
    ("halfletter", 139.7, 215.9),
];

fn page_size(text: &str) -> Option<Size> {
    let mut parser = Parser::new(text);
    let (mut lengths, mut named, mut landscape) = (Vec::new(), None, None);
    while !parser.is_exhausted() {
        if let Ok(length) = parser.try_parse(value::length_positive) {
            let points = length.points(12.0, 12.0);
            // From a stamp to a broadsheet.
            if !(36.0..=14_400.0).contains(&points) {
                return None;
            }
            lengths.push(Pt(points));
            continue;
        }
        let word = parser.expect_ident().ok()?.to_ascii_lowercase();
        match word.as_str() {
            "landscape" => landscape = Some(true),
            "portrait" => landscape = Some(false),
            "auto" => {}
            name => {
                let (_, width, height) = SIZES.iter().find(|(n, ..)| *n == name)?;
                named = Some((Pt(width * 72.0 / 25.4), Pt(height * 72.0 / 25.4)));
            }
        }
    }
    Some(match (lengths.as_slice(), named, landscape) {
        ([side], None, None) => Size::Fixed(*side, *side),
        ([width, height], None, None) => Size::Fixed(*width, *height),
        ([], Some((width, height)), Some(true)) => Size::Fixed(height, width),
        ([], Some((width, height)), _) => Size::Fixed(width, height),
        ([], None, landscape) => Size::Turned { landscape: landscape == Some(true) },
        _ => return None,
    })
}
