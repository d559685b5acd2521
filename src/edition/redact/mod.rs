//! Between the dispatches and the edition: whatever is to be redacted is so before anything is derived from it.
//!
//! Ids, anchors, the slug, the identifier, classes and the hash are all made of what this room gives. What is looked
//! up (a file that a link means, the id of a source) is looked up by what the author wrote; that stays behind.
//! Every struct is taken apart here without `..`, so that a new field cannot be forgotten.

mod body;
mod fields;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Entry;
use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::{Body, Dispatch, Image, ImageData, Inline};
use crate::manifest::{EditionSpec, Settings, SourceSpec};
use crate::redact::{LONGEST, Name, NameError, Redactor};

/// What an edition redacts; nothing where it does not ask for any.
#[derive(Debug, Default)]
pub struct Redaction {
    redactor: Redactor,
    /// Images whose file's name was changed, as read and renamed: one that stands twice stays one.
    images: RefCell<BTreeMap<*const ImageData, Renamed>>,
}

/// An image as it was read, kept so that its place in memory stays its own, and as it is published.
#[derive(Debug)]
struct Renamed {
    _read: Arc<ImageData>,
    published: Arc<ImageData>,
}

/// The redactor of an edition; reports what cannot be redacted.
pub fn redactor(settings: &Settings, diags: &mut Diagnostics) -> Redactor {
    let entries = settings.redact.as_deref().unwrap_or_default();
    let name = |entry: &crate::manifest::RedactSpec| Name {
        text: entry.text.value.clone(),
        with: entry.with.as_ref().map(|with| with.value.clone()),
        whole_word: entry.whole_word,
    };
    let errors = match Redactor::new(entries.iter().map(name).collect()) {
        Ok(redactor) => return redactor,
        Err(errors) => errors,
    };
    for (index, error) in errors {
        let entry = &entries[index];
        let (span, message, help) = match error {
            NameError::Empty => (
                &entry.text.span,
                "this `text` has neither letter nor digit to search for".to_owned(),
                "give the name to be redacted".to_owned(),
            ),
            NameError::TooLong => (
                &entry.text.span,
                format!("`text` and `with` have at most {LONGEST} characters"),
                "give names, not sentences".to_owned(),
            ),
            NameError::Returns(other) => (
                entry.with.as_ref().map_or(&entry.text.span, |with| &with.span),
                format!(
                    "what replaces `{}` holds `{}`, which is redacted",
                    entry.text.value, entries[other].text.value
                ),
                "choose other words, or leave `with` out for a block mark".to_owned(),
            ),
        };
        diags.error(codes::BAD_VALUE, span.clone(), message).help(help);
    }
    Redactor::default()
}

impl Redaction {
    /// What an edition redacts.
    pub(super) fn new(spec: &EditionSpec, diags: &mut Diagnostics) -> Self {
        Self { redactor: redactor(&spec.settings, diags), images: RefCell::default() }
    }

    /// Whether there is anything to redact.
    pub(super) fn is_active(&self) -> bool {
        !self.redactor.is_empty()
    }

    /// What people read, without the names.
    pub(super) fn text(&self, text: &str) -> String {
        self.redactor.text(text)
    }

    /// An address without the names.
    pub(super) fn address(&self, address: &str) -> String {
        self.redactor.address(address)
    }

    /// An id or a file's name without the names.
    pub(super) fn name(&self, name: &str) -> String {
        self.redactor.name(name)
    }

    /// An edition's own values without the names. Its summaries of weeks are not parsed yet and keep theirs.
    pub(super) fn spec(&self, spec: &EditionSpec) -> EditionSpec {
        let mut spec = spec.clone();
        if self.is_active() {
            spec.settings = fields::settings(self, spec.settings);
        }
        spec
    }

    /// A source without the names.
    pub(super) fn source(&self, source: &SourceSpec) -> SourceSpec {
        if self.is_active() { fields::source(self, source.clone()) } else { source.clone() }
    }

    /// A dispatch without the names, but for what links and sources are looked up by, and for its summary, which
    /// is not parsed yet.
    pub(super) fn dispatch(&self, dispatch: &Arc<Dispatch>) -> Arc<Dispatch> {
        if !self.is_active() {
            return Arc::clone(dispatch);
        }
        Arc::new(fields::dispatch(self, Dispatch::clone(dispatch)))
    }

    /// An entry made of a redacted dispatch: its summary, parsed now, is redacted too. For messages and what they
    /// look up it gets the dispatch as written.
    pub(super) fn settle(&self, entry: &mut Entry, written: &Arc<Dispatch>) {
        if self.is_active() {
            self.inlines(&mut entry.summary);
            entry.dispatch = Arc::clone(written);
        }
    }

    /// Takes what was looked up by out of the entries: after that, nothing holds a name but the places of messages.
    pub(super) fn forget(&self, entries: &mut [Entry]) {
        if !self.is_active() {
            return;
        }
        for entry in entries {
            entry.dispatch = Arc::new(fields::forget(self, Dispatch::clone(&entry.dispatch)));
        }
    }

    /// A parsed text without the names.
    pub(super) fn body(&self, body: &mut Body) {
        if self.is_active() {
            body::redact(self, body);
        }
    }

    /// Parsed inlines without the names.
    pub(super) fn inlines(&self, inlines: &mut Vec<Inline>) {
        if self.is_active() {
            body::redact_inlines(self, inlines);
        }
    }

    /// The image on the cover without the names.
    pub(super) fn cover(&self, image: Image) -> Image {
        if self.is_active() { self.image(image) } else { image }
    }

    /// An image of the metadata without the names.
    fn image(&self, image: Image) -> Image {
        let Image { data, alt, decorative, caption, credit, license, range } = image;
        Image {
            data: data.map(|data| self.image_data(&data)),
            alt: self.text(&alt),
            decorative,
            caption: caption.map(|text| self.text(&text)),
            credit: credit.map(|text| self.text(&text)),
            license: license.map(|text| self.text(&text)),
            range,
        }
    }

    /// An image whose file's name says nothing.
    fn image_data(&self, data: &Arc<ImageData>) -> Arc<ImageData> {
        let file = self.name(&data.file);
        if file == data.file {
            return Arc::clone(data);
        }
        let mut images = self.images.borrow_mut();
        let renamed = images.entry(Arc::as_ptr(data)).or_insert_with(|| {
            let mut renamed = ImageData::clone(data);
            renamed.file = file;
            Renamed { _read: Arc::clone(data), published: Arc::new(renamed) }
        });
        Arc::clone(&renamed.published)
    }
}
