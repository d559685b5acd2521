//! Which face sets a cluster: the first of the chain that has all of its characters.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::chars::is_ignorable;
use super::transform::{Casing, Change, change};
use crate::fonts::{Face, FontId, FontStore};

/// The face for a cluster; `None` where no face has all of it.
pub(super) fn choose(
    store: &FontStore,
    chain: &[FontId],
    preferred: Option<FontId>,
    cluster: &str,
    (how, casing): (Change, Casing),
) -> Option<FontId> {
    let covers = |id: FontId| covers(store.face(id), cluster, how, casing);
    preferred.filter(|&id| covers(id)).or_else(|| chain.iter().copied().find(|&id| covers(id)))
}

fn covers(face: &Face, cluster: &str, how: Change, casing: Casing) -> bool {
    let has = |c: char| face.has(c) || is_ignorable(c);
    // The shaper composes and decomposes as the font needs it, but not around a variation selector.
    let normal = || cluster.nfc().all(has) || cluster.nfd().all(has);
    let selects = |c: char| matches!(c, '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    if !cluster.chars().all(has) && (cluster.contains(selects) || !normal()) {
        return false;
    }
    let mut all = true;
    if how != Change::None {
        cluster.chars().for_each(|c| change(c, how, casing, true, |c| all &= has(c)));
    }
    all
}

/// Where to cut a cluster that no face has whole, so that what can be drawn is drawn: before its first mark.
pub(super) fn cut(cluster: &str) -> usize {
    let mut chars = cluster.char_indices();
    chars.next();
    match chars.clone().find(|&(_, c)| is_combining_mark(c)) {
        Some((at, _)) => at,
        None => chars.find(|&(_, c)| !is_ignorable(c)).map_or(cluster.len(), |(at, _)| at),
    }
}
