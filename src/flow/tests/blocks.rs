//! What a dispatch's Markdown is in the flow.

use super::*;

#[test]
fn blocks_of_a_body() {
    let actual = body(
        "1. a\n2. b\n\n   c\n\n- [x] done\n- [ ] open\n\n> [!WARNING]\n> ## Mines\n> Stay.\n\n| | n |\n|---|--:|\n| w | 2 |\n\n\
         ```rust\nfn f() {}\n```\n\nterm\n: meaning\n\n---\n\nline  \nbreak `c` ~~d~~",
    );
    let expected = "  \
  ol.loose
    li
      p \"a\"
    li
      p \"b\"
      p \"c\"
  ul.tasks
    li
      span.task \"☑ \"
      \"done\"
    li
      span.task \"☐ \"
      \"open\"
  aside.callout.warning
    p.callout-label \"Warning\"
    h3 \"Mines\"
    p \"Stay.\"
  table.of-2
    thead
      tr
        td
        th right \"n\"
    tbody
      tr
        td \"w\"
        td right \"2\"
  pre in rust
    code \"fn f() {}\"
  dl
    dt \"term\"
    dd \"meaning\"
  hr
  p
    \"line\"
    br
    \"break \"
    code \"c\"
    \" \"
    del \"d\"
";
    assert_eq!(actual, expected, "\n{actual}");
}

#[test]
fn a_table_whose_head_says_nothing_has_none() {
    let actual = body("| | |\n|---|---|\n| a | b |");
    assert!(!actual.contains("thead") && actual.contains("td \"b\""), "{actual}");
    assert_eq!(body("| | |\n|---|---|\n\nx"), "    p \"x\"\n".replace("    ", "  "));
}

#[test]
fn the_last_paragraph_of_a_quotation_may_say_whose_it_is() {
    let quote = body("> Said.\n>\n> — A tailor\n\n> — A dash alone\n\n> One.\n>\n> Two.");
    let expected = "  blockquote
    p \"Said.\"
    p.attribution \"— A tailor\"
  blockquote
    p \"— A dash alone\"
  blockquote
    p \"One.\"
    p \"Two.\"
";
    assert_eq!(quote, expected);
}

#[test]
fn figures_before_any_text_open_it_and_credits_stand_apart_from_captions() {
    const PNG: &[u8] = include_bytes!("../../../tests/books/full/images/ford.png");
    let markdown =
        "# A\n\n![A tap](a.png \"A tap\"){credit=\"Ann\"}\n\nText.\n\n![A tap](a.png \"A tap.\"){credit=\"Ann\"}\n";
    let book = Book::new("dispatches: [posts/2017-04-15-a.md]\n").file("posts/2017-04-15-a.md", markdown);
    let (flow, _) = build(&book.file("posts/a.png", PNG));
    let dumped = dump(&flow, "w-2017-W15");
    let figure = |class: &str, caption: &str, between: &str| {
        format!(
            "figure{class}\n      img posts/a.png \"A tap\"\n      figcaption\n        span.caption \"{caption}\"\n        \"{between}\"\n        span.credit \"Image: Ann\"\n"
        )
    };
    assert!(dumped.contains(&figure(".opening", "A tap", " · ")), "{dumped}");
    assert!(dumped.contains(&figure("", "A tap.", " ")), "{dumped}");
}
