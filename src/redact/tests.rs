use proptest::prelude::*;

use super::{Kind, Name, NameError, Redactor};

fn name(text: &str) -> Name {
    Name { text: text.into(), with: None, whole_word: false }
}

fn redactor(names: &[&str]) -> Redactor {
    Redactor::new(names.iter().map(|n| name(n)).collect()).expect("names")
}

fn text(names: &[&str], text: &str) -> String {
    redactor(names).text(text)
}

#[test]
fn names_go_in_any_case_and_form() {
    for (name, written) in [
        ("Layla", "LAYLA"),
        ("Layla", "Ｌａｙｌａ"),
        ("Zoë", "ZOE\u{308}"),
        ("Zoë", "Zoe\u{308}"),
        ("José", "JOSÉ"),
        ("Straße", "STRASSE"),
        ("Strasse", "Straẞe"),
        ("İpek", "ipek"),
        ("ipek", "İPEK"),
        ("Işık", "ışık"),
        ("Σοφός", "ΣΟΦΟΣ"),
        ("Fiona", "ﬁona"),
        ("Layla", "Lay\u{AD}la"),
        ("Layla Hassan", "Layla* Hassan*"),
        ("Layla", "Lay~~la^"),
        ("Layla Hassan", "layla.hassan"),
        ("Layla Hassan", "Layla+Hassan"),
        ("J. Smith", "J.Smith"),
        ("Layla", "La\u{200D}y\u{2060}l\u{200B}a"),
        ("Layla", "\u{202A}L\u{202C}ayla"),
        ("ليلى", "لَيْلَىٰ"),
        ("ليلى", "ليـــلى"),
        ("ليلى", "ﻟﻴﻠﻰ"),
        ("ليلى", "ليلی"),
        ("کاوە", "كاوه"),
        ("أحمد", "احمد"),
        ("Ганна", "ГАННА"),
        ("O'Brien", "O’Brien"),
        ("O'Brien", "obrien"),
        ("O'Brien", "o-brien"),
        ("+964 770 123", "+964-770-123"),
        ("٠٧٧٠", "0770"),
    ] {
        let out = text(&[name], &format!("({written})"));
        let left: String = out.chars().filter(|c| c.is_alphanumeric() || *c == '█').collect();
        assert_eq!(left, "█", "{name} in {written}: {out}");
    }
}

#[test]
fn what_is_another_word_stays() {
    for (name, written) in [
        ("Layla", "Lay la"),
        ("Layla", "Lail"),
        ("Layla Hassan", "Layla"),
        ("Layla Hassan", "Layla. Hassan"),
        ("Ali", "al-Iraqiya"),
    ] {
        assert_eq!(text(&[name], written), written);
    }
}

#[test]
fn names_go_as_substrings_unless_words_are_asked_for() {
    assert_eq!(text(&["ليلى"], "وليلى، لليلى ولليلى"), "و█، ل█ ول█");
    assert_eq!(text(&["Layla"], "Layla's, Laylah"), "█'s, █h");
    let words = Redactor::new(vec![Name { whole_word: true, with: Some("N.".into()), ..name("Ali") }]).expect("a name");
    assert_eq!(words.text("Ali’s Aliyah, ali; reality ALI_x Ali"), "N.’s Aliyah, N.; reality N._x N.");
    assert_eq!(words.text("Ali\u{301}c Ali\u{301}"), "Ali\u{301}c N.", "a mark ends no word");
}

#[test]
fn blanks_may_be_written_in_many_ways() {
    for written in [
        "Layla Hassan",
        "Layla  Hassan",
        "Layla\u{A0}Hassan",
        "Layla\nHassan",
        "Layla-Hassan",
        "layla_hassan",
        "layla--hassan",
        "Layla – Hassan",
        "Layla%20Hassan",
        "layla%2Dhassan",
        "Layla%2520Hassan",
        "Layla \u{2028} Hassan",
    ] {
        assert_eq!(text(&["Layla Hassan"], &format!("a {written} b")), "a █ b", "{written}");
        assert_eq!(text(&["Layla-Hassan"], &format!("a {written} b")), "a █ b", "{written}");
    }
    assert_eq!(text(&["J. R. Smith"], "by j-r-smith and J.R. Smith"), "by █ and █");
}

#[test]
fn words_parted_at_line_ends_are_joined() {
    assert_eq!(text(&["Layla"], "said Lay-\nla."), "said █.");
    assert_eq!(text(&["Layla"], "said Lay\u{2028}la."), "said █.");
    assert_eq!(
        text(&["Ali"], "sever-\nal issues, al-\nIraqiya, several\u{2028}issues"),
        "sever-\nal issues, al-\nIraqiya, several\u{2028}issues"
    );
}

#[test]
fn overlapping_names_leave_nothing_of_each() {
    assert_eq!(text(&["Layla", "Layla Hassan"], "Layla Hassan, Layla"), "█, █");
    assert_eq!(text(&["Layla Hassan", "Hassan Ali"], "Layla Hassan Ali"), "█");
    let with = |text: &str, with: &str| Name { with: Some(with.into()), ..name(text) };
    let two = Redactor::new(vec![with("Layla", "L."), with("Layla Hassan", "the nurse")]).expect("names");
    assert_eq!(two.text("Layla Hassan met Layla"), "the nurse met L.");
}

#[test]
fn what_is_left_makes_no_name_anew() {
    let empty = Redactor::new(vec![Name { with: Some(String::new()), ..name("ayl") }, name("Lara")]).expect("names");
    assert_eq!(empty.text("Layl ara Laaylra"), "L ara █");
    let growing = Redactor::new(vec![Name { with: Some("ba".into()), ..name("ab") }]).expect("a name");
    let out = growing.text(&"ab".repeat(60));
    assert!(growing.find(&out, Kind::Text).is_empty());
}

#[test]
fn replacements_must_not_hold_names() {
    let errors = |names: Vec<Name>| Redactor::new(names).err().unwrap_or_default();
    let with = |text: &str, with: &str| Name { with: Some(with.into()), ..name(text) };
    assert_eq!(errors(vec![with("Layla", "Laylā H.")]), [(0, NameError::Returns(0))]);
    assert_eq!(errors(vec![with("Layla", "Ali"), name("ali")]), [(0, NameError::Returns(1))]);
    assert_eq!(errors(vec![name("…"), name("\u{200D}")]), [(0, NameError::Empty), (1, NameError::Empty)]);
    assert_eq!(errors(vec![name(&"a".repeat(401))]), [(0, NameError::TooLong)]);
    assert!(errors(vec![with("Layla", "L."), with("L. A.", "")]).is_empty());
}

#[test]
fn addresses_stay_addresses() {
    let address = |names: &[&str], text: &str| redactor(names).address(text);
    assert_eq!(address(&["Layla"], "https://example.org/a/layla?q=1"), "https://example.org/a/█?q=1");
    assert_eq!(address(&["Layla"], "https://www.layla.org:80/x"), "https://redacted.invalid:80/x");
    assert_eq!(address(&["ليلى"], "https://x.org/%D9%84%D9%8A%D9%84%D9%89/1"), "https://x.org/█/1");
    assert_eq!(address(&["Layla Hassan"], "mailto:layla.hassan@example.org"), "mailto:█@example.org");
    assert_eq!(address(&["Layla Hassan"], "https://x.org/?q=Layla+Hassan&r"), "https://x.org/?q=█&r");
    assert_eq!(address(&["münchen"], "https://xn--mnchen-3ya.de/"), "https://redacted.invalid/");
    assert_eq!(address(&["Layla"], "https://x.org/l%61yl%61"), "https://x.org/█");
    assert_eq!(address(&["Ted"], "https://ted.org/ted"), "https://omitted.invalid/█".replace("omitted", "x"));
    let l = Redactor::new(vec![Name { with: Some("L. H.".into()), ..name("Layla") }]).expect("a name");
    assert_eq!(l.address("https://x.org/layla"), "https://x.org/L.%20H.");
    assert_eq!(l.name("posts/2017-layla.md"), "posts/2017-l-h.md");
    assert_eq!(redactor(&["Layla"]).name("layla/the-bridge"), "redacted/the-bridge");
}

/// Names as people have them, and noise that may stand within them without changing them.
fn noisy() -> impl Strategy<Value = (String, String)> {
    let letters = prop::sample::select(vec!["Latin", "Arabic", "Kurdish", "Greek"]);
    letters
        .prop_flat_map(|script| {
            let pattern = match script {
                "Latin" => "[A-Z][a-zéèçñöüß]{3,9}( [A-Z][a-z]{2,8})?",
                "Arabic" => "[ابتثجحخدذرزسشصضطظعغفقكلمنهوي]{4,9}",
                "Kurdish" => "[ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ]{4,9}",
                _ => "[Α-Ρ][α-ως]{3,8}",
            };
            (pattern, prop::collection::vec(0usize..12, 40))
        })
        .prop_map(|(name, noise)| {
            let mut written = String::new();
            for (c, noise) in name.chars().zip(noise.into_iter().cycle()) {
                match noise {
                    0 => written.extend(c.to_uppercase()),
                    1 => written.extend(c.to_lowercase()),
                    _ if c == ' ' => written.push_str(["  ", "-", "_", "\n", "\u{A0}"][noise % 5]),
                    _ => written.push(c),
                }
                written.push_str(match noise {
                    2 => "\u{AD}",
                    3 => "\u{200D}",
                    4 => "\u{64E}",
                    5 => "\u{200C}",
                    _ => "",
                });
            }
            (name, written)
        })
}

proptest! {
    #[test]
    fn noise_hides_no_name((name, written) in noisy(), before in "[ .,و]{0,2}", after in "[ .,]{0,2}") {
        let redactor = redactor(&[&name]);
        let out = redactor.text(&format!("{before}{written}{after}"));
        prop_assert!(out.contains('█'), "{name:?} in {written:?} is left: {out:?}");
        prop_assert!(redactor.find(&out, Kind::Text).is_empty());
    }

    #[test]
    fn any_text_can_be_searched(name in "\\PC{1,12}", text in "\\PC{0,60}") {
        let Ok(redactor) = Redactor::new(vec![Name { text: name, with: None, whole_word: false }]) else { return Ok(()) };
        for out in [redactor.text(&text), redactor.address(&text)] {
            prop_assert!(redactor.find(&out, Kind::Text).is_empty(), "{out:?}");
        }
        redactor.name(&text);
    }
}
