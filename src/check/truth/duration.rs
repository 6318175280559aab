//! Durations as people state them: "47 minutes", "an hour and a half", "2h15m".

use std::ops::Range;

use super::meaning::{Meaning, Unit};
use super::number::{Hedge, hedge_after, hedge_before, number};
use super::sentence::Sentence;
use super::spots::Spots;
use super::token::Kind;
use super::word_list::Words;

/// A stated duration.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::check) struct Duration {
    /// Its value, or the lower end of a range.
    pub(in crate::check) low: Length,
    /// The upper end of a range.
    pub(in crate::check) high: Option<Length>,
    /// How firmly it is meant.
    pub(in crate::check) hedge: Hedge,
    /// Its tokens, hedge included.
    pub(in crate::check) range: Range<usize>,
    /// Its tokens without the hedge before it.
    pub(in crate::check) start: usize,
}

/// A length of time with the grain it is stated in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) struct Length {
    pub(in crate::check) seconds: i64,
    /// Seconds by which it may be off when it is stated without a hedge.
    pub(in crate::check) grain: i64,
}

/// All durations of a sentence.
pub(in crate::check) fn durations(sentence: &Sentence<'_>) -> Vec<Duration> {
    let mut found: Vec<Duration> = Vec::new();
    if !sentence.has_spots(Spots::UNIT) {
        return found;
    }
    for at in sentence.spots(Spots::QUANTITY.and(Spots::ARTICLE)) {
        if found.last().is_none_or(|last| last.range.end <= at) {
            found.extend(duration(sentence, at));
        }
    }
    found
}

#[cfg(test)]
pub(super) fn starts(sentence: &Sentence<'_>, at: usize) -> bool {
    duration(sentence, at).is_some()
}

/// Whether a duration can start at a place; at most it cannot.
fn can_start(sentence: &Sentence<'_>, at: usize) -> bool {
    match sentence.kind(at) {
        Some(Kind::Number { .. } | Kind::Word(Meaning::Number(_) | Meaning::Scale(_))) => true,
        Some(Kind::Word(Meaning::Plain)) => match sentence.word(at) {
            "half" => true,
            "a" | "an" => counts_one(sentence, at + 1),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an article before this place can be a number: "an hour", "a hundred", "a quarter".
fn counts_one(sentence: &Sentence<'_>, at: usize) -> bool {
    matches!(sentence.meaning(at), Meaning::Unit(_) | Meaning::Scale(_))
        || unit(sentence, at).is_some()
        || sentence.is(at, words!("half" "quarter" "full" "whole" "solid" "entire"))
}

fn duration(sentence: &Sentence<'_>, at: usize) -> Option<Duration> {
    if !can_start(sentence, at) {
        return None;
    }
    let (low, high, end) = range(sentence, at).or_else(|| {
        let (length, end) = length(sentence, at)?;
        Some((length, None, end))
    })?;
    let opens = |at: usize| high.is_some() && sentence.is(at, words!("between" "from"));
    let start = if opens(at.wrapping_sub(1)) { at - 1 } else { at };
    let (before, mut from) = hedge_before(sentence, start);
    if opens(from.wrapping_sub(1)) {
        from -= 1;
    }
    let (hedge, end) = match hedge_after(sentence, end) {
        Some((after, end)) if before == Hedge::Bare => (after, end),
        _ => (before, end),
    };
    Some(Duration { low, high, hedge, range: from..end, start: at })
}

/// "30 to 45 minutes", "between 20 minutes and 2 hours", "30–45 min".
fn range(sentence: &Sentence<'_>, at: usize) -> Option<(Length, Option<Length>, usize)> {
    if let Some((low, end)) = length(sentence, at) {
        let next = joint(sentence, at, end)?;
        let (high, end) = length(sentence, next)?;
        return (high.seconds > low.seconds).then_some((low, Some(high), end));
    }
    let first = number(sentence, at)?;
    let next = joint(sentence, at, first.end)?;
    let (high, end) = length(sentence, next)?;
    let unit = unit(sentence, end.wrapping_sub(1))?;
    let low = simple(first.value, first.decimals, unit);
    (high.seconds > low.seconds).then_some((low, Some(high), end))
}

/// Where the upper end of a range starts, behind "to", "and" or a dash.
fn joint(sentence: &Sentence<'_>, start: usize, end: usize) -> Option<usize> {
    let is_between = sentence.is(start.wrapping_sub(1), words!("between"))
        || sentence.is(hedge_before(sentence, start).1.wrapping_sub(1), words!("between"));
    let joins = sentence.is(end, words!("to"))
        || sentence.is_mark(end, &['-', '–', '—'])
        || (sentence.is(end, words!("and")) && is_between);
    if !joins {
        return None;
    }
    let hedges: &Words = words!("about" "approximately" "around" "roughly");
    Some(if sentence.is(end + 1, hedges) { end + 2 } else { end + 1 })
}

/// One length of time and where it ends.
fn length(sentence: &Sentence<'_>, at: usize) -> Option<(Length, usize)> {
    let (mut total, mut unit, mut end) = part(sentence, at)?;
    // "an hour and a half", "2 hours and 15 minutes", "2h15m", "2h 15".
    loop {
        if let Some((quarters, next)) = quarters_more(sentence, end) {
            return Some((total.with_quarters(quarters, unit), next));
        }
        let next = match sentence.word(end) {
            "and" => end + 1,
            _ if sentence.is_mark(end, &[',']) => end + 1,
            _ => end,
        };
        match part(sentence, next) {
            Some((more, smaller, stop)) if smaller < unit && more.seconds < unit.seconds() => {
                total = Length { seconds: total.seconds + more.seconds, grain: more.grain };
                (unit, end) = (smaller, stop);
            }
            _ => return Some((total, end)),
        }
    }
}

/// "and a half", "and three quarters" behind a number or a unit: how many quarters.
fn quarters_more(sentence: &Sentence<'_>, at: usize) -> Option<(i64, usize)> {
    if !sentence.is(at, words!("and")) {
        return None;
    }
    let quarters = match (sentence.word(at + 1), sentence.word(at + 2)) {
        ("a", "half") => 2,
        ("a", "quarter") => 1,
        ("three", "quarters" | "quarter") => 3,
        _ => return None,
    };
    Some((quarters, at + 3))
}

/// The quarters that a sign right behind a number stands for: "2½ hours".
fn fraction_sign(sentence: &Sentence<'_>, at: usize) -> Option<i64> {
    [('¼', 1), ('½', 2), ('¾', 3)]
        .into_iter()
        .find(|(sign, _)| sentence.is_glued(at) && sentence.is_mark(at, &[*sign]))
        .map(|(_, quarters)| quarters)
}

/// A number and a unit, or words that mean the same.
fn part(sentence: &Sentence<'_>, at: usize) -> Option<(Length, Unit, usize)> {
    if let Some(found) = fraction(sentence, at) {
        return Some(found);
    }
    if sentence.is(at, words!("a" "an")) {
        // "a full day"
        let size = usize::from(sentence.is(at + 1, words!("full" "whole" "solid" "entire")));
        let unit = unit(sentence, at + 1 + size)?;
        return Some((simple(1.0, 0, unit), unit, at + 2 + size));
    }
    let number = number(sentence, at)?;
    // "two and a half hours", "2½ hours"
    let sign = fraction_sign(sentence, number.end).map(|quarters| (quarters, number.end + 1));
    let more = sign.or_else(|| quarters_more(sentence, number.end));
    let mut place = more.map_or(number.end, |(_, end)| end);
    if sentence.is_mark(place, &['-', '‑']) && sentence.is_glued(place) {
        place += 1;
    }
    if sentence.is(place, words!("full" "whole" "long")) {
        place += 1;
    }
    let unit = unit(sentence, place)?;
    let mut length = simple(number.value, number.decimals, unit);
    if let Some((quarters, _)) = more {
        length = length.with_quarters(quarters, unit);
    }
    Some((length, unit, place + 1))
}

/// "half an hour", "a quarter of an hour", "three quarters of an hour".
fn fraction(sentence: &Sentence<'_>, at: usize) -> Option<(Length, Unit, usize)> {
    let (quarters, end) = match (sentence.word(at), sentence.word(at + 1)) {
        ("half", "an" | "a") => (2, at + 2),
        ("half", "") if sentence.is_mark(at + 1, &['-']) => (2, at + 2),
        ("a" | "one", "half") => (2, at + 2),
        ("a" | "one", "quarter") if sentence.is(at + 2, words!("of")) => (1, at + 4),
        ("three", "quarters") if sentence.is(at + 2, words!("of")) => (3, at + 4),
        _ => return None,
    };
    let end = if sentence.is_mark(end, &['-']) { end + 1 } else { end };
    let unit = unit(sentence, end)?;
    let seconds = unit.seconds() * quarters / 4;
    Some((Length { seconds, grain: seconds / 6 }, unit, end + 1))
}

fn unit(sentence: &Sentence<'_>, at: usize) -> Option<Unit> {
    match sentence.meaning(at) {
        Meaning::Unit(unit) => Some(unit),
        // "2 h" is a duration, "2 m" may be a length.
        Meaning::Plain if sentence.is_glued(at) || sentence.is(at, words!("h")) => {
            Unit::letter(sentence.word(at))
        }
        _ => None,
    }
}

/// A number of units. The grain follows the roundness of the number: "47 minutes" is meant to
/// the minute, "45 minutes" to the nearest five, "nine hours" to the nearest hour.
fn simple(value: f64, decimals: u8, unit: Unit) -> Length {
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the digits of a number")]
    let whole = |seconds: f64| seconds.round() as i64;
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let size = unit.seconds() as f64;
    let seconds = whole(value * size);
    let grain = match unit {
        _ if decimals > 0 => whole(size / 10_f64.powi(i32::from(decimals.min(3))) / 2.0),
        Unit::Second | Unit::Minute => round_grain(seconds, unit.seconds()),
        Unit::Hour if value < 1.5 => 600,
        Unit::Hour if value < 2.5 => 900,
        Unit::Hour if value < 3.5 => 1_500,
        Unit::Hour => 1_800,
        Unit::Day if value < 1.5 => 43_200,
        Unit::Day => 86_400,
        Unit::Week => 216_000,
    };
    Length { seconds, grain }
}

/// The grain of a number of minutes or seconds.
const fn round_grain(seconds: i64, unit: i64) -> i64 {
    let number = seconds / unit;
    let eighth = seconds / 8;
    let step = if number % 10 == 0 {
        10 * unit / 2
    } else if number % 5 == 0 {
        5 * unit / 2
    } else {
        unit - 1
    };
    let rough = if step < eighth { step } else { eighth };
    // Both ends may be cut to whole units.
    let cut = if number >= 60 { unit } else { unit - 1 };
    if number % 5 == 0 && rough > cut { rough } else { cut }
}

impl Length {
    /// The same and so many quarters of a unit: a half is less exact than a quarter.
    const fn with_quarters(self, quarters: i64, unit: Unit) -> Self {
        let grain = if quarters == 2 { unit.seconds() / 4 } else { unit.seconds() / 6 };
        Self { seconds: self.seconds + unit.seconds() * quarters / 4, grain }
    }

    /// The values that it allows, in seconds, when meant with a hedge.
    pub(in crate::check) fn allows(self, hedge: Hedge) -> (i64, i64) {
        let Self { seconds, grain } = self;
        let fifth = (seconds / 5).max(grain);
        match hedge {
            Hedge::Bare => (seconds - grain, seconds + grain),
            Hedge::Exactly => (seconds - grain.min(59), seconds + grain.min(59)),
            Hedge::About => {
                let wide = (seconds * 3 / 20).max(grain);
                (seconds - wide, seconds + wide)
            }
            Hedge::JustUnder => (seconds - fifth, seconds + grain.min(60)),
            Hedge::JustOver => (seconds - grain.min(60), seconds + fifth),
            Hedge::AtMost => (0, seconds + grain.min(60)),
            Hedge::AtLeast => (seconds - grain.min(60), i64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::durations;
    use crate::check::truth::Text;

    fn minutes(text: &str) -> Vec<(i64, Option<i64>)> {
        let text = Text::plain(text);
        let sentence = text.sentences().next().unwrap();
        durations(&sentence)
            .into_iter()
            .map(|found| (found.low.seconds / 60, found.high.map(|high| high.seconds / 60)))
            .collect()
    }

    #[test]
    fn reads_what_people_write() {
        assert_eq!(minutes("lasted 47 minutes and 2 hours"), [(47, None), (120, None)]);
        assert_eq!(minutes("an hour and a half"), [(90, None)]);
        assert_eq!(minutes("two and a half hours"), [(150, None)]);
        assert_eq!(minutes("an hour and a quarter, 2¾ h"), [(75, None), (165, None)]);
        assert_eq!(minutes("two and three quarter hours"), [(165, None)]);
        assert_eq!(minutes("half an hour, a quarter of an hour"), [(30, None), (15, None)]);
        assert_eq!(minutes("30 to 45 min"), [(30, Some(45))]);
        assert_eq!(minutes("30–45 min"), [(30, Some(45))]);
        assert_eq!(minutes("between 20 minutes and 2 hours"), [(20, Some(120))]);
        assert_eq!(minutes("from approximately 30 minutes to 45 minutes"), [(30, Some(45))]);
        assert_eq!(minutes("between approximately 30 minutes and 45 minutes"), [(30, Some(45))]);
        assert_eq!(minutes("2h15m"), [(135, None)]);
        assert_eq!(minutes("2 hours and 15 minutes"), [(135, None)]);
        assert_eq!(minutes("1 hour, 5 minutes"), [(65, None)]);
        assert_eq!(minutes("a 47-minute outage, a nine-hour one"), [(47, None), (540, None)]);
        assert_eq!(minutes("1.5 hours"), [(90, None)]);
        assert_eq!(minutes("in the second minute of 5 MB"), []);
        assert_eq!(minutes("3 d"), [], "a letter is a unit only right behind a number");
    }
}
