//! What the edition can claim of EPUB Accessibility 1.1, found out from the content, and the summary in words.

use super::script;
use crate::diagnostic::{Diagnostics, codes};
use crate::dispatch::{Body, Image, walk};
use crate::edition::Edition;
use crate::flow::{Child, Data, Element, Flow, Media, Name, Section};
use crate::language::Labels;
use crate::manifest::{Content, Format};

/// From how many words on a text is no name.
const RUNNING: usize = 4;

/// Fills in the flow's faults and summary; each fault is a note as well.
///
/// `faint` is the first text that does not stand out from its ground.
pub fn check(flow: &mut Flow, edition: &Edition, labels: &Labels, faint: Option<&str>, diags: &mut Diagnostics) {
    let mut faults = Vec::new();
    for entry in edition.weeks.iter().flat_map(|w| &w.dispatches) {
        let shown = entry.image.as_ref().filter(|_| edition.content == Content::Full);
        if shown.is_some_and(lacks_text) || undescribed(&entry.body) {
            faults.push(format!("`{}` has an image without alternative text", entry.dispatch.file));
        }
    }
    for week in edition.weeks.iter().filter(|week| week.summary.as_ref().is_some_and(undescribed)) {
        faults.push(format!("the words on the week {} have an image without alternative text", week.id));
    }
    if edition.cover.as_ref().is_some_and(lacks_text) {
        faults.push("the cover has no alternative text".to_owned());
    }
    for page in edition.front.iter().chain(&edition.back).filter(|page| undescribed(&page.body)) {
        faults.push(format!("`{}` has an image without alternative text", page.file));
    }
    let described = faults.is_empty();
    faults.extend(flow.sections.iter().filter_map(heading_fault));
    faults.extend(flow.sections.iter().filter_map(language_fault));
    faults.extend(faint.map(str::to_owned));
    for fault in &faults {
        diags
            .note(
                codes::ACCESSIBILITY,
                None,
                format!("edition `{}` does not claim EPUB Accessibility: {fault}", edition.name),
            )
            .help("mend this and the claim is made again");
    }
    let given = edition.accessibility.summary.clone();
    flow.accessibility_summary = given.unwrap_or_else(|| summary(flow, edition, labels, described));
    flow.accessibility_faults = faults;
}

fn summary(flow: &Flow, edition: &Edition, labels: &Labels, described: bool) -> String {
    let any =
        |name: Name| flow.sections.iter().flat_map(|s| &s.elements).any(|e| e.name == name && e.media != Media::Print);
    let notes = flow.sections.iter().flat_map(|s| &s.elements).any(|e| matches!(e.data, Data::Note(_)));
    let mut sentences = vec![labels.access_text];
    if any(Name::Img) {
        sentences.push(if described { labels.access_images } else { labels.access_images_missing });
    }
    if notes {
        sentences.push(labels.access_notes);
    }
    if edition.formats.contains(&Format::Pdf) {
        sentences.push(labels.access_pages);
    }
    sentences.join(" ")
}

/// Whether any image in a body has neither alternative text nor is marked as decorative.
fn undescribed(body: &Body) -> bool {
    let notes = body.notes.iter().map(|note| &note.blocks);
    std::iter::once(&body.blocks).chain(notes).flat_map(|blocks| walk::images(blocks)).any(lacks_text)
}

fn lacks_text(image: &Image) -> bool {
    image.data.is_some() && image.alt.trim().is_empty() && !image.decorative
}

/// Running text in a script that is not its language's: nobody has said which language it is (success criterion
/// 3.1.2). A few words may be a name.
fn language_fault(section: &Section) -> Option<String> {
    let running = |name| matches!(name, Name::P | Name::Li | Name::Dd | Name::Blockquote) || level(name).is_some();
    let said = |element: &Element| {
        element
            .children
            .iter()
            .filter_map(|c| if let Child::Text(text) = c { Some(text.as_str()) } else { None })
            .collect::<String>()
    };
    let found = section.elements.iter().find(|element| {
        running(element.name)
            && script::is_undetermined(&element.lang)
            && said(element).split_whitespace().count() >= RUNNING
    })?;
    let begins: String = said(found).split_whitespace().take(RUNNING).collect::<Vec<_>>().join(" ");
    Some(format!("in “{}” it is not said which language “{begins} …” is in", section.title))
}

/// Headings must not skip a level downwards (WCAG 2.2, technique G141).
fn heading_fault(section: &Section) -> Option<String> {
    let mut last = 0;
    for element in &section.elements {
        let Some(level) = level(element.name) else { continue };
        if last > 0 && level > last + 1 {
            return Some(format!("a heading of `{}` skips a level", section.title));
        }
        last = level;
    }
    None
}

const fn level(name: Name) -> Option<u8> {
    match name {
        Name::H1 => Some(1),
        Name::H2 => Some(2),
        Name::H3 => Some(3),
        Name::H4 => Some(4),
        Name::H5 => Some(5),
        Name::H6 => Some(6),
        _ => None,
    }
}
