//! Numbers of things that the facts count: "seventeen of its host nodes", "~65 VMs".

use std::ops::Range;

use super::meaning::Meaning;
use super::number::{Hedge, hedge_after, hedge_before, number};
use super::sentence::Sentence;
use super::spots::Spots;
use super::word_list::Words;

/// Something that the facts count.
#[derive(Clone, Debug)]
pub(in crate::check) struct Counted {
    /// The words of the noun, in lower case and the singular.
    words: Vec<String>,
}

/// A stated number of something counted.
#[derive(Clone, Debug)]
pub(in crate::check) struct Count {
    pub(in crate::check) value: Amount,
    pub(in crate::check) hedge: Hedge,
    /// The number, with its hedge.
    pub(in crate::check) range: Range<usize>,
    /// Behind the noun.
    pub(in crate::check) end: usize,
    /// The number of a whole that this is said to be a part of: the 450 of "17 of our 450".
    pub(in crate::check) of: Option<f64>,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) enum Amount {
    /// A number, with its digits behind the point.
    Number(f64),
    /// "dozens", "hundreds": from, to.
    Vague(f64, f64),
}

/// Words between a number and its noun that change nothing.
const FILLERS: &Words = words!(
    "affected" "impacted" "different" "separate" "individual" "physical" "virtual" "production"
    "active" "distinct" "unique" "total" "failed" "failing" "broken" "our" "its" "the" "their"
    "your" "these" "those" "all" "such" "running" "live" "faulty" "unavailable" "offline"
    "crashed" "customer"
);

const MACHINES: &Words = words!("machine" "machines");

impl Counted {
    /// The noun of a count, such as "host nodes".
    pub(in crate::check) fn new(noun: &str) -> Self {
        let words = noun.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.map(|word| singular(&word.to_lowercase()).to_owned());
        // "affected customers" are the customers that the prose counts.
        let words = words.skip_while(|word| word == "affected" || word == "impacted");
        Self { words: words.collect() }
    }

    /// Whether the last word stands for the whole: "nodes" for "host nodes", but not "requests"
    /// for "failed requests".
    fn head(&self) -> Option<&str> {
        let [first, .., last] = self.words.as_slice() else { return None };
        let narrows = first.ends_with("ed") || first.ends_with("ing");
        (!narrows).then_some(last)
    }

    /// Whether both mean the same things.
    pub(in crate::check) fn is_like(&self, other: &Self) -> bool {
        self.words.last() == other.words.last() || self.words.first() == other.words.first()
    }

    /// Where the noun ends, if it stands at a place.
    fn end_at(&self, sentence: &Sentence<'_>, at: usize) -> Option<usize> {
        let is_vm = matches!(self.words.as_slice(), [word] if word == "vm");
        if is_vm && sentence.is(at, words!("virtual")) && sentence.is(at + 1, MACHINES) {
            return Some(at + 2);
        }
        let is_machines = matches!(self.words.as_slice(), [first, second] if first == "virtual" && second == "machine");
        if is_machines && sentence.is(at, words!("vm" "vms")) {
            return Some(at + 1);
        }
        let is = |at: usize, word: &str| {
            let said = sentence.word(at);
            let may_be = word.bytes().next().is_none_or(|first| said.bytes().next() == Some(first));
            may_be && singular(said) == word
        };
        let all = !self.words.is_empty()
            && self.words.iter().enumerate().all(|(offset, word)| is(at + offset, word));
        if all {
            return Some(at + self.words.len());
        }
        let by_head = self.head().is_some_and(|head| is(at, head));
        // "hosts" for "host nodes"; "host" alone goes with another noun.
        let by_first = self.head().is_some()
            && self
                .words
                .first()
                .is_some_and(|first| is(at, first) && sentence.word(at) != first.as_str());
        (by_head || by_first).then_some(at + 1)
    }

    /// All numbers of it in a sentence.
    pub(in crate::check) fn counts(&self, sentence: &Sentence<'_>) -> Vec<Count> {
        let mut found = Vec::new();
        let mut from = 0;
        for at in sentence.spots(Spots::QUANTITY.and(Spots::ARTICLE)) {
            let Some((value, after)) = amount(sentence, at).filter(|_| from <= at) else {
                continue;
            };
            let count = self.count(sentence, at, value, after);
            found.extend(count.or_else(|| self.labelled(sentence, at, value, after)));
            from = after;
        }
        found
    }

    fn count(
        &self,
        sentence: &Sentence<'_>,
        at: usize,
        value: Amount,
        after: usize,
    ) -> Option<Count> {
        let mut next = after;
        let mut hedge_behind = None;
        if let Some((hedge, end)) = hedge_after(sentence, after)
            && hedge_before(sentence, at).0 == Hedge::Bare
        {
            (hedge_behind, next) = (Some(hedge), end);
        }
        let mut of = None;
        if sentence.is(next, words!("of")) {
            next += 1;
        }
        for _ in 0..4 {
            if let Some(end) = self.end_at(sentence, next) {
                // Few numbers get here.
                let (hedge, start) = hedge_before(sentence, at);
                let hedge = hedge_behind.unwrap_or(hedge);
                return Some(Count { value, hedge, range: start..after, end, of });
            }
            let possessive =
                sentence.shown(next).ends_with("'s") || sentence.shown(next).ends_with("’s");
            if let (Some(number), None) = (number(sentence, next), of) {
                of = Some(number.value);
                next = number.end;
            } else if sentence.is(next, FILLERS) || possessive {
                next += 1;
            } else {
                return None;
            }
        }
        None
    }
}

impl Counted {
    /// "Affected hosts: 17", "the number of hosts that failed was 17", "hosts (17)".
    fn labelled(
        &self,
        sentence: &Sentence<'_>,
        at: usize,
        value: Amount,
        after: usize,
    ) -> Option<Count> {
        const LONGEST: usize = 9;
        const NOUN: usize = 4;
        const TELL: &Words = words!(
            "affected" "impacted" "failed" "hit" "lost" "down" "declined" "rejected" "dropped"
        );
        let ends = after >= sentence.len() || sentence.is_mark(after, &['.', ',', '(', ')']);
        let (hedge, start) = hedge_before(sentence, at);
        let link = start.checked_sub(1).filter(|link| ends && *link <= LONGEST)?;
        let noun = (0..link).find_map(|at| Some((at, self.end_at(sentence, at)?)));
        let (noun, noun_end) = noun?;
        let is_bracket = sentence.is_mark(link, &['(']) && sentence.is_mark(after, &[')']);
        let is_number = sentence.has_phrase(0..noun, &["number", "of"]);
        let tells = sentence.has(0..link, TELL);
        let is_label = sentence.is_mark(link, &[':', '=', '–']) && (is_number || tells);
        let is_told = is_number && sentence.is(link, words!("was" "is" "were" "at"));
        let is_close = noun_end + NOUN > link;
        let fits = (is_bracket && noun_end == link) || (is_close && (is_label || is_told));
        fits.then_some(Count { value, hedge, range: start..after, end: after, of: None })
    }
}

fn amount(sentence: &Sentence<'_>, at: usize) -> Option<(Amount, usize)> {
    let vague = match sentence.word(at) {
        "dozens" => Some((18.0, 250.0)),
        "hundreds" => Some((100.0, 4_000.0)),
        "thousands" => Some((1_000.0, 60_000.0)),
        _ => None,
    };
    if let Some((low, high)) = vague {
        let is_compound = sentence.is(at.wrapping_sub(1), words!("of"));
        let counts = sentence.is(at + 1, words!("of")) && !is_compound;
        return counts.then_some((Amount::Vague(low, high), at + 1));
    }
    let number = number(sentence, at)?;
    let is_day = matches!(sentence.meaning(at.wrapping_sub(1)), Meaning::Month(_));
    let is_other = is_day
        || sentence.is_mark(number.end, &['%', '/', ':', '°'])
        || (number.decimals > 0 && number.value < 1_000.0)
        || sentence.is_mark(at.wrapping_sub(1), &['/', ':', '.']) && sentence.is_glued(at);
    (!is_other).then_some((Amount::Number(number.value), number.end))
}

impl Count {
    /// Whether the fact may be what is stated.
    pub(in crate::check) fn allows(&self, fact: f64) -> bool {
        let value = match self.value {
            Amount::Vague(low, high) => return (low..=high).contains(&fact),
            Amount::Number(value) => value,
        };
        match self.hedge {
            Hedge::Exactly => fact.total_cmp(&value).is_eq(),
            Hedge::Bare => (fact - value).abs() <= roundness(value),
            Hedge::About => (fact - value).abs() <= (value * 0.15).max(1.0),
            Hedge::JustUnder => fact <= value && fact >= value * 0.8,
            Hedge::JustOver => fact >= value && fact <= value * 1.2,
            Hedge::AtMost => fact <= value,
            Hedge::AtLeast => fact >= value,
        }
    }

    /// Whether more is stated than there is.
    pub(in crate::check) fn exceeds(&self, fact: f64) -> bool {
        match self.value {
            Amount::Vague(low, _) => low > fact,
            Amount::Number(value) => value > fact,
        }
    }
}

/// By how much a round number is commonly off: 1,200 may be 1,234.
fn roundness(value: f64) -> f64 {
    const ROUND: f64 = 100.0;
    if value < ROUND || value % 10.0 != 0.0 {
        return 0.0;
    }
    let mut step = 10.0;
    while value % (step * 10.0) == 0.0 && step < 1e9 {
        step *= 10.0;
    }
    (step / 2.0).min(value * 0.05)
}

/// A noun without the ending of the plural.
pub(in crate::check) fn singular(word: &str) -> &str {
    let doubled = ["sses", "xes", "ches", "shes"];
    if doubled.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word);
    }
    if word.ends_with("ss") || word.len() < 3 {
        return word;
    }
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::{Amount, Counted};
    use crate::check::truth::Text;

    fn counted(noun: &str, text: &str) -> Vec<f64> {
        let text = Text::plain(text);
        let noun = Counted::new(noun);
        text.sentences()
            .flat_map(|sentence| noun.counts(&sentence))
            .map(|count| match count.value {
                Amount::Number(value) => value,
                Amount::Vague(low, _) => low,
            })
            .collect()
    }

    #[test]
    fn finds_numbers_of_a_noun() {
        assert_eq!(counted("host nodes", "seventeen of BinaryLane's host nodes"), [17.0]);
        assert_eq!(counted("host nodes", "all 16 affected hosts, 3 nodes"), [16.0, 3.0]);
        assert!(counted("host nodes", "16 storage nodes, one hosting plan").is_empty());
        assert_eq!(counted("VMs", "~65 VMs, 12 virtual VMs"), [65.0, 12.0]);
        assert_eq!(counted("failed requests", "12,000 requests, 900 failed requests"), [900.0]);
        assert_eq!(counted("hosts", "hundreds of hosts, Node 12 hosts it"), [100.0, 12.0]);
    }
}
