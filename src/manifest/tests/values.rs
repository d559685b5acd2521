//! Manifests without faults, and what they say.

use super::super::*;
use super::good;
use crate::date::WeekStart;
use crate::diagnostic::Spanned;

fn value<T: Clone>(spanned: &Option<Spanned<T>>) -> T {
    spanned.clone().expect("a value").value
}

fn texts(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}

const FULL: &str = r#"
weekbook: 1
title: Letters from the river
subtitle: >
  A book of
  weeks
language: en
authors: [A. Writer, {name: E. Ditor, role: edt}]
publisher: The Press
identifier: urn:isbn:9780000000002
date: 2017-04-17
rights: "All\n\nreserved"
license: CC-BY-4.0
description: …
subjects: [water, 1984, true]
series: {name: Rivers, number: 3}
slug: letters
timezone: Asia/Baghdad
week: iso
embed_fonts: auto
style: briefing
page: A5
fonts: [fonts]
weeks:
  2017-W15: {title: The old bridge, summary: weeks/2017-W15.md}
  2017-04-17: {title: The well}
  2017-W17:
sources:
  ap: {name: Associated Press, url: https://apnews.com/, license: ©, kind: agency, language: en, note: call}
  field: {name: Field notes}
dispatches:
  - posts/*.md
  - file: posts/wells.md
    date: 2017-04-15 08:30
    source: ap
    byline: [One, Two]
  - title: The bridge
    date: 2017-04-14
    source: {name: Field notes, url: 'https://example.org'}
    byline: One
    url: https://example.org/a
    accessed: 2017-04-20
    place: Mosul
    kind: video
    tags: [water, bridge]
    language: ar
    summary: Short
    image: {file: images/a.jpg, alt: "", caption: C, credit: D, license: E}
    status: draft
    corrections: [{date: 2017-04-16, text: It was Monday}]
    translator: T
    id: bridge
    note: never printed
    body: |
      First

      Second
editions:
  default: {formats: [pdf, epub, pdf], page: 170mm x 240mm}
  briefing:
    formats: [pdf]
    content: summary
    page: a4
    title: Briefing
    week: saturday
    weeks: {2017-04-15: {title: Short}}
    subtitle:
  plain:
"#;

#[test]
fn every_field_of_the_top_level() {
    let manifest = good(FULL);
    let settings = &manifest.settings;
    assert_eq!(value(&settings.title), "Letters from the river");
    assert_eq!(value(&settings.subtitle), "A book of weeks");
    assert_eq!(value(&settings.rights), "All\n\nreserved");
    assert_eq!(value(&settings.identifier), "urn:isbn:9780000000002");
    assert_eq!(value(&settings.date), "2017-04-17");
    assert_eq!(value(&settings.timezone), "Asia/Baghdad");
    assert_eq!(settings.week, Some(WeekStart::Iso));
    assert_eq!(texts(settings.subjects.as_deref().expect("subjects")), ["water", "1984", "true"]);
    assert_eq!(texts(settings.fonts.as_deref().expect("fonts")), ["fonts"]);
    let (name, number) = settings.series.clone().expect("a series");
    assert_eq!((name.value.as_str(), value(&number).as_str()), ("Rivers", "3"));
    let authors = settings.authors.as_deref().expect("authors");
    let authors: Vec<_> = authors.iter().map(|author| (author.name.value.as_str(), author.role.as_str())).collect();
    assert_eq!(authors, [("A. Writer", "aut"), ("E. Ditor", "edt")]);
    let page = value(&settings.page);
    assert!((page.width - 419.527_559).abs() < 1e-6 && (page.height - 595.275_590).abs() < 1e-6);
    let weeks = settings.weeks.as_deref().expect("weeks");
    assert_eq!(
        weeks.iter().map(|week| week.key.value.as_str()).collect::<Vec<_>>(),
        ["2017-W15", "2017-04-17", "2017-W17"]
    );
    assert_eq!(weeks[0].summary.as_ref().expect("a summary").value.text, "weeks/2017-W15.md");
    let place = settings.title.as_ref().expect("a title").span.position();
    assert_eq!((place.line, place.column), (3, 8));
}

#[test]
fn sources_and_dispatches() {
    let manifest = good(FULL);
    let ids: Vec<_> =
        manifest.sources.iter().map(|(id, source)| (id.value.as_str(), source.name.value.as_str())).collect();
    assert_eq!(ids, [("ap", "Associated Press"), ("field", "Field notes")]);
    assert_eq!(value(&manifest.sources[0].1.kind), "agency");
    assert_eq!(manifest.dispatches.span.position().line, 31);
    let [DispatchEntry::Glob(glob), DispatchEntry::File(file, wells), DispatchEntry::Inline(bridge, body)] =
        &manifest.dispatches.value[..]
    else {
        panic!("three entries")
    };
    assert_eq!((glob.value.as_str(), file.value.as_str()), ("posts/*.md", "posts/wells.md"));
    assert_eq!(value(&wells.date), "2017-04-15 08:30");
    assert_eq!(texts(&wells.byline), ["One", "Two"]);
    assert!(matches!(&wells.source, Some(SourceField::Id(id)) if id.value == "ap"));
    assert!(matches!(&bridge.source, Some(SourceField::Inline(source)) if source.name.value == "Field notes"));
    assert_eq!((value(&bridge.kind), value(&bridge.status)), (Kind::Video, Status::Draft));
    assert_eq!(texts(&bridge.byline), ["One"]);
    assert_eq!(texts(&bridge.tags), ["water", "bridge"]);
    let image = bridge.image.as_ref().expect("an image");
    assert_eq!((image.file.value.as_str(), value(&image.alt).as_str()), ("images/a.jpg", ""));
    assert_eq!(bridge.corrections[0].text.value, "It was Monday");
    let body = &body.as_ref().expect("a body").value;
    assert_eq!(body.text, "First\n\nSecond\n");
    let text = &manifest.source.text;
    let second = body.lines.iter().find(|(offset, _)| body.text[*offset..].starts_with("Second")).expect("a line");
    assert!(text[second.1..].starts_with("Second\neditions:"));
}

#[test]
fn editions_override_the_top_level() {
    let manifest = good(FULL);
    let [default, briefing, plain] = &manifest.editions[..] else { panic!("three editions") };
    assert_eq!((default.name.value.as_str(), &default.formats[..]), ("default", &[Format::Epub, Format::Pdf][..]));
    assert!((value(&default.settings.page).width - 170.0 * 72.0 / 25.4).abs() < 1e-9);
    assert_eq!(value(&default.settings.title), "Letters from the river");
    assert_eq!((&briefing.formats[..], briefing.content), (&[Format::Pdf][..], Content::Summary));
    assert_eq!(value(&briefing.settings.title), "Briefing");
    assert_eq!(value(&briefing.settings.subtitle), "A book of weeks");
    assert_eq!(briefing.settings.week, Some(WeekStart::Saturday));
    assert_eq!(briefing.settings.weeks.as_ref().expect("weeks").len(), 1);
    assert_eq!((&plain.formats[..], plain.content), (&[Format::Epub, Format::Pdf][..], Content::Full));
}

#[test]
fn without_editions_there_is_one() {
    for editions in ["", "editions:\n", "editions: {}\n"] {
        let manifest = good(&format!("weekbook: 1\ntitle: 1984\ndispatches: [a.md]\n{editions}"));
        let [only] = &manifest.editions[..] else { panic!("one edition") };
        assert_eq!((only.name.value.as_str(), only.formats.len(), only.content), ("default", 2, Content::Full));
        assert_eq!(value(&only.settings.title), "1984");
    }
}

#[test]
fn any_scalar_is_a_text() {
    for (written, read) in [
        ("1984", "1984"),
        ("0x1F", "0x1F"),
        ("true", "true"),
        ("2017-04-15", "2017-04-15"),
        ("1.50", "1.50"),
        ("no", "no"),
    ] {
        let manifest = good(&format!("weekbook: 1\ntitle: {written}\ndispatches: [a.md]\n"));
        assert_eq!(value(&manifest.settings.title), read);
    }
}

#[test]
fn words_on_a_week_are_checked_once_for_all_editions() {
    let (_, messages) = super::read(
        "weekbook: 1\ntitle: A\nweeks: {spring: {}}\ndispatches: [a.md]\neditions: {a: , b: {week: sunday}}\n",
    );
    assert_eq!(messages.matches("error[").count(), 1, "{messages}");
    let (_, messages) = super::read(
        "weekbook: 1\ntitle: A\nweeks: {2017-W15: {}, 2017-04-10: {}}\ndispatches: [a.md]\neditions: {a: , b: {week: sunday}}\n",
    );
    assert!(messages.contains("error[duplicate-key]: `2017-04-10` is here twice"), "{messages}");
    assert!(messages.contains("ISO week numbers need `week: iso`"), "{messages}");
    assert_eq!(messages.matches("error[").count(), 2, "{messages}");
}

#[test]
fn a_manifest_with_errors_still_says_what_it_can() {
    let (manifest, messages) =
        super::read("weekbook: 1\ndispatches: [a.md, {file: b.md, kind: x}]\npage: 3\nnope: 1\n");
    let manifest = manifest.expect("a manifest");
    assert!(manifest.settings.title.is_none() && manifest.settings.page.is_none());
    assert_eq!(manifest.dispatches.value.len(), 2);
    assert_eq!(messages.matches("error[").count(), 4, "{messages}");
}

mod any {
    use proptest::prelude::*;

    const PIECES: &[&str] = &[
        "weekbook: 1\n",
        "title: A\n",
        "dispatches:\n",
        "  - a.md\n",
        "  - file: b.md\n",
        "    date: ",
        "2017-04-15\n",
        "    source: ",
        "{name: x}\n",
        "editions:\n",
        "  default:\n",
        "    page: ",
        "A5\n",
        "weeks:\n",
        "  2017-W15:\n",
        "[]\n",
        "{}\n",
        "x\n",
        "sources:\n",
        "  ap: ",
        "authors: ",
        "[{role: edt}]\n",
        "&a ",
        "*a\n",
        "null\n",
        "    tags: ",
        "    image: ",
        "    corrections: [",
        "]\n",
        "1\n",
    ];

    proptest! {
        #[test]
        fn nothing_panics_and_nothing_fails_in_silence(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..20)) {
            let (manifest, messages) = super::super::read(&pieces.concat());
            prop_assert!(manifest.is_some_and(|m| !m.editions.is_empty()) || messages.contains("error["));
        }
    }
}
