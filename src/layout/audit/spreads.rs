//! Facing pages: do they end level, and if not, why?

use crate::flow::{Flow, Name, NodeId};
use crate::style::{Break, Pt};

use super::super::pages::Pages;
use super::faults::is_heading;
use super::marks::{Mark, Marks, ancestors};
use super::{Audit, Cause, LeftOut, Uneven};

/// What rounding may add.
const ROUNDING: Pt = Pt(0.1);

/// A page as a spread sees it.
struct Foot {
    page: usize,
    /// The lowest baseline of its text.
    baseline: Pt,
    /// Its marks, as a range of all.
    from: usize,
    to: usize,
}

/// Compares facing pages: the part of an [`Audit`] on spreads. The first page is a recto: the second and the third face
/// each other, whichever way the book is read.
pub(super) fn compare(pages: &Pages, flow: &Flow, marks: &Marks) -> Audit {
    let mut out = Audit::default();
    let feet = feet(pages, marks);
    for verso in (1..pages.pages.len().saturating_sub(1)).step_by(2) {
        match (&feet[verso], &feet[verso + 1]) {
            (Ok(left), Ok(right)) => {
                out.spreads += 1;
                out.uneven.extend(uneven(pages, flow, marks, [left, right]));
            }
            (Err(reason), Ok(_)) | (Ok(_), Err(reason)) => *out.left_out.entry(*reason).or_default() += 1,
            (Err(a), Err(b)) => *out.left_out.entry(*a.min(b)).or_default() += 1,
        }
    }
    out
}

fn uneven(pages: &Pages, flow: &Flow, marks: &Marks, [left, right]: [&Foot; 2]) -> Option<Uneven> {
    let short = if left.baseline > right.baseline { left } else { right };
    let by = Pt((left.baseline - right.baseline).0.abs());
    let leading = leading(flow, &marks.all[left.from]);
    if by <= leading + ROUNDING {
        return None;
    }
    let (cause, words) = why(flow, marks, short.to);
    let labels = [left, right].map(|foot| pages.pages[foot.page].label.clone());
    let lines = (by.0 / leading.0 * 10.0).round() / 10.0;
    Some(Uneven { labels, short: short.page, by, lines, cause, words })
}

/// Each page that can be compared: of text alone, with more of its section to come; else why it cannot.
fn feet(pages: &Pages, marks: &Marks) -> Vec<Result<Foot, LeftOut>> {
    let mut out = Vec::with_capacity(pages.pages.len());
    let mut to = 0;
    for (index, page) in pages.pages.iter().enumerate() {
        let from = to;
        to += marks.all[from..].partition_point(|mark| mark.page <= index);
        let here = &marks.all[from..to];
        let any = |wanted: &dyn Fn(&Mark) -> bool| here.iter().any(wanted);
        let goes_on = pages.pages.get(index + 1).is_some_and(|next| next.section == page.section);
        let baseline = here.iter().fold(page.height, |lowest, mark| lowest.min(mark.y));
        out.push(match () {
            () if here.is_empty() || page.start.is_none() => Err(LeftOut::Textless),
            () if !goes_on => Err(LeftOut::ChapterEnd),
            () if any(&|mark| mark.image || mark.figure.is_some()) => Err(LeftOut::Figure),
            () if any(&|mark| mark.table.is_some()) => Err(LeftOut::Table),
            () if any(&|mark| mark.note.is_some()) => Err(LeftOut::Note),
            () => Ok(Foot { page: index, baseline, from, to }),
        });
    }
    out
}

/// The distance of baselines of the running text.
fn leading(flow: &Flow, mark: &Mark) -> Pt {
    let root = NodeId { index: 0, ..mark.block };
    flow.style(flow.element(root)).line_height.max(Pt(1.0))
}

/// Why a page ended before a mark, and the mark's words.
fn why(flow: &Flow, marks: &Marks, next: usize) -> (Cause, String) {
    let Some(next) = marks.all[next..].iter().find(|mark| mark.note.is_none()) else {
        return (Cause::Spacing, String::new());
    };
    (cause(flow, marks, next), next.words.trim().to_owned())
}

fn cause(flow: &Flow, marks: &Marks, next: &Mark) -> Cause {
    let around = |wanted: Name| ancestors(flow, next.block).any(|(_, element)| element.name == wanted);
    let callout = ancestors(flow, next.block).any(|(_, e)| e.classes.iter().any(|class| class == "callout"));
    let begins = marks.begins(next.block, next);
    let style = flow.style(flow.element(next.block));
    let here = marks.on(next.page).iter();
    let lines = here.filter(|m| m.block == next.block && m.region == next.region).count();
    match () {
        () if is_forced(flow, marks, next) => Cause::Forced,
        () if next.table.is_some() => Cause::Table,
        () if next.image || next.figure.is_some() => Cause::Figure,
        () if is_noted(marks, next) => Cause::Note,
        () if is_heading(flow.element(next.block)) => Cause::Headline,
        () if !begins && lines <= usize::from(style.widows) => Cause::Widows,
        () if around(Name::Pre) => Cause::Code,
        () if callout => Cause::Callout,
        () if around(Name::Blockquote) => Cause::Quotation,
        () if around(Name::Li) => Cause::List,
        () if begins => Cause::Orphans,
        () => Cause::Spacing,
    }
}

/// Whether the style wants a page to begin with what a mark begins.
fn is_forced(flow: &Flow, marks: &Marks, mark: &Mark) -> bool {
    let forces = |wish: Break| !matches!(wish, Break::Auto | Break::Avoid);
    ancestors(flow, mark.block)
        .take_while(|(node, _)| marks.begins(*node, mark))
        .any(|(_, element)| forces(flow.style(element).break_before))
}

/// Whether a note is marked in the lines of a mark's block on its page.
fn is_noted(marks: &Marks, mark: &Mark) -> bool {
    let here = |&noted: &usize| marks.all[noted].block == mark.block && marks.all[noted].page == mark.page;
    marks.noted.values().any(here)
}
