//! Downtime over all time, by the same rule as the uptime.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Months, NaiveDate};

use super::ImpactWindow;
use super::uptime::{Lost, Span, lost, worst_of};
use crate::config::UptimeWeights;
use crate::view::Zone;

/// The windows of each component, as far as they are certain and have happened by `now`, in
/// seconds since 1970.
#[must_use]
pub fn spans_by_component<'w>(
    windows: impl IntoIterator<Item = &'w ImpactWindow>,
    now: i64,
) -> BTreeMap<&'w str, Vec<Span>> {
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for window in windows {
        spans.entry(&window.component).or_default().push(Span {
            from: window.from,
            to: window.to.unwrap_or(now).min(now),
            status: window.status,
        });
    }
    spans
}

/// What windows of one component take from its uptime, overlaps counted once.
pub(super) fn of(spans: &[Span], weights: UptimeWeights) -> Lost {
    let first = spans.iter().map(|span| span.from).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.to).max().unwrap_or_default();
    lost(&worst_of(spans, first, last), weights)
}

/// The same by month, on the clocks of a zone. Months are named by their first day.
pub(super) fn by_month(
    spans: &[Span],
    weights: UptimeWeights,
    zone: &Zone,
) -> BTreeMap<NaiveDate, Lost> {
    let first = spans.iter().map(|span| span.from).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.to).max().unwrap_or_default();
    let mut months: BTreeMap<NaiveDate, Lost> = BTreeMap::new();
    // Spans come in order, many to a month: the rules of the zone are asked once for each.
    let mut current: Option<Month> = None;
    for span in worst_of(spans, first, last) {
        let mut at = span.from;
        while at < span.to {
            let known = current.filter(|month| at < month.end);
            let Some(month) = known.or_else(|| Month::of(at, zone)) else {
                break;
            };
            current = Some(month);
            let part = Span { from: at, to: span.to.min(month.end), ..span };
            let entry = months.entry(month.first_day).or_default();
            *entry = [*entry, lost(&[part], weights)].into_iter().sum();
            at = part.to;
        }
    }
    months
}

/// A month on the clocks of a zone.
#[derive(Clone, Copy)]
pub(super) struct Month {
    pub(super) first_day: NaiveDate,
    /// The first second after it, since 1970.
    end: i64,
}

impl Month {
    /// The month of an instant in seconds since 1970.
    pub(super) fn of(at: i64, zone: &Zone) -> Option<Self> {
        let first_day = zone.at(&DateTime::from_timestamp(at, 0)?).date_naive().with_day(1)?;
        let next = first_day.checked_add_months(Months::new(1))?;
        // Never behind the instant, so that every round gets further.
        let end = zone.start_of(next).timestamp().max(at + 1);
        Some(Self { first_day, end })
    }
}

#[cfg(test)]
mod tests {
    use super::{by_month, of};
    use crate::config::UptimeWeights;
    use crate::measure::{Span, Status};
    use crate::view::Zone;
    use chrono::DateTime;

    #[test]
    fn months_end_on_the_clocks_of_the_zone() {
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        let spans = [
            Span {
                from: at("2024-02-29T22:00:00Z"),
                to: at("2024-03-01T01:00:00Z"),
                status: Status::Major,
            },
            Span {
                from: at("2024-02-29T22:30:00Z"),
                to: at("2024-03-01T02:00:00Z"),
                status: Status::Partial,
            },
        ];
        let months = |zone: &str| -> Vec<(String, i64)> {
            by_month(&spans, UptimeWeights::default(), &Zone::named(zone).unwrap())
                .into_iter()
                .map(|(month, lost)| (month.to_string(), lost.seconds()))
                .collect()
        };
        let month = |month: &str, seconds| (month.to_owned(), seconds);
        assert_eq!(months("UTC"), [month("2024-02-01", 7_200), month("2024-03-01", 5_400)]);
        assert_eq!(
            months("Europe/Zurich"),
            [month("2024-02-01", 3_600), month("2024-03-01", 9_000)]
        );
        assert_eq!(of(&spans, UptimeWeights::default()).seconds(), 12_600);
        assert_eq!(of(&[], UptimeWeights::default()).seconds(), 0);
    }

    #[test]
    fn months_of_summer_and_winter_begin_by_their_own_offset() {
        let at = |text| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        let outage = |from, to| Span { from: at(from), to: at(to), status: Status::Major };
        let spans = [
            outage("2026-07-01T00:10:00+02:00", "2026-07-01T00:40:00+02:00"),
            outage("2026-10-31T23:00:00+01:00", "2026-11-01T02:00:00+01:00"),
        ];
        let zurich = Zone::named("Europe/Zurich").unwrap();
        let months: Vec<(String, i64)> = by_month(&spans, UptimeWeights::default(), &zurich)
            .into_iter()
            .map(|(month, lost)| (month.to_string(), lost.seconds()))
            .collect();
        let month = |month: &str, seconds| (month.to_owned(), seconds);
        let expected =
            [month("2026-07-01", 1_800), month("2026-10-01", 3_600), month("2026-11-01", 7_200)];
        assert_eq!(months, expected);
    }
}
