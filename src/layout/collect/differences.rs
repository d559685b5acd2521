//! Where a paragraph's text and the flow's differ: what the layout adds to it, and what is not printed.

/// Places where the two texts differ, in order. What is added at one ends before the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Differences(Vec<Difference>);

/// A place where the two texts differ.
#[derive(Debug, Clone, Copy)]
struct Difference {
    /// Byte of the paragraph's text.
    at: usize,
    /// Bytes that only the paragraph has from there on (a page's label, a `::before`).
    added: usize,
    /// Bytes of the flow that are left out there (what only screens show).
    left_out: usize,
    /// Both, of all places before.
    before: (usize, usize),
}

impl Differences {
    /// Notes that so many bytes of the paragraph are not the flow's. Places come in order.
    pub fn added(&mut self, at: usize, added: usize) {
        self.push(at, added, 0);
    }

    /// Notes that so many bytes of the flow are not the paragraph's. Places come in order.
    pub fn left_out(&mut self, at: usize, left_out: usize) {
        self.push(at, 0, left_out);
    }

    /// Notes that all the paragraph's text from a place on is added: of tabs in it nothing counts for itself.
    pub fn added_to_end(&mut self, at: usize, end: usize) {
        let rest = self.0.split_off(self.0.partition_point(|known| known.at < at));
        for known in rest.into_iter().filter(|known| known.left_out > 0) {
            self.push(known.at, 0, known.left_out);
        }
        self.added(at, end - at);
    }

    /// Notes that text of this length was put before the paragraph's.
    pub fn prepended(&mut self, length: usize) {
        let rest = std::mem::take(&mut self.0);
        self.added(0, length);
        for known in rest {
            self.push(known.at + length, known.added, known.left_out);
        }
    }

    fn push(&mut self, at: usize, added: usize, left_out: usize) {
        let before = self.0.last().map_or((0, 0), |last| (last.before.0 + last.added, last.before.1 + last.left_out));
        self.0.push(Difference { at, added, left_out, before });
    }

    /// A position of the paragraph's text as one of the flow's.
    pub fn in_flow(&self, position: usize) -> usize {
        let upto = self.0.partition_point(|known| known.at <= position);
        // Only what is added at the last of them can go on beyond the position.
        upto.checked_sub(1).map_or(position, |last| {
            let Difference { at, added, left_out, before } = self.0[last];
            (position + before.1 + left_out).saturating_sub(before.0 + added.min(position - at))
        })
    }

    /// The differences as a part of the text sees them, which does not count what was before the part.
    pub fn within(&self, start: usize, end: usize) -> Self {
        let first = self.0.partition_point(|known| known.at + known.added <= start);
        let mut out = Self::default();
        for known in self.0[first..].iter().take_while(|known| known.at <= end) {
            let at = known.at.max(start);
            let left_out = if known.at > start { known.left_out } else { 0 };
            out.push(at - start, (known.at + known.added).saturating_sub(at), left_out);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Flow: `abcXYdef`, XY not printed; paragraph: `>>abcd--ef`.
    fn differences() -> Differences {
        let mut differences = Differences::default();
        differences.left_out(3, 2);
        differences.added_to_end(4, 6);
        differences.prepended(2);
        differences
    }

    #[test]
    fn positions_are_found_in_the_flow() {
        let differences = differences();
        let found: Vec<usize> = (0..=10).map(|at| differences.in_flow(at)).collect();
        assert_eq!(found, [0, 0, 0, 1, 2, 5, 6, 6, 6, 7, 8]);
    }

    #[test]
    fn a_part_counts_from_its_start() {
        let differences = differences();
        for start in 0..=10 {
            let part = differences.within(start, 10);
            let found: Vec<usize> =
                (start..=10).map(|at| differences.in_flow(start) + part.in_flow(at - start)).collect();
            let wanted: Vec<usize> = (start..=10).map(|at| differences.in_flow(at)).collect();
            assert_eq!(found, wanted, "from {start}");
        }
    }

    #[test]
    fn what_is_added_takes_in_the_tabs_in_it() {
        let mut differences = Differences::default();
        differences.added(1, 3);
        differences.added(6, 1);
        differences.added_to_end(5, 9);
        assert_eq!([0, 1, 4, 5, 9, 10].map(|at| differences.in_flow(at)), [0, 1, 1, 2, 2, 3]);
    }
}
