//! Uptime over a range, from windows of impact. Pure arithmetic on seconds.

use serde::{Deserialize, Serialize};

use crate::config::UptimeWeights;

/// How badly something is affected, from mildest to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Announced work.
    Maintenance,
    /// It works, slowly or with errors.
    Degraded,
    /// It does not work for some.
    Partial,
    /// It does not work.
    Major,
}

impl Status {
    /// All of them, from mildest to worst.
    pub const ALL: [Self; 4] = [Self::Maintenance, Self::Degraded, Self::Partial, Self::Major];

    /// The status with this name in facts.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Its name in facts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Maintenance => "under_maintenance",
            Self::Degraded => "degraded_performance",
            Self::Partial => "partial_outage",
            Self::Major => "major_outage",
        }
    }

    /// What a second of it takes from the uptime, in hundredths of a second.
    #[must_use]
    pub const fn weight(self, weights: UptimeWeights) -> u8 {
        match self {
            Self::Maintenance => weights.maintenance,
            Self::Degraded => weights.degraded,
            Self::Partial => weights.partial,
            Self::Major => weights.major,
        }
    }
}

/// A stretch of time with one status: seconds, `to` not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first second.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
    /// What was the matter.
    pub status: Status,
}

/// The worst status at each instant of a range, as spans in order that do not overlap.
#[must_use]
pub fn worst_of(spans: &[Span], from: i64, to: i64) -> Vec<Span> {
    let mut edges: Vec<(i64, Status, i32)> = Vec::with_capacity(spans.len() * 2);
    for span in spans {
        let (start, end) = (span.from.max(from), span.to.min(to));
        if start < end {
            edges.push((start, span.status, 1));
            edges.push((end, span.status, -1));
        }
    }
    tiny_sort::stable::sort(&mut edges);
    let mut open = [0_i32; Status::ALL.len()];
    let mut worst: Vec<Span> = Vec::new();
    let mut since = from;
    for (at, status, step) in edges {
        let current = Status::ALL.into_iter().rev().find(|status| open[*status as usize] > 0);
        if let Some(status) = current
            && since < at
        {
            match worst.last_mut() {
                Some(last) if last.to == since && last.status == status => last.to = at,
                _ => worst.push(Span { from: since, to: at, status }),
            }
        }
        since = at;
        open[status as usize] += step;
    }
    worst
}

/// What spans that do not overlap take from the uptime.
#[must_use]
pub fn lost(worst: &[Span], weights: UptimeWeights) -> Lost {
    let of = |span: &Span| (span.to - span.from) * i64::from(span.status.weight(weights));
    Lost { hundredths: worst.iter().map(of).sum() }
}

/// Weighed downtime, in hundredths of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    hundredths: i64,
}

impl std::iter::Sum for Lost {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self { hundredths: all.map(|lost| lost.hundredths).sum() }
    }
}

impl Lost {
    /// In seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.hundredths / 100
    }

    /// The rest of `seconds`, in percent, as "99.998". Rounded down, so that 100% means no downtime at all.
    #[must_use]
    pub fn uptime(self, seconds: i64) -> String {
        let whole = i128::from(seconds.max(1)) * 100;
        let up = (whole - i128::from(self.hundredths)).max(0);
        let thousandths = up * 100_000 / whole;
        let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The worst of one day and how long the day was affected at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which day, from 0.
    pub index: usize,
    /// Its worst status.
    pub worst: Status,
    /// Seconds with that status.
    pub seconds: i64,
}

/// The days of a range on which something was the matter. Each of `starts` is the first second of
/// a day, in order; the last day ends with the spans.
#[must_use]
pub fn by_day(worst: &[Span], starts: &[i64]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for span in worst {
        let mut at = span.from;
        while at < span.to {
            let index = starts.partition_point(|start| *start <= at).saturating_sub(1);
            let end = starts.get(index + 1).map_or(span.to, |next| span.to.min(*next));
            let seconds = end - at;
            match days.last_mut().filter(|day| day.index == index) {
                Some(day) if day.worst > span.status => {}
                Some(day) if day.worst == span.status => day.seconds += seconds,
                Some(day) => {
                    *day = Day { index, worst: span.status, seconds };
                }
                None => days.push(Day { index, worst: span.status, seconds }),
            }
            at = end;
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::{Span, Status, UptimeWeights, by_day, lost, worst_of};
    use proptest::prelude::*;

    fn span(from: i64, to: i64, status: Status) -> Span {
        Span { from, to, status }
    }

    #[test]
    fn weighs_as_the_page_says() {
        let day = 86_400;
        let uptime =
            |spans: &[Span]| lost(&worst_of(spans, 0, day), UptimeWeights::default()).uptime(day);
        assert_eq!(uptime(&[]), "100");
        assert_eq!(uptime(&[span(0, day / 2, Status::Major)]), "50");
        assert_eq!(uptime(&[span(0, day / 2, Status::Partial)]), "75");
        assert_eq!(uptime(&[span(0, day, Status::Degraded)]), "100");
        assert_eq!(uptime(&[span(0, day, Status::Maintenance)]), "100");
        assert_eq!(uptime(&[span(-day, 2 * day, Status::Major)]), "0");
        let weights = UptimeWeights { maintenance: 100, degraded: 10, ..UptimeWeights::default() };
        let uptime = |spans: &[Span]| lost(&worst_of(spans, 0, day), weights).uptime(day);
        assert_eq!(uptime(&[span(0, day / 2, Status::Maintenance)]), "50");
        assert_eq!(uptime(&[span(0, day, Status::Degraded)]), "90");
    }

    #[test]
    fn a_second_in_ninety_days_is_not_nothing() {
        let total = 90 * 86_400;
        let one = worst_of(&[span(5, 6, Status::Partial)], 0, total);
        assert_eq!(lost(&one, UptimeWeights::default()).uptime(total), "99.999");
    }

    #[test]
    fn days_show_their_worst() {
        let spans = [span(0, 86_400 + 60, Status::Partial), span(86_410, 86_420, Status::Major)];
        let days = by_day(&worst_of(&spans, 0, 200_000), &[0, 86_400, 172_800]);
        assert_eq!(days.len(), 2);
        assert_eq!((days[0].worst, days[0].seconds), (Status::Partial, 86_400));
        assert_eq!((days[1].worst, days[1].seconds), (Status::Major, 10));
    }

    #[test]
    fn days_are_as_long_as_their_clocks_say() {
        let hours = |hours: i64| hours * 3_600;
        let worst = [span(hours(23), hours(30), Status::Major)];
        let days = by_day(&worst, &[0, hours(24), hours(49)]);
        let seconds: Vec<(usize, i64)> = days.iter().map(|day| (day.index, day.seconds)).collect();
        assert_eq!(seconds, [(0, hours(1)), (1, hours(6))]);
    }

    fn status() -> impl Strategy<Value = Status> {
        prop::sample::select(Status::ALL.to_vec())
    }

    proptest! {
        /// Against an oracle that looks at every second.
        #[test]
        fn the_worst_counts_once(
            raw in prop::collection::vec((-50_i64..250, 0_i64..150, status()), 0..12),
            (major, partial, degraded, maintenance) in (0_u8..=100, 0_u8..=100, 0_u8..=100, 0_u8..=100),
        ) {
            let weights = UptimeWeights { major, partial, degraded, maintenance };
            let spans: Vec<Span> =
                raw.iter().map(|(from, length, status)| span(*from, from + length, *status)).collect();
            let (from, to) = (0, 200);
            let worst = worst_of(&spans, from, to);
            for pair in worst.windows(2) {
                prop_assert!(pair[0].to <= pair[1].from);
            }
            let mut hundredths = 0;
            for second in from..to {
                let expected = spans
                    .iter()
                    .filter(|span| span.from <= second && second < span.to)
                    .map(|span| span.status)
                    .max();
                let found = worst
                    .iter()
                    .find(|span| span.from <= second && second < span.to)
                    .map(|span| span.status);
                prop_assert_eq!(expected, found);
                hundredths += expected.map_or(0, |status| i64::from(status.weight(weights)));
            }
            prop_assert_eq!(lost(&worst, weights).hundredths, hundredths);
        }
    }
}
