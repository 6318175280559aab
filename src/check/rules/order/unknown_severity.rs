use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::fields::{closest, listed};
use crate::source::FieldPath;

rule! {
    /// Finds severities that `incident.toml` does not have.
    ///
    /// ## Why
    ///
    /// Severities are ranked, coloured and counted. One that nobody configured has no rank, and
    /// readers are not told it. Without configuration they are minor, major and critical.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// severity = "sev1"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [[severity]]
    /// id = "sev2"
    ///
    /// [[severity]]
    /// id = "sev1"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// severity = "sev1"
    /// ```
    "unknown-severity", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(id) = &subject.incident.facts.severity else {
        return;
    };
    if subject.config.severity(id).is_some() {
        return;
    }
    let known: Vec<&str> = subject.config.severities.iter().map(|s| s.id.as_str()).collect();
    let help = match closest(id, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it is one of {}; [[severity]] in incident.toml adds one", listed(&known)),
    };
    findings
        .at_field(FieldPath::from("severity"), format!("no severity is called \"{id}\""))
        .help(help);
}
