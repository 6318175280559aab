use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use super::Zone;

/// The years in which incidents can be: beyond them, clocks of other zones show dates that neither
/// TOML nor RFC 3339 can write.
pub const YEARS: RangeInclusive<i32> = 1970..=9998;

/// A point in time as precisely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// An instant, on the clocks of the incident's zone.
    At(DateTime<FixedOffset>),
    /// Some time on this day in the incident's zone.
    On {
        /// The day.
        day: NaiveDate,
        /// Its first instant.
        start: DateTime<FixedOffset>,
        /// The next day's first instant.
        end: DateTime<FixedOffset>,
    },
}

impl Bound {
    /// Some time on `day` in `zone`.
    #[must_use]
    pub fn on(day: NaiveDate, zone: &Zone) -> Self {
        let next = day.succ_opt().unwrap_or(day);
        Self::On { day, start: zone.start_of(day), end: zone.start_of(next) }
    }

    /// The earliest instant it can be.
    #[must_use]
    pub const fn earliest(&self) -> DateTime<FixedOffset> {
        match self {
            Self::At(at) => *at,
            Self::On { start, .. } => *start,
        }
    }

    /// The latest instant it can be.
    #[must_use]
    pub const fn latest(&self) -> DateTime<FixedOffset> {
        match self {
            Self::At(at) => *at,
            Self::On { end, .. } => *end,
        }
    }

    /// Whether it is in one of the [`YEARS`].
    #[must_use]
    pub fn is_in_years(&self) -> bool {
        YEARS.contains(&self.earliest().naive_utc().year())
    }
}

/// A moment in time with what is uncertain about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// As precise as its bound.
    Exactly(Bound),
    /// Near its bound.
    About(Bound),
    /// Not before `after`, not after `before`.
    Between {
        /// The earliest.
        after: Bound,
        /// The latest.
        before: Bound,
    },
    /// It happened; nobody knows when.
    Unknown,
}

impl Moment {
    /// The earliest instant it can be; for "about", the instant named.
    #[must_use]
    pub const fn earliest(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Exactly(bound) | Self::About(bound) => Some(bound.earliest()),
            Self::Between { after, .. } => Some(after.earliest()),
            Self::Unknown => None,
        }
    }

    /// The latest instant it can be; for "about", the instant named.
    #[must_use]
    pub const fn latest(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Exactly(bound) | Self::About(bound) => Some(bound.latest()),
            Self::Between { before, .. } => Some(before.latest()),
            Self::Unknown => None,
        }
    }

    /// Whether it names one instant without reserve.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        matches!(self, Self::Exactly(Bound::At(_)))
    }
}
