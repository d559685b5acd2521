//! Quotation marks, blanks and hyphens by language, as a reader finds them in both formats.

mod support;

use support::{Book, Epub, Pdf};

/// A book of one dispatch in a language.
fn book(tag: &str, title: &str, body: &str) -> Book {
    let body = body.replace('\n', "\n      ");
    let manifest = format!(
        "weekbook: 1\ntitle: Marks\npublisher: Nobody\ndispatches:\n  - title: |-\n      {title}\n    date: 2017-04-15\n    \
         language: {tag}\n    source: {{name: A}}\n    body: |\n      {body}\n"
    );
    Book::new().manifest(&manifest)
}

fn open(book: Book) -> (Epub, Pdf) {
    let book = book.built();
    (book.epub("dist/marks.epub"), book.pdf("dist/marks.pdf"))
}

/// Without blanks: a line may have ended at any.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn straight_marks_become_the_language_s_own_in_both_formats() {
    for (tag, title, body, shown_title, shown) in [
        ("en-GB", "The \"old\" bridge", "\"It's *over*,\" she said.", "The “old” bridge", "“It’s over,” she said."),
        (
            "de",
            "Das \"Boot\"",
            "\"Das 'Boot' geht's an\", **sagte** er.",
            "Das „Boot“",
            "„Das ‚Boot‘ geht’s an“, sagte er.",
        ),
        ("pl", "\"Most\"", "On: \"Most\".", "„Most”", "On: „Most”."),
        ("sv", "\"Bron\"", "Hon: \"Bron\".", "”Bron”", "Hon: ”Bron”."),
        ("uk", "\"Річка\"", "\"Стара 'річка'\".", "«Річка»", "«Стара „річка“»."),
        ("es", "\"Agua\"", "Dijo \"agua 'dulce'\".", "«Agua»", "Dijo «agua “dulce”»."),
    ] {
        let (epub, pdf) = open(book(tag, title, body));
        let text = epub.dispatch(shown_title).text();
        assert!(text.contains(shown), "{tag}: {text}");
        assert!(epub.contents().iter().any(|(_, name)| name == shown_title), "{tag}: {:?}", epub.contents());
        let text = tight(&pdf.text());
        assert!(text.contains(&tight(shown)) && text.contains(&tight(shown_title)), "{tag}: {text}");
    }
}

#[test]
fn french_has_narrow_blanks_where_it_had_blanks() {
    let body = "\"Pourquoi l'eau ?\" demande Amal ; à 14:30 : https://exemple.fr/?a=b:c. « Enfin ! »";
    let (epub, pdf) = open(book("fr", "Quoi ?", body));
    let shown = "«\u{202f}Pourquoi l’eau\u{202f}?\u{202f}» demande Amal\u{202f}; à 14:30\u{202f}: https://exemple.fr/?a=b:c. \
                 «\u{202f}Enfin\u{202f}!\u{202f}»";
    // The text of an element has its blanks made alike: the file's own is looked at.
    let raw = |epub: &Epub| -> String {
        epub.documents.iter().map(|(file, _)| String::from_utf8_lossy(epub.file(file)).into_owned()).collect()
    };
    let text = raw(&epub);
    assert!(text.contains(shown) && text.contains("Quoi\u{202f}?"), "{text}");
    assert!(pdf.text().contains("Amal ;"), "{}", pdf.text());
    let (epub, _) = open(book("en", "What ?", "Spaced ? « so »"));
    assert!(raw(&epub).contains("Spaced ? « so »") && raw(&epub).contains("What ?"));
}

#[test]
fn marks_that_were_typed_or_escaped_stay() {
    let body = "“typed” »auch« \\\"straight\\\" `\"code\"`";
    let (epub, pdf) = open(book("de", "T", body));
    let shown = "“typed” »auch« \"straight\" \"code\"";
    assert!(epub.dispatch("T").text().contains(shown), "{}", epub.dispatch("T").text());
    assert!(tight(&pdf.text()).contains(&tight(shown)), "{}", pdf.text());
}

#[test]
fn a_link_that_shows_its_address_keeps_it() {
    let (epub, _) = open(book("fr", "T", "Voir <https://exemple.fr/l'eau> et <l'eau@exemple.fr> !"));
    let links = epub.dispatch("T").select("a");
    let texts: Vec<_> = links.iter().map(|a| a.text()).collect();
    assert_eq!(texts[1..], ["https://exemple.fr/l'eau", "l'eau@exemple.fr"]);
}

#[test]
fn a_quotation_in_arabic_opens_on_the_right() {
    let (epub, pdf) = open(book("ar", "بيان", "قال \"نعم\" ثم (لا) و«هذا»."));
    assert!(epub.dispatch("بيان").text().contains("قال ”نعم“ ثم (لا) و«هذا»."));
    assert!(pdf.text().contains('”') && pdf.text().contains('“'), "{}", pdf.text());
}
