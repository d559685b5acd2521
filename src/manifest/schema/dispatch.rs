//! A dispatch in the manifest, and the mappings that its fields take.

use serde_json::{Value, json};

use super::Mapping;
use super::parts::source_or_id;
use super::shape::{Field, choice, date, field, language, list, number, one_of, part, some_text, text, web};
use crate::manifest::decode_meta;
use crate::manifest::matter::Marking;

pub(super) fn mappings() -> Vec<Mapping> {
    // A file has its title and its date in its front matter or its name; in place they must be given.
    let rules = json!({
        "if": {"required": ["file"]},
        "then": {"properties": {"file": some_text(), "body": false}},
        "else": {"required": ["date"], "anyOf": [{"required": ["title"]}, {"required": ["body"]}]},
    });
    let dispatch = Mapping::new("dispatch", decode_meta::NAMES, fields()).rules(rules);
    vec![dispatch, image(), also(), correction()]
}

/// An entry of `dispatches`.
pub(super) fn entry() -> Value {
    let pattern = json!({
        "description": "A pattern of files, which stand in byte order of their names; their fields stand in each file's front matter.",
        "type": ["string", "number", "boolean"],
        "pattern": r"\S",
        "examples": ["posts/*.md"],
    });
    json!({"anyOf": [pattern, part("dispatch")]})
}

/// The marking of the book and of a dispatch.
pub(super) fn marking() -> Value {
    one_of(Marking::ALL.iter().map(|marking| marking.as_str()))
}

fn fields() -> Vec<Field> {
    let mut fields = content();
    fields.extend(origin());
    fields.extend(publication());
    fields
}

/// What it says.
fn content() -> Vec<Field> {
    let byline = json!({"anyOf": [text(), list(text())]});
    vec![
        field("file", text(), "A Markdown file, relative to the manifest. Fields here win over its front matter.")
            .example("posts/wells.md"),
        field("body", text(), "The text itself, in Markdown, where there is no `file`.").example("Two words."),
        field("title", text(), "Plain text. Default: the body's first level-1 heading, which then leaves the body.")
            .example("The wells are open"),
        field(
            "date",
            date(),
            "A day, or a day and a time (in the book's zone, or with Z or an offset). Default: a date that begins the file's name.",
        )
        .example("2017-04-15")
        .example("2017-04-15T19:45"),
        field("byline", byline, "Who wrote it: a name or a list of names.").example("Field desk"),
        field("place", text(), "Where it is from; indexed.").example("Mosul"),
        field("kind", choice(decode_meta::KINDS), "What sort of dispatch it is; shown where it is no report.")
            .default("report")
            .example("video"),
        field("tags", list(text()), "Subjects; indexed, and what `select` chooses by.").example(json!(["water", "roads"])),
        field("language", language(), "The language of its text: a BCP 47 tag. Default: the book's.").example("ar"),
        field("summary", text(), "A summary in a sentence or two. Default: the first paragraph.")
            .example("Two wells give clean water again."),
        field("image", part("image"), "A picture that stands before the text.")
            .example(json!({"file": "images/bridge.jpg", "alt": "The bridge from the north"})),
        field("id", text(), "Names the anchor in both formats. Default: from date and title, stable across builds.")
            .example("wells"),
        field("translation_of", text(), "The `id` of the original; both are linked with each other.").example("wells"),
        field("translator", text(), "Who translated it.").example("R. Tanner"),
    ]
}

/// Where it is from, and how good that is.
fn origin() -> Vec<Field> {
    vec![
        field(
            "source",
            source_or_id(),
            "Who is credited: an id of `sources`, or a mapping with a `name`. Without one there is a warning.",
        )
        .example("ap")
        .example(json!({"name": "Field notes"})),
        field("url", web(), "Where it was published.").example("https://apnews.com/"),
        field("accessed", date(), "The day on which it was read there.").example("2017-04-17"),
        field("archived", web(), "The address of an archived copy.").example("https://archive.example.org/wells"),
        field(
            "credibility",
            number(1, Some(6), "^0*[1-6]$"),
            "1 (confirmed) to 6 (cannot be judged), as the Admiralty code grades a report.",
        )
        .example(2),
        field("also", list(part("also")), "Further sources of the same fact.")
            .example(json!([{"source": "ferry", "url": "https://ferry.example.org/"}])),
    ]
}

/// Whether, when and with what it is published.
fn publication() -> Vec<Field> {
    vec![
        field(
            "status",
            choice(decode_meta::STATUSES),
            "A draft is left out with a note unless --drafts; a withdrawn one leaves a stub that says so.",
        )
        .default("final")
        .example("draft"),
        field("reason", text(), "Why it was withdrawn.").example("The well had been mistaken for another."),
        field(
            "embargo",
            date(),
            "Left out with a note until then: an instant, or a day that means its start. See --as-of.",
        )
        .example("2017-04-21 06:00"),
        field("marking", marking(), "A label of TLP 2.0; an edition leaves out what is marked above its own.")
            .example("TLP:AMBER"),
        field("corrections", list(part("correction")), "Corrections, listed at the book's end as well.")
            .example(json!([{"date": "2017-04-18", "text": "There were 40 carts, not 14."}])),
        field("note", text(), "For editors; never published.").example("Call back on Monday."),
    ]
}

fn image() -> Mapping {
    let fields = vec![
        field("file", some_text(), "The picture's file, relative to the file that names it.")
            .required()
            .example("bridge.jpg"),
        field("alt", text(), "What there is to see, for who cannot; an empty text marks it as decorative.")
            .example("The bridge from the north"),
        field("caption", text(), "A caption.").example("The bridge in April"),
        field("credit", text(), "Who made it.").example("A. Reed"),
        field("license", text(), "On what terms it is used: an SPDX id, or words.").example("CC-BY-4.0"),
    ];
    Mapping::new("image", decode_meta::IMAGE, fields)
}

fn also() -> Mapping {
    let fields = vec![
        field("source", source_or_id(), "Who it is: an id of `sources`, or a mapping with a `name`.")
            .required()
            .example("ferry"),
        field("url", web(), "Where it was published.").example("https://ferry.example.org/carts"),
        field("date", date(), "When it was published.").example("2017-04-14"),
        field("note", text(), "For editors; never published.").example("By telephone."),
    ];
    Mapping::new("also", decode_meta::ALSO, fields)
}

fn correction() -> Mapping {
    let fields = vec![
        field("date", date(), "The day on which it was corrected.").required().example("2017-04-18"),
        field("text", some_text(), "What was wrong, and is right now.")
            .required()
            .example("There were 40 carts, not 14."),
    ];
    Mapping::new("correction", decode_meta::CORRECTION, fields)
}
