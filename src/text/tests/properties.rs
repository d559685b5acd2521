//! What must hold of any text whatever.

use proptest::prelude::*;

use super::super::bidi::Levels;
use super::super::fit::{fit, fit_all};
use super::super::itemise::{Run, RunKind, clusters, first_cluster, itemise};
use super::super::shaped::Break;
use super::*;

/// Text of many scripts, blanks, controls, marks and emoji.
pub(in crate::text) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,14}",
        2 => "[ابتثجحخدذرزسشصضطظعغفقكلمنهويەێۆڕ]{1,9}",
        1 => "[א-ת]{1,6}",
        1 => "[0-9٠-٩,.%]{1,8}",
        4 => Just(" ".to_owned()),
        1 => "[ \\t\\n\\r\u{A0}\u{2009}\u{3000}\u{2028}\u{2029}\u{85}\u{B}]{1,3}",
        1 => "[\u{AD}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{FFFC}]{1,4}",
        1 => "[\u{0}-\u{1F}\u{7F}-\u{9F}]{1,2}",
        1 => "[\u{300}-\u{36F}\u{64B}-\u{652}\u{20E3}\u{FE0F}]{1,3}",
        1 => "[😀👨👩🇮🇶☒→𓀀\u{E000}\u{1F3FB}ﬁ㊙日本語ไทย]{1,4}",
        1 => "[-–—/.:;?!&=_#@()\\[\\]“”'’]{1,3}",
        1 => Just("https://example.org/a/b-c_d?e=f".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|list| list.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set_whole(
        text in any_text(),
        width in 1.0..400.0f64,
        rtl in any::<bool>(),
        space in 0..4u8,
        align in 0..6u8,
        split in any::<prop::sample::Index>(),
        objects in 0..3usize,
    ) {
        let mut style = body();
        style.white_space = [WhiteSpace::Normal, WhiteSpace::Nowrap, WhiteSpace::Pre, WhiteSpace::PreWrap][usize::from(space)];
        style.text_align = [TextAlign::Start, TextAlign::End, TextAlign::Left, TextAlign::Right, TextAlign::Center,
            TextAlign::Justify][usize::from(align)];
        let mut at = split.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        let mut maker = Maker::new("en", direction, style);
        if at > 0 {
            maker = maker.span(&text[..at], |_| {});
        }
        if at < text.len() {
            maker = maker.span(&text[at..], |s| {
                s.font_style = FontStyle::Italic;
                s.caps = Caps::SmallCaps;
                s.letter_spacing = Pt(0.5);
                s.text_transform = TextTransform::Capitalize;
            });
        }
        for _ in 0..objects {
            maker.paragraph.objects.push(Object { node: 0, width: Pt(12.0), height: Pt(8.0) });
        }
        let lines = maker.lines(width);
        prop_assert!(!lines.windows(3).any(|w| w.iter().all(|l| l.hyphenated)) || width < 60.0);
        let (shaped, _) = maker.shaped();
        prop_assert!(shaped.min_content().0 <= shaped.max_content().0 + 1e-6);
    }

    #[test]
    fn clusters_can_be_cut_one_by_one(text in any_text()) {
        let mut at = 0;
        let one_by_one = std::iter::from_fn(|| {
            let cluster = first_cluster(&text[at..])?;
            at += cluster.len();
            Some((at - cluster.len(), cluster))
        });
        prop_assert_eq!(one_by_one.collect::<Vec<_>>(), clusters(&text).collect::<Vec<_>>());
    }

    #[test]
    fn common_letters_come_to_the_runs_that_all_letters_do(text in any_text(), split in any::<prop::sample::Index>()) {
        let mut at = split.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut maker = Maker::new("en", Direction::Ltr, body());
        for part in [&text[..at], &text[at..]].into_iter().filter(|part| !part.is_empty()) {
            maker = maker.span(part, |_| {});
        }
        let (shaped, _) = maker.shaped();
        let flat = Levels::of(&text, Direction::Ltr);
        if text.is_empty() || !flat.is_flat() {
            return Ok(());
        }
        let runs = |levels: &Levels| {
            let runs = itemise(shaper(), &shaped.paragraph, &shaped.styles, levels, &mut Vec::new());
            let font = |run: &Run| if let RunKind::Text { font, .. } = run.kind { Some(font) } else { None };
            runs.iter().map(|run| (run.range.clone(), run.span, font(run))).collect::<Vec<_>>()
        };
        prop_assert_eq!(runs(&flat), runs(&Levels::spelt_out(text.len())));
    }

    #[test]
    fn paragraphs_without_hyphens_break_as_if_all_hyphens_were_known(
        text in "([a-zA-Z]{1,12}[ ,.-]{1,2}|\u{2028}|[a-z]{3}\u{AD}[a-z]{4} |[ا-ي]{2,7} ){1,60}",
        width in 40.0..400.0f64,
        justify in any::<bool>(),
        margins in any::<bool>(),
    ) {
        let mut style = body();
        style.text_align = if justify { TextAlign::Justify } else { TextAlign::Start };
        style.protrusion = margins;
        let (shaped, _) = Maker::new("en", Direction::Ltr, style).span(&text, |_| {}).shaped();
        let measure = |_| Pt(width);
        let ends = |(breaks, chosen): (std::borrow::Cow<'_, [Break]>, Vec<usize>)| {
            chosen.iter().map(|&index| (breaks[index].at, breaks[index].kind)).collect::<Vec<_>>()
        };
        prop_assert_eq!(ends(fit(&shaped, &measure)), ends(fit_all(&shaped, &measure)));
    }
}
