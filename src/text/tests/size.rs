//! Paragraphs of a size that no editor meant: set in time that grows with their length.

use super::*;

fn set(text: &str, direction: Direction, width: f64) -> Vec<Line> {
    let started = std::time::Instant::now();
    let lines = Maker::new("en", direction, body()).span(text, |_| {}).lines(width);
    assert!(started.elapsed().as_secs() < 60, "{:?} for {} bytes", started.elapsed(), text.len());
    lines
}

#[test]
fn a_long_paragraph() {
    let text = "Residents of three neighbourhoods had been buying water by the tanker, administrative sources said. ";
    assert!(set(&text.repeat(2000), Direction::Ltr, 326.0).len() > 2000);
}

#[test]
fn a_long_word() {
    assert!(set(&"x".repeat(100_000), Direction::Ltr, 200.0).len() > 2000);
    assert!(!set(&"ب".repeat(50_000), Direction::Rtl, 200.0).is_empty());
}

#[test]
fn many_directions() {
    let text = "left حق (2017) \u{2067}more\u{2069} ".repeat(3000);
    assert!(set(&text, Direction::Rtl, 326.0).len() > 500);
}

#[test]
fn many_isolates() {
    let nested = "\u{2067}a\u{2066}ب".repeat(5000);
    assert!(!set(&nested, Direction::Ltr, 326.0).is_empty());
}

#[test]
fn many_spans() {
    let mut maker = english("", |_| {});
    for number in 0..5000 {
        maker = maker.span("word ", |s| s.font_weight = if number % 2 == 0 { 400 } else { 700 });
    }
    assert!(maker.lines(326.0).len() > 200);
}

#[test]
fn nothing_but_blanks_breaks_and_marks() {
    for text in [" ".repeat(20_000), "\u{2028}".repeat(5000), "\u{301}".repeat(5000), "\u{AD}".repeat(20_000)] {
        assert!(!set(&text, Direction::Ltr, 100.0).is_empty());
    }
    assert!(set("", Direction::Ltr, 100.0).is_empty());
}

/// Sets a text of `n` and one of `8 n` bytes: what is linear takes eight times as long, what is quadratic sixty-four.
fn grows_with_its_length(text: &dyn Fn(usize) -> String) {
    let time = |n: usize| {
        let text = text(n);
        let once = || {
            let started = std::time::Instant::now();
            let maker = Maker::new("en", Direction::Ltr, body()).span(&text, |_| {});
            let lines = maker.shaped().0.lines(&|_| Pt(300.0));
            assert!(!lines.is_empty());
            started.elapsed().as_secs_f64()
        };
        // Other programs only ever make it slower.
        (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    let (short, long) = (time(60_000), time(480_000));
    assert!(long < 28.0 * short, "{short} s for 60 kB, {long} s for 480 kB");
}

#[test]
fn an_endless_word_takes_as_long_as_it_is() {
    grows_with_its_length(&|n| "x".repeat(n));
}

#[test]
fn an_endless_address_takes_as_long_as_it_is() {
    grows_with_its_length(&|n| "https://example.org/".to_owned() + &"abc-".repeat(n / 4));
}
