//! `weekbook schema`, judged by a JSON Schema validator: it takes what weekbook takes, and refuses broken manifests.

mod support;

use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use support::Book;

struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let run = Book::new().run(["schema"]).succeeds();
        assert_eq!(run.stderr, "");
        let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("manifest.schema.json", schema).expect("a schema");
        let index = compiler.compile("manifest.schema.json", &mut schemas).unwrap_or_else(|e| panic!("{e:#}"));
        Self { schemas, index }
    }

    fn judge(&self, manifest: &str) -> Result<(), String> {
        let value: Value = serde_yaml::from_str(manifest).expect("YAML");
        self.schemas.validate(&value, self.index).map_err(|error| format!("{error:#}"))
    }
}

#[test]
fn it_takes_the_books_of_this_repository() {
    let validator = Validator::new();
    for manifest in ["book/manifest.yaml", "tests/books/full/manifest.yaml"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(manifest)).expect(manifest);
        validator.judge(&text).unwrap_or_else(|error| panic!("{manifest}: {error}"));
    }
}

#[test]
fn it_takes_whatever_text_is_written_as() {
    let validator = Validator::new();
    let manifest = "weekbook: 1\ntitle: 1984\nsubtitle: true\npublisher:\nsubjects: [1, 2.5, no]\nseries: {name: 7, number: VII}\n\
                    language: no\nsources: {7: {name: 7}}\neditions: {default: , a4: {page: a4, limit: }}\n\
                    dispatches:\n  - {title: 404, date: 2017-04-15 9:05, source: 7, byline: [1, two], body: 1}\n";
    // `limit` belongs to `select`.
    assert!(validator.judge(manifest).is_err());
    let manifest = manifest.replace(", limit: ", ", select: {limit: '3'}");
    validator.judge(&manifest).unwrap_or_else(|error| panic!("{error}"));
    let _ = Book::new().bytes("manifest.yaml", &manifest).run(["check"]).succeeds();
}

/// Each of them is refused by the schema and by weekbook.
#[test]
fn it_refuses_what_weekbook_refuses() {
    const WHOLE: &str = "weekbook: 1\ntitle: T\nlanguage: en\nsources: {ap: {name: AP}}\n\
                         editions: {default: {formats: [epub]}}\n\
                         dispatches:\n  - {title: D, date: 2017-04-15, source: ap, kind: report, body: B.}\n";
    let validator = Validator::new();
    validator.judge(WHOLE).unwrap_or_else(|error| panic!("{error}"));
    let broken = [
        ("title: T", "titel: T"),
        ("title: T", "title: "),
        ("title: T", "title: '  '"),
        ("title: T", "title: {en: T}"),
        ("title: T", "title: [T]"),
        ("weekbook: 1\n", ""),
        ("weekbook: 1", "weekbook: 2"),
        ("weekbook: 1", "weekbook: one"),
        ("dispatches:\n  - ", "dispatches: "),
        ("dispatches:\n  - ", "dispatches: []\nnone: "),
        ("language: en", "language: English language"),
        ("language: en", "timezone: Mosul"),
        ("language: en", "week: monday"),
        ("language: en", "marking: GREEN"),
        ("language: en", "date: 17 April 2017"),
        ("language: en", "date: 2017"),
        ("language: en", "page: A7"),
        ("language: en", "page: 170x240"),
        ("language: en", "style: nice"),
        ("language: en", "slug: a/b"),
        ("language: en", "authors: Ann"),
        ("language: en", "authors: [{name: Ann, role: editor}]"),
        ("language: en", "authors: [{role: edt}]"),
        ("language: en", "series: 3"),
        ("language: en", "weeks: {week 15: {title: x}}"),
        ("language: en", "weeks: {2017-W15: {titel: x}}"),
        ("language: en", "redact: [Layla]"),
        ("language: en", "redact: [{text: Layla, whole_word: sometimes}]"),
        ("language: en", "figures: [{value: 3}]"),
        ("language: en", "contact: {email: desk}"),
        ("language: en", "contact: {url: example.org}"),
        ("language: en", "changes: {since: old/manifest.yaml}"),
        ("language: en", "fonts: fonts"),
        ("{name: AP}", "{url: 'https://apnews.com/'}"),
        ("{name: AP}", "AP"),
        ("{name: AP}", "{name: AP, url: 'javascript:alert(1)'}"),
        ("{name: AP}", "{name: AP, reliability: G}"),
        ("[epub]", "[]"),
        ("[epub]", "[docx]"),
        ("[epub]", "epub"),
        ("[epub]", "[epub], content: short"),
        ("[epub]", "[epub], sources: {}"),
        ("[epub]", "[epub], select: {kinds: [film]}"),
        ("[epub]", "[epub], select: {limit: 0}"),
        ("[epub]", "[epub], select: {since: April}"),
        ("default:", "a/b:"),
        ("kind: report", "kind: film"),
        ("kind: report", "status: secret"),
        ("kind: report", "credibility: 7"),
        ("kind: report", "tags: water"),
        ("kind: report", "image: bridge.jpg"),
        ("kind: report", "image: {alt: A bridge}"),
        ("kind: report", "also: [{url: 'https://x.org/'}]"),
        ("kind: report", "corrections: [{date: 2017-04-18}]"),
        ("kind: report", "sorce: ap"),
        ("kind: report", "file: a.md"),
        ("date: 2017-04-15, ", ""),
        ("date: 2017-04-15", "date: 15.4.2017"),
        ("source: ap", "source: [ap]"),
        ("source: ap", "source: {title: AP}"),
    ];
    for (old, new) in broken {
        assert!(WHOLE.contains(old), "{old}");
        let manifest = WHOLE.replacen(old, new, 1);
        assert!(validator.judge(&manifest).is_err(), "the schema takes {new:?}\n{manifest}");
        let _ = Book::new().bytes("manifest.yaml", &manifest).run(["check"]).fails(1);
    }
}

#[test]
fn an_editor_learns_what_each_field_is_for() {
    let run = Book::new().run(["schema", "--message-format", "json"]).succeeds();
    let schema: Value = serde_json::from_str(&run.stdout).expect("the schema alone on standard output");
    assert_eq!(run.json_on_stderr()[0]["reason"], "finished");
    let language = &schema["properties"]["language"];
    assert_eq!(language["default"], "en");
    assert!(language["description"].as_str().is_some_and(|d| d.contains("BCP 47")), "{language}");
    let kind = &schema["$defs"]["dispatch"]["properties"]["kind"];
    assert!(kind["enum"].as_array().is_some_and(|words| words.contains(&"statement".into())), "{kind}");
    assert_eq!(schema["additionalProperties"], false);
    assert!(schema["properties"].get("changes").is_none(), "what is refused is not offered");
    assert_eq!(schema["required"], serde_json::json!(["weekbook", "dispatches", "title"]));
}
