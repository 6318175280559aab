use super::moment::{Told, known};
use super::words::{capitalised, list};
use crate::config::Config;
use crate::view::{Component, Time, View};

/// Components that a headline names; of more, it tells the number.
const MOST_IN_HEADLINE: usize = 3;

/// What an incident is while no window says more.
const INCIDENT: &str = "an incident";

/// When it was, to whom it happened, for how long: in two sentences. What it is called stands
/// above them, in a subject or a heading.
pub(in crate::render) fn opening(view: &View, config: &Config) -> String {
    Teller { view, config, told: Told::default() }.opening()
}

/// As [`opening`], below the words of an update, whose time, which stands above them, is not told
/// again. `lasts` tells whether an open incident certainly went on when they were written.
pub(in crate::render) fn background(
    view: &View,
    config: &Config,
    lasts: bool,
    update: &Time,
) -> String {
    let teller = Teller { view, config, told: Told::by(update) };
    if view.kind == "maintenance" || !view.is_open {
        return teller.opening();
    }
    let first = match known(view.started.as_ref()) {
        Some(start) if !lasts => teller.began(start),
        start => teller.lasting(start),
    };
    sentences((first, String::new()))
}

/// What an update without a title goes by: "Outage of Checkout, API and 3 more". `None` where no
/// component is affected.
pub(in crate::render) fn headline(view: &View, config: &Config) -> Option<String> {
    let teller = Teller { view, config, told: Told::default() };
    let affected = teller.affected_up_to(MOST_IN_HEADLINE)?;
    let noun = teller.noun();
    let bare = noun.split_once(' ').filter(|(article, _)| matches!(*article, "a" | "an"));
    let bare = capitalised(bare.map_or(noun, |(_, bare)| bare));
    let link = if noun == INCIDENT { "affecting" } else { "of" };
    Some(format!("{bare} {link} {affected}"))
}

fn sentences((first, second): (String, String)) -> String {
    [first, second]
        .iter()
        .filter(|clause| !clause.is_empty())
        .map(|clause| format!("{}.", capitalised(clause)))
        .collect::<Vec<_>>()
        .join(" ")
}

struct Teller<'v> {
    view: &'v View,
    config: &'v Config,
    told: Told<'v>,
}

impl Teller<'_> {
    fn opening(&self) -> String {
        sentences(match self.view.kind {
            "maintenance" => self.maintenance(),
            _ => self.incident(),
        })
    }

    fn incident(&self) -> (String, String) {
        let view = self.view;
        let (start, end) = (known(view.started.as_ref()), known(view.resolved.as_ref()));
        if view.is_open {
            return (self.lasting(start), self.so_far());
        }
        let over = start.zip(end).and_then(|(start, end)| self.told.span(start, end));
        match (over, start, end) {
            (Some(span), ..) => {
                (self.happened(&format!("{span}, ")), self.with_data(self.lasted("It lasted")))
            }
            (None, Some(start), end) => (self.began(start), self.with_data(self.ended(end))),
            (None, None, end) => (self.happened(""), self.with_data(self.ended(end))),
        }
    }

    fn maintenance(&self) -> (String, String) {
        let view = self.view;
        let planned = self.window(view.scheduled_start.as_ref(), view.scheduled_end.as_ref());
        let work = match self.affected() {
            Some(affected) => format!("maintenance on {affected}"),
            None => "maintenance".to_owned(),
        };
        match view.status {
            "scheduled" => {
                let when = planned.map_or_else(String::new, |when| format!("{when}, "));
                (format!("{when}we will carry out {work}"), String::new())
            }
            "verifying" => {
                let when = known(view.started.as_ref())
                    .map_or_else(String::new, |start| format!("{}, ", self.told.on(start)));
                let second = "the work is done, and we are checking the result";
                (format!("{when}we began {work}"), second.to_owned())
            }
            "in_progress" => {
                let when = known(view.started.as_ref())
                    .map_or_else(String::new, |start| format!("{}, ", self.told.since(start)));
                let second = known(view.scheduled_end.as_ref()).map_or_else(String::new, |end| {
                    format!("it is planned to end {}", self.told.on(end))
                });
                (format!("{when}we have been carrying out {work}"), second)
            }
            _ => {
                let when = self.window(view.started.as_ref(), view.resolved.as_ref()).or(planned);
                let when = when.map_or_else(String::new, |when| format!("{when}, "));
                (format!("{when}we carried out {work}"), self.with_data(self.lasted("it took")))
            }
        }
    }

    /// What it was, by the worst that any window says.
    fn noun(&self) -> &'static str {
        let has = |status| self.view.windows.iter().any(|window| window.status == status);
        if has("major_outage") {
            "an outage"
        } else if has("partial_outage") {
            "a partial outage"
        } else if has("degraded_performance") {
            "degraded performance"
        } else {
            INCIDENT
        }
    }

    fn happened(&self, when: &str) -> String {
        let noun = self.noun();
        match self.affected() {
            Some(affected) => format!("{when}{noun} affected {affected}"),
            None => format!("{when}there was {noun}"),
        }
    }

    fn began(&self, start: &Time) -> String {
        let (noun, when) = (self.noun(), self.told.on(start));
        match self.affected() {
            Some(affected) => format!("{when}, {noun} began that affected {affected}"),
            None => format!("{when}, {noun} began"),
        }
    }

    fn lasting(&self, start: Option<&Time>) -> String {
        let noun = self.noun();
        let since = start.map(|start| self.told.since(start));
        match (self.affected(), since) {
            (Some(affected), Some(since)) => {
                format!("{since}, {noun} has been affecting {affected}")
            }
            (Some(affected), None) => format!("{noun} is affecting {affected}"),
            (None, Some(since)) => format!("{since}, there has been {noun}"),
            (None, None) => format!("there is {noun}"),
        }
    }

    fn so_far(&self) -> String {
        let doing = match self.view.status {
            "identified" => "the cause is known and we are working on it",
            "monitoring" => "a remedy is in place and we are watching it",
            _ => "we are looking into it",
        };
        match &self.view.duration {
            Some(duration) => format!("it has lasted {} so far; {doing}", duration.text),
            None => doing.to_owned(),
        }
    }

    fn lasted(&self, verb: &str) -> String {
        match &self.view.duration {
            Some(duration) => format!("{verb} {}", duration.text),
            None => String::new(),
        }
    }

    fn ended(&self, end: Option<&Time>) -> String {
        match (end, &self.view.duration, &self.view.resolved) {
            (Some(end), Some(duration), _) => {
                format!("it lasted {} and was resolved {}", duration.text, self.told.on(end))
            }
            (Some(end), None, _) => format!("it was resolved {}", self.told.on(end)),
            (None, _, Some(_)) => "when it ended is not known".to_owned(),
            (None, _, None) => String::new(),
        }
    }

    /// The clause, joined by what became of the data.
    fn with_data(&self, clause: String) -> String {
        let data = match self.view.data_loss {
            Some("none") => "no data was lost",
            Some("some") => "some data was lost",
            Some(_) => "it is not known whether data was lost",
            None => return clause,
        };
        if clause.is_empty() {
            data.to_owned()
        } else if clause.contains(" and ") {
            format!("{clause}; {data}")
        } else {
            format!("{clause}, and {data}")
        }
    }

    fn affected(&self) -> Option<String> {
        self.affected_up_to(usize::MAX)
    }

    /// The components by name, and of more than `most` the number of the others. A name that
    /// several have goes with its group.
    fn affected_up_to(&self, most: usize) -> Option<String> {
        let components = &self.view.components;
        let group = components.first().and_then(|first| first.group.as_deref());
        let one_group = group.filter(|group| {
            components.iter().all(|component| component.group.as_deref() == Some(group))
        });
        let is_shared = |component: &Component| {
            let named = |other: &&crate::config::Component| other.name == component.name;
            self.config.components.iter().filter(named).count() > 1
        };
        let any_shared = components.iter().any(is_shared);
        let mut names: Vec<String> = components
            .iter()
            .map(|component| match &component.group {
                Some(group) if one_group.is_none() && is_shared(component) => {
                    format!("{} ({group})", component.name)
                }
                _ => component.name.clone(),
            })
            .collect();
        if names.len() > most {
            let others = names.split_off(most - 1).len();
            names.push(format!("{others} more"));
        }
        let names = list(&names);
        match one_group.filter(|_| any_shared) {
            Some(group) => Some(format!("{names} in {group}")),
            None => Some(names).filter(|names| !names.is_empty()),
        }
    }
    /// From when to when, as far as it is known.
    fn window(&self, start: Option<&Time>, end: Option<&Time>) -> Option<String> {
        match (known(start), known(end)) {
            (Some(start), Some(end)) => {
                self.told.span(start, end).or_else(|| Some(self.told.on(start)))
            }
            (Some(start), None) => Some(self.told.on(start)),
            (None, _) => None,
        }
    }
}
