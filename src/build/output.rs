//! Artefacts onto the disk: written aside as each is made, then renamed into place together.
//!
//! A build stages its files in a folder of its own inside the output folder, holding a lock on it for as long as
//! it lives. Creating and committing happen under a lock of the output folder, so that two builds at once never
//! mix their files, and whatever a killed build left (its lock is free) is removed by the next one.
//!
//! A build that is killed between two of its renames leaves some artefacts new and some old. Before the first rename
//! it writes down which files it puts in place; the next build that gets as far finds this, and finishes it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// Staging folders are named `.weekbook-…`; nothing else in an output folder is ever touched.
const PREFIX: &str = ".weekbook-";
/// Held for as long as the build lives. An artefact's name has a dot in it, and so is neither this nor the next.
const LOCK: &str = "lock";
/// The names of the files that are put in place, a line each; there once all of them are written.
const JOURNAL: &str = "renaming";

/// What went wrong, and with which path: the machine's fault, not the book's.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{path}`: {error}")]
pub struct OutputError {
    action: &'static str,
    path: String,
    error: io::Error,
}

/// The error of something that was tried with a path.
pub(crate) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.display().to_string();
    move |error| OutputError { action, path, error }
}

/// Artefacts on their way into an output folder: all of them, or none. Dropped before [`Stage::commit`], it leaves the
/// folder as it was.
pub struct Stage {
    // Dropped first: a folder that this build made is empty only then.
    staging: Staging,
    folder: PathBuf,
    names: Vec<String>,
    made: Made,
}

/// What [`Stage::commit`] did.
#[derive(Debug, Default)]
pub struct Committed {
    /// The artefacts, in the order in which they were staged.
    pub paths: Vec<PathBuf>,
    /// Artefacts of an earlier build that was killed while it put them in place, and that have been put there now.
    pub finished: Vec<String>,
}

impl Stage {
    /// Begins to stage files for `folder`, which is made where it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or is none, or permission is missing.
    pub fn open(folder: &Path) -> Result<Self, OutputError> {
        let made = Made::folder(folder)?;
        let _guard = FolderLock::take(folder)?;
        let staging = Staging::create(folder)?;
        Ok(Self { staging, folder: folder.to_path_buf(), names: Vec::new(), made })
    }

    /// Writes a file aside.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.staging.write(name, bytes)?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Puts everything that was staged in place, and removes what killed builds left.
    ///
    /// # Errors
    /// When permission is missing or the disk fails. Nothing in the folder has changed then, save in the unlikely case
    /// of a failure between two renames.
    pub fn commit(self) -> Result<Committed, OutputError> {
        // In this order, so that the staging folder is dropped before the folders that it stands in.
        let Self { mut made, folder, names, staging } = self;
        let _guard = FolderLock::take(&folder)?;
        let finished = finish_killed(&folder);
        // A folder where a file should go is found before the first rename, not between two.
        for name in &names {
            let target = folder.join(name);
            if target.is_dir() {
                return Err(failed("replace", &target)(io::Error::from(io::ErrorKind::IsADirectory)));
            }
        }
        staging.write_journal(&names)?;
        let mut paths = Vec::with_capacity(names.len());
        for name in &names {
            let target = folder.join(name);
            fs::rename(staging.path.join(name), &target).map_err(failed("write", &target))?;
            paths.push(target);
        }
        made.keep();
        drop(staging);
        remove_leftovers(&folder);
        sync_folder(&folder);
        Ok(Committed { paths, finished })
    }
}

/// Folders that this run made, removed again unless something was put there.
pub(crate) struct Made(Vec<PathBuf>);

impl Made {
    /// Creates `folder` with its parents.
    pub(crate) fn folder(folder: &Path) -> Result<Self, OutputError> {
        let missing = folder.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        // The innermost first, as they are removed.
        let made = Self(missing.map(Path::to_path_buf).collect());
        fs::create_dir_all(folder).map_err(failed("create the folder", folder))?;
        if !folder.is_dir() {
            return Err(failed("use", folder)(io::Error::from(io::ErrorKind::NotADirectory)));
        }
        Ok(made)
    }

    /// They stay.
    pub(crate) fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            // Only if it is still empty.
            let _ = fs::remove_dir(path);
        }
    }
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

    /// Writes down what is about to be put in place. It is there whole or not at all.
    fn write_journal(&self, names: &[String]) -> Result<(), OutputError> {
        let half = format!("{JOURNAL}-half");
        self.write(&half, names.join("\n").as_bytes())?;
        let path = self.path.join(JOURNAL);
        fs::rename(self.path.join(half), &path).map_err(failed("write", &path))
    }
}

/// Finishes what a build had begun to put in place when it was killed; gives the files it did this for. Called under
/// the folder's lock, so that there is at most one such build.
fn finish_killed(folder: &Path) -> Vec<String> {
    let mut finished = Vec::new();
    for staging in abandoned(folder) {
        let Ok(journal) = fs::read_to_string(staging.join(JOURNAL)) else { continue };
        let plain = |name: &&str| {
            let mut parts = Path::new(name).components();
            matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
        };
        for name in journal.lines().filter(plain) {
            let (from, to) = (staging.join(name), folder.join(name));
            if from.is_file() && !to.is_dir() && fs::rename(from, to).is_ok() {
                finished.push(name.to_owned());
            }
        }
    }
    finished.sort();
    finished
}

/// Staging folders whose build no longer lives. Asked for under the folder's lock, so that none is just being made.
fn abandoned(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let ours = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
            && entry.file_type().is_ok_and(|t| t.is_dir())
            && is_abandoned(&entry.path())
    };
    entries.flatten().filter(ours).map(|entry| entry.path()).collect()
}

impl Drop for Staging {
    fn drop(&mut self) {
        // First, so that what is left of a folder that is being removed is never taken for something to finish.
        let _ = fs::remove_file(self.path.join(JOURNAL));
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes what killed builds left. Called under the folder's lock.
fn remove_leftovers(folder: &Path) {
    for staging in abandoned(folder) {
        let _ = fs::remove_dir_all(staging);
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

    fn commit(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Committed, OutputError> {
        let mut stage = Stage::open(folder)?;
        for (name, bytes) in files {
            stage.write(name, bytes)?;
        }
        stage.commit()
    }

    /// A staging folder as a build leaves it that was killed: with these files, and those it had to put in place.
    fn killed(folder: &Path, files: &[(&str, &str)], journal: Option<&str>) {
        let staging = folder.join(".weekbook-1-0");
        fs::create_dir(&staging).unwrap();
        fs::write(staging.join(LOCK), "").unwrap();
        for (name, text) in files {
            fs::write(staging.join(name), text).unwrap();
        }
        if let Some(journal) = journal {
            fs::write(staging.join(JOURNAL), journal).unwrap();
        }
    }

    #[test]
    fn a_pair_left_mixed_by_a_kill_between_two_renames_is_finished_by_the_next_build() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("x.epub"), "new").unwrap();
        fs::write(temp.path().join("x.pdf"), "old").unwrap();
        killed(temp.path(), &[("x.pdf", "new"), ("y.pdf", "not named")], Some("x.epub\nx.pdf"));
        // A build of another edition, which would itself leave the pair as it is.
        let done = commit(temp.path(), &[("x-brief.pdf".into(), b"brief".to_vec())]).unwrap();
        assert_eq!(done.finished, ["x.pdf"]);
        assert_eq!(names(temp.path()), ["x-brief.pdf", "x.epub", "x.pdf"]);
        assert_eq!(fs::read(temp.path().join("x.pdf")).unwrap(), b"new");
    }

    #[test]
    fn what_was_written_aside_before_the_first_rename_is_not_put_in_place() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("x.pdf"), "old").unwrap();
        killed(temp.path(), &[("x.pdf", "half"), ("renaming-half", "x.pdf")], None);
        let done = commit(temp.path(), &[("y.pdf".into(), vec![])]).unwrap();
        assert!(done.finished.is_empty());
        assert_eq!(fs::read(temp.path().join("x.pdf")).unwrap(), b"old");
        assert_eq!(names(temp.path()), ["x.pdf", "y.pdf"]);
    }

    #[test]
    fn a_journal_names_nothing_outside_the_folder() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("out");
        fs::create_dir(&out).unwrap();
        killed(&out, &[("x", "moved")], Some("../x\n.weekbook-1-0/x\n/tmp/x\n..\n"));
        assert!(commit(&out, &[("y.pdf".into(), vec![])]).unwrap().finished.is_empty());
        assert_eq!(names(temp.path()), ["out"]);
        assert_eq!(names(&out), ["y.pdf"]);
    }

    #[test]
    fn a_stage_that_is_dropped_leaves_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let mut stage = Stage::open(&temp.path().join("new/deep")).unwrap();
        stage.write("x.pdf", b"x").unwrap();
        assert_eq!(names(&temp.path().join("new/deep")).len(), 1);
        drop(stage);
        assert!(names(temp.path()).is_empty());
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
        assert!(commit(temp.path(), &[("x.epub".into(), b"new".to_vec()), ("x.pdf".into(), vec![])]).is_err());
        assert_eq!(fs::read(temp.path().join("x.epub")).unwrap(), b"old");
        assert_eq!(names(temp.path()), ["x.epub", "x.pdf"]);
    }

    #[test]
    fn a_failed_build_removes_the_folders_it_made() {
        let temp = tempfile::tempdir().unwrap();
        let out = temp.path().join("new/deep");
        assert!(commit(&out, &[("no/such".into(), vec![])]).is_err());
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
