//! What each element of the flow is in the structure tree (ISO 32000-1, 14.8.4): which standard structure elements
//! it makes, where they hang, and which of them holds the marks on the page.
//!
//! Most elements make one structure element, plain inlines none. A list item makes three (`LI`, `Lbl`, `LBody`), a
//! note's mark two (`Reference`, `Link`), and text that stands loose in a container gets a `P` of its own.

use rustc_hash::FxHashSet;

use super::headings;
use crate::flow::{Child, Data, Element, Flow, Name, NodeId, Section};
use crate::layout::{Pages, Part};

/// Which of the structure elements of a flow element. The order is that of their place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// What stands around the element: the `Reference` of a note's mark, the `LI` of a definition.
    Outer,
    /// The element itself.
    Main,
    /// Its marker.
    Label,
    /// What holds its content: the `LBody` of an item, the `P` of loose text, the `Link` of a linked block.
    Body,
}

/// How many slots there are.
pub const SLOTS: usize = 4;

/// A structure element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The section.
    pub section: u32,
    /// The flow element.
    pub index: u32,
    /// Which of its structure elements.
    pub slot: Slot,
}

/// What one flow element is.
#[derive(Debug, Clone, Copy)]
struct Role {
    /// The type of the structure element in each slot.
    tags: [Option<&'static str>; SLOTS],
    /// What its outermost structure element hangs under; none for the document.
    parent: Option<(u32, Slot)>,
    /// What its own marks belong to; none where they are artefacts.
    content: Option<(u32, Slot)>,
    /// What its children hang under: inlines, and blocks.
    inlines: Option<(u32, Slot)>,
    blocks: Option<(u32, Slot)>,
    /// It is in a table of contents.
    in_nav: bool,
}

/// What the elements of one section are.
#[derive(Debug)]
pub struct Roles {
    section: u32,
    roles: Vec<Role>,
    /// Elements that a link area leads from.
    linked: FxHashSet<u32>,
    /// The type of each heading.
    headings: Vec<Option<&'static str>>,
}

/// What the elements of every section are.
pub fn all(flow: &Flow, pages: &Pages) -> Vec<Roles> {
    let mut linked = vec![FxHashSet::default(); flow.sections.len()];
    for NodeId { section, index } in pages.pages.iter().flat_map(|page| &page.links).map(|link| link.node) {
        if let Some(linked) = linked.get_mut(section as usize) {
            linked.insert(index);
        }
    }
    flow.sections
        .iter()
        .zip(0..)
        .zip(linked.into_iter().zip(headings::tags(flow, pages)))
        .map(|((section, i), (linked, headings))| Roles::new(flow, section, i, linked, headings))
        .collect()
}

impl Roles {
    fn new(
        flow: &Flow,
        section: &Section,
        number: u32,
        linked: FxHashSet<u32>,
        headings: Vec<Option<&'static str>>,
    ) -> Self {
        let mut roles = Self { section: number, roles: Vec::with_capacity(section.elements.len()), linked, headings };
        let groups = definition_groups(section);
        for (index, element) in section.elements.iter().enumerate() {
            let role = roles.role(flow, section, index as u32, element, groups[index]);
            roles.roles.push(role);
        }
        roles
    }

    /// The structure element that marks of a part of an element belong to; none where they are artefacts.
    pub fn content(&self, index: u32, part: Part) -> Option<Key> {
        let role = self.roles.get(index as usize)?;
        let (index, slot) = match part {
            Part::Marker if role.tags[Slot::Label as usize].is_some() => (index, Slot::Label),
            _ => role.content?,
        };
        Some(Key { section: self.section, index, slot })
    }

    /// The link element of an element that a link area leads from.
    pub fn link(&self, index: u32) -> Option<Key> {
        let role = self.roles.get(index as usize)?;
        let slot = [Slot::Main, Slot::Body].into_iter().find(|slot| role.tags[*slot as usize] == Some("Link"))?;
        Some(Key { section: self.section, index, slot })
    }

    /// The type of a structure element.
    pub fn tag(&self, key: Key) -> &'static str {
        self.roles.get(key.index as usize).and_then(|role| role.tags[key.slot as usize]).unwrap_or("Span")
    }

    /// What a structure element hangs under; none for the document.
    pub fn parent(&self, key: Key) -> Option<Key> {
        let role = self.roles.get(key.index as usize)?;
        let has = |slot: Slot| role.tags[slot as usize].is_some();
        let (index, slot) = match key.slot {
            Slot::Label | Slot::Body if has(Slot::Main) => (key.index, Slot::Main),
            Slot::Main | Slot::Label | Slot::Body if has(Slot::Outer) => (key.index, Slot::Outer),
            _ => role.parent?,
        };
        Some(Key { section: self.section, index, slot })
    }

    /// The structure element of an element itself, where it makes one.
    pub fn main(&self, index: u32) -> Option<Key> {
        self.roles.get(index as usize)?.tags[Slot::Main as usize]?;
        Some(Key { section: self.section, index, slot: Slot::Main })
    }

    fn role(&self, flow: &Flow, section: &Section, index: u32, element: &Element, group: Option<u32>) -> Role {
        let parent = element.parent.and_then(|p| self.roles.get(p as usize).map(|role| (p, role)));
        let above = parent.and_then(|(p, role)| Some((section.elements.get(p as usize)?, role)));
        let in_nav = element.name == Name::Nav || above.is_some_and(|(_, role)| role.in_nav);
        let hangs_under = match above {
            None => None,
            Some((_, role)) if is_inline(element.name) => role.inlines,
            Some((_, role)) => role.blocks,
        };
        // What differs from its surroundings in language must be an element, to say so.
        let differs = match above {
            None => element.lang != flow.meta.language,
            Some((above, _)) => element.lang != above.lang,
        };
        let [mut outer, main, label, mut body] = self.tags(section, index, element, above.map(|a| a.0), in_nav);
        if group == Some(index) {
            outer = Some("LI");
        }
        let main = main.or(if !differs {
            None
        } else if is_inline(element.name) {
            Some("Span")
        } else {
            Some("Div")
        });
        if self.linked.contains(&index) && main != Some("Link") {
            body = Some("Link");
        }
        let own = |slot| Some((index, slot));
        // Where a slot is missing, what it would hold goes to what is around.
        let inner = if body.is_some() {
            own(Slot::Body)
        } else if main.is_some() {
            own(Slot::Main)
        } else if outer.is_some() {
            own(Slot::Outer)
        } else {
            hangs_under
        };
        let wraps_blocks = matches!(body, Some("LBody" | "Link"));
        let blocks = if body.is_some() && !wraps_blocks {
            if main.is_some() { own(Slot::Main) } else { hangs_under }
        } else {
            inner
        };
        let tag_of = |at: (u32, Slot)| {
            if at.0 == index {
                [outer, main, label, body][at.1 as usize]
            } else {
                self.roles.get(at.0 as usize).and_then(|role| role.tags[at.1 as usize])
            }
        };
        let content = inner.filter(|at| tag_of(*at).is_some_and(|tag| !holds_no_text(tag)));
        let parent = group.filter(|dt| *dt != index).map(|dt| (dt, Slot::Outer)).or(hangs_under);
        Role { tags: [outer, main, label, body], parent, content, inlines: inner, blocks, in_nav }
    }

    /// Whether an element stands in a note's paragraph.
    fn in_note(section: &Section, element: &Element) -> bool {
        let paragraph = parent_of(section, element);
        let note = paragraph.and_then(|p| parent_of(section, p));
        note.is_some_and(|note| matches!(note.data, Data::Note(_)))
    }

    /// The structure types of an element: around it, itself, its marker, its content.
    fn tags(
        &self,
        section: &Section,
        index: u32,
        element: &Element,
        above: Option<&Element>,
        in_nav: bool,
    ) -> [Option<&'static str>; SLOTS] {
        let loose = has_inlines(section, element);
        let container = |tag| [None, Some(tag), None, if loose { Some("P") } else { None }];
        let plain = |tag| [None, Some(tag), None, None];
        let none = [None; SLOTS];
        match element.name {
            Name::Section => container("Sect"),
            Name::Article => container("Art"),
            Name::Nav if element.parent.is_none() => container("Sect"),
            Name::Blockquote => container("BlockQuote"),
            Name::Aside if matches!(element.data, Data::Note(_)) => [None, Some("Note"), Some("Lbl"), None],
            Name::Aside => container("Div"),
            Name::Figure => container("Div"),
            Name::Header | Name::Footer | Name::Div | Name::Nav if loose => plain("P"),
            Name::Header | Name::Footer | Name::Div | Name::Nav => none,
            // One that is hidden makes no structure element, so that its type does not matter.
            Name::H1 | Name::H2 | Name::H3 | Name::H4 | Name::H5 | Name::H6 => {
                plain(self.headings.get(index as usize).copied().flatten().unwrap_or("P"))
            }
            Name::P if in_nav && is_entry(section, element, above) => plain("Reference"),
            Name::P => plain("P"),
            Name::Pre => plain("Code"),
            Name::Code if above.is_some_and(|above| above.name == Name::Pre) => none,
            Name::Code => plain("Code"),
            Name::Ul | Name::Ol if in_nav => plain("TOC"),
            Name::Ul | Name::Ol | Name::Dl => plain("L"),
            // Its links stand in it directly: `TOCI` holds `Reference`s.
            Name::Li if in_nav => [None, Some("TOCI"), None, has_text(element).then_some("P")],
            Name::Li => [None, Some("LI"), Some("Lbl"), Some("LBody")],
            Name::Dt => plain("Lbl"),
            Name::Dd => plain("LBody"),
            Name::Figcaption | Name::Caption => plain("Caption"),
            Name::Img if matches!(&element.data, Data::Image { alt, .. } if !alt.is_empty()) => plain("Figure"),
            Name::Table => plain("Table"),
            Name::Thead => plain("THead"),
            Name::Tbody => plain("TBody"),
            Name::Tr => plain("TR"),
            Name::Th => plain("TH"),
            Name::Td => plain("TD"),
            Name::A if self.linked.contains(&index) => {
                let around = match above {
                    Some(above) if in_nav => !is_entry(section, above, parent_of(section, above)),
                    _ => in_nav || matches!(element.data, Data::NoteRef(_)),
                };
                [around.then_some("Reference"), Some("Link"), None, None]
            }
            Name::Del => plain("Span"),
            Name::Span if matches!(element.data, Data::Redacted(_)) => plain("Span"),
            Name::Span if Self::in_note(section, element) && element.classes.iter().any(|c| c == "note-number") => {
                plain("Lbl")
            }
            _ => none,
        }
    }
}

/// Structure types that may only hold others.
fn holds_no_text(tag: &str) -> bool {
    matches!(tag, "L" | "LI" | "Table" | "THead" | "TBody" | "TR" | "TOC")
}

/// Names of inline elements. An image is a block unless it stands in a paragraph, where that makes no difference.
pub const fn is_inline(name: Name) -> bool {
    use Name::{A, Bdi, Br, Cite, Code, Del, Em, Span, Strong, Sub, Sup, Time};
    matches!(name, A | Em | Strong | Del | Sub | Sup | Code | Cite | Span | Time | Br | Bdi)
}

fn parent_of<'a>(section: &'a Section, element: &Element) -> Option<&'a Element> {
    section.elements.get(element.parent? as usize)
}

/// Whether a paragraph of a table of contents is an entry: a link, and the page it leads to.
fn is_entry(section: &Section, element: &Element, above: Option<&Element>) -> bool {
    let link = |index: u32| section.elements.get(index as usize).is_some_and(|child| child.name == Name::A);
    element.name == Name::P
        && above.is_some_and(|above| above.name == Name::Li)
        && element.children.iter().any(|child| matches!(child, Child::Element(index) if link(*index)))
}

fn has_text(element: &Element) -> bool {
    element.children.iter().any(|child| matches!(child, Child::Text(text) if !text.trim().is_empty()))
}

fn has_inlines(section: &Section, element: &Element) -> bool {
    let inline = |index: u32| section.elements.get(index as usize).is_some_and(|child| is_inline(child.name));
    has_text(element) || element.children.iter().any(|child| matches!(child, Child::Element(i) if inline(*i)))
}

/// For each `dt` and `dd` the `dt` (or the `dd` without one) that opens its group; a group is one `LI`.
fn definition_groups(section: &Section) -> Vec<Option<u32>> {
    let mut groups = vec![None; section.elements.len()];
    for parent in &section.elements {
        let (mut opener, mut after_term) = (None, false);
        for child in &parent.children {
            let Child::Element(index) = *child else { continue };
            let Some(element) = section.elements.get(index as usize) else { continue };
            match element.name {
                Name::Dt => {
                    if !after_term {
                        opener = Some(index);
                    }
                    after_term = true;
                }
                Name::Dd => after_term = false,
                _ => continue,
            }
            let opener = *opener.get_or_insert(index);
            groups[index as usize] = Some(opener);
        }
    }
    groups
}
