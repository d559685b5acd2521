//! The navigation document (contents, landmarks, page list) and the NCX for old reading systems.

use super::archive::{FOLDER, Files};
use super::documents::{Document, Marker, Plan};
use super::xml::Xml;
use super::{EpubError, roles};
use crate::flow::{Flow, Section, SectionKind};

/// The navigation document's file name.
pub const NAV: &str = "nav.xhtml";

/// Writes both over epub-builder's.
pub fn write(
    files: &mut Files<'_>,
    flow: &Flow,
    plan: &Plan,
    documents: &[Document],
    markers: Option<&[Marker]>,
) -> Result<(), EpubError> {
    files.insert(format!("{FOLDER}{NAV}"), navigation(flow, plan, documents, markers)?.into_bytes().into());
    files.insert(format!("{FOLDER}toc.ncx"), ncx(flow, plan, documents)?.into_bytes().into());
    Ok(())
}

/// Sections with the file name of their first document, in reading order.
fn sections<'a>(flow: &'a Flow, documents: &'a [Document]) -> impl Iterator<Item = (&'a Section, &'a str)> {
    documents.iter().filter(|d| d.number == 0).map(|d| (&flow.sections[d.section], d.href.as_str()))
}

/// Those that the table of contents lists: all but the cover.
fn listed<'a>(flow: &'a Flow, documents: &'a [Document]) -> impl Iterator<Item = (&'a Section, &'a str)> {
    sections(flow, documents).filter(|(section, _)| section.kind != SectionKind::Cover)
}

fn navigation(
    flow: &Flow,
    plan: &Plan,
    documents: &[Document],
    markers: Option<&[Marker]>,
) -> Result<String, EpubError> {
    let lang = flow.meta.language.as_str();
    let mut xml = Xml::document(true);
    xml.open(
        "html",
        &[
            ("xmlns", "http://www.w3.org/1999/xhtml"),
            ("xmlns:epub", "http://www.idpf.org/2007/ops"),
            ("lang", lang),
            ("xml:lang", lang),
            ("dir", flow.meta.direction.as_str()),
        ],
    );
    xml.open("head", &[]);
    xml.leaf("title", &[], &flow.words.contents);
    xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "stylesheet.css")]);
    xml.close()?;
    xml.open("body", &[("epub:type", "frontmatter")]);
    contents(&mut xml, flow, plan, documents)?;
    landmarks(&mut xml, flow, documents)?;
    if let Some(markers) = markers {
        page_list(&mut xml, flow, documents, markers)?;
    }
    xml.finish()
}

fn contents(xml: &mut Xml, flow: &Flow, plan: &Plan, documents: &[Document]) -> Result<(), EpubError> {
    xml.open(
        "nav",
        &[
            ("epub:type", "toc"),
            ("role", "doc-toc"),
            ("id", "toc"),
            ("class", "contents"),
            ("aria-labelledby", "toc-title"),
        ],
    );
    xml.leaf("h1", &[("id", "toc-title")], &flow.words.contents);
    xml.open("ol", &[]);
    for (section, href) in listed(flow, documents) {
        xml.open("li", &[]);
        xml.leaf("a", &[("href", href)], &section.title);
        if !section.nav.is_empty() {
            xml.open("ol", &[]);
            for item in &section.nav {
                let href = plan.href(&item.anchor)?;
                let mut attributes = vec![("href", href.as_str())];
                if let Some((lang, direction)) = &item.lang {
                    attributes.push(("lang", lang.as_str()));
                    attributes.push(("xml:lang", lang.as_str()));
                    attributes.push(("dir", direction.as_str()));
                }
                xml.open("li", &[]);
                xml.leaf("a", &attributes, &item.title);
                xml.close()?;
                xml.line();
            }
            xml.close()?;
        }
        xml.close()?;
        xml.line();
    }
    xml.close()?;
    xml.close()
}

fn landmarks(xml: &mut Xml, flow: &Flow, documents: &[Document]) -> Result<(), EpubError> {
    xml.open(
        "nav",
        &[("epub:type", "landmarks"), ("id", "landmarks"), ("hidden", ""), ("aria-labelledby", "landmarks-title")],
    );
    xml.leaf("h2", &[("id", "landmarks-title")], &flow.words.landmarks);
    xml.open("ol", &[]);
    let mut entry = |epub_type: &str, href: &str, title: &str| {
        xml.open("li", &[]);
        xml.leaf("a", &[("epub:type", epub_type), ("href", href)], title);
        xml.close()
    };
    entry("toc", "#toc", &flow.words.contents)?;
    let mut started = false;
    for (section, href) in sections(flow, documents) {
        match section.kind {
            SectionKind::Week if !started => {
                started = true;
                entry("bodymatter", href, &flow.words.start_of_content)?;
            }
            SectionKind::Week => {}
            // A type may stand once in the landmarks; these parts may be several.
            SectionKind::Front | SectionKind::Back | SectionKind::Index => {}
            SectionKind::Cover => entry("cover", href, &flow.words.cover)?,
            kind => entry(roles::of(kind).0, href, &section.title)?,
        }
    }
    xml.close()?;
    xml.close()
}

fn page_list(xml: &mut Xml, flow: &Flow, documents: &[Document], markers: &[Marker]) -> Result<(), EpubError> {
    xml.open(
        "nav",
        &[
            ("epub:type", "page-list"),
            ("role", "doc-pagelist"),
            ("id", "page-list"),
            ("hidden", ""),
            ("aria-labelledby", "page-list-title"),
        ],
    );
    xml.leaf("h2", &[("id", "page-list-title")], &flow.words.pages);
    xml.open("ol", &[]);
    for marker in markers {
        let href = format!("{}#{}", documents[marker.part].href, marker.id);
        xml.open("li", &[]);
        xml.leaf("a", &[("href", &href)], &marker.label);
        xml.close()?;
        xml.line();
    }
    xml.close()?;
    xml.close()
}

fn ncx(flow: &Flow, plan: &Plan, documents: &[Document]) -> Result<String, EpubError> {
    let mut xml = Xml::document(false);
    let lang = flow.meta.language.as_str();
    xml.open("ncx", &[("xmlns", "http://www.daisy.org/z3986/2005/ncx/"), ("version", "2005-1"), ("xml:lang", lang)]);
    xml.open("head", &[]);
    for (name, content) in [
        ("dtb:uid", flow.meta.identifier.as_str()),
        ("dtb:depth", "2"),
        ("dtb:totalPageCount", "0"),
        ("dtb:maxPageNumber", "0"),
    ] {
        xml.empty("meta", &[("name", name), ("content", content)]);
    }
    xml.close()?;
    xml.open("docTitle", &[]);
    xml.leaf("text", &[], &flow.meta.title);
    xml.close()?;
    xml.open("navMap", &[]);
    let mut order = 0;
    for (section, href) in listed(flow, documents) {
        point(&mut xml, &mut order, &section.title, href)?;
        for item in &section.nav {
            point(&mut xml, &mut order, &item.title, &plan.href(&item.anchor)?)?;
            xml.close()?;
        }
        xml.close()?;
        xml.line();
    }
    xml.finish()
}

/// Opens a navigation point; its children may follow before it is closed.
fn point(xml: &mut Xml, order: &mut usize, title: &str, href: &str) -> Result<(), EpubError> {
    *order += 1;
    let (id, play_order) = (format!("point-{order}"), order.to_string());
    xml.open("navPoint", &[("id", &id), ("playOrder", &play_order)]);
    xml.open("navLabel", &[]);
    xml.leaf("text", &[], title);
    xml.close()?;
    xml.empty("content", &[("src", href)]);
    Ok(())
}
