//! What is typed, and what a printer sets.

use super::*;

/// What is set in a language; doing it again does no more.
fn in_language(tag: &str, typed: &str) -> String {
    let lang = Lang::parse(tag).unwrap();
    let set = smart(typed, &lang).into_owned();
    assert_eq!(smart(&set, &lang), set, "twice is once");
    set
}

#[test]
fn as_a_printer_sets_it() {
    for (typed, set) in [
        ("The \"old\" bridge", "The “old” bridge"),
        ("\"It's over,\" she said", "“It’s over,” she said"),
        ("the '90s, O'Neil's 'last' word", "the ’90s, O’Neil’s ‘last’ word"),
        ("(\"quoted\") \"'inner' outer\"", "(“quoted”) “‘inner’ outer”"),
        ("\"outer 'inner'\"", "“outer ‘inner’”"),
        ("\"one \"two 'three' two\" one\"", "“one ‘two ‘three’ two’ one”"),
        ("He said--\"no\"--and left", "He said–“no”–and left"),
        ("\"I was--\" she began", "“I was–” she began"),
        ("Mosul -- week one --- and then...", "Mosul – week one — and then…"),
        ("see https://example.org/a--b'c now", "see https://example.org/a--b'c now"),
        ("\"https://example.org/a'b\", he wrote", "“https://example.org/a'b”, he wrote"),
        ("the @desk's 'o'neil@example.org'", "the @desk’s ‘o'neil@example.org’"),
        ("a ---- rule ..... and plain", "a ---- rule ..... and plain"),
        ("a 12\" pipe and a 7\" pipe", "a 12” pipe and a 7” pipe"),
        ("'Tis the season, rock 'n' roll, 'cause", "’Tis the season, rock ’n’ roll, ’cause"),
        ("the letter 's' and the farmers' wells", "the letter ‘s’ and the farmers’ wells"),
        ("said 'the farmers wells", "said ’the farmers wells"),
        ("'The first paragraph of a long quotation", "‘The first paragraph of a long quotation"),
        ("\"The first paragraph, \"with one\" in it", "“The first paragraph, “with one” in it"),
        ("“typed” stays, „typed“ too, «and this»", "“typed” stays, „typed“ too, «and this»"),
        ("", ""),
        ("\"", "“"),
    ] {
        assert_eq!(in_language("en", typed), set);
    }
}

#[test]
fn each_language_has_its_marks() {
    for (tag, typed, set) in [
        ("de", "\"Das 'Boot' geht's an\", sagte er", "„Das ‚Boot‘ geht’s an“, sagte er"),
        ("de", "'\"So?\" fragte er'", "‚„So?“ fragte er‘"),
        ("it", "L'\"acqua\" c'è", "L’«acqua» c’è"),
        ("es", "El \"agua 'dulce'\"", "El «agua “dulce”»"),
        ("es-MX", "El \"agua 'dulce'\"", "El “agua ‘dulce’”"),
        ("uk", "\"Стара 'річка'\", п'ять", "«Стара „річка“», п’ять"),
        ("sv", "\"Bron är 'öppen'\"", "”Bron är ’öppen’”"),
        ("pl", "\"Most 'stary'\"", "„Most «stary»”"),
        ("nl", "'s ochtends \"open\", foto's", "’s ochtends “open”, foto’s"),
        ("ar", "قال \"نعم 'لا'\"", "قال ”نعم ’لا‘“"),
        ("he", "דובר צה\"ל אמר \"שלום\"", "דובר צה״ל אמר ”שלום”"),
        ("xx", "\"a\"", "“a”"),
    ] {
        assert_eq!(in_language(tag, typed), set, "{tag}");
    }
}

#[test]
fn french_sets_narrow_blanks() {
    for (typed, set) in [
        ("Qui a dit \"l'eau\" ?", "Qui a dit «\u{202F}l’eau\u{202F}»\u{202F}?"),
        (
            "\"Qui ?\" dit-il : \"moi !\"",
            "«\u{202F}Qui\u{202F}?\u{202F}» dit-il\u{202F}: «\u{202F}moi\u{202F}!\u{202F}»",
        ),
        ("Il dit \" bonjour \" ; puis", "Il dit «\u{202F}bonjour\u{202F}»\u{202F}; puis"),
        ("« bonjour », dit-il", "«\u{202F}bonjour\u{202F}», dit-il"),
        ("déjà\u{A0}: typé\u{202F}?", "déjà\u{A0}: typé\u{202F}?"),
        ("Quoi ?!", "Quoi\u{202F}?!"),
        ("à 14:30, https://exemple.fr/?a=b:c, rien!", "à 14:30, https://exemple.fr/?a=b:c, rien!"),
        ("un :mot et !autre", "un :mot et !autre"),
        ("double  : blanc", "double  : blanc"),
    ] {
        assert_eq!(in_language("fr", typed), set);
    }
    assert_eq!(in_language("en", "What ? « so »"), "What ? « so »");
}

#[test]
fn what_is_kept_counts_as_context() {
    let lang = Lang::english();
    let text = "x's \"x\" 'y' ?";
    let found = edits(text, &[0..1, 5..6], &lang);
    let set: Vec<_> = found.iter().map(|edit| (edit.range.start, edit.with.as_str())).collect();
    assert_eq!(set, [(1, "’"), (4, "“"), (6, "”"), (8, "‘"), (10, "’")]);
    assert_eq!(edits("a ? b", std::slice::from_ref(&(2..3)), &Lang::parse("fr").unwrap()), []);
    let whole = 0..7;
    assert_eq!(edits("'a' \"b\"", std::slice::from_ref(&whole), &lang), []);
}

#[test]
fn what_needs_nothing_is_not_copied() {
    assert!(matches!(smart("A plain-spoken title", &Lang::english()), Cow::Borrowed(_)));
}

#[test]
fn floods_of_marks_take_linear_time() {
    let lang = Lang::parse("fr").unwrap();
    for part in ["\"", "'", "\"'", "'a ", "\"a ", "a\" ", "'a a\" ", " ?", "« ", "'tis\""] {
        let text = part.repeat(30_000);
        assert!(smart(&text, &lang).len() >= text.len() / 2, "{part}");
    }
    // Stacks of singles that a double looks through.
    let text = "'a ".repeat(30_000) + &"a\" ".repeat(30_000);
    assert!(edits(&text, &[], &lang).len() == 60_000);
}
