//! `weekbook build` and `weekbook check`.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::args::{BookArgs, BuildArgs, CheckArgs, FormatArg};
use super::report::{ArtifactLine, Report};
use super::{Status, chosen, judge};
use crate::build::output::{OutputError, Stage};
use crate::build::{Artifact, Compiled, Fault, Options, Project};
use crate::diagnostic::{Diagnostics, codes};
use crate::manifest::{EditionSpec, Format};

/// Writes the editions.
pub fn build(args: &BuildArgs, report: &mut Report) -> Status {
    let made = match make(&args.book, &args.formats, Some(&args.output), report) {
        Ok(made) => made,
        Err(status) => return status,
    };
    report.step("writing");
    match made.commit() {
        Ok((lines, finished)) => {
            if !finished.is_empty() {
                let mut diags = Diagnostics::new();
                let message =
                    "an earlier build was ended while it put artefacts in place; this one has put the rest there";
                diags.note(codes::FINISHED_EARLIER, None, format!("{message}: {}", finished.join(", ")));
                report.diagnostics(diags, "", false);
            }
            for line in &lines {
                report.artifact(line);
            }
            Status::Done
        }
        Err(error) => {
            report.machine(&error.to_string());
            Status::Machine
        }
    }
}

/// Reports what a build would, and writes nothing.
pub fn check(args: &CheckArgs, report: &mut Report) -> Status {
    match make(&args.book, &args.formats, None, report) {
        Ok(_) => Status::Done,
        Err(status) => status,
    }
}

/// What a build has made so far. The artefacts are on the disk, aside: an edition is forgotten when the next begins.
struct Made<'a> {
    /// The output folder; `None` where nothing is to be written.
    folder: Option<&'a Path>,
    stage: Option<Stage>,
    /// Why the machine could not take an artefact.
    failed: Option<OutputError>,
    /// File names in lower case (some file systems know no case), with their edition.
    names: FxHashMap<String, String>,
    lines: Vec<ArtifactLine>,
}

impl<'a> Made<'a> {
    fn new(folder: Option<&'a Path>) -> Self {
        Self { folder, stage: None, failed: None, names: FxHashMap::default(), lines: Vec::new() }
    }

    /// Takes in an artefact, unless there was a failure before. `doomed`: the book has errors, so nothing is written.
    fn take(&mut self, compiled: &Compiled, artifact: &Artifact, doomed: bool) {
        let Some(folder) = self.folder.filter(|_| !doomed && self.failed.is_none()) else { return };
        match self.write(folder, artifact) {
            Ok(()) => self.lines.push(ArtifactLine::of(compiled, artifact, folder)),
            Err(error) => {
                self.failed = Some(error);
                // Gives the disk back what was staged.
                self.stage = None;
            }
        }
    }

    fn write(&mut self, folder: &Path, artifact: &Artifact) -> Result<(), OutputError> {
        let stage = match &mut self.stage {
            Some(stage) => stage,
            none => none.insert(Stage::open(folder)?),
        };
        stage.write(&artifact.file_name, &artifact.bytes)
    }

    /// Puts all artefacts in place; gives what is said of them, and the names of those that an earlier build had left.
    fn commit(self) -> Result<(Vec<ArtifactLine>, Vec<String>), OutputError> {
        match (self.failed, self.stage) {
            (Some(error), _) => Err(error),
            (None, Some(stage)) => stage.commit().map(|done| (self.lines, done.finished)),
            (None, None) => Ok((self.lines, Vec::new())),
        }
    }
}

/// Makes every artefact asked for, one edition after the other, and stages it for `folder`.
fn make<'a>(
    book: &BookArgs,
    formats: &[FormatArg],
    folder: Option<&'a Path>,
    report: &mut Report,
) -> Result<Made<'a>, Status> {
    let mut diags = Diagnostics::new();
    report.step("reading");
    let Some(project) = Project::load(book.manifest.as_deref(), &mut diags) else {
        return Err(judge(diags, None, book.strict, report).unwrap_or(Status::Book));
    };
    let editions = chosen(&project, &book.editions, report)?;
    let wanted = |format: &Format| formats.is_empty() || formats.iter().any(|f| Format::from(*f) == *format);
    if !editions.iter().any(|e| e.formats.iter().any(wanted)) {
        report.usage(
            "no edition asked for has the format asked for",
            Some("see `formats` of the editions in the manifest"),
        );
        return Err(Status::Usage);
    }
    let mut made = Made::new(folder);
    let options = Options { drafts: book.drafts, as_of: book.as_of.clone() };
    let last = editions.len().checked_sub(1);
    for (place, spec) in editions.into_iter().enumerate() {
        report.step(&format!("setting {}", spec.name.value));
        let Some(compiled) = project.compile(spec, &options, &mut diags) else { continue };
        report.images(&compiled.flow.images);
        write(&compiled, spec, &wanted, &mut made, &mut diags);
        if Some(place) == last {
            // The end of the process is near, and takes all memory back at once: giving back a book piece by piece takes
            // longer than writing its files.
            std::mem::forget(compiled);
        }
    }
    let judged = judge(diags, Some(&project), book.strict, report);
    std::mem::forget(project);
    match judged {
        Some(status) => Err(status),
        None => Ok(made),
    }
}

/// Writes an edition's formats.
fn write(
    compiled: &Compiled,
    spec: &EditionSpec,
    wanted: &dyn Fn(&Format) -> bool,
    made: &mut Made<'_>,
    diags: &mut Diagnostics,
) {
    let formats: Vec<Format> = spec.formats.iter().copied().filter(wanted).collect();
    for written in compiled.write_all(&formats) {
        match written {
            Ok(artifact) => {
                let twin = made.names.insert(artifact.file_name.to_lowercase(), spec.name.value.clone());
                if let Some(first) = twin {
                    let message = format!(
                        "the editions `{first}` and `{}` would both be written to `{}`",
                        spec.name.value, artifact.file_name
                    );
                    diags
                        .error(codes::OUTPUT, spec.name.span.clone(), message)
                        .help("give one of them another `slug` or name; many disks do not tell capitals apart");
                }
                made.take(compiled, &artifact, diags.has_errors());
            }
            Err(Fault::Leak { file_name, leaks }) => compiled.report_leaks(&file_name, &leaks, diags),
            Err(fault @ Fault::Font(_)) => {
                let entry = spec.settings.fonts.iter().flatten().next().map_or(&spec.name.span, |entry| &entry.span);
                diags
                    .error(codes::BAD_FONT, entry.clone(), fault.to_string())
                    .help("the file is damaged; take another copy of the font");
            }
            Err(fault) => {
                diags
                    .error(codes::INTERNAL, spec.name.span.clone(), fault.to_string())
                    .help("this is a fault of weekbook; please report it");
            }
        }
    }
}
