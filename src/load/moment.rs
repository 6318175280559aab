use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use toml::value::{Datetime, Offset};

use super::rules::BAD_TIME;
use crate::diagnostic::Finding;
use crate::fields::{Table, Value, WRONG_TYPE};
use crate::model::{Bound, LocalTime, Moment, YEARS, Zone, offset_name};
use crate::source::TomlValue;

const FORMS: &str = "write 2018-06-18T20:01:00, a date, { at = …, about = true }, \
                     { after = …, before = … } or \"unknown\"";

/// The moment under `key`, if it is there and sound.
pub(super) fn moment(table: &Table<'_, '_>, key: &'static str, zone: &Zone) -> Option<Moment> {
    let found = table.any(key)?;
    match found.value {
        TomlValue::Datetime(time) => bound(table, &found, time, zone).map(Moment::Exactly),
        TomlValue::String(word) if word == "unknown" => Some(Moment::Unknown),
        // That was told already.
        number if number.is_no_number() => None,
        TomlValue::Table(_) => uncertain(&table.within(&found)?, zone),
        other => {
            let message = format!(
                "`{}` must be a moment, but this is of type {}",
                found.path,
                other.type_str()
            );
            table.report(
                Finding::error(WRONG_TYPE, table.file(), found.span, message)
                    .field(found.path.from_root())
                    .help(FORMS),
            );
            None
        }
    }
}

/// `{ at = …, about = true }` or `{ after = …, before = … }`.
fn uncertain(table: &Table<'_, '_>, zone: &Zone) -> Option<Moment> {
    let read = |key| {
        let found = table.datetime(key)?;
        bound(table, &found, &found.value, zone)
    };
    let about = table.boolean("about").is_some_and(|about| about.value);
    let (at, after, before) = (read("at"), read("after"), read("before"));
    let is_point = table.has("at");
    let is_range = table.has("after") || table.has("before");
    match (is_point, is_range) {
        (true, false) => {
            let at = at?;
            Some(if about { Moment::About(at) } else { Moment::Exactly(at) })
        }
        (false, true) => {
            table.require("after");
            table.require("before");
            range(table, after?, before?)
        }
        _ => {
            table.report(
                Finding::error(
                    WRONG_TYPE,
                    table.file(),
                    table.span(),
                    format!("`{}` needs either at, or after and before", table.path()),
                )
                .field(table.path().clone())
                .help(FORMS),
            );
            None
        }
    }
}

fn range(table: &Table<'_, '_>, after: Bound, before: Bound) -> Option<Moment> {
    if before.latest() < after.earliest() {
        let message = format!("`{}` ends before it begins", table.path());
        table.report(
            Finding::error(BAD_TIME, table.file(), table.span(), message)
                .field(table.path().clone())
                .help("`after` is the earlier bound, `before` the later one"),
        );
        return None;
    }
    Some(Moment::Between { after, before })
}

/// A TOML date or date-time as a bound of a year in which incidents can be.
fn bound<T>(
    table: &Table<'_, '_>,
    found: &Value<'_, T>,
    time: &Datetime,
    zone: &Zone,
) -> Option<Bound> {
    let bound = any_bound(table, found, time, zone)?;
    if bound.is_in_years() {
        return Some(bound);
    }
    let message = format!("`{}` is in a year that no incident can be in", found.path);
    let (first, last) = (YEARS.start(), YEARS.end());
    table.report(
        Finding::error(BAD_TIME, table.file(), found.span, message)
            .field(found.path.from_root())
            .help(format!("years go from {first} to {last}")),
    );
    None
}

/// A TOML date or date-time as a bound.
fn any_bound<T>(
    table: &Table<'_, '_>,
    found: &Value<'_, T>,
    time: &Datetime,
    zone: &Zone,
) -> Option<Bound> {
    let fault = |message: String, help: &str| {
        table.report(
            Finding::error(BAD_TIME, table.file(), found.span, message)
                .field(found.path.from_root())
                .help(help),
        );
    };
    if time.date.is_none() && time.time.is_none() {
        // What the parser makes of a time that it told of, such as 25:00.
        return None;
    }
    let Some(day) = time.date.and_then(|date| {
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
    }) else {
        fault(format!("`{}` has no date", found.path), FORMS);
        return None;
    };
    let Some(clock) = time.time else {
        return Some(Bound::on(day, zone));
    };
    let Some(clock) = NaiveTime::from_hms_opt(
        clock.hour.into(),
        clock.minute.into(),
        clock.second.unwrap_or(0).into(),
    ) else {
        fault(
            format!("`{}` is no time of day", found.path),
            "hours go to 23, minutes and seconds to 59",
        );
        return None;
    };
    let local = day.and_time(clock);
    match time.offset {
        Some(offset) => with_offset(local, offset, zone).or_else(|| {
            fault(
                format!("`{}` has an impossible offset", found.path),
                "offsets lie between -23:59 and +23:59",
            );
            None
        }),
        None => match zone.local(local) {
            LocalTime::One(at) => Some(Bound::At(at)),
            LocalTime::Gap(before, after) => {
                fault(
                    format!("{local} does not exist in {}: its clocks skip it", zone.name()),
                    &which_offset(local, before, after),
                );
                None
            }
            LocalTime::Fold(before, after) => {
                fault(
                    format!(
                        "{local} exists twice in {}: its clocks are put back over it",
                        zone.name()
                    ),
                    &which_offset(local, before, after),
                );
                None
            }
        },
    }
}

fn which_offset(local: NaiveDateTime, before: FixedOffset, after: FixedOffset) -> String {
    let at = local.format("%Y-%m-%dT%H:%M:%S");
    format!(
        "which one is meant? write {at}{before} ({} clocks) or {at}{after} ({} clocks)",
        offset_name(before),
        offset_name(after)
    )
}

fn with_offset(local: NaiveDateTime, offset: Offset, zone: &Zone) -> Option<Bound> {
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    };
    let at = local.and_local_timezone(FixedOffset::east_opt(minutes * 60)?).single()?;
    Some(Bound::At(zone.at(&at)))
}
