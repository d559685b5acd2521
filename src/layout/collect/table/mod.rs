//! Tables: a piece for each row, the head drawn again on the pages the table goes on to.
//!
//! [`widths`] gives the columns theirs, numbers in line with each other ([`decimals`]); where a table is too wide,
//! [`fit`] makes its type and padding smaller, and [`narrow`] tries out which columns had better have more lines; or
//! [`stack`] sets it row by row.

mod decimals;
mod fit;
mod narrow;
mod stack;
mod widths;

use std::ops::Range;

use crate::dispatch::Alignment;
use crate::flow::{Child, Data, Name};
use crate::style::{Border, BorderCollapse, ComputedStyle, Pt, Rgb, Sides, TextAlign, VerticalAlign};

use super::super::draw::{self, insets};
use super::super::vertical::{Composed, FORBIDDEN, Ink, Repeat, VerticalList};
use super::block::Collector;
use super::scene::{Room, Scene};
use widths::Columns;

/// What parting a table costs that takes more of the page than [`LONG`]: it must be parted, so that pages are full.
const PARTED: f64 = 10.0;

/// What parting a shorter one costs at least: rather leave some of the page empty.
const PARTED_SHORT: f64 = 250.0;

/// See [`PARTED`].
const LONG: f64 = 0.6;

/// Least of all so that a single row is alone on a page.
const LONE_ROW: f64 = 400.0;

/// A table stands with the words that lead to it.
const LED_TO: f64 = 80.0;

/// A head that takes more of the page than this is not drawn again.
const TALLEST_HEAD: f64 = 0.4;

/// A row that takes more of the page than this may be cut, into slices of so much of it that they fill pages well.
const CUT: f64 = 0.45;
const SLICE: f64 = 0.1;

/// What cutting a row costs that takes the whole page; a shorter one costs more, and one of [`CUT`] as much as
/// [`LONE_ROW`].
const SLICED: f64 = 20.0;

/// A row as the flow has it.
struct Row {
    index: u32,
    head: bool,
    cells: Vec<u32>,
}

/// A table whose rows are being collected.
struct TableWalk {
    index: u32,
    columns: Columns,
    /// Its own frame, as wide as the columns.
    frame: Option<usize>,
    room: Room,
    depth: usize,
    /// Its first piece.
    first: usize,
    /// The lower borders of the cells of the row above.
    above: Vec<Border>,
}

/// A cell, collected.
struct Cell {
    index: u32,
    x: Pt,
    width: Pt,
    inset: Sides<Pt>,
    border: Sides<Border>,
    background: Option<Rgb>,
    list: VerticalList,
    /// How far its pieces are drawn.
    done: usize,
}

impl Collector<'_> {
    /// Collects the rows of a table, then its caption. `frame` is the table's own.
    pub fn table(&mut self, index: u32, room: Room, frame: Option<usize>, depth: usize) {
        self.gap.cost(LED_TO);
        let rows = self.rows(index);
        let first = self.piece_count();
        match self.columns(index, &rows, room, depth) {
            Some(columns) => self.grid(index, &rows, columns, room, frame, depth),
            None => self.stack(index, &rows, room, depth),
        }
        for piece in self.list.pieces.iter_mut().skip(first + 1) {
            piece.keeps_out = true;
        }
        self.table_caption(index, room, depth);
    }

    /// Collects the rows of a table whose columns stand beside each other.
    fn grid(&mut self, index: u32, rows: &[Row], columns: Columns, room: Room, frame: Option<usize>, depth: usize) {
        if let Some(frame) = frame {
            self.fit_frame(frame, index, &columns);
        }
        let first = self.piece_count();
        let mut walk = TableWalk { index, columns, frame, room, depth, first, above: Vec::new() };
        let mut body_starts = Vec::new();
        for row in rows {
            if !row.head {
                body_starts.push(self.piece_count());
            }
            self.row(&mut walk, row);
        }
        self.repeat_head(&walk, &body_starts);
    }

    fn table_caption(&mut self, index: u32, room: Room, depth: usize) {
        for child in &self.scene.element(index).children {
            if let Child::Element(inner) = child
                && self.flows(*inner)
                && self.scene.element(*inner).name == Name::Caption
            {
                self.gap.cost(FORBIDDEN);
                self.block(*inner, room, depth + 1);
            }
        }
    }

    fn fit_frame(&mut self, frame: usize, table: u32, columns: &Columns) {
        let inset = insets(self.scene.style(table));
        let left = columns.places.iter().map(|place| place.0).reduce(Pt::min);
        let right = columns.places.iter().map(|place| place.0 + place.1).reduce(Pt::max);
        if let Some((left, right)) = left.zip(right) {
            let frame = &mut self.list.frames[frame];
            frame.x = left - inset.left;
            frame.width = right - left + inset.left + inset.right;
        }
    }

    /// The rows of a table in order; whatever else it holds is no part of a table.
    fn rows(&self, table: u32) -> Vec<Row> {
        let mut rows = Vec::new();
        for inner in self.elements(table) {
            match self.scene.element(inner).name {
                Name::Tr => rows.push(self.row_of(inner, false)),
                name @ (Name::Thead | Name::Tbody) => {
                    let trs = self.elements(inner).into_iter().filter(|&e| self.scene.element(e).name == Name::Tr);
                    rows.extend(trs.map(|tr| self.row_of(tr, name == Name::Thead)));
                }
                _ => {}
            }
        }
        rows
    }

    fn row_of(&self, index: u32, head: bool) -> Row {
        let is_cell = |e: &u32| matches!(self.scene.element(*e).name, Name::Th | Name::Td);
        Row { index, head, cells: self.elements(index).into_iter().filter(is_cell).collect() }
    }

    /// The elements that an element holds and that are printed.
    fn elements(&self, index: u32) -> Vec<u32> {
        let of = |child: &Child| match child {
            Child::Element(inner) if self.flows(*inner) => Some(*inner),
            _ => None,
        };
        self.scene.element(index).children.iter().filter_map(of).collect()
    }

    /// Adds a row's piece, or pieces if it is taller than a page.
    fn row(&mut self, walk: &mut TableWalk, row: &Row) {
        let room = walk.room;
        let collapse = self.scene.style(walk.index).border_collapse == BorderCollapse::Collapse;
        let mut cells = Vec::with_capacity(row.cells.len());
        for (number, (&index, &place)) in row.cells.iter().zip(&walk.columns.places).enumerate() {
            let mut cell = self.cell(walk, index, row, place);
            if collapse {
                collapse_borders(&mut cell, number, walk.above.get(number));
            }
            cells.push(cell);
        }
        walk.above = cells.iter().map(|cell| cell.border.bottom).collect();
        let first = self.piece_count();
        let anchors: Vec<String> = [row.index]
            .iter()
            .chain(&row.cells)
            .filter_map(|&index| self.scene.element(index).anchor.clone())
            .collect();
        for anchor in anchors {
            self.anchor(&anchor);
        }
        let whole = cells.iter().map(Cell::whole_height).fold(Pt::ZERO, Pt::max);
        let limit = if whole > room.height * CUT { room.height * SLICE } else { whole };
        let spared = ((1.0 - whole.0 / room.height.0) / (1.0 - CUT)).max(0.0);
        let cost = SLICED + (LONE_ROW - SLICED) * spared;
        loop {
            let opens = self.piece_count() == first;
            if !opens {
                self.gap.cost(cost);
            }
            if self.slice(&mut cells, limit, opens) {
                break;
            }
        }
    }

    /// Draws as much of a row's cells as a slice holds; gives whether they are done.
    fn slice(&mut self, cells: &mut [Cell], limit: Pt, opens: bool) -> bool {
        let mut parts = Vec::with_capacity(cells.len());
        let mut notes = Vec::new();
        let mut start = None;
        for cell in cells.iter_mut() {
            let range = cell.next(limit);
            for piece in &mut cell.list.pieces[range.clone()] {
                notes.append(&mut piece.notes);
                start = start.or(piece.start);
            }
            let Composed { ink, height, .. } = cell.list.compose(range.clone(), true, Pt::ZERO, &[]);
            cell.done = range.end;
            parts.push((ink, height));
        }
        let closes = cells.iter().all(|cell| cell.done == cell.list.pieces.len());
        let top = |cell: &Cell| if opens { cell.inset.top } else { Pt::ZERO };
        let bottom = |cell: &Cell| if closes { cell.inset.bottom } else { Pt::ZERO };
        let height = cells
            .iter()
            .zip(&parts)
            .map(|(cell, (_, height))| top(cell) + *height + bottom(cell))
            .fold(Pt::ZERO, Pt::max);
        let (mut out, _) = self.take_markers(None);
        for (cell, (ink, content)) in cells.iter().zip(parts) {
            cell.draw_box(height, opens, closes, &mut out);
            let spare = height - top(cell) - content - bottom(cell);
            let shift = match self.scene.style(cell.index).vertical_align {
                VerticalAlign::Middle => spare / 2.0,
                VerticalAlign::Bottom => spare,
                _ => Pt::ZERO,
            };
            out.add(ink, Pt::ZERO, -(top(cell) + shift));
        }
        let piece = self.emit(height, out);
        piece.notes = notes;
        piece.start = start;
        closes
    }

    /// Collects a cell.
    fn cell(&mut self, walk: &TableWalk, index: u32, row: &Row, (x, width): (Pt, Pt)) -> Cell {
        let style = self.scene.style(index);
        let mut inset = insets(style);
        inset.right += walk.columns.shifts.get(&index).copied().unwrap_or_default();
        let inner = Room {
            x: x + inset.left,
            width: (width - inset.left - inset.right).max(Pt(1.0)),
            height: (walk.room.height * 0.9 - inset.top - inset.bottom).max(Pt(1.0)),
        };
        let mut collector = Collector::without_columns(self.scene);
        collector.align = match self.scene.element(index).data {
            Data::Cell(Alignment::Left) => Some(TextAlign::Left),
            Data::Cell(Alignment::Center) => Some(TextAlign::Center),
            Data::Cell(Alignment::Right) => Some(TextAlign::Right),
            _ => None,
        };
        collector.children(index, inner, walk.depth + 1);
        let mut behind = style.background.or(self.scene.style(row.index).background);
        if behind.is_none()
            && let Some(group) = self.scene.element(row.index).parent
            && matches!(self.scene.element(group).name, Name::Thead | Name::Tbody)
        {
            behind = self.scene.style(group).background;
        }
        collector.gap.close(Pt::ZERO);
        self.missing.append(&mut collector.missing);
        let list = collector.finish(&mut self.diags, &mut self.overfull);
        Cell { index, x, width, inset, border: row_border(self.scene, row, style), background: behind, list, done: 0 }
    }

    /// Keeps the head with the first row and has it drawn again where the table goes on.
    fn repeat_head(&mut self, walk: &TableWalk, body_starts: &[usize]) {
        let &TableWalk { first, frame, room, .. } = walk;
        let Some((&body, &last)) = body_starts.first().zip(body_starts.last()) else { return };
        let end = self.list.pieces.len();
        let parted = parted(self.list.pieces[first..].iter().map(|piece| piece.height).sum(), room);
        let pieces = &mut self.list.pieces;
        let mut forbid = |index: usize, cost: f64| {
            if let Some(piece) = pieces.get_mut(index).filter(|_| index > first) {
                piece.before.raise(cost);
            }
        };
        for &start in body_starts {
            forbid(start, parted);
        }
        for index in first..=body {
            forbid(index, FORBIDDEN);
        }
        if let Some(&second) = body_starts.get(1) {
            forbid(second, LONE_ROW);
        }
        forbid(last, LONE_ROW);
        if body == first {
            return;
        }
        let mut head = Repeat { height: Pt::ZERO, ink: Ink::default() };
        for piece in &self.list.pieces[first..body] {
            head.ink.add(piece.ink.as_artefact(), Pt::ZERO, -head.height);
            head.height += piece.height;
        }
        if head.height > room.height * TALLEST_HEAD {
            return;
        }
        if let Some(frame) = frame.and_then(|frame| self.list.frames.get(frame)) {
            let (left, right) = (frame.x, frame.x + frame.width);
            draw::edge(&frame.border.top, (left, Pt::ZERO), (right, Pt::ZERO), (0.0, -1.0), &mut head.ink.items);
        }
        let repeat = u32::try_from(self.list.repeats.len()).ok();
        self.list.repeats.push(head);
        for piece in &mut self.list.pieces[body..end] {
            piece.repeat = repeat;
        }
    }
}

impl Cell {
    fn whole_height(&self) -> Pt {
        self.inset.top + self.content_height(0, self.list.pieces.len()) + self.inset.bottom
    }

    fn content_height(&self, from: usize, to: usize) -> Pt {
        let pieces = &self.list.pieces;
        (from..to).map(|i| self.list.gap(i) + pieces[i].height).sum::<Pt>()
            + to.checked_sub(1).map_or(Pt::ZERO, |last| pieces[last].tail)
    }

    /// The pieces that a slice of this height holds, at least one.
    fn next(&self, limit: Pt) -> Range<usize> {
        let count = self.list.pieces.len();
        let mut end = self.done;
        let mut height = Pt::ZERO;
        while end < count {
            height += self.list.gap(end) + self.list.pieces[end].height;
            if end > self.done && height.0 > limit.0 + 0.01 {
                break;
            }
            end += 1;
        }
        self.done..end
    }

    fn draw_box(&self, height: Pt, opens: bool, closes: bool, out: &mut Ink) {
        let (left, right, bottom) = (self.x, self.x + self.width, -height);
        if let Some(color) = self.background {
            out.items.push(draw::rect(left, bottom, self.width, height, color));
        }
        if opens {
            draw::edge(&self.border.top, (left, Pt::ZERO), (right, Pt::ZERO), (0.0, -1.0), &mut out.items);
        }
        if closes {
            draw::edge(&self.border.bottom, (left, bottom), (right, bottom), (0.0, 1.0), &mut out.items);
        }
        draw::edge(&self.border.left, (left, bottom), (left, Pt::ZERO), (1.0, 0.0), &mut out.items);
        draw::edge(&self.border.right, (right, bottom), (right, Pt::ZERO), (-1.0, 0.0), &mut out.items);
    }
}

/// What a break between two rows of a table costs: the shorter the table, the more.
fn parted(height: Pt, room: Room) -> f64 {
    let share = height.0 / room.height.0;
    if share > LONG { PARTED } else { PARTED_SHORT + 150.0 * (LONG - share) }
}

/// A cell's borders; where it has none above or below, its row's, or those of the rows' group at its edges.
fn row_border(scene: &Scene<'_>, row: &Row, style: &ComputedStyle) -> Sides<Border> {
    let mut border = style.border;
    let mut behind = vec![scene.style(row.index).border];
    if let Some(group) = scene.element(row.index).parent.map(|parent| (parent, scene.element(parent)))
        && matches!(group.1.name, Name::Thead | Name::Tbody)
    {
        let outer = scene.style(group.0).border;
        let mut at_edge = Sides::all(ComputedStyle::initial().border.top);
        let own = Child::Element(row.index);
        if group.1.children.first() == Some(&own) {
            at_edge.top = outer.top;
        }
        if group.1.children.last() == Some(&own) {
            at_edge.bottom = outer.bottom;
        }
        behind.push(at_edge);
    }
    for behind in behind {
        if !draw::shows(&border.top) {
            border.top = behind.top;
        }
        if !draw::shows(&border.bottom) {
            border.bottom = behind.bottom;
        }
    }
    border
}

/// Of two borders that meet only the wider shows (CSS 2.2, 17.6.2.1): the upper row's bottom edge is drawn over the
/// lower row's top, the left cell's right edge over the right cell's left.
fn collapse_borders(cell: &mut Cell, number: usize, above: Option<&Border>) {
    if let Some(upper) = above
        && draw::thickness(upper) >= draw::thickness(&cell.border.top)
    {
        cell.border.top.width = Pt::ZERO;
    }
    if number > 0 && draw::shows(&cell.border.right) {
        cell.border.left.width = Pt::ZERO;
    }
}
