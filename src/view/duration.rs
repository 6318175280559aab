use chrono::TimeDelta;
use serde::Serialize;

use super::digits::push_number;
use super::moment::ENGLISH;
use super::{TimeWords, Units};
use crate::model::Elapsed;

/// A length of time for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duration {
    /// "1 hour 59 minutes", "about 9 hours", "40 minutes to 2 hours".
    pub text: String,
    /// "1h 59m", for narrow places.
    pub short: String,
    /// ISO 8601, for `<time datetime>`; of the longer reading.
    pub iso: String,
    /// Whole seconds of the longer reading.
    pub seconds: i64,
    /// As it is said.
    #[serde(skip)]
    elapsed: Elapsed,
}

impl Duration {
    /// Nothing where the facts leave everything from nothing upwards possible.
    #[must_use]
    pub fn of(elapsed: Elapsed) -> Option<Self> {
        Self::said(elapsed, &ENGLISH)
    }

    /// One that goes on: its text has no seconds from a minute on, for it is longer when it is
    /// read.
    #[must_use]
    pub fn so_far(elapsed: Elapsed) -> Option<Self> {
        let Elapsed { least, most, .. } = elapsed;
        let said = Elapsed { least: to_the_minute(least), most: to_the_minute(most), ..elapsed };
        Some(Self { iso: iso(most), seconds: most.num_seconds(), ..Self::of(said)? })
    }

    /// The same in other words.
    #[must_use]
    pub fn in_words(&self, words: &TimeWords) -> Self {
        let said = Self::said(self.elapsed, words).unwrap_or_else(|| self.clone());
        Self { iso: self.iso.clone(), seconds: self.seconds, ..said }
    }

    fn said(elapsed: Elapsed, words: &TimeWords) -> Option<Self> {
        let Elapsed { most: longest, about, may_be_longer, .. } = elapsed;
        let near = if about { near_minute } else { |exactly| exactly };
        let (least, most) = (near(elapsed.least), near(longest));
        if least != most && least.is_zero() {
            return None;
        }
        let hedged = |text: String| {
            let text = if about { words.about(&text) } else { text };
            if may_be_longer { words.at_least(&text) } else { text }
        };
        let range = |low: &str, high: &str| TimeWords::from_to(&words.range, low, high);
        let (text, short) = if least == most {
            let least = if may_be_longer { "\u{2265}" } else { "" };
            let tilde = if about { "~" } else { "" };
            (hedged(long(most, &words.units)), [least, tilde, &short(most)].concat())
        } else if let Some((low, high, is_days, letter)) = rounded(least, most) {
            let unit = if is_days { &words.units.day } else { &words.units.hour };
            (
                words.about(&range(&low.to_string(), &unit.of(high))),
                format!("~{low}\u{2013}{high}{letter}"),
            )
        } else {
            (
                hedged(range(&long(least, &words.units), &long(most, &words.units))),
                format!("{}\u{2013}{}", short(least), short(most)),
            )
        };
        Some(Self { text, short, iso: iso(longest), seconds: longest.num_seconds(), elapsed })
    }
}

/// A range of many hours or days in whole ones: the rest is finer than what is known.
fn rounded(least: TimeDelta, most: TimeDelta) -> Option<(i64, i64, bool, char)> {
    [(86_400, true, 'd'), (3_600, false, 'h')].into_iter().find_map(|(seconds, is_days, letter)| {
        let near = |delta: TimeDelta| (delta.num_seconds() + seconds / 2) / seconds;
        let (low, high) = (near(least), near(most));
        let fits = low >= 2 && low < high && (is_days || most < TimeDelta::hours(48));
        fits.then_some((low, high, is_days, letter))
    })
}

/// What begins or ends about some minute has no seconds from a minute on.
fn near_minute(delta: TimeDelta) -> TimeDelta {
    match delta.num_seconds() {
        seconds if seconds < 60 => delta,
        seconds => TimeDelta::minutes((seconds + 30) / 60),
    }
}

fn to_the_minute(delta: TimeDelta) -> TimeDelta {
    match delta.num_minutes() {
        0 => delta,
        minutes => TimeDelta::minutes(minutes),
    }
}

struct Parts {
    days: i64,
    hours: i64,
    minutes: i64,
    seconds: i64,
}

fn parts(delta: TimeDelta) -> Parts {
    let seconds = delta.num_seconds();
    Parts {
        days: seconds / 86_400,
        hours: seconds / 3_600 % 24,
        minutes: seconds / 60 % 60,
        seconds: seconds % 60,
    }
}

/// The parts that count, each said in its own way and parted by spaces: seconds only under an
/// hour.
fn counted<T>(delta: TimeDelta, units: [T; 4], say: impl Fn(&mut String, i64, T)) -> String {
    let Parts { days, hours, minutes, seconds } = parts(delta);
    let seconds = if delta >= TimeDelta::hours(1) { 0 } else { seconds };
    let mut text = String::with_capacity(32);
    for (number, unit) in [days, hours, minutes, seconds].into_iter().zip(units) {
        if number > 0 {
            text.push_str(if text.is_empty() { "" } else { " " });
            say(&mut text, number, unit);
        }
    }
    text
}

fn long(delta: TimeDelta, units: &Units) -> String {
    let Units { day, hour, minute, second } = units;
    let text = counted(delta, [day, hour, minute, second], |text, number, unit| {
        push_number(text, number);
        text.push(' ');
        text.push_str(unit.word(number));
    });
    if text.is_empty() { minute.of(0) } else { text }
}

fn short(delta: TimeDelta) -> String {
    let text = counted(delta, ['d', 'h', 'm', 's'], |text, number, letter| {
        push_number(text, number);
        text.push(letter);
    });
    if text.is_empty() { "0m".to_owned() } else { text }
}

fn iso(delta: TimeDelta) -> String {
    let Parts { days, hours, minutes, seconds } = parts(delta);
    let mut text = String::with_capacity(16);
    text.push('P');
    if days > 0 {
        push_number(&mut text, days);
        text.push('D');
    }
    text.push('T');
    for (number, letter) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
        push_number(&mut text, number);
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Duration, ENGLISH};
    use crate::model::Elapsed;
    use chrono::TimeDelta;

    fn text(least: i64, most: i64, about: bool) -> Option<String> {
        let (least, most) = (TimeDelta::seconds(least), TimeDelta::seconds(most));
        let elapsed = Elapsed { least, most, about, may_be_longer: false };
        Duration::of(elapsed).map(|duration| duration.text)
    }

    #[test]
    fn reads_as_people_say_it() {
        let said = |seconds| text(seconds, seconds, false).unwrap();
        assert_eq!(said(960), "16 minutes");
        assert_eq!(said(3_600), "1 hour");
        assert_eq!(said(7_199), "1 hour 59 minutes");
        assert_eq!(said(45), "45 seconds");
        assert_eq!(said(0), "0 minutes");
        assert_eq!(said(8 * 86_400 + 60), "8 days 1 minute");
        assert_eq!(text(32_400, 32_400, true).unwrap(), "about 9 hours");
        assert_eq!(text(600, 1_200, false).unwrap(), "10 minutes to 20 minutes");
        assert_eq!(
            text(6 * 86_400 + 3_600, 8 * 86_400 + 3_600, false).unwrap(),
            "about 6 to 8 days"
        );
        assert_eq!(text(0, 1_200, false), None);
    }

    #[test]
    fn what_is_known_roughly_is_not_told_by_the_second() {
        assert_eq!(text(2_420, 2_420, true).unwrap(), "about 40 minutes");
        assert_eq!(text(2_450, 2_450, true).unwrap(), "about 41 minutes");
        assert_eq!(text(610, 1_220, true).unwrap(), "about 10 minutes to 20 minutes");
        assert_eq!(text(20, 20, true).unwrap(), "about 20 seconds");
    }

    #[test]
    fn what_may_be_longer_says_so() {
        let said = |about| {
            let (least, most) = (TimeDelta::hours(1), TimeDelta::hours(1));
            let elapsed = Elapsed { least, most, about, may_be_longer: true };
            let said = Duration::of(elapsed).unwrap();
            (said.text, said.short)
        };
        let expected = |text: &str, short: &str| (text.to_owned(), short.to_owned());
        assert_eq!(said(false), expected("at least 1 hour", "\u{2265}1h"));
        assert_eq!(said(true), expected("at least about 1 hour", "\u{2265}~1h"));
    }

    #[test]
    fn what_goes_on_has_no_seconds_from_a_minute_on() {
        let said = |seconds| {
            let length = TimeDelta::seconds(seconds);
            let (least, most) = (length, length);
            let elapsed = Elapsed { least, most, about: false, may_be_longer: false };
            let so_far = Duration::so_far(elapsed).unwrap();
            assert_eq!(so_far.in_words(&ENGLISH), so_far);
            (so_far.text, so_far.short, so_far.iso, so_far.seconds)
        };
        let expected = |text: &str, short: &str, iso: &str, seconds| {
            (text.to_owned(), short.to_owned(), iso.to_owned(), seconds)
        };
        assert_eq!(said(59), expected("59 seconds", "59s", "PT0H0M59S", 59));
        assert_eq!(said(61), expected("1 minute", "1m", "PT0H1M1S", 61));
        assert_eq!(said(3_127), expected("52 minutes", "52m", "PT0H52M7S", 3_127));
        assert_eq!(said(11_527), expected("3 hours 12 minutes", "3h 12m", "PT3H12M7S", 11_527));
    }
}
