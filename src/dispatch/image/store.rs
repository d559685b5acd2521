//! The images of a book, each file read once.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::super::ast::ImageData;
use super::super::link::percent_decode;
use super::super::markdown::ImageSource;
use super::{Finding, ImageError, prepare};
use crate::diagnostic::{Diagnostics, Span};
use crate::source::{BookPath, Reader, SourceError, limits};

/// Reads images and keeps them, for all threads.
pub(crate) struct ImageStore<'a> {
    reader: &'a Reader,
    loaded: Mutex<FxHashMap<BookPath, Slot>>,
}

type Slot = Arc<OnceLock<Result<Loaded, Fault>>>;

/// An image and what to say of it.
struct Loaded {
    image: Arc<ImageData>,
    findings: Vec<Finding>,
}

/// Why an image is not there.
enum Fault {
    Source(SourceError),
    Image(ImageError),
}

impl<'a> ImageStore<'a> {
    /// A store that has read nothing yet.
    pub(crate) fn new(reader: &'a Reader) -> Self {
        Self { reader, loaded: Mutex::default() }
    }

    /// The path that a destination means. In Markdown it is an address, in which `%20` is a blank; a file that is
    /// really called so comes first.
    fn path(&self, file: &str, written: &str) -> Result<BookPath, SourceError> {
        let literal = self.reader.resolve(file, written);
        let decoded = percent_decode(written);
        if decoded == written || literal.as_ref().is_ok_and(|path| self.reader.exists(path)) {
            return literal;
        }
        self.reader.resolve(file, &decoded)
    }

    fn read(&self, path: &BookPath) -> Result<Loaded, Fault> {
        let bytes = self.reader.bytes(path, limits::IMAGE).map_err(Fault::Source)?;
        let prepared = prepare(path.as_str(), &bytes).map_err(Fault::Image)?;
        Ok(Loaded { image: Arc::new(prepared.image), findings: prepared.findings })
    }
}

impl ImageSource for ImageStore<'_> {
    fn load(&self, file: &str, path: &str, span: &Span, diags: &mut Diagnostics) -> Option<Arc<ImageData>> {
        let path = match self.path(file, path) {
            Ok(path) => path,
            Err(error) => {
                error.report(span.clone(), diags);
                return None;
            }
        };
        let slot = {
            let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(loaded.entry(path.clone()).or_default())
        };
        match slot.get_or_init(|| self.read(&path)) {
            Ok(loaded) => {
                loaded.findings.iter().for_each(|finding| finding.report(span, diags));
                return Some(Arc::clone(&loaded.image));
            }
            Err(Fault::Source(error)) => error.report(span.clone(), diags),
            Err(Fault::Image(error)) => error.report(path.as_str(), span, diags),
        }
        None
    }
}
