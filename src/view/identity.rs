use std::collections::HashMap;

use super::digits;
use crate::model::{Audience, Bound, Moment};

/// Names things of one list, such as the updates of an incident, by their moments: what is entered
/// or taken out at another moment changes no name.
///
/// A name is the instant in UTC to the second, `20180618T101300Z`, which "about" does not change;
/// of a day, the day, `20180618`; of a range, both ends, `20180618_20180619`; or `unknown`. Of
/// several with one name, the second is `20180618T101300Z-2`: those for more readers come first, so that
/// no name tells readers of what they do not see, and then the order of the file counts. All are made
/// of ASCII letters, digits, hyphens and underscores for years from 0 to 9999.
#[must_use]
pub fn identities<'m>(things: impl IntoIterator<Item = (&'m Moment, Audience)>) -> Vec<String> {
    let mut names: Vec<(String, Audience)> =
        things.into_iter().map(|(moment, audience)| (name(moment), audience)).collect();
    let mut places: Vec<usize> = (0..names.len()).collect();
    tiny_sort::stable::sort_by_key(&mut places, |place| names[*place].1);
    let mut times: HashMap<String, usize> = HashMap::with_capacity(names.len());
    for place in places {
        let (name, _) = &mut names[place];
        let times = times.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            name.push_str(&format!("-{times}"));
        }
    }
    names.into_iter().map(|(name, _)| name).collect()
}

fn name(moment: &Moment) -> String {
    match moment {
        Moment::Exactly(bound) | Moment::About(bound) => edge(*bound),
        Moment::Between { after, before } => format!("{}_{}", edge(*after), edge(*before)),
        Moment::Unknown => "unknown".to_owned(),
    }
}

fn edge(bound: Bound) -> String {
    match bound {
        Bound::At(at) => digits::basic(at),
        Bound::On { day, .. } => digits::basic_day(day),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::{DateTime, NaiveDate};
    use proptest::prelude::*;

    use super::identities;
    use crate::model::{Audience, Bound, Moment, Zone};

    fn at(text: &str) -> Bound {
        Bound::At(DateTime::parse_from_rfc3339(text).unwrap())
    }

    fn day(day: u32) -> Bound {
        Bound::on(NaiveDate::from_ymd_opt(2018, 6, day).unwrap(), &Zone::utc())
    }

    #[test]
    fn a_name_says_the_moment_in_utc() {
        let moments = [
            Moment::Exactly(at("2018-06-18T20:13:00+10:00")),
            Moment::About(at("2018-06-18T10:13:00.5Z")),
            Moment::Exactly(day(18)),
            Moment::Between { after: day(18), before: day(19) },
            Moment::Between { after: at("2018-06-18T23:00:00Z"), before: day(19) },
            Moment::Unknown,
            Moment::Unknown,
            Moment::Exactly(at("2018-06-18T10:13:00Z")),
        ];
        assert_eq!(
            identities(moments.iter().map(|moment| (moment, Audience::Public))),
            [
                "20180618T101300Z",
                "20180618T101300Z-2",
                "20180618",
                "20180618_20180619",
                "20180618T230000Z_20180619",
                "unknown",
                "unknown-2",
                "20180618T101300Z-3",
            ]
        );
    }

    /// Few seconds and days, so that many are the same.
    fn moments() -> impl Strategy<Value = Moment> {
        let second = (0_i64..12, -2..3_i32).prop_map(|(second, hours)| {
            let zone = chrono::FixedOffset::east_opt(hours * 3_600).unwrap();
            let at = DateTime::from_timestamp(1_529_316_780 + second, 0).unwrap();
            Bound::At(at.with_timezone(&zone))
        });
        let bound = prop_oneof![3 => second, 1 => (18_u32..21).prop_map(day)];
        prop_oneof![
            4 => bound.clone().prop_map(Moment::Exactly),
            1 => bound.clone().prop_map(Moment::About),
            1 => (bound.clone(), bound)
                .prop_map(|(after, before)| Moment::Between { after, before }),
            1 => Just(Moment::Unknown),
        ]
    }

    proptest! {
        #[test]
        fn one_more_changes_no_name_at_another_moment(
            mut list in prop::collection::vec((moments(), audiences()), 0..12),
            another in (moments(), audiences()),
            place in any::<prop::sample::Index>(),
        ) {
            let mut before = named(&list);
            prop_assert_eq!(before.iter().collect::<HashSet<_>>().len(), list.len());
            let place = place.index(list.len() + 1);
            let alone = named(std::slice::from_ref(&another)).remove(0);
            list.insert(place, another);
            let mut after = named(&list);
            after.remove(place);
            let is_other = |name: &String| without_ordinal(name) != alone;
            before.retain(is_other);
            after.retain(is_other);
            prop_assert_eq!(before, after);
        }

        #[test]
        fn what_readers_do_not_see_changes_no_name(
            list in prop::collection::vec((moments(), audiences()), 0..12),
            readers in audiences(),
        ) {
            let is_seen = |audience: Audience| audience.may_be_shown_to(readers);
            let mut shown = named(&list);
            let mut places = list.iter();
            shown.retain(|_| places.next().is_some_and(|(_, audience)| is_seen(*audience)));
            let seen: Vec<_> = list.into_iter().filter(|(_, audience)| is_seen(*audience)).collect();
            prop_assert_eq!(shown, named(&seen));
        }
    }

    fn audiences() -> impl Strategy<Value = Audience> {
        prop::sample::select(Audience::ALL.map(|(_, audience)| audience).to_vec())
    }

    fn named(list: &[(Moment, Audience)]) -> Vec<String> {
        identities(list.iter().map(|(moment, audience)| (moment, *audience)))
    }

    /// A name without its ordinal.
    fn without_ordinal(name: &str) -> &str {
        name.split('-').next().unwrap()
    }
}
