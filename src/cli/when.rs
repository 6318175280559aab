use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use crate::model::{YEARS, Zone};

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
    let (when, year) = match (DateTime::parse_from_rfc3339(text), text.parse::<NaiveDate>()) {
        (Ok(at), _) => (When::Instant(at), at.naive_utc().year()),
        (_, Ok(day)) => (When::Day(day), day.year()),
        _ => {
            let forms = "write a day like 2024-05-02 or an instant like 2024-05-02T10:00:00Z";
            return Err(forms.to_owned());
        }
    };
    if YEARS.contains(&year) {
        return Ok(when);
    }
    Err(format!("years go from {} to {}", YEARS.start(), YEARS.end()))
}
