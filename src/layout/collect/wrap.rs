//! Lines of about the same length (`text-wrap: balance`, CSS Text 4, 6.4): for headings and titles.

use crate::language::Direction;
use crate::style::{ComputedStyle, Pt, TextAlign};
use crate::text::Line;

use super::super::set::SetParagraph;

/// What has more lines is no heading, and is not balanced.
const MOST_LINES: usize = 6;

/// Bisections of the measure: to less than a point.
const STEPS: usize = 10;

/// The lines of a paragraph in the narrowest measure that takes no more of them, where its style asks for that; and by how
/// much they are to be moved so that they stand where lines of the whole measure would.
pub(super) fn balanced(
    shaped: &dyn SetParagraph,
    lines: Vec<Line>,
    width: Pt,
    style: &ComputedStyle,
    direction: Direction,
) -> (Vec<Line>, Pt) {
    let count = lines.len();
    let overfull = |lines: &[Line]| lines.iter().any(|line| line.overfull.is_some() || line.hyphenated);
    let asked = style.balanced && style.text_align != TextAlign::Justify;
    if !asked || !(2..=MOST_LINES).contains(&count) || overfull(&lines) {
        return (lines, Pt::ZERO);
    }
    let (mut low, mut high) = (width * 0.5, width);
    let mut best = lines;
    for _ in 0..STEPS {
        let middle = Pt(f64::midpoint(low.0, high.0));
        let tried = shaped.lines(&|_| middle);
        if tried.len() == count && !overfull(&tried) {
            (best, high) = (tried, middle);
        } else {
            low = middle;
        }
    }
    let spare = width - high;
    let moved = match (style.text_align, direction) {
        (TextAlign::Center, _) => spare * 0.5,
        (TextAlign::Right, _) | (TextAlign::End, Direction::Ltr) | (TextAlign::Start, Direction::Rtl) => spare,
        _ => Pt::ZERO,
    };
    (best, moved)
}
