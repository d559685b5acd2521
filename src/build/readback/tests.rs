use std::fs;
use std::io::{Cursor, Read};

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::Readback;
use crate::build::{Compiled, Fault, Options, Project};
use crate::diagnostic::Diagnostics;
use crate::manifest::{EditionSpec, Format, RedactSpec};
use crate::pdf;

/// A PNG of one pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00, 0x1C, 0xB0, 0x8C, 0x99, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// A book: its manifest and its other files.
struct Files(Vec<(String, Vec<u8>)>);

impl Files {
    fn new(manifest: &str) -> Self {
        let manifest = format!("weekbook: 1\n{manifest}");
        Self(vec![("manifest.yaml".into(), manifest.into_bytes())])
    }

    fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.0.push((name.into(), content.into()));
        self
    }

    /// The book's first edition, as asked for by `change`.
    fn compile(&self, change: impl FnOnce(&mut EditionSpec)) -> Compiled {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in &self.0 {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        let mut diags = Diagnostics::new();
        let project = Project::load(Some(folder.path()), &mut diags).expect("a project");
        let mut spec = project.manifest.editions[0].clone();
        change(&mut spec);
        let compiled = project.compile(&spec, &Options::default(), &mut diags);
        let messages: Vec<_> = diags.iter().map(|d| format!("{} {}", d.code.0, d.message)).collect();
        compiled.unwrap_or_else(|| panic!("{messages:?}"))
    }
}

/// A text as YAML takes it in one line.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

fn artefact(compiled: &Compiled, format: Format) -> Vec<u8> {
    compiled.write(format).unwrap_or_else(|fault| panic!("{fault:?}")).bytes
}

/// What an artefact would be found to hold of a name if the edition did not redact it at all.
fn missed(files: &Files, name: &str, format: Format) -> Vec<String> {
    let mut redacted = None;
    let compiled = files.compile(|spec| {
        let mut with = spec.clone();
        let text = crate::diagnostic::Spanned::new(name.to_owned(), spec.name.span.clone());
        with.settings.redact = Some(vec![RedactSpec { text, with: None, whole_word: false }]);
        redacted = Some(with);
    });
    let spec = redacted.expect("a spec");
    let look = Readback::new(&spec, &compiled.edition, &compiled.flow, compiled.pages.as_ref(), &compiled.fonts);
    let artefact = compiled.write(format).expect("an artefact");
    let leaks = look.leaks(format, &artefact.file_name, &artefact.bytes).expect("readable");
    leaks.into_iter().map(|leak| leak.place).collect()
}

const POST: &str = "title: T\ndispatches:\n  - {title: D, date: 2017-04-15, source: {name: S}, body: B}\n";

#[test]
fn a_hole_is_found_wherever_it_is() {
    let with = |from: &str, to: &str| Files::new(&POST.replace(from, to));
    let body = |body: &str| with("body: B", &format!("body: {}", quoted(body)));
    let image = |title: &str| body(&format!("![{title}](a.png)")).file("a.png", PIXEL);
    for (what, files) in [
        ("title", with("title: T", "title: Of Layla")),
        ("subtitle", with("title: T", "title: T\nsubtitle: Layla")),
        ("author", with("title: T", "title: T\nauthors: [Layla]")),
        ("publisher", with("title: T", "title: T\npublisher: Layla")),
        ("description", with("title: T", "title: T\ndescription: LAYLA")),
        ("rights", with("title: T", "title: T\nrights: Layla")),
        ("series", with("title: T", "title: T\nseries: {name: Layla}")),
        ("slug", with("title: T", "title: T\nslug: of-layla")),
        ("identifier", with("title: T", "title: T\nidentifier: urn:x:layla")),
        ("week", with("title: T", "title: T\nweeks: {2017-W15: {title: Layla}}")),
        ("summary of a week", with("title: T", "title: T\nweeks: {2017-W15: {summary: La*yl*a}}")),
        ("headline", with("title: D", "title: Layla")),
        ("byline", with("title: D", "title: D, byline: Layla")),
        ("place", with("title: D", "title: D, place: Layla")),
        ("id", with("title: D", "title: D, id: of-layla")),
        ("url", with("title: D", "title: D, url: https://x.org/l%61yla")),
        ("correction", with("title: D", "title: D, corrections: [{date: 2017-04-16, text: Layla}]")),
        ("translator", with("title: D", "title: D, translator: Layla")),
        ("source", with("name: S", "name: Layla")),
        ("markup", body("La*yl*a")),
        ("a link in a name", body("L[ayl](https://x.org/)a")),
        ("a note in a name", body("Lay[^1]la\n\n[^1]: n")),
        ("code", body("```\nlayla\n```")),
        ("table", body("|a|\n|-|\n|Layla|")),
        ("note", body("a[^1]\n\n[^1]: Layla")),
        ("heading", body("## Layla")),
        ("link", body("[a](https://layla.org/)")),
        ("mail", body("[a](mailto:layla@x.org)")),
        ("alternative text", image("Layla")),
        ("caption", body("![a](a.png \"Layla\")").file("a.png", PIXEL)),
    ] {
        assert!(!missed(&files, "Layla", Format::Epub).is_empty(), "{what} in the EPUB");
        assert!(!missed(&files, "Layla", Format::Pdf).is_empty(), "{what} in the PDF");
    }
    let tag = with("title: D", "title: D, tags: [Layla]");
    assert!(!missed(&tag, "Layla", Format::Epub).is_empty(), "a class");
    let sheet =
        with("title: T", "title: T\nstyle: s.css").file("s.css", "p.layla { color: red } h1::after { content: 'x' }");
    assert!(!missed(&sheet, "Layla", Format::Epub).is_empty(), "a selector");
    let sheet = with("title: T", "title: T\nstyle: s.css").file("s.css", "h1::after { content: '\\4c ayla' }");
    assert_eq!(missed(&sheet, "Layla", Format::Epub).len(), 1, "a text of the sheet");
    assert!(!missed(&sheet, "Layla", Format::Pdf).is_empty(), "what a sheet puts on pages");
}

#[test]
fn words_of_weekbook_itself_are_no_holes() {
    let files = Files::new(POST);
    for name in [
        "Tag",
        "Span",
        "Section",
        "Note",
        "Sources",
        "April",
        "Page",
        "Title",
        "Link",
        "Source Sans",
        "weekbook",
        "xhtml",
        "textual",
        "Figure",
        "Artifact",
        "Identity",
        "Gentium",
        "Cover",
        "Imprint",
        "Fingerprint",
        "redacted",
        "Original",
    ] {
        for format in [Format::Epub, Format::Pdf] {
            assert_eq!(missed(&files, name, format), [""; 0], "{name} as {format:?}");
        }
    }
    let files = Files::new(&POST.replace("body: B", "body: 'The Sources say'"));
    assert!(!missed(&files, "sources say", Format::Pdf).is_empty(), "but more than such a word is one");
}

#[test]
fn the_pages_are_read_over_hyphens_lines_ligatures_and_directions() {
    let name = "Konstantinopolitanskaya";
    let manifest = |body: &str| {
        let post = POST.replace("body: B", &format!("body: {}", quoted(body)));
        Files::new(&format!("page: 70x90mm\n{post}"))
    };
    let files = manifest(&format!("Then {name} came. {}", format!("They said {name} went away. ").repeat(40)));
    let bytes = artefact(&files.compile(|_| {}), Format::Pdf);
    let texts = pdf::readback(&bytes).expect("readable");
    let parted = texts.iter().flat_map(|p| p.text.split_whitespace()).filter(|w| w.contains('\u{AD}')).count();
    assert!(parted > 3, "hyphens on the page: {parted}");
    assert!(!missed(&files, name, Format::Pdf).is_empty());
    for (name, body) in [
        ("Fiona Affleck", "We met *Fi*ona Affleck there."),
        ("ليلى حسن", "قالت وليلى حسن إنها بخير 12"),
        ("ليلى حسن", "said ليلى **حسن** there"),
        ("کاوە", "لەگەڵ کا*و*ە بوو"),
        ("Zoë", "met ZOE\u{308} there"),
        ("Anna Maria", "met Anna\\\nMaria there"),
    ] {
        assert!(!missed(&manifest(body), name, Format::Pdf).is_empty(), "{name}");
    }
    // Each run of the text is long enough to meet every place of a line, a page too.
    for shift in 0..12 {
        let files = manifest(&format!("{} Layla Hassan {}", "word ".repeat(60 + shift), "word ".repeat(80)));
        assert_eq!(missed(&files, "Layla Hassan", Format::Pdf).len(), 1, "{shift}");
    }
}

#[test]
fn an_edition_with_a_hole_is_not_written() {
    let manifest = format!("{POST}style: s.css\nredact: [{{text: Layla}}]\n");
    let files = Files::new(&manifest).file("s.css", "h1::after { content: 'Layla' }");
    let compiled = files.compile(|_| {});
    for format in [Format::Epub, Format::Pdf] {
        let Err(fault) = compiled.write(format) else { panic!("{format:?} is written") };
        let Fault::Leak { file_name, leaks } = fault else { panic!("{fault:?}") };
        let mut diags = Diagnostics::new();
        compiled.report_leaks(&file_name, &leaks, &mut diags);
        let found: Vec<_> = diags.iter().map(|d| (d.code.0, d.message.clone())).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "redaction-leak");
        assert!(found[0].1.contains("would still hold `Layla`"), "{found:?}");
    }
}

/// A text as an outsider compares it.
fn outsider(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2066}'..='\u{2069}' | '\u{640}' => {}
            '-' | '_' | '\u{2010}' => out.push(' '),
            c if c.is_whitespace() => out.push(' '),
            c => out.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    out.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An EPUB's files as raw text, and with the tags taken out.
fn unzipped(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        texts.push(file.name().to_owned());
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("readable");
        let Ok(content) = String::from_utf8(content) else { continue };
        let mut bare = String::new();
        let mut tag = false;
        for c in content.chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                c if !tag => bare.push(c),
                _ => {}
            }
        }
        let decoded = crate::dispatch::link::percent_decode(&content);
        texts.extend([bare, decoded, content]);
    }
    texts
}

/// A name, and one way to part it by markup.
fn names() -> impl Strategy<Value = (String, usize)> {
    let name = prop_oneof![
        "[BDGKZ][aeou][bdgkvz]{2}[aeou][kvxz][aeou]( [VXZ][aeou][gkvz]{2}[aeou]x)?",
        "[ضظغثخذ][بتثحخدذرزسشصضطظعغفقكلمنه]{4,7}",
        "[ڤڵڕۆێ][ئابپتچحخدرڕزژسشعغفڤقکگلڵمنو]{4,7}",
    ];
    (name, 1usize..4)
}

/// A book that has a name everywhere.
fn everywhere(name: &str, at: usize, language: &str) -> Files {
    let cut = name.char_indices().nth(at).map_or(name.len(), |(i, _)| i);
    let (head, tail) = name.split_at(cut);
    let slug: String = name.to_lowercase().replace(' ', "-");
    let coded: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
    let post = format!(
        "---\ntitle: {name} and the bridge\ndate: 2017-04-15\nsource: {{name: News of {name}, url: 'https://{slug}.org/'}}\n\
         byline: [{name}]\nplace: {name}\ntags: [{name}]\nurl: https://example.org/{coded}?q={slug}\nid: of-{at}\n\
         summary: \"{head}*{tail}* spoke\"\ntranslator: {name}\ncorrections: [{{date: 2017-04-16, text: It was {name}.}}]\n\
         image: {{file: ../images/{slug}.png, alt: A portrait of {name}, caption: '{name}', credit: '{name}'}}\n---\n\
         {head}*{tail}* came, **{head}**{tail} went, {head}\u{AD}{tail} slept, [{head}](https://example.org/{slug}){tail}.\n\
         Said {head}[^n]{tail}, و{name} وال{name} ل{name}, {upper}, `{name}` and <{head}{tail}@example.org>.\n\n\
         ## On {name} {{#{anchor}}}\n\n| a | {name} |\n|---|---|\n| b | {head}~~{tail}~~ |\n\n```{slug}\ncode of {name}\n```\n\n\
         > {name}\n\n- {name}\n\n![{name}](../images/{slug}.png \"{name}\")\n\nSee [there](#{anchor}) and \
         [it](2017-{slug}.md).\n\n[^n]: {name} wrote it.\n",
        upper = name.to_uppercase(),
        anchor = slug.replace(|c: char| !c.is_alphanumeric() && c != '-', ""),
    );
    let manifest = format!(
        "title: The book of {name}\nsubtitle: With {name}\nlanguage: {language}\nauthors: [{name}]\npublisher: {name} Press\n\
         description: On {name}.\nrights: © {name}\nsubjects: [{name}]\nseries: {{name: {name} papers, number: 1}}\n\
         weeks: {{2017-W15: {{title: The week of {name}, summary: 'Of {head}*{tail}*.'}}}}\n\
         page: 90x140mm\ndispatches: [posts/*.md]\nredact: [{{text: '{name}'}}]\n"
    );
    Files::new(&manifest).file(&format!("posts/2017-{slug}.md"), post).file(&format!("images/{slug}.png"), PIXEL)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_trace_of_a_name_is_left((name, at) in names(), language in prop::sample::select(vec!["en", "ar"])) {
        let compiled = everywhere(&name, at, language).compile(|_| {});
        let wanted = outsider(&name);
        let clean = |text: &str, what: &str| {
            let text = outsider(text);
            let found = text.find(&wanted).map(|at| {
                let (from, to) = (text.floor_char_boundary(at.saturating_sub(40)), text.ceil_char_boundary((at + 60).min(text.len())));
                text[from..to].to_owned()
            });
            prop_assert!(found.is_none(), "{} in {}: {:?}", name, what, found);
            Ok(())
        };
        for format in [Format::Epub, Format::Pdf] {
            let artefact = match compiled.write(format) {
                Ok(artefact) => artefact,
                Err(fault) => return Err(TestCaseError::fail(format!("{name}: {fault:?}"))),
            };
            clean(&artefact.file_name, "the file's name")?;
            let texts = match format {
                Format::Epub => unzipped(&artefact.bytes),
                Format::Pdf => pdf::readback(&artefact.bytes).expect("readable").into_iter().map(|p| p.text).collect(),
            };
            for text in &texts {
                clean(text, "the artefact")?;
            }
        }
        for entry in compiled.edition.weeks.iter().flat_map(|week| &week.dispatches) {
            clean(&entry.dispatch.file, "the list")?;
        }
        for image in &compiled.flow.images {
            clean(&image.file, "an image")?;
        }
    }
}
