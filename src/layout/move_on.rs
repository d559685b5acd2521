//! Which figures move on to the next page, and past how much text.

use super::floats::Float;
use super::paginate::{Fill, Node, Plan, ROUNDING, Search, Segment};
use super::vertical::FORBIDDEN;

/// A figure moves on where it would leave more than this share of a page empty.
const HOLE: f64 = 0.05;

/// A figure to move on and the piece it is to stand before.
pub(super) type MoveOn = (usize, usize);

impl Segment<'_> {
    /// The pages up to the first that a figure leaves unfilled, the text after the figure filling it, and the move.
    pub fn move_on(&self, search: &Search, mut plans: Vec<Plan>) -> Option<(Vec<Plan>, Option<MoveOn>)> {
        for index in 0..plans.len().saturating_sub(1) {
            let (from, to) = (plans[index].body.start, plans[index].body.end);
            let Some(float) = self.collected.body.float_at(to) else { continue };
            let Some(node) = search.nodes[from - self.range.start] else { continue };
            let Some((landing, notes)) = self.landing(from, float, &node) else { continue };
            plans.truncate(index + 1);
            let length = self.collected.body.floats[float].pieces.len();
            plans[index].body.end = landing - length;
            plans[index].notes.end = notes;
            return Some((plans, Some((float, landing))));
        }
        None
    }

    /// Where a figure that follows a page's text best moves to, and how far the page's notes then go.
    fn landing(&self, from: usize, float: usize, node: &Node) -> Option<(usize, usize)> {
        let (list, body) = (&self.collected.body, self.body);
        let height = self.height(node.page);
        let Float { pieces, joined, .. } = &list.floats[float];
        let text = body.stretch(from, pieces.start, self.fresh && from == self.range.start);
        let (here, _) = self.weigh(Fill { from, to: pieces.start, text, single: false, wasted: false }, node);
        let room = self.fit_notes(node.notes, self.due(pieces.start).max(node.notes), height - text).1;
        if height - text - room < HOLE * height || here >= FORBIDDEN {
            return None;
        }
        let after = pieces.end;
        let joint = joined.unwrap_or_default().0 + body.head[after] - body.gap[after] - body.upto[after];
        let mut best: Option<(f64, usize, usize)> = None;
        for to in list.landings(float, self.range.end) {
            let text = text + joint + body.upto[to] + body.tail[to - 1];
            if text - body.tail[to - 1] > height + ROUNDING {
                break;
            }
            if text > height + ROUNDING {
                continue;
            }
            let (cost, notes) = self.weigh(Fill { from, to, text, single: false, wasted: true }, node);
            if cost < FORBIDDEN && best.is_none_or(|best| cost <= best.0) {
                best = Some((cost, to, notes));
            }
        }
        best.map(|(_, to, notes)| (to, notes))
    }
}
