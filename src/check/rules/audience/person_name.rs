use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds names of the people involved in texts for readers outside.
    ///
    /// ## Why
    ///
    /// A name in a post-mortem makes a person answer for what a system allowed, in public and for
    /// ever. Names are those of `roles`, of owners of actions, and of the authors of the
    /// repository's last 500 commits that touched the workspace, where they are people's names: two
    /// to four capitalised words, or one alone in `roles`. Teams and machines are told apart by their
    /// words. Full names count in capitals and in small letters, too, and in the names of attachments
    /// that are published: `jane-doe.png`. Whoever signs the report, as `byline`, as the blog's
    /// `author` or in the boilerplate, is meant to be named.
    ///
    /// Measured on the 17 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [roles]
    /// commander = "Jane Doe"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:00:00
    /// status = "identified"
    /// text = "Jane Doe rolls the change back."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// byline = "Jane Doe, Example Shop"
    ///
    /// [roles]
    /// commander = "Jane Doe"
    /// scribe = "Payments Team"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:00:00
    /// status = "identified"
    /// text = "The Payments Team rolls the change back."
    /// ```
    ///
    /// ```markdown report
    /// ## Notes
    ///
    /// Jane Doe rolled the change back.
    /// ```
    "person-name", Audience, Error, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Person,
    what: "the name",
    help: "say what the person did it as: \"an engineer\", \"the team on call\"",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
