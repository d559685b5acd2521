//! What Markdown becomes, shown in a short notation: `p[…]` a paragraph, `em(…)` emphasis, and so on.

use std::fmt::Write as _;

use super::super::ast::*;
use super::*;
use crate::diagnostic::{Severity, codes};

/// Has every image but `missing.jpg`.
struct Fake;

impl ImageSource for Fake {
    fn load(&self, file: &str, path: &str, span: &Span, diags: &mut Diagnostics) -> Option<Arc<ImageData>> {
        if path == "missing.jpg" {
            diags.error(codes::FILE_NOT_FOUND, span.clone(), format!("no {path} beside {file}"));
            return None;
        }
        let (file, bytes) = (path.to_owned(), Vec::new());
        Some(Arc::new(ImageData { file, format: ImageFormat::Png, bytes, width: 1, height: 1, words: String::new() }))
    }
}

fn read(text: &str) -> (Body, Diagnostics) {
    let source = SourceText::new("posts/a.md", text);
    let mut diags = Diagnostics::new();
    let body = body(&source.text, &Origin::file(&source, 0), &Fake, &mut diags);
    (body, diags)
}

fn show(text: &str) -> String {
    let (body, diags) = read(text);
    assert_eq!(messages(&diags), "", "{text}");
    show_body(&body)
}

fn show_with(text: &str, expected: &str) -> String {
    let (body, diags) = read(text);
    assert_eq!(messages(&diags), expected, "{text}");
    show_body(&body)
}

fn messages(diags: &Diagnostics) -> String {
    let line = |d: &crate::diagnostic::Diagnostic| {
        let severity = if d.severity == Severity::Error { "error" } else { "warning" };
        let at = d.span.as_ref().unwrap().position();
        format!("{severity} {} {}:{}", d.code.0, at.line, at.column)
    };
    diags.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn show_body(body: &Body) -> String {
    let mut out = blocks(&body.blocks);
    for note in &body.notes {
        write!(out, " note:{}{{{}}}", note.label, blocks(&note.blocks)).unwrap();
    }
    out
}

fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(content) => format!("p[{}]", inlines(content)),
        BlockKind::Heading { level, content, id, classes } => {
            let id = id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
            let classes: String = classes.iter().map(|class| format!(".{class}")).collect();
            format!("h{level}{id}{classes}[{}]", inlines(content))
        }
        BlockKind::List { start, tight, items } => {
            let name = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
            let items = items.iter().map(|item| {
                let task = match item.task {
                    Some(true) => "x:",
                    Some(false) => "o:",
                    None => "",
                };
                format!("{task}{}", blocks(&item.blocks))
            });
            format!("{name}{}<{}>", if *tight { "" } else { "~" }, items.collect::<Vec<_>>().join(" | "))
        }
        BlockKind::Quote(inner) => format!("quote<{}>", blocks(inner)),
        BlockKind::Callout(kind, inner) => format!("{kind:?}<{}>", blocks(inner)),
        BlockKind::Code { language, text } => format!("code:{}<{text}>", language.as_deref().unwrap_or("-")),
        BlockKind::Table { alignment, head, rows } => {
            let row = |row: &[Vec<Inline>]| row.iter().map(|c| inlines(c)).collect::<Vec<_>>().join(",");
            let rows = rows.iter().map(|r| row(r)).collect::<Vec<_>>().join("/");
            format!("table{alignment:?}<{}//{rows}>", row(head))
        }
        BlockKind::Figure(image) => format!("figure({})", show_image(image)),
        BlockKind::Rule => "hr".to_owned(),
        BlockKind::Definitions(all) => {
            let one = |d: &Definition| {
                let details = d.details.iter().map(|d| blocks(d)).collect::<Vec<_>>().join(" | ");
                format!("{} = {details}", inlines(&d.term))
            };
            format!("dl<{}>", all.iter().map(one).collect::<Vec<_>>().join("; "))
        }
    }
}

fn inlines(all: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Emphasis(c) => format!("em({})", inlines(c)),
        Inline::Strong(c) => format!("strong({})", inlines(c)),
        Inline::Strike(c) => format!("del({})", inlines(c)),
        Inline::Sub(c) => format!("sub({})", inlines(c)),
        Inline::Super(c) => format!("sup({})", inlines(c)),
        Inline::Code(text) => format!("`{text}`"),
        Inline::Link { target: LinkTarget::Url(url), content, .. } => format!("a<{url}>({})", inlines(content)),
        Inline::Link { target: LinkTarget::Local(url), content, .. } => format!("local<{url}>({})", inlines(content)),
        Inline::Image(image) => format!("img({})", show_image(image)),
        Inline::NoteRef(index) => format!("^{index}"),
        Inline::SoftBreak => "~".to_owned(),
        Inline::HardBreak => "⏎".to_owned(),
        Inline::Literal(text) => format!("={text}"),
    };
    all.iter().map(one).collect()
}

fn show_image(image: &Image) -> String {
    let mut out = format!("{}:{}", image.data.as_ref().map_or("none", |d| &d.file), image.alt);
    for (name, value) in [("caption", &image.caption), ("credit", &image.credit), ("license", &image.license)] {
        if let Some(value) = value {
            write!(out, " {name}={value}").unwrap();
        }
    }
    if image.decorative {
        out.push_str(" decorative");
    }
    out
}

#[test]
fn inline_markup() {
    assert_eq!(
        show("*a* **b** ~~c~~ ~2~ ^2^ `d*` \"e\" -- f...\n g  \nh"),
        "p[em(a) strong(b) del(c) sub(2) sup(2) `d*` \"e\" – f…~g⏎h]"
    );
    assert_eq!(show("&lt;&amp;&#x645; a\\*b"), "p[<&م a*b]");
}

#[test]
fn straight_marks_stay_for_the_edition_to_set() {
    assert_eq!(show("\"a *b*\" it's “c” ‘d’"), "p[\"a em(b)\" it's “c” ‘d’]");
    assert_eq!(show("\\\"a\\\" &quot;b&#39; \\'90"), "p[=\"a=\" =\"b=' ='90]");
}

#[test]
fn scripts_within_words() {
    assert_eq!(show("H~2~O m^2^ CO~2~-rich 10^−3^ (x)^2^"), "p[Hsub(2)O msup(2) COsub(2)-rich 10sup(−3) (x)sup(2)]");
    assert_eq!(show("*H~2~O* [m^2^](https://x.org)"), "p[em(Hsub(2)O) a<https://x.org>(msup(2))]");
    assert_eq!(show("# H~2~O\n\na[^1]\n\n[^1]: m^2^"), "h1[Hsub(2)O] p[a^0] note:1{p[msup(2)]}");
    for text in ["a~b c~d", "2^10", "a ~5 and ~6", "x^", "~", "a~~", "a^^b", "H~2 O~"] {
        assert_eq!(show(text), format!("p[{text}]"));
    }
    assert_eq!(show("H\\~2~O m^2\\^ H&#126;2~O `H~2~O`"), "p[H~2~O m^2^ H~2~O `H~2~O`]");
    assert_eq!(show("![H\\~2~O](w.jpg)"), "figure(w.jpg:H~2~O)");
    assert_eq!(show("a~~b~~c"), "p[adel(b)c]");
}

#[test]
fn blocks_of_every_kind() {
    assert_eq!(show("- a\n- b\n  - c"), "ul<p[a] | p[b] ul<p[c]>>");
    assert_eq!(show("3. a\n\n4. b"), "ol3~<p[a] | p[b]>");
    assert_eq!(show("- [x] a\n- [ ] b\n- c"), "ul<x:p[a] | o:p[b] | p[c]>");
    assert_eq!(show("- [x] a\n\n- b"), "ul~<x:p[a] | p[b]>");
    assert_eq!(show("> a\n>\n> > b"), "quote<p[a] quote<p[b]>>");
    assert_eq!(show("> [!WARNING]\n> a"), "Warning<p[a]>");
    assert_eq!(show("```rust x\na\n\tb\n```"), "code:rust<a\n\tb>");
    assert_eq!(show("    a"), "code:-<a>");
    assert_eq!(show("a\n\n---\n\nb"), "p[a] hr p[b]");
    assert_eq!(show("T\n: d *e*\n: f"), "dl<T = p[d em(e)] | p[f]>");
    assert_eq!(show("| a | b |\n|:-:|--:|\n| *c* |\n| d | e | f |"), "table[Center, Right]<a,b//em(c),/d,e>");
}

#[test]
fn heading_levels_are_closed_up() {
    assert_eq!(show("### a\n##### b\n###### c\n## d\n#### e"), "h1[a] h2[b] h3[c] h1[d] h2[e]");
    assert_eq!(
        show("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6\n> # 7"),
        "h1[1] h2[2] h3[3] h4[4] h4[5] h4[6] quote<h1[7]>"
    );
    assert_eq!(show("## a {#wells .big}\n\n#\n\nb"), "h1#wells.big[a] p[b]");
    assert_eq!(show_with("## a {#wells lang=fr}", "warning unknown-field 1:1"), "h1#wells[a]");
}

#[test]
fn notes_stand_in_the_order_of_their_marks() {
    assert_eq!(
        show("a[^z] b[^A] c[^z]\n\n[^a]: first\n[^z]: second[^m]\n[^m]: third[^m]"),
        "p[a^0 b^1 c^0] note:z{p[second^2]} note:a{p[first]} note:m{p[third^2]}"
    );
    assert_eq!(show("a[^1]\n\n[^1]:\n    # b\n\n    - c"), "p[a^0] note:1{p[strong(b)] ul<p[c]>}");
}

#[test]
fn notes_that_do_not_fit_their_marks() {
    assert_eq!(show_with("a\n\n[^b]: c[^d]\n[^d]: e", "warning note-unused 3:1; warning note-unused 4:1"), "p[a]");
    assert_eq!(show_with("a[^1] \\[^2]", "warning note-undefined 1:2"), "p[a[^1] [^2]]");
    assert_eq!(show_with("a[^1]\n\n[^1]: b\n\n[^1]: c", "warning note-unused 5:1"), "p[a^0] note:1{p[b]}");
}

#[test]
fn links() {
    assert_eq!(
        show("[a](https://x.org/ \"t\") <https://y.org> <a@b.org>"),
        "p[a<https://x.org/>(a) a<https://y.org>(https://y.org) a<mailto:a@b.org>(a@b.org)]"
    );
    assert_eq!(show("[a *b*](b.md#c) [d](#e) [f]()\n\n[f]: x"), "p[local<b.md#c>(a em(b)) local<#e>(d) local<>(f)]");
    assert_eq!(
        show_with(
            "[a](JAVASCRIPT:x) [*b*](data:x) [c](<java\tscript:x>) [d](&#106;avascript&colon;x)",
            "warning bad-link 1:1; warning bad-link 1:19; warning bad-link 1:33; warning bad-link 1:54"
        ),
        "p[a em(b) c d]"
    );
    assert_eq!(show("[](https://x.org)"), "p[a<https://x.org>(https://x.org)]");
    assert_eq!(show_with("a [](x.md)", "warning bad-link 1:3"), "p[a]");
}

#[test]
fn images_and_figures() {
    assert_eq!(show("![the *well*](w.jpg)"), "figure(w.jpg:the well)");
    assert_eq!(
        show("![a](w.jpg \"The \\\"cap\\\"\"){credit=\"A *B* -- <i>\" license='CC'}"),
        "figure(w.jpg:a caption=The \"cap\" credit=A *B* -- <i> license=CC)"
    );
    assert_eq!(show("x ![a](w.jpg){credit=b} y"), "p[x img(w.jpg:a credit=b) y]");
    assert_eq!(show("![a](w.jpg){ not, it }"), "p[img(w.jpg:a){ not, it }]");
    assert_eq!(show("*![a](w.jpg){credit=\"x* y\"} z*"), "p[em(img(w.jpg:a credit=x* y)) z*]");
    assert_eq!(show("[![a](w.jpg)](https://x.org)"), "p[a<https://x.org>(img(w.jpg:a))]");
    assert_eq!(show("![a ![b](c.jpg)](w.jpg)"), "figure(w.jpg:a b)");
    assert_eq!(show("![](w.jpg){.decorative}"), "figure(w.jpg: decorative)");
}

#[test]
fn images_that_are_not_as_they_should_be() {
    assert_eq!(show_with("![](w.jpg)", "warning missing-alt 1:1"), "figure(w.jpg:)");
    assert_eq!(show_with("![a](missing.jpg)", "error file-not-found 1:1"), "figure(none:a)");
    assert_eq!(show_with("![a](https://x.org/y.png)", "warning remote-image 1:1"), "p[a<https://x.org/y.png>(a)]");
    assert_eq!(show_with("![](https://x.org/y)", "warning remote-image 1:1"), "p[a<https://x.org/y>(https://x.org/y)]");
    assert_eq!(
        show_with("[![a](https://x.org/y.png)](https://z.org)", "warning remote-image 1:2"),
        "p[a<https://z.org>(a)]"
    );
    assert_eq!(show_with("![a](data:image/png;base64,x)", "warning bad-link 1:1"), "p[a]");
    assert_eq!(show_with("![a](w.jpg){width=50%}", "warning unknown-field 1:12"), "figure(w.jpg:a)");
}

#[test]
fn harmless_html_is_kept() {
    assert_eq!(
        show(
            "H<sub>2</sub>O <B class=x onclick='y'>b</B> <i>c *d* <s>e</s></i> <q>f</q> g<br>h <kbd>i *j*</kbd><!-- no -->"
        ),
        "p[Hsub(2)O strong(b) em(c em(d) del(e)) \"f\" g⏎h `i j`]"
    );
    assert_eq!(show("<!-- a\n\nb -->\n\nc"), "p[c]");
    assert_eq!(show("<em>a *b</em> c* d"), "p[em(a em(b c) d)]");
    assert_eq!(show("*a <em>b* c</em> d"), "p[em(a em(b)) c d]");
    assert_eq!(show("<b>a\n\nb</b>"), "p[strong(a)] p[b]");
    assert_eq!(show("- <b>a\n  - b</b>"), "ul<p[strong(a)] ul<p[b]>>");
    assert_eq!(show("<em>\na *b*\n</em>"), "p[em( a *b* )]");
}

#[test]
fn other_html_is_dropped_and_its_text_kept() {
    assert_eq!(show_with("a <span lang=x>b</span> <span>c</span>", "warning raw-html 1:3"), "p[a b c]");
    assert_eq!(
        show_with("<div>\na &amp; <b>b</b>\n<p>c</div>\n\nd", "warning raw-html 1:1; warning raw-html 1:1"),
        "p[a & strong(b)] p[c] p[d]"
    );
    assert_eq!(show_with("a <script>alert(1)</script> b", "warning raw-html 1:3"), "p[a  b]");
    assert_eq!(show_with("<script>\n\nalert(1)\n</script>\nb", "warning raw-html 1:1"), "p[b]");
    assert_eq!(show_with("<style>p{}</style>", "warning raw-html 1:1"), "");
    assert_eq!(show_with("<svg><svg></svg>x</svg>y", "warning raw-html 1:1"), "p[y]");
    assert_eq!(show_with("a <iframe src=x> b\n\nc", "warning raw-html 1:3"), "p[a] p[c]");
    assert_eq!(show_with("<img src=x onerror=y>", "warning raw-html 1:1"), "");
    assert_eq!(show_with("<a href='javascript:x'>b</a>", "warning raw-html 1:1"), "p[b]");
    assert_eq!(show_with("a\n\n<!-- b\n\nc", "warning raw-html 3:1"), "p[a]");
    assert_eq!(
        show_with("<table><tr><td>a<td>b</table>", "warning raw-html 1:1; warning raw-html 1:1; warning raw-html 1:1"),
        "p[a b]"
    );
}

#[test]
fn characters_that_no_edition_can_show() {
    assert_eq!(show("a\u{0}\u{7}b\u{FFFE}\u{FFFC}\u{2028}c \u{202B}d"), "p[ab c \u{202B}d]");
    assert_eq!(show("```\na\u{1B}b\n```\n`c\u{1B}`"), "code:-<ab> p[`c`]");
}

#[test]
fn places_are_the_file_s() {
    let text = "---\ntitle: x\n---\n# a\n\nb [c](javascript:d)\n";
    let source = SourceText::new("a.md", text);
    let start = text.find("# a").unwrap();
    let mut diags = Diagnostics::new();
    let body = body(&text[start..], &Origin::file(&source, start), &Fake, &mut diags);
    assert_eq!(messages(&diags), "warning bad-link 6:3");
    assert_eq!(&text[body.blocks[0].range.clone()], "# a\n");
}

#[test]
fn places_of_an_inline_body_are_the_manifest_s() {
    let yaml = "body: |\n  a\n  [b](javascript:c)\n";
    let source = SourceText::new("manifest.yaml", yaml);
    let mut diags = Diagnostics::new();
    body("a\n[b](javascript:c)\n", &Origin::scalar(&source, &[(0, 10), (2, 14)]), &Fake, &mut diags);
    assert_eq!(messages(&diags), "warning bad-link 3:3");
}

#[test]
fn titles_are_taken_from_the_first_heading_of_level_1() {
    let mut diags = Diagnostics::new();
    let mut take = |text: &str| {
        let source = SourceText::new("a.md", text);
        let mut draft = parse(text, &Origin::file(&source, 0), &Fake, &mut diags);
        let title = draft.take_title();
        (title, show_body(&draft.finish(&mut Diagnostics::new())))
    };
    assert_eq!(
        take("a\n\n# The *old*\tbridge[^1] {#b}\n\n### c\n\n[^1]: d"),
        (Some(("The old bridge".to_owned(), Some("b".to_owned()))), "p[a] h1[c]".to_owned())
    );
    assert_eq!(take("> # a\n\n## b"), (None, "quote<h1[a]> h2[b]".to_owned()));
}

#[test]
fn nesting_has_a_bound_and_no_nesting_overflows() {
    let (_, diags) = read(&format!("{} x", "> ".repeat(MAX_BLOCKS)));
    assert_eq!(messages(&diags), "");
    for text in [">".repeat(5_000), "- ".repeat(5_000), ": ".repeat(5_000), "1. > - ".repeat(2_000)] {
        let (_, diags) = read(&format!("a\n\n{text} x\n\nb"));
        assert!(diags.count(Severity::Error) <= 1);
    }
    assert!(messages(&read(&format!("{} x", ">".repeat(5_000))).1).starts_with("error nested-too-deep 1:"));
    let deep = format!("{}a{}", "*b _c ".repeat(3_000), "_*".repeat(3_000));
    assert!(messages(&read(&deep).1).starts_with("error nested-too-deep"));
    assert_eq!(show_body(&read(&format!("{}a", "<b>".repeat(3_000))).0).matches("strong(").count(), MAX_INLINES);
}

#[test]
fn awkward_text_takes_no_quadratic_time() {
    let started = std::time::Instant::now();
    for piece in [
        "[",
        "[^",
        "![",
        "![a](",
        "*",
        "*a_",
        "`",
        "<",
        "<a ",
        "<!--",
        "&",
        "\\",
        "\"",
        "~",
        "^",
        "|",
        "[a]: b\n",
        "a[^1]",
        "{",
        "![a](b){c=\"",
        "<b>",
        "</b>",
        "> - ",
        "[^1]: a\n\n",
    ] {
        let (body, _) = read(&piece.repeat(50_000));
        drop(body);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_panics(text in "([#>*_`~^|\\[\\](){}!<>/:&;\\\\\"'.=+-]|[0-9a-cx\u{0}\u{2028}é ]|\n|\n\n|\\[\\^a\\]|\\[\\^a\\]: |<b>|</b>|<div>|<script>|</script>|<!--|!\\[a\\]\\(b\\)|\\{credit=|    |\\|-\\|\n){0,60}") {
        let (body, _) = read(&text);
        let marked = std::cell::Cell::new(0);
        let mut body = body;
        let notes = body.notes.len();
        super::super::walk::rewrite_blocks(&mut body.blocks, &mut |inline, out| {
            if let Inline::NoteRef(index) = inline { marked.set(marked.get().max(index + 1)); }
            out.push(inline);
        });
        proptest::prop_assert!(marked.get() <= notes);
    }

    #[test]
    fn any_text_panics_neither(text in "\\PC{0,200}") {
        read(&text);
    }
}
