//! Downtime over all time, by the same rule as the uptime.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate};

use super::ImpactWindow;
use super::uptime::{Lost, Span, lost, worst_of};
use crate::config::UptimeWeights;

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

/// The same by month, on the clocks of an offset. Months are named by their first day.
pub(super) fn by_month(
    spans: &[Span],
    weights: UptimeWeights,
    offset: FixedOffset,
) -> BTreeMap<NaiveDate, Lost> {
    let first = spans.iter().map(|span| span.from).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.to).max().unwrap_or_default();
    let mut months: BTreeMap<NaiveDate, Lost> = BTreeMap::new();
    for span in worst_of(spans, first, last) {
        let mut at = span.from;
        while at < span.to {
            let Some((month, end)) = month_of(at, offset) else {
                break;
            };
            let part = Span { from: at, to: span.to.min(end), ..span };
            let entry = months.entry(month).or_default();
            *entry = [*entry, lost(&[part], weights)].into_iter().sum();
            at = part.to;
        }
    }
    months
}

/// The month of an instant, and the first second after it.
fn month_of(at: i64, offset: FixedOffset) -> Option<(NaiveDate, i64)> {
    let day = DateTime::from_timestamp(at, 0)?.with_timezone(&offset).date_naive();
    let month = day.with_day(1)?;
    let next = month.checked_add_months(Months::new(1))?.and_time(chrono::NaiveTime::MIN);
    Some((month, next.and_utc().timestamp() - i64::from(offset.local_minus_utc())))
}

#[cfg(test)]
mod tests {
    use super::{by_month, of};
    use crate::config::UptimeWeights;
    use crate::measure::{Span, Status};
    use chrono::{DateTime, FixedOffset};

    #[test]
    fn months_end_on_the_clocks_of_the_offset() {
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
        let months = |offset: i32| -> Vec<(String, i64)> {
            by_month(&spans, UptimeWeights::default(), FixedOffset::east_opt(offset).unwrap())
                .into_iter()
                .map(|(month, lost)| (month.to_string(), lost.seconds()))
                .collect()
        };
        let month = |month: &str, seconds| (month.to_owned(), seconds);
        assert_eq!(months(0), [month("2024-02-01", 7_200), month("2024-03-01", 5_400)]);
        assert_eq!(months(3_600), [month("2024-02-01", 3_600), month("2024-03-01", 9_000)]);
        assert_eq!(of(&spans, UptimeWeights::default()).seconds(), 12_600);
        assert_eq!(of(&[], UptimeWeights::default()).seconds(), 0);
    }
}
