//! Patterns: which files of the book they match, confined and bounded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::limits::{GLOB_DEPTH, GLOB_MATCHES, GLOB_VISITS};
use super::{BookPath, SourceError, path};

/// What a folder holds: a name and where it is.
pub(super) struct Entry {
    pub name: String,
    pub path: PathBuf,
}

/// What a folder holds, in byte order of the names. Names that are not UTF-8 get U+FFFD for what is none.
pub(super) fn entries(folder: &Path, shown: &str) -> Result<Vec<Entry>, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: shown.to_owned(), error };
    let mut entries = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        entries.push(Entry { name: entry.file_name().to_string_lossy().into_owned(), path: entry.path() });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    Ok(entries)
}

/// The files below `root` that a pattern matches, in byte order of their paths.
pub(super) fn matches(root: &Path, pattern: &str) -> Result<Vec<BookPath>, SourceError> {
    if climbs_in_braces(pattern) {
        let reason = "`..` cannot stand between `{` and `}`".to_owned();
        return Err(SourceError::BadPattern { pattern: pattern.to_owned(), reason });
    }
    let parts = path::parts("", pattern)?;
    if parts.is_empty() {
        return Err(SourceError::BadPattern { pattern: pattern.to_owned(), reason: "it names no file".to_owned() });
    }
    let mut search = Search {
        root,
        pattern,
        matcher: compile(&parts.join("/"), pattern)?,
        hidden: hidden_names(&parts, pattern)?,
        depth: depth(&parts),
        visits: 0,
        found: BTreeSet::new(),
    };
    let fixed = parts.iter().take_while(|part| !is_pattern(part)).count().min(parts.len() - 1);
    let mut names = parts[..fixed].to_vec();
    let start = BookPath::from_parts(&names).under(root);
    let real = if fixed == 0 { Ok(root.to_path_buf()) } else { start.canonicalize() };
    // A folder that is not there matches nothing, which the caller reports.
    let Ok(real) = real else { return Ok(Vec::new()) };
    if !real.starts_with(root) {
        return Err(SourceError::Outside { path: pattern.to_owned() });
    }
    if real.is_dir() {
        search.folder(&real, &mut names, &mut vec![real.clone()])?;
    }
    Ok(search.found.into_iter().collect())
}

struct Search<'a> {
    root: &'a Path,
    pattern: &'a str,
    matcher: GlobMatcher,
    hidden: Vec<GlobMatcher>,
    depth: usize,
    visits: usize,
    found: BTreeSet<BookPath>,
}

impl Search<'_> {
    /// Searches one folder; `above` are the real paths of it and the folders it was reached through.
    fn folder(&mut self, folder: &Path, names: &mut Vec<String>, above: &mut Vec<PathBuf>) -> Result<(), SourceError> {
        for entry in entries(folder, &names.join("/"))? {
            self.visits += 1;
            if self.visits > GLOB_VISITS {
                return Err(self.too_many(format!("makes weekbook look at more than {GLOB_VISITS} files")));
            }
            if entry.name.starts_with('.') && !self.hidden.iter().any(|glob| glob.is_match(&entry.name)) {
                continue;
            }
            names.push(entry.name);
            self.entry(&entry.path, names, above)?;
            names.pop();
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, names: &mut Vec<String>, above: &mut Vec<PathBuf>) -> Result<(), SourceError> {
        // A link that leads nowhere is kept: reading it says so.
        if !path.is_dir() {
            if self.matcher.is_match(names.join("/")) {
                self.file(path, names)?;
            }
            return Ok(());
        }
        if names.len() >= self.depth {
            return Ok(());
        }
        // A link out of the book, or back to a folder on the way here, is not followed.
        let Ok(real) = path.canonicalize() else { return Ok(()) };
        if !real.starts_with(self.root) || above.contains(&real) {
            return Ok(());
        }
        above.push(real.clone());
        let result = self.folder(&real, names, above);
        above.pop();
        result
    }

    fn file(&mut self, path: &Path, names: &[String]) -> Result<(), SourceError> {
        if path.file_name().is_none_or(|name| name.to_str().is_none()) {
            return Err(SourceError::BadPath { path: names.join("/"), reason: "the file's name is not UTF-8" });
        }
        self.found.insert(BookPath::from_parts(names));
        if self.found.len() > GLOB_MATCHES {
            return Err(self.too_many(format!("matches more than {GLOB_MATCHES} files")));
        }
        Ok(())
    }

    fn too_many(&self, why: String) -> SourceError {
        SourceError::TooMany { pattern: self.pattern.to_owned(), why }
    }
}

fn compile(glob: &str, pattern: &str) -> Result<GlobMatcher, SourceError> {
    let built = GlobBuilder::new(glob).literal_separator(true).backslash_escape(false).build();
    built
        .map(|glob| glob.compile_matcher())
        .map_err(|error| SourceError::BadPattern { pattern: pattern.to_owned(), reason: error.kind().to_string() })
}

/// The parts of a pattern that name hidden files or folders.
fn hidden_names(parts: &[String], pattern: &str) -> Result<Vec<GlobMatcher>, SourceError> {
    parts.iter().filter(|part| part.starts_with('.')).map(|part| compile(part, pattern)).collect()
}

/// Whether one of several names between braces leads upwards, which could be out of the book.
fn climbs_in_braces(pattern: &str) -> bool {
    let mut depth = 0usize;
    pattern.split('/').any(|part| {
        let names = part.split(['{', ',', '}']);
        let within = depth > 0 || part.contains('{');
        depth = (depth + part.matches('{').count()).saturating_sub(part.matches('}').count());
        within && names.into_iter().any(|name| name == "..")
    })
}

/// How many names deep a match can be.
fn depth(parts: &[String]) -> usize {
    let spans = |part: &String| part.contains("**") || part.contains('{');
    if parts.iter().any(spans) { GLOB_DEPTH } else { parts.len().min(GLOB_DEPTH) }
}

fn is_pattern(part: &str) -> bool {
    part.contains(['*', '?', '[', '{'])
}
