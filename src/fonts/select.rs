//! Which face of a family: CSS Fonts 4, section 5.2, for style and weight.

use super::{Face, FontId};

/// The face of a family (given by its faces) that fits a weight and slope best. Of equals the last wins, so that
/// a book's own file goes before a bundled one of the same family.
pub(super) fn best<'a>(faces: impl Iterator<Item = (FontId, &'a Face)>, weight: u16, italic: bool) -> Option<FontId> {
    faces
        .map(|(id, face)| ((face.italic != italic, distance(face.weight, weight)), id))
        .min_by_key(|&(key, id)| (key, std::cmp::Reverse(id)))
        .map(|(_, id)| id)
}

/// How far a weight is from the wanted one: which side is tried first, then by how much.
fn distance(has: u16, wanted: u16) -> (u8, u16) {
    let away = has.abs_diff(wanted);
    let side = match wanted {
        _ if has == wanted => 0,
        400..=500 if has > wanted && has <= 500 => 0,
        400..=500 if has < wanted => 1,
        400..=500 => 2,
        0..400 => u8::from(has > wanted),
        _ => u8::from(has < wanted),
    };
    (side, away)
}
