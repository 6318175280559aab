//! Times as people say them. The grammar is closed: a text means something only where each of its
//! words does, so that no word is passed over and nothing is made up.

mod length;
mod phrase;
mod resolve;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDateTime, Timelike as _};

pub use length::{Length, spoken_length};

use crate::model::{Bound, Zone};
use phrase::Meaning;

/// Where a time lies that says nothing about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Behind now: what happened. "22:00" said at 23:00 is an hour ago, "friday 22:00" is the last
    /// one.
    Past,
    /// On either side of now: what was planned. Where both can be meant, it is an error.
    Any,
}

/// Why a text is no time.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpokenTimeError {
    /// Nobody can tell what is meant.
    #[error("it is no time")]
    Unclear,
    /// A day is named the way one begins to name a time.
    #[error("it names no time of day")]
    Timeless,
    /// It has two readings, which are given in a form that has one.
    #[error("it can mean {0} or {1}")]
    Either(String, String),
    /// No one zone has these letters then.
    #[error("{0} does not tell the zone")]
    Letters(String),
    /// The clocks were put forward over it.
    #[error("{} does not exist: the clocks skip it", .0.time)]
    Skipped(ClockChange),
    /// The clocks were put back over it.
    #[error("{} exists twice: the clocks are put back over it", .0.time)]
    Twice(ClockChange),
}

/// A time of the clocks in the hour in which they are put forward or back.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockChange {
    /// What the clocks show.
    pub time: NaiveDateTime,
    /// Their offset before the change.
    pub before: FixedOffset,
    /// Their offset after it.
    pub after: FixedOffset,
    /// Whose clocks they are.
    pub zone: Zone,
}

impl ClockChange {
    /// The later of the instants that the time can be taken for.
    #[must_use]
    pub fn last(&self) -> DateTime<FixedOffset> {
        let read = |offset: FixedOffset| (self.time - offset).and_utc().with_timezone(&offset);
        read(self.before).max(read(self.after))
    }
}

/// Reads a time as people say it, at `now`, on the clocks of a zone: "now", "10 min ago",
/// "1h30m ago", 20:10, "8pm", "19:30 UTC", "yesterday 23:50", "friday at 9:00", "Nov 21 19:30",
/// "21.11.2026 19:30", 2024-05-02, 2024-05-02T10:00, or RFC 3339. Capital letters make no
/// difference. What comes out is a day, where no more was said, or has the time of day or the
/// length that was said; it can be written into facts: its year has four digits.
///
/// # Errors
///
/// See [`SpokenTimeError`].
pub fn spoken_time(
    text: &str,
    tense: Tense,
    now: &DateTime<FixedOffset>,
    zone: &Zone,
) -> Result<Bound, SpokenTimeError> {
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = words(&text).collect();
    let bound = read(&words, tense, zone.at(now), zone)?;
    let years = [bound.earliest().year(), bound.latest().year()];
    if years.iter().all(|year| (1..=9999).contains(year)) {
        Ok(bound)
    } else {
        Err(SpokenTimeError::Unclear)
    }
}

/// Words without the comma behind them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(|word| word.strip_suffix(',').unwrap_or(word))
}

fn read(
    words: &[&str],
    tense: Tense,
    now: DateTime<FixedOffset>,
    zone: &Zone,
) -> Result<Bound, SpokenTimeError> {
    if words == ["now"] {
        return Ok(Bound::At(now));
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(&words.join("T").to_ascii_uppercase()) {
        // A leap second, which TOML does not have, becomes the one before.
        return Ok(Bound::At(zone.at(&instant.with_nanosecond(0).unwrap_or(instant))));
    }
    match phrase::meaning(words).ok_or(SpokenTimeError::Unclear)? {
        Meaning::Back(length) => length.before(now, zone).map(Bound::At),
        Meaning::Ahead(length) => length.after(now, zone).map(Bound::At),
        Meaning::Phrase(phrase) => resolve::resolve(&phrase, tense, now, zone),
    }
}
