//! Outlines as path data (SVG 1.1, 8.3): on a grid finer than any printer's, with steps from point to point, so that
//! the paths that text becomes stay small.

use super::drawing::Segment;

/// Steps of the grid along the longer side of a drawing: those of 2400 dots an inch over the width of an A4 page.
const STEPS: f32 = 20_000.0;
/// Grids, the coarsest first: how many steps one unit has, by the digits after the point.
const UNITS: [u32; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// How many digits after the point coordinates need that are drawn `scale` times as large, in a drawing whose longer
/// side is `side`.
pub(super) fn digits(side: f32, scale: f32) -> usize {
    let fine = |unit: &u32| scale / *unit as f32 <= side / STEPS;
    UNITS.iter().position(fine).unwrap_or(UNITS.len() - 1)
}

/// The path data of an outline.
pub(super) fn data(outline: &[Segment], digits: usize) -> String {
    let mut writer = Writer { out: String::with_capacity(outline.len() * 16), digits, letter: ' ', at: [0; 2] };
    let mut start = [0; 2];
    for segment in outline {
        match segment {
            Segment::Move(to) => {
                writer.command('m', &[*to]);
                start = writer.at;
            }
            Segment::Line(to) => writer.command('l', &[*to]),
            Segment::Cubic([ax, ay, bx, by, x, y]) => writer.command('c', &[[*ax, *ay], [*bx, *by], [*x, *y]]),
            Segment::Close => {
                writer.command('z', &[]);
                writer.at = start;
            }
        }
    }
    writer.out
}

struct Writer {
    out: String,
    digits: usize,
    letter: char,
    /// The current point, in steps of the grid.
    at: [i64; 2],
}

impl Writer {
    /// A command with its points, which are written as steps from the current one.
    fn command(&mut self, letter: char, points: &[[f32; 2]]) {
        // A repeated letter may be left out, but for moves (then they would be lines).
        let mut first = letter != self.letter || matches!(letter, 'm' | 'z');
        if first {
            self.out.push(letter);
        }
        self.letter = letter;
        let from = self.at;
        for point in points {
            let to = point.map(|value| self.step(value));
            for (to, from) in to.into_iter().zip(from) {
                self.number(to - from, first);
                first = false;
            }
            self.at = to;
        }
    }

    /// A coordinate in steps of the grid.
    fn step(&self, value: f32) -> i64 {
        (f64::from(value) * f64::from(UNITS[self.digits])).round() as i64
    }

    /// A number of steps; a minus parts it from the one before, else a blank does.
    fn number(&mut self, steps: i64, first: bool) {
        if steps < 0 {
            self.out.push('-');
        } else if !first {
            self.out.push(' ');
        }
        let unit = u64::from(UNITS[self.digits]);
        let (whole, part) = (steps.unsigned_abs() / unit, steps.unsigned_abs() % unit);
        if whole > 0 || part == 0 {
            self.out.push_str(&whole.to_string());
        }
        if part > 0 {
            let part = format!("{part:0width$}", width = self.digits);
            self.out.push('.');
            self.out.push_str(part.trim_end_matches('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_taken_on_the_grid_and_do_not_add_up() {
        let outline = [
            Segment::Move([1.0, 2.5]),
            Segment::Line([1.333_33, 2.5]),
            Segment::Line([1.666_66, -2.5]),
            Segment::Cubic([2.0, 0.0, 0.05, 0.25, 0.004, 10.0]),
            Segment::Close,
            Segment::Move([2.0, 2.0]),
        ];
        assert_eq!(data(&outline, 2), "m1 2.5l.33 0 .34-5c.33 2.5-1.62 2.75-1.67 12.5zm1-.5");
        let thirds: Vec<Segment> = (0..3_000).map(|n| Segment::Line([n as f32 / 3.0, 0.0])).collect();
        let steps = data(&thirds, 1);
        let sum: f64 =
            steps.trim_start_matches('l').split(' ').step_by(2).map(|n| n.parse::<f64>().expect("a number")).sum();
        assert!((sum - 2_999.0 / 3.0).abs() < 0.1, "{sum}");
    }

    #[test]
    fn the_grid_is_as_fine_as_the_drawing_asks() {
        assert_eq!([digits(400.0, 1.33), digits(1.0, 1.0), digits(400.0, 100.0), digits(40_000.0, 1.0)], [2, 5, 4, 0]);
        assert_eq!(digits(0.0, 1.0), 6);
    }
}
