//! The hash in the imprint, by which two copies can be compared: over what the edition publishes and nothing else.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::front::FINGERPRINT;
use crate::dispatch::ImageData;
use crate::edition::Edition;
use crate::flow::{Child, Data, Element, Section, Target};

/// How many bytes of the hash are printed: enough to tell copies apart, short enough to read aloud.
const SHOWN: usize = 8;

/// Writes the hash into its place in the imprint.
pub fn set(edition: &Edition, sections: &mut [Section], images: &[Arc<ImageData>]) {
    let mut hasher = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    put(edition.meta.identifier.as_bytes());
    put(edition.meta.language.as_str().as_bytes());
    for section in sections.iter() {
        put(section.title.as_bytes());
        for element in &section.elements {
            put(element.name.as_str().as_bytes());
            put(element.anchor.as_deref().unwrap_or_default().as_bytes());
            put(said(element).as_bytes());
            for child in &element.children {
                if let Child::Text(text) = child {
                    put(text.as_bytes());
                }
            }
        }
    }
    for image in images {
        put(&image.bytes);
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
