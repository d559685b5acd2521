//! The container: its skeleton made by epub-builder, then taken apart, finished and packed with fixed order and times.
//!
//! epub-builder is told every file and given the content of none: it writes the package document, the navigation and
//! the container around them. So each file is compressed once, and many at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use rayon::prelude::*;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::EpubError;
use super::documents::Document;
use super::fonts::Embedded;
use crate::dispatch::{ImageData, ImageFormat};
use crate::flow::{Flow, Section, SectionKind};

/// The files of the container by name, but for `mimetype`.
pub type Files<'a> = BTreeMap<String, Cow<'a, [u8]>>;

/// Of compression: beyond it time grows faster than files shrink. A book of a thousand dispatches takes 30 ms at 3, 38 at
/// 4, 42 at 5, 48 at 6, 66 at 7, and 5.5, 1.9, 0.5, 0 and -0.4 % more room than at 6.
const LEVEL: i64 = 5;

/// So many files are compressed one after the other, so that they share the compressor's memory.
const TOGETHER: usize = 8;

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

fn contents_entry(section: &Section, document: &Document) -> EpubContent<io::Empty> {
    let mut content = EpubContent::new(document.href.clone(), io::empty());
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

/// What the container is made of.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    /// The book.
    pub flow: &'a Flow,
    /// Its documents, in reading order.
    pub documents: &'a [Document],
    /// The style sheet.
    pub css: &'a str,
    /// Embedded fonts.
    pub fonts: &'a [Embedded],
    /// The picture of a cover that is type.
    pub cover: Option<&'a ImageData>,
}

impl<'a> Contents<'a> {
    /// The names of the images in the package folder, and their content.
    fn images(self) -> impl Iterator<Item = (String, &'a ImageData)> {
        let images = self.flow.images.iter().enumerate();
        let images = images.map(|(index, image)| (image_href(index as u32, image), &**image));
        images.chain(self.cover.map(|image| (cover_href(image), image)))
    }

    /// The names of all files that the skeleton is told of, and their content.
    fn files(self) -> impl Iterator<Item = (String, &'a [u8])> {
        let documents = self.documents.iter().map(|document| (document.href.clone(), document.xhtml.as_bytes()));
        let fonts = self.fonts.iter().map(|font| (font.href.clone(), font.bytes.as_slice()));
        let images = self.images().map(|(href, image)| (href, image.bytes.as_slice()));
        documents.chain(fonts).chain(images).chain([("stylesheet.css".to_owned(), self.css.as_bytes())])
    }

    /// The container's skeleton by epub-builder: everything is in it, empty but for what epub-builder writes itself.
    fn skeleton(self) -> Result<Vec<u8>, EpubError> {
        let Self { flow, .. } = self;
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
        builder.stylesheet(io::empty()).map_err(failed)?;
        for font in self.fonts {
            builder.add_resource(&font.href, io::empty(), font.media_type).map_err(failed)?;
        }
        for (href, image) in self.images() {
            builder.add_resource(href, io::empty(), media_type(image.format)).map_err(failed)?;
        }
        for document in self.documents {
            let section = &flow.sections[document.section];
            builder.add_content(contents_entry(section, document)).map_err(failed)?;
        }
        let mut out = Vec::new();
        builder.generate(&mut out).map_err(failed)?;
        Ok(out)
    }
}

/// Packs everything: the skeleton taken apart and filled, `amend` let change its files, and the whole packed with
/// `mimetype` first and stored, the rest in order of their names, all with the same time, so that the same files give
/// the same bytes.
pub fn pack<'a>(
    contents: Contents<'a>,
    amend: impl FnOnce(&mut Files<'a>) -> Result<(), EpubError>,
) -> Result<Vec<u8>, EpubError> {
    let mut files = unpack(contents.skeleton()?)?;
    files.remove("mimetype");
    // Apple's old way to allow embedded fonts; EPUB 3 readers do not need it.
    files.remove("META-INF/com.apple.ibooks.display-options.xml");
    for (name, bytes) in contents.files() {
        files.insert(format!("{FOLDER}{name}"), Cow::Borrowed(bytes));
    }
    amend(&mut files)?;
    repack(&files)
}

fn unpack(packed: Vec<u8>) -> Result<Files<'static>, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let mut archive = ZipArchive::new(Cursor::new(packed)).map_err(failed)?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| EpubError::Archive(e.to_string()))?;
        files.insert(file.name().to_string(), bytes.into());
    }
    Ok(files)
}

/// Files that are compressed already.
fn stored(name: &str) -> bool {
    name == "mimetype" || name.ends_with(".jpg") || name.ends_with(".png")
}

fn repack(files: &Files<'_>) -> Result<Vec<u8>, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let mimetype: (&str, &[u8]) = ("mimetype", b"application/epub+zip");
    let files = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes));
    let files: Vec<(&str, &[u8])> = std::iter::once(mimetype).chain(files).collect();
    // Small archives, whose entries are then taken over as they are.
    let packed: Vec<Vec<u8>> = files.par_chunks(TOGETHER).map(some).collect::<Result<_, _>>()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for archive in packed {
        writer.merge_archive(ZipArchive::new(Cursor::new(archive)).map_err(failed)?).map_err(failed)?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}

/// An archive of some of the files.
fn some(files: &[(&str, &[u8])]) -> Result<Vec<u8>, EpubError> {
    let failed = |e: zip::result::ZipError| EpubError::Archive(e.to_string());
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    let room = files.iter().map(|(_, bytes)| bytes.len() / 2).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    for (name, bytes) in files {
        let options = if stored(name) {
            options.compression_method(CompressionMethod::Stored)
        } else {
            options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL))
        };
        writer.start_file(*name, options).map_err(failed)?;
        writer.write_all(bytes).map_err(|e| EpubError::Archive(e.to_string()))?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}
