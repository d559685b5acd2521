//! Images of every kind, in both formats of one build.

mod support;

use support::{Book, png};

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">
<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
<rect width="60" height="60" fill="url(#g)"/><g opacity=".5"><circle cx="80" cy="30" r="9"/></g>
<text x="5" y="50">Layla</text></svg>"##;

fn illustrated(more: &str) -> Book {
    Book::new()
        .manifest(&format!("weekbook: 1\ntitle: Small\npublisher: Nobody\n{more}\ndispatches: [a.md]\n"))
        .file(
            "a.md",
            "---\ntitle: One\ndate: 2021-01-03\nsource: {name: Made up}\n---\n\
             ![A drawing](a.svg \"Seen\"){credit=Nobody license=CC0}\n\nText.\n\n![A picture](b.png)\n",
        )
        .file("a.svg", DRAWING)
        .bytes("b.png", png(400, 300))
        .bytes("cover.png", png(60, 90))
}

#[test]
fn a_drawing_stays_one_in_both_formats() {
    let active = DRAWING.replace("<linear", "<script>alert(1)</script><linear").replace("<rect", "<rect onload='x()'");
    let book = illustrated("").file("a.svg", &active);
    let run = book.run(["build", "--message-format", "json"]);
    let codes: Vec<String> = run.of_severity("warning").into_iter().map(|found| found.code).collect();
    assert_eq!(codes, ["svg-unsafe", "svg-unsafe"]);
    let epub = book.epub("dist/small.epub");
    let src = epub.dispatch("One").select("img")[0].attribute("src").expect("a source").to_owned();
    assert!(src.ends_with(".svg"));
    let svg = String::from_utf8(epub.file(&src).to_vec()).expect("UTF-8");
    assert!(svg.contains("linearGradient") && svg.contains("opacity=\"0.5\""));
    for gone in ["script", "onload", "alert", "Layla", "<text"] {
        assert!(!svg.contains(gone), "{gone}");
    }
    let caption = epub.one("figcaption").text();
    assert!(caption.contains("Seen") && caption.contains("Nobody") && caption.contains("CC0"), "{caption}");
    let pdf = book.pdf("dist/small.pdf");
    let forms = pdf
        .dictionaries()
        .into_iter()
        .filter(|dict| dict.get(b"Subtype").and_then(|name| name.as_name()).is_ok_and(|name| name == b"Form"));
    assert_eq!(forms.count(), 2, "the drawing, and the group that is translucent");
    assert!(pdf.structure().iter().any(|(role, _)| role == "Figure"));
}

#[test]
fn a_given_cover_is_the_cover_of_both() {
    let book = illustrated("cover: {image: cover.png, alt: A bridge}\n").built();
    let epub = book.epub("dist/small.epub");
    assert_eq!(epub.one("section.cover").one("img").attribute("alt"), Some("A bridge"));
    let items = epub.package.select("item");
    let cover = items.iter().find(|item| item.attribute("properties") == Some("cover-image")).expect("a cover");
    assert!(cover.attribute("href").is_some_and(|href| href.ends_with(".png")));
    let pdf = book.pdf("dist/small.pdf");
    assert_eq!(pdf.page_text(1).trim(), "");
    assert!(pdf.dictionaries().iter().any(|dict| dict.get(b"Alt").is_ok()));
    let missing = illustrated("cover: {image: none.png, alt: A}\n");
    assert!(missing.errors().iter().any(|error| error.code == "file-not-found" && error.line == 4));
    let silent = illustrated("cover: {image: cover.png}\n");
    assert!(silent.warnings().iter().any(|warning| warning.code == "missing-alt" && warning.line == 4));
}

#[test]
fn images_fit_their_budget() {
    let book = illustrated("images: {max_pixels: 100, greyscale: true}\n").built();
    let epub = book.epub("dist/small.epub");
    let images: Vec<String> =
        epub.dispatch("One").select("img").iter().filter_map(|img| img.attribute("src")).map(str::to_owned).collect();
    let small = epub.file(images.iter().find(|src| src.ends_with(".png")).expect("the picture"));
    let side = |at: usize| u32::from_be_bytes([small[at], small[at + 1], small[at + 2], small[at + 3]]);
    assert_eq!((side(16), side(20), small[25]), (100, 75, 0), "smaller, and grey");
    let drawn = epub.file(images.iter().find(|src| src.ends_with(".svg")).expect("the drawing"));
    assert!(String::from_utf8_lossy(drawn).contains("#363636"));
    let tight = illustrated("images: {max_bytes: 1kB}\n").errors();
    assert!(tight.iter().any(|error| error.code == "image-budget" && error.line == 4), "{tight:?}");
    for (wrong, code) in [
        ("{max_pixels: 3}", "bad-value"),
        ("{max_bytes: lots}", "bad-value"),
        ("{greyscale: perhaps}", "wrong-type"),
        ("{max_side: 3}", "unknown-field"),
        ("[]", "wrong-type"),
    ] {
        let found = illustrated(&format!("images: {wrong}\n")).errors();
        assert!(found.iter().any(|error| error.code == code && error.line == 4), "{wrong}: {found:?}");
    }
}

#[test]
fn one_edition_may_be_lighter_than_another() {
    let book =
        illustrated("editions: {default: {formats: [epub]}, light: {formats: [epub], images: {max_pixels: 64}}}\n");
    let book = book.built();
    assert!(book.read("dist/small-light.epub").len() < book.read("dist/small.epub").len());
}

#[test]
fn bombs_stop_a_build_soon() {
    let mut svg = String::from("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g id='a0'><rect/></g>");
    for n in 1..40 {
        svg += &format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10));
    }
    let book = illustrated("").file("a.svg", &(svg + "</svg>"));
    let _ = book.run(["build"]).ends_soon(&[1]);
    assert!(book.errors().iter().any(|error| error.code == "bad-image"));
}

#[test]
fn a_redacted_name_in_a_drawing_is_an_error() {
    let redacted = |name: &str| illustrated(&format!("redact: [{{text: {name}}}]\n"));
    let errors = redacted("Layla").errors();
    let leak = errors.iter().find(|error| error.code == "redaction-leak").expect("an error");
    assert_eq!((leak.line, leak.message.as_str()), (4, "the drawing `a.svg` shows `Layla`"));
    assert!(redacted("Leyla").warnings().is_empty());
}

#[test]
fn a_cover_tells_no_redacted_name() {
    let book = illustrated("redact: [{text: Layla}]\ncover: {image: layla.png, alt: Layla at the well}\n")
        .file("a.svg", &DRAWING.replace("Layla", "Map"))
        .bytes("layla.png", png(60, 90))
        .built();
    let epub = book.epub("dist/small.epub");
    let cover = epub.one("section.cover").one("img").attribute("alt").expect("an alternative text").to_owned();
    assert!(cover.ends_with("at the well") && !cover.contains("Layla"), "{cover}");
}

#[test]
fn a_redacted_name_in_parts_of_a_drawing_is_an_error() {
    let part = |x: u32, text: &str| format!("<text x=\"{x}\" y=\"50\">{text}</text>");
    let whole = "<text x=\"5\" y=\"50\">Layla</text>";
    for parts in [part(5, "La") + &part(20, "yl") + &part(30, "a"), part(5, "alyaL"), part(5, "a") + &part(9, "lyaL")] {
        let book = illustrated("redact: [{text: Layla}]\n").file("a.svg", &DRAWING.replace(whole, &parts));
        assert!(book.errors().iter().any(|error| error.code == "redaction-leak"), "{parts}");
    }
}

#[test]
fn elements_of_endless_attributes_stop_a_build_soon() {
    let many: String = (0..100_000).map(|n| format!(" a{n}=\"x\"")).collect();
    for svg in [
        DRAWING.replace("<rect", &format!("<rect{many}")),
        DRAWING.replace("<rect", &format!("<rect style=\"{}\"", "fill:red;".repeat(200_000))),
    ] {
        let book = illustrated("").file("a.svg", &svg);
        let _ = book.run(["build"]).ends_soon(&[1]);
        assert!(book.errors().iter().any(|error| error.code == "bad-image"));
    }
}

#[test]
fn the_heaviest_images_are_listed_where_one_asks_for_more() {
    let book = illustrated("");
    let run = book.run(["build", "-v"]);
    let lines: Vec<&str> = run.stderr.lines().skip_while(|line| !line.contains("the heaviest:")).collect();
    assert!(lines[0].trim().starts_with("2 images, "), "{}", run.stderr);
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (words(lines[1]), words(lines[2]));
    assert_eq!((first[2].as_str(), first[3].as_str()), ("400×300", "b.png"), "{}", run.stderr);
    assert_eq!((second[2].as_str(), second[3].as_str()), ("120×60", "a.svg"), "{}", run.stderr);
    let run = book.run(["build"]);
    assert!(!run.stderr.contains("heaviest"));
}
