//! Faults at the ends of pages and columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::flow::{Element, Flow, Name, NodeId};
use crate::style::Display;

use super::super::pages::Pages;
use super::marks::{Mark, Marks, ancestors};
use super::{Blemish, Cause, Fault};

pub(super) fn find(pages: &Pages, flow: &Flow, marks: &Marks) -> Vec<Blemish> {
    let mut found = Finder { pages, flow, marks, out: Vec::new() };
    found.paragraphs();
    found.headings();
    found.notes();
    found.figures();
    found.tables();
    found.out
}

/// Whether a block is a headline, or stands with one and says nothing without the text below.
pub(super) fn is_heading(element: &Element) -> bool {
    let has = |class: &str| element.classes.iter().any(|c| c == class);
    match element.name {
        Name::H1 | Name::H2 | Name::H3 | Name::H4 | Name::H5 | Name::H6 | Name::Dt => true,
        Name::P => ["kicker", "credit", "dates", "callout-label"].into_iter().any(has),
        _ => false,
    }
}

/// Lines of a paragraph in one region.
struct Fragment<'a> {
    first: &'a Mark,
    lines: usize,
}

struct Finder<'a> {
    pages: &'a Pages,
    flow: &'a Flow,
    marks: &'a Marks,
    out: Vec<Blemish>,
}

impl<'a> Finder<'a> {
    fn tell(&mut self, fault: Fault, cause: Option<Cause>, node: NodeId, mark: &Mark) {
        let label = self.pages.pages[mark.page].label.clone();
        let words = mark.words.trim().to_owned();
        self.out.push(Blemish { fault, cause, page: mark.page, label, node: Some(node), words });
    }

    /// Widows and orphans. A paragraph is the lines of a block that no block within it parts.
    fn paragraphs(&mut self) {
        let mut open: BTreeMap<NodeId, Vec<Fragment<'a>>> = BTreeMap::new();
        for mark in self.marks.all.iter().filter(|m| !m.image && m.table.is_none() && m.figure.is_none()) {
            for (around, _) in ancestors(self.flow, mark.block).skip(1) {
                if let Some(done) = open.remove(&around) {
                    self.paragraph(around, &done);
                }
            }
            let fragments = open.entry(mark.block).or_default();
            match fragments.last_mut() {
                Some(last) if last.first.region == mark.region => last.lines += 1,
                _ => fragments.push(Fragment { first: mark, lines: 1 }),
            }
        }
        for (block, fragments) in open {
            self.paragraph(block, &fragments);
        }
    }

    fn paragraph(&mut self, block: NodeId, fragments: &[Fragment<'a>]) {
        let ([first, second, ..], [.., before, last]) = (fragments, fragments) else { return };
        let style = self.flow.style(self.flow.element(block));
        if first.lines < usize::from(style.orphans) {
            let cause = self.forced_by([first.first.page, second.first.page]);
            self.tell(Fault::Orphan, cause, block, first.first);
        }
        if last.lines < usize::from(style.widows) {
            let cause = self.forced_by([before.first.page, last.first.page]);
            self.tell(Fault::Widow, cause, block, last.first);
        }
    }

    /// What may have forced a widow or an orphan: something that does not divide as text does, on one of the two pages
    /// that part the paragraph.
    fn forced_by(&self, pages: [usize; 2]) -> Option<Cause> {
        let any = |wanted: &dyn Fn(&Mark) -> bool| pages.iter().any(|&page| self.marks.on(page).iter().any(wanted));
        match () {
            () if any(&|m| m.note.is_some()) => Some(Cause::Note),
            () if any(&|m| m.table.is_some()) => Some(Cause::Table),
            () if any(&|m| m.image || m.figure.is_some()) => Some(Cause::Figure),
            () => None,
        }
    }

    /// Headlines that stand last, with more of their section to come.
    fn headings(&mut self) {
        let body: Vec<&Mark> = self.marks.body().collect();
        for pair in body.windows(2) {
            let (last, next) = (pair[0], pair[1]);
            let ends = last.region != next.region && last.block.section == next.block.section;
            if ends && last.block != next.block && is_heading(self.flow.element(last.block)) {
                self.tell(Fault::HeadingAtFoot, None, last.block, last);
            }
        }
    }

    /// Each note begins on the page of its mark and goes on at the foot of each page after it.
    fn notes(&mut self) {
        let mut placed: BTreeMap<NodeId, BTreeSet<usize>> = BTreeMap::new();
        for mark in &self.marks.all {
            if let Some(note) = mark.note {
                placed.entry(note).or_default().insert(mark.page);
            }
        }
        for (&note, &mark) in &self.marks.noted {
            let mark = &self.marks.all[mark];
            let hidden = ancestors(self.flow, note).any(|(_, e)| self.flow.style(e).display == Display::None);
            let goes_on = |(before, page): (usize, &usize)| *page == mark.page + before;
            let held = placed.get(&note).is_some_and(|pages| pages.iter().enumerate().all(goes_on));
            if !hidden && !held {
                self.tell(Fault::NoteAwayFromMark, None, note, mark);
            }
        }
    }

    /// Each figure that has a caption must have all of it beside its end or its beginning.
    fn figures(&mut self) {
        let mut figures: BTreeMap<NodeId, (Vec<&Mark>, Vec<&Mark>)> = BTreeMap::new();
        for mark in &self.marks.all {
            let Some(figure) = mark.figure else { continue };
            let within = ancestors(self.flow, mark.block).take_while(|(node, _)| *node != figure);
            let (shown, caption) = figures.entry(figure).or_default();
            let is_caption = within.into_iter().any(|(_, element)| element.name == Name::Figcaption);
            if is_caption { caption.push(mark) } else { shown.push(mark) }
        }
        for (figure, (shown, caption)) in figures {
            let ([first, ..], [.., end]) = (caption.as_slice(), caption.as_slice()) else { continue };
            let beside = shown.iter().any(|mark| mark.region == first.region);
            if !beside || first.region != end.region {
                self.tell(Fault::FigureWithoutCaption, None, figure, first);
            }
        }
    }

    /// Each part of a table that the next page goes on from must have a row of its body.
    fn tables(&mut self) {
        let mut tables: BTreeMap<NodeId, Vec<&Mark>> = BTreeMap::new();
        for mark in &self.marks.all {
            if let Some(table) = mark.table {
                tables.entry(table).or_default().push(mark);
            }
        }
        for (table, marks) in tables {
            let parts: Vec<&[&Mark]> = marks.chunk_by(|a, b| a.region == b.region).collect();
            let Some((_, parts)) = parts.split_last() else { continue };
            for part in parts {
                let is_body =
                    |mark: &&Mark| ancestors(self.flow, mark.block).any(|(_, element)| element.name == Name::Tbody);
                if !part.iter().any(is_body) {
                    self.tell(Fault::TableHeadAlone, None, table, part[0]);
                }
            }
        }
    }
}
