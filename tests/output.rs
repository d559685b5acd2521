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

#[test]
fn killed_builds_leave_whole_artefacts_and_the_next_one_clears_up() {
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
