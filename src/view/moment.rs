use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike as _};
use serde::Serialize;

use super::{TimeWords, digits, fill};
use crate::model::{Bound, Moment, Zone, offset_name};

/// The words of everything but sites in other languages.
pub(super) static ENGLISH: LazyLock<TimeWords> = LazyLock::new(TimeWords::default);

/// A moment for readers, as precise as it is known and no more.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Time {
    /// `exact`, `about`, `day`, `between` or `unknown`.
    pub precision: &'static str,
    /// In full: "18 June 2018, 20:10 AEST (UTC+10:00)".
    pub text: String,
    /// Without date and zone: "20:10", "about 20:10", "time unknown".
    pub clock: String,
    /// The day alone, "18 June 2018"; empty where it is unknown.
    pub date: String,
    /// In UTC where that says something new: "10:10 UTC", with the day if it is another.
    pub utc: String,
    /// For `<time datetime>`: RFC 3339 or a date; of the earliest reading. Empty if unknown.
    pub iso: String,
    /// The day in the incident's zone, `YYYY-MM-DD`, of the earliest reading. Empty if unknown.
    pub day: String,
    /// The earliest reading, for sorting and drawing.
    #[serde(skip)]
    pub from: Option<DateTime<FixedOffset>>,
    /// The latest reading.
    #[serde(skip)]
    pub to: Option<DateTime<FixedOffset>>,
    #[serde(skip)]
    moment: Moment,
    #[serde(skip)]
    zone: Zone,
}

impl Time {
    /// A moment on the clocks of a zone, in English.
    #[must_use]
    pub fn new(moment: &Moment, zone: &Zone) -> Self {
        Self::said(moment, zone, &ENGLISH)
    }

    /// The same in other words.
    #[must_use]
    pub fn in_words(&self, words: &TimeWords) -> Self {
        Self::said(&self.moment, &self.zone, words)
    }

    fn said(moment: &Moment, zone: &Zone, words: &TimeWords) -> Self {
        let say = Say { zone, words };
        let date = say.date_of(moment);
        let (precision, text, clock) = match moment {
            Moment::Exactly(Bound::At(at)) => {
                let clock = digits::clock(*at);
                ("exact", say.with_clock(*at, &date, &clock), clock)
            }
            Moment::Exactly(Bound::On { .. }) => ("day", date.clone(), String::new()),
            Moment::About(Bound::At(at)) => {
                let clock = words.about(&digits::clock(*at));
                ("about", say.with_clock(*at, &date, &clock), clock)
            }
            Moment::About(Bound::On { .. }) => {
                ("about", fill(&words.about_day, &[("date", &date)]), String::new())
            }
            Moment::Between { after, before } => {
                ("between", say.between(*after, *before), say.between_clock(*after, *before))
            }
            Moment::Unknown => ("unknown", words.unknown.clone(), words.unknown_clock.clone()),
        };
        let from = moment.earliest();
        let first = match moment {
            Moment::Exactly(bound) | Moment::About(bound) => Some(*bound),
            Moment::Between { after, .. } => Some(*after),
            Moment::Unknown => None,
        };
        Self {
            precision,
            text,
            clock,
            date,
            utc: say.utc(moment),
            iso: first.map(iso).unwrap_or_default(),
            day: first.map(|bound| digits::iso_day(local_day(bound))).unwrap_or_default(),
            from,
            to: moment.latest(),
            moment: *moment,
            zone: zone.clone(),
        }
    }

    /// An instant that is known exactly, such as "now", on the clocks of the zone with this IANA
    /// name, to the minute; of UTC where there is none.
    #[must_use]
    pub fn instant(at: DateTime<FixedOffset>, zone: &str) -> Self {
        let zone = Zone::named_or_utc(zone);
        let at = at.with_second(0).unwrap_or(at);
        Self::new(&Moment::Exactly(Bound::At(zone.at(&at))), &zone)
    }

    /// Whether it names one instant.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.precision == "exact"
    }
}

/// "18 June 2018".
#[must_use]
pub fn date(day: NaiveDate) -> String {
    ENGLISH.date(day)
}

fn local_day(bound: Bound) -> NaiveDate {
    match bound {
        Bound::At(at) => at.date_naive(),
        Bound::On { day, .. } => day,
    }
}

/// Says moments of one zone in the words of one language.
struct Say<'s> {
    zone: &'s Zone,
    words: &'s TimeWords,
}

impl Say<'_> {
    fn zone_words(&self, at: DateTime<FixedOffset>) -> String {
        let letters = self.zone.abbreviation(&at);
        let offset = offset_name(*at.offset());
        if letters == offset { offset } else { [&letters, " (", &offset, ")"].concat() }
    }

    fn full(&self, at: DateTime<FixedOffset>) -> String {
        self.with_clock(at, &self.words.date(at.date_naive()), &digits::clock(at))
    }

    /// The day first, the zone last, in every language.
    fn with_clock(&self, at: DateTime<FixedOffset>, date: &str, clock: &str) -> String {
        let zone = self.zone_words(at);
        let mut text = String::with_capacity(date.len() + clock.len() + zone.len() + 3);
        for part in [date, ", ", clock, " ", &zone] {
            text.push_str(part);
        }
        text
    }

    fn between(&self, after: Bound, before: Bound) -> String {
        let words = self.words;
        match (after, before) {
            (Bound::At(a), Bound::At(b)) if a.date_naive() == b.date_naive() => {
                let clock = self.between_clock(after, before);
                self.with_clock(b, &words.date(b.date_naive()), &clock)
            }
            (Bound::On { day: a, .. }, Bound::On { day: b, .. }) => {
                TimeWords::from_to(&words.between_days, &self.short_of(a, b), &words.date(b))
            }
            _ => {
                TimeWords::from_to(&words.between_moments, &self.bound(after), &self.bound(before))
            }
        }
    }

    fn bound(&self, bound: Bound) -> String {
        match bound {
            Bound::At(at) => self.full(at),
            Bound::On { day, .. } => self.words.date(day),
        }
    }

    /// The first of two days without what it shares with the second: "1", "1 March",
    /// "1 March 2025".
    fn short_of(&self, day: NaiveDate, other: NaiveDate) -> String {
        use chrono::Datelike as _;
        match (day.year() == other.year(), day.month() == other.month()) {
            (true, true) => self.words.day_alone(day),
            (true, false) => self.words.day_month(day),
            (false, _) => self.words.date(day),
        }
    }

    fn between_clock(&self, after: Bound, before: Bound) -> String {
        match (after, before) {
            (Bound::At(a), Bound::At(b)) => {
                TimeWords::from_to(&self.words.between, &digits::clock(a), &digits::clock(b))
            }
            _ => String::new(),
        }
    }

    fn date_of(&self, moment: &Moment) -> String {
        match moment {
            Moment::Exactly(bound) | Moment::About(bound) => self.words.date(local_day(*bound)),
            Moment::Between { after, before } => {
                let (first, last) = (local_day(*after), local_day(*before));
                if first == last {
                    self.words.date(first)
                } else {
                    let first = self.short_of(first, last);
                    TimeWords::from_to(&self.words.range, &first, &self.words.date(last))
                }
            }
            Moment::Unknown => String::new(),
        }
    }

    fn utc(&self, moment: &Moment) -> String {
        let (Moment::Exactly(Bound::At(at)) | Moment::About(Bound::At(at))) = moment else {
            return String::new();
        };
        if at.offset().local_minus_utc() == 0 {
            return String::new();
        }
        let there = at.to_utc().fixed_offset();
        if there.date_naive() == at.date_naive() {
            format!("{} UTC", digits::clock(there))
        } else {
            format!("{} {} UTC", self.words.day_month(there.date_naive()), digits::clock(there))
        }
    }
}

fn iso(bound: Bound) -> String {
    match bound {
        Bound::At(at) => digits::iso(at),
        Bound::On { day, .. } => digits::iso_day(day),
    }
}

#[cfg(test)]
mod tests {
    use super::Time;
    use crate::model::{Bound, Moment, Zone};
    use chrono::{DateTime, NaiveDate};

    fn at(text: &str) -> Bound {
        Bound::At(DateTime::parse_from_rfc3339(text).unwrap())
    }

    fn day(month: u32, day: u32) -> Bound {
        Bound::on(NaiveDate::from_ymd_opt(2026, month, day).unwrap(), &Zone::utc())
    }

    #[test]
    fn says_zone_offset_and_utc() {
        let brisbane = Zone::named("Australia/Brisbane").unwrap();
        let time = Time::new(&Moment::Exactly(at("2018-06-18T08:10:00+10:00")), &brisbane);
        assert_eq!(time.text, "18 June 2018, 08:10 AEST (UTC+10:00)");
        assert_eq!(time.utc, "17 June 22:10 UTC");
        assert_eq!(time.iso, "2018-06-18T08:10:00+10:00");
    }

    #[test]
    fn vague_times_look_vague() {
        let zone = Zone::named("America/Los_Angeles").unwrap();
        let about = Time::new(&Moment::About(at("2019-02-28T11:30:00-08:00")), &zone);
        assert_eq!(about.text, "28 February 2019, about 11:30 PST (UTC\u{2212}08:00)");
        assert_eq!(about.clock, "about 11:30");
        let range = Moment::Between { after: day(3, 1), before: day(3, 28) };
        assert_eq!(Time::new(&range, &zone).text, "between 1 and 28 March 2026");
        let unknown = Time::new(&Moment::Unknown, &zone);
        assert_eq!((unknown.iso.as_str(), unknown.clock.as_str()), ("", "time unknown"));
    }
}
