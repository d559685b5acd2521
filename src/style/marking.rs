//! The marking of a book at the head and foot of every page: to the right, in bold capitals of at least 12 points, as
//! the Traffic Light Protocol 2.0 wants them. It is not left to styles, which could lose it; what a style has in these
//! two boxes makes room.

use super::computed::{ComputedStyle, ContentItem, Display, Pt, Sides, TextAlign, TextTransform, VerticalAlign};
use super::page::{MarginBox, MarginBoxName as Name};

/// The least size, in points.
const SIZE: f64 = 12.0;

/// The boxes of a row: where the marking goes, and where what stands there may go.
const ROWS: [[Name; 3]; 2] =
    [[Name::TopRight, Name::TopLeft, Name::TopCenter], [Name::BottomRight, Name::BottomLeft, Name::BottomCenter]];

/// Puts the marking into the boxes of a page; `page` is the style of a box that a sheet says nothing of.
pub fn place(boxes: &mut Vec<MarginBox>, page: &ComputedStyle) {
    boxes.retain(|one| !one.is_marking());
    for [own, first, second] in ROWS {
        if let Some(displaced) = boxes.iter().position(|one| one.name == own) {
            let mut displaced = boxes.remove(displaced);
            let free = [first, second].into_iter().find(|name| boxes.iter().all(|one| one.name != *name));
            match free {
                Some(name) => {
                    displaced.name = name;
                    displaced.style.text_align = if name == first { TextAlign::Left } else { TextAlign::Center };
                    boxes.push(displaced);
                }
                // All three are taken: it joins the first.
                None => {
                    if let Some(other) = boxes.iter_mut().find(|one| one.name == first) {
                        other.content.push(ContentItem::Text(" · ".to_owned()));
                        other.content.append(&mut displaced.content);
                    }
                }
            }
        }
        boxes.push(marking(own, page));
    }
    boxes.sort_by_key(|one| one.name);
}

/// Widens margins that would cut the marking, as under a picture that fills the page.
pub fn make_room(margin: &mut Sides<Pt>, page: &ComputedStyle) {
    let line = marking(Name::TopRight, page).style.line_height;
    for (side, lines) in
        [(&mut margin.top, 2.0), (&mut margin.bottom, 2.0), (&mut margin.left, 1.0), (&mut margin.right, 1.0)]
    {
        *side = side.max(line * lines);
    }
}

impl MarginBox {
    /// Whether it bears the marking, which is never cut short.
    pub fn is_marking(&self) -> bool {
        self.content.iter().any(|item| matches!(item, ContentItem::Named(name, _) if name == "marking"))
    }
}

fn marking(name: Name, page: &ComputedStyle) -> MarginBox {
    let mut style = page.clone();
    style.display = Display::Block;
    style.font_size = Pt(style.font_size.0.max(SIZE));
    style.line_height = Pt(style.line_height.0.max(style.font_size.0 * 1.2));
    style.font_weight = 700;
    style.text_align = TextAlign::Right;
    style.text_transform = TextTransform::Uppercase;
    style.vertical_align = VerticalAlign::Middle;
    MarginBox { name, content: vec![ContentItem::Named("marking".to_owned(), "first".to_owned())], style, place: None }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{PageContext, Style};
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceText};

    /// The boxes of a marked page: name, content, size.
    fn boxes(css: &str, context: &PageContext) -> Vec<String> {
        let mut diags = Diagnostics::new();
        let style = Style::parse(&SourceText::new("a.css", css), &mut diags).expect("a style");
        shown(&style, context)
    }

    fn shown(style: &Style, context: &PageContext) -> Vec<String> {
        let page = style.page(&PageContext { marked: true, ..context.clone() }, None);
        let content = |one: &MarginBox| {
            one.content
                .iter()
                .map(|item| match item {
                    ContentItem::Text(text) => text.clone(),
                    ContentItem::Page => "#".to_owned(),
                    ContentItem::Named(name, _) => name.clone(),
                    other => format!("{other:?}"),
                })
                .collect::<String>()
        };
        page.boxes.iter().map(|one| format!("{:?}={}@{}", one.name, content(one), one.style.font_size.0)).collect()
    }

    #[test]
    fn every_page_bears_it_whatever_its_style_says() {
        let none = PageContext::default();
        assert_eq!(boxes("", &none), ["TopRight=marking@12", "BottomRight=marking@12"]);
        let css = "@page { font-size: 9pt; @top-right { content: 'a' } @bottom-left { content: 'b' } \
                   @bottom-center { content: 'c' } @bottom-right { content: counter(page) } }\n\
                   @page :blank { @top-right { content: none } }";
        let all =
            ["TopLeft=a@9", "TopRight=marking@12", "BottomLeft=b · #@9", "BottomCenter=c@9", "BottomRight=marking@12"];
        assert_eq!(boxes(css, &none), all);
        let blank = PageContext { blank: true, ..none.clone() };
        assert!(boxes(css, &blank).contains(&"TopRight=marking@12".to_owned()));
        assert_eq!(
            boxes("@page { font-size: 14pt; @top-left { content: string(marking) } }", &none),
            ["TopRight=marking@14", "BottomRight=marking@14"]
        );
    }

    #[test]
    fn a_page_without_margins_gets_room_for_it() {
        let style = Style::parse(&SourceText::new("a.css", "@page { margin: 0 40pt 0 0 }"), &mut Diagnostics::new());
        let style = style.expect("a style");
        let margin = |marked| style.page(&PageContext { marked, ..PageContext::default() }, None).margin;
        let plain = margin(false);
        assert_eq!([plain.top, plain.right, plain.bottom, plain.left], [Pt(0.0), Pt(40.0), Pt(0.0), Pt(0.0)]);
        let marked = margin(true);
        assert!(marked.top.0 >= 24.0 && marked.bottom == marked.top, "{marked:?}");
        assert!(marked.left.0 >= 12.0 && marked.right == Pt(40.0), "{marked:?}");
    }

    #[test]
    fn bundled_styles_keep_their_heads_beside_it() {
        for (name, pages, size) in [("book", 2, 12), ("briefing", 1, 12), ("large-print", 1, 18)] {
            let marking = format!("Right=marking@{size}");
            let source = super::super::bundled::source(name).expect("a bundled style");
            let style = Style::parse(&Arc::clone(&source), &mut Diagnostics::new()).expect("a style");
            for left in [true, false].into_iter().take(pages) {
                let shown = shown(&style, &PageContext { left, ..PageContext::default() });
                assert!(shown.iter().any(|one| one.contains("=#")), "{name}: {shown:?}");
                assert_eq!(shown.iter().filter(|one| one.ends_with(&marking)).count(), 2, "{name}: {shown:?}");
            }
            let cover = PageContext { name: Some("cover".to_owned()), first: true, ..PageContext::default() };
            let shown = shown(&style, &cover);
            assert_eq!(shown.iter().filter(|one| one.ends_with(&marking)).count(), 2, "{name}: {shown:?}");
        }
    }
}
