//! A day of the calendar.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

use super::DateError;

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(super) NaiveDate);

impl Day {
    /// The day of this year (1 to 9999), month and day of the month, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `YYYY-MM-DD`, every number with all its digits.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (year, month, day) = numbers(text, 2)?;
        Self::from_ymd(year, month, day).ok_or(DateError::Impossible)
    }

    /// Like [`Self::parse`], but month and day may lack their leading zero, as blogs write them: `2020-12-2`.
    pub fn parse_loose(text: &str) -> Result<Self, DateError> {
        let (year, month, day) = numbers(text, 1)?;
        Self::from_ymd(year, month, day).ok_or(DateError::Impossible)
    }

    /// The days from `YYYY-MM-DD` that a week may begin with: the last of the year 0 too.
    pub(super) fn parse_first_of_week(text: &str) -> Result<Self, DateError> {
        let (year, month, day) = numbers(text, 2)?;
        NaiveDate::from_ymd_opt(year, month, day).map(Self).ok_or(DateError::Impossible)
    }

    /// The year: 1 to 9999, except in the days by which a first or last week reaches beyond.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Days since Monday: 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The day so many days later (earlier, if negative); stops at the calendar's ends.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let (moved, end) = if days < 0 {
            (self.0.checked_sub_days(step), NaiveDate::MIN)
        } else {
            (self.0.checked_add_days(step), NaiveDate::MAX)
        };
        Self(moved.unwrap_or(end))
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Seconds from the Unix epoch to this day's midnight UTC.
    pub fn unix_midnight(self) -> i64 {
        self.0.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
    }

    /// Its beginning in UTC, as epub-builder takes dates.
    pub fn midnight(self) -> chrono::DateTime<chrono::Utc> {
        self.0.and_time(chrono::NaiveTime::MIN).and_utc()
    }

    /// `YYYY-MM-DD`.
    pub fn iso(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// Year, month and day of a text in the order of ISO 8601; `least` is how many digits month and day have at least.
fn numbers(text: &str, least: usize) -> Result<(i32, u32, u32), DateError> {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(DateError::Form);
    };
    let year = super::moment::digits(year, 4..=4)?;
    let month = super::moment::digits(month, least..=2)?;
    let day = super::moment::digits(day, least..=2)?;
    Ok((i32::try_from(year).map_err(|_| DateError::Impossible)?, month, day))
}
