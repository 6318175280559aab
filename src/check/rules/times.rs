//! Moments compared for what is certain, and said in messages.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Timelike as _};

use crate::model::{Bound, Facts, Moment, offset_name};

/// Whether `first` is before `second` however both are read. "About" gives ten minutes either
/// way, or a day where it is about a day.
pub(in crate::check) fn surely_before(first: &Moment, second: &Moment) -> bool {
    let last = match first {
        Moment::Exactly(bound) | Moment::About(bound) => bound,
        Moment::Between { before, .. } => before,
        Moment::Unknown => return false,
    };
    let apart = |earliest| earliest - last_second(last);
    second.earliest().is_some_and(|earliest| apart(earliest) > slack(first) + slack(second))
}

/// A day is over before the next one begins.
fn last_second(bound: &Bound) -> DateTime<FixedOffset> {
    match bound {
        Bound::At(at) => *at,
        Bound::On { end, .. } => *end - TimeDelta::seconds(1),
    }
}

/// When the incident was resolved, unless that is before it started: then the end itself is
/// wrong, which has a rule of its own, and nothing can be held against it.
pub(super) fn sound_end(facts: &Facts) -> Option<&Moment> {
    let resolved = facts.resolved.as_ref()?;
    let is_backwards = facts.started.as_ref().is_some_and(|start| surely_before(resolved, start));
    (!is_backwards).then_some(resolved)
}

/// The first and the last day that a moment can be on, by the clocks of its zone.
pub(super) fn days(moment: &Moment) -> Option<(NaiveDate, NaiveDate)> {
    let bounds = bounds(moment);
    let slack = slack(moment);
    Some((first_day(bounds.first()?, slack), last_day(bounds.last()?, slack)))
}

/// A moment in a message that also says `beside`: "at 10:50", with the day where the two are
/// on different ones, and with the offset where clocks were changed in between.
pub(super) fn when(moment: &Moment, beside: &Moment) -> String {
    let mut others = bounds(moment);
    others.extend(bounds(beside));
    let differ = |a: &Bound| others.iter().any(|b| day(a) != day(b));
    let form = Form { day: others.iter().any(differ), offset: have_two_offsets(&others) };
    match moment {
        Moment::Exactly(at @ Bound::At(_)) => format!("at {}", form.words(at)),
        Moment::Exactly(on @ Bound::On { .. }) => format!("on {}", form.words(on)),
        Moment::About(bound) => format!("at about {}", form.words(bound)),
        Moment::Between { after, before } => {
            format!("between {} and {}", form.words(after), form.words(before))
        }
        Moment::Unknown => "at an unknown time".to_owned(),
    }
}

fn slack(moment: &Moment) -> TimeDelta {
    match moment {
        Moment::About(Bound::At(_)) => TimeDelta::minutes(10),
        Moment::About(Bound::On { .. }) => TimeDelta::days(1),
        _ => TimeDelta::zero(),
    }
}

fn bounds(moment: &Moment) -> Vec<Bound> {
    match moment {
        Moment::Exactly(bound) | Moment::About(bound) => vec![*bound],
        Moment::Between { after, before } => vec![*after, *before],
        Moment::Unknown => Vec::new(),
    }
}

fn day(bound: &Bound) -> NaiveDate {
    match bound {
        Bound::At(at) => at.date_naive(),
        Bound::On { day, .. } => *day,
    }
}

fn first_day(bound: &Bound, slack: TimeDelta) -> NaiveDate {
    match bound {
        Bound::At(at) => (*at - slack).date_naive(),
        Bound::On { day, .. } => *day - slack,
    }
}

fn last_day(bound: &Bound, slack: TimeDelta) -> NaiveDate {
    match bound {
        Bound::At(at) => (*at + slack).date_naive(),
        Bound::On { day, .. } => *day + slack,
    }
}

fn have_two_offsets(bounds: &[Bound]) -> bool {
    let mut offsets = bounds.iter().filter_map(|bound| match bound {
        Bound::At(at) => Some(*at.offset()),
        Bound::On { .. } => None,
    });
    let first = offsets.next();
    offsets.any(|offset| Some(offset) != first)
}

/// What of a moment has to be said.
#[derive(Clone, Copy)]
struct Form {
    day: bool,
    offset: bool,
}

impl Form {
    fn words(self, bound: &Bound) -> String {
        match bound {
            Bound::On { day, .. } => day.to_string(),
            Bound::At(at) => self.instant(*at),
        }
    }

    fn instant(self, at: DateTime<FixedOffset>) -> String {
        let clock = at.format(if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" });
        let day = if self.day { format!("{} ", at.date_naive()) } else { String::new() };
        let offset =
            if self.offset { format!(" {}", offset_name(*at.offset())) } else { String::new() };
        format!("{day}{clock}{offset}")
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::{days, surely_before, when};
    use crate::model::{Bound, Moment, Zone};

    fn bound(text: &str) -> Bound {
        Bound::At(DateTime::parse_from_rfc3339(text).unwrap())
    }

    #[test]
    fn about_gives_ten_minutes() {
        let start = Moment::Exactly(bound("2024-05-02T10:00:00Z"));
        assert!(!surely_before(&Moment::About(bound("2024-05-02T09:50:00Z")), &start));
        assert!(surely_before(&Moment::About(bound("2024-05-02T09:49:00Z")), &start));
        assert!(!surely_before(&Moment::Unknown, &start));
        assert!(!surely_before(&start, &start));
    }

    #[test]
    fn a_day_is_before_the_next() {
        let day = |day| {
            let day = NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
            Moment::Exactly(Bound::on(day, &Zone::utc()))
        };
        assert!(surely_before(&day(1), &day(2)));
        assert!(!surely_before(&day(1), &day(1)));
        assert!(surely_before(&day(1), &Moment::Exactly(bound("2024-05-02T00:00:00Z"))));
        assert!(!surely_before(&day(1), &Moment::About(bound("2024-05-02T00:00:00Z"))));
    }

    #[test]
    fn about_midnight_can_be_on_two_days() {
        let midnight = Moment::About(bound("2024-05-02T00:05:00Z"));
        let (first, last) = days(&midnight).unwrap();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2024-05-01".into(), "2024-05-02".into())
        );
        assert_eq!(days(&Moment::Unknown), None);
    }

    #[test]
    fn says_days_and_offsets_where_they_differ() {
        let at = |text| Moment::Exactly(bound(text));
        let ten = at("2024-05-02T10:00:00Z");
        assert_eq!(when(&ten, &at("2024-05-02T11:00:00Z")), "at 10:00");
        assert_eq!(when(&ten, &at("2024-05-03T11:00:00Z")), "at 2024-05-02 10:00");
        let (before, after) = (at("2024-10-27T02:50:00+02:00"), at("2024-10-27T02:10:30+01:00"));
        assert_eq!(when(&after, &before), "at 02:10:30 UTC+01:00");
        let between = Moment::Between {
            after: bound("2024-05-02T10:00:00Z"),
            before: bound("2024-05-02T11:00:00Z"),
        };
        assert_eq!(when(&between, &ten), "between 10:00 and 11:00");
    }
}
