//! Pages of small books as text, to the letter. `tests/pages/README.md` says how to read a difference.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use weekbook::build::{Compiled, Options, Project};
use weekbook::diagnostic::Diagnostics;
use weekbook::flow::SectionKind;
use weekbook::layout::{Draw, dump};
use weekbook::style::{Caps, FontStyle, Pt, Rgb, TextAlign};

/// The parts of a book that its file shows: those that it is about.
fn shown(name: &str) -> &'static [SectionKind] {
    match name {
        "back" => &[SectionKind::FrontPage, SectionKind::Corrections, SectionKind::Sources, SectionKind::Index],
        "contents" => &[SectionKind::Contents],
        "recto" => &[SectionKind::TitlePage, SectionKind::Week],
        _ => &[SectionKind::Week],
    }
}

#[test]
fn pages_are_as_expected() {
    let mut wrong = Vec::new();
    for name in books() {
        let set = pages_of(&name, &compile(&name));
        let path = folder().join(format!("{name}.txt"));
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if set == expected {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &set).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        } else {
            wrong.push(format!("=== tests/pages/{name}.txt\n{}", differences(&expected, &set)));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differ; UPDATE_GOLDEN=1 accepts them", wrong.join("\n"), wrong.len());
}

#[test]
fn large_print_is_large_upright_and_black() {
    let compiled = compile("large-print");
    let pages = &compiled.pages.as_ref().expect("an edition with pages").pages;
    let mut runs = 0;
    for item in pages.iter().flat_map(|page| page.items.iter().chain(&page.furniture)) {
        let Draw::Glyphs { run, .. } = &item.draw else { continue };
        runs += 1;
        // Marks of notes, super- and subscripts are smaller than the text, and no other.
        let least = if run.rise == Pt::ZERO { 16.5 } else { 13.0 };
        assert!(
            run.size >= Pt(least) && run.color == (Rgb { r: 0, g: 0, b: 0 }),
            "“{}” is of {} points",
            run.text,
            run.size.0
        );
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
    let files: BTreeSet<String> = files.map(|p| p.file_stem().expect("a name").to_string_lossy().into()).collect();
    assert_eq!(files, books());
}

#[test]
fn no_page_is_at_fault() {
    for name in books() {
        let audit = compile(&name).audit().expect("an edition with pages");
        assert_eq!(audit.blemishes, [], "tests/pages/{name}");
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

fn compile(name: &str) -> Compiled {
    let mut diags = Diagnostics::new();
    let project = Project::load(Some(&folder().join(name)), &mut diags).expect("a manifest");
    let compiled = project.compile(&project.manifest.editions[0], &Options::default(), &mut diags);
    let messages: Vec<&str> = diags.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, Vec::<&str>::new(), "tests/pages/{name}");
    compiled.expect("an edition")
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
            shows = shown(name).contains(&flow.sections[section].kind);
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
