use super::*;

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a tag")
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date { year, month, day }
}

#[test]
fn tags_get_their_usual_case() {
    for (given, want) in [
        ("EN", "en"),
        ("en_gb", "en-GB"),
        ("KU-arab-iq", "ku-Arab-IQ"),
        ("zh-cmn-hans-CN", "zh-cmn-Hans-CN"),
        ("sl-rozaj-BISKE-1994", "sl-rozaj-biske-1994"),
        ("es-419", "es-419"),
        ("de-DE-u-co-phonebk", "de-DE-u-co-phonebk"),
        ("ar-x-A-b", "ar-x-a-b"),
        (" uk ", "uk"),
    ] {
        assert_eq!(Lang::parse(given).as_ref().map(Lang::as_str), Some(want), "{given}");
    }
}

#[test]
fn what_is_no_tag_is_refused() {
    for text in
        ["", "e", "-", "en-", "en--GB", "English language", "abcdefghi", "en-u", "12", "én", "x", "en-Latn-Arab"]
    {
        assert_eq!(Lang::parse(text), None, "{text}");
    }
    assert_eq!(Lang::parse(&"a-".repeat(400)), None);
}

#[test]
fn direction_follows_the_script() {
    for tag in
        ["ar", "ckb", "fa", "ur", "he", "ps", "sd", "ug", "yi", "dv", "ku-Arab", "ar-IQ", "pa-Arab-PK", "az-Arab"]
    {
        assert_eq!(lang(tag).direction(), Direction::Rtl, "{tag}");
    }
    for tag in ["en", "ku", "ku-Latn", "ar-Latn", "uk", "ug-Cyrl", "sd-Deva"] {
        assert_eq!(lang(tag).direction(), Direction::Ltr, "{tag}");
    }
}

#[test]
fn lang_ranges_match_whole_subtags() {
    assert!(lang("en-GB").matches("en"));
    assert!(lang("en-GB").matches("EN-gb"));
    assert!(!lang("en").matches("en-GB"));
    assert!(!lang("eng").matches("en"));
    assert!(lang("ar").matches("*"));
}

#[test]
fn ranges_leave_out_what_repeats() {
    let cases = [
        (
            "en",
            "10–16\u{a0}April 2017",
            "27\u{a0}March – 2\u{a0}April 2017",
            "28\u{a0}December 2015 – 3\u{a0}January 2016",
        ),
        (
            "fr",
            "10–16\u{a0}avril 2017",
            "27\u{a0}mars – 2\u{a0}avril 2017",
            "28\u{a0}décembre 2015 – 3\u{a0}janvier 2016",
        ),
        (
            "es",
            "10–16\u{a0}de abril de 2017",
            "27\u{a0}de marzo – 2\u{a0}de abril de 2017",
            "28\u{a0}de diciembre de 2015 – 3\u{a0}de enero de 2016",
        ),
        (
            "uk",
            "10–16\u{a0}квітня 2017\u{a0}р.",
            "27\u{a0}березня – 2\u{a0}квітня 2017\u{a0}р.",
            "28\u{a0}грудня 2015\u{a0}р. – 3\u{a0}січня 2016\u{a0}р.",
        ),
        ("ar", "١٠–١٦\u{a0}أبريل ٢٠١٧", "٢٧\u{a0}مارس – ٢\u{a0}أبريل ٢٠١٧", "٢٨\u{a0}ديسمبر ٢٠١٥ – ٣\u{a0}يناير ٢٠١٦"),
        (
            "ckb",
            "١٠–١٦ی\u{a0}نیسانی ٢٠١٧",
            "٢٧ی\u{a0}ئازار – ٢ی\u{a0}نیسانی ٢٠١٧",
            "٢٨ی\u{a0}کانوونی یەکەمی ٢٠١٥ – ٣ی\u{a0}کانوونی دووەمی ٢٠١٦",
        ),
    ];
    for (tag, month, year, years) in cases {
        let tag = lang(tag);
        assert_eq!(range(&tag, day(2017, 4, 10), day(2017, 4, 16)), month);
        assert_eq!(range(&tag, day(2017, 3, 27), day(2017, 4, 2)), year);
        assert_eq!(range(&tag, day(2015, 12, 28), day(2016, 1, 3)), years);
    }
    assert_eq!(range(&lang("en"), day(2017, 4, 10), day(2017, 4, 10)), "10\u{a0}April 2017");
}

#[test]
fn dates_know_their_country() {
    assert_eq!(date(&lang("fr"), day(2017, 4, 1)), "1er\u{a0}avril 2017");
    assert_eq!(date(&lang("ar-IQ"), day(2017, 4, 15)), "١٥\u{a0}نيسان ٢٠١٧");
    assert_eq!(date(&lang("ar-MA"), day(2017, 4, 15)), "15\u{a0}أبريل 2017");
    assert_eq!(date_time(&lang("en"), day(2017, 4, 15), 6, 5), "15\u{a0}April 2017, 06:05");
    // Another language falls back to English, digits included.
    assert_eq!(date(&lang("fa"), day(2017, 4, 15)), "15\u{a0}April 2017");
}

#[test]
fn counts_take_the_right_form() {
    let count = |tag: &str, n| labels(&lang(tag)).dispatches.count(&lang(tag), n);
    assert_eq!(count("en", 1), "1 dispatch");
    assert_eq!(count("en", 0), "0 dispatches");
    assert_eq!(count("fr", 0), "0 dépêche");
    assert_eq!(count("uk", 1), "1 повідомлення");
    assert_eq!(count("uk", 11), "11 повідомлень");
    assert_eq!(count("uk", 22), "22 повідомлення");
    assert_eq!(count("ar", 2), "برقيتان");
    assert_eq!(count("ar", 3), "٣ برقيات");
    assert_eq!(count("ar", 100), "١٠٠ برقية");
    assert_eq!(count("de", 3), "3 dispatches");
}

#[test]
fn every_language_fills_its_templates() {
    for tag in ["en", "fr", "es", "ar", "ckb", "uk"] {
        let words = labels(&lang(tag));
        assert!(is_complete(&lang(tag)));
        let one = [words.week, words.week_of, words.by, words.translated_by, words.accessed, words.corrected_on];
        let more = [words.also, words.translation_of, words.translated_as];
        let mut one = one.iter().chain(&more);
        assert!(one.all(|t| t.matches("{}").count() == 1), "{tag}");
        assert_eq!(words.colon.matches("{}").count(), 2);
        assert_eq!(words.series_number.matches("{}").count(), 2);
    }
    assert!(!is_complete(&lang("de")));
    assert_eq!(labels(&lang("de")).contents, "Contents");
}

#[test]
fn names_are_joined() {
    let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
    assert_eq!(join_names(labels(&lang("en")), &names), "A, B and C");
    assert_eq!(join_names(labels(&lang("ar")), &names[..2]), "A وB");
    assert_eq!(join_names(labels(&lang("en")), &[]), "");
}

#[test]
fn a_label_is_parted_from_its_value_as_its_language_does() {
    let after = |tag: &str, label: &str| after_label(&Lang::parse(tag).unwrap(), label);
    assert_eq!([after("en", "Place"), after("fr", "Lieu"), after("ar", "المكان")], [": ", "\u{a0}: ", ": "]);
    assert_eq!([after("en", "Open?"), after("fr", "Total\u{a0}:")], [" ", " "]);
}
