use chrono::{
    DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// A named time zone with the rules of the bundled IANA database.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// What a wall clock time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalTime {
    /// One instant.
    One(DateTime<FixedOffset>),
    /// None: clocks were put forward over it, from the first offset to the second.
    Gap(FixedOffset, FixedOffset),
    /// Two: clocks were put back over it, from the first offset to the second.
    Fold(FixedOffset, FixedOffset),
}

impl Zone {
    /// The zone with this IANA name, such as `Europe/Zurich`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let rules = TimeZone::get(name).ok()?;
        let name = rules.iana_name().unwrap_or(name).to_owned();
        Some(Self { name, rules })
    }

    /// The zone with this IANA name; Coordinated Universal Time where there is none.
    #[must_use]
    pub fn named_or_utc(name: &str) -> Self {
        Self::named(name).unwrap_or_else(Self::utc)
    }

    /// Coordinated Universal Time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// Clocks that always show the same offset from UTC.
    #[must_use]
    pub fn fixed(offset: FixedOffset) -> Self {
        let seconds = Offset::from_seconds(offset.local_minus_utc()).unwrap_or(Offset::UTC);
        Self { name: offset_name(offset), rules: TimeZone::fixed(seconds) }
    }

    /// The IANA name; the offset's, where there is no other.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a wall clock time means here.
    #[must_use]
    pub fn local(&self, time: NaiveDateTime) -> LocalTime {
        match self.rules.to_ambiguous_zoned(civil(time)).offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                LocalTime::One(at_offset(time, fixed(offset)))
            }
            AmbiguousOffset::Gap { before, after } => LocalTime::Gap(fixed(before), fixed(after)),
            AmbiguousOffset::Fold { before, after } => LocalTime::Fold(fixed(before), fixed(after)),
        }
    }

    /// The same instant on this zone's clocks.
    #[must_use]
    pub fn at<Tz: chrono::TimeZone>(&self, instant: &DateTime<Tz>) -> DateTime<FixedOffset> {
        let offset = self.rules.to_offset(timestamp(instant));
        instant.with_timezone(&fixed(offset))
    }

    /// The zone's letters at an instant: "CET", or "UTC+05:45" where it has none.
    #[must_use]
    pub fn abbreviation<Tz: chrono::TimeZone>(&self, instant: &DateTime<Tz>) -> String {
        let info = self.rules.to_offset_info(timestamp(instant));
        let letters = info.abbreviation();
        if letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
            letters.to_owned()
        } else {
            offset_name(fixed(info.offset()))
        }
    }

    /// The instants at which clocks change here, behind `from` and up to `to`, on the new clocks.
    #[must_use]
    pub fn changes(
        &self,
        from: &DateTime<FixedOffset>,
        to: &DateTime<FixedOffset>,
    ) -> Vec<DateTime<FixedOffset>> {
        let last = timestamp(to);
        let mut offset = *self.at(from).offset();
        self.rules
            .following(timestamp(from))
            .take_while(|change| change.timestamp() <= last)
            .filter_map(|change| {
                let at = DateTime::from_timestamp(change.timestamp().as_second(), 0)?;
                let at = at.with_timezone(&fixed(change.offset()));
                // Letters may change without the clocks.
                let is_change = *at.offset() != offset;
                offset = *at.offset();
                is_change.then_some(at)
            })
            .collect()
    }

    /// The first instant of a day here; where clocks skip midnight, the first after it.
    #[must_use]
    pub fn start_of(&self, day: NaiveDate) -> DateTime<FixedOffset> {
        let midnight = day.and_time(NaiveTime::MIN);
        match self.local(midnight) {
            LocalTime::One(instant) => instant,
            LocalTime::Gap(before, _) | LocalTime::Fold(before, _) => {
                self.at(&at_offset(midnight, before))
            }
        }
    }

    /// The last second of a day here.
    #[must_use]
    pub fn last_second_of(&self, day: NaiveDate) -> DateTime<FixedOffset> {
        let next = self.start_of(day.succ_opt().unwrap_or(day));
        self.at(&(next - TimeDelta::seconds(1)))
    }
}

/// "UTC+10:00", or "UTC" for no offset.
#[must_use]
pub fn offset_name(offset: FixedOffset) -> String {
    match offset.local_minus_utc() {
        0 => "UTC".to_owned(),
        seconds if seconds % 60 == 0 => {
            let sign = if seconds < 0 { '\u{2212}' } else { '+' };
            let minutes = seconds.unsigned_abs() / 60;
            format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
        _ => format!("UTC{offset}").replace('-', "\u{2212}"),
    }
}

fn at_offset(time: NaiveDateTime, offset: FixedOffset) -> DateTime<FixedOffset> {
    // A fixed offset maps every local time to one instant.
    offset
        .from_local_datetime(&time)
        .single()
        .unwrap_or_else(|| Utc.from_utc_datetime(&time).fixed_offset())
}

fn fixed(offset: Offset) -> FixedOffset {
    FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

fn timestamp<Tz: chrono::TimeZone>(instant: &DateTime<Tz>) -> jiff::Timestamp {
    jiff::Timestamp::from_second(instant.timestamp()).unwrap_or_default()
}

/// The same wall clock time in jiff's type; years beyond jiff's ±9999 do not occur in TOML.
fn civil(time: NaiveDateTime) -> jiff::civil::DateTime {
    use chrono::{Datelike as _, Timelike as _};
    let date = jiff::civil::Date::new(
        time.year().try_into().unwrap_or_default(),
        time.month().try_into().unwrap_or(1),
        time.day().try_into().unwrap_or(1),
    )
    .unwrap_or_default();
    date.at(
        time.hour().try_into().unwrap_or_default(),
        time.minute().try_into().unwrap_or_default(),
        time.second().try_into().unwrap_or_default(),
        0,
    )
}

#[cfg(test)]
mod tests {
    use super::{LocalTime, Zone, offset_name};
    use chrono::{FixedOffset, NaiveDate, NaiveDateTime};

    fn time(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn resolves_wall_clock_times() {
        let zurich = Zone::named("Europe/Zurich").unwrap();
        let LocalTime::One(at) = zurich.local(time("2019-02-12T10:50:00")) else { panic!() };
        assert_eq!(at.to_rfc3339(), "2019-02-12T10:50:00+01:00");
        assert_eq!(zurich.abbreviation(&at), "CET");
        assert!(matches!(zurich.local(time("2019-03-31T02:30:00")), LocalTime::Gap(..)));
        assert!(matches!(zurich.local(time("2019-10-27T02:30:00")), LocalTime::Fold(..)));
    }

    #[test]
    fn names_offsets() {
        let name = |seconds| offset_name(FixedOffset::east_opt(seconds).unwrap());
        assert_eq!(name(0), "UTC");
        assert_eq!(name(36_000), "UTC+10:00");
        assert_eq!(name(20_700), "UTC+05:45");
        assert_eq!(name(-12_600), "UTC\u{2212}03:30");
        // Before there were zones, places had the time of their own sun.
        assert_eq!(name(-17_762), "UTC\u{2212}04:56:02");
    }

    #[test]
    fn lists_the_changes_of_clocks() {
        let zurich = Zone::named("Europe/Zurich").unwrap();
        let at = |text| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        let changes = zurich.changes(&at("2019-01-01T00:00:00Z"), &at("2020-01-01T00:00:00Z"));
        let changes: Vec<String> = changes.iter().map(|at| at.to_rfc3339()).collect();
        assert_eq!(changes, ["2019-03-31T03:00:00+02:00", "2019-10-27T02:00:00+01:00"]);
        let day = zurich.changes(&at("2019-06-01T00:00:00Z"), &at("2019-06-02T00:00:00Z"));
        assert!(day.is_empty(), "{day:?}");
        assert!(
            Zone::utc()
                .changes(&at("1970-01-01T00:00:00Z"), &at("2026-01-01T00:00:00Z"))
                .is_empty()
        );
    }

    #[test]
    fn knows_the_rules_of_2026() {
        // British Columbia stays on UTC-7 from 2026 on.
        let vancouver = Zone::named("America/Vancouver").unwrap();
        let LocalTime::One(at) = vancouver.local(time("2026-12-15T12:00:00")) else { panic!() };
        assert_eq!(at.to_rfc3339(), "2026-12-15T12:00:00-07:00");
    }

    #[test]
    fn zones_without_letters_show_their_offset() {
        let kathmandu = Zone::named("Asia/Kathmandu").unwrap();
        let at = kathmandu.start_of(NaiveDate::from_ymd_opt(2024, 5, 1).unwrap());
        assert_eq!(kathmandu.abbreviation(&at), "UTC+05:45");
    }

    #[test]
    fn a_day_starts_even_where_midnight_is_skipped() {
        let sao_paulo = Zone::named("America/Sao_Paulo").unwrap();
        let start = sao_paulo.start_of(NaiveDate::from_ymd_opt(2018, 11, 4).unwrap());
        assert_eq!(start.to_rfc3339(), "2018-11-04T01:00:00-02:00");
    }

    #[test]
    fn unknown_names_are_no_zone() {
        assert_eq!(Zone::named("Europe/Zuerich"), None);
    }
}
