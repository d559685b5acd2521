//! Books that try to reach files outside, to name artefacts elsewhere, or to bring something active into an edition.

mod support;

use support::{Book, dedent};

/// Elements that run, embed or fetch.
const ACTIVE: [&str; 14] = [
    "script", "iframe", "object", "embed", "applet", "form", "input", "button", "svg", "math", "video", "audio",
    "base", "frame",
];

/// Builds, and sees that neither artefact holds anything that acts or that fetches.
fn inert(book: &Book) {
    let _ = book.run(["build"]).ends_soon(&[0]);
    let epub = book.epub("dist/hostile.epub");
    for (name, document) in epub.documents.iter().chain([&("nav".to_string(), epub.nav.clone())]) {
        for node in document.all() {
            assert!(!ACTIVE.contains(&node.name.as_str()), "{name} has a {}", node.name);
            for (attribute, value) in &node.attributes {
                let what = format!("{name}: {} {attribute}={value}", node.name);
                assert!(!attribute.to_lowercase().starts_with("on") && attribute != "style", "{what}");
                match attribute.as_str() {
                    "href" if node.name == "a" => assert!(harmless(value), "{what}"),
                    "href" | "src" | "srcset" | "poster" | "data" | "action" => assert!(!value.contains(':'), "{what}"),
                    _ => {}
                }
            }
        }
    }
    for (name, sheet) in epub.files.iter().filter(|(name, _)| name.ends_with(".css")) {
        let sheet = String::from_utf8_lossy(sheet).to_lowercase();
        assert!(
            !sheet.contains("//") && !sheet.contains("@import") && !sheet.contains("expression("),
            "{name}: {sheet}"
        );
    }
    let pdf = book.pdf("dist/hostile.pdf");
    assert!(pdf.links().iter().all(|address| harmless(address)), "{:?}", pdf.links());
    for dictionary in pdf.dictionaries() {
        for key in [
            &b"JS"[..],
            b"JavaScript",
            b"AA",
            b"OpenAction",
            b"EmbeddedFile",
            b"EmbeddedFiles",
            b"RichMediaContent",
            b"XFA",
        ] {
            assert!(!dictionary.has(key), "{dictionary:?}");
        }
        let kind = dictionary.get(b"S").and_then(lopdf::Object::as_name).unwrap_or_default();
        assert!(
            ![&b"Launch"[..], b"GoToR", b"SubmitForm", b"ImportData", b"JavaScript"].contains(&kind),
            "{dictionary:?}"
        );
    }
}

/// An address within the book, or of one of the four schemes.
fn harmless(address: &str) -> bool {
    let schemes = ["http://", "https://", "mailto:", "tel:"];
    !address.contains(':') || schemes.iter().any(|scheme| address.to_lowercase().starts_with(scheme))
}

/// A folder beside a secret: the book is below `book`.
fn beside_a_secret() -> Book {
    Book::new()
        .file("secret.md", "---\ntitle: Secret\ndate: 2017-04-15\nsource: {name: A}\n---\nThe secret is 4711.\n")
        .image_png("secret.png", 5, 5)
        .file("secret.css", "p { color: red }\n")
        .file("book/posts/good.md", "---\ntitle: Good\ndate: 2017-04-15\nsource: {name: A}\n---\nText.\n")
}

#[test]
fn a_path_that_leads_out_is_refused_wherever_it_stands() {
    let outside = beside_a_secret();
    let absolute = outside.path("secret.md").display().to_string();
    let fields = [
        "dispatches: [{file: ../secret.md}]".to_string(),
        "dispatches: [{file: posts/../../secret.md}]".to_string(),
        "dispatches: [{file: /../secret.md}]".to_string(),
        format!("dispatches: [{{file: '{absolute}'}}]"),
        "dispatches: ['../*.md']".to_string(),
        "dispatches: ['posts/../../*.md']".to_string(),
        format!("dispatches: ['{absolute}']"),
        "dispatches: ['posts/*.md']\nstyle: ../secret.css".to_string(),
        "dispatches: ['posts/*.md']\nfonts: [../]".to_string(),
        "dispatches: ['posts/*.md']\nweeks: {2017-W15: {summary: ../secret.md}}".to_string(),
        "dispatches: [{file: posts/good.md, image: {file: ../secret.png, alt: x}}]".to_string(),
        "dispatches: [{file: posts/good.md, image: {file: /../secret.png, alt: x}}]".to_string(),
    ];
    for field in fields {
        outside.write("book/manifest.yaml", format!("weekbook: 1\ntitle: Out\npublisher: Nobody\n{field}\n"));
        let run = outside.run(["build", "book", "--message-format", "json"]).ends_soon(&[1]);
        let codes: Vec<String> = run.of_severity("error").into_iter().map(|e| e.code).collect();
        assert!(
            codes.iter().all(|c| ["path-outside", "empty-glob", "file-not-found", "bad-value"].contains(&c.as_str())),
            "{field}: {run}"
        );
        assert!(!run.stdout.contains("4711") && !run.stderr.contains("4711"), "{run}");
        assert!(!outside.path("dist").exists(), "{field}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused_and_one_that_stays_inside_is_followed() {
    let manifest = "weekbook: 1\ntitle: Links\npublisher: Nobody\ndispatches: ['posts/*.md']\n";
    let outside = || beside_a_secret().file("book/manifest.yaml", manifest);
    let to_file = outside().link("book/posts/linked.md", "../../secret.md");
    let to_folder = Book::new()
        .file("away/secret.md", "---\ntitle: Secret\ndate: 2017-04-15\nsource: {name: A}\n---\nThe secret is 4711.\n")
        .file("book/manifest.yaml", &manifest.replace("posts/*.md", "**/*.md"))
        .link("book/posts", "../away");
    let to_image = outside()
        .file("book/posts/good.md", "---\ntitle: Good\ndate: 2017-04-15\nsource: {name: A}\n---\n![x](x.png)\n")
        .link("book/posts/x.png", "../../secret.png");
    let to_device = outside().link("book/posts/zero.md", "/dev/zero");
    for book in [to_file, to_folder, to_image, to_device] {
        let run = book.run(["build", "book"]).ends_soon(&[1]);
        assert!(!run.stderr.contains("4711") && !book.path("dist").exists(), "{run}");
    }
    let inside = outside()
        .link("book/posts/again.md", "../kept.md")
        .file("book/kept.md", "---\ntitle: Kept\ndate: 2017-04-16\nsource: {name: A}\n---\nText.\n");
    let run = inside.run(["list", "book"]).ends_soon(&[0]);
    assert!(run.stdout.contains("Kept"), "{run}");
    let round = outside().link("book/posts/loop", "..").link("book/posts/self.md", "self.md");
    let _ = round.run(["check", "book"]).ends_soon(&[0, 1]);
}

#[test]
fn markdown_cannot_reach_files_outside_either() {
    for target in [
        "../../secret.png",
        "/../secret.png",
        "..%2f..%2fsecret.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "//server/x.png",
    ] {
        let book = beside_a_secret()
            .file("book/manifest.yaml", "weekbook: 1\ntitle: Hostile\npublisher: Nobody\ndispatches: ['posts/*.md']\n")
            .file(
                "book/posts/good.md",
                &format!(
                    "---\ntitle: Good\ndate: 2017-04-15\nsource: {{name: A}}\n---\n![x]({target}) [y]({target})\n"
                ),
            );
        let run = book.run(["build", "book"]).ends_soon(&[0, 1]);
        if run.status == 0 {
            let epub = book.epub("dist/hostile.epub");
            let foreign = |name: &&String| name.ends_with(".png") && !name.ends_with("/cover.png");
            assert_eq!(epub.names.iter().find(foreign), None, "{target}");
            assert!(!epub.text().contains("root:"), "{target}");
        }
    }
}

#[test]
fn an_artefact_cannot_be_named_out_of_its_folder() {
    for slug in ["../escape", "a/b", "/tmp/x", "a\\b", "..", ".hidden", "\"\\0\"", "\"a\\nb\"", "C:x", "."] {
        let book = Book::small_and(&format!("slug: {slug}\n"));
        let run = book.run(["build"]).ends_soon(&[0, 1]);
        let inside = book.names("");
        assert!(
            inside == ["manifest.yaml"] || (run.status == 0 && inside == ["dist", "manifest.yaml"]),
            "{slug}: {inside:?}"
        );
        if slug.contains('/') || slug.contains('\\') && !slug.starts_with('"') {
            assert_eq!(run.status, 1, "{run}");
            assert!(run.stderr.contains("manifest.yaml:8:7"), "{run}");
        }
    }
    for name in ["../x", "a/b", "\"..\""] {
        let book = Book::small_and(&format!("editions:\n  {name}: {{}}\n"));
        let _ = book.run(["build"]).ends_soon(&[1]);
        assert_eq!(book.names(""), ["manifest.yaml"], "{name}");
    }
    let book = Book::new().manifest(&dedent(support::SMALL).replace("title: Small", "title: ../../../etc/x"));
    let _ = book.run(["build", "-f", "epub"]).ends_soon(&[0]);
    assert_eq!(book.names("dist"), ["etc-x.epub"]);
}

#[test]
fn links_that_act_become_text() {
    let targets = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
    ];
    let mut body = String::new();
    for target in targets {
        body.push_str(&format!("A [link]({target}) and ![image]({target}).\n\n[ref]: {target}\n\nSee [ref].\n\n"));
    }
    body.push_str("<javascript:alert(1)> <a href=\"javascript:alert(1)\">x</a>\n");
    let book = Book::hostile(&body);
    inert(&book);
    let warnings = book.warnings();
    assert!(warnings.iter().filter(|w| w.code == "bad-link").count() >= targets.len(), "{warnings:?}");
    assert!(book.epub("dist/hostile.epub").dispatch("Post").text().contains("A link and"));
}

#[test]
fn addresses_of_metadata_cannot_act_either() {
    for field in
        ["url: 'javascript:alert(1)'", "url: 'data:text/html,x'", "source: {name: A, url: 'javascript:alert(1)'}"]
    {
        let manifest =
            dedent(support::SMALL).replace("source: {name: Made up}, body: First.", &format!("{field}, body: First."));
        let book = Book::new().manifest(&manifest.replace("title: Small", "title: Hostile"));
        let run = book.run(["build"]).ends_soon(&[0, 1]);
        if run.status == 0 {
            inert(&book);
        }
    }
}

#[test]
fn script_in_titles_and_other_texts_is_text() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;&lt;";
    let book = Book::new().manifest(&format!(
        "
        weekbook: 1
        title: Hostile
        subtitle: '{evil}'
        publisher: '{evil}'
        authors: ['{evil}']
        description: '{evil}'
        rights: '{evil}'
        subjects: ['{evil}']
        series: {{name: '{evil}', number: 1}}
        weeks:
          2017-W15: {{title: '{evil}'}}
        dispatches:
          - title: '{evil}'
            date: 2017-04-15
            source: {{name: '{evil}'}}
            byline: '{evil}'
            place: '{evil}'
            tags: ['{evil}']
            summary: '{evil}'
            corrections: [{{date: 2017-04-16, text: '{evil}'}}]
            body: Text.
        "
    ));
    inert(&book);
    let title = book.epub("dist/hostile.epub").select("article.dispatch")[0].one("h2").text();
    assert_eq!(title, evil, "text stays as it is written");
    assert!(book.pdf("dist/hostile.pdf").outline.iter().any(|(_, t)| t == evil));
}

#[test]
fn raw_html_is_dropped_with_a_warning_and_nothing_of_it_acts() {
    let body = "
Text <b onclick=\"alert(1)\">bold</b> <sub>low</sub>.

<script>alert('raw')</script>

<div onmouseover=alert(1) style=\"background:url(javascript:alert(1))\">

Kept text.

</div>

<iframe src=\"https://example.org/\"></iframe> <svg onload=alert(1)></svg> <img src=x onerror=alert(1)>

<style>p { background: url(https://example.org/x) }</style>

<!-- a comment --> <?php x ?> <![CDATA[ x ]]> <math><mi>x</mi></math> <object data=x></object>
";
    let book = Book::hostile(body);
    inert(&book);
    let warnings = book.warnings();
    assert!(warnings.iter().filter(|w| w.code == "raw-html").count() >= 3, "{warnings:?}");
    let text = book.epub("dist/hostile.epub").dispatch("Post").text();
    assert!(text.contains("Kept text.") && text.contains("bold"), "{text}");
    assert!(!text.contains("alert('raw')"), "{text}");
}

#[test]
fn a_style_cannot_fetch() {
    let css = "@import url(https://example.org/x.css);\n@font-face { font-family: X; src: url(https://example.org/x.woff) }\np { background: url('//example.org/x.png') }\n";
    let book = Book::hostile("Text.\n").file("evil.css", css);
    let manifest = String::from_utf8(book.read("manifest.yaml")).expect("UTF-8");
    book.write("manifest.yaml", format!("{manifest}style: evil.css\n"));
    let run = book.run(["build"]).ends_soon(&[0, 1]);
    if run.status == 0 {
        let epub = book.epub("dist/hostile.epub");
        let sheets = epub.files.iter().filter(|(name, _)| name.ends_with(".css"));
        for (name, sheet) in sheets {
            assert!(!String::from_utf8_lossy(sheet).contains("example.org"), "{name}");
        }
    }
}
