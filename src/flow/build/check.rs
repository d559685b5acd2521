//! The last look at a flow: every id once, every link led somewhere that its format has. What is found here is a
//! fault of weekbook; it is reported rather than written into a book.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostics, codes};
use crate::flow::{Child, Data, Element, Flow, Media, Section, Target};

/// Reports each fault as an internal error.
pub fn check(flow: &Flow, diags: &mut Diagnostics) {
    for fault in faults(flow) {
        diags.error(codes::INTERNAL, None, fault).help("this is a fault of weekbook; please report it");
    }
}

fn faults(flow: &Flow) -> Vec<String> {
    let mut faults = Vec::new();
    let mut anchors: FxHashMap<&str, Media> = FxHashMap::default();
    for section in &flow.sections {
        for element in &section.elements {
            let Some(anchor) = &element.anchor else { continue };
            if anchors.insert(anchor, media(section, element)).is_some() {
                faults.push(format!("two elements have the id `{anchor}`"));
            }
        }
        if section.elements.first().and_then(|root| root.anchor.as_ref()) != Some(&section.anchor) {
            faults.push(format!("the section `{}` does not begin with the element of its anchor", section.anchor));
        }
    }
    for section in &flow.sections {
        let unplaced = section.nav.iter().filter(|item| !anchors.contains_key(item.anchor.as_str()));
        faults.extend(unplaced.map(|item| format!("navigation leads to `{}`, which is not there", item.anchor)));
        for (index, element) in section.elements.iter().enumerate() {
            let Some(target) = target(section, element) else { continue };
            let (from, to) = (media(section, element), target.and_then(|t| anchors.get(t).map(|media| (t, *media))));
            match to {
                Some((_, Media::All)) => {}
                Some((_, to)) if to == from => {}
                Some((anchor, _)) => faults.push(format!("a link leads to `{anchor}`, which its format does not have")),
                None => faults.push(format!("the link {index} of `{}` leads nowhere", section.anchor)),
            }
        }
        faults
            .extend(order(section).map(|index| format!("element {index} of `{}` stands out of order", section.anchor)));
    }
    faults
}

/// The formats that have an element.
fn media(section: &Section, element: &Element) -> Media {
    if section.media == Media::All { element.media } else { section.media }
}

/// The anchor that an element leads to: `None` where it leads to none, `Some(None)` where that has no anchor.
fn target<'a>(section: &'a Section, element: &'a Element) -> Option<Option<&'a str>> {
    let of = |index: u32| section.elements.get(index as usize).and_then(|e| e.anchor.as_deref());
    match &element.data {
        Data::Link(Target::Anchor(anchor)) | Data::PageRef(anchor) => Some(Some(anchor)),
        Data::NoteRef(index) | Data::Note(index) | Data::Backlink(index) => Some(of(*index)),
        _ => None,
    }
}

/// The first element that stands before its parent, or that its parent does not hold.
fn order(section: &Section) -> Option<usize> {
    let mut holders: Vec<Option<u32>> = vec![None; section.elements.len()];
    for (index, element) in (0u32..).zip(&section.elements) {
        for child in &element.children {
            if let Child::Element(child) = child
                && let Some(holder) = holders.get_mut(*child as usize)
            {
                *holder = Some(index);
            }
        }
    }
    let mut elements = section.elements.iter().zip(holders).enumerate();
    let found = elements.find(|(index, (element, holder))| match element.parent {
        Some(parent) => Some(parent) != *holder || parent as usize >= *index,
        None => *index > 0,
    });
    found.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::testing::flow;

    fn broken(change: impl FnOnce(&mut Flow)) -> Vec<String> {
        let mut flow = flow("dispatches: [{title: Wells, date: 2017-04-15, source: {name: AP}, body: text}]\n");
        assert_eq!(faults(&flow), Vec::<String>::new());
        change(&mut flow);
        faults(&flow)
    }

    #[test]
    fn an_id_given_twice_is_found() {
        let faults = broken(|flow| flow.sections[4].elements[0].anchor = Some("imprint".into()));
        assert!(faults.contains(&"two elements have the id `imprint`".to_owned()), "{faults:?}");
    }

    #[test]
    fn a_link_to_nothing_is_found() {
        let faults = broken(|flow| flow.sections[5].anchor = "src".into());
        assert_eq!(faults, ["the section `src` does not begin with the element of its anchor"]);
        let faults = broken(|flow| flow.sections.truncate(5));
        assert!(faults.iter().all(|f| f.ends_with("leads nowhere")) && !faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_link_to_what_its_format_lacks_is_found() {
        let faults = broken(|flow| {
            for element in &mut flow.sections[5].elements {
                element.media = Media::Print;
            }
        });
        assert!(faults.contains(&"a link leads to `src-ap`, which its format does not have".to_owned()), "{faults:?}");
    }

    #[test]
    fn an_element_out_of_order_is_found() {
        let faults = broken(|flow| flow.sections[0].elements[2].parent = None);
        assert_eq!(faults, ["element 2 of `cover` stands out of order"]);
    }
}
