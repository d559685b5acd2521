//! Bounded, confined reading of files: the only room that opens an input.
//!
//! [`Reader::open`] finds the manifest; from then on every path is a [`BookPath`] below the manifest's folder.
//! Links are followed, but what they lead to must be in that folder too. Sizes are bounded ([`limits`]).

mod error;
mod glob;
pub mod limits;
mod path;
mod read;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{SourceText, did_you_mean};
pub use error::SourceError;
pub use limits::Limit;
pub use path::BookPath;

/// What a manifest from standard input is called.
pub const STDIN_NAME: &str = "<stdin>";

/// Reads the files of one book.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The manifest's folder, with all links resolved.
    root: PathBuf,
    /// The manifest's name as messages show it.
    manifest: String,
    /// The manifest's path as it can be opened; `None` for standard input.
    manifest_file: Option<PathBuf>,
}

impl Reader {
    /// Finds and reads the manifest.
    ///
    /// `manifest` is a file, a folder that holds `manifest.yaml`, or `-` for standard input (paths are then relative
    /// to `cwd`); without it `manifest.yaml`, then `book/manifest.yaml` of `cwd`.
    pub fn open(manifest: Option<&Path>, cwd: &Path) -> Result<(Self, Arc<SourceText>), SourceError> {
        Self::open_with(manifest, cwd, &mut std::io::stdin())
    }

    /// [`Self::open`] with something else for standard input.
    pub fn open_with(
        manifest: Option<&Path>,
        cwd: &Path,
        stdin: &mut dyn Read,
    ) -> Result<(Self, Arc<SourceText>), SourceError> {
        if manifest == Some(Path::new("-")) {
            let reader = Self { root: canonical(cwd, ".")?, manifest: STDIN_NAME.to_owned(), manifest_file: None };
            let bytes = read::bounded(stdin, 0, STDIN_NAME, limits::MANIFEST)?;
            let text = read::decode(STDIN_NAME, bytes)?;
            return Ok((reader, text));
        }
        let file = find_manifest(manifest, cwd)?;
        let shown = file.strip_prefix(cwd).unwrap_or(&file).display().to_string();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = file.parent().unwrap_or(cwd);
        let reader = Self { root: canonical(folder, &shown)?, manifest: name, manifest_file: Some(file.clone()) };
        let bytes = read::file(&file, &shown, limits::MANIFEST)?;
        let text = read::decode(&reader.manifest, bytes)?;
        Ok((reader, text))
    }

    /// The manifest's folder on the disk, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The manifest's name as messages show it.
    pub fn manifest_name(&self) -> &str {
        &self.manifest
    }

    /// The manifest on the disk; `None` where it came from standard input.
    pub fn manifest_file(&self) -> Option<&Path> {
        self.manifest_file.as_deref()
    }

    /// The path that `path` means when the file `from_file` (as messages show it) names it. The file need not be
    /// there; links are looked at when it is read.
    pub fn resolve(&self, from_file: &str, path: &str) -> Result<BookPath, SourceError> {
        let folder = from_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        BookPath::within(folder, path)
    }

    /// Reads a dispatch or another text file of the book: UTF-8, a byte order mark removed.
    pub fn text(&self, path: &BookPath) -> Result<Arc<SourceText>, SourceError> {
        self.text_within(path, limits::TEXT)
    }

    /// [`Self::text`] with another bound.
    pub fn text_within(&self, path: &BookPath, limit: Limit) -> Result<Arc<SourceText>, SourceError> {
        read::decode(path.as_str(), self.bytes(path, limit)?)
    }

    /// Reads a file of the book.
    pub fn bytes(&self, path: &BookPath, limit: Limit) -> Result<Vec<u8>, SourceError> {
        read::file(&self.locate(path)?, path.as_str(), limit)
    }

    /// Whether there is such a file or folder inside the manifest's folder.
    pub fn exists(&self, path: &BookPath) -> bool {
        self.locate(path).is_ok()
    }

    /// Whether it is a folder inside the manifest's folder.
    pub fn is_dir(&self, path: &BookPath) -> bool {
        self.locate(path).is_ok_and(|path| path.is_dir())
    }

    /// The files (not the folders) that stand directly in a folder, in byte order of their names, hidden ones left out.
    pub fn list_dir(&self, path: &BookPath) -> Result<Vec<BookPath>, SourceError> {
        let folder = self.locate(path)?;
        if !folder.is_dir() {
            return Err(SourceError::BadPath { path: path.to_string(), reason: "it is not a folder" });
        }
        let parts: Vec<String> = path.as_str().split('/').map(str::to_owned).collect();
        let entries = glob::entries(&folder, path.as_str())?;
        let files = entries.into_iter().filter(|entry| !entry.name.starts_with('.') && entry.path.is_file());
        Ok(files.map(|entry| BookPath::from_parts(&[&parts[..], &[entry.name]].concat())).collect())
    }

    /// The files that a pattern of the manifest matches, in byte order of their paths.
    ///
    /// `*`, `?` and `[a-z]` stay within one name, `**` spans folders, `{a,b}` is either. Hidden files match only where
    /// the pattern itself has a name that begins with a dot. Links to folders outside are not followed.
    pub fn glob(&self, pattern: &str) -> Result<Vec<BookPath>, SourceError> {
        glob::matches(&self.root, pattern)
    }

    /// Where a path really is: there, and inside the manifest's folder after following links.
    fn locate(&self, path: &BookPath) -> Result<PathBuf, SourceError> {
        let full = path.under(&self.root);
        let real = full.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                SourceError::NotFound { path: path.to_string(), similar: self.similar(path) }
            }
            // Links in a circle, a name too long: the book's fault. Only a refusal or a failing disk is the machine's.
            std::io::ErrorKind::PermissionDenied => SourceError::Unreadable { path: path.to_string(), error },
            _ if full.symlink_metadata().is_ok_and(|meta| meta.is_symlink()) => {
                SourceError::BadPath { path: path.to_string(), reason: "it is a link that leads nowhere" }
            }
            _ => SourceError::Unreadable { path: path.to_string(), error },
        })?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(SourceError::Outside { path: path.to_string() }) }
    }

    /// A file of the same folder whose name is like that of a missing one.
    fn similar(&self, path: &BookPath) -> Option<String> {
        let folder = path.under(&self.root).parent()?.canonicalize().ok().filter(|f| f.starts_with(&self.root))?;
        let entries = glob::entries(&folder, path.folder()).ok()?;
        let name = did_you_mean(path.file_name(), entries.iter().map(|entry| entry.name.as_str()))?;
        Some(if path.folder().is_empty() { name.to_owned() } else { format!("{}/{name}", path.folder()) })
    }
}

/// The manifest's path, if there is a file.
fn find_manifest(manifest: Option<&Path>, cwd: &Path) -> Result<PathBuf, SourceError> {
    let Some(given) = manifest else {
        let names = ["manifest.yaml", "book/manifest.yaml"];
        return names.iter().map(|name| cwd.join(name)).find(|path| path.is_file()).ok_or_else(|| {
            SourceError::NoManifest {
                looked: "neither `manifest.yaml` nor `book/manifest.yaml` is here".to_owned(),
                help: "name one, such as `weekbook build my-book`".to_owned(),
            }
        });
    };
    let path = cwd.join(given);
    let missing = |looked: String, help: &str| SourceError::NoManifest { looked, help: help.to_owned() };
    if path.is_dir() {
        let inside = path.join("manifest.yaml");
        return if inside.exists() {
            Ok(inside)
        } else {
            let looked = format!("the folder `{}` holds no `manifest.yaml`", given.display());
            Err(missing(looked, "name the file itself, or a folder that holds `manifest.yaml`"))
        };
    }
    match path.metadata() {
        Ok(_) => Ok(path),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(SourceError::Unreadable { path: given.display().to_string(), error })
        }
        Err(_) => {
            let looked = format!("`{}` is not there", given.display());
            Err(missing(looked, "name a manifest, or a folder that holds `manifest.yaml`"))
        }
    }
}

fn canonical(folder: &Path, shown: &str) -> Result<PathBuf, SourceError> {
    folder.canonicalize().map_err(|error| SourceError::Unreadable { path: shown.to_owned(), error })
}
