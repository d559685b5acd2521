//! Pages of small books as text, to the letter. `tests/pages/README.md` says how to read a difference.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use weekbook::build::{Compiled, Options, Project};
use weekbook::diagnostic::{Diagnostics, Spanned};
use weekbook::flow::SectionKind;
use weekbook::layout::audit::Audit;
use weekbook::layout::{Draw, dump};
use weekbook::manifest::EditionSpec;
use weekbook::manifest::model::PageSize;
use weekbook::style::{Caps, FontStyle, Pt, Rgb, TextAlign};

/// The parts of a book that its file shows: those that it is about.
fn shown(name: &str) -> &'static [SectionKind] {
    match name {
        "back" => &[SectionKind::FrontPage, SectionKind::Corrections, SectionKind::Sources, SectionKind::Index],
        "contents" => &[SectionKind::Contents],
        "recto" => &[SectionKind::TitlePage, SectionKind::Week],
        "long-titles" | "long-words" | "arabic-book" => &[
            SectionKind::Cover,
            SectionKind::TitlePage,
            SectionKind::FrontPage,
            SectionKind::Contents,
            SectionKind::Week,
            SectionKind::Sources,
            SectionKind::Index,
        ],
        _ => &[SectionKind::Week],
    }
}

/// Whether a file shows a page of its book: of one that is longer than anyone reads in a difference, where it begins, goes
/// on and ends.
fn is_kept(name: &str, page: usize, pages: usize) -> bool {
    name != "length" || page == pages / 2 || page + 3 >= pages || (pages > 30 && (6..10).contains(&page))
}

#[test]
fn pages_are_as_expected() {
    let mut wrong = Vec::new();
    for name in books() {
        let book = Small::load(&name);
        for (index, spec) in book.project.manifest.editions.iter().enumerate() {
            let set = pages_of(&name, &book.compile(spec));
            let edition = if index == 0 { String::new() } else { format!(".{}", spec.name.value) };
            let file = format!("{name}{edition}.txt");
            let path = folder().join(&file);
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if set == expected {
                continue;
            }
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::write(&path, &set).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            } else {
                wrong.push(format!("=== tests/pages/{file}\n{}", differences(&expected, &set)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differ; UPDATE_GOLDEN=1 accepts them", wrong.join("\n"), wrong.len());
}

/// Books that are hard to set: on each page size of the trade, and on small ones, where widows and orphans may be; large
/// print is for large pages.
#[test]
fn what_is_hard_to_set_is_set_on_any_page() {
    const SIZES: [(&str, f64, f64); 4] =
        [("A4", 595.28, 841.89), ("A5", 419.53, 595.28), ("Letter", 612.0, 792.0), ("custom", 360.0, 504.0)];
    let mut wrong = String::new();
    for name in ["arabic-book", "figures", "long-titles", "long-words", "wide-table"] {
        let book = Small::load(name);
        assert!(book.project.manifest.editions.len() == 3, "tests/pages/{name} is in three styles");
        for spec in &book.project.manifest.editions {
            let is_large = |width: f64| spec.name.value != "large-print" || width > 500.0;
            for (size, width, height) in SIZES.into_iter().filter(|(_, width, _)| is_large(*width)) {
                let mut spec = spec.clone();
                spec.settings.page = Some(Spanned::new(PageSize { width, height }, spec.name.span.clone()));
                let compiled = book.compile_with(&spec, &mut Diagnostics::new());
                let blemishes = compiled.audit().expect("an edition with pages").blemishes;
                for blemish in blemishes.iter().filter(|blemish| blemish.fault.is_hard()) {
                    let _ = writeln!(wrong, "{name}, {}, {size}: {blemish:?}", spec.name.value);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn large_print_is_large_upright_and_black() {
    let compiled = compile("large-print");
    let pages = &compiled.pages.as_ref().expect("an edition with pages").pages;
    let mut runs = 0;
    let items =
        pages.iter().enumerate().flat_map(|(n, page)| page.items.iter().chain(&page.furniture).map(move |i| (n, i)));
    for (page, item) in items {
        let Draw::Glyphs { run, .. } = &item.draw else { continue };
        runs += 1;
        // Marks of notes, super- and subscripts are smaller than the text, and no other.
        let least = if run.rise == Pt::ZERO { 16.5 } else { 13.0 };
        let black = run.color == Rgb { r: 0, g: 0, b: 0 };
        // The cover has a dark panel.
        let white = page == 0 && run.color == Rgb { r: 255, g: 255, b: 255 };
        assert!(run.size >= Pt(least) && (black || white), "“{}” is of {} points", run.text, run.size.0);
        assert!(!run.text.ends_with('\u{AD}'), "“{}” is divided", run.text);
    }
    assert!(runs > 100, "only {runs} runs");
    for style in &compiled.flow.styles {
        let plain = style.font_style == FontStyle::Normal && style.caps == Caps::Normal;
        assert!(plain && style.text_align != TextAlign::Justify, "{style:?}");
    }
}

#[test]
fn every_file_has_its_book() {
    let files = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().split('.').next().map(str::to_owned);
    let files: BTreeSet<String> = files.filter_map(name).collect();
    assert_eq!(files, books());
}

#[test]
fn no_page_is_at_fault() {
    for name in books() {
        let book = Small::load(&name);
        for spec in &book.project.manifest.editions {
            let audit: Audit = book.compile(spec).audit().expect("an edition with pages");
            assert_eq!(audit.blemishes, [], "tests/pages/{name}, {}", spec.name.value);
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn books() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry"));
    let books = entries.filter(|entry| entry.path().is_dir());
    books.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect()
}

/// One of the books, in the folder that it was read from.
struct Small {
    name: String,
    project: Project,
    /// Where what is made for the test is, as long as it is looked at.
    _made: Option<tempfile::TempDir>,
}

impl Small {
    fn load(name: &str) -> Self {
        let mut path = folder().join(name);
        let made = (name == "length").then(|| {
            let made = tempfile::tempdir().expect("a temporary folder");
            fs::copy(path.join("manifest.yaml"), made.path().join("manifest.yaml")).expect("a copy");
            fs::write(made.path().join("long.md"), long_dispatch(20_000)).expect("a file");
            path = made.path().to_owned();
            made
        });
        let mut diags = Diagnostics::new();
        let project = Project::load(Some(&path), &mut diags).expect("a manifest");
        Self { name: name.to_owned(), project, _made: made }
    }

    fn compile(&self, spec: &EditionSpec) -> Compiled {
        let mut diags = Diagnostics::new();
        let compiled = self.compile_with(spec, &mut diags);
        let messages: Vec<&str> = diags.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, Vec::<&str>::new(), "tests/pages/{}, {}", self.name, spec.name.value);
        compiled
    }

    fn compile_with(&self, spec: &EditionSpec, diags: &mut Diagnostics) -> Compiled {
        self.project.compile(spec, &Options::default(), diags).expect("an edition")
    }
}

fn compile(name: &str) -> Compiled {
    let book = Small::load(name);
    book.compile(&book.project.manifest.editions[0])
}

/// A dispatch of so many words: paragraphs of all lengths, headings, lists and notes, the same every time.
fn long_dispatch(words: usize) -> String {
    const WORDS: [&str; 24] = [
        "river",
        "carts",
        "of",
        "the",
        "morning",
        "bridge",
        "and",
        "nobody",
        "counted",
        "again",
        "between",
        "water",
        "a",
        "village",
        "eastern",
        "to",
        "waited",
        "ferry",
        "in",
        "responsibility",
        "who",
        "was",
        "municipalities",
        "by",
    ];
    let (mut out, mut seed, mut written, mut paragraph, mut notes) = (String::new(), 1_u64, 0, 0, String::new());
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    while written < words {
        paragraph += 1;
        if paragraph % 14 == 0 {
            let _ = writeln!(out, "### Part {}\n", paragraph / 14);
        }
        let length = (20 + next(110) as usize).min(words - written);
        for word in 0..length {
            let text = WORDS[next(WORDS.len() as u64) as usize];
            match (word % 11, word + 1 == length) {
                (0, _) => out.extend(text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1))),
                _ => out.push_str(text),
            }
            out.push_str(if word % 11 == 10 || word + 1 == length { ". " } else { " " });
        }
        written += length;
        if paragraph % 9 == 0 {
            let _ = write!(out, "[^{paragraph}]");
            let _ = writeln!(
                notes,
                "[^{paragraph}]: Counted from the {} bank.\n",
                if next(2) == 0 { "left" } else { "right" }
            );
        }
        out.push_str("\n\n");
        if paragraph % 25 == 0 {
            out.push_str("- The upper bridge\n- The mill, the ford and the ferry\n- The lower bridge\n\n");
        }
    }
    out + &notes
}

/// The pages of the parts that a book is about, as the dump of the whole has them.
fn pages_of(name: &str, compiled: &Compiled) -> String {
    let pages = compiled.pages.as_ref().expect("an edition with pages");
    let flow = compiled.printed();
    let all = dump(pages, flow);
    let mut out = String::new();
    let mut index = 0;
    let mut shows = false;
    for line in all.lines() {
        if line.starts_with("page ") {
            let section = pages.pages[index].section as usize;
            let kept = is_kept(name, index, pages.pages.len());
            shows = kept && shown(name).contains(&flow.sections[section].kind);
            index += 1;
        } else if line.starts_with("anchor ") {
            shows = false;
        }
        if shows {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Lines that one of two texts has, from the first that differs to the last, `-` before what was expected.
fn differences(expected: &str, set: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), set.lines().collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = (&before[head..], &after[head..]);
    let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let part = |lines: &[&str], sign: &str| -> String {
        lines[head..lines.len() - tail].iter().map(|line| format!("{sign}{line}\n")).collect()
    };
    format!("(line {})\n{}{}", head + 1, part(&before, "-"), part(&after, "+"))
}
