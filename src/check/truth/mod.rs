//! What prose states and what facts say.
//!
//! [`Text`] is what a reader sees of a text, as sentences of tokens with their places in the
//! source. Parsers find statements in a sentence: durations, clock times, dates, numbers.
//! The rules of the family `truth` decide which of them are about the incident, and compare.

/// A list of words, laid out as prose.
macro_rules! words {
    ($($word:literal)*) => {
        const { &$crate::check::truth::word_list::Words::new(concat!(" ", $($word, " "),*)) }
    };
}

mod account;
mod address;
mod anchor;
pub(super) mod announced;
mod another_incident;
mod antecedent;
pub(super) mod arrivals;
mod beliefs;
pub(super) mod clock;
mod concepts;
pub(super) mod count;
pub(super) mod date;
pub(super) mod day_topic;
mod deeds;
mod digits;
pub(super) mod distance;
pub(super) mod duration;
mod duration_label;
mod duration_purpose;
pub(super) mod duration_topic;
pub(super) mod edges;
pub(super) mod effect;
pub(super) mod event;
mod failing;
pub(super) mod grammar;
mod habits;
pub(super) mod letters;
pub(super) mod listed;
pub(super) mod loss;
pub(super) mod loss_limits;
mod meaning;
pub(super) mod moments;
mod no_effect;
mod noted;
pub(super) mod number;
pub(super) mod outage;
mod prose;
mod quotations;
pub(super) mod resources;
pub(super) mod right_time;
mod sentence;
pub(super) mod set_apart;
mod set_aside;
mod sorted;
pub(super) mod spans;
mod spoken_clock;
pub(super) mod spots;
pub(super) mod stated;
pub(super) mod steps;
pub(super) mod stretches;
mod text;
pub(super) mod times;
mod token;
mod told;
pub(super) mod topic;
mod verbs;
pub(super) mod word_list;
pub(super) mod zone;

pub(super) use account::{Account, Passage, Place};
pub(super) use meaning::Meaning;
pub(super) use sentence::Sentence;
pub(super) use text::BlockKind;
#[cfg(test)]
use text::Text;
pub(super) use token::Kind;
pub(super) use words;
