//! `weekbook build` and `weekbook check`.

use std::collections::BTreeSet;

use super::args::{BookArgs, BuildArgs, CheckArgs, FormatArg};
use super::report::{ArtifactLine, Report};
use super::{Status, chosen, judge};
use crate::build::{Artifact, Compiled, Options, Project, output};
use crate::diagnostic::{Diagnostics, codes};
use crate::manifest::Format;

/// Writes the editions.
pub fn build(args: &BuildArgs, report: &mut Report) -> Status {
    let made = match make(&args.book, &args.formats, report) {
        Ok(made) => made,
        Err(status) => return report.end(status),
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
            report.end(Status::Done)
        }
        Err(error) => {
            report.machine(&error.to_string());
            report.end(Status::Machine)
        }
    }
}

/// Reports what a build would, and writes nothing.
pub fn check(args: &CheckArgs, report: &mut Report) -> Status {
    match make(&args.book, &args.formats, report) {
        Ok(_) => report.end(Status::Done),
        Err(status) => report.end(status),
    }
}

/// Makes every artefact asked for, in memory.
fn make(
    book: &BookArgs,
    formats: &[FormatArg],
    report: &mut Report,
) -> Result<Vec<(std::sync::Arc<Compiled>, Artifact)>, Status> {
    let mut diags = Diagnostics::new();
    report.step("reading");
    let Some(project) = Project::load(book.manifest.as_deref(), &mut diags) else {
        return Err(judge(diags, None, book.strict, report).unwrap_or(Status::Book));
    };
    let editions = chosen(&project, &book.editions, report)?;
    let wanted = |format: Format| {
        formats.is_empty()
            || formats
                .iter()
                .any(|f| matches!((f, format), (FormatArg::Epub, Format::Epub) | (FormatArg::Pdf, Format::Pdf)))
    };
    if !editions.iter().any(|e| e.formats.iter().any(|f| wanted(*f))) {
        report.usage(
            "no edition asked for has the format asked for",
            Some("see `formats` of the editions in the manifest"),
        );
        return Err(Status::Usage);
    }
    let mut made = Vec::new();
    let mut names = BTreeSet::new();
    let options = Options { drafts: book.drafts, as_of: book.as_of.clone() };
    for spec in editions {
        report.step(&format!("setting {}", spec.name.value));
        let Some(compiled) = project.compile(spec, &options, &mut diags) else { continue };
        let compiled = std::sync::Arc::new(compiled);
        for format in spec.formats.iter().copied().filter(|f| wanted(*f)) {
            match compiled.write(format) {
                Ok(artifact) => {
                    if !names.insert(artifact.file_name.clone()) {
                        let message = format!("two editions would be written to `{}`", artifact.file_name);
                        diags
                            .error(codes::OUTPUT, spec.name.span.clone(), message)
                            .help("give one of them another `slug` or name");
                    }
                    made.push((std::sync::Arc::clone(&compiled), artifact));
                }
                Err(fault) => {
                    diags
                        .error(codes::INTERNAL, spec.name.span.clone(), fault)
                        .help("this is a fault of weekbook; please report it");
                }
            }
        }
    }
    match judge(diags, Some(&project), book.strict, report) {
        Some(status) => Err(status),
        None => Ok(made),
    }
}
