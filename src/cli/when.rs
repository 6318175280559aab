use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use crate::model::Zone;

/// What `--now` says.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// An instant.
    Instant(DateTime<FixedOffset>),
    /// A day, which stands for its last second.
    Day(NaiveDate),
}

impl When {
    /// The instant that is meant, on the clocks of `zone`.
    pub(super) fn on_clocks_of(self, zone: &Zone) -> DateTime<FixedOffset> {
        match self {
            Self::Instant(at) => zone.at(&at),
            Self::Day(day) => zone.last_second_of(day),
        }
    }
}

/// Reads `--now`: an instant as in RFC 3339, or a day.
pub(super) fn read(text: &str) -> Result<When, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(When::Instant(at));
    }
    // As in RFC 3339, a year has four digits.
    let day = text.parse().ok().filter(|day: &NaiveDate| (0..=9999).contains(&day.year()));
    day.map(When::Day).ok_or_else(|| {
        "write a day like 2024-05-02 or an instant like 2024-05-02T10:00:00Z".to_owned()
    })
}
