//! Pages before and after the weeks: Markdown files with a title, which are no dispatches.

use std::sync::Arc;

use super::ast::Body;
use super::image::ImageStore;
use super::load::{front_matter, stem};
use super::markdown::{self, Origin};
use super::walk::one_line;
use crate::diagnostic::{Diagnostics, SourceText, Span, Spanned, codes};
use crate::language::Lang;
use crate::manifest::DispatchMeta;
use crate::source::Reader;

/// A page, read and parsed.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The file's path relative to the manifest's folder.
    pub file: String,
    /// The file's text.
    pub source: Arc<SourceText>,
    /// The `title` of its front matter, else its first level-1 heading, which then has left the body.
    pub title: String,
    /// An id for its anchor, where it gives one.
    pub id: Option<String>,
    /// The language, where it gives one.
    pub language: Option<Lang>,
    /// The text.
    pub body: Body,
}

/// Reads the page that an entry of `front` or `back` names.
pub(crate) fn page(named: &Spanned<String>, reader: &Reader, diags: &mut Diagnostics) -> Option<Page> {
    let path = reader.resolve(reader.manifest_name(), &named.value);
    let path = path.map_err(|error| error.report(named.span.clone(), diags)).ok()?;
    let source = reader.text(&path).map_err(|error| error.report(named.span.clone(), diags)).ok()?;
    let (meta, start) = front_matter(&source, diags, &mut Vec::new())?;
    report_unused(&meta, &source, diags);
    let images = ImageStore::new(reader);
    let mut draft = markdown::parse(&source.text[start..], &Origin::file(&source, start), &images, diags);
    let given = meta.title.as_ref().map(|title| one_line(&title.value)).filter(|title| !title.is_empty());
    let found = if given.is_none() { draft.take_title() } else { None };
    let (title, heading_id) = found.unzip();
    if given.is_none() && title.is_none() {
        diags
            .error(codes::MISSING_TITLE, Span::start_of(&source), "this page has no title")
            .help("begin it with a heading `# …`");
    }
    Some(Page {
        file: path.as_str().to_owned(),
        title: given.or(title).unwrap_or_else(|| stem(path.file_name()).to_owned()),
        id: meta.id.as_ref().map(|id| id.value.clone()).or_else(|| heading_id.flatten()),
        language: meta.language.as_ref().and_then(|tag| Lang::parse(&tag.value)),
        body: draft.finish(diags),
        source,
    })
}

/// Says that what makes a dispatch of a text does nothing on a page.
fn report_unused(meta: &DispatchMeta, source: &Arc<SourceText>, diags: &mut Diagnostics) {
    let used = DispatchMeta {
        title: meta.title.clone(),
        id: meta.id.clone(),
        language: meta.language.clone(),
        note: meta.note.clone(),
        span: meta.span.clone(),
        ..DispatchMeta::default()
    };
    if *meta != used {
        let place = meta.span.clone().unwrap_or_else(|| Span::start_of(source));
        diags
            .warning(codes::FRONT_MATTER, place, "of a page's front matter only some fields count")
            .help("they are `title`, `id` and `language`; a dated text belongs to `dispatches`");
    }
}
