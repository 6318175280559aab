//! Numbers in digits and in words, and how firmly they are meant.

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;

/// A number and how it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) struct Number {
    pub(in crate::check) value: f64,
    /// Digits behind the point.
    pub(in crate::check) decimals: u8,
    /// Behind its last token.
    pub(in crate::check) end: usize,
}

/// How firmly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Hedge {
    /// As it stands.
    Bare,
    /// "exactly".
    Exactly,
    /// "about", "~", "or so".
    About,
    /// "almost", "just under".
    JustUnder,
    /// "just over", "a little more than".
    JustOver,
    /// "less than", "at most", "up to", "within".
    AtMost,
    /// "more than", "at least".
    AtLeast,
}

/// The number at a place.
pub(in crate::check) fn number(sentence: &Sentence<'_>, at: usize) -> Option<Number> {
    match sentence.kind(at)? {
        Kind::Number { value, decimals, .. } => Some(scaled(sentence, value, decimals, at + 1)),
        Kind::Word(Meaning::Number(_)) => Some(in_words(sentence, at)),
        Kind::Word(Meaning::Scale(_)) if is_article(sentence, at.wrapping_sub(1)) => {
            Some(in_words(sentence, at))
        }
        Kind::Word(Meaning::Plain) if is_article(sentence, at) => {
            matches!(sentence.meaning(at + 1), Meaning::Scale(_))
                .then(|| in_words(sentence, at + 1))
        }
        _ => None,
    }
}

fn is_article(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("a" "an"))
}

/// "65k", "1.2 million".
fn scaled(sentence: &Sentence<'_>, value: f64, decimals: u8, end: usize) -> Number {
    if sentence.is_glued(end) && sentence.is(end, words!("k")) {
        return Number { value: value * 1e3, decimals: 0, end: end + 1 };
    }
    match sentence.meaning(end) {
        Meaning::Scale(scale @ (1_000 | 1_000_000)) => {
            Number { value: value * f64::from(scale), decimals: 0, end: end + 1 }
        }
        _ => Number { value, decimals, end },
    }
}

/// "seventeen", "twenty-two", "one hundred and five", "two dozen".
fn in_words(sentence: &Sentence<'_>, start: usize) -> Number {
    const MOST: u64 = 999_999_999;
    let (mut total, mut group, mut at) = (0_u64, 0_u64, start);
    let mut last = None;
    loop {
        match sentence.meaning(at) {
            Meaning::Number(number) if fits(last, number) => {
                group += u64::from(number);
                last = Some(number);
            }
            Meaning::Scale(scale @ (12 | 100)) => {
                group = group.max(1) * u64::from(scale);
                last = Some(100);
            }
            Meaning::Scale(scale) => {
                total += group.max(1) * u64::from(scale);
                group = 0;
                last = None;
            }
            _ => break,
        }
        at += 1;
        let is_joined = sentence.is_mark(at, &['-']) && sentence.is_glued(at)
            || sentence.is(at, words!("and")) && (last == Some(100) || last.is_none());
        if is_joined && matches!(sentence.meaning(at + 1), Meaning::Number(_)) {
            at += 1;
        }
        if total + group > MOST {
            break;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let value = (total + group) as f64;
    Number { value, decimals: 0, end: at }
}

/// Whether a numeral can follow another: "twenty two" can, "two twenty" cannot.
const fn fits(last: Option<u32>, next: u32) -> bool {
    match last {
        None | Some(100) => true,
        Some(last) => last >= 20 && last < 100 && next < 10,
    }
}

/// The hedge before a place, and where its words start.
pub(in crate::check) fn hedge_before(sentence: &Sentence<'_>, at: usize) -> (Hedge, usize) {
    let one = at.wrapping_sub(1);
    if sentence.is_mark(one, &['~', '≈', '∼']) {
        return (Hedge::About, one);
    }
    if sentence.is_mark(one, &['<', '≤']) {
        return (Hedge::AtMost, one);
    }
    if sentence.is_mark(one, &['>', '≥']) {
        return (Hedge::AtLeast, one);
    }
    // "approx. 30": the full stop stands between.
    let one = if sentence.is_mark(one, &['.'])
        && sentence.is(at.wrapping_sub(2), words!("approx" "ca"))
    {
        at.wrapping_sub(2)
    } else {
        one
    };
    phrase_before(sentence, one).unwrap_or((Hedge::Bare, at))
}

/// The hedge that ends at a place.
fn phrase_before(sentence: &Sentence<'_>, last: usize) -> Option<(Hedge, usize)> {
    let two = last.wrapping_sub(1);
    let three = last.wrapping_sub(2);
    let found = match sentence.word(last) {
        "about" | "approximately" | "around" | "roughly" | "circa" | "approx" | "ca" | "some"
        | "estimated" => (Hedge::About, last),
        "like" if sentence.is(two, words!("something")) => (Hedge::About, two),
        // "in the region of", "on the order of"
        "of" if sentence.is(two, words!("region" "order" "neighbourhood" "neighborhood")) => {
            (Hedge::About, last.wrapping_sub(3))
        }
        "exactly" | "precisely" => (Hedge::Exactly, last),
        "nearly" | "almost" | "approaching" => (Hedge::JustUnder, last),
        "quite" if sentence.is(two, words!("not")) => (Hedge::JustUnder, two),
        // "the better part of"
        "of" if sentence.is(two, words!("part"))
            && sentence.is(three, words!("better" "best" "greater")) =>
        {
            (Hedge::JustUnder, last.wrapping_sub(3))
        }
        "good" if sentence.is(two, words!("a")) => (Hedge::JustOver, two),
        "to" if sentence.is(two, words!("close")) => (Hedge::JustUnder, two),
        "to" if sentence.is(two, words!("up")) => (Hedge::AtMost, two),
        "most" | "maximum" if sentence.is(two, words!("at")) => (Hedge::AtMost, two),
        "least" | "minimum" if sentence.is(two, words!("at")) => (Hedge::AtLeast, two),
        "of" if sentence.is(two, words!("maximum" "max")) => (Hedge::AtMost, three),
        "of" if sentence.is(two, words!("minimum")) => (Hedge::AtLeast, three),
        "of" if sentence.is(two, words!("upwards" "upward")) => (Hedge::AtLeast, two),
        "of" if sentence.says(three, &["in", "excess"]) => (Hedge::AtLeast, three),
        "as" if sentence.is(two, words!("long" "much" "many"))
            && sentence.is(three, words!("as")) =>
        {
            (Hedge::AtMost, three)
        }
        "under" | "below" => slightly(sentence, two, Hedge::JustUnder, Hedge::AtMost, last),
        "over" | "above" => slightly(sentence, two, Hedge::JustOver, Hedge::AtLeast, last),
        "than" => return comparison(sentence, two),
        _ => return None,
    };
    Some(found)
}

/// "just under", "well over", "a little under".
fn slightly(
    sentence: &Sentence<'_>,
    before: usize,
    near: Hedge,
    far: Hedge,
    last: usize,
) -> (Hedge, usize) {
    match sentence.word(before) {
        "just" | "slightly" | "barely" => (near, before),
        "little" | "bit" | "fraction" | "shade" | "touch" | "tad" | "hair" | "whisker" => {
            (near, before.wrapping_sub(1))
        }
        "well" => (far, before),
        _ => (far, last),
    }
}

/// "less than", "no more than", "slightly longer than"; `at` is the comparative.
fn comparison(sentence: &Sentence<'_>, at: usize) -> Option<(Hedge, usize)> {
    let before = at.wrapping_sub(1);
    let is_negated = sentence.is(before, words!("no" "not"));
    let start = if is_negated { before } else { at };
    Some(match sentence.word(at) {
        "less" | "fewer" | "shorter" if is_negated => (Hedge::AtLeast, start),
        "more" | "longer" | "greater" | "later" if is_negated => (Hedge::AtMost, start),
        "less" | "fewer" | "shorter" => {
            slightly(sentence, before, Hedge::JustUnder, Hedge::AtMost, at)
        }
        "more" | "longer" | "greater" => {
            slightly(sentence, before, Hedge::JustOver, Hedge::AtLeast, at)
        }
        _ => return None,
    })
}

/// The hedge behind a quantity that ends at a place, and where its words end.
pub(in crate::check) fn hedge_after(sentence: &Sentence<'_>, at: usize) -> Option<(Hedge, usize)> {
    if sentence.is_mark(at, &['+']) {
        return Some((Hedge::AtLeast, at + 1));
    }
    if sentence.is(at, words!("or")) {
        return match sentence.word(at + 1) {
            "so" | "thereabouts" => Some((Hedge::About, at + 2)),
            "more" | "longer" => Some((Hedge::AtLeast, at + 2)),
            "less" | "fewer" => Some((Hedge::AtMost, at + 2)),
            _ => None,
        };
    }
    sentence.is(at, words!("approximately" "roughly")).then_some((Hedge::About, at + 1))
}

#[cfg(test)]
mod tests {
    use super::{Hedge, hedge_before, number};
    use crate::check::truth::Text;

    fn value(text: &str) -> Option<f64> {
        let text = Text::plain(text);
        let sentence = text.sentences().next()?;
        number(&sentence, 0).map(|number| number.value)
    }

    fn hedge(text: &str) -> Hedge {
        let text = Text::plain(text);
        let sentence = text.sentences().next().unwrap();
        let at = (0..sentence.len()).find(|at| number(&sentence, *at).is_some()).unwrap();
        hedge_before(&sentence, at).0
    }

    #[test]
    fn reads_numerals() {
        assert_eq!(value("seventeen hosts"), Some(17.0));
        assert_eq!(value("twenty-two hosts"), Some(22.0));
        assert_eq!(value("one hundred and five hosts"), Some(105.0));
        assert_eq!(value("two thousand three hundred hosts"), Some(2_300.0));
        assert_eq!(
            value("nine hundred ninety-nine thousand nine hundred and ninety-nine"),
            Some(999_999.0)
        );
        assert_eq!(value("two dozen hosts"), Some(24.0));
        assert_eq!(value("a dozen hosts"), Some(12.0));
        assert_eq!(value("1.2 million rows"), Some(1_200_000.0));
        assert_eq!(value("65k rows"), Some(65_000.0));
        assert_eq!(value("one and two"), Some(1.0));
        assert_eq!(value("hosts"), None);
    }

    #[test]
    fn reads_hedges() {
        assert_eq!(hedge("for 5"), Hedge::Bare);
        assert_eq!(hedge("approx. 5"), Hedge::About);
        assert_eq!(hedge("~5"), Hedge::About);
        assert_eq!(hedge("just over 5"), Hedge::JustOver);
        assert_eq!(hedge("a little less than 5"), Hedge::JustUnder);
        assert_eq!(hedge("no more than 5"), Hedge::AtMost);
        assert_eq!(hedge("well over 5"), Hedge::AtLeast);
        assert_eq!(hedge("the better part of 5"), Hedge::JustUnder);
        assert_eq!(hedge("not quite 5"), Hedge::JustUnder);
        assert_eq!(hedge("a good 5"), Hedge::JustOver);
        assert_eq!(hedge("in the region of 5"), Hedge::About);
        assert_eq!(hedge("upwards of 5"), Hedge::AtLeast);
        assert_eq!(hedge("as many as 5"), Hedge::AtMost);
    }
}
