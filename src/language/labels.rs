//! The words that weekbook itself puts in a book.

use super::{Lang, Plural, words};

/// All words of one language. `{}` stands for what is filled in, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Labels {
    // chapters
    /// A week by its number.
    pub week: &'static str,
    /// A week by its first day.
    pub week_of: &'static str,
    pub dispatches: Plural,
    // sections
    pub cover: &'static str,
    pub title_page: &'static str,
    pub imprint: &'static str,
    pub contents: &'static str,
    pub corrections: &'static str,
    pub sources: &'static str,
    // credit lines
    pub by: &'static str,
    pub translated_by: &'static str,
    pub edited_by: &'static str,
    pub accessed: &'static str,
    pub corrected_on: &'static str,
    /// Of an image.
    pub image_credit: &'static str,
    // kinds; a report has no label
    pub photos: &'static str,
    pub video: &'static str,
    pub audio: &'static str,
    pub comment: &'static str,
    pub statement: &'static str,
    pub data: &'static str,
    // callouts
    pub callout_note: &'static str,
    pub callout_tip: &'static str,
    pub callout_important: &'static str,
    pub callout_warning: &'static str,
    pub callout_caution: &'static str,
    // imprint
    pub publisher: &'static str,
    pub rights: &'static str,
    pub license: &'static str,
    pub identifier: &'static str,
    pub published: &'static str,
    pub period: &'static str,
    pub series: &'static str,
    /// A series' name and the book's number in it.
    pub series_number: &'static str,
    pub fonts: &'static str,
    pub made_with: &'static str,
    /// Of the content: a hash by which two copies can be compared.
    pub fingerprint: &'static str,
    pub original: &'static str,
    // reading
    /// "Page", before a label.
    pub page: &'static str,
    /// "page", within a line.
    pub on_page: &'static str,
    /// "Note", before a number.
    pub note: &'static str,
    pub notes: &'static str,
    pub back_to_text: &'static str,
    pub continued: &'static str,
    /// How a block mark that stands for a name is read.
    pub redacted: &'static str,
    pub landmarks: &'static str,
    pub pages: &'static str,
    pub start_of_content: &'static str,
    // punctuation
    /// A label and its value.
    pub colon: &'static str,
    /// Between the names of a list, and before its last.
    pub list_comma: &'static str,
    pub list_and: &'static str,
    // front page
    pub front_page: &'static str,
    pub highlights: &'static str,
    pub key_figures: &'static str,
    // what became of a dispatch
    /// A sentence.
    pub withdrawn: &'static str,
    pub reason: &'static str,
    /// Further sources of the same fact.
    pub also: &'static str,
    /// A link to an archived copy.
    pub archived: &'static str,
    pub translation_of: &'static str,
    pub translated_as: &'static str,
    // indexes
    pub places: &'static str,
    pub subjects: &'static str,
    // imprint, where it has them
    pub contact: &'static str,
    pub accessibility: &'static str,
    pub accessibility_report: &'static str,
    pub marking: &'static str,
    /// What each label of the Traffic Light Protocol allows: CLEAR, GREEN, AMBER, AMBER+STRICT, RED.
    pub tlp: [&'static str; 5],
    // grades
    pub grades: &'static str,
    pub reliability_of_source: &'static str,
    pub credibility_of_content: &'static str,
    /// A to F.
    pub reliability: [&'static str; 6],
    /// 1 to 6.
    pub credibility: [&'static str; 6],
    // accessibility summary, a sentence each
    pub access_text: &'static str,
    pub access_images: &'static str,
    pub access_images_missing: &'static str,
    pub access_notes: &'static str,
    pub access_pages: &'static str,
}

/// The words of a language; English for one that has none.
pub fn labels(lang: &Lang) -> &'static Labels {
    words::of(lang.primary()).unwrap_or(&words::en::LABELS)
}

/// Whether all words and date forms of a language are there, so that [`labels`] need not fall back.
pub fn is_complete(lang: &Lang) -> bool {
    words::of(lang.primary()).is_some()
}

/// The language whose words are used for `lang`: itself, or English.
pub fn resolve(lang: &Lang) -> Lang {
    if is_complete(lang) { lang.clone() } else { Lang::english() }
}

/// Puts `values` in the place of a template's `{}`, in order.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + values.iter().map(|v| v.len()).sum::<usize>());
    let mut values = values.iter();
    let mut pieces = template.split("{}");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(values.next().copied().unwrap_or_default());
        out.push_str(piece);
    }
    out
}

/// What stands between a label and its value in a language, blanks and all; a blank alone after a label that has a sign
/// at its end.
pub fn after_label(lang: &Lang, label: &str) -> String {
    let signed = label.trim_end().ends_with([':', ';', '.', '?', '!', '…', '؟', '؛', '：']);
    if signed { " ".to_owned() } else { fill(labels(lang).colon, &["", ""]) }
}

/// "A, B and C" in the words of a language.
pub fn join_names(labels: &Labels, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => init.join(labels.list_comma) + labels.list_and + last,
    }
}
