//! Time zones of the IANA database.

use crate::diagnostic::did_you_mean;

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub(super) chrono_tz::Tz);

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl Zone {
    /// The zone of this name, such as `Asia/Baghdad`; letters in the case the database has.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Universal time.
    pub const fn utc() -> Self {
        Self(chrono_tz::Tz::UTC)
    }

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every name of the database, in its order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name())
    }

    /// The zone that was most probably meant by a name that is none: by its spelling, or by its place alone.
    pub fn suggest(name: &str) -> Option<&'static str> {
        let wanted = name.trim().replace(' ', "_");
        let place = |name: &'static str| name.rsplit('/').next().unwrap_or(name);
        Self::names()
            .find(|n| n.eq_ignore_ascii_case(&wanted))
            .or_else(|| Self::names().find(|n| n.contains('/') && place(n).eq_ignore_ascii_case(&wanted)))
            .or_else(|| did_you_mean(&wanted, Self::names()))
    }
}
