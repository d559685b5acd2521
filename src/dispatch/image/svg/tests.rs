use std::fmt::Write;
use std::time::Instant;

use super::*;
use crate::dispatch::image::drawing::{Mark, Paint};

fn wrap(content: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='200' height='100'>\
         {content}</svg>"
    )
}

fn made(content: &str) -> (String, Drawing, Vec<Finding>) {
    let prepared = prepare("images/a.svg", wrap(content).as_bytes()).expect("sound");
    let drawing = prepared.image.drawing().expect("its own SVG is sound");
    (String::from_utf8(prepared.image.bytes).expect("UTF-8"), drawing, prepared.findings)
}

fn codes_of(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.0).collect()
}

fn refused(svg: &str) -> String {
    let started = Instant::now();
    let error = prepare("a.svg", svg.as_bytes()).expect_err("refused").to_string();
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    error
}

/// The smallest PNG there is, more or less.
fn png() -> String {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(3, 2, image::Rgb([200, 0, 0])));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
    let image = ImageData {
        file: String::new(),
        format: ImageFormat::Png,
        bytes: bytes.into_inner(),
        width: 3,
        height: 2,
        words: String::new(),
    };
    pictures::address(&image)
}

#[test]
fn what_both_editions_draw_is_the_same() {
    let content = "<defs><linearGradient id='g' x2='0' y2='1' spreadMethod='reflect'><stop stop-color='red'/>\
        <stop offset='1' stop-color='#00f' stop-opacity='.5'/></linearGradient>\
        <clipPath id='c'><circle cx='20' cy='20' r='15'/></clipPath></defs>\
        <g opacity='.5' transform='rotate(10) scale(1.5 2)'><rect width='40' height='30' fill='url(#g)' \
        stroke='green' stroke-width='2' stroke-dasharray='4 2' stroke-linejoin='round'/></g>\
        <g clip-path='url(#c)'><path d='M0 0h40v40h-40zM10 10h5v5h-5z' fill-rule='evenodd'/></g>\
        <text x='5' y='90' font-size='12'>Wells</text>";
    let source = SourceText::new("a.svg", wrap(content));
    let read = read(&source).expect("sound");
    assert_eq!((read.findings.as_slice(), read.words.as_str()), ([].as_slice(), "Wells\n"));
    let read = read.drawing;
    let (svg, again, _) = made(content);
    assert_eq!(write::svg(&again), svg, "reading what was written changes nothing");
    assert_eq!(again.marks.len(), read.marks.len());
    assert!(svg.contains("stroke-dasharray=\"4 2\"") && svg.contains("opacity=\"0.5\""));
    assert!(svg.contains("spreadMethod=\"reflect\"") && svg.contains("fill-rule=\"evenodd\""));
    assert!(!svg.contains("<text") && !svg.contains("Wells"), "text is paths");
}

#[test]
fn text_is_set_in_bundled_fonts_and_directions() {
    let (_, latin, findings) = made("<text y='20' font-family='Arial'>AV</text>");
    assert_eq!(findings, []);
    assert!(!latin.marks.is_empty());
    let (_, arabic, findings) = made("<text y='20' x='190' text-anchor='start' direction='rtl'>نهر دجلة</text>");
    assert_eq!(findings, []);
    assert!(!arabic.marks.is_empty());
    let (_, _, findings) = made("<text y='20'>\u{13000}</text>");
    assert_eq!(codes_of(&findings), ["missing-glyph"]);
}

/// The left and right end of all that is drawn.
fn extent(marks: &[Mark]) -> (f32, f32) {
    let mut ends = (f32::MAX, f32::MIN);
    for mark in marks {
        let (left, right) = match mark {
            Mark::Layer(layer) => {
                let (left, right) = extent(&layer.marks);
                (left * layer.transform[0] + layer.transform[4], right * layer.transform[0] + layer.transform[4])
            }
            Mark::Shape(shape) => shape.outline.iter().fold((f32::MAX, f32::MIN), |(left, right), segment| {
                let x = match segment {
                    drawing::Segment::Move([x, _]) | drawing::Segment::Line([x, _]) => *x,
                    drawing::Segment::Cubic([.., x, _]) => *x,
                    drawing::Segment::Close => return (left, right),
                };
                (left.min(x), right.max(x))
            }),
            Mark::Picture(_) => continue,
        };
        ends = (ends.0.min(left), ends.1.max(right));
    }
    ends
}

#[test]
fn text_from_right_to_left_starts_at_its_right() {
    for (attributes, right) in [
        ("direction='rtl'", true),
        ("style='direction: rtl'", true),
        ("direction='rtl' text-anchor='end'", false),
        ("direction='rtl' text-anchor='start'", true),
        ("", false),
    ] {
        let (_, drawing, _) = made(&format!("<g {attributes}><text x='100' y='20'>نهر دجلة</text></g>"));
        let (from, to) = extent(&drawing.marks);
        assert_eq!(to < 103.0, right, "{attributes}: {from} to {to}");
        assert_eq!(from > 97.0, !right, "{attributes}: {from} to {to}");
    }
}

#[test]
fn what_svg_1_1_cannot_say_is_said_otherwise() {
    let (svg, drawing, findings) = made(
        "<radialGradient id='g' gradientUnits='userSpaceOnUse' cx='50' cy='50' r='40' fr='20'><stop stop-color='red'/>\
         <stop offset='1' stop-color='blue'/></radialGradient>\
         <rect width='99' height='99' fill='url(#g)' stroke='red' paint-order='stroke'/>",
    );
    assert_eq!(findings, []);
    assert!(!svg.contains("paint-order") && !svg.contains(" fr="));
    assert!(svg.contains("offset=\"0.5\""), "{svg}");
    let [Mark::Shape(under), Mark::Shape(over)] = drawing.marks.as_slice() else { panic!("{drawing:?}") };
    assert!(under.fill.is_none() && over.stroke.is_none());
}

#[test]
fn nothing_active_is_left() {
    let (svg, drawing, findings) = made(
        "<script>alert(1)</script><rect width='9' height='9' onclick='x()' OnLoad='y()'><animate attributeName='x'/>\
         </rect><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>\
         <a href='javascript:x'><circle r='4'/></a><set/><image href='http://x.org/y.png' width='9' height='9'/>\
         <use href='other.svg#a'/><rect width='3' height='3' fill='url(http://x.org/#a)'/>\
         <style>@import 'http://x.org/a.css'; ellipse{fill:url(https://x.org/b)}</style>",
    );
    assert_eq!(drawing.marks.len(), 2);
    for bad in ["script", "alert", "onclick", "OnLoad", "animate", "foreign", "javascript", "x.org", "other", "style"] {
        assert!(!svg.contains(bad), "{bad} in {svg}");
    }
    assert!(findings.iter().all(|finding| finding.code == codes::SVG_UNSAFE));
    assert!(findings.len() >= 6, "{findings:?}");
}

#[test]
fn places_are_the_drawing_s() {
    let svg = wrap("\n<g>\n  <script/>\n</g><rect width='1' height='1'/>");
    let prepared = prepare("images/a.svg", svg.as_bytes()).expect("sound");
    let span = prepared.findings[0].span.as_ref().expect("a place");
    assert_eq!((span.source.name.as_str(), span.position().line, span.position().column), ("images/a.svg", 3, 3));
}

#[test]
fn what_is_not_drawn_is_told_once() {
    let (_, drawing, findings) = made(
        "<defs><filter id='f'><feGaussianBlur stdDeviation='2'/></filter><mask id='m'><rect/></mask>\
         <pattern id='p' width='4' height='4'><rect width='2' height='2'/></pattern></defs>\
         <rect width='9' height='9' filter='url(#f)'/><rect width='9' height='9' style='filter:url(#f)'/>\
         <rect width='9' height='9' mask='url(#m)'/><rect width='9' height='9' fill='url(#p)'/>\
         <g style='mix-blend-mode:multiply'><rect width='9' height='9'/></g>",
    );
    assert_eq!(codes_of(&findings), ["svg-unsupported"; 4]);
    let shown = drawing.marks.iter().filter(|mark| matches!(mark, Mark::Shape(_))).count();
    assert_eq!(shown, 5, "all are drawn");
    assert!(drawing.marks.iter().any(|mark| {
        matches!(mark, Mark::Shape(shape) if shape.fill.as_ref().is_some_and(|f| f.paint == Paint::Solid([0x99; 3])))
    }));
}

#[test]
fn pictures_stand_in_the_file_or_not_at_all() {
    let image = png();
    let (svg, drawing, findings) = made(&format!("<image width='30' height='20' xlink:href='{image}'/>"));
    assert_eq!(findings, []);
    assert!(svg.contains("data:image/png;base64,"));
    let Some(Mark::Picture(_) | Mark::Layer(_)) = drawing.marks.first() else { panic!("{drawing:?}") };
    let inner = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, wrap("<rect/>"));
    for address in ["data:image/png;base64,????", "data:text/html,x", &format!("data:image/svg+xml;base64,{inner}")] {
        let (_, _, findings) = made(&format!("<image width='9' height='9' href='{address}'/><circle r='3'/>"));
        assert_eq!(codes_of(&findings), ["svg-unsupported"], "{address}");
    }
}

#[test]
fn shades_of_grey() {
    let image = png();
    let content = format!(
        "<linearGradient id='g'><stop stop-color='#f00'/><stop offset='1' stop-color='#0f0'/></linearGradient>\
         <rect width='9' height='9' fill='url(#g)' stroke='#00f'/><image width='9' height='9' href='{image}'/>"
    );
    let prepared = prepare("a.svg", wrap(&content).as_bytes()).expect("sound").image;
    let grey = prepared.greyscale().expect("sound");
    let text = String::from_utf8(grey.bytes.clone()).expect("UTF-8");
    assert!(text.contains("#363636") && text.contains("#b6b6b6") && text.contains("#121212"), "{text}");
    assert_eq!(grey.greyscale().expect("sound").bytes, grey.bytes);
}

#[test]
fn sizes_are_those_of_the_file() {
    let size = |svg: &str| prepare("a.svg", svg.as_bytes()).map(|p| (p.image.width, p.image.height));
    let svg = |attributes: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}><circle r='9'/></svg>");
    assert_eq!(size(&svg("width='10mm' height='1in'")).expect("sound"), (38, 96));
    assert_eq!(size(&svg("viewBox='0 0 30 20'")).expect("sound"), (30, 20));
    assert_eq!(size(&svg("viewBox='0 0 0.3 0.2'")).expect("sound"), (1, 1));
    assert!(refused(&svg("width='0' height='0'")).contains("no size"));
    assert!(refused(&svg("width='1000000' height='10'")).contains("32,767"));
}

#[test]
fn bombs_are_refused() {
    let mut nested = String::from("<g id='a0'><rect width='1' height='1'/></g>");
    for n in 1..30 {
        let _ = write!(nested, "<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10));
    }
    assert!(refused(&wrap(&format!("<defs>{nested}</defs><use href='#a29'/>"))).contains("100,000 elements"));
    let path = format!("<path id='p' d='M0 0{}'/>", "L1 1".repeat(100_000));
    assert!(refused(&wrap(&format!("{path}{}", "<use href='#p'/>".repeat(1000)))).contains("8 MiB"));
    assert!(refused(&wrap(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)))).contains("64 deep"));
    assert!(refused(&wrap(&"<rect width='1' height='1'/>".repeat(450_000))).contains("nodes"));
    assert!(refused(&wrap(&format!("<text>{}</text>", "word ".repeat(100_000)))).contains("letters"));
    assert!(refused(&wrap("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")).contains("itself"));
    let rules = (0..5_000).map(|n| format!("g .c{n}{{fill:red}}")).collect::<String>();
    let many = "<rect width='1' height='1'/>".repeat(20_000);
    assert!(refused(&wrap(&format!("<style>{rules}</style>{many}"))).contains("style rule"));
    let marker = format!("<marker id='m'>{}</marker>", "<circle r='1'/>".repeat(500));
    let line = format!("<path style='marker-mid:url(#m)' d='M0 0{}'/>", "L1 1".repeat(50_000));
    assert!(refused(&wrap(&format!("{marker}{line}"))).contains("markers"));
    let entities = "<!DOCTYPE svg [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;'>]>";
    assert!(refused(&format!("{entities}{}", wrap("<text>&b;</text>"))).contains("entities"));
    let long = format!("<!DOCTYPE svg [<!ENTITY a '{}'>]>{}", "x".repeat(60_000), wrap(&"&a;".repeat(1000)));
    assert!(refused(&long).contains("entities"));
}

#[test]
fn clips_that_hold_each_other_end() {
    let ring = "<style>#a{clip-path:url(#b)!important} #b{clip-path:url(#c)!important} #c{clip-path:url(#a)!important}\
        rect{clip-path:url(#a)!important;marker:url(#m)!important}</style>\
        <clipPath id='a'><rect width='5' height='5'/></clipPath><clipPath id='b'><rect width='5' height='5'/></clipPath>\
        <clipPath id='c'><rect width='5' height='5'/></clipPath>\
        <marker id='m'><path d='M0 0L1 1' style='marker-end:url(#m)'/></marker><rect width='9' height='9'/>";
    made(ring);
    assert!(refused(&wrap("<clipPath id='a' clip-path='url(#a)'><rect/></clipPath>")).contains("itself"));
}

#[test]
fn the_largest_that_is_taken_takes_no_long() {
    let started = Instant::now();
    let mut many = String::new();
    for n in 0..45_000 {
        let _ = write!(many, "<path d='M{} {}c1 2 3 4 5 6' stroke='red' stroke-dasharray='.001'/>", n % 200, n / 200);
    }
    prepare("a.svg", wrap(&many).as_bytes()).expect("sound");
    let text = format!("<text>{}</text>", "Letters of some length ".repeat(400));
    prepare("a.svg", wrap(&text).as_bytes()).expect("sound");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn no_file_panics() {
    for text in ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'>", "<svg>\u{0}</svg>", "<x:svg xmlns:x='y'/>"] {
        assert!(prepare("a.svg", text.as_bytes()).is_err(), "{text}");
    }
    let whole = wrap("<g transform='rotate(3)'><text x='1 2 3' y='9'>abc</text><path d='M1 1a2 3 4 1 0 9 9z'/></g>");
    for at in 0..whole.len() {
        for byte in [b'<', b'0', b'9', b'\'', b'&', b'-'] {
            let mut twisted = whole.clone().into_bytes();
            twisted[at] = byte;
            if let Ok(prepared) = prepare("a.svg", &twisted) {
                prepared.image.drawing().expect("its own SVG is sound");
            }
        }
    }
}
