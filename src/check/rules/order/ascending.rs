//! Lists that should be in the order of time.

use crate::check::rules::times::surely_before;
use crate::model::Moment;

/// The items of a list that are surely before one that stands above them, each with that one.
/// After such an item, counting starts again there: one slip does not make every item below it
/// a finding.
pub(super) fn disorder<'m>(times: impl IntoIterator<Item = &'m Moment>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut latest: Option<(usize, &Moment)> = None;
    for (index, time) in times.into_iter().enumerate() {
        match latest {
            Some((above, other)) if surely_before(time, other) => {
                found.push((index, above));
                latest = Some((index, time));
            }
            // A vague time says less than the one before it.
            Some((_, other)) if time.earliest() <= other.earliest() => {}
            _ if time.earliest().is_some() => latest = Some((index, time)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::disorder;
    use crate::model::{Bound, Moment};

    fn at(minute: i64) -> Moment {
        Moment::Exactly(bound(minute))
    }

    fn bound(minute: i64) -> Bound {
        Bound::At(DateTime::from_timestamp(minute * 60, 0).unwrap().fixed_offset())
    }

    #[test]
    fn one_slip_is_one_finding() {
        assert_eq!(disorder(&[at(1), at(2), at(2), at(3)]), []);
        assert_eq!(disorder(&[at(1), at(900), at(2), at(3)]), [(2, 1)], "too late");
        assert_eq!(disorder(&[at(100), at(1), at(101)]), [(1, 0)], "too early");
    }

    #[test]
    fn vague_times_hide_no_disorder_and_make_none() {
        let range = Moment::Between { after: bound(0), before: bound(90) };
        assert_eq!(disorder(&[at(50), range, Moment::Unknown, at(40)]), [(3, 0)]);
        assert_eq!(disorder(&[range, at(0), range]), []);
        assert_eq!(disorder(&[Moment::About(bound(50)), at(45)]), []);
    }
}
