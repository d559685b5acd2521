//! What small books look like in the flow.

mod accessibility;
mod blocks;

use std::sync::Arc;

use super::testing::{arrange, build, dump, dump_element, flow};
use super::{Child, Flow, Media, SectionKind};
use crate::dispatch::{Block, BlockKind, Body, Inline, LinkTarget, Note};
use crate::edition::testing::Book;

const MANY: &str = "\
publisher: The Desk
sources:
  ap: {name: Associated Press, url: https://apnews.com/, license: CC0-1.0}
weeks:
  2017-W15: {title: The old bridge, summary: \"It was [rebuilt](https://example.org/x).[^1]\\n\\n[^1]: In part.\"}
dispatches:
  - title: Wells
    date: 2017-04-15T18:30
    source: ap
    kind: video
    byline: [Layla, Omar]
    place: Mosul
    url: https://apnews.com/wells
    tags: [Clean water]
    summary: Water is back.
    corrections: [{date: 2017-04-17, text: \"Two wells, not three.\"}]
    body: |
      They [drilled](https://example.org/drill) two.

      ## Depth
      Sixty metres.
";

fn dumped(manifest: &str, anchor: &str) -> String {
    dump(&flow(manifest), anchor)
}

/// Element of a dispatch of its body, given as YAML that is indented by six.
fn body(markdown: &str) -> String {
    let lines: String = markdown.lines().map(|l| format!("      {l}\n")).collect();
    let manifest = format!("dispatches:\n  - title: T\n    date: 2017-04-15\n    id: t\n    body: |\n{lines}");
    let whole = dump_element(&flow(&manifest), "t");
    let start = whole.find("  time 2017-04-15").expect("a credit line");
    let rest = &whole[start..];
    rest[rest.find('\n').expect("a line") + 1..].to_owned()
}

#[test]
fn a_week_with_all_its_parts() {
    let expected = "\
section.week.first#w-2017-W15
  h1#w-2017-W15-title
    span.label \"Week 15\"
    \" \"
    span.title \"The old bridge\"
  p.dates \"10–16~April 2017\"
  div.summary
    p
      \"It was \"
      a →https://example.org/x \"rebuilt\"
      a.noteref.link-mark#w-2017-W15-link-1 print note→#w-2017-W15-address-1 \"a\"
      \".\"
      a.noteref#w-2017-W15-ref-1 note→#w-2017-W15-note-1 \"1\"
    aside.footnote#w-2017-W15-note-1 of #w-2017-W15-ref-1
      p
        span.note-number \"1\"
        \" In part.\"
        span.back screen
          \" \"
          a.backlink back→#w-2017-W15-ref-1 \"↩\"
    aside.footnote.link-note#w-2017-W15-address-1 print of #w-2017-W15-link-1
      p
        span.note-number \"a\"
        \" \"
        a.address →https://example.org/x \"https://example.org/x\"
  article.dispatch.kind-video.source-ap.tag-clean-water#d-2017-04-15-wells
    p.kicker
      span.kind \"Video\"
      \" · \"
      span.place \"Mosul\"
    h2#d-2017-04-15-wells-title \"Wells\"
    p.credit
      span.byline
        \"By \"
        span.name \"Layla and Omar\"
      \" · \"
      a.source →#src-ap \"Associated Press\"
      \" · \"
      time 2017-04-15T18:30 \"15~April 2017, 18:30\"
      \" · \"
      span.corrected \"Corrected on 17~April 2017\"
      span.separator screen \" · \"
      a.original screen →https://apnews.com/wells \"Original\"
    p.lede \"Water is back.\"
    p
      \"They \"
      a →https://example.org/drill \"drilled\"
      a.noteref.link-mark#d-2017-04-15-wells-link-1 print note→#d-2017-04-15-wells-address-1 \"b\"
      \" two.\"
    h3 \"Depth\"
    p \"Sixty metres.\"
    aside.footnote.link-note#d-2017-04-15-wells-address-1 print of #d-2017-04-15-wells-link-1
      p
        span.note-number \"b\"
        \" \"
        a.address →https://example.org/drill \"https://example.org/drill\"
";
    let actual = dumped(MANY, "w-2017-W15");
    assert_eq!(actual, expected, "\n{actual}");
}

#[test]
fn sources_corrections_and_contents_say_where() {
    let flow = flow(MANY);
    let all = dump(&flow, "sources") + &dump(&flow, "corrections") + &dump(&flow, "contents");
    let expected = "\
section.sources#sources
  h1 \"Sources\"
  div.source#src-ap
    h2 \"Associated Press\"
    p.source-note
      \"CC0-1.0 · \"
      a.address →https://apnews.com/ \"https://apnews.com\"
    ul.source-dispatches
      li
        a →#d-2017-04-15-wells \"Wells\"
        \", \"
        time 2017-04-15T18:30 \"15~April 2017, 18:30\"
        span.where print
          \", page~\"
          span.page page of #d-2017-04-15-wells
        \" · \"
        a.address →https://apnews.com/wells \"https://apnews.com/wells\"
section.corrections#corrections
  h1 \"Corrections\"
  ul.corrections-list
    li
      p
        time 2017-04-17 \"17~April 2017\"
        \" · \"
        a →#d-2017-04-15-wells \"Wells\"
        span.where print
          \", page~\"
          span.page page of #d-2017-04-15-wells
      p.correction \"Two wells, not three.\"
section.contents-page#contents
  h1 \"Contents\"
  nav.contents
    ol
      li.week
        a →#w-2017-W15
          span.label \"Week 15\"
          \" \"
          span.title \"The old bridge\"
          \" \"
          span.dates \"10–16~April 2017\"
        \" \"
        span.page print page of #w-2017-W15
        ol
          li.dispatch
            a →#d-2017-04-15-wells \"Wells\"
            \" \"
            span.page print page of #d-2017-04-15-wells
      li.part
        a →#corrections \"Corrections\"
        \" \"
        span.page print page of #corrections
      li.part
        a →#sources \"Sources\"
        \" \"
        span.page print page of #sources
      li.part
        a →#places \"Places\"
        \" \"
        span.page print page of #places
      li.part
        a →#subjects \"Subjects\"
        \" \"
        span.page print page of #subjects
";
    assert_eq!(all, expected, "\n{all}");
}

#[test]
fn a_note_leads_back_to_each_of_its_marks() {
    let actual =
        body("One[^a], again[^a], two[^b].\n\n[^a]: First.\n[^b]:\n    - Second, see[^a] and [x](https://e.org/).");
    let expected = "  \
  p
    \"One\"
    a.noteref#t-ref-1 note→#t-note-1 \"1\"
    \", again\"
    a.noteref#t-ref-1-2 note→#t-note-1 \"1\"
    \", two\"
    a.noteref#t-ref-2 note→#t-note-2 \"2\"
    \".\"
  aside.footnote#t-note-1 of #t-ref-1
    p
      span.note-number \"1\"
      \" First.\"
      span.back screen
        \" \"
        a.backlink back→#t-ref-1 \"↩\"
      span.back screen
        \" \"
        a.backlink back→#t-ref-1-2 \"↩\"
      span.back screen
        \" \"
        a.backlink back→#t-ref-1-3 \"↩\"
  aside.footnote#t-note-2 of #t-ref-2
    p
      span.note-number \"2\"
      \" \"
    ul
      li
        \"Second, see\"
        a.noteref#t-ref-1-3 note→#t-note-1 \"1\"
        \" and \"
        a →https://e.org/ \"x\"
        span.link-address print
          \" (\"
          a.address →https://e.org/ \"https://e.org\"
          \")\"
        \".\"
    p screen
      span.back
        \" \"
        a.backlink back→#t-ref-2 \"↩\"
";
    assert_eq!(actual, expected, "\n{actual}");
}

#[test]
fn marks_go_on_through_a_chapter() {
    let dispatch = |id: &str, date: &str| {
        let body = "x[^1] y[^2] [l](https://e.org/)\\n\\n[^1]: A.\\n[^2]: B.";
        format!("  - {{title: {id}, id: {id}, date: {date}, source: {{name: AP}}, body: \"{body}\"}}\n")
    };
    let days = [("a", "2017-04-15"), ("b", "2017-04-16"), ("c", "2017-04-17")];
    let dispatches: String = days.map(|(id, day)| dispatch(id, day)).concat();
    let flow = flow(&format!("dispatches:\n{dispatches}"));
    let marks = |id: &str| {
        let text = dump_element(&flow, id);
        let of = |class: &str| -> Vec<String> {
            text.lines().filter(|l| l.contains(class)).filter_map(|l| l.split('"').nth(1).map(str::to_owned)).collect()
        };
        (of("a.noteref").join(" "), of("note-number").join(" "))
    };
    assert_eq!(marks("a"), ("1 2 a".into(), "1 2 a".into()));
    assert_eq!(marks("b"), ("3 4 b".into(), "3 4 b".into()));
    assert_eq!(marks("c"), ("1 2 a".into(), "1 2 a".into()), "the next week");
}

#[test]
fn no_link_holds_another() {
    let actual = body("[see <https://f.org/> *there*](https://e.org/)");
    let start: String = actual.lines().take(5).map(|l| format!("{l}\n")).collect();
    let expected = "  \
  p
    a →https://e.org/
      \"see https://f.org/ \"
      em \"there\"
    a.noteref.link-mark#t-link-1 print note→#t-address-1 \"a\"
";
    assert_eq!(start, expected, "\n{actual}");
}

#[test]
fn marks_of_notes_follow_the_link_they_are_in() {
    let mut edition =
        Book::new("dispatches: [{title: T, id: t, date: 2017-04-15, source: {name: X}, body: x}]\n").edition();
    let text = |text: &str| Inline::Text(text.into());
    let target = LinkTarget::Local("t".into());
    let link = |content| Inline::Link { target: target.clone(), content, range: 0..0 };
    let block = |content| Block { range: 0..0, kind: BlockKind::Paragraph(content) };
    let content = vec![Inline::Emphasis(vec![text("in"), Inline::NoteRef(0)]), text(" link")];
    edition.weeks[0].dispatches[0].body = Arc::new(Body {
        blocks: vec![block(vec![link(content), text(", "), link(vec![Inline::NoteRef(0)])])],
        notes: vec![Note { label: "1".into(), blocks: vec![block(vec![text("Note.")])] }],
    });
    let (flow, _) = arrange(&edition);
    let actual = dump_element(&flow, "t");
    let expected = "  \
  p
    a →#t
      em \"in\"
      \" link\"
    a.noteref#t-ref-1 note→#t-note-1 \"1\"
    \", \"
    a.noteref#t-ref-1-2 note→#t-note-1 \"1\"
  aside";
    assert!(actual.contains(expected), "\n{actual}");
}

#[test]
fn the_same_address_has_one_letter_and_a_bare_one_none() {
    let actual = body("[a](https://e.org/1) [b](https://e.org/2) [c](https://e.org/1) <https://e.org/3> <d@e.org>");
    let marks: Vec<&str> = actual.lines().map(str::trim).filter(|l| l.starts_with("a.noteref")).collect();
    assert_eq!(
        marks,
        [
            "a.noteref.link-mark#t-link-1 print note→#t-address-1 \"a\"",
            "a.noteref.link-mark#t-link-2 print note→#t-address-2 \"b\"",
            "a.noteref.link-mark#t-link-1-2 print note→#t-address-1 \"a\"",
        ]
    );
    assert_eq!(actual.matches("aside").count(), 2);
}

#[test]
fn addresses_are_ascii_for_machines_and_as_written_for_people() {
    let actual = body("[x](https://bücher.example/ä\"b) <https://пример.рф/> [y](http://a..b/) z");
    assert!(actual.contains("a →https://xn--bcher-kva.example/%C3%A4%22b \"x\""), "{actual}");
    assert!(actual.contains("a.address →https://xn--bcher-kva.example/%C3%A4%22b \"https://bücher.example/ä%22b\""));
    assert!(actual.contains("a →https://xn--e1afmkfd.xn--p1ai/ \"https://пример.рф/\""), "{actual}");
    assert!(actual.contains("\" y z\""), "a host that cannot be one: {actual}");
}

fn ids(flow: &Flow) -> Vec<&str> {
    flow.sections.iter().flat_map(|s| &s.elements).filter_map(|e| e.anchor.as_deref()).collect()
}

#[test]
fn no_id_of_an_author_clashes_with_one_of_ours() {
    let dispatch = |id: &str, body: &str| {
        format!("  - {{id: {id}, title: T, date: 2017-04-15, source: {{name: X}}, body: \"{body}\"}}\n")
    };
    let mut manifest = String::from("dispatches:\n");
    for id in
        ["cover", "imprint", "sources", "contents", "w-2017-W15", "w-2017-W15-title", "src-x", "b-note-1", "b-ref-1"]
    {
        manifest += &dispatch(id, "text");
    }
    manifest += &dispatch(
        "b",
        "# B {#title}\\n\\nOne[^1], [l](https://e.org/), [in](#note-1).\\n\\n## N {#note-1}\\n\\n[^1]: Note.",
    );
    manifest += &dispatch("b-title", "## H {#x}\\n\\ntext");
    manifest += &dispatch("b-link-1", "text");
    let flow = flow(&manifest);
    let mut all = ids(&flow);
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
    for id in ["cover", "w-2017-W15", "b-title", "cover-2", "w-2017-W15-2", "src-x-2", "b-note-1-2", "b-title-2"] {
        assert!(all.contains(&id), "{id}: {all:?}");
    }
    // The author's ids stay with the dispatches.
    let article = flow.sections.iter().flat_map(|s| &s.elements).find(|e| e.anchor.as_deref() == Some("cover"));
    assert_eq!(article.map(|e| e.name.as_str()), Some("article"));
}

#[test]
fn sections_are_called_differently() {
    let flow = flow(
        "language: en\nweeks:\n  2016-W15: {title: Water}\n  2017-W15: {title: Water}\ndispatches:\n  \
         - {title: A, date: 2016-04-15, body: x}\n  - {title: B, date: 2017-04-15, body: x}\n  - {title: C, date: 2018-04-13, body: x}\n",
    );
    let titles: Vec<&str> = flow.sections.iter().map(|s| s.title.as_str()).collect();
    let expected = [
        "Cover",
        "Title page",
        "Imprint",
        "Contents",
        "Week 15: Water",
        "Week 15: Water, 10–16\u{a0}April 2017",
        "Week 15, 9–15\u{a0}April 2018",
    ];
    assert_eq!(titles, expected);
}

#[test]
fn an_arabic_book_has_its_own_letters_and_digits() {
    let flow = flow(
        "language: ar\ntitle: رسائل من النهر\ndispatches:\n  - title: الجسر\n    id: t\n    date: 2017-04-15\n    byline: Layla\n    \
         source: {name: Reuters, url: https://reuters.com/}\n    body: |\n      عاد [الجسر](https://e.org/) القديم[^1] في Mosul.\n\n      \
         This is a paragraph in English.\n\n      [^1]: حاشية.\n",
    );
    let expected = "\
article.dispatch.kind-report.source-reuters#t
  h2#t-title \"الجسر\"
  p.credit
    span.byline
      \"بقلم \"
      span.name und-Latn ltr \"Layla\"
    \" · \"
    a.source und-Latn ltr →#src-reuters \"Reuters\"
    \" · \"
    time 2017-04-15 \"١٥~أبريل ٢٠١٧\"
  p
    \"عاد \"
    a →https://e.org/ \"الجسر\"
    a.noteref.link-mark#t-link-1 print note→#t-address-1 \"ا\"
    \" القديم\"
    a.noteref#t-ref-1 note→#t-note-1 \"١\"
    \" في Mosul.\"
  p und-Latn ltr \"This is a paragraph in English.\"
  aside.footnote#t-note-1 of #t-ref-1
    p
      span.note-number \"١\"
      \" حاشية.\"
      span.back screen
        \" \"
        a.backlink back→#t-ref-1 \"↩\"
  aside.footnote.link-note#t-address-1 print of #t-link-1
    p
      span.note-number \"ا\"
      \" \"
      a.address zxx ltr →https://e.org/ \"https://e.org\"
";
    let actual = dump_element(&flow, "t");
    assert_eq!(actual, expected, "\n{actual}");
    assert_eq!(flow.accessibility_faults.len(), 1, "{:?}", flow.accessibility_faults);
    let imprint = dump(&flow, "imprint");
    assert!(imprint.contains("span.fingerprint zxx ltr"), "{imprint}");
}

#[test]
fn words_that_a_language_lacks_are_marked_as_english() {
    let (flow, messages) = build(&Book::new(
        "language: de\ndispatches:\n  - {title: Brunnen, id: t, date: 2017-04-15, source: {name: AP}, kind: video, body: Text}\n",
    ));
    assert!(messages.is_empty(), "the edition has said that words are English: {messages:?}");
    let article = dump_element(&flow, "t");
    assert!(article.contains("p.kicker en\n    span.kind \"Video\"") && article.contains("p.credit en\n"), "{article}");
    assert!(article.contains("\n  p \"Text\""), "{article}");
    assert!(dump(&flow, "sources").contains("h1 en \"Sources\""));
    assert!(dump(&flow, "contents").contains("span.label.alone en \"Week 15\""));
}

#[test]
fn a_week_of_several_dispatches_opens_with_its_contents() {
    let two = "dispatches:\n  - {title: A, id: a, date: 2017-04-15, body: x}\n  - {title: مياه, id: b, language: ar, date: 2017-04-16, body: x}\n";
    let expected = "\
  nav.week-contents
    ol
      li
        a →#a \"A\"
        \" \"
        span.page print page of #a
      li
        a ar rtl →#b \"مياه\"
        \" \"
        span.page print page of #b
  article";
    let week = dumped(two, "w-2017-W15");
    assert!(week.contains(expected), "{week}");
    let headlines = dumped(&format!("{two}editions: {{default: {{content: headlines}}}}\n"), "w-2017-W15");
    assert!(!headlines.contains("nav"), "they would stand there twice: {headlines}");
}

#[test]
fn headlines_only() {
    let flow = flow(
        "weeks: {2017-W15: {summary: Words.}}\ndispatches: [{title: A, id: a, date: 2017-04-15, body: 'x[^1]\n\n\n  [^1]: n'}]\n\
         editions: {default: {content: headlines}}\n",
    );
    let expected = "\
section.week.first#w-2017-W15
  h1#w-2017-W15-title
    span.label.alone \"Week 15\"
  p.dates \"10–16~April 2017\"
  article.dispatch.kind-report#a
    h2#a-title \"A\"
    p.credit
      time 2017-04-15 \"15~April 2017\"
";
    let actual = dump(&flow, "w-2017-W15");
    assert_eq!(actual, expected, "\n{actual}");
    assert!(!flow.sections.iter().any(|s| s.kind == SectionKind::Sources), "nothing is credited");
}

#[test]
fn summaries_only() {
    let flow = flow(
        "dispatches:\n  - {title: A, id: a, date: 2017-04-15, body: \"First *one*.[^1]\\n\\nSecond.\\n\\n[^1]: n\"}\n  \
         - {title: B, id: b, date: 2017-04-15, summary: Given., body: Text.}\neditions: {default: {content: summary}}\n",
    );
    let (a, b) = (dump_element(&flow, "a"), dump_element(&flow, "b"));
    assert!(a.ends_with("  p\n    \"First \"\n    em \"one\"\n    \".\"\n"), "{a}");
    assert!(b.ends_with("  p.lede \"Given.\"\n"), "{b}");
}

#[test]
fn an_uncredited_dispatch_has_its_address_at_the_foot() {
    let flow = flow("dispatches: [{title: A, id: a, date: 2017-04-15, url: 'https://e.org/a', body: x}]\n");
    let a = dump_element(&flow, "a");
    assert!(a.contains("a.original →https://e.org/a \"Original\"\n    a.noteref.link-mark#a-link-1 print"), "{a}");
    assert!(a.contains("a.address →https://e.org/a"), "{a}");
}

#[test]
fn markup_in_texts_is_text() {
    let flow = flow(
        "title: '<b>&amp;</b>'\nweeks: {2017-W15: {title: '*a* <i>'}}\ndispatches: [{title: '<script>alert(1)</script>', date: 2017-04-15, body: x}]\n",
    );
    assert!(dump(&flow, "cover").contains("h1.cover-title \"<b>&amp;</b>\""));
    let week = dump(&flow, "w-2017-W15");
    assert!(week.contains("span.title \"*a* <i>\"") && week.contains("\"<script>alert(1)</script>\""), "{week}");
}

#[test]
fn what_is_in_one_format_holds_nothing_for_both() {
    let flow = flow(MANY);
    for section in &flow.sections {
        for element in &section.elements {
            let parent = element.parent.map(|p| section.elements[p as usize].media);
            assert!(parent.is_none_or(|media| media == Media::All || media == element.media), "{element:?}");
        }
    }
}

#[test]
fn shared_text_keeps_words_whole_and_blocks_apart() {
    let flow = flow(
        "dispatches: [{title: T, date: 2017-04-15, source: {name: AP}, body: \"a*b*c [l](https://e.org/)\\n\\nd\"}]\n",
    );
    let week = flow.sections.iter().find(|s| s.kind == SectionKind::Week).expect("a week");
    let text = week.shared_text();
    let words: Vec<_> = text.split_whitespace().collect();
    assert!(words.ends_with(&["abc", "l", "d"]), "{words:?}");
}

#[test]
fn code_and_addresses_turn_no_text_round() {
    let flow = flow(
        "language: ar\ntitle: رسائل\ndispatches: [{title: ت, id: t, date: 2017-04-15, body: \"نص `cargo build --release` و\\n\\nانظر <https://e.org/a/long/address>\"}]\n",
    );
    let actual = dump_element(&flow, "t");
    assert!(actual.contains("  p\n    \"نص \"\n    code und-Latn ltr \"cargo build --release\"\n"), "{actual}");
    assert!(actual.contains("  p\n    \"انظر \"\n    a zxx ltr →https://e.org/a/long/address"), "{actual}");
}

#[test]
fn the_fingerprint_changes_with_what_is_published_and_nothing_else() {
    let print = |manifest: &str| {
        let flow = flow(manifest);
        let mut elements = flow.sections.iter().flat_map(|s| &s.elements);
        let found = elements.find(|e| e.classes.iter().any(|c| c == "fingerprint")).expect("a fingerprint");
        let Some(Child::Text(text)) = found.children.last() else { panic!("no text") };
        text.clone()
    };
    let first = print(MANY);
    assert_eq!(first.len(), 19, "{first}");
    assert_eq!(first, print(&MANY.replace("dispatches:", "slug: other\ndispatches:")));
    assert_ne!(first, print(&MANY.replace("Sixty", "Fifty")));
    assert_ne!(first, print(&MANY.replace("example.org/drill", "example.org/bore")));
}

#[test]
fn styles_know_every_element() {
    let flow = super::Name::ALL.iter().map(|name| name.as_str()).chain(["html", "body"]);
    let (mut flow, mut known): (Vec<_>, Vec<_>) = (flow.collect(), crate::style::ELEMENTS.to_vec());
    flow.sort_unstable();
    known.sort_unstable();
    assert_eq!(flow, known);
}
