//! Which dispatches translate which.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Edition, Entry};
use crate::diagnostic::{Diagnostics, codes, did_you_mean};
use crate::dispatch::Dispatch;
use std::sync::Arc;

/// For each entry, the one that it translates. What the edition leaves out is not linked to; an id that no dispatch
/// has is an error.
pub(super) fn originals(
    entries: &[Entry],
    dispatches: &[Arc<Dispatch>],
    diags: &mut Diagnostics,
) -> Vec<Option<usize>> {
    let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        by_id.entry(entry.anchor.as_str()).or_insert(index);
        if let Some(id) = &entry.dispatch.meta.id {
            by_id.insert(id.value.as_str(), index);
        }
    }
    let ids = dispatches.iter().filter_map(|d| d.meta.id.as_ref()).map(|id| id.value.as_str());
    let given: FxHashSet<&str> = ids.collect();
    let find = |(index, entry): (usize, &Entry)| {
        let wanted = entry.dispatch.meta.translation_of.as_ref()?;
        match by_id.get(wanted.value.as_str()) {
            Some(found) if *found == index => {
                let message = "a dispatch cannot be a translation of itself";
                diags.error(codes::UNKNOWN_ID, wanted.span.clone(), message).help("give the id of its original");
                None
            }
            Some(found) => Some(*found),
            None if given.contains(wanted.value.as_str()) => None,
            None => {
                let others = dispatches.iter().filter(|other| !Arc::ptr_eq(other, &entry.dispatch));
                let ids = others.filter_map(|d| d.meta.id.as_ref()).map(|id| id.value.as_str());
                let help = match did_you_mean(&wanted.value, ids) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "give the original an `id`, and name it here".to_owned(),
                };
                let message = format!("no dispatch has the id `{}`", wanted.value);
                diags.error(codes::UNKNOWN_ID, wanted.span.clone(), message).help(help);
                None
            }
        }
    };
    entries.iter().enumerate().map(find).collect()
}

/// Links originals and translations both ways, now that both have their places.
pub(super) fn link(edition: &mut Edition, originals: &[Option<usize>]) {
    let places: Vec<(usize, usize)> = edition
        .weeks
        .iter()
        .enumerate()
        .flat_map(|(week, chapter)| (0..chapter.dispatches.len()).map(move |index| (week, index)))
        .collect();
    for (place, original) in places.iter().zip(originals) {
        let Some(original) = original.and_then(|index| places.get(index)) else { continue };
        edition.weeks[place.0].dispatches[place.1].translation_of = Some(*original);
        edition.weeks[original.0].dispatches[original.1].translations.push(*place);
    }
}
