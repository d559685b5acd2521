//! An address in the one form that both formats and every reader's program take: ASCII, as RFC 3986 writes it.
//!
//! Hosts in other letters become Punycode (RFC 3492; RFC 5891 for the hosts themselves), everything else in other
//! letters is percent-encoded as UTF-8 (RFC 3987, 3.1).

use unicode_normalization::UnicodeNormalization;

/// Longest label of a host, and longest host (RFC 1035, 2.3.4).
const MAX_LABEL: usize = 63;
const MAX_HOST: usize = 253;

/// The address in ASCII; `None` where its host or port cannot be one. `url` is http, https, mailto or tel, with
/// its scheme in lower case.
pub(crate) fn ascii(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let Some(rest) = rest.strip_prefix("//").filter(|_| matches!(scheme, "http" | "https")) else {
        return Some(format!("{scheme}:{}", escape(rest)));
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let (name, port) = match host.rfind(':') {
        Some(colon) if !host.ends_with(']') => (&host[..colon], &host[colon + 1..]),
        _ => (host, ""),
    };
    let is_number = port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !port.is_empty() && !is_number {
        return None;
    }
    let user = if user.is_empty() { String::new() } else { format!("{}@", escape(user).replace('@', "%40")) };
    let port = if port.is_empty() { String::new() } else { format!(":{port}") };
    // A fragment has one `#`: what follows is text.
    let path = match path.split_once('#') {
        Some((path, fragment)) => format!("{}#{}", escape(path), escape(fragment).replace('#', "%23")),
        None => escape(path),
    };
    Some(format!("{scheme}://{user}{}{port}{path}", host_name(name)?))
}

/// A host: an address of the sixth version in brackets, of the fourth in four numbers, else names between dots.
fn host_name(name: &str) -> Option<String> {
    if let Some(inner) = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok().then(|| name.to_owned());
    }
    let decoded = super::link::percent_decode(name);
    // Ideographic full stops divide a host as well (RFC 3490, 3.1).
    let text: String = decoded.nfc().map(|c| if "\u{3002}\u{FF0E}\u{FF61}".contains(c) { '.' } else { c }).collect();
    let bare = text.strip_suffix('.').unwrap_or(&text);
    let labels: Option<Vec<String>> = bare.split('.').map(label).collect();
    let host = labels?.join(".");
    let last = host.rsplit('.').next().unwrap_or_default();
    // What ends in a number is read as an address of the fourth version (WHATWG URL, 3.5).
    if last.bytes().all(|b| b.is_ascii_digit()) && host.parse::<std::net::Ipv4Addr>().is_err() {
        return None;
    }
    (host.len() <= MAX_HOST).then_some(host)
}

/// A name between dots, other letters as Punycode.
fn label(text: &str) -> Option<String> {
    let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{200C}' | '\u{200D}') || is_mark(c);
    let encoded = if text.is_ascii() {
        text.to_owned()
    } else {
        let lower: String = text.to_lowercase().nfkc().collect();
        if !lower.chars().all(letters) {
            return None;
        }
        if lower.is_ascii() { lower } else { format!("xn--{}", punycode(&lower)?) }
    };
    if encoded.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("xn--")) {
        let inner = encoded[4..].to_ascii_lowercase();
        let said = decode(&inner).filter(|said| !said.is_ascii() && said.chars().all(letters))?;
        // No host is called what nobody would write so (RFC 5891, 5.3).
        if punycode(&said)? != inner {
            return None;
        }
    }
    (!encoded.is_empty() && encoded.len() <= MAX_LABEL && encoded.chars().all(of_host)).then_some(encoded)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// RFC 3492, 6.3, with its parameters for hosts; `None` where numbers run over.
fn punycode(text: &str) -> Option<String> {
    let chars: Vec<u32> = text.chars().map(u32::from).collect();
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (0x80_u32, 0_u32, 72_u32, basic);
    while (done as usize) < chars.len() {
        let next = chars.iter().copied().filter(|c| *c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for &c in &chars {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                variable_length(delta, bias, &mut out);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    Some(out)
}

/// RFC 3492, 6.2; `None` where it is no Punycode.
fn decode(text: &str) -> Option<String> {
    let (basic, digits) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (0x80_u32, 0_u32, 72_u32);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let (start, mut weight, mut k) = (i, 1_u32, 36);
        loop {
            let digit = u32::from(match digits.next()? {
                letter @ b'a'..=b'z' => letter - b'a',
                number @ b'0'..=b'9' => number - b'0' + 26,
                _ => return None,
            });
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(36 - t)?;
            k += 36;
        }
        let points = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(i - start, points, start == 0);
        n = n.checked_add(i / points)?;
        i %= points;
        out.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(1, 26)
}

fn variable_length(mut q: u32, bias: u32, out: &mut String) {
    let digit = |d: u32| char::from(if d < 26 { b'a' + d as u8 } else { b'0' + (d - 26) as u8 });
    let mut k = 36;
    loop {
        let t = threshold(k, bias);
        if q < t {
            break;
        }
        out.push(digit(t + (q - t) % (36 - t)));
        q = (q - t) / (36 - t);
        k += 36;
    }
    out.push(digit(q));
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

/// Percent-encodes what RFC 3986 does not allow after the host; what is encoded already stays.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    for (i, &byte) in bytes.iter().enumerate() {
        let encoded = || bytes.get(i + 1..i + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) || (byte == b'%' && encoded()) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gives(url: &str, expected: &str) {
        assert_eq!(ascii(url).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_ascii_stays() {
        for url in [
            "https://apnews.com/a?b=c#d",
            "http://Example.org",
            "mailto:desk@example.org",
            "tel:+964-1",
            "http://[::1]:80/x",
            "http://user:pw@example.org:8080/",
            "http://10.0.0.1/",
            "https://a.org/x%20y",
            "http://localhost/",
        ] {
            gives(url, url);
        }
    }

    #[test]
    fn hosts_become_punycode() {
        gives("https://bücher.example/", "https://xn--bcher-kva.example/");
        gives("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C");
        gives("https://مثال.إختبار", "https://xn--mgbh0fb.xn--kgbechtv");
        gives("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/");
        gives("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/");
        gives("https://BÜCHER.example/", "https://xn--bcher-kva.example/");
    }

    #[test]
    fn punycode_is_undone() {
        for text in ["bücher", "пример", "他们为什么不说中文", "3年b組金八先生", "ليهمابتكلموشعربي؟", "ü𝄞z"]
        {
            let encoded = punycode(text).unwrap();
            assert_eq!(decode(&encoded).as_deref(), Some(text), "{encoded}");
        }
        assert_eq!(punycode("ليهمابتكلموشعربي؟").as_deref(), Some("egbpdaj6bu4bxfgehfvwxn"));
    }

    #[test]
    fn the_rest_is_percent_encoded() {
        gives("https://a.org/نهر?q=%20", "https://a.org/%D9%86%D9%87%D8%B1?q=%20");
        gives("https://a.org/a b\"c<d>|100%", "https://a.org/a%20b%22c%3Cd%3E%7C100%25");
        gives("https://a.org/[x]#a#b", "https://a.org/%5Bx%5D#a%23b");
        gives("mailto:ä@example.org", "mailto:%C3%A4@example.org");
    }

    #[test]
    fn what_is_no_host_gives_none() {
        for url in [
            "http://a..b/",
            "http://.a/",
            "http://a:99999/",
            "http://[::1/",
            "http://[x]/",
            "http://999.1.1.1/",
            "http://1.2.3/",
            "http://a%20b/",
            "http://ü ü/",
            "http://☃.example/",
            "https://xn--a/",
            "https://xn--/",
            "https://xn--abc-/",
            "https://xn--9999999999999/",
            "https:///x",
        ] {
            assert_eq!(ascii(url), None, "{url}");
        }
        assert_eq!(ascii(&format!("http://{}.org/", "a".repeat(64))), None);
        assert_eq!(ascii(&format!("http://{}org/", "abc.".repeat(80))), None);
    }
}
