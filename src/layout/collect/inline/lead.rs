//! Inlines that lead others on their line, as the words that head a column lead a cell.

use std::sync::Arc;

use crate::flow::Data;
use crate::language::Direction;
use crate::style::ComputedStyle;
use crate::text::{Paragraph, TextSpan};

use super::super::differences::Differences;
use super::super::scene::Scene;
use super::{Inlines, OBJECT};

impl Inlines {
    /// Adds words of the layout's own at the end.
    pub fn end_with(&mut self, words: &str, node: u32, style: Arc<ComputedStyle>) {
        let start = self.paragraph.text.len();
        self.paragraph.text.push_str(words);
        let (end, lang) = (self.paragraph.text.len(), self.paragraph.lang.clone());
        self.differences.added_to_end(start, end);
        self.paragraph.spans.push(TextSpan { range: start..end, style, lang, node, note: None });
    }

    /// Has them read in a direction of their own within others.
    pub fn isolate(&mut self, node: u32) {
        let sign = if self.paragraph.direction == Direction::Rtl { "\u{2067}" } else { "\u{2066}" };
        let (style, lang) = (Arc::clone(&self.paragraph.style), self.paragraph.lang.clone());
        self.end_with("\u{2069}", node, Arc::clone(&style));
        self.make_way(sign);
        self.paragraph.spans.insert(0, TextSpan { range: 0..sign.len(), style, lang, node, note: None });
    }

    /// Puts others before these, on the same line. Positions stay those of these, which all of the others' text is before.
    pub fn follow(&mut self, lead: Self) {
        let Paragraph { text, spans, objects, .. } = lead.paragraph;
        self.make_way(&text);
        self.paragraph.spans.splice(0..0, spans);
        self.paragraph.objects.splice(0..0, objects);
        self.anchors.splice(0..0, lead.anchors);
        self.strings.splice(0..0, lead.strings);
    }

    /// The same words as mere decoration of an element: with no note's mark or image, leading nowhere.
    pub fn as_decoration(&self, scene: &Scene<'_>, node: u32) -> Self {
        let mut out = Self {
            paragraph: Paragraph {
                text: String::new(),
                spans: Vec::new(),
                objects: Vec::new(),
                ..self.paragraph.clone()
            },
            differences: Differences::default(),
            anchors: Vec::new(),
            strings: Vec::new(),
            flush_ref: None,
            base: self.base,
        };
        for span in &self.paragraph.spans {
            let text = &self.paragraph.text[span.range.clone()];
            let link = scene.links.get(span.node as usize).copied().flatten();
            let marks_note = link.is_some_and(|link| matches!(scene.element(link).data, Data::NoteRef(_)));
            if text == OBJECT || marks_note {
                continue;
            }
            let start = out.paragraph.text.len();
            out.paragraph.text.push_str(text);
            let range = start..out.paragraph.text.len();
            out.paragraph.spans.push(TextSpan { range, node, note: None, ..span.clone() });
        }
        out
    }
}
