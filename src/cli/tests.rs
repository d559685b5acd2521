//! Runs as scripts see them: status, lines on each stream.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::report::{Report, Streams};
use super::{ColorChoice, Global, MessageFormat, Status, judge, run_with};
use crate::diagnostic::{Diagnostics, codes};

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

struct Run {
    status: Status,
    out: String,
    err: String,
}

fn weekbook(arguments: &[&str]) -> Run {
    let (out, err) = (Buffer::default(), Buffer::default());
    let streams = Streams { out: Box::new(out.clone()), err: Box::new(err.clone()), terminal: false, columns: None };
    let arguments: Vec<OsString> =
        std::iter::once("weekbook").chain(arguments.iter().copied()).map(Into::into).collect();
    let status = run_with(&arguments, streams);
    Run { status, out: out.text(), err: err.text() }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn book(manifest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("manifest.yaml"), format!("weekbook: 1\ntitle: Letters\n{manifest}")).unwrap();
    folder
}

const ONE: &str = "dispatches: [{title: Wells, id: wells, date: 2017-04-15, source: {name: AP}, body: Two words.}]\n";

fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

#[test]
fn a_build_ends_with_artifacts_and_the_finished_line() {
    let folder = book(ONE);
    let out = folder.path().join("out");
    let run = weekbook(&["build", path(folder.path()), "-o", path(&out), "--message-format", "json"]);
    assert_eq!((run.status, run.err.as_str()), (Status::Done, ""));
    let lines = lines(&run.out);
    assert_eq!(lines.len(), 3, "{}", run.out);
    let keys = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&lines[0]), "reason edition format path bytes sha256 pages chapters dispatches words");
    assert_eq!((&lines[0]["format"], &lines[1]["format"]), (&"epub".into(), &"pdf".into()));
    assert_eq!(lines[0]["path"], path(&out.join("letters.epub")));
    let bytes = std::fs::read(out.join("letters.epub")).unwrap();
    assert_eq!(lines[0]["bytes"], bytes.len());
    assert_eq!(lines[0]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!((&lines[0]["chapters"], &lines[0]["dispatches"]), (&1.into(), &1.into()));
    assert!(lines[0]["pages"].as_u64() > Some(3), "{}", run.out);
    assert_eq!(keys(&lines[2]), "reason success errors warnings elapsed_ms");
    assert_eq!((&lines[2]["reason"], &lines[2]["success"]), (&"finished".into(), &true.into()));
}

#[test]
fn a_book_with_errors_writes_nothing_and_says_where() {
    let folder = book(&ONE.replace("2017-04-15", "2017-04-31"));
    let out = folder.path().join("out");
    let run = weekbook(&["build", path(folder.path()), "-o", path(&out), "--message-format=json"]);
    assert_eq!(run.status, Status::Book);
    assert!(!out.exists());
    let lines = lines(&run.out);
    let found = &lines[0];
    let keys: Vec<_> = found.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["reason", "severity", "code", "message", "file", "line", "column", "help"]);
    assert_eq!((&found["severity"], &found["code"]), (&"error".into(), &"bad-date".into()));
    assert_eq!((&found["file"], &found["line"]), (&"manifest.yaml".into(), &3.into()));
    let last = lines.last().unwrap();
    assert_eq!((&last["success"], &last["errors"]), (&false.into(), &1.into()));
}

#[test]
fn usage_errors_are_json_too() {
    for arguments in [
        &["--message-format", "json", "bild"][..],
        &["build", "--message-format=json", "--no-such"],
        &["build", "-j", "0", "--message-format", "json"],
        &["watch", "--message-format", "json", "x"],
        &["--message-format", "json"],
    ] {
        let run = weekbook(arguments);
        assert_eq!((run.status, run.err.as_str()), (Status::Usage, ""), "{arguments:?}");
        let lines = lines(&run.out);
        assert_eq!(lines.len(), 2, "{}", run.out);
        assert_eq!((&lines[0]["code"], &lines[0]["severity"]), (&"usage".into(), &"error".into()));
        assert_eq!((&lines[1]["reason"], &lines[1]["errors"]), (&"finished".into(), &1.into()));
    }
    let message = &lines(&weekbook(&["--message-format", "json", "buid"]).out)[0];
    assert!(message["message"].as_str().unwrap().contains("buid"), "{message}");
    assert!(message["help"].as_str().unwrap().contains("build"), "{message}");
}

#[test]
fn lines_of_commands_whose_result_is_data_go_to_standard_error() {
    let folder = book(ONE);
    let list = ["list", path(folder.path()), "--output-format", "json", "--message-format", "json"];
    let run = weekbook(&list);
    assert_eq!(run.status, Status::Done);
    let rows: Value = serde_json::from_str(&run.out).unwrap();
    let keys: Vec<_> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["week", "chapter", "date", "time", "title", "source", "kind", "id", "file", "language", "page"];
    assert_eq!(keys, expected);
    assert_eq!((&rows[0]["page"], &rows[0]["time"], &rows[0]["id"]), (&"1".into(), &Value::Null, &"wells".into()));
    assert_eq!(lines(&run.err).last().unwrap()["reason"], "finished");
    for wrong in [
        &["list", "--bad", "--message-format", "json"][..],
        &["schema", "x", "--message-format", "json"],
        &["list", path(folder.path()), "-e", "x", "--message-format", "json"],
    ] {
        let run = weekbook(wrong);
        assert_eq!((run.status, run.out.as_str()), (Status::Usage, ""), "{wrong:?}");
        assert_eq!(lines(&run.err).last().unwrap()["reason"], "finished");
    }
}

#[test]
fn for_people_results_are_apart_from_the_rest() {
    let folder = book(&ONE.replace("source: {name: AP}, ", ""));
    let out = folder.path().join("out");
    let build = ["build", path(folder.path()), "-o", path(&out)];
    let run = weekbook(&build);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    assert!(run.out.contains("letters.pdf: ") && run.out.contains("1 chapter, 1 dispatch, "), "{}", run.out);
    assert!(run.err.starts_with("warning[uncredited]") && run.err.ends_with("0 errors, 1 warning\n"), "{}", run.err);
    let quiet = weekbook(&[&build[..], &["-q"]].concat());
    assert_eq!((quiet.status, quiet.out.as_str(), quiet.err.as_str()), (Status::Done, "", ""));
    let verbose = weekbook(&[&build[..], &["-v"]].concat());
    assert!(verbose.err.contains(" s  reading\n") && verbose.err.contains(" s  setting default\n"), "{}", verbose.err);
    let strict = weekbook(&[&build[..], &["-q", "--strict"]].concat());
    assert_eq!(strict.status, Status::Book);
    assert!(strict.err.starts_with("error[uncredited]"), "{}", strict.err);
}

#[test]
fn narrowing_is_checked() {
    let folder = book(&format!("{ONE}editions: {{default: {{formats: [epub]}}}}\n"));
    let run = weekbook(&["build", path(folder.path()), "-f", "pdf"]);
    assert_eq!(run.status, Status::Usage);
    let run = weekbook(&["check", path(folder.path()), "-e", "defualt"]);
    assert_eq!(run.status, Status::Usage);
    assert!(run.err.contains("did you mean `default`?"), "{}", run.err);
}

#[test]
fn two_editions_of_one_name_are_an_error() {
    let editions = "editions: {A: {slug: x}, a: {slug: X}}\n";
    let folder = book(&format!("{ONE}{editions}"));
    let run = weekbook(&["check", path(folder.path()), "-f", "epub", "--message-format", "json"]);
    assert_eq!(run.status, Status::Book, "{}", run.out);
    assert_eq!(lines(&run.out)[0]["code"], "output");
}

#[test]
fn the_machines_faults_have_a_status_of_their_own() {
    let folder = book(ONE);
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let run = weekbook(&["build", path(folder.path()), "-o", path(&file), "--message-format", "json"]);
    assert_eq!(run.status, Status::Machine);
    let found = lines(&run.out);
    assert_eq!((&found[0]["code"], &found[1]["success"]), (&"output".into(), &false.into()));
    assert_eq!(weekbook(&["check", "/no/such/manifest.yaml"]).status, Status::Book);
}

#[test]
fn an_unreadable_file_is_the_machines_fault() {
    let global =
        Global { message_format: MessageFormat::Human, color: ColorChoice::Never, quiet: true, verbose: false };
    let judged = |diags: Diagnostics| {
        let streams = Streams { out: Box::new(io::sink()), err: Box::new(io::sink()), terminal: false, columns: None };
        judge(diags, None, false, &mut Report::new(&global, streams))
    };
    let mut diags = Diagnostics::new();
    assert_eq!(judged(diags.clone()), None);
    diags.warning(codes::UNCREDITED, None, "w");
    assert_eq!(judged(diags.clone()), None);
    diags.error(codes::BAD_DATE, None, "e");
    assert_eq!(judged(diags.clone()), Some(Status::Book));
    diags.error(codes::FILE_UNREADABLE, None, "e");
    assert_eq!(judged(diags), Some(Status::Machine));
}

/// A stream on a full disk.
struct Full(io::ErrorKind);

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from(self.0))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn results_that_cannot_be_written_fail_but_a_closed_pipe_does_not() {
    let folder = book(ONE);
    let arguments: Vec<OsString> = ["weekbook", "list", path(folder.path())].map(OsString::from).into();
    for (kind, expected) in [(io::ErrorKind::StorageFull, Status::Machine), (io::ErrorKind::BrokenPipe, Status::Done)] {
        let err = Buffer::default();
        let streams = Streams { out: Box::new(Full(kind)), err: Box::new(err.clone()), terminal: false, columns: None };
        assert_eq!(run_with(&arguments, streams), expected, "{}", err.text());
    }
}
