//! A last look at what was written where names are redacted: the artefact's own bytes, read as a reader would.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostics, Span, codes};
use crate::edition::Edition;
use crate::flow::{Child, Flow};
use crate::fonts::{self, FontStore};
use crate::language::phrases;
use crate::layout::Pages;
use crate::manifest::{EditionSpec, Format};
use crate::redact::{Fixed, Kind, Leak, Piece, Redactor};
use crate::{PRODUCER, edition, epub, pdf};

/// Parts of file names, ids and classes that weekbook gives, whatever the book.
const VOCABULARY: &str = "\
    cover title page pages imprint contents chapter front back matter week weeks corrections correction sources source \
    index image images font fonts stylesheet css content opf toc ncx nav xhtml html htm container xml mimetype oebps \
    meta inf meta-inf jpg jpeg png svg ttf otf epub pdf ref note link src point creator series pub id landmarks list \
    conformance subtitle part preface kind report photos video audio comment statement data tag language redacted omitted \
    invalid dispatch accessed address author backlink callout label caption block period publisher corrected \
    corrections-list credit dates description footnote fingerprint kicker lede tip important warning caution loose mark \
    name number noteref original place separator source-dispatches summary task tasks text where align left right center \
    opening week-opening front-page figure figures highlight highlights marking contact key reason stub withdrawn grade \
    also archived translation embargo accessibility certified alone entries grades reliability term terms value \
    head pictured long long-title very-long-title long-word word very";

/// What an edition redacts, and what of its artefacts is weekbook's own.
#[derive(Debug, Default)]
pub struct Readback {
    redactor: Redactor,
    fixed: Fixed,
}

impl Readback {
    /// What is to be looked for; nothing where the edition redacts nothing.
    pub fn new(spec: &EditionSpec, edition: &Edition, flow: &Flow, pages: Option<&Pages>, fonts: &FontStore) -> Self {
        // What is wrong with the entries was reported when the edition was made.
        let redactor = edition::redact::redactor(&spec.settings, &mut Diagnostics::new());
        if redactor.is_empty() {
            return Self::default();
        }
        let fixed = Fixed { texts: texts(spec, edition, flow, pages, fonts), names: names(flow, pages) };
        Self { redactor, fixed }
    }

    /// Reports names where no reader of text would find them: in the words of drawings, which are drawn as paths, and
    /// in the book's own fonts, whose names go along in tables of theirs.
    pub fn report_hidden(&self, flow: &Flow, fonts: &FontStore, spec: &EditionSpec, diags: &mut Diagnostics) {
        if self.redactor.is_empty() {
            return;
        }
        let help = "mend the drawing, or leave it out: its words become paths, which cannot be redacted";
        self.report_in(&drawn(flow), spec, diags, help, |file, name| format!("the drawing `{file}` shows `{name}`"));
        let help = "rename the font with a font editor, or leave it out: artefacts carry fonts with their names";
        self.report_in(&called(fonts), spec, diags, help, |file, name| {
            format!("the font `{file}` has a name that holds `{name}`")
        });
    }

    /// Reports each name once for each place that holds it; `message` is made of the place and the name.
    fn report_in(
        &self,
        pieces: &[Piece],
        spec: &EditionSpec,
        diags: &mut Diagnostics,
        help: &str,
        message: impl Fn(&str, &str) -> String,
    ) {
        let entries = spec.settings.redact.as_deref().unwrap_or_default();
        let leaks = self.redactor.leaks(pieces, &Fixed::default());
        let found: BTreeSet<(usize, String)> = leaks.into_iter().map(|leak| (leak.name, leak.place)).collect();
        for (index, place) in found {
            let Some(entry) = entries.get(index) else { continue };
            let message = message(&place, &entry.text.value);
            diags.error(codes::REDACTION_LEAK, entry.text.span.clone(), message).help(help);
        }
    }

    /// Reads an artefact back. Gives what it must not hold.
    ///
    /// # Errors
    /// When it cannot be read: what it holds is not known then.
    pub fn leaks(&self, format: Format, file_name: &str, bytes: &[u8]) -> Result<Vec<Leak>, String> {
        if self.redactor.is_empty() {
            return Ok(Vec::new());
        }
        let mut pieces = match format {
            Format::Epub => epub::readback(bytes).map_err(|e| e.to_string())?,
            Format::Pdf => pdf::readback(bytes).map_err(|e| e.to_string())?,
        };
        pieces.push(Piece::new(Kind::Name, file_name, "its file name"));
        Ok(self.redactor.leaks(&pieces, &self.fixed))
    }
}

/// The words of drawings. Names may be put together of parts there, and stand in the file from the other end.
fn drawn(flow: &Flow) -> Vec<Piece> {
    let drawings = flow.images.iter().filter(|image| !image.words.is_empty());
    let pieces = drawings.flat_map(|image| {
        let joined: String = image.words.split_whitespace().collect();
        let turned = |text: &str| text.chars().rev().collect::<String>();
        let turned = [turned(&image.words), turned(&joined)];
        [image.words.clone(), joined].into_iter().chain(turned).map(|text| Piece::new(Kind::Text, text, &image.file))
    });
    pieces.collect()
}

/// What the book's own fonts are called.
fn called(fonts: &FontStore) -> Vec<Piece> {
    let own = fonts.faces().map(|(_, face)| face).filter(|face| !face.is_bundled());
    let pieces = own.flat_map(|face| {
        let names = [&face.family, &face.style_name, &face.postscript_name].into_iter().chain(&face.aliases);
        names.map(|name| Piece::new(Kind::Name, name, &face.file))
    });
    pieces.collect()
}

/// Reports what was found.
pub fn report(leaks: &[Leak], file_name: &str, spec: &EditionSpec, diags: &mut Diagnostics) {
    let entries = spec.settings.redact.as_deref().unwrap_or_default();
    for (index, entry) in entries.iter().enumerate() {
        let mut places = leaks.iter().filter(|leak| leak.name == index).map(|leak| leak.place.as_str());
        let Some(first) = places.next() else { continue };
        let more = match places.count() {
            0 => String::new(),
            count => format!(" (and in {count} more places)"),
        };
        let message = format!("`{file_name}` would still hold `{}`: {first}{more}", entry.text.value);
        let span: Span = entry.text.span.clone();
        diags.error(codes::REDACTION_LEAK, span, message).help(
            "nothing is written. A style sheet that names it, or a name that two neighbouring texts make together, \
             can only be mended by you; anything else is a fault of weekbook: please report it",
        );
    }
}

/// Texts that weekbook makes: of labels, dates, numbers and hashes.
fn texts(spec: &EditionSpec, edition: &Edition, flow: &Flow, pages: Option<&Pages>, fonts: &FontStore) -> Vec<String> {
    let mut texts = BTreeSet::new();
    for language in std::iter::once(&edition.meta.language).chain(&edition.meta.languages) {
        texts.extend(phrases(language));
    }
    texts.extend([PRODUCER.to_owned(), fonts::credits().to_owned()]);
    texts.extend(fonts.faces().filter(|(_, face)| face.is_bundled()).map(|(_, face)| face.family.clone()));
    if spec.settings.identifier.is_none() {
        texts.insert(edition.meta.identifier.clone());
    }
    let elements = flow.sections.iter().flat_map(|section| &section.elements);
    for element in elements.filter(|element| element.classes.iter().any(|class| class == "fingerprint")) {
        texts.extend(element.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.clone()),
            Child::Element(_) => None,
        }));
    }
    texts.extend(labels(pages));
    texts.into_iter().collect()
}

/// Parts of names that weekbook gives.
fn names(flow: &Flow, pages: Option<&Pages>) -> Vec<String> {
    let mut names: BTreeSet<String> = VOCABULARY.split_whitespace().map(str::to_owned).collect();
    names.extend(labels(pages));
    if flow.meta.identifier.starts_with("urn:uuid:") {
        names.insert(flow.meta.identifier.clone());
    }
    names.into_iter().collect()
}

fn labels(pages: Option<&Pages>) -> impl Iterator<Item = String> {
    pages.into_iter().flat_map(|pages| &pages.pages).map(|page| page.label.clone()).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests;
