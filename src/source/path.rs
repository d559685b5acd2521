//! Paths of a book: relative to the manifest's folder, never out of it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::SourceError;
use super::limits::PATH_BYTES;

/// A path below the manifest's folder: parts joined by `/`, none of them empty, `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookPath(String);

impl BookPath {
    /// The path that `path` means in a file of the folder `folder` (relative to the manifest's, empty for that
    /// itself). One that begins with `/` starts at the manifest's folder. Nothing is looked up on the disk.
    pub(super) fn within(folder: &str, path: &str) -> Result<Self, SourceError> {
        let parts = parts(folder, path)?;
        if parts.is_empty() {
            return Err(SourceError::NotAFile { path: path.to_owned() });
        }
        Ok(Self(parts.join("/")))
    }

    /// Joins names that are known to be plain.
    pub(super) fn from_parts(parts: &[String]) -> Self {
        Self(parts.join("/"))
    }

    /// The path with `/`, relative to the manifest's folder: as messages show it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it is in, relative to the manifest's; empty for that itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }

    /// What follows the last dot of the file's name, if it has one that does not begin it.
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
    }

    /// Where it is on the disk.
    pub(super) fn under(&self, root: &Path) -> PathBuf {
        let mut path = root.to_path_buf();
        path.extend(self.0.split('/'));
        path
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names of a path from the manifest's folder on, with `.` and `..` resolved.
pub(super) fn parts(folder: &str, path: &str) -> Result<Vec<String>, SourceError> {
    check_form(path)?;
    let (start, rest) = path.strip_prefix('/').map_or((folder, path), |rest| ("", rest));
    let mut parts: Vec<String> = Vec::new();
    for part in start.split('/').chain(rest.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(|| SourceError::Outside { path: path.to_owned() })?;
            }
            name => parts.push(name.to_owned()),
        }
    }
    Ok(parts)
}

/// Refuses what would mean one thing here and another on a machine with drives and backslashes.
fn check_form(path: &str) -> Result<(), SourceError> {
    let refuse = |reason| Err(SourceError::BadPath { path: path.to_owned(), reason });
    let bytes = path.as_bytes();
    if path.trim().is_empty() {
        return refuse("it is empty");
    }
    if bytes.len() > PATH_BYTES {
        return refuse("it is longer than 4096 bytes");
    }
    if path.chars().any(char::is_control) {
        return refuse("it holds a control character");
    }
    if path.contains('\\') {
        return refuse("folders are separated by `/`, on every system");
    }
    if bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' {
        return refuse(
            "a path starts from the file that names it or, with `/`, from the manifest's folder, not from a drive",
        );
    }
    Ok(())
}
