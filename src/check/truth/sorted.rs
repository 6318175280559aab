/// Intervals of seconds by their start, each with the largest end so far.
#[derive(Debug, Default)]
pub(super) struct Sorted(Vec<(i64, i64)>);

impl Sorted {
    pub(super) fn push(&mut self, interval: (i64, i64)) {
        self.0.push(interval);
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes it ready to be asked.
    pub(super) fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
        let mut most = i64::MIN;
        for (_, end) in &mut self.0 {
            most = most.max(*end);
            *end = most;
        }
    }

    /// Whether one of them has a second in common with an interval.
    pub(super) fn meets(&self, (low, high): (i64, i64)) -> bool {
        let count = self.0.partition_point(|(least, _)| *least <= high);
        let last = count.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|(_, most)| *most >= low)
    }
}

#[cfg(test)]
mod tests {
    use super::Sorted;
    use proptest::prelude::*;

    proptest! {
        /// Against a search through all of them.
        #[test]
        fn finds_what_a_search_finds(
            intervals in proptest::collection::vec((-50_i64..50, 0_i64..20), 0..12),
            low in -60_i64..60,
            length in 0_i64..20,
        ) {
            let mut sorted = Sorted::default();
            for (start, length) in &intervals {
                sorted.push((*start, start + length));
            }
            sorted.sort();
            let high = low + length;
            let expected = intervals.iter().any(|(start, length)| *start <= high && start + length >= low);
            prop_assert_eq!(sorted.meets((low, high)), expected);
        }
    }
}
