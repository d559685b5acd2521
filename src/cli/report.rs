//! What a run says: messages, artefacts and its end, for people or as JSON lines.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use serde_json::json;

use super::Status;
use super::args::{ColorChoice, Global, MessageFormat};
use crate::build::{Artifact, Compiled};
use crate::diagnostic::fold::{self, Rest};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, codes, render};
use crate::dispatch::ImageData;
use crate::manifest::Format;

/// Columns to write messages for where neither `COLUMNS` nor the terminal tells.
const WIDTH: usize = 100;
/// How many images are named under `-v`.
const HEAVIEST: usize = 10;

/// Where a run writes.
pub struct Streams {
    /// Results.
    pub out: Box<dyn Write + Send>,
    /// Everything else.
    pub err: Box<dyn Write + Send>,
    /// Whether `err` is a terminal.
    pub terminal: bool,
    /// The columns of `out`, where it is a terminal.
    pub columns: Option<usize>,
}

impl Streams {
    /// Those of the process.
    pub fn standard() -> Self {
        let columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0).max(20));
        Self { out: Box::new(io::stdout()), err: Box::new(io::stderr()), terminal: io::stderr().is_terminal(), columns }
    }
}

/// Where messages go, and what has been counted so far.
pub struct Report {
    streams: Streams,
    json: bool,
    color: bool,
    quiet: bool,
    verbose: bool,
    width: usize,
    /// The command's result is data on standard output, so JSON lines go to standard error.
    data: bool,
    errors: usize,
    warnings: usize,
    started: Instant,
    progress: Option<indicatif::ProgressBar>,
    failed: Option<io::Error>,
}

/// What is said of a finished artefact.
pub struct ArtifactLine {
    edition: String,
    format: Format,
    path: String,
    bytes: usize,
    sha256: String,
    pages: Option<usize>,
    chapters: usize,
    dispatches: usize,
    words: usize,
}

impl ArtifactLine {
    /// Gathers what is said of an artefact that will stand in `folder`.
    pub fn of(compiled: &Compiled, artifact: &Artifact, folder: &Path) -> Self {
        Self {
            edition: compiled.edition.name.clone(),
            format: artifact.format,
            path: folder.join(&artifact.file_name).display().to_string(),
            bytes: artifact.bytes.len(),
            sha256: artifact.sha256.clone(),
            pages: compiled.pages.as_ref().map(|p| p.pages.len()),
            chapters: compiled.edition.weeks.len(),
            dispatches: compiled.dispatches(),
            words: compiled.words(),
        }
    }

    fn json(&self) -> String {
        json!({
            "reason": "artifact",
            "edition": self.edition,
            "format": if self.format == Format::Epub { "epub" } else { "pdf" },
            "path": self.path,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "pages": self.pages,
            "chapters": self.chapters,
            "dispatches": self.dispatches,
            "words": self.words,
        })
        .to_string()
    }

    fn text(&self) -> String {
        let pages =
            self.pages.filter(|_| self.format == Format::Pdf).map(|n| count(n, "page") + ", ").unwrap_or_default();
        let (chapters, dispatches) = (count(self.chapters, "chapter"), count(self.dispatches, "dispatch"));
        format!("{}: {pages}{chapters}, {dispatches}, {}, {}", self.path, count(self.words, "word"), size(self.bytes))
    }
}

/// Bytes, to about three figures.
fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Columns of the terminal: as `COLUMNS` says, else as the terminal itself does, else [`WIDTH`].
fn width(terminal: bool) -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok()).filter(|n| *n > 0);
    let own = || terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    said.or_else(own).unwrap_or(WIDTH)
}

/// A number and what it counts.
pub fn count(n: usize, noun: &str) -> String {
    let ending = match (n, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{n} {noun}{ending}")
}

impl Report {
    /// Says things as the global options want them said.
    pub fn new(global: &Global, streams: Streams) -> Self {
        let terminal = streams.terminal;
        let json = global.message_format == MessageFormat::Json;
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let color = match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !no_color,
        };
        let progress = (terminal && !json && !global.quiet && !global.verbose).then(|| {
            let bar = indicatif::ProgressBar::new_spinner();
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
            bar
        });
        Self {
            streams,
            json,
            color,
            quiet: global.quiet,
            verbose: global.verbose,
            width: width(terminal),
            data: false,
            errors: 0,
            warnings: 0,
            started: Instant::now(),
            progress,
            failed: None,
        }
    }

    /// The command's result is data: messages leave standard output to it.
    pub const fn with_data(&mut self) {
        self.data = true;
    }

    /// The columns of the terminal that results go to, if they go to one.
    pub const fn columns(&self) -> Option<usize> {
        self.streams.columns
    }

    /// Says what is being done now: on a terminal, or line by line under `-v`.
    pub fn step(&mut self, what: &str) {
        if let Some(bar) = &self.progress {
            bar.set_message(what.to_string());
        } else if self.verbose && !self.json {
            let elapsed = self.started.elapsed().as_secs_f64();
            self.say(&format!("{elapsed:8.3} s  {what}"));
        }
    }

    /// Under `-v`, the heaviest images of an edition as it holds them: what to look at where it is too large.
    pub fn images(&mut self, images: &[Arc<ImageData>]) {
        if !self.verbose || self.json || images.is_empty() {
            return;
        }
        let mut heaviest: Vec<&ImageData> = images.iter().map(AsRef::as_ref).collect();
        heaviest.sort_by(|a, b| b.bytes.len().cmp(&a.bytes.len()).then_with(|| a.file.cmp(&b.file)));
        let all: usize = images.iter().map(|image| image.bytes.len()).sum();
        self.say(&format!("            {}, {}; the heaviest:", count(images.len(), "image"), size(all)));
        for image in heaviest.iter().take(HEAVIEST) {
            let (side, file) = (format!("{}×{}", image.width, image.height), &image.file);
            self.say(&format!("            {:>9}  {side:>11}  {file}", size(image.bytes.len())));
        }
    }

    /// Writes messages, sorted by place (the file `first` before others) and each once; with `strict`, warnings are
    /// errors. Says whether any is one.
    pub fn diagnostics(&mut self, diags: Diagnostics, first: &str, strict: bool) -> bool {
        let mut failed = false;
        let mut all = diags.into_vec();
        render::sort(&mut all, first);
        render::dedup(&mut all);
        for diagnostic in &mut all {
            if strict && diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => {}
            }
            failed |= diagnostic.severity == Severity::Error;
        }
        let (shown, rest) = if self.json || self.verbose { (all, Vec::new()) } else { fold::fold(all) };
        for diagnostic in shown {
            self.diagnostic(&diagnostic);
        }
        self.rest(&rest);
        failed
    }

    /// Says how many messages were left out, by code.
    fn rest(&mut self, rest: &[Rest]) {
        if rest.is_empty() || self.quiet {
            return;
        }
        self.say("… and more of the same; `-v` shows every one:");
        for Rest { code, count: more, files } in rest {
            let files = if *files > 0 { format!(" in {}", count(*files, "file")) } else { String::new() };
            self.say(&format!("  {}: {more} more{files}", code.0));
        }
        self.say("");
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        if self.json {
            self.line(&render::json(diagnostic));
        } else if !self.quiet || diagnostic.severity == Severity::Error {
            let text = render::human(diagnostic, self.color, self.width);
            self.say(text.trim_end());
            self.say("");
        }
    }

    /// Says that an artefact is in place.
    pub fn artifact(&mut self, line: &ArtifactLine) {
        if self.json {
            self.line(&line.json());
        } else if !self.quiet {
            self.print(&line.text());
        }
    }

    /// Says which files of a book were made in a folder.
    pub fn begun(&mut self, folder: &Path, paths: &[PathBuf]) {
        let shown = folder.display();
        if self.json {
            for path in paths {
                self.line(&json!({ "reason": "created", "path": path.display().to_string() }).to_string());
            }
        } else if !self.quiet {
            self.print(&format!(
                "{shown}: {} of a book that builds; next: weekbook build {shown}",
                count(paths.len(), "file")
            ));
        }
    }

    /// The command line is wrong.
    pub fn usage(&mut self, message: &str, help: Option<&str>) {
        self.plain(codes::USAGE, message, help);
    }

    /// The command line names an edition that is not there.
    pub fn unknown_edition(&mut self, name: &str, help: &str) {
        self.plain(codes::UNKNOWN_EDITION, &format!("there is no edition `{name}`"), Some(help));
    }

    /// The machine let us down.
    pub fn machine(&mut self, message: &str) {
        self.plain(codes::OUTPUT, message, None);
    }

    /// An error without a place in a file.
    fn plain(&mut self, code: Code, message: &str, help: Option<&str>) {
        self.errors += 1;
        let (message, help) = (message.to_owned(), help.map(str::to_owned));
        self.diagnostic(&Diagnostic { severity: Severity::Error, code, message, span: None, help });
    }

    /// Closes the run: the `finished` line, or a sentence on what was found.
    pub fn end(&mut self, status: Status) -> Status {
        if let Some(bar) = self.progress.take() {
            bar.finish_and_clear();
        }
        let elapsed = self.started.elapsed();
        if self.json {
            let line = json!({
                "reason": "finished", "success": status == Status::Done, "errors": self.errors,
                "warnings": self.warnings, "elapsed_ms": elapsed.as_millis() as u64,
            });
            self.line(&line.to_string());
        } else if self.errors + self.warnings > 0 && !(self.quiet && self.errors == 0) {
            self.say(&format!("{}, {}", count(self.errors, "error"), count(self.warnings, "warning")));
        } else if self.verbose {
            self.say(&format!("{:8.3} s  done", elapsed.as_secs_f64()));
        }
        status
    }

    /// A line of a result, on standard output.
    pub fn print(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.suspended(|streams| streams.out.write_all(line.as_bytes()));
    }

    /// A JSON line, where the command's kind wants it.
    fn line(&mut self, line: &str) {
        if self.data {
            self.say(line);
        } else {
            self.print(line);
        }
    }

    /// A line for people, on standard error.
    fn say(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.suspended(|streams| {
            // Nobody listening on standard error is no reason to fail.
            let _ = streams.err.write_all(line.as_bytes());
            Ok(())
        });
    }

    fn suspended(&mut self, write: impl FnOnce(&mut Streams) -> io::Result<()>) {
        let streams = &mut self.streams;
        let result = match &self.progress {
            Some(bar) => bar.suspend(|| write(streams)),
            None => write(streams),
        };
        match result {
            // A reader that has closed the pipe has seen enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => self.failed = self.failed.take().or(Some(error)),
            _ => {}
        }
    }

    /// Flushes the results and gives the run's status: the machine's fault where they could not be written (a full
    /// disk, but not a closed pipe).
    pub fn finish(&mut self, status: Status) -> Status {
        match self.failed.take().map_or_else(|| self.streams.out.flush(), Err) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                // They may be JSON lines: nobody could read them where they should stand.
                self.json = false;
                let help = "make room where standard output leads to; the output folder is as said before";
                self.plain(codes::OUTPUT, &format!("cannot write the results: {error}"), Some(help));
                Status::Machine
            }
            _ => status,
        }
    }
}
