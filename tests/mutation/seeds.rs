//! The whole books that cases begin with.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use crate::support;

/// A book: paths and what is there.
pub struct Seed {
    pub files: Vec<(String, Vec<u8>)>,
    /// How often it is taken, in relation to the others.
    pub weight: usize,
}

pub fn books() -> Vec<Seed> {
    vec![plain(), posts(), pictures(), full()]
}

const PLAIN: &str = r#"weekbook: 1
title: Letters from the river
subtitle: Spring
language: en
authors: [One, {name: Two, role: edt}]
publisher: Nobody
timezone: Asia/Baghdad
style: style.css
fonts: [fonts]
sources:
  ap: {name: Associated Press, url: "https://apnews.com/", reliability: B}
weeks:
  2017-W15: {title: The old bridge, summary: "Some *words*."}
redact: [{text: Layla, with: "L."}]
dispatches:
  - title: Wells
    date: 2017-04-15T19:45
    source: ap
    tags: [water, wells]
    image: {file: images/a.png, alt: A map, caption: Where the wells are}
    body: |
      Text[^1] of **strong** words, [a link](https://example.org/a?b=c) and Layla.

      ![A map](images/b.jpg "The map"){credit="Nobody"}

      [^1]: A note.
  - {title: Second, date: 2017-04-18, source: {name: Field notes}, body: "See [the first](#wells)."}
editions:
  default: {formats: [epub, pdf]}
  brief: {formats: [pdf], page: A4, content: summary, select: {since: 2017-04-10, tags: [water], limit: 4}}
"#;

const PICTURES: &str = r#"weekbook: 1
title: Pictures
authors: [One]
publisher: Nobody
language: en
cover: {image: images/ford.svg, alt: A ford}
embed_fonts: all
images: {max_pixels: 600, max_bytes: 400KB, greyscale: false}
sources: {ap: {name: Associated Press}}
dispatches:
  - title: Moving
    date: 2017-04-15
    source: ap
    image: {file: images/carts.gif, alt: Carts, credit: Nobody}
    body: |
      ![A ford](images/ford.webp)

      Words with ![a sign](images/rich.svg) in them.

      ![Glass](images/lossless.webp "Glass")

      ![The ford](images/ford.svg){credit="Nobody"}
editions:
  default: {formats: [epub, pdf]}
  grey: {formats: [pdf, epub], embed_fonts: none, cover: {image: images/b.jpg, alt: B}, images: {max_pixels: 64, greyscale: true}}
  bare: {formats: [pdf], cover: {image: images/a.png, alt: A}, images: {max_bytes: 200KB}}
"#;

/// What drawings have that weekbook sets, and what it leaves out.
const SVG: &str = r##"<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 80" width="12em">
  <style>.a { fill: #c33; stroke: navy; stroke-dasharray: 3 1 } text { font: 8px serif }</style>
  <defs>
    <linearGradient id="g" gradientTransform="rotate(30)"><stop offset="0" stop-color="red"/><stop offset="100%" stop-opacity=".2"/></linearGradient>
    <radialGradient id="r" cx="50%" spreadMethod="reflect" xlink:href="#g"/>
    <pattern id="p" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0L6 6" stroke="#000"/></pattern>
    <clipPath id="c"><circle cx="30" cy="30" r="25"/></clipPath>
    <mask id="m"><rect width="60" height="60" fill="url(#g)"/></mask>
    <filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
    <symbol id="s" viewBox="0 0 10 10"><ellipse cx="5" cy="5" rx="4" ry="2"/></symbol>
    <marker id="k" markerWidth="4" markerHeight="4"><path d="M0 0L4 2L0 4z"/></marker>
  </defs>
  <g clip-path="url(#c)" opacity=".8"><rect class="a" x="1" y="1" width="50" height="50" rx="4"/></g>
  <path d="M10 10h20v20q5 5 10 0t10-10a5 8 30 1 0 9 9C1 2 3 4 5 6z" fill="url(#r)" marker-end="url(#k)" transform="translate(3,4) skewX(9)"/>
  <rect x="60" y="5" width="50" height="20" fill="url(#p)" mask="url(#m)" filter="url(#f)"/>
  <use href="#s" x="70" y="40" width="20" height="20"/>
  <polygon points="1,2 3,4 5e1,6" fill-rule="evenodd" stroke-linejoin="round" stroke-width="2"/>
  <text x="5" y="70" text-anchor="middle">Layla <tspan dx="3" fill="#00f">ford</tspan> &#x645;</text>
  <image href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" width="9" height="9"/>
  <switch><foreignObject/><a href="https://example.org"><line x1="0" y1="0" x2="9" y2="9"/></a></switch>
  <script>x</script>
</svg>
"##;

const STYLE: &str = r#"@import url("none.css");
@page { size: A5; margin: 18mm 15mm; @top-left { content: string(title); font-size: 8pt } @bottom-center { content: counter(page) } }
@page :first { margin-top: 40mm; @top-left { content: none } }
:root { font-family: "Source Code Pro", serif; font-size: 10pt; line-height: 1.4 }
h1, h2 { break-after: avoid; string-set: title content(); color: #333 }
article.dispatch > p + p { text-indent: 1.2em; margin: 0; hyphens: auto }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid rgb(20, 20, 20); padding: 2pt 4pt }
@media print { blockquote { margin-left: calc(1em); border-left: 2pt solid #999; column-count: 2 } }
ul li::before { content: "–" } .kind-report { text-align: justify; orphans: 3; widows: 2 }
"#;

const MARKDOWN: &str = r#"---
title: "A post"
date: 2017-04-12
source: ap
tags: [a, b]
corrections: [{date: 2017-04-20, text: It was one.}]
---
# A heading {#one .class}

Words *with* **markup**, `code`, ~~gone~~, H~2~O, x^2^ and[^n] a note -- "quoted"... <b>bold</b> <script>x</script>

> [!NOTE]
> A callout
> > nested

1. one
   - [ ] task
   - [x] done
2. two

| a | b |
|:--|--:|
| 1 | 2 **x** |

Term
: Meaning

```rust
fn main() {}
```

![alt](../images/a.png "Title"){credit="C" .decorative}

النص العربي (2017) in English. <https://example.org/very/long/address?x=1&y=2> [two](two.md#x)

[^n]: The note, with [a link](http://a.b/c).
"#;

const TOML: &str = "+++\ntitle = \"Zola\"\ndate = 2017-04-13T10:00:00Z\nauthors = [\"One\"]\n[taxonomies]\ntags = [\"x\", \"y\"]\n[extra]\nsource = \"ap\"\n+++\n\nA *post*.\n";
const PELICAN: &str =
    "Title: Pelican\nDate: 2017-04-14 10:20\nTags: one, two\nAuthors: One\nSummary: Short\nsource: ap\n\nA post.\n";

fn jpeg() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 9, y as u8 * 13, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a JPEG");
    bytes.into_inner()
}

fn root(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// One manifest with everything in it, a style and a font of its own.
fn plain() -> Seed {
    let files = vec![
        ("manifest.yaml".into(), PLAIN.into()),
        ("style.css".into(), STYLE.into()),
        ("images/a.png".into(), support::png(20, 12)),
        ("images/b.jpg".into(), jpeg()),
        ("fonts/own.ttf".into(), root(FONT)),
    ];
    Seed { files, weight: 5 }
}

/// Pictures of every format, a cover, and what an edition says of both.
fn pictures() -> Seed {
    let sample = |name: &str| root(&format!("tests/books/full/images/{name}"));
    let files = vec![
        ("manifest.yaml".into(), PICTURES.into()),
        ("images/a.png".into(), support::png(20, 12)),
        ("images/b.jpg".into(), jpeg()),
        ("images/carts.gif".into(), sample("carts.gif")),
        ("images/ford.webp".into(), sample("ford.webp")),
        ("images/lossless.webp".into(), webp()),
        ("images/ford.svg".into(), sample("ford.svg")),
        ("images/rich.svg".into(), SVG.into()),
    ];
    Seed { files, weight: 5 }
}

/// A lossless WebP with transparency.
fn webp() -> Vec<u8> {
    let picture = image::RgbaImage::from_fn(9, 7, |x, y| image::Rgba([x as u8 * 28, y as u8 * 36, 90, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::WebP).expect("a WebP");
    bytes.into_inner()
}

/// The smallest of the bundled fonts.
const FONT: &str = "fonts/source-code-pro/SourceCodePro-Regular.ttf";

/// Posts with front matter of all three kinds.
fn posts() -> Seed {
    let manifest =
        "weekbook: 1\ntitle: Posts\npublisher: Nobody\nsources: {ap: {name: AP}}\ndispatches: ['posts/*.md']\n";
    let files = vec![
        ("manifest.yaml".into(), manifest.into()),
        ("posts/one.md".into(), MARKDOWN.into()),
        ("posts/two.md".into(), TOML.into()),
        ("posts/three.md".into(), PELICAN.into()),
        ("images/a.png".into(), support::png(9, 9)),
    ];
    Seed { files, weight: 4 }
}

/// tests/books/full, which uses every field.
fn full() -> Seed {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/full");
    let mut files = Vec::new();
    for part in ["", "posts", "pages", "images"] {
        for entry in fs::read_dir(folder.join(part)).expect("the sample") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                let name = path.strip_prefix(&folder).expect("in the sample").to_string_lossy().into_owned();
                files.push((name, fs::read(&path).expect("readable")));
            }
        }
    }
    files.sort();
    Seed { files, weight: 1 }
}
