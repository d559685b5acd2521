//! Arguments, as the contract names them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::manifest::Format;

const EXIT_STATUS: &str = "\
Exit status: 0 done, 1 the book has errors, 2 the command line is wrong, 3 the machine let us down.
All commands with their options, files and examples: `weekbook man`.";

/// Compiles dated dispatches into one book, chapters by week, as an EPUB and a PDF.
#[derive(Debug, Parser)]
#[command(name = "weekbook", version, about, propagate_version = true, arg_required_else_help = true, after_help = EXIT_STATUS)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// How messages are written; `json` is one object a line on standard output, or on standard error
    /// where the result itself is data
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// When to use colours (NO_COLOR is honoured)
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: what is read, how long each step takes, every message of a kind
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// `--message-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Human,
    Json,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the editions of a book
    Build(BuildArgs),
    /// Report everything a build would, and write nothing
    Check(CheckArgs),
    /// Show the book as it would be: chapters, dates, sources, titles, pages
    List(ListArgs),
    /// Build again after each save (not supported yet)
    #[command(hide = true)]
    Watch(Later),
    /// Preview in a browser (not supported yet)
    #[command(hide = true)]
    Serve(Later),
    /// Begin a book in a folder: one that builds, and whose manifest explains itself
    New(NewArgs),
    /// Import posts or a pasted page (not supported yet)
    #[command(hide = true)]
    Import(Later),
    /// Compare two states of a book (not supported yet)
    #[command(hide = true)]
    Diff(Later),
    /// Print the JSON Schema of the manifest, for editors that complete and check YAML
    Schema,
    /// Show the bundled fonts and those of a book: licences, scripts, files
    Fonts(FontsArgs),
    /// Show the bundled styles, or print the CSS of one
    Styles(StylesArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page (roff): `weekbook man > weekbook.1`
    Man,
}

/// Whatever is given to a command of the contract that is not built yet: refused by name.
#[derive(Debug, Args)]
pub struct Later {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    pub rest: Vec<std::ffi::OsString>,
}

/// Where the book is and what of it is taken.
#[derive(Debug, Clone, Args)]
pub struct BookArgs {
    /// The manifest, or a folder that holds `manifest.yaml`; `-` is standard input
    /// [default: manifest.yaml, then book/manifest.yaml]
    #[arg(value_name = "MANIFEST")]
    pub manifest: Option<PathBuf>,
    /// Only this edition (may be repeated)
    #[arg(short, long = "edition", value_name = "NAME")]
    pub editions: Vec<String>,
    /// Take drafts in
    #[arg(long)]
    pub drafts: bool,
    /// Lift embargoes that end by this instant [default: the book's date]
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How many threads work at once [default: one a core]; the result is the same
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// `weekbook build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub book: BookArgs,
    /// Write only this format (may be repeated)
    #[arg(short, long = "format", value_enum, value_name = "FORMAT")]
    pub formats: Vec<FormatArg>,
    /// Folder for the artefacts
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    pub output: PathBuf,
}

/// `weekbook check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub book: BookArgs,
    /// Only this format (may be repeated)
    #[arg(short, long = "format", value_enum, value_name = "FORMAT")]
    pub formats: Vec<FormatArg>,
}

/// `weekbook list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub book: BookArgs,
    /// How the list is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// `weekbook new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The folder: it is made, or is empty; its name is the title
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// `weekbook fonts`.
#[derive(Debug, Args)]
pub struct FontsArgs {
    /// The manifest, or a folder that holds `manifest.yaml`; `-` is standard input
    /// [default: manifest.yaml, then book/manifest.yaml, else the bundled fonts alone]
    #[arg(value_name = "MANIFEST")]
    pub manifest: Option<PathBuf>,
    /// Only the fonts of this edition (may be repeated)
    #[arg(short, long = "edition", value_name = "NAME")]
    pub editions: Vec<String>,
    /// How the fonts are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub output_format: TableFormat,
}

/// `weekbook styles`.
#[derive(Debug, Args)]
pub struct StylesArgs {
    /// Print the CSS of this style, to begin one's own with: `weekbook styles book > our.css`
    #[arg(value_name = "NAME", conflicts_with = "output_format")]
    pub name: Option<String>,
    /// How the styles are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub output_format: TableFormat,
}

/// `weekbook completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell they are for
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `--output-format` of what is no list of dispatches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Text,
    Json,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Epub,
    Pdf,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Epub => Self::Epub,
            FormatArg::Pdf => Self::Pdf,
        }
    }
}

/// `--output-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Text,
    Json,
    Csv,
}
