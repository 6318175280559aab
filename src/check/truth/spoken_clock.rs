//! Times of day as people say them: "half past ten", "ten to four", "nine in the evening".

use chrono::{NaiveTime, Timelike as _};

use super::clock::{Grain, half_of_day};
use super::meaning::Meaning;
use super::number::number;
use super::sentence::Sentence;
use super::token::Kind;
use super::word_list::Words;
use super::zone::zone;

/// A time of day, whether it may also be twelve hours later, how finely it is stated, and where
/// its words end.
pub(super) type TimeOfDay = (NaiveTime, bool, Grain, usize);

/// A part of the day behind a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Afternoon,
    Night,
}

/// Words before a time that no quantity has before it.
const AT: &Words = words!("at" "until" "till" "since");

/// Words before a time, and before quantities too.
const NEAR: &Words = words!(
    "by" "around" "about" "approximately" "from" "before" "after" "between" "and" "to" "was"
    "towards" "past"
);

/// Whether a word stands before times told in words, and numbers in words without it are none.
pub(super) fn leads_to_time(word: &str) -> bool {
    AT.has(word) || NEAR.has(word)
}

/// The time that begins at a place, where it is told in words.
pub(super) fn spoken(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    // Most numbers are no times.
    let before = at.wrapping_sub(1);
    let is_led = sentence.is(before, AT) || sentence.is(before, NEAR);
    let is_named =
        || sentence.is(at + 1, words!("past" "to" "o'clock" "o’clock" "am" "pm" "a" "p" "minutes"));
    let is_open = !matches!(sentence.meaning(at), Meaning::Number(_)) && is_named();
    if !is_led && !is_open {
        return None;
    }
    None.or_else(|| relative(sentence, at))
        .or_else(|| half_hour(sentence, at))
        .or_else(|| with_minutes(sentence, at))
        .or_else(|| whole_hour(sentence, at))
}

/// The hour from 1 to 12 that is named at a place, in digits or in words.
pub(super) fn hour(sentence: &Sentence<'_>, at: usize) -> Option<u32> {
    match sentence.kind(at)? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        Kind::Number { value, decimals: 0, .. } if (1.0..=12.0).contains(&value) => {
            Some(value as u32)
        }
        Kind::Word(Meaning::Number(hour @ 1..=12)) => Some(hour),
        _ => None,
    }
}

/// "half past ten", "a quarter to eleven in the morning", "twenty minutes past two".
fn relative(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    let (minutes, mut join) = match sentence.word(at) {
        "half" => (30, at + 1),
        "quarter" => (15, at + 1),
        _ => few_minutes(sentence, at)?,
    };
    join += usize::from(sentence.is(join, words!("minutes" "minute")));
    let is_to = match sentence.word(join) {
        "past" => false,
        "to" | "before" if minutes != 30 => true,
        _ => return None,
    };
    // "a quarter to midnight"
    let is_named = sentence.is(join + 1, words!("midnight" "noon" "midday"));
    let hour = if is_named { 0 } else { hour(sentence, join + 1)? % 12 };
    // "ten to twelve hosts"
    let is_range = is_to && minutes != 15 && !sentence.is(at.wrapping_sub(1), AT);
    if is_range && !closes(sentence, join + 2) || counts(sentence, join + 2) {
        return None;
    }
    let minutes = if is_to { (hour + 11) % 12 * 60 + 60 - minutes } else { hour * 60 + minutes };
    if is_named {
        let is_pm = is_to == sentence.is(join + 1, words!("midnight"));
        let minutes = minutes + if is_pm { 12 * 60 } else { 0 };
        let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?;
        return Some((time, false, Grain::Hour, join + 2));
    }
    finish(sentence, minutes, join + 2)
}

/// The minutes of "ten past", "twenty-five to": nobody says others so.
fn few_minutes(sentence: &Sentence<'_>, at: usize) -> Option<(u32, usize)> {
    let before = at.wrapping_sub(1);
    let is_led = sentence.is(before, AT) || sentence.is(before, NEAR);
    let may_be = match sentence.kind(at)? {
        Kind::Number { value, .. } => [5.0, 10.0, 20.0, 25.0].contains(&value),
        _ => true,
    };
    let number = (is_led && may_be).then(|| number(sentence, at)).flatten()?;
    let minutes = [5, 10, 20, 25].into_iter().find(|few| f64::from(*few) == number.value)?;
    Some((minutes, number.end))
}

/// British "half nine".
fn half_hour(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    let is_half = sentence.is(at, words!("half"));
    let Meaning::Number(hour @ 1..=12) = sentence.meaning(at + 1) else { return None };
    let is_led = is_half && sentence.is(at.wrapping_sub(1), AT);
    let is_time = is_led && closes(sentence, at + 2);
    is_time.then(|| finish(sentence, hour % 12 * 60 + 30, at + 2)).flatten()
}

/// "nine thirty", "two forty-five".
fn with_minutes(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    let Meaning::Number(hour @ 1..=12) = sentence.meaning(at) else { return None };
    let Meaning::Number(10..=50) = sentence.meaning(at + 1) else { return None };
    let minutes = number(sentence, at + 1)?;
    let before = at.wrapping_sub(1);
    let is_led = sentence.is(before, AT) || sentence.is(before, NEAR);
    if !is_led || !closes(sentence, minutes.end) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let minutes_past = minutes.value as u32;
    let (time, may_be_pm, _, end) = finish(sentence, hour % 12 * 60 + minutes_past, minutes.end)?;
    Some((time, may_be_pm, Grain::Minute, end))
}

/// "nine o'clock", "nine in the evening", "at eight UTC", "at ten sharp", "at ten."
fn whole_hour(sentence: &Sentence<'_>, at: usize) -> Option<TimeOfDay> {
    let hour = hour(sentence, at)?;
    let minutes = hour % 12 * 60;
    let (before, behind) = (at.wrapping_sub(1), at + 1);
    if sentence.is(behind, words!("o'clock" "o’clock")) {
        return finish(sentence, minutes, behind + 1);
    }
    let in_words = matches!(sentence.kind(at), Some(Kind::Word(_)));
    if in_words && half_of_day(sentence, behind).is_some() {
        return finish(sentence, minutes, behind);
    }
    let is_at = sentence.is(before, AT);
    if !is_at && !sentence.is(before, NEAR) {
        return None;
    }
    if day_part(sentence, behind).is_some() {
        return finish(sentence, minutes, behind);
    }
    let has_zone = zone(sentence, behind).is_some_and(|zone| zone.range.start == behind);
    let is_time = has_zone || is_at && (stands_alone(sentence, behind));
    is_time.then(|| finish(sentence, minutes, behind)).flatten()
}

/// Whether nothing behind a number says what it is a number of: "at ten.", "at ten sharp".
fn stands_alone(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_mark = matches!(sentence.kind(at), Some(Kind::Mark('.' | ',' | ')' | ';' | '!' | '?')));
    at >= sentence.len()
        || (is_mark && !sentence.is_glued(at + 1))
        || sentence.is(at, words!("sharp"))
}

/// Whether a time can end here, for no noun follows of which it would be the number.
fn closes(sentence: &Sentence<'_>, at: usize) -> bool {
    const FOLLOWS: &Words = words!(
        "on" "and" "but" "when" "that" "before" "until" "till" "the" "our" "we" "it" "all" "as"
        "after" "while" "with" "by" "because" "every" "everything" "they" "this"
    );
    stands_alone(sentence, at)
        || sentence.is(at, FOLLOWS)
        || sentence.is_mark(at, &['(', ':', '–', '—'])
        || half_of_day(sentence, at).is_some()
        || day_part(sentence, at).is_some()
        || zone(sentence, at).is_some()
}

/// Whether a unit follows, so that it was a number: "from five to ten minutes".
fn counts(sentence: &Sentence<'_>, at: usize) -> bool {
    matches!(sentence.meaning(at), Meaning::Unit(_) | Meaning::Scale(_))
        || sentence.is_mark(at, &['%', '-'])
        || sentence.is(at, words!("percent" "times" "per"))
}

/// The time so many minutes behind twelve, with the half of the day that the words behind say.
fn finish(sentence: &Sentence<'_>, minutes: u32, end: usize) -> Option<TimeOfDay> {
    let end = end + usize::from(sentence.is(end, words!("sharp")));
    let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?;
    if let Some((is_pm, end)) = half_of_day(sentence, end) {
        let time = if is_pm { time + chrono::TimeDelta::hours(12) } else { time };
        return Some((time, false, Grain::Hour, end));
    }
    match day_part(sentence, end) {
        Some((part, end)) => Some((part.place(time), false, Grain::Hour, end)),
        None => Some((time, true, Grain::Hour, end)),
    }
}

/// The part of the day named at a place: "in the evening", "that night", "the next morning".
pub(super) fn day_part(sentence: &Sentence<'_>, at: usize) -> Option<(DayPart, usize)> {
    const LONGEST: usize = 4;
    const LEADS: &Words = words!(
        "in" "the" "at" "on" "that" "this" "same" "next" "following" "early" "late" "yesterday"
        "last" "small" "wee"
    );
    let leads =
        |at: usize| sentence.is(at, LEADS) || matches!(sentence.meaning(at), Meaning::Weekday(_));
    let end = (at..at + LONGEST).find(|at| !leads(*at)).filter(|end| *end > at)?;
    let part = match sentence.word(end) {
        "morning" => DayPart::Morning,
        "hours" if sentence.is(end - 1, words!("early" "small" "wee")) => DayPart::Morning,
        "afternoon" | "evening" => DayPart::Afternoon,
        "night" => DayPart::Night,
        _ => return None,
    };
    Some((part, end + 1))
}

impl DayPart {
    /// A time on a dial of twelve hours, in this part of the day.
    pub(super) fn place(self, time: NaiveTime) -> NaiveTime {
        const DAWN: u32 = 6;
        let hour = time.hour() % 12;
        let is_pm = match self {
            Self::Morning => false,
            Self::Afternoon => true,
            Self::Night => hour >= DAWN,
        };
        time.with_hour(if is_pm { hour + 12 } else { hour }).unwrap_or(time)
    }
}
