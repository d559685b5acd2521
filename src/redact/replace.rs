//! Putting something else in a name's place: in prose, in addresses, in names of files and ids.

use super::{Kind, MARK, Match, Redactor};

/// What stands for a name in a name of a file or an id, where its replacement has no letter: the first that holds
/// none of the names.
const NEUTRAL: [&str; 4] = ["redacted", "omitted", "x", "0"];
/// Hosts that are nobody's end so (RFC 2606, 2): with part of its name replaced, a host would be somebody else's.
const NOBODY: &str = "invalid";
/// Replacements can meet what is around them to make a name again: so often that is tried with what was asked for,
/// then with the mark, which no name holds.
const ROUNDS: usize = 6;

impl Redactor {
    /// A text without the names.
    pub fn text(&self, text: &str) -> String {
        self.replace(text, Kind::Text, str::to_owned)
    }

    /// An address without the names: what takes their place is percent-encoded. A host that holds one is replaced
    /// as a whole.
    pub fn address(&self, address: &str) -> String {
        if self.find(address, Kind::Address).is_empty() {
            return address.to_owned();
        }
        let Some((before, host, after)) = host(address) else {
            return self.replace(address, Kind::Address, encoded);
        };
        // A name may stand across the borders of a host; then the parts alone do not show it.
        let touched = |m: &Match| m.range.start < before.len() + host.len() && m.range.end > before.len();
        if !self.find(address, Kind::Address).iter().any(touched) {
            return self.replace(address, Kind::Address, encoded);
        }
        let [before, after] = [before, after].map(|part| self.replace(part, Kind::Address, encoded));
        format!("{before}{}.{NOBODY}{after}", self.neutral())
    }

    fn neutral(&self) -> &'static str {
        NEUTRAL.into_iter().find(|word| self.find(word, Kind::Name).is_empty()).unwrap_or("-")
    }

    /// A name of a file, an id, a path, without the names.
    pub fn name(&self, name: &str) -> String {
        self.replace(name, Kind::Name, |with| {
            let words: Vec<&str> = with.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            if words.is_empty() { self.neutral().to_owned() } else { words.join("-").to_lowercase() }
        })
    }

    fn replace(&self, text: &str, kind: Kind, shape: impl Fn(&str) -> String) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let mut text = text.to_owned();
        for round in 0.. {
            let found = self.find(&text, kind);
            if found.is_empty() {
                break;
            }
            let mut out = String::with_capacity(text.len());
            let mut done = 0;
            for Match { range, name } in found {
                out.push_str(&text[done..range.start]);
                out.push_str(&if round < ROUNDS { shape(self.with(name)) } else { MARK.to_owned() });
                done = range.end;
            }
            out.push_str(&text[done..]);
            text = out;
        }
        text
    }

    /// What takes the place of a match in prose, in the round so numbered.
    pub fn replacement(&self, found: &Match, round: usize) -> &str {
        if round < ROUNDS { self.with(found.name) } else { MARK }
    }
}

/// An address as what stands before its host, the host, and what stands after it.
fn host(address: &str) -> Option<(&str, &str, &str)> {
    let start = address.find("://").map(|at| at + 3)?;
    let end = address[start..].find(['/', '?', '#']).map_or(address.len(), |at| start + at);
    let authority = &address[start..end];
    let from = authority.rfind('@').map_or(start, |at| start + at + 1);
    let to = authority.rfind(':').filter(|_| !authority.ends_with(']')).map_or(end, |at| start + at);
    Some((&address[..from], &address[from..to.max(from)], &address[to.max(from)..]))
}

/// Percent-encodes all but what RFC 3986 (2.3) leaves unreserved, and what other scripts have: who writes the
/// address encodes that (RFC 3987).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii() && !c.is_whitespace() || c.is_ascii_alphanumeric() || "-._~".contains(c) {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}
