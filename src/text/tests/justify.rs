//! Widths, glue, hyphens and alignment.

use super::*;

const TEXT: &str = "The displacement tracking teams counted three hundred and twenty thousand people who had left their homes \
    since the operation began; administrative correspondence mentions considerably more. International organisations \
    established reception centres, distributed identification documents and registered unaccompanied children, although \
    representatives acknowledged that responsibilities overlapped and communication deteriorated.";

fn right_edge(line: &Line) -> f64 {
    line.x.0 + line.width.0
}

#[test]
fn justified_lines_end_at_the_measure() {
    for width in [90.0, 130.0, 170.0, 326.0] {
        let lines = english(TEXT, |_| {}).lines(width);
        assert!(lines.len() > 2);
        for line in &lines[..lines.len() - 1] {
            assert!((right_edge(line) - width).abs() < 0.01, "{width}: {line:?}");
        }
        assert!(right_edge(&lines[lines.len() - 1]) < width + 0.01);
    }
}

#[test]
fn the_last_glyph_stands_where_the_line_says() {
    for line in english(TEXT, |_| {}).lines(170.0) {
        let run = runs(&line).last().expect("a run");
        let face = shaper().face(run.font);
        let ink = run.glyphs.iter().rev().find(|g| run.text[g.start as usize..].trim() != "").expect("ink");
        let end = run.x.0 + f64::from(ink.x) + f64::from(face.advance(ink.id)) / f64::from(face.units_per_em) * 10.0;
        assert!((end - right_edge(&line)).abs() < 0.01, "{end} {}", right_edge(&line));
    }
}

#[test]
fn never_three_hyphens_in_a_row() {
    for width in (70..200).step_by(5) {
        let lines = english(TEXT, |_| {}).lines(f64::from(width));
        assert!(!lines.windows(3).any(|w| w.iter().all(|l| l.hyphenated)), "{width}");
    }
}

#[test]
fn a_hyphen_is_a_run_of_its_own() {
    let lines = english(TEXT, |_| {}).lines(90.0);
    let line = lines.iter().find(|line| line.hyphenated).expect("a hyphenated line");
    let last = runs(line).last().expect("a run");
    assert!(last.soft_hyphen && last.text == "\u{AD}");
    assert!(runs(line).filter(|run| run.soft_hyphen).count() == 1);
}

#[test]
fn no_hyphens_where_the_style_has_none() {
    for hyphens in [Hyphens::None, Hyphens::Manual] {
        let lines = english(TEXT, |style| style.hyphens = hyphens).lines(90.0);
        assert!(lines.iter().all(|line| !line.hyphenated));
    }
}

#[test]
fn a_soft_hyphen_breaks_but_is_not_drawn() {
    let style = |style: &mut ComputedStyle| style.hyphens = Hyphens::Manual;
    let whole = english("xxxxxx\u{AD}yyyyyy", style).lines(300.0);
    assert_eq!(text_of(&whole[0]), "xxxxxxyyyyyy");
    let cut = english("xxxxxx\u{AD}yyyyyy", style).lines(45.0);
    assert_eq!(cut.iter().map(text_of).collect::<Vec<_>>(), ["xxxxxx\u{AD}", "yyyyyy"]);
    assert!(cut[0].hyphenated);
}

#[test]
fn a_ligature_comes_apart_at_a_hyphen() {
    let cut = english("of\u{AD}fice af\u{AD}fi\u{AD}liation", |s| s.hyphens = Hyphens::Manual).lines(20.0);
    assert!(cut[0].hyphenated && text_of(&cut[0]) == "of\u{AD}", "{cut:?}");
    assert!(text_of(&cut[1]).starts_with("fice"));
}

#[test]
fn trailing_blanks_hang() {
    let lines = english("one two three four five six seven eight", |s| s.text_align = TextAlign::Right).lines(60.0);
    for line in &lines[..lines.len() - 1] {
        assert!((right_edge(line) - 60.0).abs() < 0.01);
        let run = runs(line).last().expect("a run");
        let blank = run.glyphs.last().expect("a glyph");
        assert_eq!(&run.text[blank.start as usize..], " ");
        assert!(run.x.0 + f64::from(blank.x) >= 60.0 - 0.01, "{line:?}");
    }
}

#[test]
fn alignments() {
    let x = |align| english("short", |s| s.text_align = align).lines(100.0)[0].x.0;
    let width = english("short", |_| {}).lines(100.0)[0].width.0;
    assert_eq!(x(TextAlign::Start), 0.0);
    assert_eq!(x(TextAlign::Justify), 0.0);
    assert!((x(TextAlign::End) - (100.0 - width)).abs() < 1e-9);
    assert!((x(TextAlign::Center) - (100.0 - width) / 2.0).abs() < 1e-9);
    assert!((arabic("سلام").lines(100.0)[0].x.0 - (100.0 - arabic("سلام").lines(100.0)[0].width.0)).abs() < 1e-9);
}

#[test]
fn the_last_line_can_be_justified() {
    let lines = english("a few words here", |s| s.text_align_last = Some(TextAlign::Justify)).lines(150.0);
    assert!((right_edge(&lines[0]) - 150.0).abs() < 0.01);
}

#[test]
fn an_indent_is_for_the_first_line_only() {
    let lines = english(TEXT, |s| s.text_indent = Pt(20.0)).lines(170.0);
    assert_eq!((lines[0].x.0, lines[1].x.0), (20.0, 0.0));
    assert!((right_edge(&lines[0]) - 170.0).abs() < 0.01);
}

#[test]
fn lines_of_different_measures() {
    let maker = english(TEXT, |_| {});
    let measure = |line: usize| Pt(if line < 3 { 140.0 } else { 200.0 });
    let lines = maker.shaped().0.lines(&measure);
    for (number, line) in lines.iter().enumerate().take(lines.len() - 1) {
        assert_eq!(line.x, Pt::ZERO);
        assert!((right_edge(line) - measure(number).0).abs() < 0.01);
    }
}

#[test]
fn a_forced_break_leaves_a_blank() {
    let lines = english("one\u{2028}two\u{2028}\u{2028}three", |_| {}).lines(200.0);
    assert_eq!(lines.iter().map(text_of).collect::<Vec<_>>(), ["one ", "two ", "", "three"]);
    assert!(lines.iter().all(|line| line.ascent.0 + line.descent.0 > 13.9));
    assert!(lines[0].width.0 < 20.0, "a line that ends in a forced break is not justified");
}

#[test]
fn no_break_spaces_hold() {
    let lines = english("aaaa bbbb\u{A0}cccc dddd", |s| s.text_align = TextAlign::Start).lines(48.0);
    assert!(lines.iter().any(|line| text_of(line).trim_end() == "bbbb\u{A0}cccc"), "{lines:?}");
}

#[test]
fn addresses_break_without_a_hyphen() {
    let text = "see https://www.example.org/a/very/long/path/to/some-report_final.html?query=value&other=thing now";
    let lines = english(text, |_| {}).lines(90.0);
    assert!(lines.iter().all(|line| !line.hyphenated && line.overfull.is_none()));
    let joined: String = lines.iter().map(text_of).collect();
    assert_eq!(joined, text);
    assert!(lines.iter().any(|line| text_of(line).ends_with('/')));
}

#[test]
fn a_word_too_wide_is_broken_at_last() {
    let lines = english(&"x".repeat(200), |_| {}).lines(50.0);
    assert!(lines.len() > 15 && lines.iter().all(|line| line.overfull.is_none()));
}

#[test]
fn text_that_may_not_wrap_is_overfull() {
    let lines = english("one two three four", |s| s.white_space = WhiteSpace::Nowrap).lines(40.0);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].overfull.is_some_and(|by| by.0 > 10.0));
}

#[test]
fn preformatted_text_keeps_its_blanks() {
    let code = |style: &mut ComputedStyle| {
        style.white_space = WhiteSpace::Pre;
        style.font_family = vec!["monospace".to_owned()].into();
        style.text_align = TextAlign::Start;
    };
    let lines = english("fn  main() {\n\tbody\n\n}\n", code).lines(300.0);
    assert_eq!(lines.iter().map(text_of).collect::<Vec<_>>(), ["fn  main() { ", " body ", "", "}"]);
    let tab = runs(&lines[1]).next().expect("a run").glyphs[1].x;
    assert!((f64::from(tab) - 8.0 * 6.0).abs() < 0.01, "{tab}");
}

#[test]
fn widths_for_tables() {
    let plain = |s: &mut ComputedStyle| {
        s.hyphens = Hyphens::Manual;
        s.text_align = TextAlign::Start;
    };
    let (shaped, _) = english("a considerable understatement", plain).shaped();
    let (min, max) = (shaped.min_content().0, shaped.max_content().0);
    let at = |width| shaped.lines(&|_| Pt(width));
    assert_eq!(at(max + 0.01).len(), 1);
    assert!(at(max - 1.0).len() > 1);
    assert!(at(min + 0.01).iter().all(|line| line.overfull.is_none()));
}

#[test]
fn a_note_mark_stays_with_its_word_and_its_line_knows_it() {
    let sup = |s: &mut ComputedStyle| s.vertical_align = VerticalAlign::Super;
    let maker = english("some words before the mark", |_| {}).span_in("1", "en", Some(7), sup);
    for width in 30..120 {
        let lines = maker.lines(f64::from(width));
        let last = &lines[lines.len() - 1];
        assert!(text_of(last).ends_with("mark1"), "{width}");
        assert_eq!(last.notes, [7]);
        assert!((last.ascent.0 + last.descent.0 - 14.0).abs() < 1e-6, "a mark does not push lines apart");
    }
    let lines = maker.lines(300.0);
    let mark = runs(&lines[0]).last().expect("the mark");
    assert!(mark.rise.0 > 2.0 && mark.size.0 < 8.0);
}

#[test]
fn spaced_letters_have_no_ligatures() {
    let plain = english("office", |_| {}).lines(300.0);
    let spaced = english("office", |s| s.letter_spacing = Pt(1.0)).lines(300.0);
    let glyphs = |lines: &[Line]| runs(&lines[0]).map(|r| r.glyphs.len()).sum::<usize>();
    assert_eq!(glyphs(&spaced), 6);
    assert!(glyphs(&plain) <= 6);
    assert!(spaced[0].width.0 > plain[0].width.0 + 5.5);
}

#[test]
fn capitals_are_only_shown() {
    let text = |lines: &[Line]| text_of(&lines[0]);
    let upper = english("straße", |s| s.text_transform = TextTransform::Uppercase).lines(300.0);
    assert_eq!(text(&upper), "straße");
    let shown = english("STRASSE", |_| {}).lines(300.0);
    assert!((upper[0].width.0 - shown[0].width.0).abs() < 1e-6);
    let title = english("old bridge", |s| s.text_transform = TextTransform::Capitalize).lines(300.0);
    assert!((title[0].width.0 - english("Old Bridge", |_| {}).lines(300.0)[0].width.0).abs() < 1e-6);
}

#[test]
fn an_object_takes_its_place() {
    let mut maker = english("before \u{FFFC} after", |_| {});
    maker.paragraph.objects.push(Object { node: 9, width: Pt(30.0), height: Pt(40.0) });
    let lines = maker.lines(300.0);
    assert!(lines[0].items.iter().any(|item| matches!(item, LineItem::Object(0, x) if x.0 > 20.0)));
    assert_eq!(lines[0].ascent.0, 40.0);
}

#[test]
fn light_characters_stand_out_of_the_measure() {
    let maker = english(TEXT, |s| s.protrusion = true);
    let lines = maker.shaped().0.lines(&|_| Pt(170.0));
    for line in &lines[..lines.len() - 1] {
        let last = text_of(line).trim_end().chars().next_back().expect("text");
        let over = right_edge(line) - 170.0;
        match last {
            '\u{AD}' => assert!((0.5 * 3.37 - over).abs() < 0.5, "{over}"),
            '.' | ',' => assert!(over > 1.0, "{over}"),
            c if c.is_alphabetic() => assert!(over.abs() < 0.01, "{over}"),
            _ => {}
        }
        assert!(line.overfull.is_none());
    }
    assert!(lines.iter().any(|line| line.hyphenated || text_of(line).trim_end().ends_with(',')));
}

/// The paragraph set with the bundled styles' flexibility.
fn flexed(width: f64, change: impl FnOnce(&mut ComputedStyle)) -> Vec<Line> {
    let style = |style: &mut ComputedStyle| {
        (style.expansion, style.tracking) = (0.02, 0.005);
        change(style);
    };
    english(TEXT, style).lines(width)
}

/// The spaces between words of a line, in points, as they are drawn.
fn spaces(line: &Line) -> Vec<f64> {
    let mut out = Vec::new();
    for run in runs(line) {
        for (space, next) in run.glyphs.iter().zip(&run.glyphs[1..]) {
            if run.text.get(space.start as usize..space.end as usize) == Some(" ") {
                out.push(f64::from(next.x - space.x));
            }
        }
    }
    out
}

/// The blanks between words of a line in either direction, those that hang at its end left out.
pub(super) fn blanks(line: &Line) -> Vec<f64> {
    let mut glyphs: Vec<(f64, bool)> = Vec::new();
    for run in runs(line) {
        let blank = |g: &Glyph| run.text.get(g.start as usize..g.end as usize) == Some(" ");
        glyphs.extend(run.glyphs.iter().map(|g| (run.x.0 + f64::from(g.x), blank(g))));
    }
    glyphs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inside = |x: f64| x > line.x.0 && x < line.x.0 + line.width.0 - 0.5;
    let pairs = glyphs.windows(2).filter(|pair| pair[0].1 && inside(pair[0].0));
    pairs.map(|pair| pair[1].0 - pair[0].0).collect()
}

#[test]
fn glyphs_give_way_within_what_the_style_allows() {
    for width in [130.0, 170.0, 240.0, 326.0] {
        let lines = flexed(width, |_| {});
        let (last, full) = lines.split_last().expect("lines");
        for run in lines.iter().flat_map(runs) {
            assert!((0.98 - 1e-9..=1.02 + 1e-9).contains(&run.scale), "{}", run.scale);
            assert!(run.tracking.0.abs() <= 0.05 + 1e-9, "{:?}", run.tracking);
            let steps = (run.scale - 1.0) / 0.005;
            assert!((steps - steps.round()).abs() < 1e-6, "lines share a few scales: {}", run.scale);
        }
        for line in full {
            assert!((right_edge(line) - width).abs() < 0.01, "{width}: {line:?}");
            let scales: Vec<_> = runs(line).map(|run| run.scale).collect();
            assert!(scales.windows(2).all(|w| w[0] == w[1]), "one scale a line: {scales:?}");
        }
        assert!(full.iter().flat_map(runs).any(|run| run.scale != 1.0));
        assert!(runs(last).all(|run| run.scale <= 1.0), "a last line is not stretched");
    }
}

#[test]
fn expanded_glyphs_stand_where_the_line_says() {
    for line in flexed(170.0, |_| {}) {
        let run = runs(&line).last().expect("a run");
        let face = shaper().face(run.font);
        let ink = run.glyphs.iter().rev().find(|g| run.text[g.start as usize..].trim() != "").expect("ink");
        let advance = f64::from(face.advance(ink.id)) / f64::from(face.units_per_em) * 10.0 * run.scale;
        let end = run.x.0 + f64::from(ink.x) + advance + run.tracking.0;
        assert!((end - right_edge(&line)).abs() < 0.06, "{end} {}", right_edge(&line));
    }
}

#[test]
fn expansion_makes_word_spaces_even() {
    let spread = |lines: &[Line]| {
        let means = lines[..lines.len() - 1].iter().map(spaces).filter(|s| s.len() > 2);
        let means: Vec<f64> = means.map(|s| s.iter().sum::<f64>() / s.len() as f64).collect();
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        (means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / means.len() as f64).sqrt()
    };
    let (mut stiff, mut even) = (0.0, 0.0);
    for width in (220..330).step_by(10) {
        stiff += spread(&english(TEXT, |_| {}).lines(f64::from(width)));
        even += spread(&flexed(f64::from(width), |_| {}));
    }
    assert!(even < 0.6 * stiff, "{even} {stiff}");
}

#[test]
fn word_spaces_never_shrink_until_words_touch() {
    for width in (100..330).step_by(10) {
        let lines = flexed(f64::from(width), |_| {});
        for space in lines.iter().flat_map(spaces) {
            assert!(space >= 1.5, "{space} at {width}");
        }
    }
}

#[test]
fn a_style_switches_expansion_off() {
    let off = |style: &mut ComputedStyle| (style.expansion, style.tracking) = (0.0, 0.0);
    assert!(flexed(170.0, off).iter().flat_map(runs).all(|run| run.scale == 1.0 && run.tracking.0 == 0.0));
    let ragged = flexed(170.0, |style| style.text_align = TextAlign::Start);
    assert!(ragged.iter().flat_map(runs).all(|run| run.scale == 1.0 && run.tracking.0 == 0.0));
    let code = |style: &mut ComputedStyle| style.font_family = vec!["monospace".to_owned()].into();
    assert!(flexed(170.0, code).iter().flat_map(runs).all(|run| run.scale == 1.0));
}

#[test]
fn joined_letters_are_expanded_whole_and_never_tracked() {
    let text = "أعاد مهندسو مديرية الماء في المدينة تشغيل أحد عشر بئرًا على الجانب الأيسر يوم السبت 15 نيسان 2017، \
        وهي الأولى منذ قصف محطة القبة في كانون الثاني؛ وقال السكان إنّ الأسعار كانت أعلى بخمسة أضعاف.";
    let mut block = body();
    (block.expansion, block.tracking) = (0.02, 0.005);
    let maker = Maker::new("ar", Direction::Rtl, block).span(text, |_| {});
    let mut scaled = 0;
    for width in (120..260).step_by(20) {
        for line in maker.lines(f64::from(width)) {
            for run in runs(&line).filter(|run| run.rtl) {
                let joined = run.text.chars().any(|c| ('\u{620}'..'\u{64A}').contains(&c));
                assert!(!joined || run.tracking.0 == 0.0);
                scaled += usize::from(run.scale != 1.0);
                // Marks move with their letters: a mark stands within the glyphs around it.
                let face = shaper().face(run.font);
                let em = f64::from(face.units_per_em);
                for pair in run.glyphs.windows(2).filter(|pair| face.advance(pair[0].id) == 0) {
                    let reach = f64::from((pair[0].x - pair[1].x).abs());
                    assert!(reach < 1.2 * 10.0 * f64::from(face.advance(pair[1].id)).max(em * 0.3) / em, "{reach}");
                }
            }
        }
    }
    assert!(scaled > 5, "{scaled}");
}

#[test]
fn what_runs_against_the_paragraph_does_not_hang() {
    let mut block = body();
    block.protrusion = true;
    let maker = Maker::new("ar", Direction::Rtl, block).span("قال السكان one two three four five six seven", |_| {});
    for line in maker.shaped().0.lines(&|_| Pt(60.0)) {
        assert!(right_edge(&line) <= 60.01 && line.x.0 >= -0.01, "{line:?}");
    }
}
