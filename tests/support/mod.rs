//! A book in a folder of its own that goes when the test ends, and what the program makes of it.
//!
//! ```text
//! Book::new().manifest(…).file("posts/a.md", …).image_png("x.png", 40, 30)
//!     .run(["build"]) ─► Run: status, stdout, stderr, JSON lines
//!     .epub("dist/small.epub") ─► Epub      .pdf("dist/small.pdf") ─► Pdf
//! ```

// Each file of tests/ is a program of its own and uses its own part of this.
#![allow(dead_code, unused_imports)]

mod epub;
mod pdf;
mod run;
mod shown;
mod xml;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

pub use epub::Epub;
pub use pdf::Pdf;
pub use run::Run;
pub use xml::{Node, squeeze};

/// The program under test.
pub const WEEKBOOK: &str = env!("CARGO_BIN_EXE_weekbook");

/// The smallest book without a warning: two dispatches, two weeks, both formats. It is `dist/small.*` when built.
pub const SMALL: &str = r#"
    weekbook: 1
    title: Small
    publisher: Nobody
    authors: [Nobody]
    dispatches:
      - {title: One, date: 2021-01-03, source: {name: Made up}, body: First.}
      - {title: Two, date: 2021-01-04, source: {name: Made up}, body: Second.}
"#;

/// A book in a temporary folder.
pub struct Book {
    folder: tempfile::TempDir,
    environment: Vec<(String, Option<String>)>,
}

/// What a folder holds: every file with its bytes and the time it was written last, every folder with none.
pub type Snapshot = BTreeMap<PathBuf, Option<(Vec<u8>, SystemTime)>>;

impl Book {
    /// An empty folder.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("weekbook-test-").tempdir().expect("a temporary folder");
        Self { folder, environment: Vec::new() }
    }

    /// [`SMALL`].
    pub fn small() -> Self {
        Self::new().manifest(SMALL)
    }

    /// [`SMALL`] with these lines after it (indented as its own, so further dispatches come first).
    pub fn small_and(more: &str) -> Self {
        Self::new().manifest(&format!("{}{}", dedent(SMALL), dedent(more)))
    }

    /// A book of one post, with a body that is taken as it is.
    pub fn hostile(body: &str) -> Self {
        Self::new()
            .manifest("weekbook: 1\ntitle: Hostile\npublisher: Nobody\ndispatches: ['posts/*.md']\n")
            .bytes("posts/a.md", format!("---\ntitle: Post\ndate: 2017-04-15\nsource: {{name: A}}\n---\n{body}"))
    }

    /// Writes `manifest.yaml`.
    #[must_use]
    pub fn manifest(self, yaml: &str) -> Self {
        self.file("manifest.yaml", yaml)
    }

    /// Writes a text file. A text that begins with a line end loses it, and every line the indentation of the first.
    #[must_use]
    pub fn file(self, path: &str, text: &str) -> Self {
        let text = dedent(text);
        self.bytes(path, text)
    }

    /// Writes a file as it is.
    #[must_use]
    pub fn bytes(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a PNG of this size.
    #[must_use]
    pub fn image_png(self, path: &str, width: u32, height: u32) -> Self {
        self.bytes(path, png(width, height))
    }

    /// Makes a symbolic link at `path` that leads to `target`.
    #[cfg(unix)]
    #[must_use]
    pub fn link(self, path: &str, target: impl AsRef<Path>) -> Self {
        let path = self.path(path);
        make_parent(&path);
        std::os::unix::fs::symlink(target, path).expect("a symbolic link");
        self
    }

    /// Makes an empty folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        fs::create_dir_all(self.path(path)).expect("a folder");
        self
    }

    /// Sets a variable of the environment for every run.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_string(), Some(value.to_string())));
        self
    }

    /// Writes a file into a book that is already in use.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        make_parent(&path);
        fs::write(&path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }

    /// Puts one text of the manifest in place of another, which must be there.
    #[must_use]
    pub fn changed(self, old: &str, new: &str) -> Self {
        let manifest = String::from_utf8(self.read("manifest.yaml")).expect("UTF-8");
        assert!(manifest.contains(old), "{old:?} is not in the manifest");
        self.bytes("manifest.yaml", manifest.replacen(old, new, 1))
    }

    /// Where a file of the book is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// A file's bytes.
    pub fn read(&self, path: &str) -> Vec<u8> {
        let path = self.path(path);
        fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// The program with these arguments in the book's folder, not yet running.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(WEEKBOOK);
        command.args(arguments).current_dir(self.folder.path());
        // What the machine that runs the tests prefers must not show.
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS"] {
            command.env_remove(name);
        }
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// Runs the program in the book's folder.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        Run::of(self.command(arguments), None)
    }

    /// Runs the program in the book's folder with `input` on its standard input.
    pub fn run_with_input<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, input: &str) -> Run {
        Run::of(self.command(arguments), Some(input.as_bytes().to_vec()))
    }

    /// Builds into `dist`; a failure, or a single warning, fails the test.
    pub fn built(self) -> Self {
        let run = self.run(["build", "--strict"]);
        assert_eq!(run.status, 0, "the book does not build: {run}");
        self
    }

    /// The errors that `check` finds; none fails the test.
    pub fn errors(&self) -> Vec<Found> {
        self.run(["check", "--message-format", "json"]).fails(1).of_severity("error")
    }

    /// The warnings of a book without errors.
    pub fn warnings(&self) -> Vec<Found> {
        self.run(["check", "--message-format", "json"]).succeeds().of_severity("warning")
    }

    /// `list --output-format json`.
    pub fn list(&self) -> Vec<serde_json::Value> {
        let run = self.run(["list", "--output-format", "json"]).succeeds();
        serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("the list is no JSON array: {e}\n{run}"))
    }

    /// Titles of `list`, in order.
    pub fn titles(&self) -> Vec<String> {
        self.list().iter().map(|row| row["title"].as_str().expect("a title").to_string()).collect()
    }

    /// Opens an EPUB of the book's folder.
    pub fn epub(&self, path: &str) -> Epub {
        Epub::open(&self.read(path))
    }

    /// Opens a PDF of the book's folder.
    pub fn pdf(&self, path: &str) -> Pdf {
        Pdf::open(&self.read(path))
    }

    /// Everything in a folder of the book (`""` for all of it), with bytes and times.
    pub fn snapshot(&self, path: &str) -> Snapshot {
        let mut found = Snapshot::new();
        snapshot(&self.path(path), &mut found);
        found
    }

    /// Names in a folder, sorted.
    pub fn names(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A diagnostic of the JSON lines, as far as most tests care.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub file: String,
    pub line: u64,
    pub column: u64,
    pub code: String,
    pub message: String,
    pub help: String,
}

impl Found {
    /// `file:line:column: code`.
    pub fn place(&self) -> String {
        format!("{}:{}:{}: {}", self.file, self.line, self.column, self.code)
    }
}

/// Takes away the first line end and, from every line, the indentation of the first. Texts that do not begin with a
/// line end stay as they are.
pub fn dedent(text: &str) -> String {
    let Some(text) = text.strip_prefix('\n') else { return text.to_string() };
    let indentation = text.len() - text.trim_start_matches(' ').len();
    let lines = text.split_inclusive('\n').map(|line| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        &line[blanks.min(indentation)..]
    });
    let dedented: String = lines.collect();
    // The line of the closing quote.
    dedented.trim_end_matches(' ').to_string()
}

/// A PNG with some content.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

fn make_parent(path: &Path) {
    let parent = path.parent().expect("a file in the book's folder");
    fs::create_dir_all(parent).unwrap_or_else(|e| panic!("{}: {e}", parent.display()));
}

fn snapshot(folder: &Path, found: &mut Snapshot) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("an entry").path();
        let meta = path.symlink_metadata().expect("what kind of entry it is");
        if meta.is_dir() {
            snapshot(&path, found);
            found.insert(path, None);
        } else {
            let bytes = if meta.is_symlink() { Vec::new() } else { fs::read(&path).expect("a readable file") };
            found.insert(path, Some((bytes, meta.modified().expect("a time"))));
        }
    }
}
