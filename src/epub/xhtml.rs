//! Elements of the flow as XHTML, with a map of where each piece of text went, so that page markers can be spliced
//! in afterwards: a document is serialised once, whatever the layout does.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::documents::{CoverPicture, Part, Plan};
use super::xml::Xml;
use super::{EpubError, roles, tables};
use crate::dispatch::Alignment;
use crate::flow::{Child, Data, Element, Flow, Media, Name, Scope, Section, SectionKind, Target};
use crate::language::{Direction, Lang};

/// A document and where its pieces are.
pub struct Serialised<'a> {
    pub(super) section: &'a Section,
    pub(super) xml: String,
    /// For each text child (element, place among its children), where its first byte is.
    pub(super) texts: FxHashMap<(u32, u32), usize>,
    pub(super) elements: FxHashMap<u32, Extent>,
}

/// Where an element is: its start tag, its content, the end of that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub before: usize,
    pub inside: usize,
    pub end: usize,
}

struct Writer<'a> {
    flow: &'a Flow,
    section: &'a Section,
    plan: &'a Plan,
    /// The document's own file name.
    own: &'a str,
    xml: Xml,
    /// Whether page markers will be spliced in, so that places are kept.
    marked: bool,
    texts: FxHashMap<(u32, u32), usize>,
    elements: FxHashMap<u32, Extent>,
    /// Within a table's head that is said again: it has its anchors, and its page markers, where it stood first.
    again: bool,
    /// The table that it is in, where that may be set row by row.
    stacked: Option<tables::Stacked>,
}

/// Which part of an element a document holds, where it does not hold all of it: see [`super::split`].
#[derive(Clone, Copy, Default)]
struct Share<'a> {
    from: &'a [usize],
    to: Option<&'a [usize]>,
}

impl<'a> Share<'a> {
    /// Whether the element began in a document before.
    const fn continued(self) -> bool {
        !self.from.is_empty()
    }

    /// The share of the child at `place`; `None` where the document has nothing of it.
    fn of(self, place: usize) -> Option<Share<'a>> {
        let from = match self.from.split_first() {
            Some((first, _)) if place < *first => return None,
            Some((first, rest)) if place == *first => rest,
            _ => &[],
        };
        let to = match self.to.and_then(<[usize]>::split_first) {
            Some((last, rest)) if place > *last || (place == *last && rest.is_empty()) => return None,
            Some((last, rest)) if place == *last => Some(rest),
            _ => None,
        };
        Some(Share { from, to })
    }
}

/// Serialises a document: head, body, the section's root and the part's children. Where each piece went is kept only
/// where it will be `marked`.
pub fn document<'a>(flow: &'a Flow, plan: &'a Plan, part: &'a Part, marked: bool) -> Result<Serialised<'a>, EpubError> {
    let section = &flow.sections[part.section];
    let mut writer = Writer {
        flow,
        section,
        plan,
        own: &part.href,
        xml: Xml::document(true),
        marked,
        texts: FxHashMap::default(),
        elements: FxHashMap::default(),
        again: false,
        stacked: None,
    };
    writer.head(part)?;
    writer.root(part)?;
    while writer.xml.close().is_ok() {}
    writer.xml.line();
    Ok(Serialised { section, xml: writer.xml.finish()?, texts: writer.texts, elements: writer.elements })
}

impl<'a> Writer<'a> {
    fn head(&mut self, part: &Part) -> Result<(), EpubError> {
        let meta = &self.flow.meta;
        let lang = meta.language.as_str();
        let title = match part.number {
            0 => self.section.title.clone(),
            n => format!("{} ({})", self.section.title, n + 1),
        };
        self.xml.open(
            "html",
            &[
                ("xmlns", "http://www.w3.org/1999/xhtml"),
                ("xmlns:epub", "http://www.idpf.org/2007/ops"),
                ("lang", lang),
                ("xml:lang", lang),
                ("dir", meta.direction.as_str()),
            ],
        );
        self.xml.line();
        self.xml.open("head", &[]);
        self.xml.leaf("title", &[], &title);
        self.xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "stylesheet.css")]);
        self.xml.close()?;
        self.xml.line();
        self.xml.open("body", &[("epub:type", roles::division(self.section.kind))]);
        self.xml.line();
        Ok(())
    }

    /// The section's root element around this document's share of its children.
    fn root(&mut self, part: &Part) -> Result<(), EpubError> {
        let root = &self.section.elements[0];
        let (epub_type, role) = roles::of(self.section.kind);
        let cover = self.plan.cover.as_ref().filter(|_| self.section.kind == SectionKind::Cover);
        let mut classes = root.classes.join(" ");
        if cover.is_some() {
            classes.push_str(" pictured");
        }
        let mut attributes: Vec<(&str, &str)> = vec![("epub:type", epub_type)];
        if let Some(role) = role {
            attributes.push(("role", role));
        }
        if part.number == 0 {
            attributes.push(("id", &self.section.anchor));
        }
        if !classes.is_empty() {
            attributes.push(("class", &classes));
        }
        let heading = self.heading_anchor(0).filter(|_| part.number == 0 && cover.is_none());
        match &heading {
            Some(id) => attributes.push(("aria-labelledby", id)),
            None => attributes.push(("aria-label", &self.section.title)),
        }
        self.language(&mut attributes, root, (&self.flow.meta.language, self.flow.meta.direction));
        let name = root.name.as_str();
        let start = self.xml.len();
        self.xml.open(name, &attributes);
        let inside = self.xml.len();
        self.xml.line();
        match cover {
            Some(cover) => self.cover(cover),
            None => self.content(0, Share { from: &part.from, to: part.to.as_deref() })?,
        }
        if self.marked {
            self.elements.insert(0, Extent { before: start, inside, end: self.xml.len() });
        }
        Ok(())
    }

    /// The picture of a cover in place of all that the section holds: it bears the marking as well.
    fn cover(&mut self, cover: &CoverPicture) {
        self.xml.empty("img", &[("src", &cover.href), ("alt", &cover.alt), ("role", "doc-cover")]);
        self.xml.line();
    }

    /// The anchor of the first heading within an element, which labels it.
    fn heading_anchor(&self, index: u32) -> Option<&'a str> {
        let mut queue = vec![index];
        while let Some(index) = queue.pop() {
            let element = &self.section.elements[index as usize];
            if element.media == Media::Print {
                continue;
            }
            if matches!(element.name, Name::H1 | Name::H2 | Name::H3 | Name::H4 | Name::H5 | Name::H6) {
                return element.anchor.as_deref();
            }
            let children = element.children.iter().rev();
            queue.extend(children.filter_map(|c| if let Child::Element(i) = c { Some(*i) } else { None }));
        }
        None
    }

    fn language<'b>(&self, attributes: &mut Vec<(&'b str, &'b str)>, element: &'b Element, around: (&Lang, Direction)) {
        if element.lang != *around.0 {
            attributes.push(("lang", element.lang.as_str()));
            attributes.push(("xml:lang", element.lang.as_str()));
        }
        if element.dir != around.1 {
            attributes.push(("dir", element.dir.as_str()));
        }
    }

    /// The children of an element, as many of them as the document holds.
    fn content(&mut self, index: u32, share: Share<'_>) -> Result<(), EpubError> {
        let section = self.section;
        for (place, child) in section.elements[index as usize].children.iter().enumerate() {
            match (share.of(place), child) {
                // Places among all the children, so that texts are found again whatever the part.
                (Some(_), Child::Text(text)) => {
                    if self.marked && !self.again {
                        self.texts.insert((index, place as u32), self.xml.len());
                    }
                    self.xml.text(text);
                }
                (Some(share), Child::Element(child)) => self.element(*child, share)?,
                (None, Child::Element(child)) if share.continued() && self.is_head(*child) => {
                    self.again = true;
                    self.element(*child, Share::default())?;
                    self.again = false;
                }
                (None, _) => {}
            }
        }
        Ok(())
    }

    /// Whether an element is the head of a table, which stands over each part of it.
    fn is_head(&self, index: u32) -> bool {
        self.section.elements[index as usize].name == Name::Thead
    }

    fn element(&mut self, index: u32, share: Share<'_>) -> Result<(), EpubError> {
        let section = self.section;
        let element = &section.elements[index as usize];
        if element.media == Media::Print {
            return Ok(());
        }
        let room = if element.name == Name::Table { tables::room(section, element) } else { tables::Room::Enough };
        let boxed = room != tables::Room::Enough;
        if boxed {
            self.stacked = Some(tables::Stacked::of(section, element));
        }
        let mut owned = self.attributes(index, element, share)?;
        if let Some(stacked) = &mut self.stacked {
            owned.extend(stacked.attributes(section, element));
        }
        let mut attributes: Vec<(&str, &str)> = owned.iter().map(|(k, v)| (*k, &**v)).collect();
        let parent = element.parent.map(|p| &section.elements[p as usize]);
        let around = parent.map_or((&self.flow.meta.language, self.flow.meta.direction), |p| (&p.lang, p.dir));
        self.language(&mut attributes, element, around);
        let name = element.name.as_str();
        let start = self.xml.len();
        match room {
            tables::Room::Enough => {}
            tables::Room::Short => self.xml.open("div", &[("class", "table")]),
            // What scrolls can be reached with the keys.
            tables::Room::None => self.xml.open("div", &[("class", "table wide"), ("tabindex", "0")]),
        }
        let extent = if is_empty(element.name) {
            self.xml.empty(name, &attributes);
            Extent { before: start, inside: start, end: start }
        } else {
            self.xml.open(name, &attributes);
            let inside = self.xml.len();
            self.content(index, share)?;
            let extent = Extent { before: start, inside, end: self.xml.len() };
            self.xml.close()?;
            extent
        };
        if boxed {
            self.xml.close()?;
            self.stacked = None;
        }
        if self.marked && !self.again {
            self.elements.insert(index, extent);
        }
        // A line of its own in the file, for people who read it.
        if !element.name.is_inline() {
            self.xml.line();
        }
        Ok(())
    }

    /// Everything but language and direction.
    fn attributes(&self, index: u32, element: &'a Element, share: Share<'_>) -> Result<Owned<'a>, EpubError> {
        let mut out = Owned::new();
        let mut class = Cow::Borrowed("");
        for name in &element.classes {
            add_class(&mut class, name);
        }
        match &element.data {
            Data::None | Data::PageRef(_) => {}
            Data::Link(target) => out.push(("href", self.href(target)?)),
            Data::NoteRef(note) => {
                out.push(("epub:type", "noteref".into()));
                out.push(("role", "doc-noteref".into()));
                out.push(("href", self.href_of(*note)?.into()));
            }
            Data::Note(_) => {
                out.push(("epub:type", "footnote".into()));
                out.push(("role", "doc-footnote".into()));
            }
            Data::Backlink(mark) => {
                out.push(("role", "doc-backlink".into()));
                out.push(("href", self.href_of(*mark)?.into()));
                out.push(("aria-label", self.flow.words.back_to_text.as_str().into()));
            }
            Data::Image { image, alt } => {
                out.push(("src", super::archive::image_href(*image, &self.flow.images[*image as usize]).into()));
                out.push(("alt", alt.into()));
                if alt.is_empty() {
                    out.push(("role", "presentation".into()));
                } else if self.section.kind == SectionKind::Cover {
                    out.push(("role", "doc-cover".into()));
                }
            }
            Data::Header(scope) => out.push(("scope", if *scope == Scope::Row { "row" } else { "col" }.into())),
            Data::Cell(alignment) => match alignment {
                Alignment::None => {}
                Alignment::Left => add_class(&mut class, "align-left"),
                Alignment::Center => add_class(&mut class, "align-center"),
                Alignment::Right => add_class(&mut class, "align-right"),
            },
            Data::List(first) => {
                let first = first.saturating_add(self.items_before(element, share));
                if first != 1 {
                    out.push(("start", first.to_string().into()));
                }
            }
            Data::Time(time) => out.push(("datetime", time.into())),
            Data::Redacted(words) => {
                out.push(("role", "img".into()));
                out.push(("aria-label", words.into()));
            }
            Data::Code(language) => {
                let joint = if class.is_empty() { "" } else { " " };
                class = format!("{class}{joint}language-{language}").into();
            }
        }
        if element.name == Name::Th && !out.iter().any(|(k, _)| *k == "scope") {
            out.push(("scope", "col".into()));
        }
        if element.name == Name::Nav {
            out.push(("aria-label", self.flow.words.contents.as_str().into()));
        }
        if element.name == Name::Article
            && !share.continued()
            && let Some(id) = self.heading_anchor(index)
        {
            out.push(("aria-labelledby", id.into()));
        }
        if !class.is_empty() {
            out.push(("class", class));
        }
        if let Some(anchor) = element.anchor.as_ref().filter(|_| !share.continued() && !self.again) {
            out.push(("id", anchor.into()));
        }
        Ok(out)
    }

    /// How many items of a list stand in documents before.
    fn items_before(&self, list: &Element, share: Share<'_>) -> u64 {
        let before = list.children.iter().take(share.from.first().copied().unwrap_or(0));
        let is_item =
            |c: &&Child| matches!(c, Child::Element(i) if self.section.elements[*i as usize].name == Name::Li);
        before.filter(is_item).count() as u64
    }

    fn href(&self, target: &'a Target) -> Result<Cow<'a, str>, EpubError> {
        match target {
            Target::Url(url) => Ok(url.into()),
            Target::Anchor(anchor) => Ok(self.plan.href(anchor)?.into()),
        }
    }

    /// A link to another element of the section, mostly in the same document.
    fn href_of(&self, index: u32) -> Result<String, EpubError> {
        let anchor = self.section.elements.get(index as usize).and_then(|e| e.anchor.as_ref());
        let anchor = anchor.ok_or_else(|| EpubError::Anchor(format!("{}#{index}", self.section.anchor)))?;
        match self.plan.anchors.get(anchor) {
            Some(document) if document != self.own => Ok(format!("{document}#{anchor}")),
            _ => Ok(format!("#{anchor}")),
        }
    }
}

/// Attributes with their values, those of the flow's own as they are there.
type Owned<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// Adds a name to the value of `class`.
fn add_class<'a>(class: &mut Cow<'a, str>, name: &'a str) {
    if class.is_empty() {
        *class = Cow::Borrowed(name);
    } else {
        let class = class.to_mut();
        class.push(' ');
        class.push_str(name);
    }
}

/// Elements that HTML gives no content.
pub(super) const fn is_empty(name: Name) -> bool {
    matches!(name, Name::Img | Name::Br | Name::Hr)
}
