//! What the edition can claim of EPUB Accessibility 1.1, found out from the content, and the summary in words.

use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::{Block, BlockKind, Image, Inline};
use crate::edition::{Edition, Entry};
use crate::flow::{Child, Data, Element, Flow, Media, Name, Section};
use crate::language::Labels;
use crate::manifest::Format;
use crate::style::Rgb;

/// WCAG 2.2, success criterion 1.4.3: the least contrast of text to its background.
const CONTRAST: f64 = 4.5;

/// Fills in the flow's faults and summary; each fault is a note as well.
pub fn check(flow: &mut Flow, edition: &Edition, labels: &Labels, diags: &mut Diagnostics) {
    let mut faults = Vec::new();
    for entry in edition.weeks.iter().flat_map(|w| &w.dispatches) {
        if undescribed(entry) {
            faults.push(format!("`{}` has an image without alternative text", entry.dispatch.file));
        }
    }
    faults.extend(flow.sections.iter().filter_map(heading_fault));
    faults.extend(contrast_fault(flow));
    for fault in &faults {
        diags
            .note(
                codes::ACCESSIBILITY,
                None,
                format!("edition `{}` does not claim EPUB Accessibility: {fault}", edition.name),
            )
            .help("mend this and the claim is made again");
    }
    flow.accessibility_summary = summary(flow, edition, labels, faults.is_empty());
    flow.accessibility_faults = faults;
}

fn summary(flow: &Flow, edition: &Edition, labels: &Labels, clean: bool) -> String {
    let any =
        |name: Name| flow.sections.iter().flat_map(|s| &s.elements).any(|e| e.name == name && e.media != Media::Print);
    let notes = flow.sections.iter().flat_map(|s| &s.elements).any(|e| matches!(e.data, Data::Note(_)));
    let mut sentences = vec![labels.access_text];
    if any(Name::Img) {
        sentences.push(if clean { labels.access_images } else { labels.access_images_missing });
    }
    if notes {
        sentences.push(labels.access_notes);
    }
    if edition.formats.contains(&Format::Pdf) {
        sentences.push(labels.access_pages);
    }
    sentences.join(" ")
}

/// Whether a dispatch shows an image that has neither alternative text nor is marked as decorative.
fn undescribed(entry: &Entry) -> bool {
    let lacks = |image: &Image| image.data.is_some() && image.alt.trim().is_empty() && !image.decorative;
    let notes = entry.body.notes.iter().flat_map(|n| &n.blocks);
    entry.image.as_ref().is_some_and(lacks) || entry.body.blocks.iter().chain(notes).any(|b| any_image(b, &lacks))
}

fn any_image(block: &Block, test: &impl Fn(&Image) -> bool) -> bool {
    let inlines = |list: &[Inline]| list.iter().any(|i| any_inline(i, test));
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => inlines(content),
        BlockKind::List { items, .. } => items.iter().flat_map(|i| &i.blocks).any(|b| any_image(b, test)),
        BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => blocks.iter().any(|b| any_image(b, test)),
        BlockKind::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).any(|cell| inlines(cell)),
        BlockKind::Figure(image) => test(image),
        BlockKind::Definitions(list) => {
            list.iter().any(|d| inlines(&d.term) || d.details.iter().flatten().any(|b| any_image(b, test)))
        }
        BlockKind::Code { .. } | BlockKind::Rule => false,
    }
}

fn any_inline(inline: &Inline, test: &impl Fn(&Image) -> bool) -> bool {
    match inline {
        Inline::Image(image) => test(image),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strike(content)
        | Inline::Sub(content)
        | Inline::Super(content)
        | Inline::Link { content, .. } => content.iter().any(|i| any_inline(i, test)),
        _ => false,
    }
}

/// Headings must not skip a level downwards (WCAG 2.2, technique G141).
fn heading_fault(section: &Section) -> Option<String> {
    let mut last = 0;
    for element in &section.elements {
        let level = match element.name {
            Name::H1 => 1,
            Name::H2 => 2,
            Name::H3 => 3,
            Name::H4 => 4,
            Name::H5 => 5,
            Name::H6 => 6,
            _ => continue,
        };
        if last > 0 && level > last + 1 {
            return Some(format!("a heading of `{}` skips a level", section.title));
        }
        last = level;
    }
    None
}

/// The first text whose colour is too near to its background.
fn contrast_fault(flow: &Flow) -> Option<String> {
    for section in flow.sections.iter().filter(|s| s.media != Media::Print) {
        let mut grounds: Vec<Rgb> = Vec::with_capacity(section.elements.len());
        for element in &section.elements {
            let around = element.parent.map_or(Rgb { r: 255, g: 255, b: 255 }, |p| grounds[p as usize]);
            let style = flow.style(element);
            let ground = style.background.unwrap_or(around);
            grounds.push(ground);
            if has_text(element) && contrast(style.color, ground) < CONTRAST {
                let (c, g) = (style.color, ground);
                return Some(format!(
                    "text of `{}` has too little contrast: #{:02x}{:02x}{:02x} on #{:02x}{:02x}{:02x}",
                    element.name.as_str(),
                    c.r,
                    c.g,
                    c.b,
                    g.r,
                    g.g,
                    g.b
                ));
            }
        }
    }
    None
}

fn has_text(element: &Element) -> bool {
    element.children.iter().any(|c| matches!(c, Child::Text(text) if !text.trim().is_empty()))
}

/// WCAG's contrast ratio of two colours: 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// WCAG's relative luminance. The power 2.4 is taken as x² · x^(2/5), whose root is found by Newton's steps: library
/// powers differ by platform.
fn luminance(color: Rgb) -> f64 {
    let channel = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            let x = (c + 0.055) / 1.055;
            x * x * two_fifths(x)
        }
    };
    0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)
}

/// x to the power 2/5, for x in (0, 1].
fn two_fifths(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0;
    for _ in 0..40 {
        root -= (root * root * root * root * root - square) / (5.0 * root * root * root * root);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_wcags() {
        let (black, white) = (Rgb { r: 0, g: 0, b: 0 }, Rgb { r: 255, g: 255, b: 255 });
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        let grey = Rgb { r: 0x76, g: 0x76, b: 0x76 };
        assert!((contrast(grey, white) - 4.54).abs() < 0.01, "#767676 is the lightest grey that passes on white");
    }
}
