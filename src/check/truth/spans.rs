//! The lengths of time that the facts know, to compare stated durations with.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::duration::Duration;
use super::moments::{Known, Moments, Role};
use super::number::Hedge;
use super::sorted::Sorted;
use crate::check::subject::Subject;
use crate::model::{Elapsed, Moment, between, merged};
use crate::source::FieldPath;

/// The lengths of time that the facts know.
#[derive(Debug)]
pub(in crate::check) struct Spans {
    /// From something that begins to something that ends.
    pub(in crate::check) outage: Lengths,
    /// From something that begins to somebody noticing.
    pub(in crate::check) detection: Lengths,
    /// The incident as a whole and up to its mitigation, from its start and from its detection,
    /// and the longest window: what bounds are compared with.
    pub(in crate::check) bounds: Lengths,
    /// The same up to its resolution only.
    pub(in crate::check) resolution: Lengths,
    /// From the start to the resolution.
    pub(in crate::check) whole: Lengths,
    /// How many windows there are.
    pub(in crate::check) windows: usize,
    /// The shortest and the longest of them.
    pub(in crate::check) extremes: Option<(Window, Window)>,
}

/// A window of impact.
#[derive(Clone, Debug)]
pub(in crate::check) struct Window {
    /// The host, region or component.
    pub(in crate::check) of: String,
    pub(in crate::check) elapsed: Elapsed,
    pub(in crate::check) field: FieldPath,
}

/// Lengths of time to look a stated one up in.
#[derive(Debug, Default)]
pub(in crate::check) struct Lengths {
    /// Taken at their word.
    sharp: Sorted,
    /// With what "about" allows.
    rough: Sorted,
    /// Whether there are more than can be told apart, so that nothing can be said.
    too_many: bool,
}

/// Slack in seconds of a length with an end that is only known roughly.
const ABOUT: i64 = 600;

/// Pairs of moments beyond which a length says nothing.
const MOST_PAIRS: usize = 40_000;

impl Spans {
    pub(super) fn of(subject: &Subject<'_>, moments: &Moments) -> Self {
        let is = |roles: &'static [Role]| {
            moments.iter().filter(|known| roles.contains(&known.role)).collect::<Vec<_>>()
        };
        let windows = windows(subject);
        let begins = is(&[Role::Start, Role::Detection, Role::Event]);
        let ends = is(&[Role::End, Role::Event]);
        let mut outage = Lengths::between(&begins, &ends);
        for window in &windows {
            outage.add(window.elapsed, ABOUT);
        }
        for total in totals(subject) {
            outage.add(total, ABOUT);
        }
        let begins = is(&[Role::Start, Role::Event]);
        let notices = is(&[Role::Detection, Role::Event]);
        let detection = Lengths::between(&begins, &notices);
        let facts = &subject.incident.facts;
        let mut resolution = Lengths::to(subject, &[facts.resolved]);
        let mut bounds = Lengths::to(subject, &[facts.resolved, facts.mitigated]);
        let length = |window: &&Window| window.elapsed.most;
        let shortest = windows.iter().min_by_key(length).cloned();
        let longest = windows.iter().max_by_key(length).cloned();
        if let Some(longest) = &longest {
            bounds.add(longest.elapsed, ABOUT);
            if resolution.sharp.is_empty() {
                resolution.add(longest.elapsed, ABOUT);
            }
        }
        Self {
            outage: outage.ready(),
            detection: detection.ready(),
            bounds: bounds.ready(),
            resolution: resolution.ready(),
            whole: Lengths::whole(subject),
            windows: windows.len(),
            extremes: shortest.zip(longest),
        }
    }

    /// Whether a stated duration is that of the whole incident.
    pub(super) fn is_whole(&self, stated: &Duration) -> bool {
        stated.high.is_none()
            && !matches!(stated.hedge, Hedge::AtMost | Hedge::AtLeast)
            && self.whole.allow(stated.low.allows(stated.hedge), (0, -1))
    }
}

pub(in crate::check) fn windows(subject: &Subject<'_>) -> Vec<Window> {
    let impact = subject.incident.facts.impact.iter().enumerate();
    impact
        .filter_map(|(index, impact)| {
            let elapsed = between(&impact.period.start, impact.period.end.as_ref()?)?;
            let of = impact.resource.as_deref().unwrap_or(&impact.component).to_owned();
            let field = subject.item("impact", index);
            Some(Window { of, elapsed, field })
        })
        .collect()
}

/// Time covered by the windows of all and of each component, and the sum of each.
fn totals(subject: &Subject<'_>) -> Vec<Elapsed> {
    let impact = &subject.incident.facts.impact;
    let mut groups: BTreeMap<&str, Vec<(&Moment, Option<&Moment>)>> = BTreeMap::new();
    for window in impact.iter().filter(|window| window.period.end.is_some()) {
        let period = (&window.period.start, window.period.end.as_ref());
        groups.entry("").or_default().push(period);
        groups.entry(&window.component).or_default().push(period);
        if let Some(resource) = &window.resource {
            groups.entry(resource).or_default().push(period);
        }
    }
    let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    groups.into_values().map(|periods| merged(periods, now)).collect()
}

impl Lengths {
    /// From the start to the resolution.
    pub(in crate::check) fn whole(subject: &Subject<'_>) -> Self {
        let facts = &subject.incident.facts;
        let mut lengths = Self::default();
        let whole = facts.started.zip(facts.resolved);
        if let Some(elapsed) = whole.and_then(|(start, end)| between(&start, &end)) {
            lengths.add(elapsed, ABOUT);
        }
        lengths.ready()
    }

    /// From the start and the detection to each of these.
    fn to(subject: &Subject<'_>, ends: &[Option<Moment>]) -> Self {
        let facts = &subject.incident.facts;
        let mut lengths = Self::default();
        for begin in [facts.started, facts.detected].iter().flatten() {
            for end in ends.iter().flatten() {
                if let Some(elapsed) = between(begin, end) {
                    lengths.add(elapsed, ABOUT);
                }
            }
        }
        lengths
    }

    fn between(begins: &[&Known], ends: &[&Known]) -> Self {
        let mut lengths = Self::default();
        if begins.len().saturating_mul(ends.len()) > MOST_PAIRS {
            lengths.too_many = true;
            return lengths;
        }
        for begin in begins {
            for end in ends.iter().filter(|end| !std::ptr::eq(**end, *begin)) {
                if let Some(elapsed) = between(&begin.at, &end.at) {
                    lengths.add(elapsed, begin.slack().max(end.slack()));
                }
            }
        }
        lengths
    }

    /// That of one window.
    pub(in crate::check) fn of_window(window: &Window) -> Self {
        let mut lengths = Self::default();
        lengths.add(window.elapsed, ABOUT);
        lengths
    }

    pub(super) fn add(&mut self, elapsed: Elapsed, slack: i64) {
        let (least, mut most) = (elapsed.least.num_seconds(), elapsed.most.num_seconds());
        if most < 0 {
            return;
        }
        if elapsed.may_be_longer {
            most = TimeDelta::MAX.num_seconds();
        }
        self.sharp.push((least, most));
        if elapsed.about {
            self.rough.push((least - slack, most + slack));
        }
    }

    pub(super) fn ready(mut self) -> Self {
        self.sharp.sort();
        self.rough.sort();
        self
    }

    /// Whether there is anything to compare with.
    pub(in crate::check) const fn is_known(&self) -> bool {
        !self.too_many && !self.sharp.is_empty()
    }

    /// Whether one of them may be a stated length: within what the statement allows, or the
    /// stated value within what the facts allow, whichever is wider.
    pub(in crate::check) fn allow(&self, allowed: (i64, i64), stated: (i64, i64)) -> bool {
        self.too_many || self.sharp.meets(allowed) || self.rough.meets(stated)
    }
}
