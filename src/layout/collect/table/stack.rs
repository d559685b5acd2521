//! A table that is too wide, set row by row (`-weekbook-wide-table: stack`): each row a block, its first cell in bold at
//! the top, then a line for each cell, led by the words that head its column.
//!
//! The head's cells are drawn with the first row, and belong to the head all the same; before the later rows their words
//! are decoration, so that whoever hears the table hears its head once. What the layout adds, the sign after a label and
//! the dash of an empty cell, belongs to nothing. All of that is made in the name of the head's row, which has no text of
//! its own, and loosed from it when it is drawn.

use std::ops::Range;
use std::sync::Arc;

use crate::flow::{Child, Name, NodeId};
use crate::language::{Direction, after_label};
use crate::style::{Border, BorderStyle, ComputedStyle, Display, Length, Pt, Rgb, Sides, TextAlign, WideTable};

use super::super::super::draw;
use super::super::super::vertical::{FORBIDDEN, Ink, Repeat};
use super::super::block::{Collector, Geometry};
use super::super::inline::{Inlines, gather};
use super::super::scene::Room;
use super::{Row, TALLEST_HEAD, parted, row_border};

/// How far further lines of a cell stand in, in em.
const HANG: f64 = 1.0;

/// Stands in an empty cell.
const NOTHING: &str = "–";

/// A row that takes more of the page than this may be parted, at this cost.
const TALL: f64 = 0.45;
const PARTED_ROW: f64 = 60.0;

/// The rule between rows of a style that has none.
const RULE: Pt = Pt(0.5);

/// At the sides of what has a ground, in em, where the style gives it no padding.
const BESIDE: f64 = 0.3;

const BOLD: u16 = 700;

/// A table that is being set row by row.
struct Stack<'r> {
    head: &'r Row,
    /// What heads each column, as it leads a cell of the next row.
    labels: Vec<Option<Inlines>>,
    direction: Direction,
    room: Room,
    depth: usize,
}

impl Collector<'_> {
    /// Whether a table is to be set row by row where it is too wide, and can be: it has one row of headings, and others.
    pub(super) fn stacks(&self, table: u32, rows: &[Row]) -> bool {
        let headed = matches!(rows, [head, body @ ..]
            if head.head && !body.is_empty() && !body.iter().any(|row| row.head));
        headed && self.scene.style(table).wide_table == WideTable::Stack
    }

    /// Collects the rows of a table, one below the other.
    pub(super) fn stack(&mut self, table: u32, rows: &[Row], room: Room, depth: usize) {
        let [head, body @ ..] = rows else { return };
        let first: Vec<Option<Inlines>> = head.cells.iter().map(|&cell| self.label(table, head, cell, room)).collect();
        let later: Vec<_> =
            first.iter().map(|label| Some(label.as_ref()?.as_decoration(self.scene, head.index))).collect();
        let direction = self.scene.element(table).dir;
        let mut later = Some(later);
        let mut stack = Stack { head, labels: first, direction, room, depth };
        let names = [head.index].into_iter().chain(head.cells.iter().copied());
        for anchor in names.filter_map(|index| self.scene.element(index).anchor.clone()) {
            self.anchor(&anchor);
        }
        let start = self.piece_count();
        let mut starts = Vec::with_capacity(body.len());
        for (number, row) in body.iter().enumerate() {
            starts.push(self.piece_count());
            self.stacked_row(&stack, row, number.checked_sub(1).map_or(head, |above| &body[above]));
            stack.labels = later.take().unwrap_or(stack.labels);
        }
        let cost = parted(self.list.pieces[start..].iter().map(|piece| piece.height).sum(), room);
        for &piece in &starts[1..] {
            self.raise(piece, cost);
        }
        let headed = head.cells.iter().copied().find(|&cell| self.scene.shared[cell as usize] && self.has_text(cell));
        if let (Some(cell), Some(piece)) = (headed, self.list.pieces.get_mut(start)) {
            piece.start = Some((self.scene.node(cell), 0));
        }
    }

    fn has_text(&self, cell: u32) -> bool {
        self.scene.text_length(cell) > 0
    }

    /// The words that head a column, as they lead a cell; `None` where there are none.
    fn label(&self, table: u32, head: &Row, cell: u32, room: Room) -> Option<Inlines> {
        let mut label = self.gathered(cell, room);
        if label.is_blank() {
            return None;
        }
        let element = self.scene.element(cell);
        let words = after_label(&element.lang, &label.paragraph.text);
        label.end_with(&words, head.index, Arc::clone(self.scene.style(cell)));
        embolden(&mut label);
        let group = self.group(head);
        if [Some(cell), Some(head.index), group]
            .into_iter()
            .flatten()
            .any(|on| self.scene.style(on).background.is_some())
        {
            // The ground that their colour is meant for stays behind.
            let color = self.scene.style(table).color;
            label.paragraph.spans.iter_mut().for_each(|span| Arc::make_mut(&mut span.style).color = color);
        }
        Some(label)
    }

    /// The group that a row is in.
    fn group(&self, row: &Row) -> Option<u32> {
        self.scene.element(row.index).parent.filter(|&parent| self.scene.element(parent).name != Name::Table)
    }

    fn gathered(&self, cell: u32, room: Room) -> Inlines {
        let children: Vec<&Child> = self.scene.element(cell).children.iter().collect();
        gather(self.scene, cell, &children, 0, room)
    }

    /// Collects a row below another.
    fn stacked_row(&mut self, stack: &Stack<'_>, row: &Row, above: &Row) {
        let first = self.piece_count();
        let (style, geometry) = self.row_box(stack, row, above);
        let open = self.open(row.index, &style, geometry, stack.room.width);
        let mut starts = Vec::with_capacity(row.cells.len());
        for (column, &cell) in row.cells.iter().enumerate() {
            starts.push(self.piece_count());
            let label = stack.labels.get(column).cloned().flatten();
            self.stacked_cell(stack, cell, label, geometry.content, column == 0);
        }
        self.close(&style, &open);
        self.keep_row(first..self.piece_count(), &starts, stack.room);
    }

    /// The box of a row: parted from the one above by the wider of the rules between the two.
    fn row_box(&self, stack: &Stack<'_>, row: &Row, above: &Row) -> (ComputedStyle, Geometry) {
        let scene = self.scene;
        let borders = |row: &Row| {
            let cells = row.cells.iter().map(|&cell| row_border(scene, row, scene.style(cell)));
            cells.collect::<Vec<Sides<Border>>>()
        };
        let wider = |borders: &mut dyn Iterator<Item = Border>| {
            borders.max_by(|a, b| draw::thickness(a).0.total_cmp(&draw::thickness(b).0)).filter(draw::shows)
        };
        let own = scene.style(row.cells.first().copied().unwrap_or(row.index));
        let none = ComputedStyle::initial().border;
        let (upper, lower) = (borders(above), borders(row));
        let rule = Border { width: RULE, style: BorderStyle::Solid, color: own.color };
        let top = wider(&mut upper.iter().map(|b| b.bottom).chain(lower.iter().map(|b| b.top))).unwrap_or(rule);
        let group = self.group(row).and_then(|group| scene.style(group).background);
        let background = scene.style(row.index).background.or(group);
        let padding = Sides { top: own.padding.top, bottom: own.padding.bottom, ..Sides::default() };
        let style = ComputedStyle {
            display: Display::Block,
            padding: beside(padding, background, own),
            border: Sides { top, ..none },
            background,
            ..ComputedStyle::initial()
        };
        let geometry = within(&style, stack.room);
        (style, geometry)
    }

    /// Collects a cell, led by what heads its column.
    fn stacked_cell(&mut self, stack: &Stack<'_>, cell: u32, label: Option<Inlines>, room: Room, title: bool) {
        let own = Arc::clone(self.scene.style(cell));
        let style = ComputedStyle {
            display: Display::Block,
            padding: beside(Sides::default(), own.background, &own),
            background: own.background,
            ..ComputedStyle::initial()
        };
        let geometry = within(&style, room);
        let open = self.open(cell, &style, geometry, room.width);
        let room = geometry.content;
        let holds_blocks = self.elements(cell).into_iter().any(|inner| !self.is_inline(inner));
        if holds_blocks {
            if let Some(label) = label {
                self.pair(stack, cell, label, room, title);
                self.gap.cost(FORBIDDEN);
            }
            self.children(cell, hung(room, stack.direction, own.font_size * HANG), stack.depth + 1);
        } else {
            self.stacked_text(stack, cell, label, room, title);
        }
        self.close(&style, &open);
    }

    /// Sets a cell of text, or that there is none.
    fn stacked_text(&mut self, stack: &Stack<'_>, cell: u32, label: Option<Inlines>, room: Room, title: bool) {
        let hang = self.scene.style(cell).font_size * HANG;
        let inner = Room { width: (room.width - hang).max(Pt(1.0)), height: room.height * TALL, ..room };
        let mut value = self.gathered(cell, inner);
        let blank = value.is_blank();
        if blank {
            if label.is_none() && !title {
                self.pending(&value);
                return;
            }
            value.end_with(NOTHING, stack.head.index, Arc::clone(self.scene.style(cell)));
        }
        if title {
            embolden(&mut value);
        }
        if value.paragraph.direction != stack.direction {
            value.isolate(stack.head.index);
            value.paragraph.direction = stack.direction;
        }
        if let Some(mut label) = label {
            if label.paragraph.direction != stack.direction {
                label.isolate(stack.head.index);
            }
            value.follow(label);
        }
        let first = self.piece_count();
        self.pair(stack, cell, value, room, title);
        if blank {
            self.list.pieces[first..].iter_mut().for_each(|piece| piece.start = None);
        }
    }

    /// Sets a label and what follows on it, further lines hanging but in a title.
    fn pair(&mut self, stack: &Stack<'_>, cell: u32, mut inlines: Inlines, room: Room, title: bool) {
        self.named_strings(&inlines);
        let own = self.scene.style(cell);
        let hang = if title { Pt::ZERO } else { (own.font_size * HANG).min(room.width / 4.0) };
        inlines.paragraph.style = Arc::new(ComputedStyle {
            text_align: TextAlign::Start,
            text_indent: Pt::ZERO - hang,
            ..ComputedStyle::clone(own)
        });
        let room = hung(room, stack.direction, hang);
        let shaped = self.scene.setter.shape(&inlines.paragraph, &mut self.missing);
        let lines = shaped.lines(&|_| room.width);
        let words = self.scene.node(stack.head.index);
        self.set_lines(cell, &inlines, lines, room, &|ink| loose(words, ink));
    }

    /// Keeps a row of these pieces together, unless it is tall, and its title with the page that it goes on to.
    /// `cells`: where each cell begins.
    fn keep_row(&mut self, row: Range<usize>, cells: &[usize], room: Room) {
        let height: Pt = self.list.pieces[row.clone()].iter().map(|piece| piece.height).sum();
        if height <= room.height * TALL {
            (row.start + 1..row.end).for_each(|piece| self.raise(piece, FORBIDDEN));
            return;
        }
        cells.iter().skip(1).for_each(|&piece| self.raise(piece, PARTED_ROW));
        // A title is not left alone, nor the row's last cell.
        let ends = [cells.get(1), cells.get(2), cells.last()];
        ends.into_iter().flatten().filter(|&&piece| piece > row.start).for_each(|&piece| self.raise(piece, FORBIDDEN));
        let Some(&body) = cells.get(1) else { return };
        let mut title = Repeat { height: Pt::ZERO, ink: Ink::default() };
        for piece in &self.list.pieces[row.start..body] {
            title.ink.add(piece.ink.as_artefact(), Pt::ZERO, -title.height);
            title.height += piece.height;
        }
        if title.height > room.height * TALLEST_HEAD {
            return;
        }
        let repeat = u32::try_from(self.list.repeats.len()).ok();
        self.list.repeats.push(title);
        self.list.pieces[body..row.end].iter_mut().for_each(|piece| piece.repeat = repeat);
    }

    /// A break before a piece costs at least this.
    fn raise(&mut self, piece: usize, cost: f64) {
        if let Some(piece) = self.list.pieces.get_mut(piece) {
            piece.before.raise(cost);
        }
    }
}

/// Looses from an element what is drawn in its name.
fn loose(element: NodeId, ink: &mut Ink) {
    for item in ink.items.iter_mut().filter(|item| item.node == Some(element)) {
        item.node = None;
    }
}

fn embolden(inlines: &mut Inlines) {
    for span in &mut inlines.paragraph.spans {
        let style = Arc::make_mut(&mut span.style);
        style.font_weight = style.font_weight.max(BOLD);
    }
}

/// The padding at the sides of what has a ground; nothing else needs any.
fn beside(padding: Sides<Pt>, background: Option<Rgb>, own: &ComputedStyle) -> Sides<Pt> {
    if background.is_none() {
        return padding;
    }
    let least = own.font_size * BESIDE;
    Sides { left: own.padding.left.max(least), right: own.padding.right.max(least), ..padding }
}

/// The place of a box that is as wide as its room.
fn within(style: &ComputedStyle, room: Room) -> Geometry {
    let Sides { left, right, .. } = style.padding;
    let content = Room { x: room.x + left, width: (room.width - left - right).max(Pt(1.0)), ..room };
    debug_assert_eq!(style.margin.left, Length::Abs(Pt::ZERO));
    Geometry { border_x: room.x, border_width: room.width, content }
}

/// The room beside an indent at the lines' start.
fn hung(room: Room, direction: Direction, hang: Pt) -> Room {
    let x = if direction == Direction::Ltr { room.x + hang } else { room.x };
    Room { x, width: (room.width - hang).max(Pt(1.0)), ..room }
}
