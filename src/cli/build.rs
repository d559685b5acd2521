//! `weekbook build` and `weekbook check`.

use std::sync::Arc;

use super::args::{BookArgs, BuildArgs, CheckArgs, FormatArg};
use super::report::{ArtifactLine, Report};
use super::{Status, chosen, judge};
use crate::build::{Artifact, Compiled, Fault, Options, Project, output};
use crate::diagnostic::{Diagnostics, codes};
use crate::manifest::{EditionSpec, Format};

/// Writes the editions.
pub fn build(args: &BuildArgs, report: &mut Report) -> Status {
    let made = match make(&args.book, &args.formats, report) {
        Ok(made) => made,
        Err(status) => return status,
    };
    report.step("writing");
    let mut files = Vec::new();
    let mut lines = Vec::new();
    for (compiled, artifact) in made {
        lines.push(ArtifactLine::of(&compiled, &artifact, &args.output));
        files.push((artifact.file_name, artifact.bytes));
    }
    match output::commit(&args.output, &files) {
        Ok(_) => {
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
    match make(&args.book, &args.formats, report) {
        Ok(_) => Status::Done,
        Err(status) => status,
    }
}

/// What a build makes: an artefact, and the edition it is of.
type Made = Vec<(Arc<Compiled>, Artifact)>;

/// Makes every artefact asked for, in memory.
fn make(book: &BookArgs, formats: &[FormatArg], report: &mut Report) -> Result<Made, Status> {
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
    let mut made = Made::new();
    let options = Options { drafts: book.drafts, as_of: book.as_of.clone() };
    for spec in editions {
        report.step(&format!("setting {}", spec.name.value));
        let Some(compiled) = project.compile(spec, &options, &mut diags) else { continue };
        write(&Arc::new(compiled), spec, &wanted, &mut made, &mut diags);
    }
    match judge(diags, Some(&project), book.strict, report) {
        Some(status) => Err(status),
        None => Ok(made),
    }
}

/// Writes an edition's formats into memory.
fn write(
    compiled: &Arc<Compiled>,
    spec: &EditionSpec,
    wanted: &dyn Fn(&Format) -> bool,
    made: &mut Made,
    diags: &mut Diagnostics,
) {
    for format in spec.formats.iter().filter(|f| wanted(f)) {
        match compiled.write(*format) {
            Ok(artifact) => {
                // Some file systems know no case.
                let name = artifact.file_name.to_lowercase();
                if made.iter().any(|(_, other)| other.file_name.to_lowercase() == name) {
                    let message = format!("two editions would be written to `{}`", artifact.file_name);
                    diags
                        .error(codes::OUTPUT, spec.name.span.clone(), message)
                        .help("give one of them another `slug` or name");
                }
                made.push((Arc::clone(compiled), artifact));
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
