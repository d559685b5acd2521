//! The cascade: which declaration wins for an element, and what it computes to.
//!
//! Elements with the same ancestry, as far as the style's selectors can tell, share one entry, so that a book of ten
//! thousand dispatches computes each combination once.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::computed::{BorderStyle, ComputedStyle, Display, Pt, Rgb};
use super::contrast;
use super::longhand::{Longhand, Working};
use super::prepared::{Relevant, Weighed};
use super::print::{self, Kind};
use super::property::{Context, LARGEST, SMALLEST, Specified};
use super::seen::Seen;
use super::selector::{Combinator, Compound, Pseudo, Selector};
use super::{ElementKey, Style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, codes};
use crate::language::Direction;

/// `line-height: normal`.
pub const NORMAL_LEADING: f64 = 1.2;

/// An element's entry in a [`Cascade`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StyleNode(u32);

/// Computes styles of elements, each combination once.
pub struct Cascade<'s> {
    style: &'s Style,
    nodes: Vec<Node>,
    index: FxHashMap<Key, StyleNode>,
    seen: Seen<'s>,
    rem: f64,
    faults: Faults,
}

/// What is wrong with a style, once a declaration and code: by its place, the message.
#[derive(Debug, Default)]
struct Faults(BTreeMap<(String, usize, &'static str), Diagnostic>);

impl Faults {
    fn add(&mut self, span: &Span, message: impl FnOnce(&str) -> String, help: &str) {
        let name = span.source.text.get(span.range.clone()).unwrap_or_default();
        self.tell(codes::CSS_UNSUPPORTED, Some(span), || message(name), help);
    }

    /// Keeps the first message of a code at a place; of those without one, each.
    fn tell(&mut self, code: Code, span: Option<&Span>, message: impl FnOnce() -> String, help: &str) {
        let place =
            span.map_or_else(|| (String::new(), self.0.len()), |span| (span.source.name.clone(), span.range.start));
        self.0.entry((place.0, place.1, code.0)).or_insert_with(|| {
            let mut diags = Diagnostics::new();
            diags.warning(code, span.cloned(), message()).help(help);
            diags.into_vec().remove(0)
        });
    }
}

/// What of an element the selectors can tell. Names are numbers of [`Seen`]: nearly every element's key is there
/// already, and is found without a copy of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    parent: Option<StyleNode>,
    name: u32,
    classes: u32,
    id: Option<u32>,
    first_child: bool,
    /// A bit for each range of [`super::prepared::Relevant::langs`].
    langs: u64,
    rtl: bool,
    previous: Option<(u32, u32)>,
}

/// The place of an id among those that selectors ask for.
fn place(relevant: &Relevant, id: &str) -> Option<u32> {
    relevant.ids.iter().position(|known| known == id).map(|place| place as u32)
}

struct Node {
    key: Key,
    working: Working,
    computed: Arc<ComputedStyle>,
    /// Where a book's own sheet says what stands before and after it.
    texts: [Option<Span>; 2],
    shade: Shade,
    contrast: Contrast,
}

/// How an entry's text stands out from its ground.
enum Contrast {
    /// Nobody has looked.
    Unknown,
    /// As it should, or it is not shown.
    Enough,
    /// Too little: the message.
    Faint(Arc<str>),
}

impl Node {
    /// Looks at the contrast of its text, `root` being the size of the root's; reports what is too little of the element
    /// that goes by `name`.
    fn look(&self, name: &str, root: f64, faults: &mut Faults) -> Contrast {
        let Self { computed, shade, .. } = self;
        let (text, ground) = (computed.color, shade.ground);
        let ratio = contrast::contrast(text, ground);
        // On paper, and beside running text at a reader's 12 pt.
        let size = computed.font_size.0.min(computed.font_size.0 / root * 12.0);
        let enough = contrast::enough(size, computed.font_weight >= 700);
        if ratio >= enough || shade.hidden {
            return Contrast::Enough;
        }
        // Cut, not rounded: 4.49 is not enough.
        let ratio = (ratio * 10.0).floor() / 10.0;
        let message = format!("text of `{name}` has a contrast of {ratio}:1 only: {text} on {ground}");
        let help = format!("WCAG AA asks for {enough}:1 here: a darker text, or a lighter one on a dark ground");
        let place = shade.text_place.as_ref().or(shade.ground_place.as_ref());
        faults.tell(codes::CONTRAST, place, || message.clone(), &help);
        Contrast::Faint(message.into())
    }
}

/// An element's colours, and where a book's own sheet says them.
#[derive(Clone)]
struct Shade {
    ground: Rgb,
    text_place: Option<Span>,
    ground_place: Option<Span>,
    /// Neither it nor what it holds is shown.
    hidden: bool,
}

/// A text that wins for `::before` or `::after`, with its weight and place.
type Generated = Option<(Weight, Option<String>, Option<Span>)>;

impl<'s> Cascade<'s> {
    /// Begins with `html` and `body`.
    pub fn new(style: &'s Style) -> Self {
        let mut cascade = Self {
            style,
            nodes: Vec::new(),
            index: FxHashMap::default(),
            seen: Seen::new(&style.relevant),
            rem: 12.0,
            faults: Faults::default(),
        };
        let key = |name| ElementKey { name, first_child: true, ..ElementKey::default() };
        let html = cascade.node(None, &key("html"));
        cascade.rem = cascade.nodes[0].working.style.font_size.0;
        cascade.node(Some(html), &key("body"));
        cascade
    }

    /// `html`.
    pub const fn root(&self) -> StyleNode {
        StyleNode(0)
    }

    /// `body`, the parent of each section's root.
    pub const fn body(&self) -> StyleNode {
        StyleNode(1)
    }

    /// The values of an entry.
    pub fn computed(&self, node: StyleNode) -> &Arc<ComputedStyle> {
        &self.nodes[node.0 as usize].computed
    }

    /// The values of an entry as its children see them.
    pub(super) fn working(&self, node: StyleNode) -> &Working {
        &self.nodes[node.0 as usize].working
    }

    /// Reports that an element cannot hold the text that a style puts before or after it: it holds no line itself.
    pub fn no_line(&mut self, node: StyleNode) {
        let Node { key, computed, texts, .. } = &self.nodes[node.0 as usize];
        let name = self.seen.name(key.name);
        for (text, place, which) in [(&computed.before, &texts[0], "before"), (&computed.after, &texts[1], "after")] {
            if let (Some(_), Some(place)) = (text, place) {
                let message = |_: &str| format!("the PDF sets nothing for `::{which}` of `{name}`: it holds no line");
                self.faults.add(place, message, "give it to an element that holds text, such as `p` or `h2`");
            }
        }
    }

    /// Reports text that does not stand out from its ground, as WCAG 2.2, success criterion 1.4.3, has it; gives the
    /// message.
    pub fn contrast(&mut self, node: StyleNode) -> Option<Arc<str>> {
        let root = self.rem;
        let entry = &mut self.nodes[node.0 as usize];
        if matches!(entry.contrast, Contrast::Unknown) {
            entry.contrast = entry.look(self.seen.name(entry.key.name), root, &mut self.faults);
        }
        match &entry.contrast {
            Contrast::Faint(message) => Some(Arc::clone(message)),
            Contrast::Unknown | Contrast::Enough => None,
        }
    }

    /// What was found that pages leave out of the style, in the order of places.
    pub fn into_faults(self) -> impl Iterator<Item = Diagnostic> {
        self.faults.0.into_values()
    }

    /// Font size of the root.
    pub(super) const fn rem(&self) -> f64 {
        self.rem
    }

    /// The entry of an element within its parent's.
    pub fn child(&mut self, parent: StyleNode, element: &ElementKey<'_>) -> StyleNode {
        self.node(Some(parent), element)
    }

    fn node(&mut self, parent: Option<StyleNode>, element: &ElementKey<'_>) -> StyleNode {
        let key = self.key(parent, element);
        if let Some(node) = self.index.get(&key) {
            return *node;
        }
        let (working, generated, shade) = self.compute(&key);
        let mut computed = working.style.clone();
        let mut texts = [None, None];
        for (i, (_, text, place)) in generated.into_iter().enumerate().filter_map(|(i, g)| g.map(|g| (i, g))) {
            *[&mut computed.before, &mut computed.after][i] = text;
            texts[i] = place;
        }
        let node = StyleNode(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { key, working, computed: Arc::new(computed), texts, shade, contrast: Contrast::Unknown });
        self.index.insert(key, node);
        node
    }

    fn key(&mut self, parent: Option<StyleNode>, element: &ElementKey<'_>) -> Key {
        let (relevant, seen) = (&self.style.relevant, &mut self.seen);
        let previous = element.previous.filter(|_| relevant.next);
        Key {
            parent,
            name: seen.number(element.name),
            classes: seen.classes(element.classes),
            id: element.id.filter(|id| relevant.ids.contains(*id)).and_then(|id| place(relevant, id)),
            first_child: relevant.first_child && element.first_child,
            langs: element.lang.map_or(0, |lang| seen.langs(lang, &relevant.langs)),
            rtl: element.dir == Direction::Rtl,
            previous: previous.map(|(name, classes)| (seen.number(name), seen.classes(classes))),
        }
    }

    /// Matches the rules against an element, and applies what wins.
    fn compute(&mut self, key: &Key) -> (Working, [Generated; 2], Shade) {
        let mut winners = Winners::default();
        let mut texts: [Generated; 2] = [None, None];
        for (order, rule) in self.style.prepared.iter().enumerate() {
            let mut best = None;
            for selector in rule.selectors.iter().filter(|s| self.matches(s, key)) {
                let Some(pseudo) = selector.pseudo else {
                    best = best.max(Some(selector.specificity));
                    continue;
                };
                if let Some((text, important, place)) = &rule.text {
                    let weight = (*important, selector.specificity, order);
                    let slot = &mut texts[usize::from(pseudo == Pseudo::After)];
                    if slot.as_ref().is_none_or(|(w, ..)| *w <= weight) {
                        *slot = Some((weight, text.clone(), place.clone()));
                    }
                }
            }
            if let Some(specificity) = best {
                winners.offer(&rule.values, specificity, order, key.rtl);
            }
        }
        let parent = key.parent.map(|p| &self.nodes[p.0 as usize].working);
        let mut working = winners.apply(parent, self.rem, key.rtl);
        winners.left_out(self.seen.name(key.name), &mut working, &mut self.faults);
        let around = key.parent.map(|p| self.nodes[p.0 as usize].shade.clone());
        let shade = winners.shade(&working, around);
        (working, texts, shade)
    }

    /// Whether a selector matches. For every part, all places where it may stand are kept, so that the work is
    /// bounded by parts times depth.
    fn matches(&self, selector: &Selector, key: &Key) -> bool {
        if !self.fits(&selector.subject, key) {
            return false;
        }
        // From the deepest up.
        let mut places = vec![Place::Element(key)];
        for (combinator, compound) in &selector.context {
            places = match combinator {
                Combinator::Next => places.iter().filter_map(|place| self.sibling(place, compound)).collect(),
                Combinator::Child => {
                    let parents = places.iter().filter_map(|place| place.key().parent);
                    self.fitting(compound, parents).collect()
                }
                // Whatever is above a place is above the deepest one.
                Combinator::Descendant => {
                    let deepest = places[0].key().parent;
                    self.fitting(compound, std::iter::successors(deepest, |n| self.nodes[n.0 as usize].key.parent))
                        .collect()
                }
            };
            if places.is_empty() {
                return false;
            }
        }
        true
    }

    /// Those of some entries that a compound fits.
    fn fitting(&self, compound: &Compound, nodes: impl Iterator<Item = StyleNode>) -> impl Iterator<Item = Place<'_>> {
        nodes.map(|node| &self.nodes[node.0 as usize].key).filter(|key| self.fits(compound, key)).map(Place::Element)
    }

    fn fits(&self, compound: &Compound, key: &Key) -> bool {
        !compound.never
            && self.is_called(compound, key.name, key.classes)
            && compound.id.as_ref().is_none_or(|id| key.id.is_some() && key.id == place(&self.style.relevant, id))
            && (!compound.first_child || key.first_child)
            && (!compound.root || key.parent.is_none())
            && compound.langs.iter().all(|ranges| {
                let relevant = self.style.relevant.langs.iter().enumerate();
                relevant.filter(|(_, range)| ranges.contains(range)).any(|(bit, _)| key.langs >> bit & 1 == 1)
            })
    }

    /// Whether a compound fits an element as far as its name and its classes go.
    fn is_called(&self, compound: &Compound, name: u32, classes: u32) -> bool {
        let (name, classes) = (self.seen.name(name), self.seen.class_list(classes));
        compound.name.as_ref().is_none_or(|n| n == name)
            && (!compound.link || name == "a")
            && compound.classes.iter().all(|class| classes.contains(&class.as_str()))
    }

    /// The sibling before an element, where a compound fits it: of it, name and classes are known.
    fn sibling<'k>(&self, place: &Place<'k>, compound: &Compound) -> Option<Place<'k>> {
        let Place::Element(key) = place else { return None };
        let (name, classes) = key.previous?;
        let unknown = compound.id.is_some() || compound.first_child || !compound.langs.is_empty();
        let fits = !unknown && !compound.never && !compound.root && self.is_called(compound, name, classes);
        fits.then_some(Place::Sibling(key))
    }
}

/// Where a part of a selector stands.
enum Place<'k> {
    /// An element.
    Element(&'k Key),
    /// The sibling before this element.
    Sibling(&'k Key),
}

impl<'k> Place<'k> {
    /// The element, or the one that the sibling stands before: both have the same parent.
    const fn key(&self) -> &'k Key {
        match self {
            Self::Element(key) | Self::Sibling(key) => key,
        }
    }
}

/// `!important`, specificity, order: the larger wins.
type Weight = (bool, u32, usize);

/// The value that wins so far for each longhand, with its weight.
#[derive(Default)]
pub(super) struct Winners<'v> {
    slots: FxHashMap<Longhand, (Weight, &'v Weighed)>,
}

impl<'v> Winners<'v> {
    /// Takes a rule's values in where they outweigh what is there.
    pub fn offer(&mut self, values: &'v [Weighed], specificity: u32, order: usize, rtl: bool) {
        for weighed in values {
            let weight = (weighed.important, specificity, order);
            let entry = self.slots.entry(weighed.slot.resolve(rtl)).or_insert((weight, weighed));
            if entry.0 <= weight {
                *entry = (weight, weighed);
            }
        }
    }

    /// Applies the winners over what is inherited.
    pub fn apply(&self, parent: Option<&Working>, rem: f64, rtl: bool) -> Working {
        let initial = Working::initial();
        let parent = parent.unwrap_or(&initial);
        let mut working = initial.clone();
        for longhand in Longhand::ALL.iter().filter(|l| l.inherited()) {
            longhand.copy(parent, &mut working);
        }
        for longhand in Longhand::ALL {
            let Some((_, value)) = self.slots.get(longhand) else { continue };
            let font_size = *longhand == Longhand::FontSize;
            let em = if font_size { parent.style.font_size } else { working.style.font_size };
            match &value.value {
                Specified::Inherit => longhand.copy(parent, &mut working),
                Specified::Initial => longhand.copy(&initial, &mut working),
                Specified::Unset if longhand.inherited() => longhand.copy(parent, &mut working),
                Specified::Unset => longhand.copy(&initial, &mut working),
                Specified::Set(set) => set(&mut working, &Context { rtl, em: em.0, rem, parent }),
            }
        }
        working.finish(parent);
        working
    }

    /// Where a book's own sheet says what a property is.
    pub fn place(&self, longhand: Longhand) -> Option<&'v Span> {
        self.slots.get(&longhand).and_then(|(_, weighed)| weighed.place.as_ref())
    }

    /// The ground of an element and where its colours are said, given those around it.
    fn shade(&self, working: &Working, around: Option<Shade>) -> Shade {
        let white = Rgb { r: 255, g: 255, b: 255 };
        let mut shade = around.unwrap_or(Shade { ground: white, text_place: None, ground_place: None, hidden: false });
        if let Some((_, color)) = self.slots.get(&Longhand::Color)
            && !matches!(color.value, Specified::Inherit | Specified::Unset)
        {
            shade.text_place = color.place.clone();
        }
        shade.hidden |= working.style.display == Display::None;
        if let Some(ground) = working.style.background {
            shade.ground = ground;
            shade.ground_place = self.slots.get(&Longhand::BackgroundColor).and_then(|(_, w)| w.place.clone());
        }
        shade
    }

    /// Reports the winners that pages leave out, and mends what would make the text unreadable.
    fn left_out(&self, name: &str, working: &mut Working, faults: &mut Faults) {
        let kind = Kind::of(name, &working.style);
        let overlaps = kind != Kind::Inline && working.style.line_height.0 < working.style.font_size.0 * LEAST_LEADING;
        for longhand in Longhand::ALL {
            let Some(place) = self.slots.get(longhand).and_then(|(_, weighed)| weighed.place.as_ref()) else {
                continue;
            };
            if let Some(reason) = print::left_out(*longhand, kind, name, &working.style) {
                faults.add(place, |property| format!("`{property}` has no effect on `{name}` in the PDF"), reason);
            }
            let size = working.style.font_size.0;
            if *longhand == Longhand::FontSize && (size <= SMALLEST || size >= LARGEST) {
                let message = |_: &str| format!("text of `{name}` is set at {size} pt, the bound of sizes");
                faults.add(
                    place,
                    message,
                    &format!("sizes go from {SMALLEST} to {LARGEST} pt; `display: none` hides a text"),
                );
            }
            if *longhand == Longhand::LineHeight && overlaps {
                let message =
                    |_: &str| format!("lines of `{name}` would overlap: they are set at the size of the text");
                faults.add(place, message, "give a `line-height` of 1 or more");
            }
        }
        if overlaps && name != "html" {
            working.style.line_height = working.style.font_size;
        }
    }
}

/// Lines nearer to each other than this share of their size touch: capitals and descenders come to some 0.9 of it.
const LEAST_LEADING: f64 = 0.8;

impl Working {
    /// CSS's initial values.
    pub fn initial() -> Self {
        Self {
            style: ComputedStyle::initial(),
            line_factor: Some(NORMAL_LEADING),
            border_color: super::computed::Sides::all(None),
        }
    }

    /// Settles what depends on other values.
    fn finish(&mut self, parent: &Self) {
        let style = &mut self.style;
        if let Some(factor) = self.line_factor {
            style.line_height = Pt(style.font_size.0 * factor);
        }
        let colors = &self.border_color;
        let b = &mut style.border;
        for (border, color) in [
            (&mut b.top, colors.top),
            (&mut b.right, colors.right),
            (&mut b.bottom, colors.bottom),
            (&mut b.left, colors.left),
        ] {
            border.color = color.unwrap_or(style.color);
            if border.style == BorderStyle::None {
                border.width = Pt::ZERO;
            }
        }
        // A decoration goes on through what is inside (CSS Text Decoration 3, section 2.1).
        if style.display != Display::InlineBlock {
            style.underline |= parent.style.underline;
            style.line_through |= parent.style.line_through;
        }
    }
}
