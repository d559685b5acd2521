//! Reads a sheet with cssparser into [`Rule`]s, keeping the place of everything.

use std::ops::Range;
use std::sync::Arc;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, ParseErrorKind, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token, parse_important,
};

use super::media::{self, Media};
use super::page::MarginBoxName;
use super::selector::{self, Problem, Selector};
use super::sheet::{Declaration, MAX_NESTING, MAX_RULES, PageSelector, Reporter, Rule, RuleKind};
use super::{bundled, page};
use crate::diagnostic::{Diagnostics, SourceText, codes, did_you_mean};
use crate::source::limits::STYLE;

/// Reads a file's rules, those it imports before its own. `depth` counts imports.
pub fn parse(source: &Arc<SourceText>, media: &Media, depth: u8, diags: &mut Diagnostics, rules: &mut Vec<Rule>) {
    let mut report = Reporter { source: Arc::clone(source), diags };
    if source.text.len() as u64 > STYLE.bytes {
        let message = format!("{} may have at most {}", STYLE.what, STYLE.size());
        report.error(codes::FILE_TOO_LARGE, 0..0, message);
        return;
    }
    match unbalanced(&source.text) {
        Some(offset) if matches!(source.text.as_bytes()[offset], b'"' | b'\'') => {
            // It has swallowed what follows it, so that nothing more can be said.
            report
                .error(codes::CSS_SYNTAX, offset..offset + 1, "this text is never closed")
                .help("end it with the quotation mark that began it, on the same line");
            return;
        }
        Some(offset) if source.text.as_bytes()[offset] != b'}' => {
            let (opened, missing) = match source.text.as_bytes()[offset] {
                b'(' => ('(', ')'),
                b'[' => ('[', ']'),
                _ => ('{', '}'),
            };
            let message = format!("this `{opened}` is never closed");
            report.error(codes::CSS_SYNTAX, offset..offset + 1, message).help(format!("add the missing `{missing}`"));
            if opened != '{' {
                return;
            }
        }
        Some(offset) => {
            report.error(codes::CSS_SYNTAX, offset..offset + 1, "this `}` closes nothing");
            return;
        }
        None => {}
    }
    let mut parser = Parser::new(&source.text);
    parser.set_nested_block_limit(MAX_NESTING * 2);
    let mut state =
        Sheet { report, media: media.clone(), context: Context::Rules, depth: 0, imports: depth, ruled: false, rules };
    let mut errors = Vec::new();
    for item in StyleSheetParser::new(&mut parser, &mut state) {
        if let Err((error, slice, _)) = item {
            errors.push((error, slice));
        }
    }
    for (error, slice) in errors {
        state.syntax_error(error, slice);
    }
}

/// A text that its line does not close, a `}` that closes nothing, a `(` or `[` still open at the end of its block, or the last `{` that nothing closes.
/// Comments and strings are passed over.
fn unbalanced(text: &str) -> Option<usize> {
    let (bytes, mut open, mut i) = (text.as_bytes(), Vec::new(), 0);
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'/' if bytes.get(i + 1) == Some(&b'*') => match text[i + 2..].find("*/") {
                Some(end) => i += end + 3,
                None => break,
            },
            quote @ (b'"' | b'\'') => {
                let begin = i;
                i += 1;
                while i < bytes.len() && bytes[i] != quote && bytes[i] != b'\n' {
                    i += if bytes[i] == b'\\' { 2 } else { 1 };
                }
                if bytes.get(i) == Some(&b'\n') {
                    return Some(begin);
                }
            }
            b'{' | b'(' | b'[' => open.push(i),
            b')' if open.last().is_some_and(|&o| bytes[o] == b'(') => drop(open.pop()),
            b']' if open.last().is_some_and(|&o| bytes[o] == b'[') => drop(open.pop()),
            b'}' => match open.pop() {
                Some(o) if bytes[o] == b'{' => {}
                Some(o) => return Some(o),
                None => return Some(i),
            },
            _ => {}
        }
        i += 1;
    }
    open.last().copied()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    Rules,
    Declarations,
    Page,
    Skipped,
}

/// The state of reading one file.
struct Sheet<'a, 'd> {
    report: Reporter<'d>,
    media: Media,
    context: Context,
    /// Nesting of blocks.
    depth: u8,
    imports: u8,
    /// A rule other than `@import` was met.
    ruled: bool,
    rules: &'a mut Vec<Rule>,
}

enum Item {
    Declaration(Declaration),
    Margin(MarginBoxName, Vec<Declaration>),
    Done,
}

enum Prelude {
    Style {
        selectors: Vec<Selector>,
        problems: Vec<Problem>,
        text: String,
    },
    Page(Option<PageSelector>),
    Margin(MarginBoxName),
    Media(Media),
    Import(Option<(String, Range<usize>, Media)>),
    /// Already reported, or nothing to say.
    Skip,
}

type Error = ParseError<Problem>;

fn error(range: Range<usize>, message: impl Into<String>) -> Error {
    ParseError::custom(Problem { range, message: message.into(), syntax: true })
}

impl Sheet<'_, '_> {
    fn syntax_error(&mut self, error: Error, slice: &str) {
        let start = (slice.as_ptr() as usize).saturating_sub(self.report.source.text.as_ptr() as usize);
        let first_line = slice.lines().next().unwrap_or_default().trim_end();
        let whole = start..start + first_line.len();
        let (range, message) = match error.kind {
            ParseErrorKind::Custom(problem) => (problem.range, problem.message),
            ParseErrorKind::Basic(BasicParseErrorKind::EndOfInput) => (whole, "the sheet ends within this".to_owned()),
            ParseErrorKind::Basic(BasicParseErrorKind::TooManyNestedBlocks) => {
                (whole, format!("blocks are nested deeper than {MAX_NESTING}"))
            }
            ParseErrorKind::Basic(_) => {
                (whole, "this is neither a rule nor a declaration (`property: value;`)".to_owned())
            }
        };
        self.report.error(codes::CSS_SYNTAX, range, message);
    }

    /// Reads a block's items in another context.
    fn block(&mut self, context: Context, input: &mut Parser<'_>) -> Result<Vec<Item>, Error> {
        if self.depth >= MAX_NESTING {
            return Err(ParseError::from_basic_kind(BasicParseErrorKind::TooManyNestedBlocks));
        }
        let before = std::mem::replace(&mut self.context, context);
        self.depth += 1;
        let (mut items, mut errors) = (Vec::new(), Vec::new());
        for item in RuleBodyParser::new(input, self) {
            match item {
                Ok(item) => items.push(item),
                Err((error, slice, _)) => errors.push((error, slice)),
            }
        }
        self.depth -= 1;
        self.context = before;
        if context != Context::Skipped {
            for (error, slice) in errors {
                self.syntax_error(error, slice);
            }
        }
        Ok(items)
    }

    fn declarations(items: Vec<Item>) -> Vec<Declaration> {
        items.into_iter().filter_map(|i| if let Item::Declaration(d) = i { Some(d) } else { None }).collect()
    }

    fn push(&mut self, kind: RuleKind) {
        if self.rules.len() == MAX_RULES {
            let message = format!("a style may have at most {MAX_RULES} rules; the rest is not read");
            self.report.error(codes::CSS_SYNTAX, 0..0, message);
        }
        if self.rules.len() <= MAX_RULES {
            self.rules.push(Rule { source: Arc::clone(&self.report.source), media: self.media.clone(), kind });
        }
    }

    fn import(&mut self, name: &str, range: Range<usize>, media: &Media) {
        if self.ruled {
            self.report
                .warning(codes::CSS_UNSUPPORTED, range, "an `@import` after other rules has no effect")
                .help("move it to the top of the sheet");
            return;
        }
        let known = name.strip_suffix(".css").unwrap_or(name);
        match bundled::source(known) {
            Some(source) if self.imports < 4 => {
                let media = self.media.and(media);
                parse(&source, &media, self.imports + 1, self.report.diags, self.rules);
            }
            _ => {
                let help = match did_you_mean(known, bundled::NAMES.iter().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("bundled are {}", bundled::names_for_people()),
                };
                self.report
                    .warning(
                        codes::CSS_UNSUPPORTED,
                        range,
                        format!("only a bundled style can be imported, not `{name}`"),
                    )
                    .help(help);
            }
        }
    }
}

/// Passes over the rest of a prelude and gives its text.
fn rest(input: &mut Parser<'_>) -> String {
    input.skip_whitespace();
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).trim().to_owned()
}

impl<'i> DeclarationParser<'i> for Sheet<'_, '_> {
    type Declaration = Item;
    type Error = Problem;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<Item, ParseError<Problem>> {
        input.skip_whitespace();
        let value = input.position();
        let (mut end, mut important) = (value, false);
        loop {
            if input.try_parse(parse_important).is_ok() {
                important = true;
                input.expect_exhausted()?;
                break;
            }
            let at = input.position().byte_index();
            match input.next() {
                Err(_) => break,
                // `a { b: c  d { … } }`: a nested rule, or a forgotten semicolon.
                Ok(Token::CurlyBracketBlock) if !name.starts_with("--") => {
                    return Err(error(
                        at..at + 1,
                        "a `{` does not belong in a value; is a `;` or `}` missing before it?",
                    ));
                }
                Ok(token) if token.is_parse_error() => {
                    return Err(error(at..input.position().byte_index(), "this does not belong in a value"));
                }
                Ok(Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock) => {
                    input.parse_nested_block(|i| {
                        while i.next().is_ok() {}
                        Ok::<_, ParseError<Problem>>(())
                    })?;
                    end = input.position();
                }
                Ok(_) => end = input.position(),
            }
        }
        let range = start.position().byte_index()..end.byte_index();
        let text = input.slice(value..end).trim().to_owned();
        if text.is_empty() {
            return Err(error(range, format!("`{name}` has no value; give it one, or remove it")));
        }
        let name = if name.starts_with("--") { name.to_string() } else { name.to_ascii_lowercase() };
        Ok(Item::Declaration(Declaration { name, value: text, important, range, value_start: value.byte_index() }))
    }
}

impl<'i> QualifiedRuleParser<'i> for Sheet<'_, '_> {
    type Prelude = Prelude;
    type QualifiedRule = Item;
    type Error = Problem;

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Prelude, ParseError<Problem>> {
        input.skip_whitespace();
        let start = input.position();
        if self.context != Context::Rules {
            let text = rest(input);
            let range = start.byte_index()..start.byte_index() + text.len();
            // `a: b  c: d { … }` is a forgotten semicolon; the declaration's own error says so.
            if text.split_once(':').is_some_and(|(_, value)| value.is_empty() || value.starts_with(char::is_whitespace))
            {
                return Err(ParseError::unexpected_token());
            }
            if self.context != Context::Skipped {
                self.report.warning(codes::CSS_UNSUPPORTED, range, "nested rules are not supported");
            }
            return Ok(Prelude::Skip);
        }
        let (selectors, problems) = selector::parse_list(input)?;
        let text = input.slice_from(start).trim().to_owned();
        Ok(Prelude::Style { selectors, problems, text })
    }

    fn parse_block(
        &mut self,
        prelude: Prelude,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<Item, ParseError<Problem>> {
        let Prelude::Style { selectors, problems, text } = prelude else {
            self.block(Context::Skipped, input)?;
            return Ok(Item::Done);
        };
        self.ruled = true;
        // What only e-readers see may use what only they understand.
        if self.media.print {
            for problem in problems {
                self.report
                    .warning(codes::CSS_UNSUPPORTED, problem.range, problem.message)
                    .help("the PDF leaves this rule out; `@media not print` around it says that this is meant");
            }
        }
        let declarations = Self::declarations(self.block(Context::Declarations, input)?);
        self.push(RuleKind::Style { selectors, text, declarations });
        Ok(Item::Done)
    }
}

impl<'i> AtRuleParser<'i> for Sheet<'_, '_> {
    type Prelude = Prelude;
    type AtRule = Item;
    type Error = Problem;

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Prelude, ParseError<Problem>> {
        let start = input.position().byte_index();
        let at = start.saturating_sub(name.len() + 1)..start;
        let name = name.to_ascii_lowercase();
        Ok(match (self.context, name.as_str()) {
            (Context::Skipped, _) => {
                rest(input);
                Prelude::Skip
            }
            (Context::Rules, "media") if !self.media.of_a_box() => {
                let text = rest(input);
                let (media, unjudged) = media::parse(&text);
                if unjudged {
                    self.report
                        .warning(
                            codes::CSS_UNSUPPORTED,
                            at.start..start + text.len() + 1,
                            "the PDF cannot judge this condition",
                        )
                        .help("it leaves the rules out; `print` and `not print` are what it knows");
                }
                Prelude::Media(media)
            }
            // Of a box on a screen. Within another, its condition could not be said with the other's in one.
            (Context::Rules, "container") if self.media.condition.is_none() => Prelude::Media(Media {
                print: false,
                screen: true,
                condition: Some(format!("@container {}", rest(input))),
            }),
            (Context::Rules, "import") => {
                input.skip_whitespace();
                let from = input.position().byte_index();
                let target = input.expect_url_or_string().map(|s| s.to_string());
                let range = from..input.position().byte_index();
                let (media, _) = media::parse(&rest(input));
                match target {
                    Ok(target) => Prelude::Import(Some((target, range, media))),
                    Err(_) => return Err(error(at, "`@import` takes a name in quotes")),
                }
            }
            (Context::Rules, "page") => {
                self.ruled = true;
                Prelude::Page(page_selector(input, &mut self.report)?)
            }
            (Context::Page, _) => match page::margin_box(&name) {
                Some(margin) => Prelude::Margin(margin),
                None => {
                    rest(input);
                    let help = did_you_mean(&name, page::MARGIN_BOXES.iter().map(|(n, _)| *n))
                        .map(|n| format!("did you mean `@{n}`?"));
                    let warning = self.report.warning(
                        codes::CSS_UNSUPPORTED,
                        at,
                        format!("`@{name}` is not a margin box that weekbook supports"),
                    );
                    warning.help = help;
                    Prelude::Skip
                }
            },
            (Context::Rules, "charset") => {
                rest(input);
                Prelude::Skip
            }
            _ => {
                rest(input);
                let warning =
                    self.report.warning(codes::CSS_UNSUPPORTED, at, format!("`@{name}` is not supported here"));
                if name == "font-face" {
                    warning.help("name font files in the manifest: `fonts: [ folder ]`");
                }
                Prelude::Skip
            }
        })
    }

    fn rule_without_block(&mut self, prelude: Prelude, _: &ParserState) -> Result<Item, ()> {
        match prelude {
            Prelude::Import(Some((name, range, media))) => {
                self.import(&name, range, &media);
                Ok(Item::Done)
            }
            Prelude::Skip => Ok(Item::Done),
            _ => Err(()),
        }
    }

    fn parse_block(
        &mut self,
        prelude: Prelude,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<Item, ParseError<Problem>> {
        match prelude {
            Prelude::Media(media) => {
                let inner = self.media.and(&media);
                let before = std::mem::replace(&mut self.media, inner);
                let result = self.block(Context::Rules, input);
                self.media = before;
                result?;
            }
            Prelude::Page(selector) => {
                let (mut declarations, mut boxes) = (Vec::new(), Vec::new());
                for item in self.block(Context::Page, input)? {
                    match item {
                        Item::Declaration(declaration) => declarations.push(declaration),
                        Item::Margin(name, declarations) => boxes.push((name, declarations)),
                        Item::Done => {}
                    }
                }
                if let Some(selector) = selector {
                    self.push(RuleKind::Page { selector, declarations, boxes });
                }
            }
            Prelude::Margin(name) => {
                return Ok(Item::Margin(name, Self::declarations(self.block(Context::Declarations, input)?)));
            }
            Prelude::Import(_) => return Err(error(0..0, "`@import` has no block")),
            Prelude::Style { .. } | Prelude::Skip => {
                self.block(Context::Skipped, input)?;
            }
        }
        Ok(Item::Done)
    }
}

/// `name:first:left`; `None` where it is not supported (reported).
fn page_selector(input: &mut Parser<'_>, report: &mut Reporter<'_>) -> Result<Option<PageSelector>, Error> {
    let mut selector = PageSelector::default();
    let mut supported = true;
    input.skip_whitespace();
    let start = input.position().byte_index();
    loop {
        input.skip_whitespace();
        let at = input.position().byte_index();
        let Ok(token) = input.next().cloned() else { break };
        let end = input.position().byte_index();
        match token {
            Token::Ident(name) if selector == PageSelector::default() => selector.name = Some(name.to_string()),
            Token::Colon => {
                let name = input.expect_ident().map(|n| n.to_ascii_lowercase());
                let range = at..input.position().byte_index();
                match name.as_deref() {
                    Ok("first") => selector.first = true,
                    Ok("blank") => selector.blank = true,
                    Ok("left" | "verso") => selector.left = Some(true),
                    Ok("right" | "recto") => selector.left = Some(false),
                    Ok(other) => {
                        let message = format!("the page selector `:{other}` is not supported");
                        report.warning(codes::CSS_UNSUPPORTED, range, message);
                        supported = false;
                    }
                    Err(_) => return Err(error(range, "a name was expected after `:`")),
                }
            }
            Token::Comma => {
                report
                    .warning(codes::CSS_UNSUPPORTED, at..end, "a list of page selectors is not supported")
                    .help("write a rule for each");
                supported = false;
            }
            Token::Function(_) => supported = false,
            _ if !supported => {}
            _ => return Err(error(at..end, "this does not belong in a page selector")),
        }
    }
    selector.range = start..input.position().byte_index();
    Ok(supported.then_some(selector))
}

impl<'i> RuleBodyItemParser<'i, Item, Problem> for Sheet<'_, '_> {
    fn parse_declarations(&self) -> bool {
        self.context != Context::Rules
    }

    fn parse_qualified(&self) -> bool {
        matches!(self.context, Context::Rules | Context::Declarations | Context::Skipped)
    }
}
