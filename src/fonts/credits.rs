//! The bundled fonts with their licences, as the imprint names them.

use std::sync::OnceLock;

use super::bundled::FILES;
use super::{FontStore, LICENCES};

/// "Family, Family (licence); Family (licence)", in the order of the bundled table.
pub fn credits() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let store = FontStore::bundled();
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for (file, (_, face)) in FILES.iter().zip(store.faces()) {
            let licence = LICENCES[file.licence].name;
            if groups.last().is_none_or(|(last, _)| *last != licence) {
                groups.push((licence, Vec::new()));
            }
            if let Some((_, families)) = groups.last_mut()
                && !families.contains(&face.family.as_str())
            {
                families.push(&face.family);
            }
        }
        let groups: Vec<String> =
            groups.iter().map(|(licence, names)| format!("{} ({licence})", names.join(", "))).collect();
        groups.join("; ")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_bundled_family_is_credited_once() {
        let text = super::credits();
        for (_, face) in super::FontStore::bundled().faces() {
            assert_eq!(text.matches(&face.family).count(), 1, "{} in {text}", face.family);
        }
    }
}
