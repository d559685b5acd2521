//! What the builder makes of raw HTML: harmless inline tags are kept, the rest goes and leaves its text.

use std::ops::Range;

use super::super::ast::Inline;
use super::super::walk::plain_text;
use super::builder::Builder;
use super::frame::{Frame, Kind, paragraph};
use super::html::{self, Harmless, Token};
use crate::diagnostic::codes;

impl Builder<'_> {
    /// A single tag or comment in a paragraph.
    pub(super) fn inline_html(&mut self, text: &str, range: &Range<usize>) {
        for token in html::tokens(text) {
            self.token(token, range);
        }
    }

    /// A block of HTML as a whole: its text as paragraphs.
    pub(super) fn html_block(&mut self, text: &str, range: &Range<usize>) {
        self.stack.push(Frame::new(Kind::HtmlBlock, range.clone()));
        for token in html::tokens(text) {
            if let Token::Open { name, .. } | Token::Close { name } = &token
                && html::breaks_paragraph(name)
            {
                self.html_paragraph(range);
            }
            self.token(token, range);
        }
        self.html_paragraph(range);
        self.hiding = None;
        let gathered = self.stack.pop().map(|frame| frame.blocks).unwrap_or_default();
        self.top().blocks.extend(gathered);
    }

    fn html_paragraph(&mut self, range: &Range<usize>) {
        self.close_tags();
        let content = std::mem::take(&mut self.top().inlines);
        if let Some(kind) = paragraph(content) {
            self.block(kind, range);
        }
    }

    fn token(&mut self, token: Token<'_>, range: &Range<usize>) {
        match token {
            Token::Text(text) => self.html_text(text, range),
            Token::Open { name, void } => self.open_html(name, void, range),
            Token::Close { name } => self.close_html(&name, range),
            Token::Comment { closed: true } | Token::Other => {}
            Token::Comment { closed: false } => {
                let span = self.origin.span(&(range.start..range.start));
                self.diags
                    .warning(codes::RAW_HTML, span, "a comment that never ends hides the rest of the text")
                    .help("end it with `-->`");
            }
        }
    }

    /// Text of HTML: any run of blanks is one.
    fn html_text(&mut self, text: &str, range: &Range<usize>) {
        if self.hiding.is_some() {
            return;
        }
        let decoded = html::decode_entities(text);
        let mut out = String::with_capacity(decoded.len());
        for c in decoded.chars().filter_map(super::super::walk::clean_char) {
            if c != ' ' || !out.ends_with(' ') {
                out.push(c);
            }
        }
        self.push(Inline::Text(out), range);
    }

    fn open_html(&mut self, name: String, void: bool, range: &Range<usize>) {
        if let Some((hiding, depth)) = &mut self.hiding {
            *depth += usize::from(*hiding == name && !void);
            return;
        }
        let Some(meaning) = html::harmless(&name) else {
            if html::hides_content(&name) && !void {
                self.hiding = Some((name.clone(), 1));
            }
            if matches!(name.as_str(), "td" | "th" | "option" | "dd") {
                self.push(Inline::Text(" ".to_owned()), range);
            }
            self.drop_tag(name, range);
            return;
        };
        match meaning {
            Harmless::Break => self.push(Inline::HardBreak, range),
            Harmless::Opportunity => self.push(Inline::Text("\u{200B}".to_owned()), range),
            _ if void => {}
            _ => self.open_tag(Frame::new(Kind::Tag(name, meaning), range.clone())),
        }
    }

    fn close_html(&mut self, name: &str, range: &Range<usize>) {
        if let Some((hiding, depth)) = &mut self.hiding {
            if hiding == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hiding = None;
                }
            }
            return;
        }
        if html::harmless(name).is_none() {
            self.drop_tag(name.to_owned(), range);
            return;
        }
        // Only tags of this element of Markdown can be closed here; those opened since close with it.
        let open = self.stack.iter().rev().take_while(|frame| matches!(frame.kind, Kind::Tag(..)));
        let Some(depth) = open.into_iter().position(|frame| matches!(&frame.kind, Kind::Tag(tag, _) if tag == name))
        else {
            return;
        };
        for _ in 0..=depth {
            self.close_top();
        }
    }

    /// Puts what a kept tag is into the frame around it.
    pub(super) fn finish_tag(&mut self, meaning: Harmless, content: Vec<Inline>, range: &Range<usize>) {
        if content.is_empty() {
            return;
        }
        let inline = match meaning {
            Harmless::Emphasis => Inline::Emphasis(content),
            Harmless::Strong => Inline::Strong(content),
            Harmless::Strike => Inline::Strike(content),
            Harmless::Sub => Inline::Sub(content),
            Harmless::Super => Inline::Super(content),
            Harmless::Code => Inline::Code(plain_text(&content)),
            Harmless::Quote => {
                self.push(Inline::Text("\"".to_owned()), range);
                content.into_iter().for_each(|inline| self.push(inline, range));
                Inline::Text("\"".to_owned())
            }
            Harmless::Break | Harmless::Opportunity => return,
        };
        self.push(inline, range);
    }

    fn drop_tag(&mut self, name: String, range: &Range<usize>) {
        self.dropped.entry(name).and_modify(|(count, _)| *count += 1).or_insert((1, range.clone()));
    }

    /// Says which tags were dropped, each name once, in the order of their first places.
    pub(super) fn report_dropped(&mut self) {
        let mut dropped: Vec<_> = std::mem::take(&mut self.dropped).into_iter().collect();
        dropped.sort_by_key(|(_, (_, range))| range.start);
        for (name, (count, range)) in dropped {
            let times = if count > 1 { format!(" ({count} tags)") } else { String::new() };
            let shown: String = name.chars().take(40).collect();
            let kept = if html::is_void(&name) {
                ""
            } else if html::hides_content(&name) {
                " with what it holds"
            } else {
                " and its text kept"
            };
            let help = match name.as_str() {
                "img" => "write it in Markdown, so that it is not lost: `![what it shows](file.jpg)`",
                "a" => "write it in Markdown, so that the link is not lost: `[text](address)`",
                _ => "write it in Markdown; of HTML only inline tags such as em, sub, sup and br are kept",
            };
            let span = self.origin.span(&range);
            self.diags
                .warning(codes::RAW_HTML, span, format!("raw HTML: `<{shown}>` was dropped{kept}{times}"))
                .help(help);
        }
    }
}
