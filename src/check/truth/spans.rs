//! The lengths of time that the facts know, to compare stated durations with.

use std::collections::BTreeMap;

use super::moments::{ABOUT, Known, Moments, Role};
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
    /// Each window, in the order of the facts.
    pub(in crate::check) windows: Vec<Window>,
}

/// A window of impact.
#[derive(Clone, Debug)]
pub(in crate::check) struct Window {
    /// The host, region or component.
    pub(in crate::check) of: String,
    pub(in crate::check) is_resource: bool,
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
            outage.add(window.elapsed);
        }
        for total in totals(subject) {
            outage.add(total);
        }
        let begins = is(&[Role::Start, Role::Event]);
        let notices = is(&[Role::Detection, Role::Event]);
        let detection = Lengths::between(&begins, &notices);
        Self { outage: outage.ready(), detection: detection.ready(), windows }
    }
}

fn windows(subject: &Subject<'_>) -> Vec<Window> {
    let impact = subject.incident.facts.impact.iter().enumerate();
    impact
        .filter_map(|(index, impact)| {
            let elapsed = between(&impact.period.start, impact.period.end.as_ref()?)?;
            let of = impact.resource.as_deref().unwrap_or(&impact.component).to_owned();
            let field = subject.item("impact", index);
            Some(Window { of, is_resource: impact.resource.is_some(), elapsed, field })
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
    fn between(begins: &[&Known], ends: &[&Known]) -> Self {
        let mut lengths = Self::default();
        if begins.len().saturating_mul(ends.len()) > MOST_PAIRS {
            lengths.too_many = true;
            return lengths;
        }
        for begin in begins {
            for end in ends.iter().filter(|end| end.field != begin.field) {
                if let Some(elapsed) = between(&begin.at, &end.at) {
                    lengths.add(elapsed);
                }
            }
        }
        lengths
    }

    fn add(&mut self, elapsed: Elapsed) {
        let (least, most) = (elapsed.least.num_seconds(), elapsed.most.num_seconds());
        if most <= 0 {
            return;
        }
        self.sharp.push((least, most));
        if elapsed.about {
            self.rough.push((least - ABOUT, most + ABOUT));
        }
    }

    fn ready(mut self) -> Self {
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
