//! `weekbook fonts`: the faces that come with weekbook, and those of a book.

use serde_json::{Map, Value, json};

use super::args::{FontsArgs, TableFormat};
use super::columns::plain;
use super::report::Report;
use super::{Status, chosen, judge, result};
use crate::build::Project;
use crate::diagnostic::{Diagnostics, codes};
use crate::fonts::{Face, FontStore};

/// Prints the faces.
pub fn fonts(args: &FontsArgs, report: &mut Report) -> Status {
    let store = match find(args, report) {
        Ok(store) => store,
        Err(status) => return status,
    };
    let faces: Vec<&Face> = store.faces().map(|(_, face)| face).collect();
    let text = match args.output_format {
        TableFormat::Text => text(&faces),
        TableFormat::Json => json(&faces),
    };
    result(&text, report)
}

/// The bundled fonts and the book's. Where no book is named and none is here, there are the bundled ones all the same.
fn find(args: &FontsArgs, report: &mut Report) -> Result<FontStore, Status> {
    let mut diags = Diagnostics::new();
    let project = Project::open(args.manifest.as_deref(), &mut diags);
    let none_here = diags.iter().all(|d| d.code == codes::FILE_NOT_FOUND) && project.is_none();
    if none_here && args.manifest.is_none() && args.editions.is_empty() {
        return Ok(FontStore::bundled());
    }
    let store = match &project {
        Some(project) => Some(project.fonts(&chosen(project, &args.editions, report)?, &mut diags)),
        None => None,
    };
    match judge(diags, project.as_ref(), false, report) {
        Some(status) => Err(status),
        None => store.ok_or(Status::Book),
    }
}

/// A family's faces, one after the other.
fn families<'a>(faces: &[&'a Face]) -> Vec<Vec<&'a Face>> {
    let mut families: Vec<Vec<&Face>> = Vec::new();
    for face in faces {
        let family = families.iter_mut().find(|f| f.first().is_some_and(|first| is_family(first, face)));
        match family {
            Some(family) => family.push(face),
            None => families.push(vec![face]),
        }
    }
    families
}

fn is_family(one: &Face, other: &Face) -> bool {
    one.family == other.family && one.is_bundled() == other.is_bundled()
}

/// A block a family: what it is, what it is for, then a line and its file for each face.
fn text(faces: &[&Face]) -> String {
    let blocks: Vec<String> = families(faces).iter().map(|family| block(family)).collect();
    blocks.join("\n")
}

fn block(family: &[&Face]) -> String {
    let Some(first) = family.first() else { return String::new() };
    let origin = if first.is_bundled() { "bundled" } else { "the book's" };
    let mut out = format!("{} ({origin})\n", plain(&first.family));
    let licence = first.licence_text();
    let licence = if licence.is_empty() { "not said in the font" } else { licence.lines().next().unwrap_or_default() };
    out.push_str(&format!("  licence: {}\n", plain(licence)));
    let scripts: Vec<String> = first.coverage().iter().map(|(script, count)| format!("{script} {count}")).collect();
    if !scripts.is_empty() {
        out.push_str(&format!("  scripts: {}\n", scripts.join(", ")));
    }
    for face in family {
        let (style, weight) = (plain(&face.style_name), face.weight);
        out.push_str(&format!("  {style}, weight {weight}, {} characters\n", face.characters().count()));
        out.push_str(&format!("    {}\n", plain(&face.file)));
    }
    out
}

fn json(faces: &[&Face]) -> String {
    let faces = faces.iter().map(|face| {
        let scripts: Map<String, Value> = face.coverage().into_iter().map(|(s, n)| (s.to_owned(), json!(n))).collect();
        let licence = face.licence_text();
        json!({
            "family": face.family, "style": face.style_name, "weight": face.weight, "italic": face.italic,
            "bundled": face.is_bundled(), "licence": (!licence.is_empty()).then_some(licence),
            "spdx": face.licence.and_then(|licence| licence.spdx), "characters": face.characters().count(),
            "scripts": scripts, "file": face.file, "index": face.index,
        })
    });
    Value::from_iter(faces).to_string()
}
