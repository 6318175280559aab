//! Summaries as bytes: short, and quickly read again by the same version of this code.

use super::Summary;

/// Bytes that are no summary, or a summary that cannot be written as bytes.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StoredError(#[from] postcard::Error);

impl Summary {
    /// As bytes.
    ///
    /// # Errors
    ///
    /// See [`StoredError`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, StoredError> {
        Ok(postcard::to_allocvec(self)?)
    }

    /// From bytes.
    ///
    /// # Errors
    ///
    /// See [`StoredError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoredError> {
        Ok(postcard::from_bytes(bytes)?)
    }
}

/// A status is one of a closed set of words.
pub(super) mod status {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::render::site) fn serialize<S: Serializer>(
        status: &&'static str,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        status.serialize(serializer)
    }

    pub(in crate::render::site) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static str, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        crate::view::status(name).ok_or_else(|| D::Error::custom("no status"))
    }
}

/// A day, as the number of days since the first of the calendar.
pub(super) mod day {
    use chrono::{Datelike as _, NaiveDate};
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::render::site) fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(|day| day.num_days_from_ce()).serialize(serializer)
    }

    pub(in crate::render::site) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let Some(day) = Option::<i32>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let day = NaiveDate::from_num_days_from_ce_opt(day);
        day.map(Some).ok_or_else(|| D::Error::custom("no day"))
    }
}

/// An instant, as seconds since 1970, nanoseconds, and seconds east of UTC.
pub(super) mod instant {
    use chrono::{DateTime, FixedOffset};
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::render::site) fn serialize<S: Serializer>(
        at: &Option<DateTime<FixedOffset>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let parts = |at: &DateTime<FixedOffset>| {
            (at.timestamp(), at.timestamp_subsec_nanos(), at.offset().local_minus_utc())
        };
        at.as_ref().map(parts).serialize(serializer)
    }

    pub(in crate::render::site) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
        let Some((seconds, nanos, east)) = Option::<(i64, u32, i32)>::deserialize(deserializer)?
        else {
            return Ok(None);
        };
        let zone = FixedOffset::east_opt(east);
        let at = DateTime::from_timestamp(seconds, nanos).zip(zone);
        let at = at.map(|(at, zone)| at.with_timezone(&zone));
        at.map(Some).ok_or_else(|| D::Error::custom("no instant"))
    }
}
