//! Glyph runs as text-showing operators (ISO 32000-1, 9.4).

use printpdf::{DictItem, Op, TextRenderingMode};
use unicode_bidi::{BidiClass, bidi_class};

use super::font::{Metrics, SoftHyphen};
use super::object::{round, text_bytes};
use crate::text::{Glyph, GlyphRun};

/// A stretch of a run that reads as one: its glyphs, and what it reads as where they say something else.
struct Cluster<'a> {
    glyphs: &'a [Glyph],
    actual: Option<&'a str>,
}

/// What stands beside a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// Other text is on its line.
    pub company: bool,
    /// The text shown next runs from the left and begins with what has no direction of its own: a blank, a bracket.
    pub signs: bool,
}

/// The operators that show a run whose baseline's left end is the text matrix's origin. Font, size, scale and colour
/// are already set.
///
/// Letters from the right are drawn from left to right, as readers expect of a line that is one run, and turn round.
/// A run that shares its line (`Beside::company`) is drawn as it is read, from the right: turned round piece by piece, a line
/// would lose its order. An invisible mark follows it that says nothing where `Beside::signs`: MuPDF gives such signs the
/// direction of the character shown before them, and would turn them round, and a short word before them. So is a run whose ending would stand too near its first letter (`is_brief`).
pub fn show(run: &GlyphRun, beside: Beside, font: &Metrics, ops: &mut Vec<Op>) {
    let mut pen = Pen::new(run, font);
    if run.soft_hyphen {
        pen.actual("\u{AD}", &run.glyphs, ops);
    } else {
        let mut clusters = clusters(run, font);
        let end = if run.rtl { ending(run, &clusters) } else { 0 };
        let as_read = run.rtl && (beside.company || is_brief(run, &clusters, end));
        if as_read {
            clusters.reverse();
        } else {
            // Drawn from left to right a stop at the end would come first, and programs that turn letters round for
            // reading leave it where it is drawn.
            clusters[..end].reverse();
            clusters.rotate_left(end);
        }
        for cluster in clusters {
            match cluster.actual {
                None if as_read => cluster.glyphs.iter().rev().for_each(|glyph| pen.glyph(glyph, ops)),
                None => cluster.glyphs.iter().for_each(|glyph| pen.glyph(glyph, ops)),
                Some(text) => pen.actual(text, cluster.glyphs, ops),
            }
        }
    }
    if let Some(mark) = font.left_mark.filter(|_| run.rtl && beside.signs) {
        let x = run.glyphs.iter().map(|glyph| pen.end(glyph)).fold(0.0, f64::max) as f32;
        // Some fonts draw the mark as a sign of itself.
        pen.flush(ops);
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Invisible });
        pen.actual("", &[Glyph { id: mark, x, y: 0.0, start: 0, end: 0 }], ops);
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
    }
    pen.finish(ops);
}

/// The character spacing that a run is shown with, before it is scaled: rounded as it is written.
pub fn character_spacing(run: &GlyphRun) -> f64 {
    if run.tracking.0.is_finite() { round(run.tracking.0 / run.scale.max(0.5)) } else { 0.0 }
}

/// Parts a run in clusters, in the order that they are drawn. A cluster drawn in two places (as some scripts do) is
/// read at the first.
fn clusters<'a>(run: &'a GlyphRun, font: &Metrics) -> Vec<Cluster<'a>> {
    let mut seen = rustc_hash::FxHashSet::default();
    run.glyphs
        .chunk_by(|a, b| (a.start, a.end) == (b.start, b.end))
        .map(|glyphs| {
            let (start, end) = (glyphs[0].start, glyphs[0].end);
            let text = run.text.get(start as usize..end as usize).unwrap_or_default();
            let text = if seen.insert((start, end)) { text } else { "" };
            let actual = if says(glyphs, run.rtl, font, text) { None } else { Some(text) };
            Cluster { glyphs, actual }
        })
        .collect()
}

/// How many clusters end a run from the right: a stop or a blank at its end stands at its left, before its letters.
fn ending(run: &GlyphRun, clusters: &[Cluster<'_>]) -> usize {
    let letters = |cluster: &Cluster<'_>| {
        let glyph = cluster.glyphs.first();
        let text = glyph.and_then(|g| run.text.get(g.start as usize..g.end as usize)).unwrap_or_default();
        text.chars().any(|c| matches!(bidi_class(c), BidiClass::L | BidiClass::R | BidiClass::AL))
    };
    clusters.iter().take_while(|cluster| !letters(cluster)).count()
}

/// Whether so little stands before a run's ending that the way back to it, over letters drawn from left to right, looks
/// like the next step of text drawn from the right: MuPDF takes a step of less than 0.8 em for one, and then turns the
/// ending round with the letters, to stand before them.
fn is_brief(run: &GlyphRun, clusters: &[Cluster<'_>], end: usize) -> bool {
    const STEP: f64 = 1.0;
    let (ending, letters) = clusters.split_at(end);
    let first = letters.first().and_then(|cluster| cluster.glyphs.first());
    let last = letters.last().and_then(|cluster| cluster.glyphs.last());
    match (first, last) {
        (Some(first), Some(last)) => !ending.is_empty() && f64::from(last.x - first.x) < STEP * run.size.0,
        _ => false,
    }
}

/// Whether glyphs say by themselves what their text is. A blank of any kind may be said as a space.
fn says(glyphs: &[Glyph], rtl: bool, font: &Metrics, text: &str) -> bool {
    let said = |glyph: &Glyph| font.texts.get(usize::from(glyph.id)).and_then(Option::as_deref);
    let mut rest = text;
    let mut eat = |glyph: &Glyph| match said(glyph).and_then(|said| rest.strip_prefix(said)) {
        Some(left) => {
            rest = left;
            true
        }
        None => false,
    };
    let all = if rtl { glyphs.iter().rev().all(&mut eat) } else { glyphs.iter().all(&mut eat) };
    if all && rest.is_empty() {
        return true;
    }
    let mut chars = text.chars();
    matches!((glyphs, chars.next(), chars.next()), ([glyph], Some(c), None) if c.is_whitespace() && said(glyph) == Some(" "))
}

/// Where the viewer's pen is, so that what it rounds off never adds up.
struct Pen<'a> {
    font: &'a Metrics,
    /// Points a thousandth of an em is wide.
    unit: f64,
    /// Points that character spacing adds after each glyph.
    spacing: f64,
    /// Points from the run's origin, as a viewer counts.
    at: f64,
    rise: f32,
    /// The code to show a hyphen with, where breaking added the run.
    soft_hyphen: Option<SoftHyphen>,
    items: Vec<DictItem>,
    codes: Vec<u8>,
}

impl<'a> Pen<'a> {
    fn new(run: &GlyphRun, font: &'a Metrics) -> Self {
        let scale = if run.scale.is_finite() && run.scale > 0.0 { run.scale } else { 1.0 };
        let unit = (round(run.size.0) * scale / 1000.0).max(1e-6);
        let spacing = character_spacing(run) * scale;
        let soft_hyphen = font.soft_hyphen.filter(|_| run.soft_hyphen);
        Self { font, unit, spacing, at: 0.0, rise: 0.0, soft_hyphen, items: Vec::new(), codes: Vec::new() }
    }

    /// Where a glyph ends, in points from the run's origin.
    fn end(&self, glyph: &Glyph) -> f64 {
        f64::from(glyph.x) + self.font.widths.get(usize::from(glyph.id)).copied().unwrap_or(0.0) * self.unit
    }

    /// Adds a glyph at its place.
    fn glyph(&mut self, glyph: &Glyph, ops: &mut Vec<Op>) {
        // A missing glyph must not be shown (PDF/A-2, 6.2.11.8): what stands for it is.
        let id = if glyph.id == 0 { self.font.replacement } else { Some(glyph.id) };
        let Some(id) = id else { return };
        let code = self.soft_hyphen.filter(|hyphen| hyphen.glyph == id).map_or(id, |hyphen| hyphen.code);
        let rise = if glyph.y.is_finite() { round(f64::from(glyph.y)) as f32 } else { 0.0 };
        if rise != self.rise {
            self.flush(ops);
            ops.push(Op::SetLineOffset { multiplier: rise });
            self.rise = rise;
        }
        let x = if glyph.x.is_finite() { f64::from(glyph.x) } else { self.at };
        // Thousandths of an em; a tenth of one is finer than any device.
        let correction = ((self.at - x) / self.unit * 10.0).round() / 10.0;
        // Less than a hundredth of a point is not seen.
        if correction.abs() * self.unit >= 0.005 {
            let whole = correction.round();
            let kern = if (correction - whole).abs() * self.unit < 0.005 { whole } else { correction };
            self.flush_codes();
            self.items.push(if kern.fract() == 0.0 { DictItem::Int(kern as i64) } else { DictItem::Real(kern as f32) });
            self.at -= kern * self.unit;
        }
        self.codes.extend_from_slice(&code.to_be_bytes());
        self.at += self.font.widths.get(usize::from(id)).copied().unwrap_or(0.0) * self.unit + self.spacing;
    }

    /// Adds glyphs that read as `text`.
    fn actual(&mut self, text: &str, glyphs: &[Glyph], ops: &mut Vec<Op>) {
        self.flush(ops);
        let text = DictItem::String { data: text_bytes(text), literal: true };
        ops.push(Op::BeginMarkedContentWithProperties {
            tag: "Span".into(),
            properties: DictItem::Dict { map: [("ActualText".to_owned(), text)].into() },
        });
        glyphs.iter().for_each(|glyph| self.glyph(glyph, ops));
        self.flush(ops);
        ops.push(Op::EndMarkedContent);
    }

    fn flush_codes(&mut self) {
        if !self.codes.is_empty() {
            self.items.push(DictItem::String { data: std::mem::take(&mut self.codes), literal: true });
        }
    }

    fn flush(&mut self, ops: &mut Vec<Op>) {
        self.flush_codes();
        if !self.items.is_empty() {
            let items = std::mem::take(&mut self.items);
            ops.push(Op::Unknown { key: "TJ".into(), value: vec![DictItem::Array(items)] });
        }
    }

    fn finish(mut self, ops: &mut Vec<Op>) {
        self.flush(ops);
        if self.rise != 0.0 {
            ops.push(Op::SetLineOffset { multiplier: 0.0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontId;
    use crate::style::{Pt, Rgb};
    use proptest::prelude::*;

    /// Glyph 1 says `a`, 2 `b`, 3 `fi`, 4 a blank, 5 nothing; all but the blank are 500 wide.
    fn font() -> Metrics {
        let texts = [None, Some("a"), Some("b"), Some("fi"), Some(" "), None];
        Metrics {
            widths: vec![333.0, 500.0, 500.0, 500.0, 250.0, 500.0, 500.0],
            texts: texts.into_iter().map(|text| text.map(Into::into)).collect(),
            replacement: Some(2),
            soft_hyphen: Some(SoftHyphen { code: 6, glyph: 1 }),
            left_mark: Some(5),
        }
    }

    fn run(text: &str, glyphs: &[(u16, f32, u16, u16)]) -> GlyphRun {
        let glyphs = glyphs.iter().map(|&(id, x, start, end)| Glyph { id, x, y: 0.0, start, end }).collect();
        GlyphRun {
            node: 0,
            font: FontId(0),
            size: Pt(10.0),
            color: Rgb::default(),
            x: Pt(0.0),
            width: Pt(0.0),
            rise: Pt(0.0),
            scale: 1.0,
            tracking: Pt(0.0),
            rtl: false,
            glyphs,
            text: text.to_owned(),
            underline: false,
            line_through: false,
            soft_hyphen: false,
        }
    }

    fn shown(run: &GlyphRun) -> Vec<Op> {
        let mut ops = Vec::new();
        show(run, Beside::default(), &font(), &mut ops);
        ops
    }

    /// What each `ActualText` says.
    fn actual(run: &GlyphRun) -> Vec<String> {
        let properties = shown(run).into_iter().filter_map(|op| match op {
            Op::BeginMarkedContentWithProperties { properties: DictItem::Dict { mut map }, .. } => {
                map.remove("ActualText")
            }
            _ => None,
        });
        let read = |item| match item {
            DictItem::String { data, .. } => lopdf::decode_text_string(&lopdf::Object::string_literal(data)),
            _ => Ok(String::new()),
        };
        properties.map(|item| read(item).expect("text")).collect()
    }

    #[test]
    fn glyphs_that_say_their_text_say_nothing_more() {
        assert!(actual(&run("afib", &[(1, 0.0, 0, 1), (3, 5.0, 1, 3), (2, 10.0, 3, 4)])).is_empty());
        assert!(actual(&run("a\u{A0}", &[(1, 0.0, 0, 1), (4, 5.0, 1, 3)])).is_empty(), "a blank is a blank");
        let mut rtl = run("ab", &[(2, 0.0, 0, 2), (1, 5.0, 0, 2)]);
        assert_eq!(actual(&rtl), ["ab"], "two glyphs of a cluster say it in the order of reading");
        rtl.rtl = true;
        assert!(actual(&rtl).is_empty());
    }

    #[test]
    fn glyphs_that_say_something_else_are_given_their_text() {
        assert_eq!(actual(&run("é", &[(1, 0.0, 0, 2)])), ["é"]);
        assert_eq!(actual(&run("ab", &[(5, 0.0, 0, 1), (2, 5.0, 1, 2)])), ["a"]);
        assert_eq!(actual(&run("ab", &[(1, 0.0, 0, 2), (5, 0.0, 0, 2), (2, 5.0, 0, 2)])), ["ab"]);
        let split = [(5, 0.0, 0, 1), (2, 5.0, 1, 2), (5, 9.0, 0, 1)];
        assert_eq!(actual(&run("ab", &split)), ["a", ""], "a cluster in two places is read once");
        let mut hyphen = run("-", &[(1, 0.0, 0, 1)]);
        hyphen.soft_hyphen = true;
        assert_eq!(actual(&hyphen), ["\u{AD}"]);
        assert_eq!(codes(&shown(&hyphen))[0].1, [0, 6], "by a code that says so too");
    }

    #[test]
    fn what_ends_a_run_from_the_right_is_shown_last() {
        let shown_in_order = |text: &str, glyphs: &[(u16, f32, u16, u16)]| {
            let mut run = run(text, glyphs);
            run.rtl = true;
            codes(&shown(&run)).into_iter().map(|(x, code)| (x.round() as i32, code[1])).collect::<Vec<_>>()
        };
        // From the left: a blank, a stop, two letters that are an em apart.
        let ends = shown_in_order("با. ", &[(4, 0.0, 5, 6), (1, 2.0, 4, 5), (2, 7.0, 2, 4), (3, 17.0, 0, 2)]);
        assert_eq!(ends, [(7, 2), (17, 3), (2, 1), (0, 4)]);
        let within = shown_in_order("ب ا", &[(2, 0.0, 3, 5), (4, 5.0, 2, 3), (3, 8.0, 0, 2)]);
        assert_eq!(within, [(0, 2), (5, 4), (8, 3)], "a blank between letters stays");
        assert_eq!(shown_in_order(". ", &[(4, 0.0, 1, 2), (1, 2.0, 0, 1)]), [(2, 1), (0, 4)]);
    }

    #[test]
    fn a_word_too_short_to_turn_round_is_shown_as_it_is_read() {
        let shown_in_order = |text: &str, glyphs: &[(u16, f32, u16, u16)], rtl| {
            let mut run = run(text, glyphs);
            run.rtl = rtl;
            codes(&shown(&run)).into_iter().map(|(x, code)| (x.round() as i32, code[1])).collect::<Vec<_>>()
        };
        let word = [(4, 0.0, 5, 6), (1, 2.0, 4, 5), (2, 7.0, 2, 4), (3, 12.0, 0, 2)];
        assert_eq!(shown_in_order("با. ", &word, true), [(12, 3), (7, 2), (2, 1), (0, 4)], "each at its place");
        assert_eq!(shown_in_order("با", &word[2..], true), [(7, 2), (12, 3)], "with nothing at its end it turns round");
        let one = [(1, 0.0, 2, 3), (2, 5.0, 0, 2)];
        assert_eq!(shown_in_order("و.", &one, true), [(5, 2), (0, 1)], "a single letter");
        let latin = [(1, 0.0, 0, 1), (2, 5.0, 1, 2)];
        assert_eq!(shown_in_order(".a", &latin, false), [(0, 1), (5, 2)], "from the left nothing changes");
    }

    #[test]
    fn a_run_from_the_right_in_company_is_shown_as_it_is_read() {
        let mut run = run("با. ", &[(4, 0.0, 5, 6), (1, 2.0, 4, 5), (2, 7.0, 2, 4), (3, 12.0, 0, 2)]);
        run.rtl = true;
        let mut ops = Vec::new();
        show(&run, Beside { company: true, signs: false }, &font(), &mut ops);
        let order: Vec<u8> = codes(&ops).into_iter().map(|(_, code)| code[1]).collect();
        assert_eq!(order, [3, 2, 1, 4]);
    }

    #[test]
    fn a_mark_that_says_nothing_parts_a_run_from_the_right_from_signs_after_it() {
        let mut run = run("با", &[(2, 0.0, 2, 4), (3, 5.0, 0, 2)]);
        let marked = |run: &GlyphRun, company, signs| {
            let mut ops = Vec::new();
            show(run, Beside { company, signs }, &font(), &mut ops);
            let shown: Vec<u8> = codes(&ops).into_iter().map(|(_, code)| code[1]).collect();
            let silent = ops.iter().any(|op| match op {
                Op::BeginMarkedContentWithProperties { properties: DictItem::Dict { map }, .. } => {
                    matches!(map.get("ActualText"), Some(DictItem::String { data, .. }) if *data == text_bytes(""))
                }
                _ => false,
            });
            let modes = ops.iter().filter(|op| matches!(op, Op::SetTextRenderingMode { .. })).collect::<Vec<_>>();
            let unseen =
                [TextRenderingMode::Invisible, TextRenderingMode::Fill].map(|mode| Op::SetTextRenderingMode { mode });
            (shown, silent && modes == unseen.iter().collect::<Vec<_>>())
        };
        assert!(!marked(&run, true, true).0.contains(&5), "from the left there is no need");
        run.rtl = true;
        assert_eq!(marked(&run, true, true).0.last(), Some(&5));
        assert!(marked(&run, true, true).1);
        assert_eq!(marked(&run, false, true).0.last(), Some(&5), "the signs may be on the next line");
        assert!(!marked(&run, true, false).0.contains(&5));
    }

    #[test]
    fn broken_clusters_do_no_harm() {
        for (start, end) in [(0, 99), (2, 1), (1, 2), (7, 7)] {
            actual(&run("éa", &[(1, f32::NAN, start, end), (1, f32::INFINITY, 0, 2)]));
        }
    }

    #[test]
    fn a_missing_glyph_is_never_shown() {
        let codes: Vec<u8> = codes(&shown(&run("x", &[(0, 0.0, 0, 1)]))).into_iter().flat_map(|c| c.1).collect();
        assert_eq!(codes, [0, 2], "what stands for it is");
    }

    /// Shown codes with the place of each string's start, as a viewer reckons it for ten points.
    fn codes(ops: &[Op]) -> Vec<(f64, Vec<u8>)> {
        scaled_codes(ops, 1.0, 0.0)
    }

    /// The same under horizontal scaling and character spacing.
    fn scaled_codes(ops: &[Op], scale: f64, spacing: f64) -> Vec<(f64, Vec<u8>)> {
        let (font, mut at, mut out) = (font(), 0.0, Vec::new());
        for op in ops {
            let Op::Unknown { value, .. } = op else { continue };
            let [DictItem::Array(items)] = &value[..] else { continue };
            for item in items {
                match item {
                    DictItem::Int(kern) => at -= *kern as f64 / 100.0 * scale,
                    DictItem::Real(kern) => at -= f64::from(*kern) / 100.0 * scale,
                    DictItem::String { data, .. } => {
                        for code in data.chunks(2) {
                            out.push((at, code.to_vec()));
                            at += (font.widths[usize::from(code[1])] / 100.0 + spacing) * scale;
                        }
                    }
                    _ => {}
                }
            }
        }
        out
    }

    #[test]
    fn an_expanded_line_needs_no_corrections() {
        let (scale, tracking) = (1.015, 0.03);
        let step = 5.0 * scale + tracking;
        let glyphs: Vec<_> = (0..40_u16).map(|i| (1, (f64::from(i) * step) as f32, i, i + 1)).collect();
        let mut run = run(&"a".repeat(40), &glyphs);
        (run.scale, run.tracking) = (scale, Pt(tracking));
        let ops = shown(&run);
        let codes = scaled_codes(&ops, scale, character_spacing(&run));
        for ((at, _), (_, x, ..)) in codes.iter().zip(&glyphs) {
            assert!((at - f64::from(*x)).abs() < 0.01, "{at} for {x}");
        }
        let [Op::Unknown { value, .. }] = &ops[..] else { panic!("one operator: {ops:?}") };
        let [DictItem::Array(items)] = &value[..] else { panic!("an array: {value:?}") };
        assert!(items.len() < 12, "spacing is the viewer's work, but for what rounding leaves: {}", items.len());
    }

    proptest! {
        #[test]
        fn every_glyph_is_shown_where_it_belongs(glyphs in prop::collection::vec((1u16..6, -2.0f32..12.0, 0u16..3), 1..80)) {
            let mut x = 0.0;
            let placed: Vec<_> = glyphs
                .iter()
                .map(|&(id, step, start)| {
                    x += step;
                    (id, x, start, start + 1)
                })
                .collect();
            let codes = codes(&shown(&run("ab ", &placed)));
            prop_assert_eq!(codes.len(), placed.len());
            for ((at, code), (id, x, ..)) in codes.iter().zip(&placed) {
                prop_assert_eq!(&code[..], &id.to_be_bytes()[..]);
                prop_assert!((at - f64::from(*x)).abs() < 0.01, "{} for {}", at, x);
            }
        }
    }
}
