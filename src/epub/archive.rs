//! The container: packed by epub-builder, then taken apart, finished and packed again with fixed order and times.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::EpubError;
use super::documents::Document;
use super::fonts::Embedded;
use crate::dispatch::{ImageData, ImageFormat};
use crate::flow::{Flow, Section, SectionKind};

/// The files of the container by name, but for `mimetype`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Folder of the package document and all content.
pub const FOLDER: &str = "OEBPS/";

/// Where an image stands in the package: flat ASCII names, for item ids are made from them.
pub fn image_href(index: u32, image: &ImageData) -> String {
    format!("images/image-{:03}.{}", index + 1, extension(image.format))
}

/// Where the picture of a cover that is type stands.
pub fn cover_href(image: &ImageData) -> String {
    format!("images/cover.{}", extension(image.format))
}

const fn extension(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Png => "png",
        ImageFormat::Svg => "svg",
    }
}

const fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::Svg => "image/svg+xml",
    }
}

/// epub-builder's guide and landmark names for a section.
const fn reference(kind: SectionKind) -> Option<ReferenceType> {
    match kind {
        SectionKind::Cover => Some(ReferenceType::Cover),
        SectionKind::TitlePage => Some(ReferenceType::TitlePage),
        SectionKind::Imprint => Some(ReferenceType::Copyright),
        SectionKind::Front => Some(ReferenceType::Preface),
        SectionKind::Week => Some(ReferenceType::Text),
        SectionKind::Sources => Some(ReferenceType::Bibliography),
        SectionKind::Index => Some(ReferenceType::Index),
        SectionKind::FrontPage | SectionKind::Contents | SectionKind::Corrections | SectionKind::Back => None,
    }
}

fn contents_entry(section: &Section, document: &Document) -> EpubContent<Cursor<Vec<u8>>> {
    let mut content = EpubContent::new(document.href.clone(), Cursor::new(document.xhtml.clone().into_bytes()));
    if document.number == 0 {
        content = content.title(section.title.clone());
        for item in &section.nav {
            content = content.child(TocElement::new(format!("{}#{}", document.href, item.anchor), item.title.clone()));
        }
        if let Some(reference) = reference(section.kind) {
            content = content.reftype(reference);
        }
    }
    content
}

/// Packs everything with epub-builder.
pub fn pack(
    flow: &Flow,
    documents: &[Document],
    css: &str,
    fonts: &[Embedded],
    cover: Option<&ImageData>,
) -> Result<Vec<u8>, EpubError> {
    let failed = |e: epub_builder::Error| EpubError::Builder(e.to_string());
    let mut builder = EpubBuilder::new(ZipLibrary::new().map_err(failed)?).map_err(failed)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_title(flow.meta.title.clone());
    builder.set_toc_name(flow.words.contents.clone());
    builder.set_generator(crate::PRODUCER);
    // Any value: the finishing pass writes the book's own identifier. It must not be random.
    builder.set_uuid(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, flow.meta.identifier.as_bytes()));
    builder.set_modified_date(flow.meta.modified.midnight());
    builder.set_publication_date(flow.meta.date.midnight());
    for language in &flow.meta.languages {
        builder.add_language(language.as_str());
    }
    builder.stylesheet(css.as_bytes()).map_err(failed)?;
    for font in fonts {
        builder.add_resource(&font.href, font.bytes.as_slice(), font.media_type).map_err(failed)?;
    }
    let images = flow.images.iter().enumerate().map(|(index, image)| (image_href(index as u32, image), &**image));
    for (href, image) in images.chain(cover.map(|image| (cover_href(image), image))) {
        builder.add_resource(href, image.bytes.as_slice(), media_type(image.format)).map_err(failed)?;
    }
    for document in documents {
        let section = &flow.sections[document.section];
        builder.add_content(contents_entry(section, document)).map_err(failed)?;
    }
    let mut out = Vec::new();
    builder.generate(&mut out).map_err(failed)?;
    Ok(out)
}

/// Takes the archive apart, lets `amend` change its files and packs it again: `mimetype` first and stored, the rest
/// in order of their names, all with the same time, so that the same files give the same bytes.
pub fn finish(packed: Vec<u8>, amend: impl FnOnce(&mut Files) -> Result<(), EpubError>) -> Result<Vec<u8>, EpubError> {
    let mut files = unpack(packed)?;
    files.remove("mimetype");
    // Apple's old way to allow embedded fonts; EPUB 3 readers do not need it.
    files.remove("META-INF/com.apple.ibooks.display-options.xml");
    amend(&mut files)?;
    repack(&files)
}

fn unpack(packed: Vec<u8>) -> Result<Files, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let mut archive = ZipArchive::new(Cursor::new(packed)).map_err(failed)?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| EpubError::Archive(e.to_string()))?;
        files.insert(file.name().to_string(), bytes);
    }
    Ok(files)
}

/// Files that are compressed already.
fn stored(name: &str) -> bool {
    name == "mimetype" || name.ends_with(".jpg") || name.ends_with(".png")
}

fn repack(files: &Files) -> Result<Vec<u8>, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let base = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    let mimetype: (&str, &[u8]) = ("mimetype", b"application/epub+zip");
    let rest = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    for (name, bytes) in std::iter::once(mimetype).chain(rest) {
        let options = if stored(name) {
            base.compression_method(CompressionMethod::Stored)
        } else {
            base.compression_method(CompressionMethod::Deflated).compression_level(Some(6))
        };
        writer.start_file(name, options).map_err(failed)?;
        writer.write_all(bytes).map_err(|e| EpubError::Archive(e.to_string()))?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}
