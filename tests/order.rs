//! Order and weeks: over the years' ends, in any zone, with ties, from unsorted manifests; both formats agree.

mod support;

use serde_json::Value;
use support::{Book, squeeze};

/// A book of inline dispatches, (date as the manifest writes it, title), with these fields beside.
fn book(fields: &str, dispatches: &[(&str, &str)]) -> Book {
    let mut manifest = format!("weekbook: 1\ntitle: Order\npublisher: Nobody\n{fields}\ndispatches:\n");
    for (date, title) in dispatches {
        manifest.push_str(&format!("  - {{title: \"{title}\", date: {date}, source: {{name: A}}, body: Text.}}\n"));
    }
    Book::new().manifest(&manifest)
}

/// `week date title` of every row of `list`.
fn rows(book: &Book) -> Vec<String> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_string();
    let row = |row: &Value| format!("{} {} {}", text(row, "week"), text(row, "date"), text(row, "title"));
    book.list().iter().map(row).collect()
}

/// Days around five turns of the year, shuffled.
const YEAR_ENDS: [(&str, &str); 18] = [
    ("2021-01-04", "p"),
    ("2015-12-28", "b"),
    ("2018-12-30", "g"),
    ("2020-12-27", "l"),
    ("2016-01-03", "d"),
    ("2021-01-03", "o"),
    ("2015-12-27", "a"),
    ("2019-12-30", "k"),
    ("2018-12-31", "h"),
    ("2016-01-01", "c"),
    ("2021-01-01", "n"),
    ("2017-01-01", "f"),
    ("2019-01-01", "i"),
    ("2016-01-04", "e"),
    ("2024-12-30", "q"),
    ("2019-12-29", "j"),
    ("2020-12-28", "m"),
    ("2027-01-03", "r"),
];

#[test]
fn a_week_of_iso_belongs_to_the_year_that_has_its_thursday() {
    let expected = [
        "2015-W52 2015-12-27 a",
        "2015-W53 2015-12-28 b",
        "2015-W53 2016-01-01 c",
        "2015-W53 2016-01-03 d",
        "2016-W01 2016-01-04 e",
        "2016-W52 2017-01-01 f",
        "2018-W52 2018-12-30 g",
        "2019-W01 2018-12-31 h",
        "2019-W01 2019-01-01 i",
        "2019-W52 2019-12-29 j",
        "2020-W01 2019-12-30 k",
        "2020-W52 2020-12-27 l",
        "2020-W53 2020-12-28 m",
        "2020-W53 2021-01-01 n",
        "2020-W53 2021-01-03 o",
        "2021-W01 2021-01-04 p",
        "2025-W01 2024-12-30 q",
        "2026-W53 2027-01-03 r",
    ];
    assert_eq!(rows(&book("", &YEAR_ENDS)), expected);
    assert_eq!(rows(&book("week: iso", &YEAR_ENDS)), expected);
}

#[test]
fn a_week_from_sunday_is_named_by_its_first_day() {
    let days = [
        ("2021-01-03", "Sunday"),
        ("2021-01-02", "Saturday"),
        ("2021-01-09", "Saturday after"),
        ("2021-01-10", "Next"),
    ];
    let expected = [
        "2020-12-27 2021-01-02 Saturday",
        "2021-01-03 2021-01-03 Sunday",
        "2021-01-03 2021-01-09 Saturday after",
        "2021-01-10 2021-01-10 Next",
    ];
    assert_eq!(rows(&book("week: sunday", &days)), expected);
}

#[test]
fn a_week_from_saturday_is_named_by_its_first_day() {
    let days =
        [("2021-01-02", "Saturday"), ("2021-01-01", "Friday"), ("2021-01-08", "Friday after"), ("2021-01-09", "Next")];
    let expected = [
        "2020-12-26 2021-01-01 Friday",
        "2021-01-02 2021-01-02 Saturday",
        "2021-01-02 2021-01-08 Friday after",
        "2021-01-09 2021-01-09 Next",
    ];
    assert_eq!(rows(&book("week: saturday", &days)), expected);
}

#[test]
fn chapters_count_the_weeks_that_have_dispatches() {
    let book = book("", &[("2017-05-01", "c"), ("2017-01-02", "a"), ("2017-01-08", "b"), ("2019-01-01", "d")]);
    let chapters: Vec<u64> = book.list().iter().map(|r| r["chapter"].as_u64().expect("a number")).collect();
    assert_eq!(chapters, [1, 1, 2, 3]);
}

#[test]
fn an_instant_belongs_to_the_day_and_week_of_the_books_zone() {
    let instants = [
        ("2021-01-03T20:59:59Z", "last second of Sunday in Baghdad"),
        ("2021-01-03T21:00:00Z", "first second of Monday in Baghdad"),
        ("2021-01-04T02:29:00+05:30", "still Sunday in Baghdad"),
        ("2021-01-03T16:00:00-05:00", "Monday in Baghdad"),
    ];
    let expected = [
        "2020-W53 2021-01-03 still Sunday in Baghdad",
        "2020-W53 2021-01-03 last second of Sunday in Baghdad",
        "2021-W01 2021-01-04 first second of Monday in Baghdad",
        "2021-W01 2021-01-04 Monday in Baghdad",
    ];
    assert_eq!(rows(&book("timezone: Asia/Baghdad", &instants)), expected);
    let first = rows(&book("", &instants));
    assert!(first.iter().all(|r| r.starts_with("2020-W53 2021-01-03")), "UTC without a zone: {first:?}");
    let east = rows(&book("timezone: Pacific/Kiritimati", &instants));
    assert!(east.iter().all(|r| r.starts_with("2021-W01 2021-01-04")), "{east:?}");
    let west = rows(&book("timezone: Pacific/Pago_Pago", &instants));
    assert!(west.iter().all(|r| r.starts_with("2020-W53 2021-01-03")), "{west:?}");
}

#[test]
fn a_time_is_shown_on_the_clocks_of_the_books_zone() {
    let book = book(
        "timezone: Asia/Kolkata",
        &[("2017-04-15T00:00:00Z", "a"), ("2017-04-15 14:30", "b"), ("2017-04-15T14:30:05", "c"), ("2017-04-15", "d")],
    );
    let times: Vec<(String, Value)> =
        book.list().iter().map(|r| (r["title"].as_str().unwrap_or_default().to_string(), r["time"].clone())).collect();
    let expected = [("d", Value::Null), ("a", "05:30".into()), ("b", "14:30".into()), ("c", "14:30".into())];
    assert_eq!(times, expected.map(|(title, time)| (title.to_string(), time)));
}

#[test]
fn the_hour_that_a_zone_has_twice_stays_in_order() {
    // Berlin, 29 October 2017: 03:00 summer time (01:00 UTC) becomes 02:00.
    let book = book(
        "timezone: Europe/Berlin",
        &[
            ("2017-10-29T01:15:00Z", "02:15, the second time"),
            ("2017-10-29T00:45:00Z", "02:45, the first time"),
            ("2017-10-29T02:00:00Z", "03:00"),
            ("2017-10-29T00:00:00Z", "02:00, the first time"),
        ],
    );
    assert_eq!(book.titles(), ["02:00, the first time", "02:45, the first time", "02:15, the second time", "03:00"]);
}

#[test]
fn a_time_that_a_zone_skips_is_an_error_and_no_panic() {
    let book = book("timezone: Europe/Berlin", &[("2017-03-26T02:30", "never")]);
    let errors = book.errors();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].place(), "manifest.yaml:6:28: bad-date");
}

#[test]
fn a_day_without_a_time_comes_before_the_times_of_the_day() {
    let dispatches = [
        ("2017-04-15T00:00", "midnight"),
        ("2017-04-15T23:59", "late"),
        ("2017-04-15", "day"),
        ("2017-04-14T23:59", "eve"),
    ];
    assert_eq!(book("", &dispatches).titles(), ["eve", "day", "midnight", "late"]);
}

#[test]
fn ties_keep_the_order_of_the_manifest() {
    let titles: Vec<String> = (0..30).map(|i| format!("t{}", (i * 7) % 30)).collect();
    let mut dispatches: Vec<(&str, &str)> = titles.iter().map(|t| ("2017-04-15", t.as_str())).collect();
    dispatches.push(("2017-04-15T09:00", "z"));
    dispatches.push(("2017-04-15T06:00:00Z", "y"));
    dispatches.push(("2017-04-15T09:00:00", "x"));
    let expected: Vec<&str> = dispatches.iter().map(|d| d.1).collect();
    assert_eq!(book("timezone: Asia/Baghdad", &dispatches).titles(), expected, "09:00 in Baghdad is 06:00 UTC");
}

#[test]
fn a_pattern_gives_its_files_in_the_byte_order_of_their_names_at_its_place() {
    let post = |title: &str| format!("---\ntitle: {title}\ndate: 2017-04-15\nsource: {{name: A}}\n---\nText.\n");
    let book = Book::new()
        .manifest(
            "
            weekbook: 1
            title: Order
            publisher: Nobody
            dispatches:
              - {title: before, date: 2017-04-15, source: {name: A}, body: Text.}
              - posts/*.md
              - {title: after, date: 2017-04-15, source: {name: A}, body: Text.}
            ",
        )
        .file("posts/b.md", &post("b"))
        .file("posts/a.md", &post("a"))
        .file("posts/10.md", &post("10"))
        .file("posts/2.md", &post("2"))
        .file("posts/Z.md", &post("Z"))
        .file("posts/é.md", &post("é"))
        .file("posts/notes.txt", "no dispatch");
    assert_eq!(book.titles(), ["before", "10", "2", "Z", "a", "b", "é", "after"]);
}

#[test]
fn the_machines_zone_and_language_decide_nothing() {
    let fields = "timezone: America/New_York";
    let dates =
        [("2021-01-04T04:59:00Z", "a"), ("2021-01-04T05:00:00Z", "b"), ("2021-01-03", "c"), ("2021-01-04", "d")];
    let plain = book(fields, &dates);
    let expected = plain.run(["list", "--output-format", "json"]).succeeds().stdout;
    assert_eq!(
        rows(&plain),
        ["2020-W53 2021-01-03 c", "2020-W53 2021-01-03 a", "2021-W01 2021-01-04 d", "2021-W01 2021-01-04 b"]
    );
    for zone in ["UTC", "Asia/Baghdad", "Pacific/Kiritimati", "Pacific/Pago_Pago", "nonsense", ":/etc/localtime"] {
        let elsewhere = book(fields, &dates).env("TZ", zone).env("LC_ALL", "ar_EG.UTF-8").env("LANG", "de_DE");
        let run = elsewhere.run(["list", "--output-format", "json"]).succeeds();
        assert_eq!(run.stdout, expected, "TZ={zone}");
    }
}

/// Four dispatches of three sources over a turn of the year, unsorted.
fn credited() -> Book {
    Book::new().manifest(
        "
        weekbook: 1
        title: Credits
        publisher: Nobody
        timezone: Asia/Baghdad
        sources:
          ap: {name: Associated Press, url: 'https://apnews.com/'}
          iom: {name: Displacement Desk}
        weeks:
          2020-W53: {title: The old year}
        dispatches:
          - {title: Monday morning, date: 2021-01-04T08:15, source: iom, byline: Layla Haddad, place: Erbil, body: Wxyz four.}
          - {title: New year, date: 2021-01-01, source: ap, byline: [Ann Onym, Bob Other], body: Wxyz two.}
          - {title: Old year, date: 2020-12-28, source: {name: Field notes}, place: Mosul, body: Wxyz one.}
          - {title: Sunday night, date: 2021-01-03T20:30:00Z, source: ap, body: Wxyz three.}
        ",
    )
}

const CREDITED: [&str; 4] = ["Old year", "New year", "Sunday night", "Monday morning"];

#[test]
fn the_contents_of_the_epub_and_the_outline_of_the_pdf_agree() {
    let book = credited().built();
    let (epub, pdf) = (book.epub("dist/credits.epub"), book.pdf("dist/credits.pdf"));
    let contents = epub.contents();
    // What only one format has: the PDF's cover and its printed contents, of which the other has its own kind.
    let outline: Vec<_> = pdf.outline.iter().filter(|o| contents.contains(o)).cloned().collect();
    assert_eq!(outline, contents, "of the outline {:?}", pdf.outline);
    let only_print: Vec<_> = pdf.outline.iter().filter(|o| !contents.contains(o)).collect();
    assert!(only_print.len() <= 2 && only_print.iter().all(|(depth, _)| *depth == 0), "{only_print:?}");

    let weeks: Vec<&str> =
        contents.iter().filter(|c| c.1.contains("53") || c.1.contains("W01")).map(|c| c.1.as_str()).collect();
    assert!(weeks.iter().any(|w| w.contains("The old year")), "{contents:?}");
    let dispatches: Vec<&str> = contents.iter().filter(|c| c.0 == 1).map(|c| c.1.as_str()).collect();
    assert_eq!(dispatches, CREDITED);
}

#[test]
fn headlines_and_bodies_stand_in_order_in_both_formats() {
    let book = credited().built();
    let (epub, pdf) = (book.epub("dist/credits.epub"), book.pdf("dist/credits.pdf"));
    let headlines: Vec<String> = epub.select("article.dispatch").iter().map(|a| a.select("h2")[0].text()).collect();
    assert_eq!(headlines, CREDITED);
    assert_eq!(epub.select("section.week").len(), 2);
    let pdf_text: String = pdf.text().split_whitespace().collect();
    let epub_text: String = epub.text().split_whitespace().collect();
    for text in [&pdf_text, &epub_text] {
        let places: Vec<Option<usize>> =
            ["Wxyzone.", "Wxyztwo.", "Wxyzthree.", "Wxyzfour."].iter().map(|body| text.find(body)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {text}");
    }
}

#[test]
fn every_dispatch_is_credited_alike_in_both_formats() {
    let book = credited().built();
    let (epub, pdf) = (book.epub("dist/credits.epub"), book.pdf("dist/credits.pdf"));
    let pages: String = pdf.text().split_whitespace().collect();
    let wanted: [(&str, &[&str]); 4] = [
        ("Old year", &["Field notes", "Mosul", "2020", "28"]),
        ("New year", &["Ann Onym", "Bob Other", "Associated Press", "2021", "1"]),
        ("Sunday night", &["Associated Press", "2021", "3", "23:30"]),
        ("Monday morning", &["Layla Haddad", "Displacement Desk", "Erbil", "2021", "4", "08:15"]),
    ];
    for (title, words) in wanted {
        let article = epub.dispatch(title);
        let kicker = article.select("p.kicker").first().map(|kicker| kicker.text()).unwrap_or_default();
        let credit = article.one("p.credit").text();
        for word in words {
            assert!(credit.contains(word) || kicker.contains(word), "{title}: {word} is not in {credit:?}");
        }
        for line in [&kicker, &credit] {
            let plain: String = line.split_whitespace().collect();
            assert!(pages.contains(&plain), "{title}: {line:?} is not in the PDF: {pages}");
        }
    }
}

#[test]
fn the_chapter_of_the_first_of_january_bears_the_old_years_week() {
    let book = credited().built();
    let epub = book.epub("dist/credits.epub");
    let openings: Vec<String> = epub.select("section.week").iter().map(|s| s.one("h1").text()).collect();
    assert!(openings[0].contains("53") && openings[0].contains("The old year"), "{openings:?}");
    assert!(openings[1].contains('1') && !openings[1].contains("53"), "{openings:?}");
    let dates: Vec<String> = epub.select("section.week").iter().map(|s| s.one("p.dates").text()).collect();
    assert!(
        dates[0].contains("28") && dates[0].contains("2020") && dates[0].contains('3') && dates[0].contains("2021"),
        "{dates:?}"
    );
    assert_eq!(squeeze(&dates[1]), dates[1]);
}
