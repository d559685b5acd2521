//! Pages taken apart: lines and images in reading order, each with what it belongs to.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::flow::{Data, Element, Flow, Name, NodeId};
use crate::style::Pt;

use super::super::pages::{Draw, Item, Page, Pages, Part};

/// As much of a line as is kept to know it by.
const WORDS: usize = 60;

/// How much higher than all before it a line must stand to begin a new column: more than rounding.
const HIGHER: Pt = Pt(1.0);

/// A line of text, or an image.
#[derive(Debug)]
pub(super) struct Mark {
    pub page: usize,
    /// The column, or the page of one column: a number that grows through the book.
    pub region: usize,
    /// The block whose line it is.
    pub block: NodeId,
    /// Baseline, or bottom.
    pub y: Pt,
    /// The first words.
    pub words: String,
    pub image: bool,
    /// The innermost table, row, figure, note around it.
    pub table: Option<NodeId>,
    pub row: Option<NodeId>,
    pub figure: Option<NodeId>,
    pub note: Option<NodeId>,
}

/// All marks of a book.
pub(super) struct Marks {
    pub all: Vec<Mark>,
    /// The first mark of each element that has one.
    first: FxHashMap<NodeId, usize>,
    /// Where each note is marked first, by the note: the mark's index.
    pub noted: BTreeMap<NodeId, usize>,
}

impl Mark {
    pub fn is_running_text(&self) -> bool {
        !self.image && self.table.is_none() && self.figure.is_none() && self.note.is_none()
    }
}

/// An element and those around it, from within.
pub(super) fn ancestors(flow: &Flow, node: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
    let at = move |index| NodeId { section: node.section, index };
    std::iter::successors(Some(node), move |&node| flow.element(node).parent.map(at))
        .map(|node| (node, flow.element(node)))
}

/// Where the lines of a page stand, as far as it is read.
struct Column {
    region: usize,
    /// The lowest mark so far.
    lowest: Pt,
    /// The row that the last mark is in: its cells stand beside each other.
    row: Option<NodeId>,
}

impl Marks {
    pub fn of(pages: &Pages, flow: &Flow) -> Self {
        let mut out = Self { all: Vec::new(), first: FxHashMap::default(), noted: BTreeMap::new() };
        let mut region = 0;
        for (index, page) in pages.pages.iter().enumerate() {
            region = out.read(index, page, flow, region) + 1;
        }
        out
    }

    /// Those of the text, notes left out.
    pub fn body(&self) -> impl Iterator<Item = &Mark> {
        self.all.iter().filter(|mark| mark.note.is_none())
    }

    /// The marks of a page.
    pub fn on(&self, page: usize) -> &[Mark] {
        let from = self.all.partition_point(|mark| mark.page < page);
        let to = self.all.partition_point(|mark| mark.page <= page);
        &self.all[from..to]
    }

    /// Whether an element begins with a mark.
    pub fn begins(&self, node: NodeId, mark: &Mark) -> bool {
        self.first.get(&node).and_then(|&first| self.all.get(first)).is_some_and(|first| std::ptr::eq(first, mark))
    }

    /// Reads a page; gives its last region.
    fn read(&mut self, index: usize, page: &Page, flow: &Flow, region: usize) -> usize {
        let mut column = Column { region, lowest: page.height, row: None };
        let from = self.all.len();
        for item in page.items.iter().filter(|item| item.part == Part::Body) {
            let Some(node) = item.node else { continue };
            let Some((y, top)) = place(item) else { continue };
            let block = block(flow, node);
            if !self.all[from..].last().is_some_and(|last| last.block == block && last.y == y) {
                let mut mark = mark(flow, index, block, y);
                mark.region = if mark.note.is_some() { column.region } else { column.take(&mark, top) };
                self.all.push(mark);
            }
            let last = self.all.len() - 1;
            self.all[last].take(item);
            self.tell(flow, node, last);
        }
        column.region
    }

    /// Remembers which elements a mark belongs to.
    fn tell(&mut self, flow: &Flow, node: NodeId, mark: usize) {
        for (node, element) in ancestors(flow, node) {
            if let Data::NoteRef(note) = element.data {
                let note = NodeId { index: note, ..node };
                if matches!(flow.element(note).data, Data::Note(mark) if mark == node.index) {
                    self.noted.entry(note).or_insert(mark);
                }
            }
            if self.first.contains_key(&node) {
                break;
            }
            self.first.insert(node, mark);
        }
    }
}

impl Column {
    /// The region of the next mark. Text runs down: what stands higher than all before it begins a column.
    fn take(&mut self, mark: &Mark, top: Pt) -> usize {
        let same_row = mark.row.is_some() && mark.row == self.row;
        if !same_row && top > self.lowest + HIGHER {
            self.region += 1;
            self.lowest = mark.y;
        }
        self.lowest = self.lowest.min(mark.y);
        self.row = mark.row;
        self.region
    }
}

impl Mark {
    fn take(&mut self, item: &Item) {
        match &item.draw {
            Draw::Glyphs { run, .. } => {
                self.image = false;
                let room = WORDS.saturating_sub(self.words.chars().count());
                self.words.extend(run.text.chars().take(room));
            }
            Draw::Image { .. } => self.image |= self.words.is_empty(),
            Draw::Rect { .. } | Draw::Stroke { .. } => {}
        }
    }
}

/// Baseline or bottom, and the top, of what counts as content.
fn place(item: &Item) -> Option<(Pt, Pt)> {
    match &item.draw {
        Draw::Glyphs { y, .. } => Some((*y, *y)),
        Draw::Image { y, height, .. } => Some((*y, *y + *height)),
        Draw::Rect { .. } | Draw::Stroke { .. } => None,
    }
}

/// The block that an element is in, or is.
pub(super) fn block(flow: &Flow, node: NodeId) -> NodeId {
    ancestors(flow, node).find(|(_, element)| !element.name.is_inline()).map_or(node, |(node, _)| node)
}

fn mark(flow: &Flow, page: usize, block: NodeId, y: Pt) -> Mark {
    let around = |wanted: &dyn Fn(&Element) -> bool| {
        ancestors(flow, block).find(|(_, element)| wanted(element)).map(|(node, _)| node)
    };
    Mark {
        page,
        region: 0,
        block,
        y,
        words: String::new(),
        image: false,
        table: around(&|e| e.name == Name::Table),
        row: around(&|e| e.name == Name::Tr),
        figure: around(&|e| e.name == Name::Figure),
        note: around(&|e| matches!(e.data, Data::Note(_))),
    }
}
