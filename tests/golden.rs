//! Every message as a person reads it, to the letter. `tests/golden/README.md` says how a folder is made.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use support::{Book, Run, png};
use weekbook::diagnostic::codes;

/// Codes that no book alone can bring about, with the reason and where they are tested instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("file-unreadable", "the machine refuses a file that is there: src/source/tests.rs, tests/output.rs"),
    ("page-reference", "labels that never settle, which no bundled style brings about: src/layout/tests"),
    ("finished-earlier", "a build before was killed: tests/output.rs"),
    ("internal", "a fault of weekbook itself"),
];

/// Folders that show the form of messages rather than a code.
const FORMS: &str = "forms";

#[test]
fn messages_are_as_expected() {
    let cases = Mutex::new(cases());
    let wrong = Mutex::new(BTreeMap::new());
    let next = || cases.lock().expect("no thread panics here").pop();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(case) = next() {
                    if let Err(fault) = judge(&case) {
                        wrong.lock().expect("no thread panics here").insert(case.name, fault);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no thread panics here");
    let text: Vec<String> = wrong.iter().map(|(name, fault)| format!("=== tests/golden/{name}\n{fault}")).collect();
    assert!(wrong.is_empty(), "{}\n{} differ; UPDATE_GOLDEN=1 accepts them", text.join("\n"), wrong.len());
}

#[test]
fn every_code_has_a_folder() {
    let folders: BTreeSet<String> = cases().into_iter().map(|case| case.code).filter(|code| code != FORMS).collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, _)| *code).collect();
    let known: BTreeSet<&str> = codes::ALL.iter().map(|(code, _)| code.0).collect();
    for code in &known {
        let there = folders.contains(*code);
        assert!(there || elsewhere.contains(code), "`{code}` has no folder in tests/golden");
        assert!(!there || !elsewhere.contains(code), "`{code}` has a folder and is listed as tested elsewhere");
    }
    for code in folders.iter().map(String::as_str).chain(elsewhere) {
        assert!(known.contains(code), "there is no code `{code}`");
    }
}

/// A broken build leaves what an earlier one wrote.
#[test]
fn a_failed_build_leaves_the_artefacts_before_it_untouched() {
    let mut kinds = 0;
    for case in cases().into_iter().filter(|case| case.arguments == ["check"]) {
        if !case.expected().ends_with("exit 1\n") {
            continue;
        }
        let book = case.book();
        book.write("dist/letters.epub", b"an EPUB of before");
        book.write("dist/letters.pdf", b"a PDF of before");
        let before = book.snapshot("dist");
        let run = book.run(["build"]);
        assert_eq!(run.status, 1, "{}: {run}", case.name);
        assert!(book.snapshot("dist") == before, "{} changes artefacts of before", case.name);
        kinds += 1;
    }
    assert!(kinds >= 35, "only {kinds} kinds of broken book");
}

#[test]
fn a_mistake_that_every_edition_meets_is_said_once() {
    let book = Book::small_and("editions: {a: {}, b: {}, c: {title: C}}\n").changed("2021-01-04", "2021-02-30");
    assert_eq!(book.errors().len(), 1);
}

#[test]
fn messages_of_build_check_and_list_are_the_same() {
    let book = Book::small().changed("2021-01-04", "2021-02-30");
    let check = book.run(["check"]).fails(1).stderr;
    assert_eq!(book.run(["build"]).fails(1).stderr, check);
    assert_eq!(book.run(["list"]).fails(1).stderr, check);
}

#[test]
fn programs_get_every_warning_and_people_a_bounded_list() {
    let links: String = (0..50).map(|n| format!("[{n}](none-{n}.md)\n")).collect();
    let book = Book::hostile(&links);
    assert_eq!(book.warnings().len(), 50);
    let lines = |arguments: &[&str]| book.run(arguments).succeeds().stderr.matches("warning[bad-link]").count();
    // One and two digits make two kinds of them.
    assert!((1..=10).contains(&lines(&["check"])));
    assert_eq!(lines(&["check", "-v"]), 50);
    let strict = book.run(["check", "--strict"]).fails(1).stderr;
    assert_eq!(strict.matches("error[bad-link]").count(), 50);
}

/// A folder: a book, and what is said of it.
struct Case {
    /// `code/what`.
    name: String,
    code: String,
    folder: PathBuf,
    environment: Vec<(String, String)>,
    arguments: Vec<String>,
}

/// All folders, in the order of their names.
fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases = Vec::new();
    for code in folders(&root) {
        for folder in folders(&root.join(&code)) {
            cases.push(Case::new(&code, &folder, root.join(&code).join(&folder)));
        }
    }
    cases
}

fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let entries = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

impl Case {
    fn new(code: &str, what: &str, folder: PathBuf) -> Self {
        let line = fs::read_to_string(folder.join("run.txt")).unwrap_or_else(|_| "weekbook check".into());
        let mut words = line.split_whitespace().map(str::to_owned);
        let environment = words.by_ref().take_while(|word| word != "weekbook");
        let pair = |word: String| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = environment.map(|word| pair(word).expect("NAME=VALUE before `weekbook`")).collect();
        Self { name: format!("{code}/{what}"), code: code.into(), folder, environment, arguments: words.collect() }
    }

    fn width(&self) -> usize {
        let columns = self.environment.iter().find(|(name, _)| name == "COLUMNS");
        columns.map_or(100, |(_, columns)| columns.parse::<usize>().expect("a number").max(40))
    }

    fn expected(&self) -> String {
        fs::read_to_string(self.folder.join("expected.txt")).unwrap_or_default()
    }

    /// The folder's files, in a folder of their own, and what cannot be kept among sources.
    fn book(&self) -> Book {
        let book = self.environment.iter().fold(Book::new(), |book, (name, value)| book.env(name, value));
        copy(&self.folder, "", &book);
        made(&self.name, book)
    }

    /// All that is said, and the exit status.
    fn said(&self) -> String {
        let Run { status, stdout, stderr, .. } = self.book().run(&self.arguments);
        // The time that a run took is nobody's to expect.
        let lines = stdout.split_inclusive('\n').filter(|line| !line.starts_with("{\"reason\":\"finished\""));
        let stdout: String = lines.collect();
        let out = if stdout.is_empty() { stdout } else { format!("--- standard output\n{stdout}") };
        format!("{stderr}{out}exit {status}\n")
    }
}

/// Compares a case, or accepts it.
fn judge(case: &Case) -> Result<(), String> {
    let (said, expected) = (case.said(), case.expected());
    if case.code != FORMS && !said.contains(&format!("[{}]", case.code)) {
        return Err(format!("its code is not in what is said:\n{said}"));
    }
    // What goes beyond the width cannot be broken: a path, or a place. JSON lines are for programs.
    let long = said.lines().find(|line| line.chars().count() > case.width() && line.contains(" | "));
    if let Some(line) = long {
        return Err(format!("a line of source is wider than the terminal: {line}"));
    }
    if said == expected {
        return Ok(());
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(case.folder.join("expected.txt"), said).map_err(|error| error.to_string());
    }
    Err(format!("--- it says\n{said}--- expected\n{expected}"))
}

fn copy(folder: &Path, below: &str, book: &Book) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(&entry.path(), &format!("{name}/"), book);
        } else if !["expected.txt", "run.txt"].contains(&name.as_str()) {
            book.write(&name, fs::read(entry.path()).expect("a file"));
        }
    }
}

/// Adds files that are large, or no text, or links.
fn made(name: &str, book: Book) -> Book {
    match name {
        "file-too-large/a-post" => {
            let long = "Many words. ".repeat(1_500_000);
            book.bytes("posts/2017-04-16-b.md", format!("---\ntitle: B\nsource: ap\n---\n{long}\n"))
        }
        "long-block/paragraph" => {
            let long = "The water rose. ".repeat(16_000);
            book.bytes("posts/2017-04-16-b.md", format!("---\ntitle: B\nsource: ap\n---\n{long}\n"))
        }
        "too-many/columns" => {
            let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(1_001));
            let table = row("a") + &row("-") + &row("b");
            book.bytes("posts/2017-04-16-b.md", format!("---\ntitle: B\nsource: ap\n---\n{table}"))
        }
        #[cfg(unix)]
        "path-outside/a-link" => book.link("posts/2017-04-16-b.md", "/etc/hostname"),
        "bad-date/byte-order-mark-and-crlf" => {
            let text = "\u{feff}weekbook: 1\ntitle: Letters\ndispatches:\n  \
                        - {title: One, date: 2021-13-03, source: {name: Made up}, body: First.}\n";
            book.bytes("manifest.yaml", text.replace('\n', "\r\n"))
        }
        "bad-image/cut-short" => book.bytes("posts/map.png", &png(60, 40)[..200]),
        "bad-image/too-many-pixels" => book.bytes("posts/map.png", wide()),
        "missing-alt/image" | "missing-alt/field" | "accessibility/missing-alt" | "unknown-field/image-attribute" => {
            book.image_png("posts/map.png", 60, 40)
        }
        "image-budget/one-image" => book.image_png("posts/map.png", 600, 400),
        "image-moves/gif" => book.bytes("posts/bridge.gif", moving()),
        _ => book,
    }
}

/// A GIF of two frames.
fn moving() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for shade in [60, 200] {
        let frame = image::RgbaImage::from_pixel(20, 10, image::Rgba([shade, 90, 90, 255]));
        encoder.encode_frame(image::Frame::new(frame)).expect("a frame");
    }
    drop(encoder);
    bytes
}

/// A small PNG that says it is 100 000 pixels wide and high.
fn wide() -> Vec<u8> {
    let mut bytes = png(8, 8);
    bytes[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    let checksum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// CRC-32 as PNG has it (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
