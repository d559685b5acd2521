//! Days and ranges of days, written out in a language.

use super::labels::resolve;
use super::numerals::digits;
use super::{Lang, fill, words};

/// A calendar day as numbers. That it exists is the `date` room's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

/// How a language writes days. In the patterns `{}` are, in order, the parts named.
struct Pattern {
    /// Day, month.
    day_month: &'static str,
    /// Day and month (written by `day_month`), year.
    with_year: &'static str,
    /// First day, last day of the same month: what then stands for the day.
    days: &'static str,
    /// Two days with their months.
    span: &'static str,
    /// A date, a time.
    with_time: &'static str,
}

const PLAIN: Pattern =
    Pattern { day_month: "{}\u{a0}{}", with_year: "{} {}", days: "{}–{}", span: "{} – {}", with_time: "{}, {}" };

fn pattern(primary: &str) -> Pattern {
    match primary {
        "es" => Pattern { day_month: "{}\u{a0}de {}", with_year: "{} de {}", ..PLAIN },
        "uk" => Pattern { with_year: "{} {}\u{a0}р.", ..PLAIN },
        "ar" => Pattern { with_time: "{}، {}", ..PLAIN },
        "ckb" => Pattern { day_month: "{}ی\u{a0}{}", with_year: "{}ی {}", with_time: "{}، {}", ..PLAIN },
        _ => PLAIN,
    }
}

/// Countries whose Arabic has the months' eastern names.
const EAST: &[&str] = &["IQ", "SY", "LB", "JO", "PS"];

fn month(lang: &Lang, month: u32) -> &'static str {
    let months = match lang.primary() {
        "ar" if lang.region().is_some_and(|r| EAST.contains(&r)) => &words::ar::MONTHS_EAST,
        "ar" => &words::ar::MONTHS,
        "ckb" => &words::ckb::MONTHS,
        "es" => &words::es::MONTHS,
        "fr" => &words::fr::MONTHS,
        "uk" => &words::uk::MONTHS,
        _ => &words::en::MONTHS,
    };
    months.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default()
}

/// The day's number; the first of a French month is "1er".
fn day(lang: &Lang, day: u32) -> String {
    match (lang.primary(), day) {
        ("fr", 1) => "1er".to_owned(),
        _ => day.to_string(),
    }
}

/// "15 April 2017".
pub fn date(lang: &Lang, date: Date) -> String {
    let lang = resolve(lang);
    let pattern = pattern(lang.primary());
    let day_month = fill(pattern.day_month, &[&day(&lang, date.day), month(&lang, date.month)]);
    digits(&lang, &fill(pattern.with_year, &[&day_month, &date.year.to_string()]))
}

/// "15 April 2017, 14:30".
pub fn date_time(lang: &Lang, day: Date, hour: u32, minute: u32) -> String {
    let lang = resolve(lang);
    fill(pattern(lang.primary()).with_time, &[&date(&lang, day), &digits(&lang, &format!("{hour:02}:{minute:02}"))])
}

/// "10–16 April 2017", "27 March – 2 April 2017", "28 December 2015 – 3 January 2016"; one day alone as [`date`].
pub fn range(lang: &Lang, first: Date, last: Date) -> String {
    let lang = resolve(lang);
    let pattern = pattern(lang.primary());
    if first == last {
        return date(&lang, first);
    }
    let day_month = |d: Date| fill(pattern.day_month, &[&day(&lang, d.day), month(&lang, d.month)]);
    let text = if first.year != last.year {
        fill(pattern.span, &[&date(&lang, first), &date(&lang, last)])
    } else {
        let days = if first.month == last.month {
            let days = fill(pattern.days, &[&day(&lang, first.day), &day(&lang, last.day)]);
            fill(pattern.day_month, &[&days, month(&lang, last.month)])
        } else {
            fill(pattern.span, &[&day_month(first), &day_month(last)])
        };
        fill(pattern.with_year, &[&days, &last.year.to_string()])
    };
    digits(&lang, &text)
}
