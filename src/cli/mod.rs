//! The command line: arguments to exit status, with everything a person or a script sees in between.

mod args;
mod build;
mod columns;
mod fonts;
mod list;
mod man;
mod new;
mod report;
mod styles;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser};

use crate::build::Project;
use crate::date::{Moment, Zone};
use crate::diagnostic::{Diagnostics, Severity, codes, did_you_mean};
use crate::manifest::{EditionSpec, json_schema};
use crate::style;
use args::{BookArgs, Cli, ColorChoice, Command, Global, MessageFormat};
use report::{Report, Streams};

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

/// Commands whose result is data.
const DATA: &[&str] = &["list", "diff", "schema", "fonts", "styles", "completions", "man"];

/// Runs the program with its arguments (the first is its own name).
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    ExitCode::from(run_with(&arguments, Streams::standard()) as u8)
}

fn run_with(arguments: &[OsString], streams: Streams) -> Status {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => execute(cli, streams),
        Err(error) => refuse(&error, arguments, streams),
    }
}

/// The command line asks for help, or is wrong.
fn refuse(error: &clap::Error, arguments: &[OsString], streams: Streams) -> Status {
    let status = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Status::Done,
        _ => Status::Usage,
    };
    if status == Status::Done || !asks_for_json(arguments) {
        return match error.print().and_then(|()| io::stdout().flush()) {
            // Help and version are results; a reader that has closed the pipe has seen enough.
            Err(fault) if status == Status::Done && fault.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(io::stderr(), "error[output]: cannot write the results: {fault}");
                Status::Machine
            }
            _ => status,
        };
    }
    let global =
        Global { message_format: MessageFormat::Json, color: ColorChoice::Never, quiet: false, verbose: false };
    let mut report = Report::new(&global, streams);
    if command_of(arguments).is_some_and(|c| DATA.contains(&&*c)) {
        report.with_data();
    }
    let text = error.to_string();
    let mut paragraphs = text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = paragraphs.next().unwrap_or_default();
    let tip = paragraphs.find_map(|p| p.strip_prefix("tip: ").map(str::to_owned));
    let message = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing",
        _ => message.strip_prefix("error: ").unwrap_or(&message),
    };
    report.usage(message, Some(tip.as_deref().unwrap_or("see `weekbook --help`")));
    let status = report.end(Status::Usage);
    report.finish(status)
}

/// The command of a command line that could not be understood: what is no option, nor the value of a global one.
fn command_of(arguments: &[OsString]) -> Option<Cow<'_, str>> {
    let mut given = arguments.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(argument) = given.next() {
        if argument == "--message-format" || argument == "--color" {
            let _ = given.next();
        } else if !argument.starts_with('-') {
            return Some(argument);
        }
    }
    None
}

/// Whether a command line that could not be understood says `--message-format json`.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let given = arguments.iter().map_while(|a| Some(a.to_string_lossy()).filter(|a| a != "--"));
    let given: Vec<_> = given.collect();
    given.iter().any(|a| a == "--message-format=json")
        || given.windows(2).any(|pair| pair[0] == "--message-format" && pair[1] == "json")
}

fn execute(cli: Cli, streams: Streams) -> Status {
    let Cli { global, command } = cli;
    let mut report = Report::new(&global, streams);
    let status = match command {
        Command::Build(args) => with_jobs(&args.book, &mut report, |report| build::build(&args, report)),
        Command::Check(args) => with_jobs(&args.book, &mut report, |report| build::check(&args, report)),
        Command::List(args) => {
            data(&mut report, |report| with_jobs(&args.book, report, |report| list::list(&args, report)))
        }
        Command::Watch(_) => later(&mut report, "watch"),
        Command::Serve(_) => later(&mut report, "serve"),
        Command::New(args) => new::new(&args, &mut report),
        Command::Import(_) => later(&mut report, "import"),
        Command::Diff(_) => data(&mut report, |report| later(report, "diff")),
        Command::Schema => data(&mut report, |report| result(&json_schema(style::BUNDLED), report)),
        Command::Fonts(args) => data(&mut report, |report| fonts::fonts(&args, report)),
        Command::Styles(args) => data(&mut report, |report| styles::styles(&args, report)),
        Command::Completions(args) => data(&mut report, |report| completions(args.shell, report)),
        Command::Man => data(&mut report, |report| result(&man::page(), report)),
    };
    let status = report.end(status);
    report.finish(status)
}

/// Runs a command whose result is data: messages leave standard output to it.
fn data(report: &mut Report, command: impl FnOnce(&mut Report) -> Status) -> Status {
    report.with_data();
    command(report)
}

/// Prints a result that is there already.
fn result(text: &str, report: &mut Report) -> Status {
    report.print(text.trim_end_matches('\n'));
    Status::Done
}

fn completions(shell: clap_complete::Shell, report: &mut Report) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "weekbook", &mut script);
    result(&String::from_utf8_lossy(&script), report)
}

fn later(report: &mut Report, command: &str) -> Status {
    report.usage(&format!("`weekbook {command}` is not supported yet"), None);
    Status::Usage
}

/// Runs a command with as many threads as asked for, after what cannot be done is refused.
fn with_jobs(book: &BookArgs, report: &mut Report, command: impl FnOnce(&mut Report) -> Status + Send) -> Status {
    if let Some(Err(error)) = book.as_of.as_deref().map(|text| Moment::parse(text, Zone::utc())) {
        report.usage(&format!("`--as-of`: {error}"), Some(&error.help()));
        return Status::Usage;
    }
    let threads = rayon::ThreadPoolBuilder::new().num_threads(book.jobs.unwrap_or(0).into());
    // Deep Markdown is bounded, but threads start with less stack than the main one has.
    match threads.stack_size(16 << 20).build() {
        Ok(pool) => pool.install(|| command(report)),
        Err(error) => {
            report.machine(&format!("cannot start threads: {error}"));
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
            report.unknown_edition(name, &help);
            return Err(Status::Usage);
        }
    }
    Ok(editions.iter().filter(|e| names.is_empty() || names.contains(&e.name.value)).collect())
}

/// Reports everything found and says how the run stands: `None` where it may go on.
fn judge(diags: Diagnostics, project: Option<&Project>, strict: bool, report: &mut Report) -> Option<Status> {
    let machine = diags.iter().any(|d| d.code == codes::FILE_UNREADABLE && d.severity == Severity::Error);
    let failed = report.diagnostics(diags, project.map_or("", |p| &p.manifest.source.name), strict);
    failed.then_some(if machine { Status::Machine } else { Status::Book })
}
