//! Glyph runs as text-showing operators (ISO 32000-1, 9.4).

use unicode_bidi::{BidiClass, bidi_class};

use super::font::{Metrics, SoftHyphen};
use super::operators::{Milli, Operators, milli, points, write_milli};
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

/// Shows a run whose origin is the text line's, from where the pen stands: so many points beside it. Font, size, scale and
/// colour are already set. Gives where the pen stands then.
///
/// Letters from the right are drawn from left to right, as readers expect of a line that is one run, and turn round.
/// A run that shares its line (`Beside::company`) is drawn as it is read, from the right: turned round piece by piece, a line
/// would lose its order. An invisible mark follows it that says nothing where `Beside::signs`: MuPDF gives such signs the
/// direction of the character shown before them, and would turn them round, and a short word before them. So is a run whose ending would stand too near its first letter (`is_brief`).
pub fn show(run: &GlyphRun, beside: Beside, font: &Metrics, at: f64, operators: &mut Operators) -> f64 {
    let mut pen = Pen::new(run, font, at);
    pen.space_words(run, operators);
    if run.soft_hyphen {
        pen.actual("\u{AD}", &run.glyphs, operators);
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
                None if as_read => cluster.glyphs.iter().rev().for_each(|glyph| pen.glyph(glyph, operators)),
                None => cluster.glyphs.iter().for_each(|glyph| pen.glyph(glyph, operators)),
                Some(text) => pen.actual(text, cluster.glyphs, operators),
            }
        }
    }
    if let Some(mark) = font.left_mark.filter(|_| run.rtl && beside.signs) {
        let x = run.glyphs.iter().map(|glyph| pen.end(glyph)).fold(0.0, f64::max) as f32;
        // Some fonts draw the mark as a sign of itself.
        pen.flush(operators);
        operators.invisible(true);
        pen.actual("", &[Glyph { id: mark, x, y: 0.0, start: 0, end: 0 }], operators);
        operators.invisible(false);
    }
    pen.flush(operators);
    pen.at
}

/// How wide a run's glyphs are drawn, in thousandths of a percent.
pub fn scale(run: &GlyphRun) -> Milli {
    let scale = if run.scale.is_finite() && run.scale > 0.0 { run.scale } else { 1.0 };
    milli(scale * 100.0).max(1)
}

/// The character spacing that a run is shown with, before it is scaled.
pub fn character_spacing(run: &GlyphRun) -> Milli {
    milli(run.tracking.0 / run.scale.max(0.5))
}

/// Parts a run in clusters, in the order that they are drawn. A cluster drawn in two places (as some scripts do) is
/// read at the first.
fn clusters<'a>(run: &'a GlyphRun, font: &Metrics) -> Vec<Cluster<'a>> {
    // Where clusters follow each other, none comes twice.
    let ordered = run.glyphs.is_sorted_by_key(|glyph| (glyph.start, glyph.end))
        || run.glyphs.is_sorted_by(|a, b| (b.start, b.end) <= (a.start, a.end));
    let mut seen = rustc_hash::FxHashSet::default();
    run.glyphs
        .chunk_by(|a, b| (a.start, a.end) == (b.start, b.end))
        .map(|glyphs| {
            let (start, end) = (glyphs[0].start, glyphs[0].end);
            let text = run.text.get(start as usize..end as usize).unwrap_or_default();
            let text = if ordered || seen.insert((start, end)) { text } else { "" };
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
    /// Points that character spacing adds after each glyph, and word spacing after each blank.
    spacing: f64,
    word_spacing: f64,
    /// Points from the run's origin, as a viewer counts.
    at: f64,
    /// Thousandths of an em that the last glyph was let stand from its place.
    left_over: f64,
    rise: f64,
    /// The code to show a hyphen with, where breaking added the run.
    soft_hyphen: Option<SoftHyphen>,
    /// What is to be shown: strings, and numbers between them.
    items: Vec<u8>,
    in_string: bool,
    has_numbers: bool,
}

/// Points that a glyph may stand beside its place: a seventh of the dot of a fine printer.
const TOLERANCE: f64 = 0.008;

impl<'a> Pen<'a> {
    fn new(run: &GlyphRun, font: &'a Metrics, at: f64) -> Self {
        let scale = points(scale(run)) / 100.0;
        Self {
            font,
            unit: (points(milli(run.size.0)) * scale / 1000.0).max(1e-6),
            spacing: points(character_spacing(run)) * scale,
            word_spacing: 0.0,
            at,
            left_over: 0.0,
            rise: run.rise.0,
            soft_hyphen: font.soft_hyphen.filter(|_| run.soft_hyphen),
            items: Vec::new(),
            in_string: false,
            has_numbers: false,
        }
    }

    fn width(&self, glyph: u16) -> f64 {
        self.font.widths.get(usize::from(glyph)).copied().unwrap_or(0.0) * self.unit
    }

    /// Where a glyph ends, in points from the run's origin.
    fn end(&self, glyph: &Glyph) -> f64 {
        f64::from(glyph.x) + self.width(glyph.id)
    }

    /// Sets the word spacing that leaves most blanks of a run without a correction.
    fn space_words(&mut self, run: &GlyphRun, operators: &mut Operators) {
        let stretch = |pair: &[Glyph]| {
            let extra = f64::from(pair[1].x) - self.end(&pair[0]) - self.spacing;
            (self.font.codes.is_blank(pair[0].id) && extra.is_finite()).then_some(extra)
        };
        let mut stretches: Vec<f64> = run.glyphs.windows(2).filter_map(stretch).collect();
        let scale = points(scale(run)) / 100.0;
        if !stretches.is_empty() {
            let middle = stretches.len() / 2;
            let (_, median, _) = stretches.select_nth_unstable_by(middle, f64::total_cmp);
            operators.word_spacing(milli(*median / scale));
        }
        self.word_spacing = points(operators.current_word_spacing()) * scale;
    }

    /// Adds a glyph at its place.
    fn glyph(&mut self, glyph: &Glyph, operators: &mut Operators) {
        // A missing glyph must not be shown (PDF/A-2, 6.2.11.8): what stands for it is.
        let id = if glyph.id == 0 { self.font.replacement } else { Some(glyph.id) };
        let Some(id) = id else { return };
        let code = self.soft_hyphen.filter(|hyphen| hyphen.glyph == id).map_or(id, |hyphen| hyphen.code);
        let rise = milli(self.rise + if glyph.y.is_finite() { f64::from(glyph.y) } else { 0.0 });
        if rise != operators.current_rise() {
            self.flush(operators);
            operators.rise(rise);
        }
        let kern = self.correction(if glyph.x.is_finite() { f64::from(glyph.x) } else { self.at });
        if kern != 0 {
            self.end_string();
            write_milli(&mut self.items, kern);
            self.has_numbers = true;
            self.at -= points(kern) * self.unit;
        }
        if !self.in_string {
            self.items.push(b'(');
            self.in_string = true;
        }
        self.font.codes.write(code, &mut self.items);
        self.at += self.width(id) + self.spacing;
        if self.font.codes.is_blank(code) {
            self.at += self.word_spacing;
        }
    }

    /// How far the pen must go back to show a glyph at `x`: whole thousandths of an em, the same ones for the same kern,
    /// as long as no glyph is seen to stand elsewhere for it.
    fn correction(&mut self, x: f64) -> Milli {
        let wanted = (self.at - x) / self.unit;
        let tolerated = TOLERANCE / self.unit;
        let own = (wanted - self.left_over).round();
        let kern = [own, wanted.round()].into_iter().find(|kern| (wanted - kern).abs() <= tolerated);
        // A tenth of a unit is finer than any device.
        let kern = kern.unwrap_or_else(|| (wanted * 10.0).round() / 10.0);
        self.left_over = wanted - kern;
        milli(kern)
    }

    /// Adds glyphs that read as `text`.
    fn actual(&mut self, text: &str, glyphs: &[Glyph], operators: &mut Operators) {
        self.flush(operators);
        operators.begin_actual(text);
        glyphs.iter().for_each(|glyph| self.glyph(glyph, operators));
        self.flush(operators);
        operators.end_mark();
    }

    fn end_string(&mut self) {
        if self.in_string {
            self.items.push(b')');
            self.in_string = false;
        }
    }

    fn flush(&mut self, operators: &mut Operators) {
        self.end_string();
        if !self.items.is_empty() {
            operators.show(&self.items, self.has_numbers);
            self.items.clear();
            self.has_numbers = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::codes::Codes;
    use super::*;
    use crate::fonts::FontId;
    use crate::style::{Pt, Rgb};
    use lopdf::Object;
    use lopdf::content::{Content, Operation};
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
            codes: Codes::default(),
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

    fn shown(run: &GlyphRun) -> Vec<Operation> {
        beside(run, Beside::default(), &font()).0
    }

    /// The operators, and where the pen then is.
    fn beside(run: &GlyphRun, beside: Beside, font: &Metrics) -> (Vec<Operation>, f64) {
        let mut operators = Operators::new();
        let at = show(run, beside, font, 0.0, &mut operators);
        (Content::decode(&operators.into_bytes()).expect("decodes").operations, at)
    }

    /// What each `ActualText` says.
    fn actual(run: &GlyphRun) -> Vec<String> {
        texts(&shown(run))
    }

    fn texts(operations: &[Operation]) -> Vec<String> {
        let properties = operations.iter().filter(|operation| operation.operator == "BDC").map(|op| &op.operands[1]);
        let text = |properties: &Object| {
            let text = properties.as_dict().and_then(|dict| dict.get(b"ActualText"))?;
            lopdf::decode_text_string(text)
        };
        properties.map(|properties| text(properties).expect("text")).collect()
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
        let (ops, _) = beside(&run, Beside { company: true, signs: false }, &font());
        let order: Vec<u8> = codes(&ops).into_iter().map(|(_, code)| code[1]).collect();
        assert_eq!(order, [3, 2, 1, 4]);
    }

    #[test]
    fn a_mark_that_says_nothing_parts_a_run_from_the_right_from_signs_after_it() {
        let mut run = run("با", &[(2, 0.0, 2, 4), (3, 5.0, 0, 2)]);
        let marked = |run: &GlyphRun, company, signs| {
            let (ops, _) = beside(run, Beside { company, signs }, &font());
            let shown: Vec<u8> = codes(&ops).into_iter().map(|(_, code)| code[1]).collect();
            let silent = texts(&ops).iter().any(String::is_empty);
            let modes: Vec<_> = ops
                .iter()
                .filter(|op| op.operator == "Tr")
                .map(|op| op.operands[0].as_i64().expect("a mode"))
                .collect();
            (shown, silent && modes == [3, 0])
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

    /// Shown codes with the place of each, as a viewer reckons it for ten points.
    fn codes(ops: &[Operation]) -> Vec<(f64, Vec<u8>)> {
        scaled_codes(ops, 1.0, 0.0)
    }

    /// The same under horizontal scaling and character spacing.
    fn scaled_codes(ops: &[Operation], scale: f64, spacing: f64) -> Vec<(f64, Vec<u8>)> {
        let (font, mut at, mut out) = (font(), 0.0, Vec::new());
        let items = ops.iter().flat_map(|op| match (op.operator.as_str(), &op.operands[..]) {
            ("TJ", [Object::Array(items)]) => &items[..],
            ("Tj", items) => items,
            _ => &[],
        });
        for item in items {
            match item {
                Object::String(data, _) => {
                    for code in data.chunks(2) {
                        out.push((at, code.to_vec()));
                        at += (font.widths[usize::from(code[1])] / 100.0 + spacing) * scale;
                    }
                }
                kern => at -= f64::from(kern.as_float().expect("a number")) / 100.0 * scale,
            }
        }
        out
    }

    /// How many strings and numbers are shown.
    fn items(ops: &[Operation]) -> usize {
        ops.iter()
            .map(|op| match &op.operands[..] {
                [Object::Array(items)] => items.len(),
                _ => 1,
            })
            .sum()
    }

    #[test]
    fn an_expanded_line_needs_no_corrections() {
        let (scale, tracking) = (1.015, 0.03);
        let step = 5.0 * scale + tracking;
        let glyphs: Vec<_> = (0..40_u16).map(|i| (1, (f64::from(i) * step) as f32, i, i + 1)).collect();
        let mut run = run(&"a".repeat(40), &glyphs);
        (run.scale, run.tracking) = (scale, Pt(tracking));
        let ops = shown(&run);
        let codes = scaled_codes(&ops, scale, points(character_spacing(&run)));
        for ((at, _), (_, x, ..)) in codes.iter().zip(&glyphs) {
            assert!((at - f64::from(*x)).abs() < 0.01, "{at} for {x}");
        }
        assert!(items(&ops) < 12, "spacing is the viewer's work, but for what rounding leaves: {}", items(&ops));
    }

    #[test]
    fn a_justified_line_says_its_blanks_once() {
        let mut font = font();
        font.codes = Codes::new(7, |c| (c == ' ').then_some(4));
        // A letter of five points, a blank of two and a half, and what justification adds.
        let extra = 0.7173;
        let place = |i: u16| f64::from(i / 2) * (7.5 + extra) + f64::from(i % 2) * 5.0;
        let glyphs: Vec<_> = (0..30_u16).map(|i| (if i % 2 == 0 { 1 } else { 4 }, place(i) as f32, i, i + 1)).collect();
        let (ops, at) = beside(&run(&"a ".repeat(15), &glyphs), Beside::default(), &font);
        let spacing = ops.iter().find(|op| op.operator == "Tw").expect("word spacing").operands[0].as_float();
        assert_eq!(spacing.expect("a number"), 0.717);
        assert_eq!(items(&ops), 2, "no corrections: {ops:?}");
        assert!((at - place(30)).abs() < 0.01, "{at}");
    }

    #[test]
    fn the_same_kern_is_the_same_number() {
        // Kerned by 15.14 thousandths again and again: what rounding leaves is not seen for a while.
        let glyphs: Vec<_> = (0..12_u16).map(|i| (1, (f64::from(i) * (5.0 - 0.1514)) as f32, i, i + 1)).collect();
        let ops = shown(&run(&"a".repeat(12), &glyphs));
        let [Object::Array(items)] = &ops[0].operands[..] else { panic!("an array: {ops:?}") };
        let kerns: Vec<f32> = items.iter().filter_map(|item| item.as_float().ok()).collect();
        assert_eq!(kerns[..5], [15.0; 5]);
        assert!(kerns.iter().all(|kern| [15.0, 16.0].contains(kern)), "{kerns:?}");
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
