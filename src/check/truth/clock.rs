//! Clock times: "20:45", "8:45 PM", "2045 UTC", "around 11 a.m. CET", "shortly after noon".

use std::ops::Range;

use chrono::{NaiveTime, Timelike as _};

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::spoken_clock::{TimeOfDay, day_part, hour, spoken};
use super::spots::Spots;
use super::token::Kind;
use super::word_list::Words;
use super::zone::{ZoneName, zone};

/// A stated time of day.
#[derive(Clone, Debug)]
pub(in crate::check) struct Clock<'t> {
    pub(in crate::check) time: NaiveTime,
    /// Whether it may also be twelve hours later.
    pub(in crate::check) may_be_pm: bool,
    /// Whether "a.m." or "p.m." is said, as nobody does of UTC without naming it.
    pub(in crate::check) has_half: bool,
    pub(in crate::check) grain: Grain,
    pub(in crate::check) hedge: ClockHedge,
    pub(in crate::check) zone: Option<ZoneName<'t>>,
    /// Its tokens from the hedge to the zone.
    pub(in crate::check) range: Range<usize>,
    /// Its tokens without hedge.
    pub(in crate::check) words: Range<usize>,
    /// Whether it is the first or the second end of an interval.
    pub(in crate::check) end: Option<IntervalEnd>,
}

/// How finely a time is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Grain {
    Second,
    Minute,
    Hour,
}

/// How firmly a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum ClockHedge {
    Bare,
    About,
    JustAfter,
    JustBefore,
    /// "by", "before": not after it.
    By,
    /// "after".
    After,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum IntervalEnd {
    First,
    Second,
}

/// All clock times of a sentence.
pub(in crate::check) fn clocks<'t>(sentence: &Sentence<'t>) -> Vec<Clock<'t>> {
    let mut found: Vec<Clock<'t>> = Vec::new();
    for at in sentence.spots(Spots::CLOCK) {
        if found.last().is_none_or(|last| last.words.end <= at) {
            found.extend(interval_start(sentence, at).or_else(|| clock(sentence, at)));
        }
    }
    join(sentence, &mut found);
    found
}

#[cfg(test)]
pub(super) fn starts(sentence: &Sentence<'_>, at: usize) -> bool {
    interval_start(sentence, at).or_else(|| clock(sentence, at)).is_some()
}

/// Two times that are joined share what only the second says: "8:00–9:00 PM CET".
fn join(sentence: &Sentence<'_>, found: &mut [Clock<'_>]) {
    for index in 1..found.len() {
        let [.., first, second] = &mut found[..=index] else { continue };
        if first.end.is_some() || second.words.start != joint(sentence, first) {
            continue;
        }
        let opener = first.range.start.wrapping_sub(1);
        let is_label = (sentence.is_mark(opener, &[':', '(']) || first.range.start == 0)
            && !sentence.is(first.range.end, words!("and"));
        let behind = second.range.end;
        let is_alone = sentence.is_mark(opener, &[','])
            && !sentence.is(first.range.end, words!("and"))
            && (behind >= sentence.len() || sentence.is_mark(behind, &['(', '.']));
        let is_open = is_alone || sentence.is(opener, words!("between" "from")) || is_label;
        let is_dash = sentence.is_mark(first.words.end, &['-', '–', '—']);
        if !is_open && !is_dash {
            continue;
        }
        first.end = Some(IntervalEnd::First);
        second.end = Some(IntervalEnd::Second);
        second.hedge = ClockHedge::Bare;
        if first.zone.is_none() {
            first.zone = second.zone.clone();
        }
        if first.may_be_pm
            && !second.may_be_pm
            && second.time.hour() >= 12
            && first.time.hour() < 12
        {
            let later = first.time + chrono::TimeDelta::hours(12);
            if later <= second.time {
                first.time = later;
            }
            first.may_be_pm = false;
        }
    }
}

/// Where the second end of an interval stands, if there is one.
fn joint(sentence: &Sentence<'_>, first: &Clock<'_>) -> usize {
    let mut at = first.words.end;
    // "10:40 PM July 11 – 9:40 AM July 12"
    if sentence.is_mark(at, &[',']) && is_day(sentence, at + 1) || is_day(sentence, at) {
        at = behind_day(sentence, at);
    }
    if !sentence.is(at, words!("to" "and" "until" "till"))
        && !sentence.is_mark(at, &['-', '–', '—'])
    {
        return usize::MAX;
    }
    at += 1;
    // "July 11, 10:40 PM – July 12, 9:40 AM"
    at = behind_day(sentence, at);
    while sentence.is(at, words!("about" "around" "approximately" "roughly" "at")) {
        at += 1;
    }
    at
}

/// Whether a date or a weekday begins at a place.
fn is_day(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_month = |at: usize| matches!(sentence.meaning(at), Meaning::Month(_));
    let is_date = matches!(sentence.kind(at), Some(Kind::Date(_)));
    let is_number =
        matches!(sentence.kind(at), Some(Kind::Number { decimals: 0, digits: 1..=2, .. }));
    let is_weekday = matches!(sentence.meaning(at), Meaning::Weekday(_));
    is_date || is_weekday || is_month(at) || is_number && is_month(at + 1)
}

/// Behind the date and the weekday that may stand before a time: at most a few words.
fn behind_day(sentence: &Sentence<'_>, at: usize) -> usize {
    const LONGEST: usize = 8;
    let first = at + usize::from(sentence.is(at, words!("on")) || sentence.is_mark(at, &[',']));
    if !is_day(sentence, first) {
        return at;
    }
    let goes_on = |at: &usize| {
        let is_number = matches!(sentence.kind(*at), Some(Kind::Number { decimals: 0, .. }));
        is_day(sentence, *at)
            || (is_number && half_of_day(sentence, *at + 1).is_none())
            || sentence.is_mark(*at, &[','])
            || sentence.is(*at, words!("st" "nd" "rd" "th" "at" "the" "of"))
    };
    let end = (first..first + LONGEST).find(|at| !goes_on(at)).unwrap_or(first + LONGEST);
    end
}

/// The bare hour of "between 8 and 9 p.m.".
fn interval_start<'t>(sentence: &Sentence<'t>, at: usize) -> Option<Clock<'t>> {
    let first = hour(sentence, at)?;
    let is_open = sentence.is(at.wrapping_sub(1), words!("between" "from"));
    let joins = sentence.is(at + 1, words!("and" "to")) || sentence.is_mark(at + 1, &['-', '–']);
    let follows = joins
        && hour(sentence, at + 2).is_some()
        && (half_of_day(sentence, at + 3).is_some() || day_part(sentence, at + 3).is_some());
    let is_dash = sentence.is_mark(at + 1, &['-', '–']);
    if !follows || !(is_open || is_dash) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(first % 12, 0, 0)?;
    Some(finish(sentence, at, at + 1, (time, true, Grain::Hour)))
}

fn clock<'t>(sentence: &Sentence<'t>, at: usize) -> Option<Clock<'t>> {
    let (time, may_be_pm, grain, end) = time_of_day(sentence, at)?;
    Some(finish(sentence, at, end, (time, may_be_pm, grain)))
}

fn finish<'t>(
    sentence: &Sentence<'t>,
    at: usize,
    end: usize,
    (time, may_be_pm, grain): (NaiveTime, bool, Grain),
) -> Clock<'t> {
    let zone = zone(sentence, end).or_else(|| unknown_zone(sentence, end));
    let end = zone.as_ref().map_or(end, |zone| zone.range.end);
    // "at a quarter to four"
    let has_article = at > 0
        && sentence.is(at, words!("quarter"))
        && sentence.is(at.wrapping_sub(1), words!("a"));
    let at = at - usize::from(has_article);
    let (hedge, start) = hedge(sentence, at);
    let has_half = (at..end).any(|at| half_of_day(sentence, at).is_some());
    Clock {
        time,
        may_be_pm,
        has_half,
        grain,
        hedge,
        zone,
        range: start..end,
        words: at..end,
        end: None,
    }
}

/// A zone by a name that is not known: "20:09 Denver -", "10:00 Beijing time".
fn unknown_zone<'t>(sentence: &Sentence<'t>, at: usize) -> Option<ZoneName<'t>> {
    let is_name = matches!(sentence.kind(at), Some(Kind::Word(Meaning::Plain)))
        && sentence.shown(at).starts_with(char::is_uppercase);
    let names_time = sentence.is(at + 1, words!("time"));
    let ends = sentence.is_mark(at + 1, &['-', '–', ')', '/']);
    // "14:19 On-call engineer paged"
    let is_joined = sentence.is_glued(at + 1) && sentence.is_glued(at + 2);
    let range = at..at + 1;
    (is_name && !is_joined && (names_time || ends)).then(|| ZoneName {
        name: sentence.shown(at),
        letters: "",
        offsets: Vec::new(),
        range,
    })
}

fn time_of_day(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    match sentence.kind(at)? {
        Kind::Clock { time, seconds } => {
            let grain = if seconds { Grain::Second } else { Grain::Minute };
            if let Some((is_pm, end)) = half_of_day(sentence, at + 1) {
                return Some((on_half(time, is_pm)?, false, grain, end));
            }
            let is_open = (1..=12).contains(&time.hour()) && !sentence.shown(at).starts_with('0');
            if is_open && let Some((part, end)) = day_part(sentence, at + 1) {
                return Some((part.place(time), false, grain, end));
            }
            let end = if sentence.is(at + 1, words!("h" "hrs" "hours")) { at + 2 } else { at + 1 };
            Some((time, is_open && end == at + 1, grain, end))
        }
        Kind::Number { value, decimals: 2, .. } if value < 24.0 => pointed(sentence, at, value),
        Kind::Number { value, decimals: 0, digits } => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
            let number = if (0.0..2_400.0).contains(&value) { value as u32 } else { return None };
            if let Some((is_pm, end)) = half_of_day(sentence, at + 1).filter(|_| number <= 12) {
                let time = NaiveTime::from_hms_opt(number % 24, 0, 0)?;
                return Some((on_half(time, is_pm)?, false, Grain::Hour, end));
            }
            let spoken = (number <= MOST_SPOKEN).then(|| spoken(sentence, at)).flatten();
            if spoken.is_some() {
                return spoken;
            }
            let named = zone(sentence, at + 1).is_some_and(|zone| zone.range.start == at + 1);
            let is_military = digits == 4 && named && sentence.is(at.wrapping_sub(1), PREPOSITIONS);
            let time = is_military.then(|| NaiveTime::from_hms_opt(number / 100, number % 100, 0));
            time.flatten().map(|time| (time, false, Grain::Minute, at + 1))
        }
        Kind::Word(_) => {
            let hour = match sentence.word(at) {
                "noon" | "midday" => 12,
                "midnight" => 0,
                _ => return spoken(sentence, at),
            };
            Some((NaiveTime::from_hms_opt(hour, 0, 0)?, false, Grain::Hour, at + 1))
        }
        _ => None,
    }
}

/// The largest number of a time that is told in words: "25 to nine".
const MOST_SPOKEN: u32 = 25;

/// "5.10pm", "at 10.42".
fn pointed(sentence: &Sentence<'_>, at: usize, value: f64) -> Option<TimeOfDay> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let digits = (value * 100.0).round() as u32;
    let time = NaiveTime::from_hms_opt(digits / 100, digits % 100, 0)?;
    if let Some((is_pm, end)) = half_of_day(sentence, at + 1).filter(|_| value < 13.0) {
        return Some((on_half(time, is_pm)?, false, Grain::Minute, end));
    }
    let is_at = sentence.is(at.wrapping_sub(1), words!("at" "until" "till" "since"));
    let is_whole = sentence.is_mark(at + 1, &['.', ',', ')']) || zone(sentence, at + 1).is_some();
    let ends = at + 1 >= sentence.len() || is_whole;
    (is_at && ends).then_some((time, time.hour() <= 12, Grain::Minute, at + 1))
}

const PREPOSITIONS: &Words = words!(
    "at" "by" "around" "about" "approximately" "from" "until" "before" "after" "between" "and"
    "to" "since"
);

/// "am", "p.m.": whether it is the second half, and where it ends.
pub(super) fn half_of_day(sentence: &Sentence<'_>, at: usize) -> Option<(bool, usize)> {
    match sentence.word(at) {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        half @ ("a" | "p") => {
            let is_dotted = sentence.is_mark(at + 1, &['.'])
                && sentence.is(at + 2, words!("m"))
                && sentence.is_glued(at + 2);
            let end = if sentence.is_mark(at + 3, &['.']) { at + 4 } else { at + 3 };
            is_dotted.then_some((half == "p", end))
        }
        _ => None,
    }
}

fn on_half(time: NaiveTime, is_pm: bool) -> Option<NaiveTime> {
    let hour = match (time.hour(), is_pm) {
        (12, false) => 0,
        (hour @ 0..=11, true) => hour + 12,
        (hour, _) => hour,
    };
    time.with_hour(hour)
}

/// The hedge before a place, and where its words start.
fn hedge(sentence: &Sentence<'_>, at: usize) -> (ClockHedge, usize) {
    const NEAR: &Words = words!(
        "shortly" "just" "soon" "slightly" "little" "right" "immediately" "bit"
    );
    let one = at.wrapping_sub(1);
    if sentence.is_mark(one, &['~', '≈']) {
        return (ClockHedge::About, one);
    }
    // "approx. 13:30": the full stop stands between.
    let is_short =
        sentence.is_mark(one, &['.']) && sentence.is(at.wrapping_sub(2), words!("approx" "ca"));
    let one = if is_short { at.wrapping_sub(2) } else { one };
    let two = one.wrapping_sub(1);
    let is_near = sentence.is(two, NEAR);
    let near_start =
        if sentence.is(two.wrapping_sub(1), words!("a")) { two.wrapping_sub(1) } else { two };
    match sentence.word(one) {
        "about" | "around" | "approximately" | "roughly" | "circa" | "ca" | "approx" | "near" => {
            let is_by = sentence.is(two, words!("by"));
            (if is_by { ClockHedge::By } else { ClockHedge::About }, one)
        }
        "after" | "past" if is_near => (ClockHedge::JustAfter, near_start),
        "before" if is_near => (ClockHedge::JustBefore, near_start),
        "nearly" | "almost" | "toward" | "towards" => (ClockHedge::About, one),
        "by" | "before" => (ClockHedge::By, one),
        "after" | "past" => (ClockHedge::After, one),
        _ => (ClockHedge::Bare, at),
    }
}

impl Clock<'_> {
    /// Whether nothing can be said of it: its zone has a name that is not known.
    pub(in crate::check) fn is_open(&self) -> bool {
        self.zone.as_ref().is_some_and(|zone| zone.offsets.is_empty())
    }

    /// Whether it is too common a time to mean one moment.
    pub(in crate::check) fn is_round(&self) -> bool {
        self.grain == Grain::Hour || self.hedge != ClockHedge::Bare
    }

    /// The seconds of the day that it allows, before the first and behind the last of them.
    pub(in crate::check) fn window(&self) -> (i64, i64) {
        let second = i64::from(self.time.num_seconds_from_midnight());
        let minute = self.time.minute();
        let slack = match (self.grain, self.hedge) {
            (Grain::Hour, ClockHedge::About) => 1_800,
            (_, ClockHedge::About) if minute.is_multiple_of(15) => 900,
            (_, ClockHedge::About) if minute.is_multiple_of(5) => 600,
            (_, ClockHedge::About) => 300,
            // Facts are mostly known to the minute.
            (Grain::Second | Grain::Minute, _) => 59,
            (Grain::Hour, _) => 300,
        };
        match self.hedge {
            ClockHedge::JustAfter => (second - 59, second + 900),
            ClockHedge::JustBefore => (second - 900, second + 59),
            _ => (second - slack, second + slack),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockHedge, IntervalEnd, clocks};
    use crate::check::truth::Text;

    fn found(text: &str) -> Vec<String> {
        let text = Text::plain(text);
        let sentence = text.sentences().next().unwrap();
        let name = |clock: super::Clock<'_>| {
            let hedge = match clock.hedge {
                ClockHedge::Bare => "",
                ClockHedge::About => "~",
                ClockHedge::JustAfter => ">",
                ClockHedge::JustBefore => "<",
                ClockHedge::By => "≤",
                ClockHedge::After => "≥",
            };
            let end = match clock.end {
                None => "",
                Some(IntervalEnd::First) => "[",
                Some(IntervalEnd::Second) => "]",
            };
            let zone = clock.zone.map_or_else(String::new, |zone| format!(" {}", zone.name));
            format!("{hedge}{}{zone}{end}", clock.time.format("%H:%M"))
        };
        clocks(&sentence).into_iter().map(name).collect()
    }

    #[test]
    fn reads_what_people_write() {
        assert_eq!(found("at 20:45, at 8:45 PM"), ["20:45", "20:45"]);
        assert_eq!(found("by 2045 UTC, at 10:50 CET"), ["≤20:45 UTC", "10:50 CET"]);
        assert_eq!(found("around 11 a.m. PST"), ["~11:00 PST"]);
        assert_eq!(found("just after 20:00 AEST; then"), [">20:00 AEST"]);
        assert_eq!(found("shortly before noon"), ["<12:00"]);
        assert_eq!(found("between 8:00PM and 9:00PM"), ["20:00[", "21:00]"]);
        assert_eq!(found("from 8 to 9 p.m."), ["20:00[", "21:00]"]);
        assert_eq!(found("10:00–10:40 (CET)"), ["10:00 CET[", "10:40 CET]"]);
        assert_eq!(found("2019-02-12T10:50:00Z"), ["10:50 Z"]);
        assert_eq!(found("at 14:00 UTC+2"), ["14:00 UTC+2"]);
        assert_eq!(found("at half past ten, at quarter past 8"), ["10:30", "08:15"]);
        assert_eq!(found("at a quarter to four in the afternoon"), ["15:45"]);
        assert!(found("a quarter of an hour, half the hosts, past ten").is_empty());
        assert!(found("in 2019 UTC was 5 pmol and 4.15").is_empty());
    }
}
