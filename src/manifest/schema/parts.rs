//! The mappings that fields of the book take.

use serde_json::json;

use super::Mapping;
use super::shape::{choice, date, field, language, list, number, of_form, one_of, part, some_text, text, web};
use crate::manifest::{decode_matter, decode_meta, decode_redact, decode_settings, decode_source, pictures, roles};

pub(super) fn mappings() -> Vec<Mapping> {
    vec![
        author(),
        series(),
        week(),
        redact(),
        figure(),
        contact(),
        accessibility(),
        source(),
        select(),
        cover(),
        images(),
    ]
}

fn author() -> Mapping {
    let fields = vec![
        field("name", some_text(), "The name as it is printed.").required().example("S. Okafor"),
        field("role", one_of(roles::codes()), "What they did: a MARC relator code, such as aut, edt, trl, pht or ill.")
            .default("aut")
            .example("edt"),
    ];
    Mapping::new("author", decode_settings::AUTHOR, fields)
}

fn series() -> Mapping {
    let fields = vec![
        field("name", some_text(), "The name of the series.").required().example("Ford letters"),
        field("number", text(), "Which one of the series this book is.").example(2),
    ];
    Mapping::new("series", decode_settings::SERIES, fields)
}

fn week() -> Mapping {
    let fields = vec![
        field("title", text(), "A title beside the week's number.").example("The old bridge"),
        field("summary", text(), "Markdown, or the path of a .md file; it stands under the chapter's heading.")
            .example("weeks/2017-W15.md"),
    ];
    Mapping::new("week", decode_settings::WEEK, fields)
}

fn redact() -> Mapping {
    let fields = vec![
        field(
            "text",
            some_text(),
            "The name, found in any case, as part of a longer word, and through markup. Every spelling is a name of its own.",
        )
        .required()
        .example("Layla Hassan"),
        field("with", text(), "What takes its place, in one line; an empty text removes the name. Default: a block mark, read as \"redacted\".")
            .example("L."),
        field("whole_word", json!({"type": "boolean"}), "Whether it counts only as a whole word.")
            .default(false)
            .example(true),
    ];
    Mapping::new("redaction", decode_redact::NAMES, fields)
}

fn figure() -> Mapping {
    let fields = vec![
        field("value", some_text(), "The figure as it is printed.").required().example("320 000"),
        field("label", some_text(), "What it counts.").required().example("people displaced"),
        field("source", source_or_id(), "Who says so: an id of `sources`, or a mapping with a `name`.").example("iom"),
        field("date", date(), "Of which day it is.").example("2017-04-13"),
    ];
    Mapping::new("figure", decode_matter::FIGURE, fields)
}

fn contact() -> Mapping {
    let fields = vec![
        field("name", text(), "Whom to write to.").example("The duty editor"),
        field(
            "email",
            of_form(r#"^[^\s<>",;?&@]+@[^\s<>",;?&@]+$"#, "an address such as desk@example.org"),
            "An address for mail.",
        )
        .example("desk@example.org"),
        field("url", web(), "An address on the web.").example("https://example.org/"),
    ];
    Mapping::new("contact", decode_matter::CONTACT, fields)
}

fn accessibility() -> Mapping {
    let fields = vec![
        field("certified_by", text(), "Who certifies that the EPUB is accessible. Default: the publisher.")
            .example("The Reading Board"),
        field("summary", text(), "What to say of the EPUB's accessibility instead of weekbook's own summary.")
            .example("Read aloud by two readers before it was sent."),
        field("report", web(), "The address of a report.").example("https://example.org/report"),
    ];
    Mapping::new("accessibility", decode_matter::ACCESSIBILITY, fields)
}

fn source() -> Mapping {
    let fields = vec![
        field("name", some_text(), "The name as it is credited.").required().example("Associated Press"),
        field("url", web(), "Its address.").example("https://apnews.com/"),
        field("license", text(), "On what terms its reports are used: an SPDX id, or words.").example("CC-BY-4.0"),
        field("kind", text(), "What sort of source it is.").example("agency"),
        field("language", language(), "The language it publishes in: a BCP 47 tag.").example("ckb"),
        field(
            "reliability",
            choice(decode_source::GRADES),
            "A (reliable) to F (cannot be judged), as the Admiralty code grades a source.",
        )
        .example("B"),
        field("note", text(), "For editors; never published.").example("Call back on Mondays."),
    ];
    Mapping::new("source", decode_source::NAMES, fields)
}

/// An id of the registry, or a source in place.
pub(super) fn source_or_id() -> serde_json::Value {
    json!({"anyOf": [text(), part("source")]})
}

fn select() -> Mapping {
    let fields = vec![
        field("since", date(), "The first day that counts, in the book's zone.").example("2017-04-10"),
        field("until", date(), "The last day that counts, in the book's zone.").example("2017-04-16"),
        field("sources", list(text()), "Ids of `sources`, or names of sources given in place.").example(json!(["ap"])),
        field("places", list(text()), "Places, in any case.").example(json!(["Mosul"])),
        field("tags", list(text()), "Tags, in any case.").example(json!(["water"])),
        field("kinds", list(choice(decode_meta::KINDS)), "Kinds of dispatch.").example(json!(["report", "data"])),
        field("languages", list(language()), "BCP 47 tags; `en` takes `en-GB` too.").example(json!(["en"])),
        field("limit", number(1, None, "^0*[1-9][0-9]*$"), "How many dispatches at most: the newest.").example(40),
    ];
    Mapping::new("select", decode_matter::SELECT, fields)
}

fn cover() -> Mapping {
    let fields = vec![
        field("image", some_text(), "The picture's file, relative to the manifest.")
            .required()
            .example("images/cover.jpg"),
        field("alt", text(), "What there is to see, for who cannot; an empty text marks it as decorative.")
            .example("The bridge from the north"),
    ];
    Mapping::new("cover", pictures::COVER, fields)
}

fn images() -> Mapping {
    let (least, most) = (*pictures::SIDES.start(), *pictures::SIDES.end());
    let bytes = "^[0-9]*[1-9][0-9]* *([Bb]|[KkMmGg]([Ii]?[Bb])?)?$";
    let fields = vec![
        field("max_pixels", number(least, Some(most), "^[0-9]+$"), "The longest side of a picture, in pixels.")
            .example(2400),
        field("max_bytes", number(1, None, bytes), "The bytes of all pictures together: 20MB, 500kB or 16MiB.")
            .example("20MB"),
        field("greyscale", json!({"type": "boolean"}), "Whether the pictures lose their colours.")
            .default(false)
            .example(true),
    ];
    Mapping::new("images", pictures::LIMITS, fields)
}
