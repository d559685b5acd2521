//! `weekbook styles`: the bundled styles, or the CSS of one.

use serde_json::json;

use super::args::{StylesArgs, TableFormat};
use super::report::Report;
use super::{Status, result};
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::manifest::page_name;
use crate::style::{BUNDLED, PageContext, Style, bundled};

/// Prints the list of styles, or one of them.
pub fn styles(args: &StylesArgs, report: &mut Report) -> Status {
    match &args.name {
        Some(name) => one(name, report),
        None => {
            let text = match args.output_format {
                TableFormat::Text => text(),
                TableFormat::Json => json(),
            };
            result(&text, report)
        }
    }
}

/// The style's file as it is.
fn one(name: &str, report: &mut Report) -> Status {
    if let Some(source) = bundled::source(name) {
        return result(&source.text, report);
    }
    let help = match did_you_mean(name, BUNDLED.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("bundled are {}", bundled::names_for_people()),
    };
    report.usage(&format!("there is no style `{name}`"), Some(&help));
    Status::Usage
}

/// The page that a style is made for, as `page` of the manifest writes it.
fn page(name: &str) -> Option<String> {
    let style = Style::parse(&bundled::source(name)?, &mut Diagnostics::new())?;
    let page = style.page(&PageContext::default(), None);
    Some(page_name(page.width.0, page.height.0))
}

fn text() -> String {
    let line = |name: &&str| {
        let page = page(name).map(|page| format!(", page {page}")).unwrap_or_default();
        format!("{name}{page}\n  {}\n", bundled::about(name))
    };
    BUNDLED.iter().map(line).collect()
}

fn json() -> String {
    let styles = BUNDLED.iter().enumerate().map(
        |(place, name)| json!({"name": name, "about": bundled::about(name), "page": page(name), "default": place == 0}),
    );
    serde_json::Value::from_iter(styles).to_string()
}
