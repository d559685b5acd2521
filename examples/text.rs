//! `text MANIFEST EDITION`: what an edition says in print, as JSON, from the flow alone: what an extractor should find
//! in its PDF. `tests/conformance` holds the one to the other.
//!
//! An array of the sections that print has. Each has `kind`, `anchor`, `lang`, and `root`, an element; an element has
//! `name`, `kids` (elements, and text as strings) and, where they say something, `class`, `id`, `lang` (where it differs
//! from its parent's), `note` (of a mark: the anchor of its note), `mark` (of a note: the anchor of its first mark),
//! `alt`, `href`, `scope`. Left out is what only the EPUB has, and what the style does not display.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a program: its result is printed

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use weekbook::build::{Options, Project};
use weekbook::diagnostic::Diagnostics;
use weekbook::flow::{Child, Data, Element, Flow, Media, Scope, Section, Target};
use weekbook::layout::Pages;
use weekbook::style::Display;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [manifest, edition] = &arguments[..] else {
        eprintln!("usage: text MANIFEST EDITION");
        return ExitCode::from(2);
    };
    match sections(Path::new(manifest), edition) {
        Ok(sections) => {
            println!("{sections}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn sections(manifest: &Path, edition: &str) -> Result<Value, String> {
    let mut diags = Diagnostics::new();
    let project =
        Project::load(Some(manifest), &mut diags).filter(|_| !diags.has_errors()).ok_or("errors: see check")?;
    let spec = project.manifest.editions.iter().find(|e| e.name.value == edition).ok_or("no such edition")?;
    let compiled = project.compile(spec, &Options::default(), &mut diags).ok_or("errors: see check")?;
    let pages = compiled.pages.as_ref().ok_or("the edition has no PDF")?;
    let printed = |section: &&Section| section.media != Media::Screen && shown(&compiled.flow, &section.elements[0]);
    let all = compiled.flow.sections.iter().filter(printed).map(|section| {
        let teller = Teller { flow: &compiled.flow, pages, section };
        let (kind, lang) = (format!("{:?}", section.kind), section.elements[0].lang.as_str());
        json!({"kind": kind, "anchor": section.anchor, "lang": lang, "root": teller.element(&section.elements[0])})
    });
    Ok(Value::Array(all.collect()))
}

/// Whether print has an element, as far as it itself says.
fn shown(flow: &Flow, element: &Element) -> bool {
    element.media != Media::Screen && flow.style(element).display != Display::None
}

/// Tells a section.
struct Teller<'a> {
    flow: &'a Flow,
    pages: &'a Pages,
    section: &'a Section,
}

impl Teller<'_> {
    // Depth is bounded where Markdown is read.
    fn element(&self, element: &Element) -> Value {
        let mut out = Map::new();
        out.insert("name".into(), element.name.as_str().into());
        if !element.classes.is_empty() {
            out.insert("class".into(), element.classes.join(" ").into());
        }
        if let Some(anchor) = &element.anchor {
            out.insert("id".into(), anchor.as_str().into());
        }
        let parent = element.parent.map(|parent| &self.section.elements[parent as usize]);
        if parent.is_none_or(|parent| parent.lang != element.lang) {
            out.insert("lang".into(), element.lang.as_str().into());
        }
        if let Some((key, value)) = self.data(&element.data) {
            out.insert(key.into(), value);
        }
        let style = self.flow.style(element);
        let mut kids: Vec<Value> = style.before.iter().map(|text| text.as_str().into()).collect();
        kids.extend(element.children.iter().filter_map(|child| self.child(child)));
        if let Data::PageRef(anchor) = &element.data {
            kids.extend(self.pages.label_of(anchor).map(Value::from));
        }
        kids.extend(style.after.iter().map(|text| Value::from(text.as_str())));
        out.insert("kids".into(), kids.into());
        out.into()
    }

    fn child(&self, child: &Child) -> Option<Value> {
        match child {
            Child::Text(text) => Some(text.as_str().into()),
            Child::Element(index) => {
                let element = &self.section.elements[*index as usize];
                shown(self.flow, element).then(|| self.element(element))
            }
        }
    }

    fn data(&self, data: &Data) -> Option<(&'static str, Value)> {
        let anchor = |index: u32| self.section.elements[index as usize].anchor.clone().into();
        match data {
            Data::NoteRef(note) => Some(("note", anchor(*note))),
            Data::Note(mark) => Some(("mark", anchor(*mark))),
            Data::Image { alt, .. } => Some(("alt", alt.as_str().into())),
            Data::Redacted(words) => Some(("alt", words.as_str().into())),
            Data::Link(Target::Url(url)) => Some(("href", url.as_str().into())),
            Data::Link(Target::Anchor(anchor)) => Some(("href", format!("#{anchor}").into())),
            Data::Header(Scope::Column) => Some(("scope", "Column".into())),
            Data::Header(Scope::Row) => Some(("scope", "Row".into())),
            _ => None,
        }
    }
}
