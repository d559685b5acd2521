//! Anchors: the names by which both formats know a dispatch, stable from build to build.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::redact::Redaction;
use super::slug::{ascii_name, is_plain_name};
use crate::date::Moment;
use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::Dispatch;

/// The anchors of an edition.
pub(super) struct Anchors {
    of: Vec<String>,
    names: Names,
}

/// Names, each given once.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: FxHashSet<String>,
    /// The number to try next for a name that is taken, so that many of one name take no quadratic time.
    next: FxHashMap<String, usize>,
}

impl Names {
    /// The name itself if it is free, else with the first number from `from` on that makes it so.
    pub(super) fn free(&mut self, name: &str, from: usize) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        let next = self.next.entry(name.to_owned()).or_insert(from);
        loop {
            let numbered = format!("{name}-{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }

    /// Takes a name, if it is free.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }
}

impl Anchors {
    /// Gives each dispatch its `id` where it has one, else a name made of its day and title. Only two dispatches
    /// whose names would be the same depend on each other: the later in the book gets a number.
    pub(super) fn new(dispatches: &[(&Arc<Dispatch>, Moment)], redaction: &Redaction, diags: &mut Diagnostics) -> Self {
        let mut anchors = Self { of: vec![String::new(); dispatches.len()], names: Names::default() };
        let mut ids: FxHashMap<&str, &Dispatch> = FxHashMap::default();
        for (index, (dispatch, _)) in dispatches.iter().enumerate() {
            let Some(id) = &dispatch.meta.id else { continue };
            if let Some(first) = ids.insert(&id.value, dispatch) {
                diags
                    .error(codes::DUPLICATE_ID, id.span.clone(), format!("the id `{}` is taken", id.value))
                    .help(format!("“{}” ({}) has it already", first.title, first.file));
            }
            anchors.of[index] = anchors.free(&given(&redaction.name(&id.value)));
        }
        for (index, (dispatch, moment)) in dispatches.iter().enumerate() {
            if dispatch.meta.id.is_none() {
                anchors.of[index] = anchors.free(&derived(*moment, &redaction.text(&dispatch.title)));
            }
        }
        anchors
    }

    /// The anchor of a dispatch, by its place in the edition.
    pub(super) fn of(&self, index: usize) -> &str {
        &self.of[index]
    }

    /// A name for something else, made free of all others.
    pub(super) fn free(&mut self, name: &str) -> String {
        self.names.free(name, 2)
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
