//! The values: what serde_yaml makes of a document, with every pair of a mapping in the order written.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{MAX_NODES, MAX_REPEATED_BYTES};

/// What serde_yaml reads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Read {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Seq(Vec<Read>),
    Map(Vec<(Read, Read)>),
    Tagged(String, Box<Read>),
}

/// Reads the only document of a text; `None` where there is nothing in it.
pub(super) fn read(text: &str) -> Result<Option<Read>, serde_yaml::Error> {
    let budget = Budget { nodes: Cell::new(0), bytes: Cell::new(0), most_bytes: text.len() + MAX_REPEATED_BYTES };
    let seed = Seed { budget: &budget };
    let value = seed.deserialize(serde_yaml::Deserializer::from_str(text))?;
    Ok((value != Read::Null).then_some(value))
}

/// What may still be read. The event reader has checked it already; this holds even where the two disagree.
struct Budget {
    nodes: Cell<usize>,
    bytes: Cell<usize>,
    most_bytes: usize,
}

#[derive(Clone, Copy)]
struct Seed<'b> {
    budget: &'b Budget,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        let nodes = self.budget.nodes.get() + 1;
        self.budget.nodes.set(nodes);
        if nodes > MAX_NODES {
            return Err(D::Error::custom(format!("more than {MAX_NODES} values")));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read::Null)
    }

    fn visit_none<E>(self) -> Result<Read, E> {
        Ok(Read::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read, E> {
        Ok(Read::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Read, E> {
        Ok(Read::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Read, E> {
        Ok(i64::try_from(value).map_or(Read::Float(value as f64), Read::Int))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Read, E> {
        Ok(Read::Float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Read, E> {
        Ok(Read::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Read, E> {
        Ok(Read::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Read, E> {
        let bytes = self.budget.bytes.get().saturating_add(value.len());
        self.budget.bytes.set(bytes);
        if bytes > self.budget.most_bytes {
            return Err(E::custom("aliases repeat too much text"));
        }
        Ok(Read::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Read, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            all.push(item);
        }
        Ok(Read::Seq(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Read, A::Error> {
        let mut all = Vec::new();
        while let Some(pair) = pairs.next_entry_seed(self, self)? {
            all.push(pair);
        }
        Ok(Read::Map(all))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Read, A::Error> {
        let (tag, content) = tagged.variant::<String>()?;
        Ok(Read::Tagged(tag, Box::new(content.newtype_variant_seed(self)?)))
    }
}
