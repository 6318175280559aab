use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{Bound, Moment};

/// Time between two moments, with what is uncertain about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// It took at least this long.
    pub least: TimeDelta,
    /// It took at most this long.
    pub most: TimeDelta,
    /// One end is only known roughly.
    pub about: bool,
    /// It may have taken longer than all of this, and the facts do not say by how much.
    pub may_be_longer: bool,
}

/// The time from `start` to `end`; nothing where one is unknown or the end is certainly first.
#[must_use]
pub fn between(start: &Moment, end: &Moment) -> Option<Elapsed> {
    let most = end.latest()? - start.earliest()?;
    let least = (end.earliest()? - start.latest()?).max(TimeDelta::zero());
    let about = matches!(start, Moment::About(_)) || matches!(end, Moment::About(_));
    (most >= TimeDelta::zero()).then_some(Elapsed { least, most, about, may_be_longer: false })
}

/// Total time covered by windows that may overlap. A window without an end lasts until `now`;
/// one whose start or end is only known to lie in a range counts for what it certainly covers.
#[must_use]
pub fn merged<'m>(
    windows: impl IntoIterator<Item = (&'m Moment, Option<&'m Moment>)>,
    now: DateTime<FixedOffset>,
) -> Elapsed {
    let (mut about, mut may_be_longer) = (false, false);
    let mut spans: Vec<(DateTime<FixedOffset>, DateTime<FixedOffset>)> = windows
        .into_iter()
        .filter_map(|(start, end)| {
            let ends = || std::iter::once(start).chain(end);
            about |= ends().any(|moment| matches!(moment, Moment::About(_)));
            may_be_longer |= ends().any(|moment| !is_point(moment));
            let until = end.map_or(Some(now), Moment::earliest)?;
            Some((start.latest()?, until))
        })
        .filter(|(start, end)| start < end)
        .collect();
    spans.sort_unstable();
    let mut total = TimeDelta::zero();
    let mut covered_to = None;
    for (start, end) in spans {
        let from = covered_to.map_or(start, |covered: DateTime<_>| covered.max(start));
        if end > from {
            total += end - from;
            covered_to = Some(end);
        }
    }
    Elapsed { least: total, most: total, about, may_be_longer }
}

/// Whether it names one instant, be it roughly.
const fn is_point(moment: &Moment) -> bool {
    matches!(moment, Moment::Exactly(Bound::At(_)) | Moment::About(Bound::At(_)))
}

#[cfg(test)]
mod tests {
    use super::{between, merged};
    use crate::model::{Bound, Moment};
    use chrono::{DateTime, FixedOffset, TimeDelta};
    use proptest::prelude::*;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(seconds, 0).unwrap().fixed_offset()
    }

    fn moment(seconds: i64) -> Moment {
        Moment::Exactly(Bound::At(at(seconds)))
    }

    #[test]
    fn ranges_give_ranges() {
        let start = Moment::Between { after: Bound::At(at(0)), before: Bound::At(at(60)) };
        let elapsed = between(&start, &moment(100)).unwrap();
        assert_eq!(elapsed.least, TimeDelta::seconds(40));
        assert_eq!(elapsed.most, TimeDelta::seconds(100));
        assert_eq!(between(&moment(5), &moment(4)), None);
    }

    #[test]
    fn what_windows_certainly_cover_is_no_more_than_a_least() {
        let vague = Moment::Between { after: Bound::At(at(0)), before: Bound::At(at(60)) };
        let total = |start: &Moment, end: &Moment| {
            let total = merged([(start, Some(end)), (&moment(200), Some(&moment(210)))], at(300));
            (total.least.num_seconds(), total.may_be_longer, total.about)
        };
        assert_eq!(total(&moment(60), &moment(100)), (50, false, false));
        assert_eq!(total(&vague, &moment(100)), (50, true, false));
        assert_eq!(total(&Moment::Unknown, &moment(100)), (10, true, false));
        let about = Moment::About(Bound::At(at(60)));
        assert_eq!(total(&about, &moment(100)), (50, false, true));
    }

    proptest! {
        /// Against an oracle that looks at every second.
        #[test]
        fn merging_counts_each_second_once(
            windows in proptest::collection::vec((0_i64..300, proptest::option::of(0_i64..300)), 0..12)
        ) {
            let moments: Vec<_> =
                windows.iter().map(|(start, end)| (moment(*start), end.map(moment))).collect();
            let total = merged(moments.iter().map(|(start, end)| (start, end.as_ref())), at(300));
            let covered = (0..300)
                .filter(|second| windows.iter().any(|(start, end)| start <= second && *second < end.unwrap_or(300)))
                .count();
            prop_assert_eq!(total.least.num_seconds(), covered as i64);
        }
    }
}
