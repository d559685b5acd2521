//! Walking blocks: what opens, holds pieces, and closes.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostics, codes};
use crate::flow::{Child, Element, Name};
use crate::language::Direction;
use crate::style::{BreakInside, ComputedStyle, ContentItem, Display, Length, Pt, Sides, TextAlign};

use super::super::draw;
use super::super::pages::Overfull;
use super::super::vertical::{FORBIDDEN, Frame, Ink, Piece, VerticalList};
use super::entry::UsualLabel;
use super::gap::{BeforeFloat, Gap};
use super::marker::Marker;
use super::multicol::InColumns;
use super::reset::Reset;
use super::scene::{Room, Scene, text_of};

/// Elements nested deeper than this are refused: a book does not need them, and the walk is recursive.
const DEEPEST: usize = 120;

/// A page that ends after the first line of a list, or before its last, or before the list, is a little worse than
/// one that leaves a line empty.
const LONE_ITEM: f64 = 40.0;

/// Where a block's border box and content stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Geometry {
    pub border_x: Pt,
    pub border_width: Pt,
    pub content: Room,
}

/// Builds one vertical list.
pub(super) struct Collector<'a> {
    pub scene: &'a Scene<'a>,
    pub list: VerticalList,
    pub gap: Gap,
    /// Top of each piece in one endless column, for the frames' geometry.
    tops: Vec<Pt>,
    /// How far down the endless column we are.
    y: Pt,
    /// Frames whose top is where the next margin ends.
    pub opening: Vec<usize>,
    /// Markers of list items that wait for their first line.
    pub markers: Vec<Marker>,
    /// For each list, how far its children were counted for the items' numbers, and how many items there were.
    pub counted: FxHashMap<u32, (usize, u64)>,
    pub anchors: Vec<(String, Pt)>,
    pub strings: Vec<(String, String)>,
    page: Option<u32>,
    /// The next piece sinks to the page's foot.
    sinks: bool,
    /// Where columns are set.
    pub columns: InColumns,
    /// What a table's column says over its cells' `text-align`.
    pub align: Option<TextAlign>,
    /// Characters that no font has.
    pub missing: Vec<char>,
    pub diags: Diagnostics,
    pub overfull: Vec<Overfull>,
    /// Paragraphs that could be set anew.
    pub paragraphs: Vec<Reset>,
    /// Which children of their block the inlines at hand are.
    pub inlines: Range<usize>,
    /// How much room a page's label usually needs.
    pub usual_label: Option<UsualLabel<'a>>,
    /// How many lines the next paragraph is to have.
    pub count: Option<usize>,
}

/// What must be remembered of a block between its opening and its closing.
pub(super) struct Open {
    pub first: usize,
    pub frame: Option<usize>,
    /// Where its content begins in the endless column.
    pub top: Pt,
    /// Its containing block's width.
    pub room: Pt,
    pub page: Option<u32>,
    /// Of a figure that may move on.
    pub float: Option<BeforeFloat>,
}

impl<'a> Collector<'a> {
    pub fn new(scene: &'a Scene<'a>) -> Self {
        Self {
            scene,
            list: VerticalList::default(),
            gap: Gap::default(),
            tops: Vec::new(),
            y: Pt::ZERO,
            opening: Vec::new(),
            markers: Vec::new(),
            counted: FxHashMap::default(),
            anchors: Vec::new(),
            strings: Vec::new(),
            page: None,
            sinks: false,
            columns: InColumns::default(),
            align: None,
            missing: Vec::new(),
            diags: Diagnostics::new(),
            overfull: Vec::new(),
            paragraphs: Vec::new(),
            inlines: 0..0,
            usual_label: None,
            count: None,
        }
    }

    /// For what is set in one piece, cells and notes: columns are not set within.
    pub fn without_columns(scene: &'a Scene<'a>) -> Self {
        let mut collector = Self::new(scene);
        collector.columns.never = true;
        collector
    }

    pub fn piece_count(&self) -> usize {
        self.list.pieces.len()
    }

    /// The notes marked in the pieces from `first` on; they are taken out of them.
    pub fn marked_since(&mut self, first: usize) -> Vec<u32> {
        self.list.pieces[first..].iter_mut().flat_map(|piece| std::mem::take(&mut piece.notes)).collect()
    }

    /// The list, complete.
    pub fn finish(mut self, diags: &mut Diagnostics, overfull: &mut Vec<Overfull>) -> VerticalList {
        if !(self.anchors.is_empty() && self.strings.is_empty() && self.markers.is_empty()) {
            self.emit_empty();
        }
        if let Some(last) = self.list.pieces.last_mut() {
            last.tail += self.gap.tail;
        }
        self.list.frames.retain(|frame| !frame.pieces.is_empty());
        self.list.pieces.shrink_to_fit();
        diags.append(self.diags);
        overfull.append(&mut self.overfull);
        self.list
    }

    /// Collects a block-level element.
    pub fn block(&mut self, index: u32, room: Room, depth: usize) {
        if depth > DEEPEST {
            self.diags
                .error(codes::NESTED_TOO_DEEP, None, format!("elements nested more than {DEEPEST} deep"))
                .help(format!("flatten the lists or quotations in “{}”", self.scene.section.title));
            return;
        }
        let element = self.scene.element(index);
        let style = Arc::clone(self.scene.style(index));
        let named = style.page.as_deref().filter(|name| self.page_name() != Some(*name));
        let room = named.map_or(room, |name| self.scene.page_room(Some(name)));
        let columns = self.columns;
        let room = self.span_columns(&style, room);
        let mut geometry = geometry(element, &style, room);
        let open = self.open(index, &style, geometry, room.width);
        if matches!(element.name, Name::Ul | Name::Ol) {
            geometry.content = self.beside_markers(index, &style, room, geometry);
        }
        geometry.content = self.open_columns(element, &style, geometry.content);
        if style.display == Display::ListItem {
            self.marker(index, &style, geometry.content);
        }
        match style.display {
            Display::Table if element.name == Name::Table => self.table(index, geometry.content, open.frame, depth),
            _ => self.children(index, geometry.content, depth),
        }
        if matches!(element.name, Name::Ul | Name::Ol) {
            self.keep_ends(&open);
        }
        self.columns = columns;
        self.close(&style, &open);
        self.bound_floats(index, open.first);
        self.float(index, &style, &open);
    }

    /// Collects what a block holds: neighbouring inlines as one paragraph, blocks each on their own.
    pub fn children(&mut self, index: u32, room: Room, depth: usize) {
        let element = self.scene.element(index);
        let room = self.image_limit(index, room, depth);
        let mut inlines: Vec<&Child> = Vec::new();
        let mut offset = 0;
        // Blocks whose text stands before the next inlines'; it is measured only where there are any.
        let mut passed: Vec<u32> = Vec::new();
        for (number, child) in element.children.iter().enumerate() {
            match child {
                Child::Element(inner) if !self.flows(*inner) && inlines.is_empty() => passed.push(*inner),
                Child::Element(inner) if self.flows(*inner) && !self.is_inline(*inner) => {
                    offset = self.inline_content(index, &inlines, offset, room);
                    inlines.clear();
                    self.block(*inner, room, depth + 1);
                    passed.push(*inner);
                }
                _ => {
                    offset += passed.drain(..).map(|inner| self.scene.text_length(inner)).sum::<usize>();
                    if inlines.is_empty() {
                        self.inlines.start = number;
                    }
                    inlines.push(child);
                    self.inlines.end = number + 1;
                }
            }
        }
        self.inline_content(index, &inlines, offset, room);
    }

    /// Whether an element is set where it stands: visible, and no note that goes to a page's foot.
    pub fn flows(&self, index: u32) -> bool {
        let at = index as usize;
        at < self.scene.section.elements.len() && self.scene.visible[at] && !self.scene.marked[at]
    }

    pub fn is_inline(&self, index: u32) -> bool {
        let display = self.scene.style(index).display;
        matches!(display, Display::Inline | Display::InlineBlock) || self.scene.element(index).name == Name::Img
    }

    fn page_name(&self) -> Option<&str> {
        self.page.and_then(|page| self.list.page_names.get(page as usize)).map(String::as_str)
    }

    pub fn open(&mut self, index: u32, style: &ComputedStyle, geometry: Geometry, room: Pt) -> Open {
        let element = self.scene.element(index);
        let page = self.page;
        let float = self.may_float(index, style);
        if let Some(name) = &style.page
            && self.page_name() != Some(name.as_str())
        {
            self.page = Some(self.page_index(name));
        }
        self.gap.breaks(style.break_before);
        self.gap.margin(vertical(style.margin.top, room));
        // In a column of a given height an automatic margin takes what is left over (CSS Flexbox 1, 8.1); the page is one.
        self.sinks |= style.margin.top == Length::Auto;
        let frame = self.open_frame(style, geometry);
        let space = draw::thickness(&style.border.top) + style.padding.top;
        if space > Pt::ZERO {
            self.y += self.gap.open(Pt::ZERO);
            self.settle_frames();
            self.gap.open(space);
            self.y += space;
        }
        if let Some(anchor) = &element.anchor {
            self.anchors.push((anchor.clone(), geometry.border_x));
        }
        self.set_strings(index, style);
        Open { first: self.list.pieces.len(), frame, top: self.y, room, page, float }
    }

    fn open_frame(&mut self, style: &ComputedStyle, geometry: Geometry) -> Option<usize> {
        let border = style.border;
        let bordered = [border.top, border.right, border.bottom, border.left].iter().any(draw::shows);
        if !bordered && style.background.is_none() {
            return None;
        }
        let first = self.list.pieces.len();
        self.list.frames.push(Frame {
            pieces: first..first,
            column: self.columns.set,
            is_around_columns: false,
            x: geometry.border_x,
            width: geometry.border_width,
            above: Pt::ZERO,
            below: Pt::ZERO,
            background: style.background,
            border,
        });
        let frame = self.list.frames.len() - 1;
        self.opening.push(frame);
        Some(frame)
    }

    /// The margin before has ended: here are the tops of the frames that opened since. `above` holds the top until
    /// the frame closes.
    fn settle_frames(&mut self) {
        for frame in self.opening.drain(..) {
            self.list.frames[frame].above = self.y;
        }
    }

    pub fn close(&mut self, style: &ComputedStyle, open: &Open) {
        let space = draw::thickness(&style.border.bottom) + style.padding.bottom;
        let least = match style.height {
            Length::Abs(height) => height,
            Length::Percent(_) | Length::Auto => Pt::ZERO,
        };
        let solid = space > Pt::ZERO || least > Pt::ZERO || open.frame.is_some();
        let had_solid_top = draw::thickness(&style.border.top) + style.padding.top > Pt::ZERO;
        if self.list.pieces.len() == open.first && (solid || had_solid_top) {
            self.emit_empty();
        }
        let rest = least - (self.y - open.top);
        if rest > Pt::ZERO && style.display != Display::Table {
            self.y += self.gap.close(rest);
        }
        if space > Pt::ZERO {
            self.y += self.gap.close(space);
        }
        self.close_frame(open);
        if style.break_inside == BreakInside::Avoid {
            self.keep_together(open);
        }
        self.gap.margin(vertical(style.margin.bottom, open.room));
        self.gap.breaks(style.break_after);
        self.page = open.page;
    }

    /// A line of a list alone at a page's head or foot looks lost.
    fn keep_ends(&mut self, open: &Open) {
        let end = self.list.pieces.len();
        for index in [open.first, open.first + 1, end.saturating_sub(1)] {
            let Some(piece) = self.list.pieces.get_mut(index).filter(|_| index >= open.first) else { continue };
            piece.before.raise(LONE_ITEM);
        }
    }

    fn close_frame(&mut self, open: &Open) {
        let Some(frame) = open.frame else { return };
        let end = self.list.pieces.len();
        let Some(last) = self.list.pieces.last() else { return };
        let pieces = &self.list.pieces;
        let frame = &mut self.list.frames[frame];
        frame.pieces.end = end;
        let columns = !self.list.columns.is_empty() && frame.column.is_none();
        frame.is_around_columns = columns && pieces[frame.pieces.clone()].iter().any(|piece| piece.column.is_some());
        frame.above = self.tops[frame.pieces.start] - frame.above;
        frame.below = self.y - (self.tops[end - 1] + last.height);
    }

    /// No break within a block that fits a page.
    fn keep_together(&mut self, open: &Open) {
        let height = self.scene.page_room(self.page_name()).height;
        if self.y - open.top > height {
            return;
        }
        for piece in self.list.pieces.iter_mut().skip(open.first + 1) {
            piece.before.raise(FORBIDDEN);
        }
    }

    fn page_index(&mut self, name: &str) -> u32 {
        let known = self.list.page_names.iter().position(|n| n == name);
        let index = known.unwrap_or_else(|| {
            self.list.page_names.push(name.to_owned());
            self.list.page_names.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    pub fn set_strings(&mut self, index: u32, style: &ComputedStyle) {
        for (name, content) in &style.string_set {
            let mut value = String::new();
            for item in content {
                match item {
                    ContentItem::Text(text) => value.push_str(text),
                    ContentItem::Content => {
                        let label = |anchor: &str| self.scene.label(anchor).to_owned();
                        value.push_str(&text_of(self.scene.section, index, &label));
                    }
                    ContentItem::Page | ContentItem::Pages | ContentItem::Named(..) => {}
                }
            }
            self.strings.push((name.clone(), value));
        }
    }

    /// An anchor that goes with the next piece.
    pub fn anchor(&mut self, name: &str) {
        self.anchors.push((name.to_owned(), Pt::ZERO));
    }

    /// Adds a piece after the gap that has gathered. Anchors and strings that wait go with it.
    pub fn emit(&mut self, height: Pt, ink: Ink) -> &mut Piece {
        self.y += self.gap.piece();
        self.settle_frames();
        let gap = std::mem::take(&mut self.gap);
        if let Some(last) = self.list.pieces.last_mut() {
            last.tail += gap.tail;
        }
        if let Some(float) = self.list.floats.last_mut().filter(|float| float.pieces.end == self.list.pieces.len()) {
            float.joined = gap.joined;
        }
        let mut ink = ink;
        ink.anchors.splice(0..0, self.anchors.drain(..).map(|(name, x)| (name, x, Pt::ZERO)));
        self.tops.push(self.y);
        self.y += height;
        let index = self.list.pieces.len();
        self.list.pieces.push(Piece {
            height,
            margin: gap.margin,
            head: gap.head,
            tail: Pt::ZERO,
            before: gap.break_here(self.columns.set.is_some()),
            page: self.page,
            label: None,
            column: self.columns.set,
            ink,
            notes: Vec::new(),
            start: None,
            repeat: None,
            keeps_out: false,
            strings: std::mem::take(&mut self.strings),
            sinks: std::mem::take(&mut self.sinks),
            floated: false,
        });
        &mut self.list.pieces[index]
    }

    /// A piece without height, for a block that has a border or an anchor but no content. A list item without
    /// content still shows its marker.
    pub fn emit_empty(&mut self) {
        let (ink, height) = self.take_markers(None);
        self.emit(height, ink);
    }
}

/// A vertical margin; a share is of the containing block's width (CSS 2.2, 8.3).
pub(super) fn vertical(margin: Length, width: Pt) -> Pt {
    margin.of(width).unwrap_or(Pt::ZERO)
}

/// The horizontal place of a block (CSS 2.2, 10.3.3).
pub(super) fn geometry(element: &Element, style: &ComputedStyle, room: Room) -> Geometry {
    let length = |length: Length| length.of(room.width);
    let Sides { left, right, .. } = style.margin;
    let (mut before, after) = (length(left).unwrap_or(Pt::ZERO), length(right).unwrap_or(Pt::ZERO));
    let inset_left = draw::thickness(&style.border.left) + style.padding.left;
    let inset_right = draw::thickness(&style.border.right) + style.padding.right;
    let available = room.width - before - after - inset_left - inset_right;
    let wanted = length(style.width).filter(|_| style.display != Display::Table);
    let mut width = wanted.unwrap_or(available);
    if let Some(most) = length(style.max_width) {
        width = width.min(most);
    }
    let spare = available - width;
    if spare > Pt::ZERO {
        before += match (left, right) {
            (Length::Auto, Length::Auto) => spare / 2.0,
            (Length::Auto, _) => spare,
            (_, Length::Auto) => Pt::ZERO,
            _ if element.dir == Direction::Rtl => spare,
            _ => Pt::ZERO,
        };
    }
    // However deep the indents, something can be set.
    let width = width.min(available.max(Pt(1.0))).max(Pt(1.0));
    let border_x = room.x + before;
    Geometry {
        border_x,
        border_width: inset_left + width + inset_right,
        content: Room { x: border_x + inset_left, width, height: room.height },
    }
}
