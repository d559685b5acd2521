//! Artefacts on the disk: the same bytes every time, whole or not at all, nothing left over.

mod support;

use std::fs;
use std::io::Read;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use support::{Book, dedent};

/// A book with a bit of everything whose order or time could leak into the bytes.
fn rich() -> Book {
    let mut manifest = dedent(
        "
        weekbook: 1
        title: Rich
        subtitle: Of everything
        publisher: Nobody
        authors: [One, {name: Two, role: edt}]
        language: en
        timezone: Asia/Baghdad
        sources:
          ap: {name: Associated Press, url: 'https://apnews.com/'}
        dispatches:
          - posts/*.md
        ",
    );
    for day in 1..=28 {
        let time = if day % 3 == 0 { "T22:30:00Z" } else { "" };
        manifest.push_str(&format!(
            "  - {{title: Day {day}, date: 2021-02-{day:02}{time}, source: {{name: Source {}}}, tags: [b, a], body: Text.}}\n",
            day % 5
        ));
    }
    Book::new()
        .manifest(&manifest)
        .image_png("posts/a.png", 60, 40)
        .image_png("posts/b.png", 40, 60)
        .file(
            "posts/2021-01-04-wells.md",
            "
            ---
            title: Wells
            source: ap
            corrections: [{date: 2021-02-01, text: It was one well.}]
            ---
            Text[^1] with **strong** and *slanted* words, `code` and a [link](https://example.org/a?b=c&d=e).

            ![One](a.png \"First\")

            ![Two](b.png)

            | a | b |
            |---|--:|
            | 1 | 2 |

            [^1]: A note.
            ",
        )
        .file(
            "posts/2021-01-05-nahr.md",
            "---\ntitle: النهر القديم\nlanguage: ar\nsource: ap\n---\nالماء في الجانب الأيسر من المدينة لم يعد بعد.\n",
        )
}

const ARTEFACTS: [&str; 2] = ["rich.epub", "rich.pdf"];

fn same(one: &Book, other: &Book, folders: (&str, &str)) {
    for name in ARTEFACTS {
        let (a, b) = (one.read(&format!("{}/{name}", folders.0)), other.read(&format!("{}/{name}", folders.1)));
        let differ = a.iter().zip(&b).position(|(a, b)| a != b);
        assert!(a == b, "{name}: {} and {} bytes, the first difference at {differ:?}", a.len(), b.len());
    }
}

#[test]
fn the_same_book_gives_the_same_bytes_later_elsewhere_and_abroad() {
    let (here, there) =
        (rich(), rich().env("TZ", "Pacific/Kiritimati").env("LANG", "ar_IQ.UTF-8").env("LC_ALL", "tr_TR"));
    let _ = here.run(["build"]).succeeds();
    let built = Instant::now();
    // Archives keep times to two seconds.
    thread::sleep(Duration::from_millis(3_100).saturating_sub(built.elapsed()));
    let mut command = there.command(["build", "-o", "out/far/away"]);
    command.env("HOME", "/nonexistent").env("USER", "somebody").env("TMPDIR", there.path("")).env("COLUMNS", "40");
    let _ = support::Run::of(command, None).succeeds();
    same(&here, &there, ("dist", "out/far/away"));
}

#[test]
fn the_same_book_gives_the_same_bytes_whatever_the_times_of_its_files() {
    let (old, new) = (rich(), rich());
    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in ["manifest.yaml", "posts/a.png", "posts/2021-01-04-wells.md"] {
        let file = fs::File::options().write(true).open(old.path(path)).expect("a file of the book");
        file.set_modified(long_ago).expect("a time to set");
    }
    let _ = old.run(["build"]).succeeds();
    let _ = new.run(["build"]).succeeds();
    same(&old, &new, ("dist", "dist"));
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let book = rich();
    for jobs in ["1", "4", "13"] {
        let _ = book.run(["build", "-j", jobs, "-o", jobs]).succeeds();
    }
    same(&book, &book, ("1", "4"));
    same(&book, &book, ("1", "13"));
}

#[test]
fn a_changed_word_changes_the_artefacts() {
    let (one, other) = (rich(), rich());
    other.write("posts/2021-01-05-nahr.md", "---\ntitle: النهر\nlanguage: ar\nsource: ap\n---\nماء.\n");
    let _ = one.run(["build"]).succeeds();
    let _ = other.run(["build"]).succeeds();
    for name in ARTEFACTS {
        assert!(one.read(&format!("dist/{name}")) != other.read(&format!("dist/{name}")), "{name}");
    }
}

#[test]
fn a_build_replaces_its_artefacts_and_touches_nothing_else() {
    let book =
        Book::small().file("dist/small.epub", "old").file("dist/mine.txt", "kept").file("dist/sub/x.pdf", "kept");
    let before = book.snapshot("dist");
    let _ = book.run(["build"]).succeeds();
    let after = book.snapshot("dist");
    assert_eq!(book.names("dist"), ["mine.txt", "small.epub", "small.pdf", "sub"]);
    for kept in ["dist/mine.txt", "dist/sub/x.pdf"] {
        assert_eq!(before[&book.path(kept)], after[&book.path(kept)], "{kept}");
    }
    assert!(book.read("dist/small.epub").starts_with(b"PK"));
}

/// Every way in which a book can fail after it was built once.
#[test]
fn a_build_that_fails_leaves_the_artefacts_and_the_folder_as_they_were() {
    let book = Book::small().built();
    let before = book.snapshot("");
    let good = book.read("manifest.yaml");
    let bad: [&[u8]; 5] = [
        b"  - {title: Three, source: {name: Made up}, body: No date.}\n",
        b"  - {title: [unclosed\n",
        b"  - {title: Three, date: 2021-01-05, source: {name: A}, body: '![x](none.png)'}\n",
        b"style: nowhere.css\n",
        b"\xff\xfe\n",
    ];
    for more in bad {
        let manifest = [&good[..], more].concat();
        book.write("manifest.yaml", &manifest);
        let _ = book.run(["build"]).fails(1);
        book.write("manifest.yaml", &good);
        let mut after = book.snapshot("");
        let written = book.path("manifest.yaml");
        after.insert(written.clone(), before[&written].clone());
        assert!(after == before, "after {:?} there are {:?}", String::from_utf8_lossy(more), after.keys());
    }
    let _ = book.run(["build", "--nonsense"]).fails(2);
    let _ = book.run(["build", "-e", "nowhere"]).fails(2);
    assert_eq!(book.names("dist"), ["small.epub", "small.pdf"]);
}

#[test]
fn an_output_path_that_cannot_be_a_folder_ends_with_3_and_changes_nothing() {
    let book = Book::small().file("taken", "a file").folder("full/small.pdf").file("full/small.epub", "old");
    let before = book.snapshot("");
    for out in ["taken", "taken/below", "full"] {
        let run = book.run(["build", "-o", out]).fails(3);
        assert!(run.stderr.contains(out), "it names the path: {run}");
        assert_eq!(run.stdout, "", "no artefact is claimed: {run}");
        assert!(book.snapshot("") == before, "{run}");
    }
}

/// A file system on which nothing can be made, for root too: `/proc` on Linux, a file in the way elsewhere.
#[test]
fn a_folder_that_nothing_can_be_written_into_ends_with_3() {
    let book = Book::small();
    let out = if cfg!(target_os = "linux") { "/proc/weekbook-test" } else { "manifest.yaml/dist" };
    let run = book.run(["build", "-o", out]).fails(3);
    assert!(run.stderr.contains(out), "{run}");
    assert_eq!(book.names(""), ["manifest.yaml"]);
}

#[cfg(unix)]
#[test]
fn an_output_folder_may_be_reached_through_a_link() {
    let book = Book::small().folder("real").link("dist", "real");
    let _ = book.run(["build"]).succeeds();
    assert_eq!(book.names("real"), ["small.epub", "small.pdf"]);
}

#[test]
fn builds_into_one_folder_at_the_same_time_leave_whole_artefacts_of_one_book() {
    let books: Vec<Book> = (0..6)
        .map(|i| {
            let text = dedent(support::SMALL).replace("First.", &format!("First {}.", "word ".repeat(1 + i * 50)));
            Book::new().manifest(&text)
        })
        .collect();
    let shared = Book::new();
    let out = shared.path("dist").display().to_string();
    let mut children: Vec<_> = books
        .iter()
        .map(|b| {
            let mut command = b.command(["build", "-j", "1", "-q", "-o", &out]);
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a build")
        })
        .collect();
    for child in &mut children {
        let mut said = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
        assert_eq!(child.wait().expect("an end").code(), Some(0), "{said}");
    }
    assert_eq!(shared.names("dist"), ["small.epub", "small.pdf"]);
    let pair = (shared.read("dist/small.epub"), shared.read("dist/small.pdf"));
    let fits = |book: &&Book| {
        let _ = book.run(["build"]).succeeds();
        (book.read("dist/small.epub"), book.read("dist/small.pdf")) == pair
    };
    assert!(books.iter().any(|book| fits(&book)), "the pair is of none of the six books");
}

/// A book of `editions` editions, each with both formats, whose artefacts all say `word`.
fn many_editions(editions: usize, word: &str) -> String {
    let mut manifest = format!(
        "weekbook: 1\ntitle: Many\npublisher: Nobody\ndispatches: [{{title: One, date: 2021-01-03, source: {{name: A}}, body: {word}}}]\neditions:\n"
    );
    for edition in 0..editions {
        manifest.push_str(&format!("  e{edition}: {{}}\n"));
    }
    manifest
}

/// Every artefact of a folder; staging folders left out.
fn artefacts(book: &Book, folder: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let names = book.names(folder).into_iter().filter(|name| !name.starts_with(".weekbook-"));
    names.map(|name| (name.clone(), book.read(&format!("{folder}/{name}")))).collect()
}

#[test]
fn builds_killed_at_any_moment_leave_whole_artefacts_and_the_next_one_clears_up() {
    let book = rich();
    let _ = book.run(["build"]).succeeds();
    let old: Vec<Vec<u8>> = ARTEFACTS.iter().map(|n| book.read(&format!("dist/{n}"))).collect();
    book.write("posts/2021-01-05-nahr.md", "---\ntitle: New\nsource: ap\n---\nNew.\n");
    let started = Instant::now();
    let _ = book.run(["build", "-o", "new"]).succeeds();
    let whole = started.elapsed();
    let new: Vec<Vec<u8>> = ARTEFACTS.iter().map(|n| book.read(&format!("new/{n}"))).collect();
    let moments = 20;
    for i in 0..moments {
        let mut child = book.command(["build", "-q"]).stdin(Stdio::null()).spawn().expect("a build");
        thread::sleep(whole * i / moments + Duration::from_millis(1));
        // On Unix this is SIGKILL.
        child.kill().expect("a build to kill");
        child.wait().expect("its end");
        for (n, name) in ARTEFACTS.iter().enumerate() {
            let now = book.read(&format!("dist/{name}"));
            assert!(now == old[n] || now == new[n], "{name} is neither old nor new after a kill at {i} of {moments}");
        }
    }
    let _ = book.run(["build"]).succeeds();
    assert_eq!(book.names("dist"), ARTEFACTS);
    for (n, name) in ARTEFACTS.iter().enumerate() {
        assert!(book.read(&format!("dist/{name}")) == new[n], "{name} is not the new one");
    }
}

/// Kills builds while they write aside and while they rename: what differs most from moment to moment is how much of
/// the staging folder there is, so that is what is waited for.
#[test]
fn builds_killed_within_their_writes_leave_whole_artefacts_and_the_next_one_clears_up() {
    const EDITIONS: usize = 5;
    let book = Book::new().manifest(&many_editions(EDITIONS, "old"));
    let _ = book.run(["build"]).succeeds();
    let old = artefacts(&book, "dist");
    assert_eq!(old.len(), 2 * EDITIONS);
    book.write("manifest.yaml", many_editions(EDITIONS, "new"));
    let _ = book.run(["build", "-o", "new"]).succeeds();
    let new = artefacts(&book, "new");
    let staged = |book: &Book| {
        let names = book.names("dist");
        let staging = names.into_iter().find(|name| name.starts_with(".weekbook-"));
        staging.map_or(0, |name| fs::read_dir(book.path("dist").join(name)).map_or(0, Iterator::count))
    };
    let mut caught = 0;
    for moment in 0..20 {
        // The lock, then an artefact after the other, then the list of what is renamed.
        let wanted = 1 + moment % (2 * EDITIONS + 2);
        let mut child = book.command(["build", "-q"]).stdin(Stdio::null()).spawn().expect("a build");
        while child.try_wait().expect("a child").is_none() && staged(&book) < wanted {}
        let _ = child.kill();
        caught += usize::from(child.wait().expect("its end").code().is_none());
        for (name, bytes) in artefacts(&book, "dist") {
            assert!(bytes == old[&name] || bytes == new[&name], "{name} is neither old nor new after kill {moment}");
        }
        // Begin again from the old ones, what was left beside them.
        for (name, bytes) in &old {
            book.write(&format!("dist/{name}"), bytes);
        }
    }
    assert!(caught >= 10, "only {caught} builds were killed before they ended");
    let _ = book.run(["build"]).succeeds();
    assert!(artefacts(&book, "dist") == new, "the next build is whole");
    assert_eq!(book.names("dist").len(), 2 * EDITIONS, "nothing is left over: {:?}", book.names("dist"));
}

/// What a kill between two renames leaves: one artefact new, the other old and its new one aside, with the list of
/// both. Built from the real artefacts, since no test can hit that moment at will.
#[test]
fn a_pair_that_a_kill_left_mixed_is_noticed_and_mended_by_the_next_build() {
    let book = Book::new().manifest(&many_editions(2, "old"));
    let _ = book.run(["build"]).succeeds();
    book.write("manifest.yaml", many_editions(2, "new"));
    let _ = book.run(["build", "-o", "new"]).succeeds();
    let new = artefacts(&book, "new");
    let staging = "dist/.weekbook-4711-0";
    book.write("dist/many-e0.epub", &new["many-e0.epub"]);
    book.write(&format!("{staging}/lock"), "");
    book.write(&format!("{staging}/renaming"), new.keys().cloned().collect::<Vec<_>>().join("\n"));
    for name in new.keys().filter(|name| *name != "many-e0.epub") {
        book.write(&format!("{staging}/{name}"), &new[name]);
    }
    // A build of the other edition alone would else leave the first one mixed.
    let run = book.run(["build", "-e", "e1", "--message-format", "json"]).succeeds();
    let notes = run.of_severity("note");
    let note = notes.iter().find(|n| n.code == "finished-earlier").unwrap_or_else(|| panic!("it says so: {run}"));
    assert!(note.message.contains("many-e0.pdf"), "{run}");
    assert!(artefacts(&book, "dist") == new);
    assert_eq!(book.names("dist").len(), 4, "{:?}", book.names("dist"));
    let again = book.run(["build", "--message-format", "json"]).succeeds();
    assert!(again.of_severity("note").iter().all(|n| n.code != "finished-earlier"), "{again}");
}

/// A disk that is full after so many kibibytes of a file: the limit on a file's size, its signal ignored, makes `write`
/// fail as a full disk does, without root and without a disk.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_with_3_and_leaves_the_old_artefacts_whole_and_nothing_else() {
    let book = rich();
    let _ = book.run(["build"]).succeeds();
    let before = book.snapshot("dist");
    let largest = ARTEFACTS.map(|name| book.read(&format!("dist/{name}")).len() / 1024);
    let between = largest[0].min(largest[1]) + 1;
    assert!(between < largest[0].max(largest[1]), "one of the two fits: {largest:?}");
    book.write("posts/2021-01-05-nahr.md", "---\ntitle: New\nsource: ap\n---\nNew.\n");
    for kibibytes in [0, 1, between / 2, between] {
        let script = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" build");
        let mut command = std::process::Command::new("bash");
        command.args(["-c", &script, support::WEEKBOOK]).current_dir(book.path(""));
        let run = support::Run::of(command, None).fails(3);
        assert!(run.stderr.contains("error[output]") && run.stderr.contains("dist"), "it names the place: {run}");
        assert_eq!(run.stdout, "", "no artefact is claimed: {run}");
        assert!(book.snapshot("dist") == before, "after {kibibytes} KiB: {:?}", book.names("dist"));
    }
    // The same where there was nothing before: the folder that it made is gone again.
    let mut command = std::process::Command::new("bash");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" build -o fresh/deep";
    command.args(["-c", script, support::WEEKBOOK]).current_dir(book.path(""));
    let _ = support::Run::of(command, None).fails(3);
    assert!(!book.names("").contains(&"fresh".to_owned()));
}

/// A device that is always full, for what a run says rather than writes.
#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_end_with_3() {
    let book = Book::small();
    let full = fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let mut command = book.command(["list"]);
    let child = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).spawn().expect("a run");
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Nobody reads the results, or the messages: no failure, and the artefacts are there.
#[cfg(unix)]
#[test]
fn a_broken_pipe_is_no_failure() {
    let book = rich();
    for script in [
        "\"$0\" build | true; exit ${PIPESTATUS[0]}",
        "\"$0\" build -v 2>&1 | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}",
    ] {
        let mut command = std::process::Command::new("bash");
        command.args(["-c", script, support::WEEKBOOK]).current_dir(book.path(""));
        let _ = support::Run::of(command, None).succeeds();
        assert_eq!(book.names("dist"), ARTEFACTS);
    }
}

/// A folder without write permission. Root may write everywhere, so then there is nothing to see.
#[cfg(unix)]
#[test]
fn a_read_only_folder_ends_with_3_and_keeps_what_it_has() {
    use std::os::unix::fs::PermissionsExt;
    let book = Book::small().built();
    let before = book.snapshot("dist");
    fs::set_permissions(book.path("dist"), fs::Permissions::from_mode(0o555)).expect("permissions");
    let may_all_the_same = fs::write(book.path("dist/probe"), "").is_ok();
    let run = book.run(["build"]);
    fs::set_permissions(book.path("dist"), fs::Permissions::from_mode(0o755)).expect("permissions");
    if may_all_the_same {
        let _ = run.succeeds();
        return;
    }
    let run = run.fails(3);
    assert!(run.stderr.contains("dist"), "{run}");
    assert!(book.snapshot("dist") == before);
}

#[test]
fn what_a_build_left_that_was_killed_while_writing_is_removed_by_the_next() {
    let book = rich();
    let _ = book.run(["build"]).succeeds();
    let aside = |names: &[String]| names.iter().any(|name| !ARTEFACTS.contains(&name.as_str()));
    let left_something = (0..60).any(|_| {
        let mut child = book.command(["build", "-q"]).stdin(Stdio::null()).spawn().expect("a build");
        while child.try_wait().expect("a child").is_none() && !aside(&book.names("dist")) {}
        let _ = child.kill();
        child.wait().expect("its end");
        aside(&book.names("dist"))
    });
    assert!(left_something, "no build could be killed while it wrote");
    let _ = book.run(["build"]).succeeds();
    assert_eq!(book.names("dist"), ARTEFACTS);
}
