//! Quarters and halves of an hour on the clock: "half past ten", "quarter to four".

use chrono::NaiveTime;

use super::clock::{Grain, bare_hour, half_of_day};
use super::meaning::Meaning;
use super::sentence::Sentence;
use super::word_list::Words;

const DAY_PARTS: &Words = words!("morning" "afternoon" "evening");

/// "half past ten", "quarter to eleven in the morning".
pub(super) fn quarter_past(
    sentence: &Sentence<'_>,
    at: usize,
) -> Option<(NaiveTime, bool, Grain, usize)> {
    const REACH: usize = 4;
    let hour = match (bare_hour(sentence, at + 2), sentence.meaning(at + 2)) {
        (Some(hour), _) | (None, Meaning::Number(hour @ 1..=12)) => hour % 12,
        _ => return None,
    };
    let minutes = match (sentence.word(at), sentence.word(at + 1)) {
        ("half", "past") => hour * 60 + 30,
        ("quarter", "past") => hour * 60 + 15,
        ("quarter", "to") => (hour + 11) % 12 * 60 + 45,
        _ => return None,
    };
    let mut end = at + 3;
    let mut half = half_of_day(sentence, end);
    if let Some(part) = sentence.find(end..end + REACH, DAY_PARTS)
        && (end..part).all(|at| sentence.is(at, words!("in" "the" "at" "that" "same")))
    {
        half = Some((!sentence.is(part, words!("morning")), part + 1));
    }
    let minutes = minutes + half.filter(|(is_pm, _)| *is_pm).map_or(0, |_| 12 * 60);
    end = half.map_or(end, |(_, end)| end);
    let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?;
    // Nobody says "quarter to" of a minute.
    Some((time, half.is_none(), Grain::Hour, end))
}
