//! What the builder makes of images: loaded from the book's folder, or text where they are not in it.

use std::ops::Range;

use super::super::ast::{Image, Inline, LinkTarget};
use super::super::link::{self, Destination};
use super::super::walk::{one_line, plain_text};
use super::attributes::Attributes;
use super::builder::Builder;
use super::frame::{Kind, SpanKind};
use super::scripts;
use crate::diagnostic::{Span, codes, did_you_mean};

impl Builder<'_> {
    /// Puts an image into the frame around it: an inline, or its alternative text where it may not be kept.
    pub(super) fn image(&mut self, destination: &str, title: String, content: &[Inline], range: &Range<usize>) {
        let alt = one_line(&scripts::unguarded(&plain_text(content)));
        let mut image = Image {
            data: None,
            alt,
            decorative: false,
            caption: Some(title).filter(|title| !title.is_empty()),
            credit: None,
            license: None,
            range: self.origin.range(range),
        };
        self.image_attributes(&mut image, range.end);
        if self.hiding.is_some() {
            return;
        }
        if self.stack.iter().any(|frame| matches!(frame.kind, Kind::Span(SpanKind::Image { .. }))) {
            // Within the alternative text of another.
            self.push(Inline::Text(image.alt), range);
            return;
        }
        let span = self.origin.span(range);
        if destination.trim().is_empty() {
            // CommonMark allows it; there is nothing to show but its words.
            self.diags
                .warning(codes::BAD_LINK, span, "this image names no file: its alternative text takes its place")
                .help("name a file between the parentheses, `![A map of …](map.png)`, or delete it");
            self.push(Inline::Text(image.alt), range);
            return;
        }
        match link::classify(destination) {
            Destination::Local(path) => {
                if image.alt.is_empty() && !image.decorative {
                    self.diags
                        .warning(codes::MISSING_ALT, span.clone(), "this image has no alternative text")
                        .help("say between the brackets what it shows, or mark it with `{.decorative}` after it");
                }
                image.data = self.images.load(&self.origin.source.name, &path, &span, self.diags);
                self.push(Inline::Image(Box::new(image)), range);
            }
            Destination::Url(url) => self.remote_image(url, image, span, range),
            Destination::Refused(why) => {
                let message = format!("an image {why} becomes its alternative text");
                self.diags.warning(codes::BAD_LINK, span, message).help("images are files of the book's folder");
                self.push(Inline::Text(image.alt), range);
            }
        }
    }

    fn remote_image(&mut self, url: String, image: Image, span: Span, range: &Range<usize>) {
        self.diags
            .warning(codes::REMOTE_IMAGE, span, "an image on the network becomes its alternative text with a link")
            .help("nothing is ever fetched: save the image beside the text and name the file");
        let text = if image.alt.is_empty() { url.clone() } else { image.alt };
        let linked = self.stack.iter().any(|frame| matches!(frame.kind, Kind::Span(SpanKind::Link(Some(_)))));
        let inline = if linked {
            Inline::Text(text)
        } else {
            Inline::Link { target: LinkTarget::Url(url), content: vec![Inline::Text(text)], range: image.range }
        };
        self.push(inline, range);
    }

    /// Reads the braces after an image, if there are any.
    fn image_attributes(&mut self, image: &mut Image, at: usize) {
        let Some((found, length)) = self.text.get(at..).and_then(Attributes::parse) else { return };
        self.attributes = at..at + length;
        let mut unknown = Vec::new();
        for (name, value) in found.pairs {
            let value = Some(one_line(&value)).filter(|value| !value.is_empty());
            match name.as_str() {
                "credit" => image.credit = value,
                "license" | "licence" => image.license = value,
                "caption" => image.caption = value,
                "alt" => image.alt = value.unwrap_or_default(),
                _ => unknown.push(name),
            }
        }
        for word in found.words {
            if word == "decorative" {
                image.decorative = true;
                image.alt.clear();
            } else {
                unknown.push(word);
            }
        }
        for name in unknown {
            let span = self.origin.span(&(at..at + length));
            let help = match did_you_mean(&name, ["credit", "license", "caption", "alt", "decorative"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "known are credit, license, caption, alt and .decorative".to_owned(),
            };
            let message = format!("`{name}` is no attribute of an image that weekbook knows");
            self.diags.warning(codes::UNKNOWN_FIELD, span, message).help(help);
        }
    }
}
