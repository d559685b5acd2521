//! Going through blocks and inlines in document order. Depth is bounded by the builder ([`super::markdown`]).

use super::ast::{Block, BlockKind, Image, Inline};

/// Rebuilds every inline of `blocks`: `f` gets each, its own content already rebuilt, and pushes what takes its place.
pub(crate) fn rewrite_blocks(blocks: &mut [Block], f: &mut dyn FnMut(Inline, &mut Vec<Inline>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => rewrite(content, f),
            BlockKind::List { items, .. } => {
                for item in items {
                    rewrite_blocks(&mut item.blocks, f);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => rewrite_blocks(blocks, f),
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    rewrite(cell, f);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    rewrite(&mut definition.term, f);
                    for detail in &mut definition.details {
                        rewrite_blocks(detail, f);
                    }
                }
            }
            BlockKind::Code { .. } | BlockKind::Figure(_) | BlockKind::Rule => {}
        }
    }
}

/// Rebuilds a list of inlines, see [`rewrite_blocks`].
pub(crate) fn rewrite(inlines: &mut Vec<Inline>, f: &mut dyn FnMut(Inline, &mut Vec<Inline>)) {
    let mut out = Vec::with_capacity(inlines.len());
    for mut inline in std::mem::take(inlines) {
        if let Some(content) = inline.content_mut() {
            rewrite(content, f);
        }
        f(inline, &mut out);
    }
    *inlines = out;
}

/// Calls `f` for every block, those within others included, in document order.
pub(crate) fn each_block(blocks: &mut [Block], f: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        f(block);
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| each_block(&mut item.blocks, f)),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => each_block(blocks, f),
            BlockKind::Definitions(definitions) => {
                definitions.iter_mut().flat_map(|d| &mut d.details).for_each(|detail| each_block(detail, f));
            }
            _ => {}
        }
    }
}

/// Calls `f` for every list of inlines that is a text of its own: a paragraph, a heading, a cell, a term.
pub(crate) fn each_text(blocks: &mut [Block], f: &mut dyn FnMut(&mut Vec<Inline>)) {
    each_block(blocks, &mut |block| match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => f(content),
        BlockKind::Table { head, rows, .. } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(&mut *f),
        BlockKind::Definitions(definitions) => definitions.iter_mut().for_each(|definition| f(&mut definition.term)),
        _ => {}
    });
}

/// Calls `f` for every image of `blocks`: figures, and those within lines.
pub(crate) fn each_image(blocks: &mut [Block], f: &mut dyn FnMut(&mut Image)) {
    each_block(blocks, &mut |block| {
        if let BlockKind::Figure(image) = &mut block.kind {
            f(image);
        }
    });
    each_text(blocks, &mut |inlines| images_in_line(inlines, f));
}

fn images_in_line(inlines: &mut [Inline], f: &mut dyn FnMut(&mut Image)) {
    for inline in inlines {
        match inline {
            Inline::Image(image) => f(image),
            other => images_in_line(other.content_mut().map(Vec::as_mut_slice).unwrap_or_default(), f),
        }
    }
}

/// Calls `f` for every inline of `blocks`, those within others included, in document order.
pub(crate) fn each_inline<'a>(blocks: &'a [Block], f: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => inlines(content, f),
            BlockKind::List { items, .. } => items.iter().for_each(|item| each_inline(&item.blocks, f)),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => each_inline(blocks, f),
            BlockKind::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| inlines(cell, f));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&definition.term, f);
                    definition.details.iter().for_each(|detail| each_inline(detail, f));
                }
            }
            BlockKind::Code { .. } | BlockKind::Figure(_) | BlockKind::Rule => {}
        }
    }
}

/// See [`each_inline`].
pub(crate) fn inlines<'a>(content: &'a [Inline], f: &mut dyn FnMut(&'a Inline)) {
    for inline in content {
        f(inline);
        inlines(inline.content().unwrap_or_default(), f);
    }
}

/// Whether `test` holds for any inline, those within others included.
pub(crate) fn any(content: &[Inline], test: &dyn Fn(&Inline) -> bool) -> bool {
    content.iter().any(|inline| test(inline) || any(inline.content().unwrap_or_default(), test))
}

/// All images that `blocks` show, figures and those within lines.
pub(crate) fn images(blocks: &[Block]) -> Vec<&Image> {
    let mut found = Vec::new();
    find_figures(blocks, &mut found);
    each_inline(blocks, &mut |inline| {
        if let Inline::Image(image) = inline {
            found.push(image);
        }
    });
    found
}

fn find_figures<'a>(blocks: &'a [Block], found: &mut Vec<&'a Image>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Figure(image) => found.push(image),
            BlockKind::List { items, .. } => items.iter().for_each(|item| find_figures(&item.blocks, found)),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => find_figures(blocks, found),
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|d| &d.details).for_each(|detail| find_figures(detail, found));
            }
            _ => {}
        }
    }
}

/// All headings in document order: text and id.
pub(crate) fn headings(blocks: &[Block]) -> impl Iterator<Item = (&[Inline], Option<&str>)> {
    let mut found = Vec::new();
    find_headings(blocks, &mut found);
    found.into_iter()
}

fn find_headings<'a>(blocks: &'a [Block], found: &mut Vec<(&'a [Inline], Option<&'a str>)>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { content, id, .. } => found.push((content, id.as_deref())),
            BlockKind::List { items, .. } => items.iter().for_each(|item| find_headings(&item.blocks, found)),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => find_headings(blocks, found),
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|d| &d.details).for_each(|detail| find_headings(detail, found));
            }
            _ => {}
        }
    }
}

impl Inline {
    /// What an inline that has content of its own holds.
    pub fn content(&self) -> Option<&[Inline]> {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strike(content)
            | Self::Sub(content)
            | Self::Super(content)
            | Self::Link { content, .. } => Some(content),
            Self::Text(_)
            | Self::Literal(_)
            | Self::Code(_)
            | Self::Image(_)
            | Self::NoteRef(_)
            | Self::SoftBreak
            | Self::HardBreak => None,
        }
    }

    pub(crate) fn content_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strike(content)
            | Self::Sub(content)
            | Self::Super(content)
            | Self::Link { content, .. } => Some(content),
            Self::Text(_)
            | Self::Literal(_)
            | Self::Code(_)
            | Self::Image(_)
            | Self::NoteRef(_)
            | Self::SoftBreak
            | Self::HardBreak => None,
        }
    }
}

/// The inlines of the first paragraph that says something, without marks of notes and images.
pub(crate) fn first_paragraph(blocks: &[Block]) -> Vec<Inline> {
    for block in blocks {
        let inlines = match &block.kind {
            BlockKind::Paragraph(content) => bare(content),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => first_paragraph(blocks),
            BlockKind::List { items, .. } => items
                .iter()
                .map(|item| first_paragraph(&item.blocks))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        if !inlines.is_empty() {
            return inlines;
        }
    }
    Vec::new()
}

/// The inlines of all paragraphs and headings of a short text, as one paragraph, without marks of notes and images.
pub(crate) fn running_text(blocks: &[Block]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        let inlines = match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => bare(content),
            BlockKind::Quote(blocks) | BlockKind::Callout(_, blocks) => running_text(blocks),
            BlockKind::List { items, .. } => items
                .iter()
                .flat_map(|item| running_text(&item.blocks).into_iter().chain([Inline::SoftBreak]))
                .collect(),
            _ => Vec::new(),
        };
        if !out.is_empty() && !inlines.is_empty() {
            out.push(Inline::SoftBreak);
        }
        out.extend(inlines);
    }
    while matches!(out.last(), Some(Inline::SoftBreak)) {
        out.pop();
    }
    out
}

/// Inlines without marks of notes and images; empty if they say nothing then.
fn bare(content: &[Inline]) -> Vec<Inline> {
    let mut content = content.to_vec();
    rewrite(&mut content, &mut |inline, out| {
        let emptied = inline.content().is_some_and(<[Inline]>::is_empty);
        if !emptied && !matches!(inline, Inline::NoteRef(_) | Inline::Image(_)) {
            out.push(inline);
        }
    });
    if plain_text(&content).trim().is_empty() { Vec::new() } else { content }
}

/// What inlines say in plain text: breaks are blanks, images their alternative text, marks of notes nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Literal(part) | Inline::Code(part) => text.push_str(part),
            Inline::Image(image) => text.push_str(&image.alt),
            Inline::SoftBreak | Inline::HardBreak => text.push(' '),
            other => push_plain(other.content().unwrap_or_default(), text),
        }
    }
}

/// A text free of what no edition can show: control characters go (a tab or line end is a blank), and so do
/// noncharacters, marks that turn text around unseen, and those that paragraphs use for objects and breaks (U+FFFC,
/// U+2028, U+2029).
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Plain runs are taken over as they are.
    while let Some(at) = rest.bytes().position(is_suspect) {
        out.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        out.extend(chars.next().and_then(clean_char));
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// Whether a character that is not clean can begin with this byte of UTF-8: control characters, U+0080 to U+009F,
/// U+2000 to U+2FFF, noncharacters.
pub(super) const fn is_suspect(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF..)
}

/// A character of [`clean`] text.
pub(crate) fn clean_char(c: char) -> Option<char> {
    match c {
        // Blanks of a kind; a form feed comes with text pasted from pages.
        '\t' | '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if super::characters::is_override(c) => None,
        '\u{FFFC}' | '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' => None,
        c if c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE => None,
        c => Some(c),
    }
}

/// A text of one line as it is printed: free of control characters, runs of ordinary blanks joined, none around it.
/// No-break and other typographic spaces are the author's.
pub fn one_line(text: &str) -> String {
    let blank = |b: &u8| *b == b' ';
    let bytes = text.as_bytes();
    let bare = !bytes.first().is_some_and(blank) && !bytes.last().is_some_and(blank) && !text.contains("  ");
    if bare && !text.bytes().any(is_suspect) {
        return text.to_owned();
    }
    clean(text).split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text of several lines, such as code: free of control characters, tabs and line ends kept.
pub(crate) fn clean_lines(text: &str) -> String {
    text.chars().filter_map(|c| if matches!(c, '\t' | '\n') { Some(c) } else { clean_char(c) }).collect()
}
