//! Hosts in other scripts as the network writes them: `xn--` labels (RFC 3492), decoded.

/// A text with every `xn--` label replaced by what it says; `None` where there is none.
pub(super) fn decoded(text: &str) -> Option<Vec<(char, usize, usize)>> {
    let mut out = Vec::with_capacity(text.len());
    let mut any = false;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let is_start = at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
        if is_start && rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("xn--")) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
            if let Some(label) = decode(&rest[4..end]) {
                any = true;
                out.extend(label.into_iter().map(|c| (c, at, at + end)));
                at += end;
                continue;
            }
        }
        let Some(c) = rest.chars().next() else { break };
        out.push((c, at, at + c.len_utf8()));
        at += c.len_utf8();
    }
    any.then_some(out)
}

const BASE: u32 = 36;
/// No label of the network is longer (RFC 1035, 2.3.4).
const LONGEST: usize = 63;

/// RFC 3492, 6.2.
fn decode(label: &str) -> Option<Vec<char>> {
    if label.len() > LONGEST {
        return None;
    }
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128u32, 0u32, 72u32);
    let mut digits = extended.chars();
    while let Some(mut digit) = digits.next() {
        let (start, mut weight, mut k) = (i, 1u32, BASE);
        loop {
            let value = match digit {
                'a'..='z' => digit as u32 - 'a' as u32,
                'A'..='Z' => digit as u32 - 'A' as u32,
                '0'..='9' => digit as u32 - '0' as u32 + 26,
                _ => return None,
            };
            i = i.checked_add(value.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if value < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
            digit = digits.next()?;
        }
        let length = out.len() as u32 + 1;
        bias = adapt(i - start, length, start == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        out.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(out)
}

/// RFC 3492, 6.1.
const fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= BASE - 1;
        k += BASE;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_they_encode() {
        let say = |label: &str| decode(label).map(|chars| chars.into_iter().collect::<String>());
        assert_eq!(say("mnchen-3ya").as_deref(), Some("münchen"));
        assert_eq!(say("egbpdaj6bu4bxfgehfvwxn").as_deref(), Some("ليهمابتكلموشعربي؟"));
        assert_eq!(say("!"), None);
        assert_eq!(say("99999999999999"), None);
        let text: String = decoded("https://xn--mnchen-3ya.de/x").into_iter().flatten().map(|(c, ..)| c).collect();
        assert_eq!(text, "https://münchen.de/x");
        assert_eq!(decoded("https://example.org/"), None);
    }
}
