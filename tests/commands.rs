//! The small commands: `fonts`, `styles`, `completions`, `man`, and the text of `list` on a terminal.

mod support;

use std::fs::File;
use std::process::Stdio;

use serde_json::Value;
use support::{Book, SMALL, WEEKBOOK};

/// A font that is not bundled: a copy of one that is.
fn with_font() -> Book {
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-code-pro/SourceCodePro-Bold.ttf");
    Book::small_and("editions: {default: {}, own: {fonts: [type]}}\n")
        .bytes("type/own.ttf", std::fs::read(font).expect("a bundled font"))
}

fn array(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("no JSON array: {e}\n{text}"))
}

#[test]
fn fonts_are_listed_with_licence_scripts_and_file() {
    let run = Book::new().run(["fonts"]).succeeds();
    for words in [
        "Gentium Plus (bundled)\n",
        "licence: SIL Open Font License 1.1\n",
        "Cyrillic ",
        "Bold Italic, weight 700, ",
        "    noto-naskh-arabic/NotoNaskhArabic-Regular.ttf\n",
        "DejaVu Sans (bundled)\n",
    ] {
        assert!(run.stdout.contains(words), "{words:?}: {run}");
    }
    assert_eq!(run.stderr, "", "no book here is no fault");
    let faces = array(&Book::new().run(["fonts", "--output-format", "json"]).succeeds().stdout);
    assert_eq!(faces.len(), 13);
    let naskh = faces.iter().find(|f| f["file"] == "noto-naskh-arabic/NotoNaskhArabic-Bold.ttf").expect("Naskh");
    assert_eq!((&naskh["family"], &naskh["weight"]), (&"Noto Naskh Arabic".into(), &700.into()));
    assert_eq!((&naskh["bundled"], &naskh["spdx"], &naskh["italic"]), (&true.into(), &"OFL-1.1".into(), &false.into()));
    assert!(naskh["scripts"]["Arabic"].as_u64() > Some(200) && naskh["characters"].as_u64() > Some(200), "{naskh}");
}

#[test]
fn fonts_of_a_book_stand_beside_the_bundled_ones() {
    let book = with_font();
    for arguments in [&["fonts"][..], &["fonts", "."], &["fonts", "manifest.yaml", "-e", "own"]] {
        let faces = array(&book.run(arguments.iter().chain(&["--output-format", "json"])).succeeds().stdout);
        let own: Vec<&Value> = faces.iter().filter(|face| face["bundled"] == false).collect();
        assert_eq!(own.len(), 1, "{arguments:?}");
        assert_eq!((&own[0]["file"], &own[0]["family"]), (&"type/own.ttf".into(), &"Source Code Pro".into()));
    }
    let text = book.run(["fonts"]).succeeds().stdout;
    assert!(text.contains("Source Code Pro (the book's)\n") && text.contains("    type/own.ttf\n"), "{text}");
    let faces = array(&book.run(["fonts", "-e", "default", "--output-format", "json"]).succeeds().stdout);
    assert!(faces.iter().all(|face| face["bundled"] == true));
    let run = book.run(["fonts", "-e", "onw"]).fails(2);
    assert!(run.stderr.contains("did you mean `own`?"), "{run}");
    let run = Book::new().run(["fonts", "none.yaml"]).fails(1);
    assert!(run.stderr.contains("error[file-not-found]"), "{run}");
    let bad = Book::small_and("fonts: [bad.ttf]\n").bytes("bad.ttf", "no font");
    let run = bad.run(["fonts", "--message-format", "json"]).fails(1);
    assert_eq!(run.stdout, "", "messages leave standard output to the result: {run}");
    assert_eq!(run.json_on_stderr()[0]["code"], "bad-font");
}

#[test]
fn styles_are_listed_and_each_can_be_printed() {
    let run = Book::new().run(["styles"]).succeeds();
    assert!(run.stdout.contains("book, page A5\n  ") && run.stdout.contains("briefing, page A4\n  "), "{run}");
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 60), "{run}");
    let styles = array(&Book::new().run(["styles", "--output-format", "json"]).succeeds().stdout);
    assert_eq!(
        (&styles[0]["name"], &styles[0]["page"], &styles[0]["default"]),
        (&"book".into(), &"A5".into(), &true.into())
    );
    assert!(styles.iter().all(|style| style["about"].as_str().is_some_and(|about| about.len() > 10)));
    let css = Book::new().run(["styles", "briefing"]).succeeds().stdout;
    let file = include_str!("../styles/briefing.css");
    assert!(css == file, "the file as it is");
    // What is printed is a style of one's own.
    let book = Book::new().file("manifest.yaml", &format!("{SMALL}    style: own.css\n")).bytes("own.css", &css);
    let _ = book.run(["check", "--strict"]).succeeds();
    let run = Book::new().run(["styles", "breifing"]).fails(2);
    assert!(run.stderr.contains("did you mean `briefing`?"), "{run}");
    let run = Book::new().run(["styles", "zzz"]).fails(2);
    assert!(run.stderr.contains("bundled are `book`, `briefing` and `large-print`"), "{run}");
}

#[test]
fn every_shell_has_completions() {
    let shells = [
        ("bash", "complete -F"),
        ("zsh", "#compdef weekbook"),
        ("fish", "complete -c weekbook"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ];
    for (shell, words) in shells {
        let run = Book::new().run(["completions", shell]).succeeds();
        for words in [words, "build", "as-of", "output-format", "schema"] {
            assert!(run.stdout.contains(words), "{words:?} is not in that of {shell}");
        }
        assert_eq!(run.stderr, "");
    }
    let run = Book::new().run(["completions", "bsh"]).fails(2);
    assert!(run.stderr.contains("bash"), "{run}");
    let _ = Book::new().run(["completions"]).fails(2);
    // What it prints is a script that bash reads.
    let script = Book::new().run(["completions", "bash"]).succeeds().stdout;
    let book = Book::new().bytes("completions.bash", script);
    let status = std::process::Command::new("bash").arg("-n").arg(book.path("completions.bash")).status();
    assert!(status.is_ok_and(|status| status.success()), "bash -n");
}

#[test]
fn the_manual_page_has_all_commands_their_options_and_the_exit_statuses() {
    let page = Book::new().run(["man"]).succeeds().stdout;
    let plain = page.replace("\\-", "-");
    for words in [".TH weekbook 1", ".SH NAME", ".SH SYNOPSIS", ".SH \"EXIT STATUS\"", ".SH FILES", ".SH ENVIRONMENT"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let help = Book::new().run(["--help"]).succeeds().stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"build") && commands.contains(&"man"), "{help}");
    for command in commands {
        assert!(plain.contains(&format!(".SS \"weekbook {command}\"")), "{command}: {page}");
        let help = Book::new().run([command, "--help"]).succeeds().stdout;
        let options = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
        for option in options {
            let option = option.trim_end_matches([',', '.', ';', ')', '`']);
            assert!(plain.contains(option), "{option} of {command}: {page}");
        }
    }
    // A control line of roff that came from a help text would vanish.
    assert!(!page.lines().any(|line| line.starts_with('\'')), "{page}");
}

#[test]
fn arguments_that_mean_nothing_end_with_2() {
    for arguments in [&["schema", "x"][..], &["man", "x"], &["styles", "a", "b"], &["fonts", "--output-format", "csv"]]
    {
        let run = Book::new().run(arguments).fails(2);
        assert_eq!(run.stdout, "", "{run}");
    }
    // Also where a global option with a value stands in front, messages leave standard output to the data.
    let run = Book::new().run(["--message-format", "json", "fonts", "--bad"]).fails(2);
    assert_eq!((run.stdout.as_str(), &run.json_on_stderr()[0]["code"]), ("", &"usage".into()));
}

const RESULTS: [&[&str]; 12] = [
    &["--help"],
    &["build", "--help"],
    &["--version"],
    &["list"],
    &["schema"],
    &["fonts"],
    &["fonts", "--output-format", "json"],
    &["styles"],
    &["styles", "book"],
    &["styles", "--output-format", "json"],
    &["completions", "zsh"],
    &["man"],
];

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let book = Book::small();
    for arguments in RESULTS {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = book.command(arguments).stdin(Stdio::null()).stdout(writer).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_3() {
    let book = Book::small();
    for arguments in RESULTS {
        let full = File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = book.command(arguments).stdin(Stdio::null()).stdout(full).output().expect("it runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(stderr.contains("error[output]") && !stderr.contains("panicked"), "{arguments:?}: {stderr}");
    }
}

/// A title that a spreadsheet would run, one that is wide, and one that does not fit.
fn titles() -> Book {
    Book::new().bytes(
        "manifest.yaml",
        "weekbook: 1\ntitle: Titles\npublisher: Nobody\neditions: {default: {formats: [epub]}}\ndispatches:\n\
         \x20 - {title: '=HYPERLINK(\"x\")', date: 2017-04-11, source: {name: '@A'}, body: B.}\n\
         \x20 - {title: 河の水位が上がった 河の水位が上がった 河の水位が上がった, date: 2017-04-12, source: {name: A}, body: B.}\n\
         \x20 - {title: The wells of the upper town give water again since this morning, date: 2017-04-13 09:05, source: {name: The Well Committee}, body: B.}\n",
    )
}

#[test]
fn a_list_as_csv_holds_no_formula() {
    let run = titles().run(["list", "--output-format", "csv"]).succeeds();
    assert!(run.stdout.contains(r#",,"'=HYPERLINK(""x"")","'@A",report,"#), "{run}");
    assert_eq!(titles().list()[0]["title"], "=HYPERLINK(\"x\")", "JSON has it as it is");
}

/// On a terminal (that `script` of util-linux makes) of 60 columns; in a pipe a dispatch is one line.
#[cfg(target_os = "linux")]
#[test]
fn a_list_fits_a_terminal_of_60_columns() {
    let book = titles();
    assert_eq!(book.run(["list"]).succeeds().stdout.lines().count(), 4);
    let mut command = std::process::Command::new("script");
    command.args(["-qec", &format!("stty rows 24 cols 60; {WEEKBOOK} list -q"), "/dev/null"]);
    command.current_dir(book.path("")).env("TERM", "xterm").stdin(Stdio::null());
    let output = command.output().expect("script");
    let text = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines.len() > 6 && text.contains("(The Well Committee)"), "{text}");
    let width = |line: &str| line.chars().map(|c| if c > '\u{2E80}' { 2 } else { 1 }).sum::<usize>();
    assert!(lines.iter().all(|line| width(line) <= 60), "{text}");
}
