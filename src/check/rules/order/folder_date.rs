use crate::check::rule::rule;
use crate::check::rules::format::folder_name::folder_day;
use crate::check::rules::times::days;
use crate::check::subject::{Findings, Subject};
use crate::model::{IncidentKind, Moment};
use crate::source::FieldPath;

rule! {
    /// Finds folders whose name has another day than the one the incident started on.
    ///
    /// ## Why
    ///
    /// The day in the folder's name sorts the incident and stands in the address of its page. It
    /// is the day of the start on the clocks of the incident's zone. If the start is only known
    /// to lie in a range, any day of the range will do; for maintenance, so will the first day
    /// that was announced.
    ///
    /// ## Fails
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-01T22:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-05-01T22:30:00Z
    /// ```
    "folder-date", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(day) = folder_day(&subject.incident.id) else {
        return;
    };
    let announced = facts.scheduled.as_ref().map(|period| &period.start);
    let announced = announced.filter(|_| facts.kind == IncidentKind::Maintenance);
    let starts = [
        (FieldPath::from("started"), facts.started.as_ref()),
        (FieldPath::from("scheduled").key("start"), announced),
    ];
    let known: Vec<(FieldPath, &Moment)> =
        starts.into_iter().filter_map(|(field, start)| Some((field, start?))).collect();
    // A moment without days can be on any.
    let may_be =
        |start: &Moment| days(start).is_none_or(|(first, last)| (first..=last).contains(&day));
    if known.iter().any(|(_, start)| may_be(start)) {
        return;
    }
    let Some((field, start)) = known.into_iter().next() else {
        return;
    };
    let Some((first, last)) = days(start) else {
        return;
    };
    let started =
        if first == last { format!("on {first}") } else { format!("between {first} and {last}") };
    let zone = facts.zone.name();
    let message = format!("the start is {started} in {zone}, but the folder's name says {day}");
    findings
        .at_field(field, message)
        .help("rename the folder, or check the date, the zone and the offset");
}
