//! What must hold of any text whatever.

use proptest::prelude::*;

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
}
