//! All of it together: what each part holds, in which order it is made, what refers to what across the book.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};
use printpdf::{Codepoint, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem};
use rayon::prelude::*;

use super::content::{Content, Context, emit, image_name};
use super::elements::{self, Surroundings, note_id};
use super::file::{Deflater, File, Part};
use super::font::{self, Embedded, Fonts, resource_name};
use super::labels::page_labels;
use super::links::{annotation, destination};
use super::metadata;
use super::numbers::{
    CATALOG, Counts, DOCUMENT, FONT_RESOURCES, INFO, METADATA, Numbers, OUTLINES, PAGES, PROFILE, Range, STRUCT_ROOT,
};
use super::object::{bytes, name, reference};
use super::outline::{self, Entries};
use super::roles::{self, Roles};
use super::structure::{Emitted, Tree};
use super::trees::{self, Leaf};
use super::{PdfError, broken, image};
use crate::flow::Flow;
use crate::fonts::FontStore;
use crate::language::Direction;
use crate::layout::{Page, Pages, Place};

/// The profile of the output intent: what the colours mean.
const SRGB: &[u8] = include_bytes!("sRGB-v4.icc");

/// What is known of the book before its objects are written.
struct Book<'a> {
    flow: &'a Flow,
    pages: &'a Pages,
    contents: Vec<Content>,
    roles: Vec<Roles>,
    /// Pages of each section: from, to.
    spans: Vec<std::ops::Range<usize>>,
    trees: Vec<Tree>,
    destinations: BTreeMap<String, Place>,
    outline: Vec<Vec<Entries>>,
    numbers: Numbers,
}

/// Writes a book.
pub fn write(flow: &Flow, pages: &Pages, store: &FontStore) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::used(pages, store)?;
    let mut embedded = Vec::new();
    for used in fonts.iter() {
        embedded.push(font::embed(used, store.face(used.id))?);
    }
    let (book, images) = Book::new(flow, pages, &fonts)?;
    let mut skeleton = Skeleton::new(pages, &fonts, &embedded)?;

    let mut file = File::new();
    file.append(book.front(&fonts, &embedded, images, &mut skeleton)?);
    let sections: Vec<usize> = (0..flow.sections.len()).filter(|s| !book.spans[*s].is_empty()).collect();
    let written: Vec<_> = sections.par_iter().map(|s| book.section(*s, &skeleton.pages)).collect();
    let mut leaves = Vec::new();
    for section in written {
        let (part, mut of_section) = section?;
        file.append(part);
        leaves.append(&mut of_section);
    }
    file.append(book.back(&sections, leaves, skeleton.catalog)?);
    file.finish(CATALOG, INFO, &flow.meta.identifier)
}

/// The images that pages show, by their place in the flow, made ready.
type Images<'a> = Vec<(u32, image::Prepared<'a>)>;

fn images<'a>(flow: &'a Flow, contents: &[Content]) -> Result<Images<'a>, PdfError> {
    let shown: std::collections::BTreeSet<u32> =
        contents.iter().flat_map(|content| content.images.iter().copied()).collect();
    let shown: Vec<u32> = shown.into_iter().collect();
    let prepared: Vec<_> = shown.par_iter().map(|i| image::prepare(&flow.images[*i as usize])).collect();
    shown.into_iter().zip(prepared).map(|(i, image)| Ok((i, image?))).collect()
}

impl<'a> Book<'a> {
    fn new(flow: &'a Flow, pages: &'a Pages, fonts: &Fonts) -> Result<(Self, Images<'a>), PdfError> {
        let spans = spans(flow, pages)?;
        let roles = roles::all(flow, pages);
        let contents = contents(flow, pages, fonts, &roles)?;
        let trees = trees(flow, pages, &roles, &contents, &spans)?;
        let destinations = outline::destinations(flow, pages);
        if let Some((anchor, _)) = destinations.iter().find(|(_, place)| place.page >= pages.pages.len()) {
            return Err(broken(format!("the anchor `{anchor}` is on a page that is not there")));
        }
        let outline = outline::entries(flow, pages, &destinations)?;
        let counts: Vec<Counts> = (0..flow.sections.len())
            .map(|s| Counts {
                pages: spans[s].len(),
                annotations: pages.pages[spans[s].clone()].iter().map(|page| page.links.len()).sum(),
                outline: outline::count(&outline[s]),
                elements: trees[s].nodes.len(),
            })
            .collect();
        let last_font = fonts.iter().last().map(|font| font.id);
        let images = images(flow, &contents)?;
        let extras = images.iter().map(|(_, image)| image.extras()).sum();
        let numbers = Numbers::new(last_font, flow.images.len(), extras, &counts)?;
        Ok((Self { flow, pages, contents, roles, spans, trees, destinations, outline, numbers }, images))
    }

    /// What stands before the sections: fonts, images, the colour profile.
    fn front(
        &self,
        fonts: &Fonts,
        embedded: &[Embedded],
        images: Images<'_>,
        skeleton: &mut Skeleton,
    ) -> Result<Part, PdfError> {
        let mut part = Part::new(self.numbers.front_containers());
        part.dictionary(FONT_RESOURCES, font::resources(fonts));
        for (used, embedded) in fonts.iter().zip(embedded) {
            let dict = skeleton.font(&resource_name(used.id))?;
            font::write(&mut part, &mut skeleton.document, &dict, used, embedded)?;
        }
        font::write_codes(&mut part, fonts);
        let mut extra = 0;
        for (i, image) in images {
            let next = extra + image.extras() as u32;
            image::write(&mut part, self.numbers.image(i), self.numbers.mask(i), self.numbers.extra(extra), image);
            extra = next;
        }
        part.deflated(PROFILE, dictionary! { "N" => 3 }, SRGB);
        Ok(part.finish())
    }

    /// A section: its pages, links, outline and structure, and its leaves of the parent tree.
    fn section(&self, s: usize, pages: &[Dictionary]) -> Result<(Part, Vec<Leaf<u32>>), PdfError> {
        let range = self.numbers.sections[s];
        let span = self.spans[s].clone();
        let mut part = Part::new(range.containers());
        part.dictionary(
            range.page_node(),
            dictionary! {
                "Type" => "Pages",
                "Parent" => reference(PAGES),
                "Kids" => (0..span.len()).map(|i| reference(range.page(i))).collect::<Vec<_>>(),
                "Count" => span.len() as i64,
            },
        );
        let mut first_annotation = Vec::with_capacity(span.len());
        let mut next_annotation = 0;
        for (i, page) in self.pages.pages[span.clone()].iter().enumerate() {
            first_annotation.push(next_annotation);
            let links = next_annotation..next_annotation + page.links.len();
            next_annotation = links.end;
            for (link, j) in page.links.iter().zip(links.clone()) {
                let key = range.annotation(j);
                part.dictionary(key, annotation(link, key, &self.destinations)?);
            }
            self.page(&mut part, range, i, pages[span.start + i].clone(), &self.contents[span.start + i], links);
        }
        let before = (0..s).rev().find_map(|other| self.tops(other).next_back());
        let behind = (s + 1..self.outline.len()).find_map(|other| self.tops(other).next());
        outline::write(&mut part, range, &self.outline[s], before, behind);
        let around = Surroundings {
            flow: self.flow,
            section: &self.flow.sections[s],
            roles: &self.roles[s],
            range,
            first_page: span.start as u32,
            annotations: &first_annotation,
        };
        elements::write(&mut part, around, &self.trees[s]);
        let entries = self.parents(s, range)?;
        let leaves = trees::write_leaves(&mut part, entries, |i| range.leaf(i));
        Ok((part.finish(), leaves))
    }

    /// The outline's top entries of a section.
    fn tops(&self, s: usize) -> impl DoubleEndedIterator<Item = u32> {
        let range = self.numbers.sections[s];
        outline::tops(&self.outline[s]).map(move |at| range.outline(at))
    }

    /// A page and its stream.
    fn page(
        &self,
        part: &mut Part,
        range: Range,
        i: usize,
        mut dict: Dictionary,
        content: &Content,
        links: std::ops::Range<usize>,
    ) {
        let mut resources = dictionary! { "Font" => reference(FONT_RESOURCES) };
        if !content.images.is_empty() {
            let images = content.images.iter().map(|i| (image_name(*i), reference(self.numbers.image(*i))));
            resources.set("XObject", images.collect::<Dictionary>());
        }
        dict.set("Parent", reference(range.page_node()));
        dict.set("Resources", resources);
        dict.remove(b"Contents");
        if !content.stream.is_empty() {
            dict.set("Contents", reference(range.content(i)));
            part.stream(range.content(i), dictionary! { "Filter" => "FlateDecode" }, &content.stream);
        }
        if !content.marks.is_empty() {
            // The key in the parent tree is the page's own number: it depends on no other page.
            dict.set("StructParents", range.page(i));
        }
        // The order of links is that of the structure (PDF/UA-1, 7.18.3).
        dict.set("Tabs", name("S"));
        dict.remove(b"Annots");
        if !links.is_empty() {
            dict.set("Annots", links.map(|j| reference(range.annotation(j))).collect::<Vec<_>>());
        }
        part.dictionary(range.page(i), dict);
    }

    /// The parent tree's entries of a section, in the order of their keys: pages, then annotations.
    fn parents(&self, s: usize, range: Range) -> Result<Vec<(u32, Object)>, PdfError> {
        let tree = &self.trees[s];
        let element = |key| {
            let place = tree.place(key).ok_or_else(|| broken("a mark has no structure element"))?;
            Ok(reference(range.element(place as usize)))
        };
        let mut entries = Vec::new();
        let span = self.spans[s].clone();
        for (i, content) in self.contents[span.clone()].iter().enumerate() {
            if !content.marks.is_empty() {
                let parents = content.marks.iter().map(|key| element(*key)).collect::<Result<Vec<_>, PdfError>>()?;
                entries.push((range.page(i), parents.into()));
            }
        }
        let links = self.pages.pages[span].iter().flat_map(|page| &page.links);
        for (j, link) in links.enumerate() {
            let key = self.roles[s].link(link.node.index).ok_or_else(|| broken("a link has no structure element"))?;
            entries.push((range.annotation(j), element(key)?));
        }
        Ok(entries)
    }

    /// What spans the book: the catalog, the trees' roots, metadata.
    fn back(&self, sections: &[usize], leaves: Vec<Leaf<u32>>, catalog: Dictionary) -> Result<Part, PdfError> {
        let names = self.named_destinations();
        let ids = self.note_ids();
        let mut next = self.numbers.back;
        let nodes = trees::size(names.len()) + trees::size(ids.len()) + trees::between(leaves.len());
        let mut part = Part::new(next + nodes as u32);
        let last_key = leaves.last().map_or(0, |leaf| leaf.2);
        let names = trees::write(&mut part, names, &mut next);
        let has_ids = !ids.is_empty();
        let ids = trees::write(&mut part, ids, &mut next);
        let parents = trees::root(&mut part, leaves, &mut next);

        part.dictionary(INFO, metadata::info(&self.flow.meta));
        let xmp = metadata::xmp(&self.flow.meta).map_err(|error| broken(error.to_string()))?;
        // Not compressed, so that programs that know no PDF find it.
        part.stream(METADATA, dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, &xmp);
        part.dictionary(
            PAGES,
            dictionary! {
                "Type" => "Pages",
                "Kids" => sections.iter().map(|s| reference(self.numbers.sections[*s].page_node())).collect::<Vec<_>>(),
                "Count" => self.pages.pages.len() as i64,
            },
        );
        let mut root = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => reference(DOCUMENT),
            "ParentTree" => parents,
            "ParentTreeNextKey" => last_key + 1,
        };
        if has_ids {
            root.set("IDTree", ids);
        }
        part.dictionary(STRUCT_ROOT, root);
        let mut document =
            dictionary! { "S" => "Document", "P" => reference(STRUCT_ROOT), "K" => self.roots(sections) };
        if self.flow.meta.direction == Direction::Rtl {
            document.set("A", dictionary! { "O" => "Layout", "WritingMode" => "RlTb" });
        }
        part.dictionary(DOCUMENT, document);
        let tops: Vec<u32> = sections.iter().flat_map(|s| self.tops(*s)).collect();
        outline::write_root(&mut part, &tops);
        let catalog = self.catalog(catalog, names, !tops.is_empty());
        part.dictionary(CATALOG, catalog);
        Ok(part.finish())
    }

    fn catalog(&self, mut catalog: Dictionary, names: Object, outline: bool) -> Dictionary {
        let meta = &self.flow.meta;
        let mut preferences = dictionary! { "DisplayDocTitle" => true };
        if meta.direction == Direction::Rtl {
            preferences.set("Direction", name("R2L"));
        }
        let intent = dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => bytes("sRGB"),
            "Info" => bytes("sRGB IEC61966-2.1"),
            "DestOutputProfile" => reference(PROFILE),
        };
        catalog.set("Pages", reference(PAGES));
        catalog.set("Lang", bytes(meta.language.as_str()));
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", reference(STRUCT_ROOT));
        catalog.set("ViewerPreferences", preferences);
        catalog.set("Metadata", reference(METADATA));
        catalog.set("OutputIntents", vec![intent.into()]);
        catalog.set("PageLabels", page_labels(self.pages.pages.iter().map(|page| page.label.as_str())));
        catalog.set("Names", dictionary! { "Dests" => names });
        catalog.set("PageMode", name(if outline { "UseOutlines" } else { "UseNone" }));
        if outline {
            catalog.set("Outlines", reference(OUTLINES));
        }
        catalog
    }

    fn named_destinations(&self) -> Vec<(String, Object)> {
        let number = |page: usize| {
            let section = self.pages.pages[page].section as usize;
            self.numbers.sections[section].page(page - self.spans[section].start)
        };
        let named = self.destinations.iter();
        named.map(|(anchor, place)| (anchor.clone(), destination(number(place.page), *place))).collect()
    }

    /// The identifiers of notes, sorted, with their elements.
    fn note_ids(&self) -> Vec<(String, Object)> {
        let mut ids = Vec::new();
        for (s, tree) in self.trees.iter().enumerate() {
            for (place, node) in tree.nodes.iter().enumerate() {
                if self.roles[s].tag(node.key) == "Note"
                    && let Some(element) = self.flow.sections[s].elements.get(node.key.index as usize)
                {
                    let number = self.numbers.sections[s].element(place);
                    ids.push((note_id(node.key, element), reference(number)));
                }
            }
        }
        ids.sort_by(|a, b| a.0.cmp(&b.0));
        ids
    }

    /// What hangs under the document.
    fn roots(&self, sections: &[usize]) -> Vec<Object> {
        let mut roots = Vec::new();
        for s in sections {
            let tops = self.trees[*s].nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none());
            roots.extend(tops.map(|(place, _)| reference(self.numbers.sections[*s].element(place))));
        }
        roots
    }
}

/// The content of each page.
pub(super) fn contents(flow: &Flow, pages: &Pages, fonts: &Fonts, roles: &[Roles]) -> Result<Vec<Content>, PdfError> {
    let context = Context { flow, fonts, roles };
    let emitted = pages.pages.par_iter().map_init(Deflater::new, |deflater, page| emit(context, page, deflater));
    emitted.collect()
}

/// The structure elements of each section.
pub(super) fn trees(
    flow: &Flow,
    pages: &Pages,
    roles: &[Roles],
    contents: &[Content],
    spans: &[std::ops::Range<usize>],
) -> Result<Vec<Tree>, PdfError> {
    let tree = |s: usize| {
        let of_page = |i: usize| Emitted { index: i as u32, page: &pages.pages[i], content: &contents[i] };
        let emitted: Vec<Emitted<'_>> = spans[s].clone().map(of_page).collect();
        Tree::build(&flow.sections[s], s as u32, &roles[s], &emitted)
    };
    let built: Vec<_> = (0..flow.sections.len()).into_par_iter().map(tree).collect();
    built.into_iter().collect()
}

/// The pages of each section. Pages stand in the order of the sections, or the page tree would not be theirs.
pub(super) fn spans(flow: &Flow, pages: &Pages) -> Result<Vec<std::ops::Range<usize>>, PdfError> {
    if pages.pages.is_empty() {
        return Err(broken("the book has no pages"));
    }
    let mut spans = vec![0..0; flow.sections.len()];
    let mut last = 0;
    for (i, page) in pages.pages.iter().enumerate() {
        let sound = |side: f64| (3.0..=14_400.0).contains(&side);
        if !sound(page.width.0) || !sound(page.height.0) {
            return Err(broken(format!("page {} is {} by {} points", i + 1, page.width.0, page.height.0)));
        }
        let section = page.section as usize;
        let Some(span) = spans.get_mut(section).filter(|_| section >= last) else {
            return Err(broken(format!("page {} belongs to section {section}, out of order", i + 1)));
        };
        if span.start == span.end {
            span.start = i;
        }
        span.end = i + 1;
        last = section;
    }
    Ok(spans)
}

/// How printpdf translates: nothing is changed, nothing dropped.
const OPTIONS: PdfSaveOptions =
    PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };

/// What printpdf makes of the book: its fonts, its page dictionaries, its catalog.
struct Skeleton {
    document: lopdf::Document,
    pages: Vec<Dictionary>,
    catalog: Dictionary,
    fonts: Dictionary,
}

impl Skeleton {
    fn new(pages: &Pages, fonts: &Fonts, embedded: &[Embedded]) -> Result<Self, PdfError> {
        let mut source = PdfDocument::new("");
        source.pages = pages.pages.iter().map(blank).collect();
        // printpdf embeds the fonts that some page shows: one more page, which is not kept, shows them all.
        let mut ops = vec![Op::StartTextSection];
        for (used, embedded) in fonts.iter().zip(embedded) {
            let id = printpdf::FontId(resource_name(used.id));
            source.resources.fonts.map.insert(id.clone(), PdfFont::new(embedded.font.clone()));
            let glyph = Codepoint { gid: embedded.sample, offset: 0.0, cid: Some("\u{FFFD}".into()) };
            ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
        }
        ops.push(Op::EndTextSection);
        if let Some(page) = pages.pages.first() {
            source.pages.push(PdfPage { ops, ..blank(page) });
        }
        let document = source.to_lopdf_document(&OPTIONS, &mut Vec::new());
        let ids: Vec<lopdf::ObjectId> = document.page_iter().collect();
        let dictionary = |id: lopdf::ObjectId| document.get_dictionary(id).map_err(PdfError::skeleton);
        let mut dictionaries = Vec::with_capacity(ids.len());
        for id in &ids {
            dictionaries.push(dictionary(*id)?.clone());
        }
        let last = dictionaries.pop().ok_or_else(|| broken("printpdf gives no pages"))?;
        let follow = |dict: &Dictionary, key: &[u8]| -> Result<Dictionary, PdfError> {
            let object = dict.get(key).map_err(PdfError::skeleton)?;
            let (_, object) = document.dereference(object).map_err(PdfError::skeleton)?;
            object.as_dict().cloned().map_err(PdfError::skeleton)
        };
        let fonts = follow(&follow(&last, b"Resources")?, b"Font")?;
        let catalog = document.catalog().map_err(PdfError::skeleton)?.clone();
        Ok(Self { pages: dictionaries, catalog, fonts, document })
    }

    /// The dictionary of a font.
    fn font(&self, resource: &str) -> Result<Dictionary, PdfError> {
        let id = self.fonts.get(resource.as_bytes()).and_then(Object::as_reference).map_err(PdfError::skeleton)?;
        self.document.get_dictionary(id).cloned().map_err(PdfError::skeleton)
    }
}

fn blank(page: &Page) -> PdfPage {
    let side = |value: f64| Pt(super::object::round(value) as f32);
    let sheet = Rect::from_wh(side(page.width.0), side(page.height.0));
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: Vec::new() }
}
