//! Runs the pipeline and puts artefacts in place.
//!
//! [`Project`] is what all editions share: the manifest and its dispatches. [`Compiled`] is one edition as far as the
//! flow and its pages; [`Compiled::write`] gives an artefact's bytes. [`output`] puts artefacts on the disk.

pub mod output;
mod overfull;
mod places;
mod readback;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceText, Span, Spanned, codes};
use crate::dispatch::{self, Dispatch};
use crate::edition::{self, Edition};
use crate::flow::{self, Flow, Joined, Media, NodeId, PageBreak, Section};
use crate::fonts::FontStore;
use crate::layout::audit::{Audit, audit};
use crate::layout::{self, Pages};
use crate::manifest::{self, EditionSpec, EmbedFonts, Format, ImageLimits, Manifest};
use crate::redact::Leak;
use crate::source::{BookPath, Reader, SourceError, limits};
use crate::style::Style;
use crate::{cover, epub, pdf};
use readback::Readback;

/// A manifest and everything it names, read.
pub struct Project {
    reader: Reader,
    /// The manifest.
    pub manifest: Manifest,
    dispatches: Vec<Arc<Dispatch>>,
}

/// What of the book is taken, beside the edition.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Take drafts in.
    pub drafts: bool,
    /// The instant by which embargoes are judged, as written; else the book's date decides.
    pub as_of: Option<String>,
}

/// One edition, as far as its pages.
pub struct Compiled {
    /// What it says.
    pub edition: Edition,
    /// How that is arranged.
    pub flow: Flow,
    /// How it is printed, where sections share pages.
    joined: Option<Joined>,
    /// Its pages, where it has a PDF.
    pub pages: Option<Pages>,
    style: Style,
    fonts: FontStore,
    spec: EditionSpec,
    readback: Readback,
    words: OnceLock<usize>,
}

/// A finished file, not yet on the disk.
pub struct Artifact {
    /// Its format.
    pub format: Format,
    /// Its name in the output folder.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Why an edition that has been set could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A font of the book that passed every check, and yet cannot be cut down and embedded.
    #[error("{0}")]
    Font(String),
    /// A name that is redacted, and yet in it.
    #[error("`{file_name}` would still hold a name that is redacted")]
    Leak {
        /// The artefact's name.
        file_name: String,
        /// Which names, and where.
        leaks: Vec<Leak>,
    },
    /// A fault of weekbook itself.
    #[error("{0}")]
    Internal(String),
}

impl Fault {
    fn internal(error: &dyn std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    fn of_pdf(error: pdf::PdfError) -> Self {
        match error {
            pdf::PdfError::Font { .. } => Self::Font(error.to_string()),
            other => Self::internal(&other),
        }
    }
}

impl Project {
    /// Reads the manifest that `path` names (see [`Reader::open`]) and all its dispatches. `None` where there is
    /// nothing to go on with; there may be errors beside a project as well.
    pub fn load(path: Option<&Path>, diags: &mut Diagnostics) -> Option<Self> {
        let project = Self::open(path, diags)?;
        let dispatches = dispatch::load(&project.manifest, &project.reader, diags);
        Some(Self { dispatches, ..project })
    }

    /// [`Self::load`] without the dispatches, for what the manifest alone can tell.
    pub fn open(path: Option<&Path>, diags: &mut Diagnostics) -> Option<Self> {
        let cwd = match std::env::current_dir() {
            Ok(cwd) => cwd,
            Err(error) => {
                diags.error(codes::FILE_UNREADABLE, None, format!("cannot find the current folder: {error}"));
                return None;
            }
        };
        let (reader, source) = match Reader::open(path, &cwd) {
            Ok(opened) => opened,
            Err(error) => {
                error.report(None, diags);
                return None;
            }
        };
        let manifest = manifest::parse(&source, diags)?;
        Some(Self { reader, manifest, dispatches: Vec::new() })
    }

    /// Takes one edition as far as its pages. `None` where the book has errors.
    pub fn compile(&self, spec: &EditionSpec, options: &Options, diags: &mut Diagnostics) -> Option<Compiled> {
        let chosen = edition::Options { drafts: options.drafts, as_of: options.as_of.clone() };
        let edition = edition::compile(&self.manifest, &self.dispatches, spec, &chosen, &self.reader, diags);
        let style = Style::load(spec.settings.style.as_ref(), &mut |name, diags| self.sheet(name, diags), diags);
        let fonts = self.fonts(&[spec], diags);
        if diags.has_errors() {
            return None;
        }
        let (edition, style) = (edition?, style?);
        let mut flow = flow::build(&edition, &style, diags);
        if let Some(limits) = &spec.settings.images {
            fit_images(&mut flow, limits, diags);
        }
        let joined = edition.formats.contains(&Format::Pdf).then(|| flow.joined()).flatten();
        let printed = joined.as_ref().map_or(&flow, |joined| &joined.flow);
        let mut found = Diagnostics::new();
        // The page list of the EPUB needs the pages, so they are laid out whatever is to be written.
        let pages = edition.formats.contains(&Format::Pdf).then(|| {
            let origin = |section: usize| match &joined {
                Some(joined) => joined.origin(NodeId { section: section as u32, index: 0 }).section as usize,
                None => section,
            };
            let locate = |c, section: Option<usize>| {
                places::of_character(c, section.map(origin), &flow, &edition, &self.manifest)
            };
            layout::lay_out(printed, &style, edition.page, &fonts, &locate, &mut found)
        });
        diags.extend(placed(found, spec));
        if let Some(pages) = &pages {
            overfull::report(pages, printed, &edition, diags);
        }
        let readback = Readback::new(spec, &edition, &flow, pages.as_ref(), &fonts);
        readback.report_hidden(&flow, &fonts, spec, diags);
        (!diags.has_errors()).then(|| Compiled {
            edition,
            flow,
            joined,
            pages,
            style,
            fonts,
            spec: spec.clone(),
            readback,
            words: OnceLock::new(),
        })
    }

    /// A style sheet of the book's own.
    fn sheet(&self, name: &Spanned<String>, diags: &mut Diagnostics) -> Option<Arc<SourceText>> {
        let read = self
            .reader
            .resolve(self.reader.manifest_name(), &name.value)
            .and_then(|path| self.reader.text_within(&path, limits::STYLE));
        read.map_err(|error| error.report(name.span.clone(), diags)).ok()
    }

    /// The font files that an entry of `fonts` means: itself, or those of the folder it names.
    fn font_files(&self, entry: &str) -> Result<Vec<BookPath>, SourceError> {
        let path = self.reader.resolve(self.reader.manifest_name(), entry)?;
        if !self.reader.is_dir(&path) {
            return Ok(vec![path]);
        }
        let mut files = self.reader.list_dir(&path)?;
        files.retain(|f| {
            f.extension().is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.to_lowercase().as_str()))
        });
        Ok(files)
    }

    /// The bundled fonts and the editions' own: files, or folders of files. An entry that editions share counts once.
    pub fn fonts(&self, editions: &[&EditionSpec], diags: &mut Diagnostics) -> FontStore {
        let mut files: Vec<(String, Vec<u8>, Option<Span>)> = Vec::new();
        let mut seen = BTreeSet::new();
        for entry in editions.iter().flat_map(|spec| spec.settings.fonts.iter().flatten()) {
            if editions.len() > 1 && !seen.insert(entry.span.range.start) {
                continue;
            }
            let paths = match self.font_files(&entry.value) {
                Ok(paths) => paths,
                Err(error) => {
                    error.report(Some(entry.span.clone()), diags);
                    continue;
                }
            };
            if paths.is_empty() {
                diags
                    .error(codes::BAD_FONT, entry.span.clone(), format!("no font file in `{}`", entry.value))
                    .help("expected .ttf or .otf files");
            }
            for path in paths {
                match self.reader.bytes(&path, limits::FONT) {
                    Ok(bytes) => files.push((path.to_string(), bytes, Some(entry.span.clone()))),
                    Err(error) => error.report(Some(entry.span.clone()), diags),
                }
            }
        }
        FontStore::new(files, diags)
    }
}

/// What the layout found wrong, at what decides on it where it has no place of its own: the page's size, else the style.
fn placed(found: Diagnostics, spec: &EditionSpec) -> Vec<Diagnostic> {
    let settings = &spec.settings;
    let page = settings.page.as_ref().map(|page| &page.span);
    let place = page.or(settings.style.as_ref().map(|style| &style.span)).unwrap_or(&spec.name.span);
    let mut found = found.into_vec();
    for diagnostic in found.iter_mut().filter(|d| d.severity == Severity::Error) {
        diagnostic.span.get_or_insert_with(|| place.clone());
    }
    found
}

/// Makes the images of an edition as large as its manifest allows.
fn fit_images(flow: &mut Flow, limits: &ImageLimits, diags: &mut Diagnostics) {
    let budget = dispatch::Budget {
        max_pixels: limits.max_pixels.as_ref().map(|side| side.value),
        max_bytes: limits.max_bytes.as_ref().map(|bytes| bytes.value),
        greyscale: limits.greyscale,
    };
    match dispatch::image::fit(&flow.images, budget) {
        Ok(images) => flow.images = images,
        Err(error @ dispatch::BudgetError::Image(..)) => {
            diags.error(codes::INTERNAL, limits.span.clone(), error.to_string());
        }
        Err(error @ dispatch::BudgetError::TooLarge { .. }) => {
            let span = limits.max_bytes.as_ref().map_or(&limits.span, |bytes| &bytes.span);
            diags
                .error(codes::IMAGE_BUDGET, span.clone(), error.to_string())
                .help("allow more `max_bytes`, set `max_pixels`, or leave some images out");
        }
    }
}

impl Compiled {
    /// Reports the names that an artefact would hold though they are redacted.
    pub fn report_leaks(&self, file_name: &str, leaks: &[Leak], diags: &mut Diagnostics) {
        readback::report(leaks, file_name, &self.spec, diags);
    }

    /// Writes several of the edition's formats at a time: the EPUB is made by one thread, the PDF's ends by few.
    pub fn write_all(&self, formats: &[Format]) -> Vec<Result<Artifact, Fault>> {
        formats.par_iter().map(|format| self.write(*format)).collect()
    }

    /// Writes one of the edition's formats, and reads it back where names are redacted.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn write(&self, format: Format) -> Result<Artifact, Fault> {
        let (bytes, extension) = match format {
            Format::Epub => {
                let embed = self.spec.settings.embed_fonts.unwrap_or_default();
                let css = self.style.epub_css(embed == EmbedFonts::All);
                let breaks = self.pages.as_ref().map(|pages| self.page_breaks(pages));
                let picture = cover::picture(&self.flow, &self.style, self.edition.page, &self.fonts);
                let picture = picture.map_err(|error| Fault::internal(&error))?;
                let options = epub::Options {
                    css: &css,
                    page_breaks: breaks.as_deref(),
                    cover: picture.as_ref(),
                    fonts: &self.fonts,
                    embed,
                };
                (epub::write(&self.flow, options).map_err(|error| Fault::internal(&error))?, "epub")
            }
            Format::Pdf => {
                let pages = self.pages.as_ref().ok_or_else(|| Fault::internal(&"the edition has no pages"))?;
                (pdf::write(self.printed(), pages, &self.fonts).map_err(Fault::of_pdf)?, "pdf")
            }
        };
        let sha256 = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        let file_name = format!("{}.{extension}", self.edition.stem);
        let leaks = self.readback.leaks(format, &file_name, &bytes).map_err(Fault::Internal)?;
        if !leaks.is_empty() {
            return Err(Fault::Leak { file_name, leaks });
        }
        Ok(Artifact { format, file_name, bytes, sha256 })
    }

    /// What a designer objects to on its pages; `None` where it has none.
    pub fn audit(&self) -> Option<Audit> {
        self.pages.as_ref().map(|pages| audit(pages, self.printed(), &self.fonts))
    }

    /// The flow that the pages are of.
    pub fn printed(&self) -> &Flow {
        self.joined.as_ref().map_or(&self.flow, |joined| &joined.flow)
    }

    /// Where each page begins in the flow that the EPUB is of.
    fn page_breaks(&self, pages: &Pages) -> Vec<PageBreak> {
        let mut breaks = pages.page_breaks();
        if let Some(joined) = &self.joined {
            for start in &mut breaks {
                start.node = joined.origin(start.node);
            }
        }
        breaks
    }

    /// How many words the edition's running text has, as blanks divide it.
    pub fn words(&self) -> usize {
        // Each of its artefacts is said to have them.
        *self.words.get_or_init(|| {
            let sections = self.flow.sections.iter().filter(|s| s.media != Media::Print);
            sections.map(Section::shared_words).sum()
        })
    }

    /// How many dispatches it has.
    pub fn dispatches(&self) -> usize {
        self.edition.weeks.iter().map(|w| w.dispatches.len()).sum()
    }

    /// The label of the page where an anchor stands.
    pub fn page_of(&self, anchor: &str) -> Option<&str> {
        let pages = self.pages.as_ref()?;
        let place = pages.anchors.get(anchor)?;
        pages.pages.get(place.page).map(|p| p.label.as_str())
    }
}
