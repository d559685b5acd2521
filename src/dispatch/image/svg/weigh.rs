//! How much an SVG draws once its references are followed, counted before anything is drawn.
//!
//! A few lines of nested `<use>` can mean more elements than a machine has memory for; so can a marker on each of a
//! million points, or a style sheet whose every rule is tried on every element.

use rustc_hash::{FxHashMap, FxHashSet};
use usvg::roxmltree::{Document, Node, NodeId};

use super::super::ImageError;
use super::super::codec::damaged;

/// How many elements may be drawn, references followed.
pub(crate) const MAX_ELEMENTS: u64 = 100_000;
/// How many bytes of attributes and text may be drawn, references followed, pictures not counted.
pub(crate) const MAX_TEXT: u64 = 8 << 20;
/// How many bytes of pictures may be drawn, references followed.
pub(crate) const MAX_DATA: u64 = 64 << 20;
/// How deep elements may be nested, references followed.
pub(crate) const MAX_DEPTH: usize = 64;
/// How often a rule of a style sheet may be tried on an element.
pub(crate) const MAX_MATCHES: u64 = 20_000_000;
/// How many elements markers may come to.
pub(crate) const MAX_MARKED: u64 = 500_000;
/// How many letters of text may be drawn, references followed: setting them takes more than proportionate time.
pub(crate) const MAX_LETTERS: u64 = 8_000;
/// How many attributes an element may have: each is compared with those before it.
pub(crate) const MAX_ATTRIBUTES: usize = 500;
/// How many declarations the `style` of an element may have: each is looked for among those before it.
pub(crate) const MAX_DECLARATIONS: usize = 500;
/// How many bytes entities may become.
pub(crate) const MAX_ENTITIES: usize = 1 << 20;

/// Refuses entities that grow: those within others, and large ones that are often referred to.
pub(super) fn entities(text: &str) -> Result<(), ImageError> {
    let declared: Vec<&str> = text.match_indices("<!ENTITY").map(|(at, _)| entity(&text[at..])).collect();
    if declared.is_empty() {
        return Ok(());
    }
    let nested = declared.iter().any(|entity| entity.contains('&'));
    let longest = declared.iter().map(|entity| entity.len()).max().unwrap_or(0);
    let references = text.bytes().filter(|byte| *byte == b'&').count();
    if nested || longest.saturating_mul(references) > MAX_ENTITIES {
        return Err(ImageError::TooHeavy("1 MiB of XML entities, none within another"));
    }
    Ok(())
}

/// Refuses elements of too many attributes, before the parser compares each with all others.
pub(super) fn attributes(text: &str) -> Result<(), ImageError> {
    let (mut quote, mut inside, mut count) = (None, false, 0);
    for byte in text.bytes() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'<') => (inside, count) = (true, 0),
            (None, b'>') => inside = false,
            (None, b'"' | b'\'') if inside => quote = Some(byte),
            (None, b'=') if inside => count += 1,
            _ => {}
        }
        if count > MAX_ATTRIBUTES {
            return Err(ImageError::TooHeavy("500 attributes of an element"));
        }
    }
    Ok(())
}

/// A declaration, to its `>`; a quoted one may hold some.
fn entity(text: &str) -> &str {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return &text[..at],
            _ => {}
        }
    }
    text
}

/// What an element weighs.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    elements: u64,
    text: u64,
    letters: u64,
    /// Bytes of pictures.
    data: u64,
}

impl Weight {
    fn add(&mut self, other: Self, times: u64) {
        self.elements = self.elements.saturating_add(other.elements.saturating_mul(times));
        self.text = self.text.saturating_add(other.text.saturating_mul(times));
        self.letters = self.letters.saturating_add(other.letters.saturating_mul(times));
        self.data = self.data.saturating_add(other.data.saturating_mul(times));
    }
}

/// Refuses a document that draws too much.
pub(super) fn document(document: &Document<'_>) -> Result<(), ImageError> {
    let mut scale = Scale {
        ids: FxHashMap::default(),
        known: FxHashMap::default(),
        open: FxHashSet::default(),
        sheet_clips: false,
    };
    let mut rules = 0;
    let mut markers = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        if node.attribute("style").is_some_and(|style| style.matches(';').count() > MAX_DECLARATIONS) {
            return Err(ImageError::TooHeavy("500 declarations in a `style`"));
        }
        if let Some(id) = node.attribute("id") {
            scale.ids.entry(id).or_insert(node);
        }
        match node.tag_name().name() {
            "marker" => markers.push(node),
            "style" => {
                let sheet = node.text().unwrap_or_default();
                rules += sheet.matches(['{', ',']).count() as u64;
                scale.sheet_clips |= sheet.contains("clip-path");
            }
            _ => {}
        }
    }
    let weight = scale.weigh(document.root_element(), 0)?;
    if rules.saturating_mul(weight.elements) > MAX_MATCHES {
        return Err(ImageError::TooHeavy("20,000,000 trials of a style rule on an element"));
    }
    let mut marker = Weight::default();
    for node in markers {
        let one = scale.weigh(node, 0)?;
        marker.elements = marker.elements.max(one.elements);
        marker.text = marker.text.max(one.text.saturating_add(one.data).saturating_add(one.letters * 1024));
    }
    // Which paths have markers may depend on style sheets: any may have one at each end, or on each point.
    let on_points = ["marker-mid", "marker:", "marker "].iter().any(|name| document.input_text().contains(name));
    let points = weight.elements.saturating_mul(2).saturating_add(if on_points { weight.text / 2 } else { 0 });
    if marker.elements.saturating_mul(points) > MAX_MARKED || marker.text.saturating_mul(points) > MAX_TEXT * 8 {
        return Err(ImageError::TooHeavy("500,000 elements of markers on its paths"));
    }
    Ok(())
}

struct Scale<'a, 'input> {
    ids: FxHashMap<&'a str, Node<'a, 'input>>,
    /// Weights and depths of elements that are done.
    known: FxHashMap<NodeId, (Weight, usize)>,
    /// Elements that are being weighed: one that comes again refers to itself.
    open: FxHashSet<NodeId>,
    /// Whether a style sheet may clip any element.
    sheet_clips: bool,
}

impl<'a, 'input> Scale<'a, 'input> {
    fn weigh(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Weight, ImageError> {
        self.weigh_deep(node, depth).map(|(weight, _)| weight)
    }

    /// The weight of an element and how deep it is by itself.
    fn weigh_deep(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<(Weight, usize), ImageError> {
        let too_deep = ImageError::TooHeavy("elements nested 64 deep, references followed");
        if depth > MAX_DEPTH {
            return Err(too_deep);
        }
        if let Some(known) = self.known.get(&node.id()) {
            return if depth + known.1 > MAX_DEPTH { Err(too_deep) } else { Ok(*known) };
        }
        if !self.open.insert(node.id()) {
            return Err(damaged("SVG", format!("a `{}` refers to itself", node.tag_name().name())));
        }
        let mut weight = Weight { elements: 1, ..Weight::default() };
        let mut height = 0;
        for attribute in node.attributes() {
            let length = attribute.value().len() as u64;
            if attribute.name() == "href" { weight.data += length } else { weight.text += length }
        }
        for child in node.children() {
            if child.is_element() {
                let (inner, below) = self.weigh_deep(child, depth + 1)?;
                weight.add(inner, 1);
                height = height.max(below + 1);
            } else if child.is_text() && node.tag_name().name() != "style" {
                let letters = child.text().unwrap_or_default().chars().filter(|c| !c.is_whitespace()).count();
                weight.letters += letters as u64;
            }
        }
        for (target, times) in self.references(node) {
            let (inner, below) = self.weigh_deep(target, depth + 1)?;
            weight.add(inner, times);
            height = height.max(below + 1);
        }
        self.open.remove(&node.id());
        if weight.elements > MAX_ELEMENTS {
            return Err(ImageError::TooHeavy("100,000 elements, references followed"));
        }
        if weight.text > MAX_TEXT {
            return Err(ImageError::TooHeavy("8 MiB of paths and text, references followed"));
        }
        if weight.letters > MAX_LETTERS {
            return Err(ImageError::TooHeavy("8,000 letters of text, references followed"));
        }
        if weight.data > MAX_DATA {
            return Err(ImageError::TooHeavy("64 MiB of images, references followed"));
        }
        self.known.insert(node.id(), (weight, height));
        Ok((weight, height))
    }

    /// What is drawn again for an element, and how often.
    fn references(&self, node: Node<'a, 'input>) -> Vec<(Node<'a, 'input>, u64)> {
        let mut found = Vec::new();
        let href = node.attributes().find(|a| a.name() == "href").map(|a| a.value());
        let name = node.tag_name().name();
        if matches!(name, "use" | "textPath" | "tref" | "linearGradient" | "radialGradient")
            && let Some(target) = href.and_then(|href| href.trim().strip_prefix('#')).and_then(|id| self.ids.get(id))
        {
            found.push((*target, 1));
        }
        for attribute in node.attributes() {
            let paints = matches!(attribute.name(), "fill" | "stroke" | "clip-path" | "style");
            for id in paints.then(|| local_urls(attribute.value())).into_iter().flatten() {
                let Some(target) = self.ids.get(id) else { continue };
                // Patterns and masks are not drawn, so they weigh nothing.
                if matches!(target.tag_name().name(), "clipPath" | "linearGradient" | "radialGradient") {
                    found.push((*target, 1));
                }
            }
        }
        if self.sheet_clips && !within(node, "clipPath") {
            let clips = self.ids.values().filter(|target| target.tag_name().name() == "clipPath");
            let own = clips.filter(|clip| clip.attribute("clipPathUnits") == Some("objectBoundingBox"));
            found.extend(own.map(|clip| (*clip, 1)));
        }
        found
    }
}

fn within(node: Node<'_, '_>, name: &str) -> bool {
    node.ancestors().any(|node| node.tag_name().name() == name)
}

/// The ids in `url(#id)`.
fn local_urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inner.strip_prefix('#')
    })
}
