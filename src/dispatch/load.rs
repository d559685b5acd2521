//! From the manifest's entries to dispatches: files found and read, front matter and Markdown parsed.
//!
//! Files are read in parallel; dispatches and messages come out in the manifest's order all the same.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Dispatch;
use super::ast::{Body, Image};
use super::characters;
use super::front::{self, FrontKind};
use super::image::ImageStore;
use super::link::{self, Destination};
use super::markdown::{self, Draft, ImageSource, Origin};
use super::walk::one_line;
use crate::diagnostic::{Diagnostics, SourceText, Span, Spanned, codes};
use crate::language::Lang;
use crate::manifest::value::Scalar;
use crate::manifest::{Cover, DispatchEntry, DispatchMeta, ImageRef, Manifest, Status, header, meta, toml, yaml};
use crate::source::{BookPath, Reader};

/// Reads every dispatch of a manifest, in its order: entries as written, files of a glob in byte order of their names.
///
/// What is wrong with one leaves the others to be read; one whose metadata cannot be read is not among the outcome.
pub fn load(manifest: &Manifest, reader: &Reader, diags: &mut Diagnostics) -> Vec<Arc<Dispatch>> {
    let jobs = expand(manifest, reader, diags);
    characters::check(&manifest.source, diags);
    let images = ImageStore::new(reader);
    let read: Vec<Read> = jobs.par_iter().map(|job| job.run(reader, &images)).collect();
    let mut dispatches = Vec::with_capacity(read.len());
    let mut unknown = Vec::new();
    for one in read {
        diags.append(one.diags);
        unknown.extend(one.unknown);
        dispatches.extend(one.dispatch.map(Arc::new));
    }
    report_unknown(unknown, diags);
    dispatches
}

/// Markdown that stands in the manifest, or in the file that it names: its text's file, and the body.
pub(crate) fn markdown_or_file(
    text: &Spanned<Scalar>,
    reader: &Reader,
    diags: &mut Diagnostics,
) -> Option<(Arc<SourceText>, Body)> {
    let images = ImageStore::new(reader);
    let value = text.value.text.trim();
    let ending = value.len().checked_sub(3).and_then(|at| value.get(at..));
    if value.contains('\n') || !ending.is_some_and(|ending| ending.eq_ignore_ascii_case(".md")) {
        let source = &text.span.source;
        let origin = Origin::scalar(source, &text.value.lines);
        return Some((Arc::clone(source), markdown::body(&text.value.text, &origin, &images, diags)));
    }
    let read = reader.resolve(&text.span.source.name, value).and_then(|path| reader.text(&path));
    let source = read.map_err(|error| error.report(text.span.clone(), diags)).ok()?;
    characters::check(&source, diags);
    let start = match front::split(&source.text) {
        Ok(None) => 0,
        Ok(Some(front)) => {
            diags.warning(
                codes::FRONT_MATTER,
                Span::start_of(&source),
                "front matter of a text that is no dispatch is left out",
            );
            front.body
        }
        Err(end) => {
            report_unclosed(&source, end, diags);
            return None;
        }
    };
    let body = markdown::body(&source.text[start..], &Origin::file(&source, start), &images, diags);
    Some((source, body))
}

/// The image on the cover.
pub(crate) fn cover(given: &Cover, reader: &Reader, diags: &mut Diagnostics) -> Option<Image> {
    let credit = None;
    let given = ImageRef { file: given.image.clone(), alt: given.alt.clone(), caption: None, credit, license: None };
    load_image(&given, &ImageStore::new(reader), diags)
}

/// A dispatch to be read.
enum Job<'a> {
    /// A file, where it is named, and what the manifest says of it.
    File { path: BookPath, named: &'a Span, given: Option<&'a DispatchMeta> },
    /// One that stands in the manifest.
    Inline { given: &'a DispatchMeta, body: Option<&'a Spanned<Scalar>>, place: &'a Span },
}

/// What comes of a job.
struct Read {
    dispatch: Option<Dispatch>,
    diags: Diagnostics,
    /// Fields of front matter that weekbook does not know.
    unknown: Vec<Spanned<String>>,
}

/// Entries to jobs. A file that an entry names is that entry's, and not one of the globs'.
fn expand<'a>(manifest: &'a Manifest, reader: &Reader, diags: &mut Diagnostics) -> Vec<Job<'a>> {
    let mut named = FxHashMap::default();
    let mut paths = Vec::new();
    for entry in &manifest.dispatches.value {
        let DispatchEntry::File(file, _) = entry else { continue };
        let path = reader.resolve(&manifest.source.name, &file.value);
        let path = path.map_err(|error| error.report(file.span.clone(), diags)).ok();
        paths.push(path.filter(|path| first_time(path, &file.span, &mut named, diags)));
    }
    let mut paths = paths.into_iter();
    let mut globbed = FxHashSet::default();
    let mut jobs = Vec::new();
    for entry in &manifest.dispatches.value {
        match entry {
            DispatchEntry::File(file, given) => {
                let path = paths.next().flatten();
                jobs.extend(path.map(|path| Job::File { path, named: &file.span, given: Some(given) }));
            }
            DispatchEntry::Inline(given, body) => {
                let place = given.span.as_ref().unwrap_or(&manifest.dispatches.span);
                jobs.push(Job::Inline { given, body: body.as_ref(), place });
            }
            DispatchEntry::Glob(pattern) => {
                let found = glob(pattern, reader, diags).into_iter().filter(|path| !named.contains_key(path));
                let (new, again): (Vec<_>, Vec<_>) = found.partition(|path| !globbed.contains(path));
                if let Some(first) = again.first() {
                    let message = format!("`{first}` is taken in by an earlier pattern already");
                    let more = if again.len() > 1 { format!(" (and {} more)", again.len() - 1) } else { String::new() };
                    let help = "let each file match one pattern only";
                    diags.error(codes::DUPLICATE_FILE, pattern.span.clone(), message + &more).help(help);
                }
                globbed.extend(new.iter().cloned());
                jobs.extend(new.into_iter().map(|path| Job::File { path, named: &pattern.span, given: None }));
            }
        }
    }
    jobs
}

/// Whether no entry named the file before; reports one that did.
fn first_time(path: &BookPath, span: &Span, named: &mut FxHashMap<BookPath, usize>, diags: &mut Diagnostics) -> bool {
    let line = span.position().line;
    match named.get(path) {
        None => {
            named.insert(path.clone(), line);
            true
        }
        Some(first) => {
            let message = format!("`{path}` is named twice");
            diags.error(codes::DUPLICATE_FILE, span.clone(), message).help(format!("it is on line {first} already"));
            false
        }
    }
}

fn glob(pattern: &Spanned<String>, reader: &Reader, diags: &mut Diagnostics) -> Vec<BookPath> {
    match reader.glob(&pattern.value) {
        Ok(found) => {
            if found.is_empty() {
                diags
                    .error(codes::EMPTY_GLOB, pattern.span.clone(), format!("no file matches `{}`", pattern.value))
                    .help("patterns start from the manifest's folder");
            }
            found
        }
        Err(error) => {
            error.report(pattern.span.clone(), diags);
            Vec::new()
        }
    }
}

impl Job<'_> {
    fn run(&self, reader: &Reader, images: &ImageStore<'_>) -> Read {
        let mut diags = Diagnostics::new();
        let mut unknown = Vec::new();
        let dispatch = match self {
            Job::File { path, named, given } => {
                let text = reader.text(path).map_err(|error| error.report((*named).clone(), &mut diags)).ok();
                text.iter().for_each(|source| characters::check(source, &mut diags));
                text.and_then(|source| read_file(path, &source, *given, images, &mut diags, &mut unknown))
            }
            Job::Inline { given, body, place } => Some(read_inline(given, *body, place, images, &mut diags)),
        };
        Read { dispatch, diags, unknown }
    }
}

fn read_file(
    path: &BookPath,
    source: &Arc<SourceText>,
    given: Option<&DispatchMeta>,
    images: &ImageStore<'_>,
    diags: &mut Diagnostics,
    unknown: &mut Vec<Spanned<String>>,
) -> Option<Dispatch> {
    let (own, start) = front_matter(source, diags, unknown)?;
    let broken = diags.has_errors();
    let meta = match given {
        Some(given) => given.clone().or(own),
        None => own,
    };
    let draft = markdown::parse(&source.text[start..], &Origin::file(source, start), images, diags);
    let name = path.file_name();
    let file_date = if meta.date.is_none() { day_prefix(name).map(str::to_owned) } else { None };
    // Fields that could not be read would be said to be missing.
    let misleading = broken && ((meta.date.is_none() && file_date.is_none()) || meta.source.is_none());
    let place = Parts { file: path.as_str(), source, span: Span::start_of(source), stem: stem(name), broken };
    let mut dispatch = finish(place, meta, draft, images, diags);
    dispatch.file_date = file_date;
    (!misleading).then_some(dispatch)
}

fn read_inline(
    given: &DispatchMeta,
    body: Option<&Spanned<Scalar>>,
    place: &Span,
    images: &ImageStore<'_>,
    diags: &mut Diagnostics,
) -> Dispatch {
    let draft = body.map_or_else(Draft::default, |body| {
        markdown::parse(&body.value.text, &Origin::scalar(&body.span.source, &body.value.lines), images, diags)
    });
    let source = &place.source;
    let parts = Parts { file: &source.name, source, span: place.clone(), stem: "a dispatch", broken: false };
    finish(parts, given.clone(), draft, images, diags)
}

/// Where a dispatch comes from.
struct Parts<'a> {
    file: &'a str,
    source: &'a Arc<SourceText>,
    span: Span,
    /// What to call it where it has no title.
    stem: &'a str,
    /// Its metadata could not all be read.
    broken: bool,
}

fn finish(
    parts: Parts<'_>,
    mut meta: DispatchMeta,
    mut draft: Draft,
    images: &ImageStore<'_>,
    diags: &mut Diagnostics,
) -> Dispatch {
    let given = meta.title.as_ref().map(|title| one_line(&title.value)).filter(|title| !title.is_empty());
    let title = given.or_else(|| {
        let (title, id) = draft.take_title()?;
        // A heading's id names what it heads: the dispatch.
        if let (None, Some(id)) = (&meta.id, id) {
            meta.id = Some(Spanned::new(id, parts.span.clone()));
        }
        Some(title)
    });
    if title.is_none() && !parts.broken {
        diags
            .error(codes::MISSING_TITLE, parts.span.clone(), "this dispatch has no title")
            .help("give it a `title`, or begin its text with a heading `# …`");
    }
    let body = draft.finish(diags);
    let withdrawn = meta.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn);
    let empty = body.blocks.is_empty() && meta.summary.is_none() && meta.image.is_none();
    if empty && !withdrawn && !diags.has_errors() {
        diags
            .warning(codes::EMPTY_DISPATCH, parts.span.clone(), "this dispatch has neither text nor summary")
            .help("write its text, or give it a `summary`; its headline and credit are printed all the same");
    }
    Dispatch {
        file: parts.file.to_owned(),
        source: Arc::clone(parts.source),
        title: title.unwrap_or_else(|| parts.stem.to_owned()),
        file_date: None,
        language: meta.language.as_ref().and_then(|tag| Lang::parse(&tag.value)),
        image: meta.image.as_ref().and_then(|image| load_image(image, images, diags)),
        body,
        span: parts.span,
        meta,
    }
}

/// The fields of a file's front matter and where its Markdown begins; `None` where that cannot be known.
pub(super) fn front_matter(
    source: &Arc<SourceText>,
    diags: &mut Diagnostics,
    unknown: &mut Vec<Spanned<String>>,
) -> Option<(DispatchMeta, usize)> {
    let front = match front::split(&source.text) {
        Ok(None) => return Some((DispatchMeta::default(), 0)),
        Ok(Some(front)) => front,
        Err(end) => {
            report_unclosed(source, end, diags);
            return None;
        }
    };
    let parse = match front.kind {
        FrontKind::Yaml => yaml::parse,
        FrontKind::Toml => toml::parse,
        FrontKind::Pelican => header::parse,
    };
    let node = parse(source, front.range, diags);
    let meta = node.map(|node| {
        let outcome = meta::decode(&node, meta::Origin::FrontMatter, diags);
        unknown.extend(outcome.unknown);
        outcome.meta
    });
    Some((meta.unwrap_or_default(), front.body))
}

fn report_unclosed(source: &Arc<SourceText>, end: front::Unclosed, diags: &mut Diagnostics) {
    let span = Span::new(source, 0..source.line(1).len());
    let front::Unclosed(end) = end;
    diags
        .error(codes::FRONT_MATTER, span, "front matter begins here and never ends")
        .help(format!("end it with a line `{end}`; a rule at a file's start can be written `***`"));
}

/// Says which fields of front matter are not known, each name once.
fn report_unknown(unknown: Vec<Spanned<String>>, diags: &mut Diagnostics) {
    let mut order: Vec<Spanned<String>> = Vec::new();
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for field in unknown {
        let count = counts.entry(field.value.clone()).or_default();
        *count += 1;
        if *count == 1 {
            order.push(field);
        }
    }
    for field in order {
        let count = counts.get(&field.value).copied().unwrap_or(1);
        let times = match count - 1 {
            0 => String::new(),
            1 => ", here and in 1 more dispatch".to_owned(),
            more => format!(", here and in {more} more dispatches"),
        };
        let message = format!("`{}` is no field that weekbook knows; it is left out{times}", field.value);
        let help = match meta::suggest(&field.value) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "a blog may need it; words for editors go into `note`".to_owned(),
        };
        diags.warning(codes::UNKNOWN_FIELD, field.span, message).help(help);
    }
}

fn load_image(given: &ImageRef, images: &ImageStore<'_>, diags: &mut Diagnostics) -> Option<Image> {
    let span = &given.file.span;
    let text = |value: &Option<Spanned<String>>| {
        value.as_ref().map(|text| one_line(&text.value)).filter(|text| !text.is_empty())
    };
    if let Destination::Url(_) = link::classify(&given.file.value) {
        diags
            .warning(codes::REMOTE_IMAGE, span.clone(), "an image on the network is left out")
            .help("nothing is ever fetched: save the image beside the text and name the file");
        return None;
    }
    let decorative = given.alt.as_ref().is_some_and(|alt| alt.value.trim().is_empty());
    if given.alt.is_none() {
        diags
            .warning(codes::MISSING_ALT, span.clone(), "this image has no alternative text")
            .help("say in `alt` what it shows; an empty one marks it as decorative");
    }
    Some(Image {
        data: images.load(&span.source.name, &given.file.value, span, diags),
        alt: text(&given.alt).unwrap_or_default(),
        decorative,
        caption: text(&given.caption),
        credit: text(&given.credit),
        license: text(&given.license),
        range: span.range.clone(),
    })
}

/// The `YYYY-MM-DD` that begins a file's name; whether there is such a day is for the edition to say.
fn day_prefix(name: &str) -> Option<&str> {
    let day = name.get(..10)?;
    let form = day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let ends = !name[10..].starts_with(|c: char| c.is_ascii_digit());
    (form && ends).then_some(day)
}

pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_names() {
        assert_eq!(day_prefix("2017-04-15-wells.md"), Some("2017-04-15"));
        assert_eq!(day_prefix("2017-04-15.md"), Some("2017-04-15"));
        assert_eq!(day_prefix("2017-99-99_x.md"), Some("2017-99-99"));
        for name in ["2017-4-15-a.md", "2017-04-151.md", "a-2017-04-15.md", "2017-04-1", "", "۲۰۱۷-04-15.md"] {
            assert_eq!(day_prefix(name), None, "{name}");
        }
    }
}
