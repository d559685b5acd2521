//! Columns (CSS Multi-column Layout 1): blocks set in several, and what stands across them.

use crate::flow::Element;
use crate::style::{ColumnSpan, ComputedStyle, Display, Pt};

use super::super::vertical::{Columns, FORBIDDEN};
use super::block::Collector;
use super::scene::Room;

/// Which columns are being filled.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InColumns {
    /// Of the pieces that come, an index into the list's `columns`; none across them or where there are none.
    pub set: Option<u32>,
    /// There are to be no columns.
    pub never: bool,
}

impl Collector<'_> {
    /// The room of a block, which is that of all columns where it spans them. What is in it spans them too.
    pub fn span_columns(&mut self, style: &ComputedStyle, room: Room) -> Room {
        let Some(columns) = self.columns.set.filter(|_| style.column_span == ColumnSpan::All) else { return room };
        self.columns = InColumns { set: None, never: true };
        let Columns { x, full, width, .. } = self.list.columns[columns as usize];
        if style.display == Display::ListItem {
            // It stays in its list, whose indent its marker needs.
            return Room { width: room.width + full - width, ..room };
        }
        Room { x, width: full, ..room }
    }

    /// The room of what a block holds, which is one column's where it has some. Columns within columns are not set.
    pub fn open_columns(&mut self, element: &Element, style: &ComputedStyle, room: Room) -> Room {
        let count = count(style, room.width);
        let open = self.columns.never || self.columns.set.is_some();
        if count < 2 || open || style.display == Display::Table {
            return room;
        }
        if self.gap.head > Pt::ZERO || !self.opening.is_empty() {
            // Its padding and border are above all columns.
            self.emit_empty();
            self.gap.cost(FORBIDDEN);
        }
        let gap = style.column_gap;
        let width = (room.width - gap * (count - 1) as f64) / count as f64;
        let direction = element.dir;
        self.columns.set = u32::try_from(self.list.columns.len()).ok();
        self.list.columns.push(Columns { count, x: room.x, full: room.width, width, gap, direction });
        Room { width, ..room }
    }
}

/// Narrower columns than this are not set, however many a style asks for.
const LEAST: Pt = Pt(36.0);

/// How many columns a block has (CSS Multi-column Layout 1, section 3.4).
fn count(style: &ComputedStyle, room: Pt) -> usize {
    let gap = style.column_gap.0.max(0.0);
    let fit = |width: f64| (((room.0 + gap) / (width + gap)).floor() as usize).max(1);
    let most = usize::from(style.column_count.unwrap_or(u8::MAX));
    match (style.column_count, style.column_width) {
        (None, None) => 1,
        (_, Some(width)) => most.min(fit(width.0.max(LEAST.0))),
        (Some(_), None) => most.min(fit(LEAST.0)),
    }
}
