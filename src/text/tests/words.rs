//! Where words, addresses and blanks part, and where they hold.

use super::*;

/// The lines of a text at a measure, hyphens that breaking added shown as such.
fn broken(tag: &str, text: &str, width: f64, change: impl FnOnce(&mut ComputedStyle)) -> Vec<String> {
    let mut style = body();
    change(&mut style);
    let lines = Maker::new(tag, Direction::Ltr, style).span(text, |_| {}).lines(width);
    assert!(lines.iter().all(|line| line.overfull.is_none()), "{text} at {width}");
    lines.iter().map(|line| text_of(line).trim_end().replace('\u{AD}', "-")).collect()
}

/// All places where a text is broken at any measure.
fn all_breaks(tag: &str, text: &str, widths: std::ops::Range<u32>) -> std::collections::BTreeSet<String> {
    let shown = |lines: Vec<String>| lines[..lines.len() - 1].to_vec();
    let ends = |lines: Vec<String>| {
        let mut before = String::new();
        let mut list = Vec::new();
        for line in shown(lines) {
            before.push_str(&line);
            list.push(before.clone());
            before = before.trim_end_matches('-').to_owned();
        }
        list
    };
    widths.flat_map(|width| ends(broken(tag, text, f64::from(width), |s| s.text_align = TextAlign::Start))).collect()
}

#[test]
fn british_and_american_words_divide_each_their_way() {
    assert_eq!(broken("en-GB", "biology", 25.0, |_| {}), ["bio-", "logy"]);
    assert_eq!(broken("en-US", "biology", 28.0, |_| {}), ["biol-", "ogy"]);
    assert_eq!(broken("en", "biology", 28.0, |_| {}), ["biol-", "ogy"]);
    assert_eq!(broken("en-IE", "biology", 25.0, |_| {}), ["bio-", "logy"]);
}

#[test]
fn a_dot_between_parts_of_a_line_begins_none() {
    for line in all_breaks("en", "The Desk \u{b7} Mosul \u{b7} 9 April", 30..120) {
        assert!(!line.starts_with('\u{b7}'), "{line}");
    }
}

#[test]
fn german_compounds_divide_between_their_words() {
    let breaks = all_breaks("de", "Wasserversorgungsanlage", 40..100);
    assert!(breaks.iter().any(|line| line == "Wasser-" || line == "Wasserversorgungs-"), "{breaks:?}");
    for line in &breaks {
        assert!(
            [
                "Was-",
                "Wasser-",
                "Wasserver-",
                "Wasserversor-",
                "Wasserversorgungs-",
                "Wasserversorgungsan-",
                "Wasserversorgungsanla-"
            ]
            .contains(&line.as_str()),
            "{line}"
        );
    }
    // A hyphen that is there is enough: the short parts are not divided once more.
    for width in 50..110 {
        let lines = broken("de", "Rhein-Main-Donau-Kanal", f64::from(width), |_| {});
        assert_eq!(lines.concat(), "Rhein-Main-Donau-Kanal");
        assert!(lines[..lines.len() - 1].iter().all(|line| line.ends_with('-')), "{lines:?}");
    }
}

#[test]
fn a_word_of_forty_letters() {
    // With patterns it divides at syllables, without a language anywhere but with no hyphen, and never overfull.
    let word = "Donaudampfschifffahrtsgesellschaftsreise";
    assert_eq!(word.len(), 40);
    for line in all_breaks("de", word, 60..120) {
        assert!(line.ends_with('-'), "{line}");
    }
    let lines = broken("zxx", &"abcdefghij".repeat(4), 60.0, |_| {});
    assert!(lines.len() >= 3 && lines.concat() == "abcdefghij".repeat(4), "{lines:?}");
}

#[test]
fn an_author_s_soft_hyphens_are_the_only_ones_of_their_word() {
    assert_eq!(all_breaks("en", "under\u{AD}standing", 42..60), ["under-".to_owned()].into());
    assert_eq!(all_breaks("ar", "under\u{AD}standing", 42..60), ["under-".to_owned()].into());
    let none = |width| broken("en", "under\u{AD}standing it", width, |s| s.hyphens = Hyphens::None);
    assert_eq!(none(66.0), ["understanding", "it"]);
    assert_eq!(none(45.0), ["under-", "standing it"], "what fits in no line is divided whatever the style says");
}

#[test]
fn what_may_not_part_holds() {
    for (text, held) in [
        ("aaa bbb 12\u{A0}km ccc", "12\u{A0}km"),
        ("aaa bbb oui\u{202F}! ccc", "oui\u{202F}!"),
        ("aaa «\u{202F}bbb\u{202F}» ccc", "«\u{202F}bbb\u{202F}»"),
        ("aaa foo\u{2060}/bar ccc", "foo/bar"),
        ("aaa foobar\u{2060}-\u{2060}bazbar ccc", "foobar-bazbar"),
        ("aaa and/or bbb", "and/or"),
        // After the slash at most.
        ("aaa foo/bar_baz bbb", "bar_baz"),
        ("aaa al-Qubba bbb", "al-Qubba"),
        ("aaa e.g. bbb", "e.g."),
    ] {
        for width in 62..100 {
            let lines = broken("fr", text, f64::from(width), |s| s.text_align = TextAlign::Start);
            assert!(lines.iter().any(|line| line.contains(held)), "{held} at {width}: {lines:?}");
        }
    }
}

#[test]
fn narrow_blanks_do_not_stretch() {
    let lines = english("aaa\u{202F}! bbb aaa\u{202F}! bbb ccccc ddddd eeeeee", |_| {}).lines(92.0);
    let width = |line: &Line| {
        let run = runs(line).next().expect("a run");
        let at =
            run.glyphs.iter().position(|g| &run.text[g.start as usize..g.end as usize] == "\u{202F}").expect("one");
        run.glyphs[at + 1].x - run.glyphs[at].x
    };
    let natural = width(&english("aaa\u{202F}! bbb", |_| {}).lines(300.0)[0]);
    assert!(lines.len() > 1 && (width(&lines[0]) - natural).abs() < 1e-4);
    assert!(natural < 2.5, "narrower than a word space: {natural}");
}

#[test]
fn a_url_of_three_hundred_characters_breaks_at_its_joints() {
    let mut url = "https://www.example.org/".to_owned();
    while url.len() < 300 {
        url.push_str("reports/water-and-sanitation_2017.html?query=value&page=12;");
    }
    url.truncate(300);
    let text = format!("see {url} now");
    let lines = broken("en", &text, 160.0, |_| {});
    let joined: String = lines.concat();
    assert_eq!(joined.replace(' ', ""), text.replace(' ', ""), "no hyphen is added");
    for pair in lines.windows(2) {
        let (end, start) = (pair[0].chars().next_back().expect("text"), pair[1].chars().next().expect("text"));
        let after = matches!(end, '/' | ':') || pair[0] == "see";
        let before = matches!(start, '-' | '_' | '.' | '?' | '&' | '=' | ';') || pair[1] == "now";
        assert!(after || before, "{:?} | {:?}", pair[0], pair[1]);
    }
}

#[test]
fn mail_addresses_break_before_their_signs() {
    let breaks = all_breaks("en", "humanitarian.coordination@very-long-organisation.example.org", 90..160);
    for line in &breaks {
        assert!(!line.ends_with(['.', '-', '@']), "{line}");
    }
    assert!(breaks.iter().any(|line| line.ends_with("coordination")), "{breaks:?}");
    // A short one stays whole.
    let lines = broken("en", "write to desk@example.org today please", 90.0, |s| s.text_align = TextAlign::Start);
    assert!(lines.iter().any(|line| line.contains("desk@example.org")), "{lines:?}");
}

/// An ß in capitals is two glyphs, which are one place of letter-spacing.
#[test]
fn spaced_letters_of_two_glyphs_break_where_the_line_is_full() {
    let spaced = |count: usize| {
        english(&"ß".repeat(count), |style| {
            (style.text_align, style.hyphens) = (TextAlign::Start, Hyphens::None);
            (style.letter_spacing, style.text_transform) = (Pt(6.0), TextTransform::Uppercase);
        })
    };
    let four = spaced(4).shaped().0.max_content();
    let lines: Vec<usize> = spaced(11).lines(four.0 + 0.1).iter().map(|line| text_of(line).chars().count()).collect();
    assert_eq!(lines, [4, 4, 3]);
}

#[test]
fn an_identifier_of_just_the_measure_is_never_too_wide() {
    let text = "The captain of the company has sent reports under 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c to everyone who asked.";
    let bare = english("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c", |_| {}).lines(1000.0)[0].width.0;
    for step in -40..40 {
        let width = bare + f64::from(step) * 0.25;
        for line in english(text, |s| (s.expansion, s.tracking) = (0.02, 0.005)).lines(width) {
            assert!(line.overfull.is_none(), "{width}: {line:?}");
        }
    }
}
