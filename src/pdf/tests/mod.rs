//! The whole writer on small books, its output read back by lopdf.

mod book;
mod box_font;
mod random;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::PdfError;
use crate::flow::Target;
use book::{Book, sample};

/// A PDF read back, with the look-ups that tests want.
struct Read {
    doc: Document,
    pages: Vec<ObjectId>,
}

impl Read {
    fn new(bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).expect("loads");
        let pages = doc.page_iter().collect();
        Self { doc, pages }
    }

    fn dict<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.doc.dereference(object).and_then(|(_, o)| o.as_dict()).expect("a dictionary")
    }

    fn catalog(&self) -> &Dictionary {
        self.doc.catalog().expect("a catalog")
    }

    fn under<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Dictionary {
        self.dict(dict.get(key.as_bytes()).expect(key))
    }

    fn array<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Vec<&'a Object> {
        match dict.get(key.as_bytes()).map(|object| self.doc.dereference(object).expect("resolves").1) {
            Ok(Object::Array(items)) => items.iter().collect(),
            Ok(one) => vec![one],
            Err(_) => Vec::new(),
        }
    }

    fn kids<'a>(&'a self, dict: &'a Dictionary) -> Vec<&'a Object> {
        match dict.get(b"K") {
            Ok(Object::Array(items)) => items.iter().collect(),
            Ok(one) => vec![one],
            Err(_) => Vec::new(),
        }
    }

    /// All entries of a name or number tree.
    fn entries<'a>(&'a self, node: &'a Dictionary, key: &str) -> Vec<(&'a Object, &'a Object)> {
        let own = self.array(node, key);
        let mut all: Vec<_> = own.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        for kid in self.array(node, "Kids") {
            all.extend(self.entries(self.dict(kid), key));
        }
        all
    }

    fn content(&self, page: usize) -> String {
        String::from_utf8_lossy(&self.doc.get_page_content(self.pages[page])).into_owned()
    }

    /// The structure tree as an outline of tags, two blanks a level.
    fn tags(&self) -> String {
        let mut out = String::new();
        let root = self.under(self.catalog(), "StructTreeRoot");
        for kid in self.kids(root) {
            self.tag(kid, 0, &mut out);
        }
        out
    }

    fn tag(&self, object: &Object, depth: usize, out: &mut String) {
        let pad = "  ".repeat(depth);
        if object.as_i64().is_ok() {
            return out.push_str(&format!("{pad}*\n"));
        }
        let dict = self.dict(object);
        match dict.get(b"S").and_then(Object::as_name) {
            Ok(tag) => {
                let lang = dict.get(b"Lang").and_then(Object::as_str).unwrap_or_default();
                let lang = if lang.is_empty() { String::new() } else { format!(" {}", String::from_utf8_lossy(lang)) };
                out.push_str(&format!("{pad}{}{lang}\n", String::from_utf8_lossy(tag)));
                for kid in self.kids(dict) {
                    self.tag(kid, depth + 1, out);
                }
            }
            Err(_) => {
                let kind = dict.get(b"Type").and_then(Object::as_name).expect("a type");
                out.push_str(&format!("{pad}{}\n", String::from_utf8_lossy(kind)));
            }
        }
    }

    /// Every structure element under an object, the object itself included, with its parent.
    fn elements(&self) -> Vec<(ObjectId, ObjectId)> {
        let root = self.catalog().get(b"StructTreeRoot").and_then(Object::as_reference).expect("a root");
        let mut all = Vec::new();
        let mut todo = vec![root];
        while let Some(parent) = todo.pop() {
            let dict = self.doc.get_dictionary(parent).expect("a dictionary");
            for kid in self.kids(dict) {
                if let Ok(id) = kid.as_reference() {
                    all.push((id, parent));
                    todo.push(id);
                }
            }
        }
        all
    }
}

#[test]
fn the_structure_tree_says_what_the_flow_says() {
    let read = Read::new(&sample().write());
    let expected = "\
Document
  Sect
    H1
      *
    TOC
      TOCI
        Reference
          Link
            *
            OBJR
          *
      TOCI
        Reference
          Link ar
            *
            OBJR
  Sect
    H1
      *
    Art
      H2
        *
      P
        *
        Reference
          Link
            *
            OBJR
        *
        Link
          *
          OBJR
        *
        MCR
      Note
        P
          Lbl
            *
          *
      Table
        Caption
          *
        THead
          TR
            TH
              *
            TH
              *
        TBody
          TR
            TD
              *
            TD
              *
          TR
            TD
              *
            TD
      L
        LI
          Lbl
            *
          LBody
            *
        LI
          Lbl
            *
          LBody
            *
      L
        LI
          Lbl
            *
          LBody
            *
        LI
          Lbl
            *
          LBody
            *
      BlockQuote
        P
          *
      Code
        *
      P
        *
      Div
        Figure
          *
        Caption
          *
      Div
        Caption
          *
    Art ar
      H2
        *
      P
        *
";
    assert_eq!(read.tags(), expected);
}

#[test]
fn every_mark_and_link_has_its_parent() {
    assert_eq!(check_parents(&Read::new(&sample().write())), 4);
}

/// Every structure element hangs under what it says, and every mark and link is known on both sides. Gives the links.
fn check_parents(read: &Read) -> usize {
    let elements: BTreeMap<ObjectId, ObjectId> = read.elements().into_iter().collect();
    for (element, parent) in &elements {
        let dict = read.doc.get_dictionary(*element).expect("an element");
        assert_eq!(dict.get(b"P").and_then(Object::as_reference).expect("a parent"), *parent);
    }
    let root = read.under(read.catalog(), "StructTreeRoot");
    let entries = read.entries(read.under(root, "ParentTree"), "Nums");
    let keys: Vec<i64> = entries.iter().map(|(key, _)| key.as_i64().expect("a number")).collect();
    assert!(keys.is_sorted_by(|a, b| a < b), "keys are sorted and unique");
    let next = root.get(b"ParentTreeNextKey").and_then(Object::as_i64).expect("next");
    assert!(keys.iter().all(|key| *key < next));
    let parents: BTreeMap<i64, &Object> = keys.into_iter().zip(entries.iter().map(|e| e.1)).collect();

    let mut links = 0;
    for (i, page) in read.pages.iter().enumerate() {
        let dict = read.doc.get_dictionary(*page).expect("a page");
        let content = read.content(i);
        let marks = content.matches("/MCID").count();
        let none = Vec::new();
        let of_page = match dict.get(b"StructParents").and_then(Object::as_i64) {
            Ok(key) => parents[&key].as_array().expect("an array"),
            Err(_) => &none,
        };
        assert_eq!(of_page.len(), marks, "page {i}");
        for (mcid, parent) in of_page.iter().enumerate() {
            let parent = parent.as_reference().expect("a reference");
            assert!(elements.contains_key(&parent));
            let dict = read.doc.get_dictionary(parent).expect("an element");
            let own = dict.get(b"Pg").and_then(Object::as_reference).expect("a page");
            let holds = read.kids(dict).into_iter().any(|kid| match kid {
                Object::Integer(n) => own == *page && *n == mcid as i64,
                Object::Dictionary(mcr) => {
                    mcr.get(b"Pg").and_then(Object::as_reference).is_ok_and(|pg| pg == *page)
                        && mcr.get(b"MCID").and_then(Object::as_i64).is_ok_and(|n| n == mcid as i64)
                }
                _ => false,
            });
            assert!(holds, "mark {mcid} of page {i}");
        }
        for annotation in read.array(dict, "Annots") {
            let dict = read.dict(annotation);
            let key = dict.get(b"StructParent").and_then(Object::as_i64).expect("a key");
            let link = read.dict(parents[&key]);
            assert_eq!(link.get(b"S").and_then(Object::as_name).expect("a type"), b"Link");
            let holds = read.kids(link).iter().any(|kid| {
                kid.as_dict().and_then(|d| d.get(b"Obj")).and_then(Object::as_reference).ok()
                    == annotation.as_reference().ok()
            });
            assert!(holds && dict.has(b"Contents"));
            links += 1;
        }
    }
    links
}

#[test]
fn all_content_is_marked() {
    let read = Read::new(&sample().write());
    check_marked(&read);
    assert!(read.content(0).contains("/Artifact<</Type/Pagination/Subtype/Header>>BDC"));
    assert!(read.content(0).contains("/Artifact<</Type/Pagination/Subtype/Footer>>BDC"));
}

/// Nothing is shown but in marked content, and everything that opens closes.
fn check_marked(read: &Read) {
    for page in 0..read.pages.len() {
        let content = lopdf::content::Content::decode(&read.doc.get_page_content(read.pages[page])).expect("decodes");
        let (mut open, mut saved, mut in_text) = (Vec::new(), 0, false);
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BDC" => open.push(in_text),
                // What is opened in a text object is closed in it, and the other way round (14.6.1).
                "EMC" => assert_eq!(open.pop(), Some(in_text)),
                "q" => saved += 1,
                "Q" => saved -= 1,
                "BT" => in_text = true,
                "ET" => in_text = false,
                "Tj" | "TJ" => assert!(!open.is_empty() && in_text),
                "f" | "S" | "Do" => assert!(!open.is_empty() && !in_text),
                _ => {}
            }
            assert!(saved >= 0);
        }
        assert_eq!((open.len(), saved, in_text), (0, 0, false));
    }
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let (a, b) = (sample().write(), sample().write());
    assert!(a == b);
    let threads = |n| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
        pool.install(|| sample().write())
    };
    assert!(threads(1) == a && threads(7) == a);
}

#[test]
fn a_new_glyph_changes_no_other_page() {
    let content = |book: &Book, page: usize| {
        let read = Read::new(&book.write());
        (read.content(page), read.pages[page])
    };
    let before = sample();
    let mut after = sample();
    after.down(30.0);
    after.set(1, crate::layout::Part::Body, 50.0, "ŽžŁł");
    for page in 0..3 {
        assert_eq!(content(&before, page), content(&after, page));
    }
    assert_ne!(content(&before, 3).0, content(&after, 3).0);
}

#[test]
fn codes_say_their_text() {
    let book = sample();
    let read = Read::new(&book.write());
    let content = read.content(1);
    assert!(content.contains("/Span<</ActualText(\u{FFFD}\u{FFFD}\0\u{FFFD})>>BDC"), "a hyphen of a break is soft");
    assert_eq!(content.matches("ActualText").count(), 1, "Latin says itself, ligatures and blanks included");
    assert_eq!(read.content(3).matches("ActualText").count(), 0, "so does Arabic");
}

#[test]
fn fonts_are_subsets_that_agree_with_their_programs() {
    let book = sample();
    let read = Read::new(&book.write());
    let page = read.doc.get_dictionary(read.pages[0]).expect("a page");
    let fonts = read.under(read.under(page, "Resources"), "Font");
    assert_eq!(fonts.len(), 2, "only fonts in use");
    for (name, font) in fonts {
        let font = read.dict(font);
        let base =
            String::from_utf8_lossy(font.get(b"BaseFont").and_then(Object::as_name).expect("a name")).into_owned();
        assert!(base[..6].bytes().all(|b| b.is_ascii_uppercase()) && base.as_bytes()[6] == b'+', "{base}");
        let cid = read.dict(read.array(font, "DescendantFonts")[0]);
        let descriptor = read.under(cid, "FontDescriptor");
        for other in [cid.get(b"BaseFont"), descriptor.get(b"FontName")] {
            assert_eq!(other.and_then(Object::as_name).expect("a name"), base.as_bytes());
        }
        let stream = |object: &Object| {
            let stream = read.doc.dereference(object).and_then(|(_, o)| o.as_stream()).expect("a stream");
            stream.decompressed_content().expect("inflates")
        };
        let program = stream(descriptor.get(b"FontFile2").expect("TrueType"));
        let map = stream(cid.get(b"CIDToGIDMap").expect("a map"));
        let subset = skrifa::FontRef::new(&program).expect("a font");
        let face = book.store.face(if name == b"W0" { book.latin } else { book.arabic });
        let widths = read.array(cid, "W");
        // The hyphen of a break has a code of its own.
        let hyphen = face.glyph('\u{2010}').expect("a hyphen");
        let codes = super::codes::Codes::new(face.glyph_count, |c| face.glyph(c));
        let shown = |cid: usize| match (0..=face.glyph_count).find(|glyph| usize::from(codes.cid(*glyph)) == cid) {
            Some(glyph) if glyph == face.glyph_count => hyphen,
            Some(glyph) => glyph,
            None => panic!("{cid} is no glyph's"),
        };
        let mut checked = 0;
        for run in widths.chunks(2) {
            let first = run[0].as_i64().expect("a code") as usize;
            for (i, width) in run[1].as_array().expect("widths").iter().enumerate() {
                let code = first + i;
                let place = u16::from_be_bytes([map[code * 2], map[code * 2 + 1]]);
                assert!(place > 0, "code {code} of {base} leads to .notdef");
                use skrifa::raw::TableProvider as _;
                let advance = subset.hmtx().expect("hmtx").advance(u32::from(place).into()).expect("a glyph");
                assert_eq!(advance, face.advance(shown(code)));
                let said = width.as_float().expect("a number");
                let em = f32::from(face.units_per_em);
                assert!((said - f32::from(advance) * 1000.0 / em).abs() < 0.01);
                checked += 1;
            }
        }
        assert!(checked > 10);
        let said = stream(font.get(b"ToUnicode").expect("a map"));
        let said =
            String::from_utf8(said).expect("ASCII").contains(&format!("<{:04X}> <00AD>", 0xC000 | face.glyph_count));
        assert_eq!(said, name == b"W0", "only a font that ends a line says so");
    }
}

#[test]
fn a_cff_font_is_addressed_by_its_own_glyph_ids() {
    let mut diags = crate::diagnostic::Diagnostics::new();
    let mut book = Book::new();
    book.store = crate::fonts::FontStore::new(vec![("box.otf".into(), box_font::box_font(), None)], &mut diags);
    assert!(!diags.has_errors());
    book.latin = book.store.faces().last().expect("the font").0;
    book.section(crate::flow::SectionKind::Week, "A week");
    book.page("1");
    book.pages.pages[0].furniture.clear();
    let paragraph = book.add(0, crate::flow::Name::P);
    book.set(paragraph, crate::layout::Part::Body, 50.0, "CC");
    let read = Read::new(&book.write());
    assert!(read.content(0).contains("(CC)"), "{}", read.content(0));
    let page = read.doc.get_dictionary(read.pages[0]).expect("a page");
    let fonts = read.under(read.under(page, "Resources"), "Font");
    let font = read.dict(fonts.iter().next().expect("a font").1);
    let cid = read.dict(read.array(font, "DescendantFonts")[0]);
    assert_eq!(cid.get(b"Subtype").and_then(Object::as_name).expect("a type"), b"CIDFontType0");
    let program = read.under(cid, "FontDescriptor").get(b"FontFile3").expect("CFF");
    let program = read.doc.dereference(program).and_then(|(_, o)| o.as_stream()).expect("a stream");
    assert_eq!(program.dict.get(b"Subtype").and_then(Object::as_name).expect("a type"), b"CIDFontType0C");
    let table = program.decompressed_content().expect("inflates");
    // Glyph 1 of the subset is the one that `C` shows.
    assert_eq!(printpdf::cff_charset_gid_to_cid_map(&table, 0).expect("CID-keyed")[&1], u16::from(b'C'));
}

#[test]
fn names_labels_and_outline_lead_where_they_say() {
    let read = Read::new(&sample().write());
    let names = read.under(read.catalog(), "Names");
    let entries = read.entries(read.under(names, "Dests"), "Names");
    let named: BTreeMap<&[u8], &Object> =
        entries.iter().map(|(name, place)| (name.as_str().expect("a string"), *place)).collect();
    let order: Vec<&[u8]> = entries.iter().map(|(name, _)| name.as_str().expect("a string")).collect();
    assert!(order.is_sorted());
    let page_of = |name: &[u8]| named[name].as_array().expect("a place")[0].as_reference().expect("a page");
    assert_eq!(page_of(b"d-bridge"), read.pages[1]);
    assert_eq!(page_of(b"fn-1"), read.pages[1]);
    assert_eq!(page_of(b"d-arabic"), read.pages[3]);
    assert_eq!(page_of(b"section-1"), read.pages[1], "a section that the layout did not place begins with its page");

    let outlines = read.under(read.catalog(), "Outlines");
    assert_eq!(outlines.get(b"Count").and_then(Object::as_i64).expect("a count"), 2);
    let first = read.under(outlines, "First");
    let second = read.under(first, "Next");
    assert_eq!(second.get(b"Title").and_then(Object::as_str).expect("a title"), b"Week 15");
    assert_eq!(second.get(b"Count").and_then(Object::as_i64).expect("a count"), -2);
    let under = read.under(second, "First");
    assert_eq!(under.get(b"Dest").and_then(Object::as_str).expect("a name"), b"d-bridge");
    assert_eq!(read.under(under, "Next").get(b"Dest").and_then(Object::as_str).expect("a name"), b"d-arabic");
}

#[test]
fn metadata_says_what_the_book_is() {
    let read = Read::new(&sample().write());
    let catalog = read.catalog();
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"en");
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).expect("a reference");
    let xmp = read.doc.get_object(metadata).and_then(Object::as_stream).expect("a stream");
    let xmp = String::from_utf8(xmp.content.clone()).expect("UTF-8");
    for part in [
        "Letters &lt;from&gt; the river &amp; back",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<xmp:CreateDate>2017-04-17T00:00:00Z</xmp:CreateDate>",
        "<xmp:ModifyDate>2017-04-20T00:00:00Z</xmp:ModifyDate>",
        "All rights",
        "<rdf:li>ar</rdf:li>",
    ] {
        assert!(xmp.contains(part), "{part}");
    }
    let mut reader = quick_xml::Reader::from_str(&xmp);
    while reader.read_event().expect("well formed") != quick_xml::events::Event::Eof {}
    let info = read.dict(read.doc.trailer.get(b"Info").expect("info"));
    assert_eq!(info.get(b"CreationDate").and_then(Object::as_str).expect("a date"), b"D:20170417000000Z");
}

#[test]
fn a_book_from_right_to_left_says_so() {
    let mut book = sample();
    book.flow.meta.direction = crate::language::Direction::Rtl;
    book.flow.meta.language = crate::language::Lang::parse("ar").expect("a tag");
    let read = Read::new(&book.write());
    let preferences = read.under(read.catalog(), "ViewerPreferences");
    assert_eq!(preferences.get(b"Direction").and_then(Object::as_name).expect("a direction"), b"R2L");
    let tags = read.tags();
    assert!(tags.contains("\n  Sect en\n") && tags.contains("\n    Art ar\n"), "{tags}");
}

#[test]
fn images_keep_their_compression_and_share_an_object() {
    let read = Read::new(&sample().write());
    let page = read.doc.get_dictionary(read.pages[2]).expect("a page");
    let images = read.under(read.under(page, "Resources"), "XObject");
    let filter = |name: &[u8]| {
        let (_, image) = read.doc.dereference(images.get(name).expect("an image")).expect("resolves");
        let image = image.as_stream().expect("a stream");
        (
            String::from_utf8_lossy(image.dict.get(b"Filter").and_then(Object::as_name).expect("a filter"))
                .into_owned(),
            image.dict.has(b"SMask"),
        )
    };
    assert_eq!(filter(b"I0"), ("FlateDecode".to_owned(), true));
    assert_eq!(filter(b"I1"), ("DCTDecode".to_owned(), false));
    assert!(!read.doc.get_dictionary(read.pages[0]).is_ok_and(|page| read.under(page, "Resources").has(b"XObject")));
}

#[test]
fn every_object_is_used() {
    let mut read = Read::new(&sample().write());
    // The streams that hold objects, and the cross-reference stream, are nobody's.
    let plumbing = |object: &Object| {
        let dict = object.as_stream().map(|stream| &stream.dict);
        dict.and_then(|dict| dict.get(b"Type"))
            .and_then(Object::as_name)
            .is_ok_and(|t| [&b"ObjStm"[..], b"XRef"].contains(&t))
    };
    read.doc.objects.retain(|_, object| !plumbing(object));
    let unused = read.doc.prune_objects();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn what_leads_nowhere_is_refused() {
    let mut book = sample();
    book.pages.pages[0].links[0].target = Target::Anchor("nowhere".to_owned());
    let result = super::write(&book.flow, &book.pages, &book.store);
    assert!(matches!(result, Err(PdfError::NoDestination(anchor)) if anchor == "nowhere"));
}

#[test]
fn pages_that_do_not_fit_the_flow_are_refused() {
    let broken = |change: &dyn Fn(&mut Book)| {
        let mut book = sample();
        change(&mut book);
        matches!(super::write(&book.flow, &book.pages, &book.store), Err(PdfError::Broken(_)))
    };
    assert!(broken(&|book| book.pages.pages.clear()));
    assert!(broken(&|book| book.pages.pages.reverse()));
    assert!(broken(&|book| book.pages.pages[1].section = 99));
    assert!(broken(&|book| book.pages.pages[1].width = crate::style::Pt(f64::NAN)));
    assert!(broken(&|book| book.flow.images.clear()));
    assert!(broken(&|book| book.flow.sections[1].elements.truncate(3)));
    assert!(broken(&|book| book.pages.anchors.values_mut().for_each(|place| place.page = 99)));
}

/// Writes the sample where a validator can be run on it by hand.
#[test]
fn the_sample_can_be_written_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = std::env::var_os("WEEKBOOK_SAMPLE_PDF").map_or_else(|| folder.path().join("sample.pdf"), Into::into);
    std::fs::write(&path, sample().write()).expect("written");
    assert_eq!(Document::load(&path).expect("loads").get_pages().len(), 4);
}

#[test]
fn arabic_is_read_back_alone_on_its_line_and_in_company() {
    let mut book = sample();
    let (first, second) = ("سارت القافلة إلى الجسر القديم. ", "وعبرت النهر مساءً عند ");
    book.down(24.0);
    let paragraph = book.add(0, crate::flow::Name::P);
    book.arabic(paragraph);
    book.set_arabic(paragraph, first);
    book.down(20.0);
    book.set_arabic(paragraph, second);
    let strong = book.add(paragraph, crate::flow::Name::Strong);
    book.arabic(strong);
    let mut run = book.run(strong, book.arabic, 12.0, "البوابة.");
    run.rtl = true;
    book.put(strong, crate::layout::Part::Body, 50.0, run);
    let read = super::readback(&book.write()).expect("reads");
    let whole = format!("{first}{second}البوابة.");
    assert!(
        read.iter().any(|piece| piece.text.contains(&whole)),
        "{:?}",
        read.iter().map(|p| &p.text).collect::<Vec<_>>()
    );
}
