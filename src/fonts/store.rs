//! All faces of a build, and the chain of faces that a style asks for.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::bundled::{self, FILES, LICENCES};
use super::face::Bytes;
use super::open::{self, Refusal};
use super::{Face, FontId, select};
use crate::diagnostic::{Diagnostics, Span, codes};

/// Chains by the families as they were asked for, then by weight and italic.
type Chains = FxHashMap<Vec<String>, FxHashMap<(u16, bool), Arc<[FontId]>>>;

/// All faces of a build. Cheap to clone: clones share the faces.
#[derive(Clone)]
pub struct FontStore {
    inner: Arc<Inner>,
}

struct Inner {
    faces: Vec<Face>,
    chains: RwLock<Chains>,
}

impl FontStore {
    /// Opens the bundled fonts and the book's own: (name for messages, bytes, place of the manifest that names it).
    /// A file that cannot be used is an error [`codes::BAD_FONT`] and left out.
    pub fn new(extra: Vec<(String, Vec<u8>, Option<Span>)>, diags: &mut Diagnostics) -> Self {
        let mut faces = Vec::new();
        for file in FILES {
            let bytes = Bytes::Static(file.bytes);
            take(&mut faces, file.name, &bytes, Some(&LICENCES[file.licence]), None, diags);
        }
        for (name, bytes, span) in extra {
            take(&mut faces, &name, &Bytes::Shared(bytes.into()), None, span.as_ref(), diags);
        }
        Self { inner: Arc::new(Inner { faces, chains: RwLock::default() }) }
    }

    /// The bundled fonts alone.
    pub fn bundled() -> Self {
        Self::new(Vec::new(), &mut Diagnostics::new())
    }

    /// A face.
    pub fn face(&self, id: FontId) -> &Face {
        &self.inner.faces[usize::from(id.0)]
    }

    /// All faces, in the order of their ids.
    pub fn faces(&self) -> impl Iterator<Item = (FontId, &Face)> {
        (0..).map(FontId).zip(&self.inner.faces)
    }

    /// Whether any face goes by a family name (case does not matter), generic names included.
    pub fn has_family(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        bundled::generic(&name).is_some() || self.faces().any(|(_, face)| is_called(face, &name))
    }

    /// The faces to set text with, in the order they are asked for a character: the best of each family named, then
    /// the best of every bundled family, then of the book's others. Never empty.
    pub fn select(&self, families: &[String], weight: u16, italic: bool) -> Arc<[FontId]> {
        let look = (weight, italic);
        let chains = self.inner.chains.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(chain) = chains.get(families).and_then(|chains| chains.get(&look)) {
            return Arc::clone(chain);
        }
        drop(chains);
        let chain = self.chain(families, weight, italic);
        let mut chains = self.inner.chains.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(chains.entry(families.to_vec()).or_default().entry(look).or_insert(chain))
    }

    fn chain(&self, families: &[String], weight: u16, italic: bool) -> Arc<[FontId]> {
        let mut chain = Vec::new();
        let families = families.iter().map(|family| family.trim().to_lowercase());
        let named = families.map(|name| bundled::generic(&name).map_or_else(|| name.clone(), str::to_lowercase));
        for name in named.chain(self.faces().map(|(_, face)| face.family.to_lowercase())) {
            let family = self.faces().filter(|(_, face)| is_called(face, &name));
            if let Some(id) = select::best(family, weight, italic)
                && !chain.contains(&id)
            {
                chain.push(id);
            }
        }
        chain.into()
    }
}

fn is_called(face: &Face, lower: &str) -> bool {
    std::iter::once(&face.family).chain(&face.aliases).any(|name| name.to_lowercase() == lower)
}

fn take(
    faces: &mut Vec<Face>,
    name: &str,
    bytes: &Bytes,
    licence: Option<&'static bundled::Licence>,
    span: Option<&Span>,
    diags: &mut Diagnostics,
) {
    let mut report = |refusal: Refusal| {
        diags.error(codes::BAD_FONT, span.cloned(), refusal.message).help(refusal.help);
    };
    match open::open(name, bytes, licence) {
        Err(refusal) => report(refusal),
        Ok(found) => {
            for face in found {
                match face {
                    Ok(_) if faces.len() >= usize::from(u16::MAX) => report(Refusal {
                        message: format!("`{name}` is one font too many"),
                        help: "a book may use 65,535 faces",
                    }),
                    Ok(face) => faces.push(face),
                    Err(refusal) => report(refusal),
                }
            }
        }
    }
}

impl std::fmt::Debug for FontStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.inner.faces).finish()
    }
}
