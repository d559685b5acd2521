//! When a dispatch is from: a day, and a time of it if one was given.

use std::ops::RangeInclusive;

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

use super::{DateError, Day, Zone};

/// When a dispatch is from, in the book's zone: a day, and a time of it if one was given.
///
/// The derived order is the book's: by day, then a day without a time before the times of that day, then by
/// instant. The day decides first, so that the order stays total even where a zone's clocks went back over midnight;
/// the instant decides before the wall clock, so that the hour that a zone has twice in a night stays in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day in the book's zone.
    pub day: Day,
    instant: Option<DateTime<Utc>>,
    /// The wall clock of `instant` in the book's zone.
    time: Option<NaiveTime>,
}

impl Moment {
    /// A day without a time.
    pub const fn on(day: Day) -> Self {
        Self { day, instant: None, time: None }
    }

    /// Reads a date, or a date and a time: `2017-04-15`, `2017-04-15 14:30`, `2017-04-15T14:30:05.25Z`,
    /// `2017-04-15 14:30:00 +0300`. A time without an offset is on the clocks of `zone`; of a time that the
    /// clocks showed twice the earlier is taken. An instant with an offset is carried over to `zone`.
    pub fn parse(text: &str, zone: Zone) -> Result<Self, DateError> {
        let text = text.trim();
        let Some(split) = text.find(['T', 't', ' ']) else { return Day::parse_loose(text).map(Self::on) };
        let day = Day::parse_loose(&text[..split])?;
        let rest = text[split + 1..].trim_start();
        let (clock, offset) = match rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))) {
            Some(end) => (&rest[..end], rest[end..].trim_start()),
            None => (rest, ""),
        };
        let local = NaiveDateTime::new(day.0, parse_clock(clock)?);
        let instant = match parse_offset(offset)? {
            Some(offset) => offset.from_local_datetime(&local).single().ok_or(DateError::Impossible)?.to_utc(),
            None => match zone.0.from_local_datetime(&local) {
                LocalResult::Single(instant) => instant.to_utc(),
                LocalResult::Ambiguous(a, b) => a.to_utc().min(b.to_utc()),
                LocalResult::None => return Err(DateError::Skipped(zone.name().to_owned())),
            },
        };
        let local = instant.with_timezone(&zone.0).naive_local();
        let day = Day(local.date());
        // An instant at the calendar's end may fall into another year of the book's zone.
        if !(1..=9999).contains(&day.year()) {
            return Err(DateError::Impossible);
        }
        Ok(Self { day, instant: Some(instant), time: Some(local.time()) })
    }

    /// The wall clock in the book's zone as `HH:MM`, if a time was given.
    pub fn time_text(self) -> Option<String> {
        self.time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()))
    }

    /// Hour and minute of the wall clock in the book's zone, if a time was given.
    pub fn hour_minute(self) -> Option<(u32, u32)> {
        self.time.map(|time| (time.hour(), time.minute()))
    }

    /// Whether it begins later than another. A day begins with its first instant.
    pub fn is_after(self, other: Self) -> bool {
        let clock = |moment: Self| moment.time.unwrap_or(NaiveTime::MIN);
        match (self.instant, other.instant) {
            (Some(own), Some(others)) => own > others,
            _ => (self.day, clock(self)) > (other.day, clock(other)),
        }
    }

    /// Seconds from the Unix epoch, if a time was given.
    pub fn unix(self) -> Option<i64> {
        self.instant.map(|instant| instant.timestamp())
    }
}

/// `HH:MM`, `HH:MM:SS` or with a fraction of a second; the hour may lack its leading zero.
fn parse_clock(text: &str) -> Result<NaiveTime, DateError> {
    let (whole, fraction) = text.split_once(['.', ',']).map_or((text, None), |(whole, f)| (whole, Some(f)));
    let mut parts = whole.split(':');
    let hour = digits(parts.next().unwrap_or_default(), 1..=2)?;
    let minute = digits(parts.next().ok_or(DateError::Form)?, 2..=2)?;
    let second = parts.next().map(|s| digits(s, 2..=2)).transpose()?;
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return Err(DateError::Form);
    }
    let nanos = fraction.map_or(Ok(0), parse_fraction)?;
    NaiveTime::from_hms_nano_opt(hour, minute, second.unwrap_or(0), nanos).ok_or(DateError::Impossible)
}

/// Digits after the point, as nanoseconds; what is finer is cut off.
fn parse_fraction(text: &str) -> Result<u32, DateError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    Ok(text.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

/// Nothing, `Z`, `UTC`, `+03:00`, `+0300` or `+03`.
fn parse_offset(text: &str) -> Result<Option<FixedOffset>, DateError> {
    let west = match text {
        "" => return Ok(None),
        "Z" | "z" | "UTC" | "GMT" => return FixedOffset::east_opt(0).map(Some).ok_or(DateError::Form),
        _ if text.starts_with('+') => false,
        _ if text.starts_with('-') => true,
        _ => return Err(DateError::Form),
    };
    let number = &text[1..];
    let (hours, minutes) = match number.split_once(':') {
        Some(parts) => parts,
        None if number.len() == 4 && number.is_ascii() => number.split_at(2),
        None => (number, "00"),
    };
    let (hours, minutes) = (digits(hours, 2..=2)?, digits(minutes, 2..=2)?);
    if hours > 23 || minutes > 59 {
        return Err(DateError::Impossible);
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).map_err(|_| DateError::Impossible)?;
    let offset = if west { FixedOffset::west_opt(seconds) } else { FixedOffset::east_opt(seconds) };
    offset.map(Some).ok_or(DateError::Impossible)
}

/// A number of so many ASCII digits.
pub(super) fn digits(text: &str, length: RangeInclusive<usize>) -> Result<u32, DateError> {
    if !length.contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    text.parse().map_err(|_| DateError::Form)
}
