use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::diagnostic::Finding;
use crate::model::State;
use crate::source::{FieldPath, Span};

rule! {
    /// Finds published incidents that are deleted, renamed or no longer published.
    ///
    /// Compared with the same base as `changed-after-publication`.
    ///
    /// ## Why
    ///
    /// The page has an address that mails, posts and other sites link to, and readers have read
    /// it. Taking it away looks like hiding it.
    ///
    /// ## Fails
    ///
    /// ```toml facts before
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts before
    /// title = "Checkout failed"
    /// state = "drafting"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    "withdrawn-after-publication", Publication, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let was = subject.before.map(|before| before.incident.facts.state);
    let was_published = was == Some(State::Published);
    if was_published && subject.incident.facts.state != State::Published {
        findings
            .at_field(FieldPath::from("state"), "the incident was published, and no longer is")
            .help("publish a correction instead: readers have seen the report");
    }
}

/// A published incident whose folder is gone. `folder` is its path.
pub(in crate::check) fn deleted(folder: &str) -> Finding {
    let message = format!("{folder} was published, and is gone");
    Finding::error(RULE.id, &format!("{folder}/facts.toml"), Span::at(0), message).help(
        "put it back; if its id must change, keep the old folder with a correction that says so",
    )
}
