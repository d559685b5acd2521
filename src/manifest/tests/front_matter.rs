//! Front matter as blogs write it, and what it means.

use super::super::*;
use crate::diagnostic::{Diagnostics, SourceText};

struct Read {
    meta: DispatchMeta,
    unknown: Vec<String>,
    messages: Vec<String>,
}

fn decode(node: &Node, mut diagnostics: Diagnostics, origin: Origin) -> Read {
    let outcome = meta::decode(node, origin, &mut diagnostics);
    let messages = diagnostics.iter().map(|d| {
        let at = d.span.as_ref().expect("a place").position();
        format!("{}:{} {}: {}", at.line, at.column, d.severity.name(), d.message)
    });
    let messages = messages.collect();
    Read { meta: outcome.meta, unknown: outcome.unknown.into_iter().map(|name| name.value).collect(), messages }
}

fn yaml(text: &str, origin: Origin) -> Read {
    let source = SourceText::new("a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = super::super::yaml::parse(&source, 0..text.len(), &mut diagnostics).expect("a tree");
    decode(&node, diagnostics, origin)
}

fn blog(text: &str) -> Read {
    yaml(text, Origin::FrontMatter)
}

fn texts(list: &[crate::diagnostic::Spanned<String>]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}

fn is_draft(read: &Read) -> bool {
    assert_eq!(read.messages, Vec::<String>::new());
    read.meta.status.as_ref().is_some_and(|status| status.value == Status::Draft)
}

#[test]
fn jekyll() {
    let read = blog(
        "layout: post\ntitle: \"Wells: a report\"\ndate: 2020-12-2 10:00:00 +0300\ncategories: news water\ntags: [water, \"2\"]\n\
         author: {name: Jane, email: x}\npublished: false\npermalink: /a/\nlang: en_US\nimage: /images/a.jpg\n",
    );
    assert!(is_draft(&read));
    assert_eq!(read.unknown, ["layout", "permalink"]);
    let meta = read.meta;
    assert_eq!(meta.title.expect("a title").value, "Wells: a report");
    assert_eq!(meta.date.expect("a date").value, "2020-12-2 10:00:00 +0300");
    assert_eq!(texts(&meta.tags), ["water", "2", "news"]);
    assert_eq!(texts(&meta.byline), ["Jane"]);
    assert_eq!(meta.language.expect("a language").value, "en-US");
    assert_eq!(meta.image.expect("an image").file.value, "/images/a.jpg");
}

#[test]
fn hugo_and_zola() {
    let text = "title = \"Wells\"\ndate = 2017-04-15\ndraft = true\nauthors = [\"Jane\", \"Joe\"]\nweight = 3\naliases = [\"/b\"]\n\
                [taxonomies]\ntags = [\"a\", \"b\"]\ncategories = [\"c\"]\nauthors = [\"Nobody\"]\n[extra]\nx = 1\n";
    let source = SourceText::new("a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = super::super::toml::parse(&source, 0..text.len(), &mut diagnostics).expect("a tree");
    let read = decode(&node, diagnostics, Origin::FrontMatter);
    assert!(is_draft(&read));
    assert_eq!(read.unknown, ["weight", "aliases", "extra"]);
    assert_eq!(read.meta.date.as_ref().expect("a date").value, "2017-04-15");
    assert_eq!((texts(&read.meta.tags), texts(&read.meta.byline)), (vec!["a", "b", "c"], vec!["Jane", "Joe"]));
}

#[test]
fn pelican() {
    let text = "Title: Wells\nDate: 2010-12-03 10:20\nModified: 2010-12-05\nCategory: Clean water\nTags: a, b\nSlug: wells\n\
                Author: Jane Doe\nSummary: Short\nLang: fr\nStatus: hidden\n";
    let source = SourceText::new("a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = header::parse(&source, 0..text.len(), &mut diagnostics).expect("a tree");
    let read = decode(&node, diagnostics, Origin::FrontMatter);
    assert!(is_draft(&read));
    assert_eq!(read.unknown, ["modified", "slug"]);
    let meta = read.meta;
    assert_eq!((texts(&meta.tags), texts(&meta.byline)), (vec!["a", "b", "Clean water"], vec!["Jane Doe"]));
    assert_eq!(
        (meta.summary.expect("a summary").value, meta.language.expect("a language").value),
        ("Short".into(), "fr".into())
    );
}

#[test]
fn drafts_in_all_their_spellings() {
    for text in [
        "draft: true",
        "draft: yes",
        "published: false",
        "status: draft",
        "status: Draft",
        "status: final\ndraft: true",
        "published: no",
    ] {
        assert!(is_draft(&blog(text)), "{text}");
    }
    for text in ["draft: false", "published: true", "status: published", "status: final", "draft:"] {
        assert!(!is_draft(&blog(text)), "{text}");
    }
    let read = blog("published: 2017-04-15");
    assert_eq!((read.unknown, read.messages.len()), (vec!["published".to_owned()], 0));
    assert_eq!(blog("draft: maybe").messages, ["1:8 error: expected true or false for `draft`, found a text"]);
}

#[test]
fn what_dispatches_may_say_posts_may_say_too() {
    assert_eq!(
        blog("embargo: someday\nstatus: withdrawn\nsource: {name: X, reliability: G}\ncredibility: 7\nfoo: 1").messages,
        [
            "3:32 error: `G` is no value of `reliability`",
            "4:14 error: `7` is no value of `credibility`",
            "1:10 error: `someday`: not a date"
        ]
    );
}

#[test]
fn blogs_are_read_loosely_and_manifests_strictly() {
    let text = "url: /2017/wells/\ntags: a, b c\nlang: de\nauthor: X";
    let read = blog(text);
    assert_eq!(read.messages, ["1:6 warning: `/2017/wells/` is no address on the web and is left out"]);
    assert_eq!(texts(&read.meta.tags), ["a", "b c"]);
    assert!(read.meta.url.is_none() && read.unknown.is_empty());
    let read = yaml(text, Origin::Manifest);
    assert_eq!(
        read.messages,
        [
            "3:1 error: unknown field `lang`",
            "4:1 error: unknown field `author`",
            "1:6 error: `/2017/wells/` is no value of `url`",
            "2:7 error: expected a list of texts for `tags`, found a text",
        ]
    );
    assert!(yaml("url: javascript:alert(1)", Origin::Manifest).meta.url.is_none());
    assert!(blog("url: javascript:alert(1)").meta.url.is_none());
    assert_eq!(blog("").messages, Vec::<String>::new());
    assert_eq!(blog("just text").messages, ["1:1 error: expected front matter of fields and values, found a text"]);
}

#[test]
fn the_manifest_wins_over_front_matter() {
    let here = yaml("title: Mine\ntags: [a]\nkind: video", Origin::Manifest).meta;
    let there =
        blog("title: Theirs\ntags: [b]\nauthor: Jane\ncorrections: [{date: 2017-04-16, text: x}]\nplace: Mosul").meta;
    let place = here.span.clone();
    let both = here.or(there);
    assert_eq!(
        (both.title.expect("a title").value, both.place.expect("a place").value),
        ("Mine".into(), "Mosul".into())
    );
    assert_eq!((texts(&both.tags), texts(&both.byline)), (vec!["a"], vec!["Jane"]));
    assert_eq!((both.kind.expect("a kind").value, both.corrections.len(), both.span), (Kind::Video, 1, place));
}
