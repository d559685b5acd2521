//! A whole manifest, from a tree.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::decode_settings::{with_refused, with_settings};
use super::fields::{self, Fields, Names};
use super::meta::Origin;
use super::model::{Content, DispatchEntry, EditionSpec, Format, Manifest, Settings};
use super::value::{Entry, Node, ScalarKind, Value};
use super::{checks, decode_matter, decode_meta, decode_settings, decode_source, yaml};
use crate::date::Zone;
use crate::diagnostic::{Diagnostics, SourceText, Span, Spanned, codes};

pub(super) const TOP: Names = Names {
    of: "a manifest",
    known: with_settings!["weekbook", "sources", "dispatches", "editions"],
    refused: with_refused![],
    other: decode_settings::OTHER,
};

pub(super) const EDITION: Names = Names {
    of: "an edition",
    known: with_settings!["formats", "content", "select"],
    refused: with_refused![],
    other: decode_settings::OTHER,
};

pub(super) const CONTENTS: &[(&str, Content)] =
    &[("full", Content::Full), ("summary", Content::Summary), ("headlines", Content::Headlines)];

pub(super) const FORMATS: &[(&str, Format)] = &[("epub", Format::Epub), ("pdf", Format::Pdf)];

/// What stands at the top level only.
const TOP_ONLY: &[&str] = &["weekbook", "sources", "dispatches", "editions"];
/// What stands in an edition only.
const EDITION_ONLY: &[&str] = &["formats", "content", "select"];

/// Reads a manifest. Every error is reported; the manifest given back despite of errors has whatever could be read, so
/// that later passes can find theirs, and its `title` may be missing. `None` where there is no mapping to read.
pub fn parse(source: &Arc<SourceText>, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let node = yaml::parse(source, 0..source.text.len(), diagnostics)?;
    if node.value == Value::Null {
        diagnostics
            .error(codes::MISSING_FIELD, Span::start_of(source), "the manifest is empty")
            .help("it needs `weekbook: 1`, a `title` and `dispatches`");
        return None;
    }
    let fields = Fields::open(&node, "a manifest of fields and values", diagnostics)?;
    for entry in fields.sift(TOP, diagnostics) {
        if EDITION_ONLY.contains(&entry.key.as_str()) {
            misplaced(entry, "stands in an edition", "move it into an edition of `editions`", diagnostics);
        } else {
            fields::unknown_field(entry, TOP, diagnostics);
        }
    }
    version(&fields, diagnostics);
    fields.required_title(diagnostics);
    let settings = decode_settings::settings(&fields, Zone::utc(), diagnostics);
    let mut checked = BTreeSet::new();
    decode_settings::check_weeks(&settings, &mut checked, diagnostics);
    let sources = fields.get("sources").map(|node| decode_source::registry(node, diagnostics)).unwrap_or_default();
    let dispatches = dispatches(&fields, diagnostics);
    let editions = editions(&fields, &settings, source, &mut checked, diagnostics);
    Some(Manifest { source: Arc::clone(source), settings, sources, dispatches, editions })
}

impl Fields<'_> {
    /// The title is decoded with the other settings; here only its absence is reported.
    fn required_title(&self, diagnostics: &mut Diagnostics) {
        let blank = |node: &Node| matches!(&node.value, Value::Scalar(scalar) if scalar.text.trim().is_empty());
        if self.get("title").is_none_or(blank) {
            self.required("title", "the manifest", diagnostics);
        }
    }
}

/// `weekbook: 1`.
fn version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let Some(node) = fields.get("weekbook") else {
        let place = fields.key("weekbook").unwrap_or(&fields.node.span).clone();
        let message = "the manifest has no `weekbook`, the version of its format";
        diagnostics.error(codes::MISSING_FIELD, place, message).help("begin it with `weekbook: 1`");
        return;
    };
    match &node.value {
        Value::Scalar(scalar) if scalar.kind == ScalarKind::Int(1) => {}
        Value::Scalar(scalar) => {
            let text = Spanned::new(scalar.text.clone(), node.span.clone());
            fields::bad_value(&text, "weekbook", "this version of weekbook reads format 1: `weekbook: 1`", diagnostics);
        }
        _ => {
            fields::wrong_type(node, "a number for `weekbook`", diagnostics).help("write `weekbook: 1`");
        }
    }
}

fn misplaced(entry: &Entry, why: &str, help: &str, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` {why}", entry.key);
    diagnostics.error(codes::UNKNOWN_FIELD, entry.key_span.clone(), message).help(help);
}

/// The entries of `dispatches`, and the field's place.
fn dispatches(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Spanned<Vec<DispatchEntry>> {
    let place = fields.key("dispatches").unwrap_or(&fields.node.span).clone();
    if fields.key("dispatches").is_none() {
        let help = "add `dispatches:` with a list of patterns such as `posts/*.md`";
        diagnostics.error(codes::MISSING_FIELD, place.clone(), "the manifest has no `dispatches`").help(help);
    }
    let items = fields.get("dispatches").and_then(|node| fields::list(node, "dispatches", "dispatches", diagnostics));
    let entries = items.unwrap_or_default().iter().filter_map(|item| dispatch(item, diagnostics));
    Spanned::new(entries.collect(), place)
}

/// A pattern, a file with metadata, or a dispatch in place.
fn dispatch(node: &Node, diagnostics: &mut Diagnostics) -> Option<DispatchEntry> {
    if matches!(node.value, Value::Scalar(_)) {
        let glob = fields::text(node, "dispatches", diagnostics)?;
        if glob.value.is_empty() {
            diagnostics.error(codes::BAD_VALUE, glob.span, "an empty pattern").help("write one such as `posts/*.md`");
            return None;
        }
        return Some(DispatchEntry::Glob(glob));
    }
    let fields = Fields::open(node, "a pattern such as `posts/*.md`, or a dispatch", diagnostics)?;
    let meta = Box::new(decode_meta::decode(node, Origin::Manifest, diagnostics).meta);
    let body = fields.get("body").and_then(|node| fields::scalar(node, "body", diagnostics));
    if fields.key("file").is_none() {
        return Some(DispatchEntry::Inline(meta, body));
    }
    if let Some(key) = fields.key("body") {
        let message = "a dispatch has either a `file` or a `body`";
        diagnostics.error(codes::BAD_VALUE, key.clone(), message).help("remove one of them");
    }
    Some(DispatchEntry::File(fields.required("file", "a dispatch", diagnostics)?, meta))
}

/// The editions in the order written; without any, `default`.
fn editions(
    fields: &Fields<'_>,
    base: &Settings,
    source: &Arc<SourceText>,
    checked: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<EditionSpec> {
    let mut all = Vec::new();
    if let Some(node) = fields.get("editions") {
        let expected = "a mapping of names and editions, such as `default: {formats: [epub, pdf]}`, for `editions`";
        for entry in Fields::open(node, expected, diagnostics).map_or(&[][..], |fields| fields.entries) {
            all.extend(edition(entry, base, checked, diagnostics));
        }
    }
    if all.is_empty() {
        let name = Spanned::new("default".to_owned(), Span::start_of(source));
        let formats = vec![Format::Epub, Format::Pdf];
        all.push(EditionSpec { name, formats, content: Content::Full, select: None, settings: base.clone() });
    }
    all
}

fn edition(
    entry: &Entry,
    base: &Settings,
    checked: &mut BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<EditionSpec> {
    let name = Spanned::new(entry.key.clone(), entry.key_span.clone());
    if name.value.trim().is_empty() {
        diagnostics.error(codes::BAD_VALUE, name.span, "an edition without a name");
        return None;
    }
    let name = checks::file_stem(name, "name of an edition", diagnostics)?;
    let formats = vec![Format::Epub, Format::Pdf];
    let mut spec = EditionSpec { name, formats, content: Content::Full, select: None, settings: base.clone() };
    if entry.node.value == Value::Null {
        return Some(spec);
    }
    let fields = Fields::open(&entry.node, "a mapping such as `{formats: [epub, pdf]}` for an edition", diagnostics)?;
    for entry in fields.sift(EDITION, diagnostics) {
        if TOP_ONLY.contains(&entry.key.as_str()) {
            misplaced(entry, "is the whole book's, not an edition's", "move it to the top level", diagnostics);
        } else {
            fields::unknown_field(entry, EDITION, diagnostics);
        }
    }
    if let Some(formats) = self::formats(&fields, diagnostics) {
        spec.formats = formats;
    }
    let content = fields.line("content", diagnostics);
    if let Some(content) = content.and_then(|text| fields::choice(&text, "content", CONTENTS, diagnostics)) {
        spec.content = content;
    }
    spec.select = fields.get("select").and_then(|node| decode_matter::select(node, diagnostics));
    let zone = base.timezone.as_ref().and_then(|name| Zone::parse(&name.value)).unwrap_or_default();
    spec.settings = decode_settings::settings(&fields, zone, diagnostics).over(base);
    decode_settings::check_weeks(&spec.settings, checked, diagnostics);
    Some(spec)
}

/// `formats`, each once, EPUB first.
fn formats(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Format>> {
    let node = fields.get("formats")?;
    let written = fields.lines("formats", diagnostics)?;
    if matches!(&node.value, Value::Seq(items) if items.is_empty()) {
        let message = "an edition needs at least one format";
        diagnostics.error(codes::BAD_VALUE, node.span.clone(), message).help("write `formats: [epub, pdf]`");
    }
    let formats = written.iter().filter_map(|text| fields::choice(text, "formats", FORMATS, diagnostics));
    let mut formats: Vec<Format> = formats.collect();
    formats.sort_unstable();
    formats.dedup();
    (!formats.is_empty()).then_some(formats)
}
