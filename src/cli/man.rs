//! `weekbook man`: one manual page for all commands.

use clap::{Arg, Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::args::Cli;

/// Exit statuses, as the contract numbers them.
const STATUSES: [(&str, &str); 4] = [
    ("0", "Done; there may be warnings."),
    ("1", "The book has errors, or there is no manifest. Nothing is written."),
    ("2", "The command line is wrong: an unknown option or edition."),
    ("3", "The machine let us down: a full disk, no permission, an output path that cannot be a folder."),
];

const FILES: [(&str, &str); 4] = [
    ("manifest.yaml, book/manifest.yaml", "The manifest that is read where none is named."),
    ("dist/", "Where artefacts are written; see --output."),
    (
        "SLUG.epub, SLUG.pdf",
        "The artefacts of the edition `default`; the slug is the manifest's, else made from the title.",
    ),
    ("SLUG-EDITION.epub, SLUG-EDITION.pdf", "Those of the other editions."),
];

const VARIABLES: [(&str, &str); 2] = [
    ("NO_COLOR", "Where it is set and not empty, there are no colours by themselves."),
    ("COLUMNS", "How wide messages and lists are, in columns; else the terminal's width."),
];

const EXAMPLES: [(&str, &str); 6] = [
    ("weekbook new letters", "Begin a book in the folder letters."),
    ("weekbook check book", "Report everything that is wrong with the book in the folder book."),
    ("weekbook build book -e briefing -f pdf -o out", "Write the PDF of one edition into out."),
    ("weekbook list --output-format csv > list.csv", "The book's contents as a table."),
    ("weekbook schema > manifest.schema.json", "For an editor that completes YAML."),
    ("weekbook styles book > our.css", "Begin a style with the bundled one."),
];

/// The page as roff.
pub fn page() -> String {
    let command = Cli::command();
    let man = Man::new(command.clone());
    let mut out = Vec::new();
    // Writing into memory cannot fail.
    let _ = man.render_title(&mut out);
    let _ = man.render_name_section(&mut out);
    let mut page = String::from_utf8_lossy(&out).into_owned();
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    for (place, sub) in commands(&command).enumerate() {
        if place > 0 {
            roff.control("br", []);
        }
        synopsis(&mut roff, sub);
    }
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(
        "weekbook compiles a YAML manifest of dated dispatches into one book: chapters by week, every dispatch in \
         chronological order and credited to its source, set as an EPUB and as a PDF through one layout model.",
    )]);
    roff.control("SH", ["COMMANDS"]);
    for sub in commands(&command) {
        subcommand(&mut roff, sub);
    }
    roff.control("SH", ["GLOBAL OPTIONS"]);
    for argument in command.get_arguments() {
        option(&mut roff, argument);
    }
    tagged(&mut roff, "-h, --help", "Print help; of a command: `weekbook build --help`.");
    tagged(&mut roff, "-V, --version", "Print the version.");
    for (heading, entries) in [
        ("EXIT STATUS", &STATUSES[..]),
        ("FILES", &FILES[..]),
        ("ENVIRONMENT", &VARIABLES[..]),
        ("EXAMPLES", &EXAMPLES[..]),
    ] {
        roff.control("SH", [heading]);
        for (name, text) in entries {
            tagged(&mut roff, name, text);
        }
    }
    page.push_str(&roff.render());
    page
}

/// The commands that there are; those that are not built yet are hidden.
fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| !sub.is_hide_set())
}

fn synopsis(roff: &mut Roff, sub: &Command) {
    let mut line = vec![bold(format!("weekbook {}", sub.get_name()))];
    if sub.get_opts().next().is_some() {
        line.push(roman(" [OPTIONS]"));
    }
    for argument in sub.get_positionals() {
        let name = value_name(argument);
        line.extend(if argument.is_required_set() {
            vec![roman(" "), italic(name)]
        } else {
            vec![roman(" ["), italic(name), roman("]")]
        });
    }
    roff.text(line);
}

fn subcommand(roff: &mut Roff, sub: &Command) {
    roff.control("SS", [format!("weekbook {}", sub.get_name()).as_str()]);
    roff.text([roman(sentence(&sub.get_about().map(ToString::to_string).unwrap_or_default()))]);
    for argument in sub.get_arguments().filter(|argument| !argument.is_hide_set()) {
        option(roff, argument);
    }
}

/// An option or an argument: its names, what it takes, what it does, its values and its default.
fn option(roff: &mut Roff, argument: &Arg) {
    let mut names: Vec<String> = argument.get_short().map(|short| format!("-{short}")).into_iter().collect();
    names.extend(argument.get_long().map(|long| format!("--{long}")));
    let takes = argument.get_action().takes_values();
    roff.control("TP", []);
    let mut head = vec![bold(names.join(", "))];
    if takes {
        head.push(roman(if names.is_empty() { "" } else { " " }));
        head.push(italic(value_name(argument)));
    }
    roff.text(head);
    let mut text = sentence(&argument.get_help().map(ToString::to_string).unwrap_or_default());
    let values: Vec<String> = argument.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
    if takes && !values.is_empty() {
        text.push_str(&format!(" One of {}.", values.join(", ")));
    }
    if let (true, [default]) = (takes, argument.get_default_values()) {
        text.push_str(&format!(" Default: {}.", default.to_string_lossy()));
    }
    roff.text([roman(text)]);
}

fn tagged(roff: &mut Roff, name: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(text)]);
}

fn value_name(argument: &Arg) -> String {
    argument.get_value_names().and_then(|names| names.first()).map_or_else(String::new, ToString::to_string)
}

/// clap's help has no full stop at its end; a manual page has.
fn sentence(help: &str) -> String {
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    if help.is_empty() || help.ends_with(['.', ']', '`']) { help } else { help + "." }
}
