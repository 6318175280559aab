//! Incidents by the thousand, the same ones every time: each is made from its number alone.
//!
//! [`Incident::nth`] has the facts; [`workspace`] writes them in this tool's format, [`peers`] as
//! sites of the generators that it is measured against.

pub mod peers;
mod prose;
pub mod workspace;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use fastrand::Rng;

/// Ids and names of what can fail.
pub const COMPONENTS: [(&str, &str); 12] = [
    ("api", "Public API"),
    ("checkout", "Checkout"),
    ("console", "Console"),
    ("compute", "Compute"),
    ("storage", "Object storage"),
    ("volumes", "Block volumes"),
    ("network", "Network"),
    ("load-balancers", "Load balancers"),
    ("databases", "Managed databases"),
    ("email", "Email delivery"),
    ("search", "Search"),
    ("webhooks", "Webhooks"),
];

/// One incident, as facts and prose; times are UTC.
pub struct Incident {
    pub id: String,
    pub title: String,
    pub severity: &'static str,
    /// Places in [`COMPONENTS`]; three to six.
    pub components: Vec<usize>,
    pub started: NaiveDateTime,
    pub detected: NaiveDateTime,
    pub mitigated: NaiveDateTime,
    pub resolved: NaiveDateTime,
    pub published: NaiveDateTime,
    /// Requests that failed.
    pub failed: u32,
    /// Six to twenty.
    pub timeline: Vec<(NaiveDateTime, &'static str, String)>,
    /// Three to five, each with its status.
    pub updates: Vec<(NaiveDateTime, &'static str, String)>,
    /// Two to six: title, deadline, and whether it is done.
    pub actions: Vec<(String, NaiveDate, bool)>,
    /// Headings and Markdown of 800 to 1,500 words in all.
    pub sections: Vec<(&'static str, String)>,
}

/// Three incidents a day, back from here.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

impl Incident {
    /// The incident of a number, from 0, the newest first.
    pub fn nth(number: usize) -> Self {
        let mut rng = Rng::with_seed(number as u64 + 1);
        let day = LAST_DAY - Days::new(number as u64 / 3);
        let minute = |rng: &mut Rng, range| TimeDelta::minutes(rng.i64(range));
        let started = day.and_time(chrono::NaiveTime::MIN) + minute(&mut rng, 0..1080);
        let resolved = started + minute(&mut rng, 40..300);
        let detected = started + minute(&mut rng, 2..12);
        let mitigated = resolved - minute(&mut rng, 5..20);
        let count = rng.usize(3..=6);
        let components = rng.choose_multiple(0..COMPONENTS.len(), count);
        let mut incident = Self {
            id: String::new(),
            title: prose::title(&mut rng, COMPONENTS[components[0]].1),
            severity: ["minor", "major", "critical"][rng.usize(..3)],
            components,
            started,
            detected,
            mitigated,
            resolved,
            published: resolved + TimeDelta::days(rng.i64(2..9)),
            failed: rng.u32(1_000..90_000),
            timeline: Vec::new(),
            updates: Vec::new(),
            actions: Vec::new(),
            sections: Vec::new(),
        };
        incident.id = format!("{}-{}-{number}", day, slug(&incident.title));
        incident.timeline = incident.story(&mut rng);
        incident.updates = incident.announcements(&mut rng);
        incident.actions = (0..rng.usize(2..=6)).map(|_| incident.action(&mut rng)).collect();
        incident.sections = prose::sections(&mut rng, &incident);
        incident
    }

    /// Minutes from start to end.
    pub fn minutes(&self) -> i64 {
        (self.resolved - self.started).num_minutes()
    }

    /// A component's name; the first is the one that failed.
    pub fn component(&self, position: usize) -> &'static str {
        COMPONENTS[self.components[position % self.components.len()]].1
    }

    fn story(&self, rng: &mut Rng) -> Vec<(NaiveDateTime, &'static str, String)> {
        const KINDS: [&str; 4] = ["finding", "action", "communication", "recovery"];
        let mut times: Vec<_> = (0..rng.usize(4..=18))
            .map(|_| {
                let within = (self.mitigated - self.detected).num_minutes();
                self.detected + TimeDelta::minutes(rng.i64(0..=within))
            })
            .collect();
        times.sort_unstable();
        let mut story = vec![(self.detected, "detection", prose::detection(self))];
        story.extend(times.into_iter().map(|at| {
            let kind = KINDS[rng.usize(..KINDS.len())];
            (at, kind, prose::event(rng, self))
        }));
        story.push((self.resolved, "recovery", prose::recovery(self)));
        story
    }

    fn announcements(&self, rng: &mut Rng) -> Vec<(NaiveDateTime, &'static str, String)> {
        let middle = rng.usize(1..=3);
        let length = (self.mitigated - self.detected).num_minutes();
        let mut updates = vec![(self.detected, "investigating", prose::first_update(self))];
        updates.extend((1..=middle).map(|step| {
            let passed = length * step as i64 / (middle as i64 + 1);
            let status = if step == 1 { "identified" } else { "monitoring" };
            (self.detected + TimeDelta::minutes(passed), status, prose::update(rng, self))
        }));
        updates.push((self.resolved, "resolved", prose::last_update(self)));
        updates
    }

    fn action(&self, rng: &mut Rng) -> (String, NaiveDate, bool) {
        let due = self.published.date() + Days::new(rng.u64(20..90));
        (prose::measure(rng, self), due, due <= LAST_DAY)
    }
}

fn slug(title: &str) -> String {
    let words: Vec<String> = title
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}
