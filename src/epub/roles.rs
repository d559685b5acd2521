//! Sections as EPUB's structural semantics and ARIA's digital publishing roles name them.
//!
//! <https://www.w3.org/TR/epub-ssv-11/>, <https://www.w3.org/TR/dpub-aria-1.1/>

use crate::flow::SectionKind;

/// `epub:type` of a section and its ARIA role, where there is one.
pub const fn of(kind: SectionKind) -> (&'static str, Option<&'static str>) {
    match kind {
        SectionKind::Cover => ("cover", None),
        SectionKind::TitlePage => ("titlepage", None),
        SectionKind::FrontPage => ("abstract", Some("doc-abstract")),
        SectionKind::Imprint => ("copyright-page", None),
        SectionKind::Contents => ("toc", Some("doc-toc")),
        SectionKind::Front => ("preface", Some("doc-preface")),
        SectionKind::Week => ("chapter", Some("doc-chapter")),
        SectionKind::Corrections => ("errata", Some("doc-errata")),
        SectionKind::Sources => ("bibliography", Some("doc-bibliography")),
        SectionKind::Index => ("index", Some("doc-index")),
        SectionKind::Back => ("appendix", Some("doc-appendix")),
    }
}

/// `epub:type` of a document's body: which part of the book it is.
pub const fn division(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Cover
        | SectionKind::TitlePage
        | SectionKind::FrontPage
        | SectionKind::Imprint
        | SectionKind::Contents
        | SectionKind::Front => "frontmatter",
        SectionKind::Week => "bodymatter",
        SectionKind::Corrections | SectionKind::Sources | SectionKind::Index | SectionKind::Back => "backmatter",
    }
}

/// File name of a section's first document, without number and extension.
pub const fn file_stem(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Cover => "cover",
        SectionKind::TitlePage => "title",
        SectionKind::FrontPage => "front",
        SectionKind::Imprint => "imprint",
        SectionKind::Contents => "contents",
        SectionKind::Front => "preface",
        SectionKind::Week => "week",
        SectionKind::Corrections => "corrections",
        SectionKind::Sources => "sources",
        SectionKind::Index => "index",
        SectionKind::Back => "appendix",
    }
}
