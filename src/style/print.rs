//! What the pages do not take from a computed style, for each kind of element: so that nothing is left out in silence.
//!
//! Only what CSS would apply there is named; a `width` on an inline is nothing anywhere. A value that changes nothing
//! (a margin of 0) is no loss either. What no element takes is refused where values are read (`property`).

use super::computed::{BorderStyle, Break, ColumnSpan, ComputedStyle, Display, Length, Pt, VerticalAlign, WideTable};
use super::longhand::Longhand;

/// Elements that are set in a way of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `html` and `body`: they have values to be inherited, but no box on a page.
    Root,
    /// `img`.
    Image,
    /// In a line of text.
    Inline,
    /// A block.
    Block,
    /// `table`.
    Table,
    /// `thead`, `tbody`.
    Group,
    /// `tr`.
    Row,
    /// `th`, `td`.
    Cell,
}

impl Kind {
    /// The kind of an element of this name and style.
    pub fn of(name: &str, style: &ComputedStyle) -> Self {
        match name {
            "html" | "body" => Self::Root,
            "img" => Self::Image,
            "thead" | "tbody" => Self::Group,
            "tr" => Self::Row,
            "th" | "td" => Self::Cell,
            "table" => Self::Table,
            _ if matches!(style.display, Display::Inline | Display::InlineBlock) => Self::Inline,
            _ => Self::Block,
        }
    }
}

/// Why the pages leave a value out; none where they take it, or it changes nothing.
pub fn left_out(longhand: Longhand, kind: Kind, name: &str, style: &ComputedStyle) -> Option<&'static str> {
    use Longhand as L;
    match longhand {
        L::Display => display(kind, name, style.display),
        L::MarginTop | L::MarginRight | L::MarginBottom | L::MarginLeft => margin(longhand, kind, style),
        L::PaddingTop | L::PaddingRight | L::PaddingBottom | L::PaddingLeft => padding(kind, style),
        L::BorderTopStyle | L::BorderRightStyle | L::BorderBottomStyle | L::BorderLeftStyle => {
            border(longhand, kind, style)
        }
        L::BackgroundColor => {
            let reason = match kind {
                Kind::Root => "pages have no ground of their own; give it to `section`",
                Kind::Image => "an image has no ground; give it to its `figure`",
                Kind::Inline => "only blocks and cells have a ground",
                _ => return None,
            };
            style.background.map(|_| reason)
        }
        L::Width | L::MaxWidth | L::Height | L::MaxHeight => size(longhand, kind, style),
        L::VerticalAlign => vertical(kind, style.vertical_align),
        L::BreakBefore => breaks(kind, style.break_before),
        L::BreakAfter => breaks(kind, style.break_after),
        L::ColumnCount | L::ColumnWidth => {
            let several = style.column_count.is_some_and(|count| count > 1) || style.column_width.is_some();
            (several && kind != Kind::Block).then_some("only blocks are set in columns; give them to `section`")
        }
        L::ColumnSpan => {
            let spans = style.column_span == ColumnSpan::All;
            (spans && !matches!(kind, Kind::Block | Kind::Table)).then_some("only blocks and tables span columns")
        }
        L::StringSet => {
            let inner = matches!(kind, Kind::Root | Kind::Image | Kind::Group | Kind::Row | Kind::Cell);
            (inner && !style.string_set.is_empty()).then_some("strings are set by blocks and inlines")
        }
        L::Page => {
            let outer = matches!(kind, Kind::Block | Kind::Table);
            (!outer && style.page.is_some()).then_some("only a block asks for a page")
        }
        L::WideTable => {
            let stacks = style.wide_table == WideTable::Stack;
            (stacks && kind != Kind::Table).then_some("only a table is set row by row; give it to `table`")
        }
        _ => None,
    }
}

fn display(kind: Kind, name: &str, value: Display) -> Option<&'static str> {
    let own = match kind {
        Kind::Root => return (value == Display::None).then_some("it is hidden by hiding what it holds"),
        Kind::Table => Some(Display::Table),
        Kind::Group if name == "thead" => Some(Display::TableHeader),
        Kind::Group => Some(Display::TableBody),
        Kind::Row => Some(Display::TableRow),
        Kind::Cell => Some(Display::TableCell),
        _ => None,
    };
    match (own, value) {
        (_, Display::None) => None,
        // A table may be set as a plain block; its parts are parts of a table or nothing.
        (Some(own), value) => (value != own).then_some("a table and its parts are always set as such"),
        (None, Display::InlineBlock) if kind != Kind::Image => Some("it is set as `inline`"),
        (None, Display::Table | Display::TableHeader | Display::TableBody | Display::TableRow | Display::TableCell) => {
            Some("it is set as `block`: only a table is one")
        }
        (None, _) => None,
    }
}

fn margin(longhand: Longhand, kind: Kind, style: &ComputedStyle) -> Option<&'static str> {
    let (value, upright) = match longhand {
        Longhand::MarginTop => (style.margin.top, true),
        Longhand::MarginRight => (style.margin.right, false),
        Longhand::MarginBottom => (style.margin.bottom, true),
        _ => (style.margin.left, false),
    };
    let nothing = match value {
        Length::Abs(points) => points == Pt::ZERO,
        Length::Percent(share) => share == 0.0,
        Length::Auto => true,
    };
    match kind {
        _ if nothing => None,
        Kind::Root => Some("`@page` has the margins of pages"),
        Kind::Inline if !upright => Some("only blocks have margins; a space can be set with `::before` or `::after`"),
        Kind::Image if !upright => Some("an image has margins above and below only; give it to its `figure`"),
        _ => None,
    }
}

fn padding(kind: Kind, style: &ComputedStyle) -> Option<&'static str> {
    let p = style.padding;
    let some = [p.top, p.right, p.bottom, p.left].iter().any(|side| *side != Pt::ZERO);
    match kind {
        _ if !some => None,
        Kind::Root => Some("`@page` has the margins of pages"),
        Kind::Inline => Some("only blocks and cells have padding"),
        Kind::Image => Some("an image has no padding; give it to its `figure`"),
        _ => None,
    }
}

fn border(longhand: Longhand, kind: Kind, style: &ComputedStyle) -> Option<&'static str> {
    let b = style.border;
    let (side, upright) = match longhand {
        Longhand::BorderTopStyle => (b.top, true),
        Longhand::BorderRightStyle => (b.right, false),
        Longhand::BorderBottomStyle => (b.bottom, true),
        _ => (b.left, false),
    };
    match kind {
        _ if side.style == BorderStyle::None || side.width == Pt::ZERO => None,
        Kind::Root => Some("pages have no border; give it to `section`"),
        Kind::Inline => Some("only blocks and cells have borders"),
        Kind::Image => Some("an image has no border; give it to its `figure`"),
        Kind::Group | Kind::Row if !upright => Some("rows have borders above and below only; give it to the cells"),
        _ => None,
    }
}

fn size(longhand: Longhand, kind: Kind, style: &ComputedStyle) -> Option<&'static str> {
    use Longhand as L;
    let value = match longhand {
        L::Width => style.width,
        L::MaxWidth => style.max_width,
        L::Height => style.height,
        _ => style.max_height,
    };
    match (kind, longhand) {
        _ if value == Length::Auto => None,
        (Kind::Image, _) | (Kind::Inline | Kind::Group, _) => None,
        (Kind::Row, L::Width | L::MaxWidth) => None,
        (Kind::Root, L::Width | L::MaxWidth) => Some("`@page` says how wide the text is"),
        (Kind::Root, _) => Some("`@page` says how high the text is"),
        (Kind::Cell, L::Width | L::MaxWidth) => Some("columns are as wide as what they hold asks for"),
        (Kind::Cell | Kind::Row, _) => Some("rows are as high as what they hold"),
        (_, L::MaxHeight) => Some("a block is as high as what it holds; only images have a largest height"),
        (Kind::Table, L::Height) => Some("a table is as high as its rows"),
        (_, L::Height) if matches!(value, Length::Percent(_)) => Some("a height is a length on pages, not a share"),
        _ => None,
    }
}

fn vertical(kind: Kind, value: VerticalAlign) -> Option<&'static str> {
    use VerticalAlign as V;
    match kind {
        Kind::Inline | Kind::Image if matches!(value, V::Top | V::Middle | V::Bottom) => {
            Some("in a line it takes `baseline`, `sub` and `super`")
        }
        _ => None,
    }
}

fn breaks(kind: Kind, value: Break) -> Option<&'static str> {
    match kind {
        _ if value == Break::Auto => None,
        Kind::Root | Kind::Image | Kind::Group | Kind::Row => {
            Some("breaks stand before and after blocks; rows are kept whole")
        }
        _ => None,
    }
}
