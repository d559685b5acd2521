//! Damage: to texts by their tokens and lines, to binary files by their bytes and chunks.

use crate::random::Random;

/// What breaks programs, and what editors paste.
const NASTY: &[&str] = &[
    "",
    " ",
    "\t",
    "\n",
    "\n\n",
    "\r",
    "\0",
    "\u{FEFF}",
    "\u{202E}",
    "\u{2028}",
    "\u{200D}",
    "\u{AD}",
    "\u{301}",
    "\u{10FFFF}",
    "\u{FFFD}",
    "'",
    "\"",
    "`",
    "```\n",
    "~~~\n",
    "---\n",
    "+++\n",
    "***",
    "**",
    "_",
    "[",
    "]",
    "](",
    "[^1]",
    "[^1]: ",
    "![",
    "<",
    ">",
    "<!--",
    "-->",
    "</",
    "<script>",
    "&#0;",
    "&#x110000;",
    "&amp;",
    "{",
    "}",
    "{.x #y z=\"",
    "|",
    "|-|\n",
    "||||",
    "\\",
    "%",
    "%00",
    "%ff",
    "#",
    "# ",
    "####### ",
    "> ",
    "- ",
    "1. ",
    "999999999. ",
    ": ",
    ":",
    "::",
    "?",
    "!",
    "!!binary ",
    "&a ",
    "*a",
    "<<: *a",
    "@",
    "@page{",
    "@media print{",
    "/*",
    "*/",
    ";",
    "}}",
    "((",
    "calc(1em + ",
    "url(",
    "-1",
    "0",
    "00",
    "1e999",
    "-1e999",
    "NaN",
    ".inf",
    "9223372036854775808",
    "18446744073709551616",
    "2147483648",
    "0x7fffffff",
    "99999999999999999999999999",
    "2017-02-29",
    "0000-00-00",
    "9999-12-31",
    "-9999-01-01",
    "2017-W53",
    "2017-04-15T25:61:61",
    "2017-04-15T24:00Z",
    "+99:99",
    "null",
    "~",
    "true",
    "[]",
    "{}",
    "''",
    "../",
    "/",
    "//",
    "/etc/passwd",
    "C:\\",
    "file:///x",
    "javascript:x",
    "data:,",
    "http://",
    "http://[::1",
    "mailto:",
    "https://xn--",
    "سلام",
    "العربية",
    "中文",
    "🇮🇶",
    "👨\u{200D}👩\u{200D}👧",
    "ﷺ",
    "İ",
    "ß",
    "ǅ",
    "e\u{301}",
    "0em",
    "1e9pt",
    "-5mm",
    "100000%",
    "#fffffffff",
    "rgb(1,2",
    "and",
    "en",
    "x-",
    "und",
    "root",
    "**/*",
    "[a-",
    "{a,b",
    "posts/*.md",
    "Layla",
    "TLP:RED",
    "withdrawn",
    "<svg>",
    "<g>",
    "</g>",
    "<use href=\"#s\"/>",
    "url(#g)",
    "xlink:href=\"#p\" ",
    "<!ENTITY a \"&b;&b;\">",
    "<![CDATA[",
    "scale(1e9)",
    "scale(0)",
    "matrix(0 0 0 0 0 0)",
    "M0 0L1e38-1e38z",
    "a1e-9 1e9 0 0 1 1 1",
    "viewBox=\"0 0 0 0\" ",
    "width=\"1e9\" ",
    "stroke-dasharray=\"1e-9\" ",
    "none",
    "subset",
    "all",
    "auto",
    "cover: ",
    "images: ",
    "max_pixels: 1",
    "max_bytes: 1",
    "1kB",
    "images/ford.svg",
    "images/carts.gif",
];

/// Damages a file in one to four places.
pub fn damage(name: &str, bytes: &[u8], others: &[u8], random: &mut Random) -> Vec<u8> {
    let text = !["png", "jpg", "ttf", "otf", "gif", "webp"].iter().any(|ending| name.ends_with(ending));
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + random.below(4) {
        bytes = if text { damage_text(&bytes, others, random) } else { damage_binary(bytes, random) };
    }
    if name.ends_with("png") && random.once_in(2) {
        mend_checksums(&mut bytes);
    }
    bytes
}

/// Where a token begins: letters and digits stand together, so do blanks; every other character is one.
fn tokens(text: &str) -> Vec<usize> {
    let kind = |c: char| {
        if c.is_alphanumeric() {
            1
        } else if c == ' ' {
            2
        } else {
            0
        }
    };
    let mut starts = Vec::new();
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        if now == 0 || now != before {
            starts.push(at);
        }
        before = now;
    }
    starts.push(text.len());
    starts
}

fn damage_text(bytes: &[u8], others: &[u8], random: &mut Random) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return damage_binary(bytes.to_vec(), random) };
    let starts = tokens(text);
    let token = |random: &mut Random| {
        let at = random.below(starts.len() - 1);
        (starts[at], starts.get(at + 1).copied().unwrap_or(text.len()))
    };
    let line = |random: &mut Random| {
        let at = random.below(text.len() + 1);
        let at = text.floor_char_boundary(at);
        let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        (start, text[at..].find('\n').map_or(text.len(), |n| at + n + 1))
    };
    let join = |parts: &[&str]| parts.concat().into_bytes();
    if text.is_empty() {
        return random.pick(NASTY).as_bytes().to_vec();
    }
    match random.below(16) {
        0 => {
            let (a, b) = (token(random), token(random));
            let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            if a.1 > b.0 {
                return join(&[&text[..a.0], &text[a.1..]]);
            }
            join(&[&text[..a.0], &text[b.0..b.1], &text[a.1..b.0], &text[a.0..a.1], &text[b.1..]])
        }
        1 | 2 => {
            let (start, end) = line(random);
            join(&[&text[..end], &text[start..end], &text[end..]])
        }
        3 => {
            let (start, end) = line(random);
            join(&[&text[..start], &text[end..]])
        }
        4 => {
            let (from, to) = (line(random), line(random));
            if from.1 <= to.0 {
                return join(&[&text[..from.0], &text[from.1..to.1], &text[from.0..from.1], &text[to.1..]]);
            }
            join(&[&text[..to.0], &text[from.0..from.1], &text[to.0..]])
        }
        5 => {
            // A bracket or quotation mark is missing.
            let marks: Vec<usize> = text
                .match_indices(['[', ']', '{', '}', '(', ')', '"', '\'', '`', '*', '|', ':'])
                .map(|m| m.0)
                .collect();
            let Some(at) = marks.get(random.below(marks.len())).copied() else { return bytes.to_vec() };
            join(&[&text[..at], &text[at + 1..]])
        }
        6..=8 => {
            let (at, _) = token(random);
            join(&[&text[..at], *random.pick(NASTY), &text[at..]])
        }
        9 | 10 => {
            let (start, end) = token(random);
            join(&[&text[..start], *random.pick(NASTY), &text[end..]])
        }
        11 => {
            let at = text.floor_char_boundary(random.below(text.len()));
            join(&[&text[..at]])
        }
        12 => {
            // The same again and again, up to some 100 kB.
            let (start, end) = if random.once_in(2) { token(random) } else { line(random) };
            let part = if random.once_in(3) { *random.pick(NASTY) } else { &text[start..end] };
            let most = 100_000 / part.len().max(1);
            let times = if random.once_in(4) { most } else { random.below(most.min(200)) };
            join(&[&text[..start], &part.repeat(times), &text[start..]])
        }
        13 => {
            // A piece of another file.
            let other = String::from_utf8_lossy(others);
            let (a, b) = (random.below(other.len()), random.below(400));
            let start = other.floor_char_boundary(a);
            let end = other.floor_char_boundary((a + b).min(other.len())).max(start);
            let (at, _) = token(random);
            join(&[&text[..at], &other[start..end], &text[at..]])
        }
        14 => {
            // Indented otherwise.
            let (start, _) = line(random);
            if random.once_in(2) {
                join(&[&text[..start], &" ".repeat(1 + random.below(8)), &text[start..]])
            } else {
                join(&[&text[..start], text[start..].trim_start_matches(' ')])
            }
        }
        _ => damage_binary(bytes.to_vec(), random),
    }
}

fn damage_binary(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    if bytes.is_empty() {
        return vec![random.next() as u8];
    }
    // Headers decide more than what follows.
    let at = if random.once_in(2) { random.below(bytes.len().min(200)) } else { random.below(bytes.len()) };
    match random.below(8) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = *random.pick(&[0, 1, 0x7F, 0x80, 0xFF]),
        3 => {
            let value = *random.pick(&[0u32, 1, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 100_000, 65_535]);
            let length = if random.once_in(2) { 4 } else { 2 };
            let value = value.to_be_bytes();
            for (byte, new) in bytes[at..].iter_mut().zip(&value[4 - length..]) {
                *byte = *new;
            }
        }
        4 => bytes.truncate(at),
        5 => {
            let end = (at + 1 + random.below(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        6 => {
            let end = (at + 1 + random.below(64)).min(bytes.len());
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        _ => {
            let end = (at + 1 + random.below(32)).min(bytes.len());
            bytes[at..end].fill(0);
        }
    }
    bytes
}

/// Makes a PNG's checksums right again, so that damage gets past them.
fn mend_checksums(png: &mut [u8]) {
    let mut at = 8;
    while at + 12 <= png.len() {
        let length = u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]) as usize;
        let Some(end) = at.checked_add(8 + length).filter(|end| end + 4 <= png.len()) else { return };
        let crc = crc32(&png[at + 4..end]);
        png[end..end + 4].copy_from_slice(&crc.to_be_bytes());
        at = end + 4;
    }
}

/// CRC-32 as PNG has it (RFC 2083, 15).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}
