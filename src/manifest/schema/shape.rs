//! What a field takes, as JSON Schema: the few kinds of value that a manifest is made of.

use serde_json::{Value, json};

/// A field of a mapping: its name, what it takes and what it is for.
pub(super) struct Field {
    pub name: &'static str,
    pub required: bool,
    schema: Value,
    says: &'static str,
    default: Option<Value>,
    pub examples: Vec<Value>,
}

/// A field that may be left out, or left empty.
pub(super) fn field(name: &'static str, schema: Value, says: &'static str) -> Field {
    Field { name, required: false, schema, says, default: None, examples: Vec::new() }
}

impl Field {
    /// It must be there.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What holds where it is left out.
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// A value that the decoder takes.
    pub fn example(mut self, value: impl Into<Value>) -> Self {
        self.examples.push(value.into());
        self
    }

    /// What it takes, with its words.
    pub fn schema(&self) -> Value {
        let mut whole = serde_json::Map::new();
        whole.insert("description".to_owned(), json!(self.says));
        let takes = if self.required { self.schema.clone() } else { or_nothing(self.schema.clone()) };
        if let Value::Object(takes) = takes {
            whole.extend(takes);
        }
        if let Some(default) = &self.default {
            whole.insert("default".to_owned(), default.clone());
        }
        if !self.examples.is_empty() {
            whole.insert("examples".to_owned(), json!(self.examples));
        }
        whole.into()
    }
}

/// A field without a value counts as left out.
pub(super) fn or_nothing(mut schema: Value) -> Value {
    if let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        choices.push(json!({"type": "null"}));
        return schema;
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
        return schema;
    }
    match schema.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(Value::String(one)) => {
            let types = json!([one.as_str(), "null"]);
            schema["type"] = types;
        }
        _ => return json!({"anyOf": [schema, {"type": "null"}]}),
    }
    schema
}

/// Any scalar, taken as it is written.
pub(super) fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// A text with something in it.
pub(super) fn some_text() -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": r"\S"})
}

/// A text of a certain form, and what an editor says of one that is not (VS Code's keyword, which others pass over).
pub(super) fn of_form(pattern: &str, expected: &str) -> Value {
    json!({"type": "string", "pattern": pattern, "patternErrorMessage": format!("Expected {expected}.")})
}

/// One of a few words.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"enum": words.into_iter().collect::<Vec<_>>()})
}

/// The words of one of the decoder's tables.
pub(super) fn choice<T>(table: &[(&'static str, T)]) -> Value {
    one_of(table.iter().map(|(word, _)| *word))
}

/// A list.
pub(super) fn list(of: Value) -> Value {
    Value::from_iter([("type", json!("array")), ("items", of)])
}

/// One of the schema's own definitions.
pub(super) fn part(key: &str) -> Value {
    json!({"$ref": format!("#/$defs/{key}")})
}

/// A whole number, or the same as a text.
pub(super) fn number(least: u64, most: Option<u64>, written: &str) -> Value {
    let mut number = json!({"type": "integer", "minimum": least});
    if let Some(most) = most {
        number["maximum"] = json!(most);
    }
    json!({"anyOf": [number, {"type": "string", "pattern": written}]})
}

/// A day, or a day and a time: see [`crate::date::Moment::parse`].
pub(super) fn date() -> Value {
    let pattern = concat!(
        r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        r"([Tt ] *[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( *([Zz]|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?))?)?$"
    );
    of_form(pattern, "a date such as 2017-04-15, or a date and a time such as 2017-04-15T19:45")
}

/// A tag of BCP 47. What an editor reads as YAML 1.1 has no `no` for Norwegian, but a truth value.
pub(super) fn language() -> Value {
    let pattern = "^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[Xx](-[A-Za-z0-9]{1,8})+)$";
    let mut schema = of_form(pattern, "a BCP 47 tag such as en, ar-IQ or ckb");
    schema["type"] = json!(["string", "boolean"]);
    schema
}

/// An address that may become a link.
pub(super) fn web() -> Value {
    let (http, mailto, tel) = (any_case("http"), any_case("mailto"), any_case("tel"));
    let pattern = format!(r#"^({http}[Ss]?://[^\s<>"/?#][^\s<>"]*|({mailto}|{tel}):[^\s<>"]+)$"#);
    of_form(&pattern, "an address that begins with https://, http://, mailto: or tel:")
}

/// A part of an artefact's name.
pub(super) const FILE_STEM: &str = r"^[^./\\][^/\\]*$";

/// A word in any case, as a pattern.
pub(super) fn any_case(word: &str) -> String {
    let either = |c: char| match (c.to_ascii_uppercase(), c.to_ascii_lowercase()) {
        (upper, lower) if upper != lower => format!("[{upper}{lower}]"),
        (c, _) => c.to_string(),
    };
    word.chars().map(either).collect()
}
