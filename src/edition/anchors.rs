//! Anchors: the names by which both formats know a dispatch, stable from build to build.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::slug::{ascii_name, is_plain_name};
use crate::date::Moment;
use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::Dispatch;

/// The anchors of an edition.
pub(super) struct Anchors {
    of: Vec<String>,
    taken: BTreeSet<String>,
}

impl Anchors {
    /// Gives each dispatch its `id` where it has one, else a name made of its day and title. Only two dispatches
    /// whose names would be the same depend on each other: the later in the book gets a number.
    pub(super) fn new(dispatches: &[(&Arc<Dispatch>, Moment)], diags: &mut Diagnostics) -> Self {
        let mut anchors = Self { of: vec![String::new(); dispatches.len()], taken: BTreeSet::new() };
        let mut ids: FxHashMap<&str, &Dispatch> = FxHashMap::default();
        for (index, (dispatch, _)) in dispatches.iter().enumerate() {
            let Some(id) = &dispatch.meta.id else { continue };
            if let Some(first) = ids.insert(&id.value, dispatch) {
                diags
                    .error(codes::DUPLICATE_ID, id.span.clone(), format!("the id `{}` is taken", id.value))
                    .help(format!("“{}” ({}) has it already", first.title, first.file));
            }
            anchors.of[index] = anchors.free(&given(&id.value));
        }
        for (index, (dispatch, moment)) in dispatches.iter().enumerate() {
            if dispatch.meta.id.is_none() {
                anchors.of[index] = anchors.free(&derived(*moment, &dispatch.title));
            }
        }
        anchors
    }

    /// The anchor of a dispatch, by its place in the edition.
    pub(super) fn of(&self, index: usize) -> &str {
        &self.of[index]
    }

    /// The name itself if it is free, else with the first number that makes it so.
    pub(super) fn free(&mut self, name: &str) -> String {
        let mut anchor = name.to_owned();
        let mut count = 1;
        while !self.taken.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{name}-{count}");
        }
        anchor
    }
}

/// An id as an anchor: as it is where both formats can take it, else a name made of it.
pub(super) fn given(id: &str) -> String {
    if is_plain_name(id) { id.to_owned() } else { format!("d-{}", ascii_name(id)) }
}

fn derived(moment: Moment, title: &str) -> String {
    let name = ascii_name(title);
    let dash = if name.is_empty() { "" } else { "-" };
    format!("d-{}{dash}{name}", moment.day.iso())
}
