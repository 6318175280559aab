//! The stretches of time of the facts that an interval in the prose can mean.

use std::ops::Range;

use chrono::{NaiveTime, TimeDelta};

use super::account::Account;
use super::clock::{Clock, IntervalEnd};
use super::sentence::Sentence;
use super::times::is_at;
use super::topic::clause;
use super::word_list::Words;
use super::zone::ZoneName;
use crate::check::subject::Subject;
use crate::model::{Bound, Moment};
use crate::source::FieldPath;

/// From when to when the incident lasted, or one of its windows of impact.
#[derive(Clone, Debug)]
pub(in crate::check) struct Stretch {
    /// The host, region or component of a window; none of the incident itself.
    pub(in crate::check) of: Option<String>,
    start: (Moment, FieldPath),
    end: (Moment, FieldPath),
}

/// The incident and its windows of impact, as far as both ends are known.
pub(in crate::check) fn stretches(subject: &Subject<'_>) -> Vec<Stretch> {
    let facts = &subject.incident.facts;
    let mut found = Vec::new();
    let mut add = |of, start: Option<(Moment, FieldPath)>, end: Option<(Moment, FieldPath)>| {
        let is_known = |(at, _): &(Moment, FieldPath)| is_instant(at);
        if let (Some(start), Some(end)) = (start.filter(is_known), end.filter(is_known)) {
            found.push(Stretch { of, start, end });
        }
    };
    let key = |name, at: Option<Moment>| Some((at?, FieldPath::from(name)));
    let ends = [key("resolved", facts.resolved), key("mitigated", facts.mitigated)];
    for end in ends {
        add(None, key("started", facts.started), end);
    }
    for (index, impact) in facts.impact.iter().enumerate() {
        let item = subject.item("impact", index);
        let of = impact.resource.as_ref().unwrap_or(&impact.component).clone();
        let end = impact.period.end.map(|end| (end, item.key("end")));
        add(Some(of), Some((impact.period.start, item.key("start"))), end);
    }
    found
}

/// Whether more is known of a moment than a day.
fn is_instant(at: &Moment) -> bool {
    let is_day = matches!(at, Moment::Exactly(Bound::On { .. }) | Moment::About(Bound::On { .. }));
    !is_day && at.earliest().is_some() && at.latest().is_some()
}

impl Stretch {
    /// Its first or last moment, and where the facts say it.
    pub(in crate::check) const fn side(&self, side: IntervalEnd) -> &(Moment, FieldPath) {
        match side {
            IntervalEnd::First => &self.start,
            IntervalEnd::Second => &self.end,
        }
    }

    /// Whether its resource or its component is named in a sentence.
    pub(in crate::check) fn is_named(
        &self,
        subject: &Subject<'_>,
        sentence: &Sentence<'_>,
    ) -> bool {
        self.is_named_in(subject, sentence, 0..sentence.len())
    }

    fn is_named_in(
        &self,
        subject: &Subject<'_>,
        sentence: &Sentence<'_>,
        range: Range<usize>,
    ) -> bool {
        let Some(of) = &self.of else { return false };
        let shown = sentence.text.shown(sentence.bytes(range)).to_lowercase();
        let component = subject.config.component(of).map(|component| component.name.as_str());
        [Some(of.as_str()), component].into_iter().flatten().any(|name| has_word(&shown, name))
    }
}

/// The only window of the one resource that a sentence names: "ap-south-1 was down until".
pub(in crate::check) fn only_named(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
) -> Option<Stretch> {
    only_named_in(subject, sentence, 0..sentence.len())
}

/// The same of the clause around a time, or of the sentence before where that has a pronoun for it.
pub(in crate::check) fn only_meant(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    time: &Range<usize>,
) -> Option<Stretch> {
    const PRONOUNS: &Words = words!("it" "they" "there");
    let own = clause(sentence, time);
    // "web-3 went down at 20:02 and was back at 20:38"
    let goes_on = || {
        sentence.is(own.start.wrapping_sub(1), words!("and" "but"))
            && sentence.is(own.start, words!("was" "were" "had" "came" "went" "recovered"))
    };
    let refers = || sentence.has(own.clone(), PRONOUNS) || goes_on();
    only_named_in(subject, sentence, own.clone()).or_else(|| {
        let is_same = refers() && own.start > 1;
        is_same.then(|| only_named_in(subject, sentence, 0..own.start)).flatten().or_else(|| {
            let before = sentence.previous().filter(|_| refers())?;
            only_named(subject, &before)
        })
    })
}

/// The only window of the one component that is named between two places, where several have one.
pub(in crate::check) fn only_component(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    range: Range<usize>,
) -> Option<Stretch> {
    let impact = &subject.incident.facts.impact;
    if impact.len() < 2 || impact.iter().any(|impact| impact.resource.is_some()) {
        return None;
    }
    let names = named_components(subject, sentence, range);
    let [only] = names.as_slice() else { return None };
    let is_single = impact.iter().filter(|impact| impact.component == *only).count() == 1;
    let mut all = stretches(subject).into_iter().filter(|_| is_single);
    all.find(|stretch| stretch.of.as_ref() == Some(only))
}

pub(super) fn only_named_in(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    range: Range<usize>,
) -> Option<Stretch> {
    let facts = &subject.incident.facts;
    // Of a single one there is nothing to tell it from.
    facts.impact.iter().filter_map(|impact| impact.resource.as_ref()).nth(1)?;
    let is_resource = |stretch: &Stretch| {
        facts.impact.iter().any(|impact| impact.resource.is_some() && impact.resource == stretch.of)
    };
    let all = stretches(subject).into_iter().filter(is_resource);
    let mut named = all.filter(|stretch| stretch.is_named_in(subject, sentence, range.clone()));
    let only = named.next()?;
    named.next().is_none().then_some(only)
}

/// The components with a window that are named between two places, by their ids.
pub(in crate::check) fn named_components(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    range: Range<usize>,
) -> Vec<String> {
    let shown = sentence.text.shown(sentence.bytes(range)).to_lowercase();
    let mut ids: Vec<&String> =
        subject.incident.facts.impact.iter().map(|impact| &impact.component).collect();
    ids.sort_unstable();
    ids.dedup();
    let is_named = |id: &&String| {
        let name = subject.config.component(id).map(|component| component.name.as_str());
        [Some(id.as_str()), name].into_iter().flatten().any(|name| has_word(&shown, name))
    };
    ids.into_iter().filter(is_named).cloned().collect()
}

/// Whether a name stands in a text in lower case, and not within a longer word.
pub(super) fn has_word(text: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let is_inner =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    text.match_indices(&name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + found.len()..].chars().next();
        !is_inner(before) && !is_inner(behind)
    })
}

/// One end of a stated interval.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct StatedEnd<'s, 't> {
    pub(in crate::check) clock: &'s Clock<'t>,
    pub(in crate::check) other: &'s Clock<'t>,
    pub(in crate::check) side: IntervalEnd,
}

impl<'s> StatedEnd<'_, 's> {
    /// The same end in the incident's zone, if the other end is right in that and not in UTC.
    pub(in crate::check) fn pinned(
        &self,
        subject: &Subject<'_>,
        account: &Account,
    ) -> Option<Clock<'s>> {
        let zone = &subject.incident.facts.zone;
        let times = account.times(subject);
        let is_bare = self.clock.zone.is_none() && self.other.zone.is_none();
        if !is_bare || !times.at_local(self.other) || times.at_offset(self.other, 0) {
            return None;
        }
        let at = zone.at(&subject.incident.facts.started?.earliest()?);
        let offsets = vec![at.offset().local_minus_utc() / 60];
        let range = self.clock.words.end..self.clock.words.end;
        let zone = Some(ZoneName { name: "", letters: "", offsets, range });
        Some(Clock { zone, ..self.clock.clone() })
    }

    /// Whether the other end is that of a stretch.
    pub(in crate::check) fn is_half_right(
        &self,
        subject: &Subject<'_>,
        account: &Account,
        stretch: &Stretch,
    ) -> bool {
        let other = match self.side {
            IntervalEnd::First => IntervalEnd::Second,
            IntervalEnd::Second => IntervalEnd::First,
        };
        let zone = &subject.incident.facts.zone;
        is_at(zone, &stretch.side(other).0, self.other, account.offsets())
    }

    /// The stretch that an interval means: one that the sentence names, whose other end is
    /// stated, and that is the nearest.
    pub(in crate::check) fn meant(
        &self,
        subject: &Subject<'_>,
        account: &Account,
        sentence: &Sentence<'_>,
    ) -> Option<Stretch> {
        let mut all = stretches(subject);
        let is_named = |stretch: &Stretch| stretch.is_named(subject, sentence);
        if all.iter().any(is_named) {
            all.retain(is_named);
        }
        let is_half_right = |stretch: &Stretch| self.is_half_right(subject, account, stretch);
        if all.iter().any(is_half_right) {
            all.retain(is_half_right);
        }
        all.into_iter().min_by_key(|stretch| self.distance(subject, &stretch.side(self.side).0))
    }

    /// By how far the clocks of the incident's zone differ from what is stated.
    fn distance(&self, subject: &Subject<'_>, at: &Moment) -> TimeDelta {
        let Some(at) = at.earliest() else { return TimeDelta::MAX };
        let zone = self.clock.zone.as_ref().and_then(|zone| zone.offsets.first());
        let local = match zone.and_then(|minutes| chrono::FixedOffset::east_opt(minutes * 60)) {
            Some(offset) => at.with_timezone(&offset).time(),
            None => subject.incident.facts.zone.at(&at).time(),
        };
        apart(self.clock.time, local)
    }
}

/// The shorter way around the clock from one time to another.
fn apart(a: NaiveTime, b: NaiveTime) -> TimeDelta {
    let distance = (a - b).abs();
    distance.min(TimeDelta::hours(24) - distance)
}

#[cfg(test)]
mod tests {
    use super::{apart, has_word};
    use chrono::{NaiveTime, TimeDelta};

    #[test]
    fn names_are_whole_words() {
        assert!(has_word("eu-west-1 was down", "EU-west-1"));
        assert!(!has_word("eu-west-12 was down", "eu-west-1"));
        assert!(has_word("the api", "API"));
        assert!(!has_word("rapid", "api"));
    }

    #[test]
    fn the_clock_is_round() {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        assert_eq!(apart(at(23), at(1)), TimeDelta::hours(2));
        assert_eq!(apart(at(9), at(10)), TimeDelta::hours(1));
    }
}
