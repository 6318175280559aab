use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};

use super::error::CommandError;
use crate::model::{LocalTime, Zone};

const TIME: &str = "%Y-%m-%dT%H:%M:%S";

/// What `--started` was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A day and a time on the zone's clocks.
    Local(NaiveDateTime),
    /// A time on the zone's clocks: the last one that has passed.
    Clock(NaiveTime),
    /// An instant.
    Instant(DateTime<FixedOffset>),
}

/// Reads `10:00`, `2024-05-02T10:00` or `2024-05-02T10:00:00+02:00`.
pub(super) fn parse(text: &str) -> Result<Given, String> {
    let text = text.trim().replace(' ', "T");
    if let Ok(instant) = DateTime::parse_from_rfc3339(&text) {
        return Ok(Given::Instant(instant));
    }
    let local = [TIME, "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    let clock = NaiveTime::parse_from_str(&text, "%H:%M").ok();
    local.map(Given::Local).or(clock.map(Given::Clock)).ok_or_else(|| {
        "write it like 10:00, 2024-05-02T10:00 or 2024-05-02T10:00:00+02:00".to_owned()
    })
}

/// A start that is one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Started {
    /// The day on the zone's clocks, `YYYY-MM-DD`.
    pub(super) day: String,
    /// As it goes into facts.toml: with its offset only where the clocks show the time twice.
    pub(super) toml: String,
}

impl Given {
    /// The instant it stands for in a zone.
    pub(super) fn in_zone(
        self,
        zone: &Zone,
        now: &DateTime<FixedOffset>,
    ) -> Result<Started, CommandError> {
        let local = match self {
            Self::Instant(instant) => return Ok(written(zone.at(&instant), zone)),
            Self::Local(local) => local,
            Self::Clock(clock) => last_passed(clock, zone.at(now).naive_local()),
        };
        match zone.local(local) {
            LocalTime::One(instant) => Ok(written(instant, zone)),
            LocalTime::Gap(..) => Err(CommandError::new(format!(
                "{} does not exist in {}: its clocks skip it",
                local.format(TIME),
                zone.name()
            ))
            .hint("give another --started")),
            LocalTime::Fold(before, after) => {
                let time = local.format(TIME);
                Err(CommandError::new(format!(
                    "{time} exists twice in {}: its clocks are put back over it",
                    zone.name()
                ))
                .hint(format!("which one is meant? --started {time}{before} or {time}{after}")))
            }
        }
    }
}

fn written(instant: DateTime<FixedOffset>, zone: &Zone) -> Started {
    let local = instant.naive_local();
    let is_plain = matches!(zone.local(local), LocalTime::One(_));
    let offset = if is_plain { String::new() } else { instant.offset().to_string() };
    Started {
        day: local.format("%Y-%m-%d").to_string(),
        toml: format!("{}{offset}", local.format(TIME)),
    }
}

fn last_passed(clock: NaiveTime, now: NaiveDateTime) -> NaiveDateTime {
    let today = now.date();
    let day = if clock > now.time() { today.pred_opt().unwrap_or(today) } else { today };
    day.and_time(clock)
}

#[cfg(test)]
mod tests {
    use super::{Started, parse};
    use crate::model::Zone;

    fn started(text: &str) -> Result<Started, String> {
        let zone = Zone::named("Europe/Zurich").unwrap();
        let now = "2024-10-28T09:00:00+01:00".parse().unwrap();
        parse(text)?.in_zone(&zone, &now).map_err(|error| error.shown(false))
    }

    #[test]
    fn takes_what_people_type() {
        for (text, expected) in [
            ("2024-05-02T10:00", "2024-05-02T10:00:00"),
            ("2024-05-02 10:00:30", "2024-05-02T10:00:30"),
            ("08:30", "2024-10-28T08:30:00"),
            ("23:50", "2024-10-27T23:50:00"),
            ("2024-05-02T10:00:00Z", "2024-05-02T12:00:00"),
            ("2024-10-27T02:30:00+01:00", "2024-10-27T02:30:00+01:00"),
        ] {
            assert_eq!(started(text).unwrap().toml, expected, "{text}");
        }
    }

    #[test]
    fn asks_which_of_two() {
        let error = started("2024-10-27T02:30").unwrap_err();
        assert!(error.contains("--started 2024-10-27T02:30:00+02:00 or"), "{error}");
        assert!(started("2024-03-31T02:30").unwrap_err().contains("does not exist"));
        assert!(started("soon").is_err());
    }
}
