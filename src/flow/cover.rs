//! What a cover is and says, for the formats that show a picture of it.

use super::{Data, Flow, Section, SectionKind};

/// Ends of a sentence, after which alternative text needs no full stop.
const STOPS: [char; 9] = ['.', '!', '?', ':', ';', '…', '؟', '۔', '،'];

impl Flow {
    /// The words of the cover in order, as a sentence each: the alternative text of a picture of it. `None` where there
    /// is no cover, or the book has a picture for it.
    pub fn cover_text(&self) -> Option<String> {
        let cover = self.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
        if cover.is_pictured() {
            return None;
        }
        let mut out = String::new();
        for line in cover.shared_text().lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !out.is_empty() {
                out.push_str(if out.ends_with(STOPS) { " " } else { ". " });
            }
            out.push_str(line);
        }
        Some(out)
    }
}

impl Section {
    /// Whether it shows a picture.
    fn is_pictured(&self) -> bool {
        self.elements.iter().any(|element| matches!(element.data, Data::Image { .. }))
    }
}
