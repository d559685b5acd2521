//! Structure elements as objects (ISO 32000-1, 14.7.2), with their attributes (14.8.5).

use lopdf::{Dictionary, Object, dictionary};

use super::file::Part;
use super::numbers::{DOCUMENT, Range};
use super::object::{bytes, name, number, reference, text};
use super::roles::{Key, Roles, Slot, is_inline};
use super::structure::{Kid, Node, Tree};
use crate::flow::{Data, Element, Flow, Name, Scope, Section};
use crate::language::{Direction, Lang};
use crate::style::ListStyle;

/// What the elements of a section refer to.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The flow.
    pub flow: &'a Flow,
    /// The section.
    pub section: &'a Section,
    /// Its roles.
    pub roles: &'a Roles,
    /// Its numbers.
    pub range: Range,
    /// First page of the section in the book.
    pub first_page: u32,
    /// For each of its pages, which annotation is its first.
    pub annotations: &'a [usize],
}

/// Writes the structure elements of a section.
pub fn write(part: &mut Part, around: Surroundings<'_>, tree: &Tree) {
    for (place, node) in tree.nodes.iter().enumerate() {
        part.dictionary(around.range.element(place), element(around, tree, node));
    }
}

/// The identifier of a note: PDF/UA-1 (7.9) asks for one that is unique.
pub fn note_id(key: Key, element: &Element) -> String {
    element.anchor.clone().unwrap_or_else(|| format!("note {} {}", key.section, key.index))
}

fn element(around: Surroundings<'_>, tree: &Tree, node: &Node) -> Dictionary {
    let tag = around.roles.tag(node.key);
    let parent = node.parent.map_or(DOCUMENT, |place| around.range.element(place as usize));
    let mut dict = dictionary! { "S" => name(tag), "P" => reference(parent) };
    let page = node.kids.iter().find_map(|kid| match kid {
        Kid::Mark(page, _) | Kid::Link(page, _) => Some(*page),
        Kid::Node(_) => None,
    });
    if let Some(page) = page {
        dict.set("Pg", reference(page_number(around, page)));
    }
    let mut kids: Vec<Object> = node.kids.iter().map(|kid| kid_object(around, *kid, page)).collect();
    match kids.len() {
        0 => {}
        1 => dict.set("K", kids.remove(0)),
        _ => dict.set("K", kids),
    }
    let Some(flow_element) = around.section.elements.get(node.key.index as usize) else { return dict };
    if let Some(lang) = language(around, tree, node, flow_element) {
        dict.set("Lang", bytes(lang.as_str()));
    }
    if node.key.slot == Slot::Main {
        if let Data::Image { alt, .. } = &flow_element.data {
            dict.set("Alt", text(alt));
        }
        if let Data::Redacted(words) = &flow_element.data {
            dict.set("Alt", text(words));
        }
        if tag == "Note" {
            dict.set("ID", bytes(note_id(node.key, flow_element)));
        }
    }
    let mut attributes = attributes(around, node, flow_element, tag);
    attributes.extend(writing_mode(around, tree, node, flow_element));
    match attributes.len() {
        0 => {}
        1 => dict.set("A", attributes.remove(0)),
        _ => dict.set("A", attributes),
    }
    dict
}

fn page_number(around: Surroundings<'_>, page: u32) -> u32 {
    around.range.page(page.saturating_sub(around.first_page) as usize)
}

fn kid_object(around: Surroundings<'_>, kid: Kid, own_page: Option<u32>) -> Object {
    match kid {
        Kid::Node(place) => reference(around.range.element(place as usize)),
        Kid::Mark(page, mcid) if Some(page) == own_page => Object::from(mcid),
        Kid::Mark(page, mcid) => dictionary! {
            "Type" => "MCR", "Pg" => reference(page_number(around, page)), "MCID" => mcid,
        }
        .into(),
        Kid::Link(page, link) => {
            let first = around.annotations.get(page.saturating_sub(around.first_page) as usize).copied().unwrap_or(0);
            let mut objr = dictionary! {
                "Type" => "OBJR", "Obj" => reference(around.range.annotation(first + link as usize)),
            };
            if Some(page) != own_page {
                objr.set("Pg", reference(page_number(around, page)));
            }
            objr.into()
        }
    }
}

/// The flow element that a node's parent is of.
fn parent_element<'a>(around: Surroundings<'a>, tree: &Tree, node: &Node) -> Option<&'a Element> {
    let parent = tree.nodes.get(node.parent? as usize)?;
    around.section.elements.get(parent.key.index as usize)
}

/// The language of a node, where its surroundings have another.
fn language<'a>(around: Surroundings<'a>, tree: &Tree, node: &Node, element: &'a Element) -> Option<&'a Lang> {
    let above = parent_element(around, tree, node).map_or(&around.flow.meta.language, |above| &above.lang);
    (element.lang != *above).then_some(&element.lang)
}

/// The direction of a block, where its surroundings have another (14.8.5.4.2: the attribute is inherited).
fn writing_mode(around: Surroundings<'_>, tree: &Tree, node: &Node, element: &Element) -> Option<Object> {
    let above = parent_element(around, tree, node).map_or(around.flow.meta.direction, |above| above.dir);
    if element.dir == above || is_inline(element.name) {
        return None;
    }
    let mode = match element.dir {
        Direction::Ltr => "LrTb",
        Direction::Rtl => "RlTb",
    };
    Some(dictionary! { "O" => "Layout", "WritingMode" => mode }.into())
}

fn attributes(around: Surroundings<'_>, node: &Node, element: &Element, tag: &str) -> Vec<Object> {
    let one = |dict: Dictionary| vec![Object::Dictionary(dict)];
    match (tag, node.key.slot) {
        ("Figure", _) => match node.bounds {
            Some(bounds) => one(dictionary! {
                "O" => "Layout", "BBox" => bounds.into_iter().map(number).collect::<Vec<_>>(),
            }),
            None => Vec::new(),
        },
        ("TH", _) => {
            let scope = if element.data == Data::Header(Scope::Row) { "Row" } else { "Column" };
            one(dictionary! { "O" => "Table", "Scope" => scope })
        }
        ("L", _) => {
            let style = around.flow.styles.get(element.style as usize).map(|style| style.list_style);
            let numbering = if element.name == Name::Dl { "None" } else { style.map_or("None", list_numbering) };
            one(dictionary! { "O" => "List", "ListNumbering" => numbering })
        }
        // `Code` is an inline type: what stands as a block says so.
        ("Code", Slot::Main) if element.name == Name::Pre => {
            one(dictionary! { "O" => "Layout", "Placement" => "Block" })
        }
        ("Span", Slot::Main) if element.name == Name::Del => {
            one(dictionary! { "O" => "Layout", "TextDecorationType" => "LineThrough" })
        }
        _ => Vec::new(),
    }
}

/// Table 347. It knows no Arabic-Indic numerals; they are decimal.
const fn list_numbering(style: ListStyle) -> &'static str {
    match style {
        ListStyle::Disc => "Disc",
        ListStyle::Circle => "Circle",
        ListStyle::Square => "Square",
        ListStyle::Decimal | ListStyle::ArabicIndic => "Decimal",
        ListStyle::LowerAlpha => "LowerAlpha",
        ListStyle::UpperAlpha => "UpperAlpha",
        ListStyle::LowerRoman => "LowerRoman",
        ListStyle::UpperRoman => "UpperRoman",
        ListStyle::None => "None",
    }
}
