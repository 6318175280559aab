//! Durations until somebody noticed, or until all was well: "an hour to restore service".

use std::ops::Range;

use super::anchor::counts_from_start;
use super::duration_topic::{Place, Topic};
use super::topic::{clause, is_elsewhere, is_part, names_service, names_trouble};
use super::verbs::{is_reported, notices};
use super::word_list::Words;

impl Place<'_> {
    /// "restored two hours after the outage began", "25 minutes into the incident, we noticed".
    pub(super) fn since_start(&self) -> Option<Topic> {
        const REACH: usize = 8;
        let sentence = self.sentence;
        if !counts_from_start(sentence, self.after) {
            return None;
        }
        let own = clause(sentence, &(self.start..self.after)).start..self.start;
        let comma = (self.after..sentence.len()).find(|at| sentence.is_mark(*at, &[',']));
        let near = match comma {
            Some(comma) if own.len() < 2 => comma..(comma + REACH).min(sentence.len()),
            _ => own.start.max(self.start.saturating_sub(REACH))..self.start,
        };
        if is_part(sentence, near.clone()) || is_elsewhere(sentence, near.clone()) {
            return None;
        }
        if near.clone().any(|at| notices(sentence, at)) {
            return Some(Topic::Detection);
        }
        self.ends(near).then_some(Topic::Outage)
    }

    /// "Detection took 25 minutes"; "restoring service took three hours": of that, it is known
    /// that it took no longer than all.
    pub(super) fn work(&self) -> Option<Topic> {
        const REPAIRS: &Words = words!(
            "recovery" "restoration" "resolution" "mitigation" "repair" "restoring" "resolving"
            "recovering" "fixing" "repairing" "mitigating"
        );
        const OBJECT: usize = 9;
        let sentence = self.sentence;
        let us = usize::from(sentence.is(self.before(), words!("us")));
        let took = self.before().wrapping_sub(us);
        let size = usize::from(sentence.is(0, words!("full" "complete" "final" "the")));
        if !sentence.is(took, words!("took")) || took > OBJECT {
            return None;
        }
        let head = 0..took;
        if sentence.is(0, words!("detection")) && took == 1 {
            return Some(Topic::Detection);
        }
        let is_ours = took == 1 + size
            || names_trouble(sentence, head.clone())
            || names_service(sentence, head.clone(), self.names);
        let is_set_aside = is_part(sentence, head.clone()) || is_elsewhere(sentence, head);
        (sentence.is(size, REPAIRS) && is_ours && !is_set_aside).then_some(Topic::Effect)
    }

    /// "took 12 minutes to detect", "47 minutes to restore service", "it was an hour before we
    /// noticed", "two hours passed until everything was back".
    pub(super) fn purpose_behind(&self) -> Option<Topic> {
        const TOOK: &Words = words!("took" "needed" "taken" "passed" "elapsed" "wait" "waited");
        const NOTICE: &Words = words!(
            "detect" "notice" "discover" "spot" "realise" "realize" "page" "alert" "fire"
        );
        const RESTORE: &Words = words!(
            "resolve" "restore" "recover" "mitigate" "fix" "repair" "remediate" "rectify"
            "stabilise" "stabilize" "reinstate" "solve" "end" "stop"
        );
        const BRING: &Words = words!("bring" "get" "put" "come");
        const REACH: usize = 9;
        const FOR: usize = 6;
        let sentence = self.sentence;
        let passes = sentence.is(self.after, words!("passed" "elapsed" "went"));
        let by = sentence.is(self.after + 1, words!("by"));
        let at = self.after + usize::from(passes) + usize::from(passes && by);
        let took = passes
            || sentence.has(0..self.start, TOOK)
            || sentence.says(self.start.wrapping_sub(2), &["it", "was"]);
        // "waited an hour for their machines to work again"
        let waits = sentence.is(self.before(), words!("waited" "wait"))
            && sentence.is(at, words!("for"))
            && sentence.has(at..at + REACH, words!("again"));
        if waits {
            return Some(Topic::Effect);
        }
        // "for our probes to page someone"
        let at = match sentence.is(at, words!("for")) {
            true => sentence.find(at + 1..at + FOR, words!("to")).unwrap_or(at),
            false => at,
        };
        if !sentence.is(at, words!("to" "before" "until")) || !took {
            return None;
        }
        let behind = at + 1..(at + REACH).min(sentence.len());
        let verb = behind.start + usize::from(sentence.is(at + 1, words!("fully" "completely")));
        if !sentence.is(at, words!("to")) {
            return self.turn(behind);
        }
        let object = names_trouble(sentence, behind.clone())
            || names_service(sentence, behind.clone(), self.names)
            || names_trouble(sentence, 0..self.start);
        // "it took two days to get back to normal"
        // "web-3 took an hour to come back"
        let comes = sentence.is(verb, words!("come" "return" "recover"))
            && names_service(sentence, 0..self.start, self.names);
        let is_alarm = sentence.is(verb, words!("page" "alert" "fire"));
        let object = object || comes || is_alarm || sentence.has(behind.clone(), words!("normal"));
        let is_end = at + 2 >= sentence.len() || sentence.is_mark(at + 2, &['.', ',']);
        if !object && !is_end {
            return None;
        }
        // "for the failure to be detected"
        let is_passive = sentence.is(verb, words!("be"));
        if sentence.is(verb, NOTICE) || is_passive && notices(sentence, verb + 1) {
            return Some(Topic::Detection);
        }
        let is_back =
            || self.ends(behind.clone()) || sentence.has(behind.clone(), words!("online"));
        let is_restored = is_passive && self.ends(verb + 1..verb + 3);
        let restores =
            is_restored || sentence.is(verb, RESTORE) || (sentence.is(verb, BRING) && is_back());
        (restores && !is_elsewhere(sentence, behind)).then_some(Topic::Outage)
    }

    /// What is told to come after a duration: "before we noticed", "until service was restored".
    fn turn(&self, behind: Range<usize>) -> Option<Topic> {
        let sentence = self.sentence;
        if is_part(sentence, behind.clone()) || is_elsewhere(sentence, behind.clone()) {
            return None;
        }
        let is_first = |at: usize| {
            sentence.is(at, words!("first"))
                && sentence.is(at + 1, words!("report" "complaint" "alarm" "alert"))
        };
        let is_heard =
            |at: usize| is_reported(sentence, at) && sentence.has(behind.clone(), words!("first"));
        if behind.clone().any(|at| notices(sentence, at) || is_first(at) || is_heard(at)) {
            return Some(Topic::Detection);
        }
        let is_ours = names_trouble(sentence, behind.clone())
            || sentence.is(behind.start, words!("all"))
            || names_service(sentence, behind.clone(), self.names);
        (is_ours && self.ends(behind)).then_some(Topic::Outage)
    }
}
