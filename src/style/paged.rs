//! `@page`: the values of one page.

use super::cascade::{Cascade, Winners};
use super::computed::{ContentItem, Display, Length, Pt, Sides, TextAlign, VerticalAlign};
use super::longhand::Longhand;
use super::marking;
use super::page::{MarginBox, MarginBoxName, PageContext, PageStyle};
use super::prepared::{PreparedPage, Size};
use super::{PageSizeOverride, Style};
use crate::diagnostic::Span;

/// ISO A5, where no style says otherwise.
const DEFAULT: (f64, f64) = (148.0 * 72.0 / 25.4, 210.0 * 72.0 / 25.4);

impl Style {
    /// The values of a kind of page. `size` replaces the style's own size and changes nothing else.
    pub fn page(&self, context: &PageContext, size: Option<PageSizeOverride>) -> PageStyle {
        let rules = rules_for(&self.pages, context);
        let (width, height) = match size {
            Some(size) => (Pt(size.width), Pt(size.height)),
            None => page_size(&rules),
        };
        let cascade = Cascade::new(self);
        // Margin boxes inherit from the root; that they share the text's face and colour is what everyone expects.
        let mut root = cascade.working(cascade.root()).clone();
        let body = cascade.computed(cascade.body());
        root.style.font_family.clone_from(&body.font_family);
        root.style.color = body.color;
        let mut winners = Winners::default();
        for (order, rule) in rules.iter().enumerate() {
            winners.offer(&rule.values, 0, order, false);
        }
        let page = winners.apply(Some(&root), cascade.rem(), false);
        let margin = |length: Length, whole: Pt| length.of(whole).unwrap_or(Pt::ZERO);
        let m = page.style.margin;
        let mut margin = Sides {
            top: margin(m.top, height),
            right: margin(m.right, width),
            bottom: margin(m.bottom, height),
            left: margin(m.left, width),
        };
        let sides = [
            (margin.left, Longhand::MarginLeft),
            (margin.right, Longhand::MarginRight),
            (margin.top, Longhand::MarginTop),
            (margin.bottom, Longhand::MarginBottom),
        ];
        let own = sides.into_iter().filter_map(|(width, side)| Some((width, winners.place(side)?)));
        let margin_place = own.max_by(|(a, _), (b, _)| a.0.total_cmp(&b.0)).map(|(_, place)| place.clone());
        let mut boxes: Vec<MarginBox> = super::page::MARGIN_BOXES
            .iter()
            .filter_map(|(_, name)| {
                let (content, place) = box_content(&rules, *name)?;
                let mut winners = Winners::default();
                for (order, rule) in rules.iter().enumerate() {
                    for margin_box in rule.boxes.iter().filter(|b| b.name == *name) {
                        winners.offer(&margin_box.values, 0, order, false);
                    }
                }
                let mut inherited = page.clone();
                inherited.style.text_align = alignment(*name);
                let mut style = winners.apply(Some(&inherited), cascade.rem(), false).style;
                if style.vertical_align == VerticalAlign::Baseline {
                    style.vertical_align = VerticalAlign::Middle;
                }
                style.display = Display::Block;
                Some(MarginBox { name: *name, content, style, place })
            })
            .collect();
        if context.marked {
            let plain = Winners::default().apply(Some(&page), cascade.rem(), false).style;
            marking::place(&mut boxes, &plain);
            marking::make_room(&mut margin, &plain);
        }
        PageStyle { width, height, margin, margin_place, boxes }
    }
}

/// The rules for a page, the weightiest last.
pub(super) fn rules_for<'p>(pages: &'p [PreparedPage], context: &PageContext) -> Vec<&'p PreparedPage> {
    let mut rules: Vec<&PreparedPage> = pages
        .iter()
        .filter(|rule| {
            let s = &rule.selector;
            s.name.as_ref().is_none_or(|name| context.name.as_ref() == Some(name))
                && (!s.first || context.first)
                && (!s.blank || context.blank)
                && s.left.is_none_or(|left| left == context.left)
        })
        .collect();
    rules.sort_by_key(|rule| rule.selector.specificity());
    rules
}

fn page_size(rules: &[&PreparedPage]) -> (Pt, Pt) {
    let (mut width, mut height) = (Pt(DEFAULT.0), Pt(DEFAULT.1));
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.size.is_some_and(|(_, important)| important));
    for rule in rules {
        match rule.size.map(|(size, _)| size) {
            None => {}
            Some(Size::Fixed(w, h)) => (width, height) = (w, h),
            Some(Size::Turned { landscape }) if landscape != (width > height) => {
                (width, height) = (height, width);
            }
            Some(Size::Turned { .. }) => {}
        }
    }
    (width, height)
}

/// What a margin box shows and where a book's own sheet says so; `None` where it shows nothing.
fn box_content(rules: &[&PreparedPage], name: MarginBoxName) -> Option<(Vec<ContentItem>, Option<Span>)> {
    let boxes = rules.iter().flat_map(|rule| &rule.boxes);
    let said = boxes.filter(|b| b.name == name).filter_map(|b| Some((b.important, b.content.as_ref()?, &b.place)));
    // Of equals the last.
    let (_, content, place) = said.max_by_key(|(important, ..)| *important)?;
    (!content.is_empty()).then(|| (content.clone(), place.clone()))
}

/// CSS Paged Media 3, section 5.3: where a box's text stands by default.
const fn alignment(name: MarginBoxName) -> TextAlign {
    match name {
        MarginBoxName::TopLeft | MarginBoxName::BottomLeft => TextAlign::Left,
        MarginBoxName::TopRight | MarginBoxName::BottomRight => TextAlign::Right,
        MarginBoxName::TopLeftCorner | MarginBoxName::BottomLeftCorner => TextAlign::Right,
        MarginBoxName::TopRightCorner | MarginBoxName::BottomRightCorner => TextAlign::Left,
        MarginBoxName::TopCenter | MarginBoxName::BottomCenter => TextAlign::Center,
    }
}
