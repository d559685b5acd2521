//! What a cover is and says, for the format that shows a picture of it.

use super::{Child, Data, Flow, Media, Section, SectionKind, Step};

/// Ends of a sentence, after which alternative text needs no full stop.
const STOPS: [char; 9] = ['.', '!', '?', ':', ';', '…', '؟', '۔', '،'];

impl Flow {
    /// The words of the cover in order, each of its lines as a sentence: the alternative text of a picture of it, in
    /// which a redacted name is read as such. `None` where there is no cover, or the book has a picture for it.
    pub fn cover_text(&self) -> Option<String> {
        let cover = self.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
        if cover.is_pictured() {
            return None;
        }
        let mut out = String::new();
        for line in cover.lines().iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
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

    /// The text of each block that both formats have, as it is read aloud. Elements stand in document order, so that a
    /// block's inlines follow it.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut stack = vec![Step::Into(0)];
        while let Some(step) = stack.pop() {
            let index = match step {
                Step::Into(index) => index,
                Step::Text(text) => {
                    if let Some(line) = lines.last_mut() {
                        line.push_str(text);
                    }
                    continue;
                }
            };
            let Some(element) = self.elements.get(index as usize).filter(|e| e.media == Media::All) else { continue };
            if !element.name.is_inline() {
                lines.push(String::new());
            }
            if let Data::Redacted(words) = &element.data {
                stack.push(Step::Text(words));
                continue;
            }
            stack.extend(element.children.iter().rev().map(|child| match child {
                Child::Element(child) => Step::Into(*child),
                Child::Text(text) => Step::Text(text),
            }));
        }
        lines
    }
}
