//! What an edition takes in and what it leaves out.

use super::super::Options;
use super::super::testing::{Book, Built};
use super::{first, weeks};

/// Six dispatches over two weeks, and an edition that selects of them.
fn selected(select: &str) -> Built {
    Book::new(&format!(
        "timezone: Asia/Baghdad\nsources: {{ap: {{name: Associated Press}}, un: {{name: UN}}}}\ndispatches:\n\
         \x20 - {{title: a, date: 2017-04-10, source: ap, place: Mosul, tags: [water], kind: video, body: x}}\n\
         \x20 - {{title: b, date: 2017-04-12, source: un, place: mosul , tags: [roads, Water], language: ar, body: x}}\n\
         \x20 - {{title: c, date: '2017-04-16T22:30:00Z', source: {{name: Field notes}}, tags: [food], body: x}}\n\
         \x20 - {{title: d, date: 2017-04-18, source: {{name: associated  press}}, language: en-GB, body: x}}\n\
         \x20 - {{title: e, date: 2017-04-19, source: un, place: Erbil, kind: data, body: x}}\n\
         editions:\n  brief: {{select: {select}}}\n"
    ))
    .build()
}

#[test]
fn each_key_selects() {
    let cases = [
        ("{}", "2017-W15[a b] 2017-W16[c d e]"),
        ("{since: 2017-04-12}", "2017-W15[b] 2017-W16[c d e]"),
        ("{until: 2017-04-12}", "2017-W15[a b]"),
        // The instant falls on the 17th in the book's zone, and both ends count.
        ("{since: 2017-04-17, until: 2017-04-18}", "2017-W16[c d]"),
        ("{sources: [ap]}", "2017-W15[a] 2017-W16[d]"),
        ("{sources: [field notes, un]}", "2017-W15[b] 2017-W16[c e]"),
        ("{places: [Mosul]}", "2017-W15[a b]"),
        ("{tags: [WATER, food]}", "2017-W15[a b] 2017-W16[c]"),
        ("{kinds: [video, data]}", "2017-W15[a] 2017-W16[e]"),
        ("{kinds: [report]}", "2017-W15[b] 2017-W16[c d]"),
        ("{languages: [en]}", "2017-W15[a] 2017-W16[c d e]"),
        ("{languages: [en-GB, ar]}", "2017-W15[b] 2017-W16[d]"),
        ("{limit: 2}", "2017-W16[d e]"),
        ("{limit: 40}", "2017-W15[a b] 2017-W16[c d e]"),
        ("{tags: [water], languages: [ar], limit: 1}", "2017-W15[b]"),
    ];
    for (select, want) in cases {
        let built = selected(select);
        assert_eq!((built.messages().as_str(), weeks(first(&built)).as_str()), ("", want), "{select}");
    }
}

#[test]
fn what_cannot_be_selected() {
    let built = selected("{since: 2017-04-18, until: 2017-04-17}");
    assert_eq!(built.messages(), "error bad-value manifest.yaml:12:27\n");
    assert_eq!(built.only().0, "`since` (2017-04-18) is after `until` (2017-04-17)");
    let built = selected("{since: 2018-01-01}");
    assert_eq!(built.messages(), "error empty-edition manifest.yaml:12:3\n");
    assert_eq!(built.only().1, "widen its `select`");
    let built = selected("{sources: [app]}");
    assert_eq!(
        (built.messages().as_str(), built.only().1.as_str()),
        ("error unknown-source manifest.yaml:12:30\n", "did you mean `ap`?")
    );
    for bad in
        ["{limit: 0}", "{limit: -1}", "{limit: some}", "{kinds: [vidio]}", "{since: someday}", "{languages: [e]}"]
    {
        let messages = selected(bad).messages();
        assert!(messages.starts_with("error bad-"), "{bad}: {messages}");
    }
    assert!(selected("{tag: [a]}").messages().contains("error unknown-field"));
}

#[test]
fn a_value_that_no_dispatch_has_is_noted() {
    let built = selected("{tags: [watr, food]}");
    assert_eq!(built.messages(), "note selects-nothing manifest.yaml:12:27\n");
    assert_eq!(built.only().1, "did you mean `water`?");
}

fn embargoed(head: &str, embargo: &str) -> Book {
    Book::new(&format!(
        "{head}dispatches:\n  - {{title: a, date: 2017-04-10, source: {{name: X}}, body: x}}\n  \
         - {{title: b, date: 2017-04-09, source: {{name: X}}, body: x, embargo: '{embargo}'}}\n"
    ))
}

#[test]
fn embargoes_hold_until_they_end() {
    let out = |head: &str, embargo: &str, as_of: Option<&str>| {
        let options = Options { as_of: as_of.map(str::to_owned), ..Options::default() };
        let built = embargoed(head, embargo).build_with(&options);
        let left_out = !built.messages().is_empty();
        if left_out {
            assert!(built.messages().starts_with("note embargoed manifest.yaml:"), "{}", built.messages());
        }
        left_out
    };
    // By the newest date of what is not embargoed.
    assert!(!out("", "2017-04-10", None));
    assert!(!out("", "2017-04-10T00:00", None));
    assert!(out("", "2017-04-10T00:01", None));
    assert!(out("", "2017-04-11", None));
    // By the book's date.
    assert!(!out("date: 2017-04-17\n", "2017-04-11", None));
    assert!(out("date: 2017-04-17\n", "2017-04-17T12:00Z", None));
    // By the instant given.
    assert!(!out("", "2017-04-17T12:00Z", Some("2017-04-17T12:00Z")));
    assert!(out("", "2017-04-17T12:00Z", Some("2017-04-17T11:59Z")));
    assert!(!out("timezone: Asia/Baghdad\n", "2017-04-17T12:00", Some("2017-04-17T09:00Z")));
    assert!(out("date: 2017-04-17\n", "2017-04-17", Some("2017-04-16")));
}

#[test]
fn an_edition_under_embargo_altogether() {
    let built =
        Book::new("dispatches:\n  - {title: a, date: 2017-04-10, source: {name: X}, body: x, embargo: 2017-05-01}\n")
            .build();
    assert_eq!(built.messages(), "note embargoed manifest.yaml:4:71\nerror empty-edition manifest.yaml:1:1\n");
}

#[test]
fn a_withdrawn_dispatch_leaves_a_stub() {
    let edition = Book::new(
        "dispatches:\n  - {title: a, date: 2017-04-10, source: {name: X}, byline: Layla, url: 'https://x.org', tags: [t],\n     \
         summary: s, status: withdrawn, reason: It was wrong., body: '![Layla](a.jpg) text'}\n  \
         - {title: b, date: 2017-04-11, source: {name: X}, status: withdrawn}\n",
    )
    .build();
    let edition = first(&edition);
    let entry = &edition.weeks[0].dispatches[0];
    assert_eq!(entry.withdrawn.as_ref().unwrap().reason.as_deref(), Some("It was wrong."));
    assert!(entry.byline.is_empty() && entry.url.is_none() && entry.tags.is_empty());
    assert!(entry.summary.is_empty() && entry.body.blocks.is_empty());
    assert_eq!(edition.sources[0].used_by.len(), 2);
    assert_eq!(edition.weeks[0].dispatches[1].withdrawn.as_ref().unwrap().reason, None);
    let built =
        Book::new("dispatches:\n  - {title: a, date: 2017-04-10, source: {name: X}, body: x, reason: r}\n").build();
    assert_eq!(built.messages(), "warning bad-value manifest.yaml:4:70\n");
}
