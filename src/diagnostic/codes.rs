//! The stable names of messages. Scripts filter on them: a code is never renamed nor used for something else.

/// The stable name of a kind of message, such as `unknown-field`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

macro_rules! codes {
    ($($name:ident = $text:literal, $what:literal;)*) => {
        $(#[doc = $what] pub const $name: Code = Code($text);)*
        /// Every code with what it means, in the order of this file; docs/diagnostics.md is checked against it.
        pub const ALL: &[(Code, &str)] = &[$(($name, $what)),*];
    };
}

codes! {
    // reading
    FILE_NOT_FOUND = "file-not-found", "A file the book names is not there.";
    FILE_UNREADABLE = "file-unreadable", "A file is there but cannot be read.";
    NOT_A_FILE = "not-a-file", "A folder, or something else, stands where a file is expected.";
    FILE_TOO_LARGE = "file-too-large", "A file is larger than its kind may be.";
    PATH_OUTSIDE = "path-outside", "A path leads out of the manifest's folder.";
    NOT_UTF8 = "not-utf-8", "A text file is not UTF-8.";
    // the manifest and front matter
    YAML_SYNTAX = "yaml-syntax", "The YAML cannot be parsed.";
    DUPLICATE_KEY = "duplicate-key", "A mapping has the same key twice.";
    UNKNOWN_FIELD = "unknown-field", "A mapping has a field that weekbook does not know.";
    MISSING_FIELD = "missing-field", "A required field is not there.";
    WRONG_TYPE = "wrong-type", "A value is not of the kind the field takes.";
    BAD_VALUE = "bad-value", "A value of the right kind that means nothing here.";
    NOT_SUPPORTED = "not-supported", "A field or value of the contract that this version does not implement yet.";
    TOO_MANY = "too-many", "More of something than weekbook takes.";
    UNKNOWN_SOURCE = "unknown-source", "A dispatch names a source that `sources` does not have.";
    UNKNOWN_EDITION = "unknown-edition", "An edition was asked for that the manifest does not have.";
    EMPTY_GLOB = "empty-glob", "A pattern matches no file.";
    EMPTY_BOOK = "empty-book", "The book has no dispatches.";
    EMPTY_EDITION = "empty-edition", "An edition selects nothing.";
    // dispatches
    FRONT_MATTER = "front-matter", "A file's front matter cannot be read.";
    MISSING_DATE = "missing-date", "A dispatch has no date.";
    BAD_DATE = "bad-date", "A date that cannot be read or does not exist.";
    MISSING_TITLE = "missing-title", "A dispatch has no title.";
    UNCREDITED = "uncredited", "A dispatch names no source.";
    DUPLICATE_ID = "duplicate-id", "Two dispatches have the same id.";
    EMPTY_DISPATCH = "empty-dispatch", "A dispatch has neither body nor summary.";
    RAW_HTML = "raw-html", "Raw HTML was dropped.";
    BAD_LINK = "bad-link", "A link that cannot be kept; its text stays.";
    REMOTE_IMAGE = "remote-image", "An image on the network; its alternative text stays.";
    MISSING_ALT = "missing-alt", "An image without alternative text.";
    BAD_IMAGE = "bad-image", "A file that is not an image weekbook can read.";
    IMAGE_MOVES = "image-moves", "An image that moves; its first frame is kept.";
    SVG_UNSUPPORTED = "svg-unsupported", "Something in a drawing that weekbook does not draw.";
    SVG_UNSAFE = "svg-unsafe", "A script, or a reference to outside, in a drawing; it was left out.";
    CONTROL_CHARACTER = "control-character", "A character that is no text, or turns text around unseen; it is left out.";
    IMAGE_BUDGET = "image-budget", "Images that cannot be made to fit `max_bytes`.";
    NOTE_UNDEFINED = "note-undefined", "A footnote mark without its note.";
    NOTE_UNUSED = "note-unused", "A footnote that no mark refers to; it was left out.";
    DUPLICATE_FILE = "duplicate-file", "A file that the book takes in twice.";
    LONG_BLOCK = "long-block", "A block so long that the file of the EPUB that holds it is too large for some readers.";
    NESTED_TOO_DEEP = "nested-too-deep", "Markdown nested deeper than weekbook reads.";
    DRAFT_LEFT_OUT = "draft-left-out", "A draft that an edition leaves out.";
    UNKNOWN_ID = "unknown-id", "A dispatch refers to an id that no dispatch has.";
    EMBARGOED = "embargoed", "A dispatch that an edition leaves out until its embargo ends.";
    MARKED_HIGHER = "marked-higher", "A dispatch that an edition leaves out because its marking is higher.";
    SELECTS_NOTHING = "selects-nothing", "A value of `select` that no dispatch has.";
    UNKNOWN_WEEK = "unknown-week", "Words on a week that has no chapter.";
    TEMPLATE_TAG = "template-tag", "A tag of a blog's program that stays as text.";
    // language
    LANGUAGE_FALLBACK = "language-fallback", "Labels fall back to English for this language.";
    // style
    CSS_SYNTAX = "css-syntax", "The style sheet cannot be parsed.";
    CSS_UNSUPPORTED = "css-unsupported", "A property, value or selector that weekbook does not support.";
    CONTRAST = "contrast", "Text whose colour is too near to its background's.";
    UNKNOWN_STYLE = "unknown-style", "No bundled style of this name, nor a file.";
    // fonts and typesetting
    BAD_FONT = "bad-font", "A file that is not a font weekbook can use.";
    MISSING_GLYPH = "missing-glyph", "A character that no font has.";
    OVERFULL = "overfull", "A line that does not fit its measure.";
    PAGE_REFERENCE = "page-reference", "A page number in the text that could not be settled.";
    // output
    ACCESSIBILITY = "accessibility", "Why the edition cannot claim conformance.";
    OUTPUT = "output", "An artefact cannot be written.";
    FINISHED_EARLIER = "finished-earlier", "Artefacts of a killed build that this one has put in place.";
    REDACTION_LEAK = "redaction-leak", "A finished edition would hold a name that is redacted.";
    USAGE = "usage", "The command line is wrong.";
    INTERNAL = "internal", "A fault in weekbook itself.";
}
