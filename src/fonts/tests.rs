use super::*;
use crate::diagnostic::{Diagnostics, codes};
use skrifa::raw::TableProvider as _;

const PLAIN: &[u8] = include_bytes!("../../fonts/source-code-pro/SourceCodePro-Regular.ttf");

fn families(store: &FontStore, names: &[&str], weight: u16, italic: bool) -> Vec<(String, u16, bool)> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let chain = store.select(&names, weight, italic);
    chain.iter().map(|&id| store.face(id)).map(|f| (f.family.clone(), f.weight, f.italic)).collect()
}

fn first(store: &FontStore, names: &[&str], weight: u16, italic: bool) -> (String, u16, bool) {
    families(store, names, weight, italic)[0].clone()
}

fn open(bytes: Vec<u8>) -> (FontStore, Diagnostics) {
    let mut diags = Diagnostics::new();
    let store = FontStore::new(vec![("fonts/x.ttf".to_owned(), bytes, None)], &mut diags);
    (store, diags)
}

/// Byte offset of a table in a font file.
fn table(data: &[u8], tag: &[u8; 4]) -> usize {
    let at = |i: usize| u32::from_be_bytes([data[i], data[i + 1], data[i + 2], data[i + 3]]) as usize;
    let entry = (12..).step_by(16).find(|&i| &data[i..i + 4] == tag).expect("the table");
    at(entry + 8)
}

#[test]
fn the_bundled_fonts_open_and_say_their_licence() {
    let mut diags = Diagnostics::new();
    let store = FontStore::new(Vec::new(), &mut diags);
    assert_eq!(diags.iter().count(), 0);
    assert_eq!(store.faces().count(), 13);
    for (_, face) in store.faces() {
        assert!(face.is_bundled() && !face.licence_text().is_empty());
        assert!(face.ascender > 0 && face.descender < 0 && face.cap_height > face.x_height, "{face:?}");
        assert!(!face.coverage().is_empty());
        assert_eq!(face.outlines, Outlines::TrueType);
    }
}

#[test]
fn generic_names_and_case() {
    let store = FontStore::bundled();
    assert_eq!(first(&store, &["SERIF"], 400, false).0, "Gentium Plus");
    assert_eq!(first(&store, &["sans-serif"], 400, false).0, "Source Sans 3");
    assert_eq!(first(&store, &["nothing such", "monospace"], 400, false).0, "Source Code Pro");
    assert_eq!(first(&store, &["noto naskh ARABIC"], 400, false).0, "Noto Naskh Arabic");
    assert_eq!(first(&store, &[], 400, false).0, "Gentium Plus");
    assert!(store.has_family("Gentium plus") && store.has_family("serif") && !store.has_family("Comic"));
}

#[test]
fn weight_and_slope() {
    let store = FontStore::bundled();
    assert_eq!(first(&store, &["serif"], 700, true), ("Gentium Plus".to_owned(), 700, true));
    assert_eq!(first(&store, &["serif"], 600, false).1, 700);
    assert_eq!(first(&store, &["serif"], 500, false).1, 400);
    assert_eq!(first(&store, &["serif"], 300, false).1, 400);
    assert_eq!(first(&store, &["monospace"], 400, true), ("Source Code Pro".to_owned(), 400, false));
}

#[test]
fn every_family_is_in_the_chain_once() {
    let store = FontStore::bundled();
    let chain = families(&store, &["sans-serif", "Source Sans 3"], 700, false);
    let mut names: Vec<_> = chain.iter().map(|(name, ..)| name.clone()).collect();
    assert_eq!(names.len(), 5);
    assert_eq!(names[0], "Source Sans 3");
    assert_eq!(names[4], "DejaVu Sans");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5);
}

#[test]
fn characters_and_widths() {
    let store = FontStore::bundled();
    let face = store.face(FontId(0));
    assert!(face.has('a') && face.has('é') && !face.has('ب') && !face.has('\u{10FFFF}') && !face.has('\0'));
    let space = face.glyph(' ').expect("a space");
    assert!(face.advance(space) > 0);
    assert_eq!(face.advance(u16::MAX), 0);
    assert_eq!(face.advances().len(), usize::from(face.glyph_count));
    assert!(face.has_feature(b"smcp") && !face.has_feature(b"zzzz"));
    assert!(face.glyph_bounds(face.glyph('x').expect("x")).is_some_and(|b| b[3] > b[1]));
}

#[test]
fn a_book_s_own_face_goes_before_a_bundled_one_of_its_family() {
    let (store, diags) = open(PLAIN.to_vec());
    assert_eq!(diags.iter().count(), 0);
    assert_eq!(store.select(&["source code pro".to_owned()], 400, false)[0], FontId(13));
    assert!(!store.face(FontId(13)).is_bundled());
}

#[test]
fn what_is_no_font_is_an_error() {
    for bytes in [Vec::new(), b"not a font".to_vec(), b"wOF2....".to_vec(), PLAIN[..5000].to_vec(), vec![0; 100]] {
        let (store, diags) = open(bytes);
        assert_eq!(diags.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::BAD_FONT]);
        assert!(diags.iter().all(|d| d.help.is_some() && d.message.contains("fonts/x.ttf")));
        assert_eq!(store.faces().count(), 13);
    }
}

#[test]
fn a_font_that_forbids_embedding_is_refused() {
    for (fs_type, word) in [(0x0002u16, "embedding"), (0x0100, "subsetting"), (0x0200, "outlines")] {
        let mut bytes = PLAIN.to_vec();
        let at = table(&bytes, b"OS/2") + 8;
        bytes[at..at + 2].copy_from_slice(&fs_type.to_be_bytes());
        let (_, diags) = open(bytes);
        let message = diags.iter().next().expect("an error").message.clone();
        assert!(message.contains(word), "{message}");
    }
    for fs_type in [0x0000u16, 0x0004, 0x0008, 0x000A] {
        let mut bytes = PLAIN.to_vec();
        let at = table(&bytes, b"OS/2") + 8;
        bytes[at..at + 2].copy_from_slice(&fs_type.to_be_bytes());
        assert!(!open(bytes).1.has_errors());
    }
}

#[test]
fn a_variable_font_is_refused_by_name() {
    let mut bytes = PLAIN.to_vec();
    // Any table the checks do not need, renamed.
    let entry = (12..).step_by(16).find(|&i| &bytes[i..i + 4] == b"gasp" || &bytes[i..i + 4] == b"DSIG");
    let entry = entry.expect("a spare table");
    bytes[entry..entry + 4].copy_from_slice(b"fvar");
    let (_, diags) = open(bytes);
    assert!(diags.iter().any(|d| d.message.contains("variable")), "{diags:?}");
}

#[test]
fn a_collection_gives_each_of_its_faces() {
    // Two entries for the same face; table offsets count from the file's start, so the face moves nowhere.
    let header = 12 + 2 * 4;
    let mut bytes = b"ttcf\0\x01\0\0\0\0\0\x02".to_vec();
    bytes.extend([header as u32, header as u32].iter().flat_map(|o| o.to_be_bytes()));
    let mut face = PLAIN.to_vec();
    let tables = usize::from(u16::from_be_bytes([face[4], face[5]]));
    for entry in (0..tables).map(|i| 12 + 16 * i) {
        let offset = u32::from_be_bytes([face[entry + 8], face[entry + 9], face[entry + 10], face[entry + 11]]);
        face[entry + 8..entry + 12].copy_from_slice(&(offset + header as u32).to_be_bytes());
    }
    bytes.extend(face);
    let (store, diags) = open(bytes);
    assert!(!diags.has_errors(), "{diags:?}");
    assert_eq!(store.faces().count(), 15);
    assert_eq!((store.face(FontId(13)).index, store.face(FontId(14)).index), (0, 1));
    assert!(store.face(FontId(14)).font().is_ok_and(|font| font.head().is_ok()));
}

mod damaged {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        /// A damaged file is refused, or used: it never panics, neither when opened nor when text is set in it.
        #[test]
        fn a_damaged_file_never_panics(
            hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
            head in any::<bool>(),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = PLAIN.to_vec();
            let reach = if head { 400 } else { bytes.len() };
            for (at, value) in hits {
                bytes[at.index(reach)] = value;
            }
            if !head {
                bytes.truncate(bytes.len() - cut.index(1000));
            }
            let (store, _) = open(bytes);
            if store.faces().count() > 13 {
                let face = store.face(FontId(13));
                face.coverage();
                face.advances();
                let font = face.font().expect("opened once");
                let shaper = face.shaper_data().shaper(&font).build();
                let mut buffer = harfrust::UnicodeBuffer::new();
                buffer.push_str("Waffle office 12/34");
                buffer.guess_segment_properties();
                shaper.shape(buffer, harfrust::ShapeOptions::new());
            }
        }
    }
}
