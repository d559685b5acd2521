//! Who is credited: the registry of the manifest, and sources given in place.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::anchors::Names;
use super::compile::{address, plain};
use super::redact::Redaction;
use super::slug::{ascii_name, is_plain_name};
use super::{Entry, FrontPage, Source};
use crate::diagnostic::{Diagnostics, Spanned, codes, did_you_mean};
use crate::dispatch::Dispatch;
use crate::language::{Lang, folded};
use crate::manifest::{Manifest, SourceField, SourceSpec};

/// All sources that dispatches may credit, those of the registry first.
pub(super) struct Registry<'a> {
    known: Vec<Known<'a>>,
    by_id: FxHashMap<&'a str, usize>,
    /// The ids of the registry: its sources are the first of `known`.
    given: Vec<&'a str>,
    by_name: FxHashMap<String, usize>,
    ids: Names,
    redaction: &'a Redaction,
}

struct Known<'a> {
    spec: &'a SourceSpec,
    /// Without what is redacted.
    shown: SourceSpec,
    source: Source,
    used: bool,
}

/// Whom the dispatches credit, before any is resolved.
pub(super) struct Credited<'a> {
    /// [`Registry::key`] of each.
    keys: BTreeSet<String>,
    /// The names given in place, as written.
    names: Vec<&'a str>,
}

impl<'a> Registry<'a> {
    pub(super) fn new(manifest: &'a Manifest, redaction: &'a Redaction) -> Self {
        let mut ids = Names::default();
        let plain_name = |id: &str| Some(redaction.name(id)).filter(|name| name == id && is_plain_name(id));
        for name in manifest.sources.iter().filter_map(|(id, _)| plain_name(&id.value)) {
            ids.take(&name);
        }
        let (known, given) = (Vec::new(), manifest.sources.iter().map(|(id, _)| id.value.as_str()).collect());
        let (by_id, by_name) = (FxHashMap::default(), FxHashMap::default());
        let mut registry = Self { known, by_id, given, by_name, ids, redaction };
        for (id, spec) in &manifest.sources {
            let name = plain_name(&id.value).unwrap_or_else(|| registry.free_id(&redaction.name(&id.value)));
            registry.by_id.insert(&id.value, registry.known.len());
            registry.add(name, spec);
        }
        registry
    }

    /// The source that a dispatch credits; reports where it credits none.
    pub(super) fn of(&mut self, dispatch: &'a Dispatch, diags: &mut Diagnostics) -> Option<usize> {
        let Some(source) = &dispatch.meta.source else {
            let message = format!("“{}” names no source", dispatch.title);
            diags
                .warning(codes::UNCREDITED, dispatch.span.clone(), message)
                .help("give it a `source`: an id of `sources`, or `{name: …}`");
            return None;
        };
        self.resolve(source, diags)
    }

    /// The source that a field means, which is credited thereby; reports what it cannot find.
    pub(super) fn resolve(&mut self, field: &'a SourceField, diags: &mut Diagnostics) -> Option<usize> {
        let index = match field {
            SourceField::Id(id) => self.find(id, diags)?,
            SourceField::Inline(spec) => self.take_in(spec),
        };
        let known = &mut self.known[index];
        if !known.used {
            known.used = true;
            known.source.url = known.shown.url.as_ref().and_then(|url| address(url, diags));
            known.source.language = known.spec.language.as_ref().and_then(|tag| Lang::parse(&tag.value));
        }
        Some(index)
    }

    /// The sources that are credited, in the order of the registry and then of first use; entries refer to these.
    pub(super) fn into_sources(self, entries: &mut [Entry], front: &mut FrontPage) -> Vec<Source> {
        let mut places = vec![None; self.known.len()];
        let mut sources = Vec::new();
        for (known, place) in self.known.into_iter().zip(&mut places) {
            if known.used {
                *place = Some(sources.len());
                sources.push(known.source);
            }
        }
        for entry in entries {
            entry.source = entry.source.and_then(|index| places[index]);
            entry.also.retain_mut(|also| {
                places[also.source].is_some_and(|place| {
                    also.source = place;
                    true
                })
            });
        }
        for figure in &mut front.figures {
            figure.source = figure.source.and_then(|index| places[index]);
        }
        sources
    }

    fn find(&self, id: &Spanned<String>, diags: &mut Diagnostics) -> Option<usize> {
        let found = self.by_id.get(id.value.as_str()).copied();
        if found.is_none() {
            self.report_missing(id, diags);
        }
        found
    }

    /// The source that an unknown one most probably means; `names` may be meant too.
    fn meant(&self, unknown: &str, names: &[&str]) -> Option<String> {
        did_you_mean(unknown, self.known_ids().chain(names.iter().copied()))
            .or_else(|| self.by_name.get(&folded(unknown)).and_then(|index| self.id_of(*index)))
            .map(str::to_owned)
    }

    /// Reports that a dispatch credits what is no source.
    fn report_missing(&self, id: &Spanned<String>, diags: &mut Diagnostics) {
        let help = match self.meant(&id.value, &[]) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.by_id.is_empty() => "the manifest has no `sources`; or write `{name: …}`".to_owned(),
            None => format!("known are {}; or write `{{name: …}}`", self.some_ids()),
        };
        let message = format!("`sources` has no `{}`", id.value);
        diags.error(codes::UNKNOWN_SOURCE, id.span.clone(), message).help(help);
    }

    /// What a dispatch's source is known by before it is resolved: an id of the registry, else a name as compared.
    pub(super) fn key(&self, dispatch: &Dispatch) -> Option<String> {
        match dispatch.meta.source.as_ref()? {
            SourceField::Id(id) => Some(id.value.clone()),
            SourceField::Inline(spec) => Some(self.key_of_name(&spec.name.value)),
        }
    }

    /// Whom the dispatches credit.
    pub(super) fn credited(&self, dispatches: &'a [Arc<Dispatch>]) -> Credited<'a> {
        let keys = dispatches.iter().filter_map(|dispatch| self.key(dispatch)).collect();
        let names = dispatches.iter().filter_map(|dispatch| match &dispatch.meta.source {
            Some(SourceField::Inline(spec)) => Some(spec.name.value.as_str()),
            _ => None,
        });
        Credited { keys, names: names.collect() }
    }

    fn key_of_name(&self, name: &str) -> String {
        let key = folded(name);
        self.by_name.get(&key).and_then(|index| self.id_of(*index)).map_or(key, str::to_owned)
    }

    /// The key that a selection means: an id, or the name of a source of the registry or of one of the dispatches;
    /// reports what is none of them.
    pub(super) fn selected(
        &self,
        wanted: &Spanned<String>,
        credited: &Credited<'_>,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        if self.by_id.contains_key(wanted.value.as_str()) {
            return Some(wanted.value.clone());
        }
        let key = self.key_of_name(&wanted.value);
        if self.by_id.contains_key(key.as_str()) || credited.keys.contains(&key) {
            return Some(key);
        }
        let help = match self.meant(&wanted.value, &credited.names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.by_id.is_empty() => "give the name of a source, as the dispatches credit it".to_owned(),
            None => format!("known are {}, and the names of sources that dispatches credit", self.some_ids()),
        };
        let message = format!("no dispatch has the source `{}`, nor has `sources`", wanted.value);
        diags.error(codes::UNKNOWN_SOURCE, wanted.span.clone(), message).help(help);
        None
    }

    fn known_ids(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.given.iter().copied()
    }

    fn id_of(&self, wanted: usize) -> Option<&'a str> {
        self.given.get(wanted).copied()
    }

    fn some_ids(&self) -> String {
        const SHOWN: usize = 8;
        let shown: Vec<String> = self.known_ids().take(SHOWN).map(|id| format!("`{id}`")).collect();
        let more = if self.given.len() > SHOWN { ", …" } else { "" };
        format!("{}{more}", shown.join(", "))
    }

    /// A source given in place: the same as another of its name.
    fn take_in(&mut self, spec: &'a SourceSpec) -> usize {
        if let Some(index) = self.by_name.get(&folded(&spec.name.value)) {
            return *index;
        }
        let id = self.free_id(&self.redaction.text(&spec.name.value));
        self.add(id, spec)
    }

    fn add(&mut self, id: String, spec: &'a SourceSpec) -> usize {
        let index = self.known.len();
        self.by_name.entry(folded(&spec.name.value)).or_insert(index);
        let shown = self.redaction.source(spec);
        let source = Source {
            id,
            name: plain(&shown.name).unwrap_or_default(),
            url: None,
            license: shown.license.as_ref().and_then(plain),
            kind: shown.kind.as_ref().and_then(plain),
            language: None,
            reliability: spec.reliability.as_ref().map(|grade| grade.value),
            used_by: Vec::new(),
            also_by: Vec::new(),
        };
        self.known.push(Known { spec, shown, source, used: false });
        index
    }

    /// An id that serves in anchors and classes, made of a text.
    fn free_id(&mut self, text: &str) -> String {
        let mut name = ascii_name(text);
        if !is_plain_name(&name) {
            name.insert_str(0, "s-");
        }
        self.ids.free(&name, 2)
    }
}
