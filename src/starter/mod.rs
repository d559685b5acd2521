//! The book that `weekbook new` begins: one of each common thing, every field of the manifest explained, and it builds.
//!
//! What it holds stands in `book/` beside this file, as it is written out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::build::output::{self, OutputError, failed};
use crate::manifest::json_schema;
use crate::style;

/// Stands in the manifest for the title.
const TITLE: &str = "{TITLE}";

/// The files of the book, in the order in which they are written: path and content.
const FILES: [(&str, &str); 6] = [
    ("manifest.yaml", include_str!("book/manifest.yaml")),
    ("posts/2026-01-07-the-footbridge.md", include_str!("book/posts/2026-01-07-the-footbridge.md")),
    ("posts/2026-01-14-high-water.md", include_str!("book/posts/2026-01-14-high-water.md")),
    ("images/footbridge.svg", include_str!("book/images/footbridge.svg")),
    ("style.css", include_str!("book/style.css")),
    (".gitignore", include_str!("book/gitignore")),
];

/// Why a book was not begun.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// There is something in the folder that is none of ours.
    #[error("the folder `{}` is not empty: it holds `{found}`", folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
        /// The first by name of what is in it.
        found: String,
    },
    /// The machine let us down.
    #[error(transparent)]
    Machine(#[from] OutputError),
}

/// The files of a book of a title, paths with `/`.
pub fn files(title: &str) -> Vec<(String, String)> {
    // As YAML would have it, whatever the title holds.
    let quoted = serde_json::Value::from(title).to_string();
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), text.replace(TITLE, &quoted))).collect();
    files.push(("manifest.schema.json".to_owned(), json_schema(style::BUNDLED)));
    files
}

/// A title from the name of a folder: `river-letters` is “River letters”.
pub fn title_of(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words: String = name.chars().map(|c| if matches!(c, '-' | '_') || c.is_control() { ' ' } else { c }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "A book".to_owned(),
    }
}

/// Begins a book in a folder, which is made where it is not there; gives the paths of its files.
///
/// # Errors
/// When the folder holds anything but hidden files (such as `.git`), or cannot be written to; nothing is left behind then.
pub fn begin(folder: &Path) -> Result<Vec<PathBuf>, NewError> {
    if let Some(found) = occupied(folder)? {
        return Err(NewError::NotEmpty { folder: folder.to_path_buf(), found });
    }
    let files = files(&title_of(folder));
    let mut made = Made::default();
    for (path, text) in &files {
        let path = folder.join(path);
        made.folders.push(output::Made::folder(path.parent().unwrap_or(folder))?);
        // Never over a file that is there, such as a `.gitignore`.
        match fs::File::create_new(&path) {
            Ok(mut file) => {
                made.files.push(path.clone());
                io::Write::write_all(&mut file, text.as_bytes()).map_err(failed("write", &path))?;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed("write", &path)(error).into()),
        }
    }
    Ok(made.keep())
}

/// What a folder holds that is not hidden; `None` for an empty folder, and for none.
fn occupied(folder: &Path) -> Result<Option<String>, NewError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("use the folder", folder)(error).into()),
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| !name.starts_with('.')).min())
}

/// Files and folders that were made, taken away again unless all went well.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<output::Made>,
}

impl Made {
    /// They stay; gives the files.
    fn keep(mut self) -> Vec<PathBuf> {
        self.folders.iter_mut().for_each(output::Made::keep);
        std::mem::take(&mut self.files)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        // A folder within another before that.
        while self.folders.pop().is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_from_the_folder() {
        for (folder, title) in [("/books/river-letters", "River letters"), ("/x/été_2026", "Été 2026"), ("/", "A book")]
        {
            assert_eq!(title_of(Path::new(folder)), title);
        }
    }

    #[test]
    fn a_title_is_text_whatever_it_holds() {
        for title in ["A: \"b\" #c", "1984", "- x", "{TITLE}"] {
            let files = files(title);
            let manifest: serde_json::Value = files
                .iter()
                .find(|(path, _)| path == "manifest.yaml")
                .and_then(|(_, text)| text.lines().find_map(|line| line.strip_prefix("title: ")))
                .and_then(|quoted| serde_json::from_str(quoted).ok())
                .expect("a title in quotes");
            assert_eq!(manifest, title);
        }
    }

    #[test]
    fn what_was_made_is_taken_away_after_a_failure() {
        let temp = tempfile::tempdir().expect("a folder");
        let folder = temp.path().join("a/b");
        let mut made = Made::default();
        made.folders.push(output::Made::folder(temp.path().join("a").as_path()).expect("a folder"));
        made.folders.push(output::Made::folder(&folder).expect("folders"));
        fs::write(folder.join("f"), "f").expect("written");
        made.files.push(folder.join("f"));
        drop(made);
        assert!(!temp.path().join("a").exists());
    }
}
