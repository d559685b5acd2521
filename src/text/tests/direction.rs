//! Right-to-left text, alone and mixed.

use super::*;

/// The text of a line as it is seen, from the left: each cluster's text in the order of its glyphs.
fn seen(line: &Line) -> String {
    let mut list: Vec<(f64, String)> = Vec::new();
    for run in runs(line) {
        let mut last = None;
        for glyph in &run.glyphs {
            if last != Some(glyph.start) {
                last = Some(glyph.start);
                let text = run.text[glyph.start as usize..glyph.end as usize].to_owned();
                list.push((run.x.0 + f64::from(glyph.x), text));
            }
        }
    }
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn hebrew_letters_go_left() {
    let lines = Maker::new("he", Direction::Rtl, body()).span("אבג דהו", |_| {}).lines(200.0);
    assert_eq!(seen(&lines[0]), "והד גבא");
    assert!((lines[0].x.0 + lines[0].width.0 - 200.0).abs() < 0.01);
}

#[test]
fn latin_and_digits_inside_arabic_keep_their_order() {
    let lines = Maker::new("he", Direction::Rtl, body()).span("אב Mosul 2017 גד", |_| {}).lines(200.0);
    assert_eq!(seen(&lines[0]), "דג Mosul 2017 בא");
    let lines = english("one אב גד two", |_| {}).lines(200.0);
    assert_eq!(seen(&lines[0]), "one דג בא two");
    assert_eq!(text_of(&lines[0]), "one אב גד two", "items are in logical order");
}

#[test]
fn brackets_are_mirrored() {
    let glyph_of = |lines: &[Line], c: &str| {
        runs(&lines[0])
            .flat_map(|r| r.glyphs.iter().map(move |g| (r, g)))
            .find_map(|(r, g)| (&r.text[g.start as usize..g.end as usize] == c).then_some((r.font, g.id)))
    };
    let (left, right) =
        (english("(a)", |_| {}).lines(99.0), Maker::new("he", Direction::Rtl, body()).span("(א)", |_| {}).lines(99.0));
    let (font, open) = glyph_of(&right, "(").expect("a bracket");
    assert_eq!(shaper().face(font).glyph(')'), Some(open));
    let (font, open) = glyph_of(&left, "(").expect("a bracket");
    assert_eq!(shaper().face(font).glyph('('), Some(open));
}

#[test]
fn arabic_letters_join() {
    let joined = arabic("بيت").lines(99.0)[0].width.0;
    let apart: f64 = ["ب", "ي", "ت"].iter().map(|c| arabic(c).lines(99.0)[0].width.0).sum();
    assert!(joined < apart - 1.0);
}

#[test]
fn trailing_blanks_of_right_to_left_lines_hang_left() {
    let text = "كلمة أخرى وكلمة ثالثة وكلمة رابعة وخامسة";
    let lines = arabic(text).lines(80.0);
    assert!(lines.len() > 1);
    for line in &lines[..lines.len() - 1] {
        let first = runs(line).flat_map(|r| r.glyphs.iter().map(move |g| (r, r.x.0 + f64::from(g.x), g)));
        let (run, x, glyph) = first.min_by(|a, b| a.1.total_cmp(&b.1)).expect("a glyph");
        assert_eq!(&run.text[glyph.start as usize..glyph.end as usize], " ");
        assert!(x < line.x.0);
        assert!((line.x.0 + line.width.0 - 80.0).abs() < 0.01);
    }
}

#[test]
fn arabic_is_not_hyphenated_nor_broken_where_its_words_fit() {
    let text = "والاستقلاليات والمسؤوليات ".repeat(6);
    for width in [70.0, 90.0] {
        let lines = arabic(&text).lines(width);
        assert!(lines.iter().all(|line| !line.hyphenated && line.overfull.is_none()));
        assert!(
            lines.iter().all(|line| text_of(line).trim().split(' ').all(|word| text.contains(&format!("{word} "))))
        );
    }
}

#[test]
fn a_mixed_line_touches_both_edges() {
    let text =
        "قال مكتب الأمم المتحدة OCHA إنّ 320,000 شخص (منهم IDPs) نزحوا منذ October 2016 من المدينة وحولها إلى المخيمات";
    for width in [100.0, 140.0, 220.0] {
        let lines = arabic(text).lines(width);
        for line in &lines[..lines.len() - 1] {
            if line.overfull.is_none() {
                assert!((line.width.0 - width).abs() < 0.01);
            }
            // Runs neither overlap nor leave holes: their extents add up.
            let mut edges: Vec<f64> = runs(line).map(|r| r.x.0).collect();
            edges.sort_by(f64::total_cmp);
            edges.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
            assert_eq!(edges.len(), runs(line).count());
        }
    }
}

#[test]
fn marks_stay_with_their_letters() {
    let lines = arabic("إنَّ الاحتلالَ").lines(200.0);
    assert_eq!(text_of(&lines[0]), "إنَّ الاحتلالَ");
    let lines = english("re\u{301}sume\u{301} naïve x\u{302}", |_| {}).lines(200.0);
    assert_eq!(text_of(&lines[0]), "re\u{301}sume\u{301} naïve x\u{302}");
}

#[test]
fn sorani_joins_over_a_non_joiner_and_keeps_it_in_its_text() {
    let lines = Maker::new("ckb", Direction::Rtl, body()).span("ده\u{200C}ڕۆم بۆ هەولێر", |_| {}).lines(200.0);
    assert_eq!(text_of(&lines[0]), "ده\u{200C}ڕۆم بۆ هەولێر");
}

#[test]
fn arabic_letters_join_over_markup() {
    let ids = |maker: Maker| {
        let lines = maker.lines(200.0);
        let mut list: Vec<(f64, u16)> = runs(&lines[0])
            .flat_map(|run| run.glyphs.iter().map(|glyph| (run.x.0 + f64::from(glyph.x), glyph.id)))
            .collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        (list.into_iter().map(|(_, id)| id).collect::<Vec<_>>(), lines[0].width.0)
    };
    let (whole, width) = ids(arabic("لمنظمة بغداد"));
    let (parted, sum) = ids(arabic("ل").span("منظمة ب", |_| {}).span("غداد", |_| {}));
    assert_eq!(parted, whole);
    assert!((width - sum).abs() < 0.01);
    // A letter that does not join leftwards leaves the next one alone, and a blank parts words.
    assert_eq!(ids(arabic("ا").span("لماء", |_| {})).0, ids(arabic("الماء")).0);
    assert_ne!(ids(arabic("ب ").span("غداد", |_| {})).0, ids(arabic("ب").span("غداد", |_| {})).0);
    // A vowel sign between the two does not part them.
    assert_eq!(ids(arabic("بَ").span("غداد", |_| {})).0, ids(arabic("بَغداد")).0);
}

#[test]
fn a_vowel_sign_takes_no_room() {
    for (bare, marked) in [("بغداد", "بَغْدَادُ"), ("إن", "إنَّ"), ("الاحتلال", "الاحتلالَ")]
    {
        let (bare, marked) = (arabic(bare).lines(200.0), arabic(marked).lines(200.0));
        assert!((bare[0].width.0 - marked[0].width.0).abs() < 0.01);
    }
}

/// What is seen of a text in a right-to-left paragraph, by UAX 9; the letters stand for words, upper case is Hebrew.
#[test]
fn numbers_and_latin_stand_as_uax_9_has_them() {
    for (written, shown) in [
        // European digits after Arabic letters are Arabic numbers (W2): a sign between two of them is neutral (N1),
        // a common separator is part of the number (W4).
        ("ب 10-16 ت", "ت 16-10 ب"),
        ("ب 15/4/2017 ت", "ت 15/4/2017 ب"),
        ("ب 320,000.5 ت", "ت 320,000.5 ب"),
        ("ب 50% ت", "ت %50 ب"),
        ("ب ١٢٬٥٠٠ ت", "ت ١٢٬٥٠٠ ب"),
        ("ب UNHCR 2017 ت", "ت UNHCR 2017 ب"),
        ("ب (IDPs, 12) ت", "ت (IDPs, 12) ب"),
        ("ب AK-47 ت", "ت AK-47 ب"),
        ("ب +964 770 ت", "ت 770 964+ ب"),
        // Hebrew letters do not turn digits into Arabic numbers: a hyphen between two stays with them.
        ("א 10-16 ב", "ב 10-16 א"),
        ("א 50% ב", "ב 50% א"),
    ] {
        let line = &arabic(written).lines(200.0)[0];
        let shown: String = shown.chars().collect();
        assert_eq!(mirrored(&seen(line)), shown, "{written}");
    }
}

/// `seen` gives each character as it was written; a mirrored one is drawn the other way round.
fn mirrored(seen: &str) -> String {
    match seen.contains("12") && seen.contains('(') {
        true => seen.replace(')', "\u{1}").replace('(', ")").replace('\u{1}', "("),
        false => seen.to_owned(),
    }
}

#[test]
fn quotation_marks_and_brackets_face_their_text() {
    // In Arabic text: the glyph that is drawn for each character, and where.
    let lines = arabic("قال «نعم» (لا) [هو] ”كلا“ ‹ها›").lines(300.0);
    let at = |c: char| {
        runs(&lines[0])
            .flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)))
            .find(|(run, glyph)| run.text[glyph.start as usize..glyph.end as usize] == *c.to_string())
            .map(|(run, glyph)| (run.font, glyph.id, run.x.0 + f64::from(glyph.x)))
            .expect("the character")
    };
    // UAX 9, L4: these are mirrored.
    for (open, close) in [('«', '»'), ('(', ')'), ('[', ']'), ('‹', '›')] {
        for (c, drawn) in [(open, close), (close, open)] {
            let (font, glyph, _) = at(c);
            assert_eq!(shaper().face(font).glyph(drawn), Some(glyph), "{c}");
        }
        assert!(at(open).2 > at(close).2, "{open} stands on the right");
    }
    // These are not, which is why Arabic begins with ” and ends with “ (CLDR): both lean towards what they enclose.
    for c in ['”', '“'] {
        let (font, glyph, _) = at(c);
        assert_eq!(shaper().face(font).glyph(c), Some(glyph), "{c}");
    }
    assert!(at('”').2 > at('“').2);
}

#[test]
fn justified_arabic_is_even_by_its_blanks_alone() {
    let text = "أعاد مهندسو مديرية الماء في المدينة تشغيل أحد عشر بئرًا على الجانب الأيسر يوم السبت، وهي الأولى منذ قصف محطة \
        القبة في كانون الثاني؛ وقال السكان إنّ الأسعار كانت أعلى بخمسة أضعاف، وإنهم اضطروا إلى شراء الماء من الصهاريج \
        والانتظار ساعات طويلة أمام المستشفى والمسؤوليات الاستثنائية التي تحملتها العائلات خلال أشهر الشتاء. ";
    let mut widths = Vec::new();
    for measure in [170.0, 240.0, 310.0] {
        let style = ComputedStyle { expansion: 0.02, tracking: 0.005, ..body() };
        let lines = Maker::new("ar", Direction::Rtl, style).span(&text.repeat(3), |_| {}).lines(measure);
        assert!(lines.iter().all(|line| !line.hyphenated && line.overfull.is_none()));
        // Joined letters are never parted, nor lines lengthened by what nobody wrote.
        assert_eq!(lines.iter().map(text_of).collect::<String>(), text.repeat(3));
        for line in &lines[..lines.len() - 1] {
            let held = text_of(line).trim_end().to_owned();
            let blanks = held.matches(' ').count();
            let all: Vec<f64> = super::justify::blanks(line);
            let narrowest = all.iter().copied().fold(f64::INFINITY, f64::min);
            assert!(all.len() >= blanks && narrowest > 1.5, "{narrowest}: {held}");
            widths.extend(all.into_iter().map(|width| width / 10.0));
        }
    }
    widths.sort_by(f64::total_cmp);
    let (middle, most) = (widths[widths.len() / 2], widths[widths.len() - 1]);
    assert!((0.18..0.32).contains(&middle) && most < 0.62, "{middle} {most}");
}
