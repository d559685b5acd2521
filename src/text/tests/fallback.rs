//! Which fonts set what, and what no font has.

use super::*;

fn families(maker: &Maker) -> Vec<(String, String)> {
    let lines = maker.lines(400.0);
    let name = |run: &GlyphRun| (run.text.clone(), shaper().face(run.font).family.clone());
    lines.iter().flat_map(runs).map(name).collect()
}

#[test]
fn each_script_has_its_font() {
    let pairs = families(&english("old جسر ☒", |_| {}));
    let of = |part: &str| pairs.iter().find(|(t, _)| t.contains(part)).map(|(_, f)| f.as_str());
    assert_eq!(of("old"), Some("Gentium Plus"));
    assert_eq!(of("جسر"), Some("Noto Naskh Arabic"));
    assert_eq!(of("☒"), Some("DejaVu Sans"));
}

#[test]
fn blanks_between_arabic_words_are_the_arabic_font_s() {
    let pairs = families(&arabic("جسر قديم، 2017"));
    assert!(pairs.iter().all(|(_, family)| family == "Noto Naskh Arabic"), "{pairs:?}");
}

#[test]
fn figures_after_bold_words_are_of_their_own_weight() {
    let maker =
        Maker::new("ar", Direction::Rtl, body()).span("جسر 1: ", |style| style.font_weight = 700).span("2017", |_| {});
    let lines = maker.lines(400.0);
    let weights: Vec<(&str, u16)> =
        lines.iter().flat_map(runs).map(|run| (run.text.trim(), shaper().face(run.font).weight)).collect();
    assert_eq!(weights.last(), Some(&("2017", 400)), "{weights:?}");
    assert!(weights.iter().rev().skip(1).all(|(_, weight)| *weight == 700), "{weights:?}");
}

#[test]
fn what_no_font_has_is_reported_once_and_boxed() {
    let maker = english("a 𓀀 b 𓀀 c 𓀁", |_| {});
    let (_, problems) = maker.shaped();
    assert_eq!(problems, [Problem::MissingGlyph('𓀀'), Problem::MissingGlyph('𓀁')]);
    let lines = maker.lines(400.0);
    let run = runs(&lines[0]).find(|run| run.text.contains('𓀀')).expect("a run for it");
    let boxed = shaper().face(run.font).glyph('\u{25A1}').expect("a box");
    assert!(run.glyphs.iter().any(|g| g.id == boxed));
}

#[test]
fn a_cluster_is_not_torn_where_a_font_has_it_whole() {
    // Keycap: a digit with two marks.
    let lines = english("1\u{FE0F}\u{20E3}", |_| {}).lines(100.0);
    assert_eq!(text_of(&lines[0]), "1\u{FE0F}\u{20E3}");
}

#[test]
fn an_emoji_sequence_is_text_all_the_same() {
    let maker = english("family 👨‍👩‍👧 flag 🇮🇶 smile 😀!", |_| {});
    let lines = maker.lines(400.0);
    assert_eq!(text_of(&lines[0]), maker.paragraph.text);
}

#[test]
fn a_node_keeps_its_runs_apart() {
    let maker = english("plain ", |_| {}).span("bold", |s| s.font_weight = 700).span(" plain", |_| {});
    let lines = maker.lines(400.0);
    assert_eq!(runs(&lines[0]).map(|run| run.node).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(shaper().face(runs(&lines[0]).nth(1).expect("bold").font).weight, 700);
}

#[test]
fn a_soft_hyphened_word_is_not_missing_anything() {
    let (_, problems) = english("soft\u{AD}ware\u{200B} and\u{2060} \u{FEFF}x\u{202A}y\u{202C}", |_| {}).shaped();
    assert_eq!(problems, []);
}
