//! Broken manifests, and every message they get, whole.

use super::read;

/// Both texts begin with a line end, so that they can begin on a line of their own here.
fn rejects(manifest: &str, expected: &str) {
    let manifest = &manifest[1..];
    let (_, messages) = read(manifest);
    assert_eq!(messages, expected[1..], "{manifest}");
}

#[test]
fn unknown_field() {
    let manifest = r##"
weekbook: 1
title: A
subtitel: B
dispatches: [posts/*.md]
"##;
    let expected = r##"
error[unknown-field]: unknown field `subtitel`
 --> manifest.yaml:3:1
  |
3 | subtitel: B
  | ^^^^^^^^
  |
  = help: did you mean `subtitle`?
"##;
    rejects(manifest, expected);
}

#[test]
fn duplicate_key() {
    let manifest = r##"
weekbook: 1
title: A
title: B
dispatches: [a.md]
"##;
    let expected = r##"
error[duplicate-key]: `title` is here twice
 --> manifest.yaml:3:1
  |
3 | title: B
  | ^^^^^
  |
  = help: the first is on line 2; remove one of them
"##;
    rejects(manifest, expected);
}

#[test]
fn broken_yaml() {
    let manifest = r##"
weekbook: 1
title: A: B
dispatches: [a.md]
"##;
    let expected = r##"
error[yaml-syntax]: a `:` where no key can stand
 --> manifest.yaml:2:9
  |
2 | title: A: B
  |         ^
  |
  = help: put a text that holds `: ` in quotes, or check the indentation
"##;
    rejects(manifest, expected);
}

#[test]
fn wrong_types() {
    let manifest = r##"
weekbook: 1
title: [A]
subjects: {a: b}
authors: Me
dispatches: posts/*.md
"##;
    let expected = r##"
error[wrong-type]: expected a text for `title`, found a list
 --> manifest.yaml:2:8
  |
2 | title: [A]
  |        ^

error[wrong-type]: expected a list of texts for `subjects`, found a mapping
 --> manifest.yaml:3:11
  |
3 | subjects: {a: b}
  |           ^

error[wrong-type]: expected a list of names for `authors`, found a text
 --> manifest.yaml:4:10
  |
4 | authors: Me
  |          ^^
  |
  = help: write `authors: […]`, even for one

error[wrong-type]: expected a list of dispatches for `dispatches`, found a text
 --> manifest.yaml:5:13
  |
5 | dispatches: posts/*.md
  |             ^^^^^^^^^^
  |
  = help: write `dispatches: […]`, even for one
"##;
    rejects(manifest, expected);
}

#[test]
fn page_sizes() {
    let manifest = r##"
weekbook: 1
title: A
page: A7
dispatches: [a.md]
editions:
  big: {page: Leter}
  huge: {page: 3000x40mm}
"##;
    let expected = r##"
error[bad-value]: `A7` is no value of `page`
 --> manifest.yaml:3:7
  |
3 | page: A7
  |       ^^
  |
  = help: give A3, A4, A5, A6, B5, Letter, Legal, HalfLetter, or a size such as `170mm x 240mm`

error[bad-value]: `Leter` is no value of `page`
 --> manifest.yaml:6:15
  |
6 |   big: {page: Leter}
  |               ^^^^^
  |
  = help: did you mean `Letter`?

error[bad-value]: `3000x40mm` is no value of `page`
 --> manifest.yaml:7:16
  |
7 |   huge: {page: 3000x40mm}
  |                ^^^^^^^^^
  |
  = help: width and height lie between 50 mm and 2000 mm
"##;
    rejects(manifest, expected);
}

#[test]
fn unknown_zone() {
    let manifest = r##"
weekbook: 1
title: A
timezone: Baghdad
dispatches: [a.md]
"##;
    let expected = r##"
error[bad-value]: `Baghdad` is no time zone
 --> manifest.yaml:3:11
  |
3 | timezone: Baghdad
  |           ^^^^^^^
  |
  = help: did you mean `Asia/Baghdad`?
"##;
    rejects(manifest, expected);
}

#[test]
fn missing_fields() {
    let manifest = r##"
dispatches: [a.md]
"##;
    let expected = r##"
error[missing-field]: the manifest has no `weekbook`, the version of its format
 --> manifest.yaml:1:1
  |
1 | dispatches: [a.md]
  | ^
  |
  = help: begin it with `weekbook: 1`

error[missing-field]: the manifest has no `title`
 --> manifest.yaml:1:1
  |
1 | dispatches: [a.md]
  | ^
  |
  = help: add `title: …`
"##;
    rejects(manifest, expected);
}

#[test]
fn empty_manifest() {
    let manifest = r##"
"##;
    let expected = r##"
error[missing-field]: the manifest is empty
 --> manifest.yaml:1:1
  |
1 |
  | ^
  |
  = help: it needs `weekbook: 1`, a `title` and `dispatches`
"##;
    rejects(manifest, expected);
}

#[test]
fn no_mapping() {
    let manifest = r##"
- a
"##;
    let expected = r##"
error[wrong-type]: expected a manifest of fields and values, found a list
 --> manifest.yaml:1:1
  |
1 | - a
  | ^
"##;
    rejects(manifest, expected);
}

#[test]
fn version_and_empty_title() {
    let manifest = r##"
weekbook: 2
title: ""
dispatches: [a.md]
"##;
    let expected = r##"
error[bad-value]: `2` is no value of `weekbook`
 --> manifest.yaml:1:11
  |
1 | weekbook: 2
  |           ^
  |
  = help: this version of weekbook reads format 1: `weekbook: 1`

error[bad-value]: the `title` of the manifest is empty
 --> manifest.yaml:2:8
  |
2 | title: ""
  |        ^^
"##;
    rejects(manifest, expected);
}

#[test]
fn not_supported_yet() {
    let manifest = r##"
weekbook: 1
title: A
changes: {since: older.yaml}
dispatches:
  - file: a.md
editions:
  short: {changes: {since: old.yaml}}
"##;
    let expected = r##"
error[not-supported]: `changes` is not supported yet
 --> manifest.yaml:3:1
  |
3 | changes: {since: older.yaml}
  | ^^^^^^^
  |
  = help: this version cannot do what it asks; remove it only if the book can go without

error[not-supported]: `changes` is not supported yet
 --> manifest.yaml:7:11
  |
7 |   short: {changes: {since: old.yaml}}
  |           ^^^^^^^
  |
  = help: this version cannot do what it asks; remove it only if the book can go without
"##;
    rejects(manifest, expected);
}

#[test]
fn editions() {
    let manifest = r##"
weekbook: 1
title: A
formats: [pdf]
dispatches: [a.md]
editions:
  x: {formats: [pfd, mobi], content: ful, sources: {}}
  ../y: {formats: [pdf]}
  z: {formats: []}
"##;
    let expected = r##"
error[unknown-field]: `formats` stands in an edition
 --> manifest.yaml:3:1
  |
3 | formats: [pdf]
  | ^^^^^^^
  |
  = help: move it into an edition of `editions`

error[bad-value]: `pfd` is no value of `formats`
 --> manifest.yaml:6:17
  |
6 |   x: {formats: [pfd, mobi], content: ful, sources: {}}
  |                 ^^^
  |
  = help: did you mean `pdf`?

error[bad-value]: `mobi` is no value of `formats`
 --> manifest.yaml:6:22
  |
6 |   x: {formats: [pfd, mobi], content: ful, sources: {}}
  |                      ^^^^
  |
  = help: it is one of `epub`, `pdf`

error[bad-value]: `ful` is no value of `content`
 --> manifest.yaml:6:38
  |
6 |   x: {formats: [pfd, mobi], content: ful, sources: {}}
  |                                      ^^^
  |
  = help: did you mean `full`?

error[unknown-field]: `sources` is the whole book's, not an edition's
 --> manifest.yaml:6:43
  |
6 |   x: {formats: [pfd, mobi], content: ful, sources: {}}
  |                                           ^^^^^^^
  |
  = help: move it to the top level

error[bad-value]: `../y` is no name of an edition
 --> manifest.yaml:7:3
  |
7 |   ../y: {formats: [pdf]}
  |   ^^^^
  |
  = help: it names files, so it cannot hold a path separator; `-o` chooses the folder

error[bad-value]: an edition needs at least one format
 --> manifest.yaml:8:16
  |
8 |   z: {formats: []}
  |                ^
  |
  = help: write `formats: [epub, pdf]`
"##;
    rejects(manifest, expected);
}

#[test]
fn sources() {
    let manifest = r##"
weekbook: 1
title: A
sources:
  ap: {nmae: AP, reliability: G}
  iom: {name: IOM, url: iom.int}
dispatches: [a.md]
"##;
    let expected = r##"
error[missing-field]: a source has no `name`
 --> manifest.yaml:4:7
  |
4 |   ap: {nmae: AP, reliability: G}
  |       ^
  |
  = help: add `name: …`

error[unknown-field]: unknown field `nmae`
 --> manifest.yaml:4:8
  |
4 |   ap: {nmae: AP, reliability: G}
  |        ^^^^
  |
  = help: did you mean `name`?

error[bad-value]: `G` is no value of `reliability`
 --> manifest.yaml:4:31
  |
4 |   ap: {nmae: AP, reliability: G}
  |                               ^
  |
  = help: it is a letter from `A` (reliable) to `F` (cannot be judged)

error[bad-value]: `iom.int` is no value of `url`
 --> manifest.yaml:5:25
  |
5 |   iom: {name: IOM, url: iom.int}
  |                         ^^^^^^^
  |
  = help: write `https://iom.int`
"##;
    rejects(manifest, expected);
}

#[test]
fn dispatch_fields() {
    let manifest = r##"
weekbook: 1
title: A
dispatches:
  - title: T
    author: X
    kind: vidoe
    tags: a
    source: [ap]
    image: a.jpg
    corrections: [{date: 2017-04-16}]
    body: x
    file: y.md
  - [a]
"##;
    let expected = r##"
error[unknown-field]: unknown field `author`
 --> manifest.yaml:5:5
  |
5 |     author: X
  |     ^^^^^^
  |
  = help: use `byline`

error[bad-value]: `vidoe` is no value of `kind`
 --> manifest.yaml:6:11
  |
6 |     kind: vidoe
  |           ^^^^^
  |
  = help: did you mean `video`?

error[wrong-type]: expected a list of texts for `tags`, found a text
 --> manifest.yaml:7:11
  |
7 |     tags: a
  |           ^
  |
  = help: write `tags: […]`, even for one

error[wrong-type]: expected an id of `sources`, or a mapping with a `name`, found a list
 --> manifest.yaml:8:13
  |
8 |     source: [ap]
  |             ^
  |
  = help: write `source: ap`, or `source: {name: Associated Press}`

error[wrong-type]: expected a mapping for `image`, such as `{file: bridge.jpg, alt: …}`, found a text
 --> manifest.yaml:9:12
  |
9 |     image: a.jpg
  |            ^^^^^

error[missing-field]: a correction has no `text`
  --> manifest.yaml:10:19
   |
10 |     corrections: [{date: 2017-04-16}]
   |                   ^
   |
   = help: add `text: …`

error[bad-value]: a dispatch has either a `file` or a `body`
  --> manifest.yaml:11:5
   |
11 |     body: x
   |     ^^^^
   |
   = help: remove one of them

error[wrong-type]: expected a pattern such as `posts/*.md`, or a dispatch, found a list
  --> manifest.yaml:13:5
   |
13 |   - [a]
   |     ^
"##;
    rejects(manifest, expected);
}

#[test]
fn weeks() {
    let manifest = r##"
weekbook: 1
title: A
week: sunday
weeks:
  2017-W15: {title: x}
  2017-04-10: {title: y}
  spring: {}
dispatches: [a.md]
"##;
    let expected = r##"
error[bad-date]: `2017-W15` is no week: ISO week numbers need `week: iso`
 --> manifest.yaml:5:3
  |
5 |   2017-W15: {title: x}
  |   ^^^^^^^^
  |
  = help: name the week by the date of its first day

error[bad-date]: `2017-04-10` is no week: not the first day of a week
 --> manifest.yaml:6:3
  |
6 |   2017-04-10: {title: y}
  |   ^^^^^^^^^^
  |
  = help: that week begins on 2017-04-09

error[bad-date]: `spring` is no week
 --> manifest.yaml:7:3
  |
7 |   spring: {}
  |   ^^^^^^
  |
  = help: name a week by the date of its first day
"##;
    rejects(manifest, expected);
}

#[test]
fn values_of_one_field() {
    let manifest = r##"
weekbook: 1
title: A
language: english language
slug: a/b
date: 2017-02-30
authors: [{name: X, role: editor}, {role: aut}]
series: Three
week: wednesday
dispatches: [a.md]
"##;
    let expected = r##"
error[bad-value]: `english language` is no value of `language`
 --> manifest.yaml:3:11
  |
3 | language: english language
  |           ^^^^^^^^^^^^^^^^
  |
  = help: give a BCP 47 tag such as `en`, `ar-IQ` or `ckb`

error[bad-value]: `a/b` is no slug
 --> manifest.yaml:4:7
  |
4 | slug: a/b
  |       ^^^
  |
  = help: it names files, so it cannot hold a path separator; `-o` chooses the folder

error[bad-date]: `2017-02-30`: no such day or time
 --> manifest.yaml:5:7
  |
5 | date: 2017-02-30
  |       ^^^^^^^^^^
  |
  = help: check the day against the month's length; years run from 0001 to 9999

error[bad-value]: `editor` is no value of `role`
 --> manifest.yaml:6:27
  |
6 | authors: [{name: X, role: editor}, {role: aut}]
  |                           ^^^^^^
  |
  = help: write `edt`

error[missing-field]: an author has no `name`
 --> manifest.yaml:6:36
  |
6 | authors: [{name: X, role: editor}, {role: aut}]
  |                                    ^
  |
  = help: add `name: …`

error[wrong-type]: expected a mapping such as `{name: …, number: 3}` for `series`, found a text
 --> manifest.yaml:7:9
  |
7 | series: Three
  |         ^^^^^

error[bad-value]: `wednesday` is no value of `week`
 --> manifest.yaml:8:7
  |
8 | week: wednesday
  |       ^^^^^^^^^
  |
  = help: it is one of `iso`, `sunday`, `saturday`
"##;
    rejects(manifest, expected);
}

#[test]
fn merge_keys_and_control_characters() {
    let manifest = r##"
weekbook: 1
title: "A\0"
<<: {}
dispatches: [a.md]
"##;
    let expected = r##"
error[bad-value]: `title` holds the control character U+0000
 --> manifest.yaml:2:8
  |
2 | title: "A\0"
  |        ^^^^^
  |
  = help: remove it

error[unknown-field]: unknown field `<<`
 --> manifest.yaml:3:1
  |
3 | <<: {}
  | ^^
  |
  = help: YAML 1.2 has no merge keys; write the fields out
"##;
    rejects(manifest, expected);
}
