//! Pages as readable text, for golden tests: what a reviewer can compare line by line.

use std::fmt::Write as _;

use crate::flow::{Flow, NodeId};
use crate::style::Pt;

use super::pages::{Draw, Item, Page, Pages, Part};

/// Writes pages as text: boxes with positions rounded to tenths of a point, and the words of each line.
pub fn dump(pages: &Pages, flow: &Flow) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        write_page(&mut out, index, page, flow);
    }
    for (anchor, place) in &pages.anchors {
        line(&mut out, &format!("anchor {anchor}: page {} at {}", place.page + 1, point(place.x, place.y)));
    }
    out
}

fn write_page(out: &mut String, index: usize, page: &Page, flow: &Flow) {
    let size = format!("{}×{}", number(page.width), number(page.height));
    line(out, &format!("page {} “{}” {size} section {}", index + 1, page.label, page.section));
    if let Some(start) = &page.start {
        line(out, &format!("  start {} + {}", name(flow, start.node), start.offset));
    }
    write_items(out, &page.items, flow);
    if !page.furniture.is_empty() {
        line(out, "  furniture");
        write_items(out, &page.furniture, flow);
    }
    for link in &page.links {
        let [left, bottom, right, top] = link.rect.map(number);
        let (node, target) = (name(flow, link.node), &link.target);
        line(out, &format!("  link {node} {left},{bottom}..{right},{top} {target:?} “{}”", link.description));
    }
}

/// Runs on one baseline, of one element.
struct Open {
    head: String,
    baseline: Pt,
    text: String,
    /// Edges of the last of them.
    left: Pt,
    right: Pt,
}

impl Open {
    /// Whether a run follows on the last, in either direction.
    fn is_followed(&self, left: Pt, right: Pt) -> bool {
        (left - self.right).0.abs() < 0.1 || (self.left - right).0.abs() < 0.1
    }
}

/// Items one a line, but neighbouring runs on the same baseline together; where one does not follow on the last, its
/// left edge stands before it.
fn write_items(out: &mut String, items: &[Item], flow: &Flow) {
    let mut open: Option<Open> = None;
    for item in items {
        let node = item.node.map_or_else(|| "–".to_owned(), |node| name(flow, node));
        let node = if item.part == Part::Marker { format!("{node} marker") } else { node };
        let Draw::Glyphs { x, y, run } = &item.draw else {
            flush(out, &mut open);
            line(out, &format!("  {node} {}", shape(&item.draw)));
            continue;
        };
        let (left, right) = (*x + run.x, *x + run.x + run.width);
        match &mut open {
            Some(open) if open.baseline == *y && open.head.ends_with(&format!(" {node}")) => {
                if !open.is_followed(left, right) {
                    open.text.truncate(open.text.trim_end().len());
                    open.text.push_str(&format!("” {} “", number(left)));
                }
                open.text.push_str(&run.text);
                (open.left, open.right) = (left, right);
            }
            _ => {
                flush(out, &mut open);
                let head = format!("  {} {node}", point(left, *y));
                open = Some(Open { head, baseline: *y, text: run.text.clone(), left, right });
            }
        }
    }
    flush(out, &mut open);
}

fn flush(out: &mut String, open: &mut Option<Open>) {
    if let Some(Open { head, text, .. }) = open.take() {
        line(out, &format!("{head} “{}”", text.trim_end()));
    }
}

fn shape(draw: &Draw) -> String {
    match draw {
        Draw::Glyphs { x, y, .. } => format!("glyphs {}", point(*x, *y)),
        Draw::Rect { x, y, width, height, .. } => {
            format!("rect {} {}×{}", point(*x, *y), number(*width), number(*height))
        }
        Draw::Stroke { from, to, .. } => format!("stroke {}..{}", point(from.0, from.1), point(to.0, to.1)),
        Draw::Image { image, x, y, width, height } => {
            format!("image {image} {} {}×{}", point(*x, *y), number(*width), number(*height))
        }
    }
}

fn name(flow: &Flow, node: NodeId) -> String {
    format!("{}#{}", flow.element(node).name.as_str(), node.index)
}

fn point(x: Pt, y: Pt) -> String {
    format!("{},{}", number(x), number(y))
}

/// A length to a tenth of a point, without a lone minus.
fn number(length: Pt) -> String {
    let text = format!("{:.1}", length.0);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
