//! `weekbook list`: the book as it would be.

use serde_json::json;

use super::args::{ListArgs, ListFormat};
use super::columns::{lines, plain};
use super::report::Report;
use super::{Status, chosen, judge};
use crate::build::{Compiled, Options, Project};
use crate::diagnostic::Diagnostics;
use crate::manifest::Kind;

/// A dispatch of the list.
struct Row<'a> {
    week: String,
    chapter: usize,
    date: String,
    time: Option<String>,
    title: &'a str,
    source: Option<&'a str>,
    kind: &'static str,
    id: &'a str,
    file: &'a str,
    language: &'a str,
    page: Option<&'a str>,
}

/// Prints the list of one edition: the one asked for, else the manifest's first.
pub fn list(args: &ListArgs, report: &mut Report) -> Status {
    match compile(args, report) {
        Ok(compiled) => {
            let rows = rows(&compiled);
            let text = match args.output_format {
                ListFormat::Text => text(&compiled, &rows, report.columns()),
                ListFormat::Json => json(&rows),
                ListFormat::Csv => csv(&rows),
            };
            report.print(text.trim_end_matches('\n'));
            Status::Done
        }
        Err(status) => status,
    }
}

fn compile(args: &ListArgs, report: &mut Report) -> Result<Compiled, Status> {
    if args.book.editions.len() > 1 {
        report.usage("`list` shows one edition at a time", Some("give `-e` once"));
        return Err(Status::Usage);
    }
    let mut diags = Diagnostics::new();
    report.step("reading");
    let project = Project::load(args.book.manifest.as_deref(), &mut diags);
    let mut compiled = None;
    if let Some(project) = &project {
        let editions = chosen(project, &args.book.editions, report)?;
        report.step("setting");
        let options = Options { drafts: args.book.drafts, as_of: args.book.as_of.clone() };
        compiled = editions.first().and_then(|spec| project.compile(spec, &options, &mut diags));
    }
    match judge(diags, project.as_ref(), args.book.strict, report) {
        Some(status) => Err(status),
        None => compiled.ok_or(Status::Book),
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Report => "report",
        Kind::Photos => "photos",
        Kind::Video => "video",
        Kind::Audio => "audio",
        Kind::Comment => "comment",
        Kind::Statement => "statement",
        Kind::Data => "data",
    }
}

fn rows(compiled: &Compiled) -> Vec<Row<'_>> {
    let edition = &compiled.edition;
    let entries = edition.weeks.iter().flat_map(|week| week.dispatches.iter().map(move |entry| (week, entry)));
    entries
        .map(|(week, entry)| Row {
            week: week.id.to_string(),
            chapter: week.chapter,
            date: entry.moment.day.to_string(),
            time: entry.moment.time_text(),
            // As written: scripts compare it with the files.
            title: &entry.dispatch.title,
            source: entry.source.and_then(|i| edition.sources.get(i)).map(|s| s.name.as_str()),
            kind: kind(entry.kind),
            id: &entry.anchor,
            file: &entry.dispatch.file,
            language: entry.language.as_str(),
            page: compiled.page_of(&entry.anchor),
        })
        .collect()
}

/// One block a week, one line a dispatch; columns only as wide as needed. On a terminal that is too narrow for that,
/// source and file have lines of their own.
fn text(compiled: &Compiled, rows: &[Row<'_>], columns: Option<usize>) -> String {
    let width = rows.iter().filter_map(|r| r.page).map(|p| p.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    let mut chapter = 0;
    for row in rows {
        if row.chapter != chapter {
            chapter = row.chapter;
            let title = compiled.edition.weeks.get(chapter - 1).and_then(|w| w.title.as_deref());
            let title = title.map(|t| format!(" {t}")).unwrap_or_default();
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&lines(&format!("{chapter}. {}{}", row.week, plain(&title)), &[], 4, columns));
        }
        let time = row.time.as_deref().unwrap_or("     ");
        let page = if width > 0 { format!("{:>width$}  ", row.page.unwrap_or("")) } else { String::new() };
        let start = format!("  {page}{} {time}  ", row.date);
        let source = row.source.map(|s| format!("({})", plain(s)));
        let more: Vec<String> = source.into_iter().chain([plain(row.file)]).collect();
        out.push_str(&lines(&format!("{start}{}", plain(row.title)), &more, start.len(), columns));
    }
    out
}

fn json(rows: &[Row<'_>]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|r| {
            json!({
                "week": r.week, "chapter": r.chapter, "date": r.date, "time": r.time, "title": r.title,
                "source": r.source, "kind": r.kind, "id": r.id, "file": r.file, "language": r.language,
                "page": r.page,
            })
        })
        .collect();
    serde_json::Value::from(rows).to_string()
}

/// Quoted as RFC 4180 says, with a header; lines end as they do everywhere else.
fn csv(rows: &[Row<'_>]) -> String {
    let mut out = String::from("week,chapter,date,time,title,source,kind,id,file,language,page\n");
    for r in rows {
        let chapter = r.chapter.to_string();
        let fields = [
            &r.week,
            &chapter,
            &r.date,
            r.time.as_deref().unwrap_or(""),
            r.title,
            r.source.unwrap_or(""),
            r.kind,
            r.id,
            r.file,
            r.language,
            r.page.unwrap_or(""),
        ];
        let fields: Vec<String> = fields.iter().map(|f| csv_field(f)).collect();
        out.push_str(&fields.join(","));
        out.push('\n');
    }
    out
}

/// A text that a spreadsheet would take for a formula begins with an apostrophe: titles come from anywhere.
fn csv_field(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("\"'{}\"", text.replace('"', "\"\""));
    }
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn csv_fields_are_quoted_only_where_they_must_be() {
        assert_eq!(super::csv_field("plain"), "plain");
        assert_eq!(super::csv_field("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(super::csv_field("a\nb"), "\"a\nb\"");
        assert_eq!(super::csv_field("=1+1"), "\"'=1+1\"");
        assert_eq!(super::csv_field("1 = 1"), "1 = 1");
    }
}
