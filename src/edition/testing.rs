//! Small books for tests: files in a folder of their own, built as far as editions.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Edition, Options, compile};
use crate::diagnostic::{Diagnostics, Severity, render};
use crate::dispatch::{self, Dispatch};
use crate::manifest;
use crate::source::Reader;

/// A book on the disk.
pub(crate) struct Book {
    folder: tempfile::TempDir,
}

/// What became of it.
pub(crate) struct Built {
    pub dispatches: Vec<Arc<Dispatch>>,
    pub editions: Vec<Option<Edition>>,
    pub diags: Diagnostics,
}

impl Book {
    /// A book of this manifest, to which `weekbook: 1` and a title are added where it has none.
    pub(crate) fn new(manifest: &str) -> Self {
        let mut text = String::new();
        for (field, line) in [("weekbook:", "weekbook: 1\n"), ("\ntitle:", "title: Letters\n")] {
            if !format!("\n{manifest}").contains(field) {
                text.push_str(line);
            }
        }
        text.push_str(manifest);
        let book = Self { folder: tempfile::tempdir().unwrap() };
        book.file("manifest.yaml", text)
    }

    /// With one more file.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// All editions.
    pub(crate) fn build(&self) -> Built {
        self.build_with(&Options::default())
    }

    /// All editions, as the command line wants them.
    pub(crate) fn build_with(&self, options: &Options) -> Built {
        let mut diags = Diagnostics::new();
        let (reader, source) = Reader::open(Some(self.folder.path()), self.folder.path()).unwrap();
        let manifest = manifest::parse(&source, &mut diags).expect("a manifest");
        let dispatches = dispatch::load(&manifest, &reader, &mut diags);
        let editions = manifest.editions.iter();
        let editions =
            editions.map(|spec| compile(&manifest, &dispatches, spec, options, &reader, &mut diags)).collect();
        // As they are reported: what is wrong in several editions once.
        let mut all = std::mem::take(&mut diags).into_vec();
        render::dedup(&mut all);
        diags.extend(all);
        Built { dispatches, editions, diags }
    }

    /// The one edition of a book without any message.
    pub(crate) fn edition(&self) -> Edition {
        let mut built = self.build();
        assert_eq!(built.messages(), "");
        built.editions.remove(0).expect("an edition")
    }
}

impl Built {
    /// The messages: severity, code and place each.
    pub(crate) fn messages(&self) -> String {
        let mut out = String::new();
        for diagnostic in self.diags.iter() {
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let place = diagnostic.span.as_ref().map_or_else(String::new, |span| {
                let at = span.position();
                format!("{}:{}:{}", span.source.name, at.line, at.column)
            });
            writeln!(out, "{severity} {} {place}", diagnostic.code.0).unwrap();
        }
        out
    }

    /// Message and help of the only one.
    pub(crate) fn only(&self) -> (String, String) {
        let all: Vec<_> = self.diags.iter().collect();
        assert_eq!(all.len(), 1, "{}", self.messages());
        (all[0].message.clone(), all[0].help.clone().unwrap_or_default())
    }
}
