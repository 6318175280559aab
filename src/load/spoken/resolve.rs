//! From what was said to an instant.

use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, Month, NaiveDate, NaiveDateTime, NaiveTime,
    TimeDelta, Timelike as _, Weekday,
};

use super::phrase::{Clock, Day, Phrase, Said, Side};
use super::{ClockChange, SpokenTimeError, Tense};
use crate::model::{ABBREVIATIONS, Bound, LocalTime, Zone};

/// How far a clock time without a day may lie from now on a day that is not today, and for what
/// was planned, how far behind.
const MOST_HOURS: i64 = 12;

/// The day or the instant that is meant.
pub(super) fn resolve(
    phrase: &Phrase,
    tense: Tense,
    now: DateTime<FixedOffset>,
    zone: &Zone,
) -> Result<Bound, SpokenTimeError> {
    let Some(clock) = phrase.clock else {
        return match day_alone(phrase.day, now.date_naive())? {
            Some(day) => Ok(Bound::on(day, zone)),
            None => Err(SpokenTimeError::Timeless),
        };
    };
    let at = |clocks: &Zone| {
        let said = Occasion { phrase, clock, tense, now: clocks.at(&now).naive_local() };
        said.local()
    };
    let instant = match &phrase.zone {
        None => on_clocks(at(zone)?, zone)?,
        Some(Said::Zone(other)) => on_clocks(at(other)?, other)?,
        Some(Said::Letters(letters)) => match shown_with(letters, at(zone)?, zone) {
            Some(instant) => instant,
            None => lettered(letters, at)?,
        },
        Some(Said::Both(letters, clocks)) => {
            let instant = on_clocks(at(clocks)?, clocks)?;
            let minutes = instant.offset().local_minus_utc() / 60;
            let agrees = is_shown(letters, &zone.at(&instant), zone)
                || known(letters).is_some_and(|(offsets, _)| offsets.contains(&minutes));
            Some(instant)
                .filter(|_| agrees)
                .ok_or_else(|| SpokenTimeError::Letters(letters.clone()))?
        }
    };
    Ok(Bound::At(zone.at(&instant)))
}

/// A day of which no time is known, where it is named as such; nothing where a time was to
/// follow.
fn day_alone(day: Option<Day>, today: NaiveDate) -> Result<Option<NaiveDate>, SpokenTimeError> {
    match day {
        Some(Day::Date(date)) => Ok(Some(date)),
        Some(Day::FromToday(days)) => Ok(today.checked_add_signed(TimeDelta::days(days))),
        Some(Day::Either(one, other)) => {
            Err(SpokenTimeError::Either(one.to_string(), other.to_string()))
        }
        _ => Ok(None),
    }
}

/// The instant at which a zone's clocks show a time.
pub(super) fn on_clocks(
    local: NaiveDateTime,
    zone: &Zone,
) -> Result<DateTime<FixedOffset>, SpokenTimeError> {
    let time = local.with_nanosecond(0).unwrap_or(local);
    let change = |before, after| ClockChange { time, before, after, zone: zone.clone() };
    match zone.local(time) {
        LocalTime::One(instant) => Ok(instant),
        LocalTime::Gap(before, after) => Err(SpokenTimeError::Skipped(change(before, after))),
        LocalTime::Fold(before, after) => Err(SpokenTimeError::Twice(change(before, after))),
    }
}

/// The instant at which a zone's clocks show a time with these letters.
fn shown_with(letters: &str, local: NaiveDateTime, zone: &Zone) -> Option<DateTime<FixedOffset>> {
    let candidates = match zone.local(local) {
        LocalTime::One(instant) => vec![instant],
        LocalTime::Gap(..) => Vec::new(),
        LocalTime::Fold(before, after) => [before, after]
            .iter()
            .filter_map(|offset| local.and_local_timezone(*offset).single())
            .collect(),
    };
    candidates.into_iter().find(|at| is_shown(letters, at, zone))
}

/// Whether a zone's clocks carry these letters then.
fn is_shown(letters: &str, at: &DateTime<FixedOffset>, zone: &Zone) -> bool {
    zone.abbreviation(at).eq_ignore_ascii_case(letters)
}

/// The instant on the clocks of the one zone that has these letters, if they are in use then.
fn lettered(
    letters: &str,
    at: impl Fn(&Zone) -> Result<NaiveDateTime, SpokenTimeError>,
) -> Result<DateTime<FixedOffset>, SpokenTimeError> {
    let (offsets, seasonal) = known(letters).ok_or(SpokenTimeError::Unclear)?;
    let unclear = || SpokenTimeError::Letters(letters.to_owned());
    let [minutes] = offsets else { return Err(unclear()) };
    let clocks = Zone::fixed(FixedOffset::east_opt(minutes * 60).ok_or_else(unclear)?);
    let instant = on_clocks(at(&clocks)?, &clocks)?;
    let seasonal = seasonal.and_then(Zone::named);
    let is_in_use = seasonal.is_none_or(|zone| is_shown(letters, &instant, &zone));
    if is_in_use { Ok(instant) } else { Err(unclear()) }
}

/// The minutes east of UTC that letters are used for, and a zone that has them for a part of the
/// year.
fn known(letters: &str) -> Option<(&'static [i32], Option<&'static str>)> {
    let found = ABBREVIATIONS.iter().find(|(name, ..)| *name == letters);
    found.map(|(_, offsets, seasonal)| (*offsets, *seasonal))
}

/// A time of day, on a day or on none, said when the same clocks show `now`.
struct Occasion<'p> {
    phrase: &'p Phrase,
    clock: Clock,
    tense: Tense,
    now: NaiveDateTime,
}

impl Occasion<'_> {
    /// What the clocks show then.
    fn local(&self) -> Result<NaiveDateTime, SpokenTimeError> {
        let time = match self.clock {
            Clock::At(time) => time,
            Clock::Midnight => return self.midnight(),
        };
        let today = self.now.date();
        let day = match self.phrase.day {
            None => return self.without_day(time),
            Some(Day::Date(day)) => Some(day),
            Some(Day::Either(one, other)) => {
                return Err(self.either(one.and_time(time), other.and_time(time)));
            }
            Some(Day::FromToday(days)) => today.checked_add_signed(TimeDelta::days(days)),
            Some(Day::Ago(length)) => length.day_before(today),
            Some(Day::Yearly(month, day)) => self.in_a_year(month, day, time),
            Some(Day::Weekday(weekday, side)) => return self.in_a_week(weekday, side, time),
        };
        day.map(|day| day.and_time(time)).ok_or(SpokenTimeError::Unclear)
    }

    /// Today's, or yesterday's where today's is to come and yesterday's not long ago. 20:10 said at
    /// 20:09 is not yesterday's.
    fn without_day(&self, time: NaiveTime) -> Result<NaiveDateTime, SpokenTimeError> {
        let today = self.now.date().and_time(time);
        let day = TimeDelta::days(1);
        let most = TimeDelta::hours(MOST_HOURS);
        match self.tense {
            Tense::Past if today > self.now && self.now - (today - day) <= most => Ok(today - day),
            Tense::Any if self.now - today > most => Err(self.either(today, today + day)),
            _ => Ok(today),
        }
    }

    /// The last midnight; of a day, nobody knows which of its two.
    fn midnight(&self) -> Result<NaiveDateTime, SpokenTimeError> {
        let of_day = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let today = of_day(self.now.date());
        if self.phrase.day.is_none() && self.tense == Tense::Past {
            return Ok(today);
        }
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN);
        let begin = match self.phrase.day {
            None => today,
            Some(_) => of_day(Self { clock: Clock::At(noon), ..*self }.local()?.date()),
        };
        Err(self.either(begin, begin + TimeDelta::days(1)))
    }

    /// This year's. The neighbouring year's where that is nearer, and for what happened, where
    /// this year's is to come: in January, "Dec 31" is over.
    fn in_a_year(&self, month: Month, day: u32, time: NaiveTime) -> Option<NaiveDate> {
        let date = |year| NaiveDate::from_ymd_opt(year, month.number_from_month(), day);
        let year = self.now.year();
        let distance = |date: &NaiveDate| (date.and_time(time) - self.now).abs();
        let this = date(year);
        let is_over = this.is_some_and(|this| this.and_time(time) <= self.now);
        let others = match self.tense {
            Tense::Past if is_over => [None, None],
            Tense::Past => [date(year - 1), None],
            Tense::Any => [date(year - 1), date(year + 1)],
        };
        [this].into_iter().chain(others).flatten().min_by_key(distance)
    }

    /// The last one; for what was planned, nobody knows whether the last or the next.
    fn in_a_week(
        &self,
        weekday: Weekday,
        side: Option<Side>,
        time: NaiveTime,
    ) -> Result<NaiveDateTime, SpokenTimeError> {
        let today = self.now.date();
        let back = u64::from(today.weekday().days_since(weekday));
        let latest = today.checked_sub_days(Days::new(back));
        let latest = latest.ok_or(SpokenTimeError::Unclear)?.and_time(time);
        let week = TimeDelta::days(7);
        let last = if latest > self.now { latest - week } else { latest };
        match (side, self.tense) {
            (Some(Side::Last), _) if back == 0 => Ok(latest - week),
            (Some(Side::Last), _) => Ok(latest),
            (Some(Side::Next), _) => Ok(latest + week),
            (None, Tense::Past) => Ok(last),
            (None, Tense::Any) => Err(self.either(last, last + week)),
        }
    }

    /// Two readings, as they can be said instead.
    fn either(&self, one: NaiveDateTime, other: NaiveDateTime) -> SpokenTimeError {
        let zone = match &self.phrase.zone {
            None => String::new(),
            Some(Said::Zone(zone) | Said::Both(_, zone)) => format!(" {}", zone.name()),
            Some(Said::Letters(letters)) => format!(" {letters}"),
        };
        let said = |time: NaiveDateTime| format!("{}{zone}", time.format("%Y-%m-%d %H:%M"));
        SpokenTimeError::Either(said(one), said(other))
    }
}
