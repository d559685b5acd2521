//! Books that are too deep, too long, too large or damaged: each is refused or set, soon, without a panic.

mod support;

use support::Book;

#[test]
fn yaml_bombs_and_rings_are_refused() {
    let mut bomb = "weekbook: 1\ntitle: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_string();
    for i in 1..12 {
        let again = vec![format!("*a{}", i - 1); 10].join(", ");
        bomb.push_str(&format!("a{i}: &a{i} [{again}]\n"));
    }
    bomb.push_str("subjects: *a11\ndispatches: []\n");
    let deep_flow = format!("weekbook: 1\ntitle: {}\n", "[".repeat(50_000));
    let deep_block: String = (0..3_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    let ring = "weekbook: 1\ntitle: Ring\nsubjects: &a [*a]\n".to_string();
    let deep_json = format!("{}1{}", "{a: ".repeat(20_000), "}".repeat(20_000));
    let many = "weekbook: 1\ntitle: Long\n".to_string() + &"- \n".repeat(100_000);
    for manifest in [bomb, deep_flow, deep_block, ring, deep_json, many, "&a".repeat(10_000), "!!binary x".to_string()]
    {
        let book = Book::new().bytes("manifest.yaml", &manifest);
        let run = book.run(["build"]).ends_soon(&[1]);
        assert!(run.stderr.contains("manifest.yaml:"), "it says where: {run}");
        assert!(run.stderr.len() < 200_000, "{} bytes of messages", run.stderr.len());
    }
}

#[test]
fn deep_nesting_is_refused_or_flattened_without_a_stack_overflow() {
    let bodies = [
        format!("{}deep\n", "> ".repeat(5_000)),
        format!("{}deep\n", ">".repeat(50_000)),
        format!("{}x{}\n", "[".repeat(50_000), "]".repeat(50_000)),
        format!("{}x\n", "[".repeat(50_000)),
        format!("{}x{}\n", "![".repeat(20_000), "](y)".repeat(20_000)),
        format!("{}x{}\n", "*".repeat(50_000), "*".repeat(50_000)),
        format!("{}x{}\n", "**a ".repeat(10_000), " b**".repeat(10_000)),
        (0..2_000).map(|i| format!("{}- x\n", "  ".repeat(i))).collect::<String>(),
        format!("{}x\n", "- ".repeat(5_000)),
        format!("{}x\n", "1. ".repeat(5_000)),
        format!("{}x{}\n", "<em>".repeat(20_000), "</em>".repeat(20_000)),
        "<".repeat(50_000),
        "`".repeat(50_000) + "x" + &"`".repeat(49_999),
        "&".repeat(50_000),
        "[a](".repeat(20_000),
        "[^a]".repeat(5_000) + "\n\n[^a]: [^a][^a]\n",
        (0..3_000).map(|i| format!("[^{i}]: x[^{}]\n\n", i + 1)).collect::<String>() + "[^0]\n",
        "\\".repeat(50_001),
        "<!-".repeat(20_000),
    ];
    for body in &bodies {
        let run = Book::hostile(body).run(["build"]).ends_soon(&[0, 1]);
        assert!(run.stderr.len() < 500_000, "{} bytes of messages for {}", run.stderr.len(), &body[..20]);
        if run.status == 1 {
            assert!(run.stderr.contains("posts/a.md:"), "it says where: {run}");
        }
    }
}

#[test]
fn an_image_that_is_cut_anywhere_is_an_error_or_whole() {
    let whole = support::png(40, 30);
    for length in (0..whole.len()).step_by(7) {
        let book = Book::hostile("Text.\n\n![x](x.png)\n").bytes("posts/x.png", &whole[..length]);
        let run = book.run(["build", "--message-format", "json"]).ends_soon(&[1]);
        let places: Vec<String> = run.of_severity("error").iter().map(support::Found::place).collect();
        assert_eq!(places, ["posts/a.md:8:1: bad-image"], "after {length} of {} bytes", whole.len());
    }
}

#[test]
fn an_image_of_a_hundred_thousand_pixels_a_side_is_refused_at_its_header() {
    let mut png = support::png(4, 4);
    png[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    let crc = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    let run = Book::hostile("![x](x.png)\n").bytes("posts/x.png", &png).run(["build"]).ends_soon(&[1]);
    assert!(run.stderr.contains("posts/a.md:6:1"), "{run}");
    assert!(run.stderr.contains("100000") || run.stderr.contains("100,000"), "it names what it found: {run}");
}

/// CRC-32 as PNG has it (RFC 2083, 15).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

#[test]
fn texts_of_odd_characters_build_or_are_refused_with_their_place() {
    let bodies: [&[u8]; 9] = [
        b"A NUL \0 within.\n",
        b"Bell \x07 and escape \x1b[31m red.\n",
        "Overrides \u{202E}txt.exe\u{202C} and isolates \u{2066}x.\n".as_bytes(),
        "No character: \u{FFFE} \u{FFFF} \u{10FFFF}.\n".as_bytes(),
        "A surrogate's neighbour: \u{D7FF}\u{E000}, a flag 🇮🇶, a family 👨‍👩‍👧.\n".as_bytes(),
        b"Not UTF-8: \xff\xfe.\n",
        b"\xef\xbb\xbfA byte order mark.\n",
        "Combining: e\u{301}\u{301}\u{301}\u{301}\u{301}.\n".as_bytes(),
        "Line\u{2028}separator, next\u{85}line, tab\tand no-break\u{a0}space.\r\nCarriage.\rReturn.\n".as_bytes(),
    ];
    for body in bodies {
        let book = Book::hostile("")
            .bytes("posts/a.md", [b"---\ntitle: Post\ndate: 2017-04-15\nsource: {name: A}\n---\n", body].concat());
        let run = book.run(["build"]).ends_soon(&[0, 1]);
        let shown = String::from_utf8_lossy(body);
        if run.status == 1 {
            assert!(run.stderr.contains("posts/a.md:6:") || run.stderr.contains("posts/a.md:7:"), "{shown}: {run}");
        } else {
            // Opening it parses every document: no character that XML cannot hold.
            book.epub("dist/hostile.epub");
        }
        assert!(
            !run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{202E}'),
            "messages are made harmless too: {run}"
        );
    }
}

#[test]
fn very_long_words_and_lines_are_set() {
    let bodies = [
        "x".repeat(if cfg!(debug_assertions) { 100_000 } else { 1_000_000 }),
        "سلام".repeat(if cfg!(debug_assertions) { 10_000 } else { 100_000 }),
        format!("https://example.org/{}", "a".repeat(20_000)),
        format!("```\n{}\n```\n", "code ".repeat(10_000)),
        format!("| {} |\n|{}|\n| {} |\n", "a | ".repeat(200), "---|".repeat(201), "b | ".repeat(200)),
    ];
    for body in &bodies {
        let _ = Book::hostile(body).run(["build"]).ends_soon(&[0, 1]);
    }
}

/// More than there may be is refused at its place, with the bound.
#[test]
fn too_many_of_anything_is_refused_with_the_bound() {
    let rows = |columns: usize, rows: usize| {
        format!("|{}\n|{}\n{}", "a|".repeat(columns), "-|".repeat(columns), "|x|\n".repeat(rows))
    };
    let bodies = [
        ("x\n\n".repeat(100_010), "100000 paragraphs"),
        ("- x\n".repeat(100_010), "100000 paragraphs"),
        (rows(2, 100_000), "100000 paragraphs"),
        // A few cells a row, and columns that multiply them.
        (rows(900, 20_000), "100000 paragraphs"),
        (rows(1_001, 2), "1000"),
        ("*a* ".repeat(25_010), "25000 marked-up words"),
        ((0..100_010).map(|n| format!("[^{n}]: x\n\n")).collect(), "100000 paragraphs"),
    ];
    for (body, bound) in &bodies {
        let run = Book::hostile(body).run(["build", "--message-format", "json"]).ends_soon(&[1]);
        let errors = run.of_severity("error");
        assert!(
            errors.len() == 1 && errors[0].code == "too-many" && errors[0].message.contains(bound),
            "{bound}: {run}"
        );
        assert_eq!(errors[0].file, "posts/a.md");
    }
    let long = Book::hostile(&"word\n".repeat(900_000)).errors();
    assert_eq!(long.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["file-too-large"], "{long:?}");
    let list = |name: &str, item: &str, count: usize| format!("{name}: [{}]\n", vec![item; count].join(", "));
    for (more, line) in [
        (list("subjects", "x", 1_001), 6),
        (list("redact", "{text: x}", 2_001), 6),
        (list("figures", "{value: 1, label: x}", 1_001), 6),
    ] {
        let manifest = format!(
            "weekbook: 1\ntitle: Many\npublisher: Nobody\ndispatches:\n  - {{title: One, date: 2021-01-03, source: {{name: A}}, body: x}}\n{more}"
        );
        let errors = Book::new().bytes("manifest.yaml", manifest).errors();
        let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.code.as_str())).collect();
        assert_eq!(places, [(line, "too-many")], "{errors:?}");
    }
}

/// A paragraph of hundreds of pages, and a list of thousands of items: four times as much takes some four times as
/// long, where quadratic work would take sixteen times.
#[test]
fn pages_and_items_take_as_long_as_there_are_many() {
    let bodies: [&dyn Fn(usize) -> String; 3] =
        [&|n| "word ".repeat(20_000 * n), &|n| "- x\n".repeat(4_000 * n), &|n| {
            (0..4_000 * n).map(|i| format!("[x{i}](http://a.b/{i}) ")).collect()
        }];
    for body in bodies {
        let time = |n: usize| {
            let book = Book::hostile(&body(n));
            (0..2).map(|_| book.run(["build"]).succeeds().elapsed).min().expect("two runs").as_secs_f64()
        };
        let (short, long) = (time(1), time(4));
        assert!(long < 9.0 * short, "{short} s, and {long} s for four times as much: {}", &body(1)[..20]);
    }
}

/// A selection of as many values as there may be, among as many tags: one look at each, not one for each pair.
#[test]
fn long_selections_take_as_long_as_they_have_values() {
    let dispatches = if cfg!(debug_assertions) { 500 } else { 3_000 };
    let list = |of: &str, count: usize| (0..count).map(|n| format!("{of} {n}")).collect::<Vec<_>>().join(", ");
    let mut manifest = format!(
        "weekbook: 1\ntitle: Many\npublisher: Nobody\neditions:\n  default:\n    formats: [epub]\n    select: {{tags: [{}, t 0], places: [{}, Erbil]}}\ndispatches:\n",
        list("Wished", 999),
        list("Elsewhere", 999)
    );
    for n in 0..dispatches {
        let (day, tags) = (1 + n % 28, list("t", 30));
        manifest.push_str(&format!(
            "- {{title: t{n}, date: 2017-04-{day:02}, place: Erbil, tags: [{tags}], source: {{name: A}}, body: x}}\n"
        ));
    }
    let run = Book::new().bytes("manifest.yaml", manifest).run(["check", "--message-format", "json"]).ends_soon(&[0]);
    assert_eq!(run.of_severity("note").iter().filter(|note| note.code == "selects-nothing").count(), 1_998);
    assert!(run.elapsed.as_secs() < 10, "{:?}", run.elapsed);
}

#[test]
fn ten_thousand_dispatches_make_a_book() {
    let mut manifest = String::from("weekbook: 1\ntitle: Many\npublisher: Nobody\ndispatches:\n");
    for n in 0..if cfg!(debug_assertions) { 1_000 } else { 10_000 } {
        let (month, day) = (1 + n % 12, 1 + n % 28);
        manifest
            .push_str(&format!("- {{title: t{n}, date: 2017-{month:02}-{day:02}, source: {{name: A}}, body: x}}\n"));
    }
    let _ = Book::new().bytes("manifest.yaml", manifest).run(["build"]).succeeds();
}
