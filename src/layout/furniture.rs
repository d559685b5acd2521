//! Running heads and folios: the margin boxes of `@page` (CSS Paged Media 3, 4 and 5.3), apart from the body.

use rustc_hash::FxHashMap;

use crate::diagnostic::Span;
use crate::edition::Metadata;
use crate::flow::Flow;
use crate::language::Direction;
use crate::style::{
    ContentItem, Length, MarginBox, MarginBoxName, PageContext, PageStyle, Pt, Sides, TextAlign, VerticalAlign,
};
use crate::text::{Line, LineItem};

use super::draw::{self, insets};
use super::emit::PageFacts;
use super::pages::{Draw, Item, Part};
use super::set::{self, Setter};
use super::strings::PageStrings;
use super::vertical::Frame;

/// Heads of more pages than this are not remembered at once.
const REMEMBERED: usize = 256;

/// What is left between two boxes that would like more room than there is.
const APART: Pt = Pt(12.0);

/// A page's furniture is the same wherever its kind and its words are.
type Key = (PageContext, Vec<String>);

/// Makes the furniture of pages.
pub(super) struct Furniture<'a> {
    flow: &'a Flow,
    setter: &'a dyn Setter,
    total: String,
    known: FxHashMap<Key, Vec<Item>>,
    /// Characters that no font has.
    pub missing: Vec<char>,
    /// Boxes whose lines are higher than the margin.
    pub too_high: Vec<TooHigh>,
}

/// A margin box whose lines are higher than its margin leaves room for.
pub(super) struct TooHigh {
    /// Where a style says what it shows.
    pub place: Span,
    pub lines: usize,
    pub height: Pt,
    pub room: Pt,
}

/// A margin box with its words and the width they need.
struct Words<'s> {
    source: &'s MarginBox,
    text: String,
    width: Pt,
}

/// A rectangle of the page.
#[derive(Clone, Copy)]
struct Cell {
    left: Pt,
    bottom: Pt,
    width: Pt,
    height: Pt,
}

impl<'a> Furniture<'a> {
    pub fn new(flow: &'a Flow, setter: &'a dyn Setter, total: String) -> Self {
        Self { flow, setter, total, known: FxHashMap::default(), missing: Vec::new(), too_high: Vec::new() }
    }

    /// The furniture of a page. A blank page has what its style gives it, which is usually nothing.
    pub fn page(&mut self, style: &PageStyle, facts: &PageFacts, strings: &PageStrings) -> Vec<Item> {
        let texts: Vec<String> = style.boxes.iter().map(|b| self.text(&b.content, &facts.label, strings)).collect();
        if texts.iter().all(|text| text.trim().is_empty()) {
            return Vec::new();
        }
        let key = (facts.context.clone(), texts);
        if let Some(items) = self.known.get(&key) {
            return items.clone();
        }
        let items = self.draw(style, &key.1);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(key, items.clone());
        items
    }

    fn text(&self, content: &[ContentItem], label: &str, strings: &PageStrings) -> String {
        let mut out = String::new();
        for item in content {
            match item {
                ContentItem::Text(text) => out.push_str(text),
                ContentItem::Page => out.push_str(label),
                ContentItem::Pages => out.push_str(&self.total),
                ContentItem::Named(name, keyword) => out.push_str(strings.get(name, keyword)),
                ContentItem::Content => {}
            }
        }
        out
    }

    fn draw(&mut self, page: &PageStyle, texts: &[String]) -> Vec<Item> {
        use MarginBoxName as N;
        let mut out = Vec::new();
        let Sides { top, right, bottom, left } = page.margin;
        let inner = page.width - left - right;
        let (head, foot) = (page.height - top, Pt::ZERO);
        let cell = |left, bottom, width, height| Cell { left, bottom, width, height };
        let corners = [
            (N::TopLeftCorner, cell(Pt::ZERO, head, left, top)),
            (N::TopRightCorner, cell(page.width - right, head, right, top)),
            (N::BottomLeftCorner, cell(Pt::ZERO, foot, left, bottom)),
            (N::BottomRightCorner, cell(page.width - right, foot, right, bottom)),
        ];
        let rows = [
            ([N::TopLeft, N::TopCenter, N::TopRight], cell(left, head, inner, top)),
            ([N::BottomLeft, N::BottomCenter, N::BottomRight], cell(left, foot, inner, bottom)),
        ];
        for (names, whole) in rows {
            let words = names.map(|name| self.words(page, texts, name));
            let cells = cells(&words, whole);
            for (words, cell) in words.iter().zip(cells) {
                self.draw_box(words.as_ref(), cell, &mut out);
            }
        }
        for (name, cell) in corners {
            let words = self.words(page, texts, name);
            self.draw_box(words.as_ref(), cell, &mut out);
        }
        out
    }

    fn words<'s>(&mut self, page: &'s PageStyle, texts: &[String], name: MarginBoxName) -> Option<Words<'s>> {
        let (source, text) = page.boxes.iter().zip(texts).find(|(b, _)| b.name == name)?;
        if text.trim().is_empty() {
            return None;
        }
        let inset = insets(&source.style);
        let width = widest(&self.lines(text, source)) + inset.left + inset.right;
        Some(Words { source, text: text.clone(), width })
    }

    fn lines(&mut self, text: &str, source: &MarginBox) -> Vec<Line> {
        let Metadata { direction, language, .. } = &self.flow.meta;
        let words = set::Words { text, node: 0, style: source.style.clone(), direction: *direction, lang: language };
        set::unbroken(self.setter, words, &mut self.missing)
    }

    fn draw_box(&mut self, words: Option<&Words<'_>>, cell: Cell, out: &mut Vec<Item>) {
        let Some(words) = words else { return };
        let style = &words.source.style;
        let margin = |length: Length, whole: Pt| length.of(whole).unwrap_or(Pt::ZERO);
        let (m, inset) = (style.margin, insets(style));
        let left = cell.left + margin(m.left, cell.width);
        let width = cell.width - margin(m.left, cell.width) - margin(m.right, cell.width);
        let top = cell.bottom + cell.height - margin(m.top, cell.width);
        let bottom = cell.bottom + margin(m.bottom, cell.width);
        let frame = Frame {
            column: None,
            is_around_columns: false,
            pieces: 0..0,
            x: left,
            width,
            above: Pt::ZERO,
            below: Pt::ZERO,
            background: style.background,
            border: style.border,
        };
        draw::boxed(&frame, top, bottom, true, true, out);
        let room = width - inset.left - inset.right;
        let lines = self.fitted(&words.text, words.source, room);
        let height: Pt = lines.iter().map(|line| line.ascent + line.descent).sum();
        let high = top - bottom - inset.top - inset.bottom - height;
        if high < Pt(-0.5)
            && let Some(place) = &words.source.place
            && self.too_high.iter().all(|known| known.place != *place)
        {
            let room = top - bottom - inset.top - inset.bottom;
            self.too_high.push(TooHigh { place: place.clone(), lines: lines.len(), height, room });
        }
        let drop = match style.vertical_align {
            VerticalAlign::Top => Pt::ZERO,
            VerticalAlign::Bottom => high,
            _ => high / 2.0,
        };
        let mut above = top - inset.top - drop;
        for line in lines {
            let spare = room - line.width;
            let x = left + inset.left - line.x
                + match alignment(words.source, self.flow.meta.direction) {
                    TextAlign::Center => spare / 2.0,
                    TextAlign::Right => spare,
                    _ => Pt::ZERO,
                };
            let y = above - line.ascent;
            above = y - line.descent;
            for item in line.items {
                if let LineItem::Run(run) = item {
                    out.push(Item { node: None, part: Part::Body, draw: Draw::Glyphs { x, y, run } });
                }
            }
        }
    }

    /// The words, in as many lines as they have; what does not fit a line is left out, word by word, but of a marking
    /// nothing.
    fn fitted(&mut self, text: &str, source: &MarginBox, room: Pt) -> Vec<Line> {
        let lines = self.lines(text, source);
        if source.is_marking() || !is_wider(widest(&lines), room) {
            return lines;
        }
        let cut =
            |line: Line| if is_wider(line.width, room) { self.cut(&text[line.text], source, room) } else { Some(line) };
        lines.into_iter().filter_map(cut).collect()
    }

    /// As many words of a line as there is room for.
    fn cut(&mut self, text: &str, source: &MarginBox, room: Pt) -> Option<Line> {
        let mut line = self.lines(text.trim_end(), source).into_iter().next()?;
        let mut kept = text.trim_end();
        while is_wider(line.width, room) && !kept.is_empty() {
            // Drop at least as much as the excess is of the line, so that this ends soon.
            let share = (room.0.max(0.0) / line.width.0 * kept.len() as f64) as usize;
            let mut cut = share.min(kept.len() - 1);
            while !kept.is_char_boundary(cut) {
                cut -= 1;
            }
            kept = kept[..cut].rsplit_once(char::is_whitespace).map_or(&kept[..cut], |(words, _)| words).trim_end();
            line = self.lines(&format!("{kept}…"), source).into_iter().next()?;
        }
        // Where not even a mark of what is left out has room, a head says nothing.
        (!kept.is_empty() || line.width.0 <= room.0 + 0.01).then_some(line)
    }
}

fn widest(lines: &[Line]) -> Pt {
    lines.iter().map(|line| line.width).fold(Pt::ZERO, Pt::max)
}

fn is_wider(width: Pt, room: Pt) -> bool {
    width.0 > room.0 + 0.01
}

/// The cells of a row: a marking at its right has all the room that it needs, the others share what is left.
fn cells(words: &[Option<Words<'_>>; 3], whole: Cell) -> [Cell; 3] {
    let Some(marking) = words[2].as_ref().filter(|words| words.source.is_marking()) else {
        return share([&words[0], &words[1], &words[2]], whole);
    };
    let width = Pt(marking.width.0.min(whole.width.0));
    let rest = Cell { width: whole.width - width, ..whole };
    let [left, middle, _] = share([&words[0], &words[1], &None], rest);
    [left, middle, Cell { left: whole.left + rest.width, width, ..whole }]
}

/// The cells of the three boxes of a row (CSS Paged Media 3, 5.3.2): the middle one stays in the middle, and each is
/// as wide as its words ask in proportion to the others. Where there is no room for all, what needs less than its even
/// share keeps its words, and the longer one gives way: half a date says nothing, half a title enough.
fn share(words: [&Option<Words<'_>>; 3], whole: Cell) -> [Cell; 3] {
    let width = |i: usize| words[i].as_ref().map_or(0.0, |w| w.width.0.max(1.0));
    let total = whole.width.0.max(0.0);
    let (left, middle, right) = (width(0), width(1), width(2));
    let widths = if middle > 0.0 {
        let side = left.max(right);
        let room = (total - APART.0 * 2.0).max(0.0);
        if middle + side * 2.0 <= room || side <= 0.0 {
            let unit = total / (middle + side * 2.0).max(0.01);
            [side * unit, middle * unit, side * unit]
        } else {
            let middle = middle.min((room / 3.0).max(room - side * 2.0));
            let side = (room - middle) / 2.0;
            [side, total - side * 2.0, side]
        }
    } else {
        let room = total - if left > 0.0 && right > 0.0 { APART.0 } else { 0.0 };
        if left + right <= room || room <= 0.0 {
            let unit = total / (left + right).max(0.01);
            [left * unit, 0.0, right * unit]
        } else if right <= room / 2.0 {
            [room - right, total - room, right]
        } else if left <= room / 2.0 {
            [left, total - room, room - left]
        } else {
            [room / 2.0, total - room, room / 2.0]
        }
    };
    let mut x = whole.left;
    widths.map(|width| {
        let cell = Cell { left: x, width: Pt(width), ..whole };
        x += Pt(width);
        cell
    })
}

/// `text-align` where the style gives a definite one, else what the box is for.
fn alignment(source: &MarginBox, direction: Direction) -> TextAlign {
    use MarginBoxName as N;
    match (source.style.text_align, direction) {
        (set @ (TextAlign::Left | TextAlign::Right | TextAlign::Center), _) => set,
        (TextAlign::End, Direction::Ltr) => TextAlign::Right,
        (TextAlign::End, Direction::Rtl) => TextAlign::Left,
        _ => match source.name {
            N::TopLeft | N::BottomLeft => TextAlign::Left,
            N::TopRight | N::BottomRight => TextAlign::Right,
            _ => TextAlign::Center,
        },
    }
}
