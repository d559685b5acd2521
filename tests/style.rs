//! A book's own style: what the PDF leaves out is said, at its place, and what a style hides leaves a PDF in order.

mod support;

use support::{Book, Found};

fn styled(css: &str) -> Book {
    let body = "Some *words* of a text.\n\n### Below\n\nMore.\n\n| A | B |\n|---|---|\n| c | d |\n";
    Book::new()
        .manifest(
            "weekbook: 1\ntitle: Styled\npublisher: Nobody\nstyle: my.css\nsources: {ap: {name: AP}}\ndispatches: ['posts/*.md']\n",
        )
        .bytes("posts/a.md", format!("---\ntitle: One\ndate: 2017-04-13\nsource: ap\n---\n{body}"))
        .bytes("posts/b.md", format!("---\ntitle: Two\ndate: 2017-04-14\nsource: ap\n---\n{body}"))
        .bytes("my.css", css)
}

/// `line:column message | help` of each warning.
fn told(book: &Book) -> Vec<String> {
    let show = |found: &Found| {
        assert_eq!((found.file.as_str(), found.code.as_str()), ("my.css", "css-unsupported"), "{found:?}");
        format!("{}:{} {} | {}", found.line, found.column, found.message, found.help)
    };
    book.warnings().iter().map(show).collect()
}

#[test]
fn what_pages_leave_out_is_told_at_its_place() {
    let css = "@import 'book';\n\
        p { max-height: 3em }\n\
        th { width: 30% }\n\
        em { padding: 2pt; border: 1pt solid }\n\
        tr { break-before: page; max-width: 9pt }\n\
        body { background: #eee; margin: 0 }\n\
        article::before { content: '§' }\n\
        h2 { display: inline-block; column-span: all }\n\
        h3 { break-before: region; font-size: 0 }\n\
        ul { line-height: 0 }\n\
        td { line-height: 0.7; text-align: centre }\n\
        p:hover { color: red }\n\
        i { color: red }\n\
        artcle p { color: rde }\n\
        p::first-line { color: red }\n\
        @page wide { margin: 1cm }\n\
        section { page: narow }\n\
        @page :first { @top-center { content: string(chaptr); width: 3cm } }\n";
    let expected = [
        "2:5 `max-height` has no effect on `p` in the PDF | a block is as high as what it holds; only images have a largest height",
        "3:6 `width` has no effect on `th` in the PDF | columns are as wide as what they hold asks for",
        "4:6 `padding` has no effect on `em` in the PDF | only blocks and cells have padding",
        "4:20 `border` has no effect on `em` in the PDF | only blocks and cells have borders",
        "5:6 `break-before` has no effect on `tr` in the PDF | breaks stand before and after blocks; rows are kept whole",
        "6:8 `background` has no effect on `body` in the PDF | pages have no ground of their own; give it to `section`",
        "7:19 the PDF sets nothing for `::before` of `article`: it holds no line | give it to an element that holds text, such as `p` or `h2`",
        "8:6 `display` has no effect on `h2` in the PDF | it is set as `inline`",
        "8:29 `column-span` has no effect on `h2` in the PDF | only blocks and tables span columns",
        "9:20 `break-before` does not take `region` here | it takes one of auto, avoid, avoid-page, avoid-column, column, page, always, left, right, recto, verso",
        "9:28 text of `h3` is set at 1 pt, the bound of sizes | sizes go from 1 to 500 pt; `display: none` hides a text",
        "10:6 lines of `ul` would overlap: they are set at the size of the text | give a `line-height` of 1 or more",
        "11:6 lines of `td` would overlap: they are set at the size of the text | give a `line-height` of 1 or more",
        "11:36 `text-align` does not take `centre` here | did you mean `center`? it takes one of start, end, left, right, center, justify",
        "12:1 nothing on paper is ever in this state | the PDF leaves this rule out; `@media not print` around it says that this is meant",
        "13:1 no element of a book is called `i` | a book has `em` in its place",
        "14:1 no element of a book is called `artcle` | did you mean `article`?",
        "14:19 `color` does not take `rde` here | did you mean `red`? it takes a colour: a name, `#rrggbb` or `rgb()`",
        "15:2 `::first-line` is not supported | the PDF leaves this rule out; `@media not print` around it says that this is meant",
        "16:7 no rule asks for the page `wide`, so that it is never made | ask for it where it begins, as in `section.week { page: wide }`",
        "17:17 there is no `@page narow` | add `@page narow { … }`; for a page break alone there is `break-before: page`",
        "18:46 there is no string `chaptr`: nothing sets it | did you mean `chapter`?",
        "18:55 `width` has no effect in a margin box | a margin box is one line: it takes fonts, colours, alignment, margins, padding and borders",
    ];
    assert_eq!(told(&styled(css)), expected);
    let meant = format!(
        "@media not print {{ {} }}",
        "p { max-height: 3em } p:hover { color: red } i { color: red } p::marker { x: y }"
    );
    assert_eq!(told(&styled(&format!("@import 'book';\n{meant}\n"))), [""; 0]);
}

#[test]
fn a_running_head_larger_than_its_margin_is_told() {
    let book = styled(
        "@import 'book';\n@page :right { margin: 9mm;\n @top-right { content: 'Head'; font-size: 40pt } }\n@page :left { margin: 9mm }",
    );
    let found = book.warnings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place(), "my.css:3:15: overfull");
    assert!(found[0].message.contains("does not fit a margin that leaves it 26 pt"), "{}", found[0].message);
}

#[test]
fn important_decides_in_margin_boxes_too() {
    let css = "@import 'book';\n@page { @bottom-center { content: 'KEPT' !important } }\n@page :left { @bottom-center { content: 'LOST' } }\n\
        @page :right { @bottom-center { content: 'LOST' } }\n";
    let text = styled(css).built().pdf("dist/styled.pdf").text();
    assert!(text.contains("KEPT") && !text.contains("LOST"), "{text}");
}

#[test]
fn hidden_headings_leave_no_gap_in_the_levels_of_the_pdf() {
    for hidden in ["h1", "h2", ".week > h1", "header, h2", "h3", "section > h1, h2"] {
        let book = styled(&format!("@import 'book';\n@media print {{ {hidden} {{ display: none }} }}\n"));
        let _ = book.run(["build"]).succeeds();
        let pdf = book.pdf("dist/styled.pdf");
        let levels: Vec<u32> = pdf
            .structure()
            .iter()
            .filter_map(|(tag, _)| tag.strip_prefix('H').and_then(|level| level.parse().ok()))
            .collect();
        assert!(!levels.is_empty(), "{hidden}");
        let mut above = 0;
        for level in &levels {
            assert!(*level <= above + 1, "{hidden}: {levels:?}");
            above = *level;
        }
    }
}

#[test]
fn links_to_what_a_style_hides_become_text() {
    let book = styled("@import 'book';\n@media print { article { display: none } }\n");
    let run = book.run(["build", "--message-format", "json"]).succeeds();
    let warnings = run.of_severity("warning");
    assert!(
        warnings.iter().any(|w| w.message.contains("the style hides what links of the PDF lead to")),
        "{warnings:?}"
    );
}

/// What is wrong with a style is found for each edition, and said once.
#[test]
fn two_editions_say_what_is_wrong_with_their_style_once() {
    let book = styled("blink:hover {}\n").changed("dispatches:", "editions: {one: {}, two: {}}\ndispatches:");
    let found = told(&book);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|message| message.starts_with("1:1 ")) && found[0] != found[1], "{found:#?}");
}

/// `line:column message | help` of each warning of a code.
fn told_of(book: &Book, code: &str) -> Vec<String> {
    let warnings = book.warnings();
    let show = |found: &Found| format!("{}:{} {} | {}", found.line, found.column, found.message, found.help);
    warnings.iter().filter(|found| found.code == code).map(show).collect()
}

#[test]
fn text_that_does_not_stand_out_is_told_at_its_colour() {
    let css = "@import 'book';\n\
        .credit { color: #aaa }\n\
        h3 { font-size: 20pt; color: #888 }\n\
        td { background: #707070 }\n\
        th { background: #000; color: #fff }\n\
        .kicker { color: #ddd; display: none }\n\
        em { color: #767676 }\n\
        @media not print { .dispatch h2 { color: #bbb } }\n";
    let darker = "a darker text, or a lighter one on a dark ground";
    let expected = [
        format!(
            "2:11 text of `p` has a contrast of 2.3:1 only: #aaaaaa on #ffffff | WCAG AA asks for 4.5:1 here: {darker}"
        ),
        format!(
            "4:6 text of `td` has a contrast of 4.2:1 only: #000000 on #707070 | WCAG AA asks for 4.5:1 here: {darker}"
        ),
        format!(
            "8:35 text of `h2` has a contrast of 1.9:1 only: #bbbbbb on #ffffff | WCAG AA asks for 4.5:1 here: {darker}"
        ),
    ];
    let expected: Vec<String> = expected.into_iter().collect();
    assert_eq!(told_of(&styled(css), "contrast"), expected);
    for style in ["book", "briefing"] {
        assert_eq!(told_of(&styled(&format!("@import '{style}';")), "contrast"), [""; 0], "{style}");
    }
}

fn read(path: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).expect(path)
}

/// The words in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What stands between a call such as `.class("` and its end.
fn given<'a>(source: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    source.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The rows of the tables under a heading of docs/styles.md.
fn table_of(heading: &str) -> String {
    let documentation = read("docs/styles.md");
    let section = documentation.split(heading).nth(1).and_then(|rest| rest.split("\n## ").next()).expect(heading);
    section.lines().filter(|line| line.starts_with("| ")).collect::<Vec<_>>().join("\n")
}

/// The classes that the documentation names; one in capitals stands for what a book gives.
fn classes_of(rows: &str) -> std::collections::BTreeSet<&str> {
    let words = quoted(rows).filter(|word| word.contains('.')).flat_map(|word| word.split('.').skip(1));
    words.filter(|class| !class.contains(char::is_uppercase)).collect()
}

#[test]
fn every_class_is_in_the_documentation_and_none_that_is_not_made() {
    let rows = table_of("## Elements and classes");
    let named = classes_of(&rows);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/flow/build");
    let mut sources = vec![read("src/epub/xhtml.rs")];
    for entry in std::fs::read_dir(folder).expect("the flow") {
        sources.push(std::fs::read_to_string(entry.expect("a file").path()).expect("text"));
    }
    let mut made: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    for source in &sources {
        made.extend(given(source, ".class(\""));
        made.extend(given(source, "classes.push(\""));
        made.extend(given(source, "add_class(&mut class, \""));
        made.extend(given(source, "(\"class\", \"").flat_map(|classes| classes.split(' ')));
        made.extend(given(source, "const FINGERPRINT: &str = \""));
    }
    let kinds: Vec<String> = sources.iter().flat_map(|s| given(s, "=> \"kind-")).map(|k| format!("kind-{k}")).collect();
    assert_eq!(kinds.len(), 7);
    made.extend(kinds.iter().map(String::as_str));
    // Those that are chosen by a value and handed on.
    made.extend(["note", "tip", "important", "warning", "caution", "places", "subjects", "front", "back"]);
    made.extend(["byline", "translator", "original"]);
    let missing: Vec<_> = made.difference(&named).collect();
    assert!(missing.is_empty(), "docs/styles.md does not name {missing:?}");
    let unknown: Vec<_> = named.difference(&made).collect();
    assert!(unknown.is_empty(), "docs/styles.md names {unknown:?}, which nothing makes");
}

#[test]
fn margins_that_leave_too_little_are_told_where_they_are_said() {
    let book = styled("@import 'book';\n@page :left { margin: 9cm 6.5cm }\n@page :right { margin: 9cm 6.5cm }\n");
    let found = book.errors();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].place(), "my.css:3:16: bad-value");
    assert!(found[0].message.starts_with("the margins leave 51 × 85 pt"), "{}", found[0].message);
}

#[test]
fn a_page_margin_that_the_imported_style_outweighs_is_told() {
    let why = "the imported style says it for `@page :left` and `@page :right` | say it in `@page :left` and in `@page :right`, which weigh more than `@page` alone";
    let css = "@import 'book';\n@page { margin: 20mm }\n";
    assert_eq!(told(&styled(css)), [format!("2:9 `margin` has no effect here: {why}")]);
    // Where it holds somewhere, or the book says the rest itself, nothing is told.
    for css in [
        "@import 'book';\n@page { margin: 20mm !important }\n",
        "@import 'book';\n@page { margin: 20mm }\n@page :left { margin: 21mm }\n@page :right { margin: 22mm }\n",
        "@import 'book';\n@page :left { margin: 20mm }\n",
        "@import 'book';\n@page { size: A4; font-size: 9pt }\n",
        "@import 'briefing';\n@page { margin: 20mm }\n",
        "@page { margin: 20mm }\n",
    ] {
        assert_eq!(told(&styled(css)), [""; 0], "{css}");
    }
}

#[test]
fn the_example_in_the_documentation_changes_what_it_says() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/styles.md")).expect("docs");
    let lines = text
        .lines()
        .skip_while(|line| !line.contains("@import"))
        .take_while(|line| line.starts_with("    ") || line.is_empty());
    let css: String = lines.map(|line| format!("{}\n", line.trim_start())).collect();
    assert!(css.contains("@page") && css.contains("@media"), "{css}");
    assert_eq!(told(&styled(&css)), [""; 0]);
}

#[test]
fn a_hanging_indent_beyond_the_page_is_told_at_the_text() {
    let body = "First line\n\nSecond line that is long enough to be broken into more than one line of the page, and then some\n";
    let book = styled("@import 'book';\n@media print { p + p { text-indent: -120pt } }\n")
        .bytes("posts/b.md", format!("---\ntitle: Two\ndate: 2017-04-14\nsource: ap\n---\n{body}"))
        .bytes("posts/a.md", "---\ntitle: One\ndate: 2017-04-13\nsource: ap\n---\nFirst line alone\n");
    let found = book.warnings();
    assert!(!found.is_empty() && found.iter().all(|found| found.code == "overfull"), "{found:?}");
    let second = found.iter().find(|found| found.file == "posts/b.md").expect("a warning of the text");
    assert!(second.line == 8 && second.message.contains("beyond the edge of its page"), "{second:?}");
}

#[test]
fn every_property_and_class_of_the_documentation_is_in_its_pictures() {
    let specimen = "docs/gallery/specimen";
    let css: String = ["properties", "pages"].iter().map(|name| read(&format!("{specimen}/{name}.css"))).collect();
    let mut text = String::new();
    for folder in ["properties", "pages"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(specimen).join(folder);
        for file in std::fs::read_dir(folder).expect("the specimen") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "md") {
                text.push_str(&std::fs::read_to_string(path).expect("text"));
            }
        }
    }
    let rows = table_of("## Properties");
    let properties = quoted(&rows).filter(|word| !["@page", "none", "::before", "::after"].contains(word));
    // Set by the style, and said beside what it does.
    let shown = |name: &str| css.contains(&format!(" {name}: ")) && text.contains(&format!("`{name}: "));
    let missing: Vec<_> = properties.filter(|name| !shown(name)).collect();
    assert!(missing.is_empty(), "the specimen of properties does not show {missing:?}");

    let labels = read(&format!("{specimen}/classes.css"));
    let labels: String =
        labels.lines().filter_map(|line| line.split_once("content: ")).map(|(_, label)| label).collect();
    let words: std::collections::BTreeSet<&str> = labels
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.')
        .flat_map(|word| word.split('.'))
        .collect();
    let rows = table_of("## Elements and classes");
    // A picture holds no text to label.
    let labelled = |class: &&str| words.contains(class) || *class == "pictured";
    let missing: Vec<_> = classes_of(&rows).into_iter().filter(|class| !labelled(class)).collect();
    assert!(missing.is_empty(), "the specimen of classes has no label for {missing:?}");
    let documentation = read("docs/styles.md");
    for name in ["classes-1", "classes-2", "properties-1", "properties-2", "pages"] {
        assert!(documentation.contains(&format!("gallery/{name}.png")), "docs/styles.md does not show {name}");
    }
}

/// Of the pages alone: the EPUB's cover is a picture, its contents are the reading system's.
const ON_PAPER: [&str; 15] = [
    "contents-page",
    "cover-block",
    "cover-head",
    "cover-marking",
    "cover-period",
    "cover-publisher",
    "cover-series",
    "cover-subtitle",
    "cover-title",
    "link-address",
    "link-mark",
    "link-note",
    "page",
    "part",
    "where",
];

#[test]
fn the_specimens_build_without_a_warning_and_hold_every_class() {
    let book = Book::new();
    for name in ["properties", "pages", "classes"] {
        let manifest =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/gallery/specimen/{name}.yaml"));
        let manifest = manifest.to_str().expect("a path in UTF-8");
        let _ = book.run(["build", "--strict", manifest, "-o", "dist"]).succeeds();
    }
    let mut made = std::collections::BTreeSet::new();
    for edition in ["", "-pictured", "-long-title", "-very-long-title", "-long-word"] {
        let epub = book.epub(&format!("dist/specimen-classes{edition}.epub"));
        for bytes in epub.files.iter().filter(|(name, _)| name.ends_with(".xhtml")).map(|(_, bytes)| bytes) {
            let text = String::from_utf8_lossy(bytes);
            made.extend(given(&text, "class=\"").flat_map(|classes| classes.split(' ')).map(str::to_string));
        }
    }
    let rows = table_of("## Elements and classes");
    let missing: Vec<_> =
        classes_of(&rows).into_iter().filter(|class| !made.contains(*class) && !ON_PAPER.contains(class)).collect();
    assert!(missing.is_empty(), "the specimen of classes does not hold {missing:?}");
}
