use std::fs;

use tempfile::TempDir;

use super::*;
use crate::diagnostic::{Diagnostics, Position, codes};

fn book(files: &[(&str, &[u8])]) -> (TempDir, Reader) {
    let dir = TempDir::new().expect("a temporary folder");
    write(&dir, "manifest.yaml", b"weekbook: 1\n");
    for (path, bytes) in files {
        write(&dir, path, bytes);
    }
    let (reader, _) = Reader::open(Some(dir.path()), Path::new("/")).expect("a manifest");
    (dir, reader)
}

fn write(dir: &TempDir, path: &str, bytes: &[u8]) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    fs::write(path, bytes).expect("file");
}

fn glob(reader: &Reader, pattern: &str) -> Vec<String> {
    reader.glob(pattern).expect(pattern).iter().map(ToString::to_string).collect()
}

fn path(reader: &Reader, path: &str) -> BookPath {
    reader.resolve("manifest.yaml", path).expect(path)
}

#[test]
fn manifest_is_a_file_a_folder_or_one_of_two_names() {
    let dir = TempDir::new().expect("a temporary folder");
    let open = |manifest: Option<&str>| Reader::open(manifest.map(Path::new), dir.path());
    let message = open(None).expect_err("nothing here").to_string();
    assert_eq!(message, "there is no manifest: neither `manifest.yaml` nor `book/manifest.yaml` is here");
    write(&dir, "book/manifest.yaml", b"a");
    assert_eq!(open(None).expect("book").1.text, "a");
    write(&dir, "manifest.yaml", b"b");
    let (reader, text) = open(None).expect("here");
    assert_eq!((text.text.as_str(), text.name.as_str()), ("b", "manifest.yaml"));
    assert_eq!(reader.root(), dir.path().canonicalize().expect("root"));
    assert_eq!(open(Some("book")).expect("folder").1.text, "a");
    write(&dir, "book/other.yml", b"c");
    let (reader, text) = open(Some("book/other.yml")).expect("file");
    assert_eq!((text.text.as_str(), reader.manifest_name()), ("c", "other.yml"));
    assert!(reader.root().ends_with("book"));
    fs::create_dir(dir.path().join("empty")).expect("folder");
    let message = open(Some("empty")).expect_err("no manifest").to_string();
    assert_eq!(message, "there is no manifest: the folder `empty` holds no `manifest.yaml`");
    assert_eq!(
        open(Some("none.yaml")).expect_err("none").to_string(),
        "there is no manifest: `none.yaml` is not there"
    );
}

#[test]
fn manifest_from_standard_input_has_paths_from_the_current_folder() {
    let dir = TempDir::new().expect("a temporary folder");
    write(&dir, "posts/a.md", b"A");
    let mut input: &[u8] = b"\xEF\xBB\xBFtitle: x\r\n";
    let (reader, text) = Reader::open_with(Some(Path::new("-")), dir.path(), &mut input).expect("input");
    assert_eq!((text.text.as_str(), text.name.as_str()), ("title: x\r\n", "<stdin>"));
    let found = reader.resolve(STDIN_NAME, "posts/a.md").expect("path");
    assert_eq!(reader.text(&found).expect("text").text, "A");
}

#[test]
fn paths_start_from_the_file_that_names_them() {
    let (_dir, reader) = book(&[]);
    let resolve = |from, to| reader.resolve(from, to).map(|path| path.to_string());
    assert_eq!(resolve("posts/2017/a.md", "b.jpg").expect("path"), "posts/2017/b.jpg");
    assert_eq!(resolve("posts/2017/a.md", "../../images//./b.jpg").expect("path"), "images/b.jpg");
    assert_eq!(resolve("posts/2017/a.md", "/images/b.jpg").expect("path"), "images/b.jpg");
    assert_eq!(resolve("manifest.yaml", "a b/ü.md").expect("path"), "a b/ü.md");
    for outside in ["../a.md", "posts/../../a.md", "/../etc/passwd", "/.."] {
        assert!(matches!(resolve("manifest.yaml", outside), Err(SourceError::Outside { .. })), "{outside}");
    }
    let long = "x/".repeat(3000);
    for bad in ["", " ", r"posts\a.md", "C:/a.md", "c:a.md", "a\0b", "a\nb", &long] {
        assert!(matches!(resolve("manifest.yaml", bad), Err(SourceError::BadPath { .. })), "{bad:?}");
    }
    assert!(matches!(resolve("posts/a.md", ".."), Err(SourceError::NotAFile { .. })));
}

#[test]
fn parts_of_a_path() {
    let (_dir, reader) = book(&[]);
    let file = path(&reader, "posts/2017/a.b.md");
    assert_eq!((file.folder(), file.file_name(), file.extension()), ("posts/2017", "a.b.md", Some("md")));
    assert_eq!((path(&reader, ".x").folder(), path(&reader, ".x").extension()), ("", None));
}

#[test]
fn missing_files_suggest_a_neighbour() {
    let (_dir, reader) = book(&[("posts/wells.md", b"")]);
    let error = reader.text(&path(&reader, "posts/well.md")).expect_err("missing");
    let mut diagnostics = Diagnostics::new();
    error.report(None, &mut diagnostics);
    let diagnostic = &diagnostics.into_vec()[0];
    assert_eq!(
        (diagnostic.code, diagnostic.message.as_str()),
        (codes::FILE_NOT_FOUND, "there is no file `posts/well.md`")
    );
    assert_eq!(diagnostic.help.as_deref(), Some("did you mean `posts/wells.md`?"));
    assert!(matches!(reader.text(&path(&reader, "manifest.yaml/x")), Err(SourceError::NotFound { .. })));
    assert!(matches!(reader.text(&path(&reader, "posts")), Err(SourceError::NotAFile { .. })));
}

#[test]
fn what_is_not_utf8_is_shown_at_its_first_bad_byte() {
    let (_dir, reader) = book(&[("a.md", b"\xEF\xBB\xBFone\ntw\xF6\n"), ("b.md", b"\xFF\xFEa\0")]);
    let mut diagnostics = Diagnostics::new();
    reader.text(&path(&reader, "a.md")).expect_err("Latin-1").report(None, &mut diagnostics);
    reader.text(&path(&reader, "b.md")).expect_err("UTF-16").report(None, &mut diagnostics);
    let all = diagnostics.into_vec();
    let span = all[0].span.as_ref().expect("a place");
    assert_eq!((span.source.name.as_str(), span.position()), ("a.md", Position { line: 2, column: 3 }));
    assert_eq!(all[0].code, codes::NOT_UTF8);
    assert!(all[1].help.as_deref().expect("help").contains("UTF-16"));
}

#[test]
fn sizes_are_bounded_and_the_error_names_the_bound() {
    let (_dir, reader) = book(&[("a.css", &vec![b' '; 1024 * 1024 + 1]), ("b.css", &vec![b' '; 1024 * 1024])]);
    let error = reader.bytes(&path(&reader, "a.css"), limits::STYLE).expect_err("too large");
    assert_eq!(error.to_string(), "`a.css` is larger than a style sheet may be (1 MiB)");
    assert_eq!(reader.bytes(&path(&reader, "b.css"), limits::STYLE).expect("just fits").len(), 1024 * 1024);
}

#[test]
fn patterns_match_in_byte_order() {
    let files: Vec<(&str, &[u8])> = [
        "posts/b.md",
        "posts/a.md",
        "posts/B.md",
        "posts/c.txt",
        "posts/sub/d.md",
        "posts/.hidden.md",
        ".git/x.md",
        "é.md",
    ]
    .map(|name| (name, &b""[..]))
    .to_vec();
    let (_dir, reader) = book(&files);
    assert_eq!(glob(&reader, "posts/*.md"), ["posts/B.md", "posts/a.md", "posts/b.md"]);
    assert_eq!(glob(&reader, "./posts/../posts//[ab].md"), ["posts/a.md", "posts/b.md"]);
    assert_eq!(glob(&reader, "/posts/?.md"), glob(&reader, "posts/*.md"));
    assert_eq!(glob(&reader, "**/*.md"), ["posts/B.md", "posts/a.md", "posts/b.md", "posts/sub/d.md", "é.md"]);
    assert_eq!(glob(&reader, "posts/**/d.md"), ["posts/sub/d.md"]);
    assert_eq!(glob(&reader, "{posts,posts/sub}/{a,d}.md"), ["posts/a.md", "posts/sub/d.md"]);
    assert_eq!(glob(&reader, "posts/.*.md"), ["posts/.hidden.md"]);
    assert_eq!(glob(&reader, ".git/*.md"), [".git/x.md"]);
    assert_eq!(glob(&reader, "posts/a.md"), ["posts/a.md"]);
    assert!(glob(&reader, "none/*.md").is_empty());
    assert!(glob(&reader, "posts").is_empty(), "a folder is no file");
    for bad in ["posts/[.md", "posts/{a.md"] {
        assert!(matches!(reader.glob(bad), Err(SourceError::BadPattern { .. })), "{bad}");
    }
    assert!(matches!(reader.glob("../*.md"), Err(SourceError::Outside { .. })));
    assert!(matches!(reader.glob(r"posts\*.md"), Err(SourceError::BadPath { .. })));
    assert!(matches!(reader.glob("/"), Err(SourceError::BadPattern { .. })));
}

#[test]
fn folders_are_listed_without_what_is_hidden() {
    let (_dir, reader) =
        book(&[("fonts/b.ttf", b""), ("fonts/a.otf", b""), ("fonts/.x", b""), ("fonts/sub/c.ttf", b"")]);
    let listed = reader.list_dir(&path(&reader, "fonts")).expect("a folder");
    assert_eq!(listed.iter().map(BookPath::as_str).collect::<Vec<_>>(), ["fonts/a.otf", "fonts/b.ttf"]);
    assert!(reader.is_dir(&path(&reader, "fonts")) && reader.exists(&listed[0]) && !reader.is_dir(&listed[0]));
    assert!(reader.list_dir(&listed[0]).is_err());
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_folder_only() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().expect("a temporary folder");
    write(&outside, "secret.md", b"secret");
    let (dir, reader) = book(&[("posts/a.md", b"A")]);
    symlink("posts", dir.path().join("linked")).expect("link");
    symlink("..", dir.path().join("posts/loop")).expect("link");
    symlink(outside.path(), dir.path().join("away")).expect("link");
    symlink(outside.path().join("secret.md"), dir.path().join("posts/s.md")).expect("link");
    assert_eq!(reader.text(&path(&reader, "linked/a.md")).expect("inside").text, "A");
    for out in ["away/secret.md", "posts/s.md", "away/none.md"] {
        let error = reader.text(&path(&reader, out)).expect_err(out);
        assert!(matches!(error, SourceError::Outside { .. } | SourceError::NotFound { .. }), "{error}");
    }
    assert!(!reader.exists(&path(&reader, "posts/s.md")));
    assert_eq!(glob(&reader, "**/a.md"), ["linked/a.md", "posts/a.md"]);
    assert!(glob(&reader, "*/secret.md").is_empty());
    assert!(matches!(reader.glob("away/*.md"), Err(SourceError::Outside { .. })));
    assert!(matches!(reader.list_dir(&path(&reader, "away")), Err(SourceError::Outside { .. })));
}
