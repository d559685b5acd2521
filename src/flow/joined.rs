//! Sections that share pages in print.
//!
//! A section begins a page, and is a flow of its own to the layout. Where the style says that it need not
//! (`break-before: auto` on its root), it runs on below the section before: both become one section of the printed
//! flow, each root a child of a wrapper. The EPUB keeps them apart, so that what the pages say of elements is led back
//! by [`Joined::origin`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Child, Data, Element, Flow, Matter, Media, Name, NavItem, NodeId, Section, SectionKind};
use crate::style::{ComputedStyle, ContentItem, Display};

/// A section that shares the pages of the one before it: what navigation says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// See [`Section::anchor`].
    pub anchor: String,
    /// See [`Section::title`].
    pub title: String,
    /// See [`Section::nav`].
    pub nav: Vec<NavItem>,
}

/// The flow as it is printed, where it differs from the flow as it is.
#[derive(Debug, Clone)]
pub struct Joined {
    /// What is printed.
    pub flow: Flow,
    /// For each of its sections, in order: the sections it is made of, and where the elements of each begin.
    parts: Vec<Vec<Part>>,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    section: u32,
    first: u32,
}

impl Flow {
    /// The flow with the sections joined that share pages; none where none do.
    pub fn joined(&self) -> Option<Joined> {
        let groups = self.groups();
        if groups.iter().all(|group| group.len() == 1) {
            return None;
        }
        let mut styles = self.styles.clone();
        let (mut sections, mut parts) = (Vec::new(), Vec::new());
        for group in &groups {
            let (section, from) = match group.as_slice() {
                [alone] => (self.sections[*alone].clone(), vec![Part { section: *alone as u32, first: 0 }]),
                many => self.join(many, &mut styles),
            };
            sections.push(section);
            parts.push(from);
        }
        Some(Joined { flow: Flow { sections, styles, ..self.clone_without_sections() }, parts })
    }

    /// Which sections stand on the same pages. What is not printed stands alone, and parts nothing.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut open: Option<usize> = None;
        for (index, section) in self.sections.iter().enumerate() {
            let Some(root) = section.elements.first().filter(|_| section.media != Media::Screen) else {
                groups.push(vec![index]);
                continue;
            };
            let style = self.style(root);
            if style.display == Display::None {
                groups.push(vec![index]);
                continue;
            }
            match open.filter(|_| style.runs_on() && section.kind != SectionKind::Cover) {
                Some(group) => groups[group].push(index),
                None => {
                    open = (section.kind != SectionKind::Cover).then_some(groups.len());
                    groups.push(vec![index]);
                }
            }
        }
        // Hidden sections stay before what they stood before: the order of those that show is the pages'.
        groups
    }

    fn join(&self, group: &[usize], styles: &mut Vec<Arc<ComputedStyle>>) -> (Section, Vec<Part>) {
        let first = &self.sections[group[0]];
        let mut elements = vec![self.wrapper(first, styles)];
        let mut parts = Vec::with_capacity(group.len());
        let mut followers = Vec::with_capacity(group.len() - 1);
        let (mut matter, mut kind) = (Matter::Cover, first.kind);
        for (place, &index) in group.iter().enumerate() {
            let section = &self.sections[index];
            let offset = elements.len() as u32;
            parts.push(Part { section: index as u32, first: offset });
            elements[0].children.push(Child::Element(offset));
            elements.extend(section.elements.iter().map(|element| moved(element, offset)));
            let root = &mut elements[offset as usize];
            if section.media != Media::All {
                root.media = section.media;
            }
            matter = matter.max(section.matter);
            if section.kind == SectionKind::Week {
                kind = SectionKind::Week;
            }
            if place > 0 {
                let style = with_strings(&styles[root.style as usize], &section.strings);
                root.style = add(styles, style);
                let (anchor, title, nav) = (section.anchor.clone(), section.title.clone(), section.nav.clone());
                followers.push(Follower { anchor, title, nav });
            }
        }
        let section = Section {
            kind,
            matter,
            media: Media::All,
            anchor: first.anchor.clone(),
            title: first.title.clone(),
            elements,
            strings: first.strings.clone(),
            nav: first.nav.clone(),
            followers,
        };
        (section, parts)
    }

    /// The root around joined sections: a box that shows nothing of itself.
    fn wrapper(&self, first: &Section, styles: &mut Vec<Arc<ComputedStyle>>) -> Element {
        let root = &first.elements[0];
        let style = ComputedStyle { display: Display::Block, ..ComputedStyle::initial() };
        Element {
            name: Name::Div,
            classes: Vec::new(),
            anchor: None,
            lang: self.meta.language.clone(),
            dir: self.meta.direction,
            media: Media::All,
            style: add(styles, style),
            parent: None,
            children: Vec::new(),
            data: Data::None,
            at: root.at,
        }
    }

    fn clone_without_sections(&self) -> Self {
        Self {
            meta: self.meta.clone(),
            sections: Vec::new(),
            styles: Vec::new(),
            images: self.images.clone(),
            words: self.words.clone(),
            sources: self.sources.clone(),
            accessibility_faults: self.accessibility_faults.clone(),
            accessibility_summary: self.accessibility_summary.clone(),
            certified_by: self.certified_by.clone(),
            accessibility_report: self.accessibility_report.clone(),
        }
    }
}

impl Joined {
    /// The element of the flow that an element of the printed one is; a wrapper is the root of its first section.
    pub fn origin(&self, node: NodeId) -> NodeId {
        let Some(parts) = self.parts.get(node.section as usize) else { return node };
        let after = parts.partition_point(|part| part.first <= node.index);
        match (after.checked_sub(1).map(|at| parts[at]), parts.first()) {
            (Some(part), _) => NodeId { section: part.section, index: node.index - part.first },
            (None, Some(part)) => NodeId { section: part.section, index: 0 },
            (None, None) => node,
        }
    }
}

fn add(styles: &mut Vec<Arc<ComputedStyle>>, style: ComputedStyle) -> u32 {
    styles.push(Arc::new(style));
    (styles.len() - 1) as u32
}

/// A section's strings are set where it begins, before those that its root sets itself.
fn with_strings(style: &ComputedStyle, strings: &BTreeMap<String, String>) -> ComputedStyle {
    let own = strings.iter().map(|(name, text)| (name.clone(), vec![ContentItem::Text(text.clone())]));
    ComputedStyle { string_set: own.chain(style.string_set.iter().cloned()).collect(), ..style.clone() }
}

/// An element whose section begins at `offset`, under the wrapper.
fn moved(element: &Element, offset: u32) -> Element {
    let data = match &element.data {
        Data::NoteRef(note) => Data::NoteRef(note + offset),
        Data::Note(mark) => Data::Note(mark + offset),
        Data::Backlink(mark) => Data::Backlink(mark + offset),
        other => other.clone(),
    };
    let children = element.children.iter().map(|child| match child {
        Child::Element(index) => Child::Element(index + offset),
        Child::Text(text) => Child::Text(text.clone()),
    });
    Element {
        children: children.collect(),
        parent: Some(element.parent.map_or(0, |parent| parent + offset)),
        data,
        ..element.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::edition::testing::Book;
    use crate::style::Style;

    const BOOK: &str = "weekbook: 1\ntitle: T\nhighlights: [One., Two.]\nsources: {ap: {name: AP}}\nfigures:\n  - {value: 3, label: wells}\n\
        dispatches:\n  - {title: A, date: 2017-04-13, source: ap, body: \"x[^1]\\n\\n[^1]: First.\"}\n\
        \x20 - {title: B, date: 2017-04-20, source: ap, body: \"y[^1]\\n\\n[^1]: Second.\"}\n";

    fn flow(css: &str) -> Flow {
        let mut built = Book::new(BOOK).build();
        let edition = built.editions.remove(0).expect("an edition");
        let mut diags = Diagnostics::new();
        let sheet = crate::diagnostic::SourceText::new("a.css", css);
        let style = Style::parse(&sheet, &mut diags).expect("a style");
        super::super::build(&edition, &style, &mut diags)
    }

    #[test]
    fn sections_that_begin_pages_stay_apart() {
        assert!(testing::flow(BOOK).joined().is_none());
    }

    #[test]
    fn sections_that_need_not_share_pages() {
        let flow = flow("@import 'briefing';");
        let joined = flow.joined().expect("sections share pages");
        let made_of = |part: &Vec<Part>| part.iter().map(|part| part.section).collect::<Vec<_>>();
        let all: Vec<u32> = (1..flow.sections.len() as u32).collect();
        let parts: Vec<_> = joined.parts.iter().map(made_of).collect();
        assert_eq!(parts, [vec![0], all], "all but the cover, which the style hides");
        let [_, pages] = &joined.flow.sections[..] else { panic!("two sections") };
        assert_eq!((pages.matter, pages.kind), (Matter::Body, SectionKind::Week));
        let titles: Vec<_> = pages.followers.iter().map(|one| one.title.as_str()).collect();
        let own: Vec<_> = flow.sections[2..].iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, own);
    }

    #[test]
    fn elements_are_led_back() {
        let flow = flow("@import 'briefing';");
        let joined = flow.joined().expect("sections share pages");
        for (section, made) in (0u32..).zip(&joined.flow.sections) {
            for (index, element) in (0u32..).zip(&made.elements) {
                let origin = joined.origin(NodeId { section, index });
                let found = flow.element(origin);
                let wrapper = joined.parts[section as usize].len() > 1 && index == 0;
                assert!(wrapper || (found.name, &found.anchor) == (element.name, &element.anchor), "{origin:?}");
                if let Data::Note(mark) = element.data {
                    assert_eq!(made.elements[mark as usize].data, Data::NoteRef(index));
                }
                assert!(element.parent.is_none_or(|parent| parent < index), "parents stand first");
            }
        }
    }

    #[test]
    fn a_week_may_begin_a_page_and_carry_what_follows() {
        let flow = flow("section { break-before: auto } .week { break-before: page } .front-page { display: none }");
        let joined = flow.joined().expect("sections share pages");
        let weeks = joined.flow.sections.iter().filter(|section| section.kind == SectionKind::Week);
        let weeks: Vec<_> = weeks.map(|section| section.followers.len()).collect();
        assert_eq!(weeks, [0, 1], "the sources follow the last week");
        let hidden = joined.flow.sections.iter().filter(|section| section.kind == SectionKind::FrontPage);
        assert_eq!(hidden.count(), 1, "what is hidden stands alone");
    }

    #[test]
    fn notes_are_numbered_on_where_weeks_share_pages() {
        let marks = |flow: &Flow| {
            let elements = flow.sections.iter().flat_map(|section| &section.elements);
            let marks = elements.filter(|element| matches!(element.data, Data::NoteRef(_)));
            marks
                .flat_map(|mark| &mark.children)
                .filter_map(|child| match child {
                    Child::Text(text) => Some(text.clone()),
                    Child::Element(_) => None,
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(marks(&flow("@import 'book';")), ["1", "1"]);
        assert_eq!(marks(&flow("@import 'briefing';")), ["1", "2"]);
    }
}
