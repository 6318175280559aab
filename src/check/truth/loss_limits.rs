//! What a denial of a loss leaves open: "except for 31 carts, no data was lost".

use std::ops::Range;

use super::loss::{Claim, claims};
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{clause, names_incident, names_service, names_trouble};
use super::word_list::Words;

const DATA: &Words = words!("data");

/// Whether the denial of a loss in `range` is one of some data, so that other data may have been
/// lost; `names` are those of what was affected.
pub(in crate::check) fn is_limited(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> bool {
    let denial = Denial { sentence, range, names };
    denial.has_exception()
        || denial.speaks_of_the_loss()
        || denial.is_of_one_kind()
        || denial.is_of_some_data()
        || denial.is_of_some_owners()
        || denial.is_of_a_place()
}

struct Denial<'d> {
    sentence: &'d Sentence<'d>,
    range: &'d Range<usize>,
    names: &'d [String],
}

impl Denial<'_> {
    /// "except for 31 carts", "no other data", "only carts were lost", "but 31 carts were lost".
    fn has_exception(&self) -> bool {
        const EXCEPT: &Words = words!(
            "except" "excepting" "excluding" "besides" "apart" "aside" "beyond" "exception"
            "exceptions" "otherwise"
        );
        const MORE: &Words = words!("other" "further" "additional" "more" "else" "another");
        const LOST: &Words = words!("lost" "gone" "missing" "lose");
        const NEAR: usize = 5;
        let Self { sentence, range, .. } = *self;
        let all = 0..sentence.len();
        let is_more = |at: usize| {
            sentence.is(at, MORE) && !sentence.is(at.wrapping_sub(1), words!("or" "and" "nor"))
        };
        let is_only = |at: usize| {
            sentence.is(at, words!("only")) && sentence.has(at + 1..at + 1 + NEAR, LOST)
        };
        sentence.has(all.clone(), EXCEPT)
            || sentence.is(range.end, words!("but" "save"))
            || range.clone().any(is_more)
            || all.into_iter().any(is_only)
            || claims(sentence).iter().any(|(claim, _)| *claim == Claim::Lost)
    }

    /// "not affected by the data loss", "none of the lost data": there was one.
    fn speaks_of_the_loss(&self) -> bool {
        const DEFINITE: &Words = words!("the" "this" "that" "these" "those");
        let Self { sentence, range, .. } = *self;
        range.clone().any(|at| {
            let is_loss = sentence.is(at, DATA) && sentence.is(at + 1, words!("loss"))
                || sentence.is(at, words!("loss")) && sentence.is(at + 1, words!("of"))
                || sentence.is(at, words!("lost")) && sentence.is(at + 1, DATA);
            is_loss && sentence.is(at.wrapping_sub(1), DEFINITE)
        })
    }

    /// "not a single order was lost", where orders are not what was hit.
    fn is_of_one_kind(&self) -> bool {
        const ANY: &Words = words!("data" "nothing" "everything" "byte" "bit" "bytes");
        const KINDS: &Words = words!(
            "order" "orders" "message" "messages" "transaction" "transactions" "upload" "uploads"
            "mail" "mails" "email" "emails" "write" "writes"
        );
        let Self { sentence, range, names } = *self;
        let is_kind =
            |at: usize| sentence.is(at, KINDS) && !names_service(sentence, at..at + 1, names);
        !sentence.has(range.clone(), ANY) && range.clone().any(is_kind)
    }

    /// "no repository data", "no data older than an hour", "data on the snapshots was not lost".
    fn is_of_some_data(&self) -> bool {
        // What stands before all data as well as before some.
        const WHOLE: &Words = words!(
            "no" "any" "the" "your" "our" "their" "all" "customer" "customers" "user" "users"
            "client" "clients" "of" "zero" "without" "lost" "lose" "losing" "single" "was" "is"
            "were" "or" "and" "actual" "production" "some" "other" "never" "not" "their"
        );
        const PLACES: &Words = words!(
            "on" "in" "from" "for" "before" "after" "since" "until" "with" "outside" "within" "here"
            "there"
        );
        const LIMITS: &Words = words!(
            "older" "newer" "younger" "that" "which" "whose" "written" "stored" "saved" "held"
            "kept" "sent" "created" "entered" "up"
        );
        let Self { sentence, range, names } = *self;
        let Some(data) = sentence.find(range.clone(), DATA) else { return false };
        if sentence.is(data + 1, words!("loss")) {
            return false;
        }
        let before = data.wrapping_sub(1);
        let is_whole = !matches!(sentence.kind(before), Some(Kind::Word(_)))
            || sentence.is(before, WHOLE)
            || names_service(sentence, before..data, names);
        // "all data written before 9:58"
        let behind = data + 1..range.end.max(data + 2);
        !is_whole || sentence.has(behind, LIMITS) || sentence.has(data + 1..range.end, PLACES)
    }

    /// "customers with replication lost no data", "99% of customers lost no data at all".
    fn is_of_some_owners(&self) -> bool {
        const SOME: &Words = words!("with" "whose" "who" "using" "half" "those" "these" "only");
        let Self { sentence, range, .. } = *self;
        let Some(lost) = sentence.find(range.clone(), words!("lost" "lose")) else { return false };
        let own = clause(sentence, range).start..lost;
        let is_share = |at: usize| sentence.is_mark(at, &['%']);
        sentence.has(lost..range.end, DATA)
            && (sentence.has(own.clone(), SOME) || own.into_iter().any(is_share))
    }

    /// "no data was lost there", "no data was lost in Frankfurt", "no data was lost after 10:18".
    fn is_of_a_place(&self) -> bool {
        const OPENS: &Words = words!("in" "at" "within" "inside");
        const WHOLE: &Words = words!(
            "process" "end" "crash" "course" "meantime" "meanwhile" "all" "any" "no" "total" "way"
            "time" "point" "either" "our" "your" "recovery" "restore" "failover" "fact" "migration"
        );
        const NOUN: usize = 3;
        let Self { sentence, range, .. } = *self;
        let behind = range.end;
        let noun = behind + 1..behind + 1 + NOUN;
        let is_whole = sentence.has(noun.clone(), WHOLE)
            || names_incident(sentence, noun.clone())
            || names_trouble(sentence, noun);
        sentence.is(behind, words!("there" "here" "after" "before" "since" "until" "up" "where"))
            || sentence.is(behind, OPENS) && behind + 1 < sentence.len() && !is_whole
    }
}
