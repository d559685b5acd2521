//! Each stage of a build by itself, on a corpus of a hundred dispatches in weekbook's own style.
//!
//! ```text
//! cargo bench --bench stages [-- STAGE]        parse style shape break paginate layout tag write
//! ```
//!
//! For the difference that a change makes to a stage; how a whole build compares with other programs is `benches/peers`.
//! Rayon's threads work where they do in a build (`RAYON_NUM_THREADS=1` for one); shaping and breaking are timed in one.

#![allow(missing_docs)] // criterion's macros make functions without
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use weekbook::diagnostic::Diagnostics;
use weekbook::edition::{self, Edition};
use weekbook::flow::{self, Flow};
use weekbook::fonts::FontStore;
use weekbook::layout::{self, Pages, stages};
use weekbook::manifest::EmbedFonts;
use weekbook::source::Reader;
use weekbook::style::Style;
use weekbook::text::{Shaped, Shaper};
use weekbook::{dispatch, epub, manifest, pdf};

const DISPATCHES: &str = "100";

/// Everything that a stage starts from.
struct Book {
    folder: PathBuf,
    edition: Edition,
    style: Style,
    fonts: FontStore,
    flow: Flow,
    pages: Pages,
}

impl Book {
    fn new() -> Self {
        let folder = corpus();
        let mut diags = Diagnostics::new();
        let edition = edition(&folder, &mut diags);
        let style = Style::load(None, &mut |_, _| None, &mut diags).unwrap();
        let fonts = FontStore::new(Vec::new(), &mut diags);
        let flow = flow::build(&edition, &style, &mut diags);
        let pages = layout::lay_out(&flow, &style, edition.page, &fonts, &|_, _| None, &mut diags);
        assert!(!diags.has_errors() && !pages.pages.is_empty(), "the corpus has no errors");
        Self { folder, edition, style, fonts, flow, pages }
    }
}

/// The corpus's folder, made anew: the generator may have changed.
fn corpus() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stages");
    let generator = root.join("benches/corpus/gen.py");
    let arguments = ["--n", DISPATCHES, "--lang-mix", "0.1", "--formats", "src", "--default-style", "--out"];
    let made = Command::new("python3").arg(generator).args(arguments).arg(&folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder.join("src")
}

/// The manifest and its dispatches, read and put in order.
fn edition(folder: &Path, diags: &mut Diagnostics) -> Edition {
    let (reader, source) = Reader::open(Some(folder), folder).ok().unwrap();
    let manifest = manifest::parse(&source, diags).unwrap();
    let dispatches = dispatch::load(&manifest, &reader, diags);
    edition::compile(&manifest, &dispatches, &manifest.editions[0], &edition::Options::default(), &reader, diags)
        .unwrap()
}

fn stages(criterion: &mut Criterion) {
    let book = Book::new();
    let Book { folder, edition: of, style, fonts, flow, pages } = &book;

    criterion.bench_function("parse", |b| b.iter(|| edition(folder, &mut Diagnostics::new()).weeks.len()));

    criterion.bench_function("style", |b| {
        b.iter(|| {
            let style = Style::load(None, &mut |_, _| None, &mut Diagnostics::new()).unwrap();
            flow::build(of, &style, &mut Diagnostics::new()).sections.len()
        });
    });

    let paragraphs = stages::paragraphs(flow, style, of.page, fonts);
    criterion.bench_function("shape", |b| {
        // The caches of words are a build's: each time anew.
        let shape = |shaper: Shaper| -> Vec<Shaped> {
            paragraphs.iter().map(|(text, _)| shaper.shape(text, &mut Vec::new())).collect()
        };
        b.iter_batched(|| Shaper::new(fonts), shape, BatchSize::PerIteration);
    });

    let shaper = Shaper::new(fonts);
    let shaped: Vec<_> = paragraphs.iter().map(|(text, width)| (shaper.shape(text, &mut Vec::new()), *width)).collect();
    criterion.bench_function("break", |b| {
        let lines = |(shaped, width): &(Shaped, _)| shaped.lines(&|_| *width).len();
        b.iter(|| shaped.iter().map(lines).sum::<usize>());
    });

    stages::paginate(flow, style, of.page, fonts, &mut |once| {
        criterion.bench_function("paginate", |b| b.iter(&mut *once));
    });

    // What a build waits for: the three above, levelling among them, in parallel and as often as page numbers need it.
    criterion.bench_function("layout", |b| {
        let lay_out = || layout::lay_out(flow, style, of.page, fonts, &|_, _| None, &mut Diagnostics::new());
        b.iter(|| lay_out().pages.len());
    });

    pdf::stages::tag(flow, pages, fonts, &mut |once| {
        criterion.bench_function("tag", |b| b.iter(once));
    })
    .unwrap();

    criterion.bench_function("write/pdf", |b| b.iter(|| pdf::write(flow, pages, fonts).unwrap().len()));

    let (css, breaks) = (style.epub_css(false), pages.page_breaks());
    let options = epub::Options { css: &css, page_breaks: Some(&breaks), cover: None, fonts, embed: EmbedFonts::Auto };
    criterion.bench_function("write/epub", |b| b.iter(|| epub::write(flow, options).unwrap().len()));
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10);
    targets = stages
}
criterion_main!(all);
