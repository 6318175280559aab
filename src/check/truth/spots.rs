//! Where statements can begin, so that their parsers look at few of the words.

use super::meaning::Meaning;
use super::token::Kind;
use super::word_list::Words;
use super::zone::{add_letters, is_letters};
use crate::check::sieve::Sieve;

/// What can begin at a token: a set of kinds of statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::check) struct Spots(u8);

/// Words that statements begin with, beside those that mean something by themselves.
const NAMED: [(&Words, Spots); 8] = [
    (words!("a" "an"), Spots::ARTICLE),
    (words!("half"), Spots::ARTICLE.and(Spots::CLOCK)),
    (words!("quarter"), Spots::CLOCK),
    (words!("dozens" "hundreds" "thousands"), Spots::QUANTITY),
    (words!("noon" "midday" "midnight"), Spots::CLOCK),
    (
        words!(
            "lose" "loses" "losing" "loss" "lost" "safe" "intact" "unharmed" "preserved"
            "recovered" "restored" "gone" "destroyed" "irrecoverable" "unrecoverable" "missing"
            "vanished" "survived" "through" "salvaged" "recover" "restore"
        ),
        Spots::LOSS,
    ),
    (words!("s" "m" "h" "d"), Spots::UNIT),
    (
        words!(
            "us" "pacific" "mountain" "central" "eastern" "coordinated" "greenwich" "british"
            "australian"
        ),
        Spots::ZONE,
    ),
];

/// Makes a sieve let through what a statement can begin with.
pub(super) const fn add_beginnings(sieve: &mut Sieve) {
    let mut index = 0;
    while index < NAMED.len() {
        sieve.add_all(NAMED[index].0.text());
        index += 1;
    }
    add_letters(sieve);
}

impl Spots {
    /// A number, a duration, a count: "17", "seven", "dozens".
    pub(in crate::check) const QUANTITY: Self = Self(1);
    /// The same, but only where a unit or a numeral is behind it: "a", "half".
    pub(in crate::check) const ARTICLE: Self = Self(1 << 6);
    /// A time of day: "10:50", "8", "noon".
    pub(in crate::check) const CLOCK: Self = Self(1 << 1);
    /// A date or a weekday.
    pub(in crate::check) const DAY: Self = Self(1 << 2);
    /// A zone: "CET", "Pacific", "+01:00".
    pub(in crate::check) const ZONE: Self = Self(1 << 3);
    /// A loss of data.
    pub(in crate::check) const LOSS: Self = Self(1 << 4);
    /// The unit of a duration, which is behind where it begins: "minutes", the "h" of "2h".
    pub(in crate::check) const UNIT: Self = Self(1 << 5);

    /// What can begin at a token that is no word; whether a zone begins at a sign, what is behind
    /// it tells.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Number { .. } => Self::QUANTITY.and(Self::CLOCK).and(Self::DAY),
            Kind::Clock { .. } => Self::CLOCK,
            Kind::Date(_) => Self::DAY,
            Kind::Mark(_) | Kind::Hidden | Kind::Word(_) => Self(0),
        }
    }

    /// What can begin at a word; `word` is what it says, in lower case and without an `'s`.
    pub(super) fn of_word(meaning: Meaning, shown: &str, word: &str) -> Self {
        match meaning {
            Meaning::Number(_) | Meaning::Scale(_) => Self::QUANTITY,
            Meaning::Month(_) | Meaning::Weekday(_) => Self::DAY,
            Meaning::Unit(_) => Self::UNIT,
            Meaning::Plain if is_letters(shown) => Self::ZONE,
            Meaning::Plain => Self::named(word).unwrap_or_default(),
        }
    }

    /// What a word stands for by itself.
    fn named(word: &str) -> Option<Self> {
        NAMED.iter().find(|(words, _)| words.has(word)).map(|(_, spots)| *spots)
    }

    /// What is in either.
    pub(in crate::check) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether something is in both.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Spots;
    use crate::check::truth::count::Counted;
    use crate::check::truth::zone::zone;
    use crate::check::truth::{Text, clock, date, duration, loss};
    use proptest::prelude::*;

    proptest! {
        /// Against parsers that look everywhere.
        #[test]
        fn nothing_begins_elsewhere(
            words in proptest::collection::vec(
                prop_oneof![
                    "[0-9:./, -]{1,9}", "[A-Z]{1,5}", "[+−-][0-9]{1,2}(:00)?",
                    proptest::sample::select(vec!["Z", "CET", "utc", "EST", "PT", "AEDT"]).prop_map(str::to_owned),
                    Just("half a dozen hosts".to_owned()), Just("a hundred".to_owned()), Just("hosts".to_owned()),
                    Just("an hour and a half".to_owned()), Just("Monday, 18th June".to_owned()),
                    Just("hundreds of".to_owned()), "[0-9]{1,2} ?[smhdSMHD]", Just("Noon's".to_owned()),
                    Just("(UTC+01:00)".to_owned()), Just("US/Pacific".to_owned()),
                    Just("Central European Summer Time".to_owned()), Just("8 p.m. Z".to_owned()),
                    Just("lost data".to_owned()), "\\PC{0,6}",
                ],
                0..12,
            )
        ) {
            let text = Text::plain(&words.join(" "));
            let hosts = Counted::new("hosts");
            for sentence in text.sentences() {
                prop_assert!(sentence.has_spots(Spots::QUANTITY) || hosts.counts(&sentence).is_empty());
                let is = |at, kind| sentence.spots(kind).any(|spot| spot == at);
                for at in 0..sentence.len() {
                    prop_assert!(!duration::starts(&sentence, at) || is(at, Spots::QUANTITY.and(Spots::ARTICLE)));
                    let has_unit = sentence.spots(Spots::UNIT).next().is_some();
                    prop_assert!(!duration::starts(&sentence, at) || has_unit);
                    prop_assert!(!clock::starts(&sentence, at) || is(at, Spots::CLOCK));
                    prop_assert!(!date::starts(&sentence, at) || is(at, Spots::DAY));
                    prop_assert!(!loss::starts(&sentence, at) || is(at, Spots::LOSS));
                    let zone = zone(&sentence, at);
                    prop_assert!(zone.is_none_or(|zone| is(zone.range.start, Spots::ZONE)));
                }
            }
        }
    }
}
