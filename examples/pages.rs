//! A book's pages as text, or what is wrong with them.
//!
//! ```text
//! cargo run --release --example pages -- MANIFEST [-e EDITION] [--dump | --audit [--json]]
//! ```
//!
//! `--dump` writes what stands where on each page (`layout::dump`), the form in which tests/pages keeps its pages.
//! `--audit`, the default, writes the figures of `layout::audit`, and each blemish and each uneven spread with its page
//! and its first words; `--json` writes them as one JSON object a line, an edition each. The exit status is 1 where a
//! page breaks a rule that none may, and where the book has errors; 2 for a wrong command line.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use weekbook::build::{Options, Project};
use weekbook::diagnostic::{Diagnostics, Severity};
use weekbook::layout::audit::{Audit, Cause, Fault};
use weekbook::layout::dump;

const USAGE: &str = "usage: pages MANIFEST [-e EDITION] [--dump | --audit [--json]]";

fn main() -> ExitCode {
    let Some(wanted) = Wanted::of(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut diags = Diagnostics::new();
    let sound = run(&wanted, &mut diags);
    let mut failed = !sound.unwrap_or(false);
    for diagnostic in diags.iter().filter(|d| d.severity == Severity::Error) {
        failed = true;
        eprintln!("error[{}]: {}", diagnostic.code.0, diagnostic.message);
    }
    ExitCode::from(u8::from(failed))
}

/// What the command line asks for.
struct Wanted {
    manifest: PathBuf,
    edition: Option<String>,
    dump: bool,
    json: bool,
}

impl Wanted {
    fn of(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let (mut manifest, mut edition, mut dump, mut audit, mut json) = (None, None, false, false, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "-e" | "--edition" => edition = Some(arguments.next()?),
                "--dump" => dump = true,
                "--audit" => audit = true,
                "--json" => json = true,
                _ if manifest.is_none() && !argument.starts_with('-') => manifest = Some(PathBuf::from(argument)),
                _ => return None,
            }
        }
        let both = dump && (audit || json);
        Some(Self { manifest: manifest?, edition, dump, json }).filter(|_| !both)
    }
}

/// Whether no page breaks a rule; `None` where there are no pages to look at.
fn run(wanted: &Wanted, diags: &mut Diagnostics) -> Option<bool> {
    let project = Project::load(Some(Path::new(&wanted.manifest)), diags)?;
    let mut sound = None;
    for spec in &project.manifest.editions {
        let name = &spec.name.value;
        if wanted.edition.as_ref().is_some_and(|edition| edition != name) {
            continue;
        }
        let Some(compiled) = project.compile(spec, &Options::default(), diags) else { continue };
        let Some(pages) = &compiled.pages else { continue };
        if wanted.dump {
            print!("{}", dump(pages, compiled.printed()));
            sound = Some(true);
            continue;
        }
        let Some(audit) = compiled.audit() else { continue };
        if wanted.json {
            println!("{}", in_json(name, &audit));
        } else {
            in_words(name, &audit);
        }
        sound = Some(sound.unwrap_or(true) && !audit.has_hard_fault());
    }
    if sound.is_none() {
        eprintln!("no edition with pages");
    }
    sound
}

/// How many of each.
fn counted(names: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for name in names {
        *out.entry(name).or_default() += 1;
    }
    out
}

fn in_words(edition: &str, audit: &Audit) {
    println!("{edition}: {} pages, {} lines of running text", audit.pages, audit.lines);
    for fault in Fault::ALL {
        println!("  {:<24} {}", fault.name(), audit.count(fault));
    }
    for blemish in &audit.blemishes {
        let cause = blemish.cause.map_or("nothing", |cause| cause.name());
        println!("    {} on page {} (by {cause}): “{}”", blemish.fault.name(), blemish.label, blemish.words);
    }
    let (even, share) = (audit.spreads - audit.uneven.len(), audit.level() * 100.0);
    println!("  {:<24} {even} of {} spreads, {share:.1} %", "level", audit.spreads);
    for (reason, count) in &audit.left_out {
        println!("    {count} not compared: {}", reason.name());
    }
    for (cause, count) in counted(audit.uneven.iter().map(|uneven| uneven.cause.name())) {
        println!("    {count} by {cause}");
    }
    for uneven in &audit.uneven {
        let [verso, recto] = &uneven.labels;
        println!("    {verso}|{recto} by {} lines, {}: “{}”", uneven.lines, uneven.cause.name(), uneven.words);
    }
}

fn in_json(edition: &str, audit: &Audit) -> Value {
    let faults: Map<String, Value> =
        Fault::ALL.iter().map(|&fault| (fault.name().to_owned(), json!(audit.count(fault)))).collect();
    let blemishes: Vec<Value> = audit.blemishes.iter().map(|b| {
        json!({"fault": b.fault.name(), "hard": b.fault.is_hard(), "page": b.label, "cause": b.cause.map(Cause::name),
            "words": b.words})
    }).collect();
    let uneven: Vec<Value> = audit
        .uneven
        .iter()
        .map(|u| json!({"pages": u.labels, "lines": u.lines, "cause": u.cause.name(), "words": u.words}))
        .collect();
    let left_out: Map<String, Value> =
        audit.left_out.iter().map(|(reason, count)| (reason.name().to_owned(), json!(count))).collect();
    json!({
        "edition": edition, "pages": audit.pages, "lines": audit.lines, "faults": faults, "blemishes": blemishes,
        "left_out": left_out, "spreads": audit.spreads, "level": audit.level(), "uneven": uneven,
        "causes": counted(audit.uneven.iter().map(|uneven| uneven.cause.name())),
    })
}
