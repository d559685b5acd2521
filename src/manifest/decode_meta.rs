//! The fields of a dispatch, from a tree.

use super::fields::{self, Fields, Names};
use super::meta::{Also, Correction, DispatchMeta, ImageRef, Kind, MetaOutcome, Origin, SourceField, Status};
use super::value::{Node, Value};
use super::{blog, checks, decode_matter, decode_source};
use crate::diagnostic::{Diagnostics, Spanned, codes, did_you_mean};

/// The fields of a dispatch after others.
macro_rules! with_fields {
    ($($other:literal),*) => {
        &[
            $($other,)* "id", "title", "date", "source", "byline", "url", "accessed", "place", "kind", "tags",
            "language", "summary", "image", "status", "corrections", "translator", "credibility", "also",
            "archived", "marking", "embargo", "translation_of", "reason", "note",
        ]
    };
}

const KNOWN: &[&str] = with_fields!();

/// In the manifest a dispatch may name its file or hold its body.
const KNOWN_IN_MANIFEST: &[&str] = with_fields!("file", "body");

pub(super) const NAMES: Names = Names {
    of: "a dispatch",
    known: KNOWN_IN_MANIFEST,
    refused: &[],
    other: &[
        ("author", "byline"),
        ("authors", "byline"),
        ("by", "byline"),
        ("lang", "language"),
        ("draft", "status: draft"),
        ("published", "status"),
        ("categories", "tags"),
        ("category", "tags"),
        ("location", "place"),
        ("link", "url"),
        ("path", "file"),
        ("text", "body"),
        ("content", "body"),
        ("type", "kind"),
        ("notes", "note"),
        ("picture", "image"),
        ("headline", "title"),
        ("description", "summary"),
    ],
};

pub(super) const IMAGE: Names = Names {
    of: "an image",
    known: &["file", "alt", "caption", "credit", "license"],
    refused: &[],
    other: &[("src", "file"), ("path", "file"), ("licence", "license"), ("title", "caption")],
};

pub(super) const CORRECTION: Names = Names { of: "a correction", known: &["date", "text"], refused: &[], other: &[] };

pub(super) const ALSO: Names = Names {
    of: "a further source",
    known: &["source", "url", "date", "note"],
    refused: &[],
    other: &[("name", "source: {name: …}"), ("link", "url")],
};

pub(super) const KINDS: &[(&str, Kind)] = &[
    ("report", Kind::Report),
    ("photos", Kind::Photos),
    ("video", Kind::Video),
    ("audio", Kind::Audio),
    ("comment", Kind::Comment),
    ("statement", Kind::Statement),
    ("data", Kind::Data),
];

pub(super) const STATUSES: &[(&str, Status)] =
    &[("final", Status::Final), ("draft", Status::Draft), ("withdrawn", Status::Withdrawn)];

/// The field that was probably meant by an unknown one of front matter.
pub fn suggest(name: &str) -> Option<&'static str> {
    did_you_mean(name, KNOWN.iter().copied())
}

/// Reads the fields of a dispatch. All errors are reported; what could not be read is as if it were not given.
pub fn decode(node: &Node, origin: Origin, diagnostics: &mut Diagnostics) -> MetaOutcome {
    let mut outcome = MetaOutcome::default();
    outcome.meta.span = Some(node.span.clone());
    if node.value == Value::Null && origin == Origin::FrontMatter {
        return outcome;
    }
    let expected = if origin == Origin::Manifest { "a dispatch" } else { "front matter of fields and values" };
    let Some(fields) = Fields::open(node, expected, diagnostics) else { return outcome };
    match origin {
        Origin::Manifest => fields.check(NAMES, diagnostics),
        Origin::FrontMatter => {
            let names = Names { known: KNOWN, ..NAMES };
            let unknown = fields.sift(names, diagnostics);
            let unknown = unknown.into_iter().filter(|entry| !blog::is_field(&entry.key));
            outcome.unknown = unknown.map(|entry| Spanned::new(entry.key.clone(), entry.key_span.clone())).collect();
        }
    }
    own_fields(&fields, origin, &mut outcome.meta, diagnostics);
    if origin == Origin::FrontMatter {
        blog::fields(&fields, &mut outcome, diagnostics);
    }
    outcome
}

fn own_fields(fields: &Fields<'_>, origin: Origin, meta: &mut DispatchMeta, diagnostics: &mut Diagnostics) {
    let blog = origin == Origin::FrontMatter;
    meta.id = fields.line("id", diagnostics);
    meta.title = fields.line("title", diagnostics);
    meta.date = fields.line("date", diagnostics);
    meta.source = fields.get("source").and_then(|node| source(node, diagnostics));
    meta.byline = byline(fields, diagnostics);
    meta.url = fields.line("url", diagnostics).and_then(|url| address(url, blog, diagnostics));
    meta.accessed = fields.line("accessed", diagnostics).and_then(|date| checks::day(date, diagnostics));
    meta.place = fields.line("place", diagnostics);
    meta.kind = fields
        .line("kind", diagnostics)
        .and_then(|text| fields::choice(&text, "kind", KINDS, diagnostics).map(|kind| Spanned::new(kind, text.span)));
    meta.tags = if blog {
        fields.get("tags").map(|node| blog::labels(node, "tags", diagnostics)).unwrap_or_default()
    } else {
        fields.lines("tags", diagnostics).unwrap_or_default()
    };
    meta.tags.retain(|tag| !tag.value.is_empty());
    meta.language = fields.line("language", diagnostics).and_then(|tag| language(tag, "language", blog, diagnostics));
    meta.summary = fields.text("summary", diagnostics);
    meta.image = fields.get("image").and_then(|node| image(node, blog, diagnostics));
    meta.status = fields.line("status", diagnostics).and_then(|text| status(text, blog, diagnostics));
    meta.corrections = each(fields, "corrections", "corrections", diagnostics, correction);
    meta.translator = fields.line("translator", diagnostics);
    meta.credibility = fields.line("credibility", diagnostics).and_then(|text| credibility(text, diagnostics));
    meta.also = each(fields, "also", "further sources", diagnostics, one_more);
    meta.archived = fields.line("archived", diagnostics).and_then(|url| checks::web(url, "archived", diagnostics));
    meta.marking = fields.line("marking", diagnostics).and_then(|text| decode_matter::marking(text, diagnostics));
    meta.embargo = fields.line("embargo", diagnostics).and_then(|date| checks::day(date, diagnostics));
    meta.translation_of = fields.line("translation_of", diagnostics);
    meta.reason = fields.line("reason", diagnostics);
    meta.note = fields.text("note", diagnostics);
}

/// How credible what it says is, as the Admiralty code grades it.
fn credibility(text: Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Spanned<u8>> {
    let grade = text.value.parse().ok().filter(|grade| (1..=6).contains(grade));
    if grade.is_none() {
        fields::bad_value(
            &text,
            "credibility",
            "it is a number from 1 (confirmed) to 6 (cannot be judged)",
            diagnostics,
        );
    }
    grade.map(|grade| Spanned::new(grade, text.span))
}

/// The entries of a list, which is empty where it is not there; `items` is what they are called.
fn each<T>(
    fields: &Fields<'_>,
    name: &str,
    items: &str,
    diagnostics: &mut Diagnostics,
    read: fn(&Node, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    let items = fields::list(node, name, items, diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| read(item, diagnostics)).collect()
}

/// A further source.
fn one_more(node: &Node, diagnostics: &mut Diagnostics) -> Option<Also> {
    let fields = Fields::open(node, "a further source such as `{source: ap, url: …}`", diagnostics)?;
    fields.check(ALSO, diagnostics);
    let url = fields.line("url", diagnostics).and_then(|url| checks::web(url, "url", diagnostics));
    let date = fields.line("date", diagnostics).and_then(|date| checks::day(date, diagnostics));
    // For editors, as everywhere; read so that what is wrong with it is reported.
    let _ = fields.text("note", diagnostics);
    match fields.get("source") {
        Some(node) => Some(Also { source: source(node, diagnostics)?, url, date }),
        None => {
            fields.required("source", "a further source", diagnostics);
            None
        }
    }
}

/// An id of the registry, or a source in place.
pub(super) fn source(node: &Node, diagnostics: &mut Diagnostics) -> Option<SourceField> {
    match &node.value {
        Value::Scalar(_) => {
            let id = fields::one_line(fields::text(node, "source", diagnostics)?);
            (!id.value.is_empty()).then_some(SourceField::Id(id))
        }
        Value::Map(_) => Some(SourceField::Inline(Box::new(decode_source::source(node, diagnostics)?))),
        _ => {
            let help = "write `source: ap`, or `source: {name: Associated Press}`";
            fields::wrong_type(node, "an id of `sources`, or a mapping with a `name`", diagnostics).help(help);
            None
        }
    }
}

/// One name or several.
fn byline(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    match fields.get("byline") {
        Some(node) if matches!(node.value, Value::Scalar(_)) => {
            fields.line("byline", diagnostics).into_iter().collect()
        }
        Some(_) => fields.lines("byline", diagnostics).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// In front matter a site's own `url: /2017/wells/` is no error: it is not the address of a source.
fn address(url: Spanned<String>, blog: bool, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if blog && !checks::is_web(&url.value) {
        let message = format!("`{}` is no address on the web and is left out", fields::shorten(&url.value));
        diagnostics.warning(codes::BAD_VALUE, url.span, message).help("begin it with `https://`");
        return None;
    }
    checks::web(url, "url", diagnostics)
}

/// Blogs write `en_US` as well.
pub(super) fn language(
    tag: Spanned<String>,
    name: &str,
    blog: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<String>> {
    let tag = if blog { tag.map(|tag| tag.replace('_', "-")) } else { tag };
    checks::language(tag, name, diagnostics)
}

/// `final`, `draft` or `withdrawn`. A blog's `published` is final, and its `hidden` a draft.
fn status(text: Spanned<String>, blog: bool, diagnostics: &mut Diagnostics) -> Option<Spanned<Status>> {
    let word = text.value.to_ascii_lowercase();
    let status = match word.as_str() {
        "published" if blog => Status::Final,
        "hidden" if blog => Status::Draft,
        "draft" if blog => Status::Draft,
        _ => fields::choice(&text, "status", STATUSES, diagnostics)?,
    };
    Some(Spanned::new(status, text.span))
}

/// A mapping; in a blog's front matter a path alone will do.
fn image(node: &Node, blog: bool, diagnostics: &mut Diagnostics) -> Option<ImageRef> {
    if blog && matches!(node.value, Value::Scalar(_)) {
        let file = fields::text(node, "image", diagnostics).filter(|file| !file.value.is_empty())?;
        return Some(ImageRef { file, alt: None, caption: None, credit: None, license: None });
    }
    let expected = "a mapping for `image`, such as `{file: bridge.jpg, alt: …}`";
    let fields = Fields::open(node, expected, diagnostics)?;
    fields.check(IMAGE, diagnostics);
    // An empty `alt` says that the image is decorative.
    let alt = fields.get("alt").and_then(|node| fields::text(node, "alt", diagnostics)).map(fields::one_line);
    let caption = fields.line("caption", diagnostics);
    let credit = fields.line("credit", diagnostics);
    let license = fields.line("license", diagnostics);
    Some(ImageRef { file: fields.required("file", "an image", diagnostics)?, alt, caption, credit, license })
}

fn correction(node: &Node, diagnostics: &mut Diagnostics) -> Option<Correction> {
    let fields = Fields::open(node, "a correction such as `{date: 2017-04-16, text: …}`", diagnostics)?;
    fields.check(CORRECTION, diagnostics);
    let date = fields.required("date", "a correction", diagnostics);
    let text = fields.required("text", "a correction", diagnostics);
    if text.is_none() {
        // The entry goes no further, and its date would not be looked at.
        let _ = date.clone().and_then(|date| checks::day(date, diagnostics));
    }
    Some(Correction { date: date?, text: text? })
}
