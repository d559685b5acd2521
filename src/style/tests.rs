use super::*;
use crate::diagnostic::{Diagnostic, SourceText};

fn parse(css: &str) -> (Option<Style>, Vec<Diagnostic>) {
    let mut diags = Diagnostics::new();
    let style = Style::parse(&SourceText::new("my.css", css), &mut diags);
    (style, diags.into_vec())
}

/// A sheet without a fault.
fn clean(css: &str) -> Style {
    let (style, diags) = parse(css);
    let messages: Vec<_> =
        diags.iter().map(|d| (&d.message, d.span.as_ref().map(crate::diagnostic::Span::position))).collect();
    assert!(diags.is_empty(), "{css}: {messages:?}");
    style.expect("no errors")
}

/// `line:column severity-initial message` of each message.
fn faults(css: &str) -> Vec<String> {
    let show = |d: &Diagnostic| {
        let at = d.span.as_ref().expect("a place").position();
        let help = d.help.as_ref().map(|h| format!(" | {h}")).unwrap_or_default();
        format!("{}:{} {:?} {}: {}{help}", at.line, at.column, d.severity, d.code.0, d.message)
    };
    parse(css).1.iter().map(show).collect()
}

fn key<'a>(name: &'a str, classes: &'a [String]) -> ElementKey<'a> {
    ElementKey { name, classes, ..ElementKey::default() }
}

fn classes(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Computes `section.week > p.lede`-like paths: names with classes after dots.
fn compute(style: &Style, path: &str) -> ComputedStyle {
    let elements: Vec<(String, Vec<String>)> = path
        .split_whitespace()
        .map(|e| {
            let mut parts = e.split('.').map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.collect())
        })
        .collect();
    let keys: Vec<ElementKey<'_>> = elements.iter().map(|(name, classes)| key(name, classes)).collect();
    style.compute(&keys)
}

#[test]
fn bundled_styles_are_clean() {
    for name in BUNDLED {
        let mut diags = Diagnostics::new();
        let source = bundled::source(name).expect("bundled");
        assert!(Style::parse(&source, &mut diags).is_some());
        let messages: Vec<_> = diags.iter().map(|d| &d.message).collect();
        assert!(messages.is_empty(), "{name}: {messages:?}");
    }
}

#[test]
fn specificity_beats_order_and_important_beats_both() {
    let style = clean(
        "p.a { font-size: 20pt } .a { font-size: 30pt } p { font-size: 10pt !important; widows: 4 } p { widows: 3 }",
    );
    let computed = compute(&style, "p.a");
    assert_eq!(computed.font_size, Pt(10.0));
    assert_eq!(computed.widows, 3);
    let style = clean("#x { orphans: 5 } p.a.b { orphans: 4 }");
    let all = classes("a b");
    let element = ElementKey { id: Some("x"), ..key("p", &all) };
    assert_eq!(style.compute(&[element]).orphans, 5);
}

#[test]
fn combinators_match() {
    let style = clean(
        "section.week > p { orphans: 3 } section p { widows: 5 } article p em { orphans: 7 } section > div > p { orphans: 9 }",
    );
    assert_eq!(compute(&style, "section.week p").orphans, 3);
    assert_eq!(compute(&style, "section.week div p").orphans, 9);
    assert_eq!(compute(&style, "section.week article div p").orphans, 2);
    assert_eq!(compute(&style, "section.week article div p").widows, 5);
    assert_eq!(compute(&style, "article div p span em").orphans, 7);
    // A child part must be tried at every place that the descendant part to its right leaves open.
    let style = clean("section > div p { orphans: 6 }");
    assert_eq!(compute(&style, "section div article div p").orphans, 6);
}

#[test]
fn siblings_first_children_and_languages_match() {
    let style = clean(
        "h3 + p { orphans: 3 } .credit + p { orphans: 4 } p:first-child { widows: 7 } :lang(ar) { letter-spacing: 3pt } p:lang(en, fr) { letter-spacing: 1pt }",
    );
    let credit = classes("credit x");
    let after = |name, classes| ElementKey { previous: Some((name, classes)), ..key("p", &[]) };
    assert_eq!(style.compute(&[after("h3", &[])]).orphans, 3);
    assert_eq!(style.compute(&[after("p", &credit)]).orphans, 4);
    assert_eq!(style.compute(&[after("p", &[])]).orphans, 2);
    assert_eq!(style.compute(&[ElementKey { first_child: true, ..key("p", &[]) }]).widows, 7);
    let lang = |tag| Lang::parse(tag).expect("a tag");
    let (arabic, english) = (lang("ar-IQ"), lang("en-GB"));
    assert_eq!(style.compute(&[ElementKey { lang: Some(&arabic), ..key("p", &[]) }]).letter_spacing, Pt(3.0));
    assert_eq!(style.compute(&[ElementKey { lang: Some(&english), ..key("p", &[]) }]).letter_spacing, Pt(1.0));
}

#[test]
fn units_become_points() {
    let style = clean(
        "html { font-size: 10pt } body { font-size: 1.2em } p { font-size: 150%; text-indent: 2em; letter-spacing: 1rem; \
         margin: 1in 25.4mm 2.54cm 96px; padding: 1pc 0 .5em; line-height: 1.5 } em { font-size: 10.2pt }",
    );
    let p = compute(&style, "p");
    assert_eq!(p.font_size, Pt(18.0));
    assert_eq!((p.text_indent, p.letter_spacing, p.line_height), (Pt(36.0), Pt(10.0), Pt(27.0)));
    let inch = Length::Abs(Pt(72.0));
    assert_eq!(p.margin, Sides::all(inch));
    assert_eq!(p.padding, Sides { top: Pt(12.0), right: Pt(0.0), bottom: Pt(9.0), left: Pt(0.0) });
    assert_eq!(compute(&style, "em").font_size, Pt(10.2));
}

#[test]
fn a_bare_line_height_is_inherited_as_a_factor_and_a_length_as_it_is() {
    let style = clean("html { font-size: 10pt; line-height: 1.5 } p { font-size: 20pt } div { line-height: 17pt }");
    assert_eq!(compute(&style, "section p").line_height, Pt(30.0));
    assert_eq!(compute(&style, "div p").line_height, Pt(17.0));
}

#[test]
fn keywords_for_every_property() {
    let style = clean("section { color: #123; margin: 1pt }");
    assert_eq!(compute(&style, "section p").color, Rgb { r: 0x11, g: 0x22, b: 0x33 });
    let style = clean(
        "section { color: red; padding: 3pt; orphans: 9 } p { padding: inherit; color: initial } .u { orphans: unset; padding: unset } .i { orphans: initial }",
    );
    let p = compute(&style, "section p");
    assert_eq!((p.padding.left, p.color), (Pt(3.0), Rgb::default()));
    assert_eq!(compute(&style, "section div.u").orphans, 9);
    assert_eq!(compute(&style, "section div.i").orphans, 2);
}

#[test]
fn shorthands_set_all_they_stand_for() {
    let style = clean(
        "p { border: 0.5pt solid #f00; border-left: none; font: italic small-caps bold 9pt/1.5 \"Gentium Plus\", Times New Roman, serif; \
         background: yellow; list-style: square outside; page-break-before: always; columns: 1; text-decoration: underline; border-top-color: blue }",
    );
    let p = compute(&style, "p");
    assert_eq!(p.border.right, Border { width: Pt(0.5), style: BorderStyle::Solid, color: Rgb { r: 255, g: 0, b: 0 } });
    assert_eq!(p.border.left.width, Pt::ZERO);
    assert_eq!(p.border.top.color, Rgb { r: 0, g: 0, b: 255 });
    assert_eq!((p.font_style, p.caps, p.font_weight), (FontStyle::Italic, Caps::SmallCaps, 700));
    assert_eq!((p.font_size, p.line_height), (Pt(9.0), Pt(13.5)));
    assert_eq!(p.font_family.to_vec(), ["Gentium Plus", "Times New Roman", "serif"]);
    assert_eq!((p.background, p.list_style), (Some(Rgb { r: 255, g: 255, b: 0 }), ListStyle::Square));
    assert_eq!((p.break_before, p.column_count), (Break::Page, Some(1)));
    assert!(compute(&style, "p em").underline, "goes on inside");
}

#[test]
fn logical_sides_follow_the_direction() {
    let style = clean("p { margin-inline-start: 9pt; padding-inline: 1pt 2pt; margin-left: 4pt }");
    let ltr = compute(&style, "p");
    // The later declaration wins on the side they share.
    assert_eq!(ltr.margin.left, Length::Abs(Pt(4.0)));
    assert_eq!((ltr.padding.left, ltr.padding.right), (Pt(1.0), Pt(2.0)));
    let rtl = style.compute(&[ElementKey { dir: Direction::Rtl, ..key("p", &[]) }]);
    assert_eq!((rtl.margin.right, rtl.margin.left), (Length::Abs(Pt(9.0)), Length::Abs(Pt(4.0))));
    assert_eq!((rtl.padding.left, rtl.padding.right), (Pt(2.0), Pt(1.0)));
}

#[test]
fn colours() {
    let style = clean(
        ".a { color: rgb(1, 2, 3) } .b { color: rgb(0 0 0 / 50%) } .c { color: RebeccaPurple } .d { color: #abcd } .e { color: rgb(100% 0% 50%) }",
    );
    let color = |class: &str| {
        let Rgb { r, g, b } = compute(&style, &format!("p.{class}")).color;
        (r, g, b)
    };
    assert_eq!(color("a"), (1, 2, 3));
    assert_eq!(color("b"), (128, 128, 128));
    assert_eq!(color("c"), (102, 51, 153));
    assert_eq!(color("d"), (0xb5, 0xc4, 0xd3));
    assert_eq!(color("e"), (255, 0, 128));
}

#[test]
fn pages_choose_by_side_name_and_place() {
    let style = clean(
        "@page { size: A5 landscape; margin: 10mm 20pt; font-size: 8pt; @bottom-center { content: counter(page) \" / \" counter(pages) } }\
         @page :left { margin-left: 30pt; @top-left { content: string(title, last); font-style: italic } }\
         @page :first { @bottom-center { content: none } }\
         @page wide:right { size: 300pt 200pt; margin: 10% 0 0 }\
         p { page: wide }",
    );
    let right = style.page(&PageContext::default(), None);
    assert!(right.width > right.height);
    assert_eq!(right.boxes.len(), 1);
    assert_eq!(right.boxes[0].style.font_size, Pt(8.0));
    assert_eq!(right.boxes[0].style.text_align, TextAlign::Center);
    let text = |s: &str| ContentItem::Text(s.to_owned());
    assert_eq!(right.boxes[0].content, [ContentItem::Page, text(" / "), ContentItem::Pages]);
    let left = style.page(&PageContext { left: true, ..PageContext::default() }, None);
    assert_eq!((left.margin.left, left.margin.right), (Pt(30.0), Pt(20.0)));
    assert_eq!(left.boxes[0].name, MarginBoxName::TopLeft);
    assert_eq!(left.boxes[0].style.font_style, FontStyle::Italic);
    assert_eq!(left.boxes[0].content, [ContentItem::Named("title".into(), "last".into())]);
    assert!(style.page(&PageContext { first: true, ..PageContext::default() }, None).boxes.is_empty());
    let wide = PageContext { name: Some("wide".into()), ..PageContext::default() };
    let page = style.page(&wide, None);
    assert_eq!((page.width, page.margin.top, page.margin.left), (Pt(300.0), Pt(20.0), Pt(0.0)));
    let page = style.page(&wide, Some(PageSizeOverride { width: 400.0, height: 500.0 }));
    assert_eq!((page.width, page.height, page.margin.top), (Pt(400.0), Pt(500.0), Pt(50.0)));
    assert_eq!(compute(&style, "p").page.as_deref(), Some("wide"));
}

#[test]
fn faults_have_their_place() {
    assert_eq!(
        faults("p { colour: red;\n  text-align: middle;\n  widows: 2 }\nÉé h2 > { x: y }"),
        [
            "4:1 Error css-syntax: a selector was expected after this",
            "1:5 Warning css-unsupported: `colour` is not a property that weekbook supports | did you mean `color`?",
            "2:15 Warning css-unsupported: `text-align` does not take `middle` here | it takes one of start, end, left, right, center, justify",
        ]
    );
}

#[test]
fn syntax_errors_are_errors() {
    for (css, place, message) in [
        ("p { color red; }", "1:5", "neither a rule nor a declaration"),
        ("p { color: ; }", "1:5", "`color` has no value"),
        ("p { color: red", "1:3", "never closed"),
        ("p { color: red }\n}", "2:1", "closes nothing"),
        ("..x { color: red }", "1:1", "a class name was expected"),
        ("p { color: red; h2 { widows: 2 }", "1:3", "never closed"),
        ("@page :first :x: { }", "1:16", "a name was expected"),
        ("p { margin: 1pt) }", "1:16", "does not belong in a value"),
        ("em { a: b\n c: d {} }", "2:6", "a `{` does not belong"),
    ] {
        let found = faults(css);
        assert!(
            found.iter().any(|f| f.starts_with(&format!("{place} Error css-syntax")) && f.contains(message)),
            "{css}: {found:?}"
        );
        assert!(parse(css).0.is_none());
    }
}

#[test]
fn what_print_cannot_do_is_a_warning() {
    for (css, place, message) in [
        ("p:nth-child(2) { color: red }", "1:2", "`:nth-child` is not supported"),
        ("a[href] { color: red }", "1:2", "attribute selectors"),
        ("h2 ~ p { color: red }", "1:4", "`~` combinator"),
        ("p, h3:not(.a), em { color: red }", "1:6", "`:not` is not supported"),
        ("@font-face { font-family: x; src: url(x) }", "1:1", "`@font-face`"),
        ("@media (min-width: 3em) { p { color: red } }", "1:1", "cannot judge"),
        ("p { position: absolute }", "1:5", "`position` is not a property"),
        ("p { columns: 99 }", "1:14", "a number of columns"),
        ("p { width: 3vw }", "1:12", "does not take `3vw`"),
        ("p { margin: 3 }", "1:13", "does not take `3`"),
        ("@import \"boook\";", "1:9", "only a bundled style"),
        ("p { widows: 2 } @import \"book\";", "1:25", "no effect"),
        ("@page { @left-top { content: 'x' } }", "1:9", "margin box"),
        ("@page { padding: 3pt }", "1:9", "`padding` is not supported for pages"),
        ("p { em { color: red } }", "1:5", "nested rules"),
    ] {
        let found = faults(css);
        assert_eq!(found.len(), 1, "{css}: {found:?}");
        let whole = found[0].contains(message) || parse(css).1[0].help.as_ref().is_some_and(|h| h.contains(message));
        assert!(found[0].starts_with(&format!("{place} Warning css-unsupported")) && whole, "{css}: {found:?}");
        assert!(parse(css).0.is_some());
    }
}

#[test]
fn a_list_keeps_the_selectors_it_can() {
    let (style, _) = parse("p, h3:not(.a), em { orphans: 4 }");
    let style = style.expect("no error");
    assert_eq!(compute(&style, "em").orphans, 4);
    assert_eq!(compute(&style, "h3").orphans, 2);
}

#[test]
fn media_separate_the_formats() {
    let style = clean(
        "@media print { p { orphans: 4 } } @media not print { p { orphans: 5; x: y; color: #123 } td:nth-child(2) { color: #456 } }\
         @media screen, print { p { widows: 6 } } @media screen and (prefers-color-scheme: dark) { a { color: #789 } }",
    );
    let p = compute(&style, "p");
    assert_eq!((p.orphans, p.widows), (4, 6));
    let css = style.epub_css(false);
    assert!(!css.contains("orphans: 4"), "{css}");
    assert!(
        css.contains(
            "p { orphans: 5; x: y; }\n@media (prefers-color-scheme: light) { td:nth-child(2) { color: #456; } }"
        ),
        "{css}"
    );
    assert!(
        css.contains("p { widows: 6; }\n@media screen and (prefers-color-scheme: dark) {\na { color: #789; }\n}\n"),
        "{css}"
    );
}

#[test]
fn rules_for_a_box_are_for_e_readers_as_they_are_written() {
    assert_eq!(
        for_readers("@container (max-width: 9em) { td { display: block } } td { margin: 0 }"),
        "@container (max-width: 9em) {\ntd { display: block; }\n}\ntd { margin: 0; }\n"
    );
    assert_eq!(compute(&clean("@container (max-width: 9em) { p { orphans: 7 } }"), "p").orphans, 2);
    // Two conditions in one another have no form of their own.
    for css in ["@container (x) { @media screen and (y) {} }", "@media screen and (y) { @container (x) {} }"] {
        assert_eq!(faults(css).len(), 1, "{css}");
    }
}

#[test]
fn nothing_that_loads_reaches_the_epub() {
    for value in [
        "url(https://x.org/a)",
        "ur\\l(https://x.org/a)",
        "\\75rl(https://x.org/a)",
        "\\55 RL(\"https://x.org/a\")",
        "im\\age-set('https://x.org/a' 1x)",
        "image('https://x.org/a')",
        "cross-fade('https://x.org/a', red)",
        "progid:DXImageTransform.Microsoft.AlphaImageLoader(src='https://x.org/a')",
        "linear-gradient(red, src('https://x.org/a'))",
        "[ url(x) ]",
        "url/**/(https://x.org/a)",
        "attr(x url)",
    ] {
        for property in ["background", "--x", "content", "list-style"] {
            let sheet = format!("@media not print {{ p {{ {property}: {value}; orphans: 3 }} }}");
            assert!(faults(&sheet).iter().any(|message| message.contains("may load")), "{property}: {value}");
            let style = parse(&sheet).0.expect("no error");
            let css = style.epub_css(false);
            assert!(css.contains("p { orphans: 3; }") && !css.contains("x.org"), "{property}: {value}: {css}");
        }
    }
    let css = clean("@media not print { .x { background: linear-gradient(rgb(1 2 3), calc(1px + (2px)) red) } }")
        .epub_css(false);
    assert!(css.contains("linear-gradient(rgb(1 2 3)"), "{css}");
}

#[test]
fn imports_stand_before_their_importer() {
    let style = clean("@import url(book); @import 'briefing.css' print; body { widows: 9 }");
    assert_eq!(compute(&style, "p").widows, 9);
    assert_eq!(compute(&style, "p").font_size, Pt(9.4));
}

#[test]
fn the_epub_gets_relative_sizes_and_the_readers_face() {
    let style = clean(
        "@page { margin: 1cm } body { font-family: 'Gentium Plus'; font-size: 10pt; line-height: 14pt } h1 { font-size: 15pt; line-height: 18pt; margin: 1cm 0 6pt; string-set: x content(); font-family: serif }\
         p { text-indent: 12px; border-top: 0.5pt solid } .credit { font: italic 8pt/10pt serif; background-color: #fff }",
    );
    let css = style.epub_css(false);
    let tail = &css[css.find("h1 { font-size: 1.5rem").expect("h1")..];
    assert_eq!(
        tail,
        "h1 { font-size: 1.5rem; line-height: 1.2; margin: 1.89em 0 0.4em; }\n\
         p { text-indent: 0.9em; border-top: 0.5pt solid; }\n\
         .credit { font: italic 0.8rem/1.25 serif; background-color: #fff; color: #000; }\n\
         [hidden] { display: none !important; }\n"
    );
}

/// The last rules of a sheet as e-readers get it.
fn for_readers(css: &str) -> String {
    let base = clean("").epub_css(false);
    let all = clean(css).epub_css(false);
    let end = "[hidden] { display: none !important; }\n";
    let own = all.strip_prefix(base.strip_suffix(end).expect("the last rule")).expect("the base first");
    own.strip_suffix(end).expect("the last rule").to_owned()
}

#[test]
fn the_readers_colours_win() {
    // Of running text, and greys: the reader's own.
    assert_eq!(for_readers("body { color: #222; background: #fffff0 } .kicker { color: #444 }"), "");
    // A dark colour is for a light page alone.
    assert_eq!(
        for_readers(".kicker { color: #900; margin: 0 }"),
        ".kicker { margin: 0; }\n@media (prefers-color-scheme: light) { .kicker { color: #900; } }\n"
    );
    // A ground brings the colour of its text; one that has it keeps both; what stands on a dark ground stays light.
    assert_eq!(for_readers(".a { background: #fe8 }"), ".a { background: #fe8; color: #000; }\n");
    assert_eq!(for_readers(".a { background-color: navy }"), ".a { background-color: navy; color: #fff; }\n");
    assert_eq!(
        for_readers(".a { background: #024; color: #fff } .a p { color: #eee }"),
        ".a { background: #024; color: #fff; }\n.a p { color: #eee; }\n"
    );
    // A light grey shines through; dark rules are of the text's colour.
    assert_eq!(for_readers(".a { background: #eee; color: #333 }"), ".a { background: rgba(127, 127, 127, 0.13); }\n");
    assert_eq!(
        for_readers("td { border-top: 0.5pt solid #333; border-bottom: 1pt solid #a00 }"),
        "td { border-top: 0.5pt solid currentcolor; border-bottom: 1pt solid #a00; }\n"
    );
    // Who asks for a condition knows when it holds.
    assert_eq!(
        for_readers("@media screen and (prefers-color-scheme: dark) { body { color: #ccc } }"),
        "@media screen and (prefers-color-scheme: dark) {\nbody { color: #ccc; }\n}\n"
    );
}

#[test]
fn e_readers_justify_only_what_they_hyphenate() {
    assert_eq!(
        for_readers("p { text-align: justify; widows: 3 }"),
        "p { widows: 3; }\n@supports (hyphens: auto) or (-webkit-hyphens: auto) { p { text-align: justify; hyphens: auto; -webkit-hyphens: auto; } }\n"
    );
    assert_eq!(
        for_readers("p { text-align: justify; hyphens: none }"),
        "p { hyphens: none; -webkit-hyphens: none; -epub-hyphens: none; }\n"
    );
    assert_eq!(
        for_readers(".a { font-family: Georgia, serif } .b { font-family: monospace }"),
        ".b { font-family: monospace; }\n"
    );
}

#[test]
fn a_benchmarks_style_works() {
    let style = clean(
        "@page { size: A5; margin: 20mm 15mm 18mm 18mm; @bottom-center { content: counter(page); font-size: 8.5pt } }\n\
         @page :left { margin: 20mm 18mm 18mm 15mm; @top-left { content: string(title); font-size: 8.5pt; font-style: italic } }\n\
         body { font-family: \"Gentium Plus\", \"Noto Naskh Arabic\"; font-size: 10.5pt; line-height: 1.32; hyphens: auto; text-align: justify; orphans: 2; widows: 2 }\n\
         h1 { break-before: page; font-size: 16pt; margin: 18mm 0 6mm 0; text-align: left; hyphens: none; string-set: chapter content() }\n\
         p { margin: 0; text-indent: 1.2em }\n",
    );
    let h1 = compute(&style, "section.week h1");
    assert_eq!(h1.string_set, [("chapter".to_owned(), vec![ContentItem::Content])]);
    assert_eq!((h1.font_size, h1.hyphens), (Pt(16.0), Hyphens::None));
    let page = style.page(&PageContext::default(), None);
    assert_eq!(page.boxes[0].style.font_family.to_vec(), ["Gentium Plus", "Noto Naskh Arabic"]);
    let indent = compute(&style, "p").text_indent.0;
    assert!((indent - 12.6).abs() < 1e-9);
    assert_eq!(compute(&style, "article.dispatch p.credit").text_indent, Pt::ZERO);
}

#[test]
fn the_book_sets_its_text_on_a_grid() {
    let mut diags = Diagnostics::new();
    let style = Style::load(None, &mut |_, _| None, &mut diags).expect("the default");
    let p = compute(&style, "section.week article.dispatch p");
    assert_eq!((p.font_size, p.line_height), (Pt(10.2), Pt(13.6)));
    assert_eq!((p.text_align, p.hyphens), (TextAlign::Justify, Hyphens::Auto));
    assert_eq!(p.font_family[0], "Gentium Plus");
    let recto = style.page(&PageContext::default(), None);
    let verso = style.page(&PageContext { left: true, ..PageContext::default() }, None);
    assert!(recto.margin.left < recto.margin.right && verso.margin.right < verso.margin.left);
    let lines = (recto.height - recto.margin.top - recto.margin.bottom) / 13.6;
    assert_eq!(lines.0 as u32, 35);
}

#[test]
fn styles_are_found_by_name_or_file() {
    let source = SourceText::new("manifest.yaml", "style: x");
    let named = |name: &str| Spanned::new(name.to_owned(), crate::diagnostic::Span::new(&source, 7..8));
    let mut diags = Diagnostics::new();
    assert!(Style::load(Some(&named("briefing")), &mut |_, _| None, &mut diags).is_some());
    assert!(Style::load(Some(&named("brefing")), &mut |_, _| None, &mut diags).is_none());
    let found: Vec<_> = diags.iter().map(|d| (d.code, d.help.clone())).collect();
    assert_eq!(found, [(codes::UNKNOWN_STYLE, Some("did you mean `briefing`?".to_owned()))]);
    let mut read =
        |name: &Spanned<String>, _: &mut Diagnostics| Some(SourceText::new(&*name.value, "p { orphans: 8 }"));
    let style = Style::load(Some(&named("css/my.css")), &mut read, &mut diags).expect("read");
    assert_eq!(compute(&style, "p").orphans, 8);
}

#[test]
fn hostile_sheets_are_bounded() {
    let deep = "a{".repeat(100_000);
    assert!(parse(&deep).0.is_none());
    let parens = format!("p {{ margin: {} }}", "(".repeat(100_000));
    let _ = parse(&parens);
    let media = "@media print{".repeat(1000);
    assert!(parse(&media).0.is_none());
    let long = format!("{} {{ color: red }}", "a ".repeat(1000));
    assert_eq!(parse(&long).1.len(), 1);
    assert!(parse(&" ".repeat((1 << 20) + 1)).0.is_none());
    let chain = format!("section {} {{ orphans: 9 }}", "div ".repeat(30));
    let style = clean(&chain);
    assert_eq!(compute(&style, &"div ".repeat(200)).orphans, 2);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(css in "[a-z{}:;@()\\[\\]'\"\\\\ .#>+~*,%!0-9é-]{0,200}") {
        let (style, diags) = parse(&css);
        if let Some(style) = style {
            let _ = style.epub_css(false);
            let _ = compute(&style, "section.a p.b");
            let _ = style.page(&PageContext::default(), None);
        } else {
            assert!(!diags.is_empty());
        }
    }
}

#[test]
fn optical_margins_expansion_and_tracking_are_on_and_can_be_switched_off() {
    let on = compute(&clean("p { color: #111; }"), "html body p");
    assert!(on.protrusion && on.expansion == 0.02 && on.tracking == 0.005, "{on:?}");
    let css = "p { hanging-punctuation: none; -weekbook-expansion: 0; -weekbook-tracking: 0%; }";
    let off = compute(&clean(css), "html body p");
    assert!(!off.protrusion && off.expansion == 0.0 && off.tracking == 0.0, "{off:?}");
    let css = "p { -weekbook-tracking: 1%; } em { -weekbook-protrusion: none; }";
    assert_eq!(compute(&clean(css), "html body p").tracking, 0.01);
    assert_eq!(faults("p { -weekbook-tracking: 20%; }").len(), 1);
}

#[test]
fn more_rules_than_there_may_be_are_an_error_of_syntax() {
    let (style, found) = parse(&"p { color: red }\n".repeat(sheet::MAX_RULES + 3));
    assert!(style.is_none());
    let found: Vec<_> = found.iter().map(|d| (d.code, d.message.as_str())).collect();
    assert_eq!(found, [(codes::CSS_SYNTAX, "a style may have at most 20000 rules; the rest is not read")]);
    assert!(parse(&"p { color: red }\n".repeat(sheet::MAX_RULES / 2)).0.is_some());
}

#[test]
fn every_property_is_in_the_documentation_and_none_that_is_not_read() {
    let documentation = include_str!("../../docs/styles.md");
    let table = documentation.split("\n## Properties").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows = table.expect("the properties").lines().filter(|line| line.starts_with("| "));
    // A word in brackets is a value, or an example.
    let words = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let named: std::collections::BTreeSet<&str> =
        words.filter(|word| !["@page", "none", "::before", "::after"].contains(word)).collect();
    let known: std::collections::BTreeSet<&str> = declaration::names().collect();
    let missing: Vec<_> = known.difference(&named).collect();
    assert!(missing.is_empty(), "docs/styles.md does not name {missing:?}");
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "docs/styles.md names {unknown:?}, which nothing reads");
    for name in bundled::NAMES {
        assert!(documentation.contains(&format!("gallery/{name}.png")), "docs/styles.md shows no picture of {name}");
    }
    for name in
        references::ELEMENTS.iter().filter(|name| !["html", "body", "footer", "caption", "br", "bdi"].contains(name))
    {
        let named = documentation.contains(&format!("`{name}`")) || (name.starts_with('h') && name.len() == 2);
        assert!(named, "docs/styles.md does not name `{name}`");
    }
}
