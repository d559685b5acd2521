//! The documents say what the program does.

use std::fs;
use std::path::Path;

use weekbook::diagnostic::codes;

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect("the document is there")
}

#[test]
fn every_code_has_its_section() {
    let text = document("docs/diagnostics.md");
    let documented: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let known: Vec<&str> = codes::ALL.iter().map(|(code, _)| code.0).collect();
    assert_eq!(documented, known);
}

#[test]
fn no_code_is_given_twice() {
    let mut known: Vec<&str> = codes::ALL.iter().map(|(code, _)| code.0).collect();
    let all = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), all);
}

/// The rows of the table in docs/limits.md: what, how many, which code.
fn documented_limits(text: &str) -> Vec<(String, String, Option<String>)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = rows.map(|row| row.split(" | ").map(str::to_owned).collect::<Vec<_>>()).skip(2);
    cells
        .map(|row| {
            assert_eq!(row.len(), 4, "{row:?}");
            assert!(!row[3].is_empty(), "no reason: {row:?}");
            let code = row[2].strip_prefix('`').and_then(|code| code.strip_suffix('`'));
            (row[0].clone(), row[1].clone(), code.map(str::to_owned))
        })
        .collect()
}

#[test]
fn every_limit_is_documented_with_its_value_and_code() {
    let known: Vec<_> = weekbook::limits::all()
        .into_iter()
        .map(|bound| (bound.what.to_owned(), bound.most, bound.code.map(|code| code.0.to_owned())))
        .collect();
    assert_eq!(documented_limits(&document("docs/limits.md")), known);
}

#[test]
fn no_limit_is_listed_twice() {
    let mut known: Vec<&str> = weekbook::limits::all().into_iter().map(|bound| bound.what).collect();
    let all = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), all);
}

/// Files that keep bounds, and what src/limits.rs calls them.
const KEEPERS: [(&str, &str); 10] = [
    ("src/source/limits.rs", "limits"),
    ("src/manifest/limits.rs", "counts"),
    ("src/manifest/yaml/mod.rs", "yaml"),
    ("src/manifest/toml.rs", "toml"),
    ("src/dispatch/markdown/mod.rs", "markdown"),
    ("src/dispatch/image/svg/mod.rs", "svg"),
    ("src/dispatch/image/svg/weigh.rs", "weigh"),
    ("src/dispatch/link.rs", "link"),
    ("src/layout/pages.rs", "layout"),
    ("src/style/sheet.rs", "sheet"),
];

/// The name of a constant that is a number or a limit, whoever may see it.
fn bounding_constant(line: &str) -> Option<&str> {
    let line = ["pub ", "pub(crate) ", "pub(super) "].iter().find_map(|seen| line.strip_prefix(seen)).unwrap_or(line);
    let (name, rest) = line.strip_prefix("const ")?.split_once(": ")?;
    let kind = rest.split(' ').next().unwrap_or_default();
    // A unit is no bound.
    (["usize", "u8", "u32", "u64", "f32", "Limit"].contains(&kind) && name != "MIB").then_some(name)
}

/// A bound that nobody gathered is not documented either.
#[test]
fn every_constant_that_bounds_is_gathered() {
    let gathered = document("src/limits.rs");
    for (file, keeper) in KEEPERS {
        let text = document(file);
        let names: Vec<&str> = text.lines().filter_map(bounding_constant).collect();
        assert!(!names.is_empty(), "{file} keeps no bound");
        let missing: Vec<&str> =
            names.into_iter().filter(|name| !gathered.contains(&format!("{keeper}::{name}"))).collect();
        assert!(missing.is_empty(), "{file}: {missing:?}");
    }
}
