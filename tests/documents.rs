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
    let mut documented: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let mut known: Vec<&str> = codes::ALL.iter().map(|(code, _)| code.0).collect();
    documented.sort_unstable();
    known.sort_unstable();
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
