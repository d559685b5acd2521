//! What a style hides (`display: none`) and something else leads to.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostics, codes};
use crate::flow::{Flow, Media, Target};
use crate::style::Display;

use super::pages::Pages;

/// The anchors of what is in print, but not displayed.
fn anchors(flow: &Flow) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for section in flow.sections.iter().filter(|section| section.media != Media::Screen) {
        let mut hidden = Vec::with_capacity(section.elements.len());
        for element in &section.elements {
            let above = element.parent.and_then(|parent| hidden.get(parent as usize).copied()).unwrap_or(false);
            let here = above || flow.style(element).display == Display::None;
            hidden.push(here);
            out.extend(element.anchor.clone().filter(|_| here));
        }
        if hidden.first() == Some(&true) {
            out.insert(section.anchor.clone());
        }
    }
    out
}

/// Notes what is hidden, makes plain text of links that lead there, and says so.
pub(super) fn settle(flow: &Flow, pages: &mut Pages, diags: &mut Diagnostics) {
    let mut hidden = anchors(flow);
    hidden.retain(|anchor| !pages.anchors.contains_key(anchor));
    if hidden.is_empty() {
        return;
    }
    let mut lost = BTreeSet::new();
    for page in &mut pages.pages {
        page.links.retain(|link| match &link.target {
            Target::Anchor(anchor) if hidden.contains(anchor) => {
                lost.insert(anchor.clone());
                false
            }
            _ => true,
        });
    }
    if let Some(first) = lost.first() {
        let others = lost.len() - 1;
        let more = if others > 0 { format!(" and {others} more places") } else { String::new() };
        let message = format!("the style hides what links of the PDF lead to: `#{first}`{more}; they are text there");
        diags.warning(codes::CSS_UNSUPPORTED, None, message).help("look for `display: none` in the style");
    }
    pages.hidden = hidden;
}
