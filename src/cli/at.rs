//! `--at`: when something happened, as people say it.

use chrono::{DateTime, FixedOffset};

use super::context::Context;
use super::error::CommandError;
use super::record::Target;
use crate::edit::Value;
use crate::load::{self, ClockChange, SpokenTimeError, Tense};
use crate::model::{Bound, LocalTime, Moment, YEARS, Zone};
use crate::view::Time;

const TIME: &str = "%Y-%m-%dT%H:%M:%S";
const FORMS: &str = "write it like \"10 min ago\", 20:10, \"yesterday 23:50\", \"friday 8pm\", \
                     2024-05-02, 2024-05-02T10:00 or \"2024-05-02 08:00 UTC\"";

/// When it happened.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct When {
    /// When: "10 min ago", 20:10, "yesterday 23:50", "19:30 UTC", 2024-05-02T10:00 [default: now]
    #[arg(long, short, value_name = "WHEN", allow_hyphen_values = true)]
    at: Option<String>,

    /// The time is known roughly only
    #[arg(long)]
    about: bool,

    /// Take a time to come
    #[arg(long)]
    force: bool,
}

impl When {
    /// The time meant, on the clocks of an incident's zone.
    pub(super) fn stamp(&self, target: &Target, context: &Context) -> Result<Stamp, CommandError> {
        stamp(self.at.as_deref(), self.about, &target.clock(context.now, self.force))
    }
}

/// When something happened, on the clocks of the incident's zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stamp {
    pub(super) bound: Bound,
    pub(super) is_about: bool,
}

/// What a time is read against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<'c> {
    pub(super) now: DateTime<FixedOffset>,
    pub(super) zone: &'c Zone,
    /// Whether it has happened or was planned.
    pub(super) tense: Tense,
    /// Times to come.
    pub(super) to_come: ToCome,
    /// The flag that the time was given with, for messages; nothing where it was asked for.
    pub(super) flag: &'static str,
}

/// What becomes of times to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToCome {
    /// They are taken.
    Taken,
    /// They are refused; this is what to do where one is meant.
    Refused(&'static str),
}

impl Stamp {
    /// The moment it stands for.
    pub(super) const fn moment(&self) -> Moment {
        if self.is_about { Moment::About(self.bound) } else { Moment::Exactly(self.bound) }
    }

    /// Whether it is before a moment, however that is read.
    pub(super) fn is_before(&self, moment: &Moment) -> bool {
        moment.earliest().is_some_and(|earliest| earliest > self.bound.latest())
    }

    /// As people read it: "2 May 2024, 10:05 CEST (UTC+02:00)".
    pub(super) fn said(&self, zone: &Zone) -> String {
        Time::new(&self.moment(), zone).text
    }

    /// As programs read it: RFC 3339, or a date.
    pub(super) fn iso(&self) -> String {
        match self.bound {
            Bound::At(at) => at.to_rfc3339(),
            Bound::On { day, .. } => day.to_string(),
        }
    }

    /// As it goes into facts.toml. The offset is written where the zone's clocks show the time
    /// twice, or where the file's zone is in doubt.
    pub(super) fn value(&self, zone: &Zone, is_zone_sure: bool) -> Value {
        let text = match self.bound {
            Bound::On { day, .. } => day.to_string(),
            Bound::At(at) => {
                let at = zone.at(&at);
                let is_plain = matches!(zone.local(at.naive_local()), LocalTime::One(_));
                let offset =
                    if is_plain && is_zone_sure { String::new() } else { at.offset().to_string() };
                format!("{}{offset}", at.format(TIME))
            }
        };
        let text = if self.is_about { format!("{{ at = {text}, about = true }}") } else { text };
        // A date-time of digits always is TOML; as a text it would be refused when it is read.
        text.parse().unwrap_or_else(|_| Value::from(text))
    }
}

/// Reads a time that was given with another flag than `--at`; times to come are taken.
pub(super) fn bound(
    flag: &'static str,
    text: &str,
    clock: &Clock<'_>,
) -> Result<Bound, CommandError> {
    read(text, &Clock { flag, to_come: ToCome::Taken, ..*clock })
}

/// Reads `--at`; now where it is not given.
fn stamp(text: Option<&str>, is_about: bool, clock: &Clock<'_>) -> Result<Stamp, CommandError> {
    let bound = match text {
        None => Bound::At(clock.zone.at(&clock.now)),
        Some(text) => read(text, clock)?,
    };
    Ok(Stamp { bound, is_about })
}

/// Reads a time as people say it.
pub(super) fn read(text: &str, clock: &Clock<'_>) -> Result<Bound, CommandError> {
    let text = text.trim();
    let bound = spoken(text, clock).map_err(|error| no_time(text, error, clock))?;
    if !bound.is_in_years() {
        let (first, last) = (YEARS.start(), YEARS.end());
        let quoted = clock.quoted(text);
        return Err(CommandError::new(format!("{quoted} is in a year that no incident can be in"))
            .hint(format!("years go from {first} to {last}")));
    }
    match clock.to_come {
        ToCome::Refused(hint) if bound.earliest() > clock.now => {
            Err(to_come(text, &bound, clock).hint(hint))
        }
        _ => Ok(bound),
    }
}

fn spoken(text: &str, clock: &Clock<'_>) -> Result<Bound, SpokenTimeError> {
    load::spoken_time(text, clock.tense, &clock.now, clock.zone)
}

fn to_come(text: &str, bound: &Bound, clock: &Clock<'_>) -> CommandError {
    let said = |bound: Bound| Time::new(&Moment::Exactly(bound), clock.zone).text;
    let now = said(Bound::At(clock.zone.at(&clock.now)));
    let error = CommandError::new(format!(
        "{} is in the future: {}; it is {now}",
        clock.quoted(text),
        said(*bound)
    ));
    let yesterday = format!("yesterday {text}");
    // Where the text names a day itself, the two together are no time.
    match spoken(&yesterday, clock) {
        Ok(bound) if bound.earliest() <= clock.now => {
            error.hint(format!("did you mean {}?", clock.quoted(&yesterday)))
        }
        _ => error,
    }
}

pub(super) fn no_time(text: &str, error: SpokenTimeError, clock: &Clock<'_>) -> CommandError {
    let quoted = clock.quoted(text);
    match error {
        SpokenTimeError::Unclear if load::spoken_length(text).is_some() => {
            CommandError::new(format!("{quoted} is no time, but a length of time")).hint(format!(
                "did you mean {}?",
                clock.quoted(&match clock.to_come {
                    ToCome::Refused(_) => format!("{text} ago"),
                    ToCome::Taken => format!("in {text}"),
                })
            ))
        }
        SpokenTimeError::Unclear => CommandError::new(format!("{quoted} is no time")).hint(FORMS),
        SpokenTimeError::Timeless => CommandError::new(format!("{quoted} names no time of day"))
            .hint(format!(
                "add one: \"{text} 10:00\"; a day of which no time is known is written like \
                 2024-05-02"
            )),
        SpokenTimeError::Either(one, other) => {
            CommandError::new(format!("{quoted} can mean two times")).hint(format!(
                "which one is meant? {} or {}",
                clock.quoted(&one),
                clock.quoted(&other)
            ))
        }
        SpokenTimeError::Letters(letters) => CommandError::new(format!(
            "{quoted}: {letters} does not tell the zone, for several use it or none at that time"
        ))
        .hint("write UTC, an offset like +02:00, or a name like Europe/Zurich behind the time"),
        SpokenTimeError::Skipped(ClockChange { time, before, after, zone }) => CommandError::new(
            format!("{} does not exist in {}: its clocks skip it", time.format(TIME), zone.name()),
        )
        .hint(format!("clocks went from {before} to {after}; give another time")),
        SpokenTimeError::Twice(ClockChange { time, before, after, zone }) => {
            let time = time.format(TIME);
            CommandError::new(format!(
                "{time} exists twice in {}: its clocks are put back over it",
                zone.name()
            ))
            .hint(format!(
                "which one is meant? {} or {}",
                clock.given(&format!("{time}{before}")),
                clock.given(&format!("{time}{after}"))
            ))
        }
    }
}

impl Clock<'_> {
    /// A text with its flag, in quotes.
    fn quoted(&self, text: &str) -> String {
        self.given(&format!("\"{text}\""))
    }

    /// A text with its flag.
    fn given(&self, text: &str) -> String {
        format!("{} {text}", self.flag).trim_start().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Stamp, ToCome, read, stamp};
    use crate::load::Tense;
    use crate::model::{Bound, Zone};

    fn at(text: &str, now: &str) -> Result<String, String> {
        let zone = Zone::named("Europe/Zurich").unwrap();
        let clock = Clock {
            now: now.parse().unwrap(),
            zone: &zone,
            tense: Tense::Past,
            to_come: ToCome::Refused("--force"),
            flag: "--at",
        };
        stamp(Some(text), false, &clock)
            .map(|stamp| stamp.value(&zone, true).to_string())
            .map_err(|error| error.shown(false))
    }

    #[test]
    fn takes_what_people_say() {
        let now = "2024-05-02T20:15:42+02:00";
        for (text, expected) in [
            ("now", "2024-05-02T20:15:42"),
            ("10 min ago", "2024-05-02T20:05:00"),
            ("10m ago", "2024-05-02T20:05:00"),
            ("2 hours ago", "2024-05-02T18:15:00"),
            ("30 seconds ago", "2024-05-02T20:15:12"),
            ("20:10", "2024-05-02T20:10:00"),
            ("20:10:05", "2024-05-02T20:10:05"),
            ("8.05pm", "2024-05-02T20:05:00"),
            ("yesterday 23:50", "2024-05-01T23:50:00"),
            ("2 days ago 14:00", "2024-04-30T14:00:00"),
            ("last friday 8pm", "2024-04-26T20:00:00"),
            ("May 1 10:00", "2024-05-01T10:00:00"),
            ("yesterday", "2024-05-01"),
            ("2024-05-01", "2024-05-01"),
            ("2024-05-02 10:00", "2024-05-02T10:00:00"),
            ("2024-05-02T10:00", "2024-05-02T10:00:00"),
            ("2024-05-02T10:00:00Z", "2024-05-02T12:00:00"),
            ("2024-05-02 10:00:00+05:30", "2024-05-02T06:30:00"),
        ] {
            assert_eq!(at(text, now).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(at("23:50", "2024-05-02T00:05:00+02:00").unwrap(), "2024-05-01T23:50:00");
    }

    #[test]
    fn refuses_what_is_to_come_or_no_time() {
        let now = "2024-05-02T20:09:00+02:00";
        for (text, expected) in [
            ("20:10", "is in the future"),
            ("20:10", "did you mean --at \"yesterday 20:10\"?"),
            ("10 min", "did you mean --at \"10 min ago\"?"),
            ("tomorrow 10:00", "--force"),
            ("next friday 8pm", "is in the future"),
            ("friday", "add one: \"friday 10:00\""),
            ("5/4/2024 10:00", "--at \"2024-04-05 10:00\" or --at \"2024-05-04 10:00\""),
            ("10:00 IST", "IST does not tell the zone"),
            ("10:00 PST", "PST does not tell the zone"),
            ("2010", "is no time"),
            ("soon", "is no time"),
            ("", "is no time"),
            ("25:00", "is no time"),
            ("yesterday 25:00", "is no time"),
            ("yesterday 10.75pm", "is no time"),
            ("yesterday 23:50-0500", "is no time"),
            ("10 min ago today", "is no time"),
            ("yesterday 23:50 or so", "is no time"),
        ] {
            let error = at(text, now).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    /// What a command confirmed can be copied into the next one.
    #[test]
    fn what_is_said_of_a_time_is_read_as_that_time() {
        let now = "2024-12-31T20:00:00Z".parse().unwrap();
        for name in
            ["Europe/Zurich", "America/Los_Angeles", "Asia/Kathmandu", "Asia/Kolkata", "UTC"]
        {
            let zone = Zone::named(name).unwrap();
            let to_come = ToCome::Refused("--force");
            let clock = Clock { now, zone: &zone, tense: Tense::Past, to_come, flag: "--at" };
            for step in 0..4000 {
                let at = zone.at(&(now - chrono::TimeDelta::minutes(step * 131)));
                let stamp = Stamp { bound: Bound::At(at), is_about: false };
                let said = stamp.said(&zone);
                assert_eq!(read(&said, &clock).ok(), Some(stamp.bound), "{said}");
            }
        }
    }

    #[test]
    fn daylight_saving_is_asked_about() {
        let error = at("02:30", "2024-10-27T09:00:00+01:00").unwrap_err();
        assert!(error.contains("--at 2024-10-27T02:30:00+02:00 or"), "{error}");
        let error = at("2024-03-31T02:30", "2024-10-27T09:00:00+01:00").unwrap_err();
        assert!(error.contains("does not exist"), "{error}");
        // Three hours back over the hour that exists twice.
        let at = |text| at(text, "2024-10-27T04:30:00+01:00").unwrap();
        assert_eq!(at("3 hours ago"), "2024-10-27T02:30:00+02:00");
        assert_eq!(at("2 hours ago"), "2024-10-27T02:30:00+01:00");
        assert_eq!(at("yesterday 02:30"), "2024-10-26T02:30:00");
    }
}
