//! Words that fit in no line.

use super::*;

/// How a word is broken, and that nothing of it is wider than its measure. The lines as written.
fn fits(maker: &Maker, width: f64) -> Vec<String> {
    let lines = maker.lines(width);
    for line in &lines {
        assert_eq!(line.overfull, None, "{} at {width}", text_of(line));
    }
    lines.iter().map(text_of).collect()
}

fn stretching(style: &mut ComputedStyle) {
    (style.expansion, style.tracking) = (0.02, 0.008);
}

#[test]
fn glyphs_that_give_way_make_no_line_too_wide() {
    for word in ["abcdefgh", "deadbeef", "AVAWAYTo", "word\u{2060}joiner\u{2060}", "https:", "ffi"] {
        for width in 40..90 {
            let maker = english(&format!("Before it {} and after", word.repeat(40)), stretching);
            fits(&maker, f64::from(width) * 1.7);
        }
    }
    let mut style = body();
    stretching(&mut style);
    for width in [90.0, 161.3, 250.0] {
        fits(&Maker::new("zxx", Direction::Ltr, style.clone()).span(&"а".repeat(600), |_| {}), width);
    }
}

#[test]
fn lines_inside_a_word_are_full() {
    let lines = english(&"abcdefgh".repeat(60), stretching).lines(150.0);
    for line in &lines[..lines.len() - 1] {
        assert!((line.width.0 - 150.0).abs() < 6.0, "{line:?}");
    }
}

#[test]
fn letter_spacing_counts_once_a_cluster() {
    // Letters with their marks: several glyphs a cluster.
    let word = "x\u{302}y\u{302}q\u{302}".repeat(40);
    for spacing in [1.5, 4.0] {
        let maker = english(&word, |style| style.letter_spacing = Pt(spacing));
        let lines = maker.lines(100.0);
        let most = lines[..lines.len() - 1].iter().map(|line| line.width.0).fold(0.0, f64::max);
        assert!(lines.iter().all(|line| line.overfull.is_none()) && most > 100.0 - 9.0 - spacing, "{most}");
    }
}

#[test]
fn hebrew_breaks_inside_as_latin_does() {
    for (text, width) in [("שלום".repeat(40), 120.0), ("וכשההתפתחויותיהם".to_owned(), 30.0)] {
        let mut style = body();
        stretching(&mut style);
        let lines = fits(&Maker::new("he", Direction::Rtl, style).span(&text, |_| {}), width);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), text);
    }
}

#[test]
fn joined_letters_are_never_parted() {
    // After alef, dal, dhal, reh, zay, waw and their like, and the hamza; but not before the first letter.
    let ends = ['ا', 'أ', 'إ', 'آ', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ة', 'ى', 'ء'];
    let word = "والاستقلاليات";
    for width in 15..60 {
        let lines = arabic(&format!("{word} {word}")).lines(f64::from(width));
        for line in &lines[..lines.len() - 1] {
            let text = text_of(line);
            assert!(text.ends_with(' ') || text.ends_with(ends), "{text} at {width}");
        }
    }
    let lines = fits(&arabic(&"ا".repeat(200)), 100.0);
    assert!(lines.len() > 3);
    // What joins from end to end has no place to be parted, in one element or in several.
    for maker in
        [arabic("ببببببببببببببببببببببببب"), arabic("بببببببببببب").span("ببببببببببببب", |s| s.font_weight = 700)]
    {
        let lines = maker.lines(30.0);
        assert!(lines.len() == 1 && lines[0].overfull.is_some_and(|excess| excess.0 > 20.0), "{lines:?}");
    }
    // Nor has a word that is longer than a unit.
    let lines = arabic(&"ب".repeat(700)).lines(100.0);
    assert!(lines.len() == 1 && lines[0].overfull.is_some());
}

#[test]
fn vowel_marks_do_not_let_joined_letters_go() {
    let lines = arabic(&"بَ".repeat(20)).lines(30.0);
    assert_eq!(lines.len(), 1);
    let lines = fits(&arabic(&"دَ".repeat(20)), 30.0);
    assert!(lines.len() > 2 && lines.iter().all(|line| line.starts_with('د')), "{lines:?}");
}
