//! The command line: arguments to exit status, with everything a person or a script sees in between.

mod args;
mod build;
mod list;
mod report;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::build::Project;
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::manifest::EditionSpec;
use args::{BookArgs, Cli, Command};
use report::Report;

/// How a run ended, as the contract numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Done; there may be warnings.
    Done = 0,
    /// The book has errors.
    Book = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The machine let us down.
    Machine = 3,
}

/// Runs the program with its arguments (the first is its own name).
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let status = match Cli::try_parse_from(arguments) {
        Ok(cli) => execute(cli),
        Err(error) => {
            // Help and version are results; a reader that has closed the pipe has seen enough.
            let _ = error.print();
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Status::Done,
                _ => Status::Usage,
            }
        }
    };
    ExitCode::from(status as u8)
}

fn execute(cli: Cli) -> Status {
    let Cli { global, command } = cli;
    match command {
        Command::Build(args) => with_jobs(&args.book, &global, |report| build::build(&args, report)),
        Command::Check(args) => with_jobs(&args.book, &global, |report| build::check(&args, report)),
        Command::List(args) => with_jobs(&args.book, &global, |report| list::list(&args, report)),
        Command::Watch(_) => later(&global, "watch"),
        Command::Serve(_) => later(&global, "serve"),
        Command::New(_) => later(&global, "new"),
        Command::Import(_) => later(&global, "import"),
        Command::Diff(_) => later(&global, "diff"),
        Command::Schema(_) => later(&global, "schema"),
        Command::Fonts(_) => later(&global, "fonts"),
        Command::Styles(_) => later(&global, "styles"),
        Command::Completions(_) => later(&global, "completions"),
        Command::Man(_) => later(&global, "man"),
    }
}

fn later(global: &args::Global, command: &str) -> Status {
    let mut report = Report::new(global);
    report.usage(&format!("`weekbook {command}` is not supported yet"), None);
    report.end(Status::Usage)
}

/// Runs a command with as many threads as asked for, after what cannot be done is refused.
fn with_jobs(book: &BookArgs, global: &args::Global, command: impl FnOnce(&mut Report) -> Status + Send) -> Status {
    let mut report = Report::new(global);
    if book.as_of.is_some() {
        report.usage("`--as-of` is not supported yet", Some("embargoes come with a later version"));
        return report.end(Status::Usage);
    }
    let threads = rayon::ThreadPoolBuilder::new().num_threads(book.jobs.unwrap_or(0).into());
    // Deep Markdown is bounded, but threads start with less stack than the main one has.
    let status = match threads.stack_size(16 << 20).build() {
        Ok(pool) => pool.install(|| command(&mut report)),
        Err(error) => {
            report.machine(&format!("cannot start threads: {error}"));
            Status::Machine
        }
    };
    match report.finish() {
        Ok(()) => status,
        Err(error) => {
            let mut report = Report::new(global);
            // Standard output is what failed.
            report.with_data();
            report.machine(&format!("cannot write the results: {error}"));
            Status::Machine
        }
    }
}

/// The editions that `-e` names, in the manifest's order; all where it names none.
fn chosen<'a>(project: &'a Project, names: &[String], report: &mut Report) -> Result<Vec<&'a EditionSpec>, Status> {
    let editions = &project.manifest.editions;
    let known = || editions.iter().map(|e| e.name.value.as_str());
    for name in names {
        if !known().any(|k| k == name) {
            let help = match did_you_mean(name, known()) {
                Some(close) => format!("did you mean `{close}`?"),
                None => {
                    format!("the manifest has {}", known().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))
                }
            };
            report.usage(&format!("there is no edition `{name}`"), Some(&help));
            return Err(Status::Usage);
        }
    }
    Ok(editions.iter().filter(|e| names.is_empty() || names.contains(&e.name.value)).collect())
}

/// Reports everything found and says how the run stands: `None` where it may go on.
fn judge(diags: Diagnostics, project: Option<&Project>, strict: bool, report: &mut Report) -> Option<Status> {
    let machine = diags.iter().any(|d| d.code == crate::diagnostic::codes::FILE_UNREADABLE);
    let failed = report.diagnostics(diags, project.map_or("", |p| &p.manifest.source.name), strict);
    failed.then_some(if machine { Status::Machine } else { Status::Book })
}
