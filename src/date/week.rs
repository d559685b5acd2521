//! Weeks: the book's chapters.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{DateError, Day};

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

impl WeekStart {
    /// The first weekday, in days since Monday.
    const fn first_weekday(self) -> u32 {
        match self {
            Self::Iso => 0,
            Self::Sunday => 6,
            Self::Saturday => 5,
        }
    }
}

/// A week that exists: its first day and the rule that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekId {
    first: Day,
    iso: bool,
}

impl WeekId {
    /// The week that a day is in.
    pub fn of(day: Day, start: WeekStart) -> Self {
        let since_first = (day.weekday() + 7 - start.first_weekday()) % 7;
        Self { first: day.add_days(-i64::from(since_first)), iso: start == WeekStart::Iso }
    }

    /// Reads the name of a week: `2017-W15` where weeks are ISO's, or the date of its first day.
    pub fn parse(text: &str, start: WeekStart) -> Result<Self, DateError> {
        if let Some((year, week)) = text.split_once("-W").or_else(|| text.split_once("-w")) {
            let year = super::moment::digits(year, 4..=4)?;
            let week = super::moment::digits(week, 1..=2)?;
            if start != WeekStart::Iso {
                return Err(DateError::IsoWeek);
            }
            let year = i32::try_from(year).ok().filter(|year| *year >= 1).ok_or(DateError::NoSuchWeek)?;
            let first = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(DateError::NoSuchWeek)?;
            return Ok(Self { first: Day(first), iso: true });
        }
        let day = Day::parse_first_of_week(text)?;
        let week = Self::of(day, start);
        // Only the first week of the year 1 may begin in the year 0.
        if week.last().year() < 1 {
            return Err(DateError::Impossible);
        }
        if week.first == day { Ok(week) } else { Err(DateError::NotFirstDay(week.first)) }
    }

    /// Its first day.
    pub const fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.first.add_days(6)
    }

    /// Year and number of ISO 8601; `None` where weeks begin on another day. The year is the week's, not always
    /// the calendar's.
    pub fn iso(self) -> Option<(i32, u32)> {
        let week = self.first.0.iso_week();
        self.iso.then(|| (week.year(), week.week()))
    }
}

/// `2017-W15`, or the date of the first day where weeks are not ISO's.
impl fmt::Display for WeekId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.iso() {
            Some((year, week)) => write!(f, "{year:04}-W{week:02}"),
            None => self.first.fmt(f),
        }
    }
}
