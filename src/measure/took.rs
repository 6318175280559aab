use serde::{Deserialize, Serialize};

use crate::view::{Time, View};

/// How long after its start an incident came so far, in seconds; nothing where either end is
/// not known exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Took {
    /// Until it was noticed.
    pub detect: Option<i64>,
    /// Until the worst was over.
    pub mitigate: Option<i64>,
    /// Until it ended.
    pub resolve: Option<i64>,
}

/// The middle of several lengths of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Median {
    /// In seconds: the middle one, or the mean of the two in the middle; nothing of none.
    pub seconds: Option<i64>,
    /// How many lengths it is of.
    pub of: usize,
}

impl Took {
    /// What a view says.
    #[must_use]
    pub fn of(view: &View) -> Self {
        Self {
            detect: since_start(view, view.detected.as_ref()),
            mitigate: since_start(view, view.mitigated.as_ref()),
            resolve: since_start(view, view.resolved.as_ref()),
        }
    }
}

impl Median {
    /// The median of lengths in seconds.
    #[must_use]
    pub fn of(mut lengths: Vec<i64>) -> Self {
        tiny_sort::stable::sort(&mut lengths);
        let middle = lengths.len() / 2;
        let seconds = lengths.get(middle).map(|upper| match lengths.len() % 2 {
            0 => lengths[middle - 1] + (upper - lengths[middle - 1]) / 2,
            _ => *upper,
        });
        Self { seconds, of: lengths.len() }
    }
}

/// Statistics take no part of a range for the whole, and nothing rough for exact.
fn since_start(view: &View, end: Option<&Time>) -> Option<i64> {
    let point = |time: Option<&Time>| {
        let time = time.filter(|time| time.is_exact())?;
        Some(time.from?.timestamp())
    };
    let seconds = point(end)? - point(view.started.as_ref())?;
    (seconds >= 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::Median;

    #[test]
    fn the_median_is_in_the_middle() {
        let seconds = |lengths: &[i64]| Median::of(lengths.to_vec()).seconds;
        assert_eq!(seconds(&[]), None);
        assert_eq!(seconds(&[7]), Some(7));
        assert_eq!(seconds(&[9, 1, 5]), Some(5));
        assert_eq!(seconds(&[9, 1, 5, 6]), Some(5));
        assert_eq!(Median::of(vec![3, 1]).of, 2);
    }
}
