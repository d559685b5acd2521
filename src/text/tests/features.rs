//! What a font can do besides: small capitals, figures, marks, emoji.

use super::*;

/// The glyphs of a text, left to right.
fn glyphs(text: &str, change: impl FnOnce(&mut ComputedStyle)) -> Vec<u16> {
    let lines = english(text, change).lines(400.0);
    assert_eq!(text_of(&lines[0]), text, "what is shown otherwise reads the same");
    assert!(runs(&lines[0]).all(|run| run.size.0 == 10.0), "nothing is made smaller");
    runs(&lines[0]).flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
}

fn sans(style: &mut ComputedStyle) {
    style.font_family = vec!["sans-serif".to_owned()].into();
}

#[test]
fn small_capitals_are_the_font_s() {
    let plain = glyphs("Unhcr", |_| {});
    let small = glyphs("Unhcr", |s| s.caps = Caps::SmallCaps);
    let all = glyphs("Unhcr", |s| s.caps = Caps::AllSmallCaps);
    assert_eq!(small[0], plain[0]);
    assert!(small[1..].iter().zip(&plain[1..]).all(|(a, b)| a != b), "{small:?} {plain:?}");
    assert_eq!(all[1..], small[1..]);
    assert_ne!(all[0], small[0]);
}

#[test]
fn where_a_font_has_no_small_capitals_none_are_made() {
    let italic = |caps| {
        move |s: &mut ComputedStyle| {
            sans(s);
            s.font_style = FontStyle::Italic;
            s.caps = caps;
        }
    };
    let plain = glyphs("Unhcr", italic(Caps::Normal));
    for caps in [Caps::SmallCaps, Caps::AllSmallCaps] {
        assert_eq!(glyphs("Unhcr", italic(caps)), plain);
    }
    // The upright one has them.
    let small = |s: &mut ComputedStyle| {
        sans(s);
        s.caps = Caps::SmallCaps;
    };
    assert_ne!(glyphs("nhcr", small), glyphs("nhcr", sans));
}

#[test]
fn figures_are_old_style_where_the_font_has_them() {
    let set = |family: &'static str, figures, spacing| {
        glyphs("1790 320,000", move |s| {
            s.font_family = vec![family.to_owned()].into();
            (s.figures, s.figure_spacing) = (figures, spacing);
        })
    };
    let plain = set("sans-serif", Figures::Normal, FigureSpacing::Normal);
    let old = set("sans-serif", Figures::OldStyle, FigureSpacing::Normal);
    assert!([0, 1, 2, 3].iter().all(|&i| old[i] != plain[i]), "{old:?} {plain:?}");
    assert_ne!(set("sans-serif", Figures::Normal, FigureSpacing::Proportional), plain);
    assert_eq!(set("sans-serif", Figures::Lining, FigureSpacing::Tabular), plain, "as they come");
    let serif = set("serif", Figures::Normal, FigureSpacing::Normal);
    assert_eq!(set("serif", Figures::OldStyle, FigureSpacing::Proportional), serif, "Gentium Plus has no others");
}

/// The font of each cluster of a text.
fn fonts(text: &str) -> Vec<(String, String)> {
    let lines = english(text, |_| {}).lines(400.0);
    let mut list: Vec<(String, String)> = Vec::new();
    for run in runs(&lines[0]) {
        let mut last = None;
        for glyph in &run.glyphs {
            if last.replace(glyph.start) != Some(glyph.start) {
                let cluster = run.text[glyph.start as usize..glyph.end as usize].to_owned();
                list.push((cluster, shaper().face(run.font).family.clone()));
            }
        }
    }
    list
}

#[test]
fn a_base_and_its_marks_are_of_one_font() {
    // Gentium Plus has the letter, but not the arrow above; DejaVu Sans has both.
    assert!(!shaper().fonts().select(&["serif".to_owned()], 400, false).first().is_some_and(|&id| {
        let face = shaper().face(id);
        face.has('\u{20D7}') || !face.has('v')
    }));
    let found = fonts("av\u{20D7}b");
    let families: Vec<_> = found.iter().map(|(_, family)| family.as_str()).collect();
    assert_eq!(families, ["Gentium Plus", "DejaVu Sans", "DejaVu Sans", "Gentium Plus"], "{found:?}");
    // Several marks, in either order and normal form.
    for cluster in ["e\u{323}\u{301}", "e\u{301}\u{323}", "q\u{307}", "o\u{308}\u{304}"] {
        let found = fonts(&format!("a{cluster}b"));
        assert!(found.iter().all(|(_, family)| family == "Gentium Plus"), "{found:?}");
    }
}

#[test]
fn a_mark_stands_over_its_base() {
    let of = |text: &str| {
        let lines = english(text, |_| {}).lines(400.0);
        let run = runs(&lines[0]).next().expect("a run").clone();
        (run, lines[0].width.0)
    };
    let (run, width) = of("q\u{307}");
    assert!((width - of("q").1).abs() < 1e-6, "a mark takes no room of its own");
    let mark = run.glyphs.last().expect("a glyph");
    let face = shaper().face(run.font);
    let [left, bottom, right, _] = face.glyph_bounds(mark.id).expect("an outline");
    let points = |units: f32| f64::from(units) / f64::from(face.units_per_em) * 10.0;
    let middle = f64::from(mark.x) + points(left + right) / 2.0;
    assert!(middle > 0.2 * width && middle < 0.8 * width, "{middle} of {width}");
    assert!(f64::from(mark.y) + points(bottom) > points(face.x_height as f32), "above the letter");
}

#[test]
fn emoji_are_outlines_of_one_colour() {
    let text = "ok \u{1F600} \u{2764}\u{FE0F} \u{2600}";
    assert_eq!(english(text, |_| {}).shaped().1, []);
    let maker = english(text, |s| s.color = Rgb { r: 10, g: 20, b: 30 });
    for run in maker.lines(400.0).iter().flat_map(runs) {
        assert_eq!(run.color, Rgb { r: 10, g: 20, b: 30 });
    }
    let found = fonts("\u{1F600}\u{2764}\u{FE0F}");
    assert_eq!(
        found.iter().map(|(cluster, _)| cluster.as_str()).collect::<Vec<_>>(),
        ["\u{1F600}", "\u{2764}\u{FE0F}"]
    );
    let lines = english("\u{1F600}", |_| {}).lines(400.0);
    let run = runs(&lines[0]).next().expect("a run");
    assert!(shaper().face(run.font).glyph_bounds(run.glyphs[0].id).is_some(), "it has an outline");
}
