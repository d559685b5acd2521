//! Which breaks to take: total fit after Knuth and Plass, "Breaking Paragraphs into Lines" (1981).
//!
//! Every feasible line has demerits (how far its blanks are stretched, a hyphen, a jump from tight to loose) and the
//! sequence with the least sum wins. Where the style allows, glyphs are widened or narrowed before blanks are (Thành,
//! 2000). Passes go from demanding to forgiving: without hyphens, with them, with loose lines, and with more stretch
//! than there is; where even that finds no way a line is filled as far as it goes, and the rest begins anew.
//! A paragraph is optimised in windows of some fifty lines, so that the work grows with its length and no faster.
//!
//! The numbers were found by measuring (`benches/figures`): word spaces against hyphens, over several corpora.

use std::borrow::Cow;

use super::emergency;
use super::shaped::{Break, BreakKind, Shaped};
use crate::style::{Pt, TextAlign};

/// Demerits of two hyphens in a row, of the last line but one ending in one, of neighbours that look unlike.
const DOUBLE_HYPHEN: f64 = 10_000.0;
const FINAL_HYPHEN: f64 = 5_000.0;
const UNLIKE: f64 = 10_000.0;
/// Demerits of a last line that is shorter than [`SHORTEST_LAST`] of its measure, and of one half as short: a word.
const SHORT_LAST: f64 = 6_000.0;
const LONE_WORD: f64 = 20_000.0;
const SHORTEST_LAST: f64 = 0.15;
/// Badness of a line whose words are widened or narrowed by the most.
const STRAINED: f64 = 40.0;
const PER_LINE: f64 = 10.0;
/// Lines that are optimised together, and how many of them are then kept.
const WINDOW: usize = 64;
const KEPT: usize = 48;
/// A line may be this much wider than its measure: rounding.
const SLACK: f64 = 0.005;

/// How demanding a pass is.
#[derive(Clone, Copy)]
struct Pass {
    /// Worst badness of a line.
    tolerance: f64,
    /// Hyphenation points count.
    soft: bool,
    /// Stretch that every line has in addition, in points.
    extra: f64,
    /// Must find a way, and may break words that fit in no line.
    last: bool,
}

#[derive(Clone, Copy)]
struct Node {
    brk: usize,
    /// Lines up to here: the number of the line that begins here.
    line: usize,
    fitness: u8,
    /// Hyphens in a row that end here.
    hyphens: u8,
    demerits: f64,
    previous: usize,
}

/// The width that each line is to have.
fn targets(shaped: &Shaped, measure: &dyn Fn(usize) -> Pt) -> impl Fn(usize) -> f64 {
    move |line| {
        let indent = if line == 0 { shaped.indent() } else { 0.0 };
        (measure(line).0 - indent).max(1.0)
    }
}

/// A sequence of line ends.
pub(super) struct Way {
    /// Indexes of the breaks.
    pub chosen: Vec<usize>,
    pub demerits: f64,
}

/// The breaks and the best good way of each number of lines that has one; none in a paragraph with forced breaks, or
/// longer than a window (TeX's looseness, Knuth and Plass 1981, p. 1121).
pub(super) fn ways<'a>(shaped: &'a Shaped, measure: &dyn Fn(usize) -> Pt) -> (Cow<'a, [Break]>, Vec<Way>) {
    let target = targets(shaped, measure);
    let breaks = emergency::with_emergencies(shaped, &target);
    let end = breaks.len().saturating_sub(1);
    if end == 0 || breaks[1..end].iter().any(|b| b.kind == BreakKind::Forced) {
        return (breaks, Vec::new());
    }
    let fitter = Fitter::new(shaped, &breaks, &target);
    let pass = Pass { tolerance: 400.0, soft: true, extra: 0.0, last: false };
    let start = Node { brk: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: usize::MAX };
    let Some((nodes, mut ends)) = fitter.explore(start, end, pass, false) else { return (breaks, Vec::new()) };
    ends.retain(|&id| nodes[id].brk == end);
    ends.sort_by(|&a, &b| nodes[a].line.cmp(&nodes[b].line).then(nodes[a].demerits.total_cmp(&nodes[b].demerits)));
    ends.dedup_by_key(|&mut id| nodes[id].line);
    let chosen = |id| trace(&nodes, id).into_iter().map(|id| nodes[id].brk).collect();
    let ways = ends.into_iter().map(|id| Way { chosen: chosen(id), demerits: nodes[id].demerits }).collect();
    (breaks, ways)
}

/// The nodes on the way to a node, that included.
fn trace(nodes: &[Node], end: usize) -> Vec<usize> {
    let mut way = Vec::new();
    let mut node = end;
    while nodes[node].previous != usize::MAX {
        way.push(node);
        node = nodes[node].previous;
    }
    way.reverse();
    way
}

/// The paragraph's breaks (with those inside words too wide for any line) and the indexes of the chosen line ends.
pub(super) fn fit<'a>(shaped: &'a Shaped, measure: &dyn Fn(usize) -> Pt) -> (Cow<'a, [Break]>, Vec<usize>) {
    let target = targets(shaped, measure);
    if emergency::has_room(shaped, &target)
        && let Some(chosen) = Fitter::new(shaped, &shaped.whole, &target).unhyphenated()
    {
        return (Cow::Borrowed(&shaped.whole), chosen);
    }
    fit_all(shaped, measure)
}

/// The same, hyphenation points and breaks inside words looked at from the beginning.
pub(super) fn fit_all<'a>(shaped: &'a Shaped, measure: &dyn Fn(usize) -> Pt) -> (Cow<'a, [Break]>, Vec<usize>) {
    let target = targets(shaped, measure);
    let breaks = emergency::with_emergencies(shaped, &target);
    let fitter = Fitter::new(shaped, &breaks, &target);
    let mut chosen = Vec::new();
    let mut start = Node { brk: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: usize::MAX };
    for end in (1..breaks.len()).filter(|&i| breaks[i].kind == BreakKind::Forced) {
        // Looked for once: a window that looks through all that is left makes one endless word quadratic.
        let last_soft = (start.brk + 1..end).rev().find(|&i| breaks[i].kind == BreakKind::Soft).unwrap_or(0);
        while start.brk < end {
            start = fitter.window(start, end, last_soft > start.brk, &mut chosen);
        }
        (start.fitness, start.hyphens) = (1, 0);
    }
    (breaks, chosen)
}

struct Fitter<'a> {
    breaks: &'a [Break],
    target: &'a dyn Fn(usize) -> f64,
    justified: bool,
    fills_last: bool,
    em: f64,
}

impl<'a> Fitter<'a> {
    fn new(shaped: &Shaped, breaks: &'a [Break], target: &'a dyn Fn(usize) -> f64) -> Self {
        let style = &shaped.paragraph.style;
        Self {
            breaks,
            target,
            justified: style.text_align == TextAlign::Justify,
            fills_last: style.text_align_last == Some(TextAlign::Justify),
            em: style.font_size.0.max(1.0),
        }
    }

    /// Chooses breaks from `start` towards `end`, adds them, and returns where it stopped. `soft` tells whether there
    /// is a hyphenation point on the way.
    fn window(&self, start: Node, end: usize, soft: bool, chosen: &mut Vec<usize>) -> Node {
        let em = self.em;
        let passes = [
            self.first_pass(),
            Pass { tolerance: 400.0, soft: true, extra: 0.0, last: false },
            Pass { tolerance: 10_000.0, soft: true, extra: 0.0, last: false },
            Pass { tolerance: 1_000.0, soft: true, extra: 2.0 * em, last: true },
        ];
        for pass in passes {
            if pass.soft && !pass.last && !soft && !self.justified {
                continue;
            }
            if let Some(stop) = self.take(start, end, pass, chosen) {
                return stop;
            }
        }
        // The last pass finds a way always; should it not, a line to the end is still a line.
        chosen.push(end);
        Node { brk: end, line: start.line + 1, ..start }
    }

    /// Without hyphenation points.
    const fn first_pass(&self) -> Pass {
        Pass { tolerance: if self.justified { 100.0 } else { 200.0 }, soft: false, extra: 0.0, last: false }
    }

    /// The indexes of the chosen line ends where the first pass finds a way everywhere.
    fn unhyphenated(&self) -> Option<Vec<usize>> {
        let mut chosen = Vec::new();
        let mut start = Node { brk: 0, line: 0, fitness: 1, hyphens: 0, demerits: 0.0, previous: usize::MAX };
        for end in (1..self.breaks.len()).filter(|&i| self.breaks[i].kind == BreakKind::Forced) {
            while start.brk < end {
                start = self.take(start, end, self.first_pass(), &mut chosen)?;
            }
            (start.fitness, start.hyphens) = (1, 0);
        }
        Some(chosen)
    }

    /// The breaks that a pass chooses are added; gives where it stopped. `None` where it finds no way.
    fn take(&self, start: Node, end: usize, pass: Pass, chosen: &mut Vec<usize>) -> Option<Node> {
        let nodes = self.pass(start, end, pass)?;
        let mut way = trace(&nodes, nodes.len() - 1);
        if way.last().is_some_and(|&id| nodes[id].brk != end) {
            way.truncate(KEPT);
        }
        let stop = way.last().map_or(start, |&id| nodes[id]);
        chosen.extend(way.into_iter().map(|id| nodes[id].brk));
        Some(Node { demerits: 0.0, previous: usize::MAX, ..stop })
    }

    /// One pass; the last node returned is the best end.
    fn pass(&self, start: Node, end: usize, pass: Pass) -> Option<Vec<Node>> {
        // Where all lines to come are alike, it does not matter how many there are already.
        let width = (self.target)(start.line + 1);
        let alike = (start.line + 2..=start.line + WINDOW).all(|line| (self.target)(line) == width);
        let (mut nodes, ends) = self.explore(start, end, pass, alike)?;
        let best = ends.into_iter().min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits))?;
        let node = nodes[best];
        nodes.push(node);
        Some(nodes)
    }

    /// The ways of one pass, and where they have come to. `alike`: the number of a line does not matter.
    fn explore(&self, start: Node, end: usize, pass: Pass, alike: bool) -> Option<(Vec<Node>, Vec<usize>)> {
        let mut nodes = vec![Node { previous: usize::MAX, demerits: 0.0, ..start }];
        let mut active = vec![0];
        let mut found: Vec<Node> = Vec::new();
        for at in start.brk + 1..=end {
            let kind = self.breaks[at].kind;
            if kind == BreakKind::Soft && !pass.soft {
                continue;
            }
            let mut dropped: Option<usize> = None;
            active.retain(|&id| {
                let line = self.line(nodes[id], at);
                if line.excess > SLACK {
                    dropped = dropped.filter(|&other| nodes[other].demerits <= nodes[id].demerits).or(Some(id));
                    return false;
                }
                if kind != BreakKind::Emergency
                    && let Some(next) = self.next(nodes[id], id, at, &line, end, pass)
                {
                    keep_best(&mut found, next, alike);
                }
                at != end
            });
            if found.is_empty() && active.is_empty() {
                let id = dropped.filter(|_| pass.last)?;
                nodes.push(self.fill(nodes[id], id, at));
                let last = nodes.len() - 1;
                return Some((nodes, vec![last]));
            }
            for node in found.iter().filter(|node| !found.iter().any(|other| beats(other, node, alike))) {
                active.push(nodes.len());
                nodes.push(*node);
            }
            found.clear();
            if at == end || active.iter().all(|&id| nodes[id].line >= start.line + WINDOW) {
                break;
            }
        }
        Some((nodes, active))
    }

    /// Where no way is good enough: the line from a node that holds most before `beyond`, which does not fit. A break
    /// inside a word, or a third hyphen in a row, only where there is nothing else; `beyond` where nothing fits.
    fn fill(&self, from: Node, id: usize, beyond: usize) -> Node {
        let fits = |&at: &usize| self.line(from, at).excess <= SLACK;
        let before = || (from.brk + 1..beyond).rev().filter(fits);
        let is_hyphen = |at: usize| matches!(self.breaks[at].kind, BreakKind::Soft | BreakKind::Hyphen);
        let good = |&at: &usize| self.breaks[at].kind != BreakKind::Emergency && !(from.hyphens >= 2 && is_hyphen(at));
        let fits_as_it_is = |&at: &usize| self.line(from, at).fits_as_it_is();
        let any = || before().find(fits_as_it_is).or_else(|| before().next());
        let at = before().find(good).or_else(any).unwrap_or(beyond);
        let hyphens = if is_hyphen(at) { (from.hyphens + 1).min(3) } else { 0 };
        Node { brk: at, line: from.line + 1, fitness: 3, hyphens, demerits: from.demerits, previous: id }
    }

    /// The line from a node to a break.
    fn line(&self, from: Node, to: usize) -> Candidate {
        let (a, b) = (&self.breaks[from.brk], &self.breaks[to]);
        let width = b.end.width - a.next.width + b.pre + a.post - b.over_end - a.over_start;
        let shrink = if self.justified { (b.end.shrink - a.next.shrink).max(0.0) } else { 0.0 };
        let stretch = (b.end.stretch - a.next.stretch).max(0.0);
        let target = (self.target)(from.line);
        let expand = if self.justified { (b.end.expand - a.next.expand).max(0.0) } else { 0.0 };
        Candidate { width, stretch, shrink, expand, target, excess: width - shrink - expand - target }
    }

    /// The node at the end of a feasible line; `None` where the pass does not take it.
    fn next(&self, from: Node, id: usize, at: usize, line: &Candidate, end: usize, pass: Pass) -> Option<Node> {
        let (a, b) = (&self.breaks[from.brk], &self.breaks[at]);
        let forced = b.kind == BreakKind::Forced;
        let space = line.target - line.width;
        let runs_short = forced && !(self.fills_last && at + 1 == self.breaks.len());
        // Glyphs give way first, and cost little; what is left is for the blanks.
        let given = space.clamp(-line.expand, if runs_short { 0.0 } else { line.expand });
        let strain = if line.expand > 0.0 { given / line.expand } else { 0.0 };
        let space = space - given;
        let ratio = if space < 0.0 {
            if line.shrink > 0.0 { (space / line.shrink).max(-1.0) } else { 0.0 }
        } else if runs_short {
            0.0
        } else if self.justified {
            space / (line.stretch + pass.extra).max(1e-3)
        } else {
            space / (3.0 * self.em).max(line.target * 0.12)
        };
        let badness = (100.0 * ratio * ratio * ratio).abs() + STRAINED * strain * strain;
        if badness > pass.tolerance {
            return None;
        }
        let fitness: u8 = match ratio {
            r if r < -0.5 => 0,
            r if r <= 0.5 => 1,
            r if r <= 1.0 => 2,
            _ => 3,
        };
        let hyphen = matches!(b.kind, BreakKind::Soft | BreakKind::Hyphen);
        let after_hyphen = matches!(a.kind, BreakKind::Soft | BreakKind::Hyphen);
        let mut demerits = (PER_LINE + badness) * (PER_LINE + badness) + b.penalty * b.penalty;
        if hyphen && from.hyphens >= 2 {
            return None;
        }
        if hyphen && after_hyphen {
            demerits += DOUBLE_HYPHEN;
        }
        if forced && after_hyphen {
            demerits += FINAL_HYPHEN;
        }
        if forced && at == end && from.line > 0 && line.width < SHORTEST_LAST * line.target {
            demerits += if line.width < SHORTEST_LAST / 2.0 * line.target { LONE_WORD } else { SHORT_LAST };
        }
        if fitness.abs_diff(from.fitness) > 1 {
            demerits += UNLIKE;
        }
        let hyphens = if hyphen { (from.hyphens + 1).min(3) } else { 0 };
        let demerits = from.demerits + demerits;
        Some(Node { brk: at, line: from.line + 1, fitness, hyphens, demerits, previous: id })
    }
}

/// Of nodes that cannot be told apart by what follows, only the best is kept.
fn keep_best(found: &mut Vec<Node>, next: Node, alike: bool) {
    let like = |n: &&mut Node| (alike || n.line == next.line) && n.fitness == next.fitness && n.hyphens == next.hyphens;
    match found.iter_mut().find(like) {
        Some(other) if other.demerits <= next.demerits => {}
        Some(other) => *other = next,
        None => found.push(next),
    }
}

/// Whether a way through one node is better than through another at the same break, whatever follows.
fn beats(one: &Node, other: &Node, alike: bool) -> bool {
    let handicap = if one.fitness == other.fitness { 0.0 } else { UNLIKE };
    (alike || one.line == other.line) && one.hyphens <= other.hyphens && one.demerits + handicap < other.demerits
}

struct Candidate {
    width: f64,
    stretch: f64,
    shrink: f64,
    expand: f64,
    target: f64,
    /// By how much it is too wide even when shrunk.
    excess: f64,
}

impl Candidate {
    /// Whether nothing of it must be narrowed.
    fn fits_as_it_is(&self) -> bool {
        self.width <= self.target + SLACK
    }
}
