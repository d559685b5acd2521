//! One case: a damaged book, taken as far as it goes.

use std::cell::RefCell;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use weekbook::build::{Fault, Options, Project};
use weekbook::diagnostic::{Diagnostics, codes, render};
use weekbook::manifest::Format;

use crate::mutate;
use crate::random::Random;
use crate::seeds::Seed;
use crate::support::Epub;

/// How long a case may take. The unoptimised program is slower.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 10 });
/// On a machine that does other things as well, it is the time on a processor that counts, where the system tells it;
/// a case that waits for something must end as well.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Stack of the thread that builds, as `weekbook` gives its own.
const STACK: usize = 16 << 20;

thread_local! {
    /// What the last panic of this thread said, and where.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Has panics remembered instead of printed.
pub fn remember_panics() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        PANIC.with(|last| *last.borrow_mut() = info.to_string());
        if std::thread::current().name().is_none_or(|name| !name.starts_with("case")) {
            print(info);
        }
    }));
}

/// What a worker is at.
#[derive(Clone)]
struct At {
    case: u64,
    folder: PathBuf,
    since: Instant,
    /// What the system tells of its thread, and how long that had been on a processor when the case began.
    thread: Option<(PathBuf, Duration)>,
}

impl At {
    /// For how long it has been running.
    fn takes_too_long(&self) -> bool {
        let waited = self.since.elapsed();
        let ran = self.thread.as_ref().and_then(|(thread, before)| Some(on_processor(thread)?.saturating_sub(*before)));
        waited > LONGEST_WAIT || ran.unwrap_or(waited) > LONGEST
    }
}

/// How long a thread has been on a processor, where the system tells (Linux, `schedstat`).
fn on_processor(thread: &Path) -> Option<Duration> {
    let text = fs::read_to_string(thread.join("schedstat")).ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Ends the process, its case kept, when a case takes too long.
pub struct Watch {
    workers: Vec<Mutex<Option<At>>>,
    done: AtomicBool,
}

impl Watch {
    pub fn new(workers: usize) -> Self {
        Self { workers: (0..workers).map(|_| Mutex::new(None)).collect(), done: AtomicBool::new(false) }
    }

    /// Watches until [`Self::end`].
    pub fn watch(&self) {
        while !self.done.load(Ordering::Relaxed) {
            for worker in &self.workers {
                let at = worker.lock().expect("no panic while held").clone();
                if let Some(at) = at.filter(At::takes_too_long) {
                    let failure = failure(at.case, &at.folder, &format!("takes more than {LONGEST:?}"));
                    // The case cannot be stopped, only the process.
                    eprintln!("{failure}");
                    std::process::abort();
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn end(&self) {
        self.done.store(true, Ordering::Relaxed);
    }

    fn set(&self, place: usize, at: Option<At>) {
        *self.workers[place].lock().expect("no panic while held") = at;
    }
}

/// Builds cases, one after the other, in a folder of its own.
pub struct Worker<'a> {
    seeds: &'a [Seed],
    watch: &'a Watch,
    place: usize,
    folder: tempfile::TempDir,
    pool: rayon::ThreadPool,
    /// What the system tells of the pool's thread.
    thread: Option<PathBuf>,
    /// How many cases had no error.
    pub built: u64,
}

impl<'a> Worker<'a> {
    pub fn new(seeds: &'a [Seed], watch: &'a Watch, place: usize) -> Self {
        let folder = tempfile::Builder::new().prefix("weekbook-mutation-").tempdir().expect("a temporary folder");
        for (number, seed) in seeds.iter().enumerate() {
            for (name, bytes) in &seed.files {
                write(&folder.path().join(number.to_string()).join(name), bytes);
            }
        }
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK);
        let pool = threads.thread_name(|_| "case".to_owned()).build().expect("a thread");
        let thread =
            pool.install(|| fs::read_link("/proc/thread-self").ok()).map(|thread| Path::new("/proc").join(thread));
        Self { seeds, watch, place, folder, pool, thread, built: 0 }
    }

    /// What cases begin with has no errors.
    pub fn undamaged(&self) {
        for number in 0..self.seeds.len() {
            let built = self.pool.install(|| build(&self.folder.path().join(number.to_string())));
            assert_eq!(built, Ok(true), "book {number}");
        }
    }

    /// Damages a book and builds it.
    pub fn case(&mut self, case: u64) -> Result<(), String> {
        let mut random = Random::of(case);
        let weights: usize = self.seeds.iter().map(|seed| seed.weight).sum();
        let mut at = random.below(weights);
        let number = self.seeds.iter().position(|seed| {
            seed.weight > at || {
                at -= seed.weight;
                false
            }
        });
        let number = number.expect("the weights' sum");
        let seed = &self.seeds[number];
        let (name, bytes) = random.pick(&seed.files);
        let (_, others) = random.pick(&seed.files);
        let damaged = mutate::damage(name, bytes, others, &mut random);
        let book = self.folder.path().join(number.to_string());
        write(&book.join(name), &damaged);
        let thread = self.thread.clone().and_then(|thread| on_processor(&thread).map(|ran| (thread, ran)));
        self.watch.set(self.place, Some(At { case, folder: book.clone(), since: Instant::now(), thread }));
        let ended = self.pool.install(|| {
            let built = panic::catch_unwind(AssertUnwindSafe(|| build(&book)));
            built.unwrap_or_else(|_| Err(PANIC.with(|last| last.borrow().clone())))
        });
        self.watch.set(self.place, None);
        let ended = ended.map_err(|why| failure(case, &book, &format!("{name}: {why}")));
        write(&book.join(name), bytes);
        self.built += u64::from(ended?);
        Ok(())
    }
}

/// Builds every edition in both formats, in memory; says whether the book had no error.
fn build(book: &Path) -> Result<bool, String> {
    let mut diags = Diagnostics::new();
    let mut whole = false;
    if let Some(project) = Project::load(Some(book), &mut diags) {
        whole = true;
        for spec in &project.manifest.editions {
            let Some(compiled) = project.compile(spec, &Options::default(), &mut diags) else {
                whole = false;
                continue;
            };
            for format in &spec.formats {
                match compiled.write(*format) {
                    Ok(artifact) => sound(*format, &artifact.bytes),
                    Err(Fault::Internal(why)) => return Err(format!("internal error: {why}")),
                    // A name, or a font, that was damaged: the book's fault, and said as such.
                    Err(Fault::Leak { .. } | Fault::Font(_)) => whole = false,
                }
            }
        }
    }
    let mut all = diags.into_vec();
    render::sort(&mut all, "manifest.yaml");
    for diagnostic in &all {
        if diagnostic.code == codes::INTERNAL {
            return Err(format!("internal error: {}", diagnostic.message));
        }
        let shown = render::json(diagnostic) + &render::human(diagnostic, false, 60);
        if shown.contains(['\u{1b}', '\u{202E}', '\0']) {
            return Err(format!("a message is not made harmless: {shown}"));
        }
    }
    Ok(whole && !all.iter().any(|d| d.severity == weekbook::diagnostic::Severity::Error))
}

/// What was written opens again: every document of an EPUB is well formed.
fn sound(format: Format, bytes: &[u8]) {
    match format {
        Format::Epub => drop(Epub::open(bytes)),
        Format::Pdf => {
            assert!(bytes.starts_with(b"%PDF-"));
            lopdf::Document::load_mem(bytes).expect("a PDF that opens");
        }
    }
}

/// Keeps a case, and says how to repeat it.
fn failure(case: u64, book: &Path, why: &str) -> String {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutation-{case}"));
    let _ = fs::remove_dir_all(&kept);
    copy(book, &kept);
    format!(
        "case {case}: {why}\n  kept in {}; again: WEEKBOOK_MUTATION={case} cargo test --release --test mutation",
        kept.display()
    )
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else if let Ok(bytes) = fs::read(&path) {
            write(&target, &bytes);
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// The most memory that this process has had, in kibibytes, where the system tells.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}
