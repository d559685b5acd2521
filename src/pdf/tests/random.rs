//! Flows and pages of any shape: the writer refuses none, and what it writes is whole.

use proptest::prelude::*;

use super::Read;
use super::book::Book;
use crate::flow::{Child, Data, Name, SectionKind, Target};
use crate::layout::{Draw, Part};
use crate::style::{Pt, Rgb};

const NAMES: [Name; 30] = [
    Name::Section,
    Name::Article,
    Name::Header,
    Name::Nav,
    Name::Aside,
    Name::Div,
    Name::H2,
    Name::P,
    Name::Blockquote,
    Name::Pre,
    Name::Ul,
    Name::Ol,
    Name::Li,
    Name::Dl,
    Name::Dt,
    Name::Dd,
    Name::Figure,
    Name::Figcaption,
    Name::Img,
    Name::Table,
    Name::Thead,
    Name::Tbody,
    Name::Tr,
    Name::Th,
    Name::Td,
    Name::A,
    Name::Em,
    Name::Code,
    Name::Span,
    Name::Bdi,
];

/// What happens to an element: a name, where it hangs, how it is drawn.
type Step = (usize, prop::sample::Index, u8);

fn make(steps: &[Step]) -> Book {
    let mut book = Book::new();
    book.section(SectionKind::Week, "A week");
    book.page("1");
    for (i, (name, parent, how)) in steps.iter().enumerate() {
        let name = NAMES[*name];
        let index = book.add(parent.index(i + 1) as u32, name);
        match name {
            Name::Img => {
                book.data(
                    index,
                    Data::Image { image: 0, alt: if how & 1 == 0 { String::new() } else { "A map".into() } },
                );
            }
            Name::Aside if how & 1 == 0 => {
                book.data(index, Data::Note(u32::from(how % 4)));
            }
            _ => {}
        }
        if how & 2 == 0 {
            book.arabic(index);
        }
        if how & 4 == 0 {
            book.get(index).children.push(Child::Text("words".into()));
            book.set(index, if how & 8 == 0 { Part::Body } else { Part::Marker }, 50.0, "words");
        }
        if how & 16 == 0 {
            book.link(index, 50.0, 60.0, Target::Url("https://example.org/".into()), "");
        }
        if how & 32 == 0 {
            let draw = if name == Name::Img {
                Draw::Image { image: 0, x: Pt(1.0), y: Pt(2.0), width: Pt(30.0), height: Pt(20.0) }
            } else {
                Draw::Rect { x: Pt(1.0), y: Pt(2.0), width: Pt(3.0), height: Pt(4.0), color: Rgb::default() }
            };
            book.item((how & 64 == 0).then_some(index), draw);
        }
        if how & 192 == 0 {
            book.page(&format!("{}", i + 2));
        }
    }
    book
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_flow_is_written_whole(steps in prop::collection::vec((0..NAMES.len(), any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let read = Read::new(&make(&steps).write());
        super::check_parents(&read);
        super::check_marked(&read);
    }
}

#[test]
fn deep_nesting_is_no_matter() {
    let mut book = Book::new();
    book.section(SectionKind::Week, "A week");
    book.page("1");
    let mut parent = 0;
    for _ in 0..20_000 {
        parent = book.add(parent, Name::Blockquote);
    }
    book.set(parent, Part::Body, 50.0, "deep");
    let bytes = book.write();
    assert!(lopdf::Document::load_mem(&bytes).is_ok_and(|doc| doc.objects.len() > 20_000));
}
