//! Days, instants, weeks and zones: the only room that knows chrono.
//!
//! The rest of the crate asks for a [`Day`] or a [`WeekId`] and cannot make a wrong one. Years run from 1 to 9999;
//! a week at either end may reach a few days beyond.

mod day;
mod moment;
mod week;
mod zone;

#[cfg(test)]
mod tests;

pub use day::Day;
pub use moment::Moment;
pub use week::{WeekId, WeekStart};
pub use zone::Zone;

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
    /// A week number that its year does not have.
    #[error("no such week")]
    NoSuchWeek,
    /// A day that begins no week; the one it lies in begins on the day given.
    #[error("not the first day of a week")]
    NotFirstDay(Day),
    /// An ISO week where weeks begin on another day.
    #[error("ISO week numbers need `week: iso`")]
    IsoWeek,
}

impl DateError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form => {
                "write `2017-04-15`, `2017-04-15 14:30`, or with an offset `2017-04-15T14:30:00+03:00`".into()
            }
            Self::Impossible => "check the day against the month's length; years run from 0001 to 9999".into(),
            Self::Skipped(_) => "give the time with its offset, such as `2017-03-26T02:30+01:00`".into(),
            Self::NoSuchWeek => "a year has 52 ISO weeks, some have 53".into(),
            Self::NotFirstDay(first) => format!("that week begins on {first}"),
            Self::IsoWeek => "name the week by the date of its first day".into(),
        }
    }
}
