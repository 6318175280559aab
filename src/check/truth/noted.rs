//! Moments in labels and notes: "Start: 10:50", "web-3: down 20:02, back 20:38".

use super::event::{Event, Key, Place};
use super::topic::{is_part, names_incident};
use super::word_list::Words;

impl Place<'_> {
    /// "Start: 10:50", "Resolved at: 11:06".
    pub(super) fn label(&self) -> Option<Event> {
        const LONGEST: usize = 6;
        const END: &Words = words!(
            "end" "ended" "resolved" "resolution" "restored" "recovered" "fixed" "finish"
            "finished"
        );
        let sentence = self.sentence;
        let colon = (0..self.range.start)
            .rev()
            .find(|at| !self.is_time(*at) && !sentence.is_mark(*at, &[',']))
            .filter(|at| sentence.is_mark(*at, &[':', '–', '—', '=']))
            .filter(|colon| *colon <= LONGEST + self.in_brackets(*colon))?;
        let head = 0..colon;
        let has = |words: &Words| sentence.has(head.clone(), words);
        // "First report: 10:05"
        let is_report = sentence.is(0, words!("first" "initial"))
            && has(words!("report" "alert" "alarm" "page" "complaint" "ticket"));
        if is_report && !has(words!("status")) {
            return Some(Event::new(Key::Detection, false));
        }
        let key = if has(words!("scheduled" "planned" "maintenance" "next")) {
            return None;
        } else if has(words!("start" "started" "began" "begin" "beginning" "onset" "commenced")) {
            Key::Start
        } else if has(words!("detected" "detection" "noticed" "discovered")) {
            Key::Detection
        } else if has(words!("mitigated" "mitigation")) {
            Key::Mitigation
        } else if has(END) || sentence.has_phrase(head, &["all", "clear"]) {
            Key::Resolution
        } else {
            return None;
        };
        Some(Event::new(key, true))
    }

    /// "10:42 – mitigated", "10:00: first declined payments".
    pub(super) fn note(&self) -> Option<Event> {
        const LONGEST: usize = 5;
        const MARKS: &[char] = &[':', '–', '—', '-'];
        let sentence = self.sentence;
        let is_first = (0..self.range.start).all(|at| sentence.is_mark(at, &['*', '-', '[', '(']));
        let closing = usize::from(sentence.is_mark(self.range.end, &[']', ')']));
        let mark = self.range.end + closing;
        let mut end = sentence.len();
        while sentence.is_mark(end.wrapping_sub(1), &['.', '!']) {
            end -= 1;
        }
        let rest = mark + 1..end;
        if !is_first || !sentence.is_mark(mark, MARKS) || rest.is_empty() || rest.len() > LONGEST {
            return None;
        }
        let has = |words: &Words| sentence.has(rest.clone(), words);
        let opens = |words: &Words| sentence.is(rest.start, words);
        let is_named = names_incident(sentence, rest.clone());
        let is_whole = is_named || rest.len() == 1;
        let failures = words!(
            "error" "errors" "failure" "failures" "failed" "failing" "declined" "timeouts" "panic"
            "declines" "servfails" "5xx"
        );
        if is_part(sentence, rest.clone()) {
            None
        } else if opens(words!("first")) && has(failures) {
            Some(Event::any(Key::Start))
        } else if is_whole && has(words!("mitigated" "mitigation")) {
            Some(Event::new(Key::Mitigation, is_named))
        } else if is_whole && has(words!("resolved" "resolution" "over" "closed" "all-clear")) {
            Some(Event::new(Key::Resolution, is_named))
        } else if is_whole && has(words!("detected" "detection")) {
            Some(Event::new(Key::Detection, is_named))
        } else {
            None
        }
    }

    /// How many tokens stand in brackets right before a place: "Start (UTC):".
    pub(super) fn in_brackets(&self, end: usize) -> usize {
        const LONGEST: usize = 5;
        if !self.sentence.is_mark(end.wrapping_sub(1), &[')']) {
            return 0;
        }
        let mut inside = end.saturating_sub(LONGEST)..end;
        inside.find(|at| self.sentence.is_mark(*at, &['('])).map_or(0, |open| end - open)
    }
}
