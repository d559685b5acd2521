//! What scripts and people read: JSON lines to the letter, streams, colours, quiet and verbose, `list` in its forms.

mod support;

use serde_json::{Value, json};
use support::{Book, Run, dedent};

/// A book with one warning and one note-worthy thing at known places.
fn with_warning() -> Book {
    Book::small_and("  - {title: Three, date: 2021-01-05, body: Third.}\n")
}

/// Keys in their order.
fn keys(line: &Value) -> Vec<&str> {
    line.as_object().expect("an object").keys().map(String::as_str).collect()
}

const DIAGNOSTIC: [&str; 8] = ["reason", "severity", "code", "message", "file", "line", "column", "help"];
const ARTIFACT: [&str; 10] =
    ["reason", "edition", "format", "path", "bytes", "sha256", "pages", "chapters", "dispatches", "words"];
const FINISHED: [&str; 5] = ["reason", "success", "errors", "warnings", "elapsed_ms"];

#[test]
fn a_build_says_diagnostics_then_artefacts_then_its_end() {
    let book = with_warning();
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let lines = run.json();
    let reasons: Vec<&str> = lines.iter().map(|l| l["reason"].as_str().expect("a reason")).collect();
    assert_eq!(reasons, ["diagnostic", "artifact", "artifact", "finished"], "{run}");
    assert_eq!(run.stderr, "", "nothing is said twice");
    assert_eq!(keys(&lines[0]), DIAGNOSTIC);
    assert_eq!(keys(&lines[1]), ARTIFACT);
    assert_eq!(keys(&lines[3]), FINISHED);
    assert!(run.stdout.lines().all(|l| l.starts_with(r#"{"reason":""#)), "{run}");
}

#[test]
fn a_diagnostic_line_has_its_place_and_types() {
    let run = with_warning().run(["check", "--message-format", "json"]).succeeds();
    let lines = run.json();
    let line = &lines[0];
    assert_eq!(line["severity"], "warning");
    assert_eq!(line["code"], "uncredited");
    assert_eq!(line["file"], "manifest.yaml");
    assert_eq!(line["line"], 8, "{run}");
    assert_eq!(line["column"], 5, "{run}");
    assert!(line["message"].as_str().is_some_and(|m| !m.is_empty() && !m.contains('\n')), "{run}");
    assert!(line["help"].is_string() || line["help"].is_null(), "{run}");
}

#[test]
fn an_artifact_line_tells_the_truth() {
    let book = Book::new().file("posts/2021-01-03-a.md", "Three words here.\n").manifest(
        "
        weekbook: 1
        title: Small
        publisher: Nobody
        dispatches:
          - {file: posts/2021-01-03-a.md, title: One, source: {name: Made up}}
          - {title: Two, date: 2021-01-04, source: {name: Made up}, body: More.}
          - {title: Three, date: 2021-01-04, source: {name: Made up}, body: More.}
        editions:
          default: {}
          light: {formats: [epub]}
    ",
    );
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let artifacts = run.reason("artifact");
    let names: Vec<(&str, &str)> =
        artifacts.iter().map(|a| (a["edition"].as_str().unwrap_or(""), a["format"].as_str().unwrap_or(""))).collect();
    assert_eq!(names, [("default", "epub"), ("default", "pdf"), ("light", "epub")], "{run}");
    for artifact in &artifacts {
        let path = artifact["path"].as_str().expect("a path");
        assert_eq!(artifact["bytes"], book.read(path).len(), "{artifact}");
        assert_eq!(artifact["sha256"], sha256(&book.read(path)), "{artifact}");
        assert_eq!(artifact["chapters"], 2, "{artifact}");
        assert_eq!(artifact["dispatches"], 3, "{artifact}");
        assert!(artifact["words"].as_u64().is_some_and(|n| n > 10), "{artifact}");
    }
    let pages = book.pdf("dist/small.pdf").pages();
    assert_eq!(artifacts[1]["pages"], pages);
    assert_eq!(artifacts[0]["pages"], pages, "the EPUB shares the page numbers of its PDF");
    assert_eq!(artifacts[2]["pages"], Value::Null, "no page is laid out for an edition without a PDF");
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_end_counts_and_owns_up() {
    let finished = |run: &Run| {
        let last = run.json().pop().expect("a last line");
        assert_eq!(keys(&last), FINISHED, "{run}");
        assert!(last["elapsed_ms"].is_u64(), "{run}");
        (last["success"].clone(), last["errors"].clone(), last["warnings"].clone())
    };
    let book = with_warning();
    let run = book.run(["check", "--message-format", "json"]).succeeds();
    assert_eq!(finished(&run), (json!(true), json!(0), json!(1)));
    let run = book.run(["check", "--strict", "--message-format", "json"]).fails(1);
    assert_eq!(finished(&run), (json!(false), json!(1), json!(0)));
    let two = Book::small_and("  - {title: Three, body: Third.}\n  - {date: 2021-02-30, titel: X, body: Y.}\n");
    let run = two.run(["check", "--message-format", "json"]).fails(1);
    let errors = run.of_severity("error").len();
    assert!(errors >= 3, "{run}");
    assert_eq!(finished(&run).1, json!(errors), "{run}");
}

#[test]
fn a_wrong_edition_and_a_machine_failure_are_json_too() {
    let book = Book::small().file("taken", "a file");
    for (arguments, status) in [(["-e", "nowhere"], 2), (["-o", "taken"], 3)] {
        let run = book.run(["build", "--message-format", "json"].iter().chain(&arguments)).fails(status);
        let lines = run.json();
        assert_eq!(lines.len(), 2, "{run}");
        assert_eq!(keys(&lines[0]), DIAGNOSTIC);
        assert_eq!(lines[0]["severity"], "error");
        assert_eq!(lines[1]["success"], false);
        assert_eq!(lines[1]["errors"], 1);
    }
}

#[test]
fn list_keeps_standard_output_for_its_result() {
    let book = with_warning();
    let run = book.run(["list", "--output-format", "json", "--message-format", "json"]).succeeds();
    assert!(serde_json::from_str::<Vec<Value>>(&run.stdout).is_ok(), "{run}");
    let reasons: Vec<Value> = run.json_on_stderr().iter().map(|l| l["reason"].clone()).collect();
    assert_eq!(reasons, ["diagnostic", "finished"], "{run}");
    let broken = Book::small_and("  - {title: Three, body: Third.}\n");
    let run = broken.run(["list", "--message-format", "json"]).fails(1);
    assert_eq!(run.stdout, "", "no half of a list");
    assert_eq!(run.json_on_stderr().len(), 2, "{run}");
}

/// A book whose list has every kind of value.
fn listed() -> Book {
    Book::new()
        .file(
            "posts/bridge.md",
            "
            ---
            title: \"The \\\"old\\\" bridge, again\"
            date: 2017-04-15 09:05
            language: fr
            kind: video
            id: bridge
            ---
            Un pont.
            ",
        )
        .manifest(
            "
            weekbook: 1
            title: Listed
            publisher: Nobody
            language: en
            sources:
              ap: {name: Associated Press}
            dispatches:
              - {file: posts/bridge.md, source: ap}
              - {title: First, date: 2017-04-02, source: {name: Field notes}, body: Words.}
            ",
        )
}

#[test]
fn list_as_json_has_the_keys_and_types_of_the_contract() {
    let run = listed().run(["list", "--output-format", "json"]).succeeds();
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).expect("one array");
    let wanted = ["week", "chapter", "date", "time", "title", "source", "kind", "id", "file", "language", "page"];
    for row in &rows {
        assert_eq!(keys(row), wanted);
        assert!(row["page"].is_string() && row["id"].as_str().is_some_and(|id| !id.is_empty()), "{row}");
    }
    let mut bridge = rows[1].clone();
    bridge["page"] = Value::Null;
    let expected = json!({
        "week": "2017-W15", "chapter": 2, "date": "2017-04-15", "time": "09:05", "title": "The \"old\" bridge, again",
        "source": "Associated Press", "kind": "video", "id": "bridge", "file": "posts/bridge.md", "language": "fr",
        "page": null,
    });
    assert_eq!(bridge, expected);
    let first = &rows[0];
    assert_eq!((&first["week"], &first["chapter"], &first["time"]), (&json!("2017-W13"), &json!(1), &Value::Null));
    assert_eq!((&first["source"], &first["kind"]), (&json!("Field notes"), &json!("report")));
    assert_eq!((&first["language"], &first["file"]), (&json!("en"), &json!("manifest.yaml")));
}

#[test]
fn list_says_the_page_of_the_pdf_where_the_dispatch_begins_and_null_without_one() {
    let book = listed();
    let rows = book.list();
    let _ = book.run(["build"]).succeeds();
    let pdf = book.pdf("dist/listed.pdf");
    for row in &rows {
        let page = pdf.labels.iter().position(|label| row["page"] == *label).expect("a label of the PDF");
        let first_word = row["title"].as_str().and_then(|t| t.split(' ').next()).expect("a title");
        assert!(pdf.page_text(page).contains(first_word), "page {}: {}", row["page"], pdf.page_text(page));
    }
    let without = Book::small_and("editions:\n  default: {}\n  light: {formats: [epub]}\n");
    let run = without.run(["list", "-e", "light", "--output-format", "json"]).succeeds();
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).expect("one array");
    assert!(rows.len() == 2 && rows.iter().all(|r| r["page"].is_null()), "{run}");
}

#[test]
fn list_as_csv_quotes_what_must_be_quoted() {
    let run = listed().run(["list", "--output-format", "csv"]).succeeds();
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "week,chapter,date,time,title,source,kind,id,file,language,page");
    assert!(lines[1].starts_with("2017-W13,1,2017-04-02,,First,Field notes,report,"), "{run}");
    let start =
        r#"2017-W15,2,2017-04-15,09:05,"The ""old"" bridge, again",Associated Press,video,bridge,posts/bridge.md,fr,"#;
    assert!(lines[2].starts_with(start), "{run}");
    assert_eq!(lines.len(), 3);
}

#[test]
fn list_as_text_shows_chapters_dates_sources_titles_files_and_pages() {
    let run = listed().run(["list"]).succeeds();
    let (first, second) = run.stdout.split_once("2017-W15").expect("both chapters");
    for words in ["2017-W13", "2017-04-02", "Field notes", "First", "manifest.yaml"] {
        assert!(first.contains(words), "{words}: {run}");
    }
    for words in ["2017-04-15", "09:05", "Associated Press", "The \"old\" bridge, again", "posts/bridge.md"] {
        assert!(second.contains(words), "{words}: {run}");
    }
    assert!(!run.stdout.contains('{') && !run.stdout.contains('\u{1b}'), "{run}");
}

#[test]
fn colour_is_where_it_is_asked_for_and_never_in_a_pipe_by_itself() {
    let book = with_warning();
    let colours = |arguments: &[&str]| {
        let run = book.run(["check"].iter().chain(arguments)).succeeds();
        assert!(run.stderr.contains("uncredited"), "{run}");
        run.stderr.contains("\u{1b}[")
    };
    assert!(!colours(&[]), "auto, in a pipe");
    assert!(!colours(&["--color", "auto"]));
    assert!(!colours(&["--color", "never"]));
    assert!(colours(&["--color", "always"]));
    let json = book.run(["check", "--color", "always", "--message-format", "json"]).succeeds();
    assert!(!json.stdout.contains('\u{1b}'), "{json}");
}

/// On a terminal (that `script` of util-linux makes) colour is the default, and `NO_COLOR` takes it away.
#[cfg(target_os = "linux")]
#[test]
fn no_color_is_honoured_on_a_terminal() {
    let on_terminal = |variable: Option<&str>, option: &str| {
        let book = with_warning();
        let mut command = std::process::Command::new("script");
        command.args(["-qec", &format!("{} check {option}", support::WEEKBOOK), "/dev/null"]);
        command.current_dir(book.path("")).env("TERM", "xterm").env_remove("NO_COLOR");
        if let Some(value) = variable {
            command.env("NO_COLOR", value);
        }
        let run = Run::of(command, None).succeeds();
        assert!(run.stdout.contains("uncredited"), "{run}");
        coloured(&run.stdout)
    };
    assert!(on_terminal(None, ""), "colour is the default on a terminal");
    assert!(on_terminal(Some(""), ""), "an empty NO_COLOR is none (no-color.org)");
    assert!(!on_terminal(Some("1"), ""));
    assert!(!on_terminal(None, "--color never"));
    assert!(on_terminal(Some("1"), "--color always"), "what is asked for on the command line wins");
}

/// Whether a text sets a colour (SGR), other than back to none.
fn coloured(text: &str) -> bool {
    text.split("\u{1b}[").skip(1).any(|rest| {
        let parameters: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ';').collect();
        rest[parameters.len()..].starts_with('m') && !matches!(parameters.as_str(), "" | "0")
    })
}

#[test]
fn quiet_says_errors_alone() {
    let book = with_warning();
    let run = book.run(["build", "-q"]).succeeds();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
    let run = book.run(["list", "--quiet"]).succeeds();
    assert!(run.stdout.contains("Three"), "a result is no chatter: {run}");
    let broken =
        Book::small_and("  - {title: Three, body: Third.}\n  - {title: Four, date: 2021-01-05, body: Fourth.}\n");
    let run = broken.run(["build", "-q"]).fails(1);
    assert!(run.stderr.contains("missing-date") && !run.stderr.contains("warning["), "{run}");
}

#[test]
fn verbose_says_more_and_builds_the_same() {
    let book = Book::small();
    let plain = book.run(["build", "-o", "plain"]).succeeds();
    let verbose = book.run(["build", "-v", "-o", "verbose"]).succeeds();
    assert!(verbose.stderr.len() > plain.stderr.len(), "{verbose}");
    assert_eq!(verbose.stdout.replace("verbose/", "plain/"), plain.stdout);
    for name in ["small.epub", "small.pdf"] {
        assert!(book.read(&format!("plain/{name}")) == book.read(&format!("verbose/{name}")), "{name}");
    }
    let json = book.run(["build", "-v", "--message-format", "json"]).succeeds();
    assert!(!json.json().is_empty(), "standard output is JSON lines even with -v");
}

#[test]
fn a_message_names_files_from_the_manifests_folder_wherever_one_stands() {
    let book =
        Book::new().file("spring/posts/a.md", "---\ntitle: A\ndate: 2017-04-31\nsource: {name: B}\n---\nText.\n").file(
            "spring/manifest.yaml",
            &dedent(
                "
            weekbook: 1
            title: Spring
            dispatches: [posts/*.md]
        ",
            ),
        );
    let run = book.run(["check", "spring", "--message-format", "json"]).fails(1);
    let errors = run.of_severity("error");
    assert_eq!(errors.len(), 1, "{run}");
    assert_eq!(errors[0].place(), "posts/a.md:3:7: bad-date", "{run}");
}
