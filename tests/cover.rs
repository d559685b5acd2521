//! The cover as a picture: what stores and the shelves of reading systems show.

mod support;

use image::RgbImage;
use support::{Book, Epub};

/// The picture that the package calls the cover's, and where it stands.
fn picture(epub: &Epub) -> (String, Vec<u8>) {
    let items = epub.package.select("item");
    let covers: Vec<_> = items.iter().filter(|item| item.attribute("properties") == Some("cover-image")).collect();
    let [cover] = covers.as_slice() else { panic!("{} items are the cover's image", covers.len()) };
    assert_eq!(cover.attribute("media-type"), Some("image/png"));
    let href = cover.attribute("href").expect("an address");
    (href.to_owned(), epub.file(href).to_vec())
}

fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("an image").into_rgb8()
}

/// The picture of the cover of a small book with these lines more.
fn cover_of(more: &str) -> Vec<u8> {
    picture(&Book::small_and(more).built().epub("dist/small.epub")).1
}

/// The smallest rectangle around the pixels in which two pictures differ: left, top, right, bottom.
fn difference(one: &[u8], other: &[u8]) -> Option<[u32; 4]> {
    let (one, other) = (pixels(one), pixels(other));
    assert_eq!(one.dimensions(), other.dimensions());
    let places =
        one.enumerate_pixels().zip(other.pixels()).filter(|((_, _, a), b)| a != b).map(|((x, y, _), _)| (x, y));
    places.fold(None, |found, (x, y)| {
        let [left, top, right, bottom] = found.unwrap_or([x, y, x, y]);
        Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
    })
}

#[test]
fn an_epub_has_a_picture_of_its_cover_in_the_size_of_the_stores() {
    let book = Book::small_and("subtitle: Of two weeks\nseries: {name: Weekbooks, number: 3}\n").built();
    let epub = book.epub("dist/small.epub");
    let (href, bytes) = picture(&epub);
    assert_eq!(pixels(&bytes).dimensions(), (1600, 2560));
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    let (name, page) = &epub.documents[0];
    let shown = page.one("section.cover").one("img");
    assert_eq!(shown.attribute("src"), Some(href.as_str()), "{name}");
    assert_eq!(shown.attribute("role"), Some("doc-cover"));
    let alt = shown.attribute("alt").expect("an alternative text");
    assert_eq!(alt, "Weekbooks, no. 3. 3\u{2013}4\u{a0}January 2021. Small. Of two weeks. Nobody");
    // The picture says nothing that the text does not: the book can still be read by text alone.
    assert_eq!(epub.property("schema:accessMode"), ["textual"]);
    assert_eq!(epub.property("schema:accessModeSufficient"), ["textual"]);
    assert!(!epub.property("dcterms:conformsTo").is_empty());
    assert!(book.pdf("dist/small.pdf").page_text(1).contains("Of two weeks"), "the PDF's cover is type");
}

#[test]
fn the_picture_is_the_same_again_and_changes_with_its_words_alone() {
    let usual = cover_of("");
    assert_eq!(cover_of(""), usual);
    assert_eq!(cover_of("embed_fonts: none\n"), usual, "fonts that are not embedded are set all the same");
    assert_eq!(cover_of("editions: {default: {formats: [epub]}}\n"), usual, "without pages");
    assert_eq!(cover_of("rights: Nobody's rights\n"), usual, "what the cover does not say");
    let other = picture(&Book::small().changed("title: Small", "title: Smoll").built().epub("dist/smoll.epub")).1;
    let [left, top, right, bottom] = difference(&usual, &other).expect("another title");
    assert!(left > 160 && right < 1440 && top > 300 && bottom < 1600, "{left} {top} {right} {bottom}");
    for more in ["subtitle: Of two weeks\n", "series: {name: Weekbooks}\n", "marking: TLP:AMBER\n"] {
        assert!(difference(&usual, &cover_of(more)).is_some(), "{more}");
    }
}

#[test]
fn a_marking_is_on_it() {
    let book = Book::small_and("marking: TLP:RED\n").built();
    let epub = book.epub("dist/small.epub");
    let alt = epub.documents[0].1.one("img").attribute("alt").expect("an alternative text");
    assert!(alt.contains("TLP:RED"), "{alt}");
    // At the head and the foot, as on every page, where an unmarked cover is white.
    let marked = pixels(&picture(&epub).1);
    let plain = pixels(&cover_of(""));
    let ink = |image: &RgbImage, from: u32, to: u32| {
        (from..to).any(|y| (0..image.width()).any(|x| image.get_pixel(x, y).0 == [0; 3]))
    };
    for (from, to) in [(0, 125), (2435, 2560)] {
        assert!(ink(&marked, from, to) && !ink(&plain, from, to), "rows {from} to {to}");
    }
}

#[test]
fn a_redacted_name_is_not_drawn() {
    let named = Book::small()
        .changed("title: Small", "title: Letters of Salma")
        .changed("publisher: Nobody", "publisher: Salma Press")
        .changed("weekbook: 1", "weekbook: 1\nslug: letters\nredact: [{text: Salma, with: N.}]");
    let plain = Book::small()
        .changed("title: Small", "title: Letters of N.")
        .changed("publisher: Nobody", "publisher: N. Press")
        .changed("weekbook: 1", "weekbook: 1\nslug: letters");
    let [named, plain] = [named, plain].map(|book| book.built().epub("dist/letters.epub"));
    assert_eq!(picture(&named).1, picture(&plain).1);
    let alt = named.documents[0].1.one("img").attribute("alt").expect("an alternative text");
    assert!(alt.ends_with(". Letters of N. N. Press"), "{alt}");
    // A mark is read as what it is.
    let marked = Book::small()
        .changed("title: Small", "title: Letters of Salma")
        .changed("weekbook: 1", "weekbook: 1\nslug: letters\nredact: [{text: Salma}]");
    let marked = marked.built().epub("dist/letters.epub");
    let alt = marked.documents[0].1.one("img").attribute("alt").expect("an alternative text");
    assert!(alt.contains("Letters of redacted"), "{alt}");
}

#[test]
fn a_style_that_shows_no_cover_has_its_title_page_drawn() {
    let style = "@media print { .cover { display: none } .title-page { color: #aa0000 } }";
    let book = Book::small_and("style: mine.css\n").file("mine.css", style).built();
    let image = pixels(&picture(&book.epub("dist/small.epub")).1);
    assert_eq!(image.dimensions(), (1600, 2560));
    assert!(image.pixels().any(|pixel| pixel.0 == [0xAA, 0, 0]));
    // A style that shows neither has an EPUB without a picture, whose cover is text.
    let style = "@media print { .cover, .title-page { display: none } }";
    let book = Book::small_and("style: mine.css\n").file("mine.css", style).built();
    let epub = book.epub("dist/small.epub");
    assert!(epub.package.select("item").iter().all(|item| item.attribute("properties") != Some("cover-image")));
    assert!(epub.documents[0].1.text().contains("Small"));
}

#[test]
fn a_given_cover_takes_its_place() {
    let book = Book::small_and("cover: {image: a.png, alt: A bridge}\n").image_png("a.png", 60, 90).built();
    let epub = book.epub("dist/small.epub");
    let (href, bytes) = picture(&epub);
    assert_eq!(pixels(&bytes).dimensions(), (60, 90));
    let shown = epub.documents[0].1.one("img");
    assert_eq!((shown.attribute("src"), shown.attribute("alt")), (Some(href.as_str()), Some("A bridge")));
    assert_eq!(shown.attribute("role"), Some("doc-cover"));
    assert_eq!(epub.property("schema:accessMode"), ["textual"], "art on a cover is nothing that must be seen");
}

#[test]
fn a_title_of_any_length_stays_on_one_page() {
    let long = "What families said on the way out, and what they found when they came back. ".repeat(4);
    let word = "Donaudampfschifffahrtsgesellschaft: Internationalisierungsbestrebungen";
    for title in ["Ur", "Internationalisation", word, long.trim()] {
        let manifest = format!("title: '{title}'\nsubtitle: Of two weeks\nseries: {{name: Weekbooks, number: 3}}");
        let book = Book::small()
            .changed("title: Small", &manifest.replace('\n', "\n    "))
            .changed("weekbook: 1", "weekbook: 1\nslug: small");
        let book = book.built();
        let cover = book.pdf("dist/small.pdf").page_text(0);
        assert!(cover.contains("Weekbooks") && cover.contains("Nobody"), "{title}: {cover}");
        let (_, bytes) = picture(&book.epub("dist/small.epub"));
        assert!(bytes.len() < 100_000, "{title}: {} bytes", bytes.len());
    }
}
