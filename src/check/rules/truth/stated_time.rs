use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::announced::first_update;
use crate::check::truth::clock::{Clock, ClockHedge, IntervalEnd, clocks};
use crate::check::truth::date::days;
use crate::check::truth::edges::is_edge;
use crate::check::truth::effect::{Effect, effect, effect_at};
use crate::check::truth::event::{Event, Key, event};
use crate::check::truth::listed::{listed, listed_interval};
use crate::check::truth::outage::lasts_until;
use crate::check::truth::right_time::{Truth, shown_time};
use crate::check::truth::set_apart::Context;
use crate::check::truth::spots::Spots;
use crate::check::truth::stated::{Stated, key_moment};
use crate::check::truth::steps::retold;
use crate::check::truth::stretches::{
    StatedEnd, Stretch, only_component, only_meant, only_named, stretches,
};
use crate::check::truth::times::{is_at, is_before};
use crate::check::truth::topic::clause;
use crate::check::truth::words;
use crate::model::Moment;

rule! {
    /// Finds clock times of the start, the detection, the end or the effect that differ from the facts.
    ///
    /// ## Why
    ///
    /// The text was written from memory, the facts from the log, or one of the two in another
    /// time zone. A time is right when anything in the facts happened at that time: a key
    /// moment, the end of a window, an entry of the timeline, an update. It is compared when
    /// the sentence says that the incident began, was noticed or was over then; `CET`, `UTC`
    /// and the like are converted, "about" and "just after" widen, "by" bounds.
    ///
    /// An interval over which, by the sentence, somebody was hit ("from 10:00 to 12:00 users saw
    /// errors") is held against the window that it means: the one that the sentence names, else one
    /// that begins or ends as stated, else the nearest. An end outside all windows is wrong. One
    /// inside is so only where the other end is that of the window and the whole of the service
    /// or of its users was hit, for a part may have recovered sooner. A time at which somebody is
    /// said to be hit ("at 9:50, all payments failed") must lie between the start and the end.
    ///
    /// A step that the timeline tells ("the release was rolled back at 10:55") is held against the
    /// entry of it, if one entry alone tells that deed of that thing, in these words or others of
    /// the same meaning; the first update against the updates; what is told of one host or region
    /// against the window of that. Times may be in words ("ten to four in the afternoon").
    ///
    /// What was believed or said at the time ("we assumed", "according to one shop"), what is told of
    /// other incidents and on the clocks of other places ("17:00 in Tokyo"), and when the first of
    /// many were back passes.
    ///
    /// Measured on the 1583 statements of `tests/truth`: precision 1.00, recall 0.97;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage began at 10:00 CEST and was resolved at 11:40. From 9:40 CEST to 11:20, customers
    /// could not pay.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage began at 08:00 UTC and was over by 11:30 CEST. Between 10:30 and 10:50 many
    /// customers could not pay. Backups run at 03:00.
    /// ```
    "stated-time", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    let sentences = account.sentences_with(Spots::CLOCK);
    for (passage, sentence) in sentences.filter(|(passage, _)| passage.looks_back()) {
        let clocks = clocks(&sentence);
        for (index, clock) in clocks.iter().enumerate() {
            let place = Stated { subject, account, passage, sentence: &sentence, clock };
            let next = clocks.get(index + 1);
            match (clock.end, next) {
                (Some(IntervalEnd::First), Some(last)) => place.interval(last, findings),
                (None, _) => place.moment(findings),
                _ => {}
            }
        }
    }
}

impl Stated<'_> {
    /// Reports the time if the sentence puts something there and the facts do not.
    fn moment(&self, findings: &mut Findings<'_>) {
        let Self { subject, account, passage, sentence, clock } = *self;
        let truth = match (listed(subject, sentence, clock), self.told()) {
            (Some((only, side)), _) => self.side(side, &only),
            (None, Some(event)) => self.key(event),
            (None, None) => self.state(),
        };
        let truth = truth.or_else(|| {
            let step = retold(subject, account, passage, sentence, clock)?;
            let is_other = self.is_of_another_day(step.at()) || self.has_wrong_letters();
            (!is_other).then(|| Truth::of_step(subject, step))
        });
        let truth = truth.or_else(|| {
            let (index, at) = first_update(subject, account, sentence, clock)?;
            (!self.is_of_another_day(&at)).then(|| Truth::of_update(subject, index, at))
        });
        if let Some(truth) = truth {
            self.report(findings, &truth);
        }
    }

    /// What the time of a key moment should be, where it is not the stated one.
    fn key(&self, event: Event) -> Option<Truth> {
        let Self { subject, account, clock, .. } = *self;
        let (key, at) = key_moment(subject, event.key)?;
        if let Some(only) = self.only(event) {
            return self.window(event, &only);
        }
        let is_known = !event.is_certain && !clock.is_round() && account.has(subject, clock);
        let is_within = || !account.times(subject).is_outside(clock, account.offsets());
        if is_known || event.is_any && is_within() {
            return None;
        }
        if self.contradicts(event, &at) {
            return Some(Truth::of_key(key, at));
        }
        self.other_end(event)
    }

    /// The window of the one resource of which a moment is told.
    fn only(&self, event: Event) -> Option<Stretch> {
        let Self { subject, account, sentence, clock, .. } = *self;
        let is_edge = !event.is_certain && event.key != Key::Detection;
        let resource = is_edge.then(|| only_meant(subject, sentence, &clock.range)).flatten();
        resource.or_else(|| {
            let is_other = !is_edge || event.is_any || account.is_key(subject, clock);
            let own = (!is_other).then(|| clause(sentence, &clock.range))?;
            only_component(subject, sentence, own)
        })
    }

    /// When the window of a resource began or ended, where that is not as stated.
    fn window(&self, event: Event, only: &Stretch) -> Option<Truth> {
        let side = match event.key {
            Key::Start | Key::Detection => IntervalEnd::First,
            Key::Mitigation | Key::Resolution => IntervalEnd::Second,
        };
        self.side(side, only)
    }

    /// When a window began or ended, where that is not as stated.
    fn side(&self, side: IntervalEnd, only: &Stretch) -> Option<Truth> {
        let Self { subject, account, clock, .. } = *self;
        let zone = &subject.incident.facts.zone;
        let (at, _) = only.side(side);
        let is_right = is_at(zone, at, clock, account.offsets())
            || (clock.hedge == ClockHedge::By && is_before(zone, clock, at));
        (!is_right && !self.is_of_another_day(at) && !self.has_wrong_letters())
            .then(|| Truth::of_stretch(only, side))
    }

    /// What ended on the day that a sentence names, where that is not the last one: "the outage
    /// of the API ended on 29 October at 21:00".
    fn other_end(&self, event: Event) -> Option<Truth> {
        let Self { subject, account, sentence, clock, .. } = *self;
        let facts = &subject.incident.facts;
        let [day] = days(sentence).try_into().ok()?;
        let near = facts.started?.earliest()?;
        let near = facts.zone.at(&near).date_naive();
        let [date] = day.date?.candidates(near).try_into().ok()?;
        let is_end = !event.is_any && matches!(event.key, Key::Mitigation | Key::Resolution);
        let is_firm = matches!(clock.hedge, ClockHedge::Bare | ClockHedge::About);
        if !is_end || !is_firm || account.knows(subject, clock) || self.has_wrong_letters() {
            return None;
        }
        let is_then =
            |at: &Moment| at.earliest().is_some_and(|at| facts.zone.at(&at).date_naive() == date);
        let mut ends = stretches(subject).into_iter();
        let stretch = ends.find(|stretch| is_then(&stretch.side(IntervalEnd::Second).0))?;
        Some(Truth::of_stretch(&stretch, IntervalEnd::Second))
    }

    /// Somebody who was hit at a time was hit between the start and the end.
    fn state(&self) -> Option<Truth> {
        let Self { subject, account, sentence, clock, .. } = *self;
        if clock.is_open() || matches!(clock.hedge, ClockHedge::After | ClockHedge::By) {
            return None;
        }
        if let Some(truth) = self.onset() {
            return Some(truth);
        }
        let is_outside = account.times(subject).is_outside(clock, account.offsets());
        if !is_outside || account.knows(subject, clock) {
            return None;
        }
        let names = account.names(subject);
        let hit = effect_at(sentence, &clock.range, names);
        if hit.is_none() && !is_edge(sentence, &clock.range) {
            return None;
        }
        let start = key_moment(subject, Key::Start)?;
        let end = key_moment(subject, Key::Resolution)?;
        let zone = &subject.incident.facts.zone;
        let is_early = !is_before(zone, clock, &start.1);
        let ((name, at), key) = if is_early { (start, Key::Start) } else { (end, Key::Resolution) };
        let event = Event::new(key, hit != Some(Effect::Part));
        self.contradicts(event, &at).then(|| Truth::of_key(name, at))
    }

    /// When the window of the one resource began that was hit "from 10:50 on", or ended if it was
    /// "until" then.
    fn onset(&self) -> Option<Truth> {
        let Self { subject, account, sentence, clock, .. } = *self;
        let before = clock.range.start.wrapping_sub(1);
        let is_from = sentence.is(before, words!("from" "since"));
        let is_to = sentence.is(before, words!("until" "till"));
        if !(is_from || is_to) || sentence.is(clock.range.end, words!("to" "until" "till")) {
            return None;
        }
        let side = if is_from { IntervalEnd::First } else { IntervalEnd::Second };
        let only = only_meant(subject, sentence, &clock.range)?;
        effect_at(sentence, &clock.range, account.names(subject))?;
        self.side(side, &only)
    }

    /// The key moment that the sentence puts at the time.
    fn told(&self) -> Option<Event> {
        let Self { sentence, clock, .. } = *self;
        if clock.hedge == ClockHedge::After || clock.is_open() {
            return None;
        }
        let names = self.account.names(self.subject);
        event(sentence, &clock.range, names).or_else(|| {
            lasts_until(sentence, clock, names).then_some(Event::new(Key::Resolution, false))
        })
    }

    /// Reports the ends of the interval up to `last` that the facts contradict.
    fn interval(&self, last: &Clock<'_>, findings: &mut Findings<'_>) {
        let first = self.clock;
        if first.is_open() || last.is_open() || first.hedge == ClockHedge::After {
            return;
        }
        let range = first.range.start..last.range.end;
        let names = self.account.names(self.subject);
        let listed = listed_interval(self.subject, self.sentence, first);
        let effect = effect(self.sentence, &range, names);
        let effect = effect.or_else(|| listed.as_ref().map(|_| Effect::Outage));
        let Some(effect) = effect else { return };
        let fault = |clock, other, side| {
            Stated { clock, ..*self }.fault(effect, &StatedEnd { clock, other, side })
        };
        let start = fault(first, last, IntervalEnd::First);
        let end = fault(last, first, IntervalEnd::Second);
        match (start, end) {
            (Some(meant), Some(_)) => self.report_interval(last, &meant, findings),
            (Some(meant), None) => {
                self.report(findings, &Truth::of_stretch(&meant, IntervalEnd::First));
            }
            (None, Some(meant)) => {
                let truth = Truth::of_stretch(&meant, IntervalEnd::Second);
                Stated { clock: last, ..*self }.report(findings, &truth);
            }
            (None, None) => {}
        }
    }

    /// What an interval means of which one end is not as the facts say.
    fn fault(&self, effect: Effect, end: &StatedEnd<'_, '_>) -> Option<Stretch> {
        let Self { subject, account, sentence, clock, .. } = *self;
        let key = match end.side {
            IntervalEnd::First => Key::Start,
            IntervalEnd::Second => Key::Resolution,
        };
        let (_, at) = key_moment(subject, key)?;
        if let Some(only) = only_named(subject, sentence) {
            let (at, _) = only.side(end.side);
            // Within its window it may have been worse for a while.
            let is_outside = || account.times(subject).is_outside(clock, account.offsets());
            let is_all = effect == Effect::Outage
                || effect == Effect::Service
                    && (end.is_half_right(subject, account, &only) || is_outside());
            let is_other = is_all
                && !is_at(&subject.incident.facts.zone, at, clock, account.offsets())
                && !self.is_of_another_day(at);
            return is_other.then_some(only);
        }
        let pinned = end.pinned(subject, account);
        let pinned = pinned.as_ref().unwrap_or(clock);
        let is_outside = account.times(subject).is_outside(pinned, account.offsets());
        let meant = || end.meant(subject, account, sentence);
        let meant = match effect {
            _ if account.knows(subject, pinned) => None,
            Effect::Outage => meant(),
            _ if is_outside => meant(),
            Effect::Service => meant().filter(|meant| end.is_half_right(subject, account, meant)),
            Effect::Part => None,
        }?;
        let event = Event::new(key, is_outside && effect != Effect::Part);
        self.contradicts(event, &at).then_some(meant)
    }

    fn report(&self, findings: &mut Findings<'_>, truth: &Truth) {
        let Self { subject, passage, sentence, clock, .. } = *self;
        if Context::new(subject, findings, passage).is_other_time(sentence, &clock.range) {
            return;
        }
        let shown = sentence.bytes(clock.words.clone());
        let said = passage.text.shown(shown.clone()).to_owned();
        let says = &truth.says;
        let right = shown_time(subject, clock, &truth.at);
        findings
            .at_passage(passage, shown, format!("the prose says \"{said}\", but {says} at {right}"))
            .help(self.help("at that time"))
            .related_field(&truth.field, truth.label.clone());
    }

    /// Reports an interval of which neither end is right.
    fn report_interval(&self, last: &Clock<'_>, meant: &Stretch, findings: &mut Findings<'_>) {
        let Self { subject, passage, sentence, clock, .. } = *self;
        if Context::new(subject, findings, passage).is_other_time(sentence, &clock.range) {
            return;
        }
        let shown = sentence.bytes(clock.words.start..last.words.end);
        let said = passage.text.shown(shown.clone()).to_owned();
        let start = Truth::of_stretch(meant, IntervalEnd::First);
        let end = Truth::of_stretch(meant, IntervalEnd::Second);
        let what = match &meant.of {
            Some(of) => format!("the window of {of} lasts"),
            None => "the incident lasted".to_owned(),
        };
        let [mut from, to] = [&start, &end].map(|truth| shown_time(subject, clock, &truth.at));
        // "from 10:00 to 11:20 CEST"
        if let (Some((time, letters)), Some((_, same))) =
            (from.rsplit_once(' '), to.rsplit_once(' '))
            && letters == same
        {
            from = time.to_owned();
        }
        let message = format!("the prose says \"{said}\", but {what} from {from} to {to}");
        findings
            .at_passage(passage, shown, message)
            .help(self.help("at these times"))
            .related_field(&start.field, start.label)
            .related_field(&end.field, end.label);
    }

    fn help(&self, when: &str) -> String {
        let zone = match self.clock.zone {
            Some(_) => String::new(),
            None => match self.subject.incident.facts.zone.name() {
                "UTC" => ", in UTC".to_owned(),
                name => format!(", in {name} or UTC"),
            },
        };
        format!("nothing in the facts happened {when}{zone}; correct it, or the facts")
    }
}
