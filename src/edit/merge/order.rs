use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// What both sides hold in one order: that of the side that moved something, ours where none
/// did, with what only the other side holds behind what stands before it there. Nothing where
/// both sides moved things, and not to the same places.
pub(super) fn merged<T: Copy + Eq + Hash>(base: &[T], ours: &[T], theirs: &[T]) -> Option<Vec<T>> {
    let kept = |side: &[T], other: &[T]| -> Vec<T> {
        let (in_base, in_other): (HashSet<T>, HashSet<T>) =
            (base.iter().copied().collect(), other.iter().copied().collect());
        side.iter().copied().filter(|id| in_base.contains(id) && in_other.contains(id)).collect()
    };
    let (our_order, their_order) = (kept(ours, theirs), kept(theirs, ours));
    let shared: HashSet<T> = our_order.iter().copied().collect();
    let was: Vec<T> = base.iter().copied().filter(|id| shared.contains(id)).collect();
    if our_order == their_order || their_order == was {
        Some(with(ours, theirs, base))
    } else if our_order == was {
        Some(with(theirs, ours, base))
    } else {
        None
    }
}

/// `frame` with what only `other` holds behind what stands before it there, and behind what
/// `frame` added in the same place.
fn with<T: Copy + Eq + Hash>(frame: &[T], other: &[T], base: &[T]) -> Vec<T> {
    let in_frame: HashSet<T> = frame.iter().copied().collect();
    let in_base: HashSet<T> = base.iter().copied().collect();
    let mut behind: HashMap<Option<T>, Vec<T>> = HashMap::new();
    let mut place = None;
    for id in other {
        if in_frame.contains(id) {
            place = Some(*id);
        } else {
            behind.entry(place).or_default().push(*id);
        }
    }
    let mut order = Vec::new();
    let mut waiting = behind.remove(&None).unwrap_or_default();
    for id in frame {
        if in_base.contains(id) || behind.contains_key(&Some(*id)) {
            order.append(&mut waiting);
        }
        order.push(*id);
        waiting.extend(behind.remove(&Some(*id)).unwrap_or_default());
    }
    order.append(&mut waiting);
    order
}

/// Puts what has a time into the order of times, and leaves each place to the kind it had.
/// What has no time follows what stood before it.
pub(super) fn by_time<T, K: PartialEq>(
    items: Vec<T>,
    kind: &K,
    kind_of: impl Fn(&T) -> K,
    time_of: impl Fn(&T) -> Option<i64>,
) -> Vec<T> {
    let mut places: Vec<Option<T>> = Vec::new();
    let mut sorted = Vec::new();
    let mut latest = i64::MIN;
    for item in items {
        if kind_of(&item) == *kind {
            latest = time_of(&item).unwrap_or(latest);
            sorted.push((latest, item));
            places.push(None);
        } else {
            places.push(Some(item));
        }
    }
    tiny_sort::stable::sort_by_key(&mut sorted, |(time, _)| *time);
    let mut sorted = sorted.into_iter().map(|(_, item)| item);
    places.into_iter().filter_map(|place| place.or_else(|| sorted.next())).collect()
}

/// Whether times never go back; what is unknown does not count.
pub(super) fn is_ascending(times: impl Iterator<Item = Option<i64>>) -> bool {
    let mut latest = i64::MIN;
    times.flatten().all(|time| time >= std::mem::replace(&mut latest, time))
}

#[cfg(test)]
mod tests {
    use super::{by_time, merged};

    #[test]
    fn what_both_sides_added_stands_where_they_put_it() {
        assert_eq!(merged(&[1, 2], &[1, 3, 2], &[1, 4, 2, 5]), Some(vec![1, 3, 4, 2, 5]));
        assert_eq!(merged(&[1, 2], &[2], &[1, 4, 2]), Some(vec![1, 4, 2]));
        assert_eq!(merged(&[], &[1], &[2]), Some(vec![1, 2]));
    }

    #[test]
    fn what_one_side_moved_is_moved() {
        assert_eq!(merged(&[1, 2], &[1, 2, 3], &[2, 1]), Some(vec![2, 3, 1]));
        assert_eq!(merged(&[1, 2], &[2, 1], &[1, 2, 3]), Some(vec![2, 3, 1]));
        assert_eq!(merged(&[1, 2, 3], &[2, 1, 3], &[1, 3, 2]), None);
    }

    #[test]
    fn other_kinds_keep_their_places() {
        let items = vec![('t', Some(2)), ('u', Some(0)), ('t', None), ('t', Some(1))];
        let sorted = by_time(items, &'t', |item| item.0, |item| item.1);
        assert_eq!(sorted, [('t', Some(1)), ('u', Some(0)), ('t', Some(2)), ('t', None)]);
    }
}
