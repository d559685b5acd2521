//! One file a language: its words and its dates.

pub mod ar;
pub mod ckb;
pub mod en;
pub mod es;
pub mod fr;
pub mod uk;

use super::labels::Labels;

/// The words of a language by its primary subtag.
pub fn of(primary: &str) -> Option<&'static Labels> {
    Some(match primary {
        "ar" => &ar::LABELS,
        "ckb" => &ckb::LABELS,
        "en" => &en::LABELS,
        "es" => &es::LABELS,
        "fr" => &fr::LABELS,
        "uk" => &uk::LABELS,
        _ => return None,
    })
}
