use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::date::{Day, days};
use crate::check::truth::day_topic::{is_about_incident, other_key};
use crate::check::truth::event::Key;
use crate::check::truth::spots::Spots;
use crate::check::truth::{Account, Place, Sentence};
use crate::source::FieldPath;

rule! {
    /// Finds dates of the incident on which, by the facts, there was none.
    ///
    /// ## Why
    ///
    /// Reports are copied from earlier ones, and in January from the year before. A date that
    /// the sentence ties to the incident must be one of its days, in its own time zone or UTC,
    /// from the first moment of the facts to the last.
    ///
    /// Measured on the 298 statements of `tests/truth`: precision 1.00, recall 0.97;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-01-03T10:00:00
    /// resolved = 2024-01-03T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// On 3 January 2023 we experienced an outage.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-01-03T10:00:00
    /// resolved = 2024-01-03T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// On 3 January 2024 we experienced an outage. The certificate dates from 4 January 2023.
    /// ```
    "stated-date", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    let sentences = account.sentences_with(Spots::DAY);
    for (passage, sentence) in sentences.filter(|(passage, _)| passage.looks_back()) {
        for day in days(&sentence) {
            let Some((key, truth)) = contradicts(subject, account, passage.place, &sentence, &day)
            else {
                continue;
            };
            let shown = sentence.bytes(day.range.clone());
            let said = passage.text.shown(shown.clone());
            let message = format!("the prose says \"{said}\", but {truth}");
            findings
                .at_passage(passage, shown, message)
                .help("correct the date, or the facts")
                .related_field(&FieldPath::from(key), format!("{key} here"));
        }
    }
}

/// The key of the facts with which a day is at odds, and what they say.
fn contradicts(
    subject: &Subject<'_>,
    account: &Account,
    place: Place,
    sentence: &Sentence<'_>,
    day: &Day,
) -> Option<(&'static str, String)> {
    let times = account.times(subject);
    let (date, (first, _)) = (day.date?, times.days()?);
    subject.incident.facts.started?;
    let dates = date.candidates(first);
    if dates.iter().any(|date| times.has_day(*date)) {
        let key = other_key(subject, account, sentence, &day.range, &dates)?;
        let (name, says) = key_day(subject, key)?;
        return Some((name, says));
    }
    is_about_incident(subject, account, place, sentence, &day.range)
        .then(|| ("started", truth(subject, account)))
}

/// "it started on 2024-01-03".
pub(super) fn key_day(subject: &Subject<'_>, key: Key) -> Option<(&'static str, String)> {
    let facts = &subject.incident.facts;
    let (name, at) = match key {
        Key::Start | Key::Detection => ("started", facts.started?),
        Key::Mitigation | Key::Resolution => ("resolved", facts.resolved?),
    };
    let day = facts.zone.at(&at.earliest()?).date_naive();
    let verb = if name == "started" { "it started" } else { "it was resolved" };
    Some((name, format!("{verb} on {}", day.format("%A, %Y-%m-%d"))))
}

/// "the incident was on 2024-01-03".
fn truth(subject: &Subject<'_>, account: &Account) -> String {
    match account.times(subject).days() {
        Some((first, last)) if first == last => format!("the incident was on {first}"),
        Some((first, last)) => format!("the incident was from {first} to {last}"),
        None => "its days are unknown".to_owned(),
    }
}
