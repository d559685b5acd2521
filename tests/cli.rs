//! The command line: exit statuses, where the manifest is looked for, what narrows a build, where artefacts go.

mod support;

use std::fs::{self, File};
use std::process::Stdio;

use support::{Book, Run, SMALL, dedent};

#[test]
fn help_and_version_are_results_on_standard_output() {
    let book = Book::new();
    let help = book.run(["--help"]).succeeds();
    for command in ["build", "check", "list"] {
        assert!(help.stdout.contains(command), "{help}");
    }
    assert_eq!(help.stderr, "");
    let version = book.run(["--version"]).succeeds();
    assert_eq!(version.stdout, format!("weekbook {}\n", env!("CARGO_PKG_VERSION")));
    let of_build = book.run(["build", "--help"]).succeeds();
    for option in ["--edition", "--format", "--output", "--strict", "--jobs", "--drafts", "--message-format", "--color"]
    {
        assert!(of_build.stdout.contains(option), "{option} is not in the help: {of_build}");
    }
}

#[test]
fn a_good_book_ends_with_0_and_stands_in_dist() {
    let book = Book::small();
    let run = book.run(["build"]).succeeds();
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
    assert!(run.stdout.contains("dist/small.epub") && run.stdout.contains("dist/small.pdf"), "{run}");
    assert_eq!(run.stderr, "", "a build without a message says nothing on standard error");
    assert!(book.read("dist/small.epub").starts_with(b"PK"));
    assert!(book.read("dist/small.pdf").starts_with(b"%PDF-"));
}

#[test]
fn warnings_end_with_0_and_under_strict_with_1() {
    let book = Book::small_and("  - {title: Three, date: 2021-01-05, body: Third.}\n");
    let run = book.run(["check"]).succeeds();
    assert!(run.stderr.contains("warning[uncredited]"), "{run}");
    let run = book.run(["check", "--strict"]).fails(1);
    assert!(run.stderr.contains("error[uncredited]"), "{run}");
    assert!(!run.stderr.contains("warning["), "{run}");
    let _ = book.run(["build", "--strict"]).fails(1);
    assert!(!book.path("dist").exists(), "a build that fails writes nothing");
    let _ = book.run(["list", "--strict"]).fails(1);
}

#[test]
fn a_book_with_errors_ends_with_1() {
    let book = Book::small_and("  - {title: Three, source: {name: Made up}, body: Third.}\n");
    for command in ["build", "check", "list"] {
        let run = book.run([command]).fails(1);
        assert!(run.stderr.contains("error[missing-date]"), "{run}");
        assert_eq!(run.stdout, "", "nothing but results on standard output");
    }
    assert_eq!(book.names(""), ["manifest.yaml"]);
}

#[test]
fn a_manifest_that_is_not_there_ends_with_1() {
    let book = Book::new().folder("empty");
    for arguments in [&["build"][..], &["check", "none.yaml"], &["check", "empty"], &["list", "no/such/folder"]] {
        let run = book.run(arguments).fails(1);
        assert!(run.stderr.contains("error[file-not-found]"), "{run}");
        assert!(run.stderr.contains("manifest"), "{run}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let book = Book::small();
    let wrong: &[&[&str]] = &[
        &[],
        &["bind"],
        &["build", "--nonsense"],
        &["build", "-f", "docx"],
        &["build", "-j", "0"],
        &["build", "-j", "many"],
        &["build", "--color", "sometimes"],
        &["build", "--message-format", "xml"],
        &["build", "-o"],
        &["build", "one.yaml", "two.yaml"],
        &["check", "-o", "dist"],
        &["list", "--output-format", "yaml"],
        &["build", "-q", "-v"],
    ];
    for arguments in wrong {
        let run = book.run(*arguments).fails(2);
        assert_eq!(run.stdout, "", "{run}");
        assert_eq!(book.names(""), ["manifest.yaml"], "{run}");
    }
}

#[test]
fn an_unknown_edition_ends_with_2_and_names_the_one_meant() {
    let book = Book::small_and("editions:\n  default: {}\n  briefing: {formats: [pdf]}\n");
    for command in ["build", "check", "list"] {
        let run = book.run([command, "-e", "breifing"]).fails(2);
        assert!(run.stderr.contains("breifing") && run.stderr.contains("did you mean `briefing`?"), "{run}");
    }
    let run = book.run(["build", "-e", "default", "-e", "zzz"]).fails(2);
    assert!(run.stderr.contains("`default`") && run.stderr.contains("`briefing`"), "it says what there is: {run}");
    assert!(!book.path("dist").exists());
}

#[test]
fn what_is_not_built_yet_is_refused_by_name() {
    let book = Book::small();
    let later: &[&[&str]] = &[
        &["watch"],
        &["serve", "--port", "0"],
        &["import", "page.html", "-o", "imported"],
        &["diff", "manifest.yaml", "manifest.yaml"],
    ];
    for arguments in later {
        let run = book.run(*arguments);
        assert_ne!(run.status, 0, "{run}");
        assert!(run.stderr.contains("not supported yet"), "{run}");
        assert!(
            run.stderr
                .contains(arguments.last().filter(|_| arguments[0] == "build").map_or(arguments[0], |_| "--as-of"))
        );
        assert_eq!(run.stdout, "", "{run}");
        assert_eq!(book.names(""), ["manifest.yaml"], "{run}");
    }
}

#[test]
fn the_manifest_is_a_file_of_any_name() {
    let book = Book::new().file("spring.yaml", SMALL);
    let _ = book.run(["build", "spring.yaml"]).succeeds();
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
}

#[test]
fn the_manifest_is_a_folder_that_holds_it_and_dist_is_where_one_stands() {
    let book = Book::new().file("spring/manifest.yaml", SMALL);
    let _ = book.run(["build", "spring"]).succeeds();
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
    assert_eq!(book.names("spring"), ["manifest.yaml"]);
}

#[test]
fn without_a_manifest_the_one_here_comes_before_the_one_in_book() {
    let title = |title: &str| dedent(SMALL).replace("title: Small", &format!("title: {title}"));
    let book = Book::new().file("book/manifest.yaml", &title("Below"));
    let _ = book.run(["build", "-f", "epub"]).succeeds();
    assert_eq!(book.names("dist"), ["below.epub"]);
    let book = book.manifest(&title("Here"));
    let _ = book.run(["build", "-f", "epub"]).succeeds();
    assert_eq!(book.names("dist"), ["below.epub", "here.epub"]);
}

#[test]
fn a_dash_reads_standard_input_and_takes_paths_from_the_current_folder() {
    let book = Book::new().file("posts/wells.md", "# Wells\n\nWater.\n").image_png("posts/well.png", 8, 8);
    let manifest = "
        weekbook: 1
        title: Piped
        publisher: Nobody
        dispatches:
          - {file: posts/wells.md, date: 2017-04-15, source: {name: Made up}}
    ";
    let _ = book.run_with_input(["build", "-"], &dedent(manifest)).succeeds();
    assert_eq!(book.names("dist"), ["piped.epub", "piped.pdf"]);
    let broken = dedent(manifest).replace("wells.md", "walls.md");
    let run = book.run_with_input(["check", "-", "--message-format", "json"], &broken).fails(1);
    let errors = run.of_severity("error");
    assert_eq!(errors.len(), 1, "{run}");
    assert_eq!((errors[0].line, errors[0].column), (5, 12), "{run}");
    assert_eq!(errors[0].help, "did you mean `posts/wells.md`?", "{run}");
}

/// Two editions; `brief` has no EPUB.
fn two_editions() -> Book {
    Book::small_and("editions:\n  default: {}\n  brief: {formats: [pdf], page: A4}\n")
}

#[test]
fn formats_and_editions_narrow_what_is_written_and_never_its_bytes() {
    let book = two_editions();
    let _ = book.run(["build", "-o", "all"]).succeeds();
    assert_eq!(book.names("all"), ["small-brief.pdf", "small.epub", "small.pdf"]);
    let narrowed: &[(&[&str], &[&str])] = &[
        (&["-f", "epub"], &["small.epub"]),
        (&["-f", "pdf"], &["small-brief.pdf", "small.pdf"]),
        (&["-f", "pdf", "-f", "epub"], &["small-brief.pdf", "small.epub", "small.pdf"]),
        (&["-e", "brief"], &["small-brief.pdf"]),
        (&["-e", "default", "-f", "pdf"], &["small.pdf"]),
        (&["-e", "brief", "-e", "default"], &["small-brief.pdf", "small.epub", "small.pdf"]),
        (&["--edition", "default", "--format", "epub"], &["small.epub"]),
    ];
    for (i, (options, names)) in narrowed.iter().enumerate() {
        let out = format!("out{i}");
        let _ = book.run(["build", "-o", &out].iter().chain(*options)).succeeds();
        assert_eq!(book.names(&out), *names, "{options:?}");
        for name in *names {
            let same = book.read(&format!("{out}/{name}")) == book.read(&format!("all/{name}"));
            assert!(same, "{name} is another with {options:?}");
        }
    }
}

#[test]
fn narrowing_does_not_hide_the_errors_of_what_is_written() {
    let book = Book::small_and("editions:\n  default: {formats: [epub]}\n  other: {style: nowhere.css}\n");
    let _ = book.run(["check"]).fails(1);
    let _ = book.run(["check", "-e", "other"]).fails(1);
}

#[test]
fn a_format_that_no_chosen_edition_has_is_refused() {
    let book = two_editions();
    let run = book.run(["build", "-e", "brief", "-f", "epub"]).fails(2);
    assert!(run.stderr.contains("format"), "{run}");
    assert!(!book.path("dist").exists());
}

#[test]
fn check_and_list_write_nothing() {
    let book = two_editions();
    let before = book.snapshot("");
    let run = book.run(["check"]).succeeds();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    let _ = book.run(["list"]).succeeds();
    assert_eq!(book.snapshot(""), before);
}

#[test]
fn an_output_folder_is_made_with_its_parents_and_named_as_given() {
    let book = Book::small();
    for (given, path) in [("out", "out/small.epub"), ("a/b/c", "a/b/c/small.epub"), ("./here", "./here/small.epub")] {
        let run = book.run(["build", "-f", "epub", "-o", given, "--message-format", "json"]).succeeds();
        assert_eq!(run.reason("artifact")[0]["path"], path, "{run}");
        assert!(book.path(path).is_file());
    }
    let absolute = book.path("absolute").display().to_string();
    let run = book.run(["build", "-f", "epub", "--output", &absolute, "--message-format", "json"]).succeeds();
    assert_eq!(run.reason("artifact")[0]["path"], format!("{absolute}/small.epub"));
}

#[test]
fn the_slug_names_the_artefacts_and_is_derived_from_the_title_in_any_script() {
    let slugs = [
        ("title: Letters — from the RIVER!, 2", "letters-from-the-river-2"),
        ("title: رسائل من النهر", "رسائل-من-النهر"),
        ("title: Ünï & Çø", "ünï-çø"),
        ("title: Small\nslug: letters", "letters"),
    ];
    for (title, stem) in slugs {
        let book = Book::new().manifest(&dedent(SMALL).replace("title: Small", title));
        let _ = book.run(["build", "-f", "epub"]).succeeds();
        assert_eq!(book.names("dist"), [format!("{stem}.epub")]);
    }
}

#[test]
fn editions_that_would_overwrite_each_other_are_refused() {
    let book = Book::small_and("editions:\n  a: {slug: small}\n  small: {slug: small-a, formats: [pdf]}\n");
    let names: Vec<String> = {
        let _ = book.run(["build"]).succeeds();
        book.names("dist")
    };
    assert_eq!(names, ["small-a-small.pdf", "small-a.epub", "small-a.pdf"]);
    let book = Book::small_and("editions:\n  default: {slug: x-y}\n  y: {slug: x}\n");
    let run = book.run(["build"]).fails(1);
    assert!(run.stderr.contains("x-y.epub"), "{run}");
    assert!(!book.path("dist").exists());
}

/// `list`'s long result, so that it does not fit a pipe.
fn long_book() -> Book {
    let mut manifest = "weekbook: 1\ntitle: Long\npublisher: Nobody\ndispatches:\n".to_string();
    for i in 0..40 {
        let title = format!("Title {i} {}", "of some length ".repeat(120));
        manifest.push_str(&format!(
            "  - {{title: {title}, date: 2017-04-{:02}, source: {{name: A}}, body: B.}}\n",
            i % 28 + 1
        ));
    }
    manifest.push_str("editions:\n  default: {formats: [epub]}\n");
    Book::new().manifest(&manifest)
}

#[test]
fn a_closed_pipe_is_success() {
    let long = long_book();
    let small = Book::small();
    let cases: [(&Book, &[&str]); 4] = [
        (&long, &["list"]),
        (&long, &["list", "--output-format", "json"]),
        (&small, &["build"]),
        (&small, &["check", "--message-format", "json"]),
    ];
    for (book, arguments) in cases {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = book.command(arguments).stdin(Stdio::null()).stdout(writer).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
    assert_eq!(small.names("dist"), ["small.epub", "small.pdf"], "it finishes its work all the same");
}

#[test]
fn messages_that_nobody_reads_are_no_failure() {
    let book = Book::small_and("  - {title: Three, date: 2021-01-05, body: Third.}\n");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = book.command(["build"]).stdin(Stdio::null()).stderr(writer).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_end_with_3() {
    let cases: [&[&str]; 5] = [
        &["list"],
        &["list", "--output-format", "csv"],
        &["build"],
        &["build", "--message-format", "json"],
        &["check", "--message-format", "json"],
    ];
    for arguments in cases {
        let book = Book::small();
        let full = File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = book.command(arguments).stdin(Stdio::null()).stdout(full).output().expect("it runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(!stderr.is_empty() && !stderr.contains("panicked"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_relative_manifest_gives_the_same_book_from_wherever_it_is_called() {
    let book = Book::new().file("deep/book/manifest.yaml", SMALL).folder("deep/elsewhere");
    let _ = book.run(["build", "deep/book", "-o", "one"]).succeeds();
    let mut command = book.command(["build", "../book/manifest.yaml", "-o", "../../two"]);
    command.current_dir(book.path("deep/elsewhere"));
    let _ = Run::of(command, None).succeeds();
    for name in ["small.epub", "small.pdf"] {
        assert!(book.read(&format!("one/{name}")) == book.read(&format!("two/{name}")), "{name}");
    }
    assert_eq!(fs::read_dir(book.path("deep/elsewhere")).expect("a folder").count(), 0);
}
