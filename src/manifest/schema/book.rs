//! The manifest itself, an edition, and the fields that both have.

use serde_json::{Value, json};

use super::Mapping;
use super::dispatch::{entry, marking};
use super::shape::{
    FILE_STEM, Field, any_case, choice, date, field, language, list, of_form, one_of, or_nothing, part, some_text, text,
};
use crate::manifest::{checks, decode, decode_settings};

pub(super) fn mappings(styles: &[&str]) -> Vec<Mapping> {
    let mut top = vec![
        field("weekbook", json!({"const": 1}), "The version of the manifest's format.").required().example(1),
        field("sources", json!({"type": "object", "additionalProperties": part("source")}), "Who is credited, by id.")
            .example(json!({"ap": {"name": "Associated Press", "url": "https://apnews.com/"}})),
        field(
            "dispatches",
            json!({"type": "array", "items": entry(), "minItems": 1}),
            "Patterns of files, files, and dispatches in place, in any order: the book has them by date.",
        )
        .required()
        .example(json!(["posts/*.md"])),
        field("editions", editions(), "Named variants of the book. Default: one, `default`, in both formats.")
            .example(json!({"default": {"formats": ["epub", "pdf"]}})),
    ];
    top.extend(settings(styles).into_iter().map(|f| if f.name == "title" { f.required() } else { f }));
    let formats = json!({"type": "array", "items": choice(decode::FORMATS), "minItems": 1});
    let mut edition = vec![
        field("formats", formats, "What it is written as.").default(json!(["epub", "pdf"])).example(json!(["pdf"])),
        field(
            "content",
            choice(decode::CONTENTS),
            "How much of each dispatch it holds: all; headline, credit and summary; headline and credit.",
        )
        .default("full")
        .example("summary"),
        field(
            "select",
            part("select"),
            "Which dispatches it takes. Each list keeps what matches any of its values; all keys must hold.",
        )
        .example(json!({"since": "2017-04-10", "until": "2017-04-16"})),
    ];
    edition.extend(settings(styles));
    vec![Mapping::new("", decode::TOP, top), Mapping::new("edition", decode::EDITION, edition)]
}

fn editions() -> Value {
    json!({
        "type": "object",
        "propertyNames": {"pattern": FILE_STEM},
        "additionalProperties": or_nothing(part("edition")),
    })
}

/// What stands at the top level and may be overridden by an edition.
fn settings(styles: &[&str]) -> Vec<Field> {
    let mut fields = metadata();
    fields.extend(calendar());
    fields.extend(looks(styles));
    fields.extend(pictures());
    fields.extend(pages());
    fields
}

/// What the book is.
fn metadata() -> Vec<Field> {
    let authors = list(json!({"anyOf": [some_text(), part("author")]}));
    vec![
        field("title", some_text(), "The book's title.").example("Letters from the river"),
        field("subtitle", text(), "A subtitle.").example("Two weeks of water"),
        field(
            "language",
            language(),
            "A BCP 47 tag. It decides hyphenation, labels, numerals and direction.",
        )
        .default("en")
        .example("ckb"),
        field("authors", authors, "Names, or mappings of `name` and `role` (a MARC relator code, default aut).")
            .example(json!(["R. Tanner", {"name": "S. Okafor", "role": "edt"}])),
        field("publisher", text(), "Who publishes it.").example("The Ford Desk"),
        field(
            "identifier",
            text(),
            "A URN or URI. Default: a UUIDv5 of title, publisher, language, series number and edition, stable across edits.",
        )
        .example("urn:isbn:9780000000019"),
        field("date", date(), "The day of publication. Default: the newest dispatch's; never the clock.").example("2017-04-17"),
        field("rights", text(), "Who may do what with it, in words.").example("May be copied whole."),
        field("license", text(), "The same as an SPDX id.").example("CC-BY-4.0"),
        field("description", text(), "What it is about, for catalogues.").example("What was seen and said at the ford."),
        field("subjects", list(text()), "Subjects, for catalogues.").example(json!(["Water supply", "Roads"])),
        field("series", part("series"), "The series that it belongs to.").example(json!({"name": "Ford letters", "number": 2})),
        field(
            "slug",
            json!({"type": ["string", "number", "boolean"], "pattern": FILE_STEM}),
            "The artefacts' file name without its ending. Default: from the title.",
        )
        .example("letters"),
    ]
}

/// Which day, and so which week, a dispatch belongs to.
fn calendar() -> Vec<Field> {
    let weeks = json!({
        "type": "object",
        "propertyNames": {"pattern": "^[0-9]{4}-([Ww][0-9]{1,2}|[0-9]{2}-[0-9]{2})$"},
        "additionalProperties": or_nothing(part("week")),
    });
    vec![
        field(
            "timezone",
            part(super::ZONE),
            "A zone of the IANA database. It decides on which day, so in which week, an instant falls.",
        )
        .default("UTC")
        .example("Asia/Baghdad"),
        field(
            "week",
            choice(decode_settings::WEEK_STARTS),
            "How weeks begin: iso (Monday, ISO 8601 numbers), or sunday and saturday, named by their first day.",
        )
        .default("iso")
        .example("sunday"),
        field("weeks", weeks, "Words on weeks, keyed by ISO week or by a week's first day.")
            .example(json!({"2017-W15": {"title": "The old bridge"}})),
    ]
}

/// Its pictures.
fn pictures() -> Vec<Field> {
    vec![
        field("cover", part("cover"), "The picture on the cover. Default: a cover of type alone.")
            .example(json!({"image": "images/cover.jpg", "alt": "The bridge from the north"})),
        field("images", part("images"), "What the pictures may weigh; those that are too large are scaled down.")
            .example(json!({"max_pixels": 2400, "max_bytes": "20MB"})),
    ]
}

/// How it looks.
fn looks(styles: &[&str]) -> Vec<Field> {
    let style = json!({"anyOf": [one_of(styles.iter().copied()), of_form(r"\.css$|[/\\]", "a bundled style, or the path of a .css file")]});
    let fonts = list(text());
    vec![
        field("style", style, "A bundled style, or the path of a .css file.").default("book").example("briefing"),
        field("page", page(), "A page size by name, or width and height with a unit. Default: the style's.")
            .example("A5")
            .example("120x190mm"),
        field("fonts", fonts, "Font files, or folders of them, relative to the manifest.").example(json!(["fonts"])),
        field(
            "embed_fonts",
            choice(decode_settings::EMBED_FONTS),
            "Fonts in the EPUB: auto (scripts that e-readers lack: all but Latin, Greek and Cyrillic), all or none.",
        )
        .default("auto")
        .example("all"),
    ]
}

fn page() -> Value {
    let names = checks::page_names();
    let any: Vec<String> = names.iter().map(|name| any_case(name)).collect();
    let unit = checks::unit_names().map(any_case).join("|");
    let length = "[0-9.]{1,12}";
    let size = format!("^({}|{length} *({unit})? *[xX×] *{length} *({unit}))$", any.join("|"));
    json!({"anyOf": [one_of(names), of_form(&size, "a page such as A5 or 170mm x 240mm")]})
}

/// What stands around the weeks, and what must not.
fn pages() -> Vec<Field> {
    vec![
        field(
            "redact",
            list(part("redaction")),
            "Names that no artefact may hold; each is replaced, and searched for again.",
        )
        .example(json!([{"text": "Layla", "with": "L."}])),
        field("marking", marking(), "A label of TLP 2.0, on the cover and on every page.").example("TLP:GREEN"),
        field("highlights", list(text()), "Two to five sentences for the front page.")
            .example(json!(["The ford is open to carts.", "Two wells give clean water again."])),
        field("figures", list(part("figure")), "Key figures for the front page.")
            .example(json!([{"value": "320 000", "label": "people displaced"}])),
        field("contact", part("contact"), "Whom to write to, in the imprint.")
            .example(json!({"name": "The duty editor", "email": "desk@example.org"})),
        field("accessibility", part("accessibility"), "What is said of the EPUB's accessibility.")
            .example(json!({"certified_by": "The Reading Board"})),
        field("front", list(text()), "Markdown files that stand before the weeks.")
            .example(json!(["front/preface.md"])),
        field("back", list(text()), "Markdown files that stand at the book's end.").example(json!(["back/method.md"])),
    ]
}
