use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::date::{Day, days};
use crate::check::truth::day_topic::is_about_incident;
use crate::check::truth::set_apart::Telltale;
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
    /// Measured on the 243 statements of `tests/truth`: precision 1.00, recall 0.96;
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
            if !contradicts(subject, account, passage.place, &sentence, &day) {
                continue;
            }
            if Telltale::new(subject, findings, passage).is_other_day(&sentence, &day.range) {
                continue;
            }
            let shown = sentence.bytes(day.range.clone());
            let said = passage.text.shown(shown.clone());
            let message = format!("the prose says \"{said}\", but {}", truth(subject, account));
            findings
                .at_passage(passage, shown, message)
                .help("correct the date, or the facts")
                .related_field(&FieldPath::from("started"), "started here");
        }
    }
}

fn contradicts(
    subject: &Subject<'_>,
    account: &Account,
    place: Place,
    sentence: &Sentence<'_>,
    day: &Day,
) -> bool {
    let times = account.times(subject);
    let (Some(date), Some((first, _)), Some(_)) =
        (day.date, times.days(), &subject.incident.facts.started)
    else {
        return false;
    };
    let is_known = date.candidates(first).into_iter().any(|date| times.has_day(date));
    !is_known && is_about_incident(subject, account, place, sentence, &day.range)
}

/// "the incident was on 2024-01-03".
fn truth(subject: &Subject<'_>, account: &Account) -> String {
    match account.times(subject).days() {
        Some((first, last)) if first == last => format!("the incident was on {first}"),
        Some((first, last)) => format!("the incident was from {first} to {last}"),
        None => "its days are unknown".to_owned(),
    }
}
