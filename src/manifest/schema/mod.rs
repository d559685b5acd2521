//! The JSON Schema (draft 2020-12) of a manifest, for editors that complete and check YAML.
//!
//! Which fields a mapping has comes from the decoder's own [`Names`], closed vocabularies from the decoder's own
//! tables; what is said of a field stands here, in [`book`], [`parts`] and [`dispatch`]. The tests hold both to each
//! other: a field that the decoder takes and nobody described here fails them, and the other way round.
//!
//! The schema refuses only what the decoder refuses, but for texts that are empty or have blanks around them, which
//! the decoder forgives. What needs more than one value to judge (ids, files, a day that does not exist) is left to
//! `weekbook check`.

mod book;
mod dispatch;
mod parts;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::fields::Names;
use crate::date::Zone;
use shape::Field;

/// A mapping of the manifest: what the decoder takes, and what is said of it.
struct Mapping {
    /// Its name among the schema's definitions; empty for the manifest itself.
    key: &'static str,
    /// The decoder's table.
    names: Names,
    /// What each of these names takes.
    fields: Vec<Field>,
    /// What else must hold, as keywords of JSON Schema.
    rules: Value,
}

/// The definition of the names of time zones, which are many.
const ZONE: &str = "zone";

/// All mappings that a manifest is made of; the manifest itself first.
fn mappings(styles: &[&str]) -> Vec<Mapping> {
    let mut all = book::mappings(styles);
    all.extend(parts::mappings());
    all.extend(dispatch::mappings());
    all
}

/// The schema, as indented JSON with a line end. `styles` are the names of the bundled styles.
pub fn json_schema(styles: &[&str]) -> String {
    let mut all = mappings(styles).into_iter();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("weekbook manifest"));
    if let Some(Value::Object(top)) = all.next().map(Mapping::schema) {
        schema.extend(top);
    }
    let mut definitions: Map<String, Value> = all.map(|mapping| (mapping.key.to_owned(), mapping.schema())).collect();
    definitions.insert(ZONE.to_owned(), shape::one_of(Zone::names()));
    schema.insert("$defs".to_owned(), definitions.into());
    // A tree of strings and numbers always has a text.
    let text = serde_json::to_string_pretty(&Value::from(schema)).unwrap_or_default();
    text + "\n"
}

impl Mapping {
    fn new(key: &'static str, names: Names, fields: Vec<Field>) -> Self {
        Self { key, names, fields, rules: Value::Null }
    }

    fn rules(mut self, rules: Value) -> Self {
        self.rules = rules;
        self
    }

    /// In the decoder's order; a name that nobody described takes anything.
    fn schema(self) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in self.names.known {
            let field = self.fields.iter().find(|field| field.name == *name);
            if field.is_some_and(|field| field.required) {
                required.push(*name);
            }
            properties.insert((*name).to_owned(), field.map_or(Value::Bool(true), Field::schema));
        }
        let mut schema = Map::new();
        schema.insert("description".to_owned(), json!(capitalised(self.names.of)));
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("properties".to_owned(), properties.into());
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        if let Value::Object(rules) = self.rules {
            schema.extend(rules);
        }
        schema.into()
    }
}

/// "a source" as a sentence of its own.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}
