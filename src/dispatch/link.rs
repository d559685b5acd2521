//! Where a link may lead: what is kept, what the edition resolves, what is refused.

/// What is made of a link's destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Safe to keep: http, https, mailto or tel, in a form that is valid in both formats.
    Url(String),
    /// A file, heading or id of the book, as written.
    Local(String),
    /// Not kept; why, as the end of a sentence that begins with "a link".
    Refused(String),
}

/// The longest address, in bytes. It stands in the PDF once for each line that the link is on; browsers take no more.
pub(crate) const MAX_ADDRESS: usize = 8_192;

/// Judges a destination as a reader's program would read it: control characters and blanks around it are not
/// there for it, and a scheme is one in any case (WHATWG URL, 4.4).
pub(crate) fn classify(written: &str) -> Destination {
    if written.len() > MAX_ADDRESS {
        return Destination::Refused(format!("of more than {MAX_ADDRESS} bytes"));
    }
    let text: String = written.chars().filter(|c| !c.is_control()).collect();
    let text = without_root(text.trim());
    let before_path = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
    let Some(colon) = text[..before_path].find(':') else {
        if text.starts_with("//") || text.starts_with("\\") || text.starts_with("/\\") {
            return Destination::Refused("without `https:` before its `//`".to_owned());
        }
        return Destination::Local(text.to_owned());
    };
    let scheme = text[..colon].to_ascii_lowercase();
    let rest = &text[colon + 1..];
    match scheme.as_str() {
        "http" | "https" => web_address(&scheme, rest),
        "mailto" | "tel" if rest.is_empty() => Destination::Refused(format!("with nothing after `{scheme}:`")),
        "mailto" | "tel" => Destination::Url(format!("{scheme}:{}", encode(rest))),
        _ => Destination::Refused(format!("of the kind `{}:`", shorten(&scheme))),
    }
}

/// Without what programs for blogs put before a path to say from where it leads: Pelican's `{static}`, `{attach}` and
/// `{filename}`, Zola's `@/`, Jekyll's `{{ site.baseurl }}`. A `/` after it is the root of the manifest's folder.
fn without_root(text: &str) -> &str {
    if text.starts_with("@/") {
        return &text[1..];
    }
    for root in ["{static}", "{attach}", "{filename}", "|static|", "|attach|", "|filename|"] {
        if let Some(path) = text.strip_prefix(root) {
            return path;
        }
    }
    let tag = text.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    match tag {
        Some((tag, path)) if ["site.baseurl", "site.url"].contains(&tag.trim()) => path,
        _ => text,
    }
}

/// The address, if it is one that an edition may hold.
pub(crate) fn safe_url(written: &str) -> Option<String> {
    match classify(written) {
        Destination::Url(url) => Some(url),
        Destination::Local(_) | Destination::Refused(_) => None,
    }
}

/// Undoes `%20` and the like where the outcome is text; a path of a book is written as an address in Markdown.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if let Some(byte) = escaped(bytes, i) {
            out.push(byte);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn escaped(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
    if bytes.get(at) != Some(&b'%') {
        return None;
    }
    u8::try_from(hex(at + 1)? * 16 + hex(at + 2)?).ok()
}

fn web_address(scheme: &str, rest: &str) -> Destination {
    let refused = || Destination::Refused(format!("whose address has no host after `{scheme}://`"));
    let Some(rest) = rest.strip_prefix("//") else { return refused() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = match host.rfind(':') {
        Some(colon) if !host.ends_with(']') => (&host[..colon], &host[colon + 1..]),
        _ => (host, ""),
    };
    let of_host = |c: char| c.is_alphanumeric() || !c.is_ascii() || "-._[]:~%".contains(c);
    if name.is_empty() || !name.chars().all(of_host) || !port.bytes().all(|b| b.is_ascii_digit()) {
        return refused();
    }
    let address = format!("{scheme}://{}{}", encode(authority).replace("%5B", "[").replace("%5D", "]"), encode(path));
    if super::url::ascii(&address).is_none() {
        return Destination::Refused(format!("whose host `{}` cannot be one", shorten(authority)));
    }
    Destination::Url(address)
}

/// Escapes what may not stand in an address (RFC 3986, 2); letters of other scripts stay (RFC 3987).
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let illegal = c.is_ascii_whitespace() || "\"<>\\^`{|}[]".contains(c);
        if illegal || (c == '%' && escaped(text.as_bytes(), i).is_none()) {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else if c.is_whitespace() {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn shorten(scheme: &str) -> String {
    scheme.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Destination {
        Destination::Url(text.to_owned())
    }

    #[test]
    fn keeps_the_four_schemes() {
        assert_eq!(classify("https://apnews.com/a?b=c#d"), url("https://apnews.com/a?b=c#d"));
        assert_eq!(classify("HTTP://Example.org"), url("http://Example.org"));
        assert_eq!(classify("mailto:desk@example.org"), url("mailto:desk@example.org"));
        assert_eq!(classify("tel:+964-1"), url("tel:+964-1"));
        assert_eq!(classify("http://[::1]:80/x"), url("http://[::1]:80/x"));
    }

    #[test]
    fn makes_addresses_valid() {
        assert_eq!(classify("https://a.org/x y|z%"), url("https://a.org/x%20y%7Cz%25"));
        assert_eq!(classify("https://a.org/نهر?q=%20"), url("https://a.org/نهر?q=%20"));
        assert_eq!(classify("https://пример.рф/"), url("https://пример.рф/"));
    }

    #[test]
    fn sees_through_tricks() {
        for trick in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:x",
            " javascript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "blob:x",
            "C:\\x",
            "//evil.example/x",
            "\\\\evil\\x",
            "/\\evil/x",
            "http:",
            "http://",
            "https:x",
            "https://?x",
            "http://a b/",
            "http://a:x/",
            "mailto:",
            "https://:80/",
            "http://a..b/",
            "http://a:99999/",
            "http://[x]/",
        ] {
            assert!(matches!(classify(trick), Destination::Refused(_)), "{trick:?} gave {:?}", classify(trick));
        }
    }

    #[test]
    fn leaves_local_ones_to_the_edition() {
        for local in ["", "#wells", "wells.md", "../posts/a.md#b", "/posts/a.md", "a.md?x:y", "#a:b"] {
            assert_eq!(classify(local), Destination::Local(local.to_owned()));
        }
    }

    #[test]
    fn roots_of_blogs_are_the_manifests_folder() {
        for (written, path) in [
            ("{static}/images/a.png", "/images/a.png"),
            ("{filename}wells.md#x", "wells.md#x"),
            ("|filename|/wells.md", "/wells.md"),
            ("@/posts/wells.md", "/posts/wells.md"),
            ("{{site.baseurl}}/a.png", "/a.png"),
        ] {
            assert_eq!(classify(written), Destination::Local(path.to_owned()));
        }
        assert!(matches!(classify("{static}javascript:x"), Destination::Refused(_)));
        assert_eq!(classify("{{ page.x }}/a"), Destination::Local("{{ page.x }}/a".to_owned()));
    }

    #[test]
    fn an_endless_address_is_refused() {
        let of = |bytes: usize| classify(&format!("https://example.org/{}", "a".repeat(bytes)));
        assert!(matches!(of(8_000), Destination::Url(_)));
        assert_eq!(of(9_000), Destination::Refused("of more than 8192 bytes".to_owned()));
    }

    #[test]
    fn decodes_percent_signs_only_into_text() {
        assert_eq!(percent_decode("my%20photo.jpg"), "my photo.jpg");
        assert_eq!(percent_decode("100%.jpg"), "100%.jpg");
        assert_eq!(percent_decode("%ff"), "%ff");
        assert_eq!(percent_decode("%D9%86"), "ن");
    }
}
