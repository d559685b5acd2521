//! The hash in the imprint, by which two copies can be compared: over what the edition publishes and nothing else.

use sha2::{Digest, Sha256};

use super::front::FINGERPRINT;
use crate::edition::Edition;
use crate::flow::{Child, Data, Element, Section, Target};

/// How many bytes of the hash are printed: enough to tell copies apart, short enough to read aloud.
const SHOWN: usize = 8;

/// Writes the hash into its place in the imprint.
pub fn set(edition: &Edition, sections: &mut [Section]) {
    let mut hasher = Sha256::new();
    let mut put = |text: &str| {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    put(&edition.meta.identifier);
    put(edition.meta.language.as_str());
    for section in sections.iter() {
        put(&section.title);
        for element in &section.elements {
            put(element.name.as_str());
            put(element.anchor.as_deref().unwrap_or_default());
            put(&said(element));
            for child in &element.children {
                if let Child::Text(text) = child {
                    put(text);
                }
            }
        }
    }
    let hash = hasher.finalize();
    let groups: Vec<String> = hash[..SHOWN].chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1])).collect();
    let mut elements = sections.iter_mut().flat_map(|s| &mut s.elements);
    if let Some(place) = elements.find(|e| e.classes.iter().any(|c| c == FINGERPRINT)) {
        place.children.push(Child::Text(groups.join(" ")));
    }
}

/// What an element says beside its text.
fn said(element: &Element) -> String {
    match &element.data {
        Data::Link(Target::Url(url)) => url.clone(),
        Data::Link(Target::Anchor(anchor)) => format!("#{anchor}"),
        Data::Image { alt, .. } => alt.clone(),
        Data::Time(time) => time.clone(),
        _ => String::new(),
    }
}
