//! Days, instants, weeks and zones: the only room that knows chrono.
//!
//! The rest of the crate asks for a [`Day`] or a [`WeekId`] and cannot make a wrong one.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// On which day a week starts, and so how it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WeekStart {
    /// ISO 8601: Monday, numbered.
    #[default]
    Iso,
    /// Sunday; named by its first day.
    Sunday,
    /// Saturday; named by its first day.
    Saturday,
}

/// A week that exists: its first day and the rule that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekId {
    first: Day,
    iso: bool,
}

/// When a dispatch is from, in the book's zone: a day, and a time of it if one was given.
///
/// The derived order is the book's: a day without a time comes before the times of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day in the book's zone.
    pub day: Day,
    /// Nanoseconds since midnight in the book's zone, where a time was given.
    time: Option<NaiveTime>,
    /// The instant itself, which decides between two equal wall clocks when the zone's clocks go back.
    instant: Option<chrono::DateTime<Utc>>,
}

/// Why a date was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of a known form.
    #[error("not a date")]
    Form,
    /// Of the right form, but no such day or time.
    #[error("no such day or time")]
    Impossible,
    /// The zone's clocks skipped this time.
    #[error("this time does not exist in {0}, where the clocks were put forward")]
    Skipped(String),
}
