//! The fields that stand at the top level and that an edition may override.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Fields};
use super::model::{Author, EmbedFonts, Settings, WeekWords};
use super::value::{Node, Value};
use super::{checks, decode_matter, decode_redact, pictures, roles};
use crate::date::{DateError, WeekId, WeekStart, Zone};
use crate::diagnostic::{Diagnostics, Spanned, codes};

/// The given names, then those of the fields that stand at the top level and in editions.
macro_rules! with_settings {
    ($($other:literal),*) => {
        &[
            $($other,)* "title", "subtitle", "language", "authors", "publisher", "identifier", "date", "rights", "license",
            "description", "subjects", "series", "slug", "timezone", "week", "embed_fonts", "style", "page", "fonts", "weeks",
            "images", "cover", "redact",
             "marking", "highlights", "figures", "contact", "accessibility", "front", "back",
        ]
    };
}

/// The given names, then those of the fields of both that this version refuses.
macro_rules! with_refused {
    ($($other:literal),*) => {
        &[
            $($other,)* "changes",
        ]
    };
}

pub(super) use {with_refused, with_settings};

/// What people write instead.
pub(super) const OTHER: &[(&str, &str)] = &[
    ("author", "authors"),
    ("lang", "language"),
    ("licence", "license"),
    ("isbn", "identifier: urn:isbn:…"),
    ("tz", "timezone"),
    ("zone", "timezone"),
    ("summary", "description"),
    ("keywords", "subjects"),
    ("tags", "subjects"),
    ("css", "style"),
    ("theme", "style"),
    ("paper", "page"),
];

pub(super) const SERIES: fields::Names =
    fields::Names { of: "a series", known: &["name", "number"], refused: &[], other: &[("title", "name")] };
pub(super) const AUTHOR: fields::Names =
    fields::Names { of: "an author", known: &["name", "role"], refused: &[], other: &[("relator", "role")] };
pub(super) const WEEK: fields::Names =
    fields::Names { of: "a week", known: &["title", "summary"], refused: &[], other: &[("text", "summary")] };

pub(super) const WEEK_STARTS: &[(&str, WeekStart)] =
    &[("iso", WeekStart::Iso), ("sunday", WeekStart::Sunday), ("saturday", WeekStart::Saturday)];

pub(super) const EMBED_FONTS: &[(&str, EmbedFonts)] =
    &[("auto", EmbedFonts::Auto), ("all", EmbedFonts::All), ("none", EmbedFonts::None)];

/// Reads the values of the top level or of an edition. Names were checked by the caller.
pub(super) fn settings(fields: &Fields<'_>, zone: Zone, diagnostics: &mut Diagnostics) -> Settings {
    let timezone = fields.line("timezone", diagnostics).and_then(|name| checks::zone(name, diagnostics));
    let zone = timezone.as_ref().and_then(|name| Zone::parse(&name.value)).unwrap_or(zone);
    Settings {
        title: fields.line("title", diagnostics),
        subtitle: fields.line("subtitle", diagnostics),
        language: fields.line("language", diagnostics).and_then(|tag| checks::language(tag, "language", diagnostics)),
        authors: fields.get("authors").and_then(|node| authors(node, diagnostics)),
        publisher: fields.line("publisher", diagnostics),
        identifier: fields.line("identifier", diagnostics).filter(|id| checks::is_identifier(id, diagnostics)),
        date: fields.line("date", diagnostics).and_then(|date| checks::date(date, zone, diagnostics)),
        rights: fields.text("rights", diagnostics),
        license: fields.line("license", diagnostics),
        description: fields.text("description", diagnostics),
        subjects: fields.lines("subjects", diagnostics),
        series: fields.get("series").and_then(|node| series(node, diagnostics)),
        slug: fields.line("slug", diagnostics).and_then(|slug| checks::file_stem(slug, "slug", diagnostics)),
        timezone,
        week: fields.line("week", diagnostics).and_then(|text| fields::choice(&text, "week", WEEK_STARTS, diagnostics)),
        style: fields.line("style", diagnostics),
        page: fields.line("page", diagnostics).and_then(|page| checks::page(&page, diagnostics)),
        fonts: fields.lines("fonts", diagnostics),
        weeks: fields.get("weeks").and_then(|node| weeks(node, diagnostics)),
        embed_fonts: fields
            .line("embed_fonts", diagnostics)
            .and_then(|text| fields::choice(&text, "embed_fonts", EMBED_FONTS, diagnostics)),
        images: fields.get("images").and_then(|node| pictures::limits(node, diagnostics)),
        cover: fields.get("cover").and_then(|node| pictures::cover(node, diagnostics)),
        redact: fields.get("redact").and_then(|node| decode_redact::redact(node, diagnostics)),
        marking: fields.line("marking", diagnostics).and_then(|text| decode_matter::marking(text, diagnostics)),
        highlights: fields.get("highlights").and_then(|_| decode_matter::highlights(fields, diagnostics)),
        figures: fields.get("figures").and_then(|node| decode_matter::figures(node, diagnostics)),
        contact: fields.get("contact").and_then(|node| decode_matter::contact(node, diagnostics)),
        accessibility: fields.get("accessibility").and_then(|node| decode_matter::accessibility(node, diagnostics)),
        front: fields.lines("front", diagnostics),
        back: fields.lines("back", diagnostics),
    }
}

fn authors(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<Author>> {
    let items = fields::list(node, "authors", "names", diagnostics)?;
    Some(items.iter().filter_map(|item| author(item, diagnostics)).collect())
}

/// A name, or a mapping with a name and a role.
fn author(node: &Node, diagnostics: &mut Diagnostics) -> Option<Author> {
    if matches!(node.value, Value::Scalar(_)) {
        let name = fields::one_line(fields::text(node, "authors", diagnostics)?);
        if name.value.is_empty() {
            diagnostics.error(codes::BAD_VALUE, name.span, "an author without a name");
            return None;
        }
        return Some(Author { name, role: "aut".to_owned() });
    }
    let fields = Fields::open(node, "a name, or a mapping such as `{name: …, role: edt}`", diagnostics)?;
    fields.check(AUTHOR, diagnostics);
    let role = fields.line("role", diagnostics).map_or_else(
        || "aut".to_owned(),
        |role| {
            if !roles::is_role(&role.value) {
                let help = match roles::suggest(&role.value) {
                    Some(code) => format!("write `{code}`"),
                    None => "give a MARC relator code, such as `aut`, `edt`, `trl`, `pht`, `ill` or `ctb`".to_owned(),
                };
                fields::bad_value(&role, "role", &help, diagnostics);
            }
            role.value
        },
    );
    Some(Author { name: fields.required("name", "an author", diagnostics)?, role })
}

fn series(node: &Node, diagnostics: &mut Diagnostics) -> Option<(Spanned<String>, Option<Spanned<String>>)> {
    let fields = Fields::open(node, "a mapping such as `{name: …, number: 3}` for `series`", diagnostics)?;
    fields.check(SERIES, diagnostics);
    let number = fields.line("number", diagnostics);
    Some((fields.required("name", "a series", diagnostics)?, number))
}

fn weeks(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<WeekWords>> {
    let expected = "a mapping of weeks and words, such as `2017-W15: {title: …}`, for `weeks`";
    let fields = Fields::open(node, expected, diagnostics)?;
    let words = fields.entries.iter().filter_map(|entry| {
        let key = Spanned::new(entry.key.clone(), entry.key_span.clone());
        if entry.node.value == Value::Null {
            return Some(WeekWords { key, title: None, summary: None });
        }
        let fields = Fields::open(&entry.node, "a mapping such as `{title: …, summary: …}` for a week", diagnostics)?;
        fields.check(WEEK, diagnostics);
        let title = fields.line("title", diagnostics);
        let summary = fields.get("summary").and_then(|node| fields::scalar(node, "summary", diagnostics));
        Some(WeekWords { key, title, summary })
    });
    Some(words.collect())
}

/// Checks the names of weeks against the day on which weeks start. `checked` are the places (bytes of the manifest)
/// that were reported for another edition already.
pub(super) fn check_weeks(settings: &Settings, checked: &mut BTreeSet<usize>, diagnostics: &mut Diagnostics) {
    let start = settings.week.unwrap_or_default();
    let mut seen: BTreeMap<WeekId, &Spanned<String>> = BTreeMap::new();
    for words in settings.weeks.iter().flatten() {
        let key = &words.key;
        if checked.contains(&key.span.range.start) {
            continue;
        }
        match WeekId::parse(&key.value, start) {
            Ok(week) => {
                let Some(first) = seen.insert(week, key) else { continue };
                super::report_duplicate(&key.value, &key.span, &first.span, diagnostics);
            }
            Err(error) => report_week(key, start, &error, diagnostics),
        }
        checked.insert(key.span.range.start);
    }
}

fn report_week(key: &Spanned<String>, start: WeekStart, error: &DateError, diagnostics: &mut Diagnostics) {
    let name = fields::shorten(&key.value);
    let (message, help) = match error {
        DateError::Form | DateError::Impossible => {
            let iso = if start == WeekStart::Iso { "its number, such as `2017-W15`, or by " } else { "" };
            (format!("`{name}` is no week"), format!("name a week by {iso}the date of its first day"))
        }
        error => (format!("`{name}` is no week: {error}"), error.help()),
    };
    diagnostics.error(codes::BAD_DATE, key.span.clone(), message).help(help);
}

impl Settings {
    /// These values, and those of `base` where these are not given: an edition's over the top level's.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        macro_rules! over {
            ($($field:ident)*) => { Self { $($field: self.$field.or_else(|| base.$field.clone())),* } };
        }
        over!(title subtitle language authors publisher identifier date rights license description subjects series slug
              timezone week style page fonts weeks embed_fonts images cover redact marking highlights figures contact accessibility
               front back)
    }
}
