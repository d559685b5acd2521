//! Page styles by kind of page, each computed once, and the text area they leave.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::flow::SectionKind;
use crate::style::{PageContext, PageStyle, Pt};

/// The style of a page by its context.
pub(super) type PageFn<'a> = dyn Fn(&PageContext) -> PageStyle + Sync + 'a;

/// Where the text of a page stands, from the page's lower left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: Pt,
    pub top: Pt,
    pub width: Pt,
    pub height: Pt,
}

/// A text area is never smaller than this, whatever the margins say, so that every book can be set.
const LEAST: Pt = Pt(12.0);

/// The areas that a book's lines are broken for, each found once.
pub(super) struct Regions<'a> {
    page: &'a PageFn<'a>,
    /// Of pages without a name: the book's others, and its first.
    usual: [OnceLock<Area>; 2],
    /// The same by name.
    named: RwLock<FxHashMap<String, [OnceLock<Area>; 2]>>,
}

impl<'a> Regions<'a> {
    pub fn new(page: &'a PageFn<'a>) -> Self {
        Self { page, usual: Default::default(), named: RwLock::default() }
    }

    /// The area that a section's lines are broken for. Lines know no page, so it is that of a right page; a left one
    /// differs by its place only. The cover alone is the book's first page from beginning to end.
    pub fn for_section(&self, number: u32, kind: SectionKind, name: Option<&str>) -> Area {
        let first = number == 0 && kind == SectionKind::Cover;
        let find = |known: &[OnceLock<Area>; 2]| *known[usize::from(first)].get_or_init(|| self.find(first, name));
        let Some(name) = name else { return find(&self.usual) };
        if let Some(known) = self.named.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return find(known);
        }
        find(self.named.write().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_default())
    }

    fn find(&self, first: bool, name: Option<&str>) -> Area {
        let context = PageContext { name: name.map(str::to_owned), first, left: false, blank: false, marked: false };
        area(&(self.page)(&context))
    }
}

/// Page styles, remembered.
pub(super) struct PageStyles<'a> {
    page: &'a PageFn<'a>,
    known: RefCell<FxHashMap<PageContext, Arc<PageStyle>>>,
}

impl<'a> PageStyles<'a> {
    pub fn new(page: &'a PageFn<'a>) -> Self {
        Self { page, known: RefCell::default() }
    }

    pub fn get(&self, context: &PageContext) -> Arc<PageStyle> {
        if let Some(style) = self.known.borrow().get(context) {
            return Arc::clone(style);
        }
        let style = Arc::new((self.page)(context));
        self.known.borrow_mut().insert(context.clone(), Arc::clone(&style));
        style
    }
}

/// Width and height that a page's margins leave.
pub(super) fn room(style: &PageStyle) -> (Pt, Pt) {
    let margin = style.margin;
    (style.width - margin.left - margin.right, style.height - margin.top - margin.bottom)
}

/// The text area of a page.
pub(super) fn area(style: &PageStyle) -> Area {
    let (width, height) = room(style);
    let (left, top) = (style.margin.left, style.height - style.margin.top);
    Area { left, top, width: width.max(LEAST), height: height.max(LEAST) }
}
