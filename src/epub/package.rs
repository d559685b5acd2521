//! The package document: epub-builder's manifest and spine kept, its metadata replaced by all that EPUB 3.3 and EPUB
//! Accessibility 1.1 want to know.
//!
//! <https://www.w3.org/TR/epub-33/#sec-package-doc>, <https://www.w3.org/TR/epub-a11y-11/>

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::EpubError;
use super::archive::{FOLDER, Files, image_href};
use super::documents::{Document, Plan};
use super::nav::NAV;
use super::xml::Xml;
use crate::flow::{Data, Flow, Media, Name, Section, SectionKind};

const UNIQUE: &str = "pub-id";

/// An item of the manifest as epub-builder wrote it.
struct Item {
    id: String,
    href: String,
    media_type: String,
    properties: String,
}

/// Rewrites `content.opf`.
pub fn amend(
    files: &mut Files<'_>,
    flow: &Flow,
    plan: &Plan,
    documents: &[Document],
    page_list: bool,
) -> Result<(), EpubError> {
    let name = format!("{FOLDER}content.opf");
    let old = files.get(&name).ok_or_else(|| EpubError::Archive("no package document".into()))?;
    let (mut items, spine) = read(old)?;
    let cover = plan.cover.as_ref().map(|cover| cover.href.clone()).or_else(|| cover_image(flow));
    if let Some(item) = items.iter_mut().find(|item| Some(&item.href) == cover.as_ref()) {
        item.properties = "cover-image".into();
    }
    let mut xml = Xml::document(false);
    let lang = flow.meta.language.as_str();
    xml.open(
        "package",
        &[
            ("xmlns", "http://www.idpf.org/2007/opf"),
            ("version", "3.0"),
            ("unique-identifier", UNIQUE),
            ("xml:lang", lang),
            ("dir", flow.meta.direction.as_str()),
        ],
    );
    xml.line();
    xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.line();
    publication(&mut xml, flow);
    accessibility(&mut xml, flow, page_list);
    xml.close()?;
    xml.line();
    manifest(&mut xml, &items)?;
    write_spine(&mut xml, flow, documents, &items, &spine)?;
    let opf = xml.finish()?;
    files.insert(name, opf.into_bytes().into());
    Ok(())
}

/// Where the image given for the cover stands, where there is one.
fn cover_image(flow: &Flow) -> Option<String> {
    let cover = flow.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
    cover.elements.iter().find_map(|element| match &element.data {
        Data::Image { image, .. } => Some(image_href(*image, flow.images.get(*image as usize)?)),
        _ => None,
    })
}

/// Manifest items and the spine's references, in order.
fn read(opf: &[u8]) -> Result<(Vec<Item>, Vec<String>), EpubError> {
    let failed = |e: String| EpubError::Xml(format!("epub-builder's package document: {e}"));
    let attribute = |tag: &BytesStart<'_>, name: &str| -> Result<String, EpubError> {
        match tag.try_get_attribute(name).map_err(|e| failed(e.to_string()))? {
            Some(a) => Ok(a.value.into_owned()),
            None => Ok(String::new()),
        }
    };
    let mut reader = Reader::from_reader(opf);
    let (mut items, mut spine) = (Vec::new(), Vec::new());
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|e| failed(e.to_string()))? {
            Event::Empty(tag) | Event::Start(tag) => match tag.name().as_ref() {
                "item" => items.push(Item {
                    id: attribute(&tag, "id")?,
                    href: attribute(&tag, "href")?,
                    media_type: attribute(&tag, "media-type")?,
                    properties: attribute(&tag, "properties")?,
                }),
                "itemref" => spine.push(attribute(&tag, "idref")?),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    if items.is_empty() || spine.is_empty() {
        return Err(failed("no items".into()));
    }
    Ok((items, spine))
}

/// Dublin Core and what refines it.
fn publication(xml: &mut Xml, flow: &Flow) {
    let meta = &flow.meta;
    xml.leaf("dc:identifier", &[("id", UNIQUE)], &meta.identifier);
    xml.leaf("dc:title", &[("id", "title")], &meta.title);
    refine(xml, "#title", "title-type", "main");
    if let Some(subtitle) = &meta.subtitle {
        xml.leaf("dc:title", &[("id", "subtitle")], subtitle);
        refine(xml, "#subtitle", "title-type", "subtitle");
    }
    for language in &meta.languages {
        xml.leaf("dc:language", &[], language.as_str());
    }
    for (n, creator) in meta.creators.iter().enumerate() {
        let id = format!("creator-{}", n + 1);
        xml.leaf("dc:creator", &[("id", &id)], &creator.name);
        let refines = format!("#{id}");
        xml.leaf("meta", &[("refines", &refines), ("property", "role"), ("scheme", "marc:relators")], &creator.role);
    }
    let single = [
        ("dc:publisher", meta.publisher.as_deref()),
        ("dc:rights", meta.rights.as_deref().or(meta.license.as_deref())),
        ("dc:description", meta.description.as_deref()),
    ];
    for (name, value) in single {
        if let Some(value) = value {
            xml.leaf(name, &[], value);
        }
    }
    if let (Some(_), Some(license)) = (&meta.rights, &meta.license) {
        property(xml, "dcterms:license", license);
    }
    xml.leaf("dc:date", &[], &meta.date.to_string());
    for subject in &meta.subjects {
        xml.leaf("dc:subject", &[], subject);
    }
    for source in &flow.sources {
        xml.leaf("dc:source", &[], source);
    }
    if let Some((name, number)) = &meta.series {
        xml.leaf("meta", &[("property", "belongs-to-collection"), ("id", "series")], name);
        refine(xml, "#series", "collection-type", "series");
        if let Some(number) = number {
            refine(xml, "#series", "group-position", number);
        }
    }
    property(xml, "dcterms:modified", &format!("{}T00:00:00Z", meta.modified));
}

/// EPUB Accessibility metadata, computed from the content.
fn accessibility(xml: &mut Xml, flow: &Flow, page_list: bool) {
    let elements = || {
        let inside = |s: &&Section| s.media != Media::Print && s.kind != SectionKind::Cover;
        let sections = flow.sections.iter().filter(inside);
        sections.flat_map(|s| &s.elements).filter(|e| e.media != Media::Print)
    };
    // Of what must be seen to follow the book; a cover is none of it, whether a picture of its own words or art
    // (<http://kb.daisy.org/publishing/docs/metadata/schema.org/accessMode/visual.html>).
    let visual = elements().any(|e| e.name == Name::Img);
    // An image without alternative text that is not decorative is one of the flow's faults.
    let described = visual && flow.accessibility_faults.is_empty();
    property(xml, "schema:accessMode", "textual");
    if visual {
        property(xml, "schema:accessMode", "visual");
        property(xml, "schema:accessModeSufficient", "textual,visual");
    }
    if !visual || described {
        property(xml, "schema:accessModeSufficient", "textual");
    }
    let mut features =
        vec!["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA"];
    if described {
        features.push("alternativeText");
    }
    if page_list {
        features.extend(["pageNavigation", "pageBreakMarkers"]);
    }
    for feature in features {
        property(xml, "schema:accessibilityFeature", feature);
    }
    property(xml, "schema:accessibilityHazard", "none");
    property(xml, "schema:accessibilitySummary", &flow.accessibility_summary);
    if page_list {
        property(xml, "pageBreakSource", &flow.meta.identifier);
    }
    if flow.accessibility_faults.is_empty() {
        let claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";
        xml.leaf("meta", &[("property", "dcterms:conformsTo"), ("id", "conformance")], claim);
        if let Some(certifier) = &flow.certified_by {
            let certifier_of = [("id", "certifier"), ("refines", "#conformance"), ("property", "a11y:certifiedBy")];
            xml.leaf("meta", &certifier_of, certifier);
            xml.line();
            if let Some(report) = &flow.accessibility_report {
                xml.empty("link", &[("refines", "#certifier"), ("rel", "a11y:certifierReport"), ("href", report)]);
                xml.line();
            }
        }
    }
}

fn property(xml: &mut Xml, property: &str, value: &str) {
    xml.leaf("meta", &[("property", property)], value);
    xml.line();
}

fn refine(xml: &mut Xml, id: &str, property: &str, value: &str) {
    xml.leaf("meta", &[("refines", id), ("property", property)], value);
    xml.line();
}

fn manifest(xml: &mut Xml, items: &[Item]) -> Result<(), EpubError> {
    xml.open("manifest", &[]);
    xml.line();
    for item in items {
        let mut attributes =
            vec![("id", item.id.as_str()), ("href", item.href.as_str()), ("media-type", item.media_type.as_str())];
        if !item.properties.is_empty() {
            attributes.push(("properties", &item.properties));
        }
        xml.empty("item", &attributes);
        xml.line();
    }
    xml.close()?;
    xml.line();
    Ok(())
}

/// The spine in epub-builder's order, with the navigation document where the contents stand in print: landmarks may
/// only lead to what is in the spine.
fn write_spine(
    xml: &mut Xml,
    flow: &Flow,
    documents: &[Document],
    items: &[Item],
    spine: &[String],
) -> Result<(), EpubError> {
    let direction = flow.meta.direction.as_str();
    xml.open("spine", &[("toc", "ncx"), ("page-progression-direction", direction)]);
    let href = |id: &str| items.iter().find(|i| i.id == id).map(|i| i.href.as_str());
    let nav = items.iter().find(|i| i.href == NAV).map_or("nav", |i| i.id.as_str());
    let before_contents = |kind| {
        matches!(kind, SectionKind::Cover | SectionKind::TitlePage | SectionKind::FrontPage | SectionKind::Imprint)
    };
    let mut nav_written = false;
    for id in spine {
        let document = href(id).and_then(|h| documents.iter().find(|d| d.href == h));
        let early = document.is_some_and(|d| before_contents(flow.sections[d.section].kind));
        if !early && !nav_written {
            xml.empty("itemref", &[("idref", nav)]);
            nav_written = true;
        }
        xml.empty("itemref", &[("idref", id)]);
        xml.line();
    }
    xml.close()
}
