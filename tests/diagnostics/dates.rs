//! Days, weeks and zones that do not exist.

use super::says;
use super::support::Book;

#[test]
fn a_day_that_does_not_exist() {
    says(
        &Book::small().changed("2021-01-04", "2021-02-30"),
        "
        error[bad-date]: `2021-02-30`: no such day or time
         --> manifest.yaml:7:24
          |
        7 |   - {title: Two, date: 2021-02-30, source: {name: Made up}, body: Second.}
          |                        ^^^^^^^^^^
          |
          = help: check the day against the month's length; years run from 0001 to 9999

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_date_in_another_order() {
    says(
        &Book::small().changed("2021-01-04", "04/01/2021"),
        "
        error[bad-date]: `04/01/2021`: not a date
         --> manifest.yaml:7:24
          |
        7 |   - {title: Two, date: 04/01/2021, source: {name: Made up}, body: Second.}
          |                        ^^^^^^^^^^
          |
          = help: write `2017-04-15`, `2017-04-15 14:30`, or with an offset `2017-04-15T14:30:00+03:00`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_dispatch_without_a_date() {
    says(
        &Book::small().changed("date: 2021-01-04, ", ""),
        "
        error[missing-date]: “Two” has no date
         --> manifest.yaml:7:5
          |
        7 |   - {title: Two, source: {name: Made up}, body: Second.}
          |     ^
          |
          = help: give it a `date`, or begin the file's name with one, such as `2017-04-15-wells.md`

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_zone_that_does_not_exist() {
    says(
        &Book::small().changed("publisher: Nobody", "timezone: Asia/Bagdad"),
        "
        error[bad-value]: `Asia/Bagdad` is no time zone
         --> manifest.yaml:3:11
          |
        3 | timezone: Asia/Bagdad
          |           ^^^^^^^^^^^
          |
          = help: did you mean `Asia/Baghdad`?

        1 error, 0 warnings
        ",
    );
}

#[test]
fn a_week_that_its_year_does_not_have() {
    says(
        &Book::small().changed("publisher: Nobody", "weeks: {2021-W53: {title: X}}"),
        "
        error[bad-date]: `2021-W53` is no week: no such week
         --> manifest.yaml:3:9
          |
        3 | weeks: {2021-W53: {title: X}}
          |         ^^^^^^^^
          |
          = help: a year has 52 ISO weeks, some have 53

        1 error, 0 warnings
        ",
    );
}
