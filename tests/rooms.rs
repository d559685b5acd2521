//! The three rules of docs/architecture.md that a compiler does not check: imports point one way, the two writers do
//! not know each other, and each chosen crate has one home.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from left to right: each may import only from rooms before it. `style` stands with what it shares a row with.
const ROOMS: [&str; 19] = [
    "diagnostic",
    "redact",
    "language",
    "date",
    "source",
    "fonts",
    "manifest",
    "dispatch",
    "edition",
    "style",
    "flow",
    "text",
    "layout",
    "cover",
    "epub",
    "pdf",
    "build",
    "starter",
    "cli",
];

/// Each chosen crate, as code names it, with the rooms that alone may: the table in docs/architecture.md. (tests/ read
/// PDFs back with lopdf.)
fn homes() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let text = fs::read_to_string(path).expect("the document is there");
    let table = text.lines().skip_while(|line| *line != "| crate | home | for |").skip(2);
    let rows = table.map_while(|line| line.strip_prefix("| ")).map(|row| row.split(" | ").collect::<Vec<_>>());
    let homes = rows.flat_map(|row| {
        let rooms = row[1].split(", ").map(|room| room.trim_matches('`').trim_end_matches('/').to_owned());
        let rooms: Vec<String> = rooms.collect();
        row[0].split(", ").map(move |name| (name.replace('-', "_"), rooms.clone())).collect::<Vec<_>>()
    });
    homes.collect()
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Each room's code, comments left out, by file.
fn rooms() -> BTreeMap<String, Vec<(String, String)>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut rooms: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("in src").to_string_lossy().replace('\\', "/");
        let Some((room, _)) = inside.split_once('/') else { continue };
        let text = fs::read_to_string(&file).expect("readable");
        let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        rooms.entry(room.to_string()).or_default().push((inside, code.join("\n")));
    }
    rooms
}

/// Whether a path such as `name::` stands in the code as a whole word.
fn names(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

/// Whether code names a room of the crate: `crate::room`, or `room` in a `crate::{…}`.
fn reaches(code: &str, room: &str) -> bool {
    let word = |text: &str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    code.match_indices("crate::").any(|(at, path)| {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(list) => heads(list).iter().any(|name| name[..word(name)] == *room),
            None => rest[..word(rest)] == *room,
        }
    })
}

/// The names of a list of imports, to the brace that closes it, each with what follows it.
fn heads(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0usize, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                out.push(list[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    out
}

#[test]
fn imports_in_braces_are_seen() {
    for code in [
        "use crate::pdf::write;",
        "use crate::pdf;",
        "use crate::{epub, pdf};",
        "use crate::{\n    a::{b, c},\n    pdf::{d},\n};",
    ] {
        assert!(reaches(code, "pdf"), "{code}");
    }
    for code in ["use crate::pdfs::x;", "use crate::{a::{pdf, b}, c};", "use crate::{a}; let pdf = 1;"] {
        assert!(!reaches(code, "pdf"), "{code}");
    }
}

fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/") || file.ends_with("testing.rs")
}

#[test]
fn every_room_is_known() {
    let found: Vec<String> = rooms().into_keys().collect();
    let mut known = ROOMS.to_vec();
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn imports_point_leftwards() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        let place = ROOMS.iter().position(|r| *r == room).expect("a known room");
        for (file, code) in files.iter().filter(|(file, _)| !is_test(file)) {
            // Tests at a file's end may reach further.
            let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for right in &ROOMS[place + 1..] {
                if reaches(code, right) {
                    wrong.push(format!("{file} imports crate::{right}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_writers_do_not_know_each_other() {
    let rooms = rooms();
    for (one, other) in [("epub", "pdf"), ("pdf", "epub"), ("epub", "layout")] {
        for (file, code) in rooms[one].iter().filter(|(file, _)| !is_test(file)) {
            assert!(!code.contains(&format!("crate::{other}")), "{file} names crate::{other}");
        }
    }
}

/// Whether code imports something of the project's own by this name.
fn is_own(code: &str, name: &str) -> bool {
    let imports = code.split(';').filter_map(|statement| statement.trim_start().strip_prefix("use "));
    let own = imports.filter(|import| ["crate::", "super::"].iter().any(|start| import.starts_with(start)));
    own.flat_map(|import| import.split(|c: char| !(c.is_alphanumeric() || c == '_'))).any(|word| word == name)
}

/// Whether code names a crate, its tests left out.
fn uses(file: &str, code: &str, name: &str) -> bool {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    !is_test(file) && names(code, name) && !is_own(code, name)
}

#[test]
fn own_names_are_no_crates() {
    assert!(uses("pdf/a.rs", "use image::Pixels;", "image"));
    assert!(uses("pdf/a.rs", "let x = image::open();", "image"));
    assert!(!uses("pdf/a.rs", "use super::{a,\n image};\nlet x = image::open();", "image"));
    assert!(!uses("pdf/a.rs", "use crate::dispatch::image;\nlet x = image::open();", "image"));
}

#[test]
fn each_chosen_crate_has_one_home() {
    let homes = homes();
    assert!(homes.len() > 20, "the table was read: {homes:?}");
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        for (file, code) in files {
            for (name, homes) in &homes {
                if !homes.contains(&room) && uses(&file, &code, name) {
                    wrong.push(format!("{file} names {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_chosen_crate_is_used_at_home() {
    let rooms = rooms();
    for (name, homes) in homes() {
        for home in homes {
            let used = rooms.get(&home).is_some_and(|files| files.iter().any(|(file, code)| uses(file, code, &name)));
            assert!(used, "{name} is not used in {home}");
        }
    }
}
