//! The schema is held to the decoder: the same fields, and nothing refused that the decoder takes.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use super::*;
use crate::diagnostic::{Diagnostics, SourceText, codes};
use crate::style::BUNDLED;

struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let schema: Value = serde_json::from_str(&json_schema(BUNDLED)).expect("JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("manifest.schema.json", schema).expect("a schema");
        let index = compiler.compile("manifest.schema.json", &mut schemas).unwrap_or_else(|e| panic!("{e:#}"));
        Self { schemas, index }
    }

    fn takes(&self, manifest: &Value) -> bool {
        self.schemas.validate(manifest, self.index).is_ok()
    }
}

/// The decoder's errors. JSON is YAML.
fn errors(manifest: &Value) -> Vec<String> {
    let source = SourceText::new("manifest.yaml", manifest.to_string());
    let mut diagnostics = Diagnostics::new();
    let _ = crate::manifest::parse(&source, &mut diagnostics);
    let errors = diagnostics.iter().filter(|d| d.severity == crate::diagnostic::Severity::Error);
    errors.map(|d| format!("{}: {}", d.code.0, d.message)).collect()
}

/// A manifest in which one mapping of this sort stands, with these fields.
fn around(key: &str, mapping: Value) -> Value {
    let mut manifest = json!({"weekbook": 1, "title": "T", "dispatches": ["posts/*.md"]});
    let mut dispatch = json!({"title": "D", "date": "2017-04-15"});
    let target = match key {
        "" => {
            manifest.as_object_mut().expect("a mapping").extend(mapping.as_object().expect("a mapping").clone());
            return manifest;
        }
        "edition" => &mut manifest["editions"]["e"],
        "select" => &mut manifest["editions"]["e"]["select"],
        "author" => &mut manifest["authors"],
        "series" => &mut manifest["series"],
        "week" => &mut manifest["weeks"]["2017-W15"],
        "redaction" => &mut manifest["redact"],
        "figure" => &mut manifest["figures"],
        "contact" => &mut manifest["contact"],
        "accessibility" => &mut manifest["accessibility"],
        "source" => &mut manifest["sources"]["s"],
        "cover" => &mut manifest["cover"],
        "images" => &mut manifest["images"],
        "dispatch" => {
            dispatch.as_object_mut().expect("a mapping").extend(mapping.as_object().expect("a mapping").clone());
            if mapping.get("file").is_some() {
                dispatch.as_object_mut().expect("a mapping").shift_remove("body");
            }
            manifest["dispatches"][0] = dispatch;
            return manifest;
        }
        "image" => &mut dispatch["image"],
        "also" => &mut dispatch["also"],
        "correction" => &mut dispatch["corrections"],
        other => panic!("where in a manifest does `{other}` stand?"),
    };
    let in_list = matches!(key, "author" | "redaction" | "figure" | "also" | "correction");
    *target = if in_list { json!([mapping]) } else { mapping };
    if matches!(key, "image" | "also" | "correction") {
        manifest["dispatches"][0] = dispatch;
    }
    manifest
}

/// The fields that a mapping cannot be without, each with its example.
fn least(mapping: &Mapping) -> Map<String, Value> {
    let required = mapping.fields.iter().filter(|field| field.required);
    required.map(|field| (field.name.to_owned(), field.examples[0].clone())).collect()
}

fn with(mapping: &Mapping, name: &str, value: &Value) -> Value {
    let mut fields = least(mapping);
    fields.insert(name.to_owned(), value.clone());
    around(mapping.key, fields.into())
}

#[test]
fn what_is_described_is_what_the_decoder_knows() {
    for mapping in mappings(BUNDLED) {
        let of = mapping.names.of;
        let mut known = mapping.names.known.to_vec();
        let mut described: Vec<&str> = mapping.fields.iter().map(|field| field.name).collect();
        known.sort_unstable();
        described.sort_unstable();
        assert_eq!(described, known, "the fields of {of}: those of schema/ and those of its decoder");
        for field in &mapping.fields {
            assert!(!field.examples.is_empty(), "`{}` of {of} has no example", field.name);
            let says = field.schema()["description"].as_str().unwrap_or_default().to_owned();
            assert!(says.len() > 5 && says.ends_with('.'), "`{}` of {of} is not described: {says:?}", field.name);
        }
    }
}

/// A new table of names cannot be forgotten here.
#[test]
fn every_mapping_of_the_decoder_is_described() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manifest");
    let mut tables = Vec::new();
    for file in std::fs::read_dir(folder).expect("the room") {
        let path = file.expect("an entry").path();
        if path.is_file() {
            let text = std::fs::read_to_string(&path).expect("readable");
            tables.extend(
                text.match_indices("of: \"")
                    .map(|(at, _)| text[at + 5..].split('"').next().unwrap_or_default().to_owned()),
            );
        }
    }
    let mut described: Vec<String> = mappings(BUNDLED).iter().map(|mapping| mapping.names.of.to_owned()).collect();
    tables.sort_unstable();
    described.sort_unstable();
    assert_eq!(described, tables);
}

#[test]
fn both_take_every_example() {
    let validator = Validator::new();
    for mapping in mappings(BUNDLED) {
        for field in &mapping.fields {
            for example in &field.examples {
                let manifest = with(&mapping, field.name, example);
                assert_eq!(errors(&manifest), Vec::<String>::new(), "{manifest}");
                assert!(validator.takes(&manifest), "the schema refuses {manifest}");
            }
            // A `file` without a name is neither a file nor a dispatch in place.
            if !field.required && (mapping.key, field.name) != ("dispatch", "file") {
                let manifest = with(&mapping, field.name, &Value::Null);
                assert_eq!(errors(&manifest), Vec::<String>::new(), "{manifest}");
                assert!(validator.takes(&manifest), "the schema refuses {manifest}");
            }
        }
    }
}

#[test]
fn both_refuse_unknown_fields_missing_ones_and_wrong_types() {
    let validator = Validator::new();
    let unknown = |errors: &[String]| errors.iter().any(|e| e.starts_with(codes::UNKNOWN_FIELD.0));
    for mapping in mappings(BUNDLED) {
        let manifest = with(&mapping, "zzz", &json!("x"));
        assert!(unknown(&errors(&manifest)), "the decoder takes {manifest}");
        assert!(!validator.takes(&manifest), "the schema takes {manifest}");
        for field in mapping.fields.iter().filter(|field| field.required && !mapping.key.is_empty()) {
            let mut fields = least(&mapping);
            fields.shift_remove(field.name);
            let manifest = around(mapping.key, fields.into());
            assert!(!errors(&manifest).is_empty(), "the decoder takes {manifest}");
            assert!(!validator.takes(&manifest), "the schema takes {manifest}");
        }
        for field in &mapping.fields {
            for wrong in [json!([[1]]), json!({"zzz": {}})] {
                // What maps names to anything takes one name more.
                if field.name == "editions" && wrong.is_object() {
                    continue;
                }
                let manifest = with(&mapping, field.name, &wrong);
                assert!(!errors(&manifest).is_empty(), "the decoder takes {manifest}");
                assert!(!validator.takes(&manifest), "the schema takes {manifest}");
            }
        }
    }
    for missing in ["weekbook", "title", "dispatches"] {
        let mut manifest = around("", json!({}));
        manifest.as_object_mut().expect("a mapping").shift_remove(missing);
        assert!(!errors(&manifest).is_empty() && !validator.takes(&manifest), "{manifest}");
    }
}

/// Fields whose values are not judged when they are decoded, but where they are needed.
const JUDGED_LATER: [(&str, &str); 4] =
    [("", "style"), ("edition", "style"), ("dispatch", "date"), ("correction", "date")];

/// The schema may not refuse what the decoder takes, whatever stands in whatever field.
#[test]
fn the_schema_refuses_nothing_that_the_decoder_takes() {
    let validator = Validator::new();
    let values = json!([
        0, 1, 6, 7, -1, 1.5, true, false, "x", "en", "zh-Hant-TW", "x-private", "123", "2017-4-5", "2017-04-15T09:05",
        "2017-04-15 9:05:01.25 +03", "2017-04-15t09:05Z", "2017-04-15 10:00 UTC", "2017-02-30", "HTTPS://x", "tel:1",
        "mailto:a@b", "a@b", "TLP:RED", "report", "edt", "a5", "LETTER", "170mm × 240 MM", "6in x 9in", "book",
        "own/style.css", "UTC", "iso", "epub", "full", "A", "06", "posts/*.md", [], {}, ["x"], ["en"], ["epub", "pdf"],
        ["report"], ["2017-W15"], [1984, true], [{"name": "x"}], [{"text": "x"}], {"name": "x"}, {"file": "x.jpg"},
        {"title": "x"}, {"2017-w3": null}, {"2017-04-10": {"summary": "x"}}, {"x": {"name": 1984}}, {"e": null},
        {"limit": 3}, {"since": "2017-04-15"}, {"kinds": ["data"]}, [{"source": {"name": "x"}}],
        [{"value": 3, "label": true, "source": 7}], [{"title": 1, "date": "2020-12-2"}], [{"file": 7}]
    ]);
    let mut taken = 0;
    for mapping in mappings(BUNDLED) {
        for field in &mapping.fields {
            for value in values.as_array().expect("a list") {
                let manifest = with(&mapping, field.name, value);
                // A book without dispatches, and one of a dispatch without title or date, is refused after decoding.
                let later = field.name == "dispatches" && value.get(0).is_none_or(Value::is_object);
                let later = later || JUDGED_LATER.contains(&(mapping.key, field.name));
                if errors(&manifest).is_empty() && !later {
                    taken += 1;
                    assert!(validator.takes(&manifest), "the schema refuses {manifest}");
                }
            }
        }
    }
    assert!(taken > 500, "{taken}");
}

#[test]
fn the_copy_for_editors_is_what_the_command_prints() {
    let copy = include_str!("../../../docs/manifest.schema.json");
    let hint = "run `cargo run -- schema > docs/manifest.schema.json`";
    assert!(copy == json_schema(BUNDLED), "docs/manifest.schema.json is not what `weekbook schema` prints: {hint}");
}
