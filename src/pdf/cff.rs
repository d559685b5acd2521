//! The charset of a CFF subset, rewritten to the CIDs that page content means.
//!
//! The subset is CID-keyed with the charset "each glyph's CID is its place"; the CFF's answer to TrueType's
//! `CIDToGIDMap` is a charset that says the other CID instead (Adobe Technical Note 5176, 13).

/// The operator of a Top DICT that gives the charset's offset.
const CHARSET: u8 = 15;

/// A CFF table whose charset gives each glyph its CID in `cids` (the first is that of `.notdef`).
/// `None` if the table is not as subsetting leaves it.
pub fn with_charset(table: &[u8], cids: &[u16]) -> Option<Vec<u8>> {
    let header = usize::from(*table.get(2)?);
    let (names, _) = index(table, header)?;
    let (_, top) = index(table, names)?;
    let dict = top.first()?.clone();
    let at = dict.start + offset_of(table.get(dict)?, CHARSET)?;
    let mut out = table.to_vec();
    let offset = i32::try_from(out.len()).ok()?;
    // A five-byte integer, as the subsetter writes every offset.
    let operand = out.get_mut(at..at + 5)?;
    operand[0] = 29;
    operand[1..].copy_from_slice(&offset.to_be_bytes());
    // Format 0: a CID for each glyph but the first.
    out.push(0);
    out.extend(cids.iter().skip(1).flat_map(|cid| cid.to_be_bytes()));
    Some(out)
}

/// Reads an INDEX at an offset: where it ends, and the ranges of its objects.
fn index(table: &[u8], at: usize) -> Option<(usize, Vec<std::ops::Range<usize>>)> {
    let count = usize::from(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?));
    if count == 0 {
        return Some((at + 2, Vec::new()));
    }
    let size = usize::from(*table.get(at + 2)?);
    if !(1..=4).contains(&size) {
        return None;
    }
    let data = at + 2 + (count + 1) * size;
    let offset = |i: usize| -> Option<usize> {
        let start = at + 3 + i * size;
        let value = table.get(start..start + size)?.iter().fold(0usize, |v, b| v << 8 | usize::from(*b));
        data.checked_add(value)
    };
    let objects = (0..count).map(|i| Some(offset(i)?..offset(i + 1)?)).collect::<Option<Vec<_>>>()?;
    Some((offset(count)?, objects))
}

/// Where in a DICT the five-byte operand of an operator begins.
fn offset_of(dict: &[u8], operator: u8) -> Option<usize> {
    let (mut at, mut operand) = (0, None);
    while let Some(&byte) = dict.get(at) {
        match byte {
            12 => (at, operand) = (at + 2, None),
            0..=21 if byte == operator => return operand,
            0..=21 => (at, operand) = (at + 1, None),
            28 => (at, operand) = (at + 3, None),
            29 => (at, operand) = (at + 5, Some(at)),
            30 => {
                // A real number: nibbles up to one that is 15.
                at += 1;
                while dict.get(at).is_some_and(|b| b & 0x0F != 0x0F && b >> 4 != 0x0F) {
                    at += 1;
                }
                (at, operand) = (at + 1, None);
            }
            32..=246 => (at, operand) = (at + 1, None),
            247..=254 => (at, operand) = (at + 2, None),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Header, a name, a Top DICT that says charset 0 behind a real number, then a byte.
    fn table() -> Vec<u8> {
        let dict = [30, 0x0A, 0x5F, 139, 29, 0, 0, 0, 99, CHARSET];
        let mut out = vec![1, 0, 4, 4];
        out.extend([0, 1, 1, 1, 3, b'A', b'b']);
        out.extend([0, 1, 1, 1, 1 + dict.len() as u8]);
        out.extend(dict);
        out.push(0xEE);
        out
    }

    #[test]
    fn the_charset_is_appended_and_pointed_to() {
        let old = table();
        let new = with_charset(&old, &[0, 7, 300]).expect("well formed");
        assert_eq!(new[old.len()..], [0, 0, 7, 1, 44]);
        let operand = old.len() - 6;
        assert_eq!(new[operand..operand + 4], (old.len() as i32).to_be_bytes());
    }

    #[test]
    fn a_broken_table_is_refused() {
        let whole = table();
        for end in 0..whole.len() - 1 {
            assert_eq!(with_charset(&whole[..end], &[0]), None, "cut at {end}");
        }
        assert_eq!(with_charset(&[1, 0, 4, 4, 255, 255, 9], &[0]), None);
    }
}
