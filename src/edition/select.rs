//! Which dispatches an edition holds: drafts, embargoes and markings first, then what its `select` asks for.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compile::{Frame, Options, moment, read_date};
use super::sources::Registry;
use crate::date::{Day, Moment};
use crate::diagnostic::{Diagnostics, Spanned, codes, did_you_mean};
use crate::dispatch::Dispatch;
use crate::language::{Lang, folded};
use crate::manifest::{EditionSpec, Marking, Select, Status};

/// A dispatch and when it is from.
pub(super) type Dated<'a> = (&'a Arc<Dispatch>, Moment);

/// Why dispatches were left out, for the message of an edition that is left with none.
#[derive(Default)]
struct LeftOut {
    drafts: bool,
    embargoed: bool,
    marked: bool,
}

/// The dispatches that the edition holds, in the book's order: by moment, ties as the manifest has them; and those
/// whose date cannot be read.
pub(super) fn select<'a>(
    dispatches: &'a [Arc<Dispatch>],
    spec: &EditionSpec,
    frame: &Frame,
    options: &Options,
    registry: &Registry<'_>,
    diags: &mut Diagnostics,
) -> (Vec<Dated<'a>>, Vec<&'a Arc<Dispatch>>) {
    let mut left_out = LeftOut::default();
    let (mut dated, mut undated) = (Vec::with_capacity(dispatches.len()), Vec::new());
    for dispatch in dispatches {
        if status(dispatch) == Status::Draft && !options.drafts {
            let message = format!("the draft “{}” is left out", dispatch.title);
            let place = dispatch.meta.status.as_ref().map_or(&dispatch.span, |status| &status.span);
            diags.note(codes::DRAFT_LEFT_OUT, place.clone(), message).help("`--drafts` takes drafts in");
            left_out.drafts = true;
        } else if let Some(moment) = moment(dispatch, frame.zone, diags) {
            dated.push((dispatch, moment));
        } else {
            undated.push(dispatch);
        }
    }
    dated.sort_by_key(|(_, moment)| *moment);
    left_out.embargoed = hold_back(&mut dated, frame, options, diags);
    left_out.marked = keep_below(&mut dated, spec, diags);
    let whole = dated.len();
    if let Some(select) = &spec.select {
        Filter::new(select, dispatches, frame, registry, diags).apply(&mut dated, diags);
    }
    if dated.is_empty() && !dispatches.is_empty() && !diags.has_errors() {
        report_empty(spec, whole, &left_out, diags);
    }
    (dated, undated)
}

fn status(dispatch: &Dispatch) -> Status {
    dispatch.meta.status.as_ref().map(|status| status.value).unwrap_or_default()
}

fn report_empty(spec: &EditionSpec, whole: usize, left_out: &LeftOut, diags: &mut Diagnostics) {
    let help = match (whole, left_out) {
        (1.., _) => "widen its `select`",
        (_, LeftOut { embargoed: true, .. }) => "all that it might hold is under embargo; see `--as-of`",
        (_, LeftOut { marked: true, .. }) => "all that it might hold is marked higher than the edition is",
        _ => "all are drafts; see `--drafts`",
    };
    let message = format!("the edition `{}` selects no dispatch", spec.name.value);
    diags.error(codes::EMPTY_EDITION, spec.name.span.clone(), message).help(help);
}

/// Leaves out what is still under embargo, and says whether anything was.
fn hold_back(dated: &mut Vec<Dated<'_>>, frame: &Frame, options: &Options, diags: &mut Diagnostics) -> bool {
    let newest = || dated.iter().filter(|(d, _)| d.meta.embargo.is_none()).map(|(_, moment)| *moment).max();
    let now = match &options.as_of {
        Some(text) => match Moment::parse(text, frame.zone) {
            Ok(moment) => Some(moment),
            Err(error) => {
                diags.error(codes::BAD_DATE, None, format!("`--as-of {text}`: {error}")).help(error.help());
                return false;
            }
        },
        None => frame.date.map(Moment::on).or_else(newest),
    };
    let mut any = false;
    dated.retain(|(dispatch, _)| {
        let Some(embargo) = &dispatch.meta.embargo else { return true };
        let until = match read_date(&embargo.value, frame.zone) {
            Ok(until) => until,
            Err((message, help)) => {
                diags.error(codes::BAD_DATE, embargo.span.clone(), message).help(help);
                return false;
            }
        };
        let held = now.is_none_or(|now| until.is_after(now));
        if held {
            let message = format!("“{}” is left out: its embargo ends {}", dispatch.title, embargo.value);
            let now = now.map_or_else(String::new, |now| format!("the edition is as of {}; ", said(now)));
            let help = format!("{now}`--as-of` gives another time");
            diags.note(codes::EMBARGOED, embargo.span.clone(), message).help(help);
        }
        any |= held;
        !held
    });
    any
}

fn said(moment: Moment) -> String {
    moment.time_text().map_or_else(|| moment.day.to_string(), |time| format!("{} {time}", moment.day))
}

/// Leaves out what is marked higher than the edition is, and says whether anything was.
fn keep_below(dated: &mut Vec<Dated<'_>>, spec: &EditionSpec, diags: &mut Diagnostics) -> bool {
    let own = spec.settings.marking.as_ref().map(|marking| marking.value).unwrap_or_default();
    let before = dated.len();
    dated.retain(|(dispatch, _)| {
        let Some(marking) = dispatch.meta.marking.as_ref().filter(|marking| marking.value > own) else { return true };
        let message = format!("“{}” is left out: it is marked {}", dispatch.title, marking.value);
        let edition = match (&spec.settings.marking, own) {
            (None, _) => {
                format!("the edition `{}` has no marking, which counts as {}", spec.name.value, Marking::Clear)
            }
            (Some(_), own) => format!("the edition `{}` is marked {own}", spec.name.value),
        };
        diags.note(codes::MARKED_HIGHER, marking.span.clone(), message).help(edition);
        false
    });
    dated.len() < before
}

/// For how many values that no dispatch has it is looked up what was probably meant.
const MOST_MEANT: usize = 20;

/// A selection with its days read.
struct Filter<'s, 'r, 'a> {
    select: &'s Select,
    since: Option<Day>,
    until: Option<Day>,
    registry: &'r Registry<'a>,
    /// Keys of the sources that are selected.
    sources: Option<BTreeSet<String>>,
    /// Keys of the places and tags that are selected.
    places: Option<BTreeSet<String>>,
    tags: Option<BTreeSet<String>>,
    /// The language of dispatches that give none.
    language: &'s Lang,
}

impl<'s, 'r, 'a> Filter<'s, 'r, 'a> {
    fn new(
        select: &'s Select,
        dispatches: &[Arc<Dispatch>],
        frame: &'s Frame,
        registry: &'r Registry<'a>,
        diags: &mut Diagnostics,
    ) -> Self {
        let mut day = |date: &Option<Spanned<String>>| {
            let date = date.as_ref()?;
            let read = read_date(&date.value, frame.zone);
            let read =
                read.map_err(|(message, help)| diags.error(codes::BAD_DATE, date.span.clone(), message).help(help));
            read.ok().map(|moment| moment.day)
        };
        let (since, until) = (day(&select.since), day(&select.until));
        if let (Some(first), Some(last), Some(place)) = (since, until, &select.since)
            && first > last
        {
            let message = format!("`since` ({first}) is after `until` ({last})");
            diags.error(codes::BAD_VALUE, place.span.clone(), message).help("exchange them; both days count");
        }
        let sources = select.sources.as_ref().map(|list| {
            let credited = registry.credited(dispatches);
            list.iter().filter_map(|name| registry.selected(name, &credited, diags)).collect()
        });
        let keys = |list: &Option<Vec<Spanned<String>>>| {
            list.as_ref().map(|list| list.iter().map(|wanted| folded(&wanted.value)).collect())
        };
        let (places, tags) = (keys(&select.places), keys(&select.tags));
        Self { select, since, until, registry, sources, places, tags, language: &frame.language }
    }

    fn apply(&self, dated: &mut Vec<Dated<'_>>, diags: &mut Diagnostics) {
        self.report_unmet(dated, diags);
        dated.retain(|(dispatch, moment)| self.takes(dispatch, *moment));
        if let Some(limit) = self.select.limit {
            dated.drain(..dated.len().saturating_sub(limit));
        }
    }

    fn takes(&self, dispatch: &Dispatch, moment: Moment) -> bool {
        let select = self.select;
        let text = |wanted: &Option<BTreeSet<String>>, values: &[Spanned<String>]| {
            wanted.as_ref().is_none_or(|wanted| values.iter().any(|value| wanted.contains(&folded(&value.value))))
        };
        let source = || self.registry.key(dispatch);
        let kind = dispatch.meta.kind.as_ref().map(|kind| kind.value).unwrap_or_default();
        self.since.is_none_or(|since| moment.day >= since)
            && self.until.is_none_or(|until| moment.day <= until)
            && self.sources.as_ref().is_none_or(|list| source().is_some_and(|id| list.contains(&id)))
            && text(&self.places, dispatch.meta.place.as_slice())
            && text(&self.tags, &dispatch.meta.tags)
            && select.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|wanted| wanted.value == kind))
            && select.languages.as_ref().is_none_or(|list| list.iter().any(|tag| self.is_in(dispatch, &tag.value)))
    }

    /// Whether a dispatch is in a language: `en` takes `en-GB` too.
    fn is_in(&self, dispatch: &Dispatch, range: &str) -> bool {
        dispatch.language.as_ref().unwrap_or(self.language).matches(range)
    }

    /// Says which places and tags no dispatch has: they are most often misspelt.
    fn report_unmet(&self, dated: &[Dated<'_>], diags: &mut Diagnostics) {
        let places: Vec<&str> = dated.iter().flat_map(|(d, _)| &d.meta.place).map(|p| p.value.as_str()).collect();
        let tags: Vec<&str> = dated.iter().flat_map(|(d, _)| &d.meta.tags).map(|t| t.value.as_str()).collect();
        for (what, wanted, there) in [("place", &self.select.places, places), ("tag", &self.select.tags, tags)] {
            let Some(wanted) = wanted else { continue };
            let keys: BTreeSet<String> = there.iter().map(|one| folded(one)).collect();
            let unmet = wanted.iter().filter(|text| !keys.contains(&folded(&text.value)));
            for (n, text) in unmet.enumerate() {
                let message = format!("no dispatch has the {what} `{}`", text.value);
                let note = diags.note(codes::SELECTS_NOTHING, text.span.clone(), message);
                let meant = (n < MOST_MEANT).then(|| did_you_mean(&text.value, there.iter().copied())).flatten();
                if let Some(meant) = meant {
                    note.help(format!("did you mean `{meant}`?"));
                }
            }
        }
    }
}
