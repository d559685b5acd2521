//! Editions: order, weeks, credits, anchors, links and what is said of the whole.

mod punctuation;
mod select;

use proptest::prelude::*;

use super::testing::{Book, Built};
use super::{Edition, Options};
use crate::dispatch::{BlockKind, Inline, LinkTarget, plain_text};
use crate::language::Direction;

/// A manifest of inline dispatches with these dates, each titled by its number.
fn dated(head: &str, dates: &[&str]) -> String {
    let mut manifest = format!("{head}dispatches:\n");
    for (number, date) in dates.iter().enumerate() {
        manifest += &format!("  - {{title: n{number}, date: \"{date}\", source: {{name: X}}, body: text}}\n");
    }
    manifest
}

/// Weeks and the dispatches in them: `2017-W15[n0 n1]`.
fn weeks(edition: &Edition) -> String {
    let week = |week: &super::Week| {
        let titles: Vec<_> = week.dispatches.iter().map(|entry| entry.title.as_str()).collect();
        format!("{}[{}]", week.id, titles.join(" "))
    };
    edition.weeks.iter().map(week).collect::<Vec<_>>().join(" ")
}

fn order(head: &str, dates: &[&str]) -> String {
    weeks(&Book::new(&dated(head, dates)).edition())
}

fn first(built: &Built) -> &Edition {
    built.editions[0].as_ref().unwrap_or_else(|| panic!("{}", built.messages()))
}

/// All links of the first paragraph of each dispatch, as `text>target`.
fn links(edition: &Edition) -> Vec<String> {
    let mut out = Vec::new();
    for entry in edition.weeks.iter().flat_map(|week| &week.dispatches) {
        for block in &entry.body.blocks {
            let BlockKind::Paragraph(content) = &block.kind else { continue };
            for inline in content {
                if let Inline::Link { target: LinkTarget::Local(to), content, .. } = inline {
                    out.push(format!("{}>{to}", plain_text(content)));
                }
            }
        }
    }
    out
}

#[test]
fn weeks_go_over_the_ends_of_years() {
    assert_eq!(
        order("", &["2021-01-04", "2021-01-03", "2018-12-31", "2018-12-30", "2015-12-31", "2016-01-03", "2016-01-04"]),
        "2015-W53[n4 n5] 2016-W01[n6] 2018-W52[n3] 2019-W01[n2] 2020-W53[n1] 2021-W01[n0]"
    );
}

#[test]
fn weeks_of_other_first_days_are_named_by_them() {
    let dates = ["2017-04-14", "2017-04-15", "2017-04-16", "2017-04-17"];
    assert_eq!(order("week: sunday\n", &dates), "2017-04-09[n0 n1] 2017-04-16[n2 n3]");
    assert_eq!(order("week: saturday\n", &dates), "2017-04-08[n0] 2017-04-15[n1 n2 n3]");
    assert_eq!(order("week: iso\n", &dates), "2017-W15[n0 n1 n2] 2017-W16[n3]");
}

#[test]
fn days_come_before_times_and_ties_stay() {
    assert_eq!(
        order("", &["2017-04-15 00:00", "2017-04-15", "2017-04-15T00:00Z", "2017-04-15", "2017-04-14 23:59:59"]),
        "2017-W15[n4 n1 n3 n0 n2]"
    );
}

#[test]
fn the_zone_decides_the_day() {
    let dates = ["2017-04-16T22:00:00Z", "2017-04-16 23:00", "2017-04-17T00:30+03:00"];
    assert_eq!(order("", &dates), "2017-W15[n2 n0 n1]");
    assert_eq!(order("timezone: Asia/Baghdad\n", &dates), "2017-W15[n1] 2017-W16[n2 n0]");
}

#[test]
fn dates_that_are_none() {
    let built = Book::new(&dated("", &["2017-02-30", "yesterday", "2017-04-15T10:00"])).build();
    assert_eq!(built.messages(), "error bad-date manifest.yaml:4:23\nerror bad-date manifest.yaml:5:23\n");
    assert!(built.editions[0].is_none());
    let built = Book::new("dispatches:\n  - {title: a, source: {name: X}, body: b}\n").build();
    assert_eq!(built.messages(), "error missing-date manifest.yaml:4:5\n");
    let built = Book::new(&dated("timezone: Europe/Berlin\n", &["2017-03-26 02:30"])).build();
    assert!(built.only().0.contains("does not exist in Europe/Berlin"), "{:?}", built.only());
}

#[test]
fn what_is_wrong_with_a_dispatch_is_told_once_for_all_editions() {
    let manifest = dated("", &["2017-02-30"]) + "editions: {default: {}, brief: {content: summary}, b: {}}\n";
    assert_eq!(Book::new(&manifest).build().messages(), "error bad-date manifest.yaml:4:23\n");
}

#[test]
fn drafts_are_left_out_with_a_note() {
    let book = Book::new(
        "dispatches:\n  - {title: a, date: 2017-04-15, source: {name: X}, body: b, status: draft}\n  \
         - {title: c, date: 2017-04-16, source: {name: X}, body: d}\neditions: {default: {}, more: {}}\n",
    );
    let built = book.build();
    assert_eq!(built.messages(), "note draft-left-out manifest.yaml:4:70\n");
    assert_eq!(weeks(first(&built)), "2017-W15[c]");
    let built = book.build_with(&Options { drafts: true, ..Options::default() });
    assert_eq!(built.messages(), "");
    assert_eq!(weeks(first(&built)), "2017-W15[a c]");
}

#[test]
fn a_book_without_dispatches_is_an_error() {
    assert_eq!(Book::new("dispatches: []\n").build().messages(), "error empty-book manifest.yaml:3:1\n");
    let all_drafts = "dispatches:\n  - {title: a, date: 2017-04-15, source: {name: X}, body: b, status: draft}\n\
                      editions: {default: {}}\n";
    let messages = Book::new(all_drafts).build().messages();
    assert_eq!(messages, "note draft-left-out manifest.yaml:4:70\nerror empty-edition manifest.yaml:5:12\n");
}

#[test]
fn sources_are_credited() {
    let edition = Book::new(
        "sources:\n  un: {name: United Nations}\n  ap: {name: Associated Press, url: 'https://apnews.com/', language: en, kind: agency}\n  bbc: {name: BBC}\n\
         dispatches:\n\
         \x20 - {title: a, date: 2017-04-24, source: {name: Field  notes}, body: x}\n\
         \x20 - {title: b, date: 2017-04-15, source: ap, body: x}\n\
         \x20 - {title: c, date: 2017-04-16, source: {name: field notes}, body: x}\n\
         \x20 - {title: d, date: 2017-04-17, source: {name: وكالة}, body: x}\n\
         \x20 - {title: e, date: 2017-04-17, source: {name: bbc}, body: x}\n",
    )
    .edition();
    let shown: Vec<_> = edition.sources.iter().map(|s| (s.id.as_str(), s.name.as_str(), s.used_by.clone())).collect();
    assert_eq!(shown[0], ("ap", "Associated Press", vec![(0, 0)]));
    assert_eq!(shown[1], ("bbc", "BBC", vec![(1, 1)]));
    assert_eq!(shown[2], ("field-notes", "field notes", vec![(0, 1), (2, 0)]));
    assert_eq!((shown[3].1, &shown[3].2), ("وكالة", &vec![(1, 0)]));
    assert!(super::slug::is_plain_name(shown[3].0));
    assert_eq!(edition.sources[0].url.as_deref(), Some("https://apnews.com/"));
    assert_eq!(edition.sources[0].language.as_ref().unwrap().as_str(), "en");
    let all = edition.weeks.iter().flat_map(|week| &week.dispatches);
    assert!(all.clone().all(|entry| entry.source.is_some()));
}

#[test]
fn a_source_in_either_normal_form_is_one() {
    let dispatch = |name: &str| format!("  - {{title: a, date: 2017-04-15, source: {{name: {name}}}, body: x}}\n");
    let manifest = ["Ag\u{e9}nce", "Age\u{301}nce", "AG\u{c9}NCE"].map(dispatch).concat();
    let edition = Book::new(&format!("dispatches:\n{manifest}")).edition();
    let names: Vec<_> = edition.sources.iter().map(|source| (source.name.as_str(), source.used_by.len())).collect();
    assert_eq!(names, [("Ag\u{e9}nce", 3)]);
}

#[test]
fn sources_that_are_not_there() {
    let book = |source: &str| {
        let manifest = format!(
            "sources: {{reuters: {{name: Reuters}}}}\ndispatches:\n  - {{title: a, date: 2017-04-15, {source}body: x}}\n"
        );
        Book::new(&manifest).build()
    };
    assert_eq!(book("source: reuter, ").messages(), "error unknown-source manifest.yaml:5:42\n");
    assert_eq!(book("source: reuter, ").only().1, "did you mean `reuters`?");
    assert_eq!(book("source: Reuters, ").only().1, "did you mean `reuters`?");
    assert_eq!(book("source: nobody-else, ").only().1, "known are `reuters`; or write `{name: …}`");
    assert_eq!(book("").messages(), "warning uncredited manifest.yaml:5:5\n");
}

#[test]
fn anchors_are_stable_names() {
    let edition = Book::new(
        "dispatches:\n\
         \x20 - {title: The Old Bridge, date: 2017-04-15 12:00, source: {name: X}, body: x}\n\
         \x20 - {title: the old bridge!, date: 2017-04-15, source: {name: X}, body: x}\n\
         \x20 - {title: c, id: wells, date: 2017-04-16, source: {name: X}, body: x}\n\
         \x20 - {title: d, id: 42, date: 2017-04-16, source: {name: X}, body: x}\n\
         \x20 - {title: جسر, date: 2017-04-16, source: {name: X}, body: x}\n\
         \x20 - {title: e, id: d-2017-04-17-f, date: 2017-04-16, source: {name: X}, body: x}\n\
         \x20 - {title: f, date: 2017-04-17, source: {name: X}, body: x}\n",
    )
    .edition();
    let anchors: Vec<_> = edition.weeks.iter().flat_map(|w| &w.dispatches).map(|e| e.anchor.as_str()).collect();
    assert_eq!(anchors[..4], ["d-2017-04-15-the-old-bridge", "d-2017-04-15-the-old-bridge-2", "wells", "d-42"]);
    assert!(anchors[4].starts_with("d-2017-04-16-") && anchors[4].len() == 21 && anchors[4].is_ascii());
    assert_eq!(anchors[5..], ["d-2017-04-17-f", "d-2017-04-17-f-2"]);
}

#[test]
fn an_id_given_twice_is_an_error() {
    let built = Book::new(
        "dispatches:\n  - {title: a, id: w, date: 2017-04-15, source: {name: X}, body: x}\n  \
         - {title: b, id: w, date: 2017-04-15, source: {name: X}, body: x}\neditions: {default: {}, more: {}}\n",
    )
    .build();
    assert_eq!(built.messages(), "error duplicate-id manifest.yaml:5:20\n");
    assert!(built.only().1.contains("“a” has it already (manifest.yaml, line 4)"));
}

const TWO: &str = "dispatches: [posts/*.md]\n";

fn post(title: &str, more: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsource: {{name: X}}\n{more}---\n{body}")
}

#[test]
fn links_lead_to_files_headings_and_ids() {
    let edition = Book::new(TWO)
        .file(
            "posts/2017-04-15-a.md",
            post("A", "", "[f](2017-04-16-b.md) [r](/posts/2017-04-16-b.md?x#wells) [h](2017-04-16-b.html) [i](#bee) [o](#own-heading) [s](2017-04-16-b#the-second)\n\n## Own heading\n\n## Unused\n"),
        )
        .file(
            "posts/2017-04-16-b.md",
            post("B", "id: bee\n", "[up](../posts/2017-04-15-a.md#own-heading) [t](#b)\n\n## First {#wells}\n\n> ### The second\n"),
        )
        .edition();
    assert_eq!(
        links(&edition),
        [
            "f>bee",
            "r>bee--wells",
            "h>bee",
            "i>bee",
            "o>d-2017-04-15-a--own-heading",
            "s>bee--the-second",
            "up>d-2017-04-15-a--own-heading",
            "t>bee"
        ]
    );
    let ids = |week: usize, dispatch: usize| -> Vec<Option<String>> {
        let blocks = edition.weeks[week].dispatches[dispatch].body.blocks.clone();
        let mut blocks = blocks;
        let mut ids = Vec::new();
        crate::dispatch::walk::each_block(&mut blocks, &mut |block| {
            if let BlockKind::Heading { id, .. } = &block.kind {
                ids.push(id.clone());
            }
        });
        ids
    };
    assert_eq!(ids(0, 0), [Some("d-2017-04-15-a--own-heading".to_owned()), None]);
    assert_eq!(ids(0, 1), [Some("bee--wells".to_owned()), Some("bee--the-second".to_owned())]);
}

#[test]
fn links_that_lead_nowhere_become_text() {
    let built = Book::new("dispatches: [posts/*.md]\neditions: {default: {}, more: {}}\n")
        .file(
            "posts/2017-04-15-a.md",
            post(
                "A",
                "",
                "[a](c.md) [b](#x)\n[c](../manifest.yaml) [d]() [e](../../y.md)\n[f](2017-04-16-b.md) [g](#a)\n",
            ),
        )
        .file("posts/2017-04-16-b.md", post("B", "status: draft\n", "x\n"))
        .build();
    let warning = |line: usize, column: usize| format!("warning bad-link posts/2017-04-15-a.md:{line}:{column}\n");
    let expected = "note draft-left-out posts/2017-04-16-b.md:4:9\n".to_owned()
        + &warning(5, 1)
        + &warning(5, 11)
        + &warning(6, 1)
        + &warning(6, 23)
        + &warning(6, 29)
        + &warning(7, 1);
    assert_eq!(built.messages(), expected);
    assert_eq!(links(first(&built)), ["g>d-2017-04-15-a"]);
    let BlockKind::Paragraph(content) = &first(&built).weeks[0].dispatches[0].body.blocks[0].kind else { panic!() };
    assert_eq!(plain_text(content), "a b c d e f g");
}

#[test]
fn a_heading_that_is_not_there_leads_to_the_beginning() {
    let built = Book::new(TWO)
        .file("posts/2017-04-15-a.md", post("A", "", "[a](2017-04-16-b.md#nope)\n"))
        .file("posts/2017-04-16-b.md", post("B", "id: b\n", "x\n"))
        .build();
    assert_eq!(built.messages(), "warning bad-link posts/2017-04-15-a.md:5:1\n");
    assert_eq!(links(first(&built)), ["a>b"]);
}

#[test]
fn summaries_and_contents() {
    let built = Book::new(
        "dispatches: [posts/*.md]\neditions: {default: {}, brief: {content: summary}, heads: {content: headlines}}\n",
    )
    .file(
        "posts/2017-04-15-a.md",
        post("A", "summary: Given *words* [b](2017-04-16-b.md#two).\n", "Text[^1].\n\n[^1]: Note.\n"),
    )
    .file(
        "posts/2017-04-16-b.md",
        post("B", "id: b\n", "## two\n\n![x](x.png)\n\n> First *one*[^1] ![y](x.png) end.\n\nSecond.\n\n[^1]: Note.\n"),
    )
    .file("posts/x.png", {
        let mut png = Vec::new();
        image::DynamicImage::new_luma8(1, 1)
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .unwrap();
        png
    })
    .build();
    assert_eq!(built.messages(), "");
    let entry = |edition: usize, dispatch: usize| {
        built.editions[edition].as_ref().unwrap().weeks[0].dispatches[dispatch].clone()
    };
    assert_eq!(plain_text(&entry(0, 0).summary), "Given words b.");
    assert!(entry(0, 0).summary_given && !entry(0, 1).summary_given);
    assert_eq!(plain_text(&entry(0, 1).summary), "First one  end.");
    assert_eq!(entry(0, 1).body.notes.len(), 1);
    let target = |edition: usize| match &entry(edition, 0).summary[3] {
        Inline::Link { target: LinkTarget::Local(to), .. } => to.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((target(0).as_str(), target(1).as_str()), ("b--two", "b"));
    assert!(entry(1, 1).body.blocks.is_empty() && entry(1, 1).body.notes.is_empty());
    assert!(!entry(1, 1).summary.is_empty());
    assert!(entry(2, 1).summary.is_empty() && entry(2, 1).body.blocks.is_empty());
}

#[test]
fn words_on_weeks() {
    let built = Book::new(
        "weeks:\n  2017-W15: {title: The bridge, summary: 'Words with [a](posts/2017-04-15-a.md).'}\n  \
         2017-04-17: {summary: weeks/w.md}\n  2017-W20: {title: no}\n\
         dispatches: [posts/*.md]\neditions: {default: {}, more: {}}\n",
    )
    .file("posts/2017-04-15-a.md", post("A", "", "x\n"))
    .file("posts/2017-04-18-b.md", post("B", "", "x\n"))
    .file("weeks/w.md", "# Read[^1]\n\nfrom [a](../posts/2017-04-15-a.md)\n\n[^1]: n\n")
    .build();
    assert_eq!(built.messages(), "warning unknown-week manifest.yaml:6:3\n");
    let weeks = &first(&built).weeks;
    assert_eq!(weeks[0].title.as_deref(), Some("The bridge"));
    let BlockKind::Paragraph(content) = &weeks[0].summary.as_ref().unwrap().blocks[0].kind else { panic!() };
    assert!(matches!(&content[1], Inline::Link { target: LinkTarget::Local(to), .. } if to == "d-2017-04-15-a"));
    let second = weeks[1].summary.as_ref().unwrap();
    assert_eq!((second.blocks.len(), second.notes.len()), (2, 1));
    assert_eq!(weeks[1].chapter, 2);
}

#[test]
fn metadata() {
    let head =
        "subtitle: s\nlanguage: ar\nauthors: [A, {name: B, role: edt}]\npublisher: P\nseries: {name: S, number: 3}\n";
    let manifest = |head: &str| {
        format!(
            "{head}dispatches:\n  - {{title: a, date: 2017-04-15, language: en, source: {{name: X}}, body: x, corrections: [{{date: 2017-05-02, text: b}}, {{date: 2017-05-01, text: a}}]}}\n  - {{title: b, date: 2017-04-10, source: {{name: X}}, body: x}}\n"
        )
    };
    let edition = Book::new(&manifest(head)).edition();
    let meta = &edition.meta;
    assert_eq!((meta.title.as_str(), meta.language.as_str(), meta.direction), ("Letters", "ar", Direction::Rtl));
    assert_eq!((meta.date.iso().as_str(), meta.modified.iso().as_str()), ("2017-04-15", "2017-05-02"));
    assert_eq!((meta.period.0.iso().as_str(), meta.period.1.iso().as_str()), ("2017-04-10", "2017-04-15"));
    assert_eq!(meta.languages.iter().map(crate::language::Lang::as_str).collect::<Vec<_>>(), ["ar", "en"]);
    assert_eq!(meta.creators[1].role, "edt");
    assert_eq!(meta.series, Some(("S".to_owned(), Some("3".to_owned()))));
    assert!(meta.identifier.starts_with("urn:uuid:"));
    assert_eq!(edition.stem, "letters");
    let entries: Vec<_> = edition.weeks.iter().flat_map(|week| &week.dispatches).collect();
    assert_eq!((entries[0].language.as_str(), entries[1].language.as_str()), ("ar", "en"));
    assert_eq!(entries[1].direction, Direction::Ltr);
    assert_eq!(entries[1].corrections.iter().map(|c| c.1.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let other = |head: &str| Book::new(&manifest(head)).edition().meta.identifier;
    assert_eq!(other(head), meta.identifier);
    assert_eq!(other(&head.replace("subtitle: s", "subtitle: t")), meta.identifier);
    for (from, to) in [("publisher: P", "publisher: Q"), ("number: 3", "number: 4"), ("language: ar", "language: ckb")]
    {
        assert_ne!(other(&head.replace(from, to)), meta.identifier);
    }
    assert_eq!(other("identifier: urn:isbn:9783161484100\n"), "urn:isbn:9783161484100");
    assert_eq!(Book::new(&manifest("date: 2018-01-01\n")).edition().meta.modified.iso(), "2018-01-01");
}

#[test]
fn artefacts_are_named_by_slug_and_edition() {
    let stems = |head: &str| -> Vec<String> {
        let manifest = dated(head, &["2017-04-15"]) + "editions: {default: {}, briefing: {content: summary}}\n";
        let built = Book::new(&manifest).build();
        assert_eq!(built.messages(), "");
        built.editions.iter().map(|edition| edition.as_ref().unwrap().stem.clone()).collect()
    };
    assert_eq!(stems("title: 'Notes: 1984'\n"), ["notes-1984", "notes-1984-briefing"]);
    assert_eq!(stems("slug: letters_1\n"), ["letters_1", "letters_1-briefing"]);
    let built = Book::new(&dated("slug: a/b\n", &["2017-04-15"])).build();
    assert!(built.messages().starts_with("error bad-value"), "{}", built.messages());
}

#[test]
fn settings_that_mean_nothing() {
    for head in ["timezone: Asia/Bagdad\n", "language: 'not a tag!'\n", "date: soon\n"] {
        let built = Book::new(&(dated(head, &["2017-04-15"]) + "editions: {default: {}, more: {}}\n")).build();
        assert!(built.only().1.len() > 5, "{head}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_permutation_of_distinct_moments_gives_one_order(
        days in proptest::collection::btree_set((2014i32..2022, 1u32..13, 1u32..29, 0u32..25), 1..20),
        seed in any::<u64>(),
    ) {
        let text = |(year, month, day, hour): &(i32, u32, u32, u32)| {
            if *hour == 0 {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {:02}:30", hour - 1)
            }
        };
        let sorted: Vec<String> = days.iter().map(text).collect();
        let mut shuffled = sorted.clone();
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        let read = |dates: &[String]| -> Vec<(String, String)> {
            let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
            let edition = Book::new(&dated("timezone: Asia/Baghdad\n", &dates)).edition();
            let date = |entry: &super::Entry| entry.dispatch.meta.date.as_ref().unwrap().value.clone();
            edition.weeks.iter().flat_map(|week| week.dispatches.iter().map(|e| (week.id.to_string(), date(e)))).collect()
        };
        let outcome = read(&shuffled);
        prop_assert_eq!(outcome.iter().map(|(_, date)| date.clone()).collect::<Vec<_>>(), sorted.clone());
        prop_assert_eq!(outcome, read(&sorted));
    }
}
