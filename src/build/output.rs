//! Artefacts onto the disk: written aside, then renamed into place together.
//!
//! A build stages its files in a folder of its own inside the output folder, holding a lock on it for as long as
//! it lives. Creating and committing happen under a lock of the output folder, so that two builds at once never
//! mix their files, and whatever a killed build left (its lock is free) is removed by the next one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Staging folders are named `.weekbook-…`; nothing else in an output folder is ever touched.
const PREFIX: &str = ".weekbook-";
const LOCK: &str = "lock";

/// What went wrong, and with which path: the machine's fault, not the book's.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{path}`: {error}")]
pub struct OutputError {
    action: &'static str,
    path: String,
    error: io::Error,
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.display().to_string();
    move |error| OutputError { action, path, error }
}

/// Writes `files` (name, bytes) into `folder`, all or none, and gives their paths.
///
/// # Errors
/// When the folder cannot be made or is none, the disk is full, or permission is missing. Nothing in the folder
/// has changed then, save in the unlikely case of a failure between two renames.
pub fn commit(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, OutputError> {
    let made = make_folder(folder)?;
    let result = stage_and_rename(folder, files);
    if result.is_err() {
        // Only folders that this build made, and only if they are still empty.
        for path in made.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
    result
}

/// Creates `folder` with its parents; gives those that were not there before.
fn make_folder(folder: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let missing: Vec<PathBuf> =
        folder.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).map(Path::to_path_buf).collect();
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))?;
    if !folder.is_dir() {
        return Err(failed("use", folder)(io::Error::from(io::ErrorKind::NotADirectory)));
    }
    Ok(missing.into_iter().rev().collect())
}

fn stage_and_rename(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, OutputError> {
    let guard = FolderLock::take(folder)?;
    let staging = Staging::create(folder)?;
    drop(guard);
    for (name, bytes) in files {
        staging.write(name, bytes)?;
    }
    let _guard = FolderLock::take(folder)?;
    // A folder where a file should go is found before the first rename, not between two.
    for (name, _) in files {
        let target = folder.join(name);
        if target.is_dir() {
            return Err(failed("replace", &target)(io::Error::from(io::ErrorKind::IsADirectory)));
        }
    }
    let mut paths = Vec::with_capacity(files.len());
    for (name, _) in files {
        let target = folder.join(name);
        fs::rename(staging.path.join(name), &target).map_err(failed("write", &target))?;
        paths.push(target);
    }
    drop(staging);
    remove_leftovers(folder);
    sync_folder(folder);
    Ok(paths)
}

/// An exclusive lock on the output folder itself, so that no lock file stays behind.
struct FolderLock(#[allow(dead_code)] Option<File>);

impl FolderLock {
    fn take(folder: &Path) -> Result<Self, OutputError> {
        // Where a folder cannot be opened or locked (Windows, some network file systems), go on without: the
        // renames are still atomic one by one.
        let Ok(file) = File::open(folder) else {
            return if cfg!(unix) {
                Err(failed("open the folder", folder)(io::Error::from(io::ErrorKind::PermissionDenied)))
            } else {
                Ok(Self(None))
            };
        };
        Ok(Self(file.lock().is_ok().then_some(file)))
    }
}

/// A staging folder of this process; removed when dropped.
struct Staging {
    path: PathBuf,
    _lock: File,
}

impl Staging {
    fn create(folder: &Path) -> Result<Self, OutputError> {
        let (path, lock) = (0..10_000)
            .find_map(|n| {
                let path = folder.join(format!("{PREFIX}{}-{n}", std::process::id()));
                match fs::create_dir(&path) {
                    Ok(()) => Some(Ok(path)),
                    Err(e) if e.kind() == io::ErrorKind::AlreadyExists => None,
                    Err(e) => Some(Err(failed("write into", folder)(e))),
                }
            })
            .unwrap_or_else(|| Err(failed("write into", folder)(io::Error::from(io::ErrorKind::AlreadyExists))))
            .and_then(|path| {
                let lock = path.join(LOCK);
                let file = File::create(&lock).and_then(|f| f.lock().map(|()| f)).map_err(failed("write", &lock))?;
                Ok((path, file))
            })?;
        Ok(Self { path, _lock: lock })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.path.join(name);
        File::create(&path)
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            })
            .map_err(failed("write", &path))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes staging folders whose build no longer lives. Called under the folder's lock, so that none is just
/// being made.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if ours && entry.file_type().is_ok_and(|t| t.is_dir()) && is_abandoned(&path) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

fn is_abandoned(staging: &Path) -> bool {
    match File::open(staging.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        // Killed between making the folder and the lock.
        Err(e) => e.kind() == io::ErrorKind::NotFound,
    }
}

/// The renames reach the disk too; a file system that cannot do this for folders is no failure.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn writes_all_files_and_leaves_nothing_else() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("a/b");
        commit(&out, &[("x.epub".into(), b"one".to_vec()), ("x.pdf".into(), b"two".to_vec())]).unwrap();
        assert_eq!(names(&out), ["x.epub", "x.pdf"]);
        assert_eq!(fs::read(out.join("x.pdf")).unwrap(), b"two");
    }

    #[test]
    fn removes_what_a_killed_build_left_but_not_what_lives() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path();
        fs::create_dir(out.join(".weekbook-1-0")).unwrap();
        fs::write(out.join(".weekbook-1-0/lock"), "").unwrap();
        fs::write(out.join(".weekbook-1-0/x.pdf"), "half").unwrap();
        fs::create_dir(out.join(".weekbook-2-0")).unwrap();
        let alive = Staging::create(out).unwrap();
        fs::write(out.join("mine.txt"), "kept").unwrap();
        commit(out, &[("x.pdf".into(), b"two".to_vec())]).unwrap();
        let staged = alive.path.file_name().unwrap().to_str().unwrap().to_string();
        assert_eq!(names(out), [staged, "mine.txt".into(), "x.pdf".into()]);
        drop(alive);
        assert_eq!(names(out), ["mine.txt", "x.pdf"]);
    }

    #[test]
    fn a_folder_that_is_a_file_changes_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("out");
        fs::write(&out, "a file").unwrap();
        let error = commit(&out, &[("x.pdf".into(), vec![])]).unwrap_err();
        assert!(error.to_string().contains("out"), "{error}");
        assert_eq!(fs::read(&out).unwrap(), b"a file");
    }

    #[test]
    fn a_folder_in_an_artefacts_place_keeps_the_other_artefact_old() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("x.epub"), "old").unwrap();
        fs::create_dir(temp.path().join("x.pdf")).unwrap();
        commit(temp.path(), &[("x.epub".into(), b"new".to_vec()), ("x.pdf".into(), vec![])]).unwrap_err();
        assert_eq!(fs::read(temp.path().join("x.epub")).unwrap(), b"old");
        assert_eq!(names(temp.path()), ["x.epub", "x.pdf"]);
    }

    #[test]
    fn a_failed_build_removes_the_folders_it_made() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("new/deep");
        commit(&out, &[("no/such".into(), vec![])]).unwrap_err();
        assert!(names(temp.path()).is_empty());
    }

    #[test]
    fn builds_at_once_leave_whole_files() {
        let temp = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for n in 0..6u8 {
                let out = temp.path();
                scope.spawn(move || {
                    for _ in 0..5 {
                        let files = [("x.epub".into(), vec![n; 50_000]), ("x.pdf".into(), vec![n; 70_000])];
                        commit(out, &files).unwrap();
                    }
                });
            }
        });
        assert_eq!(names(temp.path()), ["x.epub", "x.pdf"]);
        let (epub, pdf) = (fs::read(temp.path().join("x.epub")).unwrap(), fs::read(temp.path().join("x.pdf")).unwrap());
        assert!(epub.iter().chain(&pdf).all(|b| *b == epub[0]), "the pair is of one build");
    }
}
