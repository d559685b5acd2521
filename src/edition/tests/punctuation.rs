//! Quotation marks and blanks by language, over markup and in every field.

use super::super::testing::Book;
use crate::dispatch::{BlockKind, Inline, plain_text};
use crate::edition::Edition;

/// A book in `tag` of one dispatch of this Markdown.
fn book(tag: &str, body: &str) -> Edition {
    let body = body.replace('\n', "\n      ");
    let fields = "title: T, date: 2017-04-15, source: {name: X}";
    let fields = fields.replace(", ", "\n    ");
    Book::new(&format!("dispatches:\n  - language: {tag}\n    {fields}\n    body: |\n      {body}\n")).edition()
}

/// The text of its first block.
fn set(tag: &str, body: &str) -> String {
    match &book(tag, body).weeks[0].dispatches[0].body.blocks[0].kind {
        BlockKind::Paragraph(content) => plain_text(content),
        other => panic!("{other:?}"),
    }
}

#[test]
fn quotation_marks_are_set_over_markup() {
    for (tag, typed, shown) in [
        ("en", "\"*All* of **it**\", they said; `it's` *O'Neil*'s", "“All of it”, they said; it's O’Neil’s"),
        ("de", "\"*Das* 'Boot'\" und **\"dies\"**", "„Das ‚Boot‘“ und „dies“"),
        ("de", "[\"Ein Link\"](https://example.org/) geht's", "„Ein Link“ geht’s"),
        ("fr", "\"*l'eau*\" : *\"rien\"* !", "«\u{202f}l’eau\u{202f}»\u{202f}: «\u{202f}rien\u{202f}»\u{202f}!"),
        ("fr", "Quoi\n? Il dit «\nnon ».", "Quoi\u{202f}? Il dit «\u{202f}non\u{202f}»."),
        ("fr", "`a ? b` *dit* ?", "a ? b dit\u{202f}?"),
        (
            "en",
            "a \\\"straight\\\" one, &quot;too&quot;, “typed” and <q>tagged</q>",
            "a \"straight\" one, \"too\", “typed” and “tagged”",
        ),
        ("uk", "<q>a <q>b</q></q>", "«a „b“»"),
        ("de", "<https://example.org/o'neil>", "https://example.org/o'neil"),
        ("ar", "\"نعم\" قال", "”نعم“ قال"),
        // A paragraph in another script than its dispatch has marks of its own.
        ("ar", "\"All of it\", they said", "“All of it”, they said"),
        ("de", "\"نعم كلها\"", "”نعم كلها“"),
    ] {
        assert_eq!(set(tag, typed), shown, "{tag}: {typed}");
    }
}

#[test]
fn a_mark_stands_where_it_was_typed() {
    let edition = book("fr", "*Il dit \"oui* \" ?");
    let BlockKind::Paragraph(content) = &edition.weeks[0].dispatches[0].body.blocks[0].kind else { panic!() };
    let expected = [
        Inline::Emphasis(vec![Inline::Text("Il dit «\u{202f}oui".to_owned())]),
        Inline::Text("\u{202f}»\u{202f}?".to_owned()),
    ];
    assert_eq!(*content, expected);
}

#[test]
fn each_dispatch_has_the_marks_of_its_language() {
    let edition = Book::new(
        "language: uk\nhighlights: ['\"Eins\" und', zwei]\nweeks:\n  2017-W15: {title: '\"Woche\"', summary: '*Die* \"Woche\"'}\n\
         dispatches:\n\
         - {title: '\"Titel\"', date: 2017-04-15, source: {name: '\"X\"'}, byline: '\"K\" O''Neil', summary: 'So \"kurz\"',\n\
         \x20  corrections: [{date: 2017-04-16, text: 'war \"falsch\"'}], body: '> \"Zitat\"'}\n\
         - {title: '\"Titre\" !', language: fr, date: 2017-04-15, source: {name: X},\n\
         \x20  body: \"* \\\"a\\\" ?\\n\\n| \\\"b\\\" |\\n| --- |\\n| \\\"c\\\"[^n] |\\n\\n[^n]: \\\"d\\\"\\n\"}\n",
    )
    .edition();
    let (week, shown) = (&edition.weeks[0], format!("{edition:?}"));
    let (own, french) = (&week.dispatches[0], &week.dispatches[1]);
    assert_eq!(edition.front_page.highlights, ["«Eins» und", "zwei"]);
    assert_eq!(week.title.as_deref(), Some("«Woche»"));
    assert_eq!((own.title.as_str(), own.byline[0].as_str()), ("«Titel»", "«K» O’Neil"));
    assert_eq!((plain_text(&own.summary), own.corrections[0].1.as_str()), ("So «kurz»".into(), "war «falsch»"));
    assert_eq!(french.title, "«\u{202f}Titre\u{202f}»\u{202f}!");
    for text in [
        "«Zitat»",
        " «Woche»",
        "«\u{202f}a\u{202f}»",
        "«\u{202f}b\u{202f}»",
        "«\u{202f}c\u{202f}»",
        "«\u{202f}d\u{202f}»",
    ] {
        let text = format!("{text:?}");
        assert!(shown.contains(text.trim_matches('"')), "{text}");
    }
    // Registers are compared by scripts: they stay as written.
    assert_eq!(edition.sources[0].name, "\"X\"");
}

#[test]
fn a_name_with_an_apostrophe_is_redacted_before_it_is_set() {
    let edition = Book::new(
        "redact: [{text: \"O'Neil\", with: \"N.\"}]\ndispatches:\n\
         - {title: \"O'Neil's \\\"yes\\\"\", date: 2017-04-15, source: {name: X}, body: \"\\\"O'*Neil*\\\" or O’Neil or O\\\\'Neil\"}\n",
    )
    .edition();
    let entry = &edition.weeks[0].dispatches[0];
    let BlockKind::Paragraph(content) = &entry.body.blocks[0].kind else { panic!() };
    assert_eq!((entry.title.as_str(), plain_text(content)), ("N.’s “yes”", "“N.” or N. or N.".into()));
}
