//! Markdown's blocks as elements: headings below the one they stand under, notes gathered for the end.

use super::dispatch::BETWEEN;
use super::notes::Notes;
use super::tree::{El, Tree, el};
use super::{Writer, around_value, script};
use crate::dispatch::{self, Block, BlockKind, CalloutKind, Image, Inline, plain_text};
use crate::flow::{Data, Name};
use crate::language::{self, Direction, Lang, labels};
use crate::redact;

/// Writes the text of one dispatch, or of one page, whose notes it gathers.
pub struct Body<'w, 'a> {
    pub(super) writer: &'w mut Writer<'a>,
    /// The anchor of what it is the text of: its notes' anchors begin with it.
    pub(super) anchor: String,
    /// The language of the text as a whole: that of its marks' digits and letters too.
    pub(super) own: (Lang, Direction),
    /// The level of the heading it stands under: 2 below an `h2`.
    level: u8,
    pub(super) notes: Notes,
    /// Whether it is within a note, where no further notes for print are made.
    pub(super) in_note: bool,
    /// Nothing but figures has been written yet.
    opening: bool,
    /// Within a link, the notes whose marks will follow it: no link may hold another.
    pub(super) after_link: Option<Vec<usize>>,
}

impl<'w, 'a> Body<'w, 'a> {
    pub fn new(writer: &'w mut Writer<'a>, anchor: &str, own: (&Lang, Direction), level: u8) -> Self {
        let own = (own.0.clone(), own.1);
        let notes = Notes::default();
        Self { writer, anchor: anchor.into(), own, level, notes, in_note: false, opening: true, after_link: None }
    }

    /// Writes blocks into the open element.
    pub fn blocks(&mut self, tree: &mut Tree, blocks: &[Block]) {
        for block in blocks {
            self.block(tree, block);
        }
    }

    pub(super) fn block(&mut self, tree: &mut Tree, block: &Block) {
        tree.stands_at(Some(block.range.start));
        self.opening &= matches!(block.kind, BlockKind::Figure(_));
        self.block_there(tree, block);
        tree.stands_at(None);
    }

    fn block_there(&mut self, tree: &mut Tree, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.holder(tree, el(Name::P), content),
            BlockKind::Heading { level, content, id, classes } => {
                let heading = el(self.heading(*level));
                let heading = id.iter().fold(heading, El::anchor);
                let heading = classes.iter().fold(heading, El::class);
                self.holder(tree, heading, content);
            }
            BlockKind::List { start, tight, items } => self.list(tree, *start, *tight, items),
            BlockKind::Quote(blocks) => {
                tree.open(el(Name::Blockquote));
                match blocks.split_last() {
                    Some((Block { kind: BlockKind::Paragraph(content), .. }, said))
                        if is_attribution(content, said) =>
                    {
                        self.blocks(tree, said);
                        self.holder(tree, el(Name::P).class("attribution"), content);
                    }
                    _ => self.blocks(tree, blocks),
                }
                tree.close();
            }
            BlockKind::Callout(kind, blocks) => self.callout(tree, *kind, blocks),
            BlockKind::Code { language, text } => {
                let data = language.as_ref().map_or(Data::None, |l| Data::Code(l.clone()));
                let lang = self.against(tree, text);
                tree.open(el(Name::Pre).data(data).lang_of(lang));
                tree.leaf(el(Name::Code), text);
                tree.close();
            }
            BlockKind::Table { alignment, head, rows } => self.table(tree, alignment, head, rows),
            BlockKind::Figure(image) => self.figure(tree, image),
            BlockKind::Rule => {
                tree.with(el(Name::Hr), |_| {});
            }
            BlockKind::Definitions(definitions) => self.definitions(tree, definitions),
        }
    }

    /// The element of a heading `level` levels below the one that the text stands under.
    const fn heading(&self, level: u8) -> Name {
        match self.level + level {
            0..=2 => Name::H2,
            3 => Name::H3,
            4 => Name::H4,
            5 => Name::H5,
            _ => Name::H6,
        }
    }

    /// Language and direction of a text that runs against the open element.
    pub(super) fn against(&self, tree: &Tree, text: &str) -> Option<(Lang, Direction)> {
        script::against(text, &tree.language(), (&self.own.0, self.own.1))
    }

    /// An element that holds inlines.
    pub(super) fn holder(&mut self, tree: &mut Tree, el: El, content: &[Inline]) {
        let lang = self.against(tree, &words(content));
        tree.open(el.lang_of(lang));
        self.inlines(tree, content);
        tree.close();
    }

    fn list(&mut self, tree: &mut Tree, start: Option<u64>, tight: bool, items: &[dispatch::ListItem]) {
        let mut list = match start {
            Some(first) => el(Name::Ol).data(Data::List(first)),
            None => el(Name::Ul),
        };
        if items.iter().any(|item| item.task.is_some()) {
            list = list.class("tasks");
        }
        if !tight {
            list = list.class("loose");
        }
        tree.open(list);
        for item in items {
            let lang = match item.blocks.first().map(|block| &block.kind) {
                Some(BlockKind::Paragraph(content)) if tight => self.against(tree, &words(content)),
                _ => None,
            };
            tree.open(el(Name::Li).lang_of(lang));
            self.task(tree, item.task, &item.blocks, tight);
            tree.close();
        }
        tree.close();
    }

    /// An item's blocks; the box of a task stands in its first line.
    fn task(&mut self, tree: &mut Tree, task: Option<bool>, blocks: &[Block], tight: bool) {
        let Some(done) = task else { return self.item(tree, blocks, tight) };
        let mark = |tree: &mut Tree| tree.leaf(el(Name::Span).class("task"), if done { "☑ " } else { "☐ " });
        match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), .. }, rest)) if !tight => {
                let lang = self.against(tree, &plain_text(content));
                tree.open(el(Name::P).lang_of(lang));
                mark(tree);
                self.inlines(tree, content);
                tree.close();
                self.blocks(tree, rest);
            }
            _ => {
                mark(tree);
                self.item(tree, blocks, tight);
            }
        }
    }

    /// An item's blocks; in a tight list its first paragraph is bare text, as in HTML.
    fn item(&mut self, tree: &mut Tree, blocks: &[Block], tight: bool) {
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight && n == 0 => self.inlines(tree, content),
                _ => self.block(tree, block),
            }
        }
    }

    fn definitions(&mut self, tree: &mut Tree, definitions: &[dispatch::Definition]) {
        tree.open(el(Name::Dl));
        for definition in definitions {
            self.holder(tree, el(Name::Dt), &definition.term);
            for details in &definition.details {
                tree.open(el(Name::Dd));
                // Several paragraphs are paragraphs, the first too.
                self.item(tree, details, details.len() == 1);
                tree.close();
            }
        }
        tree.close();
    }

    fn callout(&mut self, tree: &mut Tree, kind: CalloutKind, blocks: &[Block]) {
        let labels = self.writer.labels;
        let (class, label) = match kind {
            CalloutKind::Note => ("note", labels.callout_note),
            CalloutKind::Tip => ("tip", labels.callout_tip),
            CalloutKind::Important => ("important", labels.callout_important),
            CalloutKind::Warning => ("warning", labels.callout_warning),
            CalloutKind::Caution => ("caution", labels.callout_caution),
        };
        tree.open(el(Name::Aside).class("callout").class(class));
        tree.leaf(self.writer.worded(el(Name::P).class("callout-label")), label);
        self.blocks(tree, blocks);
        tree.close();
    }

    fn table(
        &mut self,
        tree: &mut Tree,
        alignment: &[dispatch::Alignment],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) {
        let cell =
            |name: Name, column: usize| el(name).data(Data::Cell(alignment.get(column).copied().unwrap_or_default()));
        // A table whose head says nothing has none.
        let headed = !head.iter().all(|cell| is_blank(cell));
        if !headed && rows.is_empty() {
            return;
        }
        tree.open(el(Name::Table).class(format!("of-{}", head.len())));
        if headed {
            // A table of headings alone has them in its body: a head must head something (PDF/UA-1, 7.2).
            tree.open(el(if rows.is_empty() { Name::Tbody } else { Name::Thead }));
            tree.open(el(Name::Tr));
            for (column, content) in head.iter().enumerate() {
                // A cell that says nothing, such as the corner, heads nothing.
                let name = if is_blank(content) { Name::Td } else { Name::Th };
                self.holder(tree, cell(name, column), content);
            }
            tree.close();
            tree.close();
        }
        if !rows.is_empty() {
            tree.open(el(Name::Tbody));
            for row in rows {
                tree.open(el(Name::Tr));
                for (column, content) in row.iter().enumerate() {
                    self.holder(tree, cell(Name::Td, column), content);
                }
                tree.close();
            }
            tree.close();
        }
        tree.close();
    }

    /// An image with its caption and credit; of one that could not be loaded, what it would have shown.
    pub fn figure(&mut self, tree: &mut Tree, image: &Image) {
        if image.data.is_none() {
            if !image.alt.is_empty() {
                let lang = self.against(tree, &image.alt);
                tree.leaf(el(Name::P).lang_of(lang), &image.alt);
            }
            return;
        }
        let tall = image.data.as_ref().is_some_and(|data| data.height > data.width);
        let mut figure = el(Name::Figure);
        if tall {
            figure = figure.class("tall");
        }
        if self.opening {
            figure = figure.class("opening");
        }
        tree.open(figure);
        self.image(tree, image);
        if image.caption.is_some() || image.credit.is_some() || image.license.is_some() {
            self.caption(tree, image);
        }
        tree.close();
    }

    fn caption(&mut self, tree: &mut Tree, image: &Image) {
        tree.open(el(Name::Figcaption));
        if let Some(caption) = &image.caption {
            let lang = self.against(tree, caption);
            tree.leaf(el(Name::Span).class("caption").lang_of(lang), caption);
        }
        if let Some(caption) = image.caption.as_ref().filter(|_| image.credit.is_some() || image.license.is_some()) {
            tree.text(if language::ends_sentence(caption) { " " } else { BETWEEN });
        }
        self.image_credit(tree, image, ("", ""));
        tree.close();
    }

    /// Who made an image and under which licence, where either is known.
    fn image_credit(&mut self, tree: &mut Tree, image: &Image, (before, after): (&str, &str)) {
        let Some(said) = image.credit.as_ref().or(image.license.as_ref()) else { return };
        tree.text(before);
        tree.open(self.writer.worded(el(Name::Span).class("credit")));
        let lang = self.against(tree, said);
        around_value(tree, self.writer.labels.image_credit, |tree| tree.said(lang, said));
        if let (Some(_), Some(license)) = (&image.credit, &image.license) {
            tree.text(&format!(" ({license})"));
        }
        tree.close();
        tree.text(after);
    }

    /// An image in a line, with its credit behind it: a link's text is the image alone.
    pub(super) fn inline_image(&mut self, tree: &mut Tree, image: &Image) {
        self.image(tree, image);
        if image.data.is_some() && self.after_link.is_none() {
            self.image_credit(tree, image, (" (", ")"));
        }
    }

    /// The image itself; of one that could not be loaded, its alternative text.
    pub(super) fn image(&mut self, tree: &mut Tree, image: &Image) {
        match &image.data {
            Some(data) => {
                // What is only heard says so in words.
                let alt = match self.writer.edition.redacts {
                    true => image.alt.replace(redact::MARK, labels(&self.own.0).redacted),
                    false => image.alt.clone(),
                };
                let data = Data::Image { image: self.writer.image(data), alt };
                tree.with(el(Name::Img).data(data), |_| {});
            }
            None => tree.text(&image.alt),
        }
    }
}

/// What inlines say in words: no code, which has letters of its own in any language.
pub(super) fn words(content: &[Inline]) -> String {
    let mut out = String::new();
    dispatch::walk::inlines(content, &mut |inline| match inline {
        Inline::Text(text) | Inline::Literal(text) => out.push_str(text),
        Inline::SoftBreak | Inline::HardBreak => out.push(' '),
        _ => {}
    });
    out
}

/// Whether the last paragraph of a quotation names who said it: it begins with a dash, below what was said.
fn is_attribution(content: &[Inline], said: &[Block]) -> bool {
    !said.is_empty() && words(content).trim_start().starts_with(['\u{2014}', '\u{2015}', '\u{2013}'])
}

/// Whether inlines say and show nothing.
pub(super) fn is_blank(content: &[Inline]) -> bool {
    plain_text(content).trim().is_empty() && !dispatch::walk::any(content, &|i| matches!(i, Inline::Image(_)))
}
